//! What the gate refuses or warns of in a site that is whole: one file for each family of rules.
//!
//! Enters: the frozen site. Leaves: diagnostics. What makes a site impossible to assemble (dangling
//! references, two files at one address) is found by `site` itself; here stands what could be
//! assembled and would still be wrong in print. This layer changes nothing.

mod places;

use crate::diag::Diagnostic;
use crate::site::Site;

/// Every finding about `site`.
pub fn check(site: &Site) -> Vec<Diagnostic> {
    places::check(site)
}
