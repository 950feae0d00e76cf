//! The pages of records under `rotation/`.
//!
//! What is past and what is to come is read from each turn's `state`, not from today's date. A page that
//! asked for today would be right only until its bulletin is next built, and nobody sees from the page
//! when that was; a state that an editor wrote, with the dates beside it, stays true.

use std::collections::HashSet;

use tera::Value;

use crate::content::{ChamberType, Kind, Meta, Progress, Role, Turn};
use crate::render::page::records::Object;
use crate::render::page::{Fields, Make};
use crate::site::{Item, Ix, Seam, SeamKind, seams};
use crate::theme::values::date;

/// The news items that report on it.
pub(super) fn page<'a>(make: &Make<'a>, item: &'a Item, fields: Fields<'a>) -> Fields<'a> {
    fields.with("reports", || make.cards_of(item, Role::Article))
}

/// Turns to come, turns that were, which chambers had theirs, and where the turns do not meet.
pub(super) fn index(make: &Make, object: Object) -> Object {
    let all = make.view.all(Kind::Rotation);
    let turns: Vec<(Ix, &Item, &Turn)> = all
        .iter()
        .filter_map(|ix| match make.view.card(*ix) {
            Some(item) => match &item.record.meta {
                Meta::Turn(turn) => Some((*ix, item, turn)),
                _ => None,
            },
            None => None,
        })
        .collect();
    let of = |wanted: fn(&Turn) -> bool| {
        let some = turns.iter().filter(move |(.., turn)| wanted(turn));
        some.map(|(ix, ..)| *ix).collect::<Vec<Ix>>()
    };
    let mut coming = of(|turn| turn.state == Some(Progress::Planned));
    // The nearest first.
    coming.reverse();
    let past = of(|turn| turn.is_held() || turn.state == Some(Progress::Cancelled));
    let unsaid = of(|turn| turn.state.is_none() && !turn.is_held());
    let seams = seams(turns.iter().map(|(ix, _, turn)| (*ix, *turn)));
    let (served, scheduled, waiting) = chambers(make, &turns);
    object
        .with("coming", make.cards(&coming))
        .with("past", make.cards(&past))
        .with("unsaid", make.cards(&unsaid))
        .with("seams", seams.iter().map(|found| seam(make, found)).collect::<Vec<Value>>())
        .with("served", make.cards(&served))
        .with("scheduled", make.cards(&scheduled))
        .with("waiting", make.cards(&waiting))
}

/// The directly affiliated chambers that had a turn, those whose turn is planned, and the rest that may yet
/// have one.
fn chambers(make: &Make, turns: &[(Ix, &Item, &Turn)]) -> (Vec<Ix>, Vec<Ix>, Vec<Ix>) {
    let of = |wanted: &dyn Fn(&Turn) -> bool| -> HashSet<Ix> {
        let some = turns.iter().filter(|(.., turn)| wanted(turn));
        some.flat_map(|(_, item, _)| {
            item.refs.of(Role::Host).chain(item.refs.of(Role::Team)).collect::<Vec<Ix>>()
        })
        .collect()
    };
    let had = of(&Turn::is_held);
    let will = of(&|turn| turn.state == Some(Progress::Planned));
    let (served, rest): (Vec<Ix>, Vec<Ix>) = make
        .view
        .chambers(Some(ChamberType::Direct), None)
        .into_iter()
        .partition(|ix| had.contains(ix));
    let (scheduled, mut waiting): (Vec<Ix>, Vec<Ix>) =
        rest.into_iter().partition(|ix| will.contains(ix));
    waiting.retain(|ix| make.view.card(*ix).is_some_and(|item| !is_dissolved(item)));
    (served, scheduled, waiting)
}

fn is_dissolved(item: &Item) -> bool {
    matches!(&item.record.meta, Meta::Chamber(chamber) if chamber.dissolved.is_some())
}

fn seam(make: &Make, seam: &Seam) -> Value {
    let day = |day: jiff::civil::Date| crate::content::Date::Known {
        year: day.year(),
        month: Some(day.month()),
        day: Some(day.day()),
    };
    let kind = match seam.kind {
        SeamKind::Gap => "gap",
        SeamKind::Overlap => "overlap",
    };
    Object::default()
        .with("kind", kind)
        .with("before", make.card(seam.before))
        .with("after", make.card(seam.after))
        .with("from", date(Some(day(seam.from))))
        .with("to", date(Some(day(seam.to))))
        .into()
}
