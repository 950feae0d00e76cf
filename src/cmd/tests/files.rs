//! Runs that look for files and write some.

use super::*;

fn site() -> Memory {
    Memory::with([
        ("site/content/site.yaml", "title: 会刊\n"),
        ("site/content/columns/news.md", "---\ntitle: 要闻\n---\n"),
        ("site/content/columns/party.md", "---\ntitle: 党建\n---\n"),
    ])
}

fn text_of(vfs: &Memory, path: &str) -> String {
    String::from_utf8(vfs.read(Utf8Path::new(path)).unwrap()).unwrap()
}

#[test]
fn the_root_is_looked_for_upward() {
    let vfs = site();
    vfs.put("site/content/news/content/x.md", "");
    for (dir, up) in [("/site", ""), ("/site/content/news", "../../"), ("/site/themes", "../")] {
        let ran =
            run_in(&vfs, dir, &["new", "pages", "about", "--slug", &format!("a{}", up.len())]);
        assert_eq!(ran.out, format!("{up}content/pages/a{}.md\n", up.len()), "{}", ran.err);
    }
    let ran = run_in(&vfs, "/", &["--root", "site", "new", "pages", "about", "--slug", "z"]);
    assert_eq!(ran.out, "site/content/pages/z.md\n");
}

#[test]
fn without_a_root_the_cure_is_told() {
    let told = wrong(&["build"]);
    assert!(told.contains("usage/no-bulletin") && told.contains("huikan init"), "{told}");
    let told = wrong(&["build", "--root", "nowhere"]);
    assert!(told.contains("打不开文件夹 nowhere：不存在"), "{told}");
}

#[test]
fn new_news_lie_by_month_and_hold_what_was_given() {
    let vfs = site();
    let ran = run_in(
        &vfs,
        "/site",
        &["new", "news", "Tea: \"good\" #1", "--chamber", "tea", "--slug", "tea"],
    );
    assert_eq!(
        (ran.exit, ran.out.as_str()),
        (Exit::Done, "content/news/2026/11/tea.md\n"),
        "{}",
        ran.err
    );
    let text = text_of(&vfs, "site/content/news/2026/11/tea.md");
    assert!(text.starts_with("---\ntitle: \"Tea: \\\"good\\\" #1\"\ndate: 2026-11-24 "), "{text}");
    for line in
        ["column: news   # 栏目，可选：news、party\n", "\nchambers: [tea] ", "\nstatus: draft "]
    {
        assert!(text.contains(line), "{text}");
    }
    let paths =
        [("2019-10-23", "2019/10/"), ("2019-10", "2019/10/"), ("2019", "2019/"), ("unknown", "")];
    for (date, folder) in paths {
        let ran = run_in(
            &vfs,
            "/site",
            &["new", "news", "t", "--date", date, "--slug", &format!("d{date}")],
        );
        assert_eq!(ran.out, format!("content/news/{folder}d{date}.md\n"));
    }
    assert!(text_of(&vfs, "site/content/news/dunknown.md").contains("\ndate: 待补 "));
}

#[test]
fn new_never_overwrites() {
    let vfs = site();
    let words = ["new", "pages", "关于", "--slug", "about"];
    assert_eq!(run_in(&vfs, "/site", &words).exit, Exit::Done);
    let before = text_of(&vfs, "site/content/pages/about.md");
    let ran = run_in(&vfs, "/site", &words);
    assert_eq!((ran.exit, ran.out.as_str()), (Exit::Usage, ""));
    assert!(ran.err.contains("content/pages/about.md 已经有了") && ran.err.contains("--slug"));
    assert_eq!(text_of(&vfs, "site/content/pages/about.md"), before);
}

#[test]
fn new_refuses_options_without_a_meaning() {
    let vfs = site();
    for (words, told) in [
        (&["new", "pages", "t", "--column", "news"] as &[&str], "页面没有 --column 这一项"),
        (&["new", "columns", "t", "--chamber", "a"], "栏目没有 --chamber 这一项"),
        (&["new", "chambers", "t", "--place", "a", "--place", "b"], "商会只能写一个 --place"),
        (&["new", "news", " \n"], "标题是空的"),
        (&["new", "news", "？！"], "得不出文件名"),
    ] {
        let ran = run_in(&vfs, "/site", words);
        assert_eq!(ran.exit, Exit::Usage);
        assert!(ran.err.contains(told), "{}", ran.err);
    }
    assert_eq!(vfs.ops(), site().ops());
}

#[test]
fn a_disk_that_refuses_gives_exit_3() {
    let vfs = site();
    vfs.read_only("site/content");
    let ran = run_in(&vfs, "/site", &["new", "pages", "t", "--slug", "t"]);
    assert_eq!((ran.exit, ran.out.as_str()), (Exit::Failed, ""));
    assert!(ran.err.contains("io/failed"), "{}", ran.err);
}

#[test]
fn init_fills_an_empty_folder_and_says_how_to_go_on() {
    let vfs = Memory::new();
    vfs.put("work/.git/config", "");
    vfs.put("work/.gitignore", "mine\n");
    let ran = run_in(&vfs, "/work", &["init"]);
    assert_eq!((ran.exit, ran.err.as_str()), (Exit::Done, ""));
    assert!(
        ran.out.contains("当前文件夹") && ran.out.ends_with("\n  huikan build\n"),
        "{}",
        ran.out
    );
    assert_eq!(text_of(&vfs, "work/.gitignore"), "mine\n");
    let ran = run_in(&vfs, "/", &["init", "my site"]);
    assert!(ran.out.contains("  cd 'my site'\n  huikan build\n"), "{}", ran.out);
    for (name, text) in starter::FILES {
        assert_eq!(&text_of(&vfs, &format!("my site/{name}")), text);
    }
}

#[test]
fn init_refuses_a_folder_in_use() {
    let vfs = Memory::with([("a/x.txt", ""), ("file", "")]);
    let ran = run_in(&vfs, "/", &["init", "a"]);
    assert_eq!(ran.exit, Exit::Usage);
    assert!(ran.err.contains("/a 不是空的，里面有：x.txt"), "{}", ran.err);
    let ran = run_in(&vfs, "/", &["init", "file"]);
    assert!(ran.err.contains("usage/not-a-folder"), "{}", ran.err);
    for n in 0..20 {
        vfs.put(format!("a/{n}"), "");
    }
    let told = run_in(&vfs, "/", &["init", "a", "--lang", "en"]).err;
    assert!(told.contains("it holds: 0, 1, 10, 11, 12, 13, 14, 15 and 13 more"), "{told}");
}

#[test]
fn the_starter_is_whole_and_says_that_it_is_a_sample() {
    let folder = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cmd/starter");
    let scan = Disk.scan(&folder);
    assert_eq!(scan.entries.len(), starter::FILES.len());
    for (name, text) in starter::FILES.iter().filter(|(name, _)| name.ends_with(".md")) {
        assert!(scan.entries.iter().any(|entry| entry.path == *name), "{name}");
        assert!(text.contains("示例"), "{name}");
    }
}

#[test]
fn the_starter_has_no_mistake() {
    let file = crate::diag::FileId(0);
    for (name, text) in starter::FILES {
        let diags = match name.strip_prefix("content/").and_then(|name| name.split_once('/')) {
            Some((folder, id)) => {
                let kind = crate::content::Kind::from_folder(folder).unwrap();
                crate::content::load(file, kind, id, text.as_bytes()).diags
            }
            None if name.ends_with(".yaml") => crate::config::parse(file, text).diags,
            None => vec![],
        };
        assert!(diags.is_empty(), "{name}: {diags:#?}");
    }
}

#[test]
fn new_files_are_named_by_pinyin() {
    let vfs = site();
    vfs.put("site/content/site.yaml", "title: 会刊\nreadings:\n  龙圩: long xu\n");
    let ran = run_in(&vfs, "/site", &["new", "地区", "龙圩"]);
    assert_eq!(ran.out, "content/places/long-xu.md\n");
    let ran = run_in(&vfs, "/site", &["new", "页面", &"梧州商会".repeat(30)]);
    let name = "wu-zhou-shang-hui-".repeat(3);
    assert_eq!(ran.out, format!("content/pages/{name}wu.md\n"));
}
