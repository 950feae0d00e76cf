//! The template library's sentences in both languages, with what to do.

use crate::diag::Text;
use crate::theme::functions::{FILTERS, functions};
use crate::zh;

/// What is wrong, and hints.
pub(super) struct Said {
    pub text: Text,
    pub hints: Vec<Text>,
}

impl Said {
    pub fn plain(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Said { text: Text::new(zh, en), hints: vec![] }
    }

    fn hint(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.hints.push(Text::new(zh, en));
        self
    }

    fn near(self, near: Option<&str>) -> Self {
        match near {
            Some(near) => self.hint(format!("是不是 {near}？"), format!("did you mean {near}?")),
            None => self,
        }
    }
}

const TAGS: [&str; 12] = [
    "if",
    "elif",
    "else",
    "for",
    "set",
    "block",
    "extends",
    "include",
    "filter",
    "raw",
    "component",
    "endif",
];

/// Of a template that cannot be read; `found` is what stands at the place.
pub(super) fn syntax(message: &str, found: &str) -> Said {
    if message == "Unknown tag" {
        let word = found.trim();
        if word.starts_with("end") {
            return Said::plain(
                format!("多了一个 {{% {word} %}}，前面没有开头"),
                format!("{{% {word} %}} ends nothing"),
            )
            .hint("删掉它，或补上它的开头", "delete it, or add what it ends");
        }
        return Said::plain(
            format!("没有 {{% {word} %}} 这种标签"),
            format!("there is no tag {{% {word} %}}"),
        )
        .near(zh::nearest(word, TAGS));
    }
    if let Some((is, expected)) = found_but_expected(message) {
        if expected.starts_with("one of: integer") {
            return Said::plain(
                format!("这里应当是一个值（变量、文字、数字……），却是 {is}"),
                format!("a value is expected here, found {is}"),
            );
        }
        return Said::plain(
            format!("这里应当是 {expected}，却是 {is}"),
            format!("{expected} is expected here, found {is}"),
        );
    }
    for (start, zh) in SYNTAX {
        if message.starts_with(start) {
            return Said::plain(*zh, message);
        }
    }
    Said::plain(format!("这里的写法不对（{message}）"), message)
}

fn found_but_expected(message: &str) -> Option<(&str, &str)> {
    let (found, expected) = message.strip_prefix("Found ")?.split_once(" but ")?;
    let expected = expected.strip_prefix("expected ").or(expected.strip_prefix("was expecting "))?;
    Some((found, expected.trim_end_matches('.')))
}

const SYNTAX: &[(&str, &str)] = &[
    ("Unexpected end of input", "模板没有写完"),
    ("unexpected end of string", "引号没有成对"),
    ("unexpected end of raw block", "{% raw %} 没有对应的 {% endraw %}"),
    ("Unexpected character", "这里不能用这个字符（中文标点要改成英文的）"),
    ("`extends` needs to be the first tag", "extends 要写在模板最前面"),
    ("Template is already extending", "一个模板只能继承一个模板"),
    (
        "This content would be ignored",
        "继承别的模板时，内容都要写在 {% block … %} 里面，这里的会被丢掉",
    ),
    ("Closing tag", "结束的名字和开头的不一样"),
    ("Component definitions cannot", "组件不能写在别的标签里面"),
    ("Invalid syntax for `set`", "set 要写成 {% set 名字 = 值 %}"),
    ("The expression is too complex", "这个式子太复杂"),
    ("The template nesting is too deep", "标签套得太深"),
];

/// Of a template that failed while a page was drawn.
pub(super) fn rendering(message: &str) -> Said {
    let name = message.split('`').nth(1).unwrap_or_default();
    if let Some(rest) = message.strip_prefix("Variable `") {
        return variable(name, available(rest));
    }
    if message.starts_with("Field `") {
        return field(name, available(message));
    }
    if message.starts_with("Missing keyword argument") {
        return Said::plain(
            format!("缺少参数 {name}"),
            format!("the argument `{name}` is missing"),
        );
    }
    let mut quoted = message.split('`').skip(1).step_by(2);
    let (a, b) = (quoted.next().unwrap_or_default(), quoted.next().unwrap_or_default());
    let zh = match message {
        m if m.contains("expected `") && m.contains("but got") => {
            format!("值的类型不对：应当是 {a}，却是 {b}")
        }
        m if m.starts_with("Math operations") => format!("只有数字能做运算，这里却是 {a}"),
        m if m.starts_with("Iteration not possible") => {
            format!("不能逐项循环：这里是 {a}，不是列表")
        }
        m if m.starts_with("Cannot compare") => format!("{a} 和 {b} 不能比较"),
        m if m.starts_with("Cannot divide by 0") => "不能除以 0".to_owned(),
        m => format!("（英文原文）{m}"),
    };
    Said::plain(zh, message)
}

fn available(message: &str) -> Vec<&str> {
    let list = message.split_once("Available ").and_then(|(_, rest)| rest.split_once(": "));
    list.map_or(vec![], |(_, list)| list.split(", ").collect())
}

fn variable(name: &str, known: Vec<&str>) -> Said {
    let said = Said::plain(format!("没有变量 {name}"), format!("there is no variable `{name}`"))
        .near(zh::nearest(name, known.iter().copied()));
    list(said, &known)
}

fn field(name: &str, known: Vec<&str>) -> Said {
    if known.is_empty() {
        return Said::plain(
            format!("取不到 {name}：它前面的值是空的"),
            format!("there is no `{name}`: what stands before it is nothing"),
        )
        .hint(
            "它不是每一页都有，先用 {% if … %} 判断",
            "not every page has it: ask with {% if … %} first",
        );
    }
    let said = Said::plain(format!("没有字段 {name}"), format!("there is no field `{name}`"))
        .near(zh::nearest(name, known.iter().copied()));
    list(said, &known)
}

fn list(said: Said, known: &[&str]) -> Said {
    let all = known.join(", ");
    said.hint(format!("可以用：{all}"), format!("known: {all}"))
}

/// Of a name that nothing has.
pub(super) fn unknown(message: &str, name: &str) -> Said {
    let what = message.split('`').next().unwrap_or_default().trim();
    let (zh, en) = match what {
        "Unknown filter" => ("过滤器", "filter"),
        "Unknown test" => ("判断", "test"),
        "Unknown function" => ("函数", "function"),
        "Unknown component" => ("组件", "component"),
        "Unknown template" => ("模板", "template"),
        "Block" => {
            return Said::plain(
                format!("继承的模板里没有 {name} 这个 block，这里的内容会被丢掉"),
                format!("no template above has a block `{name}`: its content would be lost"),
            );
        }
        _ => return Said::plain(message, message),
    };
    let said = Said::plain(format!("没有 {name} 这个{zh}"), format!("there is no {en} `{name}`"));
    match what {
        "Unknown function" => {
            let known: Vec<&str> = functions().map(|(name, _)| name).collect();
            list(said.near(zh::nearest(name, known.iter().copied())), &known)
        }
        "Unknown filter" => {
            said.near(zh::nearest(name, BUILT_IN.into_iter().chain(FILTERS.iter().copied())))
        }
        _ => said,
    }
}

/// The library's own filters, for guesses.
const BUILT_IN: [&str; 30] = [
    "safe",
    "default",
    "upper",
    "lower",
    "wordcount",
    "escape_html",
    "newlines_to_br",
    "pluralize",
    "trim",
    "replace",
    "capitalize",
    "title",
    "truncate",
    "indent",
    "str",
    "int",
    "float",
    "length",
    "reverse",
    "split",
    "abs",
    "round",
    "first",
    "last",
    "nth",
    "join",
    "sort",
    "unique",
    "get",
    "group_by",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_put_into_chinese() {
        let check = |said: Said, zh: &str, hint: &str| {
            let first = said.hints.first().map_or("", |hint| hint.zh.as_str());
            assert_eq!((said.text.zh.as_str(), first), (zh, hint));
        };
        check(syntax("Unknown tag", "fro"), "没有 {% fro %} 这种标签", "是不是 for？");
        check(
            syntax("Unknown tag", "endif"),
            "多了一个 {% endif %}，前面没有开头",
            "删掉它，或补上它的开头",
        );
        check(syntax("Found `.` but expected }}.", "."), "这里应当是 }}，却是 `.`", "");
        check(
            rendering("Field `titel` is not defined. Available fields: body, title"),
            "没有字段 titel",
            "是不是 title？",
        );
        check(
            rendering("Field `path` is not defined."),
            "取不到 path：它前面的值是空的",
            "它不是每一页都有，先用 {% if … %} 判断",
        );
        check(
            rendering("Invalid type for the value, expected `u32` but got `string`"),
            "值的类型不对：应当是 u32，却是 string",
            "",
        );
        check(
            unknown("Unknown function `latset`", "latset"),
            "没有 latset 这个函数",
            "是不是 latest？",
        );
    }
}
