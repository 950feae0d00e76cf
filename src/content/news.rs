//! 稿件: a news item, an article of the journal.

use serde::{Deserialize, Serialize};

use super::Role;
use crate::yaml::{At, Fields};

/// Front matter of a news item beyond the common keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct News {
    pub subtitle: Option<String>,
    /// Reference to the column that it stands in.
    pub column: At<String>,
    /// Where the text comes from, when it was not written here.
    pub source: Option<String>,
    pub bylines: Bylines,
    /// References to the chambers that it speaks of.
    pub chambers: Vec<At<String>>,
    /// References to the places that it speaks of.
    pub places: Vec<At<String>>,
    /// Reference to the issue of the journal that it stands in.
    pub issue: Option<At<String>>,
    /// References to the events that it speaks of.
    pub events: Vec<At<String>>,
    /// May lead the home page.
    pub featured: bool,
}

/// Who made the text: 作者, 来源, 编辑, 责编.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bylines {
    pub author: Vec<String>,
    pub source: Option<String>,
    pub editor: Option<String>,
    pub duty_editor: Option<String>,
}

impl News {
    pub(super) fn references<'a>(&'a self, visit: &mut dyn FnMut(Role, &'a At<String>)) {
        self.issue.iter().for_each(|issue| visit(Role::Issue, issue));
        self.events.iter().for_each(|event| visit(Role::Event, event));
    }
}

pub(super) fn read(fields: &mut Fields) -> News {
    News {
        subtitle: fields.text("subtitle").map(|t| t.value),
        column: fields.required("column").unwrap_or(At { value: String::new(), start: 0, end: 0 }),
        source: fields.text("source").map(|t| t.value),
        bylines: fields.map("bylines", bylines).unwrap_or_default(),
        chambers: fields.texts("chambers"),
        places: fields.texts("places"),
        issue: fields.text("issue"),
        events: fields.texts("events"),
        featured: fields.flag("featured").unwrap_or(false),
    }
}

fn bylines(fields: &mut Fields) -> Bylines {
    let plain = |text: Option<At<String>>| text.map(|t| t.value);
    Bylines {
        author: fields.texts("author").into_iter().map(|t| t.value).collect(),
        source: plain(fields.text("source")),
        editor: plain(fields.text("editor")),
        duty_editor: plain(fields.text("duty_editor")),
    }
}
