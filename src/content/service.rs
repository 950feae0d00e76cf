//! 服务: what the federation offers its members: finance platform, legal check-up, policy sessions,
//! dialogue with the government.

use serde::{Deserialize, Serialize};

use super::agreement::{Step, step};
use super::date::{date_field, in_order};
use super::{Date, Role};
use crate::diag::Diagnostic;
use crate::yaml::{At, Choice, Fields};

/// Front matter of a service beyond the common keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Service {
    pub kind: ServiceType,
    /// Bodies that offer it together: banks, departments.
    pub partners: Vec<Partner>,
    /// Chambers whose members it serves.
    pub chambers: Vec<At<String>>,
    pub products: Vec<Product>,
    /// Statistics that show what came of it.
    pub figures: Vec<At<String>>,
    /// Sessions that were held, as written.
    pub sessions: Vec<Step>,
    /// Events that belong to it.
    pub events: Vec<At<String>>,
    /// What members asked of the government.
    pub asks: Vec<Ask>,
    /// Documents that it rests on.
    pub documents: Vec<At<String>>,
    /// Articles that tell of it.
    pub articles: Vec<At<String>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ServiceType {
    Finance,
    Legal,
    Policy,
    Dialogue,
    Other,
}

impl ServiceType {
    pub fn name(self) -> &'static str {
        match self {
            ServiceType::Finance => "finance",
            ServiceType::Legal => "legal",
            ServiceType::Policy => "policy",
            ServiceType::Dialogue => "dialogue",
            ServiceType::Other => "other",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            ServiceType::Finance => "金融服务",
            ServiceType::Legal => "法治体检",
            ServiceType::Policy => "政策宣讲",
            ServiceType::Dialogue => "政企对话",
            ServiceType::Other => "服务",
        }
    }
}

const KINDS: &[Choice<ServiceType>] = &[
    (&["finance", "金融"], ServiceType::Finance),
    (&["legal", "法律", "法治体检"], ServiceType::Legal),
    (&["policy", "政策"], ServiceType::Policy),
    (&["dialogue", "对话"], ServiceType::Dialogue),
    (&["other", "其他"], ServiceType::Other),
];

/// A body, and what it does for the service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Partner {
    pub name: String,
    pub part: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Product {
    pub name: String,
    pub partner: Option<String>,
    pub text: Option<String>,
}

/// A request of members to the government, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ask {
    pub text: String,
    /// When it was raised.
    pub date: Option<Date>,
    /// Who is to answer it.
    pub owner: Option<String>,
    pub due: Option<Date>,
    pub reply: Option<String>,
    pub replied: Option<Date>,
    pub status: AskStatus,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AskStatus {
    Open,
    Answered,
    Closed,
}

impl AskStatus {
    pub fn name(self) -> &'static str {
        match self {
            AskStatus::Open => "open",
            AskStatus::Answered => "answered",
            AskStatus::Closed => "closed",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            AskStatus::Open => "办理中",
            AskStatus::Answered => "已答复",
            AskStatus::Closed => "已办结",
        }
    }
}

const STATUS: &[Choice<AskStatus>] = &[
    (&["open", "办理中"], AskStatus::Open),
    (&["answered", "已答复"], AskStatus::Answered),
    (&["closed", "已办结"], AskStatus::Closed),
];

pub(super) fn read(fields: &mut Fields) -> Service {
    let kind = fields.choice("kind", KINDS);
    fields.require("kind");
    Service {
        kind: kind.unwrap_or(ServiceType::Other),
        partners: fields.maps("partners", partner).into_iter().flatten().collect(),
        chambers: fields.texts("chambers"),
        products: fields.maps("products", product).into_iter().flatten().collect(),
        figures: fields.texts("figures"),
        sessions: fields.maps("sessions", step).into_iter().flatten().collect(),
        events: fields.texts("events"),
        asks: fields.maps("asks", ask).into_iter().flatten().collect(),
        documents: fields.texts("documents"),
        articles: fields.texts("articles"),
    }
}

fn partner(fields: &mut Fields) -> Option<Partner> {
    let part = fields.text("part").map(|text| text.value);
    Some(Partner { name: fields.required("name")?.value, part })
}

fn product(fields: &mut Fields) -> Option<Product> {
    let partner = fields.text("partner").map(|text| text.value);
    let text = fields.text("text").map(|text| text.value);
    Some(Product { name: fields.required("name")?.value, partner, text })
}

fn ask(fields: &mut Fields) -> Option<Ask> {
    let text = fields.required("text");
    let date = date_field(fields, "date");
    let due = date_field(fields, "due");
    let replied = date_field(fields, "replied");
    in_order(fields, &date, &due);
    in_order(fields, &date, &replied);
    let reply = fields.text("reply").filter(|text| !text.value.trim().is_empty());
    let owner = fields.text("owner").map(|text| text.value);
    let status = fields.choice("status", STATUS);
    needs_reply(fields, status, reply.is_some());
    let by_reply = if reply.is_some() { AskStatus::Answered } else { AskStatus::Open };
    Some(Ask {
        text: text?.value,
        date: date.map(|date| date.value),
        owner,
        due: due.map(|date| date.value),
        reply: reply.map(|text| text.value),
        replied: replied.map(|date| date.value),
        status: status.unwrap_or(by_reply),
    })
}

/// What is called answered shows its answer.
fn needs_reply(fields: &mut Fields, status: Option<AskStatus>, has_reply: bool) {
    if has_reply || !matches!(status, Some(AskStatus::Answered | AskStatus::Closed)) {
        return;
    }
    let Some(place) = fields.place_of("status") else { return };
    let diag = Diagnostic::error(
        "content/ask-reply",
        "写着已答复，却没有答复的内容",
        "it is said to be answered, but there is no reply",
    )
    .at(place)
    .hint("补上 reply，或删去 status（显示“办理中”）", "add `reply`, or delete `status`");
    fields.report(diag);
}

impl Service {
    /// The date that lists are ordered by.
    pub(super) fn when(&self) -> Option<Date> {
        None
    }

    /// Every reference in it.
    pub(super) fn references<'a>(&'a self, visit: &mut dyn FnMut(Role, &'a At<String>)) {
        self.chambers.iter().for_each(|one| visit(Role::Chamber, one));
        self.figures.iter().for_each(|one| visit(Role::Figure, one));
        self.events.iter().for_each(|one| visit(Role::Event, one));
        self.documents.iter().for_each(|one| visit(Role::Document, one));
        self.articles.iter().for_each(|one| visit(Role::Article, one));
    }
}
