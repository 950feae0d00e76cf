//! `huikan check`: all that a build would refuse or warn of, and the holes of the graph, without
//! writing anything.

use std::ops::Range;

use rayon::prelude::*;

use super::files::Files;
use super::plan;
use super::report::Options;
use super::run::{Prepared, prepare};
use super::unused::unused;
use crate::check::holes;
use crate::content;
use crate::diag::{Diagnostic, FileId};
use crate::render;
use crate::vfs::{Host, Vfs};

/// What a check found.
pub struct Checked<'a> {
    pub diags: Vec<Diagnostic>,
    pub files: Files<'a>,
    /// Records that readers may see.
    pub records: usize,
}

/// Reads, assembles and draws everything, and keeps only what is wrong.
pub fn check<'a>(vfs: &'a dyn Vfs, host: &dyn Host, options: &Options) -> Checked<'a> {
    let Prepared { mut files, mut diags, ready } = prepare(vfs, host, options);
    let Some(mut ready) = ready else { return Checked { diags, files, records: 0 } };
    let stage = std::sync::Arc::clone(&ready.stage);
    diags.extend(holes(&stage.site, &|file| prose(&files, file)));
    if !diags.iter().any(Diagnostic::is_error) {
        // A file that could not be read may be the one that uses a picture.
        diags.extend(unused(&mut files, &ready.records));
        let bodies = ready.bodies(&files);
        let routes = plan::routes(&stage.site, &*stage.theme);
        let drawn = routes.par_iter().map_init(Vec::new, |room, route| {
            room.clear();
            render::render(&stage, route, &bodies, room).err()
        });
        let mut problems: Vec<Diagnostic> = drawn.flatten_iter().collect();
        // One mistake of a template is one, on however many pages.
        problems.sort_by(|a, b| (a.code, &a.primary).cmp(&(b.code, &b.primary)));
        problems.dedup_by(|a, b| a.code == b.code && a.primary == b.primary);
        diags.extend(problems);
    }
    Checked { diags, files, records: stage.site.len() }
}

fn prose(files: &Files, file: FileId) -> Vec<(Range<usize>, String)> {
    files.read(file).map(|bytes| content::prose(file, &bytes)).unwrap_or_default()
}
