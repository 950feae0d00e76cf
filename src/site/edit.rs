//! A site after an edit that reaches no further than one record's own page.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Item, Ix, Site, links};
use crate::content::Record;
use crate::markdown::Outline;

impl Site {
    /// The same site with `record` in place of the record of its name, and that record's place, when
    /// only words of its body were edited: front matter, links and pictures are what they were, and
    /// no heading is gone that others may lead to. `None` when the edit may reach further.
    pub fn with_words(&self, record: &Arc<Record>) -> Option<(Site, Ix)> {
        let ix = self.find(&record.reference())?;
        let item = self.reworded(ix, record)?;
        let mut site = self.clone();
        site.items.replace(ix, item);
        Some((site, ix))
    }

    /// Puts `record` in the place of the record at `ix`, under the same conditions; `None` when the edit
    /// may reach further, and then nothing is changed.
    pub fn reword(&mut self, ix: Ix, record: &Arc<Record>) -> Option<()> {
        let item = self.reworded(ix, record)?;
        self.items.replace(ix, item);
        Some(())
    }

    fn reworded(&self, ix: Ix, record: &Arc<Record>) -> Option<Item> {
        let old = self.items.get(ix)?;
        if !is_same_but_words(&old.record, record) {
            return None;
        }
        let title = |n: usize| links::title(old.links.get(n), |ix| Some(&*self.item(ix)?.record));
        let beginning = record.outline.summary_with(title);
        Some(Item { record: Arc::clone(record), beginning, ..Item::clone(old) })
    }
}

/// Whether two records of one file differ in nothing but words of the body.
pub fn is_same_but_words(old: &Record, new: &Record) -> bool {
    old.common == new.common
        && old.meta == new.meta
        && leads(&old.outline) == leads(&new.outline)
        && pictures(&old.outline) == pictures(&new.outline)
        && keeps_ids(&old.outline, &new.outline)
}

/// Whether all that links may lead to in a text is there still.
fn keeps_ids(old: &Outline, new: &Outline) -> bool {
    let ids: HashSet<&str> = new.ids().collect();
    old.ids().all(|id| ids.contains(id))
}

/// What links lead to, wherever they stand in the text.
fn leads(outline: &Outline) -> Vec<(&str, bool)> {
    outline.links.iter().map(|link| (link.target.as_str(), link.empty_text)).collect()
}

fn pictures(outline: &Outline) -> Vec<&str> {
    outline.images.iter().map(|image| image.src.as_str()).collect()
}
