//! The common case of a YAML text, read at two thirds of the price: every value is a text, a list or a
//! map, and every text stands in the source as it is. Then its place is where it lies, and the
//! library need not be asked for places one by one.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::node::{Key, Node, Value};

/// A tree whose texts lie in the source.
pub(super) enum Plain<'de> {
    Text(&'de str),
    List(Vec<Plain<'de>>),
    Map(Vec<(Plain<'de>, Plain<'de>)>),
    /// Anything else: a number, nothing at all, a text with escapes or folded lines.
    Other,
}

/// The tree of `yaml` with places in the whole file, where `yaml` begins at `base`; `None` when
/// some value in it is not of the common kind.
pub(super) fn place(plain: &Plain, yaml: &str, base: usize) -> Option<Node> {
    // A map in braces begins there; one that may span lines cannot be told by its first key.
    if yaml.contains('{') {
        return None;
    }
    Placing { yaml, base }.node(plain)
}

struct Placing<'a> {
    yaml: &'a str,
    base: usize,
}

impl Placing<'_> {
    fn node(&self, plain: &Plain) -> Option<Node> {
        match plain {
            Plain::Text(text) => {
                let range = self.range(text)?;
                Some(Node { value: Value::Text((*text).to_owned()), range })
            }
            Plain::List(items) => {
                let items = items.iter().map(|item| self.node(item)).collect::<Option<Vec<_>>>()?;
                let first = items.first()?.range.start;
                let range = self.sign_before(first, '[').or_else(|| self.dashed(first))?;
                Some(Node { value: Value::List(items), range })
            }
            Plain::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| self.entry(key, value));
                let entries = entries.collect::<Option<Vec<_>>>()?;
                let first = entries.first()?.0.range.start;
                Some(Node { value: Value::Map(entries), range: first..first })
            }
            Plain::Other => None,
        }
    }

    fn entry(&self, key: &Plain, value: &Plain) -> Option<(Key, Node)> {
        let Plain::Text(name) = key else { return None };
        Some((Key { name: (*name).to_owned(), range: self.range(name)? }, self.node(value)?))
    }

    /// Where a text lies, with its quotes if it has any.
    fn range(&self, text: &str) -> Option<Range<usize>> {
        let start = (text.as_ptr() as usize).checked_sub(self.yaml.as_ptr() as usize)?;
        let end = start + text.len();
        if self.yaml.get(start..end) != Some(text) {
            return None;
        }
        let quoted = self.yaml[..start].ends_with(['"', '\'']);
        let quote = usize::from(quoted);
        Some(self.base + start - quote..self.base + end + quote)
    }

    /// The sign on the same line that opens what begins at `start`.
    fn sign_before(&self, start: usize, sign: char) -> Option<Range<usize>> {
        let head = self.yaml.get(..start.checked_sub(self.base)?)?.trim_end_matches(' ');
        let at = self.base + head.strip_suffix(sign)?.len();
        Some(at..at + 1)
    }

    /// The place of a list whose first item stands behind a dash, at `start`.
    fn dashed(&self, start: usize) -> Option<Range<usize>> {
        self.sign_before(start, '-').map(|_| start..start)
    }
}

impl<'de> Deserialize<'de> for Plain<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PlainVisitor)
    }
}

struct PlainVisitor;

impl<'de> Visitor<'de> for PlainVisitor {
    type Value = Plain<'de>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Plain<'de>, E> {
        Ok(Plain::Text(text))
    }

    fn visit_str<E>(self, _: &str) -> Result<Plain<'de>, E> {
        Ok(Plain::Other)
    }

    fn visit_unit<E>(self) -> Result<Plain<'de>, E> {
        Ok(Plain::Other)
    }

    fn visit_none<E>(self) -> Result<Plain<'de>, E> {
        Ok(Plain::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Plain<'de>, E> {
        Ok(Plain::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Plain<'de>, E> {
        Ok(Plain::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Plain<'de>, E> {
        Ok(Plain::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Plain<'de>, E> {
        Ok(Plain::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Plain<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Plain::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Plain<'de>, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Plain::Map(entries))
    }
}
