//! The pages of an edition in the order of their output paths.

use crate::build::plan;
use crate::render::Route;
use crate::site::Site;

/// All routes, sorted by file. Routes of one file stand side by side; an edition has none such.
pub(super) struct Routes(Vec<Route>);

impl Routes {
    pub fn of(site: &Site) -> Routes {
        let mut routes = plan::routes(site);
        routes.sort_by(|a, b| a.file.cmp(&b.file));
        Routes(routes)
    }

    pub fn all(&self) -> &[Route] {
        &self.0
    }

    /// The place of the route whose file this is.
    pub fn find(&self, file: &str) -> Option<usize> {
        self.0.binary_search_by(|route| route.file.as_str().cmp(file)).ok()
    }

    /// For each route of `self` the place of the route of the same file in `other`.
    pub fn beside(&self, other: &Routes) -> Vec<Option<usize>> {
        let mut at = 0;
        let beside = self.0.iter().map(|route| {
            while other.0.get(at).is_some_and(|other| other.file < route.file) {
                at += 1;
            }
            other.0.get(at).is_some_and(|other| other.file == route.file).then_some(at)
        });
        beside.collect()
    }
}
