//! What holds for any text.

use super::{html, read};
use crate::diag::FileId;
use crate::markdown::events::{Step, Steps};
use crate::markdown::html::write_by_events;
use crate::markdown::inline::is_literal;
use crate::markdown::slips::Slip;
use crate::markdown::{Slot, events, plain_text};
use proptest::prelude::*;
use pulldown_cmark::Event;
use std::collections::BTreeSet;
use std::ops::Range;

/// Pieces of which anything may be built.
const PIECES: &[&str] = &[
    "**",
    "*",
    "~~",
    "~",
    "_",
    "__",
    "***",
    "****",
    "`",
    "```",
    "中",
    "文字",
    "，",
    "。",
    "“",
    "”",
    "（",
    "）",
    "a",
    "b ",
    "1",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\n\n",
    "\t",
    "　",
    "[",
    "]",
    "(",
    ")",
    "](",
    "](x.md)",
    "![",
    "![图](a.jpg)",
    "[](b.md)",
    "[^1]",
    "[^1]: ",
    "<",
    ">",
    "> ",
    "> [!NOTE]\n",
    "- ",
    "1. ",
    "- [x] ",
    "|",
    "|a|b|\n|-|-|\n",
    "# ",
    "## ",
    "{#a}",
    ": ",
    "<b>",
    "</b>",
    "<div>",
    "</div>",
    "<details>",
    "<summary>",
    "</details>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<p>",
    "<script>",
    "</script>",
    "<a href=x>",
    "<b id=k>",
    "<br>",
    "<!--",
    "-->",
    "javascript:",
    "(javascript:x)",
    "<javascript:x>",
    "https://",
    "https://a.cn/",
    "&amp;",
    "&#42;",
    "&nbsp;",
    "\\",
    "\\*",
    "\0",
    "\u{1}",
    "\u{301}",
    "👨‍👩‍👧",
    "\u{feff}",
    "---\n",
    "===\n",
    "    ",
    "\"",
    "'",
    "on=",
    "*]",
    "\u{85}",
];

fn soup() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PIECES), 0..40)
        .prop_map(|pieces| pieces.concat())
}

/// The first fault in the nesting of tags.
fn fault(html: &str) -> Option<String> {
    let mut open: Vec<&str> = vec![];
    for part in html.split('<').skip(1) {
        let Some((tag, rest)) = part.split_once('>') else {
            return Some(format!("unfinished {part}"));
        };
        if rest.contains('>') {
            return Some(format!("stray > in {rest}"));
        }
        let name = tag.split([' ', '/']).find(|name| !name.is_empty()).unwrap_or_default();
        if tag.starts_with('/') {
            if open.pop() != Some(name) {
                return Some(format!("</{name}> closes {open:?}"));
            }
        } else if name == "a" && open.contains(&"a") {
            return Some("a link within a link".to_string());
        } else if !["br", "hr", "wbr", "img", "input"].contains(&name) {
            open.push(name);
        }
    }
    (!open.is_empty()).then(|| format!("open: {open:?}"))
}

fn hold(text: &str) -> Result<(), TestCaseError> {
    let read = read(text);
    let by_events = write_by_events(FileId(0), text, 0..text.len());
    prop_assert_eq!(&read.value, &by_events.value);
    prop_assert_eq!(&read.diags, &by_events.diags);
    let outline = &read.value.outline;
    let html = html(&read.value);
    let sane = read
        .value
        .body
        .fill(|slot, out| out.push_str(if let Slot::Text(_) = slot { "x" } else { " x" }));
    prop_assert_eq!(fault(&sane), None, "{}", html);
    // What a hole asks for is no HTML yet: `html` prints a path as it was written, the site never does.
    prop_assert!(!sane.to_ascii_lowercase().contains("<script"), "{}", html);
    prop_assert!(!html.to_ascii_lowercase().contains("href=\"javascript:"), "{}", html);
    for diag in &read.diags {
        let span = diag.primary.ok_or_else(|| TestCaseError::fail("no place"))?;
        prop_assert!(text.get(span.range()).is_some(), "{:?}", diag);
    }
    let ranges =
        outline.links.iter().map(|l| l.range).chain(outline.images.iter().map(|i| i.range));
    for (start, end) in ranges {
        prop_assert!(text.get(start as usize..end as usize).is_some());
    }
    let ids: Vec<&str> =
        html.split(" id=\"").skip(1).filter_map(|part| part.split('"').next()).collect();
    let anchors: BTreeSet<&str> = outline.ids().collect();
    prop_assert_eq!(anchors.len(), outline.ids().count());
    let printed: BTreeSet<&str> = ids.iter().copied().collect();
    prop_assert_eq!(printed.len(), ids.len(), "{:?}", ids);
    prop_assert!(printed.is_subset(&anchors), "{:?} {:?}", ids, anchors);
    prop_assert!(outline.summary.chars().count() <= 120);
    nest(text)?;
    prop_assert_eq!(steps(text, true), steps(text, false));
    plain_text(text, 0..text.len());
    Ok(())
}

/// What is read from a text.
#[derive(Debug, PartialEq)]
enum Told {
    Block(Event<'static>, Range<usize>),
    /// With whether it is text as it stands in the source.
    Inline(Event<'static>, Range<usize>, bool),
    EndOfRun,
    Slip(Slip),
}

/// All that is read from a text, by the parser alone or without it where that will do.
fn steps(text: &str, is_parsed: bool) -> Vec<Told> {
    let mut steps = Steps::new(text);
    if is_parsed {
        steps.parse_from(0);
    }
    let mut told = vec![];
    while let Some(step) = steps.next() {
        match step {
            Step::Block(event, range) => told.push(Told::Block(event.into_static(), range)),
            Step::Run => {
                told.extend(steps.run().iter().map(|(event, range)| {
                    let is_literal = is_literal(event, range, text);
                    Told::Inline(event.clone().into_static(), range.clone(), is_literal)
                }));
                told.push(Told::EndOfRun);
            }
        }
        told.extend(steps.slips.drain(..).map(Told::Slip));
    }
    told
}

/// Events nest, and lie on the borders of characters.
fn nest(text: &str) -> Result<(), TestCaseError> {
    let mut open = vec![];
    for (event, range) in events(text, 0..text.len()) {
        prop_assert!(text.get(range).is_some());
        match event {
            Event::Start(tag) => open.push(tag.to_end()),
            Event::End(tag) => prop_assert_eq!(open.pop(), Some(tag)),
            _ => {}
        }
    }
    prop_assert!(open.is_empty());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn soup_is_read(text in soup()) {
        hold(&text)?;
    }
}

/// Texts that are simple, or nearly so.
fn nearly_simple() -> impl Strategy<Value = String> {
    proptest::collection::vec(prop_oneof![6 => line(), 1 => table()], 0..9)
        .prop_map(|lines| lines.concat())
}

fn words(most: usize) -> impl Strategy<Value = String> {
    let word = prop_oneof![
        30 => proptest::sample::select(WORDS),
        1 => proptest::sample::select(PIECES)
    ];
    proptest::collection::vec(word, 0..most).prop_map(|words| words.concat())
}

fn line() -> impl Strategy<Value = String> {
    let starts =
        &["", "", "", "## ", "# ", "- ", "- ", "1. ", "1. ", "2. ", "1234. ", ": ", " ", "* ", "#"]
            [..];
    (proptest::sample::select(starts), words(8), proptest::sample::select(ENDS))
        .prop_map(|(start, words, end)| [start, &words, end].concat())
}

fn table() -> impl Strategy<Value = String> {
    let gap = || proptest::sample::select(&["", " ", " ", "  "][..]);
    let cell = || (gap(), words(3), gap()).prop_map(|(a, words, b)| [a, &words, b].concat());
    let rule = proptest::sample::select(&["---", " --- ", ":-", "-:", " :-: ", "-", ":", ""][..]);
    let row = || proptest::collection::vec(cell(), 1..4);
    let rules = proptest::collection::vec(rule, 1..4);
    let close = || proptest::sample::select(&["|\n", "|\n", "|\n", "|\n", "|\n", "\n", "| \n"][..]);
    let rows = proptest::collection::vec((row(), close()), 0..3);
    (row(), rules, rows, any::<bool>(), proptest::sample::select(ENDS)).prop_map(
        |(head, rules, rows, is_even, end)| {
            let mut table = format!("|{}|\n|{}|\n", head.join("|"), rules.join("|"));
            for (mut row, close) in rows {
                if is_even {
                    row.resize(head.len(), "中".to_string());
                }
                table.push_str(&format!("|{}{close}", row.join("|")));
            }
            table + end
        },
    )
}

const ENDS: &[&str] = &["\n", "\n", "\n\n", "\n\n", "\n\n\n", " \n", ""];

const WORDS: &[&str] = &[
    "![图一](a/b.jpg)",
    "![图：一](a.jpg \"标题\")",
    "![](a.jpg)",
    "[甲](b.md \"乙 丙\")",
    "[甲](b.md \"\")",
    "**重点**",
    "**“重点”**",
    "**重点，**",
    "**",
    "中文",
    "，",
    "。",
    "“”",
    "《x》",
    "2019年",
    "1.",
    "1)",
    "a",
    "B c",
    " ",
    "·",
    "[另见](../a/b.md)",
    "[](b_c_d.md#x)",
    "[a：b](https://a.cn/?q=1)",
    "[x](y)",
    "![",
    "!",
    "[",
    "-",
    "(a)",
    "'",
    "\"",
    "　",
    "８",
    "é",
    "\u{300}",
    "😀",
    "\u{a0}",
    "\u{2028}",
    ":",
    "：",
    "/",
    "=",
    "**[甲](a.md)**",
    "[^1](a)",
    "[**甲**](a.md)",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn simple_texts_are_read_as_the_parser_would(text in nearly_simple()) {
        prop_assert_eq!(steps(&text, true), steps(&text, false));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn simple_texts_are_read(text in nearly_simple()) {
        hold(&text)?;
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        hold(&text)?;
    }

    #[test]
    fn any_bytes_are_read(bytes in any::<Vec<u8>>()) {
        hold(&String::from_utf8_lossy(&bytes))?;
    }
}

/// What most articles hold needs no parser; the last of these does.
#[test]
fn simple_texts_are_known_as_such() {
    let simple = [
        "大家认为，要**突出重点**，另见[报道](../a/b.md)。\n\n\n2019年：**重点，**会员。\n",
        "## 经验体会1\n民营经济\n持续向好\n- 一：二\n- 三\n\n### 后\n\n",
        "1. 一\n2. 二\n\n![图](a.jpg \"标题\")\n\n文中![图](b.jpg)。\n1. 一",
        "如下：\n\n- 一\n- **二**\n\n| 事项 | 进展 |\n| --- | ---: |\n| 甲 | 30% |\n| [乙](b.md) | 40% |\n\n后\n",
    ];
    for text in simple {
        let mut steps = Steps::new(text);
        while steps.next().is_some() {}
        assert!(steps.is_simple(), "{text}");
    }
    let mut steps = Steps::new("先\n\n> 引\n");
    while steps.next().is_some() {}
    assert!(!steps.is_simple());
}

/// Inputs that make slow parsers quadratic; each takes a blink here.
#[test]
fn long_rows_are_read() {
    for unit in [
        "[", "]", "](", "![", "*", "a*", "**a ", "a**", "中**，", "> ", "- ", "<b>", "</b>", "<a ",
        "http://", "`a``", "~~a", "[^a]",
    ] {
        hold(&unit.repeat(20_000)).unwrap();
    }
}
