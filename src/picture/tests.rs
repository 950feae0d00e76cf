//! Pictures as cameras and programs leave them, and what becomes of them.

use image::GenericImageView;

use super::*;

const TURNED: &[u8] = include_bytes!("../../tests/common/pictures/turned.jpg");
const TURNED_PNG: &[u8] = include_bytes!("../../tests/common/pictures/turned.png");
const PNG: &[u8] = include_bytes!("../../tests/common/pictures/noted.png");
const WEBP: &[u8] = include_bytes!("../../tests/common/pictures/noted.webp");
const GIF: &[u8] = include_bytes!("../../tests/common/pictures/moving.gif");
const MOVING: &[u8] = include_bytes!("../../tests/common/pictures/moving.webp");
const INK: &[u8] = include_bytes!("../../tests/common/pictures/ink.jpg");

/// What must stand in no file that is published.
const SECRETS: [&[u8]; 6] = [b"SECRET", b"CAMERA", b"Exif", b"EXIF", b"XMP", b"2019:10:23"];

fn all(ending: &str, bytes: &[u8], rules: Rules) -> Vec<(Recipe, Vec<u8>)> {
    let facts = look(ending, bytes).unwrap().unwrap();
    let recipes = recipes(facts, rules);
    let made = make(bytes, facts, &recipes, rules).unwrap();
    recipes.into_iter().zip(made).collect()
}

fn secret(bytes: &[u8]) -> Option<&'static [u8]> {
    SECRETS.into_iter().find(|secret| memchr::memmem::find(bytes, secret).is_some())
}

/// The colours of the four quarters, from the top left: red, green, blue, white.
fn quarters(bytes: &[u8]) -> String {
    let image = image::load_from_memory(bytes).unwrap();
    let (width, height) = image.dimensions();
    let colour = |(x, y): (u32, u32)| {
        let [r, g, b, _] = image.get_pixel(width * x / 4, height * y / 4).0;
        match (r > 120, g > 120, b > 120) {
            (true, false, false) => 'r',
            (false, true, false) => 'g',
            (false, false, true) => 'b',
            (true, true, true) => 'w',
            _ => '?',
        }
    };
    [(1, 1), (3, 1), (1, 3), (3, 3)].map(colour).iter().collect()
}

#[test]
fn the_samples_hold_what_must_not_be_published() {
    for sample in [TURNED, TURNED_PNG, PNG, WEBP, GIF, MOVING] {
        assert!(secret(sample).is_some());
    }
}

#[test]
fn photographs_are_turned_upright_and_tell_nothing() {
    for (ending, bytes) in
        [("jpg", TURNED), ("jpeg", TURNED), ("png", PNG), ("png", TURNED_PNG), ("webp", WEBP)]
    {
        let facts = look(ending, bytes).unwrap().unwrap();
        assert_eq!(facts.size, Some((480, 320)), "{ending}");
        let made = all(ending, bytes, Rules::default());
        let sizes: Vec<_> = made.iter().map(|(recipe, _)| *recipe).collect();
        let fit = |width, height| Recipe::Fit { width, height, format: Format::Webp };
        assert_eq!(sizes, [fit(320, 213), fit(480, 320)], "{ending}");
        for (recipe, made) in made {
            assert_eq!(secret(&made), None, "{ending} {recipe:?}");
            assert_eq!(quarters(&made), "rgbw", "{ending} {recipe:?}");
            let size = image::load_from_memory(&made).unwrap().dimensions();
            assert_eq!(recipe, fit(size.0, size.1));
        }
    }
}

#[test]
fn an_original_keeps_its_pixels_and_its_turn_and_nothing_else() {
    let rules = Rules { originals: true, ..Rules::default() };
    for (ending, bytes) in [("jpg", TURNED), ("png", PNG), ("webp", WEBP)] {
        let (recipe, whole) = all(ending, bytes, rules).pop().unwrap();
        assert_eq!(recipe, Recipe::Kept, "{ending}");
        let said =
            SECRETS.into_iter().filter(|secret| memchr::memmem::find(&whole, secret).is_some());
        // How it lies is said in an Exif of one word.
        assert_eq!(said.collect::<Vec<_>>(), if ending == "jpg" { vec![b"Exif"] } else { vec![] });
        let facts = |bytes| look(ending, bytes).unwrap().unwrap();
        assert_eq!(facts(&whole), facts(bytes), "{ending}");
        let pixels = |bytes| decode::pixels(bytes, facts(bytes).source).unwrap().bytes;
        assert!(pixels(&whole) == pixels(bytes), "{ending}");
    }
    // Without what says how it lies, it would lie on its side.
    assert!(all("png", TURNED_PNG, rules).iter().all(|(recipe, _)| *recipe != Recipe::Kept));
}

#[test]
fn what_moves_keeps_moving() {
    for (ending, bytes) in [("gif", GIF), ("webp", MOVING)] {
        let facts = look(ending, bytes).unwrap().unwrap();
        assert_eq!((facts.size, facts.kept), (Some((64, 48)), true), "{ending}");
        let [(Recipe::Kept, made)] = &all(ending, bytes, Rules::default())[..] else { panic!() };
        assert_eq!(secret(made), None, "{ending}");
        assert_eq!(look(ending, made).unwrap().unwrap(), facts, "{ending}");
        assert!(made.len() > bytes.len() / 3, "{ending}");
    }
    let kept = strip::gif(GIF).unwrap();
    let frames = |bytes| memchr::memmem::find_iter(bytes, b"\x21\xf9\x04").count();
    assert_eq!((frames(&kept), frames(GIF)), (2, 2));
    assert!(memchr::memmem::find(&kept, b"NETSCAPE2.0").is_some());
}

#[test]
fn a_picture_that_is_cut_short_or_damaged_is_refused() {
    let samples = [("jpg", TURNED), ("png", PNG), ("webp", WEBP), ("gif", GIF), ("webp", MOVING)];
    for (ending, bytes) in samples {
        for end in [0, 1, 5, 30, bytes.len() / 2, bytes.len() - 3] {
            assert!(look(ending, &bytes[..end]).is_err(), "{ending} up to {end}");
        }
        assert!(look(ending, b"no picture").is_err(), "{ending}");
    }
    assert_eq!(look("png", TURNED), Err(Fault::Broken));
    // Whole by its parts, and still no picture: this shows only when it is decoded.
    let mut damaged = PNG.to_vec();
    let at = memchr::memmem::find(&damaged, b"IDAT").unwrap() + 40;
    damaged[at] ^= 0x55;
    let facts = look("png", &damaged).unwrap().unwrap();
    assert_eq!(verify(&damaged, facts), Err(Fault::Broken));
    let recipes = recipes(facts, Rules::default());
    assert_eq!(make(&damaged, facts, &recipes, Rules::default()), Err(Fault::Broken));
}

#[test]
fn a_bomb_is_refused_by_its_header() {
    let mut bomb = PNG.to_vec();
    bomb[16..24].copy_from_slice(&[0, 0, 0x40, 0, 0, 0, 0x40, 0]);
    let sum = crc(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&sum.to_be_bytes());
    let fault = Fault::Pixels { width: 16384, height: 16384 };
    assert_eq!(look("png", &bomb), Err(fault));
}

/// Of a PNG chunk (W3C PNG, annex D).
fn crc(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 };
    let byte = |sum: u32, byte: &u8| (0..8).fold(sum ^ u32::from(*byte), step);
    !bytes.iter().fold(!0, byte)
}

#[test]
fn what_comes_of_a_recipe_does_not_depend_on_the_others() {
    let wide = {
        let shade =
            |x: u32, y: u32| image::Rgb([(x * 7 % 256) as u8, (y * 5) as u8, (x / 9) as u8]);
        let mut bytes = std::io::Cursor::new(vec![]);
        let image = image::RgbImage::from_fn(1900, 50, shade);
        image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        bytes.into_inner()
    };
    let facts = look("png", &wide).unwrap().unwrap();
    let together = all("png", &wide, Rules::default());
    assert_eq!(together.len(), 4);
    for (recipe, made) in together {
        assert!(make(&wide, facts, &[recipe], Rules::default()).unwrap() == [made], "{recipe:?}");
    }
}

#[cfg(feature = "avif")]
/// Width, height and the number of channels of an AVIF, as its boxes tell them (ISO/IEC 23008-12, 6.5.3 and 6.5.6).
fn avif_size(bytes: &[u8]) -> (u32, u32, u8) {
    assert_eq!(&bytes[4..12], b"ftypavif");
    let behind = |name: &[u8]| &bytes[memchr::memmem::find(bytes, name).unwrap() + 8..];
    let number = |bytes: &[u8]| u32::from_be_bytes(*bytes.first_chunk().unwrap());
    let size = behind(b"ispe");
    (number(size), number(&size[4..]), behind(b"pixi")[0])
}

#[cfg(feature = "avif")]
#[test]
fn a_photograph_comes_as_avif_too_and_tells_as_little() {
    let rules = Rules { avif: true, ..Rules::default() };
    let made = all("jpg", TURNED, rules);
    // Beside the others nothing changes.
    assert!(made[..2] == all("jpg", TURNED, Rules::default())[..]);
    let fit = |width, height| Recipe::Fit { width, height, format: Format::Avif };
    let avifs: Vec<_> = made[2..].iter().map(|(recipe, _)| *recipe).collect();
    assert_eq!(avifs, [fit(320, 213), fit(480, 320)]);
    for (recipe, made) in &made[2..] {
        let (width, height, channels) = avif_size(made);
        assert_eq!((*recipe, channels), (fit(width, height), 3));
        assert_eq!(secret(made), None, "{recipe:?}");
    }
    // Measured once, as those of `the_same_bytes_leave_on_every_machine`, and of this one alone.
    let facts = look("jpg", TURNED).unwrap().unwrap();
    let alone = make(TURNED, facts, &[made[2].0], rules).unwrap();
    assert_eq!([crc(&alone[0]), crc(&made[2].1)], [3_201_615_305; 2]);
    // As small as can be, and of any quality.
    for (width, height) in [(1, 1), (7, 1), (1, 40), (33, 17)] {
        let pixels = decode::Pixels {
            width,
            height,
            bytes: (0..width * height * 4).map(|n| n as u8).collect(),
            alpha: true,
        };
        for quality in [1, 100] {
            let rules = Rules { quality, ..rules };
            let made = encode::encode(&pixels, Source::Webp, Format::Avif, rules).unwrap();
            assert_eq!((avif_size(&made).0, avif_size(&made).1), (width, height));
        }
    }
}

#[test]
fn what_cannot_be_read_is_said() {
    assert_eq!(look("avif", b"x"), Err(Fault::Format("AVIF")));
    assert_eq!(look("pdf", b"x"), Ok(None));
    let facts = look("jpg", INK).unwrap().unwrap();
    assert_eq!(verify(INK, facts), Err(Fault::Ink));
}

#[test]
fn the_same_bytes_leave_on_every_machine() {
    // Measured once. Another result on another processor is a mistake; with another version of a library
    // measure again.
    let sums = |ending, bytes| -> Vec<u32> {
        all(ending, bytes, Rules::default()).iter().map(|(_, made)| crc(made)).collect()
    };
    let measured = [sums("jpg", TURNED), sums("png", PNG), sums("webp", WEBP)];
    assert_eq!(
        measured,
        [[3288969408, 2740956704], [2044987800, 3798988862], [1370996511, 2886661042]]
    );
}

/// What is left of an SVG with this inside.
fn cleaned(inside: &str) -> String {
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inside}</svg>");
    let facts = look("svg", svg.as_bytes()).unwrap().unwrap();
    let made = make(svg.as_bytes(), facts, &[Recipe::Kept], Rules::default()).unwrap();
    let text = String::from_utf8(made[0].clone()).unwrap();
    let text = text.strip_prefix("<svg xmlns=\"http://www.w3.org/2000/svg\">").unwrap();
    text.strip_suffix("</svg>").unwrap().to_owned()
}

#[test]
fn an_svg_keeps_what_draws_letter_for_letter() {
    for drawn in [
        "<g font-family=\"宋体, 'Songti SC', serif\"><text x='1'>梧州 &amp; 西江</text></g>",
        "<style>.a { fill: #c00 } <![CDATA[ .b > .c { fill: url(#g) } ]]></style>",
        "<linearGradient id=\"g\"/><rect fill=\"url( '#g' )\" style=\"stroke:url(#g)\"/>",
        "<use href=\"#g\"/><image href=\"data:image/png;base64,AA==\"/>",
        "<title>江</title><desc>水</desc><path d=\"M0 0\" aria-hidden=\"true\" xml:space=\"preserve\"/>",
    ] {
        assert_eq!(cleaned(drawn), drawn);
    }
}

#[test]
fn an_svg_loses_what_acts_or_leads_elsewhere() {
    for (written, left) in [
        ("<script>alert(1)</script><g/>", "<g/>"),
        ("<g><SCRIPT/><script href=\"x.js\"/></g>", "<g></g>"),
        ("<g onclick=\"a()\" ONLOAD='b()' id=\"x\"/>", "<g   id=\"x\"/>"),
        ("<foreignObject><div xmlns=\"http://www.w3.org/1999/xhtml\">x</div></foreignObject>", ""),
        ("<a href=\"https://example.org/\"><text>x</text></a>", ""),
        ("<image href=\"https://example.org/a.png\"/>", "<image />"),
        ("<image href=\"/a.png\"/><image href=\" JAVASCRIPT:x\"/>", "<image /><image />"),
        ("<image href=\"data:text/html,x\"/>", "<image />"),
        ("<image href=\"data:image/svg+xml,x\"/>", "<image />"),
        (
            "<use xmlns:l=\"http://www.w3.org/1999/xlink\" l:href=\"a.svg#x\"/>",
            "<use xmlns:l=\"http://www.w3.org/1999/xlink\" />",
        ),
        ("<rect fill=\"url(https://example.org/#a)\"/>", "<rect />"),
        ("<rect style=\"fill:\\75rl(//x)\"/>", "<rect />"),
        ("<rect style=\"background:url(&#x68;ttps://x)\"/>", "<rect />"),
        ("<animate attributeName=\"href\" to=\"x\"/><set/>", ""),
        ("<!-- by Editor --><metadata>C:\\Users\\me</metadata><?x y?>", ""),
        (
            "<g xmlns:i=\"urn:inkscape\" i:path=\"/home/me\"><i:x/></g>",
            "<g xmlns:i=\"urn:inkscape\" ></g>",
        ),
        ("<video src=\"x\"/><audio/><iframe/><embed/>", ""),
    ] {
        assert_eq!(cleaned(written), left, "{written}");
    }
}

#[test]
fn an_svg_that_is_none_or_hides_something_is_refused() {
    let told = |text: &str| look("svg", text.as_bytes()).map(drop).unwrap_err();
    let place = |text: &'static str| told(text).range().map(|range| &text[range]);
    assert_eq!(place("<svg xmlns=\"http://www.w3.org/2000/svg\">\n<g>江</h></svg>"), Some("<"));
    assert_eq!(place("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>"), Some("<!ENTITY"));
    let style =
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><style>@im<!-- -->port 'x';</style></svg>";
    assert_eq!(told(style), Fault::Style { range: 40..75 });
    assert_eq!(told("<svg xmlns=\"urn:other\"/>"), Fault::Broken);
    assert_eq!(told("<html/>"), Fault::Broken);
    // No browser shows it as a picture.
    assert_eq!(place("<svg width=\"4\"/>"), Some("<svg"));
    let before = "<?xml version=\"1.0\"?><!DOCTYPE svg><!-- x --><svg xmlns=\"http://www.w3.org/2000/svg\"/><!-- y -->";
    let facts = look("svg", before.as_bytes()).unwrap().unwrap();
    let made = make(before.as_bytes(), facts, &[Recipe::Kept], Rules::default()).unwrap();
    assert_eq!(made[0], b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>");
}

#[test]
fn every_fault_says_what_to_do() {
    let range = 0..1;
    for fault in [
        Fault::Broken,
        Fault::Cut,
        Fault::Pixels { width: 1, height: 1 },
        Fault::Format("AVIF"),
        Fault::Ink,
        Fault::Xml { what: "x".into(), range: range.clone() },
        Fault::Style { range },
        Fault::Encoder("x".into()),
    ] {
        assert!(!fault.to_diagnostic().hints.is_empty(), "{fault:?}");
    }
}
