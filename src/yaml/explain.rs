//! What went wrong in a YAML text, in words that help an editor who is no programmer.

use std::ops::Range;

use super::lines::{self, Line};
use super::mend::{Mend, Mistake};
use super::{Place, typing, values};
use crate::diag::Diagnostic;

/// All mistakes that can be seen line by line: slips of the keyboard, quotes, brackets.
pub(super) fn seen(place: Place) -> Vec<Mistake> {
    let lines = lines::entries(place.text);
    let one = |line: &Line| typing::slip(line, place).or_else(|| values::fault(line, place));
    let found: Vec<Mistake> = lines.iter().filter_map(one).collect();
    if found.is_empty() { indented(&lines, place).into_iter().collect() } else { found }
}

/// The first key stands further to the right than one below it.
fn indented(lines: &[Line], place: Place) -> Option<Mistake> {
    let first = lines.first().filter(|line| line.indent > 0)?;
    lines.iter().find(|line| line.indent < first.indent)?;
    let diag = Diagnostic::error(
        "yaml/indent",
        "第一个键前面多了空格，和下面的对不齐",
        "there are spaces before the first key, but not before those below",
    )
    .at(place.span(first.start - first.indent..first.start))
    .hint("删掉行首的空格", "delete the spaces");
    Some(Mistake { diag, mend: None })
}

/// What only the parser has seen, at the place that it names.
pub(super) fn told(place: Place, error: &serde_yaml::Error) -> Mistake {
    let at = place_of(place.text, error);
    let lines = lines::entries(place.text);
    let line = lines.iter().rfind(|line| line.start <= at);
    if let Some(mistake) = line.and_then(|line| wide_sign(line, place)) {
        return mistake;
    }
    let (code, zh, en, hint_zh, hint_en) = explain(error);
    let diag = Diagnostic::error(code, zh, en)
        .at(place.span(at..next_char(place.text, at)))
        .hint(hint_zh, hint_en);
    Mistake { diag, mend: line.and_then(mend) }
}

/// The structure is too large to be read: no line of it is to blame.
pub(super) fn is_budget(error: &serde_yaml::Error) -> bool {
    let alias = ["Anchors", "Aliases"];
    match error {
        serde_yaml::Error::Budget { breach, .. } => {
            let breach = format!("{breach:?}");
            !alias.iter().any(|word| breach.starts_with(word))
        }
        _ => false,
    }
}

/// A value that does not parse is taken out, so that the lines below are read as well.
fn mend(line: &Line) -> Option<Mend> {
    let whole = line.key.is_some() && !line.value.is_empty();
    whole.then(|| Mend::Value(line.value.clone()))
}

/// `{ author: 甲，editor: 乙 }`: the comma is full-width.
fn wide_sign(line: &Line, place: Place) -> Option<Mistake> {
    let value = &place.text[line.value.clone()];
    let at = value.find(['，', '、']).filter(|_| value.starts_with(['[', '{']))?;
    let at = line.value.start + at..line.value.start + at + '，'.len_utf8();
    Some(Mistake { diag: wide_comma(place, at), mend: mend(line) })
}

pub(super) fn wide_comma(place: Place, at: Range<usize>) -> Diagnostic {
    Diagnostic::error(
        "yaml/full-width-comma",
        "各项之间用了中文标点，会被当成同一项",
        "a Chinese comma stands between items, which makes them one",
    )
    .at(place.span(at))
    .hint(
        "改成英文逗号加一个空格；它如果是文字的一部分，就把这一项放进英文引号里",
        "write an ASCII comma and a space; quote the item when the sign belongs to it",
    )
}

type Explanation = (&'static str, &'static str, String, &'static str, &'static str);

fn explain(error: &serde_yaml::Error) -> Explanation {
    let message = error.to_string().to_ascii_lowercase();
    for (words, code, zh, en, hint_zh, hint_en) in EXPLANATIONS {
        if words.iter().any(|word| message.contains(word)) {
            return (code, zh, (*en).to_owned(), hint_zh, hint_en);
        }
    }
    // The library counts lines from the front matter's own beginning.
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(words, _)| words);
    (
        "yaml/syntax",
        "这里的写法读不懂",
        format!("this cannot be read ({message})"),
        "每行写成“键: 值”，冒号用英文的，后面空一格；拿不准的值放进英文引号里",
        "write each line as `key: value`; quote a value when in doubt",
    )
}

type Row =
    (&'static [&'static str], &'static str, &'static str, &'static str, &'static str, &'static str);

/// Words of the parser, code, and what an editor is told.
const EXPLANATIONS: &[Row] = &[
    (
        &["alias", "anchor"],
        "yaml/alias",
        "这里用了 YAML 的引用（& 或 *），会刊不用",
        "YAML anchors and aliases (& and *) are not allowed",
        "把内容直接写出来；以 & 或 * 开头的文字要放进英文引号里",
        "write the value out; quote a text that begins with & or *",
    ),
    (
        &["budget breached", "recursion", "depth"],
        "yaml/too-large",
        "括号套得太深，或内容太多",
        "this is nested too deeply, or too large",
        "最多 16 层、1 万个值；检查括号是否多写了",
        "at most 16 levels and 10,000 values; look for stray brackets",
    ),
    (
        &["multiple yaml documents", "document start", "document end"],
        "yaml/document",
        "信息到 ... 或 --- 就结束了，这里却还有",
        "the front matter ends with ... or ---, but more follows",
        "删掉中间的 ...；结束的一行写 ---",
        "delete the line ...; end with a line ---",
    ),
    (
        &["unclosed quote", "unexpected end", "quoted scalar", "escape"],
        "yaml/unclosed-quote",
        "引号没有成对，或引号里有反斜杠",
        "a quote is not closed, or holds a backslash",
        "核对这一行的引号；正文里的引号请用中文引号“ ”",
        "look at the quotes of this line; a text with backslashes takes single quotes",
    ),
    (
        &["unexpected character", "cannot start any token"],
        "yaml/odd-start",
        "值不能以这个符号开头，它在 YAML 里另有意思",
        "a value cannot begin with this sign, which means something else in YAML",
        "把这个值放进英文引号里，例如 \"@某某\"",
        "put the value in quotes: \"@name\"",
    ),
    (
        &["flow", "bracket", "illegal placement", "expected ',' or"],
        "yaml/unclosed-bracket",
        "括号没有成对，或列表里少了逗号",
        "a bracket is not closed, or a comma is missing",
        "检查 [ ] 和 { }；各项之间用英文逗号，键后面用英文冒号加空格",
        "look at [ ] and { }; items are parted by commas, keys end in a colon and a space",
    ),
    (
        &["mapping values", "indent", "did not find expected", "block", "simple key"],
        "yaml/indent",
        "这一行和上面的对不齐，读不出它属于哪里",
        "this line is not aligned with those above: nobody can tell where it belongs",
        "同一层的键、同一个列表的 - 要上下对齐；下一层比上一层多两个空格",
        "align keys of one level and dashes of one list; indent each level by two spaces",
    ),
];

/// Where the parser stopped. Scanner errors give only a count of characters.
fn place_of(yaml: &str, error: &serde_yaml::Error) -> usize {
    let Some(location) = error.location() else {
        return 0;
    };
    let span = location.span();
    let within = match span.byte_offset() {
        Some(bytes) => bytes as usize,
        None => yaml.char_indices().nth(span.offset() as usize).map_or(yaml.len(), |(i, _)| i),
    };
    // An error at the very end is shown on the last line that holds something.
    yaml.floor_char_boundary(within.min(yaml.trim_end().len()))
}

fn next_char(text: &str, place: usize) -> usize {
    let next = text[place..].chars().next().filter(|c| *c != '\n' && *c != '\r');
    place + next.map_or(0, char::len_utf8)
}
