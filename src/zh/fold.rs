//! Characters that a reader takes for the same: full width and narrow, capital and small, traditional and
//! simplified → one of them.

use std::sync::OnceLock;

/// Pairs of a character and what it folds to, in the order of the first: traditional forms to the simplified
/// ones, compatibility forms to the usual ones. From the transform “Traditional-Simplified” of Unicode's CLDR
/// (under LICENSE-UNICODE) and the canonical mappings, without what GB 2312 holds itself (乾, 著 and the like mean
/// something else in simplified text), with some dozen pairs that it lacks.
pub const FOLDED: &str = include_str!("simplified.txt");

/// The Han characters of the plane in which all pairs lie.
const FIRST: u32 = 0x3400;
const LAST: u32 = 0xfaff;

/// The one character that stands for `c` and all that a reader takes for it. Always one for one, so that
/// places in a folded text are places in the text.
pub fn fold(c: char) -> char {
    match c {
        '\0'..='\x7f' => c.to_ascii_lowercase(),
        '\u{3400}'..='\u{faff}' => han(c),
        '\u{ff01}'..='\u{ff5e}' => {
            let narrow = char::from_u32(u32::from(c) - 0xff00 + 0x20).unwrap_or(c);
            narrow.to_ascii_lowercase()
        }
        c => {
            let mut small = c.to_lowercase();
            match (small.next(), small.next()) {
                (Some(one), None) if one.len_utf16() == c.len_utf16() => one,
                _ => c,
            }
        }
    }
}

fn han(c: char) -> char {
    static TABLE: OnceLock<Vec<u16>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut table = vec![0; (LAST - FIRST + 1) as usize];
        let mut chars = FOLDED.chars().filter(|c| *c != '\n');
        while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
            let place = (u32::from(from) - FIRST) as usize;
            table[place] = u16::try_from(u32::from(to)).unwrap_or(0);
        }
        table
    });
    match table.get((u32::from(c) - FIRST) as usize) {
        Some(0) | None => c,
        Some(to) => char::from_u32(u32::from(*to)).unwrap_or(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_and_script_make_no_difference() {
        let folded = |text: &str| text.chars().map(fold).collect::<String>();
        assert_eq!(folded("梧州市工商業聯合會ＡｂＣ２０１９"), "梧州市工商业联合会abc2019");
        assert_eq!(folded("乾隆、著作、後來、于是，（É）"), "乾隆、著作、后来、于是,(é)");
        assert_eq!(folded("\u{f900}"), "岂");
    }

    #[test]
    fn pairs_are_in_order_and_lead_nowhere_else() {
        let pairs: Vec<char> = FOLDED.chars().filter(|c| *c != '\n').collect();
        assert_eq!(pairs.len() % 2, 0);
        assert!(pairs.chunks(2).collect::<Vec<_>>().windows(2).all(|two| two[0][0] < two[1][0]));
        for pair in pairs.chunks(2) {
            assert!((FIRST..=LAST).contains(&u32::from(pair[0])), "{pair:?}");
            assert_eq!(fold(pair[0]), pair[1]);
            assert_eq!(fold(pair[1]), pair[1], "{pair:?}");
        }
    }
}
