//! Mistakes of syntax: slips of the keyboard, quotes, brackets, things that YAML can do and a
//! bulletin does not.

use super::site::{Cases, Site, shown};

#[test]
fn slips_of_the_keyboard() {
    let mut c = Cases::default();
    c.page("title：题", &["2:6 yaml/full-width-colon"]);
    c.page("title： 题\ndate: 2019", &["2:6 yaml/full-width-colon"]);
    c.page("title: 题\ntags:\n  - 一\nsummary：短", &["5:8 yaml/full-width-colon"]);
    c.page("title:题\ndate: 2019", &["2:6 yaml/no-space"]);
    c.page("title:题", &["2:6 yaml/no-space"]);
    c.page("title:\u{a0}题", &["2:7 yaml/odd-space"]);
    c.page("title: \u{a0}题\ndate：2019", &["2:8 yaml/odd-space", "3:5 yaml/full-width-colon"]);
    c.page("title:\u{3000}题\ndate: 2019", &["2:7 yaml/odd-space"]);
    c.page("title: 题\n\u{3000}date: 2019", &["3:1 yaml/odd-space"]);
    c.page("title: 题\n\tdate: 2019", &["3:1 yaml/tab"]);
    c.page("title: 题\ntags:\n\t- 一", &["4:1 yaml/tab"]);
    c.page("title: 题\ntags:\n  -一\n  -二", &["4:3 yaml/no-space"]);
    c.page("title: 题\ndate 2019", &["3:1 yaml/no-colon"]);
    c.page("题目", &["2:1 yaml/no-colon"]);
    c.page("title: 题\n梧州的商会", &["3:1 yaml/no-colon"]);
    c.page("标题：题\ndate: 2019", &["2:1 yaml/unknown-key", "2:3 yaml/full-width-colon"]);
}

#[test]
fn slips_inside_lists_and_braces() {
    let mut c = Cases::default();
    c.news("tags: [一，二]", &["5:9 yaml/full-width-comma"]);
    c.news("tags: 一、二", &["5:8 yaml/full-width-comma"]);
    c.news("tags: ［一, 二］", &["5:7 yaml/full-width-bracket"]);
    c.news("tags: 【一】", &["5:7 yaml/full-width-bracket"]);
    c.news("tags: [\"一，二\", '三、四', 五]", &[]);
    c.news("bylines: { author：甲 }", &["5:18 yaml/full-width-colon"]);
    c.news("bylines: { author:甲, editor: 乙 }", &["5:18 yaml/no-space"]);
    c.news("bylines: { author: 甲，editor: 乙 }", &["5:21 yaml/full-width-comma"]);
    c.news(
        "bylines:\n  author：甲\n  editor：乙",
        &["6:9 yaml/full-width-colon", "7:9 yaml/full-width-colon"],
    );
    c.news("bylines:\n  author: 甲\n  editor：乙", &["7:9 yaml/full-width-colon"]);
}

#[test]
fn quotes() {
    let mut c = Cases::default();
    c.page("title: \"四好\"商会", &["2:12 yaml/after-quote"]);
    c.page("title: '四好' 商会 # 注", &["2:13 yaml/after-quote"]);
    c.page("title: \"题\ndate: 2019-02-30", &["2:8 yaml/unclosed-quote", "3:7 content/date"]);
    c.page("title: \"题\nsummary: \"短\"", &["2:8 yaml/unclosed-quote"]);
    c.page("title: 题\nsummary: '短", &["3:10 yaml/unclosed-quote"]);
    c.page("title: \"a\\q\"", &["2:8 yaml/unclosed-quote"]);
    c.page("title: 题\ntags: [\"一, 二]\ndate: 2019", &["3:8 yaml/unclosed-quote"]);
}

#[test]
fn brackets() {
    let mut c = Cases::default();
    c.page("title: [转载]动态", &["2:12 yaml/after-bracket"]);
    c.page("title: 题\ntags: [一, 二\ndate: 2019", &["3:7 yaml/unclosed-bracket"]);
    c.page(
        "title: 题\ntags: [一, 二}\ndate: 2019-13",
        &["3:12 yaml/unclosed-bracket", "4:7 content/date"],
    );
    c.page("title: 题\ntags: [一]]", &["3:10 yaml/unclosed-bracket"]);
    c.page("title: 题\ntags: [一, , 二]", &["3:11 yaml/empty-item"]);
    c.page("title: 题\ntags:\n  - 一\n  -\n  - 二", &["5:3 yaml/empty-item"]);
    c.page("title: {题", &["2:8 yaml/unclosed-bracket"]);
}

#[test]
fn signs_that_yaml_keeps_for_itself() {
    let mut c = Cases::default();
    for value in ["@某", "`a`", "%5", "!x 题", ", a", "> 题目", "| 题目", "- 题", "? 题"] {
        c.page(&format!("title: {value}"), &["2:8 yaml/odd-start"]);
    }
    c.page("title: *重要*", &["2:8 yaml/alias"]);
    c.page("title: &a 题", &["2:8 yaml/alias"]);
    c.page("title: 通知: 开会", &["2:10 yaml/colon-in-value"]);
    c.page("title: #1 题", &["2:1 yaml/missing-key"]);
    c.page(
        "title: 题\nsummary: 一: 二\ntags: [@三]",
        &["3:11 yaml/colon-in-value", "4:8 yaml/odd-start"],
    );
}

#[test]
fn indents() {
    let mut c = Cases::default();
    c.page("title: 题\ntags:\n  - 一\n - 二", &["5:2 yaml/indent"]);
    c.page("title: 题\n  date: 2019", &["3:7 yaml/indent"]);
    c.page("  title: 题\ndate: 2019", &["2:1 yaml/indent"]);
}

#[test]
fn what_could_grow_is_refused_at_once() {
    let mut c = Cases::default();
    let bomb: String =
        (1..30).map(|n| format!("k{n}: &k{n} [*k{}, *k{}]\n", n - 1, n - 1)).collect();
    let text = format!("---\ntitle: 题\nextra: &k0 [x]\n{bomb}---\n");
    let site = Site::with([("content/pages/x.md", text.as_str())]);
    assert!(site.refused().iter().any(|told| told.line == "pages/x.md:3:8 yaml/alias"));

    let brackets = "[".repeat(100_000);
    c.page(&format!("title: {brackets}"), &["2:8 yaml/unclosed-bracket"]);
    c.page(
        &format!("title: 题\nextra: {{ a: {}{} }}", "[".repeat(20), "]".repeat(20)),
        &["3:27 yaml/too-large"],
    );
    let many = "x, ".repeat(20_000);
    let site = Site::with([(
        "content/pages/x.md",
        format!("---\ntitle: 题\ntags: [{many}x]\n---\n").as_str(),
    )]);
    assert!(site.refused()[0].line.ends_with(" yaml/too-large"));
    c.page("title: 题\n<<: { date: 2019 }", &["3:1 yaml/unknown-key"]);
}

#[test]
fn all_mistakes_are_told_in_one_run() {
    let mut c = Cases::default();
    c.file(
        "news/x.md",
        "---\ntitle: 通知: 开会\ndate：2019-02-30\ncolumn: newz\nstatus: 发布\ntags: [一，二]\nfeatured: yes\n\
         cover: { src: images/no.png }\n---\n\n见[](nope.md)。\n",
        &[
            "2:10 yaml/colon-in-value",
            "3:5 yaml/full-width-colon",
            "3:6 content/date",
            "4:9 site/dangling-reference",
            "5:9 yaml/unknown-value",
            "6:9 yaml/full-width-comma",
            "7:11 yaml/wrong-type",
            "8:15 site/missing-file",
            "11:5 site/dead-link",
        ],
    );
}

#[test]
fn an_editor_reads_what_to_write() {
    shown(
        "pages/x.md",
        "---\ntitle: \"四好\"商会\n---\n",
        "\
错误[yaml/after-quote]: 值以引号开头，配对的引号后面却还有文字
 --> content/pages/x.md:2:12
  |
2 | title: \"四好\"商会
  |              ^^^^
  |
  = 提示: 写成 title: “四好”商会",
    );
    shown(
        "news/x.md",
        "---\ntitle: 题\ndate: 2019\ncolumn: news\ntags: 党建、六堡茶\n---\n",
        "\
错误[yaml/full-width-comma]: 各项之间用了中文标点，会被当成同一项
 --> content/news/x.md:5:9
  |
5 | tags: 党建、六堡茶
  |           ^^
  |
  = 提示: 写成 tags: [党建, 六堡茶]
  = 提示: 改成英文逗号加一个空格；它如果是文字的一部分，就把这一项放进英文引号里",
    );
    shown(
        "pages/x.md",
        "---\ntitle: 题\ntags: [一, 二\ndate: 2019\n---\n",
        "\
错误[yaml/unclosed-bracket]: 这个括号没有配对的 ]
 --> content/pages/x.md:3:7
  |
3 | tags: [一, 二
  |       ^
  |
  = 提示: 在值的末尾补上 ]；如果它只是文字，把整个值放进引号里",
    );
}
