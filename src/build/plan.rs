//! The routes of a site: which pages there are.

use crate::content::Kind;
use crate::outputs;
use crate::render::{Route, What, scope_of};
use crate::site::{By, Scope, Site, calendar_path, index_path, list_file, list_path, page_path};
use crate::theme::values::year_path;

/// Every page of the site, in a fixed order.
pub fn routes(site: &Site) -> Vec<Route> {
    let portable = site.options.portable;
    let list = |path: &str, what| route(list_path(path, portable), what);
    let mut routes = vec![
        list("", What::Home),
        list("archive/", What::Archive),
        route("404.html".to_owned(), What::NotFound),
    ];
    if site.options.search {
        routes.push(list(outputs::search::FOLDER, What::Search));
    }
    for by in By::ALL {
        routes.push(list(directory_path(by), What::Directory(by)));
    }
    for kind in Kind::ALL.into_iter().filter(|kind| site.has_index(*kind)) {
        routes.push(route(index_path(kind, portable), What::Index(kind)));
    }
    for span in site.event_spans() {
        routes.push(route(calendar_path(span, portable), What::Events(span)));
    }
    for (year, _) in site.years() {
        let own = list_path(&year_path(*year), portable);
        pages(site, &mut routes, Scope::Year(*year), &own, |number| What::Year(*year, number));
    }
    for (ix, item) in site.items() {
        match scope_of(item.record.kind, ix) {
            Some(scope) => {
                pages(site, &mut routes, scope, &item.path, |number| What::Record(ix, number))
            }
            None => routes.push(route(item.path.clone(), What::Record(ix, None))),
        }
        for alias in item.aliases.iter().filter(|alias| !alias.is_empty()) {
            routes.push(Route {
                file: alias.clone(),
                path: alias.clone(),
                what: What::Redirect(ix),
            });
        }
    }
    for name in site.former_names() {
        if let Some(file) = &name.file {
            let what = What::Redirect(name.of);
            routes.push(Route { file: file.clone(), path: file.clone(), what });
        }
    }
    for (path, file) in outputs::files(site) {
        routes.push(Route { file: path.clone(), path, what: What::File(file) });
    }
    routes
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

/// Where the directory of chambers stands, by its grouping.
fn directory_path(by: By) -> &'static str {
    match by {
        By::Kind => "chambers/",
        By::Place => "chambers/by-place/",
        By::Pinyin => "chambers/by-pinyin/",
    }
}
