//! What a template sees of one page.

use serde::Serialize;

use super::files::Files;
use super::plan;
use super::report::Options;
use super::run::{Prepared, prepare};
use crate::diag::Diagnostic;
use crate::render::{self, Route, What};
use crate::site::Site;
use crate::vfs::{Host, Vfs};

/// The answer to an inspection.
pub struct Inspection<'a> {
    /// `{"template": …, "page": …}` as JSON text; none when there is no such page.
    pub json: Option<String>,
    pub diags: Vec<Diagnostic>,
    pub files: Files<'a>,
}

/// Looks up `target` — a content file or an address of the site — and prints its page's value.
pub fn inspect<'a>(
    vfs: &'a dyn Vfs,
    host: &dyn Host,
    options: &Options,
    target: &str,
) -> Inspection<'a> {
    let Prepared { files, mut diags, ready } = prepare(vfs, host, options);
    let Some(mut ready) = ready.filter(|_| !diags.iter().any(Diagnostic::is_error)) else {
        return Inspection { json: None, diags, files };
    };
    let stage = std::sync::Arc::clone(&ready.stage);
    let mut routes = plan::routes(&stage.site, &*stage.theme).into_iter();
    let route = routes.find(|route| is_meant(&stage.site, route, target));
    let bodies = ready.bodies(&files);
    let json = route.and_then(|route| match render::page_value(&stage, &route, &bodies) {
        Ok(page) => text(&route, &stage.site, &page),
        Err(diag) => {
            diags.push(diag);
            None
        }
    });
    drop(bodies);
    Inspection { json, diags, files }
}

/// Printed field by field, in this order.
#[derive(Serialize)]
struct Seen<'a> {
    template: &'a str,
    file: &'a str,
    base: &'a str,
    lang: &'a str,
    page: &'a tera::Value,
}

pub(super) fn text(route: &Route, site: &Site, page: &tera::Value) -> Option<String> {
    let seen = Seen {
        template: route.template(site)?,
        file: &route.file,
        base: &route.base(site),
        lang: &site.settings.lang,
        page,
    };
    serde_json::to_string_pretty(&seen).ok()
}

/// A page is named by its address, with or without a slash before it, by its file in the output
/// folder, or by the content file that it shows, with or without `content/` and `.md`.
fn is_meant(site: &Site, route: &Route, target: &str) -> bool {
    let target = target.trim().trim_start_matches("./");
    let address = target.trim_start_matches('/');
    if !target.ends_with(".md") && (route.path == address || route.file == address) {
        return true;
    }
    let What::Record(ix, None) = route.what else { return false };
    let source = address.strip_prefix("content/").unwrap_or(address);
    site.item(ix)
        .is_some_and(|item| item.record.path() == source || item.record.reference() == source)
}
