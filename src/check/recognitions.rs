//! Recognitions: given once, by the region before the nation, and to a chamber that is there.

use std::collections::{HashMap, HashSet};

use crate::content::{Kind, Meta, Recognition, RecognitionLevel, Role, Years};
use crate::diag::{Diagnostic, Span};
use crate::site::{Item, Ix, Site};

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let rounds: Vec<Round> =
        site.all(Kind::Recognitions).iter().rev().filter_map(|ix| round(site, *ix)).collect();
    let mut diags = twice(&rounds);
    diags.extend(without_region(&rounds));
    diags.extend(rounds.iter().flat_map(|round| outside_life(site, round)));
    diags
}

/// A round of recognitions with the chambers that it names, as far as they are shown.
struct Round<'a> {
    item: &'a Item,
    own: &'a Recognition,
    chambers: Vec<(Ix, Span)>,
}

fn round(site: &Site, ix: Ix) -> Option<Round<'_>> {
    let item = site.item(ix)?;
    let Meta::Recognition(own) = &item.record.meta else { return None };
    let chambers = item.refs.of(Role::Chamber).map(|ix| {
        let written = own.chambers.iter().find(|written| item.refs.named(written) == Some(ix));
        (ix, written.map_or(Span::top(item.file), |written| written.span(item.file)))
    });
    Some(Round { item, own, chambers: chambers.collect() })
}

impl Round<'_> {
    /// Rounds of one honour in one period belong together; an unknown period belongs to none.
    fn season(&self) -> Option<(&str, Years)> {
        let period = self.own.period.value;
        (period != Years::Unknown).then_some((self.own.honour.as_str(), period))
    }

    /// Whether all chambers of the round are named.
    fn is_whole(&self) -> bool {
        let declared = self.own.declared.as_ref().and_then(|n| usize::try_from(n.value).ok());
        declared.is_some_and(|declared| declared <= self.own.chambers.len())
    }
}

/// (chamber, honour, level, period) is unique.
fn twice(rounds: &[Round]) -> Vec<Diagnostic> {
    let mut first: HashMap<(Ix, &str, Years, RecognitionLevel), Span> = HashMap::new();
    let mut diags = Vec::new();
    for round in rounds {
        let Some((honour, period)) = round.season() else { continue };
        for (chamber, span) in &round.chambers {
            let key = (*chamber, honour, period, round.own.level);
            match first.get(&key) {
                None => {
                    first.insert(key, *span);
                }
                Some(other) => diags.push(
                    Diagnostic::error(
                        "check/recognised-twice",
                        format!(
                            "这家商会同一年度、同一级别的“{honour}”认定了两次（{}，{}）",
                            period.zh(),
                            round.own.level.zh()
                        ),
                        format!(
                            "the chamber is recognised twice at one level in one period ({period}, {})",
                            round.own.level.name()
                        ),
                    )
                    .at(*span)
                    .label(*other, "另一次在这里", "the other time")
                    .hint("删去一处，或核对年度和级别", "remove one, or check period and level"),
                ),
            }
        }
    }
    diags
}

/// The nation chooses among those that the region recognised. Where names of the region's round are
/// missing, the chamber may be one of those.
fn without_region(rounds: &[Round]) -> Vec<Diagnostic> {
    let mut seasons: HashMap<(&str, Years), (HashSet<Ix>, bool)> = HashMap::new();
    for round in rounds.iter().filter(|round| round.own.level == RecognitionLevel::Region) {
        let Some(season) = round.season() else { continue };
        let (named, whole) = seasons.entry(season).or_insert_with(|| (HashSet::new(), true));
        named.extend(round.chambers.iter().map(|(ix, _)| *ix));
        *whole &= round.is_whole();
    }
    let mut diags = Vec::new();
    for round in rounds.iter().filter(|round| round.own.level == RecognitionLevel::National) {
        let Some(season) = round.season() else { continue };
        let region = seasons.get(&season);
        for (chamber, span) in &round.chambers {
            let fine = region.is_some_and(|(named, whole)| named.contains(chamber) || !whole);
            if !fine {
                diags.push(no_region(*span, season));
            }
        }
    }
    diags
}

fn no_region(span: Span, (honour, period): (&str, Years)) -> Diagnostic {
    Diagnostic::warning(
        "check/national-without-region",
        format!("{}有全国认定，却没有同一年度的自治区“{honour}”认定", period.zh()),
        format!("recognised by the nation in {period}, not by the region"),
    )
    .at(span)
    .hint(
        "补上自治区那一轮，或把商会写进它的名单；没有就核对通知",
        "add the region's round, or the chamber to its names; or check the notice",
    )
}

/// A chamber cannot be recognised before it was founded, or for years after its end.
fn outside_life(site: &Site, round: &Round) -> Vec<Diagnostic> {
    let period = round.own.period.value;
    let (Some(first), Some(last)) = (period.first(), period.last()) else { return vec![] };
    let period_span = round.own.period.span(round.item.file);
    let one = |(ix, span): &(Ix, Span)| {
        let Meta::Chamber(chamber) = &site.item(*ix)?.record.meta else { return None };
        let founded = chamber.founded.filter(|date| date.year().is_some_and(|year| year > last));
        let ended = chamber.dissolved.filter(|date| date.year().is_some_and(|year| year < first));
        let (date, code, zh, key) = match (founded, ended) {
            (Some(date), _) => (date, "check/recognised-before-founding", "成立", "founded"),
            (None, Some(date)) => (date, "check/recognised-after-end", "注销", "dissolved"),
            (None, None) => return None,
        };
        let diag = Diagnostic::error(
            code,
            format!("{}{zh}的商会，写进了{}的认定", date.zh(), period.zh()),
            format!("{key} in {date}, recognised in {period}"),
        );
        let diag = diag.at(*span).label(period_span, "认定的年度", "the period");
        Some(diag.hint(
            format!("核对商会资料里的{zh}日期（{key}）和这里的年度（period）"),
            format!("check `{key}` in the chamber's profile and `period` here"),
        ))
    };
    round.chambers.iter().filter_map(one).collect()
}
