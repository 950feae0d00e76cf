//! Former names of chambers: each leads to the chamber, from the directory and from an address.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};

use super::address::{self, list_file};
use super::assemble::Input;
use super::collide::Taken;
use super::{Item, Ix};
use crate::content::Meta;
use crate::zh;

/// A name that a chamber had or is also known by.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FormerName {
    pub name: String,
    pub of: Ix,
    /// The file of the page at the name's address, which leads to the chamber. None where that
    /// address is taken, or where two chambers had the name: the directory has them both.
    pub file: Option<String>,
    /// Pinyin to sort by and the letter that it stands under.
    pub(super) sort_key: String,
    pub(super) initial: char,
}

/// All former names, by pinyin. An address that anything else has claimed stays with that: an editor
/// wrote a name there, no address, and is not asked to mend one.
pub(super) fn build(input: &Input, items: &[Arc<Item>], taken: &Taken) -> Vec<FormerName> {
    let settings = &input.settings;
    // A file that is copied as it is may be the chamber's old page, under that very name.
    let is_free =
        |file: &String| !taken.has(file) && (input.find_file)(&format!("static/{file}")).is_none();
    let mut all: Vec<FormerName> = Vec::new();
    for (ix, item) in (0u32..).map(Ix).zip(items) {
        let Meta::Chamber(chamber) = &item.record.meta else { continue };
        let title = &item.record.common.title.value;
        let mut own: Vec<&String> = chamber.names.iter().collect();
        own.sort_unstable();
        own.dedup();
        for name in own.into_iter().filter(|name| *name != title && !name.is_empty()) {
            let path = address::path_of_name(settings, &item.record, name, input.options.portable);
            let file = path.map(|path| list_file(&path)).filter(is_free);
            all.push(FormerName {
                name: name.clone(),
                of: ix,
                file,
                sort_key: zh::sort_key(name, &settings.readings),
                initial: zh::initial(name, &settings.readings),
            });
        }
    }
    all.sort_by(|a, b| (&a.sort_key, &a.name, a.of).cmp(&(&b.sort_key, &b.name, b.of)));
    share_no_address(&mut all);
    all
}

/// Of the names at one address the first stands there, if all belong to one chamber.
fn share_no_address(all: &mut [FormerName]) {
    let mut owner: HashMap<String, (usize, Ix)> = HashMap::new();
    let mut spare: Vec<usize> = Vec::new();
    for (n, name) in all.iter().enumerate() {
        let Some(file) = &name.file else { continue };
        match owner.get(&file.to_lowercase()) {
            None => {
                owner.insert(file.to_lowercase(), (n, name.of));
            }
            Some((_, of)) if *of == name.of => spare.push(n),
            Some((first, _)) => spare.extend([*first, n]),
        }
    }
    spare.into_iter().for_each(|n| all[n].file = None);
}
