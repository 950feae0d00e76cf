//! Which files under `content/` are records, and what is wrong with where the others lie.

use std::collections::BTreeMap;

use super::files::Files;
use crate::content::Kind;
use crate::diag::{Diagnostic, FileId};
use crate::zh;

/// The files of a run, sorted.
#[derive(Default)]
pub struct Classified {
    pub found: Vec<(FileId, Kind, String)>,
    /// Records that would be there if their files were called or lay as they should.
    pub misplaced: Vec<(Kind, String)>,
    pub diags: Vec<Diagnostic>,
}

/// Sorts the files under `content/`.
pub fn classify(files: &mut Files, ids: &[FileId]) -> Classified {
    let mut all = Classified { found: Vec::with_capacity(ids.len()), ..Classified::default() };
    let mut odd_folders: BTreeMap<String, usize> = BTreeMap::new();
    for &id in ids {
        let Some(file) = files.get(id) else { continue };
        let path = file.name.strip_prefix("content/").unwrap_or(&file.name);
        let (folder, rest) = path.split_once('/').unwrap_or(("", path));
        if matches!(folder, "static" | "theme") {
            continue;
        }
        let kind = Kind::from_folder(folder);
        let Some(stem) = rest.strip_suffix(".md") else {
            if let Some(stem) = text_like(rest) {
                all.misplaced.extend(kind.map(|kind| (kind, stem.to_owned())));
                let name = file.name.clone();
                all.diags.push(odd_ending(&name).at(files.path(name)));
            }
            continue;
        };
        match kind {
            Some(kind) => all.found.push((id, kind, stem.to_owned())),
            None if folder.is_empty() => {
                let name = file.name.clone();
                all.diags.push(no_kind().at(files.path(name)));
            }
            None => {
                let meant = nearest(folder).and_then(Kind::from_folder);
                all.misplaced.extend(meant.map(|kind| (kind, stem.to_owned())));
                *odd_folders.entry(folder.to_owned()).or_default() += 1;
            }
        }
    }
    for (folder, n) in odd_folders {
        let place = files.path(format!("content/{folder}"));
        all.diags.push(odd_folder(&folder, n).at(place));
    }
    all
}

/// What the file at a path under `content/` is a record of, and its id; `None` where it is none.
pub fn record_at(path: &str) -> Option<(Kind, &str)> {
    let (folder, rest) = path.split_once('/')?;
    Some((Kind::from_folder(folder)?, rest.strip_suffix(".md")?))
}

/// The stem of a name that was meant to end in `.md`.
fn text_like(name: &str) -> Option<&str> {
    const ENDINGS: [&str; 6] = [".md.txt", ".markdown", ".mdown", ".md", ".md_", ".mkd"];
    let lower = name.trim_end().to_ascii_lowercase();
    let ending = ENDINGS.iter().find(|ending| lower.ends_with(*ending))?;
    name.trim_end().get(..lower.len() - ending.len())
}

fn odd_ending(name: &str) -> Diagnostic {
    let last = name.rsplit('/').next().unwrap_or(name);
    let better = format!("{}.md", text_like(last).unwrap_or(last));
    Diagnostic::error(
        "files/ending",
        "这个文件像是稿件，但文件名不以 .md 结尾",
        "this looks like a text, but its name does not end in .md",
    )
    .hint(format!("改名为 {better}"), format!("rename it to {better}"))
}

fn no_kind() -> Diagnostic {
    list_folders(Diagnostic::error(
        "files/no-kind",
        "稿件要放在说明它是什么的文件夹里",
        "a text must lie in a folder that says what it is",
    ))
}

fn odd_folder(folder: &str, n: usize) -> Diagnostic {
    let diag = Diagnostic::error(
        "files/unknown-folder",
        format!("content/ 下不用“{folder}”这个文件夹，里面的 {n} 篇稿件不知道是什么"),
        format!(
            "`{folder}` is no folder that content/ knows: nobody can tell what its {n} texts are"
        ),
    );
    match nearest(folder) {
        Some(near) => diag.hint(
            format!("是不是 content/{near}/？把文件夹改成这个名字"),
            format!("did you mean content/{near}/? rename the folder"),
        ),
        None => list_folders(diag),
    }
}

/// The folder that was meant, by its name in either language.
fn nearest(folder: &str) -> Option<&'static str> {
    let chinese = Kind::ALL.into_iter().find(|kind| kind.zh() == folder).map(Kind::folder);
    chinese.or_else(|| zh::nearest(folder, Kind::ALL.map(Kind::folder)))
}

fn list_folders(diag: Diagnostic) -> Diagnostic {
    let zh = Kind::ALL.map(|kind| format!("{}/（{}）", kind.folder(), kind.zh())).join("、");
    let en = Kind::ALL.map(|kind| format!("{}/", kind.folder())).join(", ");
    diag.hint(format!("放到这些文件夹之一：{zh}"), format!("move it into one of: {en}"))
}
