//! A figure as prose quotes it: `[](../figures/x.md#pct)` prints 同比增长 60.02%.
//!
//! House style: thousands apart, a space between number and unit, none before a per cent sign, no sign
//! where a word tells the direction, and 计算 behind what the editor did not give.

use super::{Figure, Known};
use crate::content::{Date, Decimal};

/// Why a figure cannot be quoted so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unquotable {
    /// It has nothing of this name.
    Unknown,
    /// Its front matter does not say it; where known, what would be written there.
    Absent { key: &'static str, cure: Option<String> },
}

/// What can be quoted of every figure: key and the word that may stand for it.
const FIELDS: &[(&str, &str)] = &[
    ("value", "数值"),
    ("prior", "上期"),
    ("delta", "增减"),
    ("pct", "增幅"),
    ("as_of", "截至"),
    ("unit", "单位"),
    ("basis", "口径"),
    ("indicator", "指标"),
    ("scope", "范围"),
    ("source", "来源"),
];

/// The key that a fragment means.
pub(super) fn field(name: &str) -> Option<&'static str> {
    FIELDS.iter().find(|(key, zh)| *key == name || *zh == name).map(|(key, _)| *key)
}

/// A number with its unit: `12,189.14 万元`, `60.02%`.
pub fn quantity(number: Decimal, unit: &str) -> String {
    let space = if is_rate(unit) { "" } else { " " };
    format!("{}{space}{unit}", number.grouped())
}

fn is_rate(unit: &str) -> bool {
    matches!(unit, "%" | "％" | "‰")
}

impl Figure {
    /// What a quotation of `fragment` prints; of nothing, the value.
    ///
    /// # Errors
    /// There is no such field, or the record does not say it.
    pub fn quote(&self, fragment: &str) -> Result<String, Unquotable> {
        if let Some(count) = self.counts.iter().find(|count| count.name == fragment) {
            return Ok(count.value.map_or_else(unknown, |n| quantity(n, &count.unit)));
        }
        let key = if fragment.is_empty() { "value" } else { fragment };
        let key = field(key).ok_or(Unquotable::Unknown)?;
        let absent = || Unquotable::Absent { key, cure: self.cure(key) };
        let text = match key {
            "value" => Some(self.value().map_or_else(unknown, |known| self.amount(known))),
            "prior" => self.prior().map(|known| self.amount(known)),
            "delta" => self.delta_words(),
            "pct" => self.pct_words(),
            "as_of" => Some(self.when().unwrap_or(Date::Unknown).zh()),
            "unit" => Some(self.unit.clone()),
            "basis" => Some(self.basis.zh().to_owned()),
            "indicator" => Some(self.indicator.clone()),
            "scope" => self.scope.clone(),
            _ => self.source.clone(),
        };
        text.ok_or_else(absent)
    }

    /// All that can be quoted, by the names that a fragment gives.
    pub fn quotable(&self) -> impl Iterator<Item = &str> {
        let fields = FIELDS.iter().flat_map(|(key, zh)| [*key, *zh]);
        self.counts.iter().map(|count| count.name.as_str()).chain(fields)
    }

    /// A number in the figure's unit.
    pub fn amount(&self, known: Known) -> String {
        format!("{}{}", quantity(known.number, &self.unit), mark(known))
    }

    /// 增加 4,571.77 万元. A rate moves by points.
    pub fn delta_words(&self) -> Option<String> {
        let known = self.delta()?;
        let Some(verb) = verb(known.number, ["增加", "减少"]) else {
            return Some("持平".to_owned());
        };
        let unit = match &*self.unit {
            "%" | "％" => "个百分点",
            "‰" => "个千分点",
            unit => unit,
        };
        Some(format!("{verb} {}{}", quantity(known.number.abs(), unit), mark(known)))
    }

    /// 同比增长 60.02%.
    pub fn pct_words(&self) -> Option<String> {
        let number = self.pct()?.number;
        let compare = self.compare.zh();
        Some(match verb(number, ["增长", "下降"]) {
            Some(verb) => format!("{compare}{verb} {}%", number.abs().grouped()),
            None => format!("{compare}持平"),
        })
    }

    /// What the front matter could say in place of nothing.
    fn cure(&self, key: &str) -> Option<String> {
        if key != "pct" || self.prior()?.number.is_negative() {
            return None;
        }
        let pct = self.delta()?.number.percent_of(self.prior()?.number, 2)?;
        Some(pct.to_string())
    }
}

fn unknown() -> String {
    Date::Unknown.zh()
}

fn mark(known: Known) -> &'static str {
    if known.computed { "（计算）" } else { "" }
}

fn verb(number: Decimal, [up, down]: [&'static str; 2]) -> Option<&'static str> {
    match () {
        () if number.is_zero() => None,
        () if number.is_negative() => Some(down),
        () => Some(up),
    }
}
