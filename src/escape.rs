//! Text, made safe to stand in HTML, XML or JSON.
//!
//! Characters that XML 1.0 forbids (controls, U+FFFE, U+FFFF) are left out of all three: a front matter
//! can hold them as `"\x07"`, no reader can see them, and one of them makes a whole feed unreadable.

use std::io::{self, Write};

use memchr::memmem;

/// A way of writing a text: which bytes must not stand as they are, and what stands in their place.
trait Form {
    /// 1 for a byte that is replaced, beside those that XML forbids; else 0.
    fn is_sign(byte: u8) -> u8;
    /// What stands for one of the signs; nothing for what is forbidden.
    fn replacement(sign: u8) -> &'static str;
    /// 1 for a control that XML forbids, else 0. What ends a line is a mark too, unless a form looks closer: it
    /// then is slower, and long texts have none.
    #[inline]
    fn is_control(byte: u8) -> u8 {
        u8::from(byte < FIRST_PRINTED)
    }
    /// Up to how many bytes a text mostly has nothing to be replaced at all, which is found sooner than what is.
    const CLEAN: usize = SHORT;
}

/// The first byte that is no control.
const FIRST_PRINTED: u8 = 0x20;
/// How U+FFFE and U+FFFF begin: so do full-width signs, but for the second byte.
const LEAD: u8 = 0xef;
const SECOND: u8 = 0xbf;

/// A form by its signs and what stands for each. Compared one beside the other, with no branch between them:
/// so the compiler looks for all of them in many bytes at once.
macro_rules! form {
    ($name:ident { $($sign:literal => $text:literal,)* }) => {
        struct $name;

        impl Form for $name {
            #[inline]
            fn is_sign(byte: u8) -> u8 {
                0 $(| u8::from(byte == $sign))*
            }

            fn replacement(sign: u8) -> &'static str {
                match sign {
                    $($sign => $text,)*
                    _ => "",
                }
            }
        }
    };
}

form!(Html {
    b'&' => "&amp;",
    b'<' => "&lt;",
    b'>' => "&gt;",
    b'"' => "&quot;",
    b'\'' => "&#39;",
});

form!(Json {
    b'"' => "\\\"",
    b'\\' => "\\\\",
    b'\n' => "\\n",
    b'\r' => "\\r",
    b'\t' => "\\t",
});

// As JSON, and no tag begins.
form!(Script {
    b'"' => "\\\"",
    b'\\' => "\\\\",
    b'\n' => "\\n",
    b'\r' => "\\r",
    b'\t' => "\\t",
    b'<' => "\\u003c",
});

// What any of them replaces.
form!(Any {
    b'&' => "",
    b'<' => "",
    b'>' => "",
    b'"' => "",
    b'\'' => "",
    b'\\' => "",
});

/// Only what is forbidden is taken out.
struct Plain;

impl Form for Plain {
    #[inline]
    fn is_sign(_: u8) -> u8 {
        0
    }

    fn replacement(_: u8) -> &'static str {
        ""
    }

    #[inline]
    fn is_control(byte: u8) -> u8 {
        let is_space = u8::from(byte == b'\t') | u8::from(byte == b'\n') | u8::from(byte == b'\r');
        u8::from(byte < FIRST_PRINTED) & (is_space ^ 1)
    }

    const CLEAN: usize = usize::MAX;
}

/// A text that is written several times: it is looked through once.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    text: &'a str,
    /// Nothing in it is to be replaced, in whatever form.
    is_plain: bool,
}

impl<'a> Text<'a> {
    pub fn new(text: &'a str) -> Text<'a> {
        Text { text, is_plain: is_plain::<Any>(text.as_bytes()) }
    }

    pub fn as_str(self) -> &'a str {
        self.text
    }

    /// Appends it as [`html`] does.
    pub fn html(self, out: &mut String) {
        self.write(html, out);
    }

    /// Appends it as `escape` does.
    pub fn write(self, escape: fn(&str, &mut String), out: &mut String) {
        if self.is_plain { out.push_str(self.text) } else { escape(self.text, out) }
    }
}

/// Appends `text` for HTML or XML, in an attribute too.
pub fn html(text: &str, out: &mut String) {
    push::<Html>(text, out);
}

/// Writes `text` as [`html`] does.
///
/// # Errors
/// Those of `out`.
pub fn write_html(text: &str, out: &mut dyn Write) -> io::Result<()> {
    if is_plain::<Html>(text.as_bytes()) {
        return out.write_all(text.as_bytes());
    }
    let mut escaped = String::with_capacity(text.len() + BLOCK);
    html(text, &mut escaped);
    out.write_all(escaped.as_bytes())
}

/// Appends HTML as an XML section of character data.
pub fn cdata(html: &str, out: &mut String) {
    out.push_str("<![CDATA[");
    let mut rest = html;
    while let Some(at) = memmem::find(rest.as_bytes(), b"]]>") {
        let (part, end) = rest.split_at(at + 2);
        push::<Plain>(part, out);
        out.push_str("]]><![CDATA[");
        rest = end;
    }
    push::<Plain>(rest, out);
    out.push_str("]]>");
}

/// Appends what stands between the quotes of a JSON string.
pub fn json(text: &str, out: &mut String) {
    push::<Json>(text, out);
}

/// The same for a `<script>`, where no tag may begin.
pub fn json_in_html(text: &str, out: &mut String) {
    push::<Script>(text, out);
}

/// Appends `text` with another text for each sign of the form, and nothing for what XML forbids.
fn push<F: Form>(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    if (BLOCK + 1..=F::CLEAN).contains(&bytes.len()) && !has_mark::<F>(bytes) {
        out.push_str(text);
        return;
    }
    let (mut from, mut at) = (0, 0);
    while at < bytes.len() {
        let rest = &bytes[at..];
        let mut marks = rest.first_chunk().map_or_else(|| marks_of_end::<F>(rest), marks::<F>);
        while marks != 0 {
            let found = at + marks.trailing_zeros() as usize / 8;
            marks &= marks - 1;
            let len = replaced::<F>(bytes, found);
            if len > 0 {
                out.push_str(&text[from..found]);
                out.push_str(F::replacement(bytes[found]));
                from = found + len;
            }
        }
        at += BLOCK;
    }
    out.push_str(&text[from..]);
}

/// Bytes that are looked at together; most have nothing to be replaced.
const BLOCK: usize = 16;

/// Titles, addresses and descriptions are no longer than this; of longer texts, which are HTML, hardly any has
/// nothing to be replaced.
const SHORT: usize = 512;

/// Whether nothing in a text has to be replaced.
fn is_plain<F: Form>(bytes: &[u8]) -> bool {
    let is_short = bytes.len() <= BLOCK;
    if is_short { marks_of_end::<F>(bytes) == 0 } else { !has_mark::<F>(bytes) }
}

/// Whether something in a text, which is longer than a block, may have to be replaced.
#[inline(never)]
fn has_mark<F: Form>(bytes: &[u8]) -> bool {
    let mut marks = [0; BLOCK];
    let mut rest = bytes;
    while let Some(block) = rest.first_chunk() {
        mark::<F>(block, &mut marks);
        rest = &rest[BLOCK..];
    }
    // What is left over, with some that was looked at already.
    bytes.last_chunk().into_iter().for_each(|block| mark::<F>(block, &mut marks));
    let last = bytes.last().map_or(0, |byte| is_mark::<F>(*byte, b' '));
    u128::from_le_bytes(marks) != 0 || last != 0
}

/// 1 where this byte, before that one, may have to be replaced; else 0.
#[inline]
fn is_mark<F: Form>(byte: u8, next: u8) -> u8 {
    let forbidden = u8::from(byte == LEAD) & u8::from(next == SECOND);
    F::is_control(byte) | F::is_sign(byte) | forbidden
}

/// Adds the marks of a block.
#[inline]
fn mark<F: Form>(block: &[u8; BLOCK + 1], marks: &mut [u8; BLOCK]) {
    let mut n = 0;
    while n < BLOCK {
        marks[n] |= is_mark::<F>(block[n], block[n + 1]);
        n += 1;
    }
}

/// A number whose bytes are 1 where something in a block may have to be replaced, else 0; the byte behind the
/// block tells of its last one. Apart, and without any call: so all bytes are compared at once, not one after
/// the other.
#[inline(never)]
fn marks<F: Form>(block: &[u8; BLOCK + 1]) -> u128 {
    let mut marks = [0; BLOCK];
    mark::<F>(block, &mut marks);
    u128::from_le_bytes(marks)
}

/// The same of the end of a text, which is shorter.
fn marks_of_end<F: Form>(end: &[u8]) -> u128 {
    let mut block = [b' '; BLOCK + 1];
    block[..end.len()].copy_from_slice(end);
    marks::<F>(&block)
}

/// How many bytes at this place are to be replaced.
fn replaced<F: Form>(bytes: &[u8], at: usize) -> usize {
    match bytes[at] {
        LEAD if matches!(bytes.get(at + 1..at + 3), Some([SECOND, 0xbe | 0xbf])) => 3,
        LEAD => 0,
        byte if F::is_sign(byte) != 0 => 1,
        byte => usize::from(byte < FIRST_PRINTED && !matches!(byte, b'\t' | b'\n' | b'\r')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(escape: fn(&str, &mut String), text: &str) -> String {
        let mut out = String::new();
        escape(text, &mut out);
        out
    }

    #[test]
    fn what_has_a_meaning_in_html_is_escaped() {
        assert_eq!(of(html, "a<b>&\"中'"), "a&lt;b&gt;&amp;&quot;中&#39;");
        assert_eq!(of(html, "中文"), "中文");
        assert_eq!(of(html, ""), "");
    }

    /// But for what is forbidden, templates print what their library would.
    #[test]
    fn html_is_what_the_template_library_writes() {
        for (before, sign) in
            (0..40).flat_map(|n| ["&", "<", ">", "\"", "'", "/", "“", ""].map(|s| (n, s)))
        {
            for after in [0, 1, 5, 30, 600] {
                let text = ["x".repeat(before).as_str(), sign, sign, &"，".repeat(after)].concat();
                let (mut wanted, mut written) = (vec![], vec![]);
                tera::escape_html(&text, &mut wanted).unwrap();
                write_html(&text, &mut written).unwrap();
                assert_eq!(written, wanted, "{text:?}");
                assert_eq!(of(html, &text).as_bytes(), wanted, "{text:?}");
            }
        }
    }

    /// Wherever a sign stands among others, in a block or behind the last one.
    #[test]
    fn a_sign_is_found_wherever_it_stands() {
        let signs =
            ["&", "<", ">", "\"", "'", "\\", "\t", "\n", "\u{1}", "\u{fffe}", "\u{ffff}", "！"];
        for len in 0..40 {
            for at in 0..=len {
                for sign in signs {
                    let (before, after) = ("x".repeat(at), "，".repeat(len - at));
                    let text = [before.as_str(), sign, sign, &after].concat();
                    for (escape, form) in [
                        (
                            html as fn(&str, &mut String),
                            Html::replacement as fn(u8) -> &'static str,
                        ),
                        (json, Json::replacement),
                        (json_in_html, Script::replacement),
                        (cdata, Plain::replacement),
                    ] {
                        let one = form(sign.as_bytes()[0]);
                        let forbidden = matches!(sign, "\u{1}" | "\u{fffe}" | "\u{ffff}");
                        let one = if one.is_empty() && !forbidden { sign } else { one };
                        let wanted = [before.as_str(), one, one, &after].concat();
                        let found = of(escape, &text);
                        let found = found.strip_prefix("<![CDATA[").unwrap_or(&found);
                        assert_eq!(found.strip_suffix("]]>").unwrap_or(found), wanted, "{text:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_text_that_is_looked_through_once_is_written_as_any_other() {
        let signs = ["&", "<", ">", "\"", "'", "\\", "\t", "\n", "\u{1}", "\u{ffff}", "！", ""];
        for (len, sign) in (0..40).flat_map(|len| signs.map(|sign| (len, sign))) {
            for text in
                [format!("{}{sign}", "x".repeat(len)), format!("{sign}{}", "，".repeat(len))]
            {
                for escape in [html as fn(&str, &mut String), json, json_in_html] {
                    let mut out = String::new();
                    Text::new(&text).write(escape, &mut out);
                    assert_eq!(out, of(escape, &text), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn what_no_xml_may_hold_is_left_out() {
        let text = "（a\u{7}\u{fffe}b\u{ffff}：\u{fffd}\tc\n）\u{0}";
        assert_eq!(of(html, text), "（ab：\u{fffd}\tc\n）");
        assert_eq!(of(cdata, text), "<![CDATA[（ab：\u{fffd}\tc\n）]]>");
        assert_eq!(of(json, text), "（ab：\u{fffd}\\tc\\n）");
    }

    #[test]
    fn character_data_ends_where_it_should() {
        for text in ["]]>", "a]]>b]]>", "]]", "x > y", "]]]>", "]]>]]>"] {
            let xml = format!("<x>{}</x>", of(cdata, text));
            let read = roxmltree::Document::parse(&xml).unwrap();
            let all: String =
                read.root_element().children().filter_map(|node| node.text()).collect();
            assert_eq!(all, text);
        }
    }

    #[test]
    fn no_tag_begins_in_a_script() {
        let text = "</script><!-- \\ \"x\" & 中 \u{2028}";
        let json = of(json_in_html, text);
        assert!(!json.contains('<'), "{json}");
        for json in [json, of(super::json, text)] {
            assert_eq!(serde_json::from_str::<String>(&format!("\"{json}\"")).unwrap(), text);
        }
    }
}
