//! Text, made safe to stand in HTML, XML or JSON.
//!
//! Characters that XML 1.0 forbids (controls, U+FFFE, U+FFFF) are left out of all three: a front matter
//! can hold them as `"\x07"`, no reader can see them, and one of them makes a whole feed unreadable.

use memchr::memmem;

/// What bytes must not stand as they are: in HTML and XML, in JSON, in a script, in any XML.
const HTML: u8 = 1;
const JSON: u8 = 2;
const SCRIPT: u8 = 4;
const CONTROL: u8 = 8;
/// How U+FFFE and U+FFFF begin; full-width signs do too.
const NONE: u8 = 16;

static CLASSES: [u8; 256] = {
    let mut table = [0; 256];
    let mut b = 0;
    while b < 0x20 {
        table[b] = CONTROL;
        b += 1;
    }
    table[b'\t' as usize] = JSON;
    table[b'\n' as usize] = JSON;
    table[b'\r' as usize] = JSON;
    table[b'\\' as usize] = JSON;
    table[b'"' as usize] = JSON | HTML;
    table[b'\'' as usize] = HTML;
    table[b'&' as usize] = HTML;
    table[b'>' as usize] = HTML;
    table[b'<' as usize] = HTML | SCRIPT;
    table[0xef] = NONE;
    table
};

/// Appends `text` for HTML or XML, in an attribute too.
pub fn html(text: &str, out: &mut String) {
    push(text, out, HTML, |b| match b {
        b'&' => "&amp;",
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'"' => "&quot;",
        b'\'' => "&#39;",
        _ => "",
    });
}

/// Appends HTML as an XML section of character data.
pub fn cdata(html: &str, out: &mut String) {
    out.push_str("<![CDATA[");
    let mut rest = html;
    while let Some(at) = memmem::find(rest.as_bytes(), b"]]>") {
        let (part, end) = rest.split_at(at + 2);
        push(part, out, 0, |_| "");
        out.push_str("]]><![CDATA[");
        rest = end;
    }
    push(rest, out, 0, |_| "");
    out.push_str("]]>");
}

/// Appends what stands between the quotes of a JSON string.
pub fn json(text: &str, out: &mut String) {
    push(text, out, JSON, json_sign);
}

/// The same for a `<script>`, where no tag may begin.
pub fn json_in_html(text: &str, out: &mut String) {
    push(text, out, JSON | SCRIPT, json_sign);
}

fn json_sign(b: u8) -> &'static str {
    match b {
        b'"' => "\\\"",
        b'\\' => "\\\\",
        b'\n' => "\\n",
        b'\r' => "\\r",
        b'\t' => "\\t",
        b'<' => "\\u003c",
        _ => "",
    }
}

/// Appends `text` with another text for each byte of the `classes`, and nothing for what XML forbids.
fn push(text: &str, out: &mut String, classes: u8, replacement: fn(u8) -> &'static str) {
    let bytes = text.as_bytes();
    let mut classes = classes | CONTROL;
    // In a short text full-width signs are soon looked at one by one.
    if bytes.len() < 4 * CHUNK || memmem::find(bytes, &[0xef, 0xbf]).is_some() {
        classes |= NONE;
    }
    let (mut from, mut at) = (0, 0);
    while let Some(found) = next(bytes, at, classes) {
        at = found + 1;
        let len = match (bytes[found], bytes.get(at..at + 2)) {
            (0xef, Some([0xbf, 0xbe | 0xbf])) => 3,
            (0xef, _) => continue,
            _ => 1,
        };
        out.push_str(&text[from..found]);
        out.push_str(replacement(bytes[found]));
        from = found + len;
        at = from;
    }
    out.push_str(&text[from..]);
}

/// Bytes that are looked at together; most have nothing to be replaced.
const CHUNK: usize = 32;

/// The first byte of the `classes` from `at` on.
fn next(bytes: &[u8], mut at: usize, classes: u8) -> Option<usize> {
    let class = |b: &u8| CLASSES[usize::from(*b)] & classes;
    while let Some(chunk) = bytes.get(at..at + CHUNK) {
        if chunk.iter().fold(0, |all, b| all | class(b)) != 0 {
            break;
        }
        at += CHUNK;
    }
    let rest = bytes.get(at..)?;
    rest.iter().position(|b| class(b) != 0).map(|found| at + found)
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
