//! The ids of a body: each stands once.

use std::collections::{HashMap, HashSet};

/// Ids among which looking at each is faster than any index.
const FEW: usize = 16;

/// The ids given out so far, in order.
#[derive(Default)]
pub(super) struct Anchors {
    list: Vec<String>,
    /// All of them, once they are more than a few.
    index: HashSet<String>,
    /// For each id that was wanted again the suffix to try next.
    next: HashMap<String, u32>,
}

impl Anchors {
    /// Takes an id that the editor wrote; `false` if it is taken already.
    pub(super) fn claim(&mut self, id: &str) -> bool {
        let is_free = !self.is_taken(id);
        if is_free {
            self.add(id);
        }
        is_free
    }

    /// An id like `wanted` that nobody has, `-2`, `-3` … at its end if need be.
    pub(super) fn unique(&mut self, wanted: String) -> String {
        if self.claim(&wanted) {
            return wanted;
        }
        let mut next = self.next.get(&wanted).copied().unwrap_or(2);
        let id = loop {
            let id = format!("{wanted}-{next}");
            next += 1;
            if self.claim(&id) {
                break id;
            }
        };
        self.next.insert(wanted, next);
        id
    }

    fn is_taken(&self, id: &str) -> bool {
        if self.list.len() > FEW {
            self.index.contains(id)
        } else {
            self.list.iter().any(|taken| taken == id)
        }
    }

    fn add(&mut self, id: &str) {
        self.list.push(id.to_string());
        if self.list.len() > FEW + 1 {
            self.index.insert(id.to_string());
        } else if self.list.len() > FEW {
            self.index.extend(self.list.iter().cloned());
        }
    }

    pub(super) fn into_list(self) -> Vec<String> {
        self.list
    }
}

/// The id of a heading with this text: letters, digits and Han as they are (Latin in lower case), spaces as
/// `-`, punctuation dropped.
pub(super) fn id_of(text: &str) -> String {
    // Han are told at once, and most headings begin with them; Unicode's tables are for the rest.
    let is_han = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
    let (han, rest) = text.split_at(text.find(|c| !is_han(c)).unwrap_or(text.len()));
    let mut id = String::with_capacity(text.len());
    id.push_str(han);
    let mut gap = false;
    for c in rest.chars() {
        let is_han = is_han(c);
        if is_han || c.is_alphanumeric() || c == '_' || matches!(c, '\u{300}'..='\u{36f}') {
            if gap && !id.is_empty() {
                id.push('-');
            }
            if is_han {
                id.push(c);
            } else {
                id.extend(c.to_lowercase());
            }
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
        assert_eq!(anchors.unique("a".into()), "a");
        assert_eq!(anchors.unique("a-2".into()), "a-2");
        assert_eq!(anchors.unique("a".into()), "a-3");
        assert!(!anchors.claim("a") && anchors.claim("b"));
        assert_eq!(anchors.unique("b".into()), "b-2");
        assert_eq!(anchors.into_list(), ["a", "a-2", "a-3", "b", "b-2"]);
    }

    #[test]
    fn many_ids_stand_once() {
        let mut anchors = Anchors::default();
        for n in 0..3 * FEW {
            let id = anchors.unique("a".into());
            assert_eq!(id, if n == 0 { "a".to_string() } else { format!("a-{}", n + 1) });
            assert!(anchors.claim(&n.to_string()) && !anchors.claim(&id));
        }
        assert!((0..3 * FEW).all(|n| !anchors.claim(&n.to_string())));
    }
}
