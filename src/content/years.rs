//! Years for which something holds: one, or a span such as 2019-2020.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::yaml::{At, Fields};

/// The years of a round, or none that are known. What is not known sorts first.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Years {
    #[default]
    Unknown,
    Known {
        /// Before `first`, so that spans are ordered by their ends.
        last: i16,
        first: i16,
    },
}

impl Years {
    /// Reads `2018`, `2019-2020` or `待补`; dashes of a Chinese keyboard and 年 do no harm.
    pub fn parse(text: &str) -> Option<Years> {
        if matches!(text, "待补" | "unknown") {
            return Some(Years::Unknown);
        }
        let text = text.trim_end_matches("年度").trim_end_matches('年');
        let (first, last) = text
            .split_once(['-', '–', '—', '－', '至', '~', '～'])
            .map_or((text, text), |(first, last)| (first, last.trim_start_matches('—')));
        let (first, last) = (year(first)?, year(last)?);
        (first <= last).then_some(Years::Known { last, first })
    }

    /// The first year, when it is known.
    pub fn first(self) -> Option<i16> {
        match self {
            Years::Unknown => None,
            Years::Known { first, .. } => Some(first),
        }
    }

    /// The last year, when it is known.
    pub fn last(self) -> Option<i16> {
        match self {
            Years::Unknown => None,
            Years::Known { last, .. } => Some(last),
        }
    }

    /// As a reader sees it: `2018年`, `2019—2020年`, else `待补`.
    pub fn zh(self) -> String {
        match self {
            Years::Unknown => "待补".to_owned(),
            Years::Known { last, first } if first == last => format!("{first}年"),
            Years::Known { last, first } => format!("{first}—{last}年"),
        }
    }
}

/// `2018`, `2019-2020`; nothing for unknown ones.
impl fmt::Display for Years {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Years::Unknown => Ok(()),
            Years::Known { last, first } if first == last => write!(f, "{first:04}"),
            Years::Known { last, first } => write!(f, "{first:04}-{last:04}"),
        }
    }
}

fn year(text: &str) -> Option<i16> {
    let text = text.trim();
    let plain = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten().filter(|year| *year > 0)
}

/// Reads the field `key`, which must be there.
pub(super) fn years_field(fields: &mut Fields, key: &'static str) -> Option<At<Years>> {
    let found = fields.required(key)?;
    match Years::parse(&found.value) {
        Some(years) => Some(found.map(|_| years)),
        None => {
            let diag = wrong(&found.value).at(found.span(fields.file()));
            fields.report(diag);
            None
        }
    }
}

fn wrong(text: &str) -> Diagnostic {
    Diagnostic::error(
        "content/years",
        format!("“{text}”不是年度"),
        format!("`{text}` is no year or span of years"),
    )
    .hint(
        "写一年 2018，或从早到晚写起止 2019-2020；不知道写 待补",
        "write one year, 2018, or a span from early to late, 2019-2020; 待补 for unknown",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_year_or_a_span_however_it_is_typed() {
        let check = |text: &str, plain: &str, zh: &str| {
            let years = Years::parse(text).unwrap();
            assert_eq!((years.to_string().as_str(), years.zh().as_str()), (plain, zh), "{text}");
        };
        check("2018", "2018", "2018年");
        check("2018年度", "2018", "2018年");
        check("2019-2020", "2019-2020", "2019—2020年");
        check("2019——2020年", "2019-2020", "2019—2020年");
        check("2019 至 2020", "2019-2020", "2019—2020年");
        check("待补", "", "待补");
        for wrong in ["", "18", "2020-2019", "2019-", "2019-10-23", "二〇一九", "0000"] {
            assert_eq!(Years::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn spans_are_ordered_by_their_ends() {
        let years = |text| Years::parse(text).unwrap();
        assert!(years("2019-2020") > years("2019"));
        assert!(years("2020") > years("2019-2020"));
        assert!(years("待补") < years("2017"));
    }
}
