//! The colours of a picture as its profile means them → those that browsers take for granted, sRGB.
//!
//! Enters: an ICC profile and pixels. Leaves: a [`Transform`], where one is needed. Phones photograph in Display P3, cameras
//! can in Adobe RGB; with the profile taken off and nothing else done, such a photograph would be paler than it was.
//!
//! The library reads profiles; its own loops over pixels differ by processor in the last bit, so ours adds in whole
//! numbers. A profile that is damaged, or that describes a device by tables alone (scanners, presses), is passed over,
//! as if there were none.

use std::sync::LazyLock;

use moxcms::{ColorProfile, DataColorSpace, ParsingOptions, TransferCharacteristics};

/// Larger profiles are those of printers; they are not read.
const MAX_PROFILE_BYTES: usize = 4 * 1024 * 1024;
/// A transform that moves no colour farther than this is that of another wording of sRGB.
const SAME: u8 = 2;
/// The whole of a share, in the numbers that are added.
const ONE: i64 = 1 << 16;

/// From the colours of a profile to sRGB.
pub(super) struct Transform {
    /// Light by number, from 0 to one below `ONE`, of red, green and blue.
    light: [Box<[i64; 256]>; 3],
    /// What each of the three adds to each of sRGB's, in parts of `ONE`.
    matrix: [[i64; 3]; 3],
}

/// The number of sRGB by light, in steps of which `ONE` is one too many.
static NUMBERS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let most = (ONE - 1) as f64;
    let number = |at| TransferCharacteristics::Srgb.gamma(f64::from(at) / most) * 255.0;
    (0..ONE as u32).map(|at| number(at).round().clamp(0.0, 255.0) as u8).collect()
});

impl Transform {
    /// The transform for pixels with this profile; `grey`: whether they are shades of grey. `None` where the numbers
    /// may stay as they are.
    pub fn of(profile: &[u8], grey: bool) -> Option<Transform> {
        let options = ParsingOptions { max_profile_size: MAX_PROFILE_BYTES, ..Default::default() };
        let profile = ColorProfile::new_from_slice_with_options(profile, options).ok()?;
        let (light, matrix) = match profile.color_space {
            DataColorSpace::Rgb => {
                let curves = [&profile.red_trc, &profile.green_trc, &profile.blue_trc];
                let [red, green, blue] = curves.map(|curve| profile.build_8bit_lin_table(curve));
                let light = [red.ok()?, green.ok()?, blue.ok()?].map(|table| parts(&table));
                (light, profile.transform_matrix(&ColorProfile::new_srgb()).v)
            }
            DataColorSpace::Gray if grey => {
                let table = parts(&*profile.build_8bit_lin_table(&profile.gray_trc).ok()?);
                ([table.clone(), table.clone(), table], [[1., 0., 0.], [0., 1., 0.], [0., 0., 1.]])
            }
            _ => return None,
        };
        // Shares of colours as eyes see them: what is far beyond is no description of a device.
        if !matrix.iter().flatten().all(|share| share.abs() < 100.0) {
            return None;
        }
        let matrix = matrix.map(|row| row.map(|share| (share * ONE as f64).round() as i64));
        let transform = Transform { light, matrix };
        (transform.is_sane() && !transform.is_idle()).then_some(transform)
    }

    fn one(&self, pixel: [u8; 3]) -> [u8; 3] {
        let light: [i64; 3] = std::array::from_fn(|n| self.light[n][usize::from(pixel[n])]);
        self.matrix.map(|row| {
            let sum: i64 = row.iter().zip(light).map(|(share, light)| share * light).sum();
            NUMBERS[(sum / ONE).clamp(0, ONE - 1) as usize]
        })
    }

    /// Whether white stays white, as it does by every profile of a photograph.
    fn is_sane(&self) -> bool {
        self.one([255; 3]).iter().all(|number| *number > 240)
    }

    /// Whether it moves no colour farther than can be seen.
    fn is_idle(&self) -> bool {
        let steps = || (0..=255u8).step_by(15);
        let mut all =
            steps().flat_map(|r| steps().flat_map(move |g| steps().map(move |b| [r, g, b])));
        all.all(|from| self.one(from).iter().zip(from).all(|(to, from)| to.abs_diff(from) <= SAME))
    }

    /// Carries it out on pixels of so many bytes each, of which the first three are colours.
    pub fn apply(&self, bytes: &mut [u8], of: usize) {
        for pixel in bytes.chunks_exact_mut(of) {
            if let Some(colours) = pixel.first_chunk_mut::<3>() {
                *colours = self.one(*colours);
            }
        }
    }
}

fn parts(table: &[f32; 256]) -> Box<[i64; 256]> {
    Box::new(
        table.map(|light| (f64::from(light).clamp(0.0, 1.0) * (ONE - 1) as f64).round() as i64),
    )
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{ExtendedColorType, ImageEncoder};

    use super::*;
    use crate::picture::{Source, decode};

    /// Colours in quarters, and what they are in sRGB, worked out by the definitions of both spaces.
    const P3: [([u8; 3], [u8; 3]); 4] = [
        ([200, 100, 50], [215, 93, 31]),
        ([100, 140, 70], [88, 141, 59]),
        ([30, 60, 180], [17, 61, 187]),
        ([128, 128, 128], [128, 128, 128]),
    ];
    const ADOBE: [([u8; 3], [u8; 3]); 4] = [
        ([200, 100, 50], [227, 100, 42]),
        ([100, 140, 70], [76, 141, 63]),
        ([60, 60, 180], [57, 57, 185]),
        ([128, 128, 128], [129, 129, 129]),
    ];

    fn profile(of: &ColorProfile) -> Vec<u8> {
        of.encode().unwrap()
    }

    /// Four squares of these colours, saved as `source` with a profile.
    fn picture(colours: [[u8; 3]; 4], source: Source, profile: Option<Vec<u8>>) -> Vec<u8> {
        let at = |x: u32, y: u32| colours[(x / 32 + y / 32 * 2) as usize];
        let pixels: Vec<u8> = (0..64).flat_map(|y| (0..64).flat_map(move |x| at(x, y))).collect();
        let mut bytes = Cursor::new(vec![]);
        fn write(mut to: impl ImageEncoder, pixels: &[u8], profile: Option<Vec<u8>>) {
            if let Some(profile) = profile {
                to.set_icc_profile(profile).unwrap();
            }
            to.write_image(pixels, 64, 64, ExtendedColorType::Rgb8).unwrap();
        }
        match source {
            Source::Png => {
                write(image::codecs::png::PngEncoder::new(&mut bytes), &pixels, profile);
            }
            _ => {
                let encoder = image::codecs::webp::WebPEncoder::new_lossless(&mut bytes);
                write(encoder, &pixels, profile);
            }
        }
        bytes.into_inner()
    }

    fn quarters(bytes: &[u8], source: Source) -> [[u8; 3]; 4] {
        let pixels = decode::pixels(bytes, source).unwrap();
        [(16, 16), (48, 16), (16, 48), (48, 48)]
            .map(|(x, y): (usize, usize)| *pixels.bytes[3 * (64 * y + x)..].first_chunk().unwrap())
    }

    /// A JPEG without a profile, with one: behind its first segment (ICC.1, annex B.4).
    fn tagged_jpeg(jpeg: &[u8], profile: &[u8]) -> Vec<u8> {
        let length = u16::try_from(profile.len() + 16).unwrap().to_be_bytes();
        let end = 4 + usize::from(u16::from_be_bytes([jpeg[4], jpeg[5]])) - 2;
        let segment = [&[0xff, 0xe2], &length[..], b"ICC_PROFILE\0\x01\x01", profile].concat();
        [&jpeg[..end + 2], &segment, &jpeg[end + 2..]].concat()
    }

    #[test]
    fn wide_colours_come_out_as_the_numbers_of_srgb() {
        let spaces = [(ColorProfile::new_display_p3(), P3), (ColorProfile::new_adobe_rgb(), ADOBE)];
        for (space, colours) in spaces {
            for source in [Source::Png, Source::Webp] {
                let bytes = picture(colours.map(|(from, _)| from), source, Some(profile(&space)));
                for (came, (from, to)) in quarters(&bytes, source).into_iter().zip(colours) {
                    let far = came.iter().zip(to).any(|(a, b)| a.abs_diff(b) > 1);
                    assert!(!far, "{source:?} {from:?}: {came:?}, not {to:?}");
                }
            }
        }
    }

    #[test]
    fn a_photograph_of_a_phone_keeps_its_colours() {
        const TURNED: &[u8] = include_bytes!("../../tests/common/pictures/turned.jpg");
        let plain = decode::pixels(TURNED, Source::Jpeg).unwrap().bytes;
        let tagged = tagged_jpeg(TURNED, &profile(&ColorProfile::new_display_p3()));
        let converted = decode::pixels(&tagged, Source::Jpeg).unwrap().bytes;
        let transform = Transform::of(&profile(&ColorProfile::new_display_p3()), false).unwrap();
        let expected: Vec<u8> =
            plain.chunks_exact(3).flat_map(|p| transform.one([p[0], p[1], p[2]])).collect();
        assert!(converted == expected && converted != plain);
    }

    #[test]
    fn what_says_that_it_is_srgb_is_as_what_says_nothing() {
        let colours = P3.map(|(from, _)| from);
        let untagged = picture(colours, Source::Png, None);
        let tagged = picture(colours, Source::Png, Some(profile(&ColorProfile::new_srgb())));
        assert_ne!(untagged, tagged);
        let pixels = |bytes| decode::pixels(bytes, Source::Png).unwrap().bytes;
        assert!(pixels(&untagged) == pixels(&tagged));
    }

    #[test]
    fn shades_of_grey_have_profiles_too() {
        let linear = profile(&ColorProfile::new_gray_with_gamma(1.0));
        let transform = Transform::of(&linear, true).unwrap();
        // Half of the light is the number 188 of sRGB.
        assert_eq!(transform.one([128; 3]), [188; 3]);
        assert!(Transform::of(&linear, false).is_none());
    }

    #[test]
    fn a_damaged_profile_is_as_none() {
        let whole = profile(&ColorProfile::new_display_p3());
        for end in 0..whole.len() {
            let _ = Transform::of(&whole[..end], false);
        }
        for at in 0..whole.len() {
            for byte in [0, 1, 0x7f, 0xff] {
                let mut other = whole.clone();
                other[at] = byte;
                let _ = Transform::of(&other, false);
            }
        }
        let colours = P3.map(|(from, _)| from);
        for broken in [b"no profile".to_vec(), whole[..whole.len() / 2].to_vec()] {
            for source in [Source::Png, Source::Webp] {
                let bytes = picture(colours, source, Some(broken.clone()));
                assert_eq!(quarters(&bytes, source), colours, "{source:?}");
            }
        }
    }
}
