//! Pictures of a bulletin on their way to readers: what is published of them, what never is, and what a
//! build remembers.

mod common;

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use camino::Utf8Path;
use common::pictures::{MOVING, NOTED_PNG, NOTED_WEBP, TURNED, png};
use common::watched::Watched;
use common::{Built, End, Files, ROOT, Site, difference};
use huikan::build::session::{Edition, Session, Touched};
use huikan::build::{Phase, Progress, build, check};
use huikan::vfs::Vfs;

const BULLETIN: &str = "\
=== content/site.yaml
title: 会刊
search: false
url: https://example.org
=== content/columns/news.md
---
title: 要闻
---
=== content/news/2019/one.md
---
title: 一
date: 2019-10-23
column: news
cover: { src: images/hall.jpg, alt: 会场 }
---
见[大图](images/hall.jpg)。

![江](images/river.png) ![船](images/boat.webp \"船\")
![动](images/moving.gif)

![图](images/chart.svg \"图\")

![宽](images/wide.png)
=== content/news/2019/images/chart.svg
<?xml version=\"1.0\"?><!-- SECRET-COMMENT --><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\" onload=\"alert(1)\"><script>SECRET</script><image href=\"https://example.org/SECRET.png\"/><path d=\"M0 0h4\"/></svg>
";

const HALL: &str = "content/news/2019/images/hall.jpg";

fn site() -> Site {
    let site = Site::of(BULLETIN);
    for (name, bytes) in [
        ("hall.jpg", TURNED),
        ("river.png", NOTED_PNG),
        ("boat.webp", NOTED_WEBP),
        ("moving.gif", MOVING),
        ("wide.png", &png(2000, 40)),
    ] {
        site.put(&format!("content/news/2019/images/{name}"), bytes);
    }
    site
}

/// The published pictures.
fn pictures(site: &Site) -> Files {
    site.under("public/media")
}

/// Published names without what changes with the content.
fn names(site: &Site) -> Vec<String> {
    let plain = |name: &String| {
        let (stem, rest) = name.split_once('.').unwrap();
        format!("{stem}{}", &rest[8..])
    };
    let mut names: Vec<String> = pictures(site).keys().map(plain).collect();
    names.sort();
    names
}

fn page(site: &Site) -> String {
    site.text("public/news/2019/10/one.html")
}

/// All that is kept of pictures between builds.
fn kept(site: &Site) -> Files {
    site.under(".huikan/images")
}

/// The sources that a build reads, in another way than to see whether they are what they were.
fn opened(site: &Site) -> (Built, BTreeSet<String>) {
    let watched = Watched::new(&site.memory);
    let built = site.build_on(&watched);
    let below = format!("{ROOT}/");
    let read = watched.read().into_iter().map(|path| path.replacen(&below, "", 1));
    let is_picture = |path: &String| path.contains("images/");
    (built, read.filter(is_picture).collect())
}

#[test]
fn each_picture_comes_in_sensible_widths_and_is_never_made_wider() {
    let site = site();
    site.build().done();
    let expected = [
        "boat-320.webp",
        "boat-480.webp",
        "chart.svg",
        "hall-320.webp",
        "hall-480.webp",
        "moving.gif",
        "river-320.webp",
        "river-480.webp",
        "wide-1080.webp",
        "wide-1600.webp",
        "wide-320.webp",
        "wide-640.webp",
    ];
    assert_eq!(names(&site), expected);
    for (name, bytes) in pictures(&site).iter().filter(|(name, _)| name.ends_with("webp")) {
        let width = image::load_from_memory(bytes).unwrap().width();
        assert!(name.ends_with(&format!("-{width}.webp")), "{name}: {width}");
    }
}

#[test]
fn pages_tell_sizes_and_let_a_browser_choose() {
    let site = site();
    site.build().done();
    let page = page(&site);
    let tag = |name: &str| {
        let tags = page.split("<img ").skip(1).map(|rest| rest.split('>').next().unwrap());
        let tag = tags.filter(|tag| tag.contains(name)).last().unwrap().to_owned();
        // The mark of the content is of no interest here.
        let parts = tag.split("../../../media/").enumerate().map(|(n, part)| match n {
            0 => part.to_owned(),
            _ => {
                let (stem, rest) = part.split_once('.').unwrap();
                format!("{stem}{}", &rest[8..])
            }
        });
        parts.collect::<String>()
    };
    assert_eq!(
        tag("wide."),
        "src=\"wide-1600.webp\" srcset=\"wide-320.webp 320w, wide-640.webp 640w, \
         wide-1080.webp 1080w, wide-1600.webp 1600w\" \
         sizes=\"(min-width: 44rem) 42rem, 100vw\" width=\"1600\" height=\"32\" alt=\"宽\" \
         loading=\"lazy\" decoding=\"async\""
    );
    // Upright, though it lies on its side in the file; the first screen does not wait.
    let cover = tag("hall.");
    assert!(cover.contains("width=\"480\" height=\"320\""), "{cover}");
    assert!(!cover.contains("lazy"), "{cover}");
    // One among several is shown small, and leads to the whole of it.
    assert!(tag("boat.").contains("sizes=\"(min-width: 44rem) 20rem, 50vw\""));
    assert!(page.contains("<figure class=\"gallery\">\n<a href=\"../../../media/river."), "{page}");
    // What stands for itself leads nowhere, and has no sizes to choose from.
    assert!(page.contains("<figure><img src=\"../../../media/chart."));
    assert!(!tag("chart.").contains("srcset"));
    // A link to a picture leads to the widest; search engines hear of that too.
    let widest = page.split("见<a href=\"../../../").nth(1).unwrap().split('"').next().unwrap();
    assert!(widest.starts_with("media/hall.") && widest.ends_with("-480.webp"), "{widest}");
    assert!(site.text("public/sitemap.xml").contains(&format!("https://example.org/{widest}")));
    assert!(page.contains(&format!("content=\"https://example.org/{widest}\"")));
}

/// As far as their first boxes tell, these are AVIFs of the widths that their names have.
fn avifs(site: &Site) -> usize {
    let all = pictures(site);
    let avifs = all.iter().filter(|(name, _)| name.ends_with(".avif"));
    let count = avifs.map(|(name, bytes)| {
        assert_eq!(&bytes[4..12], b"ftypavif", "{name}");
        let at = memchr::memmem::find(bytes, b"ispe").unwrap() + 8;
        let width = u32::from_be_bytes(*bytes[at..].first_chunk().unwrap());
        assert!(name.ends_with(&format!("-{width}.avif")), "{name}: {width}");
    });
    count.count()
}

/// AVIF beside WebP, where it is set: for covers, for pictures of a text, for galleries.
#[test]
fn a_browser_that_reads_avif_is_offered_it() {
    let site = site();
    site.edit("content/news/2019/one.md", "![宽]", "![会场](images/hall.jpg)\n\n![宽]");
    site.build().done();
    let before = pictures(&site);
    assert!(!page(&site).contains("<picture>"));
    site.edit("content/site.yaml", "title:", "images: { avif: true }\ntitle:");
    let (built, opened) = opened(&site);
    built.done();
    // Two of the photograph that a camera took, two of the one in WebP; drawings need none, and of all others
    // nothing is made anew.
    assert_eq!(avifs(&site), 4);
    assert!(before.iter().all(|(name, bytes)| pictures(&site).get(name) == Some(bytes)));
    assert!(!opened.contains(RIVER), "{opened:?}");
    let page = page(&site);
    let sources: Vec<&str> = page
        .split("<picture><source type=\"image/avif\" srcset=\"../../../media/")
        .skip(1)
        .map(|rest| rest.split_once("</picture>").unwrap().0)
        .collect();
    assert_eq!(sources.len(), 3, "{page}");
    for (source, (name, sizes)) in sources.iter().zip([
        ("hall.", "(min-width: 44rem) 42rem, 100vw"),
        ("boat.", "(min-width: 44rem) 20rem, 50vw"),
        ("hall.", "(min-width: 44rem) 42rem, 100vw"),
    ]) {
        let (avif, image) = source.split_once("><img ").unwrap();
        assert!(avif.starts_with(name) && avif.contains("-320.avif 320w, "), "{source}");
        assert!(avif.ends_with(&format!("-480.avif 480w\" sizes=\"{sizes}\"")), "{source}");
        assert!(image.contains("-480.webp\" srcset=") && !image.contains("avif"), "{source}");
    }
    // Feeds have one address for each picture.
    assert!(!site.text("public/feed.xml").contains("avif"));
    site.stands_as_new();
    site.edit("content/site.yaml", "images: { avif: true }", "images: { avif: true, quality: 40 }");
    site.build().done();
    assert_eq!(avifs(&site), 4);
    site.edit("content/site.yaml", "images: { avif: true, quality: 40 }\n", "");
    site.build().done();
    assert_eq!(pictures(&site), before);
    assert_eq!(kept(&site).len(), before.len());
}

#[test]
fn no_output_tells_what_a_camera_or_a_program_noted() {
    const SECRETS: [&str; 8] =
        ["SECRET", "CAMERA", "Exif\0", "EXIF", "XMP", "GPS", "adobe:ns:meta", "2019:10:23"];
    let sources = site().sources();
    let holds = |bytes: &[u8], text: &str| memchr::memmem::find(bytes, text.as_bytes()).is_some();
    for (name, secrets) in [("hall.jpg", 4), ("river.png", 4), ("boat.webp", 4), ("moving.gif", 1)]
    {
        let bytes = &sources[&format!("content/news/2019/images/{name}")];
        let found = SECRETS.iter().filter(|text| holds(bytes, text)).count();
        assert!(found >= secrets, "{name} holds {found} of what must not be published");
    }
    for images in ["{ originals: false }", "{ originals: true }"] {
        let site = site();
        site.edit("content/site.yaml", "title:", &format!("images: {images}\ntitle:"));
        site.build().done();
        let public = site.public();
        assert!(public.len() > 15);
        for (path, bytes) in public {
            // An original that lies on its side has to say so.
            let may =
                |text: &str| text == "Exif\0" && images.contains("true") && path.ends_with("jpg");
            let told = SECRETS.into_iter().find(|text| holds(&bytes, text) && !may(text));
            assert_eq!(told, None, "{path}");
        }
    }
}

#[test]
fn an_svg_draws_and_does_nothing_else() {
    let site = site();
    site.build().done();
    let svg = pictures(&site).into_iter().find(|(name, _)| name.ends_with("svg")).unwrap().1;
    assert_eq!(
        String::from_utf8(svg).unwrap(),
        "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\" >\
         <image /><path d=\"M0 0h4\"/></svg>\n"
    );
}

#[test]
fn originals_can_be_downloaded_only_where_that_is_set() {
    let site = site();
    site.build().done();
    let before = pictures(&site);
    site.edit("content/site.yaml", "title:", "images: { originals: true }\ntitle:");
    let (built, opened) = opened(&site);
    let built = built.done();
    let more: Vec<String> = names(&site).into_iter().filter(|name| !name.contains('-')).collect();
    let expected = ["boat.webp", "chart.svg", "hall.jpg", "moving.gif", "river.png", "wide.png"];
    assert_eq!(more, expected);
    // What pages show stays, under its name.
    assert!(before.iter().all(|(name, bytes)| pictures(&site).get(name) == Some(bytes)));
    assert!(opened.contains(HALL), "{opened:?}");
    let page = page(&site);
    assert!(page.contains("见<a href=\"../../../media/hall.") && page.contains(".jpg\">大图"));
    assert!(page.contains("<figure><a href=\"../../../media/wide."), "{page}");
    assert!(built.rendered.contains_key("news/2019/10/one.html"), "{:?}", built.rendered);
    site.stands_as_new();
}

#[test]
fn a_picture_is_decoded_once_and_never_again() {
    let site = site();
    let (_, first) = opened(&site);
    assert!(first.contains(HALL));
    // A text is another: no picture is opened, made or kept.
    site.edit("content/news/2019/one.md", "title: 一", "title: 壹");
    let (built, second) = opened(&site);
    assert_eq!((built.done().written > 0, second), (true, BTreeSet::new()));
    // The memory of builds is gone, and the output folder too: what was made still lies there. Sources are
    // looked at, for nobody vouches for them, and not decoded, for nothing would be written anew.
    let store = kept(&site);
    site.remove_all("public");
    for file in ["cache", "changes", "seal"].map(|name| format!(".huikan/{name}")) {
        if site.has(&file) {
            site.remove(&file);
        }
    }
    let stat = |site: &Site| {
        let name = kept(site).into_keys().next().unwrap();
        site.memory.stat(Utf8Path::new(&format!("{ROOT}/.huikan/images/{name}"))).unwrap()
    };
    let before = stat(&site);
    site.build().done();
    assert_eq!((kept(&site), stat(&site)), (store, before));
    site.stands_as_new();
}

#[test]
fn what_is_kept_may_be_deleted_or_damaged_at_any_time() {
    for damage in [
        (|_: &[u8]| None) as fn(&[u8]) -> Option<Vec<u8>>,
        |bytes| Some(bytes[..bytes.len() / 2].to_vec()),
        |_| Some(vec![]),
    ] {
        for wipe_public in [false, true] {
            let site = site();
            site.build().done();
            for (name, bytes) in kept(&site) {
                let path = format!(".huikan/images/{name}");
                match damage(&bytes) {
                    Some(damaged) => site.put(&path, damaged),
                    None => site.remove(&path),
                }
            }
            if wipe_public {
                site.remove_all("public");
            }
            site.edit("content/site.yaml", "title: 会刊", "title: 新刊");
            site.build().done();
            site.stands_as_new();
        }
    }
}

#[test]
fn what_is_no_longer_shown_is_not_kept() {
    let site = site();
    site.build().done();
    assert_eq!(kept(&site).len(), 12);
    site.edit("content/news/2019/one.md", "![宽](images/wide.png)", "");
    site.build().done();
    assert_eq!((kept(&site).len(), names(&site).len()), (8, 8));
    site.edit("content/site.yaml", "title:", "images: { quality: 40 }\ntitle:");
    site.build().done();
    assert_eq!((kept(&site).len(), names(&site).len()), (8, 8));
    site.stands_as_new();
}

#[test]
fn another_picture_or_another_setting_has_another_name() {
    let site = site();
    site.build().done();
    let name_of = |site: &Site, stem: &str| {
        let names = pictures(site).into_keys().filter(|name| name.starts_with(stem));
        names.collect::<Vec<_>>()
    };
    let (wide, chart) = (name_of(&site, "wide"), name_of(&site, "chart"));
    site.put("content/news/2019/images/wide.png", png(2000, 41));
    site.build().done();
    let other = name_of(&site, "wide");
    assert!(other.iter().all(|name| !wide.contains(name)), "{other:?}");
    site.edit("content/site.yaml", "title:", "images: { quality: 40 }\ntitle:");
    site.build().done();
    assert!(name_of(&site, "wide").iter().all(|name| !other.contains(name)));
    // It is not encoded, so no quality reaches it.
    assert_eq!(name_of(&site, "chart"), chart);
    site.stands_as_new();
}

/// A PNG that is whole by its parts; its pixels are not.
fn damaged() -> Vec<u8> {
    let mut bytes = NOTED_PNG.to_vec();
    let at = memchr::memmem::find(&bytes, b"IDAT").unwrap() + 40;
    bytes[at] ^= 0x55;
    bytes
}

const RIVER: &str = "content/news/2019/images/river.png";

#[test]
fn damage_that_shows_only_in_the_pixels_is_told_with_its_place_by_all() {
    let site = site();
    site.build().done();
    let before = site.public();
    site.put(RIVER, damaged());
    let built = site.build();
    assert_eq!((built.end, &built.codes[..]), (End::Refused, &["media/broken"][..]));
    assert!(built.said[0].starts_with(&format!("error media/broken {RIVER}:")), "{:?}", built.said);
    assert_eq!(site.public(), before);
    let checked = check(&site.memory, &site.host, &site.options);
    let codes: Vec<_> = checked.diags.iter().map(|diag| &*diag.code).collect();
    assert!(codes.contains(&"media/broken"), "{codes:?}");
    let (session, edition) = open(&site);
    assert!(edition.finish(&AtomicBool::new(false)).is_err());
    drop(session);
    // Mended, it is as if nothing had been.
    site.put(RIVER, NOTED_PNG);
    site.build().done();
    assert_eq!(site.public(), before);
}

fn open(site: &Site) -> (Session, Arc<Edition>) {
    let (memory, host) = (Arc::new(site.memory.clone()), Arc::new(site.host.clone()));
    let (session, update) = Session::open(memory, host, site.options.clone());
    (session, update.edition.unwrap())
}

#[test]
fn what_is_served_is_what_is_built_and_nothing_is_written() {
    for has_built in [false, true] {
        let site = site();
        let mut expected = site.built_anew();
        expected.retain(|name, _| !name.starts_with('.'));
        if has_built {
            site.build().done();
        }
        let files = site.memory.files();
        let (mut session, edition) = open(&site);
        let served = |edition: &Edition| -> Files {
            let bytes = |path: &str| edition.get(path).unwrap().ok().unwrap().to_vec();
            edition.paths().map(|path| (path.to_owned(), bytes(path))).collect()
        };
        assert_eq!(difference(&served(&edition), &expected), None);
        assert!(edition.finish(&AtomicBool::new(false)).unwrap().whole);
        assert_eq!(site.memory.files(), files);
        // A picture that is replaced changes its address, and so the page.
        site.put(RIVER, png(500, 20));
        let touched = Touched::Paths([format!("{ROOT}/{RIVER}").into()].into());
        let edition = session.update(&touched, &[]).edition.unwrap();
        let mut expected = site.built_anew();
        expected.retain(|name, _| !name.starts_with('.'));
        assert_eq!(difference(&served(&edition), &expected), None);
    }
}

/// A JPEG that says to be a square of this side (ITU-T T.81, B.2.2: two bytes each behind the marker of the
/// frame, its length and the precision).
fn claiming(jpeg: &[u8], side: u16) -> Vec<u8> {
    let frame = |pair: &[u8]| matches!(pair, [0xff, 0xc0 | 0xc2]);
    let at = jpeg.windows(2).rposition(frame).unwrap() + 5;
    let mut bytes = jpeg.to_vec();
    bytes[at..at + 4].copy_from_slice(&[side.to_be_bytes(), side.to_be_bytes()].concat());
    bytes
}

#[test]
fn a_bomb_and_a_picture_for_the_press_are_refused_with_the_place_that_asks_for_them() {
    let refused = |bytes: &[u8], code: &str| {
        let site = site();
        site.put(HALL, bytes);
        let built = site.build();
        assert_eq!(built.end, End::Refused);
        let told = built.said.iter().filter(|said| said.contains(code)).count();
        assert!(told > 0 && built.codes.iter().all(|own| *own == code), "{:?}", built.said);
        built.said
    };
    // Two parts of the text use it, and each is told.
    let mut cut = TURNED.to_vec();
    cut.truncate(2000);
    let said = refused(&cut, "media/broken");
    assert!(said.iter().all(|said| said.contains("content/news/2019/one.md:")), "{said:?}");
    // Some kilobytes that would be ten gigabytes of pixels.
    let said = refused(&claiming(TURNED, 60_000), "media/pixels");
    assert!(said.iter().all(|said| said.contains("content/news/2019/one.md:")), "{said:?}");
    refused(include_bytes!("common/pictures/ink.jpg"), "media/ink");
}

/// Each phase with the steps that it began with, and those that were done of it.
#[derive(Default)]
struct Steps(Mutex<Vec<(Phase, usize, usize)>>);

impl Progress for Steps {
    fn phase(&self, phase: Phase, total: usize) {
        self.0.lock().unwrap().push((phase, total, 0));
    }

    fn tick(&self) {
        self.0.lock().unwrap().last_mut().unwrap().2 += 1;
    }
}

#[test]
fn whoever_waits_hears_how_many_pictures_are_made() {
    let site = site();
    let told = || {
        let steps = Steps::default();
        assert!(build(&site.memory, &site.host, &site.options, &steps).report.is_some());
        let steps = steps.0.into_inner().unwrap();
        let pictures = steps.into_iter().filter(|(phase, ..)| *phase == Phase::Pictures);
        pictures.map(|(_, total, done)| (total, done)).collect::<Vec<_>>()
    };
    assert_eq!(told(), [(6, 6)]);
    site.put(RIVER, png(700, 20));
    assert_eq!(told(), [(1, 1)]);
    site.edit("content/news/2019/one.md", "见", "又见");
    assert_eq!(told(), []);
}
