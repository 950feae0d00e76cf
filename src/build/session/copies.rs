//! The files of an edition that are no pages: a theme's own, pictures, attachments.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::build::bodies::changed;
use crate::build::media::key_of;
use crate::build::pictures::{self, Store};
use crate::build::{Files, Options, output};
use crate::content;
use crate::diag::{Diagnostic, FileId};
use crate::picture::{Facts, Recipe, Rules};
use crate::site::MediaInfo;
use crate::theme::Stage;

/// By their output paths.
pub(super) type Copies = BTreeMap<String, Copy>;

/// A file that is no page.
#[derive(PartialEq)]
pub(super) struct Copy {
    /// Of the file, or of what it is made from and by.
    digest: u128,
    from: From,
}

#[derive(PartialEq)]
enum From {
    Theme(Arc<[u8]>),
    /// Read when it is asked for: pictures would fill the memory.
    Content(FileId),
    /// Made when it is asked for.
    Picture(Arc<MediaInfo>, Facts, Recipe, Rules),
}

/// All files that the pages of `stage` refer to.
pub(super) fn copies(stage: &Stage) -> Copies {
    let assets = stage.theme.assets().map(|asset| {
        let from = From::Theme(Arc::clone(&asset.bytes));
        (asset.path.clone(), Copy { digest: asset.digest, from })
    });
    let rules = stage.site.settings.images;
    let media = output::media(&stage.site).into_iter().flat_map(|info| published(&info, rules));
    assets.chain(media).collect()
}

/// The file itself, or all that is made of a picture.
fn published(info: &Arc<MediaInfo>, rules: Rules) -> Vec<(String, Copy)> {
    let Some(facts) = info.facts else {
        let copy = Copy { digest: info.digest, from: From::Content(info.file) };
        return vec![(info.path.clone(), copy)];
    };
    let one = |made: &crate::site::Made| {
        let from = From::Picture(Arc::clone(info), facts, made.recipe, rules);
        (made.path.clone(), Copy { digest: key_of(info.digest, made.recipe, rules), from })
    };
    info.made.iter().map(one).collect()
}

impl Copy {
    /// # Errors
    /// The file can no longer be read, or is no longer what it was; a picture is damaged.
    pub fn bytes(&self, files: &Files, room: &Darkroom) -> Result<Arc<[u8]>, Diagnostic> {
        match &self.from {
            From::Theme(bytes) => Ok(Arc::clone(bytes)),
            From::Content(file) => {
                let bytes = files.read(*file)?;
                let same = content::digest(&bytes) == self.digest;
                if same { Ok(bytes.into()) } else { Err(changed(*file)) }
            }
            From::Picture(info, facts, recipe, rules) => room.picture(files, self.digest, || {
                let made = pictures::made_of(files, info, *facts, &[*recipe], *rules)?;
                Ok(made.into_iter().next().unwrap_or_default())
            }),
        }
    }

    pub fn is_same(&self, other: &Copy) -> bool {
        self.digest == other.digest
    }
}

/// Bytes of made pictures that are kept for whoever asks next.
const KEPT: usize = 64 * 1024 * 1024;

/// Where pictures are made for readers of editions, and what is known of them. Nothing is written; what
/// builds made is used.
pub(super) struct Darkroom {
    options: Options,
    made: Mutex<Shelf>,
    /// The digests of pictures that can be made.
    whole: Mutex<HashSet<u128>>,
}

#[derive(Default)]
struct Shelf {
    pictures: HashMap<u128, Arc<[u8]>>,
    bytes: usize,
}

impl Darkroom {
    pub fn new(options: Options) -> Darkroom {
        Darkroom { options, made: Mutex::default(), whole: Mutex::default() }
    }

    fn picture(
        &self,
        files: &Files,
        key: u128,
        make: impl FnOnce() -> Result<Vec<u8>, Diagnostic>,
    ) -> Result<Arc<[u8]>, Diagnostic> {
        let shelf = || self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = shelf().pictures.get(&key) {
            return Ok(Arc::clone(made));
        }
        let store = Store::of(files.vfs(), &self.options.root);
        let bytes: Arc<[u8]> = match store.find(key) {
            Some((_, bytes)) => bytes.into(),
            None => make()?.into(),
        };
        let mut shelf = shelf();
        if shelf.bytes + bytes.len() > KEPT {
            mem::take(&mut *shelf);
        }
        shelf.bytes += bytes.len();
        shelf.pictures.insert(key, Arc::clone(&bytes));
        Ok(bytes)
    }

    /// Whether all pictures among `copies` can be made, as far as `stopped` lets it look: `None` when it was
    /// stopped, else what is wrong with them. Each is looked at once.
    pub fn verify(
        &self,
        copies: &Copies,
        files: &Files,
        stopped: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<Diagnostic>> {
        let whole = || self.whole.lock().unwrap_or_else(PoisonError::into_inner);
        let mut open: BTreeMap<FileId, &MediaInfo> = BTreeMap::new();
        for copy in copies.values() {
            if let From::Picture(info, ..) = &copy.from {
                open.insert(info.file, info);
            }
        }
        open.retain(|_, info| !whole().contains(&info.digest));
        let looked = open.par_iter().map(|(_, info)| {
            if stopped() {
                return None;
            }
            let verified = pictures::verify(files, info).err();
            if verified.is_none() {
                whole().insert(info.digest);
            }
            Some(verified)
        });
        let looked: Vec<Option<Option<Diagnostic>>> = looked.collect();
        let all: Option<Vec<Option<Diagnostic>>> = looked.into_iter().collect();
        all.map(|all| all.into_iter().flatten().collect())
    }
}
