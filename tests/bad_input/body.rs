//! Markdown that would not be printed as its writer meant, or not safely.

use super::site::{Cases, Site};

#[test]
fn markdown() {
    let mut c = Cases::default();
    c.body("![](images/hall.svg)", &["6:1 markdown/missing-alt"]);
    c.body("![-](images/hall.svg)", &[]);
    c.body("![图](https://example.org/a.png)", &["6:1 markdown/external-image"]);
    c.body("[一]()", &["6:1 markdown/empty-link"]);
    c.body("[一](javascript:alert(1))", &["6:1 markdown/unsafe-link"]);
    c.body("<script>alert(1)</script>", &["6:1 markdown/html-not-allowed"]);
    c.body("<a href=\"x\" onclick=\"y\">一</a>", &["6:1 markdown/html-not-allowed"]);
    c.body("[一]（a.md）", &["6:1 markdown/wide-brackets (warning)"]);
    c.body("![图](images/大 厅.svg)", &["6:1 markdown/space-in-link (warning)"]);
    c.body("**会议强调，要坚持", &["6:1 markdown/stray-emphasis (warning)"]);
    c.body("##小标题", &["6:1 markdown/heading-space (warning)"]);
    c.body("文字[^1]", &["6:3 markdown/footnote-undefined (warning)"]);
    c.body("字\u{fffd}字\u{fffd}", &["6:2 content/lost-character (warning)"]);
    c.body("字\u{0}字", &["6:2 files/control-character"]);
    c.body("字\u{b}字", &["6:2 files/control-character"]);
    c.body("👨‍👩‍👧 [家](nope.md)", &["6:11 site/dead-link"]);
}

/// Depth and size: told or drawn, never a crash.
#[test]
fn too_much() {
    let lists: String = (0..1000).map(|n| format!("{}- 项\n", " ".repeat(2 * n))).collect();
    let cases = [
        "[".repeat(100_000),
        ">".repeat(10_000) + " 引",
        lists,
        "长".repeat(300_000),
        "*".repeat(50_000),
        "![".repeat(20_000),
        "<div>".repeat(5_000),
        "`".repeat(30_001),
        "| a ".repeat(5_000) + "\n" + &"|-".repeat(5_000),
        "[^1]".repeat(10_000),
    ];
    for body in cases {
        let text = format!("---\ntitle: 题\ndate: 2019\ncolumn: news\n---\n{body}\n");
        let (_, told) = Site::with([("content/news/x.md", text.as_str())]).build();
        assert!(told.len() <= 201, "{} of {}…", told.len(), &body[..6]);
    }
}
