//! 主题轮值: one turn of the directly affiliated chambers, which run a themed activity in teams.

use serde::{Deserialize, Serialize};

use super::date::{Date, date_field, in_order};
use super::event::{Progress, state};
use super::links::{Role, known, reference, references};
use crate::yaml::{At, Fields};

/// Front matter beyond the common keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    pub from: Option<At<Date>>,
    pub to: Option<At<Date>>,
    pub theme: Option<String>,
    pub state: Option<Progress>,
    /// Reference to the chamber that leads.
    pub lead: Option<At<String>>,
    pub teams: Vec<Team>,
    /// References to the news items that report on it.
    pub report: Vec<At<String>>,
}

/// Chambers that work together in a turn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Team {
    pub name: String,
    pub chambers: Vec<At<String>>,
}

pub(super) fn read(fields: &mut Fields) -> Turn {
    let turn = Turn {
        from: date_field(fields, "from"),
        to: date_field(fields, "to"),
        theme: fields.text("theme").filter(known).map(|t| t.value),
        state: state(fields),
        lead: reference(fields, "lead"),
        teams: fields.maps("teams", team).into_iter().flatten().collect(),
        report: references(fields, "report"),
    };
    in_order(fields, &turn.from, &turn.to);
    turn
}

fn team(fields: &mut Fields) -> Option<Team> {
    let name = fields.required("name");
    let chambers = references(fields, "chambers");
    Some(Team { name: name?.value, chambers })
}

impl Turn {
    /// Whether its chambers have had it: its editor says so, or there is a report.
    pub fn is_held(&self) -> bool {
        match self.state {
            Some(state) => state == Progress::Held,
            None => !self.report.is_empty(),
        }
    }

    /// From when to when, where both are known.
    pub fn period(&self) -> Option<(Date, Date)> {
        Some((self.from.as_ref()?.value, self.to.as_ref()?.value))
    }

    /// The date that lists are ordered by.
    pub(super) fn when(&self) -> Option<Date> {
        self.from.as_ref().map(|from| from.value)
    }

    /// Every reference in it.
    pub(super) fn references<'a>(&'a self, visit: &mut dyn FnMut(Role, &'a At<String>)) {
        self.lead.iter().for_each(|lead| visit(Role::Host, lead));
        let teams = self.teams.iter().flat_map(|team| &team.chambers);
        teams.for_each(|chamber| visit(Role::Team, chamber));
        self.report.iter().for_each(|report| visit(Role::Article, report));
    }
}
