//! Text, attributes and URLs, made safe to stand in HTML.

use std::fmt::Write;

/// Characters that must not stand as they are: in text, and (quotes) in attributes.
const TEXT: u8 = 1;
const QUOTE: u8 = 2;
/// Control characters, which HTML forbids; those of the second block begin with `C2`.
const CONTROL: u8 = 4;
const LATIN: u8 = 8;

static CLASSES: [u8; 256] = {
    let mut table = [0; 256];
    let mut b = 0;
    while b < 0x20 {
        table[b] = CONTROL;
        b += 1;
    }
    table[b'\t' as usize] = 0;
    table[b'\n' as usize] = 0;
    table[0x7f] = CONTROL;
    table[0xc2] = LATIN;
    table[b'<' as usize] = TEXT;
    table[b'>' as usize] = TEXT;
    table[b'&' as usize] = TEXT;
    table[b'"' as usize] = QUOTE;
    table
};

/// Appends `text` as HTML text.
pub(super) fn text(out: &mut String, text: &str) {
    escape(out, text, TEXT | CONTROL | LATIN, |_| false);
}

/// Appends `value` for an attribute in double quotes.
pub(super) fn attribute(out: &mut String, value: &str) {
    escape(out, value, TEXT | QUOTE | CONTROL | LATIN, |_| false);
}

/// Appends text or an attribute's value of raw HTML, whose character references are references already.
pub(super) fn raw(out: &mut String, html: &str) {
    escape(out, html, TEXT | QUOTE | CONTROL | LATIN, is_reference);
}

fn escape(out: &mut String, text: &str, classes: u8, is_reference: fn(&str) -> bool) {
    let bytes = text.as_bytes();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = next_special(bytes, at, classes) {
        at = found + 1;
        let (replacement, length) = match bytes[found] {
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'"' => ("&quot;", 1),
            b'&' if is_reference(&text[found..]) => continue,
            b'&' => ("&amp;", 1),
            0xc2 if bytes.get(at).is_some_and(|&next| next < 0xa0) => ("", 2),
            0xc2 => continue,
            _ => ("", 1),
        };
        out.push_str(&text[from..found]);
        out.push_str(replacement);
        from = found + length;
    }
    out.push_str(&text[from..]);
}

/// The next byte of one of the `classes`, from `at` on.
fn next_special(bytes: &[u8], mut at: usize, classes: u8) -> Option<usize> {
    const STRIDE: usize = 16;
    let is_special = |&b: &u8| CLASSES[b as usize] & classes != 0;
    while let Some(stretch) = bytes.get(at..at + STRIDE) {
        // Without an early end this becomes a few instructions for the whole stretch, and most have nothing.
        if stretch.iter().fold(false, |any, &b| any | may_be_special(b))
            && let Some(within) = stretch.iter().position(is_special)
        {
            return Some(at + within);
        }
        at += STRIDE;
    }
    let rest = bytes.get(at..)?;
    // What is left is looked at together with what stands before it.
    if let Some(last) = bytes.last_chunk::<STRIDE>()
        && !last.iter().fold(false, |any, &b| any | may_be_special(b))
    {
        return None;
    }
    Some(at + rest.iter().position(is_special)?)
}

/// Whether the table may have a class for `b`.
fn may_be_special(b: u8) -> bool {
    (b < 0x20) | (b == b'"') | (b == b'&') | (b == b'<') | (b == b'>') | (b == 0x7f) | (b == 0xc2)
}

/// Whether `text` begins with a character reference that stands for a character a page may hold.
fn is_reference(text: &str) -> bool {
    let Some(end) = text.bytes().take(34).position(|b| b == b';') else {
        return false;
    };
    let name = &text[1..end];
    let number = match name.strip_prefix('#') {
        None => return named_reference(name),
        Some(number) => number
            .strip_prefix(['x', 'X'])
            .map_or_else(|| number.parse(), |hex| u32::from_str_radix(hex, 16)),
    };
    number
        .ok()
        .and_then(char::from_u32)
        .is_some_and(|c| !c.is_control() || matches!(c, '\t' | '\n'))
}

/// The names that editors write; any other `&…;` is taken for plain text, which is always right to read.
fn named_reference(name: &str) -> bool {
    matches!(
        name,
        "amp"
            | "lt"
            | "gt"
            | "quot"
            | "apos"
            | "nbsp"
            | "ensp"
            | "emsp"
            | "thinsp"
            | "shy"
            | "copy"
            | "reg"
            | "trade"
            | "hellip"
            | "mdash"
            | "ndash"
            | "middot"
            | "times"
            | "divide"
            | "deg"
            | "ldquo"
            | "rdquo"
            | "lsquo"
            | "rsquo"
            | "laquo"
            | "raquo"
            | "bull"
            | "larr"
            | "rarr"
            | "uarr"
            | "darr"
            | "yen"
            | "sect"
            | "plusmn"
            | "permil"
            | "minus"
    )
}

/// Appends a URL for `href` in double quotes: what may not stand in a URL is percent-encoded.
pub(super) fn url(out: &mut String, url: &str) {
    let bytes = url.as_bytes();
    for (at, &b) in bytes.iter().enumerate() {
        match b {
            b'&' => out.push_str("&amp;"),
            b'\'' => out.push_str("&#39;"),
            b'%' if !is_encoded(&bytes[at..]) => out.push_str("%25"),
            b'%' => out.push('%'),
            _ if b.is_ascii_alphanumeric() || b"-._~:/?#@!$()*+,;=[]".contains(&b) => {
                out.push(char::from(b))
            }
            // Writing to a string cannot fail.
            _ => drop(write!(out, "%{b:02X}")),
        }
    }
}

fn is_encoded(bytes: &[u8]) -> bool {
    matches!(bytes, [b'%', a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
}

/// `text` with its percent-encoding resolved; as it is where that gives no text.
pub(super) fn percent_decode(text: &str) -> String {
    if memchr::memchr(b'%', text.as_bytes()).is_none() {
        return text.to_string();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [b, tail @ ..] = rest {
        match rest {
            [b'%', high, low, tail @ ..] if is_encoded(rest) => {
                bytes.push(hex(*high) << 4 | hex(*low));
                rest = tail;
            }
            _ => {
                bytes.push(*b);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_string())
}

fn hex(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        _ => digit.wrapping_sub(b'A').wrapping_add(10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(write: fn(&mut String, &str), input: &str) -> String {
        let mut out = String::new();
        write(&mut out, input);
        out
    }

    #[test]
    fn text_and_attributes_are_escaped() {
        assert_eq!(
            with(text, "a<b>&\"中\u{1}\u{7f}\u{85}\u{a0}é\t\n\r"),
            "a&lt;b&gt;&amp;\"中\u{a0}é\t\n"
        );
        assert_eq!(with(attribute, "\"<&\""), "&quot;&lt;&amp;&quot;");
        assert_eq!(
            with(raw, "&nbsp;&#20013;&#x4e2d;&#0;&x; & &"),
            "&nbsp;&#20013;&#x4e2d;&amp;#0;&amp;x; &amp; &amp;"
        );
    }

    #[test]
    fn every_special_byte_is_found_anywhere() {
        assert!((0..=255).all(|b: u8| CLASSES[b as usize] == 0 || may_be_special(b)));
        for length in 0..70 {
            let plain = "a".repeat(length);
            assert_eq!(with(text, &format!("{plain}<{plain}>")), format!("{plain}&lt;{plain}&gt;"));
            assert_eq!(with(text, &format!("{plain}\u{85}{plain}\u{1}")), plain.repeat(2));
        }
    }

    #[test]
    fn urls_are_encoded_once() {
        assert_eq!(
            with(url, "https://a.cn/图 片?x=1&y=\"%20%zz'"),
            "https://a.cn/%E5%9B%BE%20%E7%89%87?x=1&amp;y=%22%20%25zz&#39;"
        );
        assert_eq!(percent_decode("%E5%9B%BE.jpg%2"), "图.jpg%2");
        assert_eq!(percent_decode("%ff"), "%ff");
    }
}
