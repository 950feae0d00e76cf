//! The keys that every kind of record has.

use serde::{Deserialize, Serialize};

use super::date::{Date, Moment, date_field, moment_field};
use crate::yaml::{At, Choice, Fields};

/// Common front matter, typed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Common {
    pub title: At<String>,
    /// The last segment of the address, when the editor sets it.
    pub slug: Option<At<String>>,
    pub date: Option<At<Date>>,
    pub updated: Option<Date>,
    pub tags: Vec<At<String>>,
    pub summary: Option<String>,
    pub cover: Option<Cover>,
    pub status: Status,
    pub visibility: Visibility,
    pub publish_at: Option<Moment>,
    pub expire_at: Option<Moment>,
    /// Old addresses that lead here: paths from the site's root, as written.
    pub aliases: Vec<At<String>>,
    /// The editor's own keys as a JSON object's text.
    pub extra: Option<String>,
}

/// A picture that stands for the record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cover {
    /// The path as written, relative to the record's file.
    pub src: At<String>,
    /// Empty where the picture only repeats what the title says.
    pub alt: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    #[default]
    Published,
    Draft,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Visibility {
    #[default]
    Public,
    Internal,
}

const STATUS: &[Choice<Status>] =
    &[(&["published", "已发布"], Status::Published), (&["draft", "草稿"], Status::Draft)];

const VISIBILITY: &[Choice<Visibility>] =
    &[(&["public", "公开"], Visibility::Public), (&["internal", "内部"], Visibility::Internal)];

/// Reads the common keys. `None` for the title leaves an empty one beside the error.
pub(super) fn read(fields: &mut Fields) -> Common {
    Common {
        title: fields
            .required("title")
            .map(|title| title.map(|text| one_line(&text)))
            .unwrap_or(At { value: String::new(), start: 0, end: 0 }),
        slug: fields.text("slug"),
        date: date_field(fields, "date"),
        updated: date_field(fields, "updated").map(|date| date.value),
        tags: fields.texts("tags"),
        summary: fields.text("summary").map(|text| one_line(&text.value)),
        cover: cover(fields),
        status: fields.choice("status", STATUS).unwrap_or_default(),
        visibility: visibility(fields),
        publish_at: moment_field(fields, "publish_at"),
        expire_at: moment_field(fields, "expire_at"),
        aliases: fields.texts("aliases"),
        extra: fields.free("extra"),
    }
}

/// A word that is not understood must not publish what was meant to stay inside.
fn visibility(fields: &mut Fields) -> Visibility {
    let written = fields.place_of("visibility").is_some();
    let fallback = if written { Visibility::Internal } else { Visibility::Public };
    let found = fields.choice("visibility", VISIBILITY);
    if written {
        fields.require("visibility");
    }
    found.unwrap_or(fallback)
}

fn cover(fields: &mut Fields) -> Option<Cover> {
    fields
        .text_or_map(
            "cover",
            |src| Some(Cover { src, alt: String::new() }),
            |inner| {
                let alt = inner.text("alt").map(|alt| alt.value).unwrap_or_default();
                inner.required("src").map(|src| Cover { src, alt })
            },
        )
        .flatten()
}

/// Folded over several lines in YAML or not, a title is one line.
fn one_line(text: &str) -> String {
    if text.contains(['\n', '\r', '\t']) {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        text.trim().to_owned()
    }
}
