//! 期: one issue of the journal.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::date::date_field;
use super::{Date, Role};
use crate::diag::Diagnostic;
use crate::yaml::{At, Choice, Fields};

/// Front matter beyond the common keys; the body is the foreword.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Issue {
    /// `None` only beside an error.
    pub year: Option<At<i16>>,
    /// The number in its year; `None` only beside an error.
    pub number: Option<At<Numbers>>,
    /// The running number since the first issue, where it is known.
    pub total: Option<At<Numbers>>,
    pub foreword: Foreword,
    pub contents: Vec<Part>,
    pub permit: Option<Permit>,
    /// Who publishes, edits, prints it: names of the editor's own, and what stands behind them.
    pub colophon: Vec<(String, String)>,
    pub errata: Vec<Erratum>,
}

/// The number of an issue, or the numbers of one that stands for several: `3`, `3-4`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Numbers {
    pub first: u32,
    pub last: u32,
}

/// What stands over the foreword, and who wrote it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Foreword {
    pub title: Option<String>,
    pub author: Option<String>,
}

/// A part of the contents: a column or a free heading, and its articles in their order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    pub column: Option<At<String>>,
    pub heading: Option<String>,
    pub articles: Vec<At<String>>,
}

/// What the issue may be printed under.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Permit {
    pub kind: PermitKind,
    pub number: Option<String>,
    pub text: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PermitKind {
    /// 内部资料准印证: the issue and its articles never leave the house.
    Internal,
    /// A public CN number.
    Public,
    /// Known to have none.
    None,
}

impl PermitKind {
    /// The name in front matter and templates.
    pub fn name(self) -> &'static str {
        match self {
            PermitKind::Internal => "internal",
            PermitKind::Public => "public",
            PermitKind::None => "none",
        }
    }
}

const PERMITS: &[Choice<PermitKind>] = &[
    (&["internal", "内部"], PermitKind::Internal),
    (&["public", "公开"], PermitKind::Public),
    (&["none", "无"], PermitKind::None),
];

/// A correction: of an article, or of the issue as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Erratum {
    pub article: Option<At<String>>,
    pub text: String,
    pub date: Option<Date>,
}

impl fmt::Display for Numbers {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.first == self.last {
            true => write!(f, "{}", self.first),
            false => write!(f, "{}-{}", self.first, self.last),
        }
    }
}

impl Numbers {
    fn parse(text: &str) -> Option<Numbers> {
        let number = |text: &str| {
            let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
            let number = if digits { text.parse().ok() } else { None };
            number.filter(|n| (1..=99_999).contains(n))
        };
        match text.split_once('-') {
            None => number(text).map(|first| Numbers { first, last: first }),
            Some((first, last)) => {
                let (first, last) = (number(first.trim())?, number(last.trim())?);
                (first < last && last - first < 12).then_some(Numbers { first, last })
            }
        }
    }
}

impl Issue {
    /// The date that lists are ordered by: that of publication, else the year.
    pub(super) fn when(&self, published: Option<Date>) -> Option<Date> {
        let year = |year: &At<i16>| Date::Known { year: year.value, month: None, day: None };
        published.filter(|date| *date != Date::Unknown).or(self.year.as_ref().map(year))
    }

    /// Whether it may only be handed out inside: then neither it nor any of its articles is shown.
    pub fn is_internal(&self) -> bool {
        self.permit.as_ref().is_some_and(|permit| permit.kind == PermitKind::Internal)
    }

    /// `2019年第3期`.
    pub fn label(&self) -> String {
        let year = self.year.as_ref().map_or(String::new(), |year| format!("{}年", year.value));
        let number = self.number.as_ref().map_or(String::new(), |n| format!("第{}期", n.value));
        year + &number
    }

    /// Every reference in it. `site::Refs::named` answers them in this order.
    pub(super) fn references<'a>(&'a self, visit: &mut dyn FnMut(Role, &'a At<String>)) {
        for part in &self.contents {
            part.column.iter().for_each(|column| visit(Role::Column, column));
            part.articles.iter().for_each(|article| visit(Role::Content, article));
        }
        for article in self.errata.iter().filter_map(|erratum| erratum.article.as_ref()) {
            visit(Role::Corrected, article);
        }
    }

    /// The references of its contents alone.
    pub fn articles(&self) -> impl Iterator<Item = &At<String>> {
        self.contents.iter().flat_map(|part| &part.articles)
    }
}

pub(super) fn read(fields: &mut Fields) -> Issue {
    let issue = Issue {
        year: year(fields),
        number: numbers(fields, "number"),
        total: numbers(fields, "total"),
        foreword: foreword(fields),
        contents: fields.maps("contents", part),
        permit: permit(fields),
        colophon: colophon(fields),
        errata: fields.maps("errata", erratum).into_iter().flatten().collect(),
    };
    fields.require("year");
    fields.require("number");
    words_of_permit(fields, &issue);
    issue
}

fn year(fields: &mut Fields) -> Option<At<i16>> {
    let year = fields.int("year")?;
    if (1900..=2999).contains(&year.value) {
        return Some(year.map(|year| year as i16));
    }
    let diag = Diagnostic::error(
        "content/issue-year",
        format!("{} 不像年份", year.value),
        format!("{} is hardly a year", year.value),
    );
    let diag = diag.at(year.span(fields.file()));
    fields.report(diag.hint("写四位的年份，例如 year: 2019", "write four digits: year: 2019"));
    None
}

fn numbers(fields: &mut Fields, key: &'static str) -> Option<At<Numbers>> {
    let text = fields.text(key)?;
    if key == "total" && text.value == "待补" {
        return None;
    }
    if let Some(numbers) = Numbers::parse(&text.value) {
        return Some(text.map(|_| numbers));
    }
    let value = &text.value;
    let diag = Diagnostic::error(
        "content/issue-number",
        format!("期号“{value}”应当是一个数，合刊写两个数、中间用短横"),
        format!("the number `{value}` of an issue should be a whole number, or two with a hyphen"),
    )
    .at(text.span(fields.file()));
    fields.report(match key {
        "total" => diag.hint(
            format!("例如 {key}: 15，合刊 {key}: 15-16；不知道就写 {key}: 待补"),
            format!("such as {key}: 15, or {key}: 15-16 for several; {key}: 待补 if not known"),
        ),
        _ => diag.hint(
            format!("例如 {key}: 3，合刊 {key}: 3-4"),
            format!("such as {key}: 3, or {key}: 3-4 for several"),
        ),
    });
    None
}

fn foreword(fields: &mut Fields) -> Foreword {
    let given = fields.text_or_map(
        "foreword",
        |title| Foreword { title: Some(title.value), author: None },
        |inner| Foreword {
            title: inner.text("title").map(|title| title.value),
            author: inner.text("author").map(|author| author.value),
        },
    );
    given.unwrap_or_default()
}

fn part(fields: &mut Fields) -> Part {
    let column = fields.text("column");
    let heading = fields.text("heading");
    let articles = fields.texts("articles");
    fields.require("articles");
    if let (Some(column), Some(heading)) = (&column, &heading) {
        let diag = Diagnostic::error(
            "content/part-heading",
            "目录的这一部分既写了栏目，又写了标题",
            "this part of the contents has both a column and a heading",
        )
        .at(heading.span(fields.file()))
        .label(column.span(fields.file()), "栏目在这里", "the column stands here")
        .hint("留一个：栏目的名称会自动印成标题", "keep one: a column's title is its heading");
        fields.report(diag);
    }
    fields.require_one(&["heading", "column"]);
    Part { column, heading: heading.map(|heading| heading.value), articles }
}

/// A permit that is not understood must not publish what may not leave the house: it is an error.
fn permit(fields: &mut Fields) -> Option<Permit> {
    let found = fields.text_or_map("permit", Err, |inner| Ok(full_permit(inner)));
    if fields.place_of("permit").is_some() {
        fields.require("permit");
    }
    match found? {
        Ok(permit) => permit,
        Err(word) if ["none", "无"].contains(&word.value.as_str()) => {
            Some(Permit { kind: PermitKind::None, number: None, text: None })
        }
        Err(word) => {
            let value = &word.value;
            let diag = Diagnostic::error(
                "content/permit",
                format!("准印证“{value}”没有说是内部的还是公开的"),
                format!("the permit `{value}` does not say whether it is internal or public"),
            );
            let diag = diag.at(word.span(fields.file())).hint(
                "写成 permit: { kind: 内部, number: 证号, text: 内部资料，免费交流 }，或 { kind: 公开, number: CN 刊号 }；没有就写 无",
                "write permit: { kind: internal, number: …, text: 内部资料，免费交流 } or { kind: public, number: CN … }, or none",
            );
            fields.report(diag);
            None
        }
    }
}

fn full_permit(fields: &mut Fields) -> Option<Permit> {
    let kind = fields.choice("kind", PERMITS);
    if fields.lacks("kind") {
        let place = fields.place_of("kind").or(fields.place_of("number"));
        let diag = Diagnostic::error(
            "content/permit",
            "permit 里要写 kind：内部、公开还是无",
            "`permit` needs a `kind`: internal, public or none",
        )
        .hint("例如 kind: 内部", "such as kind: internal");
        match place {
            Some(place) => fields.report(diag.at(place)),
            None => fields.require("kind"),
        }
    }
    let number = fields.text("number");
    let text = fields.text("text").map(|text| text.value);
    if matches!(kind, Some(PermitKind::Internal | PermitKind::Public)) {
        fields.require("number");
    }
    if let (Some(kind), Some(number)) = (kind, &number) {
        check_number(fields, kind, number);
    }
    Some(Permit { kind: kind?, number: number.map(|number| number.value), text })
}

fn check_number(fields: &mut Fields, kind: PermitKind, number: &At<String>) {
    let value = number.value.as_str();
    let span = number.span(fields.file());
    match kind {
        PermitKind::Internal if ["待补", "无", "unknown"].contains(&value) => {
            fields.report(
                Diagnostic::error(
                    "content/permit-number",
                    "内部资料必须写准印证号",
                    "an internal permit must give its number",
                )
                .at(span)
                .hint(
                    "照准印证抄写；还没有拿到证，就不能印发，先把这一期写成 status: 草稿",
                    "copy it from the permit; without one it may not be printed: keep status: draft",
                ),
            );
        }
        PermitKind::Public if value != "待补" && !is_cn(value) => {
            fields.report(
                Diagnostic::error(
                    "content/permit-number",
                    format!("“{value}”不像国内统一刊号"),
                    format!("`{value}` does not look like a CN number"),
                )
                .at(span)
                .hint(
                    "写成 CN 45-1234/F 的样子：两位地区号、四位序号、分类号；不知道就写 待补",
                    "write it as CN 45-1234/F: region, serial number, class; 待补 if not known",
                ),
            );
        }
        _ => {}
    }
}

/// `CN 45-1234/F`, with or without the class: GB/T 9999.
fn is_cn(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("CN") else { return false };
    let (code, class) = rest.trim_start().split_once('/').unwrap_or((rest.trim_start(), "A"));
    let digits = |text: &str, n| text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
    let Some((region, serial)) = code.split_once('-') else { return false };
    let class = !class.is_empty() && class.bytes().all(|b| b.is_ascii_alphanumeric());
    digits(region, 2) && digits(serial, 4) && class
}

/// What an internal publication must print on itself.
fn words_of_permit(fields: &mut Fields, issue: &Issue) {
    let Some(permit) = issue.permit.as_ref().filter(|_| issue.is_internal()) else { return };
    let written = permit.text.iter().chain(issue.colophon.iter().map(|(_, text)| text));
    let all: String = written.flat_map(|text| text.chars()).filter(|c| c.is_alphabetic()).collect();
    if all.contains("内部资料免费交流") {
        return;
    }
    let mut diag = Diagnostic::error(
        "content/permit-words",
        "内部资料必须印上“内部资料，免费交流”",
        "an internal publication must bear the words 内部资料，免费交流",
    )
    .hint(
        "在 permit 里写 text: 内部资料，免费交流，或写进 colophon",
        "write them into permit, as its text, or into the colophon",
    );
    if let Some(place) = fields.place_of("permit") {
        diag = diag.at(place);
    }
    fields.report(diag);
}

fn colophon(fields: &mut Fields) -> Vec<(String, String)> {
    let lines = fields.free_texts("colophon").into_iter();
    lines.map(|(key, text)| (key.name.into_owned(), text.value)).collect()
}

fn erratum(fields: &mut Fields) -> Option<Erratum> {
    let article = fields.text("article");
    let text = fields.required("text");
    let date = date_field(fields, "date").map(|date| date.value);
    Some(Erratum { article, text: text?.value, date })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_one_or_several() {
        let check = |text: &str, shown: Option<&str>| {
            let parsed = Numbers::parse(text).map(|numbers| numbers.to_string());
            assert_eq!(parsed.as_deref(), shown, "{text}");
        };
        check("3", Some("3"));
        check("07", Some("7"));
        check("3-4", Some("3-4"));
        check("3 - 4", Some("3-4"));
        for wrong in ["", "0", "-1", "4-3", "3-3", "1-40", "三", "3-4-5", "第3期", "3.5", "1e3"]
        {
            check(wrong, None);
        }
    }

    #[test]
    fn a_public_number_has_its_form() {
        for right in ["CN 45-1234/F", "CN45-1234/F", "CN 45-1234"] {
            assert!(is_cn(right), "{right}");
        }
        for wrong in ["45-1234", "CN 4-1234", "CN 45-123", "CN 45-1234/", "ISSN 1000-0001", "CN"] {
            assert!(!is_cn(wrong), "{wrong}");
        }
    }
}
