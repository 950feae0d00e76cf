//! The items of a site: all at hand, or each made when it is first asked for.
//!
//! An assembled site has all its items. One that was frozen and is thawed again takes each from where it
//! is kept, when somebody asks: of a large bulletin the page of an edited text asks for a few dozen.

use std::fmt::Debug;
use std::sync::{Arc, OnceLock};

use super::{Item, Ix};

/// Where a thawed site takes its items from.
pub trait Shelf: Debug + Send + Sync {
    /// The item that had this place when the site was frozen.
    fn item(&self, ix: Ix) -> Option<Item>;

    /// The whole references of all items, in their order.
    fn references(&self) -> Vec<String>;
}

/// See the head of this module.
#[derive(Clone, Debug)]
pub(super) struct Items {
    cells: Vec<OnceLock<Arc<Item>>>,
    /// Where those are that are not made yet.
    shelf: Option<Arc<dyn Shelf>>,
}

impl Items {
    pub fn all(items: Vec<Arc<Item>>) -> Items {
        Items { cells: items.into_iter().map(OnceLock::from).collect(), shelf: None }
    }

    pub fn thawed(count: usize, shelf: Arc<dyn Shelf>) -> Items {
        let cells = (0..count).map(|_| OnceLock::new()).collect();
        Items { cells, shelf: Some(shelf) }
    }

    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// The item at a place, to be shared.
    pub fn shared(&self, ix: Ix) -> Option<&Arc<Item>> {
        let cell = self.cells.get(ix.0 as usize)?;
        if let Some(item) = cell.get() {
            return Some(item);
        }
        let made = self.shelf.as_ref()?.item(ix)?;
        Some(cell.get_or_init(|| Arc::new(made)))
    }

    pub fn get(&self, ix: Ix) -> Option<&Item> {
        self.shared(ix).map(|item| &**item)
    }

    pub fn iter(&self) -> impl Iterator<Item = (Ix, &Arc<Item>)> {
        let places = (0u32..).map(Ix).take(self.cells.len());
        places.filter_map(|ix| Some((ix, self.shared(ix)?)))
    }

    pub fn replace(&mut self, ix: Ix, item: Item) {
        if let Some(cell) = self.cells.get_mut(ix.0 as usize) {
            *cell = OnceLock::from(Arc::new(item));
        }
    }

    /// The whole references of all items, in their order.
    pub fn references(&self) -> Vec<String> {
        match &self.shelf {
            Some(shelf) => shelf.references(),
            None => self.iter().map(|(_, item)| item.record.reference()).collect(),
        }
    }
}
