//! One page of an edition: drawn when it is first asked for, then kept.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::ledger::Ledger;
use crate::diag::{Diagnostic, Span};
use crate::query::Trace;
use crate::render::{self, Bodies, Route, What};
use crate::theme::Stage;

/// A page that is drawn at most once, by whichever thread asks first.
pub(super) struct Page {
    /// Why it does not stand in the edition before.
    pub because: Because,
    drawn: OnceLock<Result<Drawn, Diagnostic>>,
}

/// Why a page is to be drawn.
#[derive(Clone, Copy, Debug)]
pub(super) enum Because {
    /// There was none at its address, or it showed something else.
    New,
    /// Nobody has drawn it yet.
    First,
    /// This question of the ledger has another answer.
    Answer(u32),
}

struct Drawn {
    bytes: Arc<[u8]>,
    /// Until it is noted.
    trace: Mutex<Option<Trace>>,
    asked: OnceLock<Box<[u32]>>,
}

impl Page {
    pub fn new(because: Because) -> Arc<Page> {
        Arc::new(Page { because, drawn: OnceLock::new() })
    }

    /// The bytes, drawn now if nobody has asked before.
    pub fn bytes(
        &self,
        stage: &Arc<Stage>,
        route: &Route,
        bodies: &dyn Bodies,
    ) -> Result<Arc<[u8]>, Diagnostic> {
        let drawn = self.drawn.get_or_init(|| {
            let (bytes, trace) = draw(stage, route, bodies)?;
            let trace = Mutex::new(Some(trace));
            Ok(Drawn { bytes: bytes.into(), trace, asked: OnceLock::new() })
        });
        drawn.as_ref().map(|drawn| Arc::clone(&drawn.bytes)).map_err(Clone::clone)
    }

    /// The bytes, if they were drawn.
    pub fn ready(&self) -> Option<&Arc<[u8]>> {
        Some(&self.drawn.get()?.as_ref().ok()?.bytes)
    }

    /// Why it could not be drawn, if that was tried.
    pub fn failure(&self) -> Option<&Diagnostic> {
        self.drawn.get()?.as_ref().err()
    }

    /// Notes the questions of a page that was drawn, once.
    pub fn note(&self, ledger: &mut Ledger) {
        let Some(Ok(drawn)) = self.drawn.get() else { return };
        let trace = drawn.trace.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(trace) = trace {
            drawn.asked.get_or_init(|| ledger.note(&trace));
        }
    }

    /// What it asked, once that is noted.
    pub fn asked(&self) -> Option<&[u32]> {
        self.drawn.get()?.as_ref().ok()?.asked.get().map(|asked| &**asked)
    }
}

/// Draws a page. A panic, whether the template library's or our own, is an error like any other: the
/// page in the making is lost, and nothing that lasts is left half-changed.
fn draw(
    stage: &Arc<Stage>,
    route: &Route,
    bodies: &dyn Bodies,
) -> Result<(Vec<u8>, Trace), Diagnostic> {
    let drawn = catch_unwind(AssertUnwindSafe(|| {
        let mut bytes = vec![];
        let trace = render::render(stage, route, bodies, &mut bytes)?;
        Ok((bytes, trace))
    }));
    drawn.unwrap_or_else(|cause| {
        let file = match route.what {
            What::Record(ix, _) | What::Redirect(ix) => stage.site.item(ix).map(|item| item.file),
            _ => None,
        };
        let diag = panicked(&format!("/{}", route.path), &*cause);
        Err(Diagnostic { primary: file.map(Span::top), ..diag })
    })
}

/// What is told of a panic while `what` was made.
pub(super) fn panicked(what: &str, cause: &(dyn Any + Send)) -> Diagnostic {
    let text = cause.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| cause.downcast_ref::<String>().cloned()).unwrap_or_default();
    Diagnostic::error(
        "internal/panic",
        format!("生成 {what} 时程序内部出错：{text}"),
        format!("an internal error while {what} was being made: {text}"),
    )
    .hint(
        "这是 huikan 的毛病，不是稿件的：请把这一段报给开发者；撤回刚才的改动就能接着用",
        "this is a fault of huikan, not of the content: please report it; undo the last edit to go on",
    )
}
