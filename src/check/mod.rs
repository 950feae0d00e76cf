//! What the gate refuses or warns of in a site that is whole: one file for each family of rules.
//!
//! Enters: the frozen site, and all records, also those that are not shown. Leaves: diagnostics. What makes a site impossible to assemble (dangling
//! references, two files at one address) is found by `site` itself; here stands what could be
//! assembled and would still be wrong in print. This layer changes nothing.

mod chambers;
mod documents;
mod events;
mod figures;
mod holes;
mod issues;
mod places;
mod recognitions;
mod rotation;

pub use holes::{Prose, holes};

use std::sync::Arc;

use crate::content::{Kind, Record};
use crate::diag::{Diagnostic, FileId};
use crate::site::Site;

/// What is looked at.
pub struct Input<'a> {
    pub site: &'a Site,
    /// All records, also drafts and internal ones, in the order of their paths.
    pub records: &'a [(FileId, Arc<Record>)],
    /// Files that gave no record: what seems to be missing may stand in one of them.
    pub broken: &'a [(Kind, String)],
}

/// Every finding.
pub fn check(input: &Input) -> Vec<Diagnostic> {
    let mut diags = places::check(input.site);
    diags.extend(chambers::check(input.site));
    diags.extend(recognitions::check(input.site));
    diags.extend(events::check(input.site));
    diags.extend(rotation::check(input.site));
    diags.extend(figures::check(input.site));
    diags.extend(documents::check(input.site));
    diags.extend(issues::check(input));
    diags
}
