//! The keys that every kind of record has.

use serde::{Deserialize, Serialize};

use super::Kind;
use super::date::{Date, Moment, date_field, moment_field};
use crate::diag::Diagnostic;
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
    pub publish_at: Option<At<Moment>>,
    pub expire_at: Option<At<Moment>>,
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
pub(super) fn read(fields: &mut Fields, kind: Kind) -> Common {
    let common = Common {
        title: fields.required("title").map(|title| title.map(one_line)).unwrap_or(At {
            value: String::new(),
            start: 0,
            end: 0,
        }),
        slug: fields.text("slug"),
        date: date_field(fields, "date"),
        updated: date_field(fields, "updated").map(|date| date.value),
        tags: fields.texts("tags"),
        summary: fields.text("summary").map(|text| one_line(text.value)),
        cover: cover(fields),
        status: fields.choice("status", STATUS).unwrap_or_default(),
        visibility: visibility(fields, kind),
        publish_at: moment_field(fields, "publish_at"),
        expire_at: moment_field(fields, "expire_at"),
        aliases: fields.texts("aliases"),
        extra: fields.free("extra"),
    };
    never_shown(fields, &common);
    common
}

/// A word that is not understood, or none after the key, must not publish what was meant to stay
/// inside: it is an error, and with one nothing is published at all.
fn visibility(fields: &mut Fields, kind: Kind) -> Visibility {
    let found = fields.choice("visibility", VISIBILITY);
    if fields.place_of("visibility").is_some() {
        fields.require("visibility");
    }
    found.unwrap_or(kind.visibility())
}

/// What ends before it begins would silently stay away for ever.
fn never_shown(fields: &mut Fields, common: &Common) {
    let (Some(publish), Some(expire)) = (&common.publish_at, &common.expire_at) else { return };
    if publish.value < expire.value {
        return;
    }
    let file = fields.file();
    fields.report(
        Diagnostic::error(
            "content/never-shown",
            "撤下的时间不晚于发布的时间，这篇永远不会显示",
            "it is taken down no later than it is published: it would never be shown",
        )
        .at(expire.span(file))
        .label(publish.span(file), "这时发布", "published then")
        .hint("核对两个时间", "check both times"),
    );
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
fn one_line(text: String) -> String {
    if memchr::memchr3(b'\n', b'\r', b'\t', text.as_bytes()).is_some() {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    match text.trim() {
        whole if whole.len() == text.len() => text,
        part => part.to_owned(),
    }
}
