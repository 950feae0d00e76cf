//! Pixels → the bytes of a file for the site.

use webp::{Encoder, WebPConfig};

use super::decode::Pixels;
use super::{Fault, Rules, Source};

/// Encodes what was saved as `source`.
///
/// A drawing or a picture of a screen, which is what is saved as PNG, is often smaller without loss.
pub(super) fn encode(pixels: &Pixels, source: Source, rules: Rules) -> Result<Vec<u8>, Fault> {
    let lossy = one_webp(pixels, |config| config.quality = f32::from(rules.quality))?;
    if source != Source::Png {
        return Ok(lossy);
    }
    let lossless = one_webp(pixels, |config| {
        config.lossless = 1;
        // Of an effort, not of a quality.
        config.quality = 50.0;
    })?;
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
