//! 活动: a meeting, survey, study visit or party-building activity.

use serde::{Deserialize, Serialize};

use super::common::Common;
use super::date::{Date, When, when_field};
use super::links::{Role, known, reference, references};
use crate::diag::Diagnostic;
use crate::yaml::{At, Choice, Fields};

/// Front matter beyond the common keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub kind: EventType,
    pub start: Option<At<When>>,
    pub end: Option<At<When>>,
    pub state: Option<Progress>,
    /// References to the places where it is held; a tour has several.
    pub places: Vec<At<String>>,
    /// The house, or a place outside the bulletin's own.
    pub venue: Option<String>,
    /// References to the chambers that hold it.
    pub hosts: Vec<At<String>>,
    /// Bodies that hold it and are no chamber of the bulletin.
    pub organizers: Vec<String>,
    /// References to the chambers that take part.
    pub chambers: Vec<At<String>>,
    pub series: Option<At<String>>,
    pub speakers: Vec<Speaker>,
    /// What came of it.
    pub outcome: Option<String>,
    /// References to the news items that tell of it.
    pub articles: Vec<At<String>>,
}

/// Who spoke, and on what. The name may be `待补` or that of a body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Speaker {
    pub name: At<String>,
    pub post: Option<String>,
    pub topic: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EventType {
    Meeting,
    Survey,
    Visit,
    Party,
    Training,
    Other,
}

impl EventType {
    /// The name in front matter and templates.
    pub fn name(self) -> &'static str {
        match self {
            EventType::Meeting => "meeting",
            EventType::Survey => "survey",
            EventType::Visit => "visit",
            EventType::Party => "party",
            EventType::Training => "training",
            EventType::Other => "other",
        }
    }

    /// The name that a reader sees.
    pub fn zh(self) -> &'static str {
        match self {
            EventType::Meeting => "会议",
            EventType::Survey => "调研",
            EventType::Visit => "考察",
            EventType::Party => "党建",
            EventType::Training => "培训",
            EventType::Other => "其他活动",
        }
    }
}

const KINDS: &[Choice<EventType>] = &[
    (&["meeting", "会议"], EventType::Meeting),
    (&["survey", "调研"], EventType::Survey),
    (&["visit", "考察"], EventType::Visit),
    (&["party", "党建"], EventType::Party),
    (&["training", "培训"], EventType::Training),
    (&["other", "其他"], EventType::Other),
];

/// How far something is that is first planned and then held. Said by its editor, never reckoned from
/// today's date: a page must stay true on every day after it was built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Progress {
    Planned,
    Held,
    Cancelled,
}

impl Progress {
    /// The name in front matter and templates.
    pub fn name(self) -> &'static str {
        match self {
            Progress::Planned => "planned",
            Progress::Held => "held",
            Progress::Cancelled => "cancelled",
        }
    }

    /// The name that a reader sees.
    pub fn zh(self) -> &'static str {
        match self {
            Progress::Planned => "计划中",
            Progress::Held => "已举行",
            Progress::Cancelled => "已取消",
        }
    }
}

const STATES: &[Choice<Progress>] = &[
    (&["planned", "计划", "计划中"], Progress::Planned),
    (&["held", "已举行", "已办"], Progress::Held),
    (&["cancelled", "取消", "已取消"], Progress::Cancelled),
];

pub(super) fn read(fields: &mut Fields) -> Event {
    let kind = fields.choice("kind", KINDS);
    fields.require("kind");
    let event = Event {
        kind: kind.unwrap_or(EventType::Other),
        start: when_field(fields, "start"),
        end: when_field(fields, "end"),
        state: state(fields),
        places: references(fields, "places"),
        venue: fields.text("venue").filter(known).map(|t| t.value),
        hosts: references(fields, "hosts"),
        organizers: names(fields, "organizers"),
        chambers: references(fields, "chambers"),
        series: reference(fields, "series"),
        speakers: fields.maps("speakers", speaker).into_iter().flatten().collect(),
        outcome: fields.text("outcome").map(|t| t.value),
        articles: references(fields, "articles"),
    };
    if let (Some(start), Some(end)) = (&event.start, &event.end)
        && end.value.surely_before(start.value)
    {
        ends_before(fields, start, end);
    }
    premature(fields, &event);
    event
}

/// How far it is.
pub(super) fn state(fields: &mut Fields) -> Option<Progress> {
    fields.choice("state", STATES)
}

/// Names of bodies, as they are to be printed.
pub(super) fn names(fields: &mut Fields, key: &'static str) -> Vec<String> {
    fields.texts(key).into_iter().filter(known).map(|name| name.value).collect()
}

fn speaker(fields: &mut Fields) -> Option<Speaker> {
    let name = fields.required("name");
    let post = fields.text("post").map(|t| t.value);
    let topic = fields.text("topic").map(|t| t.value);
    Some(Speaker { name: name?, post, topic })
}

/// Reports an end that surely lies before its beginning.
fn ends_before(fields: &mut Fields, start: &At<When>, end: &At<When>) {
    let file = fields.file();
    fields.report(
        Diagnostic::error(
            "content/dates-order",
            "结束的时间早于开始的时间",
            "it ends before it begins",
        )
        .at(end.span(file))
        .label(start.span(file), "开始在这里", "it begins here")
        .hint(
            "核对两个时间；不知道结束就删去它",
            "check both; leave the end out if it is not known",
        ),
    );
}

/// What is only planned, or was called off, has no outcome.
fn premature(fields: &mut Fields, event: &Event) {
    let (zh, en) = match event.state {
        Some(Progress::Planned) => ("计划中", "planned"),
        Some(Progress::Cancelled) => ("已取消", "cancelled"),
        _ => return,
    };
    let Some(place) = fields.place_of("outcome").filter(|_| event.outcome.is_some()) else {
        return;
    };
    fields.report(
        Diagnostic::warning(
            "content/early-outcome",
            format!("活动写着“{zh}”，却已经有了结果"),
            format!("the event is {en}, and yet it has an outcome"),
        )
        .at(place)
        .hint(
            "办过了就写 state: 已举行；没办就删去 outcome",
            "write state: held, or leave the outcome out",
        ),
    );
}

impl Event {
    /// When it begins; the common `date` stands in where `start` is not given.
    pub fn begins(&self, common: &Common) -> When {
        let date = common.date.as_ref().map(|date| When { date: date.value, time: None });
        self.start.as_ref().map(|start| start.value).or(date).unwrap_or_default()
    }

    /// When it ends, if that is said.
    pub fn ends(&self) -> Option<When> {
        self.end.as_ref().map(|end| end.value)
    }

    /// The date that lists are ordered by.
    pub(super) fn when(&self) -> Option<Date> {
        self.start.as_ref().map(|start| start.value.date)
    }

    /// Every reference in it.
    pub(super) fn references<'a>(&'a self, visit: &mut dyn FnMut(Role, &'a At<String>)) {
        self.places.iter().for_each(|place| visit(Role::Place, place));
        self.hosts.iter().for_each(|host| visit(Role::Host, host));
        self.chambers.iter().for_each(|chamber| visit(Role::Chamber, chamber));
        self.series.iter().for_each(|series| visit(Role::Series, series));
        self.articles.iter().for_each(|article| visit(Role::Article, article));
    }
}
