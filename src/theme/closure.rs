//! What a template draws on: its parents, what it includes, the components that it calls.

use std::collections::{BTreeMap, BTreeSet};

use super::wanted::{self, Wanted};
use crate::query::combine;

/// Which template draws on which. Found by reading the texts, generously: a name in a comment counts
/// too, which can only cause a rendering too many, never one too few.
pub(super) struct Closure<'a> {
    texts: &'a BTreeMap<String, String>,
    direct: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Closure<'a> {
    pub fn new(texts: &'a BTreeMap<String, String>) -> Self {
        let components = components(texts);
        let direct = texts
            .iter()
            .map(|(name, text)| (name.as_str(), direct(text, texts, &components)))
            .collect();
        Closure { texts, direct }
    }

    /// For each template a digest of its own text and of every text that can take part when it is
    /// drawn.
    pub fn digests(&self) -> BTreeMap<String, u128> {
        self.fold(|text| crate::content::digest(text.as_bytes()), combine)
    }

    /// For each template the fields of `page` that it and all that it draws on can name.
    pub fn wanted(&self) -> BTreeMap<String, Wanted> {
        self.fold(wanted::of, |parts| parts.iter().fold(Wanted::none(), Wanted::and))
    }

    /// Something of each template's own text, brought together for all that it draws on.
    fn fold<T: Clone>(
        &self,
        of: impl Fn(&str) -> T,
        together: impl Fn(Vec<T>) -> T,
    ) -> BTreeMap<String, T> {
        let own: BTreeMap<&str, T> =
            self.texts.iter().map(|(name, text)| (name.as_str(), of(text))).collect();
        let all = |name| self.reach(name).iter().filter_map(|n| own.get(n).cloned()).collect();
        self.texts.keys().map(|name| (name.clone(), together(all(name.as_str())))).collect()
    }

    /// Everything reachable from `name`, itself included.
    fn reach(&self, name: &'a str) -> BTreeSet<&'a str> {
        let mut all = BTreeSet::from([name]);
        let mut open = vec![name];
        while let Some(at) = open.pop() {
            for next in self.direct.get(at).into_iter().flatten() {
                if all.insert(next) {
                    open.push(next);
                }
            }
        }
        all
    }
}

/// The component names and the templates that may define them: a comment that speaks of a component
/// looks like its definition.
pub(super) fn components(texts: &BTreeMap<String, String>) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (template, text) in texts {
        for part in text.split("component").skip(1) {
            let name = word(part);
            if !name.is_empty() && part.starts_with(char::is_whitespace) {
                found.entry(name).or_default().insert(template);
            }
        }
    }
    found
}

/// The name of a component that `text` begins with, after white space.
fn word(text: &str) -> &str {
    let text = text.trim_start();
    let ends = |c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.'));
    &text[..text.find(ends).unwrap_or(text.len())]
}

fn direct<'a>(
    text: &str,
    texts: &'a BTreeMap<String, String>,
    components: &BTreeMap<&'a str, BTreeSet<&'a str>>,
) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    for word in ["extends", "include"] {
        for part in text.split(word).skip(1) {
            let name = part.trim_start();
            let Some(quote) = name.chars().next().filter(|c| matches!(c, '"' | '\'' | '`')) else {
                continue;
            };
            let inner = name[1..].split(quote).next().unwrap_or_default();
            if let Some((key, _)) = texts.get_key_value(inner) {
                found.insert(key.as_str());
            }
        }
    }
    for part in text.split('<').skip(1) {
        found.extend(components.get(word(part)).into_iter().flatten());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(list: &[(&str, &str)]) -> BTreeMap<String, String> {
        list.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect()
    }

    #[test]
    fn a_change_reaches_all_that_draw_on_it() {
        let before = [
            ("base.html", "{% include 'foot.html' %}"),
            ("foot.html", "foot"),
            ("parts.html", "{% component card(item) %}{{ item }}{% endcomponent %}"),
            ("a.html", "{% extends \"base.html\" %}"),
            ("b.html", "{{ < card item={1} /> }}"),
            ("c.html", "alone"),
            ("z.html", "{# the component card of parts.html #}"),
        ];
        let digests = |list: &[_]| Closure::new(&texts(list)).digests();
        let old = digests(&before);
        let changed = |name: &str, text: &'static str| {
            let mut after = before;
            after.iter_mut().filter(|(n, _)| *n == name).for_each(|entry| entry.1 = text);
            let new = digests(&after);
            old.iter()
                .filter(|(n, d)| new.get(*n) != Some(*d))
                .map(|(n, _)| n.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(changed("foot.html", "feet"), ["a.html", "base.html", "foot.html"]);
        let component = "{% component card(item) %}<b>{{ item }}</b>{% endcomponent %}";
        assert_eq!(changed("parts.html", component), ["b.html", "parts.html"]);
        assert_eq!(changed("c.html", "lone"), ["c.html"]);
    }
}
