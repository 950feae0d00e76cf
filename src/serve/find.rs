//! A path in, what the edition has there out: a file, a redirect, or the site's page for what is missing.

use std::sync::Arc;

use crate::build::session::{Edition, Problems};

/// What the site has at an address.
pub enum Found {
    /// A file of the edition, or its page for what is not found.
    File { path: String, bytes: Arc<[u8]>, missing: bool },
    /// The right address, from the host's root and without the slash before it.
    Moved(String),
    /// Nothing, and no page that says so.
    Nothing,
    /// The page could not be drawn.
    Failed(Problems),
}

/// The page that hosts show for what is not there.
const NOT_FOUND: &str = "404.html";

/// What `edition` has at `path`, decoded and from the host's root.
pub fn find(edition: &Edition, path: &str) -> Found {
    let base = edition.base();
    let base = base.trim_start_matches('/');
    let Some(below) = path.strip_prefix(base) else {
        let to_base = path.is_empty() || format!("{path}/") == base;
        return if to_base { Found::Moved(base.to_owned()) } else { missing(edition) };
    };
    let file = match below {
        folder if folder.is_empty() || folder.ends_with('/') => format!("{folder}index.html"),
        file => file.to_owned(),
    };
    match edition.get(&file) {
        Some(Ok(bytes)) => Found::File { path: file, bytes, missing: false },
        Some(Err(problems)) => Found::Failed(problems),
        None if has_index(edition, below) => Found::Moved(format!("{path}/")),
        None => missing(edition),
    }
}

fn has_index(edition: &Edition, folder: &str) -> bool {
    let index = format!("{folder}/index.html");
    edition.get(&index).is_some()
}

fn missing(edition: &Edition) -> Found {
    match edition.get(NOT_FOUND) {
        Some(Ok(bytes)) => Found::File { path: NOT_FOUND.to_owned(), bytes, missing: true },
        Some(Err(problems)) => Found::Failed(problems),
        None => Found::Nothing,
    }
}
