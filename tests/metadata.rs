//! What pages and files say to search engines and other programs, looked at from outside.

mod common;

use std::collections::BTreeSet;

use common::web::{self, BASE, Schema};
use common::{Files, Site};
use serde_json::Value;

fn sample() -> Files {
    let site = Site::sample().at_base();
    site.build().done();
    site.public()
}

fn text<'a>(public: &'a Files, path: &str) -> &'a str {
    std::str::from_utf8(&public[path]).unwrap()
}

fn head(html: &str) -> &str {
    html.split_once("</head>").unwrap().0
}

/// The content of the `<meta>` of this name or property, if there is one; a test fails where two are.
#[track_caller]
fn meta<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    let signs = [format!(" name=\"{name}\" "), format!(" property=\"{name}\" ")];
    let is_named = |line: &&str| signs.iter().any(|sign| line.contains(sign));
    let mut found = head(html).lines().filter(|line| line.starts_with("<meta")).filter(is_named);
    let line = found.next()?;
    assert_eq!(found.next(), None, "{name} twice");
    Some(web::attributes(line, "content")[0])
}

fn link<'a>(html: &'a str, rel: &str) -> Option<&'a str> {
    let sign = format!("<link rel=\"{rel}\"");
    let line = head(html).lines().find(|line| line.starts_with(&sign))?;
    Some(web::attributes(line, "href")[0])
}

/// The JSON-LD of a page.
fn linked(html: &str) -> Option<Value> {
    let (_, rest) = head(html).split_once("<script type=\"application/ld+json\">")?;
    let (json, _) = rest.split_once("</script>").unwrap();
    Some(serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}")))
}

/// The thing of this type in a page's JSON-LD.
fn thing(html: &str, kind: &str) -> Option<Value> {
    let data = linked(html)?;
    let graph = data["@graph"].as_array().unwrap().iter();
    graph.into_iter().find(|node| node["@type"] == kind).cloned()
}

#[test]
fn every_page_says_what_and_where_it_is() {
    let public = sample();
    let mut seen = BTreeSet::new();
    for (file, html) in web::pages(&public) {
        let path = file.strip_suffix("index.html").unwrap_or(file);
        let url = format!("{BASE}/{path}");
        let lost = file == "404.html";
        assert_eq!(link(html, "canonical"), (!lost).then_some(url.as_str()), "{file}");
        assert_eq!(meta(html, "og:url"), (!lost).then_some(url.as_str()), "{file}");
        assert_eq!(meta(html, "robots"), lost.then_some("noindex"), "{file}");
        assert!(!meta(html, "og:title").unwrap().is_empty(), "{file}");
        let is_twin = file.starts_with("hant/");
        let (name, locale) =
            if is_twin { ("梧州商會", "zh_HK") } else { ("梧州商会", "zh_CN") };
        assert_eq!(meta(html, "og:site_name"), Some(name), "{file}");
        assert_eq!(meta(html, "og:locale"), Some(locale), "{file}");
        assert_eq!(meta(html, "description"), meta(html, "og:description"), "{file}");
        if !lost {
            assert!(seen.insert(url), "{file}");
            web::leads(&public, meta(html, "og:image").unwrap());
        }
        let page = head(html).lines().filter(|line| line.starts_with("<link"));
        assert!(page.count() >= 6, "{file}: canonical, two feeds, icons, manifest, stylesheet");
    }
    assert!(seen.len() > 100);
}

#[test]
fn linked_data_is_valid_and_leads_nowhere_else() {
    let public = sample();
    let schema = Schema::new(include_str!("schemas/linked-data.json"));
    let mut kinds = BTreeSet::new();
    for (file, html) in web::pages(&public) {
        let Some(data) = linked(html) else {
            assert_eq!(file, "404.html");
            continue;
        };
        schema.check(file, &data);
        let mut found = BTreeSet::new();
        web::addresses(&data, &mut found);
        found.iter().for_each(|url| web::leads(&public, url));
        let graph = data["@graph"].as_array().unwrap();
        kinds.extend(graph.iter().map(|node| node["@type"].as_str().unwrap().to_owned()));
        let trail = graph.iter().find(|node| node["@type"] == "BreadcrumbList");
        let home = if file.starts_with("hant/") { "hant/" } else { "" };
        assert_eq!(trail.is_none(), file == format!("{home}index.html"), "{file}");
        let Some(steps) = trail.map(|trail| trail["itemListElement"].as_array().unwrap()) else {
            continue;
        };
        let places: Vec<u64> = steps.iter().map(|s| s["position"].as_u64().unwrap()).collect();
        assert_eq!(places, (1..=steps.len() as u64).collect::<Vec<_>>(), "{file}");
        assert_eq!(steps[0]["item"], format!("{BASE}/{home}"), "{file}");
        // The address of the last is that of the page.
        let (last, above) = steps.split_last().unwrap();
        assert_eq!(last.get("item"), None, "{file}");
        assert!(above.iter().all(|step| step["item"].is_string()), "{file}");
    }
    let all = ["BreadcrumbList", "Event", "NewsArticle", "Organization", "WebSite"];
    assert_eq!(kinds, all.map(str::to_owned).into());
}

const BULLETIN: &str = "\
=== content/site.yaml
title: 会刊
publisher: 工商联
=== content/columns/news.md
---
title: 要闻
description: 要紧的事
---
=== content/columns/notices.md
---
title: 通知
notice: true
---
=== content/places/wuzhou.md
---
title: 梧州市
code: \"450400\"
level: city
---
=== content/chambers/tea.md
---
title: 茶业商会
kind: industry
region: wuzhou
names: [老茶会]
short: 茶会
founded: 2001-05
dissolved: 2020-03
contact: { phone: 待补, address: 茶街一号 }
---
=== content/events/fair.md
---
title: 茶会
kind: 会议
start: 2019-10-23 09:00
end: 2019-10-24
places: [wuzhou]
hosts: [tea]
organizers: [工商联]
state: 已取消
---
=== content/events/vague.md
---
title: 某会
kind: 会议
start: 2019-10
places: [wuzhou]
---
=== content/events/nowhere.md
---
title: 无处
kind: 会议
start: 2019-10-23
venue: 待补
---
=== content/news/one.md
---
title: \"甲 </script><script>alert('1')</script> \\\"乙\\\" <!-- & 丙\"
date: 2019-10-23
updated: 2020-01-02
column: news
tags: [党建, 六堡茶]
bylines: { author: [甲], source: 某报 }
summary: 摘要。
cover: { src: a.svg, alt: 江 }
---
![江](b.svg)
=== content/news/two.md
---
title: 二
date: 2019-10
column: notices
source: 本刊
bylines: { author: 待补 }
---
=== content/news/a.svg
<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>
=== content/news/b.svg
<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"5\" height=\"3\"/>
";

fn public(site: &Site) -> Files {
    site.build().done();
    site.public()
}

fn bulletin() -> Site {
    Site::of(BULLETIN).at_base()
}

const TITLE: &str = "甲 </script><script>alert('1')</script> \"乙\" <!-- & 丙";

#[test]
fn an_article_is_a_news_article() {
    let public = public(&bulletin());
    let html = text(&public, "news/2019/10/one.html");
    let article = thing(html, "NewsArticle").unwrap();
    assert_eq!(article["headline"], TITLE);
    assert_eq!(article["datePublished"], "2019-10-23");
    assert_eq!(article["dateModified"], "2020-01-02");
    assert_eq!(article["author"][0]["@type"], "Person");
    assert_eq!(article["author"][0]["name"], "甲");
    assert_eq!(article["articleSection"], "要闻");
    assert_eq!(article["keywords"][1], "六堡茶");
    assert_eq!(article["publisher"]["name"], "工商联");
    assert_eq!(article["description"], "摘要。");
    assert_eq!(meta(html, "og:type"), Some("article"));
    assert_eq!(meta(html, "og:image:width"), Some("4"));
    assert_eq!(meta(html, "og:image:alt"), Some("江"));
    assert_eq!(meta(html, "article:published_time"), Some("2019-10-23"));
    assert_eq!(meta(html, "article:modified_time"), Some("2020-01-02"));
    let month = text(&public, "news/2019/10/two.html");
    let article = thing(month, "NewsArticle").unwrap();
    assert_eq!(article["datePublished"], Value::Null, "no day is known");
    assert_eq!(article["author"][0]["name"], "工商联", "本刊 is the publisher's own");
    assert_eq!(meta(month, "article:published_time"), None);
}

/// The title is a script and a comment; the head stays what it is.
#[test]
fn no_text_breaks_out_of_the_head() {
    let public = public(&bulletin());
    let html = text(&public, "news/2019/10/one.html");
    // JSON-LD, and the theme's own two.
    assert_eq!(head(html).matches("<script").count(), 3);
    assert_eq!(head(html).matches("</script").count(), 3);
    assert!(!head(html).contains("<!--"));
    let escaped = "甲 &lt;/script&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; \
                   &quot;乙&quot; &lt;!-- &amp; 丙";
    assert_eq!(meta(html, "og:title"), Some(escaped));
}

#[test]
fn a_chamber_is_an_organization_and_an_event_an_event() {
    let public = public(&bulletin());
    let chamber = thing(text(&public, "chambers/tea.html"), "Organization").unwrap();
    assert_eq!(chamber["name"], "茶业商会");
    assert_eq!(chamber["alternateName"], serde_json::json!(["茶会", "老茶会"]));
    assert_eq!(chamber["foundingDate"], "2001-05");
    assert_eq!(chamber["dissolutionDate"], "2020-03");
    assert_eq!(chamber["areaServed"], "梧州市");
    assert_eq!(chamber["address"], "茶街一号");
    assert_eq!(chamber["telephone"], Value::Null, "待补 is no number");
    let event = thing(text(&public, "events/fair.html"), "Event").unwrap();
    assert_eq!(event["startDate"], "2019-10-23T09:00:00+08:00");
    assert_eq!(event["endDate"], "2019-10-24");
    assert_eq!(event["location"]["name"], "梧州市");
    assert_eq!(event["eventStatus"], "https://schema.org/EventCancelled");
    assert_eq!(event["organizer"][0]["url"], format!("{BASE}/chambers/tea.html"));
    assert_eq!(event["organizer"][1]["name"], "工商联");
    for unsure in ["events/vague.html", "events/nowhere.html"] {
        assert_eq!(thing(text(&public, unsure), "Event"), None, "{unsure}");
    }
    let home = thing(text(&public, "index.html"), "WebSite").unwrap();
    assert_eq!(home["publisher"]["@type"], "Organization");
}

#[test]
fn without_an_address_nothing_absolute_is_said() {
    let public = public(&Site::of(BULLETIN));
    for (file, html) in web::pages(&public) {
        for sign in ["rel=\"canonical\"", "og:url", "og:image", "ld+json", "feed.", "https://"] {
            assert!(!head(html).contains(sign), "{file}: {sign}");
        }
        assert!(meta(html, "og:title").is_some() && meta(html, "og:type").is_some());
    }
    for file in ["sitemap.xml", "robots.txt", "feed.xml", "feed.json"] {
        assert!(!public.contains_key(file), "{file}");
    }
    assert!(public.contains_key("manifest.webmanifest"), "its addresses are relative");
}

#[test]
fn drafts_are_kept_from_search_engines_and_feeds() {
    let mut site = bulletin();
    site.edit("content/news/one.md", "column: news", "column: news\nstatus: draft");
    site.options.drafts = true;
    let public = public(&site);
    assert_eq!(meta(text(&public, "news/2019/10/one.html"), "robots"), Some("noindex"));
    assert_eq!(meta(text(&public, "news/2019/10/two.html"), "robots"), None);
    for file in ["sitemap.xml", "feed.xml", "feed.json"] {
        assert!(!text(&public, file).contains("one.html"), "{file}");
    }
}

/// The elements and their order are those of the protocol's schema, `sitemap.xsd`.
#[test]
fn the_sitemap_names_every_page_and_nothing_else() {
    let public = sample();
    let xml = roxmltree::Document::parse(text(&public, "sitemap.xml")).unwrap();
    let spaces = [
        "http://www.sitemaps.org/schemas/sitemap/0.9",
        "http://www.google.com/schemas/sitemap-image/1.1",
    ];
    let root = xml.root_element();
    assert!(root.has_tag_name((spaces[0], "urlset")));
    let mut named = BTreeSet::new();
    let mut days = 0;
    for url in root.children().filter(roxmltree::Node::is_element) {
        assert!(url.has_tag_name((spaces[0], "url")));
        let parts: Vec<_> = url.children().filter(roxmltree::Node::is_element).collect();
        let names: Vec<&str> = parts.iter().map(|part| part.tag_name().name()).collect();
        assert!(names[0] == "loc" && names[1..].iter().all(|n| ["lastmod", "image"].contains(n)));
        let loc = parts[0].text().unwrap();
        web::leads(&public, loc);
        assert!(loc.len() < 2048 && named.insert(loc.to_owned()), "{loc}");
        for part in &parts[1..] {
            if part.has_tag_name((spaces[0], "lastmod")) {
                let day: jiff::civil::Date = part.text().unwrap().parse().unwrap();
                assert_eq!(day.to_string(), part.text().unwrap());
                days += 1;
            } else {
                assert!(part.has_tag_name((spaces[1], "image")));
                let image = part.first_element_child().unwrap();
                assert!(image.has_tag_name((spaces[1], "loc")));
                web::leads(&public, image.text().unwrap());
            }
        }
    }
    assert!(days >= 1 && web::texts(&xml, "image").len() >= 2);
    let pages = web::pages(&public).into_iter();
    let has_own = |file: &str| !["404.html", "search/index.html"].contains(&file);
    let pages = pages.filter(|(file, _)| has_own(file) && !file.contains("/page/"));
    let all: BTreeSet<String> =
        pages.filter_map(|(_, html)| link(html, "canonical").map(str::to_owned)).collect();
    assert_eq!(named, all);
    let robots = text(&public, "robots.txt");
    assert_eq!(robots, format!("User-agent: *\nAllow: /\n\nSitemap: {BASE}/sitemap.xml\n"));
}

#[test]
fn the_sitemap_changes_with_addresses_days_and_pictures_only() {
    let rendered = |edit: fn(&Site)| {
        let site = bulletin();
        site.build().done();
        edit(&site);
        site.build().done().rendered.contains_key("sitemap.xml")
    };
    assert!(!rendered(|site| site.edit("content/news/one.md", "摘要。", "另一个。")));
    assert!(rendered(|site| site.edit("content/news/one.md", "2020-01-02", "2020-01-03")));
    assert!(rendered(|site| site.edit("content/news/one.md", "![江](b.svg)", "")));
    assert!(rendered(|site| site.edit("content/news/two.md", "title", "slug: ii\ntitle")));
    assert!(rendered(|site| site.remove("content/news/two.md")));
}

#[test]
fn the_manifest_leads_to_icons_of_the_sizes_that_it_says() {
    let public = sample();
    let manifest: Value = serde_json::from_slice(&public["manifest.webmanifest"]).unwrap();
    assert_eq!(manifest["name"], "梧州商会");
    assert_eq!((&manifest["start_url"], &manifest["scope"]), (&"./".into(), &"./".into()));
    let icons = manifest["icons"].as_array().unwrap();
    assert_eq!(icons.len(), 4);
    for icon in icons {
        let bytes = &public[icon["src"].as_str().unwrap()];
        match icon["type"].as_str().unwrap() {
            "image/svg+xml" => assert!(bytes.starts_with(b"<svg")),
            _ => {
                let size = image::load_from_memory(bytes).unwrap();
                assert_eq!(icon["sizes"], format!("{}x{}", size.width(), size.height()));
            }
        }
    }
    let home = text(&public, "index.html");
    assert_eq!(link(home, "manifest"), Some("./manifest.webmanifest"));
    let apple = &public[link(home, "apple-touch-icon").unwrap().trim_start_matches("./")];
    assert_eq!(image::load_from_memory(apple).unwrap().width(), 180);
    let own = Site::sample();
    own.put("content/theme/static/icons/icon-512.png", &public[icons[1]["src"].as_str().unwrap()]);
    let theirs = &public_of(&own)["manifest.webmanifest"];
    assert_ne!(*theirs, public["manifest.webmanifest"], "the bulletin's own icon takes its place");
    let mut site = Site::sample();
    site.options.portable = true;
    let portable = public_of(&site);
    assert_eq!(link(text(&portable, "index.html"), "manifest"), None, "a folder can load none");
    let manifest: Value = serde_json::from_slice(&portable["manifest.webmanifest"]).unwrap();
    assert_eq!(manifest["start_url"], "./index.html");
}

fn public_of(site: &Site) -> Files {
    public(site)
}

/// 《政府网站发展指引》: 站点标签 on every page, 栏目标签 in a column, 内容页标签 on an article.
#[test]
fn a_government_site_has_the_names_that_its_guide_wants() {
    let site = bulletin();
    let plain = public(&site);
    for (file, html) in web::pages(&plain) {
        for name in ["SiteName", "ColumnName", "ArticleTitle", "PubDate"] {
            assert_eq!(meta(html, name), None, "{file}: only by setting");
        }
    }
    site.edit("content/site.yaml", "title", "government: { code: \"4504000000\" }\ntitle");
    let public = public(&site);
    for (file, html) in web::pages(&public) {
        assert_eq!(meta(html, "SiteName"), Some("会刊"), "{file}");
        assert_eq!(meta(html, "SiteDomain"), Some("example.org"), "{file}");
        assert_eq!(meta(html, "SiteIDCode"), Some("4504000000"), "{file}");
    }
    let says = |file: &str, wanted: &[(&str, Option<&str>)]| {
        for (name, content) in wanted {
            assert_eq!(meta(text(&public, file), name), *content, "{file}: {name}");
        }
    };
    let url = format!("{BASE}/news/2019/10/one.html");
    says(
        "news/2019/10/one.html",
        &[
            ("ColumnName", Some("要闻")),
            ("ColumnDescription", Some("要紧的事")),
            ("ColumnType", Some("要闻")),
            ("PubDate", Some("2019-10-23 00:00")),
            ("ContentSource", Some("某报")),
            ("Keywords", Some("党建,六堡茶")),
            ("Author", Some("甲")),
            ("Description", Some("摘要。")),
            ("Url", Some(&url)),
        ],
    );
    says(
        "news/2019/10/two.html",
        &[
            ("ArticleTitle", Some("二")),
            ("ColumnType", Some("通知公告")),
            ("PubDate", Some("2019-10")),
            ("ContentSource", Some("工商联")),
            ("Author", None),
            ("Keywords", None),
            ("Image", None),
        ],
    );
    says("columns/news/index.html", &[("ColumnName", Some("要闻")), ("ArticleTitle", None)]);
    says("index.html", &[("ColumnName", None), ("ArticleTitle", None)]);
    let footer = text(&public, "index.html").split_once("<footer").unwrap().1;
    assert!(footer.contains("网站标识码 4504000000"), "{footer}");
}

#[test]
fn filing_lines_stand_in_the_footer_when_set() {
    let site = bulletin();
    assert!(!text(&public(&site), "index.html").contains("beian"));
    let filed = "icp: 桂ICP备00000000号\npolice: 桂公网安备 45040000000000号\ntitle";
    site.edit("content/site.yaml", "title", filed);
    let public = public(&site);
    let footer = text(&public, "news/2019/10/two.html").split_once("<footer").unwrap().1;
    assert!(footer.contains("<a href=\"https://beian.miit.gov.cn/\">桂ICP备00000000号</a>"));
    let police = "<a href=\"https://beian.mps.gov.cn/#/query/webSearch?code=45040000000000\">\
                  桂公网安备 45040000000000号</a>";
    assert!(footer.contains(police), "{footer}");
}
