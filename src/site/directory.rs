//! Chambers and places: the directory, and who belongs where.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::former::FormerName;
use super::frozen::in_order;
use super::index::with_ancestors;
use super::items::Items;
use super::{Item, Ix};
use crate::content::{ChamberType, Kind, Meta};

/// How the directory of chambers is grouped.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum By {
    Kind,
    Place,
    Pinyin,
}

impl By {
    pub const ALL: [By; 3] = [By::Kind, By::Place, By::Pinyin];

    pub fn name(self) -> &'static str {
        match self {
            By::Kind => "kind",
            By::Place => "place",
            By::Pinyin => "pinyin",
        }
    }

    /// Where the directory so grouped stands.
    pub fn folder(self) -> &'static str {
        match self {
            By::Kind => "chambers/",
            By::Place => "chambers/by-place/",
            By::Pinyin => "chambers/by-pinyin/",
        }
    }
}

/// One group of the directory.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Group {
    /// `direct`, a place's reference or a letter.
    pub key: String,
    pub title: String,
    /// A fragment for jump links; unique on its page.
    pub anchor: String,
    pub items: Vec<Ix>,
    /// Former names that belong here, by pinyin, each with its chamber; only where letters are.
    pub former: Vec<(String, Ix)>,
}

impl Group {
    fn new(key: String, title: String) -> Group {
        let anchor = key.rsplit('/').next().unwrap_or_default().to_owned();
        Group { key, title, anchor, items: vec![], former: vec![] }
    }
}

/// All chambers and places, with every way to look them up made once.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct Directory {
    /// By pinyin.
    chambers: Vec<Ix>,
    /// Chambers that belong to a place or to any place inside it, by pinyin.
    #[serde(serialize_with = "in_order")]
    by_place: HashMap<Ix, Vec<Ix>>,
    /// Hometown chambers whose members come from a place, or from any place inside it.
    #[serde(serialize_with = "in_order")]
    by_origin: HashMap<Ix, Vec<Ix>>,
    /// By code.
    places: Vec<Ix>,
    /// Places that lie directly in a place, by code.
    #[serde(serialize_with = "in_order")]
    children: HashMap<Ix, Vec<Ix>>,
    groups: BTreeMap<By, Vec<Group>>,
}

impl Directory {
    pub fn build(items: &[Arc<Item>], former: &[FormerName]) -> Directory {
        let mut directory = Directory::default();
        let of_kind = |kind: Kind| {
            let all = (0u32..).map(Ix).zip(items);
            all.filter(move |(_, item)| item.record.kind == kind)
                .map(|(ix, _)| ix)
                .collect::<Vec<_>>()
        };
        directory.chambers = of_kind(Kind::Chambers);
        directory
            .chambers
            .sort_by(|a, b| items[a.0 as usize].sort_key.cmp(&items[b.0 as usize].sort_key));
        directory.places = of_kind(Kind::Places);
        directory.places.sort_by_key(|ix| code_of(&items[ix.0 as usize]));
        for &ix in &directory.chambers {
            let refs = &items[ix.0 as usize].refs;
            let file = |list: &mut HashMap<Ix, Vec<Ix>>, place: Option<Ix>| {
                for place in with_ancestors(items, place.as_slice()) {
                    list.entry(place).or_default().push(ix);
                }
            };
            file(&mut directory.by_place, refs.region);
            file(&mut directory.by_origin, refs.origin);
        }
        for &ix in &directory.places {
            if let Some(parent) = items[ix.0 as usize].refs.parent {
                directory.children.entry(parent).or_default().push(ix);
            }
        }
        directory.groups =
            By::ALL.map(|by| (by, directory.group(items, former, by))).into_iter().collect();
        directory
    }

    fn group(&self, items: &[Arc<Item>], former: &[FormerName], by: By) -> Vec<Group> {
        // The key that groups are ordered by, beside the group itself.
        let mut groups: BTreeMap<(usize, String), Group> = BTreeMap::new();
        for &ix in &self.chambers {
            let (order, key, title) = group_of(items, &items[ix.0 as usize], by);
            let group = groups.entry((order, key.clone()));
            group.or_insert_with(|| Group::new(key, title)).items.push(ix);
        }
        for name in former.iter().filter(|_| by == By::Pinyin) {
            let (order, key, title) = under_letter(name.initial);
            let group = groups.entry((order, key.clone()));
            let group = group.or_insert_with(|| Group::new(key, title));
            group.former.push((name.name.clone(), name.of));
        }
        groups.into_values().collect()
    }

    pub fn groups(&self, by: By) -> &[Group] {
        self.groups.get(&by).map_or(&[], Vec::as_slice)
    }

    /// Chambers by pinyin, of one type and in one place when given.
    pub fn chambers(&self, items: &Items, kind: Option<ChamberType>, place: Option<Ix>) -> Vec<Ix> {
        let all = match place {
            None => &self.chambers[..],
            Some(place) => listed(&self.by_place, place),
        };
        let fits = |ix: &Ix| kind.is_none() || items.get(*ix).and_then(chamber_type) == kind;
        all.iter().copied().filter(fits).collect()
    }

    /// Chambers elsewhere whose members come from `place`.
    pub fn of_origin(&self, place: Ix) -> &[Ix] {
        listed(&self.by_origin, place)
    }

    /// Places by code; only those that lie directly in `parent` when given.
    pub fn places(&self, parent: Option<Ix>) -> &[Ix] {
        match parent {
            None => &self.places,
            Some(parent) => listed(&self.children, parent),
        }
    }
}

fn listed(lists: &HashMap<Ix, Vec<Ix>>, place: Ix) -> &[Ix] {
    lists.get(&place).map_or(&[], Vec::as_slice)
}

fn code_of(item: &Item) -> (String, String) {
    let code = match &item.record.meta {
        Meta::Place(place) => place.code.value.clone(),
        _ => String::new(),
    };
    (code, item.record.id.clone())
}

fn chamber_type(item: &Item) -> Option<ChamberType> {
    match &item.record.meta {
        Meta::Chamber(chamber) => Some(chamber.kind),
        _ => None,
    }
}

fn group_of(items: &[Arc<Item>], item: &Item, by: By) -> (usize, String, String) {
    match by {
        By::Kind => {
            let kind = chamber_type(item).unwrap_or(ChamberType::Direct);
            let order = ChamberType::ALL.iter().position(|k| *k == kind).unwrap_or(0);
            (order, kind.name().to_owned(), kind.zh().to_owned())
        }
        By::Place => match item.refs.region {
            Some(region) => {
                let place = &items[region.0 as usize];
                (
                    0,
                    format!("{}/{}", code_of(place).0, slug_of(place)),
                    place.record.common.title.value.clone(),
                )
            }
            None => (1, "elsewhere".to_owned(), "异地".to_owned()),
        },
        By::Pinyin => under_letter(item.initial),
    }
}

fn under_letter(initial: char) -> (usize, String, String) {
    let letter = initial.to_string();
    let order = usize::from(initial == '#');
    let key = if order == 1 { "other".to_owned() } else { letter.clone() };
    (order, key, letter)
}

fn slug_of(item: &Item) -> String {
    let file = item.path.rsplit('/').find(|s| !s.is_empty()).unwrap_or_default();
    file.trim_end_matches(".html").to_owned()
}
