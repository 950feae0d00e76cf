//! The routes of a site: which pages there are.

use crate::content::Kind;
use crate::outputs;
use crate::query::Facts;
use crate::render::{Route, What, scope_of};
use crate::site::{
    By, Scope, Site, calendar_path, index_path, list_file, list_path, page_path, year_path,
};

/// Every page of the site, in a fixed order, and the files for other programs. Of these the bulletin's
/// or the theme's own files of the same name, which `facts` know, take the place.
pub fn routes(site: &Site, facts: &dyn Facts) -> Vec<Route> {
    let portable = site.options.portable;
    let list = |path: &str, what| route(list_path(path, portable), what);
    let mut routes = vec![
        list("", What::Home),
        list("archive/", What::Archive),
        route("404.html".to_owned(), What::NotFound),
    ];
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
    let own = |path: &str| facts.asset(&format!("root/{path}")).is_some();
    for (path, file) in outputs::files(site, facts).into_iter().filter(|(path, _)| !own(path)) {
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
