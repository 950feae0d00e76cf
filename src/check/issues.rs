//! Numbers of the journal's issues: in a year one after the other, in all rising.

use std::collections::BTreeMap;

use super::Input;
use crate::content::{Issue, Kind, Meta, Numbers, Record};
use crate::diag::{Diagnostic, FileId, Span};
use crate::yaml::At;

/// Hidden issues count too: a draft or an internal issue has its number like any other.
pub(super) fn check(input: &Input) -> Vec<Diagnostic> {
    let issues = || {
        input.records.iter().filter_map(|(file, record)| match &record.meta {
            Meta::Issue(issue) => Some((*file, &**record, issue)),
            _ => None,
        })
    };
    let numbered = |(file, record, issue)| One::of(file, record, issue);
    let mut all: Vec<One> = issues().filter_map(numbered).collect();
    // What could not be read may be the one that seems to be missing: that was told already.
    let is_whole = all.len() == issues().count()
        && !input.broken.iter().any(|(kind, _)| *kind == Kind::Issues);
    all.sort_by_key(|one| (one.year, one.number.value, one.record.id.as_str()));
    let mut diags = Vec::new();
    let mut years: BTreeMap<i16, &One> = BTreeMap::new();
    for pair in all.windows(2) {
        diags.extend(between(&pair[0], &pair[1], is_whole));
    }
    for one in &all {
        years.entry(one.year).or_insert(one);
    }
    // Where the record begins, it may begin in the middle of a year.
    let later = years.values().skip(1).filter(|first| is_whole && first.number.value.first > 1);
    diags.extend(later.map(|first| first.gap(0, None)));
    diags.extend(totals(&all, is_whole));
    diags
}

/// An issue whose year and number could be read.
struct One<'a> {
    file: FileId,
    record: &'a Record,
    year: i16,
    number: &'a At<Numbers>,
    total: Option<&'a At<Numbers>>,
}

impl<'a> One<'a> {
    fn of(file: FileId, record: &'a Record, issue: &'a Issue) -> Option<One<'a>> {
        let year = issue.year.as_ref()?.value;
        let (number, total) = (issue.number.as_ref()?, issue.total.as_ref());
        Some(One { file, record, year, number, total })
    }

    fn span(&self, number: &At<Numbers>) -> Span {
        number.span(self.file)
    }

    /// No issue stands between `last` and this one, though numbers do.
    fn gap(&self, last: u32, before: Option<&One>) -> Diagnostic {
        let (year, first) = (self.year, self.number.value.first);
        let missing = match first - last {
            2 => format!("{}", last + 1),
            _ => format!("{}-{}", last + 1, first - 1),
        };
        let wanted = last + 1;
        let make = format!("huikan new issues {year}年第{wanted}期 --slug {year}-{wanted}");
        let diag = Diagnostic::error(
            "check/issue-gap",
            format!("{year}年缺第{missing}期，就到了第{}期", self.number.value),
            format!("number {missing} of {year} is missing before number {}", self.number.value),
        )
        .at(self.span(self.number))
        .hint(
            format!("期号写错了就改；真有那一期就补上，内容还不全也可以：{make}"),
            format!("mend the number, or add the missing issue, however little is known: {make}"),
        );
        match before {
            Some(one) => diag.label(one.span(one.number), "前一期在这里", "the one before it"),
            None => diag,
        }
    }
}

/// Two issues that follow each other by year and number.
fn between(one: &One, next: &One, is_whole: bool) -> Option<Diagnostic> {
    let (a, b) = (one.number.value, next.number.value);
    if one.year != next.year {
        return None;
    }
    if b.first <= a.last {
        let diag = Diagnostic::error(
            "check/issue-twice",
            format!("{}年第{b}期和“{}”的期号重了", next.year, one.record.common.title.value),
            format!("number {b} of {} is also that of `{}`", next.year, one.record.id),
        );
        return Some(
            diag.at(next.span(next.number))
                .label(one.span(one.number), "另一期在这里", "the other issue stands here")
                .hint("核对两期的 year 和 number", "check year and number of both"),
        );
    }
    (is_whole && b.first > a.last + 1).then(|| next.gap(a.last, Some(one)))
}

/// Running numbers, where they are known, rise as issues do; and by no more than there are issues.
fn totals(all: &[One], is_whole: bool) -> Vec<Diagnostic> {
    let mut diags = Vec::new();
    let mut last: Option<(usize, &One, &At<Numbers>)> = None;
    for (n, one) in all.iter().enumerate() {
        let Some(total) = one.total else { continue };
        if let Some((m, before, known)) = last {
            let steps = count(&all[m + 1..n]) + 1;
            let (least, own) = (known.value.last + steps, total.value.first);
            let told = match own {
                _ if own < least => Some(falling(one, total, least)),
                _ if own > least && is_whole => Some(jump(one, total, least)),
                _ => None,
            };
            let place = |diag: Diagnostic| {
                let text =
                    (format!("前面是总第{}期", known.value), format!("before it {}", known.value));
                diag.label(before.span(known), text.0, text.1)
            };
            diags.extend(told.map(place));
        }
        last = Some((n, one, total));
    }
    diags
}

/// How many numbers these issues take.
fn count(issues: &[One]) -> u32 {
    issues.iter().map(|one| one.number.value.last - one.number.value.first + 1).sum()
}

fn falling(one: &One, total: &At<Numbers>, least: u32) -> Diagnostic {
    Diagnostic::error(
        "check/issue-total",
        format!("总第{}期太小：排在它前面的期已经用到总第{}期", total.value, least - 1),
        format!("the total number {} is too small: {} is taken before it", total.value, least - 1),
    )
    .at(one.span(total))
    .hint(
        format!("按年份和期号排，这里应当是 total: {least}；不清楚就写 total: 待补"),
        format!("by year and number it should be total: {least}; total: 待补 if not known"),
    )
}

fn jump(one: &One, total: &At<Numbers>, least: u32) -> Diagnostic {
    Diagnostic::warning(
        "check/issue-total-jump",
        format!("总期号跳到了{}，按已有的各期应当是{least}", total.value),
        format!(
            "the total number jumps to {}: with the issues there are it would be {least}",
            total.value
        ),
    )
    .at(one.span(total))
    .hint(
        "总期号写错了就改；中间真有没录入的期，就补上",
        "mend it, or add the issues that lie between",
    )
}
