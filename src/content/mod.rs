//! Files → typed records: one file of code for each kind of record.
//!
//! Enters: the bytes of one Markdown file. Leaves: a [`Record`] whose front matter is read and
//! typed and whose body is parsed, with every mistake that one file alone can show. This layer
//! looks at one file at a time: it resolves no reference and knows no URL.

mod chamber;
mod column;
mod common;
mod date;
mod digest;
mod front;
mod load;
mod news;
mod page;
mod place;
mod words;

pub use chamber::{Chamber, ChamberType, Contact, Leader, Members};
pub use column::Column;
pub use common::{Common, Cover, Status, Visibility};
pub use date::{Date, Moment};
pub use digest::{Digester, digest, fingerprint};
pub use load::{Loaded, MAX_FILE_BYTES, load, reparse};
pub use news::{Bylines, News};
pub use page::Page;
pub use place::{Level, Place};

use serde::{Deserialize, Serialize};

use crate::markdown::Outline;

/// What a record is; its folder under `content/` says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    News,
    Chambers,
    Columns,
    Places,
    Pages,
}

impl Kind {
    pub const ALL: [Kind; 5] =
        [Kind::News, Kind::Chambers, Kind::Columns, Kind::Places, Kind::Pages];

    /// The folder under `content/`, which is also the kind's name in references and templates.
    pub fn folder(self) -> &'static str {
        match self {
            Kind::News => "news",
            Kind::Chambers => "chambers",
            Kind::Columns => "columns",
            Kind::Places => "places",
            Kind::Pages => "pages",
        }
    }

    /// The kind's name for an editor.
    pub fn zh(self) -> &'static str {
        match self {
            Kind::News => "稿件",
            Kind::Chambers => "商会",
            Kind::Columns => "栏目",
            Kind::Places => "地区",
            Kind::Pages => "页面",
        }
    }

    /// The kind's name in English, of one.
    pub fn en(self) -> &'static str {
        match self {
            Kind::News => "news item",
            Kind::Chambers => "chamber",
            Kind::Columns => "column",
            Kind::Places => "place",
            Kind::Pages => "page",
        }
    }

    pub fn from_folder(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.folder() == name)
    }
}

/// One Markdown file, typed. Places are byte offsets in its file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub kind: Kind,
    /// The path inside the kind's folder without `.md`, in NFC: `2019/10/experience-exchange`.
    pub id: String,
    pub common: Common,
    pub meta: Meta,
    pub outline: Outline,
    /// Digest of the file's bytes.
    pub digest: u128,
}

impl Record {
    /// The last segment of the id: what a slug is made of and a short reference names.
    pub fn stem(&self) -> &str {
        self.id.rsplit('/').next().unwrap_or(&self.id)
    }

    /// The file's path under `content/`.
    pub fn path(&self) -> String {
        format!("{}/{}.md", self.kind.folder(), self.id)
    }

    /// The whole reference to this record: `news/2019/10/experience-exchange`.
    pub fn reference(&self) -> String {
        format!("{}/{}", self.kind.folder(), self.id)
    }
}

/// What only records of one kind have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Meta {
    News(News),
    Chamber(Chamber),
    Column(Column),
    Place(Place),
    Page(Page),
}
