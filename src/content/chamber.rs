//! 商会: the profile of a chamber or association.

use serde::{Deserialize, Serialize};

use super::date::{Date, date_field, in_order};
use crate::diag::Diagnostic;
use crate::yaml::{At, Choice, Fields};

/// Front matter of a chamber beyond the common keys; the title is its canonical name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chamber {
    pub kind: ChamberType,
    /// Former names and other names that people use.
    pub names: Vec<String>,
    pub short: Option<String>,
    /// Reference to the place that it belongs to.
    pub region: Option<At<String>>,
    /// Reference to the place that the members of a hometown chamber come from.
    pub origin: Option<At<String>>,
    /// The city that hosts a hometown chamber.
    pub host: Option<String>,
    pub founded: Option<Date>,
    /// When it was struck off or joined another.
    pub dissolved: Option<Date>,
    pub leaders: Vec<Leader>,
    pub party_branch: Option<String>,
    pub members: Option<Members>,
    pub contact: Contact,
    /// Pinyin to sort by, where the readings in the table are wrong for a name.
    pub sort_key: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ChamberType {
    Direct,
    Industry,
    Hometown,
    Township,
    Women,
    County,
}

impl ChamberType {
    /// In the order in which the directory shows them.
    pub const ALL: [ChamberType; 6] = [
        ChamberType::Direct,
        ChamberType::Industry,
        ChamberType::Women,
        ChamberType::Township,
        ChamberType::Hometown,
        ChamberType::County,
    ];

    /// The name in front matter and templates.
    pub fn name(self) -> &'static str {
        match self {
            ChamberType::Direct => "direct",
            ChamberType::Industry => "industry",
            ChamberType::Hometown => "hometown",
            ChamberType::Township => "township",
            ChamberType::Women => "women",
            ChamberType::County => "county",
        }
    }

    /// The name that a reader sees.
    pub fn zh(self) -> &'static str {
        match self {
            ChamberType::Direct => "直属商会",
            ChamberType::Industry => "行业商会、协会",
            ChamberType::Hometown => "异地商会",
            ChamberType::Township => "乡镇商会",
            ChamberType::Women => "女企业家组织",
            ChamberType::County => "县级工商联",
        }
    }

    pub fn from_name(name: &str) -> Option<ChamberType> {
        ChamberType::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

const KINDS: &[Choice<ChamberType>] = &[
    (&["direct", "直属"], ChamberType::Direct),
    (&["industry", "行业"], ChamberType::Industry),
    (&["hometown", "异地"], ChamberType::Hometown),
    (&["township", "乡镇"], ChamberType::Township),
    (&["women", "女企业家"], ChamberType::Women),
    (&["county", "县级"], ChamberType::County),
];

/// A person in office, with the term as far as known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Leader {
    pub name: String,
    pub post: String,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// How many members, and when that was counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Members {
    pub count: Option<i64>,
    pub as_of: Option<Date>,
    pub text: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    pub address: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
}

pub(super) fn read(fields: &mut Fields) -> Chamber {
    let plain = |text: Option<At<String>>| text.map(|t| t.value);
    let (founded, dissolved) = period(fields, "founded", "dissolved");
    Chamber {
        kind: kind(fields),
        names: fields.texts("names").into_iter().map(|t| t.value).collect(),
        short: plain(fields.text("short")),
        region: fields.text("region"),
        origin: fields.text("origin"),
        host: plain(fields.text("host")),
        founded,
        dissolved,
        leaders: fields.maps("leaders", leader).into_iter().flatten().collect(),
        party_branch: plain(fields.text("party_branch")),
        members: fields.map("members", members),
        contact: fields.map("contact", contact).unwrap_or_default(),
        sort_key: plain(fields.text("sort_key")),
    }
}

fn kind(fields: &mut Fields) -> ChamberType {
    let kind = fields.choice("kind", KINDS);
    fields.require("kind");
    kind.unwrap_or(ChamberType::Direct)
}

fn leader(fields: &mut Fields) -> Option<Leader> {
    let name = fields.required("name");
    let post = fields.required("post");
    let (from, to) = period(fields, "from", "to");
    Some(Leader { name: name?.value, post: post?.value, from, to })
}

/// Two dates by their keys, of which the second does not come before the first.
fn period(
    fields: &mut Fields,
    first: &'static str,
    last: &'static str,
) -> (Option<Date>, Option<Date>) {
    let (from, to) = (date_field(fields, first), date_field(fields, last));
    in_order(fields, &from, &to);
    (from.map(|date| date.value), to.map(|date| date.value))
}

fn members(fields: &mut Fields) -> Members {
    let count = fields.int("count");
    if let Some(count) = count.as_ref().filter(|n| n.value < 0) {
        let diag = Diagnostic::error(
            "content/members",
            "会员数不能是负数",
            "the number of members cannot be negative",
        )
        .at(count.span(fields.file()))
        .hint("不知道就删去这一行", "delete the line if it is not known");
        fields.report(diag);
    }
    Members {
        count: count.map(|n| n.value),
        as_of: date_field(fields, "as_of").map(|d| d.value),
        text: fields.text("text").map(|t| t.value),
    }
}

fn contact(fields: &mut Fields) -> Contact {
    let plain = |text: Option<At<String>>| text.map(|t| t.value);
    Contact {
        address: plain(fields.text("address")),
        phone: plain(fields.text("phone")),
        email: plain(fields.text("email")),
    }
}
