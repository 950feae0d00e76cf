//! Pixels → the bytes of a file for the site.

use webp::{Encoder, WebPConfig};

use super::decode::Pixels;
use super::{Fault, Format, Rules, Source};

/// Encodes what was saved as `source`.
pub(super) fn encode(
    pixels: &Pixels,
    source: Source,
    format: Format,
    rules: Rules,
) -> Result<Vec<u8>, Fault> {
    match format {
        Format::Webp => webp(pixels, source, rules),
        Format::Avif => avif(pixels, rules),
    }
}

/// So many pixels to a byte has only what is drawn in plain colours, and that is never smaller with loss by much.
const PLAIN: u64 = 16;

/// A drawing or a picture of a screen, which is what is saved as PNG, is often smaller without loss.
fn webp(pixels: &Pixels, source: Source, rules: Rules) -> Result<Vec<u8>, Fault> {
    let lossy = || one_webp(pixels, |config| config.quality = f32::from(rules.quality));
    if source != Source::Png {
        return lossy();
    }
    let lossless = one_webp(pixels, |config| {
        config.lossless = 1;
        // Of an effort, not of a quality.
        config.quality = 50.0;
    })?;
    let area = u64::from(pixels.width) * u64::from(pixels.height);
    if lossless.len() as u64 * PLAIN <= area {
        return Ok(lossless);
    }
    let lossy = lossy()?;
    Ok(if lossless.len() <= lossy.len() { lossless } else { lossy })
}

fn one_webp(pixels: &Pixels, set: impl FnOnce(&mut WebPConfig)) -> Result<Vec<u8>, Fault> {
    let (width, height) = (pixels.width, pixels.height);
    let encoder = match pixels.alpha {
        true => Encoder::from_rgba(&pixels.bytes, width, height),
        false => Encoder::from_rgb(&pixels.bytes, width, height),
    };
    let mut config = WebPConfig::new().map_err(|()| Fault::Encoder("WebPConfig".to_owned()))?;
    set(&mut config);
    let encoded = encoder.encode_advanced(&config);
    encoded.map(|bytes| bytes.to_vec()).map_err(|error| Fault::Encoder(format!("{error:?}")))
}

/// From 1, slow, to 10: at 9 a photograph is a twentieth larger than at 7, and takes half the time.
#[cfg(feature = "avif")]
const AVIF_SPEED: u8 = 9;
/// At the same number AVIF comes nearer to the original than WebP; so much lower it comes as near, in three
/// quarters of the room.
#[cfg(feature = "avif")]
const AVIF_QUALITY_BELOW: u8 = 5;

/// One thread: a picture is cut into as many tiles as there are threads, and each cut costs bytes; it is
/// pictures that are made side by side.
#[cfg(feature = "avif")]
fn avif(pixels: &Pixels, rules: Rules) -> Result<Vec<u8>, Fault> {
    use ravif::{BitDepth, Encoder, Img, RGB8, RGBA8};

    let quality = f32::from(rules.quality.saturating_sub(AVIF_QUALITY_BELOW).clamp(1, 100));
    let encoder = Encoder::new()
        .with_quality(quality)
        .with_alpha_quality(quality)
        .with_speed(AVIF_SPEED)
        .with_bit_depth(BitDepth::Eight)
        .with_num_threads(Some(1));
    let size = |side: u32| usize::try_from(side).unwrap_or_default();
    let (width, height) = (size(pixels.width), size(pixels.height));
    let encoded = match pixels.alpha {
        true => {
            let pixel = |p: &[u8]| RGBA8::new(p[0], p[1], p[2], p[3]);
            let all: Vec<RGBA8> = pixels.bytes.chunks_exact(4).map(pixel).collect();
            encoder.encode_rgba(Img::new(&all[..], width, height))
        }
        false => {
            let pixel = |p: &[u8]| RGB8::new(p[0], p[1], p[2]);
            let all: Vec<RGB8> = pixels.bytes.chunks_exact(3).map(pixel).collect();
            encoder.encode_rgb(Img::new(&all[..], width, height))
        }
    };
    let encoded = encoded.map_err(|error| Fault::Encoder(format!("AVIF: {error}")))?;
    Ok(encoded.avif_file)
}

#[cfg(not(feature = "avif"))]
fn avif(_: &Pixels, _: Rules) -> Result<Vec<u8>, Fault> {
    Err(Fault::Encoder("AVIF: this huikan was built without it (cargo feature avif)".to_owned()))
}
