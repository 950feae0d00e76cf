//! Several mistakes in several files: all are told, in one order, with one summary.

use huikan::cmd::Exit;

use super::site::Site;

fn several() -> Site {
    Site::with([
        ("content/news/x.md", "---\ntitle：题\ndate: 2019-13\ncolumn: newz\n---\n\n[](nope.md)\n"),
        ("content/pages/x.md", "---\ntilte: 题\n---\n"),
        ("content/chambers/x.md", "没有开头\n"),
        ("content/site.yaml", "title: 刊\nper_page: 0\n"),
        ("content/theme/templates/home.html", "{{ x"),
    ])
}

#[test]
fn every_file_is_told_in_the_order_of_names() {
    let told: Vec<String> = several().refused().into_iter().map(|told| told.line).collect();
    assert_eq!(
        told,
        [
            "chambers/x.md:1:1 front/missing",
            "news/x.md:2:6 yaml/full-width-colon",
            "news/x.md:3:7 content/date",
            "news/x.md:4:9 site/dangling-reference",
            "news/x.md:7:4 site/dead-link",
            "pages/x.md:2:1 yaml/unknown-key",
            "site.yaml:2:11 config/per-page",
            "theme/templates/home.html:1:1 theme/syntax",
        ]
    );
}

#[test]
fn the_last_lines_say_what_became_of_the_site() {
    let zh = several().shown("zh");
    let last = "\
8 个错误
没有生成，public/ 里什么都没有动。错误在 5 个文件里，从第一个改起；改好后再运行 huikan build。
";
    assert!(zh.ends_with(last), "{zh}");
    let en = several().shown("en");
    let last = "\
8 errors
Not built; nothing in public/ was touched. The errors are in 5 files. Mend them and run huikan build again.
";
    assert!(en.ends_with(last), "{en}");
}

#[test]
fn mended_means_built() {
    let site = several();
    site.refused();
    for (path, text) in [
        ("content/news/x.md", "---\ntitle: 题\ndate: 2019-12\ncolumn: news\n---\n\n[](a.md)\n"),
        ("content/pages/x.md", "---\ntitle: 题\n---\n"),
        ("content/chambers/x.md", "---\ntitle: 题\nkind: 行业\n---\n"),
        ("content/site.yaml", "title: 刊\nper_page: 10\n"),
        ("content/theme/templates/home.html", "{{ page.title }}"),
    ] {
        site.put(path, text);
    }
    assert_eq!(site.build().0, Exit::Done);
}

/// A warning is told each time, not only when its file is read.
#[test]
fn warnings_do_not_hide_in_the_cache() {
    let text = "---\ntitle: 题\ndate: 2019\ncolumn: news\n---\n##小标题\n";
    let site = Site::with([("content/news/x.md", text)]);
    for _ in 0..3 {
        let (exit, told) = site.build();
        assert_eq!((exit, told.len()), (Exit::Done, 1));
    }
}
