//! Files that are no text, lie in the wrong place or bear the wrong name.

use huikan::cmd::Exit;

use super::site::{Cases, Site};

const PAGE: &str = "---\ntitle: 题\n---\n";

#[test]
fn encodings() {
    let utf16 = |order: fn(u16) -> [u8; 2], mark: &[u8]| {
        let units = "---\ntitle: 题\n---\n".encode_utf16();
        mark.iter().copied().chain(units.flat_map(order)).collect::<Vec<u8>>()
    };
    let gbk = b"---\ntitle: \xce\xe0\xd6\xdd\n---\n".to_vec();
    let cut = PAGE.as_bytes().split_at("---\ntitle: 题".len() - 1).0.to_vec();
    for (bytes, place) in [
        (gbk, "2:8"),
        (utf16(u16::to_le_bytes, b"\xff\xfe"), "1:1"),
        (utf16(u16::to_be_bytes, b"\xfe\xff"), "1:1"),
        (utf16(u16::to_le_bytes, b""), "1:1"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "1:1"),
        (b"PK\x03\x04\x14\0\x06\0\xff".to_vec(), "1:1"),
        (cut, "2:8"),
        (b"---\ntitle: \xff\n---\n".to_vec(), "2:8"),
    ] {
        for file in ["pages/x.md", "site.yaml", "theme/templates/article.html"] {
            let site = Site::sound();
            site.put(&format!("content/{file}"), &bytes);
            let told = site.refused();
            assert_eq!(told[0].line, format!("{file}:{place} files/encoding"), "{bytes:?}");
            assert_eq!(told.len(), 1, "{}", told[1].line);
        }
    }
}

#[test]
fn names_and_places() {
    let mut c = Cases::default();
    c.files(&[("content/x.md", PAGE)], &["x.md files/no-kind"]);
    c.files(
        &[("content/page/x.md", PAGE), ("content/page/y.md", PAGE)],
        &["page files/unknown-folder"],
    );
    c.files(&[("content/Pages/x.md", PAGE)], &["Pages files/unknown-folder"]);
    c.files(&[("content/页面/x.md", PAGE)], &["页面 files/unknown-folder"]);
    c.files(&[("content/随便/x.md", PAGE)], &["随便 files/unknown-folder"]);
    c.files(&[("content/pages/x.MD", PAGE)], &["pages/x.MD files/ending"]);
    c.files(&[("content/pages/x.markdown", PAGE)], &["pages/x.markdown files/ending"]);
    c.files(&[("content/pages/x.md.txt", PAGE)], &["pages/x.md.txt files/ending"]);
    c.files(&[("content/pages/x.md ", PAGE)], &["pages/x.md  files/ending"]);
    c.files(&[("content/pages/ x .md", PAGE)], &[]);
    c.files(&[("content/pages/x.md~", PAGE), ("content/pages/.x.md", "")], &[]);
    c.files(&[("content/pages/数据.xlsx", "\0\0")], &[]);
}

/// A misplaced record is missed by nobody else.
#[test]
fn a_misplaced_file_is_one_mistake() {
    let menu = ("content/site.yaml", "title: 刊\nmenu:\n  - to: columns/extra\n");
    let news = ("content/news/x.md", "---\ntitle: 题\ndate: 2019\ncolumn: extra\n---\n");
    for (path, expected) in [
        ("content/columns/extra.MD", "columns/extra.MD files/ending"),
        ("content/column/extra.md", "column files/unknown-folder"),
    ] {
        Cases::default().files(&[menu, news, (path, PAGE)], &[expected]);
    }
}

#[test]
fn a_huge_file_is_not_read() {
    let site = Site::sound();
    site.put("content/pages/x.md", vec![b'a'; 50 * 1024 * 1024]);
    let shown = site.shown("zh");
    let zh = "错误[files/too-large]: 文件太大，稿件不能超过 8 MB\n--> content/pages/x.md\n";
    assert!(shown.starts_with(zh), "{}", &shown[..200]);
    let site = Site::sound();
    site.put("content/news/images/hall.svg", vec![b' '; 65 * 1024 * 1024]);
    let text = "---\ntitle: 题\ndate: 2019\ncolumn: news\n---\n![图](images/hall.svg)\n";
    site.put("content/news/x.md", text);
    assert_eq!(site.refused()[0].line, "news/x.md:6:6 media/too-large");
}

#[test]
fn links_of_the_file_system() {
    let link = |path: &str, target: &str, expected: &str| {
        let site = Site::sound();
        site.vfs.put("etc/secret.md", PAGE);
        site.vfs.put_link(format!("site/content/{path}"), target);
        let told: Vec<String> = site.refused().into_iter().map(|told| told.line).collect();
        assert_eq!(told, [expected]);
    };
    link("news/loop", "..", "news/loop files/loop");
    link("news/self", "self", "news/self files/loop");
    link("news/out.md", "/etc/secret.md", "news/out.md files/link-outside");
    link("news/out", "../../../etc", "news/out files/link-outside");
    link("news/gone.md", "nothing.md", "news/gone.md files/broken-link");
}

#[test]
fn no_content() {
    let site = Site::sound();
    for path in site.vfs.files().keys().filter(|path| path.starts_with("site/content")) {
        huikan::vfs::Vfs::remove_file(&site.vfs, path).unwrap();
    }
    // The folder is still there, empty.
    assert_eq!(site.refused()[0].line, "site.yaml config/missing");
    site.put("content/site.yml", "title: 刊\n");
    assert!(site.shown("zh").contains("把 content/site.yml 改名为 site.yaml"));
    site.put("content/site.yaml", "title: 刊\n");
    assert_eq!(site.allowed().len(), 0);
}

#[test]
fn a_content_folder_that_is_a_file() {
    let site = Site { vfs: huikan::vfs::Memory::new(), ..Site::sound() };
    site.put("content", "x");
    let ran = site.run(&["build"]);
    assert_eq!(ran.exit, Exit::Refused);
    assert!(ran.err.starts_with("错误[files/not-a-folder]: content 是一个文件，应当是文件夹\n"));
}

#[test]
fn a_file_that_may_not_be_read() {
    let site = Site::sound();
    site.put("content/pages/x.md", PAGE);
    site.vfs.unreadable("site/content/pages/x.md");
    let told = site.refused();
    assert_eq!((told[0].line.as_str(), told.len()), ("pages/x.md files/read", 1));
}
