//! Images, figures, galleries.

use super::{check, check_told, read};

fn img(src: &str, alt: &str) -> String {
    format!("<img src=\"{src}\" alt=\"{alt}\" loading=\"lazy\" decoding=\"async\">")
}

#[test]
fn alone_and_together() {
    let (a, b, c) = (img("a.jpg", "甲"), img("b.jpg", "乙"), img("c.jpg", ""));
    check("![甲](a.jpg)", &format!("<figure>{a}</figure>"));
    check(
        "![甲](a.jpg \"图<注>\")",
        &format!("<figure>{a}<figcaption>图&lt;注&gt;</figcaption></figure>"),
    );
    check(
        "![甲](a.jpg) ![乙](b.jpg \"注\")\n![-](c.jpg)",
        &format!(
            "<figure class=\"gallery\">\n{a} <figure>{b}<figcaption>注</figcaption></figure>\n{c}\n</figure>"
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
