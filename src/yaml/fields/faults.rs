//! What is wrong with a field, and how to mend it.

use std::ops::Range;

use super::Fields;
use crate::diag::{Diagnostic, Text};
use crate::yaml::brackets::closing;
use crate::yaml::node::{Key, Node, Value};
use crate::yaml::words;
use crate::zh;

/// What a field should have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    Text,
    Flag,
    Int,
    /// A list of texts, or one text.
    Texts,
    Map,
    Maps,
}

impl Expected {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Expected::Text => ("一段文字", "a text"),
            Expected::Flag => (" true（是）或 false（否）", "true or false"),
            Expected::Int => ("一个整数", "a whole number"),
            Expected::Texts => ("一段文字，或几段文字的列表", "a text or a list of texts"),
            Expected::Map => ("一组“键: 值”", "a map of `key: value`"),
            Expected::Maps => ("一个列表，每项以 - 开头", "a list whose items begin with -"),
        }
    }
}

fn kind_of(value: &Value) -> (&'static str, &'static str) {
    match value {
        Value::Null | Value::Broken => ("空的", "nothing"),
        Value::Bool(_) => ("true 或 false", "true or false"),
        Value::Int(_) | Value::Float(_) => ("一个数", "a number"),
        Value::Text(_) => ("一段文字", "a text"),
        Value::List(_) => ("一个列表", "a list"),
        Value::Map(_) => ("一组“键: 值”", "a map"),
    }
}

impl Fields<'_> {
    /// The key is not there, or nothing stands behind it.
    pub(super) fn wanting(&self, key: &'static str) -> Diagnostic {
        let shown = words::shown(self.words, key);
        let Text { zh: example_zh, en: example_en } = words::examples(self.words, key);
        let Some(entry) = self.entry(key) else {
            let within = self.parent.as_ref().map(|parent| words::shown(self.words, &parent.name));
            let zh = within.map_or(String::new(), |parent| format!("{parent}里"));
            return Diagnostic::error(
                "yaml/missing-key",
                format!("{zh}缺少 {shown}"),
                format!("`{key}` is missing"),
            )
            .at(self.span(self.place.clone()))
            .hint(format!("补上，例如 {example_zh}"), format!("add it, for example {example_en}"));
        };
        let diag = Diagnostic::error(
            "yaml/missing-key",
            format!("{shown}后面是空的"),
            format!("nothing stands after `{key}`"),
        )
        .at(self.span(entry.key.range.clone()));
        let rest = self.text.get(entry.key.range.end..).and_then(|rest| rest.lines().next());
        match rest.and_then(|rest| rest.trim_start_matches([':', ' ']).strip_prefix('#')) {
            Some(hidden) => diag.hint(
                format!("# 开头的是注释，不算内容；要的话写成 {key}: \"#{}\"", hidden.trim_end()),
                format!("what begins with # is a comment: write {key}: \"#{}\"", hidden.trim_end()),
            ),
            None => diag.hint(format!("例如 {example_zh}"), format!("for example {example_en}")),
        }
    }

    pub(super) fn twice(&self, key: &Key, first: Range<usize>) -> Diagnostic {
        let name = &key.name;
        Diagnostic::error(
            "yaml/duplicate-key",
            format!("{}写了两次", words::shown(self.words, name)),
            format!("`{name}` is given twice"),
        )
        .at(self.span(key.range.clone()))
        .label(self.span(first), "第一次在这里", "first given here")
        .hint("留下一个，删掉另一个", "keep one and delete the other")
    }

    pub(super) fn unknown_value(&self, key: &str, word: &str, choices: &[&[&str]]) -> Diagnostic {
        let diag = Diagnostic::error(
            "yaml/unknown-value",
            format!("{}不能是“{word}”", words::shown(self.words, key)),
            format!("`{key}` cannot be `{word}`"),
        );
        let names = || choices.iter().flat_map(|names| names.iter().copied());
        let part = |name: &&str| word.contains(name) || !word.is_empty() && name.contains(word);
        let diag = match names().find(part).or_else(|| zh::nearest(word, names())) {
            Some(near) => diag.hint(
                format!("是不是想写 {key}: {near}？"),
                format!("did you mean {key}: {near}?"),
            ),
            None => diag,
        };
        let zh: Vec<&str> = choices.iter().filter_map(|names| names.get(1)).copied().collect();
        let en: Vec<&str> = choices.iter().filter_map(|names| names.first()).copied().collect();
        diag.hint(
            format!("可以写：{}（也可用英文 {}）", zh.join("、"), en.join("、")),
            format!("one of: {}", en.join(", ")),
        )
    }

    /// A value of the wrong type: what it should be, what it is, how to write it.
    pub(super) fn wrong(&self, key: &Key, node: &Node, expected: Expected) -> Option<Diagnostic> {
        if matches!(node.value, Value::Broken) {
            return None;
        }
        let (name, (zh, en)) = (&key.name, expected.words());
        let (is_zh, is_en) = match node.value {
            Value::Float(n) if expected == Expected::Int && n.fract() != 0.0 => {
                ("一个小数", "a fraction")
            }
            Value::Float(_) if expected == Expected::Int => ("一个太大的数", "too large a number"),
            ref value => kind_of(value),
        };
        let diag = Diagnostic::error(
            "yaml/wrong-type",
            format!("{}应当是{zh}，却是{is_zh}", words::shown(self.words, name)),
            format!("`{name}` should be {en}, but this is {is_en}"),
        )
        .at(self.span(self.extent(key, node)));
        let (zh, en) = self.cure(name, node, expected);
        Some(diag.hint(zh, en))
    }

    fn cure(&self, key: &str, node: &Node, expected: Expected) -> (String, String) {
        let write = |value: &str| (format!("写成 {key}: {value}"), format!("write {key}: {value}"));
        let written = self.text.get(node.range.clone()).unwrap_or_default();
        match (expected, &node.value) {
            (Expected::Text, Value::List(items)) => match items.as_slice() {
                [one, ..] if !one.range.is_empty() => {
                    let one = self.text.get(one.range.clone()).unwrap_or_default();
                    let (zh, en) = write(one);
                    (
                        format!("只能写一个，不用方括号：{zh}"),
                        format!("only one, without brackets: {en}"),
                    )
                }
                _ => write("…"),
            },
            (Expected::Flag, Value::Text(_) | Value::Int(_)) => {
                let no = matches!(written, "no" | "No" | "NO" | "off" | "0" | "不" | "不是" | "无");
                write(if no { "false" } else { "true" })
            }
            (Expected::Int, Value::Text(_) | Value::Float(_)) => {
                let digits: String = written.chars().filter(char::is_ascii_digit).collect();
                if (1..=9).contains(&digits.len()) && !written.contains('.') {
                    let (zh, en) = write(&digits);
                    return (format!("只写数字，不带单位：{zh}"), format!("digits only: {en}"));
                }
                self.example(key)
            }
            _ => self.example(key),
        }
    }

    fn example(&self, key: &str) -> (String, String) {
        let Text { zh, en } = words::examples(self.words, key);
        (format!("例如 {zh}"), format!("for example {en}"))
    }

    /// What stands where a map of fields should stand: the whole file, or an item of a list.
    pub(super) fn no_map(&self, place: &Range<usize>, node: &Node) -> Diagnostic {
        let (is_zh, is_en) = kind_of(&node.value);
        let at = if node.range.is_empty() { place.clone() } else { node.range.clone() };
        let (of_zh, of_en) = match &self.parent {
            Some(parent) => (
                format!("{}的每一项", words::shown(self.words, &parent.name)),
                format!("each item of `{}`", parent.name),
            ),
            None => ("这里".to_owned(), "this".to_owned()),
        };
        let (zh, en) = self.example(self.parent.as_ref().map_or("title", |parent| &parent.name));
        Diagnostic::error(
            "yaml/wrong-type",
            format!("{of_zh}应当是一组“键: 值”，却是{is_zh}"),
            format!("{of_en} should be a map of `key: value`, but this is {is_en}"),
        )
        .at(self.span(at))
        .hint(zh, en)
    }

    pub(super) fn empty_item(&self, key: &Key, node: &Node) -> Diagnostic {
        let at = if node.range.is_empty() { key.range.clone() } else { node.range.clone() };
        Diagnostic::error(
            "yaml/empty-item",
            format!("{}里有一项是空的", words::shown(self.words, &key.name)),
            format!("an item of `{}` is empty", key.name),
        )
        .at(self.span(at))
        .hint("写上内容，或删去这一项", "fill it in, or delete it")
    }

    /// `甲、乙` where a list belongs: written out as one when it is short.
    pub(super) fn as_list(&self, mut diag: Diagnostic, key: &Key, node: &Node) -> Diagnostic {
        let written = self.text.get(node.range.clone()).unwrap_or_default();
        let bare = written.trim_matches(['［', '］', '【', '】']);
        let items: Vec<&str> = bare.split(['，', '、', ',']).map(str::trim).collect();
        if items.len() > 1 && !bare.contains('\n') && bare.len() < 200 {
            let list = format!("{}: [{}]", key.name, items.join(", "));
            diag.hints.insert(0, Text::new(format!("写成 {list}"), format!("write {list}")));
        }
        diag
    }

    pub(super) fn wide_bracket(&self, node: &Node) -> Diagnostic {
        Diagnostic::error(
            "yaml/full-width-bracket",
            "列表用了中文方括号，会被当成文字",
            "the list stands in Chinese brackets, which makes it a text",
        )
        .at(self.span(node.range.clone()))
        .hint(
            "改成英文方括号：[甲, 乙]；如果本来就是文字，放进英文引号里",
            "write [a, b]; quote it when it is mere text",
        )
    }

    /// Where a value is shown: the parser tells only where a list or a map begins.
    fn extent(&self, key: &Key, node: &Node) -> Range<usize> {
        if !matches!(node.value, Value::List(_) | Value::Map(_)) && !node.range.is_empty() {
            return node.range.clone();
        }
        let start = node.range.start;
        let rest = self.text.get(start..).unwrap_or_default();
        let beside = self.text.get(key.range.end..start).is_some_and(|gap| !gap.contains('\n'));
        match closing(rest).filter(|_| beside && rest.starts_with(['[', '{'])) {
            Some(len) => start..start + len,
            None => key.range.clone(),
        }
    }

    /// Where a map that is an item or a value begins: what is missing in it is shown there.
    pub(super) fn begin_of(&self, key: &Key, node: &Node) -> Range<usize> {
        match &node.value {
            Value::Map(entries) => {
                let start = node.range.start;
                let brace = self.text.get(start..).is_some_and(|rest| rest.starts_with('{'));
                match entries.first() {
                    Some((first, _)) if !brace => first.range.clone(),
                    _ if brace => start..start + 1,
                    _ => key.range.clone(),
                }
            }
            _ => key.range.clone(),
        }
    }
}
