//! What a terminal may be shown of a text that came from a file.
//!
//! A control character could move the cursor, recolour or retitle the terminal; a direction mark
//! could make a line read otherwise than it is. Each is shown as a sign of its own instead, which
//! is also what an editor needs who wonders about an invisible character.

use std::borrow::Cow;

/// `text` with everything but plain characters and line ends made visible.
pub fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| c == '\n' || is_plain(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => out.push('\n'),
            c => push_printable(&mut out, c),
        }
    }
    Cow::Owned(out)
}

/// The same on one line: line ends become spaces.
pub(super) fn printable_line(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    printable(&lines.join(" ")).into_owned()
}

/// Appends one character of a line, made visible.
pub(super) fn push_printable(out: &mut String, c: char) {
    match c {
        c if is_plain(c) => out.push(c),
        '\t' => out.push_str("    "),
        // They only choose between two looks of the sign before them, and terminals do not agree
        // on the width of the second.
        '\u{fe0e}' | '\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => {}
        '\0'..='\x1f' => out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('?')),
        '\x7f' => out.push('\u{2421}'),
        c => out.push_str(&format!("<U+{:04X}>", u32::from(c))),
    }
}

/// Neither a control character nor one that has no look of its own (a no-break space after a colon
/// has puzzled many an editor). The joiner of emoji stays:
/// without it one picture falls apart into several.
fn is_plain(c: char) -> bool {
    !matches!(c,
        '\0'..='\x1f' | '\x7f'..='\u{a0}' | '\u{ad}' | '\u{61c}' | '\u{180e}'
        | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe0e}' | '\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_left_alone() {
        for text in ["", "梧州市工商联：**“四好”商会**", "naïve é", "👨‍👩‍👧", "两\n行"]
        {
            assert!(matches!(printable(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    #[test]
    fn escapes_are_disarmed() {
        assert_eq!(printable("\x1b[31m红\x1b[0m\x07"), "␛[31m红␛[0m␇");
        assert_eq!(printable("\u{9b}2J\x7f\r"), "<U+009B>2J␡␍");
        assert_eq!(printable("a\u{202e}b\u{200b}c\u{feff}"), "a<U+202E>b<U+200B>c<U+FEFF>");
        assert_eq!(printable("\t一❤\u{fe0f}"), "    一❤");
    }

    #[test]
    fn one_line_stays_one_line() {
        assert_eq!(printable_line("一\n  二\r\n\n三\n"), "一 二 三");
    }
}
