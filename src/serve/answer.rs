//! Bytes and the request's conditions in, a response out: tags, `304`, ranges.

use std::borrow::Cow;

use axum::body::Body;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
    IF_RANGE, RANGE, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use http_range_header::{EndPosition, StartPosition, parse_range_header};
use xxhash_rust::xxh3::xxh3_128;

/// A digest as it stands in an `ETag` and in the addresses of the live script.
pub fn digest(bytes: &[u8]) -> String {
    format!("{:032x}", xxh3_128(bytes))
}

/// A file, whole or what the request wants of it. Browsers ask each time whether it is still the same.
pub fn file(asked: &HeaderMap, kind: &str, bytes: Bytes) -> Response {
    let tag = format!("\"{}\"", digest(&bytes));
    let head = Head { kind: Cow::Borrowed(kind), tag: Some(tag.clone()) };
    if has_tag(asked, IF_NONE_MATCH, &tag) {
        return head.response(StatusCode::NOT_MODIFIED, Bytes::new());
    }
    let whole = bytes.len() as u64;
    match wanted(asked, &tag, whole) {
        Wanted::Whole => head.response(StatusCode::OK, bytes),
        Wanted::Part(first, last) => {
            // Both lie within the bytes, which lie in memory.
            let part = bytes.slice(first as usize..=last as usize);
            let range = format!("bytes {first}-{last}/{whole}");
            with(head.response(StatusCode::PARTIAL_CONTENT, part), CONTENT_RANGE, &range)
        }
        Wanted::Nothing => {
            let nothing = head.response(StatusCode::RANGE_NOT_SATISFIABLE, Bytes::new());
            with(nothing, CONTENT_RANGE, &format!("bytes */{whole}"))
        }
    }
}

/// A page that stands for something else: not found, or an error.
pub fn page(status: StatusCode, bytes: Bytes) -> Response {
    Head { kind: "text/html; charset=utf-8".into(), tag: None }.response(status, bytes)
}

/// A few plain words.
pub fn words(status: StatusCode, text: &str) -> Response {
    let head = Head { kind: "text/plain; charset=utf-8".into(), tag: None };
    head.response(status, format!("{text}\n").into())
}

/// The response with one more header; what cannot stand in a header is left out.
pub fn with(mut response: Response, name: HeaderName, value: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
    response
}

struct Head<'a> {
    kind: Cow<'a, str>,
    tag: Option<String>,
}

impl Head<'_> {
    fn response(&self, status: StatusCode, bytes: Bytes) -> Response {
        let length = bytes.len().to_string();
        let mut response = Response::new(Body::from(bytes));
        *response.status_mut() = status;
        response = with(response, X_CONTENT_TYPE_OPTIONS, "nosniff");
        if let Some(tag) = &self.tag {
            response = with(response, ETAG, tag);
            response = with(response, ACCEPT_RANGES, "bytes");
            response = with(response, CACHE_CONTROL, "no-cache");
        } else {
            response = with(response, CACHE_CONTROL, "no-store");
        }
        if status == StatusCode::NOT_MODIFIED {
            return response;
        }
        response = with(response, CONTENT_TYPE, &self.kind);
        with(response, CONTENT_LENGTH, &length)
    }
}

/// Whether a header lists this tag, a weak one counting as well.
fn has_tag(asked: &HeaderMap, name: HeaderName, tag: &str) -> bool {
    let values = asked.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| value.split(','))
        .map(|listed| listed.trim().trim_start_matches("W/"))
        .any(|listed| listed == tag || listed == "*")
}

enum Wanted {
    Whole,
    /// The first and the last byte.
    Part(u64, u64),
    /// A part that is not there.
    Nothing,
}

/// What `Range` asks for (RFC 9110, section 14). One part is given; of several, and where the header makes
/// no sense, the whole.
fn wanted(asked: &HeaderMap, tag: &str, whole: u64) -> Wanted {
    let stale = asked.get(IF_RANGE).is_some_and(|value| value.as_bytes() != tag.as_bytes());
    let range = asked.get(RANGE).filter(|_| !stale).and_then(|value| value.to_str().ok());
    let Some(Ok(parsed)) = range.map(parse_range_header) else { return Wanted::Whole };
    let [part] = parsed.ranges.as_slice() else { return Wanted::Whole };
    let (first, last) = match (part.start, part.end) {
        (StartPosition::FromLast(n), _) => (whole.saturating_sub(n), u64::MAX),
        (StartPosition::Index(first), EndPosition::LastByte) => (first, u64::MAX),
        (StartPosition::Index(first), EndPosition::Index(last)) => (first, last),
    };
    if last < first {
        return Wanted::Whole;
    }
    match whole.checked_sub(1) {
        Some(end) if first <= end => Wanted::Part(first, last.min(end)),
        _ => Wanted::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(headers: &[(HeaderName, &str)]) -> Response {
        let headers =
            headers.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect();
        file(&headers, "text/plain", Bytes::from_static(b"0123456789"))
    }

    fn status(headers: &[(HeaderName, &str)]) -> u16 {
        asked(headers).status().as_u16()
    }

    #[test]
    fn a_part_is_what_the_range_says() {
        for (range, status, told) in [
            ("bytes=0-0", 206, "bytes 0-0/10"),
            ("bytes=2-4", 206, "bytes 2-4/10"),
            ("bytes=7-", 206, "bytes 7-9/10"),
            ("bytes=-3", 206, "bytes 7-9/10"),
            ("bytes=-99", 206, "bytes 0-9/10"),
            ("bytes=5-99", 206, "bytes 5-9/10"),
            ("bytes=10-", 416, "bytes */10"),
            ("bytes=-0", 200, ""),
            ("bytes=0-1,3-4", 200, ""),
            ("bytes=4-2", 200, ""),
            ("bytes=a-b", 200, ""),
            ("lines=0-1", 200, ""),
        ] {
            let response = asked(&[(RANGE, range)]);
            let found = response.headers().get(CONTENT_RANGE).map_or("", |v| v.to_str().unwrap());
            assert_eq!((response.status().as_u16(), found), (status, told), "{range}");
        }
    }

    #[test]
    fn what_is_still_the_same_is_not_sent_again() {
        let response = asked(&[]);
        let tag = response.headers()[ETAG].to_str().unwrap();
        let weak = format!("\"x\", W/{tag}");
        assert_eq!(status(&[(IF_NONE_MATCH, tag)]), 304);
        assert_eq!(status(&[(IF_NONE_MATCH, &weak)]), 304);
        assert_eq!(status(&[(IF_NONE_MATCH, "*")]), 304);
        assert_eq!(status(&[(IF_NONE_MATCH, "\"x\"")]), 200);
        // The file has changed since the first part was fetched: the whole, not a part of another.
        assert_eq!(status(&[(RANGE, "bytes=0-1"), (IF_RANGE, "\"x\"")]), 200);
        assert_eq!(status(&[(RANGE, "bytes=0-1"), (IF_RANGE, tag)]), 206);
    }
}
