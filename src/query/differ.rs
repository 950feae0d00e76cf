//! Which questions two sites of the same records can answer otherwise.

use super::Query;
use crate::site::Differences;

impl Query {
    /// Whether the answer can be another one. Only questions that are asked about nearly every record
    /// are looked at closely; of any other it may be.
    pub fn is_reached(&self, differ: &Differences) -> bool {
        match self {
            Query::Record(ix) | Query::Card(ix) => differ.of(*ix),
            Query::Neighbours(ix) => differ.of(*ix) || differ.lists || differ.issues,
            Query::Related(ix) => differ.of(*ix) || differ.lists,
            Query::List(..) | Query::Latest(_) => differ.lists,
            Query::Backlinks(..) => differ.backlinks,
            Query::InIssue(ix) => differ.of(*ix) || differ.issues,
            _ => true,
        }
    }
}
