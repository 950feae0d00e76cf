//! The files of an edition that are copied as they are: a theme's own, pictures, attachments.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::build::bodies::changed;
use crate::build::{Files, output};
use crate::content;
use crate::diag::{Diagnostic, FileId};
use crate::theme::Stage;

/// By their output paths.
pub(super) type Copies = BTreeMap<String, Copy>;

/// A file that is copied.
#[derive(PartialEq)]
pub(super) struct Copy {
    digest: u128,
    from: From,
}

#[derive(PartialEq)]
enum From {
    Theme(Arc<[u8]>),
    /// Read when it is asked for: pictures would fill the memory.
    Content(FileId),
}

/// All files that the pages of `stage` refer to.
pub(super) fn copies(stage: &Stage) -> Copies {
    let assets = stage.theme.assets().map(|asset| {
        let from = From::Theme(Arc::clone(&asset.bytes));
        (asset.path.clone(), Copy { digest: asset.digest, from })
    });
    let media = output::media(&stage.site).into_iter().map(|info| {
        (info.path.clone(), Copy { digest: info.digest, from: From::Content(info.file) })
    });
    assets.chain(media).collect()
}

impl Copy {
    /// # Errors
    /// The file can no longer be read, or is no longer what it was.
    pub fn bytes(&self, files: &Files) -> Result<Arc<[u8]>, Diagnostic> {
        match &self.from {
            From::Theme(bytes) => Ok(Arc::clone(bytes)),
            From::Content(file) => {
                let bytes = files.read(*file)?;
                let same = content::digest(&bytes) == self.digest;
                if same { Ok(bytes.into()) } else { Err(changed(*file)) }
            }
        }
    }

    pub fn is_same(&self, other: &Copy) -> bool {
        self.digest == other.digest
    }
}
