//! How long a text is, as its page may print it.

use super::common::Site;

const BULLETIN: &str = "=== content/site.yaml
title: 会刊
=== content/theme/templates/article.html
{{ page.words }} {{ page.minutes }}
=== content/columns/news.md
---
title: 要闻
---
";

/// What the page of a news item with this body prints.
fn printed(body: &str) -> String {
    let site = Site::of(BULLETIN);
    site.put(
        "content/news/a.md",
        format!("---\ntitle: 题\ndate: 2019-10-23\ncolumn: news\n---\n{body}"),
    );
    site.build().done();
    site.text("public/news/2019/10/a.html").trim().to_owned()
}

#[test]
fn words_are_those_that_a_reader_sees() {
    assert_eq!(printed("梧州**GDP**增长 3.14%。\n\n## 小标题\n\n- 一\n- 二"), "11 1");
    assert_eq!(printed(""), "0 1");
    assert_eq!(
        printed("见[](../columns/news.md)和 `two`"),
        "5 1",
        "a title that an empty link prints"
    );
    assert_eq!(printed(&"字".repeat(801)), "801 3");
}
