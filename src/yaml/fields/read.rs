//! Reading fields by type.

use super::{Choice, Expected, Fields, State};
use crate::diag::Diagnostic;
use crate::yaml::node::{Key, Node, Value};
use crate::yaml::typing::dash_without_space;
use crate::yaml::{At, Place, explain, typing};

impl Fields<'_> {
    /// A text on one or more lines, without the space around it. Numbers and dates written without
    /// quotes are text as written.
    pub fn text(&mut self, key: &'static str) -> Option<At<String>> {
        let (key, node) = self.take(key)?;
        self.scalar(&key, node)
    }

    fn scalar(&mut self, key: &Key, node: Node) -> Option<At<String>> {
        let at = at(&node);
        match &node.value {
            Value::Text(s) => Some(at.map(|()| s.trim().to_owned())),
            Value::Bool(_) | Value::Int(_) | Value::Float(_) => {
                let raw = self.text.get(node.range).unwrap_or_default().to_owned();
                Some(at.map(|()| raw))
            }
            Value::Null | Value::Broken => None,
            Value::List(_) | Value::Map(_) => {
                self.wrong_type(key, &node, Expected::Text);
                None
            }
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
        let (key, node) = self.take(key)?;
        match &node.value {
            Value::Bool(b) => return Some(*b),
            Value::Text(s) if matches!(s.trim(), "是" | "true") => return Some(true),
            Value::Text(s) if matches!(s.trim(), "否" | "false") => return Some(false),
            _ => {}
        }
        self.wrong_type(&key, &node, Expected::Flag);
        None
    }

    /// A whole number.
    pub fn int(&mut self, key: &'static str) -> Option<At<i64>> {
        let (key, node) = self.take(key)?;
        match node.value {
            Value::Int(n) => return Some(at(&node).map(|()| n)),
            // `007` is a float to the YAML library; a whole number to an editor.
            Value::Float(n) if n.fract() == 0.0 && n.abs() < 1e15 => {
                return Some(at(&node).map(|()| n as i64));
            }
            _ => {}
        }
        self.wrong_type(&key, &node, Expected::Int);
        None
    }

    /// One of a closed set of words.
    pub fn choice<T: Copy>(&mut self, key: &'static str, choices: &[Choice<T>]) -> Option<T> {
        let found = self.text(key)?;
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
        let Some((key, node)) = self.take(key) else {
            return vec![];
        };
        match node.value {
            Value::List(items) => {
                items.into_iter().filter_map(|item| self.item(&key, item)).collect()
            }
            Value::Map(_) => {
                self.wrong_type(&key, &node, Expected::Texts);
                vec![]
            }
            Value::Text(_) if self.slip_in_item(&node).is_some() => {
                let diag = self.slip_in_item(&node).map(|diag| self.as_list(diag, &key, &node));
                self.diags.extend(diag);
                vec![]
            }
            _ => self.scalar(&key, node).into_iter().collect(),
        }
    }

    fn item(&mut self, key: &Key, node: Node) -> Option<At<String>> {
        let slip = match &node.value {
            Value::Null => Some(self.empty_item(key, &node)),
            Value::Text(_) => self.slip_in_item(&node),
            _ => None,
        };
        if slip.is_none() {
            return self.scalar(key, node);
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
        let (key, node) = self.take(key)?;
        let node = self.only_map(&key, node);
        Some(self.nested(&key, node, read))
    }

    /// `node`, or a broken one in place of what is no map, which is told.
    fn only_map(&mut self, key: &Key, node: Node) -> Node {
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
        let (key, node) = self.take(key)?;
        if matches!(node.value, Value::Map(_)) {
            return Some(self.nested(&key, node, read));
        }
        self.scalar(&key, node).map(from_text)
    }

    /// A list of maps, each read and finished by `read`.
    pub fn maps<T>(&mut self, key: &'static str, mut read: impl FnMut(&mut Fields) -> T) -> Vec<T> {
        let Some((key, node)) = self.take(key) else {
            return vec![];
        };
        let Value::List(items) = node.value else {
            self.wrong_type(&key, &node, Expected::Maps);
            return vec![];
        };
        let mut read_one = |item: Node| match item.value {
            Value::Null => {
                let diag = self.empty_item(&key, &item);
                self.diags.push(diag);
                None
            }
            _ => Some(self.nested(&key, item, &mut read)),
        };
        items.into_iter().filter_map(&mut read_one).collect()
    }

    fn nested<T>(&mut self, key: &Key, node: Node, read: impl FnOnce(&mut Fields) -> T) -> T {
        let slips = self.slips_in_map(&node);
        let place = self.begin_of(key, &node);
        let node = match slips.is_empty() {
            true => node,
            false => Node { value: Value::Broken, range: node.range },
        };
        self.diags.extend(slips);
        let ground = (self.file, self.text, self.words);
        let mut inner = Fields::open(ground, node, place, Some(key.clone()));
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
    pub fn free_texts(&mut self, key: &'static str) -> Vec<(Key, At<String>)> {
        let Some((name, node)) = self.take(key) else {
            return vec![];
        };
        let Value::Map(entries) = node.value else {
            self.wrong_type(&name, &node, Expected::Map);
            return vec![];
        };
        entries.into_iter().filter_map(|(k, v)| Some((k.clone(), self.scalar(&k, v)?))).collect()
    }

    /// Whatever map stands under `key`, as JSON text: huikan does not look inside.
    pub fn free(&mut self, key: &'static str) -> Option<String> {
        let (name, node) = self.take(key)?;
        if !matches!(node.value, Value::Map(_)) {
            self.wrong_type(&name, &node, Expected::Map);
            return None;
        }
        Some(node.to_json().to_string())
    }
}

fn at(node: &Node) -> At<()> {
    let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    At { value: (), start: clamp(node.range.start), end: clamp(node.range.end) }
}
