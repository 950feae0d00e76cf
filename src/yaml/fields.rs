//! Typed reading of a YAML map: each field asked for once, every mistake collected.

use std::ops::Range;

use super::At;
use super::node::{Key, Node, Value};
use crate::diag::{Diagnostic, FileId, Span};
use crate::zh;

/// The spellings of a choice and what they mean, as in `(&["draft", "草稿"], Status::Draft)`.
/// The first spelling is the one that errors and docs show.
pub type Choice<T> = (&'static [&'static str], T);

/// The fields of one map, taken one by one. What is left when [`Fields::finish`] is called was
/// unknown; the keys asked for are what an unknown key is compared with.
pub struct Fields<'a> {
    file: FileId,
    text: &'a str,
    /// Where the map as a whole is shown: its key, or the top of the file.
    place: Range<usize>,
    entries: Vec<(Key, Option<Node>)>,
    asked: Vec<&'static str>,
    diags: Vec<Diagnostic>,
}

impl<'a> Fields<'a> {
    /// Opens `node` as a map; what is no map is an error and reads as an empty one.
    pub fn new(file: FileId, text: &'a str, node: Node, place: Range<usize>) -> Self {
        let mut fields =
            Fields { file, text, place, entries: vec![], asked: vec![], diags: vec![] };
        match node.value {
            Value::Map(entries) => fields.admit(entries),
            Value::Null => {}
            _ => {
                let at = if node.range.is_empty() { fields.place.clone() } else { node.range };
                fields.wrong_type(at, "一组“键: 值”", "a map of `key: value`");
            }
        }
        fields
    }

    fn admit(&mut self, entries: Vec<(Key, Node)>) {
        for (key, node) in entries {
            let first =
                self.entries.iter().find(|(k, _)| k.name == key.name).map(|(k, _)| k.range.clone());
            match first {
                None => self.entries.push((key, Some(node))),
                Some(first) => {
                    let name = &key.name;
                    let diag = Diagnostic::error(
                        "yaml/duplicate-key",
                        format!("“{name}” 写了两次"),
                        format!("`{name}` is given twice"),
                    )
                    .at(self.span(key.range.clone()))
                    .label(self.span(first), "第一次在这里", "first given here")
                    .hint("留下一个，删掉另一个", "keep one and delete the other");
                    self.diags.push(diag);
                }
            }
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

    fn take(&mut self, key: &'static str) -> Option<(Key, Node)> {
        self.asked.push(key);
        let entry = self.entries.iter_mut().find(|(k, node)| k.name == key && node.is_some())?;
        let node = entry.1.take()?;
        let key = entry.0.clone();
        // `key:` with nothing after it is the same as no key.
        (node.value != Value::Null).then_some((key, node))
    }

    /// Where the field `key` was written, if it was.
    pub fn place_of(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|(k, _)| k.name == key).map(|(k, _)| self.span(k.range.clone()))
    }

    /// A text on one or more lines. Numbers and dates written without quotes are text as written.
    pub fn text(&mut self, key: &'static str) -> Option<At<String>> {
        let (key, node) = self.take(key)?;
        self.scalar(&key, node)
    }

    fn scalar(&mut self, key: &Key, node: Node) -> Option<At<String>> {
        let at = at(&node.range);
        match node.value {
            Value::Text(s) => Some(at.map(|()| s)),
            Value::Bool(_) | Value::Int(_) | Value::Float(_) => {
                let raw = self.text.get(node.range).unwrap_or_default().to_owned();
                Some(at.map(|()| raw))
            }
            Value::Null => None,
            Value::List(_) | Value::Map(_) => {
                self.wrong_type(key.range.clone(), "一段文字", "a text");
                None
            }
        }
    }

    /// A text that must be there and must not be blank.
    pub fn required(&mut self, key: &'static str, zh: &str) -> Option<At<String>> {
        let found = self.text(key).filter(|t| !t.value.trim().is_empty());
        if found.is_none() {
            self.missing(key, zh);
        }
        found
    }

    /// Reports that the field `key` (`zh` in Chinese) is missing or empty.
    pub fn missing(&mut self, key: &str, zh: &str) {
        let place = self.place_of(key).unwrap_or_else(|| self.span(self.place.clone()));
        self.diags.push(
            Diagnostic::error(
                "yaml/missing-key",
                format!("缺少 {key}（{zh}）"),
                format!("`{key}` is missing or empty"),
            )
            .at(place)
            .hint(format!("加一行 {key}: …"), format!("add a line {key}: …")),
        );
    }

    /// `true` or `false`; 是 and 否 are understood.
    pub fn flag(&mut self, key: &'static str) -> Option<bool> {
        let (name, node) = self.take(key)?;
        match &node.value {
            Value::Bool(b) => return Some(*b),
            Value::Text(s) if s == "是" => return Some(true),
            Value::Text(s) if s == "否" => return Some(false),
            _ => {}
        }
        let at = if node.range.is_empty() { name.range } else { node.range };
        self.wrong_type(at, "true（是）或 false（否）", "true or false");
        None
    }

    /// A whole number.
    pub fn int(&mut self, key: &'static str) -> Option<At<i64>> {
        let (name, node) = self.take(key)?;
        let place = at(&node.range);
        match node.value {
            Value::Int(n) => return Some(place.map(|()| n)),
            // `007` is a float to the YAML library; a whole number to an editor.
            Value::Float(n) if n.fract() == 0.0 && n.abs() < 1e15 => {
                return Some(place.map(|()| n as i64));
            }
            _ => {}
        }
        let at = if node.range.is_empty() { name.range } else { node.range };
        self.wrong_type(at, "一个整数", "a whole number");
        None
    }

    /// One of a closed set of words.
    pub fn choice<T: Copy>(&mut self, key: &'static str, choices: &[Choice<T>]) -> Option<T> {
        let found = self.text(key)?;
        let word = found.value.trim();
        if let Some((_, value)) = choices.iter().find(|(names, _)| names.contains(&word)) {
            return Some(*value);
        }
        let all = choices.iter().map(|(names, _)| names.join("/")).collect::<Vec<_>>().join("、");
        let near = zh::nearest(word, choices.iter().flat_map(|(names, _)| names.iter().copied()));
        let mut diag = Diagnostic::error(
            "yaml/unknown-value",
            format!("{key} 不能是“{word}”"),
            format!("`{key}` cannot be `{word}`"),
        )
        .at(found.span(self.file));
        if let Some(near) = near {
            diag = diag.hint(format!("是不是想写 {near}？"), format!("did you mean `{near}`?"));
        }
        self.diags.push(diag.hint(format!("可以写：{all}"), format!("one of: {all}")));
        None
    }

    /// A list of texts; a single text is a list of one.
    pub fn texts(&mut self, key: &'static str) -> Vec<At<String>> {
        let Some((key, node)) = self.take(key) else {
            return vec![];
        };
        let Value::List(items) = node.value else {
            return self.scalar(&key, node).into_iter().collect();
        };
        items.into_iter().filter_map(|item| self.scalar(&key, item)).collect()
    }

    /// A map under `key`, to be read and finished by `read`.
    pub fn map<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Fields) -> T) -> Option<T> {
        let (key, node) = self.take(key)?;
        Some(self.nested(key.range, node, read))
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
            return Some(self.nested(key.range, node, read));
        }
        self.scalar(&key, node).map(from_text)
    }

    /// A list of maps, each read and finished by `read`.
    pub fn maps<T>(&mut self, key: &'static str, mut read: impl FnMut(&mut Fields) -> T) -> Vec<T> {
        let Some((key, node)) = self.take(key) else {
            return vec![];
        };
        let Value::List(items) = node.value else {
            self.wrong_type(
                key.range,
                "一个列表（每项以 - 开头）",
                "a list (each item begins with -)",
            );
            return vec![];
        };
        items.into_iter().map(|item| self.nested(key.range.clone(), item, &mut read)).collect()
    }

    fn nested<T>(
        &mut self,
        place: Range<usize>,
        node: Node,
        read: impl FnOnce(&mut Fields) -> T,
    ) -> T {
        let mut inner = Fields::new(self.file, self.text, node, place);
        let value = read(&mut inner);
        self.diags.extend(inner.finish());
        value
    }

    /// A map whose keys are free and whose values are texts, in the order of the file.
    pub fn free_texts(&mut self, key: &'static str) -> Vec<(Key, At<String>)> {
        let Some((name, node)) = self.take(key) else {
            return vec![];
        };
        let Value::Map(entries) = node.value else {
            self.wrong_type(name.range, "一组“键: 值”", "a map of `key: value`");
            return vec![];
        };
        entries.into_iter().filter_map(|(k, v)| Some((k.clone(), self.scalar(&k, v)?))).collect()
    }

    /// Whatever stands under `key`, as JSON text: huikan does not look inside.
    pub fn free(&mut self, key: &'static str) -> Option<String> {
        let (_, node) = self.take(key)?;
        Some(node.to_json().to_string())
    }

    fn wrong_type(&mut self, range: Range<usize>, zh: &str, en: &str) {
        let name = self.name_at(&range);
        let (of_zh, of_en) = match &name {
            Some(name) => (format!("{name} 的值"), format!("`{name}`")),
            None => ("这里".to_owned(), "this value".to_owned()),
        };
        self.diags.push(
            Diagnostic::error(
                "yaml/wrong-type",
                format!("{of_zh}应当是{zh}"),
                format!("{of_en} should be {en}"),
            )
            .at(Span::new(self.file, range))
            .hint(
                "照 docs/EDITORS.md 里这个键的例子改",
                "see the example of this key in docs/EDITORS.md",
            ),
        );
    }

    /// The key that a value at `range` belongs to: the last one that begins at or before it.
    fn name_at(&self, range: &Range<usize>) -> Option<String> {
        let before = self.entries.iter().filter(|(k, _)| k.range.start <= range.start);
        before.max_by_key(|(k, _)| k.range.start).map(|(k, _)| k.name.clone())
    }

    /// Everything that was wrong, unknown keys included.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        let left = self.entries.iter().filter(|(_, node)| node.is_some());
        for (key, _) in left.filter(|(key, _)| !self.asked.contains(&key.name.as_str())) {
            let name = &key.name;
            let mut diag = Diagnostic::error(
                "yaml/unknown-key",
                format!("不认识的键“{name}”"),
                format!("unknown key `{name}`"),
            )
            .at(self.span(key.range.clone()));
            diag = match self.nearest_key(name) {
                Some(near) => {
                    diag.hint(format!("是不是想写 {near}？"), format!("did you mean `{near}`?"))
                }
                None => diag,
            };
            let all = self.asked.join("、");
            diag = diag.hint(
                format!("这里可以用的键：{all}；自己的键放在 extra: 下面"),
                format!("known keys: {}; put keys of your own under extra:", self.asked.join(", ")),
            );
            self.diags.push(diag);
        }
        self.diags
    }

    fn nearest_key(&self, name: &str) -> Option<&'static str> {
        let chinese = CHINESE_KEYS.iter().find(|(zh, _)| *zh == name.trim()).map(|(_, key)| *key);
        chinese
            .filter(|key| self.asked.contains(key))
            .or_else(|| zh::nearest(name, self.asked.iter().copied()))
    }
}

fn at(range: &Range<usize>) -> At<()> {
    let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    At { value: (), start: clamp(range.start), end: clamp(range.end) }
}

/// What an editor may write in Chinese for a key, so that the error can name the right one.
const CHINESE_KEYS: &[(&str, &str)] = &[
    ("标题", "title"),
    ("副题", "subtitle"),
    ("副标题", "subtitle"),
    ("日期", "date"),
    ("栏目", "column"),
    ("来源", "source"),
    ("摘要", "summary"),
    ("封面", "cover"),
    ("商会", "chambers"),
    ("地区", "places"),
    ("地点", "places"),
    ("作者", "author"),
    ("编辑", "editor"),
    ("责编", "duty_editor"),
    ("标签", "tags"),
    ("状态", "status"),
    ("类型", "kind"),
    ("简称", "short"),
    ("代码", "code"),
    ("上级", "parent"),
    ("说明", "description"),
    ("顺序", "order"),
];
