//! `huikan check`: all that a build would refuse or warn of, and the holes of the graph, without
//! writing anything.

use std::ops::Range;
use std::sync::Arc;

use foldhash::HashSet;
use rayon::prelude::*;

use super::cache::CachedMedia;
use super::files::Files;
use super::media::key_of;
use super::report::Options;
use super::run::{Prepared, prepare};
use super::twins::{Protected, Twins};
use super::unused::unused;
use super::{output, pictures, plan};
use crate::check::holes;
use crate::content;
use crate::diag::{Diagnostic, FileId};
use crate::hant::Hits;
use crate::render;
use crate::site::{MediaInfo, Site};
use crate::vfs::{Host, Vfs};

/// What a check found.
pub struct Checked<'a> {
    pub diags: Vec<Diagnostic>,
    pub files: Files<'a>,
    /// Records that readers may see.
    pub records: usize,
    /// What the table of the Traditional edition protected, where there is one and no error.
    pub protected: Vec<Protected>,
}

/// Reads, assembles and draws everything, and keeps only what is wrong.
pub fn check<'a>(vfs: &'a dyn Vfs, host: &dyn Host, options: &Options) -> Checked<'a> {
    let Prepared { mut files, mut diags, ready } = prepare(vfs, host, options);
    let Some(mut ready) = ready else {
        return Checked { diags, files, records: 0, protected: vec![] };
    };
    let stage = Arc::clone(&ready.stage);
    diags.extend(holes(&stage.site, &|file| prose(&files, file)));
    let mut protected = vec![];
    if !diags.iter().any(Diagnostic::is_error) {
        // A file that could not be read may be the one that uses a picture.
        diags.extend(unused(&mut files, &ready.records));
        let bodies = ready.bodies(&files);
        let routes = plan::routes(&stage.site, &*stage.theme);
        let twins = Twins::of(&stage, &routes);
        let drawn = routes.par_iter().map_init(Vec::new, |room, route| {
            room.clear();
            render::render(&stage, route, &bodies, room)?;
            let twins = twins.as_ref().filter(|_| route.has_twin());
            Ok(twins.map_or_else(Hits::new, |twins| twins.converter.hits(&route.file, room)))
        });
        let drawn: Vec<Result<Hits, Diagnostic>> = drawn.collect();
        let (mut problems, mut hits) = (vec![], vec![]);
        for (route, drawn) in routes.iter().zip(drawn) {
            match drawn {
                Ok(found) => hits.push((route, found)),
                Err(diag) => problems.push(diag),
            }
        }
        protected = twins.map_or_else(Vec::new, |twins| twins.protected(&hits));
        // One mistake of a template is one, on however many pages.
        problems.sort_by(|a, b| (&a.code, &a.primary).cmp(&(&b.code, &b.primary)));
        problems.dedup_by(|a, b| a.code == b.code && a.primary == b.primary);
        diags.extend(problems);
        diags.extend(damaged(&files, &stage.site, &ready.media));
    }
    Checked { diags, files, records: stage.site.len(), protected }
}

/// Pictures that cannot be made. What a build has made need not be looked at again.
fn damaged(files: &Files, site: &Site, known: &[CachedMedia]) -> Vec<Diagnostic> {
    let rules = site.settings.images;
    let made: HashSet<u128> = known.iter().flat_map(|media| &media.made).map(|m| m.key).collect();
    let is_open = |info: &&Arc<MediaInfo>| {
        let mut keys = info.made.iter().map(|made| key_of(info.digest, made.recipe, rules));
        !keys.all(|key| made.contains(&key))
    };
    let media = output::media(site);
    let open = media.par_iter().filter(is_open);
    open.filter_map(|info| pictures::verify(files, info).err()).collect()
}

fn prose(files: &Files, file: FileId) -> Vec<(Range<usize>, String)> {
    files.read(file).map(|bytes| content::prose(file, &bytes)).unwrap_or_default()
}
