//! The rules of publishing, on a disk and in memory; `crash` kills publications at every instant.

mod crash;
mod refusals;

use camino::Utf8Path;

use super::{Class, Known, Output, Protected, PublishError, Published, publish, survey};
use crate::{
    build::manifest::{Manifest, digest},
    vfs::{
        Vfs,
        scratch::{Scratch, on_both},
    },
};

/// Files of a site: a path and a text.
type Files<'a> = &'a [(&'a str, &'a str)];

fn class(path: &str) -> Class {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css" | "png") => Class::Asset,
        Some("xml") => Class::Index,
        _ => Class::Page,
    }
}

fn output<'a>((path, text): &(&'a str, &'a str)) -> Output<'a> {
    let bytes = text.as_bytes();
    Output {
        path,
        class: class(path),
        digest: digest(bytes),
        size: bytes.len() as u64,
        bytes: Some(bytes),
        from: None,
        staged: None,
    }
}

/// Surveys and publishes into `out`, beside which nothing is protected; like a build, without the
/// bytes of what stands already.
fn press(
    vfs: &dyn Vfs,
    out: &Utf8Path,
    known: &Known,
    files: Files<'_>,
) -> Result<Published, PublishError> {
    let protected = Protected { root: &out.join("../root"), folders: &[] };
    let found = survey(vfs, out, protected, known)?;
    let mut outputs: Vec<_> = files.iter().map(output).collect();
    for output in &mut outputs {
        output.bytes = output.bytes.filter(|_| !found.is_intact(output.path, &output.digest));
    }
    publish(vfs, &found, &outputs)
}

/// Publishes into the scratch folder's `public`, nothing known.
fn build(s: &Scratch, files: Files<'_>) -> Result<Published, PublishError> {
    press(&*s.vfs, &s.path("public"), &Known::default(), files)
}

/// All that lies in `public`, hidden files but the manifest too; folders end in `/`.
fn tree(s: &Scratch) -> Vec<String> {
    let (mut paths, mut folders) = (vec![], vec![String::new()]);
    while let Some(folder) = folders.pop() {
        for listed in s.vfs.list(&s.path("public").join(&folder)).unwrap() {
            match listed.kind {
                crate::vfs::Kind::Dir => folders.push(format!("{folder}{}/", listed.name)),
                _ => paths.push(format!("{folder}{}", listed.name)),
            }
        }
        paths.push(folder);
    }
    paths.retain(|path| !path.is_empty() && path != ".huikan-manifest");
    paths.sort_unstable();
    paths
}

fn counts(published: &Published) -> [usize; 3] {
    [published.written, published.kept, published.removed]
}

#[test]
fn outputs_are_written_with_a_manifest_that_names_them() {
    on_both(|s| {
        let published =
            build(s, &[("news/2019/10/稿件.html", "稿"), ("a.css", "x"), ("feed.xml", "")])
                .unwrap();
        assert_eq!(counts(&published), [3, 0, 0]);
        assert_eq!(
            tree(s),
            ["a.css", "feed.xml", "news/", "news/2019/", "news/2019/10/", "news/2019/10/稿件.html"]
        );
        assert_eq!(s.text("public/news/2019/10/稿件.html").as_deref(), Some("稿"));
        let manifest =
            Manifest::parse(s.text("public/.huikan-manifest").unwrap().as_bytes()).unwrap();
        let named: Vec<_> = manifest.items().map(|(path, item)| (path, item.size)).collect();
        assert_eq!(named, [("a.css", 1), ("feed.xml", 0), ("news/2019/10/稿件.html", 3)]);
        assert_eq!(manifest.get("a.css").unwrap().digest, digest(b"x"));
    });
}

#[test]
fn what_is_remembered_names_every_output_with_its_stat() {
    on_both(|s| {
        let first = build(s, &[("b.html", "b"), ("a.html", "a")]).unwrap();
        let paths: Vec<_> = first.known.0.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["a.html", "b.html"]);
        for file in &first.known.0 {
            assert_eq!(file.stat, s.vfs.stat(&s.path("public").join(&file.path)).unwrap());
        }
        assert_eq!(build(s, &[("a.html", "a"), ("b.html", "b")]).unwrap().known, first.known);
    });
}

#[test]
fn an_unchanged_file_keeps_its_bytes_and_its_time() {
    on_both(|s| {
        build(s, &[("a.html", "a"), ("b.html", "b")]).unwrap();
        let stat = |path: &str| s.vfs.stat(&s.path(path)).unwrap();
        let before = [stat("public/a.html"), stat("public/.huikan-manifest")];
        assert_eq!(counts(&build(s, &[("b.html", "b"), ("a.html", "a")]).unwrap()), [0, 2, 0]);
        assert_eq!([stat("public/a.html"), stat("public/.huikan-manifest")], before);
        assert_eq!(counts(&build(s, &[("a.html", "a"), ("b.html", "B")]).unwrap()), [1, 1, 0]);
        assert_eq!(stat("public/a.html"), before[0]);
    });
}

#[test]
fn what_is_known_to_stand_needs_no_bytes() {
    on_both(|s| {
        let known = build(s, &[("a.html", "a"), ("b.html", "b")]).unwrap().known;
        let protected = Protected { root: &s.root, folders: &[] };
        let found = survey(&*s.vfs, &s.path("public"), protected, &known).unwrap();
        assert!(
            found.is_intact("a.html", &digest(b"a")) && !found.is_intact("a.html", &digest(b"b"))
        );
        assert_eq!((found.digest("b.html"), found.digest("c.html")), (Some(digest(b"b")), None));
        let mut outputs = [output(&("a.html", "a")), output(&("b.html", "B"))];
        outputs[0].bytes = None;
        let published = publish(&*s.vfs, &found, &outputs).unwrap();
        assert_eq!(counts(&published), [1, 1, 0]);
        assert_eq!(tree(s), ["a.html", "b.html"]);
    });
}

#[test]
fn what_lies_elsewhere_is_read_when_it_is_written_and_only_if_it_is_the_same() {
    on_both(|s| {
        s.put("store/a", "a");
        let (a, store) = (output(&("pictures/a.png", "a")), s.path("store/a"));
        let from = Output { bytes: None, from: Some(&store), ..a };
        let publish_it = || {
            let protected = Protected { root: &s.path("root"), folders: &[] };
            let known = Known::default();
            let found = survey(&*s.vfs, &s.path("public"), protected, &known)?;
            publish(&*s.vfs, &found, &[from])
        };
        assert_eq!(counts(&publish_it().unwrap()), [1, 0, 0]);
        assert_eq!(s.text("public/pictures/a.png").as_deref(), Some("a"));
        s.put("store/a", "b");
        assert_eq!(counts(&publish_it().unwrap()), [0, 1, 0]);
        s.put("public/pictures/a.png", "tampered");
        assert!(matches!(publish_it(), Err(PublishError::Lost { .. })));
        s.put("store/a", "a");
        assert_eq!(counts(&publish_it().unwrap()), [1, 0, 0]);
        assert_eq!(s.text("public/pictures/a.png").as_deref(), Some("a"));
    });
}

#[test]
fn what_was_tampered_with_is_written_again() {
    on_both(|s| {
        let files: Files = &[("a.html", "aa"), ("b.html", "bb"), ("c.html", "cc")];
        let known = build(s, files).unwrap().known;
        s.put("public/a.html", "xx");
        s.vfs.remove_file(&s.path("public/b.html")).unwrap();
        let protected = Protected { root: &s.root, folders: &[] };
        let found = survey(&*s.vfs, &s.path("public"), protected, &known).unwrap();
        let intact: Vec<_> = files.iter().map(|(path, _)| found.digest(path).is_some()).collect();
        assert_eq!(intact, [false, false, true]);
        assert_eq!(counts(&press(&*s.vfs, &s.path("public"), &known, files).unwrap()), [2, 1, 0]);
        assert_eq!(s.text("public/a.html").as_deref(), Some("aa"));
        assert_eq!(s.text("public/b.html").as_deref(), Some("bb"));
    });
}

#[test]
fn a_copied_folder_is_known_by_its_content() {
    on_both(|s| {
        let known = build(s, &[("a.html", "a")]).unwrap().known;
        s.put("public/a.html", "a");
        let protected = Protected { root: &s.root, folders: &[] };
        let found = survey(&*s.vfs, &s.path("public"), protected, &known).unwrap();
        assert!(found.is_intact("a.html", &digest(b"a")));
    });
}

#[test]
fn stale_files_go_with_their_folders_and_foreign_ones_stay() {
    on_both(|s| {
        build(s, &[("a/b/old.html", "x"), ("c/old.html", "x"), ("new.html", "x")]).unwrap();
        s.put("public/c/theirs.txt", "theirs");
        s.put("public/theirs.txt", "theirs");
        assert_eq!(counts(&build(s, &[("new.html", "x")]).unwrap()), [0, 1, 2]);
        assert_eq!(tree(s), ["c/", "c/theirs.txt", "new.html", "theirs.txt"]);
        assert_eq!(counts(&build(s, &[]).unwrap()), [0, 0, 1]);
        assert_eq!(s.text("public/.huikan-manifest").as_deref(), Some("huikan-manifest 1\n"));
    });
}

#[test]
fn a_stale_file_that_is_gone_or_a_folder_now_is_no_error() {
    on_both(|s| {
        build(s, &[("a.html", "x"), ("b.html", "x"), ("d/c.html", "x")]).unwrap();
        for path in ["public/a.html", "public/b.html", "public/d/c.html"] {
            s.vfs.remove_file(&s.path(path)).unwrap();
        }
        s.put("public/b.html/theirs", "theirs");
        assert_eq!(counts(&build(s, &[]).unwrap()), [0, 0, 0]);
        assert_eq!(tree(s), ["b.html/", "b.html/theirs"]);
    });
}

#[test]
fn hidden_files_of_others_are_neither_foreign_nor_touched() {
    on_both(|s| {
        s.put("public/.gitignore", "theirs");
        s.put("public/.git/config", "theirs");
        build(s, &[("a.html", "x"), (".nojekyll", "")]).unwrap();
        build(s, &[("b.html", "x")]).unwrap();
        assert_eq!(tree(s), [".git/", ".git/config", ".gitignore", "b.html"]);
        assert_eq!(s.text("public/.gitignore").as_deref(), Some("theirs"));
    });
}

#[test]
fn a_path_changes_between_file_and_folder() {
    on_both(|s| {
        build(s, &[("a.html", "file"), ("b.html/x/y.html", "deep"), ("b.html/z.html", "deep")])
            .unwrap();
        let published = build(s, &[("a.html/x.html", "deep"), ("b.html", "file")]).unwrap();
        assert_eq!(counts(&published), [2, 0, 3]);
        assert_eq!(tree(s), ["a.html/", "a.html/x.html", "b.html"]);
        build(s, &[("a.html", "file"), ("b.html/x/y.html", "deep"), ("b.html/z.html", "deep")])
            .unwrap();
        assert_eq!(tree(s), ["a.html", "b.html/", "b.html/x/", "b.html/x/y.html", "b.html/z.html"]);
    });
}

#[test]
fn an_empty_folder_in_a_files_place_gives_way() {
    on_both(|s| {
        build(s, &[("x.html", "x")]).unwrap();
        s.put_dir("public/a.html/b/c");
        build(s, &[("a.html", "a"), ("x.html", "x")]).unwrap();
        assert_eq!(tree(s), ["a.html", "x.html"]);
    });
}

#[test]
fn a_file_of_ours_that_became_a_link_is_a_file_again() {
    on_both(|s| {
        s.put("precious", "kept");
        build(s, &[("a.html", "kept")]).unwrap();
        s.vfs.remove_file(&s.path("public/a.html")).unwrap();
        s.put_link("public/a.html", "../precious");
        assert_eq!(counts(&build(s, &[("a.html", "kept")]).unwrap()), [1, 0, 0]);
        s.vfs.remove_file(&s.path("public/a.html")).unwrap();
        s.put_link("public/a.html", "../precious");
        build(s, &[]).unwrap();
        assert_eq!((tree(s), s.text("precious").as_deref()), (vec![], Some("kept")));
    });
}

#[test]
fn nothing_is_removed_behind_a_link() {
    on_both(|s| {
        build(s, &[("d/a.html", "x")]).unwrap();
        s.vfs.remove_file(&s.path("public/d/a.html")).unwrap();
        s.vfs.remove_dir(&s.path("public/d")).unwrap();
        s.put("elsewhere/a.html", "precious");
        s.put_link("public/d", "../elsewhere");
        build(s, &[]).unwrap();
        assert_eq!(s.text("elsewhere/a.html").as_deref(), Some("precious"));
    });
}

#[test]
fn stray_temporary_files_are_swept() {
    on_both(|s| {
        build(s, &[("d/a.html", "x")]).unwrap();
        s.put("public/.huikan-tmp-1-1", "half");
        build(s, &[("d/a.html", "x")]).unwrap();
        assert_eq!(tree(s), ["d/", "d/a.html"]);
        s.put("public/d/.huikan-tmp-1-2", "half");
        s.put("public/.huikan-manifest.next", "huikan-manifest 1\n");
        build(s, &[("d/a.html", "x")]).unwrap();
        assert_eq!(tree(s), ["d/", "d/a.html"]);
    });
}

#[test]
fn the_order_of_the_outputs_does_not_matter() {
    on_both(|s| {
        build(s, &[("a.html", "a"), ("b/c.html", "c"), ("a.css", "s")]).unwrap();
        let first = s.text("public/.huikan-manifest");
        build(s, &[]).unwrap();
        build(s, &[("a.css", "s"), ("b/c.html", "c"), ("a.html", "a")]).unwrap();
        assert_eq!(s.text("public/.huikan-manifest"), first);
    });
}
