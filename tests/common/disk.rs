//! A bulletin on the real disk, built by the real program.
#![allow(clippy::disallowed_methods, reason = "tests stand outside of the door to the disk")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use super::Files;

/// A folder of its own for one test, removed at the end.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Folder {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("huikan-law-{}-{n}", std::process::id());
        let folder = std::env::temp_dir().canonicalize().unwrap().join(name);
        fs::create_dir(&folder).unwrap();
        Folder(folder)
    }

    /// A folder with these files, written in their order.
    pub fn of<'a>(files: impl IntoIterator<Item = (&'a String, &'a Vec<u8>)>) -> Folder {
        let folder = Folder::new();
        files.into_iter().for_each(|(path, bytes)| folder.put(path, bytes));
        folder
    }

    pub fn at(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    pub fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn remove(&self, path: &str) {
        let path = self.at(path);
        let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        removed.unwrap();
    }

    /// All files under `folder`, hidden ones too.
    pub fn files(&self, folder: &str) -> Files {
        files(&self.at(folder))
    }

    /// The program, ready to run with this bulletin; its texts are English.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_huikan"));
        command.args(["--lang", "en", "--root"]).arg(&self.0).args(words);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run(&self, words: &[&str]) -> Ran {
        Ran::from(self.command(words).output().unwrap())
    }

    /// All that a talkative build on a certain day says, in lines without digits and spaces: times differ.
    #[track_caller]
    pub fn told(&self) -> Vec<String> {
        let words = ["-v", "build", "--why", "--timings", "--as-of", "2026-01-15"];
        let ran = self.run(&words);
        assert_eq!(ran.exit, Some(0), "{}", ran.said);
        let odd = |c: char| c.is_ascii_digit() || c == ' ';
        let plain = |line: &str| line.split(odd).collect::<String>();
        ran.out.lines().map(plain).collect()
    }

    /// A build that must end well; what it printed.
    #[track_caller]
    pub fn build(&self) -> String {
        self.build_with(&[])
    }

    #[track_caller]
    pub fn build_with(&self, words: &[&str]) -> String {
        let ran = self.run(&[&["build"], words].concat());
        assert_eq!(ran.exit, Some(0), "{}", ran.said);
        ran.out
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// How a run of the program ended and what it said.
#[derive(Debug)]
pub struct Ran {
    /// `None` when it was killed.
    pub exit: Option<i32>,
    pub out: String,
    pub said: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Ran {
        Ran {
            exit: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            said: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Every file under `folder` by its path there.
pub fn files(folder: &Path) -> Files {
    fn walk(top: &Path, at: &Path, found: &mut Files) {
        let Ok(entries) = fs::read_dir(at) else { return };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(top, &path, found);
            } else {
                let name = path.strip_prefix(top).unwrap().to_str().unwrap().to_owned();
                // A running build may have taken it away since.
                let Ok(bytes) = fs::read(&path) else { continue };
                found.insert(name, bytes);
            }
        }
    }
    let mut found = Files::new();
    walk(folder, folder, &mut found);
    found
}

/// The sources of the sample bulletin of this repository.
pub fn sample() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let under = |folder: &str| {
        let files = files(&root.join(folder)).into_iter();
        files.map(move |(path, bytes)| (format!("{folder}/{path}"), bytes)).collect::<Vec<_>>()
    };
    ["content", "themes"].iter().flat_map(|folder| under(folder)).collect()
}
