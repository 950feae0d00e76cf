//! The tree that a YAML text becomes, each value with its place.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;

/// One YAML value and the bytes it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct Node<'a> {
    pub value: Value<'a>,
    /// Bytes in the whole file. Empty for a list or map (the parser marks only where they begin).
    pub range: Range<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Node<'a>>),
    /// Entries in the order of the file; a key that stands twice is kept twice.
    Map(Vec<(Key<'a>, Node<'a>)>),
    /// Something was written here that could not be read; its mistake has been told.
    Broken,
}

/// A map's key and its bytes in the whole file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key<'a> {
    pub name: Cow<'a, str>,
    pub range: Range<usize>,
}

impl Node<'_> {
    /// The JSON of this value: what `extra` keys become in a template.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.value {
            Value::Null | Value::Broken => Json::Null,
            Value::Bool(b) => Json::Bool(*b),
            Value::Int(n) => Json::from(*n),
            Value::Float(n) => serde_json::Number::from_f64(*n).map_or(Json::Null, Json::Number),
            Value::Text(s) => Json::String(s.clone()),
            Value::List(items) => Json::Array(items.iter().map(Node::to_json).collect()),
            Value::Map(entries) => Json::Object(
                entries.iter().map(|(k, v)| (k.name.to_string(), v.to_json())).collect(),
            ),
        }
    }
}

/// The tree as the YAML library hands it over: places still relative to the text it was given.
pub(super) struct Raw(RawValue);

enum RawValue {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

/// Turns the library's tree into ours, shifting every place by `base` bytes.
pub(super) fn place(raw: Spanned<Raw>, base: usize) -> Node<'static> {
    let range = range_of(raw.referenced, base);
    let value = match raw.value.0 {
        RawValue::Null => Value::Null,
        RawValue::Bool(b) => Value::Bool(b),
        RawValue::Int(n) => Value::Int(n),
        RawValue::Float(n) => Value::Float(n),
        RawValue::Text(s) => Value::Text(s),
        RawValue::List(items) => Value::List(items.into_iter().map(|n| place(n, base)).collect()),
        RawValue::Map(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(k, v)| {
                    let range = range_of(k.referenced, base);
                    (Key { name: k.value.into(), range }, place(v, base))
                })
                .collect(),
        ),
    };
    Node { value, range }
}

fn range_of(location: serde_yaml::Location, base: usize) -> Range<usize> {
    let span = location.span();
    let start = base + span.byte_offset().map_or(0, |n| n as usize);
    start..start + span.byte_len().map_or(0, |n| n as usize)
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor).map(Raw)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = RawValue;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<RawValue, E> {
        Ok(RawValue::Null)
    }

    fn visit_none<E>(self) -> Result<RawValue, E> {
        Ok(RawValue::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<RawValue, D::Error> {
        d.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<RawValue, E> {
        Ok(RawValue::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<RawValue, E> {
        Ok(RawValue::Int(value))
    }

    // A number too large for an i64 is kept as a float; fields that want text read the source.
    fn visit_u64<E>(self, value: u64) -> Result<RawValue, E> {
        Ok(i64::try_from(value).map_or(RawValue::Float(value as f64), RawValue::Int))
    }

    fn visit_f64<E>(self, value: f64) -> Result<RawValue, E> {
        Ok(RawValue::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<RawValue, E> {
        Ok(RawValue::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<RawValue, E> {
        Ok(RawValue::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<RawValue, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(RawValue::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawValue, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(RawValue::Map(entries))
    }
}
