//! Pages that are due → their bytes, and those of their twins.
//!
//! Enters: pages that were judged, and all that they are drawn with. Leaves: the same pages, made: their
//! bytes are held, or written already where that is possible; or what went wrong.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use camino::Utf8Path;
use rayon::prelude::*;

use super::cache::CachedOutput;
use super::publish::{Early, PublishError};
use super::report::{Phase, Progress};
use super::twins::Twins;
use super::why::Why;
use super::write::{Made, Mistakes, Page, State};
use crate::content;
use crate::diag::Diagnostic;
use crate::outputs::File;
use crate::query::Trace;
use crate::render::{self, Bodies, Route, What};
use crate::theme::Stage;
use crate::vfs::Vfs;

/// Why a page is not there.
enum Trouble {
    Drawing(Diagnostic),
    Writing(PublishError),
}

/// Pages that are drawn one after the other before those among them that can be are written: drawing
/// and writing by turns would push each other out of the processor's caches, and a batch stays in them.
const BATCH: usize = 32;

/// Room for the bytes of most batches, and how many end one early: room that grows step by step touches
/// fresh memory at each.
const ROOM: usize = 512 * 1024;

/// All that pages are drawn with.
pub struct Job<'j> {
    pub vfs: &'j dyn Vfs,
    /// The output folder.
    pub out: &'j Utf8Path,
    pub stage: &'j Arc<Stage>,
    pub bodies: &'j dyn Bodies,
    pub twins: Option<&'j Twins>,
    pub early: Option<&'j Early<'j>>,
    pub progress: &'j dyn Progress,
}

/// The bytes of a batch: of pages, and of their twins.
struct Rooms {
    pages: Vec<u8>,
    twins: Vec<u8>,
}

impl Job<'_> {
    /// Renders the stale pages in parallel. All of them, also when one fails: an editor hears of every
    /// mistake at once, and always of the same ones.
    pub fn render_stale(&self, pages: &mut [Page]) -> Mistakes {
        let due = pages.iter().filter(|page| page.due().next().is_some()).count();
        self.progress.phase(Phase::Render, due);
        let twins = if self.twins.is_some() { ROOM } else { 0 };
        let troubles: Vec<Vec<Trouble>> = pages
            .par_chunks_mut(BATCH)
            .map_init(
                || Rooms { pages: Vec::with_capacity(ROOM), twins: Vec::with_capacity(twins) },
                |rooms, batch| self.render_batch(batch, rooms),
            )
            .collect();
        let mut mistakes = Mistakes { problems: vec![], failed: None };
        for trouble in troubles.into_iter().flatten() {
            match trouble {
                // A broken template breaks every page that it draws, in the same words.
                Trouble::Drawing(diag) if mistakes.problems.contains(&diag) => {}
                Trouble::Drawing(diag) => mistakes.problems.push(diag),
                Trouble::Writing(error) => mistakes.failed = mistakes.failed.or(Some(error)),
            }
        }
        mistakes
    }

    fn render_batch(&self, batch: &mut [Page], rooms: &mut Rooms) -> Vec<Trouble> {
        let mut troubles = vec![];
        let mut sheets = Vec::with_capacity(BATCH);
        for page in batch {
            match self.draw(page, rooms) {
                Some(Ok(sheet)) => sheets.push(sheet),
                Some(Err(trouble)) => troubles.push(trouble),
                None => {}
            }
            if rooms.pages.len() > ROOM {
                troubles.extend(self.empty(rooms, &mut sheets));
            }
        }
        troubles.extend(self.empty(rooms, &mut sheets));
        troubles
    }

    /// Puts away all that stands in the rooms.
    fn empty(&self, rooms: &mut Rooms, sheets: &mut Vec<Sheet>) -> Vec<Trouble> {
        let put_away = |sheet| self.put_away(sheet, rooms).err();
        let troubles = sheets.drain(..).filter_map(put_away).collect();
        rooms.pages.clear();
        rooms.twins.clear();
        troubles
    }

    /// Renders a page that is stale, and makes its twin; of a page that holds only a twin that does not.
    fn draw<'p, 'a>(
        &self,
        page: &'p mut Page<'a>,
        rooms: &mut Rooms,
    ) -> Option<Result<Sheet<'p, 'a>, Trouble>> {
        page.due().next()?;
        if let (State::Stale(_), What::File(file)) = (&page.state, page.route.what) {
            return self.write_file(page, file).err().map(Err);
        }
        let start = rooms.pages.len();
        if let State::Holds(output) = page.state
            && !self.read(page.route, output, &mut rooms.pages)
        {
            page.state = State::Stale(Why::Output);
        }
        let mut trace = None;
        if let State::Stale(_) = page.state {
            rooms.pages.truncate(start);
            match render::render(self.stage, page.route, self.bodies, &mut rooms.pages) {
                Ok(asked) => trace = Some(asked),
                Err(diag) => return Some(Err(Trouble::Drawing(diag))),
            }
        }
        let twin = rooms.twins.len();
        if let Some(twins) = self.twins.filter(|_| page.twin.is_some()) {
            let drawn = &rooms.pages[start..];
            twins.converter.convert(&page.route.file, drawn, &mut rooms.twins);
        }
        self.progress.tick();
        let (place, twin) = (start..rooms.pages.len(), twin..rooms.twins.len());
        Some(Ok(Sheet { page, trace, place, twin }))
    }

    /// A file for other programs is large and in room of its own: it is put away at once.
    fn write_file(&self, page: &mut Page, file: File) -> Result<(), Trouble> {
        let drawn = render::file(self.stage, file, self.bodies);
        let (bytes, trace) = drawn.map_err(Trouble::Drawing)?;
        let (made, digest) = self.keep(&page.route.file, Cow::Owned(bytes))?;
        page.fresh(made, digest, trace);
        self.progress.tick();
        Ok(())
    }

    /// Reads a page that holds where it stands; whether it is what it was.
    fn read(&self, route: &Route, output: &CachedOutput, to: &mut Vec<u8>) -> bool {
        let read = self.vfs.read(&self.out.join(&route.file));
        let same = read.ok().filter(|bytes| content::digest(bytes) == output.digest);
        same.is_some_and(|bytes| {
            to.extend_from_slice(&bytes);
            true
        })
    }

    /// Writes what was made where that is possible at once, else keeps a copy.
    fn put_away(&self, sheet: Sheet, rooms: &Rooms) -> Result<(), Trouble> {
        let Sheet { page, trace, place, twin } = sheet;
        if let Some(trace) = trace {
            let (made, digest) = self.keep(&page.route.file, Cow::Borrowed(&rooms.pages[place]))?;
            page.fresh(made, digest, trace);
        }
        if let Some(own) = &mut page.twin {
            let (made, digest) = self.keep(own.file(), Cow::Borrowed(&rooms.twins[twin]))?;
            own.made(made, digest);
        }
        Ok(())
    }

    fn keep(&self, file: &str, bytes: Cow<[u8]>) -> Result<(Made, u128), Trouble> {
        let digest = content::digest(&bytes);
        let made = match self.early.filter(|early| early.takes(file, bytes.len())) {
            Some(early) => {
                let stat = early.write(file, &bytes).map_err(Trouble::Writing)?;
                Made::Staged { size: bytes.len() as u64, stat }
            }
            None => Made::Held(bytes.into_owned()),
        };
        Ok((made, digest))
    }
}

/// A page that was drawn, or read, in this place of its batch's room, and its twin.
struct Sheet<'p, 'a> {
    page: &'p mut Page<'a>,
    /// `None` where the page holds.
    trace: Option<Trace>,
    place: Range<usize>,
    twin: Range<usize>,
}
