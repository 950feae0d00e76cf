//! Pictures for bulletins of the harness: as small as can be, and whole.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

/// A photograph that lies on its side and tells a place, a camera and more; upright it has 480 × 320 pixels.
pub const TURNED: &[u8] = include_bytes!("pictures/turned.jpg");
/// The same as a PNG and a WebP with notes, upright.
pub const NOTED_PNG: &[u8] = include_bytes!("pictures/noted.png");
pub const NOTED_WEBP: &[u8] = include_bytes!("pictures/noted.webp");
/// A GIF that moves, with a note.
pub const MOVING: &[u8] = include_bytes!("pictures/moving.gif");

/// A PNG of this size; each width has colours of its own.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let shade = |x: u32, y: u32| Rgb([(width * 40) as u8, (x / 2) as u8, (y * 3) as u8]);
    let mut bytes = Cursor::new(vec![]);
    RgbImage::from_fn(width, height, shade).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}
