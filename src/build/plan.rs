//! The routes of a site: which pages there are.

use crate::content::Kind;
use crate::outputs;
use crate::query::Facts;
use crate::render::{Route, What, scope_of};
use crate::site::{
    By, Scope, Site, calendar_path, index_path, list_file, list_path, page_path, year_path,
};

/// Every page of the site, in a fixed order. News come first, then other records, then lists: once a page
/// is drawn, its body is let go, and what is made for lists takes that room. Last come the files for other
/// programs; the bulletin's or the theme's own of the same name, which `facts` know, stand in their place.
pub fn routes(site: &Site, facts: &dyn Facts) -> Vec<Route> {
    // A page for each record, and about a fourth more for lists.
    let mut routes = Vec::with_capacity(site.len() + site.len() / 4);
    records(site, &mut routes, |kind| kind == Kind::News);
    records(site, &mut routes, |kind| kind != Kind::News);
    lists(site, &mut routes);
    for name in site.former_names() {
        if let Some(file) = &name.file {
            let what = What::Redirect(name.of);
            routes.push(Route { file: file.clone(), path: file.clone(), what });
        }
    }
    let own = |path: &str| facts.asset(&format!("root/{path}")).is_some();
    for (path, file) in outputs::files(site, facts).into_iter().filter(|(path, _)| !own(path)) {
        routes.push(Route { file: path.clone(), path, what: What::File(file) });
    }
    routes
}

/// The pages of records of these kinds, but for those that have a list, and all old addresses.
fn records(site: &Site, routes: &mut Vec<Route>, of: impl Fn(Kind) -> bool) {
    for (ix, item) in site.items().filter(|(_, item)| of(item.record.kind)) {
        if scope_of(item.record.kind, ix).is_none() {
            routes.push(route(item.path.clone(), What::Record(ix, None)));
        }
        for alias in item.aliases.iter().filter(|alias| !alias.is_empty()) {
            routes.push(Route {
                file: alias.clone(),
                path: alias.clone(),
                what: What::Redirect(ix),
            });
        }
    }
}

fn lists(site: &Site, routes: &mut Vec<Route>) {
    let portable = site.options.portable;
    let list = |path: &str, what| route(list_path(path, portable), what);
    routes.extend([
        list("", What::Home),
        list("archive/", What::Archive),
        route("404.html".to_owned(), What::NotFound),
    ]);
    if site.options.search {
        routes.push(list(outputs::search::FOLDER, What::Search));
    }
    for by in By::ALL {
        routes.push(list(by.folder(), What::Directory(by)));
    }
    for kind in Kind::ALL.into_iter().filter(|kind| site.has_index(*kind)) {
        routes.push(route(index_path(kind, portable), What::Index(kind)));
    }
    for span in site.event_spans() {
        routes.push(route(calendar_path(span, portable), What::Events(span)));
    }
    for (year, _) in site.years() {
        let own = list_path(&year_path(*year), portable);
        pages(site, routes, Scope::Year(*year), &own, |number| What::Year(*year, number));
    }
    for (ix, item) in site.items() {
        if let Some(scope) = scope_of(item.record.kind, ix) {
            pages(site, routes, scope, &item.path, |number| What::Record(ix, number));
        }
    }
}

/// The newest view of a list and its full pages.
fn pages(
    site: &Site,
    routes: &mut Vec<Route>,
    scope: Scope,
    own: &str,
    what: impl Fn(Option<u32>) -> What,
) {
    routes.push(route(own.to_owned(), what(None)));
    for number in 1..=site.paging(scope).full_pages() {
        let path = page_path(own, Some(number), site.options.portable);
        routes.push(route(path, what(u32::try_from(number).ok())));
    }
}

fn route(path: String, what: What) -> Route {
    Route { file: list_file(&path), path, what }
}
