//! Images, figures, galleries.

use super::{check, check_told, read};

fn img(src: &str, alt: &str) -> String {
    format!("<img src=\"{src}\" alt=\"{alt}\" loading=\"lazy\" decoding=\"async\">")
}

#[test]
fn alone_and_together() {
    let (a, b, c) = (img("a.jpg", "甲"), img("b.jpg", "乙"), img("c.jpg", ""));
    check("文\n\n![甲](a.jpg)", &format!("<p>文</p>\n<figure>{a}</figure>"));
    check(
        "文\n\n![甲](a.jpg \"图<注>\")",
        &format!("<p>文</p>\n<figure>{a}<figcaption>图&lt;注&gt;</figcaption></figure>"),
    );
    // In a gallery each leads to the whole of it, if it has a name that a link can have.
    check(
        "文\n\n![甲](a.jpg) ![乙](b.jpg \"注\")\n![-](c.jpg)",
        &format!(
            "<p>文</p>\n<figure class=\"gallery\">\n<a href=\"a.jpg\">{a}</a> \
             <figure><a href=\"b.jpg\">{b}</a><figcaption>注</figcaption></figure>\n{c}\n</figure>"
        ),
    );
    check("文![甲](a.jpg)", &format!("文{a}"));
    check(
        "文![甲](a.jpg \"注\")",
        "文<img src=\"a.jpg\" alt=\"甲\" title=\"注\" loading=\"lazy\" decoding=\"async\">",
    );
    check("- ![甲](a.jpg)", &format!("<ul>\n<li>{a}</li>\n</ul>"));
}

#[test]
fn what_a_text_begins_with_does_not_wait() {
    let (a, late) = ("<img src=\"a.jpg\" alt=\"甲\" decoding=\"async\">", img("b.jpg", "乙"));
    check(
        "![甲](a.jpg)\n\n![乙](b.jpg)",
        &format!("<figure>{a}</figure>\n<figure>{late}</figure>"),
    );
    check(
        "![甲](a.jpg) ![乙](b.jpg)",
        &format!(
            "<figure class=\"gallery\">\n<a href=\"a.jpg\">{a}</a> <a href=\"b.jpg\">{late}</a>\n</figure>"
        ),
    );
    check("> ![乙](b.jpg)", &format!("<blockquote>\n<figure>{late}</figure>\n</blockquote>"));
}

#[test]
fn alternative_texts() {
    check("文![-](c.jpg)", &format!("文{}", img("c.jpg", "")));
    check(
        "文![一 **“二”** `三` [四](x.md)](c.jpg)",
        &format!("文{}", img("c.jpg", "一 “二” 三 四")),
    );
    check("文![\"<&](c.jpg)", &format!("文{}", img("c.jpg", "&quot;&lt;&amp;")));
    check("文![一\n二](c.jpg)", &format!("文{}", img("c.jpg", "一二")));
    check_told("文![](c.jpg)", &format!("文{}", img("c.jpg", "")), &["missing-alt ![](c.jpg)"]);
    check_told("文![ ](c.jpg)", &format!("文{}", img("c.jpg", "")), &["missing-alt ![ ](c.jpg)"]);
}

#[test]
fn only_from_this_site() {
    check_told(
        "文![甲](https://example.com/a.jpg)",
        "文甲",
        &["external-image ![甲](https://example.com/a.jpg)"],
    );
    check_told(
        "![甲](//example.com/a.jpg)",
        "<figure>甲</figure>",
        &["external-image ![甲](//example.com/a.jpg)"],
    );
    check_told(
        "文![甲](data:image/png;base64,x)",
        "文甲",
        &["unsafe-link ![甲](data:image/png;base64,x)"],
    );
    check_told("文![甲]()", "文甲", &["empty-link ![甲]()"]);
}

#[test]
fn the_outline_has_them() {
    let input = "![甲](<图 片.jpg>) ![-](%E5%9B%BE.png \"t\") ![乙][r]\n\n[r]: r.jpg";
    let outline = read(input).value.outline;
    let images: Vec<_> = outline
        .images
        .iter()
        .map(|image| {
            (
                &*image.src,
                &*image.alt,
                image.decorative,
                &input[image.range.0 as usize..image.range.1 as usize],
            )
        })
        .collect();
    let expected = [
        ("图 片.jpg", "甲", false, "图 片.jpg"),
        ("图.png", "", true, "%E5%9B%BE.png"),
        ("r.jpg", "乙", false, "![乙][r]"),
    ];
    assert_eq!(images, expected);
}
