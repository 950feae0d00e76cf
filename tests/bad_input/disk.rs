//! Where the disk matters: the real program on a real folder.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use walkdir::WalkDir;

/// A folder with a bulletin that was built, removed at the end.
struct Folder(PathBuf);

/// What tells whether a file was touched: its bytes, its time, its number.
type Touched = BTreeMap<PathBuf, (Vec<u8>, i64, i64, u64)>;

impl Folder {
    fn built(name: &str) -> Self {
        let folder = Folder(Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bad-{name}")));
        let _ = fs::remove_dir_all(&folder.0);
        fs::create_dir_all(&folder.0).unwrap();
        assert!(folder.run(&["init"]).status.success());
        assert!(folder.run(&["build"]).status.success());
        folder
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    fn run(&self, words: &[&str]) -> Output {
        let mut huikan = Command::new(env!("CARGO_BIN_EXE_huikan"));
        huikan.args(["--root", "."]).args(words).current_dir(&self.0).env_clear().output().unwrap()
    }

    fn public(&self) -> Touched {
        let files = WalkDir::new(self.at("public")).into_iter().map(Result::unwrap);
        let files = files.filter(|entry| entry.file_type().is_file());
        files
            .map(|entry| {
                let meta = entry.metadata().unwrap();
                let bytes = fs::read(entry.path()).unwrap();
                (entry.into_path(), (bytes, meta.mtime(), meta.mtime_nsec(), meta.ino()))
            })
            .collect()
    }

    /// Builds; expects exit code 1, nothing touched, and exactly these lines.
    #[track_caller]
    fn refused(&self, expected: &[&str]) {
        let before = self.public();
        let output = self.run(&["build", "--format", "short"]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert_eq!(output.stdout, b"");
        assert!(self.public() == before, "public/ was touched");
        let lines: Vec<&str> = told.lines().map(|line| line.split("]: ").next().unwrap()).collect();
        assert_eq!(lines, expected, "{told}");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn links() {
    let folder = Folder::built("links");
    let secret = folder.at("secret.md");
    fs::write(&secret, "---\ntitle: 密\n---\n").unwrap();
    symlink("..", folder.at("content/news/loop")).unwrap();
    symlink("self", folder.at("content/news/self")).unwrap();
    symlink(&secret, folder.at("content/pages/out.md")).unwrap();
    symlink("/etc", folder.at("content/pages/etc")).unwrap();
    symlink("nothing.md", folder.at("content/pages/gone.md")).unwrap();
    folder.refused(&[
        "content/news/loop: 错误[files/loop",
        "content/news/self: 错误[files/loop",
        "content/pages/etc: 错误[files/link-outside",
        "content/pages/gone.md: 错误[files/broken-link",
        "content/pages/out.md: 错误[files/link-outside",
    ]);
}

#[test]
fn a_file_of_50_mb_costs_nothing() {
    let folder = Folder::built("huge");
    let file = fs::File::create(folder.at("content/pages/huge.md")).unwrap();
    file.set_len(50 * 1024 * 1024).unwrap();
    folder.refused(&["content/pages/huge.md: 错误[files/too-large"]);
}

#[test]
fn names_that_are_no_utf8() {
    let folder = Folder::built("names");
    let gbk = OsStr::from_bytes(b"\xce\xe0\xd6\xdd.md");
    fs::write(folder.at("content/pages").join(gbk), "---\ntitle: 题\n---\n").unwrap();
    folder.refused(&["content/pages/\u{fffd}\u{fffd}\u{fffd}\u{fffd}.md: 错误[files/name"]);
}

#[test]
fn a_pipe_is_not_waited_for() {
    let folder = Folder::built("pipe");
    assert!(
        Command::new("mkfifo").arg(folder.at("content/pages/pipe.md")).status().unwrap().success()
    );
    folder.refused(&["content/pages/pipe.md: 错误[files/special"]);
}

#[test]
fn a_folder_called_like_a_text() {
    let folder = Folder::built("folder");
    fs::create_dir_all(folder.at("content/pages/x.md")).unwrap();
    assert!(folder.run(&["build"]).status.success());
    fs::write(folder.at("content/pages/x.md/y.md"), "没有开头\n").unwrap();
    folder.refused(&["content/pages/x.md/y.md:1:1: 错误[front/missing"]);
}

/// Decomposed names, as some systems write them, are the same names.
#[test]
fn decomposed_names_are_found() {
    let folder = Folder::built("nfd");
    fs::write(folder.at("content/chambers/cafe\u{301}.md"), "---\ntitle: 题\nkind: 行业\n---\n")
        .unwrap();
    let text = "---\ntitle: 题\ndate: 2019\ncolumn: news\nchambers: [caf\u{e9}]\n---\n\n[](../chambers/caf\u{e9}.md)\n";
    fs::write(folder.at("content/news/x.md"), text).unwrap();
    let output = folder.run(&["build"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.stderr, b"");
}

#[test]
fn content_is_a_file() {
    let folder = Folder::built("content");
    fs::rename(folder.at("content"), folder.at("texts")).unwrap();
    fs::write(folder.at("content"), "x").unwrap();
    folder.refused(&["content: 错误[files/not-a-folder"]);
}

#[test]
fn content_is_empty() {
    let folder = Folder::built("empty");
    fs::rename(folder.at("content"), folder.at("texts")).unwrap();
    fs::create_dir(folder.at("content")).unwrap();
    folder.refused(&["content/site.yaml: 错误[config/missing"]);
}

#[test]
fn two_names_that_differ_by_case() {
    let folder = Folder::built("case");
    fs::write(folder.at("content/pages/About.md"), "---\ntitle: 题\n---\n").unwrap();
    // A disk that knows no case has one file now, and nothing to complain of.
    if fs::read_dir(folder.at("content/pages")).unwrap().count() > 1 {
        folder.refused(&["content/pages/about.md:2:8: 错误[site/same-name"]);
    }
}
