//! 一对一指导: the improvement record of one chamber; internal unless said otherwise.
//!
//! What is found wanting in a chamber stays between it and the federation. Readers see numbers, and
//! only of a chamber that agreed; see `site::progress`.

use serde::{Deserialize, Serialize};

use super::date::{Date, date_field};
use super::{Common, Role, Visibility};
use crate::diag::{Diagnostic, Span};
use crate::yaml::{At, Choice, Fields};

/// Front matter beyond the common keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Guidance {
    /// Reference to the chamber.
    pub chamber: At<String>,
    /// Who was assigned to it.
    pub adviser: Option<String>,
    /// Whether the chamber agreed that its progress may be shown in numbers.
    pub consent: bool,
    pub findings: Vec<Finding>,
    pub measures: Vec<Measure>,
}

/// A weakness that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    pub text: String,
    pub date: Option<Date>,
}

/// What is done about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    pub text: String,
    pub owner: Option<String>,
    pub due: Option<Date>,
    pub status: MeasureStatus,
    /// When it was closed.
    pub closed: Option<Date>,
    /// What shows that it was done.
    pub evidence: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum MeasureStatus {
    #[default]
    Planned,
    Active,
    Closed,
}

impl MeasureStatus {
    /// The name in templates.
    pub fn name(self) -> &'static str {
        match self {
            MeasureStatus::Planned => "planned",
            MeasureStatus::Active => "active",
            MeasureStatus::Closed => "closed",
        }
    }

    /// The name that a reader sees.
    pub fn zh(self) -> &'static str {
        match self {
            MeasureStatus::Planned => "未开始",
            MeasureStatus::Active => "进行中",
            MeasureStatus::Closed => "已办结",
        }
    }
}

const STATUS: &[Choice<MeasureStatus>] = &[
    (&["planned", "未开始"], MeasureStatus::Planned),
    (&["active", "进行中"], MeasureStatus::Active),
    (&["closed", "已办结", "已完成"], MeasureStatus::Closed),
];

pub(super) fn read(fields: &mut Fields, common: &Common) -> Guidance {
    let chamber = fields.required("chamber");
    let begun = common.date.as_ref();
    let own = Guidance {
        chamber: chamber.unwrap_or(At { value: String::new(), start: 0, end: 0 }),
        adviser: fields.text("adviser").map(|t| t.value).filter(|text| !text.is_empty()),
        consent: fields.flag("consent").unwrap_or(false),
        findings: fields.maps("findings", finding).into_iter().flatten().collect(),
        measures: (fields.maps("measures", |inner| measure(inner, begun)).into_iter())
            .flatten()
            .collect(),
    };
    if common.visibility == Visibility::Public && !own.consent {
        without_consent(fields);
    }
    own
}

fn finding(fields: &mut Fields) -> Option<Finding> {
    let text = fields.required("text");
    let date = date_field(fields, "date").map(|date| date.value);
    Some(Finding { text: text?.value, date })
}

fn measure(fields: &mut Fields, begun: Option<&At<Date>>) -> Option<Measure> {
    let text = fields.required("text");
    let owner = fields.text("owner").map(|t| t.value).filter(|text| !text.is_empty());
    let due = date_field(fields, "due");
    let status = fields.choice("status", STATUS).unwrap_or_default();
    let closed = date_field(fields, "closed");
    let evidence: Vec<String> = fields.texts("evidence").into_iter().map(|t| t.value).collect();
    let shows = |text: &String| !matches!(text.as_str(), "" | "待补" | "无" | "unknown");
    if status == MeasureStatus::Closed && !evidence.iter().any(shows) {
        let place = ["evidence", "status"].into_iter().find_map(|key| fields.place_of(key));
        no_evidence(fields, text.as_ref(), place);
    }
    if let Some(closed) = closed.as_ref().filter(|date| date.value != Date::Unknown)
        && status != MeasureStatus::Closed
    {
        not_closed(fields, closed, status);
    }
    for (date, words) in [(&due, DUE), (&closed, CLOSED)] {
        if let (Some(date), Some(begun)) = (date, begun) {
            too_early(fields, date, begun, words);
        }
    }
    let plain = |date: Option<At<Date>>| date.map(|date| date.value);
    Some(Measure {
        text: text?.value,
        owner,
        due: plain(due),
        status,
        closed: plain(closed),
        evidence: evidence.into_iter().filter(|text| !text.is_empty()).collect(),
    })
}

fn without_consent(fields: &mut Fields) {
    let Some(place) = fields.place_of("visibility") else { return };
    fields.report(
        Diagnostic::error(
            "content/consent",
            "商会没有同意公开，这份指导记录却要公开",
            "the record is made public, but the chamber has not agreed",
        )
        .at(place)
        .hint(
            "商会同意了，加一行 consent: true；没有同意，删去 visibility 这一行",
            "with its consent add consent: true; without it delete the line visibility",
        ),
    );
}

fn no_evidence(fields: &mut Fields, text: Option<&At<String>>, place: Option<Span>) {
    let file = fields.file();
    let mut diag = Diagnostic::error(
        "content/evidence",
        "措施已办结，却没有佐证",
        "a measure is closed without evidence",
    );
    diag = match (place, text) {
        (Some(place), _) => diag.at(place),
        (None, Some(text)) => diag.at(text.span(file)),
        (None, None) => diag,
    };
    fields.report(diag.hint(
        "写 evidence: 看得见的结果；还没有就把 status 改成 进行中",
        "write evidence: what shows that it was done; or set status: active",
    ));
}

fn not_closed(fields: &mut Fields, closed: &At<Date>, status: MeasureStatus) {
    let diag = Diagnostic::error(
        "content/measure-open",
        format!("写了办结日期，状态却是“{}”", status.zh()),
        format!("it has a date of closing, but its status is `{}`", status.name()),
    )
    .at(closed.span(fields.file()))
    .hint(
        "办结了写 status: 已办结；没有就删去 closed 这一行",
        "write status: closed, or delete the line closed",
    );
    fields.report(diag);
}

/// What a date is called, in both languages.
type Words = (&'static str, &'static str);
const DUE: Words = ("期限", "the measure is due");
const CLOSED: Words = ("办结日期", "the measure was closed");

/// A date before guidance began, as far as both are known, is a slip.
fn too_early(fields: &mut Fields, date: &At<Date>, begun: &At<Date>, (zh, en): Words) {
    if !ends_before(date.value, begun.value) {
        return;
    }
    let file = fields.file();
    fields.report(
        Diagnostic::error(
            "content/measure-date",
            format!("{zh}（{}）早于指导开始的日期（{}）", date.value.zh(), begun.value.zh()),
            format!("{en} before guidance began ({} before {})", date.value, begun.value),
        )
        .at(date.span(file))
        .label(begun.span(file), "指导从这一天开始", "guidance began on this day")
        .hint("核对两个日期", "check both dates"),
    );
}

/// Whether `date` ends before `other` begins; a month holds all of its days.
fn ends_before(date: Date, other: Date) -> bool {
    let parts = |date: Date| [date.year(), date.month().map(i16::from), date.day().map(i16::from)];
    for pair in parts(date).into_iter().zip(parts(other)) {
        match pair {
            (Some(a), Some(b)) if a == b => {}
            (Some(a), Some(b)) => return a < b,
            _ => return false,
        }
    }
    false
}

impl Guidance {
    /// The date that lists are ordered by.
    pub(super) fn when(&self) -> Option<Date> {
        None
    }

    /// Every reference in it.
    pub(super) fn references<'a>(&'a self, visit: &mut dyn FnMut(Role, &'a At<String>)) {
        visit(Role::Chamber, &self.chamber);
    }

    /// How many measures are closed.
    pub fn closed(&self) -> usize {
        self.measures.iter().filter(|m| m.status == MeasureStatus::Closed).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_holds_its_days() {
        let date = |text| Date::parse(text).unwrap();
        let cases = [
            ("2019-05", "2019-06-01", true),
            ("2019-06", "2019-06-15", false),
            ("2019-06-14", "2019-06-15", true),
            ("2018", "2019", true),
            ("2019", "2019-06", false),
            ("待补", "2019", false),
            ("2019", "待补", false),
        ];
        for (one, other, expected) in cases {
            assert_eq!(ends_before(date(one), date(other)), expected, "{one} {other}");
        }
    }
}
