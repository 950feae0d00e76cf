//! What `entries` and `links` write is what loops over the same cards write.

use super::common::Site;

/// Cards of every kind of case: without a day, without any date, a draft, a title with signs.
const SITE: &str = "\
=== content/site.yaml
title: 会刊
=== content/columns/news.md
---
title: 要闻
---
=== content/news/a.md
---
title: 一 & 二 <三> \"四\" '五'
date: 2019-01-02
summary: 甲 <乙> & 丙
column: news
---
=== content/news/b.md
---
title: 只有月份
date: 2019-02
column: news
---
正文。
=== content/news/c.md
---
title: 日期不知道的一篇
date: 待补
column: news
status: draft
---
";

const ENTRIES: &str = "{% for item in cards %}
<li><a href=\"{{ base }}{{ item.path }}\">{{ item.title }}\
{% if item.draft %} <b class=\"draft\">草稿</b>{% endif %}</a>\
{% if item.summary and loop.index <= summaries %}<p>{{ item.summary }}</p>{% endif %}\
{% if item.date.iso %}<time datetime=\"{{ item.date.iso }}\">{{ item.date.iso }}</time>\
{% else %}<span class=\"todo\">待补</span>{% endif %}</li>{% endfor %}";

const LINKS: &str = "{% for item in cards %}\
<li><a href=\"{{ base }}{{ item.path }}\">{{ item.title }}</a></li>{% endfor %}";

/// What a column's page shows where its template is no more than this.
fn drawn(text: &str) -> String {
    let mut site = Site::of(SITE);
    site.options.drafts = true;
    site.put("content/theme/templates/column.html", text);
    site.build().done();
    site.text("public/columns/news/index.html")
}

#[test]
fn entries_are_what_a_loop_writes() {
    for summaries in 0..4 {
        let set = format!("{{% set cards = page.list.items %}}{{% set summaries = {summaries} %}}");
        let looped = drawn(&format!("{set}{ENTRIES}"));
        assert_eq!(looped.matches("<li>").count(), 3, "{looped}");
        assert_eq!(looped.matches("<time").count(), 2, "{looped}");
        assert_eq!(looped.matches("<b class=\"draft\">").count(), 1, "{looped}");
        assert!(looped.contains("一 &amp; 二 &lt;三&gt; &quot;四&quot; &#39;五&#39;"), "{looped}");
        let written = drawn(&format!("{set}{{{{ cards | entries(summaries=summaries) }}}}"));
        assert_eq!(written, looped);
    }
}

#[test]
fn without_an_argument_entries_have_no_summaries() {
    let written = drawn("{{ page.list.items | entries }}");
    assert!(written.contains("<li>") && !written.contains("<p>"), "{written}");
}

#[test]
fn links_are_what_a_loop_writes() {
    let set = "{% set cards = page.list.items %}";
    let looped = drawn(&format!("{set}{LINKS}"));
    assert_eq!(looped.matches("<li>").count(), 3, "{looped}");
    assert_eq!(drawn(&format!("{set}{{{{ cards | links }}}}")), looped);
}
