//! The floor: what no generator can do without. Read every text, turn its Markdown into HTML, write
//! one file for each.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;

/// Those of huikan's own Markdown.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM);

/// Converts every `.md` under `from` into a file under `to`, on all processors as huikan does.
pub fn run(from: &Path, to: &Path) -> io::Result<()> {
    let mut files = vec![];
    collect(from, Path::new(""), to, &mut files)?;
    files.par_iter().try_for_each(|file| convert(&from.join(file), &to.join(file)))
}

/// Lists the texts and makes the folders that their pages need.
fn collect(from: &Path, under: &Path, to: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    fs::create_dir_all(to.join(under))?;
    for entry in fs::read_dir(from.join(under))? {
        let entry = entry?;
        let path = under.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            collect(from, &path, to, files)?;
        } else if path.extension().is_some_and(|ending| ending == "md") {
            files.push(path);
        }
    }
    Ok(())
}

fn convert(from: &Path, to: &Path) -> io::Result<()> {
    let text = fs::read_to_string(from)?;
    let mut page = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut page, Parser::new_ext(body(&text), OPTIONS));
    fs::write(to.with_extension("html"), page)
}

/// What stands behind the front matter.
fn body(text: &str) -> &str {
    let rest = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    rest.map_or(text, |(_, body)| body)
}
