//! 媒体报道: what another medium wrote of the federation or its chambers.

use serde::{Deserialize, Serialize};

use super::{Date, Role, web};
use crate::yaml::{At, Fields};

/// Front matter of a media report beyond the common keys; `date` is when it appeared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The medium's name.
    pub medium: String,
    /// The channel of ours that it appeared on, where it is one of ours.
    pub channel: Option<At<String>>,
    /// Its address on the medium's own site.
    pub url: Option<String>,
    pub author: Vec<String>,
    /// Articles of the bulletin that it goes back to, or that go back to it.
    pub articles: Vec<At<String>>,
    /// Chambers that it speaks of.
    pub chambers: Vec<At<String>>,
}

pub(super) fn read(fields: &mut Fields) -> Report {
    Report {
        medium: fields.required("medium").map(|text| text.value).unwrap_or_default(),
        channel: fields.text("channel"),
        url: web::address(fields, "url").map(|text| text.value),
        author: fields.texts("author").into_iter().map(|text| text.value).collect(),
        articles: fields.texts("articles"),
        chambers: fields.texts("chambers"),
    }
}

impl Report {
    /// The date that lists are ordered by: the common one.
    pub(super) fn when(&self) -> Option<Date> {
        None
    }

    /// Every reference in it.
    pub(super) fn references<'a>(&'a self, visit: &mut dyn FnMut(Role, &'a At<String>)) {
        self.channel.iter().for_each(|one| visit(Role::Channel, one));
        self.articles.iter().for_each(|one| visit(Role::Article, one));
        self.chambers.iter().for_each(|one| visit(Role::Chamber, one));
    }
}
