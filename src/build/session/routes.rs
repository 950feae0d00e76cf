//! The pages of an edition, and the way from an output path to one.

use std::sync::Arc;

use crate::build::plan;
use crate::render::Route;
use crate::theme::Stage;

/// All routes in the order of the plan.
pub(super) struct Routes {
    all: Vec<Route>,
    /// Their places, sorted by file. Routes of one file stand side by side; an edition has none such.
    by_file: Vec<u32>,
}

impl Routes {
    /// The routes of a site and its theme: those of the edition before when they are the same.
    pub fn of(stage: &Stage, before: Option<&Arc<Routes>>) -> Arc<Routes> {
        let all = plan::routes(&stage.site, &*stage.theme);
        if let Some(same) = before.filter(|before| before.all == all) {
            return Arc::clone(same);
        }
        let mut by_file: Vec<u32> = (0u32..).zip(&all).map(|(n, _)| n).collect();
        by_file.sort_by(|a, b| all[*a as usize].file.cmp(&all[*b as usize].file));
        Arc::new(Routes { all, by_file })
    }

    pub fn all(&self) -> &[Route] {
        &self.all
    }

    /// All places with their files, sorted by these.
    fn sorted(&self) -> impl Iterator<Item = (usize, &str)> {
        let places = self.by_file.iter().map(|n| *n as usize);
        places.filter_map(|n| Some((n, self.all.get(n)?.file.as_str())))
    }

    /// The place of the route whose file this is.
    pub fn find(&self, file: &str) -> Option<usize> {
        let of = |n: &u32| self.all.get(*n as usize).map_or("", |route| route.file.as_str());
        let at = self.by_file.binary_search_by(|n| of(n).cmp(file)).ok()?;
        self.by_file.get(at).map(|n| *n as usize)
    }

    /// For each route of `self` the place of the route of the same file in `other`.
    pub fn beside(&self, other: &Routes) -> Vec<Option<usize>> {
        let mut beside = vec![None; self.all.len()];
        let mut others = other.sorted().peekable();
        for (n, file) in self.sorted() {
            while others.next_if(|(_, other)| *other < file).is_some() {}
            beside[n] = others.peek().filter(|(_, other)| *other == file).map(|(at, _)| *at);
        }
        beside
    }
}
