//! Classes of characters.

/// Whether `c` is a Han character (with 々 and 〇, which stand among them).
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}'
        | '々' | '〇' | '\u{3021}'..='\u{3029}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}')
}

/// Whether `c` is set as wide as a Han character in Chinese text: Han, kana, full-width forms and
/// Chinese punctuation, with the quotes, dashes and dots that Chinese shares with Latin text.
pub fn is_wide(c: char) -> bool {
    is_strictly_wide(c) || is_shared(c)
}

/// Whether `c` is a wide letter or digit: Han, kana, bopomofo, a full-width form; no punctuation.
pub fn is_wide_letter(c: char) -> bool {
    is_han(c)
        || is_fullwidth_alphanumeric(c)
        || matches!(c, '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{3105}'..='\u{312f}'
        | '\u{31a0}'..='\u{31bf}' | '\u{31f0}'..='\u{31ff}')
}

/// Whether `c` is a full-width form of a Latin letter or a digit.
pub(super) fn is_fullwidth_alphanumeric(c: char) -> bool {
    matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

/// Wide wherever it stands.
fn is_strictly_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fff}'     // radicals, ideographic descriptions
        | '\u{3001}'..='\u{312f}'           // punctuation, kana, bopomofo; not the space
        | '\u{31a0}'..='\u{4dbf}'           // strokes, enclosed forms, Han
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}'           // vertical forms
        | '\u{ff01}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{20000}'..='\u{323af}')
}

/// Punctuation that Chinese shares with other scripts: wide beside Chinese text only.
fn is_shared(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '—' | '―' | '…' | '⋯' | '·' | '‖')
}

/// Whether a line break between `before` and `after` is nothing but the editor's line length: both
/// sides are wide, and at least one character near the break shows that the text is Chinese.
pub fn joins(before: &str, after: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    is_wide(last)
        && is_wide(first)
        && (shows_chinese(before.chars().rev()) || shows_chinese(after.chars()))
}

/// Whether the first character that is not shared punctuation is wide. A few are enough: a long row of
/// dashes says nothing.
fn shows_chinese(chars: impl Iterator<Item = char>) -> bool {
    chars.take(8).find(|&c| !is_shared(c)).is_some_and(is_strictly_wide)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_is_told_from_the_rest() {
        assert!("梧州〇々㐀𠀀豈".chars().all(is_han));
        assert!(!"a1，。“かカＡ　\u{ff21}é".chars().any(is_han));
    }

    #[test]
    fn wide_has_punctuation_but_no_spaces() {
        assert!("梧，。！？（）《》“”‘’…—、かナＡ１￥·".chars().all(is_wide));
        assert!(!"a 1,.!?()\"'　한é\n".chars().any(is_wide));
    }

    #[test]
    fn wide_letters_are_no_punctuation() {
        assert!("梧〇々かナーＡ１ㄅ".chars().all(is_wide_letter));
        assert!(!"，。！“”—…（）￥・゛aé1".chars().any(is_wide_letter));
    }

    #[test]
    fn breaks_vanish_between_wide_characters_only() {
        let check = |before, after, expected| {
            assert_eq!(joins(before, after), expected, "{before}|{after}")
        };
        check("梧州", "商会", true);
        check("召开。", "会议", true);
        check("梧州", "GDP", false);
        check("GDP", "梧州", false);
        check("他说——", "“好”", true);
        check("说：", "“Go”", true);
        check("“a”", "“b”", false);
        check("it’s “so”", "—and more", false);
        check("", "会", false);
        check("会", "", false);
    }
}
