//! What a request asks for: the path as it came over the wire in, a path below the host's root out.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// What is never part of a path between slashes as it stands.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'\\');

/// The path of a request, decoded, without the slash before it: `news/2019/10/x.html`, or empty. `None`
/// when it is no path that a site could have: what would lead upward, to another disk, or means one
/// thing here and another elsewhere.
///
/// Nothing depends on this for safety: only files of the edition are served, looked up by name. A
/// request that tries is told so.
pub fn decode(raw: &str) -> Option<String> {
    let path = raw.strip_prefix('/')?;
    if !is_well_encoded(path) {
        return None;
    }
    let path: Cow<str> = percent_decode_str(path).decode_utf8().ok()?;
    let odd = |c: char| c.is_control() || c == '\\';
    let upward = path.split('/').any(|part| part == "." || part == "..");
    (!upward && !path.starts_with('/') && !path.contains(odd)).then(|| path.into_owned())
}

/// The same the other way round: for a `Location`.
pub fn encode(path: &str) -> String {
    format!("/{}", utf8_percent_encode(path, ESCAPED))
}

/// One value of a query `a=b&c=d`, decoded.
pub fn query_value(query: &str, key: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))?;
    Some(percent_decode_str(value).decode_utf8().ok()?.into_owned())
}

/// Whether every `%` begins two hexadecimal digits.
fn is_well_encoded(path: &str) -> bool {
    path.split('%')
        .skip(1)
        .all(|rest| rest.len() >= 2 && rest.bytes().take(2).all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_and_encoded_paths_are_one() {
        for (raw, path) in [
            ("/", ""),
            ("/news/x.html", "news/x.html"),
            ("/%E5%9B%BE.jpg", "图.jpg"),
            ("/a%20b", "a b"),
            ("/news/", "news/"),
            // Decoded once only: this is a name with signs in it, which no site has.
            ("/%252e%252e/x", "%2e%2e/x"),
        ] {
            assert_eq!(decode(raw).as_deref(), Some(path), "{raw}");
            assert_eq!(decode(&encode(path)).as_deref(), Some(path), "{path}");
        }
    }

    #[test]
    fn what_leads_elsewhere_is_no_path() {
        for raw in [
            "/../x",
            "/a/../../x",
            "/%2e%2e/x",
            "/%2E%2E%2Fx",
            "/a/%2e/x",
            "/..",
            "/a\\..\\x",
            "/%5c..%5cx",
            "/x%00.html",
            "/x%0a",
            "/%zz",
            "/%",
            "/%e",
            "/%ff",
            "//etc/passwd",
            "/%2fetc/passwd",
            "x",
            "*",
            "",
        ] {
            assert_eq!(decode(raw), None, "{raw}");
        }
    }

    #[test]
    fn a_value_is_taken_from_a_query() {
        let query = "tag=a&path=news%2F%E5%9B%BE.html&x";
        assert_eq!(query_value(query, "path").as_deref(), Some("news/图.html"));
        assert_eq!(query_value(query, "tag").as_deref(), Some("a"));
        assert_eq!(query_value(query, "pa"), None);
        assert_eq!(query_value(query, "x"), None);
    }
}
