//! Content files → records: from the cache where it can vouch for them, parsed where not.

use std::sync::{Arc, Mutex};

use foldhash::{HashMap, HashMapExt};
use jiff::Timestamp;
use rayon::prelude::*;

use super::bodies::Parsed;
use super::cache::CachedRecord;
use super::files::Files;
use super::{Phase, Progress};
use crate::content::{self, Kind, MAX_FILE_BYTES, Record};
use crate::diag::{Diagnostic, FileId, Span};
use crate::markdown::Body;
use crate::vfs::Stat;

/// All records that could be read, and the bodies that were parsed on the way.
pub struct Records {
    pub records: Vec<(FileId, Arc<Record>)>,
    /// What the next build may believe without reading, in the order of `records`; a file that gave
    /// rise to any diagnostic is read again each time, so that the diagnostic is told each time.
    pub cached: Vec<CachedRecord>,
    pub bodies: Parsed,
    /// Files that gave no record: a reference to one of them is not dangling, only unlucky.
    pub broken: Vec<(Kind, String)>,
    pub diags: Vec<Diagnostic>,
    /// The places in `cached` of entries that the cache had otherwise; `None` when one came or went.
    pub changed: Option<Vec<usize>>,
}

/// One file, read.
struct Read {
    record: Option<Arc<Record>>,
    body: Option<Body>,
    /// The stat to remember; the outer `None` when the record must not be remembered.
    remember: Option<Option<Stat>>,
    diags: Vec<Diagnostic>,
    past: Past,
}

/// What the cache has of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Past {
    /// This very entry.
    Same,
    /// Another one.
    Other,
    Unknown,
}

/// Reads every record, in parallel. `read_at` is a moment before the folder was looked at.
pub fn read(
    files: &Files,
    found: &[(FileId, Kind, String)],
    cached: &[CachedRecord],
    read_at: Timestamp,
    progress: &dyn Progress,
) -> Records {
    progress.phase(Phase::Read, found.len());
    let known: HashMap<(Kind, &str), &CachedRecord> =
        cached.iter().map(|c| ((c.record.kind, c.record.id.as_str()), c)).collect();
    let all: Vec<Read> = found
        .par_iter()
        .map_init(Vec::new, |room, (file, kind, id)| {
            let cached = known.get(&(*kind, id.as_str())).copied();
            let read = read_one(files, room, *file, *kind, id, cached, read_at);
            progress.tick();
            read
        })
        .collect();
    gather(found, all, cached.len())
}

fn gather(found: &[(FileId, Kind, String)], read: Vec<Read>, before: usize) -> Records {
    let mut changed = vec![];
    let mut is_known = true;
    let mut all = Records {
        records: Vec::with_capacity(read.len()),
        cached: Vec::with_capacity(read.len()),
        bodies: HashMap::with_capacity(read.iter().filter(|one| one.body.is_some()).count()),
        broken: vec![],
        diags: vec![],
        changed: None,
    };
    for ((file, kind, id), read) in found.iter().zip(read) {
        let Some(record) = read.record else {
            all.diags.extend(read.diags);
            all.broken.push((*kind, id.clone()));
            continue;
        };
        if let Some(stat) = read.remember {
            is_known &= read.past != Past::Unknown;
            if read.past == Past::Other {
                changed.push(all.cached.len());
            }
            let warnings = read.diags.clone();
            all.cached.push(CachedRecord { stat, record: Arc::clone(&record), warnings });
        }
        all.diags.extend(read.diags);
        if let Some(body) = read.body {
            all.bodies.insert(*file, Mutex::new(Some(body)));
        }
        all.records.push((*file, record));
    }
    // No two files have one name, so as many as before are the same ones.
    all.changed = (is_known && all.cached.len() == before).then_some(changed);
    all
}

/// Reads one file into `room`, unless the cache vouches for it.
fn read_one(
    files: &Files,
    room: &mut Vec<u8>,
    file: FileId,
    kind: Kind,
    id: &str,
    cached: Option<&CachedRecord>,
    read_at: Timestamp,
) -> Read {
    let stat = files.get(file).and_then(|f| f.stat);
    if let Some(cached) = cached.filter(|c| c.stat.is_some() && c.stat == stat) {
        return believed(file, cached, cached.stat, Past::Same);
    }
    if stat.is_some_and(|stat| stat.size > MAX_FILE_BYTES) {
        return refused(too_large(file));
    }
    let bytes = match files.read_into(file, room) {
        Ok(bytes) => bytes,
        Err(diag) => return refused(diag),
    };
    // A file written in the same tick of the clock could change again unseen.
    let settled = stat.filter(|stat| stat.settled(read_at));
    if let Some(cached) = cached.filter(|c| c.record.digest == content::digest(bytes)) {
        let past = if cached.stat == settled { Past::Same } else { Past::Other };
        return believed(file, cached, settled, past);
    }
    let mut diags = Vec::new();
    let loaded = content::load(file, kind, id, bytes).take(&mut diags);
    let (record, body) = match loaded {
        Some(loaded) => (Some(loaded.record), Some(loaded.body)),
        None => (None, None),
    };
    let remember = (!diags.iter().any(Diagnostic::is_error)).then_some(settled);
    let past = if cached.is_some() { Past::Other } else { Past::Unknown };
    Read { record, body, remember, diags, past }
}

fn believed(file: FileId, cached: &CachedRecord, stat: Option<Stat>, past: Past) -> Read {
    let record = Some(Arc::clone(&cached.record));
    let here = |diag: &Diagnostic| diag.clone().with_spans(|span| Span { file, ..span });
    let diags = cached.warnings.iter().map(here).collect();
    Read { record, body: None, remember: Some(stat), diags, past }
}

fn refused(diag: Diagnostic) -> Read {
    Read { record: None, body: None, remember: None, diags: vec![diag], past: Past::Unknown }
}

pub(super) fn too_large(file: FileId) -> Diagnostic {
    let limit = MAX_FILE_BYTES / 1024 / 1024;
    Diagnostic::error(
        "files/too-large",
        format!("文件太大，稿件不能超过 {limit} MB"),
        format!("the file is too large: a text has at most {limit} MB"),
    )
    .at(Span::top(file))
    .hint("图片、视频另存成文件，放在稿件旁边", "keep pictures and videos in files of their own")
}
