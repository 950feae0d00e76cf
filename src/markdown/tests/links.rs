//! Links, and URLs that stand bare.

use super::{check, check_told, read};

#[test]
fn inside_and_outside() {
    check("[甲](../chambers/tea.md#历史)", r#"<a href="../chambers/tea.md#历史">甲</a>"#);
    check("[甲](%E8%8C%B6.md)", r#"<a href="茶.md">甲</a>"#);
    check("[甲](<a b.md>)", r#"<a href="a b.md">甲</a>"#);
    check("[甲](#下)", "<a href=\"#下\">甲</a>");
    check("[甲](a.md '题\"')", r#"<a href="a.md" title="题&quot;">甲</a>"#);
    check(
        "[甲](https://example.com/?a=1&b=图)",
        r#"<a href="https://example.com/?a=1&amp;b=%E5%9B%BE">甲</a>"#,
    );
    check("[甲](mailto:a@example.com)", r#"<a href="mailto:a@example.com">甲</a>"#);
    check("[甲](tel:0774-123)", r#"<a href="tel:0774-123">甲</a>"#);
    check(
        "<https://example.com> <a@example.com>",
        r#"<a href="https://example.com">https://example.com</a> <a href="mailto:a@example.com">a@example.com</a>"#,
    );
    check("[甲]\n\n[甲]: a.md", r#"<a href="a.md">甲</a>"#);
}

#[test]
fn the_outline_has_links_of_this_site_only() {
    let input = "[甲](a.md)[](<b c.md#d> \"t\")[x](https://example.com)[y](//example.com)[#](#乙)[丙][r]\n\n[r]: r.md";
    let outline = read(input).value.outline;
    let links: Vec<_> = outline
        .links
        .iter()
        .map(|link| {
            (&*link.target, &input[link.range.0 as usize..link.range.1 as usize], link.empty_text)
        })
        .collect();
    let expected = [
        ("a.md", "a.md", false),
        ("b c.md#d", "b c.md#d", true),
        ("#乙", "#乙", false),
        ("r.md", "[丙][r]", false),
    ];
    assert_eq!(links, expected);
}

#[test]
fn without_text() {
    check("[](a.md)", r#"<a href="a.md">«a.md»</a>"#);
    check("[ ](a.md)", r#"<a href="a.md">«a.md»</a>"#);
    check_told("[**](a.md)", r#"<a href="a.md">**</a>"#, &["stray-emphasis **"]);
    check("[](https://example.com)", r#"<a href="https://example.com">https://example.com</a>"#);
    check(
        "[![图](a.jpg)](b.md)",
        r#"<a href="b.md"><img src="a.jpg" alt="图" loading="lazy" decoding="async"></a>"#,
    );
}

#[test]
fn what_is_refused() {
    for dest in [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "<java&#x09;script:x>",
        "&#1;javascript:x",
        "java&Tab;script:x",
        "javascript&colon;x",
    ] {
        let input = format!("[甲]({dest})");
        check_told(&input, "甲", &[&format!("unsafe-link {input}")]);
    }
    check_told("[甲](data:text/html,x)", "甲", &["unsafe-link [甲](data:text/html,x)"]);
    check_told("[甲](ftp://x)", "甲", &["unsafe-link [甲](ftp://x)"]);
    check_told(
        "<javascript:alert(1)>",
        "javascript:alert(1)",
        &["unsafe-link <javascript:alert(1)>"],
    );
    check_told("[甲]()", "甲", &["empty-link [甲]()"]);
}

#[test]
fn links_do_not_nest() {
    check("[甲 <https://example.com> 乙](a.md)", r#"<a href="a.md">甲 https://example.com 乙</a>"#);
    check("[甲 https://example.com](a.md)", r#"<a href="a.md">甲 https://example.com</a>"#);
}

#[test]
fn bare_urls() {
    let link = |url: &str| format!("<a href=\"{url}\">{url}</a>");
    let a = link("https://example.com/a_b");
    check("见https://example.com/a_b，好", &format!("见{a}，好"));
    check("https://example.com/a_b中文", &format!("{a}中文"));
    check("“https://example.com/a_b”。", &format!("“{a}”。"));
    check("（https://example.com/a_b）", &format!("（{a}）"));
    check("(https://example.com/a_b).", &format!("({a})."));
    check("https://example.com/a_b, x!", &format!("{a}, x!"));
    check("**https://example.com/a_b**", &format!("<strong>{a}</strong>"));
    check("**网址：**https://example.com/a_b。", &format!("<strong>网址：</strong>{a}。"));
    check("https://example.com/a_b…", &format!("{a}…"));
    check("https://example.com/a_(b)", &link("https://example.com/a_(b)"));
    check("HTTP://example.com", &link("HTTP://example.com"));
    check(
        "https://example.com/*，https://example.com/*。",
        &format!("{0}，{0}。", link("https://example.com/*")),
    );
    check("https://example.com/a*b*c。", &format!("{}。", link("https://example.com/a*b*c")));
    check(
        "https://example.com/?a=1&b=2 https://example.com/?a=1&amp;b=2",
        &format!("{0} {0}", link("https://example.com/?a=1&amp;b=2")),
    );
    check("https://example.com/a\\_b", &a);
    check(
        "|a|\n|-|\n|https://example.com/a_b|",
        &format!(
            "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"表格\">\n<table>\n<thead>\n<tr>\
         <th scope=\"col\">a</th></tr>\n</thead>\n<tbody>\n<tr><td>{a}</td></tr>\n</tbody>\n</table>\n</div>"
        ),
    );
    check("xhttps://example.com", "xhttps://example.com");
    check("https://，http:// x://y", "https://，http:// x://y");
    check("`https://example.com`", "<code>https://example.com</code>");
}
