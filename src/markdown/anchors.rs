//! The ids of a body: each stands once.

use super::doc::Heading;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Ids among which looking at each is faster than any index.
const FEW: usize = 16;

/// The ids given out so far: those of headings, which stand with them, and all others, each in order.
#[derive(Default)]
pub(super) struct Anchors {
    headings: Vec<Heading>,
    others: Vec<String>,
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
            self.others.push(id.to_owned());
            self.keep(id);
        }
        is_free
    }

    /// Takes an id like `wanted`: see [`Anchors::free`].
    pub(super) fn unique(&mut self, wanted: String) -> String {
        let id = self.free(Cow::Owned(wanted)).into_owned();
        self.claim(&id);
        id
    }

    /// Takes a heading whose id is free.
    pub(super) fn head(&mut self, heading: Heading) {
        self.keep(heading.id());
        self.headings.push(heading);
    }

    /// An id like `wanted` that nobody has, `-2`, `-3` … at its end if need be.
    pub(super) fn free<'w>(&mut self, wanted: Cow<'w, str>) -> Cow<'w, str> {
        if !self.is_taken(&wanted) {
            return wanted;
        }
        let mut next = self.next.get(&*wanted).copied().unwrap_or(2);
        let id = loop {
            let id = format!("{wanted}-{next}");
            next += 1;
            if !self.is_taken(&id) {
                break id;
            }
        };
        self.next.insert(wanted.into_owned(), next);
        Cow::Owned(id)
    }

    pub(super) fn is_taken(&self, id: &str) -> bool {
        if self.index.is_empty() {
            self.all().any(|taken| taken == id)
        } else {
            self.index.contains(id)
        }
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        self.headings.iter().map(Heading::id).chain(self.others.iter().map(String::as_str))
    }

    /// Has an id found in the index, if there has to be one.
    fn keep(&mut self, id: &str) {
        if !self.index.is_empty() {
            self.index.insert(id.to_owned());
        } else if self.headings.len() + self.others.len() >= FEW {
            self.index = self.all().chain([id]).map(str::to_owned).collect();
        }
    }

    /// The headings, and the ids that none of them has.
    pub(super) fn into_lists(self) -> (Vec<Heading>, Vec<String>) {
        (self.headings, self.others)
    }
}

/// The id of a heading with this text: letters, digits and Han as they are (Latin in lower case), spaces as
/// `-`, punctuation dropped.
pub(super) fn id_of(text: &str) -> Cow<'_, str> {
    // Han are told at once; Unicode's tables are for the rest.
    let is_han = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
    let stays = |c: char| is_han(c) || matches!(c, '0'..='9' | 'a'..='z' | '_');
    let Some(end) = text.find(|c| !stays(c)) else {
        return if text.is_empty() { "section".into() } else { text.into() };
    };
    let (same, rest) = text.split_at(end);
    let mut id = String::with_capacity(text.len());
    id.push_str(same);
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
    if id.is_empty() { "section".into() } else { id.into() }
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
        check("3个_a级", "3个_a级");
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
        assert_eq!(anchors.into_lists().1, ["a", "a-2", "a-3", "b", "b-2"]);
    }

    #[test]
    fn ids_of_headings_and_others_are_told_apart() {
        let heading = |text: &str, own_id: Option<&str>| Heading {
            level: 2,
            text: text.into(),
            own_id: own_id.map(str::to_owned),
        };
        for others in [0, FEW] {
            let mut anchors = Anchors::default();
            (0..others).for_each(|n| assert!(anchors.claim(&format!("o{n}"))));
            anchors.head(heading("甲", None));
            anchors.head(heading("乙", Some("b")));
            assert!(["甲", "b"].into_iter().all(|id| !anchors.claim(id)));
            assert!(anchors.claim("乙"));
            assert_eq!(anchors.free("甲".into()), "甲-2");
            let (headings, others) = anchors.into_lists();
            assert!(headings.iter().map(Heading::id).eq(["甲", "b"]));
            assert_eq!(others.last().map(String::as_str), Some("乙"));
        }
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
