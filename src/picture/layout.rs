//! Which pictures are published of one: from its header alone.

use serde::{Deserialize, Serialize};

use super::{Facts, Format, Rules, Source};

/// The widths that are made of a photograph, in pixels. A phone's text column is some 360 points wide at two
/// or three pixels each, a large screen's 650 at one or two; the least is for a picture among others.
const WIDTHS: [u32; 4] = [320, 640, 1080, 1600];
/// A width that is nearly that of the widest would cost room and spare a reader nothing.
const NEARLY: f64 = 0.85;
/// WebP knows no longer side.
const LONGEST: u32 = 16_383;

/// How one published picture is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Recipe {
    /// Encoded anew, upright, at this size in pixels.
    Fit { width: u32, height: u32, format: Format },
    /// With the pixels and at the size that it has, and nothing else of it.
    Kept,
}

/// What is published of a picture: photographs from the narrowest to the widest, once more as AVIF where the
/// rules want that too, and behind them the whole where the rules let it be downloaded.
pub fn recipes(facts: Facts, rules: Rules) -> Vec<Recipe> {
    let Some(size) = facts.size.filter(|_| !facts.kept) else { return vec![Recipe::Kept] };
    let widest = widest(size);
    let below = |width: &u32| f64::from(*width) < f64::from(widest) * NEARLY;
    let widths: Vec<u32> = WIDTHS.into_iter().filter(below).chain([widest]).collect();
    // What is saved as PNG is a drawing or a picture of a screen, which WebP keeps without loss in less room.
    let has_avif = rules.avif && facts.source != Source::Png;
    let formats = [Format::Webp].into_iter().chain(has_avif.then_some(Format::Avif));
    let fit = |width, format| Recipe::Fit { width, height: height(size, width), format };
    let fits = formats.flat_map(|format| widths.iter().map(move |width| fit(*width, format)));
    // A PNG or WebP says how it lies in what is taken off: without that it would lie on its side.
    let original = rules.originals && (facts.source == Source::Jpeg || !facts.turned);
    fits.chain(original.then_some(Recipe::Kept)).collect()
}

fn widest((width, height): (u32, u32)) -> u32 {
    let most = width.min(WIDTHS[WIDTHS.len() - 1]);
    if height_of(width, height, most) <= u64::from(LONGEST) {
        return most;
    }
    let fits = u64::from(width) * u64::from(LONGEST) / u64::from(height.max(1));
    u32::try_from(fits).unwrap_or(1).clamp(1, most)
}

fn height((width, height): (u32, u32), at: u32) -> u32 {
    u32::try_from(height_of(width, height, at)).unwrap_or(LONGEST).clamp(1, LONGEST)
}

/// The height at the width `at`, rounded.
fn height_of(width: u32, height: u32, at: u32) -> u64 {
    let (width, height, at) = (u64::from(width.max(1)), u64::from(height), u64::from(at));
    (height * at + width / 2) / width
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(width: u32, height: u32) -> Vec<(u32, u32)> {
        let facts =
            Facts { source: Source::Jpeg, size: Some((width, height)), kept: false, turned: false };
        let size = |recipe| match recipe {
            Recipe::Fit { width, height, .. } => (width, height),
            Recipe::Kept => (0, 0),
        };
        recipes(facts, Rules::default()).into_iter().map(size).collect()
    }

    #[test]
    fn nothing_is_made_wider_than_it_is() {
        assert_eq!(widths(4000, 3000), [(320, 240), (640, 480), (1080, 810), (1600, 1200)]);
        assert_eq!(widths(1000, 500), [(320, 160), (640, 320), (1000, 500)]);
        assert_eq!(widths(640, 427), [(320, 214), (640, 427)]);
        assert_eq!(widths(700, 10), [(320, 5), (700, 10)]);
        assert_eq!(widths(1, 1), [(1, 1)]);
        assert_eq!(widths(30, 1), [(30, 1)]);
        assert_eq!(widths(2000, 1), [(320, 1), (640, 1), (1080, 1), (1600, 1)]);
    }

    #[test]
    fn a_long_picture_stays_within_what_the_format_knows() {
        let made = widths(1080, 40_000);
        assert_eq!(made, [(320, 11_852), (442, 16_370)]);
        assert!(widths(1, 100_000).iter().all(|(_, height)| *height <= LONGEST));
    }

    #[test]
    fn a_photograph_comes_as_avif_too_where_that_is_set_and_a_drawing_does_not() {
        let count = |source, avif| {
            let facts = Facts { source, size: Some((700, 500)), kept: false, turned: false };
            let made = recipes(facts, Rules { avif, ..Rules::default() });
            let is = |of: Format| {
                made.iter()
                    .filter(|made| matches!(made, Recipe::Fit { format, .. } if *format == of))
                    .count()
            };
            (is(Format::Webp), is(Format::Avif))
        };
        assert_eq!(count(Source::Jpeg, true), (2, 2));
        assert_eq!(count(Source::Webp, true), (2, 2));
        assert_eq!(count(Source::Png, true), (2, 0));
        assert_eq!(count(Source::Jpeg, false), (2, 0));
    }
}
