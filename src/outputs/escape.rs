//! Text, made safe to stand in HTML, XML or JSON.
//!
//! Characters that XML 1.0 forbids (controls, U+FFFE, U+FFFF) are left out of all three: a front matter
//! can hold them as `"\x07"`, no reader can see them, and one of them makes a whole feed unreadable.

/// Appends `text` for HTML or XML, in an attribute too.
pub fn html(text: &str, out: &mut String) {
    push(text, out, |b| match b {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\'' => Some("&#39;"),
        b => control(b),
    });
}

/// Appends HTML as an XML section of character data.
pub fn cdata(html: &str, out: &mut String) {
    out.push_str("<![CDATA[");
    let mut parts = html.split("]]>");
    push(parts.next().unwrap_or_default(), out, control);
    for part in parts {
        out.push_str("]]]]><![CDATA[>");
        push(part, out, control);
    }
    out.push_str("]]>");
}

/// Appends `text` as a JSON string with its quotes.
pub fn json(text: &str, out: &mut String) {
    out.push('"');
    push(text, out, json_sign);
    out.push('"');
}

/// The same for a `<script>`, where no tag may begin.
pub fn json_in_html(text: &str, out: &mut String) {
    out.push('"');
    push(text, out, |b| if b == b'<' { Some("\\u003c") } else { json_sign(b) });
    out.push('"');
}

fn json_sign(b: u8) -> Option<&'static str> {
    match b {
        b'"' => Some("\\\""),
        b'\\' => Some("\\\\"),
        b'\n' => Some("\\n"),
        b'\r' => Some("\\r"),
        b'\t' => Some("\\t"),
        b => control(b),
    }
}

/// Controls are replaced by nothing.
fn control(b: u8) -> Option<&'static str> {
    (b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r')).then_some("")
}

fn push(text: &str, out: &mut String, replacement: impl Fn(u8) -> Option<&'static str>) {
    let bytes = text.as_bytes();
    let mut from = 0;
    for (at, &b) in bytes.iter().enumerate() {
        let (replacement, len) = match replacement(b) {
            Some(replacement) => (replacement, 1),
            // The beginning of U+FFFE and U+FFFF; full-width forms begin with it too.
            None if b == 0xef && matches!(bytes.get(at + 1..at + 3), Some([0xbf, 0xbe | 0xbf])) => {
                ("", 3)
            }
            None => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(replacement);
        from = at + len;
    }
    out.push_str(&text[from..]);
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
        assert_eq!(of(json, text), "\"（ab：\u{fffd}\\tc\\n）\"");
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
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        assert_eq!(serde_json::from_str::<String>(&of(super::json, text)).unwrap(), text);
    }
}
