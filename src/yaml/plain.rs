//! Plain YAML, straight from the text: a [`Node`], or nothing at all where the reading is not certain.
//!
//! Plain is a map whose lines are `key: value`, `key: [a, b]`, `key: { a: b }`, `- item`, or a key
//! with such lines below it, further to the right; values are words, numbers, `true` and `false`, or stand in quotes
//! without escapes; comments may stand behind anything. Almost every front matter is that, and the
//! YAML library takes ten times as long for it. Everything else is left to the library: values over
//! several lines, tabs, empty values, and whatever YAML might understand in two ways.

use std::borrow::Cow;
use std::ops::Range;

use super::node::{Key, Node, Value};
use signs::{Scan, Sign};

mod signs;

/// Texts beyond this are left to the library, which counts values. A value has two bytes at least.
const LONGEST: usize = 16 * 1024;
/// Maps and lists in each other; the library allows more.
const DEEPEST: usize = 8;
/// The library allows more, in characters.
const LONGEST_KEY: usize = 256;
/// Digits of a number that is certain to fit.
const MOST_DIGITS: usize = 18;
/// The mark of the byte order, before the first line.
const MARK: char = '\u{feff}';
/// Keys of a usual map, items of a usual list.
const KEYS: usize = 8;
const ITEMS: usize = 2;

/// The tree of `yaml`, which begins at `base` in its file.
pub(super) fn read(yaml: &str, base: usize) -> Option<Node<'_>> {
    if yaml.len() > LONGEST {
        return None;
    }
    let at = if yaml.starts_with(MARK) { MARK.len_utf8() } else { 0 };
    if !signs::are_plain(&yaml[at..]) {
        return None;
    }
    let mut reader = Reader { text: yaml, bytes: yaml.as_bytes(), base, at, line: None };
    reader.next_line()?;
    reader.line.filter(|line| line.indent == 0 && !line.dashed)?;
    let node = reader.map(0, 1)?;
    reader.line.is_none().then_some(node)
}

/// A line that is more than space and comment.
#[derive(Clone, Copy)]
struct Line {
    /// Where it begins, and the spaces there.
    begin: usize,
    indent: usize,
    /// Whether the dash of an item follows.
    dashed: bool,
}

/// The way through the text. Every step answers nothing where the text is not plain.
struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    base: usize,
    at: usize,
    /// The line whose content stands at `at`; nothing at the end.
    line: Option<Line>,
}

impl<'a> Reader<'a> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    fn range(&self, start: usize, end: usize) -> Range<usize> {
        self.base + start..self.base + end
    }

    fn is_dash(&self, at: usize) -> bool {
        self.byte(at) == Some(b'-') && self.byte(at + 1) == Some(b' ')
    }

    fn skip_spaces(&mut self) {
        while self.byte(self.at) == Some(b' ') {
            self.at += 1;
        }
    }

    /// Goes to the content of the next line, which begins at `at`.
    fn next_line(&mut self) -> Option<()> {
        loop {
            let begin = self.at;
            self.skip_spaces();
            match self.byte(self.at) {
                None => {
                    self.line = None;
                    return Some(());
                }
                Some(b'\n' | b'\r' | b'#') => self.end_line()?,
                Some(_) => {
                    let dashed = self.is_dash(self.at);
                    self.line = Some(Line { begin, indent: self.at - begin, dashed });
                    return Some(());
                }
            }
        }
    }

    /// Goes behind the line's end; only a comment may stand before it.
    fn end_line(&mut self) -> Option<()> {
        if self.byte(self.at) == Some(b'#') {
            self.at = signs::line_end(self.bytes, self.at);
        }
        self.at += match (self.byte(self.at), self.byte(self.at + 1)) {
            (None, _) => 0,
            (Some(b'\n'), _) => 1,
            (Some(b'\r'), Some(b'\n')) => 2,
            _ => return None,
        };
        Some(())
    }

    /// What follows a value on its line, and on to the next line.
    fn end_value(&mut self) -> Option<()> {
        let end = self.at;
        self.skip_spaces();
        if self.byte(self.at) == Some(b'#') && self.at == end {
            return None;
        }
        self.end_line()?;
        self.next_line()
    }

    /// The map whose first key stands at `at`, in column `indent`.
    fn map(&mut self, indent: usize, depth: usize) -> Option<Node<'a>> {
        let range = self.range(self.at, self.at);
        let mut entries = Vec::with_capacity(KEYS);
        loop {
            let key = self.key()?;
            entries.push((key, self.value(indent, depth)?));
            match self.line {
                Some(line) if line.indent == indent => {}
                Some(line) if line.indent > indent => return None,
                _ => return Some(Node { value: Value::Map(entries), range }),
            }
        }
    }

    /// The key at `at`, and on behind its colon.
    fn key(&mut self) -> Option<Key<'a>> {
        let (name, range) = self.key_ahead()?;
        let name = Cow::Borrowed(self.text.get(name)?);
        self.at = range.end + 1;
        Some(Key { name, range: self.range(range.start, range.end) })
    }

    /// Where the name of the key at `at` lies, and the key with its quotes.
    fn key_ahead(&self) -> Option<(Range<usize>, Range<usize>)> {
        let start = self.at;
        let (name, end) = match self.byte(start)? {
            b'"' | b'\'' => {
                let end = signs::quote_end(self.bytes, start)?;
                (start + 1..end - 1, end)
            }
            _ => {
                let end = signs::key_end(self.bytes, start)?;
                (start..end, end)
            }
        };
        let certain = name.len() <= LONGEST_KEY
            && signs::is_colon(self.bytes, end)
            && !(matches!(name.len(), 0 | 4 | 5) && is_special(self.text.get(name.clone())?));
        certain.then_some((name, start..end))
    }

    /// The value of a key in column `indent`: behind its colon or below it.
    fn value(&mut self, indent: usize, depth: usize) -> Option<Node<'a>> {
        self.skip_spaces();
        if !matches!(self.byte(self.at), None | Some(b'\n' | b'\r' | b'#')) {
            return self.inline(depth);
        }
        self.end_line()?;
        self.next_line()?;
        let below = self.line.filter(|_| depth < DEEPEST)?;
        match below.dashed {
            true if below.indent >= indent => {
                self.list(below.indent, below.indent == indent, depth + 1)
            }
            false if below.indent > indent => self.map(below.indent, depth + 1),
            _ => None,
        }
    }

    /// The list whose first dash stands at `at`, in column `indent`; perhaps that is its key's own.
    fn list(&mut self, indent: usize, below_key: bool, depth: usize) -> Option<Node<'a>> {
        let mut items = Vec::new();
        let mut start = self.at;
        loop {
            self.at += 1;
            self.skip_spaces();
            // To the library such a list begins behind the dash.
            if below_key && items.is_empty() {
                start = self.at;
            }
            items.push(self.item(depth)?);
            if self.line.is_none_or(|line| !line.dashed || line.indent != indent) {
                let range = self.range(start, start);
                return Some(Node { value: Value::List(items), range });
            }
        }
    }

    /// An item of a list: a value, or a map or list that begins on the dash's line.
    fn item(&mut self, depth: usize) -> Option<Node<'a>> {
        let column = self.at - self.line?.begin;
        let dashed = self.is_dash(self.at);
        if !dashed && self.key_ahead().is_none() {
            return self.inline(depth);
        }
        match dashed {
            _ if depth == DEEPEST => None,
            true => self.list(column, false, depth + 1),
            false => self.map(column, depth + 1),
        }
    }

    /// A value on one line, and on to the next line.
    fn inline(&mut self, depth: usize) -> Option<Node<'a>> {
        let node = match self.byte(self.at)? {
            b'[' => self.brackets(depth + 1)?,
            b'{' => self.braces(depth + 1)?,
            b'"' | b'\'' => self.quoted()?,
            _ => {
                let Scan { end, sign: Sign::End } = signs::block_text(self.bytes, self.at)? else {
                    return None;
                };
                self.word(end)?
            }
        };
        self.end_value()?;
        Some(node)
    }

    /// `[a, "b"]`.
    fn brackets(&mut self, depth: usize) -> Option<Node<'a>> {
        let range = self.range(self.at, self.at + 1);
        let mut items = Vec::with_capacity(ITEMS);
        let mut more = self.opens(b']', depth)?;
        while more {
            items.push(self.part(depth)?);
            more = self.goes_on(b']')?;
        }
        Some(Node { value: Value::List(items), range })
    }

    /// `{ a: b, c: [d] }`.
    fn braces(&mut self, depth: usize) -> Option<Node<'a>> {
        let range = self.range(self.at, self.at + 1);
        let mut entries = Vec::with_capacity(ITEMS);
        let mut more = self.opens(b'}', depth)?;
        while more {
            let key = self.key()?;
            self.skip_spaces();
            entries.push((key, self.part(depth)?));
            more = self.goes_on(b'}')?;
        }
        Some(Node { value: Value::Map(entries), range })
    }

    /// A value inside brackets or braces.
    fn part(&mut self, depth: usize) -> Option<Node<'a>> {
        match self.byte(self.at)? {
            b'"' | b'\'' => self.quoted(),
            b'[' => self.brackets(depth + 1),
            b'{' => self.braces(depth + 1),
            _ => self.word(signs::part_end(self.bytes, self.at)?),
        }
    }

    /// Goes on behind the sign that opens; tells whether anything is before the one that closes.
    fn opens(&mut self, close: u8, depth: usize) -> Option<bool> {
        if depth > DEEPEST {
            return None;
        }
        self.at += 1;
        self.skip_spaces();
        let empty = self.byte(self.at)? == close;
        self.at += usize::from(empty);
        Some(!empty)
    }

    /// Goes on behind the comma or the sign that closes; tells which it was.
    fn goes_on(&mut self, close: u8) -> Option<bool> {
        self.skip_spaces();
        let sign = self.byte(self.at)?;
        self.at += 1;
        if sign != b',' {
            return (sign == close).then_some(false);
        }
        self.skip_spaces();
        Some(true)
    }

    fn quoted(&mut self) -> Option<Node<'a>> {
        let (start, end) = (self.at, signs::quote_end(self.bytes, self.at)?);
        self.at = end;
        let text = self.text.get(start + 1..end - 1)?;
        Some(Node { value: Value::Text(text.to_owned()), range: self.range(start, end) })
    }

    /// What stands without quotes up to `end`.
    fn word(&mut self, end: usize) -> Option<Node<'a>> {
        let start = self.at;
        self.at = end;
        let value = typed(self.text.get(start..end)?)?;
        Some(Node { value, range: self.range(start, end) })
    }
}

/// What a word without quotes means: a text, unless it looks like something else.
fn typed(word: &str) -> Option<Value<'static>> {
    let text = || Value::Text(word.to_owned());
    match word.as_bytes().first()? {
        b'0'..=b'9' => number(word),
        b'a'..=b'z' | b'A'..=b'Z' => match word {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            _ => (!is_special(word)).then(text),
        },
        b'_' | b'/' | b'(' | 0x80.. => Some(text()),
        _ => None,
    }
}

/// Words that may mean something else, in one spelling or another.
fn is_special(word: &str) -> bool {
    let special = ["true", "false", "null"];
    word.is_empty() || word.len() <= 5 && special.iter().any(|s| word.eq_ignore_ascii_case(s))
}

/// A whole number as everyone writes it, or a text that no way to write numbers knows: a date.
fn number(word: &str) -> Option<Value<'static>> {
    let bytes = word.as_bytes();
    if bytes.iter().all(u8::is_ascii_digit) {
        let certain = bytes.len() <= MOST_DIGITS && (bytes == b"0" || bytes.first() != Some(&b'0'));
        return if certain { word.parse().ok().map(Value::Int) } else { None };
    }
    let numeric = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'+' | b'-');
    let exponent = |b: &u8| matches!(b, b'e' | b'E');
    let text = !bytes.iter().all(numeric) || bytes.contains(&b'-') && !bytes.iter().any(exponent);
    text.then(|| Value::Text(word.to_owned()))
}
