//! Prose in a cache, read as bytes.
//!
//! Enters and leaves: a text; it is written as its bytes are. The library would look at each letter of it
//! when it is read, and of what is kept of a record most is prose: here it is looked through in large steps.

use std::fmt;

use serde::de::{Deserializer, Error, Visitor};
use serde::ser::Serializer;

pub fn serialize<S: Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_bytes(text.as_bytes())
}

pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    from.deserialize_bytes(Prose)
}

struct Prose;

impl Visitor<'_> for Prose {
    type Value = String;

    fn expecting(&self, to: &mut fmt::Formatter) -> fmt::Result {
        to.write_str("the bytes of a text")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<String, E> {
        simdutf8::basic::from_utf8(bytes).map(str::to_owned).map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use crate::markdown::Outline;

    #[test]
    fn prose_reads_back_and_nothing_else_does() {
        let outline = Outline { summary: "商会。".into(), ..Outline::default() };
        let mut bytes = postcard::to_stdvec(&outline).unwrap();
        assert_eq!(postcard::from_bytes::<Outline>(&bytes).unwrap(), outline);
        let at = bytes.iter().position(|byte| *byte == "商".as_bytes()[0]).unwrap();
        bytes[at] = b'x';
        assert!(postcard::from_bytes::<Outline>(&bytes).is_err());
    }
}
