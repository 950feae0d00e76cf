//! The output folder: only what huikan wrote is ever replaced or removed, what has not changed is left
//! alone, and the memory of the last build may be moved, restored, damaged or lost.
#![allow(clippy::disallowed_methods, reason = "tests of the real disk")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::time::SystemTime;

use common::disk::{Folder, Ran};
use common::frozen::Frozen;
use common::{End, Site, difference};

const BULLETIN: &str = "\
=== content/site.yaml
title: 会刊
=== content/columns/news.md
---
title: 要闻
---
=== content/news/one.md
---
title: 一
date: 2019-10-23
column: news
---
![江](one.png)
=== content/news/two.md
---
title: 二
date: 2018-05
column: news
---
";

fn site() -> Site {
    let site = Site::of(BULLETIN);
    site.put("content/news/one.png", common::pictures::png(2, 1));
    site
}

fn folder() -> Folder {
    Folder::of(&site().sources())
}

#[track_caller]
fn refused(ran: &Ran, code: &str, names: &[&str]) {
    assert_eq!(ran.exit, Some(1), "{}", ran.said);
    assert!(ran.said.contains(code), "{}", ran.said);
    for name in names {
        assert!(ran.said.contains(name), "{name} in {}", ran.said);
    }
}

#[test]
fn a_folder_with_files_of_others_is_refused() {
    let folder = folder();
    folder.put("public/thesis.docx", "years of work");
    folder.put("public/photos/1.jpg", "a wedding");
    let before = folder.files("public");
    refused(&folder.run(&["build"]), "publish/foreign-files", &["thesis.docx", "photos/"]);
    assert_eq!(difference(&folder.files("public"), &before), None);
    folder.remove("public/thesis.docx");
    folder.remove("public/photos");
    folder.build();
}

#[test]
fn a_folder_of_sources_is_refused() {
    let folder = folder();
    folder.put("themes/own/theme.yaml", "title: own\n");
    let before = folder.files("");
    let up = folder.0.parent().unwrap().to_str().unwrap();
    for out in
        ["content", "content/news", "content/new", "themes", "themes/own", ".", "", ".huikan", up]
    {
        let out = folder.at(out);
        let ran = folder.run(&["build", "--out", out.to_str().unwrap()]);
        refused(&ran, "publish/source-folder", &[]);
    }
    let after = folder.files("").into_iter().filter(|(path, _)| !path.starts_with(".huikan/"));
    assert_eq!(difference(&after.collect(), &before), None);
}

/// A link in place of the folder, or a file: whatever is behind it is not ours.
#[test]
#[cfg(unix)]
fn what_is_no_folder_is_refused() {
    let folder = folder();
    folder.put("elsewhere/index.html", "mine");
    std::os::unix::fs::symlink(folder.at("elsewhere"), folder.at("public")).unwrap();
    refused(&folder.run(&["build"]), "publish/not-a-folder", &["public"]);
    folder.remove("public/index.html");
    refused(&folder.run(&["build"]), "publish/not-a-folder", &["public"]);
    fs::remove_file(folder.at("public")).unwrap();
    folder.put("public", "a file");
    refused(&folder.run(&["build"]), "publish/not-a-folder", &["public"]);
    assert_eq!(fs::read(folder.at("public")).unwrap(), b"a file");
}

/// Inside an output folder that is ours: a file of another's where a page belongs, a link where a
/// folder belongs.
#[test]
#[cfg(unix)]
fn files_of_others_are_never_written_over() {
    let folder = folder();
    folder.build();
    folder.put("public/news/2020/new.html", "mine");
    folder.put("content/news/new.md", "---\ntitle: 新\ndate: 2020\ncolumn: news\n---\n");
    refused(&folder.run(&["build"]), "publish/occupied", &["news/2020/new.html"]);
    assert_eq!(fs::read(folder.at("public/news/2020/new.html")).unwrap(), b"mine");
    folder.remove("public/news/2020/new.html");

    folder.put("elsewhere/keep.txt", "mine");
    folder.remove("public/news/2020");
    std::os::unix::fs::symlink(folder.at("elsewhere"), folder.at("public/news/2020")).unwrap();
    refused(&folder.run(&["build"]), "publish/occupied", &["news/2020"]);
    assert_eq!(folder.files("elsewhere").len(), 1, "nothing was written through the link");
    fs::remove_file(folder.at("public/news/2020")).unwrap();
    folder.build();
    assert!(folder.at("public/news/2020/new.html").is_file());
}

/// `public/.gitignore` keeps the folder in git; `.nojekyll` and the like are a host's business.
#[test]
fn dotfiles_stay() {
    let folder = folder();
    folder.put("public/.gitignore", "*\n!.gitignore\n");
    folder.put("public/.nojekyll", "");
    folder.put("public/.well-known/security.txt", "Contact: …");
    folder.build();
    folder.remove("content/news/two.md");
    folder.build_with(&["--clean"]);
    let files = folder.files("public");
    assert_eq!(files[".gitignore"], b"*\n!.gitignore\n");
    assert!(files.contains_key(".nojekyll") && files.contains_key(".well-known/security.txt"));
}

/// What an editor puts into an output folder that is ours stays, as long as nothing is to stand there.
#[test]
fn what_was_not_written_is_not_removed() {
    let folder = folder();
    folder.build();
    folder.put("public/mine.txt", "mine");
    folder.put("public/news/2018/05/notes.txt", "mine");
    folder.remove("content/news/two.md");
    assert!(folder.build().contains("removed"));
    let files = folder.files("public");
    assert!(!files.contains_key("news/2018/05/two.html"), "the page of a removed text goes");
    assert_eq!(files["mine.txt"], b"mine");
    assert_eq!(files["news/2018/05/notes.txt"], b"mine");
    folder.remove("public/news/2018/05/notes.txt");
    folder.build();
}

#[test]
fn what_is_no_longer_wanted_goes_with_its_folders() {
    let folder = folder();
    folder.build();
    assert!(folder.at("public/news/2018/05").is_dir() && folder.at("public/media").is_dir());
    folder.remove("content/news/two.md");
    folder.put("content/news/one.md", "---\ntitle: 一\ndate: 2019-10-23\ncolumn: news\n---\n");
    folder.build();
    for gone in ["public/news/2018", "public/archive/2018", "public/media"] {
        assert!(!folder.at(gone).exists(), "{gone}");
    }
}

fn times(folder: &Folder) -> BTreeMap<String, SystemTime> {
    let time =
        |path: &String| fs::metadata(folder.at("public").join(path)).unwrap().modified().unwrap();
    folder.files("public").keys().map(|path| (path.clone(), time(path))).collect()
}

/// Also when everything is rendered anew, and when the cache is lost.
#[test]
fn an_unchanged_file_keeps_its_time() {
    let folder = folder();
    folder.build();
    let before = times(&folder);
    folder.build();
    folder.build_with(&["--clean"]);
    folder.remove(".huikan");
    folder.build();
    assert_eq!(times(&folder), before);
    folder.put(
        "content/news/two.md",
        "---\ntitle: 二\ndate: 2018-05\ncolumn: news\nsubtitle: 副题\n---\n",
    );
    folder.build();
    let changed: Vec<String> = times(&folder)
        .into_iter()
        .filter(|(path, time)| before[path] != *time)
        .map(|(path, _)| path)
        .collect();
    // The search index is written anew where the words of the new subtitle stand.
    let index = ["search/0/g7.bin", "search/0/l4.bin", "search/0/l7.bin"];
    assert_eq!(changed, [&[".huikan-manifest", "news/2018/05/two.html"][..], &index].concat());
}

#[test]
fn the_output_folder_may_be_elsewhere() {
    let folder = folder();
    folder.build();
    let public = folder.files("public");
    let other = Folder::new();
    let out = other.at("deep/site");
    folder.build_with(&["--out", out.to_str().unwrap()]);
    assert_eq!(difference(&other.files("deep/site"), &public), None);
    assert_eq!(difference(&folder.files("public"), &public), None);

    let mut command = folder.command(&["build", "--out", "site"]);
    assert!(command.current_dir(&other.0).status().unwrap().success());
    assert_eq!(difference(&other.files("site"), &public), None, "from the folder one is in");
}

/// Someone moves the output folder away, or puts it back.
#[test]
fn a_moved_output_folder_is_written_anew() {
    let folder = folder();
    folder.build();
    let public = folder.files("public");
    fs::rename(folder.at("public"), folder.at("old")).unwrap();
    folder.build();
    assert_eq!(difference(&folder.files("public"), &public), None);
    folder.put("content/news/two.md", "---\ntitle: 贰\ndate: 2018-05\ncolumn: news\n---\n");
    folder.build();
    let new = folder.files("public");
    folder.remove("public");
    fs::rename(folder.at("old"), folder.at("public")).unwrap();
    folder.build();
    assert_eq!(difference(&folder.files("public"), &new), None);
}

#[test]
fn a_bulletin_that_moves_keeps_its_cache() {
    let (here, there) = (folder(), Folder::new());
    here.build();
    fs::rename(&here.0, there.at("bulletin")).unwrap();
    let moved = Folder(there.at("bulletin"));
    assert!(moved.build().contains("(0 rendered"));
    let mut command = moved.command(&[]);
    command.args(["--root", ".", "build"]).current_dir(&moved.0);
    let ran = Ran::from(command.output().unwrap());
    assert!(ran.out.contains("(0 rendered"), "{ran:?}");
}

/// CI restores the cache into a fresh checkout, where every file is new to the disk.
#[test]
fn a_restored_cache_serves_in_another_checkout() {
    let here = folder();
    here.build();
    let public = here.files("public");

    let whole = Folder::of(&here.files(""));
    assert!(whole.build().contains("(0 rendered"));
    assert_eq!(difference(&whole.files("public"), &public), None);

    let mut without_public = here.files("");
    without_public.retain(|path, _| !path.starts_with("public/"));
    let bare = Folder::of(&without_public);
    bare.build();
    assert_eq!(difference(&bare.files("public"), &public), None);

    // An older state of the cache: what was edited since is rendered.
    here.put("content/news/two.md", "---\ntitle: 贰\ndate: 2018-05\ncolumn: news\n---\n");
    let mut edited = here.files("");
    edited.insert(
        "content/news/three.md".into(),
        b"---\ntitle: x\ndate: 2020\ncolumn: news\n---\n".into(),
    );
    let edited = Folder::of(&edited);
    edited.build();
    let mut clean = edited.files("");
    clean.retain(|path, _| path.starts_with("content/"));
    let clean = Folder::of(&clean);
    clean.build();
    assert_eq!(difference(&edited.files("public"), &clean.files("public")), None);
}

/// A cache of another huikan, a damaged one, an empty one: as good as none.
#[test]
fn a_cache_that_is_not_ours_is_ignored() {
    let site = site();
    site.build().done();
    let (public, cache) = (site.public(), site.read(".huikan/cache"));
    let line = cache.iter().position(|byte| *byte == b'\n').unwrap();
    let other_version = [b"huikan-cache 9.9.9 ", &cache[20..]].concat();
    let cut = cache[..cache.len() / 2].to_vec();
    let head_only = cache[..=line].to_vec();
    for wrong in [other_version, cut, head_only, vec![], b"\0\xff".to_vec()] {
        site.put(".huikan/cache", wrong);
        let built = site.build().done();
        assert_eq!(built.rendered.len(), built.pages);
        assert!(built.rendered.values().all(|why| why == "no usable cache"), "{built:?}");
        assert_eq!((built.written, built.removed), (0, 0), "the same bytes are left as they are");
        assert_eq!(difference(&site.public(), &public), None);
        assert_eq!(site.build().done().rendered.len(), 0, "and is good again");
    }
}

#[test]
fn the_cache_is_safe_to_delete() {
    let site = site();
    site.build().done();
    let public = site.public();
    site.remove_all(".huikan");
    let built = site.build().done();
    assert_eq!((built.written, built.removed, built.rendered.len()), (0, 0, built.pages));
    assert_eq!(difference(&site.public(), &public), None);
}

/// Within a tick of the clock a file may change twice and look the same; size and time vouch for
/// nothing then.
#[test]
fn a_file_that_is_too_fresh_is_read_again() {
    let mut site = site();
    site.host.now = jiff::Timestamp::UNIX_EPOCH;
    site.as_of("2026-01-01");
    site.build().done();
    assert_eq!(site.build().done().rendered.len(), 0, "the content still vouches");
    let frozen = Frozen(site.memory.clone());
    site.build_on(&frozen).done();
    site.edit("content/news/one.md", "title: 一", "title: 二");
    let built = site.build_on(&frozen).done();
    assert!(built.files().contains("news/2019/10/one.html"), "{built:?}");
}

/// A build that is refused leaves everything as it is, also files that are no longer wanted.
#[test]
fn a_refused_build_touches_nothing() {
    let site = site();
    site.build().done();
    let (public, cache) = (site.public(), site.read(".huikan/cache"));
    site.remove("content/news/two.md");
    for (path, text) in [
        ("content/news/three.md", "---\ntitle: x\n---\n"),
        ("content/theme/templates/home.html", "{% if %}"),
        ("content/theme/templates/home.html", "{{ card(of=\"news/none\") }}"),
        ("content/site.yaml", "titel: x\n"),
    ] {
        let before = if site.has(path) { Some(site.read(path)) } else { None };
        site.put(path, text);
        assert_eq!(site.build().end, End::Refused, "{path}");
        assert_eq!(difference(&site.public(), &public), None);
        assert_eq!(site.read(".huikan/cache"), cache);
        match before {
            Some(before) => site.put(path, before),
            None => site.remove(path),
        }
    }
    site.build().done();
}
