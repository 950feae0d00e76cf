//! Files → typed records: one file of code for each kind of record.
//!
//! Enters: the bytes of one Markdown file. Leaves: a [`Record`] whose front matter is read and
//! typed and whose body is parsed, with every mistake that one file alone can show. This layer
//! looks at one file at a time: it resolves no reference and knows no URL.

mod agreement;
mod chamber;
mod channel;
mod column;
mod common;
mod criteria;
mod date;
mod decimal;
mod digest;
mod document;
mod event;
mod figure;
mod front;
mod guidance;
mod issue;
mod links;
mod load;
mod news;
mod page;
mod place;
mod recognition;
mod report;
mod rotation;
mod schema;
mod series;
mod service;
mod texts;
mod web;
mod words;
mod years;

pub use agreement::{Agreement, AgreementType, Party, Step};
pub use chamber::{Chamber, ChamberType, Contact, Leader, Members};
pub use channel::{Channel, ChannelType};
pub use column::Column;
pub use common::{Common, Cover, Status, Visibility};
pub use criteria::{Criteria, CriteriaSet};
pub use date::{Date, Moment, When};
pub use decimal::Decimal;
pub use digest::{Digester, digest, fingerprint};
pub use document::{Attachment, Document, DocumentType, Validity};
pub use event::{Event, EventType, Progress, Speaker};
pub use figure::{Basis, Compare, Count, Figure, Known, Unquotable, quantity};
pub use guidance::{Finding, Guidance, Measure, MeasureStatus};
pub use issue::{Erratum, Issue, Numbers, Part, Permit, PermitKind};
pub use links::Role;
pub use load::{Loaded, MAX_FILE_BYTES, load, prose, reparse, shape};
pub use news::{Bylines, News};
pub use page::Page;
pub use place::{Level, Place};
pub use recognition::{Notice, Recognition, RecognitionLevel};
pub use report::Report;
pub use rotation::{Team, Turn};
pub use schema::{schema, schemas};
pub use series::{Rhythm, Series};
pub use service::{Ask, AskStatus, Partner, Product, Service, ServiceType};
pub use years::Years;

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
    Issues,
    Recognitions,
    Events,
    Series,
    Agreements,
    Documents,
    Reports,
    Channels,
    Figures,
    Rotation,
    Services,
    Guidance,
}

impl Kind {
    pub const ALL: [Kind; 17] = [
        Kind::News,
        Kind::Chambers,
        Kind::Columns,
        Kind::Places,
        Kind::Pages,
        Kind::Issues,
        Kind::Recognitions,
        Kind::Events,
        Kind::Series,
        Kind::Agreements,
        Kind::Documents,
        Kind::Reports,
        Kind::Channels,
        Kind::Figures,
        Kind::Rotation,
        Kind::Services,
        Kind::Guidance,
    ];

    /// The folder under `content/`, the name for an editor, and that in English, of one.
    const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Kind::News => ("news", "稿件", "news item"),
            Kind::Chambers => ("chambers", "商会", "chamber"),
            Kind::Columns => ("columns", "栏目", "column"),
            Kind::Places => ("places", "地区", "place"),
            Kind::Pages => ("pages", "页面", "page"),
            Kind::Issues => ("issues", "期", "journal issue"),
            Kind::Recognitions => ("recognitions", "认定", "recognition round"),
            Kind::Events => ("events", "活动", "event"),
            Kind::Series => ("series", "系列", "series of events"),
            Kind::Agreements => ("agreements", "协议", "agreement"),
            Kind::Documents => ("documents", "文件", "document"),
            Kind::Reports => ("reports", "媒体报道", "media report"),
            Kind::Channels => ("channels", "渠道", "channel"),
            Kind::Figures => ("figures", "数据", "figure"),
            Kind::Rotation => ("rotation", "主题轮值", "turn of the rotation"),
            Kind::Services => ("services", "服务", "service"),
            Kind::Guidance => ("guidance", "一对一指导", "guidance record"),
        }
    }

    /// The folder under `content/`, which is also the kind's name in references and templates.
    pub const fn folder(self) -> &'static str {
        self.words().0
    }

    /// The kind's name for an editor.
    pub const fn zh(self) -> &'static str {
        self.words().1
    }

    /// The kind's name in English, of one.
    pub const fn en(self) -> &'static str {
        self.words().2
    }

    /// The title of the page that lists all records of the kind, where there is one.
    pub const fn index_title(self) -> Option<&'static str> {
        Some(match self {
            Kind::Issues => "历期会刊",
            Kind::Recognitions => "四好榜",
            Kind::Events => "活动日历",
            Kind::Series => "活动系列",
            Kind::Agreements => "合作协议",
            Kind::Documents => "文件",
            Kind::Reports => "媒体报道",
            Kind::Channels => "关注我们",
            Kind::Figures => "数据",
            Kind::Rotation => "主题轮值",
            Kind::Services => "服务",
            Kind::Guidance => "一对一指导",
            Kind::News | Kind::Chambers | Kind::Columns | Kind::Places | Kind::Pages => {
                return None;
            }
        })
    }

    /// What a record of the kind is when it does not say: what is found wanting in a chamber is not
    /// made public by leaving a line out.
    pub const fn visibility(self) -> Visibility {
        match self {
            Kind::Guidance => Visibility::Internal,
            _ => Visibility::Public,
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
        [self.kind.folder(), "/", &self.id, ".md"].concat()
    }

    /// The whole reference to this record: `news/2019/10/experience-exchange`.
    pub fn reference(&self) -> String {
        [self.kind.folder(), "/", &self.id].concat()
    }

    /// The date that lists are ordered by: that of what the record is about, where its kind has one.
    pub fn when(&self) -> Date {
        let own = match &self.meta {
            Meta::News(_) | Meta::Chamber(_) | Meta::Column(_) | Meta::Place(_) | Meta::Page(_) => {
                None
            }
            Meta::Issue(own) => own.when(self.common.date.as_ref().map(|date| date.value)),
            Meta::Recognition(own) => own.when(),
            Meta::Event(own) => own.when(),
            Meta::Series(own) => own.when(),
            Meta::Agreement(own) => own.when(),
            Meta::Document(own) => own.when(),
            Meta::Report(own) => own.when(),
            Meta::Channel(own) => own.when(),
            Meta::Figure(own) => own.when(),
            Meta::Turn(own) => own.when(),
            Meta::Service(own) => own.when(),
            Meta::Guidance(own) => own.when(),
        };
        own.or(self.common.date.as_ref().map(|date| date.value)).unwrap_or_default()
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
    Issue(Issue),
    Recognition(Recognition),
    Event(Event),
    Series(Series),
    Agreement(Agreement),
    Document(Document),
    Report(Report),
    Channel(Channel),
    Figure(Figure),
    Turn(Turn),
    Service(Service),
    Guidance(Guidance),
}
