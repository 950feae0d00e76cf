//! What is refused, and that nothing was touched then.

use std::borrow::Cow;
use std::io::ErrorKind;

use camino::{Utf8Path, Utf8PathBuf};

use super::*;
use crate::{build::publish::Op, diag::Lang, vfs::Memory};

/// Publishes into `out` with `content`, `themes` and `.git` of the scratch folder protected.
fn build_to(s: &Scratch, out: &str) -> Result<Published, PublishError> {
    let folders: Vec<Utf8PathBuf> =
        ["content", "themes", ".git"].iter().map(|name| s.path(name)).collect();
    let protected = Protected { root: &s.root, folders: &folders };
    let known = Known::default();
    let found = survey(&*s.vfs, &s.path(out), protected, &known)?;
    publish(&*s.vfs, &found, &[output(&("a.html", "a"))])
}

fn code(result: Result<Published, PublishError>) -> Cow<'static, str> {
    let diagnostic = result.unwrap_err().to_diagnostic();
    assert!(!diagnostic.hints.is_empty(), "a cure is told");
    diagnostic.code
}

#[test]
fn a_folder_with_foreign_files() {
    on_both(|s| {
        for i in 0..6 {
            s.put(&format!("public/{i}.txt"), "theirs");
        }
        s.put("public/dir/x", "theirs");
        let error = build(s, &[("a.html", "a")]).unwrap_err();
        let message = error.to_diagnostic().message;
        assert!(
            message.zh.ends_with("：0.txt、1.txt、2.txt、3.txt、4.txt（另有 2 个）"),
            "{}",
            message.zh
        );
        assert!(
            message.en.ends_with(": 0.txt, 1.txt, 2.txt, 3.txt, 4.txt and 2 more"),
            "{}",
            message.en
        );
        assert_eq!(
            (&*error.to_diagnostic().code, error.is_machine()),
            ("publish/foreign-files", false)
        );
        assert_eq!(tree(s).len(), 8);
    });
}

#[test]
fn a_foreign_file_where_an_output_belongs() {
    on_both(|s| {
        build(s, &[("old.html", "old")]).unwrap();
        s.put("public/a.html", "theirs");
        s.put("public/d", "theirs");
        s.put("public/e.html/x", "theirs");
        let files: Files =
            &[("a.html", "a"), ("d/b.html", "b"), ("e.html", "e"), ("ok.html", "ok")];
        let PublishError::Occupied { files, .. } = build(s, files).unwrap_err() else { panic!() };
        assert_eq!(
            (files.some, files.more),
            (vec!["d".into(), "a.html".into(), "e.html/x".into()], 0)
        );
        assert_eq!(tree(s), ["a.html", "d", "e.html/", "e.html/x", "old.html"]);
        assert_eq!(s.text("public/a.html").as_deref(), Some("theirs"));
    });
}

#[test]
fn a_foreign_hidden_file_where_an_output_belongs() {
    on_both(|s| {
        s.put("public/.nojekyll", "theirs");
        assert_eq!(code(build(s, &[(".nojekyll", "")])), "publish/occupied");
    });
}

#[test]
fn a_link_where_a_folder_belongs() {
    on_both(|s| {
        build(s, &[("old.html", "old")]).unwrap();
        s.put_dir("elsewhere");
        s.put_link("public/d", "../elsewhere");
        assert_eq!(code(build(s, &[("d/a.html", "a")])), "publish/occupied");
        assert_eq!(s.vfs.list(&s.path("elsewhere")).unwrap(), []);
    });
}

#[test]
fn a_folder_of_sources() {
    on_both(|s| {
        s.put_dir("content/news");
        s.put_dir("real");
        s.put_link("by-link", "content");
        s.put_link("themes", "real");
        let refused = [
            ".",
            "",
            "..",
            "content",
            "content/",
            "content/news/new",
            "by-link/deep",
            "none/../content",
            "real/x",
            ".git/x",
        ];
        for out in refused {
            assert_eq!(code(build_to(s, out)), "publish/source-folder", "{out}");
        }
        assert_eq!(tree_of(s, "content"), ["news"]);
        build_to(s, "public").unwrap();
        build_to(s, "content-2").unwrap();
        build_to(s, "made/on/the/way/").unwrap();
        assert_eq!(s.text("made/on/the/way/a.html").as_deref(), Some("a"));
    });
}

fn tree_of(s: &Scratch, dir: &str) -> Vec<String> {
    s.vfs.list(&s.path(dir)).unwrap().into_iter().map(|listed| listed.name).collect()
}

#[test]
fn a_file_or_a_link_in_the_folders_place() {
    on_both(|s| {
        s.put("file", "x");
        s.put_dir("empty");
        s.put_link("link", "empty");
        s.put_link("broken", "nothing");
        for out in ["file", "link", "link/", "broken"] {
            assert_eq!(code(build_to(s, out)), "publish/not-a-folder", "{out}");
        }
        assert_eq!(code(build_to(s, "file/deep")), "publish/io");
    });
}

#[test]
fn a_manifest_that_cannot_be_trusted() {
    on_both(|s| {
        let escape = format!("huikan-manifest 1\n{} 1 ../precious\n", "0".repeat(32));
        s.put("precious", "x");
        for (file, text, cause) in [
            (".huikan-manifest", "", "no manifest"),
            (".huikan-manifest", "huikan-manifest 9\n", "later huikan"),
            (".huikan-manifest", escape.as_str(), "line 2"),
            (".huikan-manifest.next", "<<<<<<< HEAD\n", "no manifest"),
        ] {
            s.put("public/.huikan-manifest", "huikan-manifest 1\n");
            s.put(&format!("public/{file}"), text);
            let diagnostic = build(s, &[("a.html", "a")]).unwrap_err().to_diagnostic();
            assert_eq!(diagnostic.code, "publish/bad-manifest");
            let message = diagnostic.message.get(Lang::En);
            assert!(message.contains(file) && message.contains(cause), "{message}");
        }
        assert_eq!(s.text("precious").as_deref(), Some("x"));
    });
}

#[test]
fn outputs_that_cannot_stand_side_by_side() {
    on_both(|s| {
        assert_eq!(code(build(s, &[("a.html", "a"), ("a.html", "a")])), "publish/clash");
        assert_eq!(code(build(s, &[("a", "a"), ("a.html", "a"), ("a/b/c", "c")])), "publish/clash");
        for path in ["../a", "/a", "a//b", ".huikan-manifest", "a/.huikan-tmp-1", "a\\b"] {
            assert_eq!(code(build(s, &[(path, "a")])), "publish/bad-path");
        }
        assert_eq!(s.vfs.list(&s.root).unwrap(), [], "nothing was made");
    });
}

#[test]
fn an_output_without_bytes_that_does_not_stand() {
    on_both(|s| {
        let known = build(s, &[("a.html", "a")]).unwrap().known;
        let mut nothing = output(&("a.html", "other"));
        nothing.bytes = None;
        let protected = Protected { root: &s.root, folders: &[] };
        let found = survey(&*s.vfs, &s.path("public"), protected, &known).unwrap();
        assert_eq!(code(publish(&*s.vfs, &found, &[nothing])), "publish/changed-meanwhile");
    });
}

#[test]
fn a_full_disk_leaves_every_file_whole() {
    let memory = Memory::new();
    let out = Utf8Path::new("site/public");
    let old: Files = &[("a.html", "old"), ("b.html", "old"), ("c.html", "old")];
    let new: Files = &[("a.html", "new"), ("b.html", "newer"), ("c.html", "newest")];
    press(&memory, out, &Known::default(), old).unwrap();
    for bytes in 0..200 {
        let memory = Memory::new();
        let known = press(&memory, out, &Known::default(), old).unwrap().known;
        memory.fail_after_bytes(bytes);
        if let Err(error) = press(&memory, out, &known, new) {
            let PublishError::Io(failure) = &error else { panic!("{error:?}") };
            assert_eq!((failure.op, failure.kind), (Op::Write, ErrorKind::StorageFull));
            assert!(error.to_diagnostic().message.zh.contains("磁盘已满"));
            assert!(error.is_machine());
        }
        for ((path, old), (_, new)) in old.iter().zip(new) {
            let text = String::from_utf8(memory.read(&out.join(path)).unwrap()).unwrap();
            assert!(text == *old || text == *new, "{bytes}: {path} holds {text}");
        }
        memory.heal();
        press(&memory, out, &known, new).unwrap();
        let clean = Memory::new();
        press(&clean, out, &Known::default(), new).unwrap();
        assert_eq!(memory.files(), clean.files());
    }
}

#[test]
fn a_want_of_permission_is_told_with_its_path() {
    let memory = Memory::new();
    press(&memory, "site/public".into(), &Known::default(), &[("d/a.html", "a")]).unwrap();
    memory.read_only("site/public/d");
    let error =
        press(&memory, "site/public".into(), &Known::default(), &[("d/a.html", "b")]).unwrap_err();
    let message = error.to_diagnostic().message;
    assert!(message.zh.starts_with("无法写入 site/public/d/a.html：没有权限"), "{}", message.zh);
    assert!(
        message.en.starts_with("cannot write site/public/d/a.html: permission is wanting"),
        "{}",
        message.en
    );
}
