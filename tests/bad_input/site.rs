//! A small sound bulletin in memory, mistakes laid over it, and what the program says then.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::sync::OnceLock;

use camino::Utf8PathBuf;
use huikan::cmd::{Console, Exit, start};
use huikan::vfs::{FixedHost, Memory};
use serde_json::Value;

/// The files of a bulletin without a mistake. The tests replace some and add others.
const SOUND: &[(&str, &str)] = &[
    ("content/site.yaml", "title: 示例会刊\n"),
    ("content/columns/news.md", "---\ntitle: 要闻\norder: 1\n---\n"),
    ("content/columns/party.md", "---\ntitle: 党建\n---\n"),
    ("content/chambers/tea.md", TEA),
    ("content/places/city.md", "---\ntitle: 示例市\ncode: \"999900\"\nlevel: 市\n---\n"),
    ("content/pages/about.md", "---\ntitle: 关于\n---\n\n## 历史\n\n正文。\n"),
    ("content/news/a.md", "---\ntitle: 甲\ndate: 2019-10-23\ncolumn: news\n---\n\n正文。\n"),
    (
        "content/news/images/hall.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"></svg>",
    ),
];

const TEA: &str = "\
---
title: 示例市茶业商会
short: 茶业商会
kind: 行业
region: city
---

## 简介

正文。
";

/// What a run left behind.
pub struct Ran {
    pub exit: Exit,
    pub out: String,
    pub err: String,
}

/// A bulletin that was built once, so that a refusal has something to leave alone.
pub struct Site {
    pub vfs: Memory,
    pub before: BTreeMap<Utf8PathBuf, Vec<u8>>,
}

impl Site {
    pub fn sound() -> Self {
        static BUILT: OnceLock<BTreeMap<Utf8PathBuf, Vec<u8>>> = OnceLock::new();
        let vfs = Memory::new();
        for (path, bytes) in BUILT.get_or_init(Site::built) {
            vfs.put(path, bytes);
        }
        let mut site = Site { vfs, before: BTreeMap::new() };
        site.before = site.public();
        site
    }

    /// All files of the sound bulletin after its first build.
    fn built() -> BTreeMap<Utf8PathBuf, Vec<u8>> {
        let site = Site { vfs: Memory::new(), before: BTreeMap::new() };
        for (path, text) in SOUND {
            site.put(path, text);
        }
        let ran = site.run(&["build"]);
        assert_eq!((ran.exit, ran.err.as_str()), (Exit::Done, ""));
        assert!(site.public().len() > 10);
        site.vfs.files()
    }

    pub fn with<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let site = Site::sound();
        for (path, text) in files {
            site.put(path, text);
        }
        site
    }

    pub fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        self.vfs.put(format!("site/{path}"), bytes);
    }

    /// Runs the program in the bulletin's folder, on 24 November 2026.
    pub fn run(&self, words: &[&str]) -> Ran {
        let now = "2026-11-24T00:00:00Z".parse().unwrap();
        let host = FixedHost { now, dir: "/site".into(), ..FixedHost::default() };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut console = Console::new(&host, &self.vfs, &mut out, &mut err);
        let exit = start(words.iter().map(OsString::from), &mut console);
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran { exit, out: text(out), err: text(err) }
    }

    fn public(&self) -> BTreeMap<Utf8PathBuf, Vec<u8>> {
        let files = self.vfs.files().into_iter();
        files.filter(|(path, _)| path.starts_with("site/public")).collect()
    }

    /// A build: how it ends and what it tells. Each diagnostic must say what to do, in both
    /// languages, and a refused build must leave `public/` alone.
    pub fn build(&self) -> (Exit, Vec<Told>) {
        let ran = self.run(&["build", "--format", "json"]);
        let told: Vec<Told> = ran.err.lines().map(Told::read).collect();
        if ran.exit == Exit::Refused {
            assert_eq!(ran.out, "");
            assert_eq!(self.public(), self.before, "public/ was touched");
            assert!(told.iter().any(|told| told.error), "refused without an error: {}", ran.err);
        } else {
            assert_eq!(ran.exit, Exit::Done, "{}", ran.err);
            assert!(!told.iter().any(|told| told.error), "built with an error: {}", ran.err);
        }
        (ran.exit, told)
    }

    /// What `huikan check` tells.
    pub fn checked(&self) -> Vec<Told> {
        let before = self.vfs.files();
        let ran = self.run(&["check", "--format", "json"]);
        assert!(self.vfs.files() == before, "a check writes nothing");
        ran.err.lines().map(Told::read).collect()
    }

    /// The diagnostics of a build that must be refused.
    pub fn refused(&self) -> Vec<Told> {
        let (exit, told) = self.build();
        assert_eq!(exit, Exit::Refused);
        told
    }

    /// The diagnostics of a build that must not.
    pub fn allowed(&self) -> Vec<Told> {
        let (exit, told) = self.build();
        let lines: Vec<&str> = told.iter().map(|told| told.line.as_str()).collect();
        assert_eq!(exit, Exit::Done, "{lines:?}");
        told
    }

    /// Everything that an editor sees of a refused build, in `lang`.
    pub fn shown(&self, lang: &str) -> String {
        let ran = self.run(&["build", "--lang", lang]);
        assert_eq!(ran.exit, Exit::Refused, "{}", ran.err);
        ran.err
    }
}

/// One diagnostic.
pub struct Told {
    pub error: bool,
    /// `file:line:column code`, and ` (warning)` where it is none but that.
    pub line: String,
}

impl Told {
    fn read(line: &str) -> Self {
        let value: Value = serde_json::from_str(line).unwrap();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let code = text(&value["code"]);
        let hints = value["hints"].as_array().unwrap();
        assert!(!hints.is_empty(), "{code} says nothing of a cure: {line}");
        let sentences = hints.iter().chain([&value["message"]]);
        for sentence in sentences {
            let (zh, en) = (text(&sentence["zh"]), text(&sentence["en"]));
            assert!(!zh.is_empty() && !en.is_empty(), "{line}");
        }
        let file = text(&value["file"]);
        let file = file.strip_prefix("content/").unwrap_or(&file);
        let place = match (value["line"].as_u64(), value["column"].as_u64()) {
            (Some(line), Some(column)) => format!("{file}:{line}:{column} "),
            _ if file.is_empty() => String::new(),
            _ => format!("{file} "),
        };
        let error = value["severity"] == "error";
        let warning = if error { "" } else { " (warning)" };
        Told { error, line: format!("{place}{code}{warning}") }
    }
}

/// Cases of one test: all are looked at, and the test fails at its end with everything that differs.
#[derive(Default)]
pub struct Cases(Vec<String>);

impl Cases {
    /// Lays `files` over the sound bulletin and expects exactly these errors and warnings: a line
    /// each, `file:line:column code`, in their order; file names are those under `content/`.
    pub fn files(&mut self, files: &[(&str, &str)], expected: &[&str]) {
        let site = Site::with(files.iter().copied());
        self.check(&format!("{files:?}"), &site, "", expected);
    }

    /// One file more, in which alone the errors stand: places lack the file's name.
    pub fn file(&mut self, file: &str, text: &str, expected: &[&str]) {
        let path = format!("content/{file}");
        let site = Site::with([(path.as_str(), text)]);
        self.check(text, &site, &format!("{file}:"), expected);
    }

    /// A page whose front matter is `front`: it begins in line 2.
    pub fn page(&mut self, front: &str, expected: &[&str]) {
        self.file("pages/x.md", &format!("---\n{front}\n---\n\n正文。\n"), expected);
    }

    /// A news item; `front` stands below its title, date and column, from line 5.
    pub fn news(&mut self, front: &str, expected: &[&str]) {
        let text = format!("---\ntitle: 乙\ndate: 2019\ncolumn: news\n{front}\n---\n\n正文。\n");
        self.file("news/x.md", &text, expected);
    }

    /// A chamber; `front` stands below its title and kind, from line 4.
    pub fn chamber(&mut self, front: &str, expected: &[&str]) {
        self.file(
            "chambers/x.md",
            &format!("---\ntitle: 乙\nkind: 行业\n{front}\n---\n"),
            expected,
        );
    }

    /// A news item's body, which begins in line 6.
    pub fn body(&mut self, body: &str, expected: &[&str]) {
        let text = format!("---\ntitle: 乙\ndate: 2019\ncolumn: news\n---\n{body}\n");
        self.file("news/x.md", &text, expected);
    }

    /// The settings, besides the title in line 1.
    pub fn settings(&mut self, more: &str, expected: &[&str]) {
        self.file("site.yaml", &format!("title: 刊\n{more}\n"), expected);
    }

    fn check(&mut self, what: &str, site: &Site, place: &str, expected: &[&str]) {
        let (_, told) = site.build();
        let lines: Vec<&str> =
            told.iter().map(|told| told.line.strip_prefix(place).unwrap_or(&told.line)).collect();
        if lines != expected {
            self.0.push(format!("{what}\n  told:     {lines:?}\n  expected: {expected:?}\n"));
        }
    }
}

impl Drop for Cases {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert!(self.0.is_empty(), "\n{}", self.0.join("\n"));
        }
    }
}

/// What an editor reads, in Chinese, of one page with this front matter.
#[track_caller]
pub fn shown(file: &str, text: &str, zh: &str) {
    let path = format!("content/{file}");
    let shown = Site::with([(path.as_str(), text)]).shown("zh");
    let told = shown.split("\n\n").next().unwrap_or_default();
    assert_eq!(told.trim_end(), zh.trim_end(), "of\n{text}\nwhole:\n{shown}");
}
