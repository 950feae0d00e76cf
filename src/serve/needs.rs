//! Which files a page needs: by the names that stand in it, in its stylesheets and in its scripts.

use percent_encoding::percent_decode_str;

use super::types::is_page;
use crate::build::session::Edition;

/// How far names lead from file to file: page, stylesheet, imported stylesheet, its picture.
const DEPTH: usize = 4;

/// Those of `files` that the page needs. A name that only looks the same makes for a reload too many.
pub fn needed<'f>(
    edition: &Edition,
    page: &str,
    files: impl Iterator<Item = &'f str>,
) -> Vec<&'f str> {
    let mut open: Vec<&str> = files.filter(|file| !is_page(file)).collect();
    if open.is_empty() {
        return open;
    }
    let mut found = vec![];
    let mut texts = vec![decoded(page)];
    let mut links: Vec<&str> = edition.paths().filter(|path| leads_on(path)).collect();
    for _ in 0..DEPTH {
        let named = |path: &&str| texts.iter().any(|text| text.contains(name(path)));
        let (hit, miss) = open.into_iter().partition::<Vec<_>, _>(named);
        found.extend(hit);
        open = miss;
        let (next, others) = links.into_iter().partition::<Vec<_>, _>(named);
        links = others;
        if open.is_empty() || next.is_empty() {
            break;
        }
        let bytes = next.into_iter().filter_map(|path| edition.get(path)?.ok());
        texts = bytes.map(|bytes| decoded(&String::from_utf8_lossy(&bytes))).collect();
    }
    found
}

/// Whether a file names others.
fn leads_on(path: &str) -> bool {
    [".css", ".js", ".mjs", ".svg", ".webmanifest"].iter().any(|ending| path.ends_with(ending))
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Addresses are written encoded; names of files are not.
fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
