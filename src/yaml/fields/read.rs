//! Reading fields by type.

use super::{Choice, Expected, Fields, State, Taken};
use crate::diag::Diagnostic;
use crate::yaml::node::{Key, Node, Value};
use crate::yaml::typing::dash_without_space;
use crate::yaml::{At, Form, Place, explain, typing};

impl<'a> Fields<'a> {
    /// A text on one or more lines, without the space around it. Numbers and dates written without
    /// quotes are text as written.
    pub fn text(&mut self, key: &'static str) -> Option<At<String>> {
        self.note(key, || Form::Text);
        let (key, node) = self.take(key)?;
        self.scalar_of(key, node)
    }

    /// The text of a scalar, telling where it is none.
    fn scalar_of(&mut self, key: Taken, node: Node<'a>) -> Option<At<String>> {
        self.scalar(node).unwrap_or_else(|node| {
            self.wrong_type(key, &node, Expected::Text);
            None
        })
    }

    /// The text of a scalar, if there is one.
    ///
    /// # Errors
    /// The node is no scalar.
    fn scalar<'n>(&self, node: Node<'n>) -> Result<Option<At<String>>, Node<'n>> {
        let at = at(&node);
        match node.value {
            Value::Text(text) => Ok(Some(at.map(|()| trimmed(text)))),
            Value::Bool(_) | Value::Int(_) | Value::Float(_) => {
                let raw = self.text.get(node.range).unwrap_or_default().to_owned();
                Ok(Some(at.map(|()| raw)))
            }
            Value::Null | Value::Broken => Ok(None),
            Value::List(_) | Value::Map(_) => Err(node),
        }
    }

    /// A text that must be there and must not be blank.
    pub fn required(&mut self, key: &'static str) -> Option<At<String>> {
        let found = self.text(key);
        let blank = found.as_ref().is_some_and(|text| text.value.is_empty());
        if blank && let Some(entry) = self.entries.iter_mut().find(|entry| entry.key.name == key) {
            entry.state = State::Blank;
        }
        self.require(key);
        found.filter(|_| !blank)
    }

    /// `true` or `false`; 是 and 否 are understood.
    pub fn flag(&mut self, key: &'static str) -> Option<bool> {
        self.note(key, || Form::Flag);
        let (key, node) = self.take(key)?;
        match &node.value {
            Value::Bool(b) => return Some(*b),
            Value::Text(s) if matches!(s.trim(), "是" | "true") => return Some(true),
            Value::Text(s) if matches!(s.trim(), "否" | "false") => return Some(false),
            _ => {}
        }
        self.wrong_type(key, &node, Expected::Flag);
        None
    }

    /// A whole number.
    pub fn int(&mut self, key: &'static str) -> Option<At<i64>> {
        self.note(key, || Form::Int);
        let (key, node) = self.take(key)?;
        match node.value {
            Value::Int(n) => return Some(at(&node).map(|()| n)),
            // `007` is a float to the YAML library; a whole number to an editor.
            Value::Float(n) if n.fract() == 0.0 && n.abs() < 1e15 => {
                return Some(at(&node).map(|()| n as i64));
            }
            _ => {}
        }
        self.wrong_type(key, &node, Expected::Int);
        None
    }

    /// One of a closed set of words.
    pub fn choice<T: Copy>(&mut self, key: &'static str, choices: &[Choice<T>]) -> Option<T> {
        let found = self.text(key);
        self.note(key, || Form::Choice(choices.iter().map(|(names, _)| *names).collect()));
        let found = found?;
        let word = found.value.as_str();
        if let Some((_, value)) = choices.iter().find(|(names, _)| names.contains(&word)) {
            return Some(*value);
        }
        let names: Vec<&[&str]> = choices.iter().map(|(names, _)| *names).collect();
        let diag = self.unknown_value(key, word, &names).at(found.span(self.file));
        self.diags.push(diag);
        None
    }

    /// A list of texts; a single text is a list of one.
    pub fn texts(&mut self, key: &'static str) -> Vec<At<String>> {
        self.note(key, || Form::Texts);
        let Some((key, node)) = self.take(key) else {
            return vec![];
        };
        match node.value {
            Value::List(items) => {
                let mut last = self.key(key).range.end;
                let mut texts = Vec::with_capacity(items.len());
                for item in items {
                    let end = item.range.end;
                    texts.extend(self.item(key, item, last));
                    last = last.max(end);
                }
                texts
            }
            Value::Map(_) => {
                self.wrong_type(key, &node, Expected::Texts);
                vec![]
            }
            Value::Text(_) => match self.slip_in_item(&node) {
                Some(slip) => {
                    let diag = self.as_list(slip, self.key(key), &node);
                    self.diags.push(diag);
                    vec![]
                }
                None => self.scalar_of(key, node).into_iter().collect(),
            },
            _ => self.scalar_of(key, node).into_iter().collect(),
        }
    }

    /// One item; `last` is where the one before it ends.
    fn item(&mut self, key: Taken, node: Node<'a>, last: usize) -> Option<At<String>> {
        let slip = match &node.value {
            Value::Null => Some(self.empty_item(self.key(key), last)),
            Value::Text(_) => self.slip_in_item(&node),
            _ => None,
        };
        if slip.is_none() {
            return self.scalar_of(key, node);
        }
        self.diags.extend(slip);
        None
    }

    /// Signs of a Chinese keyboard that make one item of several, or a text of a list.
    fn slip_in_item(&self, node: &Node) -> Option<Diagnostic> {
        let written = self.text.get(node.range.clone())?;
        if written.starts_with(['"', '\'', '|', '>']) {
            return None;
        }
        if written.is_ascii() && !written.starts_with('-') {
            return None;
        }
        let place = Place { file: self.file, text: self.text, base: 0 };
        let start = node.range.start;
        let sign = |signs: &[char]| {
            let at = start + written.find(signs)?;
            Some(at..at + '，'.len_utf8())
        };
        if written.starts_with(['［', '【']) && written.ends_with(['］', '】']) {
            return Some(self.wide_bracket(node));
        }
        if dash_without_space(written) && self.text[..start].trim_end_matches(' ').ends_with('\n') {
            return Some(typing::no_space(place, start..start + 1, "-", "- …"));
        }
        sign(&['，', '、']).map(|at| explain::wide_comma(place, at))
    }

    /// A map under `key`, to be read and finished by `read`.
    pub fn map<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Fields) -> T) -> Option<T> {
        let Some((key, node)) = self.take(key) else {
            self.note_map(key, read, Form::Map);
            return None;
        };
        let node = self.only_map(key, node);
        Some(self.nested(key, node, read))
    }

    /// `node`, or a broken one in place of what is no map, which is told.
    fn only_map(&mut self, key: Taken, node: Node<'a>) -> Node<'a> {
        if matches!(node.value, Value::Map(_)) || !self.slips_in_map(&node).is_empty() {
            return node;
        }
        self.wrong_type(key, &node, Expected::Map);
        Node { value: Value::Broken, range: node.range }
    }

    /// Like [`Fields::map`], but a plain text is also understood.
    pub fn text_or_map<T>(
        &mut self,
        key: &'static str,
        from_text: impl FnOnce(At<String>) -> T,
        read: impl FnOnce(&mut Fields) -> T,
    ) -> Option<T> {
        let Some((key, node)) = self.take(key) else {
            self.note_map(key, read, Form::TextOrMap);
            return None;
        };
        if matches!(node.value, Value::Map(_)) {
            return Some(self.nested(key, node, read));
        }
        self.scalar_of(key, node).map(from_text)
    }

    /// A list of maps, each read and finished by `read`.
    pub fn maps<T>(&mut self, key: &'static str, mut read: impl FnMut(&mut Fields) -> T) -> Vec<T> {
        let Some((key, node)) = self.take(key) else {
            self.note_map(key, read, Form::Maps);
            return vec![];
        };
        let Value::List(items) = node.value else {
            self.wrong_type(key, &node, Expected::Maps);
            return vec![];
        };
        let mut last = self.key(key).range.end;
        let mut all = Vec::with_capacity(items.len());
        for item in items {
            if item.value == Value::Null {
                let diag = self.empty_item(self.key(key), last);
                self.diags.push(diag);
                continue;
            }
            last = last.max(item.range.start);
            all.push(self.nested(key, item, &mut read));
        }
        all
    }

    fn nested<T>(&mut self, key: Taken, node: Node<'a>, read: impl FnOnce(&mut Fields) -> T) -> T {
        let slips = self.slips_in_map(&node);
        let key = self.key(key);
        let place = self.begin_of(key, &node);
        let node = match slips.is_empty() {
            true => node,
            false => Node { value: Value::Broken, range: node.range },
        };
        let ground = (self.file, self.text, self.words);
        let mut inner = Fields::open(ground, node, place, Some(key.clone()));
        self.diags.extend(slips);
        let value = read(&mut inner);
        self.diags.extend(inner.finish());
        value
    }

    /// `name：张三` in place of a map, on each of its lines.
    fn slips_in_map(&self, node: &Node) -> Vec<Diagnostic> {
        let written = match node.value {
            Value::Text(_) => self.text.get(node.range.clone()).unwrap_or_default(),
            _ => return vec![],
        };
        let place = Place { file: self.file, text: self.text, base: 0 };
        let mut start = node.range.start;
        let mut slips = Vec::new();
        for line in written.split_inclusive('\n') {
            let indent = line.len() - line.trim_start().len();
            slips.extend(typing::key_slip(place, start + indent, line.trim()));
            start += line.len();
        }
        slips
    }

    /// A map whose keys are free and whose values are texts, in the order of the file.
    pub fn free_texts(&mut self, key: &'static str) -> Vec<(Key<'a>, At<String>)> {
        self.note(key, || Form::FreeTexts);
        let Some((name, node)) = self.take(key) else {
            return vec![];
        };
        let Value::Map(entries) = node.value else {
            self.wrong_type(name, &node, Expected::Map);
            return vec![];
        };
        let mut texts = Vec::with_capacity(entries.len());
        for (key, node) in entries {
            match self.scalar(node) {
                Ok(text) => texts.extend(text.map(|text| (key, text))),
                Err(node) => self.diags.extend(self.wrong(&key, &node, Expected::Text)),
            }
        }
        texts
    }

    /// Whatever map stands under `key`, as JSON text: huikan does not look inside.
    pub fn free(&mut self, key: &'static str) -> Option<String> {
        self.note(key, || Form::Free);
        let (name, node) = self.take(key)?;
        if !matches!(node.value, Value::Map(_)) {
            self.wrong_type(name, &node, Expected::Map);
            return None;
        }
        Some(node.to_json().to_string())
    }
}

/// `text` without the space around it.
fn trimmed(text: String) -> String {
    match text.trim() {
        whole if whole.len() == text.len() => text,
        part => part.to_owned(),
    }
}

fn at(node: &Node) -> At<()> {
    let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    At { value: (), start: clamp(node.range.start), end: clamp(node.range.end) }
}
