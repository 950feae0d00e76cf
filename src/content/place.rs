//! 地区: a place, keyed by its administrative code (GB/T 2260, towns GB/T 10114).

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::yaml::{At, Choice, Fields};

/// Front matter of a place beyond the common keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Six digits down to the county, nine for a town: names recur, codes do not.
    pub code: At<String>,
    pub level: Option<Level>,
    /// Reference to the place that it lies in.
    pub parent: Option<At<String>>,
    pub sort_key: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    City,
    District,
    County,
    Town,
}

impl Level {
    pub fn name(self) -> &'static str {
        match self {
            Level::City => "city",
            Level::District => "district",
            Level::County => "county",
            Level::Town => "town",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            Level::City => "市",
            Level::District => "市辖区",
            Level::County => "县（县级市）",
            Level::Town => "乡镇",
        }
    }
}

const LEVELS: &[Choice<Level>] = &[
    (&["city", "市"], Level::City),
    (&["district", "区"], Level::District),
    (&["county", "县"], Level::County),
    (&["town", "镇", "乡"], Level::Town),
];

pub(super) fn read(fields: &mut Fields) -> Place {
    Place {
        code: code(fields),
        level: fields.choice("level", LEVELS),
        parent: fields.text("parent"),
        sort_key: fields.text("sort_key").map(|t| t.value),
    }
}

fn code(fields: &mut Fields) -> At<String> {
    let Some(code) = fields.required("code") else {
        return At { value: String::new(), start: 0, end: 0 };
    };
    let digits = code.value.bytes().all(|b| b.is_ascii_digit());
    if !digits || !matches!(code.value.len(), 6 | 9) {
        let diag = Diagnostic::error(
            "content/place-code",
            format!("行政区划代码“{}”应当是 6 位或 9 位数字", code.value),
            format!("the administrative code `{}` should have 6 or 9 digits", code.value),
        )
        .at(code.span(fields.file()))
        .hint(
            "县级以上 6 位，例如 450422；乡镇 9 位，例如 450422113",
            "6 digits down to the county, 9 for a town",
        );
        fields.report(diag);
    }
    code
}
