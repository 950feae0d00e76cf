//! The settings `images` and `share_images`: how pictures are published, and which are drawn.

use crate::diag::Diagnostic;
use crate::picture::Rules;
use crate::yaml::{At, Fields};

/// What stands for a font that the system has, in place of a file's name.
pub const SYSTEM_FONT: &str = "system";

/// Reads the key `share_images`. The pictures are drawn only where it is set: which fonts a system has differs
/// from machine to machine, and so would what is drawn with them.
pub(super) fn share_font(fields: &mut Fields) -> Option<At<String>> {
    fields.map("share_images", |inner| inner.required("font")).flatten()
}

/// Reads the key `images`; what is not said is as usual.
pub(super) fn read(fields: &mut Fields) -> Rules {
    let usual = Rules::default();
    let read = |inner: &mut Fields| Rules {
        quality: quality(inner).unwrap_or(usual.quality),
        originals: inner.flag("originals").unwrap_or(usual.originals),
        avif: inner.flag("avif").unwrap_or(usual.avif),
    };
    fields.map("images", read).unwrap_or(usual)
}

fn quality(fields: &mut Fields) -> Option<u8> {
    let found = fields.int("quality")?;
    let quality = u8::try_from(found.value).ok().filter(|quality| (1..=100).contains(quality));
    if quality.is_none() {
        let diag = Diagnostic::error(
            "config/image-quality",
            "图片质量 quality 应当在 1 到 100 之间",
            "the quality of pictures must lie between 1 and 100",
        )
        .at(found.span(fields.file()))
        .hint("一般写 80", "80 is usual");
        fields.report(diag);
    }
    quality
}
