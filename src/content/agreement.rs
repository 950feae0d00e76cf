//! 协议: a cooperation agreement between two or more parties of any city.

use serde::{Deserialize, Serialize};

use super::date::{date_field, in_order};
use super::{Date, Role};
use crate::diag::Diagnostic;
use crate::yaml::{At, Choice, Fields};

/// Front matter of an agreement beyond the common keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    pub kind: AgreementType,
    /// In the order of the document; two or more.
    pub parties: Vec<Party>,
    /// When it was signed; `待补` when that is not known.
    pub signed: Option<Date>,
    /// Until when it holds.
    pub until: Option<Date>,
    /// What it is about: 产业对接, 展会.
    pub fields: Vec<String>,
    /// What came of it, oldest first as written.
    pub progress: Vec<Step>,
    /// Articles that tell of it.
    pub articles: Vec<At<String>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AgreementType {
    Cooperation,
    Memorandum,
    Friendship,
    Other,
}

impl AgreementType {
    pub fn name(self) -> &'static str {
        match self {
            AgreementType::Cooperation => "cooperation",
            AgreementType::Memorandum => "memorandum",
            AgreementType::Friendship => "friendship",
            AgreementType::Other => "other",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            AgreementType::Cooperation => "合作协议",
            AgreementType::Memorandum => "合作备忘录",
            AgreementType::Friendship => "友好商会协议",
            AgreementType::Other => "协议",
        }
    }
}

const KINDS: &[Choice<AgreementType>] = &[
    (&["cooperation", "合作协议"], AgreementType::Cooperation),
    (&["memorandum", "备忘录"], AgreementType::Memorandum),
    (&["friendship", "友好商会"], AgreementType::Friendship),
    (&["other", "其他"], AgreementType::Other),
];

/// A chamber of the bulletin, or another body by its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Party {
    pub chamber: Option<At<String>>,
    pub name: Option<String>,
    pub city: Option<String>,
}

/// Something that happened, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    pub date: Option<Date>,
    pub text: String,
}

pub(super) fn read(fields: &mut Fields) -> Agreement {
    let kind = fields.choice("kind", KINDS);
    let parties: Vec<Party> = fields.maps("parties", party).into_iter().flatten().collect();
    two_or_more(fields, &parties);
    let signed = date_field(fields, "signed");
    let until = date_field(fields, "until");
    in_order(fields, &signed, &until);
    Agreement {
        kind: kind.unwrap_or(AgreementType::Cooperation),
        parties,
        signed: signed.map(|date| date.value),
        until: until.map(|date| date.value),
        fields: fields.texts("fields").into_iter().map(|text| text.value).collect(),
        progress: fields.maps("progress", step).into_iter().flatten().collect(),
        articles: fields.texts("articles"),
    }
}

fn party(fields: &mut Fields) -> Option<Party> {
    let chamber = fields.text("chamber");
    let name = fields.text("name");
    let city = fields.text("city").map(|text| text.value);
    fields.require_one(&["chamber", "name"]);
    let file = fields.file();
    if let (Some(chamber), Some(name)) = (&chamber, &name) {
        let diag = Diagnostic::error(
            "content/party",
            "一方只写 chamber 或 name，不能都写",
            "a party is given by `chamber` or by `name`, not by both",
        )
        .at(name.span(file))
        .label(chamber.span(file), "这里已写了商会", "the chamber is given here")
        .hint(
            "本刊有名录的商会写 chamber，其他单位写 name",
            "write chamber for one that has a profile, name for any other body",
        );
        fields.report(diag);
    }
    let given = chamber.is_some() || name.is_some();
    given.then(|| Party { chamber, name: name.map(|text| text.value), city })
}

pub(super) fn step(fields: &mut Fields) -> Option<Step> {
    let date = date_field(fields, "date").map(|date| date.value);
    let text = fields.required("text")?.value;
    Some(Step { date, text })
}

fn two_or_more(fields: &mut Fields, parties: &[Party]) {
    if parties.len() >= 2 {
        return;
    }
    let Some(place) = fields.place_of("parties") else {
        fields.require("parties");
        return;
    };
    let diag = Diagnostic::error(
        "content/parties",
        "协议至少要有两方",
        "an agreement has two parties or more",
    )
    .at(place)
    .hint(
        "例如 parties: [{ chamber: 茶业商会 }, { name: 某协会, city: 佛山 }]",
        "such as parties: [{ chamber: tea }, { name: Some association, city: Foshan }]",
    );
    fields.report(diag);
}

impl Agreement {
    /// The date that lists are ordered by.
    pub(super) fn when(&self) -> Option<Date> {
        self.signed
    }

    /// Every reference in it.
    pub(super) fn references<'a>(&'a self, visit: &mut dyn FnMut(Role, &'a At<String>)) {
        let chambers = self.parties.iter().filter_map(|party| party.chamber.as_ref());
        chambers.for_each(|chamber| visit(Role::Party, chamber));
        self.articles.iter().for_each(|article| visit(Role::Article, article));
    }
}
