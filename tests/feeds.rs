//! Feeds as feed readers see them: two formats, one content; whole, absolute, steady.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::web::{self, BASE, Schema};
use common::{Files, Site, difference};
use feed_rs::model::{Entry, Feed};
use serde_json::Value;

const BULLETIN: &str = "\
=== content/site.yaml
title: 会刊
tagline: 试验
publisher: 工商联
feed_items: 3
=== content/columns/news.md
---
title: 要闻
description: 要紧的事
---
=== content/columns/empty.md
---
title: 空栏
---
=== content/chambers/tea.md
---
title: 茶业商会
kind: industry
---
=== content/chambers/silk.md
---
title: 丝绸商会
kind: industry
---
=== content/news/one.md
---
title: 一
date: 2018-01-01
column: news
chambers: [tea]
summary: 头一篇。
---
第一篇。
=== content/news/two.md
---
title: 二 & <b>
date: 2018-02
column: news
---
第二篇。
=== content/news/three.md
---
title: 三
date: 2019-03-04
updated: 2020-05-06
column: news
chambers: [tea]
subtitle: 副题
summary: 摘要。
tags: [党建]
bylines: { author: [甲, 乙] }
cover: { src: a.svg, alt: 江 }
---
## 小标题

见[一](one.md)，[小标题](#小标题)，[名录](/chambers/)，[外面](https://example.com/x)，词[^1]。

![江](a.svg)

结尾 ]]> `<a href=\"#x\">`

[^1]: 注。
=== content/news/four.md
---
title: 四
date: 2019-04-05
column: news
---
第四篇。
=== content/news/someday.md
---
title: 不知哪天
date: 待补
column: news
---
=== content/news/draft.md
---
title: 草稿
date: 2021-01-01
column: news
status: draft
---
=== content/news/a.svg
<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>
";

fn bulletin() -> Site {
    Site::of(BULLETIN).at_base()
}

fn built(site: &Site) -> Files {
    site.build().done();
    site.public()
}

/// The feeds among the files.
fn feeds(public: &Files) -> BTreeMap<&str, &[u8]> {
    let named = |path: &str| path.ends_with("feed.xml") || path.ends_with("feed.json");
    let all = public.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    all.filter(|(path, _)| named(path)).collect()
}

/// A feed as a feed reader reads it.
#[track_caller]
fn read(bytes: &[u8]) -> Feed {
    feed_rs::parser::parse(bytes).unwrap()
}

#[track_caller]
fn read_at(public: &Files, path: &str) -> Feed {
    read(public.get(path).unwrap_or_else(|| panic!("no {path}")))
}

fn titles(feed: &Feed) -> Vec<&str> {
    feed.entries.iter().map(title).collect()
}

fn title(entry: &Entry) -> &str {
    entry.title.as_ref().map_or("", |title| &title.content)
}

fn ids(feed: &Feed) -> Vec<String> {
    feed.entries.iter().map(|entry| entry.id.clone()).collect()
}

fn html(entry: &Entry) -> &str {
    entry.content.as_ref().and_then(|content| content.body.as_deref()).unwrap_or_default()
}

/// What both formats must agree on.
fn told(feed: &Feed) -> Vec<Vec<String>> {
    let one = |entry: &Entry| {
        let links = entry.links.iter().map(|link| link.href.clone());
        // Whoever names nobody is the feed's own author; one parser fills that in.
        let named = Some(&entry.authors).filter(|authors| !authors.is_empty());
        let authors = named.unwrap_or(&feed.authors).iter().map(|author| author.name.clone());
        let mut told = vec![entry.id.clone(), title(entry).to_owned(), html(entry).to_owned()];
        told.push(format!("{:?} {:?}", entry.published, entry.updated));
        told.push(entry.summary.as_ref().map_or("", |text| &text.content).to_owned());
        told.extend(links.take(1).chain(authors));
        told
    };
    feed.entries.iter().map(one).collect()
}

#[test]
fn there_is_one_of_the_whole_and_of_each_column_and_chamber_that_has_news() {
    let public = built(&bulletin());
    let paths: Vec<&str> = feeds(&public).into_keys().collect();
    assert_eq!(
        paths,
        [
            "chambers/tea/feed.json",
            "chambers/tea/feed.xml",
            "columns/news/feed.json",
            "columns/news/feed.xml",
            "feed.json",
            "feed.xml",
        ]
    );
    let whole = read_at(&public, "feed.xml");
    assert_eq!(titles(&whole), ["四", "三", "二 & <b>"], "the newest, dated, no draft");
    assert_eq!(whole.title.unwrap().content, "会刊");
    assert_eq!(whole.description.unwrap().content, "试验");
    assert_eq!(whole.authors[0].name, "工商联");
    assert_eq!(titles(&read_at(&public, "chambers/tea/feed.xml")), ["三", "一"]);
    let column = read_at(&public, "columns/news/feed.json");
    assert_eq!(column.title.unwrap().content, "会刊 · 要闻");
}

#[test]
fn an_entry_says_what_its_record_says() {
    let public = built(&bulletin());
    let feed = read_at(&public, "feed.xml");
    let entry = &feed.entries[1];
    assert_eq!(entry.published.unwrap().to_rfc3339(), "2019-03-03T16:00:00+00:00");
    assert_eq!(entry.updated.unwrap().to_rfc3339(), "2020-05-05T16:00:00+00:00");
    assert_eq!(entry.summary.as_ref().unwrap().content, "摘要。");
    let authors: Vec<&str> = entry.authors.iter().map(|author| author.name.as_str()).collect();
    assert_eq!(authors, ["甲", "乙"]);
    let terms: Vec<&str> = entry.categories.iter().map(|one| one.term.as_str()).collect();
    assert_eq!(terms, ["news", "党建"]);
    let month = &feed.entries[2];
    assert_eq!(month.published, None, "no day is known");
    assert_eq!(month.updated.unwrap().to_rfc3339(), "2018-01-31T16:00:00+00:00");
    assert_eq!(feed.updated, entry.updated, "the feed is as new as its newest change");
}

#[test]
fn texts_are_whole_and_every_address_in_them_is_absolute() {
    let public = built(&bulletin());
    let feed = read_at(&public, "feed.json");
    let html = html(&feed.entries[1]);
    let media = feed.entries[1].media.len();
    assert!(media <= 1);
    for part in ["副题", "小标题", "注。", "]]&gt;", "&lt;a href=\"#x\"&gt;"] {
        assert!(html.contains(part), "{part}: {html}");
    }
    let article = format!("{BASE}/news/2019/03/three.html");
    let links = web::attributes(html, "href");
    let wanted = [
        format!("{BASE}/news/2018/01/one.html"),
        format!("{article}#小标题"),
        format!("{BASE}/chambers/"),
        "https://example.com/x".to_owned(),
        format!("{article}#fn:1"),
        format!("{article}#fnref:1"),
    ];
    // The words of the code are no attribute.
    let links: Vec<&str> = links.into_iter().filter(|link| *link != "#x").collect();
    assert_eq!(links, wanted);
    let pictures = web::attributes(html, "src");
    assert_eq!(pictures.len(), 2, "cover and picture");
    pictures.into_iter().for_each(|url| web::leads(&public, url));
}

#[test]
fn two_formats_say_the_same_and_parsers_take_them() {
    let schema = Schema::new(include_str!("schemas/jsonfeed.json"));
    for site in [bulletin(), Site::sample().at_base()] {
        let public = built(&site);
        let all = feeds(&public);
        assert!(all.len() >= 6);
        for (path, bytes) in &all {
            let Some(stem) = path.strip_suffix(".json") else { continue };
            let json: Value = serde_json::from_slice(bytes).unwrap();
            schema.check(path, &json);
            let (json, xml) = (read(bytes), read(all[format!("{stem}.xml").as_str()]));
            assert_eq!(told(&json), told(&xml), "{path}");
            for entry in &json.entries {
                let own = web::attributes(html(entry), "href");
                let links = own.into_iter().chain(web::attributes(html(entry), "src"));
                links.filter(|url| url.starts_with(BASE)).for_each(|url| web::leads(&public, url));
                web::leads(&public, &entry.links[0].href);
            }
        }
        all.iter().filter(|(path, _)| path.ends_with(".xml")).for_each(|(path, bytes)| {
            well_formed(&public, path, std::str::from_utf8(bytes).unwrap());
        });
    }
}

/// What RFC 4287 asks of a document (§ 4.1.1, 4.1.2, 4.2.6, 4.2.7).
#[track_caller]
fn well_formed(public: &Files, path: &str, text: &str) {
    let xml = roxmltree::Document::parse(text).unwrap();
    let feed = xml.root_element();
    let atom = |node: &roxmltree::Node, name: &str| {
        node.has_tag_name(("http://www.w3.org/2005/Atom", name))
    };
    assert!(atom(&feed, "feed"), "{path}");
    let mut ids = BTreeSet::new();
    let entries: Vec<_> = feed.children().filter(|node| atom(node, "entry")).collect();
    for part in entries.iter().chain([&feed]) {
        let named =
            |name: &str| part.children().filter(|node| atom(node, name)).collect::<Vec<_>>();
        for name in ["id", "title", "updated"] {
            assert_eq!(named(name).len(), 1, "{path}: {name}");
        }
        for name in ["published", "summary", "content", "subtitle", "generator"] {
            assert!(named(name).len() <= 1, "{path}: {name}");
        }
        assert!(ids.insert(named("id")[0].text().unwrap().to_owned()), "{path}: an id twice");
        let links = named("link");
        let of = |rel: &str| links.iter().filter(|link| link.attribute("rel") == Some(rel)).count();
        assert_eq!(of("alternate"), 1, "{path}");
        links.iter().for_each(|link| web::leads(public, link.attribute("href").unwrap()));
    }
    let own = feed.children().find(|node| node.attribute("rel") == Some("self")).unwrap();
    assert_eq!(own.attribute("href"), Some(format!("{BASE}/{path}").as_str()));
    assert!(feed.children().any(|node| atom(&node, "author")), "{path}: an author for all");
}

#[test]
fn an_id_outlives_titles_and_addresses() {
    let site = bulletin();
    let before = ids(&read_at(&built(&site), "columns/news/feed.xml"));
    assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), 3);
    site.edit("content/news/three.md", "title: 三", "title: 叁\nslug: iii");
    site.edit(
        "content/site.yaml",
        "title: 会刊",
        "title: 新刊\npermalinks: { news: \"/n/{slug}.html\" }",
    );
    let public = built(&site);
    assert_eq!(ids(&read_at(&public, "columns/news/feed.xml")), before);
    assert_eq!(ids(&read_at(&public, "columns/news/feed.json")), before);
    assert!(read_at(&public, "feed.xml").entries[1].links[0].href.ends_with("/n/iii.html"));
}

#[test]
fn nothing_comes_from_the_clock() {
    let mut site = bulletin();
    let before = built(&site);
    site.host.now = "2027-01-01T00:00:00Z".parse().unwrap();
    site.options.clean = true;
    assert_eq!(difference(&before, &built(&site)), None);
}

#[test]
fn without_an_address_or_a_wish_there_are_none() {
    let none = |site: &Site| {
        let public = built(site);
        assert_eq!(feeds(&public).len(), 0);
        let home = String::from_utf8(public["index.html"].clone()).unwrap();
        assert!(
            !home.contains("feed.") && !home.contains("订阅"),
            "nothing leads to a feed: {home}"
        );
    };
    none(&Site::of(BULLETIN));
    let site = bulletin();
    site.edit("content/site.yaml", "feed_items: 3", "feed_items: 0");
    none(&site);
    site.edit("content/site.yaml", "feed_items: 0", "feed_items: 1");
    assert_eq!(titles(&read_at(&built(&site), "feed.json")), ["四"]);
}

#[test]
fn pages_lead_to_their_feeds() {
    let public = built(&bulletin());
    let links = |page: &str| {
        let text = String::from_utf8(public[page].clone()).unwrap();
        let lines = text.lines().filter(|line| line.contains("rel=\"alternate\""));
        lines.map(|line| web::attributes(line, "href")[0].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(links("news/2019/04/four.html"), ["../../../feed.xml", "../../../feed.json"]);
    assert_eq!(
        links("chambers/tea.html"),
        ["../chambers/tea/feed.xml", "../chambers/tea/feed.json", "../feed.xml", "../feed.json"]
    );
    assert_eq!(links("chambers/silk.html"), ["../feed.xml", "../feed.json"]);
    assert_eq!(links("404.html"), ["/bulletin/feed.xml", "/bulletin/feed.json"]);
    let footer = String::from_utf8(public["chambers/silk.html"].clone()).unwrap();
    assert!(footer.contains("<a href=\"../feed.xml\" type=\"application/atom+xml\">订阅</a>"));
}

/// Of a site for a folder on a disk, which may stand on a host too.
#[test]
fn a_portable_site_is_led_to_by_whole_addresses() {
    let mut site = bulletin();
    site.options.portable = true;
    let public = built(&site);
    let home = |path: &str| {
        let feed = read_at(&public, path);
        let links = feed.links.into_iter().map(|link| link.href);
        links.filter(|href| href.ends_with(".html")).collect::<Vec<_>>()
    };
    assert_eq!(home("feed.xml"), [format!("{BASE}/index.html")]);
    assert_eq!(home("columns/news/feed.xml"), [format!("{BASE}/columns/news/index.html")]);
}

#[test]
fn the_bulletins_own_file_takes_the_place_of_a_feed() {
    let site = bulletin();
    site.put("content/static/feed.xml", "<own/>");
    let public = built(&site);
    assert_eq!(public["feed.xml"], b"<own/>");
    assert!(public.contains_key("feed.json"));
    site.remove("content/static/feed.xml");
    assert_eq!(titles(&read_at(&built(&site), "feed.xml")).len(), 3);
}

#[test]
fn no_page_can_have_the_address_of_a_feed() {
    let told = |path: &str, alias: &str| {
        let site = bulletin();
        site.edit(path, "title:", &format!("aliases: [{alias}]\ntitle:"));
        site.build().codes
    };
    for alias in ["/feed.xml", "/sitemap.xml", "/sitemap-1.xml", "/robots.txt"] {
        assert_eq!(told("content/news/one.md", alias), ["site/reserved-address"], "{alias}");
    }
    let taken = told("content/news/one.md", "/columns/news/feed.json");
    assert_eq!(taken, ["site/same-address"]);
    assert_eq!(told("content/news/one.md", "/old/feed.xml"), [""; 0]);
}

#[test]
fn what_no_reader_could_parse_is_left_out() {
    let site = bulletin();
    site.edit("content/news/four.md", "title: 四", "title: \"四\\x07\\uFFFE）\"");
    site.edit("content/news/four.md", "第四篇。", "第四&#xFFFE;篇&#8;。");
    let public = built(&site);
    assert_eq!(titles(&read_at(&public, "feed.xml"))[0], "四）");
    assert_eq!(told(&read_at(&public, "feed.xml")), told(&read_at(&public, "feed.json")));
}

/// Which outputs an edit renders.
#[track_caller]
fn renders(edit: impl Fn(&Site), wanted: &[&str]) {
    let site = bulletin();
    site.build().done();
    edit(&site);
    let built = site.build().done();
    assert_eq!(built.rendered.keys().collect::<Vec<_>>(), wanted);
    let clean = site.fresh();
    clean.build().done();
    assert_eq!(difference(&site.public(), &clean.public()), None);
}

/// One page; beside it the feeds that hold the text.
#[test]
fn an_edited_body_renders_its_page_and_the_feeds_that_hold_it() {
    renders(
        |site| site.edit("content/news/three.md", "## 小标题", "## 小标题\n\n改过。"),
        &[
            "chambers/tea/feed.json",
            "chambers/tea/feed.xml",
            "columns/news/feed.json",
            "columns/news/feed.xml",
            "feed.json",
            "feed.xml",
            "news/2019/03/three.html",
        ],
    );
    let site = bulletin();
    site.edit("content/site.yaml", "feed_items: 3", "feed_items: 1");
    site.build().done();
    site.edit("content/news/one.md", "第一篇。", "改过。");
    let built = site.build().done();
    let rendered: Vec<&String> = built.rendered.keys().collect();
    assert_eq!(rendered, ["news/2018/01/one.html"], "no feed holds it any more");
}
