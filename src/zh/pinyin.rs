//! Chinese text spelled in pinyin: slugs, keys to sort by, index letters.

use super::chars::is_han;
use super::readings::Readings;
use pinyin::ToPinyin;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// One unit of spelled text.
enum Unit<'a> {
    /// A Han character's reading; may hold `ü`.
    Syllable(&'a str),
    /// A letter or digit, ASCII and in lower case.
    Letter(char),
    /// A Han character without a reading, punctuation, space, a letter of another script.
    Other(char),
}

/// `text` as the ASCII name of a file or URL: syllables and words in lower case joined by `-`
/// (茶业商会 → `cha-ye-shang-hui`). Empty if nothing in it can be spelled.
pub fn slug(text: &str, readings: &Readings) -> String {
    if is_slug(text) { text.to_owned() } else { spelled(text, readings) }
}

fn spelled(text: &str, readings: &Readings) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 2);
    let mut in_word = false;
    spell(text, readings, |unit| match unit {
        Unit::Syllable(syllable) => {
            separate(&mut out, '-');
            push_syllable(&mut out, syllable);
            in_word = false;
        }
        Unit::Letter(letter) => {
            if !in_word {
                separate(&mut out, '-');
            }
            out.push(letter);
            in_word = true;
        }
        Unit::Other(c) => in_word &= matches!(c, '\'' | '’'),
    });
    out
}

/// Whether `text` is what its slug would be: words in lower case, a dash between two.
fn is_slug(text: &str) -> bool {
    let words = text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    words && !text.starts_with('-') && !text.ends_with('-') && !text.contains("--")
}

/// A key whose plain string order is pinyin order, syllable by syllable (茶业 before 长洲); equal
/// readings are told apart by the text itself.
pub fn sort_key(text: &str, readings: &Readings) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    let mut in_word = false;
    spell(text, readings, |unit| match unit {
        Unit::Syllable(syllable) => {
            separate(&mut out, ' ');
            push_syllable(&mut out, syllable);
            in_word = false;
        }
        Unit::Letter(letter) => {
            if !in_word {
                separate(&mut out, ' ');
            }
            out.push(letter);
            in_word = true;
        }
        Unit::Other(c) if c.is_alphanumeric() => {
            separate(&mut out, ' ');
            out.push(c);
            in_word = false;
        }
        Unit::Other(_) => in_word = false,
    });
    // Below the space, so that a whole reading sorts before a longer one.
    out.push('\t');
    out.push_str(text);
    out
}

/// The letter under which `text` stands in an index: `A` to `Z`, or `#` when it begins otherwise.
pub fn initial(text: &str, readings: &Readings) -> char {
    let mut first = None;
    // The beginning is enough; leading quotes and brackets are few.
    let end = text.char_indices().nth(16).map_or(text.len(), |(at, _)| at);
    spell(&text[..end], readings, |unit| {
        let c = match unit {
            Unit::Syllable(syllable) => syllable.chars().next(),
            Unit::Letter(letter) => Some(letter),
            Unit::Other(_) => None,
        };
        first = first.or(c);
    });
    first.map(|c| c.to_ascii_uppercase()).filter(char::is_ascii_uppercase).unwrap_or('#')
}

fn separate(out: &mut String, by: char) {
    if !out.is_empty() {
        out.push(by);
    }
}

fn push_syllable(out: &mut String, syllable: &str) {
    out.extend(syllable.chars().map(|c| if c == 'ü' { 'v' } else { c }).filter(char::is_ascii));
}

/// Calls `unit` for every unit of `text`, the longest word of the table of readings first.
fn spell(text: &str, readings: &Readings, mut unit: impl FnMut(Unit)) {
    let text = composed(text);
    let mut rest = &*text;
    while let Some(c) = rest.chars().next() {
        let word = if is_han(c) { readings.word_at(c, rest) } else { None };
        if let Some(word) = word {
            word.syllables.iter().for_each(|syllable| unit(Unit::Syllable(syllable)));
            rest = &rest[word.text.len()..];
        } else {
            unit(spell_char(c));
            rest = &rest[c.len_utf8()..];
        }
    }
}

fn spell_char(c: char) -> Unit<'static> {
    if c.is_ascii_alphanumeric() {
        return Unit::Letter(c.to_ascii_lowercase());
    }
    if is_han(c) {
        return c.to_pinyin().map_or(Unit::Other(c), |pinyin| Unit::Syllable(pinyin.plain()));
    }
    base_letter(c).map_or(Unit::Other(c), |base| Unit::Letter(base.to_ascii_lowercase()))
}

/// The ASCII letter or digit under an accent (é) or a full-width form (Ａ).
fn base_letter(c: char) -> Option<char> {
    if c.is_ascii() || !c.is_alphanumeric() {
        return None;
    }
    std::iter::once(c).nfkd().next().filter(char::is_ascii_alphanumeric)
}

/// `text` in NFC; borrowed when it is plainly so already, as nearly all text is.
fn composed(text: &str) -> Cow<'_, str> {
    let plain = |c| {
        matches!(c, '\0'..='\u{2ff}' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3029}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
    };
    if text.chars().all(plain) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_a_slug_already_stays(text in "[a-c0-1-]{0,8}") {
            prop_assert_eq!(slug(&text, &Readings::default()), spelled(&text, &Readings::default()));
        }
    }

    #[test]
    fn slugs_are_ascii_and_read_right() {
        let readings = Readings::default();
        let check = |text, expected| assert_eq!(slug(text, &readings), expected, "{text}");
        check("茶业商会", "cha-ye-shang-hui");
        check("长洲区", "chang-zhou-qu");
        check("龙圩区商会会长", "long-xu-qu-shang-hui-hui-zhang");
        check("女企业家商会", "nv-qi-ye-jia-shang-hui");
        check("重庆广西商会", "chong-qing-guang-xi-shang-hui");
        check("佛山、厦门", "fo-shan-xia-men");
        check("梧州苍梧岑溪藤县蒙山万秀", "wu-zhou-cang-wu-cen-xi-teng-xian-meng-shan-wan-xiu");
        check("六堡茶行业", "liu-bao-cha-hang-ye");
        check("会长会计调研协调", "hui-zhang-kuai-ji-diao-yan-xie-tiao");
        check("“四好”商会 2019 年", "si-hao-shang-hui-2019-nian");
        check("2019年10月 GDP增长3.5%", "2019-nian-10-yue-gdp-zeng-zhang-3-5");
        check("It's a Café", "its-a-cafe");
        check("cafe\u{301}", "cafe");
        check("ＡＢＣ１２", "abc12");
        check("（）——", "");
        check("", "");
        check("한글", "");
        check("hello_world-x.md", "hello-world-x-md");
        check("二〇一九", "er-ling-yi-jiu");
        check("绿色旅游", "lv-se-lv-you");
    }

    #[test]
    fn own_readings_win_and_the_longest_match_counts() {
        let own =
            [("长洲".to_string(), "Zhǎng Zhōu".to_string()), ("六堡茶".into(), "lu bu cha".into())];
        let readings = Readings::new(&own);
        assert_eq!(slug("长洲六堡茶六堡", &readings), "zhang-zhou-lu-bu-cha-liu-bao");
    }

    #[test]
    fn keys_sort_as_pinyin() {
        let readings = Readings::default();
        let mut names = [
            "藤县", "岑溪", "长洲", "苍梧", "茶业", "龙圩", "蒙山", "万秀", "茶", "2号", "ABC",
            "查业",
        ];
        names.sort_by_cached_key(|name| sort_key(name, &readings));
        assert_eq!(names.join(" "), "2号 ABC 苍梧 岑溪 茶 查业 茶业 长洲 龙圩 蒙山 藤县 万秀");
        assert_eq!(sort_key("茶业", &readings), "cha ye\t茶业");
    }

    #[test]
    fn initials_are_letters_or_a_hash() {
        let readings = Readings::default();
        let check = |text, expected| assert_eq!(initial(text, &readings), expected, "{text}");
        check("长洲区", 'C');
        check("“四好”", 'S');
        check("abc", 'A');
        check("Ａ股", 'A');
        check("2019年", '#');
        check("", '#');
        check("한글", '#');
    }

    proptest! {
        #[test]
        fn any_text_gives_a_clean_slug(text in any::<String>()) {
            let readings = Readings::default();
            let slug = slug(&text, &readings);
            prop_assert!(slug.bytes().all(|b| b == b'-' || b.is_ascii_lowercase() || b.is_ascii_digit()));
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
            sort_key(&text, &readings);
            let initial = initial(&text, &readings);
            prop_assert!(initial == '#' || initial.is_ascii_uppercase());
        }
    }
}
