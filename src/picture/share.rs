//! The picture that stands for a page where its address is shared: masthead, title, publisher.
//!
//! Enters: the words and a font. Leaves: a PNG of 1200 × 630 pixels, which is what OpenGraph is shown at. Every
//! character must have a glyph: a box in its place would be seen by all who are sent the page, and by its
//! editors last.

use std::io::Cursor;

use ab_glyph::{Font as _, FontVec, GlyphId, PxScale, ScaleFont as _, point};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use unicode_linebreak::{BreakOpportunity, linebreaks};

/// Width and height of every such picture, in pixels.
pub const SHARE_SIZE: (u32, u32) = (1200, 630);

const MARGIN: f32 = 88.0;
/// Of the band at the top, and of the rule below the masthead.
const BAND: u32 = 24;
const PAPER: [u8; 3] = [0xfd, 0xfb, 0xf7];
const VERMILION: [u8; 3] = [0xa8, 0x28, 0x1a];
const INK: [u8; 3] = [0x23, 0x20, 0x1c];
const SOFT: [u8; 3] = [0x5f, 0x59, 0x50];

/// Sizes of a title, of which the first is taken in which it needs no more lines than stand beside it.
const TITLES: [(f32, usize); 4] = [(84.0, 2), (72.0, 3), (60.0, 4), (48.0, 5)];

/// A font that such pictures are set in.
pub struct Font {
    face: FontVec,
    mark: String,
}

impl std::fmt::Debug for Font {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.debug_tuple("Font").field(&self.mark).finish()
    }
}

impl Font {
    /// The font in a file: TrueType or OpenType, alone or in a collection; of a collection the one for
    /// simplified Chinese. `None` when it is none.
    pub fn read(bytes: Vec<u8>) -> Option<Font> {
        let mark = format!("{:032x}", xxhash_rust::xxh3::xxh3_128(&bytes));
        let simplified = simplified(&bytes);
        let face = FontVec::try_from_vec_and_index(bytes, simplified).ok()?;
        face.units_per_em()?;
        Some(Font { face, mark })
    }

    /// Another one for other bytes.
    pub fn mark(&self) -> &str {
        &self.mark
    }

    fn glyph(&self, c: char) -> GlyphId {
        self.face.glyph_id(c)
    }

    /// Pixels from one line to the next are not asked for: `size` is that of the em.
    fn scale(&self, size: f32) -> PxScale {
        let em = self.face.units_per_em().unwrap_or(1000.0);
        PxScale::from(size * self.face.height_unscaled() / em)
    }

    fn width(&self, text: &str, size: f32) -> f32 {
        let font = self.face.as_scaled(self.scale(size));
        text.trim_end().chars().map(|c| font.h_advance(self.glyph(c))).sum()
    }
}

/// Which face of a collection has the forms of simplified Chinese; 0 where none says so.
fn simplified(bytes: &[u8]) -> u32 {
    let is_simplified = |index: &u32| {
        let Ok(face) = ttf_parser::Face::parse(bytes, *index) else { return false };
        let names =
            face.names().into_iter().filter(|name| name.name_id == ttf_parser::name_id::FULL_NAME);
        names.filter_map(|name| name.to_string()).any(|name| name.contains(" SC"))
    };
    let count = ttf_parser::fonts_in_collection(bytes).unwrap_or(0);
    (0..count).find(is_simplified).unwrap_or(0)
}

/// What stands on such a picture.
#[derive(Clone, Copy, Debug)]
pub struct Card<'a> {
    pub masthead: &'a str,
    pub title: &'a str,
    pub foot: &'a str,
}

/// Draws a card.
///
/// # Errors
/// The characters for which the font has no glyph, each once, in their order.
pub fn draw(card: Card, font: &Font) -> Result<Vec<u8>, Vec<char>> {
    let mut missing = vec![];
    let all = [card.masthead, card.title, card.foot];
    for c in all.into_iter().flat_map(str::chars).filter(|c| !c.is_whitespace()) {
        if font.glyph(c) == GlyphId(0) && !missing.contains(&c) {
            missing.push(c);
        }
    }
    if !missing.is_empty() {
        return Err(missing);
    }
    let mut sheet = Sheet::new(font);
    let (width, height) = SHARE_SIZE;
    sheet.fill((0, 0), (width, BAND), VERMILION);
    sheet.line(card.masthead, MARGIN, 118.0, 44.0, VERMILION);
    sheet.fill((MARGIN as u32, 150), (width - 2 * MARGIN as u32, 2), VERMILION);
    let (size, lines) = set(card.title, font, width as f32 - 2.0 * MARGIN);
    let step = size * 1.36;
    // Between the rule and the foot, a little above the middle.
    let middle = 340.0;
    let first = middle - step * (lines.len() as f32 - 1.0) / 2.0 + size * 0.36;
    for (n, line) in lines.iter().enumerate() {
        sheet.line(line, MARGIN, first + step * n as f32, size, INK);
    }
    let foot = fitting(card.foot, font, 32.0, width as f32 - 2.0 * MARGIN);
    sheet.line(&foot, MARGIN, height as f32 - 52.0, 32.0, SOFT);
    Ok(sheet.into_png())
}

/// The size of a title and its lines. What is too long for the smallest size is cut.
fn set(title: &str, font: &Font, width: f32) -> (f32, Vec<String>) {
    for (size, most) in TITLES {
        let lines = broken(title, font, size, width);
        if lines.len() <= most {
            return (size, balanced(title, font, size, width, lines));
        }
    }
    let (size, most) = TITLES[TITLES.len() - 1];
    let mut lines = broken(title, font, size, width);
    let rest = lines.split_off(most - 1).concat();
    lines.push(fitting(&rest, font, size, width));
    (size, lines)
}

/// Lines of nearly one length: the narrowest width in which they are as many.
fn balanced(
    title: &str,
    font: &Font,
    size: f32,
    width: f32,
    mut lines: Vec<String>,
) -> Vec<String> {
    for step in 1..20 {
        let narrower = broken(title, font, size, width * (1.0 - step as f32 * 0.03));
        if narrower.len() > lines.len() {
            break;
        }
        lines = narrower;
    }
    lines
}

/// A text in lines no wider than `width`: no line begins with what closes, or ends with what opens (Unicode
/// line breaking, UAX #14). Only a piece that is wider by itself is broken anywhere.
fn broken(text: &str, font: &Font, size: f32, width: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut from = 0;
    for (to, opportunity) in linebreaks(text) {
        let piece = &text[std::mem::replace(&mut from, to)..to];
        let line = lines.last().map_or("", String::as_str);
        if !line.is_empty() && font.width(&format!("{line}{piece}"), size) > width {
            lines.push(String::new());
        }
        for c in piece.chars() {
            let line = lines.last().map_or("", String::as_str);
            if !line.is_empty()
                && font.width(&format!("{line}{c}"), size) > width
                && !c.is_whitespace()
            {
                lines.push(String::new());
            }
            lines.last_mut().into_iter().for_each(|line| line.push(c));
        }
        if opportunity == BreakOpportunity::Mandatory && to < text.len() {
            lines.push(String::new());
        }
    }
    lines.into_iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// The beginning of a text that fits into `width`, with an ellipsis where it is cut.
fn fitting(text: &str, font: &Font, size: f32, width: f32) -> String {
    let mut text = text.to_owned();
    if font.width(&text, size) <= width {
        return text;
    }
    let dots = if font.glyph('…') == GlyphId(0) { "" } else { "…" };
    while !text.is_empty() && font.width(&format!("{text}{dots}"), size) > width {
        text.pop();
    }
    text + dots
}

struct Sheet<'f> {
    font: &'f Font,
    pixels: Vec<u8>,
}

impl<'f> Sheet<'f> {
    fn new(font: &'f Font) -> Self {
        let (width, height) = SHARE_SIZE;
        Sheet { font, pixels: PAPER.repeat((width * height) as usize) }
    }

    fn fill(&mut self, (x, y): (u32, u32), (width, height): (u32, u32), colour: [u8; 3]) {
        for y in y..y + height {
            (x..x + width).for_each(|x| self.put(x as i32, y as i32, colour, 255));
        }
    }

    /// Sets a line with its foot at `y`.
    fn line(&mut self, text: &str, mut x: f32, y: f32, size: f32, colour: [u8; 3]) {
        let scale = self.font.scale(size);
        let font = self.font.face.as_scaled(scale);
        for c in text.chars() {
            let id = font.glyph_id(c);
            let glyph = id.with_scale_and_position(scale, point(x, y));
            x += font.h_advance(id);
            let Some(outline) = font.outline_glyph(glyph) else { continue };
            let bounds = outline.px_bounds();
            outline.draw(|dx, dy, cover| {
                let (x, y) = (bounds.min.x as i32 + dx as i32, bounds.min.y as i32 + dy as i32);
                self.put(x, y, colour, (cover.clamp(0.0, 1.0) * 255.0).round() as u8);
            });
        }
    }

    fn put(&mut self, x: i32, y: i32, colour: [u8; 3], cover: u8) {
        let (width, height) = (SHARE_SIZE.0 as i32, SHARE_SIZE.1 as i32);
        if !(0..width).contains(&x) || !(0..height).contains(&y) {
            return;
        }
        let at = 3 * (y * width + x) as usize;
        for (old, new) in self.pixels[at..at + 3].iter_mut().zip(colour) {
            let (below, above, cover) = (u32::from(*old), u32::from(new), u32::from(cover));
            *old = ((below * (255 - cover) + above * cover + 127) / 255) as u8;
        }
    }

    fn into_png(self) -> Vec<u8> {
        let mut bytes = Cursor::new(vec![]);
        let encoder =
            PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Up);
        // It is written into memory: nothing can fail.
        let _ =
            encoder.write_image(&self.pixels, SHARE_SIZE.0, SHARE_SIZE.1, ExtendedColorType::Rgb8);
        bytes.into_inner()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A font for Chinese that Debian has: `tests/run` installs it.
    fn font() -> Font {
        #[allow(clippy::disallowed_methods, reason = "the test reads a font of the system")]
        let bytes = std::fs::read("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc");
        Font::read(bytes.expect("install fonts-wqy-microhei, as tests/run does")).unwrap()
    }

    #[test]
    fn no_line_begins_with_what_closes_or_ends_with_what_opens() {
        let font = font();
        let text = "梧州市召开“四好”商会建设推进会，（部署）2019年《工作要点》、Intel Corporation代表参加！";
        for width in (200..1200).step_by(7) {
            let lines = broken(text, &font, 60.0, width as f32);
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
            for line in &lines {
                assert!(!line.starts_with(['，', '”', '）', '》', '、', '！']), "{lines:?}");
                assert!(!line.ends_with(['“', '（', '《']), "{lines:?}");
                assert!(width < 400 || font.width(line, 60.0) <= width as f32, "{lines:?}");
            }
        }
    }

    #[test]
    fn a_title_of_any_length_fits() {
        let font = font();
        for length in 1..200 {
            let (size, lines) = set(&"商会".repeat(length), &font, 1024.0);
            assert!(lines.len() as f32 * size * 1.36 <= 400.0, "{length}: {size} {}", lines.len());
            assert!(lines.iter().all(|line| font.width(line, size) <= 1024.0));
        }
        // No line is left with a character alone.
        let (_, lines) = set("梧州市工商联召开商会工作会", &font, 1024.0);
        assert!(lines.iter().all(|line| line.chars().count() > 4), "{lines:?}");
    }

    #[test]
    fn a_missing_glyph_is_told_and_nothing_is_drawn() {
        let card = |title| Card { masthead: "会刊", title, foot: "" };
        assert_eq!(
            draw(card("商\u{e000}会\u{e001}\u{e000}"), &font()),
            Err(vec!['\u{e000}', '\u{e001}'])
        );
        let png = draw(card("商会"), &font()).unwrap();
        let image = image::load_from_memory(&png).unwrap();
        assert_eq!((image.width(), image.height()), SHARE_SIZE);
        assert_eq!(draw(card("商会"), &font()), Ok(png));
    }

    #[test]
    fn what_is_no_font_is_none() {
        assert!(Font::read(vec![]).is_none());
        assert!(Font::read(b"no font".to_vec()).is_none());
    }
}
