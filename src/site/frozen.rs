//! A site that is kept for the next run: what was worked out, without the records that it was made of.
//!
//! Enters: a site. Leaves: its [`Frame`] (all lists) and the facts of each item, both to be serialized; and
//! from these the same site again, whose items are made when they are asked for.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use serde::{Deserialize, Serialize, Serializer};

use super::backlinks::Backlinks;
use super::calendar::Calendar;
use super::directory::Directory;
use super::figures::Indicators;
use super::index::Indexes;
use super::issues::Issues;
use super::items::{Items, Shelf};
use super::media::MediaInfo;
use super::progress::Progress;
use super::{FormerName, Item, MenuLink, Refs, Site, Skipped, Standings, Target, ViewOptions};
use crate::config::Settings;
use crate::content::Record;
use crate::diag::FileId;

/// All of a site but settings, options and items.
#[derive(Debug, Serialize, Deserialize)]
pub struct Frame {
    indexes: Arc<Indexes>,
    directory: Arc<Directory>,
    backlinks: Arc<Backlinks>,
    issues: Arc<Issues>,
    #[serde(serialize_with = "shared_in_order")]
    standing: Arc<Standings>,
    former: Arc<Vec<FormerName>>,
    progress: Arc<Progress>,
    calendar: Arc<Calendar>,
    indicators: Arc<Indicators>,
    menu: Arc<Vec<MenuLink>>,
    skipped: Vec<Skipped>,
    next_change: Option<Timestamp>,
}

/// What is known of an item beside its record, in the order of [`Item::facts`].
pub type Facts = (
    FileId,
    String,
    Refs,
    Vec<Target>,
    Option<String>,
    Vec<Option<Arc<MediaInfo>>>,
    Option<Arc<MediaInfo>>,
    Vec<Option<Arc<MediaInfo>>>,
    Vec<String>,
    bool,
    String,
    char,
);

impl Item {
    /// All of it but its record: what [`Facts`] is read from.
    pub fn facts(&self) -> impl Serialize {
        (
            self.file,
            &self.path,
            &self.refs,
            &self.links,
            &self.beginning,
            &self.images,
            &self.cover,
            &self.attachments,
            &self.aliases,
            self.draft,
            &self.sort_key,
            self.initial,
        )
    }

    /// The item of a record of which these facts are known.
    pub fn of_facts(record: Arc<Record>, facts: Facts) -> Item {
        Item {
            record,
            file: facts.0,
            path: facts.1,
            refs: facts.2,
            links: facts.3,
            beginning: facts.4,
            images: facts.5,
            cover: facts.6,
            attachments: facts.7,
            aliases: facts.8,
            draft: facts.9,
            sort_key: facts.10,
            initial: facts.11,
        }
    }
}

impl Site {
    pub fn frame(&self) -> Frame {
        Frame {
            indexes: Arc::clone(&self.indexes),
            directory: Arc::clone(&self.directory),
            backlinks: Arc::clone(&self.backlinks),
            issues: Arc::clone(&self.issues),
            standing: Arc::clone(&self.standing),
            former: Arc::clone(&self.former),
            progress: Arc::clone(&self.progress),
            calendar: Arc::clone(&self.calendar),
            indicators: Arc::clone(&self.indicators),
            menu: Arc::clone(&self.menu),
            skipped: self.skipped.clone(),
            next_change: self.next_change,
        }
    }

    /// The site whose frame this is, with `count` items, which stand on `shelf`.
    pub fn thaw(
        frame: Frame,
        settings: Arc<Settings>,
        options: ViewOptions,
        count: usize,
        shelf: Arc<dyn Shelf>,
    ) -> Site {
        Site {
            settings,
            options,
            items: Items::thawed(count, shelf),
            by_reference: Arc::new(OnceLock::new()),
            indexes: frame.indexes,
            directory: frame.directory,
            backlinks: frame.backlinks,
            issues: frame.issues,
            standing: frame.standing,
            former: frame.former,
            progress: frame.progress,
            calendar: frame.calendar,
            indicators: frame.indicators,
            menu: frame.menu,
            skipped: frame.skipped,
            next_change: frame.next_change,
        }
    }
}

/// Writes a map in the order of its keys: the same site is frozen to the same bytes.
pub(super) fn in_order<K: Ord + Serialize, V: Serialize, H, S: Serializer>(
    map: &HashMap<K, V, H>,
    to: S,
) -> Result<S::Ok, S::Error> {
    let mut all: Vec<(&K, &V)> = map.iter().collect();
    all.sort_unstable_by_key(|(key, _)| *key);
    to.collect_map(all)
}

fn shared_in_order<S: Serializer>(map: &Arc<Standings>, to: S) -> Result<S::Ok, S::Error> {
    in_order(map, to)
}
