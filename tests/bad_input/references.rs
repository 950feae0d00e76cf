//! References in front matter and links in bodies that lead nowhere, or to more than one place.

use super::site::{Cases, Site, shown};

const TWIN: (&str, &str) =
    ("content/places/north/tea.md", "---\ntitle: 茶镇\ncode: \"999900101\"\n---\n");
const OTHER: (&str, &str) =
    ("content/places/south/tea.md", "---\ntitle: 茶镇\ncode: \"999900102\"\nslug: tea-2\n---\n");

#[test]
fn references() {
    let mut c = Cases::default();
    c.news("chambers: [teas]", &["5:12 site/dangling-reference"]);
    c.news("chambers: [茶业商会]", &["5:12 site/dangling-reference"]);
    c.news("chambers: [city]", &["5:12 site/dangling-reference"]);
    c.news("chambers: [tea, tea]", &["5:17 site/reference-twice (warning)"]);
    c.news("chambers: tea\nplaces: [nowhere, city]", &["6:10 site/dangling-reference"]);
    c.news("chambers: [chambers/tea.md, ./x]", &["5:29 site/dangling-reference"]);
    c.news("chambers: [\"\"]", &[]);
    c.file(
        "news/x.md",
        "---\ntitle: 题\ndate: 2019\ncolumn: 要闻\n---\n",
        &["4:9 site/dangling-reference"],
    );
    c.chamber(
        "region: 示例市\norigin: nowhere",
        &["4:9 site/dangling-reference", "5:9 site/dangling-reference"],
    );
    let places =
        ("content/news/x.md", "---\ntitle: 题\ndate: 2019\ncolumn: news\nplaces: [tea]\n---\n");
    c.files(&[TWIN, OTHER, places], &["news/x.md:5:10 site/ambiguous-reference"]);
}

#[test]
fn what_is_not_public() {
    let draft = ("content/columns/party.md", "---\ntitle: 党建\nstatus: draft\n---\n");
    let mut c = Cases::default();
    c.files(
        &[draft, ("content/news/x.md", "---\ntitle: 题\ndate: 2019\ncolumn: party\n---\n")],
        &["news/x.md:4:9 site/hidden-reference"],
    );
    c.files(
        &[
            draft,
            (
                "content/news/x.md",
                "---\ntitle: 题\ndate: 2019\ncolumn: news\n---\n[](../columns/party.md)\n",
            ),
        ],
        &["news/x.md:6:4 site/link-to-hidden (warning)"],
    );
    c.files(
        &[draft, ("content/site.yaml", "title: 刊\nmenu:\n  - to: columns/party\n")],
        &["site.yaml:3:9 site/menu"],
    );
}

#[test]
fn links() {
    let mut c = Cases::default();
    c.body("[一](b.md)、[二](../chambers/tae.md)", &["6:5 site/dead-link", "6:15 site/dead-link"]);
    c.body("[一](a.md#没有)、[二](#也没有)", &["6:5 site/dead-anchor", "6:18 site/dead-anchor"]);
    // A text with many headings, of which an index is made.
    let many: String = (1..40).map(|n| format!("\n\n## 第{n}节")).collect();
    c.body(&format!("[一](#第39节)、[二](#第40节){many}"), &["6:16 site/dead-anchor"]);
    c.body("[一](../pages/about.md#历史)[](/chambers/)[家](/)", &[]);
    c.body("[一](/chambers/tea.html)", &["6:5 site/dead-link"]);
    c.body("[一](../chambers/)", &["6:5 site/dead-link"]);
    c.body("[一](www.example.org)", &["6:5 site/dead-link"]);
    c.body("[一](..\\pages\\about.md)", &["6:5 site/backslash"]);
    c.body("[一](../../../../etc/passwd)", &["6:5 site/outside-content"]);
    c.body("[一](../../../x.md)", &["6:5 site/outside-content"]);
    c.body("[一](附件.pdf)", &["6:5 site/missing-file"]);
    c.body("[一][甲]\n\n[甲]: ../nope.md", &["6:1 site/dead-link"]);
}

#[test]
fn pictures() {
    let mut c = Cases::default();
    c.body("![图](images/hall.svg)", &[]);
    c.body("![图](images/hal.svg)", &["6:6 site/missing-file"]);
    c.body("![图](images/Hall.svg)", &["6:6 site/missing-file"]);
    c.body("![图](../../../hall.svg)", &["6:6 site/outside-content"]);
    c.body("![图](a.md)", &["6:6 site/no-picture"]);
    c.body("![图](images\\hall.svg)", &["6:6 site/backslash"]);
    c.news("cover: images/no.png", &["5:8 site/missing-file"]);
    c.news("cover: ../../../../etc/passwd.png", &["5:8 site/outside-content"]);
    c.news("cover: https://example.org/a.png", &["5:8 site/outside-content"]);
    c.news("cover: { src: a.md, alt: 图 }", &["5:15 site/no-picture"]);
    let cover = "---\ntitle: 题\ndate: 2019\ncolumn: news\ncover: bad.png\n---\n![图](bad.png)\n";
    c.files(
        &[("content/news/bad.png", "not a picture"), ("content/news/x.md", cover)],
        &["news/x.md:5:8 media/broken", "news/x.md:7:6 media/broken"],
    );
    c.files(
        &[("content/news/bad.svg", "<html>"), ("content/news/x.md", &cover.replace("png", "svg"))],
        &["news/x.md:5:8 media/broken", "news/x.md:7:6 media/broken"],
    );
}

/// A file that cannot be read is told once; whoever speaks of it is not to blame.
#[test]
fn one_broken_file_is_one_mistake() {
    let speaks = "---\ntitle: 题\ndate: 2019\ncolumn: party\nchambers: [tea]\nplaces: [city]\n---\n\
        见[](../chambers/tea.md)、[](../pages/about.md#历史)。\n";
    let menu = "title: 刊\nmenu:\n  - to: columns/party\n  - { title: 关于, to: pages/about }\n";
    for (path, expected) in [
        ("columns/party.md", "columns/party.md:1:1 front/missing"),
        ("chambers/tea.md", "chambers/tea.md:1:1 front/missing"),
        ("places/city.md", "places/city.md:1:1 front/missing"),
        ("pages/about.md", "pages/about.md:1:1 front/missing"),
    ] {
        let broken = format!("content/{path}");
        let files = [
            ("content/news/x.md", speaks),
            ("content/site.yaml", menu),
            (broken.as_str(), "没有开头。\n"),
        ];
        Cases::default().files(&files, &[expected]);
    }
}

#[test]
fn an_editor_reads_what_was_meant() {
    let news = |front: &str| format!("---\ntitle: 题\ndate: 2019\ncolumn: news\n{front}\n---\n");
    shown(
        "news/x.md",
        &news("chambers: [茶业商会]"),
        "\
错误[site/dangling-reference]: 没有编号为“茶业商会”的商会
 --> content/news/x.md:5:12
  |
5 | chambers: [茶业商会]
  |            ^^^^^^^^
  |
  = 提示: 要写编号，不写名称：“茶业商会”的编号是 tea",
    );
    shown(
        "news/x.md",
        &(news("tags: 一") + "详见[茶业商会](/chambers/tea.html)。\n"),
        "\
错误[site/dead-link]: “/chambers/tea.html”是网址，站内链接要写源文件的路径
 --> content/news/x.md:7:10
  |
7 | 详见[茶业商会](/chambers/tea.html)。
  |                ^^^^^^^^^^^^^^^^^^
  |
  = 提示: 是不是 ../chambers/tea.md？",
    );
    let site = Site::with([TWIN, OTHER, ("content/news/x.md", &news("places: [tea]"))]);
    let en = "\
error[site/ambiguous-reference]: `tea` may be any of 2 places
 --> content/news/x.md:5:10
  |
5 | places: [tea]
  |          ^^^
  |
  = help: write the whole id: north/tea, south/tea

1 error
Not built; nothing in public/ was touched. Mend them and run huikan build again.
";
    assert_eq!(site.shown("en"), en);
}
