//! The raw HTML that a body may hold: elements, where each may stand, and attributes.
//!
//! Links and images are absent on purpose: Markdown writes them, so that every one of them is checked.

/// What an element is, and so where it may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Part of a line of text.
    Phrase,
    /// A block of its own.
    Block,
    Summary,
    FigureCaption,
    RubyPart,
    TableCaption,
    RowGroup,
    Row,
    Cell,
}

/// What may stand inside an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Blocks,
    Phrases,
    Details,
    Figure,
    Ruby,
    Table,
    Rows,
    Cells,
    /// The element has no end tag.
    Nothing,
}

impl Content {
    pub(super) fn accepts(self, kind: Kind) -> bool {
        match self {
            Content::Blocks => matches!(kind, Kind::Phrase | Kind::Block),
            Content::Phrases => kind == Kind::Phrase,
            Content::Details => matches!(kind, Kind::Phrase | Kind::Block | Kind::Summary),
            Content::Figure => matches!(kind, Kind::Phrase | Kind::Block | Kind::FigureCaption),
            Content::Ruby => matches!(kind, Kind::Phrase | Kind::RubyPart),
            Content::Table => matches!(kind, Kind::TableCaption | Kind::RowGroup | Kind::Row),
            Content::Rows => kind == Kind::Row,
            Content::Cells => kind == Kind::Cell,
            Content::Nothing => false,
        }
    }
}

/// An allowed element.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) content: Content,
    /// Its attributes beside those that every element may have.
    attributes: &'static [&'static str],
}

/// The element of that name, in whatever case it is written.
pub(super) fn element(name: &str) -> Option<&'static Element> {
    ELEMENTS.iter().find(|element| element.name.eq_ignore_ascii_case(name))
}

/// Attributes that every element may have.
const COMMON: [&str; 5] = ["class", "id", "lang", "title", "dir"];

/// An attribute of an allowed element, judged.
#[derive(Debug, PartialEq)]
pub(super) enum Attribute {
    Allowed(&'static str),
    /// Known, but not with this value.
    BadValue,
    Forbidden,
}

impl Element {
    pub(super) fn attribute(&self, name: &str, value: &str) -> Attribute {
        let mut known = COMMON.iter().chain(self.attributes);
        match known.find(|known| known.eq_ignore_ascii_case(name)) {
            None => Attribute::Forbidden,
            Some(name) if is_valid(name, value) => Attribute::Allowed(name),
            Some(_) => Attribute::BadValue,
        }
    }
}

fn is_valid(name: &str, value: &str) -> bool {
    match name {
        "id" => !value.is_empty() && !value.contains(|c: char| c.is_whitespace() || c == '&'),
        "dir" => matches!(value, "ltr" | "rtl" | "auto"),
        "scope" => matches!(value, "row" | "col" | "rowgroup" | "colgroup"),
        "colspan" | "rowspan" => value.parse().is_ok_and(|n: u16| (1..=1000).contains(&n)),
        "lang" => value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'),
        "cite" => {
            matches!(super::links::target(value), super::links::Target::External(_))
                && !value.contains('&')
        }
        _ => true,
    }
}

const fn phrase(name: &'static str) -> Element {
    Element { name, kind: Kind::Phrase, content: Content::Phrases, attributes: &[] }
}

const fn part(name: &'static str, kind: Kind, content: Content) -> Element {
    Element { name, kind, content, attributes: &[] }
}

const fn with(element: Element, attributes: &'static [&'static str]) -> Element {
    Element { attributes, ..element }
}

static ELEMENTS: [Element; 44] = [
    phrase("abbr"),
    phrase("b"),
    phrase("bdi"),
    phrase("cite"),
    phrase("dfn"),
    phrase("em"),
    phrase("i"),
    phrase("kbd"),
    phrase("mark"),
    phrase("s"),
    phrase("small"),
    phrase("span"),
    phrase("strong"),
    phrase("sub"),
    phrase("sup"),
    phrase("u"),
    with(phrase("del"), &["cite", "datetime"]),
    with(phrase("ins"), &["cite", "datetime"]),
    with(phrase("q"), &["cite"]),
    with(phrase("time"), &["datetime"]),
    part("br", Kind::Phrase, Content::Nothing),
    part("wbr", Kind::Phrase, Content::Nothing),
    part("ruby", Kind::Phrase, Content::Ruby),
    part("rt", Kind::RubyPart, Content::Phrases),
    part("rp", Kind::RubyPart, Content::Phrases),
    part("div", Kind::Block, Content::Blocks),
    part("p", Kind::Block, Content::Phrases),
    part("hr", Kind::Block, Content::Nothing),
    with(part("blockquote", Kind::Block, Content::Blocks), &["cite"]),
    with(part("details", Kind::Block, Content::Details), &["open"]),
    part("summary", Kind::Summary, Content::Phrases),
    part("figure", Kind::Block, Content::Figure),
    part("figcaption", Kind::FigureCaption, Content::Blocks),
    part("section", Kind::Block, Content::Blocks),
    part("aside", Kind::Block, Content::Blocks),
    part("address", Kind::Block, Content::Phrases),
    part("table", Kind::Block, Content::Table),
    part("caption", Kind::TableCaption, Content::Phrases),
    part("thead", Kind::RowGroup, Content::Rows),
    part("tbody", Kind::RowGroup, Content::Rows),
    part("tfoot", Kind::RowGroup, Content::Rows),
    part("tr", Kind::Row, Content::Cells),
    with(part("td", Kind::Cell, Content::Blocks), &["colspan", "rowspan"]),
    with(part("th", Kind::Cell, Content::Phrases), &["colspan", "rowspan", "scope"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_listed_is_forbidden() {
        for name in
            ["script", "style", "iframe", "a", "img", "font", "center", "svg", "input", "h1", ""]
        {
            assert!(element(name).is_none(), "{name}");
        }
        assert_eq!(element("DETAILS").map(|e| e.name), Some("details"));
    }

    #[test]
    fn attributes_are_judged_with_their_values() {
        let judge = |name, attribute, value| element(name).map(|e| e.attribute(attribute, value));
        let check = |name, attribute, value, expected| {
            assert_eq!(judge(name, attribute, value), Some(expected), "{attribute}={value}")
        };
        check("span", "class", "x", Attribute::Allowed("class"));
        check("span", "CLASS", "x", Attribute::Allowed("class"));
        check("span", "style", "x", Attribute::Forbidden);
        check("span", "onclick", "x", Attribute::Forbidden);
        check("span", "open", "", Attribute::Forbidden);
        check("details", "open", "", Attribute::Allowed("open"));
        check("td", "colspan", "2", Attribute::Allowed("colspan"));
        check("td", "colspan", "x", Attribute::BadValue);
        check("q", "cite", "javascript:x", Attribute::BadValue);
        check("span", "id", "a b", Attribute::BadValue);
    }
}
