//! The pages of records under `recognitions/`: a round, and the board of all rounds.

use std::cmp::Reverse;
use std::collections::HashMap;

use tera::Value;

use crate::content::{Criteria, Kind, Meta, Recognition, Role};
use crate::render::page::records::Object;
use crate::render::page::{Fields, Make};
use crate::site::{Item, Ix};
use crate::theme::criteria;

pub(super) fn page<'a>(make: &Make<'a>, ix: Ix, item: &'a Item, fields: Fields<'a>) -> Fields<'a> {
    fields.with("round", || make.round(ix)).with("chambers", || make.cards_of(item, Role::Chamber))
}

/// The board 四好榜: who was recognised in which round, one table for each honour.
pub(super) fn index(make: &Make, object: Object) -> Object {
    let rounds: Vec<Round> =
        make.view.all(Kind::Recognitions).iter().filter_map(|ix| round(make, *ix)).collect();
    let pinyin: HashMap<Ix, usize> =
        make.view.chambers(None, None).into_iter().enumerate().map(|(n, ix)| (ix, n)).collect();
    let mut honours: Vec<&str> = Vec::new();
    for round in &rounds {
        if !honours.contains(&round.own.honour.as_str()) {
            honours.push(&round.own.honour);
        }
    }
    let boards: Vec<Value> = honours
        .into_iter()
        .map(|honour| {
            let mut own: Vec<&Round> = rounds.iter().filter(|r| r.own.honour == honour).collect();
            own.sort_by_key(|r| (Reverse(r.own.period.value), r.own.level, &r.item.record.id));
            board(make, honour, &own, &pinyin)
        })
        .collect();
    object.with("boards", boards).with("sets", sets_of(make, &rounds))
}

struct Round<'a> {
    ix: Ix,
    item: &'a Item,
    own: &'a Recognition,
}

fn round<'a>(make: &'a Make, ix: Ix) -> Option<Round<'a>> {
    let item = make.view.card(ix)?;
    match &item.record.meta {
        Meta::Recognition(own) => Some(Round { ix, item, own }),
        _ => None,
    }
}

/// The table of one honour: its rounds side by side, newest first, and a row for each chamber.
fn board(make: &Make, honour: &str, rounds: &[&Round], pinyin: &HashMap<Ix, usize>) -> Value {
    let heads: Vec<Value> = rounds.iter().map(|round| make.round(round.ix).into()).collect();
    let mut chambers: Vec<Ix> =
        rounds.iter().flat_map(|round| round.item.refs.of(Role::Chamber)).collect();
    chambers.sort_by_key(|ix| (pinyin.get(ix).copied(), *ix));
    chambers.dedup();
    // Who is named in which round, asked once for each cell.
    let named: Vec<Vec<Ix>> = rounds
        .iter()
        .map(|round| {
            let mut own: Vec<Ix> = round.item.refs.of(Role::Chamber).collect();
            own.sort_unstable();
            own
        })
        .collect();
    let rows: Vec<Value> = chambers
        .into_iter()
        .map(|chamber| {
            let cells: Vec<Value> = rounds
                .iter()
                .zip(&named)
                .map(|(round, named)| Value::from(cell(round.own, named, chamber)))
                .collect();
            Object::default().with("card", make.card(chamber)).with("cells", cells).into()
        })
        .collect();
    Object::default()
        .with("honour", honour)
        .with("rounds", heads)
        .with("heads", periods(rounds))
        .with("rows", rows)
        .into()
}

/// Who is not among the names of a round may be among those that are missing.
fn cell(round: &Recognition, named: &[Ix], chamber: Ix) -> &'static str {
    let declared = round.declared.as_ref().and_then(|count| usize::try_from(count.value).ok());
    match declared {
        _ if named.binary_search(&chamber).is_ok() => "named",
        Some(declared) if declared <= named.len() => "no",
        _ => "unknown",
    }
}

/// The periods above the rounds, each with how many of these stand under it.
fn periods(rounds: &[&Round]) -> Value {
    let mut periods: Vec<(String, usize)> = Vec::new();
    for round in rounds {
        let text = round.own.period.value.zh();
        match periods.last_mut() {
            Some((last, count)) if *last == text => *count += 1,
            _ => periods.push((text, 1)),
        }
    }
    let one = |(text, count): (String, usize)| {
        Object::default().with("text", text).with("count", count).into()
    };
    periods.into_iter().map(one).collect::<Vec<Value>>().into()
}

/// Each set of criteria that a round was judged by, the newest first, with its rounds.
fn sets_of(make: &Make, rounds: &[Round]) -> Value {
    let mut sets: Vec<(&Criteria, Vec<Ix>)> = Vec::new();
    for round in rounds {
        let Some(own) = &round.own.criteria else { continue };
        match sets.iter_mut().find(|(set, _)| *set == own) {
            Some((_, of)) => of.push(round.ix),
            None => sets.push((own, vec![round.ix])),
        }
    }
    let one = |(set, of): (&Criteria, Vec<Ix>)| {
        Object::default().with("set", criteria(set)).with("items", make.cards(&of)).into()
    };
    sets.into_iter().map(one).collect::<Vec<Value>>().into()
}
