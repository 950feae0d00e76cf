//! A font of the system for pictures of shared pages: where it is looked for, and what a later run must find to know that
//! it is the same one.

use camino::{Utf8Path, Utf8PathBuf};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::vfs::{Stat, Vfs};

/// Where systems keep fonts for simplified Chinese, those first that are made for headings.
const PLACES: [&str; 12] = [
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/noto-cjk/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "/System/Library/Fonts/Supplemental/Songti.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "/System/Library/Fonts/STHeiti Medium.ttc",
    "C:/Windows/Fonts/msyhbd.ttc",
    "C:/Windows/Fonts/simhei.ttf",
];

/// The first that can be read, with its bytes.
pub fn read(vfs: &dyn Vfs) -> Option<(Utf8PathBuf, Vec<u8>)> {
    let read = |path| Some((Utf8PathBuf::from(path), vfs.read(Utf8Path::new(path)).ok()?));
    PLACES.into_iter().find_map(read)
}

/// What lies at each of the places: while this is the same, so is the font. A link is followed.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sight(Vec<Option<(String, Stat)>>);

impl Sight {
    pub fn of(vfs: &dyn Vfs) -> Sight {
        let look = |path: &str| {
            let path = vfs.canonical(Utf8Path::new(path)).ok()?;
            let stat = vfs.stat(&path).ok()?;
            Some((path.into_string(), stat))
        };
        Sight(PLACES.into_iter().map(look).collect())
    }

    /// Whether a run that read the font at `read_at` or later read what lies there.
    pub fn settled(&self, read_at: Timestamp) -> bool {
        self.0.iter().flatten().all(|(_, stat)| stat.settled(read_at))
    }
}
