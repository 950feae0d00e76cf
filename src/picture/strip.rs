//! A picture without all that is not picture: what a camera or a program noted beside the pixels. These
//! stay as they are, bit for bit.
//!
//! Enters: the bytes of a JPEG, PNG, WebP or GIF. Leaves: its parts that are on a short list, in their order. What
//! is not well-formed, or ends too early, is refused.

use image::metadata::Orientation;

use super::Fault;

/// Takes bytes from the front.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], Fault> {
        let (taken, rest) = self.0.split_at_checked(n).ok_or(Fault::Cut)?;
        self.0 = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, Fault> {
        Ok(self.take(1)?[0])
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        self.take(N)?.try_into().map_err(|_| Fault::Cut)
    }

    fn begins(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        if self.take(bytes.len())? == bytes { Ok(()) } else { Err(Fault::Broken) }
    }
}

/// Segment by segment (ITU-T T.81, B.1). Colours and how to decode stay; the turn is written anew.
pub(super) fn jpeg(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut from = Reader(bytes);
    from.begins(b"\xff\xd8")?;
    let mut kept = Vec::with_capacity(bytes.len());
    kept.extend(b"\xff\xd8");
    let mut has_turn = false;
    loop {
        from.begins(b"\xff")?;
        let mut marker = from.byte()?;
        // A marker may be padded.
        while marker == 0xff {
            marker = from.byte()?;
        }
        if marker == 0xd9 {
            // Behind the end cameras hide films and previews.
            kept.extend(b"\xff\xd9");
            return Ok(kept);
        }
        let length = from.array::<2>()?;
        let length = usize::from(u16::from_be_bytes(length));
        let segment = from.take(length.checked_sub(2).ok_or(Fault::Broken)?)?;
        if marker == 0xe1 && !has_turn {
            if let Some(turn) = segment.strip_prefix(b"Exif\0\0").and_then(turn) {
                kept.extend(turn_segment(turn));
                has_turn = true;
            }
        } else if is_kept_segment(marker, segment) {
            kept.extend([0xff, marker]);
            kept.extend((length as u16).to_be_bytes());
            kept.extend(segment);
        }
        if marker == 0xda {
            kept.extend(scan(&mut from)?);
        }
    }
}

/// All but comments and what applications add; of these JFIF, Adobe's colours, and a colour profile stay.
fn is_kept_segment(marker: u8, segment: &[u8]) -> bool {
    match marker {
        0xe0 => segment.starts_with(b"JFIF\0"),
        0xe2 => segment.starts_with(b"ICC_PROFILE\0"),
        0xee => segment.starts_with(b"Adobe"),
        0xe0..=0xef | 0xfe => false,
        _ => true,
    }
}

fn turn(exif: &[u8]) -> Option<u8> {
    let turn = Orientation::from_exif_chunk(exif).filter(|turn| *turn != Orientation::NoTransforms);
    turn.map(Orientation::to_exif)
}

/// An Exif segment that says nothing but how the picture lies.
fn turn_segment(turn: u8) -> Vec<u8> {
    let mut segment =
        b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    segment.extend([0, turn, 0, 0, 0, 0, 0, 0]);
    segment
}

/// The bytes of a scan, up to the next marker that is not inside one.
fn scan<'a>(from: &mut Reader<'a>) -> Result<&'a [u8], Fault> {
    let inside = |next: u8| next == 0 || (0xd0..=0xd7).contains(&next);
    let mut end = 0;
    loop {
        let found = memchr::memchr(0xff, &from.0[end..]).ok_or(Fault::Cut)?;
        end += found;
        match from.0.get(end + 1).ok_or(Fault::Cut)? {
            0xff => end += 1,
            next if inside(*next) => end += 2,
            _ => return from.take(end),
        }
    }
}

/// Chunk by chunk (W3C PNG, 5.3): what draws or moves, and its colours.
pub(super) fn png(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    const KEPT: [&[u8; 4]; 14] = [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB",
        b"cICP", b"acTL", b"fcTL", b"fdAT",
    ];
    let mut from = Reader(bytes);
    from.begins(b"\x89PNG\r\n\x1a\n")?;
    let mut kept = b"\x89PNG\r\n\x1a\n".to_vec();
    loop {
        let length = from.array::<4>()?;
        let kind = from.array::<4>()?;
        let body = from.take(u32::from_be_bytes(length) as usize)?;
        let sum = from.array::<4>()?;
        if KEPT.contains(&&kind) {
            for part in [&length[..], &kind, body, &sum] {
                kept.extend(part);
            }
        }
        if &kind == b"IEND" {
            return Ok(kept);
        }
    }
}

/// Chunk by chunk (RFC 9649, 2.7).
pub(super) fn webp(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    const KEPT: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
    let mut from = Reader(bytes);
    from.begins(b"RIFF")?;
    let length = u32::from_le_bytes(from.array()?) as usize;
    let mut from = Reader(from.take(length)?);
    from.begins(b"WEBP")?;
    let mut kept = b"WEBP".to_vec();
    while !from.0.is_empty() {
        let kind = from.array::<4>()?;
        let length = from.array::<4>()?;
        let size = u32::from_le_bytes(length) as usize;
        let body = from.take(size)?;
        // A last byte that only fills up may be missing.
        let odd = if from.0.is_empty() { 0 } else { size % 2 };
        from.take(odd)?;
        if !KEPT.contains(&&kind) {
            continue;
        }
        let at = kept.len() + 8;
        kept.extend(kind);
        kept.extend(length);
        kept.extend(body);
        kept.extend(vec![0; size % 2]);
        if &kind == b"VP8X" {
            // The flags of Exif and XMP, which are gone.
            kept.get_mut(at).into_iter().for_each(|flags| *flags &= !0b0000_1100);
        }
    }
    let length = u32::try_from(kept.len()).map_err(|_| Fault::Broken)?;
    Ok([b"RIFF", &length.to_le_bytes()[..], &kept].concat())
}

/// The canvas of a GIF.
pub(super) fn gif_size(bytes: &[u8]) -> Result<(u32, u32), Fault> {
    let mut from = Reader(bytes);
    gif_signature(&mut from)?;
    let width = u16::from_le_bytes(from.array()?);
    let height = u16::from_le_bytes(from.array()?);
    if width == 0 || height == 0 { Err(Fault::Broken) } else { Ok((width.into(), height.into())) }
}

fn gif_signature(from: &mut Reader) -> Result<(), Fault> {
    match from.take(6)? {
        b"GIF87a" | b"GIF89a" => Ok(()),
        _ => Err(Fault::Broken),
    }
}

/// Block by block (GIF89a, 17 to 27): what draws, when, and how often.
pub(super) fn gif(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut from = Reader(bytes);
    let mut kept = Vec::with_capacity(bytes.len());
    let start = from.0;
    gif_signature(&mut from)?;
    let screen = from.take(7)?;
    from.take(colours(screen[4]))?;
    kept.extend(&start[..start.len() - from.0.len()]);
    loop {
        let start = from.0;
        let is_kept = match from.byte()? {
            0x3b => {
                kept.push(0x3b);
                return Ok(kept);
            }
            0x2c => {
                let place = from.take(9)?;
                from.take(colours(place[8]))?;
                from.byte()?;
                blocks(&mut from)?;
                true
            }
            0x21 => {
                let label = from.byte()?;
                let said = blocks(&mut from)?;
                label == 0xf9
                    || label == 0xff && [&b"NETSCAPE2.0"[..], b"ANIMEXTS1.0"].contains(&said)
            }
            _ => return Err(Fault::Broken),
        };
        if is_kept {
            kept.extend(&start[..start.len() - from.0.len()]);
        }
    }
}

/// Bytes of a table of colours, if these flags tell of one.
fn colours(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Passes over blocks up to the empty one; gives the first.
fn blocks<'a>(from: &mut Reader<'a>) -> Result<&'a [u8], Fault> {
    let mut first: Option<&[u8]> = None;
    loop {
        let length = from.byte()?;
        let block = from.take(length.into())?;
        first.get_or_insert(block);
        if length == 0 {
            return Ok(first.unwrap_or_default());
        }
    }
}
