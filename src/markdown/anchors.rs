//! The ids of a body: each stands once.

use std::collections::HashMap;

/// The ids given out so far, in order.
#[derive(Default)]
pub(super) struct Anchors {
    list: Vec<String>,
    /// For each id the suffix to try next when it is wanted again.
    next: HashMap<String, u32>,
}

impl Anchors {
    /// Takes an id that the editor wrote; `false` if it is taken already.
    pub(super) fn claim(&mut self, id: &str) -> bool {
        if self.next.contains_key(id) {
            return false;
        }
        self.next.insert(id.to_string(), 2);
        self.list.push(id.to_string());
        true
    }

    /// An id like `wanted` that nobody has, `-2`, `-3` … at its end if need be.
    pub(super) fn unique(&mut self, wanted: &str) -> String {
        let mut id = wanted.to_string();
        while !self.claim(&id) {
            let next = self.next.entry(wanted.to_string()).or_insert(2);
            id = format!("{wanted}-{next}");
            *next += 1;
        }
        id
    }

    pub(super) fn into_list(self) -> Vec<String> {
        self.list
    }
}

/// The id of a heading with this text: letters, digits and Han as they are (Latin in lower case), spaces as
/// `-`, punctuation dropped.
pub(super) fn id_of(text: &str) -> String {
    let mut id = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_alphanumeric() || c == '_' || matches!(c, '\u{300}'..='\u{36f}') {
            if gap && !id.is_empty() {
                id.push('-');
            }
            id.extend(c.to_lowercase());
            gap = false;
        } else {
            gap |= c.is_whitespace() || c == '-';
        }
    }
    if id.is_empty() { "section".to_string() } else { id }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_keep_han() {
        let check = |text, expected| assert_eq!(id_of(text), expected, "{text}");
        check("历史沿革", "历史沿革");
        check("一、“四好”商会（2019 年）", "一四好商会2019-年");
        check("About  the -- Chamber!", "about-the-chamber");
        check("snake_case", "snake_case");
        check("！？", "section");
        check("", "section");
    }

    #[test]
    fn ids_stand_once() {
        let mut anchors = Anchors::default();
        assert_eq!(anchors.unique("a"), "a");
        assert_eq!(anchors.unique("a-2"), "a-2");
        assert_eq!(anchors.unique("a"), "a-3");
        assert!(!anchors.claim("a") && anchors.claim("b"));
        assert_eq!(anchors.unique("b"), "b-2");
        assert_eq!(anchors.into_list(), ["a", "a-2", "a-3", "b", "b-2"]);
    }
}
