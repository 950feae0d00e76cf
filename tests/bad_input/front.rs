//! The fences and what stands between them.

use super::site::{Cases, Site, shown};

#[test]
fn fences() {
    let cases: &[(&str, &str)] = &[
        ("", "1:1 front/missing"),
        ("\n \n", "1:1 front/missing"),
        ("正文而已。\n", "1:1 front/missing"),
        ("# 标题\n\n正文。\n", "1:1 front/missing"),
        ("title: 题\n---\n", "1:1 front/missing"),
        ("\n\n---\ntitle: 题\n---\n", "3:1 front/odd-fence"),
        ("----\ntitle: 题\n----\n", "1:1 front/odd-fence"),
        ("--\ntitle: 题\n---\n", "1:1 front/odd-fence"),
        ("———\ntitle: 题\n———\n", "1:1 front/odd-fence"),
        ("－－－\ntitle: 题\n---\n", "1:1 front/odd-fence"),
        (" ---\ntitle: 题\n---\n", "1:1 front/odd-fence"),
        ("---\ntitle: 题\n———\n\n正文。\n", "3:1 front/odd-fence"),
        ("---\ntitle: 题\n...\n正文。\n---\n", "3:1 front/odd-fence"),
        ("---\ntitle: 题\n\n正文。\n", "1:1 front/unclosed"),
        ("---\ntitle: 题\n", "1:1 front/unclosed"),
        ("---\ntitle: 题\n\n第一段。\n\n---\n\n第二段。\n", "1:1 front/unclosed"),
        ("---", "1:1 front/unclosed"),
        ("---\n---\n正文。\n", "1:1 front/empty"),
        ("---\n  \n# 还没写\n---\n正文。\n", "1:1 front/empty"),
        ("---\rtitle: 题\r---\r正文。\r", "1:1 front/line-ends"),
    ];
    let mut c = Cases::default();
    for (text, expected) in cases {
        c.file("pages/x.md", text, &[expected]);
    }
}

#[test]
fn what_is_no_mistake() {
    for text in [
        "\u{feff}---\ntitle: 题\n---\n正文。\n",
        "\u{feff}\u{feff}---\ntitle: 题\n---\n",
        "---\r\ntitle: 题\r\ntags:\r\n  - 一\r\n---\r\n正文。\r\n",
        "--- \ntitle: 题\n---\t\n正文。\n\n---\n\n更多。\n",
        "---\ntitle: 题\n---",
        "---\ntitle: 题\nsummary: |\n  第一行\n\n  会议：第二行\n---\n",
        "---\ntitle: \"2019\"\nextra: { a: [1, { b: ~ }], 标: 题 }\n---\n",
        "---\ntitle:\t题\n---\n",
        "---\ntitle: 题\u{3000}\ndate: 2019-10-23\u{3000}\n---\n",
        "---\ntitle: 👨‍👩‍👧 1e999\n---\n",
        "---\ntitle: >-\n  很长的\n  标题\n---\n",
    ] {
        assert_eq!(Site::with([("content/pages/x.md", text)]).allowed().len(), 0, "{text}");
    }
}

#[test]
fn an_editor_is_shown_where_the_text_begins() {
    shown(
        "pages/x.md",
        "---\ntitle: 题\ntags: [一]\n\n梧州的商会很多。\n",
        "\
错误[front/unclosed]: 开头的 --- 没有对应的结束行
 --> content/pages/x.md:1:1
  |
1 | ---
  | ^^^
...
5 | 梧州的商会很多。
  | ---------------- 正文大概从这里开始，在它前面加一行 ---
  |
  = 提示: 在标题等信息之后、正文之前加一行 ---",
    );
}
