//! What a person and a program see of the same diagnostics.

use proptest::prelude::*;

use super::*;

/// Files by their number; a file without text cannot be read.
struct Memory(Vec<(&'static str, Option<String>)>);

impl Sources for Memory {
    fn name(&self, file: FileId) -> String {
        self.0[file.0 as usize].0.to_owned()
    }

    fn text(&self, file: FileId) -> Option<Arc<str>> {
        self.0[file.0 as usize].1.as_deref().map(Arc::from)
    }
}

fn one(text: &str) -> Memory {
    Memory(vec![("content/news/茶.md", Some(text.to_owned()))])
}

/// The span of the first `needle` in file 0.
fn span(text: &str, needle: &str) -> Span {
    let start = text.find(needle).unwrap();
    Span::new(FileId(0), start..start + needle.len())
}

fn human(diags: &[Diagnostic], sources: &Memory) -> String {
    render(diags, sources, Format::Human, Lang::Zh, false)
}

fn error(span: Span) -> Diagnostic {
    Diagnostic::error("yaml/unknown-key", "没有这个键", "unknown key").at(span)
}

fn at(text: &str, needle: &str) -> String {
    human(&[error(span(text, needle))], &one(text))
}

#[test]
fn the_caret_stands_under_wide_characters() {
    let text = "---\ntitle: 六堡茶\nautor: 张三\n---\n\n正文在这里，商会举行活动。\n";
    let here = error(span(text, "商会"))
        .label(span(text, "商会"), "就是这里", "here")
        .hint("是不是 `author`？", "did you mean `author`?");
    let expected = "\
错误[yaml/unknown-key]: 没有这个键
 --> content/news/茶.md:6:7
  |
6 | 正文在这里，商会举行活动。
  |             ^^^^ 就是这里
  |
  = 提示: 是不是 `author`？

";
    assert_eq!(human(&[here], &one(text)), expected);
}

#[test]
fn english_has_english_words() {
    let text = "titel: a\n";
    let diag = Diagnostic::warning("yaml/unknown-key", "没有这个键", "unknown key")
        .at(span(text, "titel"))
        .hint("是不是 `title`？", "did you mean `title`?");
    let expected = "\
warning[yaml/unknown-key]: unknown key
 --> content/news/茶.md:1:1
  |
1 | titel: a
  | ^^^^^
  |
  = help: did you mean `title`?

";
    let sources = one(text);
    assert_eq!(render(&[diag], &sources, Format::Human, Lang::En, false), expected);
}

#[test]
fn without_a_place_there_is_no_excerpt() {
    let diag = Diagnostic::warning("site/none", "没有内容\n请先建立", "no content")
        .hint("运行 `huikan init`", "run `huikan init`");
    let expected = "\
警告[site/none]: 没有内容
                 请先建立
 |
 = 提示: 运行 `huikan init`

";
    assert_eq!(human(&[diag], &one("")), expected);
}

#[test]
fn tabs_emoji_and_controls_keep_the_caret_in_place() {
    let expected = "\
错误[yaml/unknown-key]: 没有这个键
 --> content/news/茶.md:1:4
  |
1 |     a:    bad
  |           ^^^

";
    assert_eq!(at("\ta:\tbad\n", "bad"), expected.replace(":1:4", ":1:5"));
    let expected = "\
错误[yaml/unknown-key]: 没有这个键
 --> content/news/茶.md:1:9
  |
1 | 👨👩👧🎉 ❤甲
  |           ^^

";
    let text = "👨‍👩‍👧🎉 ❤甲";
    assert_eq!(at(text, "甲"), expected);
    let expected = "\
错误[yaml/unknown-key]: 没有这个键
 --> content/news/茶.md:1:7
  |
1 | ␛[31m<U+00A0>红
  |              ^^

";
    assert_eq!(at("\x1b[31m\u{a0}红", "红"), expected);
}

#[test]
fn line_ends_of_windows_are_not_shown() {
    let text = "title: 甲\r\ndate: 昨天\r\n";
    let expected = "\
错误[yaml/unknown-key]: 没有这个键
 --> content/news/茶.md:2:7
  |
2 | date: 昨天
  |       ^^^^

";
    assert_eq!(at(text, "昨天"), expected);
    let expected = "\
错误[yaml/unknown-key]: 没有这个键
 --> content/news/茶.md:1:9
  |
1 | title: 甲
  |          ^

";
    assert_eq!(at(text, "\r\n"), expected);
}

#[test]
fn the_end_of_a_file_can_be_shown() {
    let empty = "\
错误[yaml/unknown-key]: 没有这个键
 --> content/news/茶.md:1:1
  |
1 |
  | ^

";
    assert_eq!(human(&[error(Span::top(FileId(0)))], &one("")), empty);
    let past = Span::new(FileId(0), 90..99);
    assert_eq!(human(&[error(past)], &one("")), empty);
    let last_line = empty.replace(":1:1", ":3:1").replace("1 |", "3 |");
    assert_eq!(human(&[error(past)], &one("---\n甲\n")), last_line);
    let end = "\
错误[yaml/unknown-key]: 没有这个键
 --> content/news/茶.md:1:3
  |
1 | 甲乙
  |     ^

";
    assert_eq!(human(&[error(past)], &one("甲乙")), end);
}

#[test]
fn a_span_over_lines_is_shown_by_its_first() {
    let expected = "\
错误[yaml/unknown-key]: 没有这个键
 --> content/news/茶.md:1:2
  |
1 | <div>甲
  |  ^^^^^^

";
    assert_eq!(at("<div>甲\n乙\n</div>\n", "div>甲\n乙\n</div>"), expected);
}

#[test]
fn labels_stand_in_their_files() {
    let first = "---\ntitle: 甲\nslug: tea\n---\n\n正文\n\n\n\n\n\n结尾\n";
    let sources = Memory(vec![
        ("content/news/甲.md", Some(first.to_owned())),
        ("content/news/乙.md", Some("---\nslug: tea\n---\n".to_owned())),
        ("content/news/丙.md", None),
    ]);
    let diag = error(span(first, "tea"))
        .label(span(first, "甲"), "标题", "title")
        .label(span(first, "结尾"), "远处", "far")
        .label(Span::new(FileId(1), 10..13), "先有的", "first")
        .label(Span::top(FileId(2)), "读不到", "unreadable");
    let expected = "\
错误[yaml/unknown-key]: 没有这个键
  --> content/news/甲.md:3:7
   |
 2 | title: 甲
   |        -- 标题
 3 | slug: tea
   |       ^^^
   |
  ::: content/news/甲.md:12:1
   |
12 | 结尾
   | ---- 远处
   |
  ::: content/news/乙.md:2:7
   |
 2 | slug: tea
   |       --- 先有的
  ::: content/news/丙.md

";
    assert_eq!(human(&[diag], &sources), expected);
}

#[test]
fn a_huge_line_is_shown_around_the_place() {
    let text = format!("{}**{}", "会".repeat(200_000), "刊".repeat(200_000));
    let expected = format!(
        "\
错误[yaml/unknown-key]: 没有这个键
 --> content/news/茶.md:1:200001
  |
1 | ...{}**{}...
  |    {}^^

",
        "会".repeat(20),
        "刊".repeat(29),
        " ".repeat(40)
    );
    assert_eq!(at(&text, "**"), expected);
}

#[test]
fn many_diagnostics_in_one_huge_line_cost_little() {
    let text = "会".repeat(1_000_000);
    let diags: Vec<_> =
        (0..2_000).map(|n| error(Span::new(FileId(0), n * 1_500..n * 1_500 + 3))).collect();
    let sources = one(&text);
    for format in [Format::Human, Format::Short, Format::Json, Format::Github] {
        let out = render(&diags, &sources, format, Lang::Zh, false);
        assert!(out.len() < 2_000 * 1_000);
    }
}

#[test]
fn short_is_one_line_each() {
    let text = "一\n二三\n";
    let sources = Memory(vec![("a\x1b.md", Some(text.to_owned())), ("b.md", None)]);
    let diags = [
        error(span(text, "三")),
        Diagnostic::warning("x/y", "两\n行\x1b[0m", "two").at(Span::top(FileId(1))),
        Diagnostic::error("x/z", "全局", "global"),
    ];
    let expected = "\
a␛.md:2:2: 错误[yaml/unknown-key]: 没有这个键
b.md: 警告[x/y]: 两 行␛[0m
错误[x/z]: 全局
";
    assert_eq!(render(&diags, &sources, Format::Short, Lang::Zh, false), expected);
}

#[test]
fn json_is_one_object_a_line() {
    let text = "一\n二三\n";
    let sources = Memory(vec![("a.md", Some(text.to_owned())), ("b.md", None)]);
    let diags = [
        error(span(text, "三")).label(Span::top(FileId(1)), "那里", "there").hint("改", "mend"),
        Diagnostic::warning("x/z", "全局\n\u{9b}", "global"),
    ];
    let expected = concat!(
        r#"{"code":"yaml/unknown-key","severity":"error","message":{"zh":"没有这个键","en":"unknown key"},"#,
        r#""file":"a.md","line":2,"column":2,"end_line":2,"end_column":3,"bytes":[7,10],"#,
        r#""labels":[{"message":{"zh":"那里","en":"there"},"#,
        r#""file":"b.md","line":null,"column":null,"end_line":null,"end_column":null,"bytes":[0,0]}],"#,
        r#""hints":[{"zh":"改","en":"mend"}]}"#,
        "\n",
        r#"{"code":"x/z","severity":"warning","message":{"zh":"全局\n\u009b","en":"global"},"labels":[],"hints":[]}"#,
        "\n",
    );
    assert_eq!(render(&diags, &sources, Format::Json, Lang::Zh, false), expected);
}

#[test]
fn github_commands_are_escaped() {
    let text = "一\n二三\n四\n";
    let sources = Memory(vec![("a,b:100%.md", Some(text.to_owned()))]);
    let diags = [
        Diagnostic::error("x/y", "增长 50%\n如下", "up")
            .at(span(text, "三"))
            .label(span(text, "一"), "先前", "before")
            .hint("改", "mend"),
        error(span(text, "三\n四")),
        Diagnostic::warning("x/z", "全局", "global"),
    ];
    let expected = "\
::error file=a%2Cb%3A100%25.md,line=2,col=2,endLine=2,endColumn=3,title=x/y::增长 50%25%0A如下%0Aa,b:100%25.md:1: 先前%0A提示: 改
::error file=a%2Cb%3A100%25.md,line=2,endLine=3,title=yaml/unknown-key::没有这个键
::warning title=x/z::全局
";
    assert_eq!(render(&diags, &sources, Format::Github, Lang::Zh, false), expected);
}

#[test]
fn order_does_not_depend_on_discovery() {
    let sources = Memory(vec![("b.md", Some("甲乙".into())), ("a.md", Some("甲乙".into()))]);
    let place = |file, start| Span::new(FileId(file), start..start + 3);
    let expected = [
        Diagnostic::warning("x/none", "", ""),
        error(place(1, 0)),
        Diagnostic::error("a/first", "", "").at(place(0, 0)),
        error(place(0, 0)),
        error(place(0, 0)).hint("一", "one"),
        error(place(0, 3)),
    ];
    let mut diags: Vec<_> = expected.iter().rev().chain(&expected).cloned().collect();
    sort_and_dedup(&mut diags, &sources);
    assert_eq!(diags, expected);
}

#[test]
fn the_summary_counts_both_kinds() {
    let of = |errors: usize, warnings: usize| -> Vec<Diagnostic> {
        let error = Diagnostic::error("a/b", "", "");
        let warning = Diagnostic::warning("a/b", "", "");
        std::iter::repeat_n(error, errors).chain(std::iter::repeat_n(warning, warnings)).collect()
    };
    assert_eq!(summary(&of(3, 1), Lang::Zh), "3 个错误，1 个警告");
    assert_eq!(summary(&of(3, 1), Lang::En), "3 errors, 1 warning");
    assert_eq!(summary(&of(0, 2), Lang::En), "2 warnings");
    assert_eq!(summary(&of(1, 0), Lang::Zh), "1 个错误");
    assert_eq!(summary(&[], Lang::Zh), "");
}

/// Text as content may be: any characters, and often those that move lines and columns about.
fn any_text() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "\r\n",
        "\n",
        "\r",
        "\t",
        "\u{feff}",
        "\x1b[0m",
        "👩‍🚀",
        "会",
        "a",
    ]);
    prop::collection::vec(prop_oneof![odd.prop_map(str::to_owned), any::<String>()], 0..12)
        .prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_span_in_any_text_can_be_shown(
        text in any_text(),
        other in any_text(),
        words in any_text(),
        spans in prop::collection::vec((0..2u32, 0..80usize, 0..80usize), 1..6),
    ) {
        let sources = Memory(vec![("a.md", Some(text)), ("b.md", Some(other))]);
        let spans: Vec<_> =
            spans.into_iter().map(|(file, start, len)| Span::new(FileId(file), start..start + len)).collect();
        let mut diag = Diagnostic::error("a/b", words.clone(), words.clone()).at(spans[0]);
        for span in &spans[1..] {
            diag = diag.label(*span, words.clone(), words.clone());
        }
        let diags = [diag.hint(words.clone(), words)];
        for format in [Format::Human, Format::Short, Format::Json, Format::Github] {
            let out = render(&diags, &sources, format, Lang::Zh, false);
            prop_assert!(!out.contains(|c: char| c.is_control() && c != '\n'), "{out:?}");
        }
    }
}
