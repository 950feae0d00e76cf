//! JSON, written field by field into one string.

use std::fmt::Write as _;

use crate::escape;

/// An object or a list in the making. Nothing is held but its text.
pub struct Json {
    out: String,
    escape: fn(&str, &mut String),
}

impl Json {
    /// The beginning of an object for a file of about so many bytes.
    pub fn file(room: usize) -> Json {
        let mut out = String::with_capacity(room);
        out.push('{');
        Json { out, escape: escape::json }
    }

    /// The beginning of an object for a `<script>` of a page, where no tag may begin, at the end of
    /// `html`.
    pub fn script(mut html: String) -> Json {
        html.push('{');
        Json { out: html, escape: escape::json_in_html }
    }

    /// The whole text, closed.
    pub fn finish(mut self) -> String {
        self.out.push('}');
        self.out
    }

    pub fn text(&mut self, key: &'static str, value: &str) {
        self.joined(key, [value]);
    }

    /// A text that other fields or elements have too.
    pub fn known(&mut self, key: &'static str, value: escape::Text) {
        self.open(key, "\":\"");
        value.write(self.escape, &mut self.out);
        self.out.push('"');
    }

    /// A text of letters, in which nothing is to be escaped.
    pub fn word(&mut self, key: &'static str, word: &'static str) {
        self.open(key, "\":\"");
        self.out.push_str(word);
        self.out.push('"');
    }

    /// A text in pieces.
    pub fn joined<const N: usize>(&mut self, key: &'static str, pieces: [&str; N]) {
        self.open(key, "\":\"");
        pieces.iter().for_each(|piece| (self.escape)(piece, &mut self.out));
        self.out.push('"');
    }

    pub fn optional(&mut self, key: &'static str, value: Option<&str>) {
        value.into_iter().for_each(|value| self.text(key, value));
    }

    /// A value that is JSON already, in pieces.
    pub fn raw<const N: usize>(&mut self, key: &'static str, value: [&str; N]) {
        self.key(key);
        self.out.extend(value);
    }

    pub fn number(&mut self, key: &'static str, value: u32) {
        self.key(key);
        // Writing to a text cannot fail.
        let _ = write!(self.out, "{value}");
    }

    pub fn object(&mut self, key: &'static str, write: impl FnOnce(&mut Json)) {
        self.key(key);
        self.braces(write);
    }

    /// A list of objects.
    pub fn list<T>(
        &mut self,
        key: &'static str,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Json, T),
    ) {
        self.key(key);
        self.out.push('[');
        for item in items {
            self.comma();
            self.braces(|json| write(json, item));
        }
        self.out.push(']');
    }

    /// A list of objects, of which all but the last are JSON already: `first` is one at least.
    pub fn continued(&mut self, key: &'static str, first: &str, last: impl FnOnce(&mut Json)) {
        self.key(key);
        self.out.extend(["[", first, ","]);
        self.braces(last);
        self.out.push(']');
    }

    /// A list of texts; no field where there is none.
    pub fn texts<'a>(&mut self, key: &'static str, texts: impl IntoIterator<Item = &'a str>) {
        let mut texts = texts.into_iter().peekable();
        if texts.peek().is_none() {
            return;
        }
        self.key(key);
        self.out.push('[');
        for text in texts {
            self.comma();
            self.out.push('"');
            (self.escape)(text, &mut self.out);
            self.out.push('"');
        }
        self.out.push(']');
    }

    /// An object of the list at hand, or of one that was opened as text.
    fn braces(&mut self, write: impl FnOnce(&mut Json)) {
        self.out.push('{');
        write(self);
        self.out.push('}');
    }

    fn key(&mut self, key: &str) {
        self.open(key, "\":");
    }

    /// The key of a field, and what stands between it and the value. Inlined, for that is a sign or two, and
    /// they are written at once where the compiler knows them.
    #[inline]
    fn open(&mut self, key: &str, then: &str) {
        self.comma();
        self.out.push('"');
        self.out.push_str(key);
        self.out.push_str(then);
    }

    /// No value ends in one of these signs, for texts end in a quote.
    fn comma(&mut self) {
        if !matches!(self.out.as_bytes().last(), Some(b'{' | b'[')) {
            self.out.push(',');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_stand_between_values_only() {
        let mut json = Json::file(0);
        json.text("a", "[{");
        json.optional("none", None);
        json.object("b", |_| {});
        json.texts("none", []);
        json.texts("c", ["{", "x"]);
        json.list("d", [1, 2], |json, n| json.number("n", n));
        json.list("e", [0; 0], |json, n| json.number("n", n));
        json.joined("f", ["a/", "\"b"]);
        json.raw("g", ["[", "{}", "]"]);
        json.word("h", "Word");
        json.continued("i", "{},{}", |json| json.number("n", 3));
        let lists = r#"{"a":"[{","b":{},"c":["{","x"],"d":[{"n":1},{"n":2}],"e":[]"#;
        let wanted =
            format!(r#"{lists},"f":"a/\"b","g":[{{}}],"h":"Word","i":[{{}},{{}},{{"n":3}}]}}"#);
        assert_eq!(json.finish(), wanted);
    }
}
