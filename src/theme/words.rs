//! The template library's sentences, which are English, put into both languages of a diagnostic.

use crate::diag::Text;
use crate::zh;

/// Names that a template can use, to guess what a misspelt one meant.
#[derive(Default)]
pub(super) struct Known<'a> {
    pub functions: Vec<&'a str>,
    pub filters: Vec<&'a str>,
    pub components: Vec<&'a str>,
    pub templates: Vec<&'a str>,
}

/// Between the Chinese and the English sentence of an error that one of our functions raised: the
/// library's errors carry one text only.
pub(super) const BETWEEN: char = '\u{1f}';

/// What `message` says. A sentence that is not known here is quoted.
pub(super) fn put(message: &str, known: &Known) -> Text {
    if let Some((zh, en)) = message.split_once(BETWEEN) {
        // The library may put its own words before ours.
        let zh = zh.rsplit_once(": ").map_or(zh, |(_, zh)| zh);
        return Text::new(zh, en);
    }
    unknown_name(message, known)
        .or_else(|| undefined(message))
        .or_else(|| argument(message))
        .or_else(|| syntax(message))
        .unwrap_or_else(|| Text::new(format!("（模板引擎的原话）{message}"), message))
}

/// The words between backticks, in their order.
pub(super) fn quoted(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}

/// ``Unknown filter `x` ``: a name that is nowhere defined.
fn unknown_name(message: &str, known: &Known) -> Option<Text> {
    let rest = message.strip_prefix("Unknown ")?;
    let name = *quoted(message).first()?;
    let (zh, en, names) = match rest.split(' ').next()? {
        "function" => ("函数", "function", &known.functions),
        "filter" => ("过滤器", "filter", &known.filters),
        "component" => ("组件", "component", &known.components),
        "template" => ("模板", "template", &known.templates),
        "test" => ("测试", "test", &Vec::new()),
        _ => return None,
    };
    let near = zh::nearest(name, names.iter().copied());
    let near_zh = near.map(|n| format!("，是不是 {n}？")).unwrap_or_default();
    let near_en = near.map(|n| format!("; did you mean `{n}`?")).unwrap_or_default();
    Some(Text::new(
        format!("没有{zh} {name}{near_zh}"),
        format!("there is no {en} `{name}`{near_en}"),
    ))
}

/// A variable or a field that has no value, with those that have one.
fn undefined(message: &str) -> Option<Text> {
    let name = *quoted(message).first()?;
    let (zh, en) = match message.split_once(" `")?.0 {
        "Field" => ("字段", "field"),
        "Variable" => ("变量", "variable"),
        _ => return None,
    };
    let Some((_, rest)) = message.split_once(" is not defined") else {
        let found = message.ends_with("its value is undefined");
        return found.then(|| {
            Text::new(format!("{zh} {name} 没有值"), format!("the {en} `{name}` has no value"))
        });
    };
    let all = rest.split_once(": ").map(|(_, all)| all).unwrap_or_default();
    let near = zh::nearest(name, all.split(", ").filter(|name| !name.is_empty()));
    let near_zh = near.map(|n| format!("，是不是 {n}？")).unwrap_or_default();
    let near_en = near.map(|n| format!("; did you mean `{n}`?")).unwrap_or_default();
    let (all_zh, all_en) = match all {
        "" => (String::new(), String::new()),
        all => (format!("（可用：{all}）"), format!(" (known: {all})")),
    };
    Some(Text::new(
        format!("没有{zh} {name}{near_zh}{all_zh}"),
        format!("there is no {en} `{name}`{near_en}{all_en}"),
    ))
}

/// What is wrong with what a function, filter or component was given.
fn argument(message: &str) -> Option<Text> {
    let names = quoted(message);
    let text = match (message.split(" `").next()?, names.as_slice()) {
        ("Missing keyword argument", [name, ..]) => {
            Text::new(format!("缺少参数 {name}"), format!("the argument `{name}` is missing"))
        }
        ("Invalid type for the value, expected", [expected, actual, ..]) => Text::new(
            format!("值的类型不对：要 {expected}，给的是 {actual}"),
            format!("wrong type: expected `{expected}`, found `{actual}`"),
        ),
        ("Value", [value, target, ..]) if message.contains("out of range") => Text::new(
            format!("{value} 超出了 {target} 的范围"),
            format!("{value} does not fit into `{target}`"),
        ),
        ("Block", [name, ..]) => Text::new(
            format!("继承的模板里没有 block {name}，它的内容不会出现"),
            format!("no parent template has the block `{name}`, so it would never show"),
        ),
        ("Component", [name, first, second]) if message.contains("in both") => Text::new(
            format!("组件 {name} 定义了两次：{first}、{second}"),
            format!("the component `{name}` is defined twice: in {first} and in {second}"),
        ),
        ("Cannot index into an undefined value", _) => {
            Text::new("方括号前面没有值", "there is no value before the brackets")
        }
        ("Cannot divide by 0", _) => Text::new("除数是零", "division by zero"),
        _ => return None,
    };
    Some(text)
}

/// What the parser stumbled over.
fn syntax(message: &str) -> Option<Text> {
    if let Some((found, expected)) =
        message.strip_prefix("Found ").and_then(|m| m.split_once(" but expected "))
    {
        let expected = expected.trim_end_matches('.');
        return Some(Text::new(
            format!("这里要写 {expected}，看到的却是 {found}"),
            format!("expected {expected}, found {found}"),
        ));
    }
    let text = match message {
        "Unexpected end of input" => {
            Text::new("模板到这里就断了，还缺结尾", "the template ends too early")
        }
        "`extends` needs to be the first tag of the template" => {
            Text::new("extends 要写在模板的最前面", "`extends` must stand at the very beginning")
        }
        "Unknown tag" => Text::new("没有这种标签", "there is no such tag"),
        _ if message.starts_with("This content would be ignored") => Text::new(
            "用了 extends 的模板，内容要写在 block 里，写在外面不会显示",
            "a template that extends another shows only what stands in its blocks",
        ),
        _ => return None,
    };
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_sentences_are_put_into_both_languages() {
        let known = Known { functions: vec!["latest"], ..Known::default() };
        let cases = [
            ("Unknown function `lates`", "没有函数 lates，是不是 latest？"),
            ("Unknown test `odd`", "没有测试 odd"),
            (
                "Field `titel` is not defined. Available fields: path, title",
                "没有字段 titel，是不是 title？（可用：path, title）",
            ),
            ("Field `x` is not defined", "没有字段 x"),
            ("Variable `x` is not defined.", "没有变量 x"),
            ("Variable `x` exists but its value is undefined", "变量 x 没有值"),
            ("Missing keyword argument `key`", "缺少参数 key"),
            (
                "Invalid type for the value, expected `u32` but got `string`",
                "值的类型不对：要 u32，给的是 string",
            ),
            ("Value `-1` is out of range for `u32`", "-1 超出了 u32 的范围"),
            (
                "Block `mian` is not defined in any parent template",
                "继承的模板里没有 block mian，它的内容不会出现",
            ),
            ("Component `a` is defined in both `b` and `c`", "组件 a 定义了两次：b、c"),
            ("Found `}` but expected %}.", "这里要写 %}，看到的却是 `}`"),
            ("Unexpected end of input", "模板到这里就断了，还缺结尾"),
            ("Something new", "（模板引擎的原话）Something new"),
            ("函数出错\u{1f}the function failed", "函数出错"),
        ];
        for (message, zh) in cases {
            assert_eq!(put(message, &known).zh, zh);
        }
    }
}
