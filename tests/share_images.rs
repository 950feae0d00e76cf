//! Pictures that are drawn for pages whose address is shared.
#![expect(clippy::disallowed_methods, reason = "the font is a file of the machine's")]

mod common;

use std::sync::Arc;

use common::{End, Files, Site, difference};
use huikan::build::session::Session;

const BULLETIN: &str = "\
=== content/site.yaml
title: 梧州商会
search: false
publisher: 梧州市工商业联合会
url: https://example.org/bulletin
share_images: { font: fonts/title.ttc }
=== content/columns/news.md
---
title: 要闻
---
=== content/news/2019/one.md
---
title: 推进“四好”商会建设（一）
date: 2019-10-23
column: news
summary: 摘要不随正文变。
---
正文。
=== content/news/two.md
---
title: 二
column: news
date: 待补
---
";

const FONT: &str = "content/theme/fonts/title.ttc";
const ONE: &str = "share/news/2019/10/one.png";

fn site() -> Site {
    let site = Site::of(BULLETIN);
    // `tests/run` installs it.
    let font = std::fs::read("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc");
    site.put(FONT, font.expect("install fonts-wqy-microhei, as tests/run does"));
    site
}

fn built_anew(site: &Site) -> Files {
    let fresh = site.fresh();
    fresh.build().done();
    fresh.public()
}

fn shared(public: &Files) -> Vec<&str> {
    public.keys().map(String::as_str).filter(|path| path.starts_with("share/")).collect()
}

#[test]
fn every_record_has_one_of_the_size_that_it_says() {
    let site = site();
    site.build().done();
    let public = site.public();
    let expected = ["share/columns/news/index.png", ONE, "share/news/undated/two.png"];
    assert_eq!(shared(&public), expected);
    for path in expected {
        let image = image::load_from_memory(&public[path]).unwrap();
        assert_eq!((image.width(), image.height()), (1200, 630), "{path}");
        assert!(public[path].len() < 60_000, "{path}: {}", public[path].len());
    }
    let page = site.text("public/news/2019/10/one.html");
    assert!(page.contains(&format!(
        "<meta property=\"og:image\" content=\"https://example.org/bulletin/{ONE}\">\n\
         <meta property=\"og:image:width\" content=\"1200\">\n<meta property=\"og:image:height\" content=\"630\">\n\
         <meta property=\"og:image:alt\" content=\"推进“四好”商会建设（一）\">"
    )), "{page}");
    // What is set differs, and so does what is seen.
    assert_ne!(public[ONE], public["share/news/undated/two.png"]);
}

#[test]
fn none_is_drawn_unless_that_is_set_and_the_address_known() {
    for (old, new) in [("share_images: { font: fonts/title.ttc }\n", ""), ("url:", "tagline:")] {
        let site = site();
        site.edit("content/site.yaml", old, new);
        site.build().done();
        assert_eq!(shared(&site.public()), [""; 0]);
        assert!(!site.text("public/news/2019/10/one.html").contains("share/"));
    }
}

#[test]
fn one_is_drawn_anew_only_where_its_words_changed() {
    let site = site();
    site.build().done();
    site.edit("content/news/2019/one.md", "正文。", "别的。");
    let built = site.build().done();
    assert!(!built.files().iter().any(|file| file.starts_with("share/")), "{:?}", built.rendered);
    site.edit("content/news/2019/one.md", "（一）", "（二）");
    let built = site.build().done();
    let drawn: Vec<_> = built.files().into_iter().filter(|f| f.starts_with("share/")).collect();
    assert_eq!(drawn, [ONE]);
    assert_eq!(difference(&site.public(), &built_anew(&site)), None);
    // The masthead stands on all of them, and so does the font.
    site.edit("content/site.yaml", "title: 梧州商会", "title: 会刊");
    site.build().done();
    assert_eq!(difference(&site.public(), &built_anew(&site)), None);
    site.edit("content/site.yaml", "share_images: { font: fonts/title.ttc }", "");
    site.build().done();
    assert_eq!(difference(&site.public(), &built_anew(&site)), None);
}

#[test]
fn a_character_without_a_glyph_is_told_with_its_place() {
    let site = site();
    site.edit("content/news/2019/one.md", "（一）", "\u{e123}");
    let built = site.build();
    assert_eq!((built.end, &built.codes[..]), (End::Refused, &["media/glyph"][..]));
    let said = &built.said[0];
    assert!(said.contains("content/news/2019/one.md:11-") && said.contains("U+E123"), "{said}");
}

#[test]
fn a_font_that_is_none_or_not_there_is_told_where_it_is_asked_for() {
    let told = |site: &Site| {
        let built = site.build();
        assert_eq!((built.end, &built.codes[..]), (End::Refused, &["config/share-font"][..]));
        assert!(built.said[0].contains("content/site.yaml:"), "{:?}", built.said);
    };
    let site = site();
    site.put(FONT, "no font");
    told(&site);
    site.remove(FONT);
    told(&site);
    // In memory there is no system.
    site.edit("content/site.yaml", "fonts/title.ttc", "system");
    told(&site);
}

#[test]
fn what_is_served_is_what_is_built() {
    let site = site();
    let mut expected = built_anew(&site);
    expected.retain(|name, _| !name.starts_with('.'));
    let (memory, host) = (Arc::new(site.memory.clone()), Arc::new(site.host.clone()));
    let (_session, update) = Session::open(memory, host, site.options.clone());
    let edition = update.edition.unwrap();
    let bytes = |path: &str| edition.get(path).unwrap().ok().unwrap().to_vec();
    let served: Files = edition.paths().map(|path| (path.to_owned(), bytes(path))).collect();
    assert_eq!(difference(&served, &expected), None);
}
