//! `docs/ERRORS.md` lists exactly the codes that there are, and each of its examples gives rise to
//! the code under which it stands.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use huikan::diag::{FileId, Format, Lang, Sources, render};

use walkdir::WalkDir;

use super::site::Site;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The first part of every code.
const FAMILIES: [&str; 17] = [
    "cache", "check", "config", "content", "files", "front", "internal", "io", "lock", "markdown",
    "media", "publish", "serve", "site", "theme", "usage", "yaml",
];

/// Told by `huikan check` only.
const CHECKS: [&str; 4] =
    ["check/no-articles", "check/no-way", "check/orphan", "check/unlinked-name"];

#[test]
fn the_page_lists_the_codes_that_there_are() {
    let in_code = codes();
    assert!(in_code.len() > 100, "{in_code:?}");
    let page = entries();
    let on_page: BTreeSet<String> = page.keys().cloned().collect();
    let forgotten: Vec<_> = in_code.difference(&on_page).collect();
    let gone: Vec<_> = on_page.difference(&in_code).collect();
    assert!(
        forgotten.is_empty() && gone.is_empty(),
        "to be added: {forgotten:?}; to be removed: {gone:?}"
    );
}

#[test]
fn every_entry_speaks_both_languages() {
    for (code, entry) in entries() {
        let lines: Vec<&str> = entry.lines().filter(|line| !line.is_empty()).collect();
        let [zh, en, ..] = lines.as_slice() else { panic!("{code}: {lines:?}") };
        assert!(zh.chars().any(huikan::zh::is_han), "{code}: {zh}");
        let words = en.split(['`', '“', '”']).step_by(2).collect::<String>();
        assert!(!words.chars().any(huikan::zh::is_han), "{code}: {en}");
    }
}

#[test]
fn every_example_is_true() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    let holes: Vec<String> = Site::sound().checked().into_iter().map(|told| told.line).collect();
    for (code, entry) in entries() {
        for (kind, example) in examples(&entry) {
            let site = site(&kind, &example);
            let told = if CHECKS.contains(&code.as_str()) {
                // The sound bulletin has holes of its own.
                let mut told = site.checked();
                told.retain(|told| !holes.contains(&told.line));
                told
            } else {
                site.build().1
            };
            let told: Vec<String> = told.into_iter().map(|told| told.line).collect();
            if !told.iter().any(|line| line.split(' ').any(|word| word == code)) {
                wrong.push(format!("{code}: {told:?}\n{example}"));
            }
            tried += 1;
        }
    }
    assert!(tried > 60 && wrong.is_empty(), "{tried} tried\n{}", wrong.join("\n"));
}

/// The first error that README and the editors' guide show is what the program says.
#[test]
fn the_error_in_the_guides_is_the_programs_own() {
    const FILE: &str = "content/news/2019/10/experience-exchange.md";
    let text = fs::read_to_string(Path::new(ROOT).join(FILE)).unwrap();
    let text = text.replace("column: news", "colunm: news");
    let kind = huikan::content::Kind::News;
    let diags = huikan::content::load(FileId(0), kind, "x", text.as_bytes()).diags;
    let told = render(&diags, &Named(FILE, text), Format::Human, Lang::Zh, false);
    for guide in ["README.md", "docs/EDITORS.md"] {
        let guide = fs::read_to_string(Path::new(ROOT).join(guide)).unwrap();
        let lines: Vec<&str> =
            guide.lines().map(|line| line.strip_prefix("   ").unwrap_or(line)).collect();
        assert!(lines.join("\n").contains(told.trim_end()), "{told}");
    }
}

/// One file under its name.
struct Named(&'static str, String);

impl Sources for Named {
    fn name(&self, _: FileId) -> String {
        self.0.to_owned()
    }

    fn text(&self, _: FileId) -> Option<Arc<str>> {
        Some(self.1.as_str().into())
    }
}

/// All codes in the sources: literals such as `"yaml/tab"`.
fn codes() -> BTreeSet<String> {
    let sources = WalkDir::new(Path::new(ROOT).join("src")).into_iter().map(Result::unwrap);
    let sources = sources.filter(|entry| entry.path().extension().is_some_and(|e| e == "rs"));
    let mut found = BTreeSet::new();
    for entry in sources.filter(|entry| !entry.path().to_string_lossy().contains("/tests")) {
        let text = fs::read_to_string(entry.path()).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let literals = code.split('"').collect::<Vec<_>>();
        for pair in
            literals.windows(2).filter(|pair| is_code(pair[1]) && !pair[0].ends_with("join("))
        {
            found.insert(pair[1].to_owned());
        }
    }
    found
}

fn is_code(text: &str) -> bool {
    let plain = |text: &str| {
        !text.is_empty()
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    text.split_once('/').is_some_and(|(family, name)| FAMILIES.contains(&family) && plain(name))
}

/// Each entry of the page by its code.
fn entries() -> BTreeMap<String, String> {
    let page = fs::read_to_string(Path::new(ROOT).join("docs/ERRORS.md")).unwrap();
    let mut found = BTreeMap::new();
    for section in page.split("\n### `").skip(1) {
        let (code, rest) = section.split_once("`\n").unwrap();
        let entry = rest.split("\n## ").next().unwrap().to_owned();
        assert!(found.insert(code.to_owned(), entry).is_none(), "{code} is listed twice");
    }
    found
}

/// Fenced examples with what stands after the fence.
fn examples(entry: &str) -> Vec<(String, String)> {
    let mut parts = entry.split("```");
    let mut found = Vec::new();
    parts.next();
    while let (Some(block), Some(_)) = (parts.next(), parts.next()) {
        let (kind, text) = block.split_once('\n').unwrap();
        found.push((kind.to_owned(), text.to_owned()));
    }
    found
}

/// The file of an example of one of the federation's records: `yaml agreement`.
fn record_of(kind: &str) -> Option<&'static str> {
    let name = kind.strip_prefix("yaml ")?;
    let of = |kind: &huikan::content::Kind| {
        kind.index_title().is_some()
            && kind.folder().trim_end_matches('s') == name.trim_end_matches('s')
    };
    let kind = huikan::content::Kind::ALL.into_iter().find(of)?;
    Some(format!("{}/x.md", kind.folder()).leak())
}

/// The sound bulletin with the example in its place.
fn site(kind: &str, example: &str) -> Site {
    let front = |head: &str| format!("---\n{head}{example}---\n\n正文。\n");
    let (path, text) = match kind {
        "text" => ("pages/x.md", example.to_owned()),
        "yaml page" => ("pages/x.md", front("")),
        "yaml news" if example.starts_with("date:") => {
            ("news/x.md", front("title: 题\ncolumn: news\n"))
        }
        "yaml news" => ("news/x.md", front("title: 题\ndate: 2019\ncolumn: news\n")),
        "yaml chamber" => ("chambers/x.md", front("title: 题\nkind: 行业\n")),
        "yaml place" => ("places/x.md", front("title: 题\n")),
        // `yaml agreement`: a record of that kind with a title.
        kind if record_of(kind).is_some() => {
            let head = if example.starts_with("title:") { "" } else { "title: 题\n" };
            (record_of(kind).unwrap(), front(head))
        }
        "yaml site" => ("site.yaml", example.to_owned()),
        "markdown" => {
            ("news/x.md", format!("---\ntitle: 题\ndate: 2019\ncolumn: news\n---\n{example}"))
        }
        "html" => ("theme/templates/home.html", example.to_owned()),
        other => panic!("no such kind of example: {other}"),
    };
    Site::with([(format!("content/{path}").as_str(), text.as_str())])
}
