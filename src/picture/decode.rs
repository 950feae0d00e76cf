//! The bytes of a picture → its facts, or its pixels.

use std::borrow::Cow;
use std::io::Cursor;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{ColorType, DynamicImage, GrayImage, ImageDecoder, RgbImage};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::colour::Transform;
use super::fault::MAX_PIXELS;
use super::{Facts, Fault, Source, strip, svg};

/// Reads the header of a picture whose name has this ending, in small letters; `None` for what is none.
///
/// # Errors
/// It cannot be published.
pub fn look(ending: &str, bytes: &[u8]) -> Result<Option<Facts>, Fault> {
    let Some(source) = Source::of(ending) else {
        return if ending == "avif" { Err(Fault::Format("AVIF")) } else { Ok(None) };
    };
    let still = |size, turn| (Some(upright(size, turn)), false, turn != Orientation::NoTransforms);
    let moving = |size| (Some(size), true, false);
    let (size, kept, turned) = match source {
        Source::Svg => (svg::size(bytes)?, true, false),
        Source::Gif => moving(strip::gif_size(bytes)?),
        Source::Jpeg => {
            let mut decoder = jpeg(bytes);
            decoder.decode_headers().map_err(|_| Fault::Broken)?;
            still(jpeg_size(&decoder)?, turn_of(&decoder))
        }
        Source::Png => {
            let mut decoder = png(bytes)?;
            let turn = decoder.orientation().map_err(|_| Fault::Broken)?;
            let moves = decoder.is_apng().map_err(|_| Fault::Broken)?;
            let size = decoder.dimensions();
            if moves { moving(size) } else { still(size, turn) }
        }
        Source::Webp => {
            let mut decoder = webp(bytes)?;
            let turn = decoder.orientation().map_err(|_| Fault::Broken)?;
            let size = decoder.dimensions();
            if decoder.has_animation() { moving(size) } else { still(size, turn) }
        }
    };
    if let Some((width, height)) = size
        && source != Source::Svg
        && u64::from(width) * u64::from(height) > MAX_PIXELS
    {
        return Err(Fault::Pixels { width, height });
    }
    // What ends too early or is not whole shows without a pixel decoded.
    super::kept(bytes, source)?;
    Ok(Some(Facts { source, size, kept, turned }))
}

fn upright((width, height): (u32, u32), turn: Orientation) -> (u32, u32) {
    match turn {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => (height, width),
        _ => (width, height),
    }
}

/// Three bytes for each pixel, or four where some of it is seen through.
#[derive(Clone)]
pub(super) struct Pixels {
    pub width: u32,
    pub height: u32,
    pub bytes: Vec<u8>,
    pub alpha: bool,
}

/// What a file holds, as it lies there.
struct Decoded {
    image: DynamicImage,
    turn: Orientation,
    /// What its numbers mean (ICC), where it says so.
    profile: Option<Vec<u8>>,
}

/// Decodes a photograph, turns it upright, and gives its colours the numbers that browsers understand.
pub(super) fn pixels(bytes: &[u8], source: Source) -> Result<Pixels, Fault> {
    let Decoded { mut image, turn, profile } = match source {
        Source::Jpeg => decoded_jpeg(bytes)?,
        Source::Png => decoded(png(bytes)?)?,
        Source::Webp => decoded(webp(bytes)?)?,
        Source::Gif | Source::Svg => return Err(Fault::Broken),
    };
    image.apply_orientation(turn);
    let grey = !image.color().has_color();
    let mut pixels = plain(image);
    if let Some(transform) = profile.and_then(|profile| Transform::of(&profile, grey)) {
        transform.apply(&mut pixels.bytes, if pixels.alpha { 4 } else { 3 });
    }
    Ok(pixels)
}

fn plain(image: DynamicImage) -> Pixels {
    let (width, height) = (image.width(), image.height());
    let rgba = image.color().has_alpha().then(|| image.to_rgba8());
    let seen_through = |rgba: &image::RgbaImage| rgba.pixels().any(|pixel| pixel.0[3] != 255);
    match rgba.filter(seen_through) {
        Some(rgba) => Pixels { width, height, bytes: rgba.into_raw(), alpha: true },
        None => Pixels { width, height, bytes: image.into_rgb8().into_raw(), alpha: false },
    }
}

impl Pixels {
    /// Made smaller; what has this size already stays.
    pub fn fit(&self, width: u32, height: u32) -> Result<Cow<'_, Pixels>, Fault> {
        if (self.width, self.height) == (width, height) {
            return Ok(Cow::Borrowed(self));
        }
        let kind = if self.alpha { PixelType::U8x4 } else { PixelType::U8x3 };
        let failed = |error: String| Fault::Encoder(error);
        let from = ImageRef::new(self.width, self.height, &self.bytes, kind);
        let from = from.map_err(|error| failed(error.to_string()))?;
        let mut to = Image::new(width, height, kind);
        // Its curve is made of products and sums alone; the library adds in whole numbers, so that no
        // processor comes to another result.
        let how = ResizeAlg::Convolution(FilterType::CatmullRom);
        let options = ResizeOptions::new().resize_alg(how);
        let resized = Resizer::new().resize(&from, &mut to, &options);
        resized.map_err(|error| failed(error.to_string()))?;
        Ok(Cow::Owned(Pixels { width, height, bytes: to.into_vec(), alpha: self.alpha }))
    }
}

fn jpeg(bytes: &[u8]) -> JpegDecoder<ZCursor<&[u8]>> {
    // Cameras take liberties that every browser forgives. One path of code on every processor.
    let options = DecoderOptions::default()
        .set_strict_mode(false)
        .set_use_unsafe(false)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX));
    JpegDecoder::new_with_options(ZCursor::new(bytes), options)
}

fn jpeg_size(decoder: &JpegDecoder<ZCursor<&[u8]>>) -> Result<(u32, u32), Fault> {
    let (width, height) = decoder.dimensions().ok_or(Fault::Broken)?;
    let side = |side| u32::try_from(side).map_err(|_| Fault::Broken);
    Ok((side(width)?, side(height)?))
}

fn turn_of(decoder: &JpegDecoder<ZCursor<&[u8]>>) -> Orientation {
    let turn = decoder.exif().and_then(|exif| Orientation::from_exif_chunk(exif));
    turn.unwrap_or(Orientation::NoTransforms)
}

fn decoded_jpeg(bytes: &[u8]) -> Result<Decoded, Fault> {
    let mut decoder = jpeg(bytes);
    decoder.decode_headers().map_err(|_| Fault::Broken)?;
    let colours = match decoder.input_colorspace().ok_or(Fault::Broken)? {
        ColorSpace::Luma => ColorSpace::Luma,
        ColorSpace::CMYK | ColorSpace::YCCK => return Err(Fault::Ink),
        _ => ColorSpace::RGB,
    };
    let options = decoder.options().jpeg_set_out_colorspace(colours);
    decoder.set_options(options);
    let (turn, profile) = (turn_of(&decoder), decoder.icc_profile());
    let (width, height) = jpeg_size(&decoder)?;
    let pixels = decoder.decode().map_err(|_| Fault::Broken)?;
    let image = match colours {
        ColorSpace::Luma => GrayImage::from_raw(width, height, pixels).map(DynamicImage::from),
        _ => RgbImage::from_raw(width, height, pixels).map(DynamicImage::from),
    };
    Ok(Decoded { image: image.ok_or(Fault::Broken)?, turn, profile })
}

fn png(bytes: &[u8]) -> Result<PngDecoder<Cursor<&[u8]>>, Fault> {
    PngDecoder::new(Cursor::new(bytes)).map_err(|_| Fault::Broken)
}

fn webp(bytes: &[u8]) -> Result<WebPDecoder<Cursor<&[u8]>>, Fault> {
    WebPDecoder::new(Cursor::new(bytes)).map_err(|_| Fault::Broken)
}

fn decoded(mut decoder: impl ImageDecoder) -> Result<Decoded, Fault> {
    let (width, height) = decoder.dimensions();
    let wide = matches!(decoder.color_type(), ColorType::Rgba16 | ColorType::Rgb16);
    let weight = if wide { 2 } else { 1 };
    if u64::from(width) * u64::from(height) * weight > MAX_PIXELS {
        return Err(Fault::Pixels { width, height });
    }
    let turn = decoder.orientation().map_err(|_| Fault::Broken)?;
    // One that cannot be unpacked is as none.
    let profile = decoder.icc_profile().ok().flatten();
    let image = DynamicImage::from_decoder(decoder).map_err(|_| Fault::Broken)?;
    Ok(Decoded { image, turn, profile })
}
