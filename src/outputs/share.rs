//! A record → the picture that stands for its page where its address is shared.
//!
//! It is called after the page, not after its content: programs that show it keep it under the page's
//! address anyway.

use super::File;
use crate::diag::Diagnostic;
use crate::picture::{Card, draw};
use crate::query::View;
use crate::site::{Item, Ix, Site, list_file};

/// One for each record's page.
pub(super) fn files(site: &Site) -> Vec<(String, File)> {
    site.items().map(|(ix, item)| (path(item), File::Share(ix))).collect()
}

/// Where the picture of `item` stands.
pub fn path(item: &Item) -> String {
    let page = list_file(&item.path);
    format!("share/{}.png", page.strip_suffix(".html").unwrap_or(&page))
}

/// The picture of the record `ix`.
///
/// # Errors
/// Its font has no glyph for some character.
pub(super) fn write(view: &View, ix: Ix) -> Result<Vec<u8>, Diagnostic> {
    let Some((item, font)) = view.card(ix).zip(view.font()) else { return Ok(vec![]) };
    let title = &item.record.common.title;
    let masthead = view.title();
    let publisher = view.publisher();
    let date = item.record.common.date.as_ref().map(|date| date.value);
    let date = date.filter(|date| date.year().is_some()).map(|date| date.zh()).unwrap_or_default();
    let between = if date.is_empty() || publisher == masthead { "" } else { "　" };
    let publisher = if publisher == masthead { "" } else { publisher };
    let foot = [publisher, between, &date].concat();
    let card = Card { masthead, title: &title.value, foot: &foot };
    draw(card, font).map_err(|missing| no_glyph(&missing).at(title.span(item.file)))
}

fn no_glyph(missing: &[char]) -> Diagnostic {
    let all: Vec<String> =
        missing.iter().map(|c| format!("“{c}”(U+{:04X})", u32::from(*c))).collect();
    let all = all.join("、");
    Diagnostic::error(
        "media/glyph",
        format!("分享图的字体里没有这些字：{all}"),
        format!("the font of share images has no glyph for {}", all.replace(['“', '”'], "")),
    )
    .hint(
        "换一个字更全的字体（设置 share_images 里的 font），例如思源黑体、文泉驿微米黑；或核对是不是打错了字",
        "use a font that has them in the setting share_images, or see whether they are mistyped",
    )
}
