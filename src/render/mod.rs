//! A route → the bytes of one output, with the trace of what was asked for it.
//!
//! Enters: a [`Route`], a stage to draw on, the bodies of records. Leaves: bytes. This layer writes
//! no file and does not know which outputs are stale.

mod body;
mod chart;
mod page;
mod redirect;
mod route;

pub use route::{Route, SEARCH_TEMPLATE, What, scope_of};

use std::sync::Arc;

use crate::diag::Diagnostic;
use crate::markdown::Body;
use crate::outputs::{self, File};
use crate::query::Trace;
use crate::site::Ix;
use crate::theme::{Place, Stage, Wanted};

/// Where bodies come from: those parsed in this run, or parsed again when they are asked for.
pub trait Bodies: Sync {
    /// The body of a published record.
    ///
    /// # Errors
    /// Its file can no longer be read, or is no longer what it was.
    fn body(&self, ix: Ix) -> Result<Arc<Body>, Diagnostic>;
}

/// Renders one route: its bytes go to the end of `out`. Leaves what was asked for them.
///
/// # Errors
/// What the template or the body's file did wrong; `out` is then as it was.
pub fn render(
    stage: &Arc<Stage>,
    route: &Route,
    bodies: &dyn Bodies,
    out: &mut Vec<u8>,
) -> Result<Trace, Diagnostic> {
    if let What::Redirect(ix) = route.what {
        return Ok(redirect::render(stage, route, ix, out));
    }
    if let What::File(file) = route.what {
        let (bytes, trace) = self::file(stage, file, bodies)?;
        out.extend_from_slice(&bytes);
        return Ok(trace);
    }
    let template = route.template(&stage.site).unwrap_or_default();
    let mut draw = |wanted: &Wanted| {
        let (view, place) = (stage.view(), place(stage, route));
        let page = page::value(stage, &view, route, &place, wanted, bodies)?;
        stage.draw(template, wanted, page, (place, view), out)
    };
    let wanted = stage.theme.wanted(template);
    match draw(wanted) {
        // A mistake is told with all the fields that there are.
        Err(_) if *wanted != Wanted::All => draw(&Wanted::All),
        drawn => drawn,
    }
}

/// The bytes of a file for other programs, and what was asked for it.
///
/// # Errors
/// As [`render`].
pub fn file(
    stage: &Arc<Stage>,
    file: File,
    bodies: &dyn Bodies,
) -> Result<(Vec<u8>, Trace), Diagnostic> {
    let view = stage.view();
    let bytes = outputs::write(&view, file, &body::Absolute(bodies))?;
    Ok((bytes, view.into_trace()))
}

/// What a template sees as `page`, and the path of the template: what `inspect` prints.
///
/// # Errors
/// As [`render`].
pub fn page_value(
    stage: &Arc<Stage>,
    route: &Route,
    bodies: &dyn Bodies,
) -> Result<tera::Value, Diagnostic> {
    page::value(stage, &stage.view(), route, &place(stage, route), &Wanted::All, bodies)
}

fn place(stage: &Stage, route: &Route) -> Place {
    Place {
        path: route.path.clone(),
        under: route.under(&stage.site),
        base: route.base(&stage.site),
    }
}
