//! How long a text is, and where it may be cut.

use super::chars::{is_fullwidth_alphanumeric, is_wide, is_wide_letter};
use unicode_segmentation::GraphemeCursor;

/// The number of words as a Chinese editor counts them: every Han character (or kana) is one, every
/// Latin word or number is one, punctuation is none.
pub fn count(text: &str) -> u32 {
    let (mut count, mut in_word) = (0, false);
    let mut rest = text.as_bytes();
    let mut han_bytes = 0;
    // The bytes tell nearly all of a Chinese text: Han of U+4E00 to U+9FFF, common punctuation, ASCII.
    loop {
        let ahead = rest.len();
        while let Some(eight) = rest.first_chunk() {
            let han = han_ahead(*eight);
            let Some(tail) = rest.get(han..) else { break };
            rest = tail;
            if han < THREE_HAN {
                break;
            }
        }
        if rest.len() < ahead {
            han_bytes += ahead - rest.len();
            in_word = false;
        }
        rest = match rest {
            [a, b, c, tail @ ..] if is_punctuation([*a, *b, *c]) => {
                in_word = false;
                tail
            }
            [a, b, _, tail @ ..] if is_han(*a, *b) => {
                count += 1;
                in_word = false;
                tail
            }
            [b @ ..0x80, tail @ ..] => {
                let is_in_word = b.is_ascii_alphanumeric();
                count += u32::from(is_in_word && !in_word);
                in_word = is_in_word || (in_word && is_word_joint(char::from(*b)));
                tail
            }
            _ => {
                let Some(c) = text[text.len() - rest.len()..].chars().next() else { break };
                count += meet(c, &mut in_word);
                &rest[c.len_utf8()..]
            }
        }
    }
    count + u32::try_from(han_bytes / 3).unwrap_or(u32::MAX)
}

/// Whether these are the bytes of a sign that is common in Chinese, and neither a word nor part of one.
fn is_punctuation(bytes: [u8; 3]) -> bool {
    match bytes {
        [0xe2, 0x80, last] => matches!(last, 0x94 | 0x9c | 0x9d | 0xa6),
        [0xe3, 0x80, last] => matches!(last, 0x81 | 0x82 | 0x88..=0x91),
        [0xef, 0xbc, last] => matches!(last, 0x81..=0x8f | 0x9a..=0x9f),
        _ => false,
    }
}

/// Whether the character that begins with these two bytes lies in U+4E00 to U+9FFF.
fn is_han(first: u8, second: u8) -> bool {
    (0xe4b8..=0xe9bf).contains(&u16::from_be_bytes([first, second]))
}

/// The bytes of three Han.
const THREE_HAN: usize = 9;

/// How many bytes the characters of U+4E00 to U+9FFF take with which a text begins, of three characters; rather those
/// of one too few. The third is known by its first two bytes.
///
/// All three are compared at once, as parts of one number. What is left of a character when the first of the range,
/// 一, is taken from it is so small that its highest bit is clear, and stays so when what the range falls short of
/// half of a part is added. A part that is none of the range may lend from those before it or carry into them: then
/// 一 or 鿿 before it may not be seen, but nothing is taken for Han that is not.
fn han_ahead(eight: [u8; 8]) -> usize {
    const fn in_each(part: u64) -> u64 {
        part << 40 | part << 16 | part >> 8
    }
    // The bytes of 一, and those behind 鿿.
    const FIRST: u64 = in_each(0xe4b880);
    const SHORT: u64 = in_each(0x800000 - (0xe9bfc0 - 0xe4b880));
    const HIGHEST: u64 = in_each(0x800000);
    let above = u64::from_be_bytes(eight).wrapping_sub(FIRST);
    let others = (above | above.wrapping_add(SHORT)) & HIGHEST;
    if others == 0 { THREE_HAN } else { others.leading_zeros() as usize / 8 }
}

/// What the character `c` adds to the count.
fn meet(c: char, in_word: &mut bool) -> u32 {
    let was_in_word = *in_word;
    if is_wide(c) {
        // Full-width letters and digits make words like their ASCII forms.
        let is_letter = is_fullwidth_alphanumeric(c);
        *in_word = is_letter || (was_in_word && c == '’');
        u32::from(if is_letter { !was_in_word } else { is_wide_letter(c) })
    } else if c.is_alphanumeric() {
        *in_word = true;
        u32::from(!was_in_word)
    } else {
        *in_word = was_in_word && is_word_joint(c);
        0
    }
}

/// What may stand inside one word or number: `3.14`, `1,000`, `it's`, `COVID-19`, a combining accent.
fn is_word_joint(c: char) -> bool {
    matches!(c, '.' | ',' | '\'' | '-' | '_' | '\u{300}'..='\u{36f}')
}

/// `text` in at most `max_chars` characters: whole if it fits, else up to its last sentence end, else
/// up to a clause mark or a character as the reader sees it, with `…`.
pub fn cut(text: &str, max_chars: usize) -> String {
    let text = text.trim();
    let Some(limit) = place_of(text, max_chars) else {
        return text.to_string();
    };
    if let Some(end) = sentence_end(text, limit) {
        return text[..end].to_string();
    }
    // The dots take one character.
    let Some(keep) = max_chars.checked_sub(1) else {
        return String::new();
    };
    let room = place_of(text, keep).unwrap_or(limit);
    let end = clause_end(text, room).unwrap_or_else(|| grapheme_end(text, room));
    format!("{}…", text[..end].trim_end())
}

/// Where the character `number` of `text` begins, counted from 0.
fn place_of(text: &str, number: usize) -> Option<usize> {
    let begins = |b: &u8| !(0x80..0xc0).contains(b);
    let (mut rest, mut left) = (text.as_bytes(), number);
    // As many as can be counted at once, up to the block in which it begins.
    while let Some((block, tail)) = rest.split_first_chunk::<32>() {
        let begun = block.iter().map(|b| u8::from(begins(b))).sum::<u8>();
        let Some(fewer) = left.checked_sub(begun.into()) else { break };
        (rest, left) = (tail, fewer);
    }
    let begun = rest.iter().enumerate().filter(|(_, b)| begins(b)).nth(left);
    begun.map(|(at, _)| text.len() - rest.len() + at)
}

/// The end of the last sentence that ends within `limit`, with the quotes and brackets that close it.
fn sentence_end(text: &str, limit: usize) -> Option<usize> {
    let marks = text[..limit].char_indices().rev();
    marks.filter(|&(at, c)| ends_sentence(c, &text[at + c.len_utf8()..])).find_map(|(at, c)| {
        let end = at + c.len_utf8();
        let closers =
            text[end..].chars().take_while(|&c| closes(c)).map(char::len_utf8).sum::<usize>();
        (end + closers <= limit && is_boundary(text, end + closers)).then_some(end + closers)
    })
}

fn ends_sentence(c: char, rest: &str) -> bool {
    match c {
        '。' | '！' | '？' | '；' => true,
        '…' => !rest.starts_with('…'),
        '.' | '!' | '?' => rest.starts_with(char::is_whitespace),
        _ => false,
    }
}

fn closes(c: char) -> bool {
    matches!(
        c,
        '”' | '’' | '」' | '』' | '）' | '》' | '】' | '〉' | '"' | ')' | '。' | '！' | '？'
    )
}

/// The place before the last clause mark within `limit`; none when too little would be left of the text.
fn clause_end(text: &str, limit: usize) -> Option<usize> {
    let (at, _) = text[..limit]
        .char_indices()
        .rev()
        .find(|&(_, c)| matches!(c, '，' | '、' | '：' | ',' | ':'))?;
    (at * 3 >= limit && is_boundary(text, at)).then_some(at)
}

fn grapheme_end(text: &str, limit: usize) -> usize {
    if is_boundary(text, limit) {
        return limit;
    }
    let mut cursor = GraphemeCursor::new(limit, text.len(), true);
    cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}

fn is_boundary(text: &str, at: usize) -> bool {
    GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    #[test]
    fn counts_characters_and_words() {
        let check = |text, expected| assert_eq!(count(text), expected, "{text}");
        check("", 0);
        check("梧州商会", 4);
        check("梧州，商会。“四好”——…", 6);
        check("2019年10月", 4);
        check("GDP 增长 3.14%，it's 1,000 COVID-19", 7);
        check("ＡＢＣ公司１２３", 4);
        check("café cafe\u{301} Übung", 3);
        check("かな", 2);
        check("一丁龥\u{a000}\u{4fff}倀鿿\u{4dff}㐀", 8);
        check("3个A级", 4);
    }

    #[test]
    fn cuts_at_the_best_place() {
        let check = |text, max, expected| assert_eq!(cut(text, max), expected, "{text} {max}");
        check("短。", 10, "短。");
        check("  两端  ", 10, "两端");
        check("第一句。第二句很长很长", 8, "第一句。");
        check("一。二！三四五六", 5, "一。二！");
        check("他说：“好。”然后走了", 7, "他说：“好。”");
        check("他说：“好。”然后走了", 5, "他说…");
        check("民营经济发展，持续向好", 9, "民营经济发展…");
        check("据悉，民营经济发展持续向好态势", 12, "据悉，民营经济发展持续…");
        check("等等……还有很多话", 5, "等等……");
        check("等等……还有很多话", 3, "等等…");
        check("版本 3.14 很好用", 6, "版本 3.…");
        check("It works. And so on", 12, "It works.");
        check("文字", 0, "");
        check("文字", 1, "…");
        check("👨‍👩‍👧一家人", 4, "…");
        check("e\u{301}e\u{301}e\u{301}", 3, "e\u{301}…");
    }

    proptest! {
        #[test]
        fn bytes_count_like_characters(
            text in "([中作㐀䶿䷀䷿、。〇〈】〱！／０：？Ａ｀—’“”…‰a1.,'_ -]|[\\u{2000}-\\u{9fff}]|\\PC){0,40}",
        ) {
            let mut in_word = false;
            prop_assert_eq!(count(&text), text.chars().map(|c| meet(c, &mut in_word)).sum::<u32>());
        }

        #[test]
        fn han_count_like_characters(text in "([一鿿中作㐀䶿䷀䷿ꀀ，。、〇々】！：？—’“”… ]|[一鿿]|[\\u{3000}-\\u{a000}]|[\\u{ff00}-\\u{ffef}]){0,9}", times in 1usize..90) {
            let text = text.repeat(times);
            let mut in_word = false;
            prop_assert_eq!(count(&text), text.chars().map(|c| meet(c, &mut in_word)).sum::<u32>());
        }

        #[test]
        fn nothing_else_is_taken_for_han(text in "([一丁鿾鿿]|[\\u{2000}-\\u{ffff}]|\\PC){3,9}") {
            if let Some(eight) = text.as_bytes().first_chunk() {
                let han = text.chars().take(3).take_while(|c| ('一'..='鿿').contains(c)).count();
                let found = han_ahead(*eight) / 3;
                let is_edge = |c: char| matches!(c, '一' | '鿿');
                prop_assert!(found == han || found < han && text.chars().nth(found).is_some_and(is_edge));
            }
        }

        #[test]
        fn places_of_characters_are_found(text in "(\\PC|中|\\u{301}){0,20}", number in 0usize..25) {
            prop_assert_eq!(place_of(&text, number), text.char_indices().nth(number).map(|(at, _)| at));
        }

        #[test]
        fn a_cut_is_short_and_whole(text in any::<String>(), max in 0usize..40) {
            let cut = cut(&text, max);
            prop_assert!(cut.chars().count() <= max);
            let kept = cut.strip_suffix('…').filter(|kept| !text.trim().starts_with(&cut) || kept.is_empty());
            let kept = kept.unwrap_or(&cut).graphemes(true);
            prop_assert!(kept.zip(text.trim().graphemes(true)).all(|(a, b)| a == b));
            count(&text);
        }
    }
}
