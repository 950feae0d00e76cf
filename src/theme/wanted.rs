//! The text of a template → the fields of `page` and the variables that it can name, so that others need
//! not be made.

use std::collections::{BTreeMap, BTreeSet};

/// The fields of `page` that drawing a template can look at, and which of [`VARIABLES`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Any: a template hands `page` on, prints it whole, or looks into it in a way not known here.
    All,
    These(Names),
}

/// Names of fields, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// A bit for each way in which a name begins and each length, set where there is such a name.
    marks: u64,
    /// For each bit that is set, from the lowest, the names that have it.
    marked: Vec<Vec<String>>,
    /// For each variable whether it is named.
    variables: [bool; VARIABLES.len()],
}

/// Variables that many templates do not name: each makes looking for `page` longer.
const VARIABLES: [&str; 3] = ["home", "index", "lang"];

impl Names {
    #[inline]
    fn has(&self, name: &str) -> bool {
        let mark = mark(name);
        self.marks & mark != 0 && self.has_marked(mark, name)
    }

    fn has_marked(&self, mark: u64, name: &str) -> bool {
        let place = (self.marks & (mark - 1)).count_ones() as usize;
        self.marked.get(place).is_some_and(|alike| alike.iter().any(|wanted| wanted == name))
    }

    fn len(&self) -> usize {
        self.marked.iter().map(Vec::len).sum()
    }
}

impl FromIterator<String> for Names {
    fn from_iter<I: IntoIterator<Item = String>>(names: I) -> Names {
        let mut by_mark: BTreeMap<u64, BTreeSet<String>> = BTreeMap::new();
        for name in names {
            by_mark.entry(mark(&name)).or_default().insert(name);
        }
        let marks = by_mark.keys().fold(0, |marks, mark| marks | mark);
        let marked = by_mark.into_values().map(|alike| alike.into_iter().collect()).collect();
        Names { marks, marked, variables: [false; VARIABLES.len()] }
    }
}

/// Of a name that the compiler knows, it is the compiler that works it out.
#[inline]
fn mark(name: &str) -> u64 {
    let first = name.bytes().next().unwrap_or_default();
    1 << ((usize::from(first) + 7 * name.len()) % 64)
}

impl Wanted {
    /// Whether the field `name` has to be there.
    #[inline]
    pub fn has(&self, name: &str) -> bool {
        match self {
            Wanted::All => true,
            Wanted::These(names) => names.has(name),
        }
    }

    /// Whether the variable `name`, one of [`VARIABLES`], has to be there.
    pub(super) fn has_variable(&self, name: &str) -> bool {
        match self {
            Wanted::All => true,
            Wanted::These(names) => {
                VARIABLES.iter().zip(names.variables).any(|(v, is)| is && *v == name)
            }
        }
    }

    /// How many fields there are at most, as far as that is known.
    pub(super) fn len(&self) -> usize {
        match self {
            Wanted::All => 64,
            Wanted::These(names) => names.len(),
        }
    }

    /// No field at all.
    pub fn none() -> Wanted {
        Wanted::These(Names::default())
    }

    /// What either wants.
    #[must_use]
    pub fn and(self, other: &Wanted) -> Wanted {
        match (self, other) {
            (Wanted::These(names), Wanted::These(others)) => {
                let fields = others.marked.iter().flatten().cloned();
                let all: Names = names.marked.into_iter().flatten().chain(fields).collect();
                let either = |n: usize| names.variables[n] || others.variables[n];
                Wanted::These(Names { variables: std::array::from_fn(either), ..all })
            }
            _ => Wanted::All,
        }
    }
}

/// The name under which templates see the page.
const PAGE: &str = "page";

/// What one template's own text names. Generous: whatever is not plainly `page.field` wants all.
pub(super) fn of(text: &str) -> Wanted {
    // In `raw` signs mean nothing, and the library's own variable shows the whole context.
    if text.contains("endraw") || text.contains("__tera") {
        return Wanted::All;
    }
    let mut names = Found::default();
    let mut rest = text;
    while let Some((kind, inside)) = next_tag(rest) {
        let left = match kind {
            Tag::Comment => inside.find("#}").map(|end| &inside[end + 2..]),
            Tag::Code(close) => code(inside, close, &mut names),
        };
        match left {
            Some(left) => rest = left,
            None => return Wanted::All,
        }
    }
    Wanted::These(Names { variables: names.variables, ..names.fields.into_iter().collect() })
}

/// What was found in a text.
#[derive(Default)]
struct Found {
    fields: BTreeSet<String>,
    variables: [bool; VARIABLES.len()],
}

enum Tag {
    Comment,
    /// Code up to this sign.
    Code(&'static str),
}

/// The first tag, and the text after the sign that opens it.
fn next_tag(text: &str) -> Option<(Tag, &str)> {
    let bytes = text.as_bytes();
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find('{')?;
        let tag = match bytes.get(at + 1) {
            Some(b'#') => Tag::Comment,
            Some(b'{') => Tag::Code("}}"),
            Some(b'%') => Tag::Code("%}"),
            _ => {
                from = at + 1;
                continue;
            }
        };
        return Some((tag, &text[at + 2..]));
    }
}

/// Reads code up to `close`, noting the fields of `page` in it. What follows; `None` where more may
/// be asked of the page than fields, or the code is not understood.
fn code<'a>(text: &'a str, close: &str, names: &mut Found) -> Option<&'a str> {
    let mut rest = text;
    loop {
        let first = rest.chars().next()?;
        if let Some(after) = rest.strip_prefix(close) {
            return Some(after);
        }
        rest = match first {
            '"' | '\'' | '`' => {
                let inside = &rest[1..];
                // Whether a sign can be escaped in a text need not be known.
                let end = inside.find(first)?;
                if inside[..end].contains('\\') {
                    return None;
                }
                &inside[end + 1..]
            }
            c if is_name(c) && !c.is_ascii_digit() => {
                let (name, after) = word(rest);
                if let Some(n) = VARIABLES.iter().position(|variable| *variable == name) {
                    names.variables[n] = true;
                }
                if name == PAGE { field(after, &mut names.fields)? } else { after }
            }
            c => &rest[c.len_utf8()..],
        };
    }
}

/// The field that stands after `page`: `.title`, `?.title`. What follows it.
fn field<'a>(text: &'a str, names: &mut BTreeSet<String>) -> Option<&'a str> {
    let after_dot = text.strip_prefix("?.").or_else(|| text.strip_prefix('.'))?;
    let (name, rest) = word(after_dot);
    if name.is_empty() {
        return None;
    }
    names.insert(name.to_owned());
    Some(rest)
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn word(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c| !is_name(c)).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn wants(text: &str, names: &[&str]) {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(of(text), Wanted::These(names), "{text}");
    }

    #[test]
    fn fields_are_found_in_code_only() {
        wants("page.x <a class=\"page\"> {# page #} { page } {{ page.title }}", &["title"]);
        wants("{% if page?.list?.number %}{{ page.title }}{% endif %}", &["list", "title"]);
        wants("{{ \"page\" ~ 'page' }}{{ mypage ~ pages() }}", &[]);
        wants("{{ x(a=page.one, b=[page.two], c={\"k\": page.three}) }}", &["one", "three", "two"]);
        wants("{% set x = {\"k\": {\"l\": 1}} %}{{ page.after }}", &["after"]);
        wants("{% if page.kind == \"page\" %}{%- set x = page.x -%}", &["kind", "x"]);
        wants("{{<card item={page.prev} />}}{{<x {page.y} />}}", &["prev", "y"]);
    }

    #[test]
    fn variables_are_found_wherever_code_may_name_them() {
        let named = |text: &str| {
            let wanted = of(text).and(&Wanted::none());
            VARIABLES.into_iter().filter(|name| wanted.has_variable(name)).collect::<Vec<_>>()
        };
        assert_eq!(named("home {{ base ~ lang }} {# index #}"), ["lang"]);
        assert_eq!(named("{% component x(@home) %}{% if not index %}"), ["home", "index"]);
        assert_eq!(named("{% include \"home.html\" %}{{ page.title }}"), [""; 0]);
        assert_eq!(named("{{ page }}"), VARIABLES);
    }

    #[test]
    fn what_is_not_plainly_a_field_wants_all() {
        for text in [
            "{{ page }}",
            "{{ page[\"title\"] }}",
            "{{ page[0] }}",
            "{{ page | keys }}",
            "{% for k, v in page %}",
            "{{<mine page />}}",
            "{{<mine page={page} />}}",
            "{% component mine(@page) %}",
            "{% set p = {...page} %}",
            "{{ page . title }}",
            "{{ page. title }}",
            "{{ __tera_context }}",
            "{% raw %}{{ '{% endraw %}{{ page.x }}",
            "{{ \"a\\\"b\" }}",
            "{{ \"never closed",
            "{{ page.x",
        ] {
            assert_eq!(of(text), Wanted::All, "{text}");
        }
    }
}
