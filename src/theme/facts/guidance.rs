//! The card of a record under `guidance/`; only one that was made public has any.

use tera::Value;

use super::{Object, linked};
use crate::content::{Finding, Guidance, Measure, Role};
use crate::site::{Item, Numbers, Site};
use crate::theme::values::{date, texts};

pub(super) fn add(object: Object, site: &Site, item: &Item, own: &Guidance) -> Object {
    let findings: Vec<Value> = own.findings.iter().map(finding).collect();
    let measures: Vec<Value> = own.measures.iter().map(measure).collect();
    let counted =
        Numbers { findings: findings.len(), measures: measures.len(), closed: own.closed() };
    object
        .with("chambers", linked(site, item, Role::Chamber))
        .text("adviser", own.adviser.as_deref())
        .with("findings", findings)
        .with("measures", measures)
        .with("numbers", numbers(counted))
}

/// How far guidance has come.
pub fn numbers(numbers: Numbers) -> Object {
    Object::default()
        .with("findings", numbers.findings)
        .with("measures", numbers.measures)
        .with("closed", numbers.closed)
        .with("open", numbers.open())
}

fn finding(finding: &Finding) -> Value {
    let object = Object::default().with("text", finding.text.as_str());
    object.with("date", date(finding.date)).into()
}

fn measure(measure: &Measure) -> Value {
    Object::default()
        .with("text", measure.text.as_str())
        .text("owner", measure.owner.as_deref())
        .with("due", date(measure.due))
        .with("status", measure.status.name())
        .with("status_text", measure.status.zh())
        .with("closed_on", date(measure.closed))
        .with("evidence", texts(measure.evidence.iter().map(String::as_str)))
        .into()
}
