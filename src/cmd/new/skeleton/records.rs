//! The front matter of the federation's records: what is needed, and as comments what is useful.

use super::DRAFT;
use crate::content::Kind;

/// The lines of a new record of `kind` beyond those that every kind has.
pub(super) fn lines(kind: Kind) -> Vec<String> {
    let own: &[&str] = match kind {
        Kind::News | Kind::Chambers | Kind::Columns | Kind::Places | Kind::Pages => &[],
        Kind::Issues => ISSUES,
        Kind::Recognitions => RECOGNITIONS,
        Kind::Events => EVENTS,
        Kind::Series => SERIES,
        Kind::Agreements => AGREEMENTS,
        Kind::Documents => DOCUMENTS,
        Kind::Reports => REPORTS,
        Kind::Channels => CHANNELS,
        Kind::Figures => FIGURES,
        Kind::Rotation => ROTATION,
        Kind::Services => SERVICES,
        Kind::Guidance => GUIDANCE,
    };
    [DRAFT].iter().chain(own).map(|line| (*line).to_owned()).collect()
}

const ISSUES: &[&str] = &[];

const RECOGNITIONS: &[&str] = &[];

const EVENTS: &[&str] = &[];

const SERIES: &[&str] = &[];

const AGREEMENTS: &[&str] = &[];

const DOCUMENTS: &[&str] = &[];

const REPORTS: &[&str] = &[];

const CHANNELS: &[&str] = &[];

const FIGURES: &[&str] = &[];

const ROTATION: &[&str] = &[];

const SERVICES: &[&str] = &[];

const GUIDANCE: &[&str] = &[];
