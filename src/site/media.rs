//! Pictures and attachments that records refer to.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diag::{Diagnostic, FileId};
use crate::picture::{Facts, Format, Recipe};

/// What pages need to know of a file that is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaInfo {
    pub file: FileId,
    /// The address from the root of what stands for it where one thing can: the widest of what is made of a
    /// picture, else the file itself. Made from the content: what stands there never changes.
    pub path: String,
    /// Of the file, not of what is made of it.
    pub digest: u128,
    /// What stands in `path` of the content; see `content::fingerprint`.
    pub fingerprint: u32,
    /// Width and height in pixels of what stands at `path`, where that is known.
    pub size: Option<(u32, u32)>,
    /// What a picture is; `None` of a file that is copied as it is.
    pub facts: Option<Facts>,
    /// What is published of a picture, in the order of its recipes.
    pub made: Vec<Made>,
}

/// One published picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    pub path: String,
    pub recipe: Recipe,
}

impl MediaInfo {
    /// The address and the width of each size to choose from, the narrowest first; none where there is
    /// nothing to choose.
    pub fn choices(&self) -> impl Iterator<Item = (&str, u32)> {
        let has_choice = self.sizes(Format::Webp).nth(1).is_some();
        self.sizes(Format::Webp).filter(move |_| has_choice)
    }

    /// The same of what is published as AVIF too; here one alone is a choice, of the format.
    pub fn avif(&self) -> impl Iterator<Item = (&str, u32)> {
        self.sizes(Format::Avif)
    }

    fn sizes(&self, of: Format) -> impl Iterator<Item = (&str, u32)> {
        self.made.iter().filter_map(move |made| match made.recipe {
            Recipe::Fit { width, format, .. } if format == of => Some((made.path.as_str(), width)),
            _ => None,
        })
    }

    /// The whole picture as large as it came, where it may be downloaded beside what pages show.
    pub fn original(&self) -> Option<&str> {
        let whole = self.made.iter().find(|made| made.recipe == Recipe::Kept);
        whole.map(|made| made.path.as_str()).filter(|path| *path != self.path)
    }

    /// Where a link leads that is to give a reader the file.
    pub fn download(&self) -> &str {
        self.original().unwrap_or(&self.path)
    }
}

/// Where the facts of a file come from.
pub trait MediaStore: Sync {
    /// The facts of `file`.
    ///
    /// # Errors
    /// Why it cannot be published, without a place: the caller knows who refers to it.
    fn info(&self, file: FileId) -> Result<Arc<MediaInfo>, Diagnostic>;
}
