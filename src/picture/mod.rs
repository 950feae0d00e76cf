//! Pictures: bytes and rules → bytes. Opens no file, knows no site.
//!
//! Enters: the bytes of a picture as an editor saved it. Leaves: what is published of it. [`look`] reads the
//! header alone and gives [`Facts`]; from them follow, without a pixel decoded, the [`Recipe`]s of all that
//! will be published. [`make`] carries them out:
//!
//! - a photograph is turned upright, its colours are those of sRGB, it is made narrower where it is wide, and encoded anew. Of the original's
//!   bytes none is copied, so no place, time, name or device that a camera noted can stay;
//! - what moves, and an original that is asked for, keeps its pixels, and loses all else ([`strip`]);
//! - an SVG keeps what draws, and loses what acts or leads elsewhere ([`svg`]).
//!
//! [`draw`] sets the words of a page as a picture, with a [`Font`].
//!
//! The same bytes leave on every machine: decoders and encoders run by one path of code, or in whole
//! numbers by which all of their paths agree.

mod colour;
mod decode;
mod encode;
mod fault;
mod layout;
mod share;
mod strip;
mod svg;
#[cfg(test)]
mod tests;

pub use decode::look;
pub use fault::Fault;
pub use layout::{Recipe, recipes};
pub use share::{Card, Font, SHARE_SIZE, draw};

use serde::{Deserialize, Serialize};

/// Names the code that makes pictures: its own source and the versions of its libraries. What another one
/// made is not believed to be what this one would make.
pub const ENGINE: &str = env!("HUIKAN_PICTURES");

/// How pictures are published: the setting `images`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rules {
    /// 1 to 100, as WebP understands it.
    pub quality: u8,
    /// Whether the whole picture, as large as it came, may be downloaded too.
    pub originals: bool,
    /// Whether photographs are published as AVIF too, for browsers that read it.
    pub avif: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Rules { quality: 80, originals: false, avif: false }
    }
}

/// What a picture was saved as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Source {
    Jpeg,
    Png,
    Webp,
    Gif,
    Svg,
}

impl Source {
    /// By the ending of a file's name, in small letters; `None` for what is no picture that can be read.
    pub fn of(ending: &str) -> Option<Source> {
        match ending {
            "jpg" | "jpeg" => Some(Source::Jpeg),
            "png" => Some(Source::Png),
            "webp" => Some(Source::Webp),
            "gif" => Some(Source::Gif),
            "svg" => Some(Source::Svg),
            _ => None,
        }
    }

    pub fn ending(self) -> &'static str {
        match self {
            Source::Jpeg => "jpg",
            Source::Png => "png",
            Source::Webp => "webp",
            Source::Gif => "gif",
            Source::Svg => "svg",
        }
    }
}

/// What a photograph is encoded as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Format {
    /// Every browser of today reads it.
    Webp,
    /// Smaller, read by most browsers of today, and ten times as long in the making.
    Avif,
}

impl Format {
    pub fn ending(self) -> &'static str {
        match self {
            Format::Webp => "webp",
            Format::Avif => "avif",
        }
    }
}

/// What the header of a picture says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Facts {
    pub source: Source,
    /// Width and height in pixels as a reader sees it: upright. `None` of an SVG that does not say.
    pub size: Option<(u32, u32)>,
    /// It is published with the pixels that it has: it moves, or is drawn in lines.
    pub kept: bool,
    /// Its pixels lie otherwise in the file than a reader is to see them.
    pub turned: bool,
}

/// Carries out recipes for one picture, which is decoded at most once; the results in their order.
///
/// # Errors
/// The picture is damaged.
pub fn make(
    bytes: &[u8],
    facts: Facts,
    recipes: &[Recipe],
    rules: Rules,
) -> Result<Vec<Vec<u8>>, Fault> {
    let is_fit = |recipe: &Recipe| matches!(recipe, Recipe::Fit { .. });
    let pixels = match recipes.iter().any(is_fit) {
        true => Some(decode::pixels(bytes, facts.source)?),
        false => None,
    };
    // Each from the whole, never one from another: what comes of a recipe must not depend on which others
    // are asked for with it.
    let one = |recipe: &Recipe| match (*recipe, &pixels) {
        (Recipe::Fit { width, height, format }, Some(pixels)) => {
            encode::encode(&*pixels.fit(width, height)?, facts.source, format, rules)
        }
        _ => kept(bytes, facts.source),
    };
    recipes.iter().map(one).collect()
}

/// Looks at every pixel and keeps none.
///
/// # Errors
/// The picture is damaged.
pub fn verify(bytes: &[u8], facts: Facts) -> Result<(), Fault> {
    match facts.kept {
        true => kept(bytes, facts.source).map(drop),
        false => decode::pixels(bytes, facts.source).map(drop),
    }
}

fn kept(bytes: &[u8], source: Source) -> Result<Vec<u8>, Fault> {
    match source {
        Source::Jpeg => strip::jpeg(bytes),
        Source::Png => strip::png(bytes),
        Source::Webp => strip::webp(bytes),
        Source::Gif => strip::gif(bytes),
        Source::Svg => svg::clean(bytes),
    }
}
