//! The sets of criteria by which chambers are recognised.
//!
//! The two sets of the “四好” are known by name, the year from which each was in use; any other is
//! given in the record as a list of its words.

use serde::{Deserialize, Serialize};

use super::years::Years;
use crate::diag::Diagnostic;
use crate::yaml::{At, Fields};

/// What a round was judged by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Criteria {
    Set(CriteriaSet),
    /// A set of its own, in the record's words.
    Own(Vec<String>),
}

/// A set that has a name: the year from which it was in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CriteriaSet {
    From2017,
    From2019,
}

impl CriteriaSet {
    pub const ALL: [CriteriaSet; 2] = [CriteriaSet::From2017, CriteriaSet::From2019];

    /// The name in front matter and templates.
    pub fn name(self) -> &'static str {
        match self {
            CriteriaSet::From2017 => "2017",
            CriteriaSet::From2019 => "2019",
        }
    }

    /// What a reader sees.
    pub fn zh(self) -> &'static str {
        match self {
            CriteriaSet::From2017 => "2017年的标准",
            CriteriaSet::From2019 => "2019—2020年度起的标准",
        }
    }

    /// Its words, in their order.
    pub fn words(self) -> [&'static str; 4] {
        match self {
            CriteriaSet::From2017 => ["班子建设好", "团结教育好", "服务发展好", "自律规范好"],
            CriteriaSet::From2019 => ["政治引领好", "队伍建设好", "服务发展好", "自律规范好"],
        }
    }

    fn from_name(name: &str) -> Option<CriteriaSet> {
        match name {
            "2017" | "2017年" => Some(CriteriaSet::From2017),
            "2019" | "2019年" | "2019-2020" | "2019—2020" => Some(CriteriaSet::From2019),
            _ => None,
        }
    }

    /// The set that was in use in `year`.
    fn of(year: i16) -> Option<CriteriaSet> {
        match year {
            ..2017 => None,
            2017 | 2018 => Some(CriteriaSet::From2017),
            _ => Some(CriteriaSet::From2019),
        }
    }
}

impl Criteria {
    /// The name of a named set.
    pub fn name(&self) -> Option<&'static str> {
        match self {
            Criteria::Set(set) => Some(set.name()),
            Criteria::Own(_) => None,
        }
    }

    /// What a reader sees above the words.
    pub fn zh(&self) -> &'static str {
        match self {
            Criteria::Set(set) => set.zh(),
            Criteria::Own(_) => "本轮的标准",
        }
    }

    /// Its words, in their order.
    pub fn words(&self) -> Vec<&str> {
        match self {
            Criteria::Set(set) => set.words().to_vec(),
            Criteria::Own(words) => words.iter().map(String::as_str).collect(),
        }
    }
}

/// Reads `criteria`: the name of a set, or the words of another one.
pub(super) fn read(fields: &mut Fields) -> Option<Criteria> {
    let found = fields.texts("criteria");
    let [first, rest @ ..] = found.as_slice() else { return None };
    if rest.is_empty() {
        if matches!(first.value.as_str(), "" | "待补" | "unknown") {
            return None;
        }
        let set = CriteriaSet::from_name(&first.value);
        if set.is_none() {
            let diag = unknown(&first.value).at(first.span(fields.file()));
            fields.report(diag);
        }
        return set.map(Criteria::Set);
    }
    let words: Vec<&str> = found.iter().map(|word| word.value.as_str()).collect();
    if let Some(set) = CriteriaSet::ALL.into_iter().find(|set| same(set.words().as_slice(), &words))
    {
        return Some(Criteria::Set(set));
    }
    mixed(fields, &found);
    Some(Criteria::Own(words.into_iter().map(str::to_owned).collect()))
}

fn same(set: &[&str], words: &[&str]) -> bool {
    set.len() == words.len() && set.iter().all(|word| words.contains(word))
}

fn unknown(name: &str) -> Diagnostic {
    Diagnostic::error(
        "content/criteria",
        format!("没有名为“{name}”的标准"),
        format!("there is no set of criteria named `{name}`"),
    )
    .hint(
        "写 2017（班子建设好、团结教育好、服务发展好、自律规范好）或 2019（政治引领好、队伍建设好、服务发展好、自律规范好）；别的标准把各条列出来：[…, …]",
        "write 2017 or 2019, or list the words of another set: [.., ..]",
    )
}

/// Words of both sets side by side are of neither.
fn mixed(fields: &mut Fields, found: &[At<String>]) {
    let [old, new] = CriteriaSet::ALL.map(CriteriaSet::words);
    let only = |of: [&str; 4], not: [&str; 4]| {
        found
            .iter()
            .find(|word| of.contains(&word.value.as_str()) && !not.contains(&word.value.as_str()))
    };
    let (Some(old), Some(new)) = (only(old, new), only(new, old)) else { return };
    let file = fields.file();
    let diag = Diagnostic::warning(
        "content/criteria-mixed",
        "把两套标准混在一起了",
        "words of two sets of criteria are mixed",
    )
    .at(new.span(file))
    .label(old.span(file), "这一条属于 2017 年的标准", "this one is of the set of 2017")
    .hint("写 criteria: 2017 或 criteria: 2019", "write criteria: 2017 or criteria: 2019");
    fields.report(diag);
}

/// The “四好” of a year are judged by the set of that year.
pub(super) fn of_its_time(
    fields: &mut Fields,
    criteria: Option<&Criteria>,
    period: Years,
    is_sihao: bool,
) {
    let (Some(Criteria::Set(set)), Some(year), true) = (criteria, period.first(), is_sihao) else {
        return;
    };
    let Some(expected) = CriteriaSet::of(year).filter(|expected| expected != set) else { return };
    let Some(place) = fields.place_of("criteria") else { return };
    fields.report(
        Diagnostic::warning(
            "content/criteria-period",
            format!("{}的认定，所依的应当是{}", period.zh(), expected.zh()),
            format!("the set in use for {period} was `{}`", expected.name()),
        )
        .at(place)
        .hint(
            format!("核对年度；或写 criteria: {}", expected.name()),
            format!("check the period, or write criteria: {}", expected.name()),
        ),
    );
}
