//! 认定: one round of recognitions of “四好” chambers.

use serde::{Deserialize, Serialize};

use super::Role;
use super::criteria::{self, Criteria};
use super::date::{Date, date_field};
use super::web;
use super::years::{Years, years_field};
use crate::diag::Diagnostic;
use crate::yaml::{At, Choice, Fields};

/// Front matter beyond the common keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recognition {
    /// What is bestowed: 四好商会 unless it is said otherwise.
    pub honour: String,
    pub level: RecognitionLevel,
    pub period: At<Years>,
    /// What it was judged by; none when that is not known.
    pub criteria: Option<Criteria>,
    /// How many chambers the round names by its own account; none when that is not known.
    pub declared: Option<At<i64>>,
    /// References to the chambers whose names are known.
    pub chambers: Vec<At<String>>,
    /// The share of all that were recognised, printed as given.
    pub share: Option<String>,
    pub issuer: Option<String>,
    pub notice: Option<Notice>,
    /// The last day on which it holds, where that was said.
    pub valid_until: Option<At<Date>>,
}

/// Who recognises: the level at which a round is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RecognitionLevel {
    National,
    Region,
    City,
    County,
}

impl RecognitionLevel {
    /// The name in templates.
    pub fn name(self) -> &'static str {
        match self {
            RecognitionLevel::National => "national",
            RecognitionLevel::Region => "region",
            RecognitionLevel::City => "city",
            RecognitionLevel::County => "county",
        }
    }

    /// The name that a reader sees.
    pub fn zh(self) -> &'static str {
        match self {
            RecognitionLevel::National => "全国",
            RecognitionLevel::Region => "自治区",
            RecognitionLevel::City => "市级",
            RecognitionLevel::County => "县级",
        }
    }
}

const LEVELS: &[Choice<RecognitionLevel>] = &[
    (&["national", "全国"], RecognitionLevel::National),
    (&["region", "自治区"], RecognitionLevel::Region),
    (&["city", "市", "市级"], RecognitionLevel::City),
    (&["county", "县", "县级"], RecognitionLevel::County),
];

/// The honour of a round that names none.
const HONOUR: &str = "四好商会";

/// Where the round was made known: a document of this site, a page elsewhere, or only a title.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    pub title: Option<String>,
    /// Reference to a document.
    pub document: Option<At<String>>,
    pub url: Option<String>,
}

pub(super) fn read(fields: &mut Fields) -> Recognition {
    let plain = |text: Option<At<String>>| text.map(|t| t.value).filter(|t| !t.is_empty());
    let own = Recognition {
        honour: plain(fields.text("honour")).map_or_else(|| HONOUR.to_owned(), unquoted),
        level: level(fields),
        period: years_field(fields, "period").unwrap_or(At {
            value: Years::Unknown,
            start: 0,
            end: 0,
        }),
        criteria: criteria::read(fields),
        declared: declared(fields),
        chambers: fields.texts("chambers"),
        share: plain(fields.text("share")),
        issuer: plain(fields.text("issuer")),
        notice: fields.text_or_map("notice", told, notice),
        valid_until: date_field(fields, "valid_until"),
    };
    too_many(fields, &own);
    ends_early(fields, &own);
    criteria::of_its_time(fields, own.criteria.as_ref(), own.period.value, own.honour == HONOUR);
    own
}

/// “四好”商会 and 四好商会 are one honour.
fn unquoted(honour: String) -> String {
    honour.chars().filter(|c| !matches!(c, '“' | '”' | '"' | '「' | '」')).collect()
}

fn level(fields: &mut Fields) -> RecognitionLevel {
    let level = fields.choice("level", LEVELS);
    fields.require("level");
    level.unwrap_or(RecognitionLevel::Region)
}

/// A count, or 待补.
fn declared(fields: &mut Fields) -> Option<At<i64>> {
    let found = fields.text("declared")?;
    if matches!(found.value.as_str(), "" | "待补" | "unknown") {
        return None;
    }
    let count = found.value.parse::<i64>().ok().filter(|count| *count >= 0);
    if count.is_none() {
        let diag = Diagnostic::error(
            "content/declared",
            format!("“{}”不是家数", found.value),
            format!("`{}` is no number of chambers", found.value),
        )
        .at(found.span(fields.file()))
        .hint("写整数，例如 declared: 7；不知道写 待补", "write a whole number such as 7, or 待补");
        fields.report(diag);
    }
    count.map(|count| found.map(|_| count))
}

/// A text alone is the notice's title.
fn told(text: At<String>) -> Notice {
    let title = Some(text.value).filter(|title| !title.is_empty());
    Notice { title, document: None, url: None }
}

fn notice(fields: &mut Fields) -> Notice {
    let title = fields.text("title").map(|t| t.value);
    let document = fields.text("document");
    let url = web::address(fields, "url");
    Notice { title, document, url: url.map(|u| u.value) }
}

/// A round names no more chambers than it declares.
fn too_many(fields: &mut Fields, own: &Recognition) {
    let Some(declared) = &own.declared else { return };
    let mut names: Vec<&str> = own.chambers.iter().map(|name| name.value.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let (Some(last), Ok(named)) = (own.chambers.last(), i64::try_from(names.len())) else { return };
    if named <= declared.value {
        return;
    }
    let file = fields.file();
    fields.report(
        Diagnostic::error(
            "content/too-many-named",
            format!("公布 {} 家，却列了 {named} 家", declared.value),
            format!("{} declared, yet {named} named", declared.value),
        )
        .at(last.span(file))
        .label(declared.span(file), "公布的家数", "the declared count")
        .hint("核对通知：改家数，或从名单里删去", "check the notice: mend the count or the list"),
    );
}

fn ends_early(fields: &mut Fields, own: &Recognition) {
    let Some(until) = &own.valid_until else { return };
    let (Some(end), Some(first)) = (until.value.year(), own.period.value.first()) else { return };
    if end >= first {
        return;
    }
    let file = fields.file();
    fields.report(
        Diagnostic::error(
            "content/valid-until",
            format!("有效期到{}，早于所属年度 {}", until.value.zh(), own.period.value.zh()),
            format!("it ends in {end}, before its period {}", own.period.value),
        )
        .at(until.span(file))
        .label(own.period.span(file), "所属年度", "its period")
        .hint("核对两个日期", "check both dates"),
    );
}

impl Recognition {
    /// The date that lists are ordered by.
    pub(super) fn when(&self) -> Option<Date> {
        let year = self.period.value.last()?;
        Some(Date::Known { year, month: None, day: None })
    }

    /// Every reference in it.
    pub(super) fn references<'a>(&'a self, visit: &mut dyn FnMut(Role, &'a At<String>)) {
        self.chambers.iter().for_each(|chamber| visit(Role::Chamber, chamber));
        let document = self.notice.as_ref().and_then(|notice| notice.document.as_ref());
        document.into_iter().for_each(|document| visit(Role::Document, document));
    }
}
