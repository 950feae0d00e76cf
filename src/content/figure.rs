//! 数据: one statistic, at one date. Records of one indicator, scope, unit and basis are its dates.

mod arithmetic;
mod quote;

pub use quote::{Unquotable, quantity};

use serde::{Deserialize, Serialize};

use super::Role;
use super::date::{Date, date_field};
use super::decimal::{Decimal, decimal_field, known_decimal};
use crate::diag::Diagnostic;
use crate::yaml::{At, Choice, Fields};

/// Front matter beyond the common keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// What is measured: the same text in all records of it.
    pub indicator: String,
    pub unit: String,
    pub as_of: Option<At<Date>>,
    pub basis: Basis,
    /// What `prior`, `delta` and `pct` compare with.
    pub compare: Compare,
    /// None while it is not known.
    pub value: Option<At<Decimal>>,
    pub prior: Option<At<Decimal>>,
    pub delta: Option<At<Decimal>>,
    pub pct: Option<At<Decimal>>,
    /// Whom or what it covers, in words.
    pub scope: Option<String>,
    /// References to the chambers that it covers.
    pub chambers: Vec<At<String>>,
    /// References to the places that it covers.
    pub places: Vec<At<String>>,
    /// Names of those who take part and have no record here: a bank, an office.
    pub partners: Vec<String>,
    /// Further numbers of the same statistic, each with its own unit.
    pub counts: Vec<Count>,
    pub source: Option<String>,
}

/// A number beside the figure's own: 273 member households.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Count {
    pub name: String,
    pub value: Option<Decimal>,
    pub unit: String,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Basis {
    /// From a beginning up to the date.
    Cumulative,
    /// In the period that ends with the date.
    Period,
    /// On the date.
    Point,
}

impl Basis {
    pub fn name(self) -> &'static str {
        match self {
            Basis::Cumulative => "cumulative",
            Basis::Period => "period",
            Basis::Point => "point",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            Basis::Cumulative => "累计",
            Basis::Period => "当期",
            Basis::Point => "时点",
        }
    }
}

/// What a number is compared with.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Compare {
    /// A year before.
    #[default]
    Year,
    /// The period before.
    Previous,
    /// The end of the year before.
    YearEnd,
}

impl Compare {
    pub fn name(self) -> &'static str {
        match self {
            Compare::Year => "year",
            Compare::Previous => "previous",
            Compare::YearEnd => "year-end",
        }
    }

    /// What stands before 增长.
    pub fn zh(self) -> &'static str {
        match self {
            Compare::Year => "同比",
            Compare::Previous => "环比",
            Compare::YearEnd => "比上年末",
        }
    }

    /// What the earlier number is called.
    pub fn prior_zh(self) -> &'static str {
        match self {
            Compare::Year => "上年同期",
            Compare::Previous => "上期",
            Compare::YearEnd => "上年末",
        }
    }
}

const BASES: &[Choice<Basis>] = &[
    (&["cumulative", "累计"], Basis::Cumulative),
    (&["period", "当期"], Basis::Period),
    (&["point", "时点"], Basis::Point),
];

const COMPARES: &[Choice<Compare>] = &[
    (&["year", "同比"], Compare::Year),
    (&["previous", "环比"], Compare::Previous),
    (&["year-end", "比上年末"], Compare::YearEnd),
];

/// A number of a figure, and where it is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    pub number: Decimal,
    /// Not given: the exact sum or difference of two that are.
    pub computed: bool,
}

pub(super) fn read(fields: &mut Fields) -> Figure {
    let plain = |text: Option<At<String>>| text.map(|t| t.value);
    let basis = fields.choice("basis", BASES);
    fields.require("basis");
    fields.require("as_of");
    let figure = Figure {
        indicator: plain(fields.required("indicator")).unwrap_or_default(),
        unit: plain(fields.required("unit")).unwrap_or_default(),
        as_of: date_field(fields, "as_of"),
        basis: basis.unwrap_or(Basis::Point),
        compare: fields.choice("compare", COMPARES).unwrap_or_default(),
        value: known_decimal(fields, "value"),
        prior: decimal_field(fields, "prior"),
        delta: decimal_field(fields, "delta"),
        pct: decimal_field(fields, "pct"),
        scope: plain(fields.text("scope")),
        chambers: fields.texts("chambers"),
        places: fields.texts("places"),
        partners: fields.texts("partners").into_iter().map(|t| t.value).collect(),
        counts: fields.maps("counts", count).into_iter().flatten().collect(),
        source: plain(fields.text("source")),
    };
    fields.require("value");
    let wrong = arithmetic::check(&figure, fields.file());
    wrong.into_iter().for_each(|diag| fields.report(diag));
    names(fields, &figure.counts);
    figure
}

fn count(fields: &mut Fields) -> Option<Count> {
    let name = fields.required("name");
    let value = known_decimal(fields, "value");
    fields.require("value");
    let unit = fields.required("unit");
    Some(Count { name: name?.value, value: value.map(|v| v.value), unit: unit?.value })
}

/// A count is quoted by its name, so no two may share one, nor take that of a field.
fn names(fields: &mut Fields, counts: &[Count]) {
    let at = fields.place_of("counts");
    for (n, count) in counts.iter().enumerate() {
        let name = &count.name;
        let (zh, en) = if counts[..n].iter().any(|other| other.name == *name) {
            (format!("counts 里有两个“{name}”"), format!("two of the counts are called `{name}`"))
        } else if quote::field(name).is_some() {
            (
                format!("counts 里的“{name}”和数据自己的一项重名"),
                format!("the count `{name}` has the name of a field"),
            )
        } else {
            continue;
        };
        let diag = Diagnostic::error("content/figure-count", zh, en)
            .hint("换一个名字，文中用 #名字 引用它", "give it another name: it is quoted by #name");
        fields.report(at.map_or(diag.clone(), |at| diag.at(at)));
    }
}

impl Figure {
    /// The date that lists are ordered by.
    pub(super) fn when(&self) -> Option<Date> {
        self.as_of.as_ref().map(|date| date.value)
    }

    /// Every reference in it.
    pub(super) fn references<'a>(&'a self, visit: &mut dyn FnMut(Role, &'a At<String>)) {
        self.chambers.iter().for_each(|chamber| visit(Role::Chamber, chamber));
        self.places.iter().for_each(|place| visit(Role::Place, place));
    }

    /// The number now.
    pub fn value(&self) -> Option<Known> {
        given(self.value.as_ref())
    }

    /// The number before: as given, else what value and delta leave.
    pub fn prior(&self) -> Option<Known> {
        given(self.prior.as_ref())
            .or_else(|| computed(number(&self.value)?.minus(number(&self.delta)?)))
    }

    /// The change: as given, else what lies between value and prior.
    pub fn delta(&self) -> Option<Known> {
        given(self.delta.as_ref())
            .or_else(|| computed(number(&self.value)?.minus(number(&self.prior)?)))
    }

    /// The change in per cent: only as given, for a rounded number is no exact one.
    pub fn pct(&self) -> Option<Known> {
        given(self.pct.as_ref())
    }
}

fn number(field: &Option<At<Decimal>>) -> Option<Decimal> {
    field.as_ref().map(|at| at.value)
}

fn given(field: Option<&At<Decimal>>) -> Option<Known> {
    field.map(|at| Known { number: at.value, computed: false })
}

fn computed(number: Option<Decimal>) -> Option<Known> {
    number.map(|number| Known { number, computed: true })
}
