//! Typed reading of a YAML map: each field asked for once, every mistake collected.

mod faults;
mod read;
mod unknown;

use std::ops::Range;

use super::node::{Key, Node, Value};
use super::shape::{Form, Shape};
use super::words::Words;
use crate::diag::{Diagnostic, FileId, Span};
use faults::Expected;

/// The spellings of a choice and what they mean, as in `(&["draft", "草稿"], Status::Draft)`.
/// The first spelling is the one that docs show, the second what an editor is told.
pub type Choice<T> = (&'static [&'static str], T);

/// The fields of one map, taken one by one. What is left when [`Fields::finish`] is called was
/// unknown; the keys asked for are what an unknown key is compared with.
pub struct Fields<'a> {
    file: FileId,
    text: &'a str,
    words: Words,
    /// Where the map as a whole is shown: its key, or the fence above it.
    place: Range<usize>,
    /// The key that the map stands under.
    parent: Option<Key<'a>>,
    entries: Vec<Entry<'a>>,
    /// The bits of their keys, see [`bit_of`].
    bits: u64,
    asked: Vec<&'static str>,
    /// Keys that were not found. A misspelt key that is left over explains one of them.
    missing: Vec<(&'static str, Diagnostic)>,
    /// Nothing could be read of it, and that has been told: nothing is missing.
    broken: bool,
    diags: Vec<Diagnostic>,
    /// What is asked for, when that is all that one wants to know.
    shape: Option<Shape>,
}

struct Entry<'a> {
    key: Key<'a>,
    node: Option<Node<'a>>,
    state: State,
    asked: bool,
}

/// The entry that a value was taken from.
#[derive(Clone, Copy)]
struct Taken(usize);

/// A bit for a key. Most keys that are asked for are not there, and that is told by their bits without a look at
/// those that are.
fn bit_of(key: &str) -> u64 {
    let first = key.as_bytes().first().copied().unwrap_or_default();
    1 << ((usize::from(first) + 5 * key.len()) % 64)
}

/// Room for the keys that a record of most kinds is asked for.
const KEYS: usize = 24;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Given,
    /// `key:` with nothing after it.
    Blank,
    /// Told already.
    Broken,
}

impl<'a> Fields<'a> {
    /// Opens `node` as a map; what is no map is an error and reads as an empty one.
    pub fn new(
        file: FileId,
        text: &'a str,
        node: Node<'a>,
        place: Range<usize>,
        words: Words,
    ) -> Self {
        Fields::open((file, text, words), node, place, None)
    }

    fn open(
        (file, text, words): (FileId, &'a str, Words),
        node: Node<'a>,
        place: Range<usize>,
        parent: Option<Key<'a>>,
    ) -> Self {
        let mut fields = Fields {
            file,
            text,
            words,
            place,
            parent,
            entries: vec![],
            bits: 0,
            asked: Vec::with_capacity(KEYS),
            missing: vec![],
            broken: false,
            diags: vec![],
            shape: None,
        };
        match node.value {
            Value::Map(entries) => fields.admit(entries),
            Value::Null => {}
            Value::Broken => fields.broken = true,
            _ => {
                fields.broken = true;
                let place = fields.place.clone();
                let diag = fields.no_map(&place, &node);
                fields.diags.push(diag);
            }
        }
        fields
    }

    /// Runs `read` over nothing, and tells what it asked for.
    pub fn shape_of<T>(words: Words, read: impl FnOnce(&mut Fields) -> T) -> Shape {
        let nothing = Node { value: Value::Null, range: 0..0 };
        let mut fields = Fields::new(FileId(0), "", nothing, 0..0, words);
        fields.shape = Some(Shape::default());
        read(&mut fields);
        fields.shape.unwrap_or_default()
    }

    /// Says what form the value of a key has, beyond what its reading tells.
    pub fn note(&mut self, key: &'static str, form: impl FnOnce() -> Form) {
        if let Some(shape) = &mut self.shape {
            shape.note(key, form());
        }
    }

    /// The same for a value that is a map, or a list of maps, read by `read`.
    fn note_map<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Fields) -> T,
        form: impl FnOnce(Shape) -> Form,
    ) {
        if self.shape.is_some() {
            let inner = Fields::shape_of(self.words, read);
            self.note(key, || form(inner));
        }
    }

    fn admit(&mut self, entries: Vec<(Key<'a>, Node<'a>)>) {
        self.entries.reserve_exact(entries.len());
        for (key, node) in entries {
            let first = self.entries.iter().find(|entry| entry.key.name == key.name);
            if let Some(first) = first.map(|entry| entry.key.range.clone()) {
                let diag = self.twice(&key, first);
                self.diags.push(diag);
                continue;
            }
            let state = match node.value {
                Value::Null => State::Blank,
                Value::Broken => State::Broken,
                _ => State::Given,
            };
            self.bits |= bit_of(&key.name);
            self.entries.push(Entry { key, node: Some(node), state, asked: false });
        }
    }

    pub fn file(&self) -> FileId {
        self.file
    }

    /// Adds a mistake that the caller found in a value.
    pub fn report(&mut self, diag: Diagnostic) {
        self.diags.push(diag);
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    fn entry(&self, key: &str) -> Option<&Entry<'a>> {
        self.place(key).map(|at| &self.entries[at])
    }

    /// The place of `key` among the entries.
    fn place(&self, key: &str) -> Option<usize> {
        if self.bits & bit_of(key) == 0 {
            return None;
        }
        self.entries.iter().position(|entry| entry.key.name == key)
    }

    /// The value of `key`; nothing also where it is blank or was told of already.
    fn take(&mut self, key: &'static str) -> Option<(Taken, Node<'a>)> {
        self.asked.push(key);
        let at = self.place(key)?;
        let entry = &mut self.entries[at];
        entry.asked = true;
        let node = entry.node.take().filter(|_| entry.state == State::Given)?;
        Some((Taken(at), node))
    }

    fn key(&self, Taken(at): Taken) -> &Key<'a> {
        &self.entries[at].key
    }

    /// All keys that were asked for.
    fn asked(&self) -> Vec<&'static str> {
        let mut all = Vec::with_capacity(self.asked.len());
        for key in &self.asked {
            if !all.contains(key) {
                all.push(*key);
            }
        }
        all
    }

    /// Where the field `key` was written, if it was.
    pub fn place_of(&self, key: &str) -> Option<Span> {
        self.entry(key).map(|entry| self.span(entry.key.range.clone()))
    }

    /// Whether `key` is not there, or blank. One that could not be read is not wanting.
    pub fn lacks(&self, key: &str) -> bool {
        // A line that could not be read may have been this key's.
        let unread =
            self.broken || self.entry("").is_some_and(|entry| entry.state == State::Broken);
        match self.entry(key) {
            Some(entry) => entry.state == State::Blank,
            None => !unread,
        }
    }

    /// Reports that the field `key` is wanting, if it is.
    pub fn require(&mut self, key: &'static str) {
        if let Some(shape) = &mut self.shape {
            shape.require(key);
        }
        if self.lacks(key) {
            let diag = self.wanting(key);
            self.missing.push((key, diag));
        }
    }

    /// Reports that all of `keys` are wanting, by the last of them, if they are.
    pub fn require_one(&mut self, keys: &'static [&'static str]) {
        if let Some(shape) = &mut self.shape {
            shape.one_of.push(keys);
            return;
        }
        if let Some(last) = keys.last().filter(|_| keys.iter().all(|key| self.lacks(key))) {
            self.require(last);
        }
    }

    fn wrong_type(&mut self, taken: Taken, node: &Node, expected: Expected) {
        let diags = self.wrong(self.key(taken), node, expected);
        self.diags.extend(diags);
    }

    /// Everything that was wrong, unknown keys included.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        let left: Vec<Key> = self
            .entries
            .iter()
            .filter(|entry| !entry.asked)
            .filter(|entry| !(entry.key.name.is_empty() && entry.state == State::Broken))
            .map(|entry| entry.key.clone())
            .collect();
        for key in left {
            let (diag, meant) = self.unknown(&key);
            self.missing.retain(|(missing, _)| Some(*missing) != meant);
            self.diags.push(diag);
        }
        self.diags.extend(self.missing.into_iter().map(|(_, diag)| diag));
        self.diags
    }
}
