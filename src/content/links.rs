//! What a reference in front matter is for: its role says which kind of record it names.

use serde::{Deserialize, Serialize};

use super::{Kind, Meta};
use crate::yaml::{At, Fields};

/// The part that a named record plays for the one that names it.
///
/// News items, chambers and places keep their oldest references (column, chambers, places, region,
/// origin, parent) in fields of their own; see `site::Refs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// A chamber that it speaks of, names or serves.
    Chamber,
    /// A chamber that holds or leads it.
    Host,
    /// A chamber that is a party to an agreement.
    Party,
    /// A chamber in a team of the rotation.
    Team,
    /// Where it takes place, or what it counts.
    Place,
    /// The article that tells of it.
    Article,
    /// The issue of the journal that an article stands in.
    Issue,
    /// An article in the contents of an issue.
    Content,
    /// An article that an issue corrects.
    Corrected,
    /// The column over a part of an issue's contents.
    Column,
    /// An event that it speaks of.
    Event,
    /// The series that an event belongs to.
    Series,
    /// A document that it rests on.
    Document,
    /// The document that this one explains.
    Interprets,
    /// The document that this one amends.
    Amends,
    /// The document that ended this one.
    RepealedBy,
    /// Where a media report appeared.
    Channel,
    /// A statistic that it shows.
    Figure,
}

impl Role {
    pub const ALL: [Role; 18] = [
        Role::Chamber,
        Role::Host,
        Role::Party,
        Role::Team,
        Role::Place,
        Role::Article,
        Role::Issue,
        Role::Content,
        Role::Corrected,
        Role::Column,
        Role::Event,
        Role::Series,
        Role::Document,
        Role::Interprets,
        Role::Amends,
        Role::RepealedBy,
        Role::Channel,
        Role::Figure,
    ];

    /// Whether one record may well name another one more than once in this part.
    pub fn may_recur(self) -> bool {
        matches!(self, Role::Column | Role::Corrected)
    }

    /// The kind of the records that can play this part.
    pub fn kind(self) -> Kind {
        match self {
            Role::Chamber | Role::Host | Role::Party | Role::Team => Kind::Chambers,
            Role::Place => Kind::Places,
            Role::Article | Role::Content | Role::Corrected => Kind::News,
            Role::Issue => Kind::Issues,
            Role::Column => Kind::Columns,
            Role::Event => Kind::Events,
            Role::Series => Kind::Series,
            Role::Document | Role::Interprets | Role::Amends | Role::RepealedBy => Kind::Documents,
            Role::Channel => Kind::Channels,
            Role::Figure => Kind::Figures,
        }
    }
}

/// Whether something is said here that is known: editors write `待补` wherever they cannot tell.
pub(super) fn known(text: &At<String>) -> bool {
    text.value != "待补"
}

/// A reference under `key`; one that is not known yet is none.
pub(super) fn reference(fields: &mut Fields, key: &'static str) -> Option<At<String>> {
    fields.text(key).filter(known)
}

/// The references under `key`; those that are not known yet are none.
pub(super) fn references(fields: &mut Fields, key: &'static str) -> Vec<At<String>> {
    fields.texts(key).into_iter().filter(known).collect()
}

impl Meta {
    /// Every reference that has a role, in the order of the front matter.
    pub fn references<'a>(&'a self, visit: &mut dyn FnMut(Role, &'a At<String>)) {
        match self {
            Meta::News(news) => news.references(visit),
            Meta::Chamber(_) | Meta::Column(_) | Meta::Place(_) | Meta::Page(_) => {}
            Meta::Issue(own) => own.references(visit),
            Meta::Recognition(own) => own.references(visit),
            Meta::Event(own) => own.references(visit),
            Meta::Series(own) => own.references(visit),
            Meta::Agreement(own) => own.references(visit),
            Meta::Document(own) => own.references(visit),
            Meta::Report(own) => own.references(visit),
            Meta::Channel(own) => own.references(visit),
            Meta::Figure(own) => own.references(visit),
            Meta::Turn(own) => own.references(visit),
            Meta::Service(own) => own.references(visit),
            Meta::Guidance(own) => own.references(visit),
        }
    }
}
