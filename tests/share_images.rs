//! Pictures that are drawn for pages whose address is shared.
#![expect(clippy::disallowed_methods, reason = "the font is a file of the machine's")]

mod common;

use std::sync::Arc;

use camino::Utf8Path;
use common::{End, Files, Site, difference, laws};
use huikan::build::Way;
use huikan::build::session::Session;
use huikan::vfs::Vfs;
use proptest::prelude::*;

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
    site.stands_as_new();
    // The masthead stands on all of them, and so does the font.
    site.edit("content/site.yaml", "title: 梧州商会", "title: 会刊");
    site.build().done();
    site.stands_as_new();
    site.edit("content/site.yaml", "share_images: { font: fonts/title.ttc }", "");
    site.build().done();
    site.stands_as_new();
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
    let mut expected = site.built_anew();
    expected.retain(|name, _| !name.starts_with('.'));
    let (memory, host) = (Arc::new(site.memory.clone()), Arc::new(site.host.clone()));
    let (_session, update) = Session::open(memory, host, site.options.clone());
    let edition = update.edition.unwrap();
    let bytes = |path: &str| edition.get(path).unwrap().ok().unwrap().to_vec();
    let served: Files = edition.paths().map(|path| (path.to_owned(), bytes(path))).collect();
    assert_eq!(difference(&served, &expected), None);
}

/// What system the machine has: in memory it is one file.
const SYSTEM: &str = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc";

#[test]
fn a_font_of_the_system_is_known_again_and_another_is_seen() {
    let site = site();
    site.remove(FONT);
    site.edit("content/site.yaml", "fonts/title.ttc", "system");
    site.memory.put(SYSTEM, squares(900));
    // The second record has no date, of which readers are told in every build.
    site.remove("content/news/two.md");
    let build = || {
        let built = site.build().done();
        (built.way.unwrap(), built.written)
    };
    let drawn = || site.public()[ONE].clone();
    assert_eq!(build().0, Way::Whole);
    let first = drawn();
    assert_eq!(build(), (Way::Idle, 0));
    // Words alone, with the same font.
    site.edit("content/news/2019/one.md", "正文。", "别的。");
    assert_eq!(build().0, Way::Words);
    assert_eq!((build(), drawn() == first), ((Way::Idle, 0), true));
    // Another font in its place, then one that is looked for earlier.
    site.memory.put(SYSTEM, squares(600));
    assert!(matches!(build(), (Way::Whole, 1..)));
    let second = drawn();
    let earlier = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc";
    site.memory.put(earlier, squares(700));
    assert!(matches!(build(), (Way::Whole, 1..)));
    assert!(first != second && second != drawn() && first != drawn());
    assert_eq!(build(), (Way::Idle, 0));
    site.memory.remove_file(Utf8Path::new(earlier)).unwrap();
    assert!(matches!(build(), (Way::Whole, 1..)));
    assert!(drawn() == second);
}

/// A font in which every character is a square, so many thousandths of its size apart: small enough to be read
/// a thousand times.
fn squares(advance: u16) -> Vec<u8> {
    let words = |words: &[u16]| words.iter().flat_map(|word| word.to_be_bytes()).collect();
    // Format 13: each character from the space on is the second glyph.
    let cmap = words(&[0, 1, 0, 6, 0, 12, 13, 0, 0, 28, 0, 0, 0, 1, 0, 0x20, 0x10, 0xffff, 0, 1]);
    let square = [
        1,
        100,
        0,
        800,
        700,
        3,
        0,
        0x0101,
        0x0101,
        100,
        0,
        700,
        0,
        0,
        700,
        0,
        0u16.wrapping_sub(700),
    ];
    let glyf: Vec<u8> = words(&[&square[..], &[0]].concat());
    let head = words(&[&[1, 0, 0, 0, 0, 0, 0x5f0f, 0x3cf5, 0, 1000][..], &[0; 17]].concat());
    let hhea =
        words(&[&[1, 0, 800, 0u16.wrapping_sub(200), 0, advance][..], &[0; 11], &[1]].concat());
    let tables: [(&[u8; 4], Vec<u8>); 7] = [
        (b"cmap", cmap),
        (b"glyf", glyf),
        (b"head", head),
        (b"hhea", hhea),
        (b"hmtx", words(&[advance, 100, 100])),
        (b"loca", words(&[0, 0, 18])),
        (b"maxp", words(&[0, 0x5000, 2])),
    ];
    let mut font: Vec<u8> = words(&[1, 0, 7, 64, 2, 48]);
    let mut body = vec![];
    for (name, table) in &tables {
        let number = |n: usize| u32::try_from(n).unwrap().to_be_bytes();
        font.extend(
            [&name[..], &[0; 4], &number(12 + 16 * 7 + body.len()), &number(table.len())].concat(),
        );
        body.extend(table);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    [font, body].concat()
}

/// What can happen to what such pictures show and to what a build remembers of them.
#[derive(Clone, Debug)]
enum Edit {
    Replace(&'static str, usize, &'static [&'static str]),
    Font(Option<u16>),
    Removed,
    Forgotten,
    Killed(u64),
}

/// A line of a file, by the words that it begins with, and what may stand in its place.
const LINES: [(&str, &[&str]); 6] = [
    ("content/site.yaml", &["title: 梧州商会", "title: 会刊", "title: 梧州市工商业联合会"]),
    ("content/site.yaml", &["publisher: 梧州市工商业联合会", "publisher: 示例"]),
    ("content/site.yaml", &["url: https://example.org/bulletin", "url: https://example.org"]),
    (
        "content/site.yaml",
        &[
            "share_images: { font: fonts/title.ttc }",
            "share_images: { font: system }",
            "per_page: 20",
        ],
    ),
    ("content/news/2019/one.md", &["title: 推进“四好”商会建设（一）", "title: 二", "title: 会"]),
    ("content/news/2019/one.md", &["date: 2019-10-23", "date: 2019-10", "date: 2019-10-24"]),
];

fn edit() -> impl Strategy<Value = Edit> {
    let line = (0..LINES.len(), 0..3usize);
    prop_oneof![
        6 => line.prop_map(|(line, to)| Edit::Replace(LINES[line].0, to, LINES[line].1)),
        2 => prop_oneof![Just(None), (500..900u16).prop_map(Some)].prop_map(Edit::Font),
        1 => Just(Edit::Removed),
        1 => Just(Edit::Forgotten),
        1 => (1..60u64).prop_map(Edit::Killed),
    ]
}

fn apply(site: &Site, edit: &Edit) {
    match edit {
        Edit::Replace(path, to, all) => {
            let text = site.text(path);
            let there = all.iter().find(|line| text.contains(*line)).unwrap();
            site.edit(path, there, all[to % all.len()]);
        }
        Edit::Font(Some(advance)) => site.put(FONT, squares(*advance)),
        Edit::Font(None) if site.has(FONT) => site.remove(FONT),
        Edit::Removed if site.has(&format!("public/{ONE}")) => {
            site.remove(&format!("public/{ONE}"))
        }
        Edit::Forgotten if site.has(".huikan/cache") => site.remove(".huikan/cache"),
        Edit::Killed(ops) => {
            site.memory.fail_after_ops(*ops);
            let _ = site.build();
            site.memory.heal();
        }
        Edit::Font(None) | Edit::Removed | Edit::Forgotten => {}
    }
}

/// After each edit the bulletin is what it would be if no build had ever been; so are refusals (a font that is
/// not there), after which the site stands as it was.
#[test]
fn an_incremental_build_equals_a_clean_build() {
    laws::hold(
        8,
        || prop::collection::vec(edit(), 1..12),
        |script| {
            let site = site();
            site.put(FONT, squares(800));
            site.build().done();
            for (n, edit) in script.iter().enumerate() {
                apply(&site, edit);
                let (before, kept) = (site.public(), site.build());
                let fresh = site.fresh();
                let clean = fresh.build();
                let wanted = if kept.end == End::Done { fresh.public() } else { before };
                if (kept.end, &kept.said) != (clean.end, &clean.said) {
                    return Err(format!(
                        "{:?}: {:?}, not {:?}",
                        &script[..=n],
                        kept.said,
                        clean.said
                    ));
                }
                if let Some(difference) = difference(&site.public(), &wanted) {
                    return Err(format!("{:?}: {difference}", &script[..=n]));
                }
            }
            Ok(())
        },
    );
}
