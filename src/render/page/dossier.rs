//! A chamber's or a place's file: the records that name it, by kind, whatever kinds there are.

use std::collections::{HashMap, HashSet};

use tera::Value;

use super::Make;
use super::records::Object;
use crate::content::{Kind, Role};
use crate::site::{Ix, index_path};
use crate::theme::numbers;
use crate::theme::values::{self, optional};

/// A kind with very many records for one chamber is read on its own page; here stand the newest.
const SHOWN: usize = 20;

impl Make<'_> {
    /// The records that name the chamber `ix`, in groups by kind. Its articles and its honours are
    /// shown in ways of their own.
    pub(super) fn records_of_chamber(&self, ix: Ix) -> Value {
        let kinds = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Recognitions);
        kinds.filter_map(|kind| self.records(kind, &[ix])).collect::<Vec<Value>>().into()
    }

    /// The records that name the place `ix`; of events also those in a place inside it.
    pub(super) fn records_of_place(&self, ix: Ix) -> Value {
        let mut places = vec![ix];
        let mut seen: HashSet<Ix> = HashSet::from([ix]);
        let mut next = 0;
        // Places that lie in each other in a ring are refused; still, no place is looked at twice.
        while let Some(place) = places.get(next).copied() {
            places.extend(self.view.places(Some(place)).iter().filter(|one| seen.insert(**one)));
            next += 1;
        }
        let of = |kind: Kind| if kind == Kind::Events { &places[..] } else { &places[..1] };
        Kind::ALL
            .into_iter()
            .filter_map(|kind| self.records(kind, of(kind)))
            .collect::<Vec<Value>>()
            .into()
    }

    /// The rounds that name the chamber `ix`, newest first, with what has become of each.
    pub(super) fn honours(&self, ix: Ix) -> Value {
        let rounds = self.view.backlinks(ix, Kind::Recognitions).iter().map(|(_, round)| *round);
        rounds.map(|round| self.round(round).into()).collect::<Vec<Value>>().into()
    }

    /// A round of recognitions and its standing.
    pub(super) fn round(&self, ix: Ix) -> Object {
        let standing = self.view.standing(ix);
        Object::default()
            .with("card", self.card(ix))
            .with("standing", standing.name())
            .with("standing_text", standing.zh())
            .with("current", standing.is_current())
    }

    /// How far the guidance of the chamber `ix` has come, if it agreed that this is shown.
    pub(super) fn guidance(&self, ix: Ix) -> Value {
        optional(self.view.progress_of(ix).map(numbers))
    }

    fn records(&self, kind: Kind, targets: &[Ix]) -> Option<Value> {
        let list_title = kind.index_title()?;
        let found = self.named_by(kind, targets);
        if found.is_empty() {
            return None;
        }
        let entries: Vec<Value> =
            found.iter().take(SHOWN).map(|(ix, roles)| self.entry(kind, *ix, roles)).collect();
        let object = Object::default()
            .with("kind", kind.folder())
            .with("title", kind.zh())
            .with("list_title", list_title)
            .with("path", index_path(kind, self.view.portable()))
            .with("count", found.len())
            .with("found", entries);
        Some(object.into())
    }

    /// The records of `kind` that name any of `targets`, newest first, with the parts that these play:
    /// one record may name one in several parts, and several at once.
    fn named_by(&self, kind: Kind, targets: &[Ix]) -> Vec<(Ix, Vec<Role>)> {
        let mut found: Vec<(Ix, Vec<Role>)> = Vec::new();
        let mut places: HashMap<Ix, usize> = HashMap::new();
        for (role, from) in targets.iter().flat_map(|ix| self.view.backlinks(*ix, kind)) {
            let place = *places.entry(*from).or_insert_with(|| {
                found.push((*from, vec![]));
                found.len() - 1
            });
            let roles = &mut found[place].1;
            if !roles.contains(role) {
                roles.push(*role);
            }
        }
        if targets.len() > 1 && !found.is_empty() {
            // The lists of several targets are each in order, not all together.
            let rank: HashMap<Ix, usize> =
                self.view.all(kind).iter().enumerate().map(|(rank, ix)| (*ix, rank)).collect();
            found.sort_by_key(|(ix, _)| rank.get(ix).copied());
        }
        found
    }

    /// One record of a file: its card, its date, and the parts in words.
    fn entry(&self, kind: Kind, ix: Ix, roles: &[Role]) -> Value {
        let when = self.view.card(ix).map(|item| item.record.when());
        let roles: Vec<&str> = roles.iter().map(|role| part(kind, *role)).collect();
        Object::default()
            .with("card", self.card(ix))
            .with("when", values::date(when))
            .with("role", roles.join("、"))
            .into()
    }
}

/// What a chamber or a place is to a record of `kind` that names it so.
fn part(kind: Kind, role: Role) -> &'static str {
    match (kind, role) {
        (Kind::Rotation, Role::Host) => "牵头",
        (_, Role::Host) => "主办",
        (_, Role::Party) => "签约方",
        (_, Role::Team) => "轮值成员",
        (Kind::Events, Role::Place) => "地点",
        (_, Role::Place) => "涉及地区",
        (Kind::Events, Role::Chamber) => "参加",
        (Kind::Services, Role::Chamber) => "参与",
        (Kind::Guidance, Role::Chamber) => "指导对象",
        (Kind::Figures, Role::Chamber) => "统计对象",
        (Kind::Recognitions, Role::Chamber) => "获认定",
        _ => "提及",
    }
}
