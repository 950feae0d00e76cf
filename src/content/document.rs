//! 文件: a plan, rule or notice, with what explains, amends or ends it.

use serde::{Deserialize, Serialize};

use super::date::{date_field, in_order};
use super::{Date, Role};
use crate::diag::Diagnostic;
use crate::yaml::{At, Choice, Fields};

/// Front matter of a document beyond the common keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    pub kind: DocumentType,
    pub issuer: Option<String>,
    /// 文号.
    pub number: Option<String>,
    pub issued: Option<Date>,
    pub effective: Option<Date>,
    /// What the editor says of its force; see `check::documents` for what follows from references.
    pub validity: Option<Validity>,
    /// The documents that this one explains.
    pub interprets: Vec<At<String>>,
    /// The documents that this one amends.
    pub amends: Vec<At<String>>,
    /// The document that ended this one.
    pub repealed_by: Option<At<String>>,
    pub attachments: Vec<Attachment>,
    /// Articles that tell of it.
    pub articles: Vec<At<String>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DocumentType {
    Plan,
    Rule,
    Notice,
    Interpretation,
    Other,
}

impl DocumentType {
    pub fn name(self) -> &'static str {
        match self {
            DocumentType::Plan => "plan",
            DocumentType::Rule => "rule",
            DocumentType::Notice => "notice",
            DocumentType::Interpretation => "interpretation",
            DocumentType::Other => "other",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            DocumentType::Plan => "方案",
            DocumentType::Rule => "制度",
            DocumentType::Notice => "通知",
            DocumentType::Interpretation => "解读",
            DocumentType::Other => "文件",
        }
    }
}

const KINDS: &[Choice<DocumentType>] = &[
    (&["plan", "方案"], DocumentType::Plan),
    (&["rule", "制度"], DocumentType::Rule),
    (&["notice", "通知"], DocumentType::Notice),
    (&["interpretation", "解读"], DocumentType::Interpretation),
    (&["other", "其他"], DocumentType::Other),
];

/// Whether a document still holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Validity {
    InForce,
    Amended,
    Repealed,
}

impl Validity {
    pub fn name(self) -> &'static str {
        match self {
            Validity::InForce => "in-force",
            Validity::Amended => "amended",
            Validity::Repealed => "repealed",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            Validity::InForce => "有效",
            Validity::Amended => "已修改",
            Validity::Repealed => "已废止",
        }
    }
}

const VALIDITY: &[Choice<Validity>] = &[
    (&["in-force", "有效"], Validity::InForce),
    (&["amended", "已修改"], Validity::Amended),
    (&["repealed", "已废止"], Validity::Repealed),
];

/// A file that belongs to the document and is copied to the site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attachment {
    /// The path as written, relative to the record's file.
    pub file: At<String>,
    pub title: Option<String>,
}

pub(super) fn read(fields: &mut Fields) -> Document {
    let kind = fields.choice("kind", KINDS);
    let issued = date_field(fields, "issued");
    let effective = date_field(fields, "effective");
    in_order(fields, &issued, &effective);
    let validity = fields.choice("validity", VALIDITY);
    let repealed_by = fields.text("repealed_by");
    contradiction(fields, validity, &repealed_by);
    Document {
        kind: kind.unwrap_or(DocumentType::Other),
        issuer: fields.text("issuer").map(|text| text.value),
        number: fields.text("number").map(|text| text.value),
        issued: issued.map(|date| date.value),
        effective: effective.map(|date| date.value),
        validity,
        interprets: fields.texts("interprets"),
        amends: fields.texts("amends"),
        repealed_by,
        attachments: fields.maps("attachments", attachment).into_iter().flatten().collect(),
        articles: fields.texts("articles"),
    }
}

fn attachment(fields: &mut Fields) -> Option<Attachment> {
    let title = fields.text("title").map(|text| text.value);
    Some(Attachment { file: fields.required("file")?, title })
}

fn contradiction(fields: &mut Fields, validity: Option<Validity>, by: &Option<At<String>>) {
    let (Some(Validity::InForce | Validity::Amended), Some(by)) = (validity, by) else { return };
    let file = fields.file();
    let diag = Diagnostic::error(
        "content/validity",
        "既写了由别的文件废止，又写着没有废止",
        "it is ended by another document, and yet said not to be",
    )
    .at(by.span(file))
    .hint("删去 validity，或把它改成 repealed（已废止）", "delete validity, or make it repealed");
    let diag = match fields.place_of("validity") {
        Some(place) => diag.label(place, "这里写着没有废止", "said not to be ended here"),
        None => diag,
    };
    fields.report(diag);
}

impl Document {
    /// The date that lists are ordered by.
    pub(super) fn when(&self) -> Option<Date> {
        self.issued
    }

    /// Every reference in it.
    pub(super) fn references<'a>(&'a self, visit: &mut dyn FnMut(Role, &'a At<String>)) {
        self.interprets.iter().for_each(|one| visit(Role::Interprets, one));
        self.amends.iter().for_each(|one| visit(Role::Amends, one));
        self.repealed_by.iter().for_each(|one| visit(Role::RepealedBy, one));
        self.articles.iter().for_each(|one| visit(Role::Article, one));
    }
}
