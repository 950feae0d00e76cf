//! One page of an edition: drawn when it is first asked for, then kept.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

use crate::build::why::Why;
use crate::diag::{Diagnostic, Span};
use crate::render::{self, Bodies, Route, What};
use crate::theme::Stage;

/// A page that is drawn at most once, by whichever thread asks first.
pub(super) struct Page {
    pub route: Route,
    /// Why it does not stand in the edition before.
    pub why: Why,
    drawn: OnceLock<Result<Arc<[u8]>, Diagnostic>>,
}

impl Page {
    pub fn new(route: Route, why: Why) -> Page {
        Page { route, why, drawn: OnceLock::new() }
    }

    /// The bytes, drawn now if nobody has asked before.
    pub fn bytes(&self, stage: &Arc<Stage>, bodies: &dyn Bodies) -> Result<Arc<[u8]>, Diagnostic> {
        self.drawn.get_or_init(|| draw(stage, &self.route, bodies)).clone()
    }

    /// The bytes, if they were drawn.
    pub fn ready(&self) -> Option<&Arc<[u8]>> {
        self.drawn.get()?.as_ref().ok()
    }
}

/// Draws a page. A panic, whether the template library's or our own, is an error like any other: the
/// value that is being made is lost, nothing that lasts is left half-changed.
fn draw(stage: &Arc<Stage>, route: &Route, bodies: &dyn Bodies) -> Result<Arc<[u8]>, Diagnostic> {
    let drawn = catch_unwind(AssertUnwindSafe(|| render::render(stage, route, bodies)));
    let drawn = drawn.unwrap_or_else(|cause| {
        let file = match route.what {
            What::Record(ix, _) | What::Redirect(ix) => stage.site.item(ix).map(|item| item.file),
            _ => None,
        };
        let diag = panicked(&format!("/{}", route.path), &*cause);
        Err(file.map_or(diag.clone(), |file| diag.at(Span::top(file))))
    });
    drawn.map(|artifact| artifact.bytes.into())
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
