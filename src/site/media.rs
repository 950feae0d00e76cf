//! Pictures and attachments that records refer to.

use std::sync::Arc;

use crate::diag::{Diagnostic, FileId};

/// What pages need to know of a file that is copied to the site.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MediaInfo {
    pub file: FileId,
    /// The address from the root, made from the content: it never goes stale.
    pub path: String,
    pub digest: u128,
    /// What stands in `path` of the content; see `content::fingerprint`.
    pub fingerprint: u32,
    /// Width and height in pixels, where the file says so.
    pub size: Option<(u32, u32)>,
}

/// Where the facts of a file come from.
pub trait MediaStore: Sync {
    /// The facts of `file`.
    ///
    /// # Errors
    /// Why it cannot be published, without a place: the caller knows who refers to it.
    fn info(&self, file: FileId) -> Result<Arc<MediaInfo>, Diagnostic>;
}
