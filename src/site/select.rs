//! Which records readers may see now, and when that will change.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::standing;
use crate::content::{Meta, Moment, Record, Status, Visibility};
use crate::diag::FileId;
use crate::yaml::At;

/// The instant for which a site is built, in the site's own zone.
#[derive(Clone, Debug)]
pub struct Clock {
    pub now: Timestamp,
    pub zone: TimeZone,
}

/// A record that is not shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    pub file: FileId,
    pub path: String,
    pub reason: SkipReason,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SkipReason {
    Draft,
    Internal,
    /// An issue of the journal that may only be handed out inside.
    Permit,
    /// Stands in such an issue: that of this file under `content/`.
    InIssue(String),
    /// Appears at this instant.
    Future(Timestamp),
    /// Ended at this instant.
    Expired(Timestamp),
}

/// Why `record` is not shown at `clock.now`, if it is not. Drafts may be asked for; internal
/// records are never shown.
pub fn skip_reason(record: &Record, clock: &Clock, drafts: bool) -> Option<SkipReason> {
    let common = &record.common;
    if common.visibility == Visibility::Internal {
        return Some(SkipReason::Internal);
    }
    unready(record, clock, drafts)
}

/// The same, whoever may see it: whether it is finished and its time has come.
pub(super) fn unready(record: &Record, clock: &Clock, drafts: bool) -> Option<SkipReason> {
    let common = &record.common;
    if common.status == Status::Draft && !drafts {
        return Some(SkipReason::Draft);
    }
    let (publish, expire) = bounds(record, &clock.zone);
    if let Some(at) = expire.filter(|at| *at <= clock.now) {
        return Some(SkipReason::Expired(at));
    }
    publish.filter(|at| *at > clock.now && !drafts).map(SkipReason::Future)
}

/// When `record` will next appear or end, after `clock.now`. Of a recognition its validity ends; the
/// numbers of guidance come and go also where the record stays inside.
pub(super) fn next_change(record: &Record, clock: &Clock, drafts: bool) -> Option<Timestamp> {
    let hidden = match record.meta {
        Meta::Guidance(_) => unready(record, clock, drafts),
        _ => skip_reason(record, clock, drafts),
    };
    if matches!(hidden, Some(SkipReason::Draft | SkipReason::Internal | SkipReason::Expired(_))) {
        return None;
    }
    let (publish, expire) = bounds(record, &clock.zone);
    let lapse = standing::end_of(record, &clock.zone);
    [publish, expire, lapse].into_iter().flatten().filter(|at| *at > clock.now).min()
}

fn bounds(record: &Record, zone: &TimeZone) -> (Option<Timestamp>, Option<Timestamp>) {
    let common = &record.common;
    let instant = |moment: &Option<At<Moment>>| moment.as_ref().map(|m| m.value.instant(zone));
    (instant(&common.publish_at), instant(&common.expire_at))
}
