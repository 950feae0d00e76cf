//! References in front matter, resolved.

use super::Ix;
use super::assemble::Candidate;
use super::names::Names;
use crate::content::{Kind, Meta, Record, Role};
use crate::diag::{Diagnostic, FileId};
use crate::yaml::At;

/// What a record's front matter points at, as places in the frozen site.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Refs {
    pub column: Option<Ix>,
    pub chambers: Vec<Ix>,
    pub places: Vec<Ix>,
    pub region: Option<Ix>,
    pub origin: Option<Ix>,
    pub parent: Option<Ix>,
    /// All others, with the part that each plays, in the order of the front matter.
    pub linked: Vec<(Role, Ix)>,
    /// Where each of those references is written, and what it names.
    written: Vec<(u32, Ix)>,
}

impl Refs {
    /// The records that play `role`.
    pub fn of(&self, role: Role) -> impl Iterator<Item = Ix> {
        self.linked.iter().filter(move |(own, _)| *own == role).map(|(_, ix)| *ix)
    }

    /// What a reference of the front matter names, if readers may see it.
    pub fn named(&self, reference: &At<String>) -> Option<Ix> {
        self.written.iter().find(|(start, _)| *start == reference.start).map(|(_, ix)| *ix)
    }

    /// Where those references stand that name what readers may see.
    pub fn places_written(&self) -> impl Iterator<Item = u32> {
        self.written.iter().map(|(start, _)| *start)
    }
}

/// Resolves all references of one record.
pub(super) struct Resolver<'a> {
    pub names: &'a Names<'a>,
    pub candidates: &'a [Candidate],
}

impl Resolver<'_> {
    pub fn refs(&self, file: FileId, record: &Record, diags: &mut Vec<Diagnostic>) -> Refs {
        let mut refs = Refs::default();
        match &record.meta {
            Meta::News(news) => {
                refs.column = self.column(file, &news.column, diags);
                refs.chambers = self.many(file, Kind::Chambers, &news.chambers, diags);
                refs.places = self.many(file, Kind::Places, &news.places, diags);
            }
            Meta::Chamber(chamber) => {
                refs.region = self.one(file, Kind::Places, chamber.region.as_ref(), diags);
                refs.origin = self.one(file, Kind::Places, chamber.origin.as_ref(), diags);
            }
            Meta::Place(place) => {
                refs.parent = self.one(file, Kind::Places, place.parent.as_ref(), diags);
            }
            _ => {}
        }
        record.meta.references(&mut |role, reference| {
            let found = self.one(file, role.kind(), Some(reference), diags);
            let new = found.filter(|ix| !refs.linked.contains(&(role, *ix)));
            refs.linked.extend(new.map(|ix| (role, ix)));
            refs.written.extend(found.map(|ix| (reference.start, ix)));
            if found != new && !role.may_recur() {
                diags.push(twice(file, reference));
            }
        });
        refs
    }

    fn one(
        &self,
        file: FileId,
        kind: Kind,
        reference: Option<&At<String>>,
        diags: &mut Vec<Diagnostic>,
    ) -> Option<Ix> {
        let reference = reference.filter(|r| !r.value.trim().is_empty())?;
        match self.names.resolve(file, kind, reference) {
            Ok(n) => self.candidates[n].ix.or_else(|| {
                diags.push(hidden(file, reference, &self.candidates[n]));
                None
            }),
            Err(diag) => {
                diags.extend(diag);
                None
            }
        }
    }

    fn many(
        &self,
        file: FileId,
        kind: Kind,
        references: &[At<String>],
        diags: &mut Vec<Diagnostic>,
    ) -> Vec<Ix> {
        let mut found: Vec<Ix> = Vec::with_capacity(references.len());
        for reference in references {
            let Some(ix) = self.one(file, kind, Some(reference), diags) else {
                continue;
            };
            if found.contains(&ix) {
                diags.push(twice(file, reference));
            } else {
                found.push(ix);
            }
        }
        found
    }

    /// A news item without its column would stand nowhere: a hidden column is an error.
    fn column(
        &self,
        file: FileId,
        reference: &At<String>,
        diags: &mut Vec<Diagnostic>,
    ) -> Option<Ix> {
        let before = diags.len();
        let found = self.one(file, Kind::Columns, Some(reference), diags);
        for diag in diags[before..].iter_mut().filter(|diag| !diag.is_error()) {
            diag.severity = crate::diag::Severity::Error;
        }
        found
    }
}

fn hidden(file: FileId, reference: &At<String>, candidate: &Candidate) -> Diagnostic {
    let name = &reference.value;
    Diagnostic::warning(
        "site/hidden-reference",
        format!("“{name}”现在不公开（草稿、内部、未到或已过发布时间），这里不会显示它"),
        format!("`{name}` is not public now (draft, internal, not yet or no longer published): not shown here"),
    )
    .at(reference.span(file))
    .label(candidate.record.common.title.span(candidate.file), "它在这里", "it stands here")
    .hint("把它发布，或从这里删去", "publish it, or remove it here")
}

fn twice(file: FileId, reference: &At<String>) -> Diagnostic {
    Diagnostic::warning(
        "site/reference-twice",
        format!("“{}”写了两次", reference.value),
        format!("`{}` is given twice", reference.value),
    )
    .at(reference.span(file))
    .hint("删去一个", "remove one")
}
