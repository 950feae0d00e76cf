//! JSON-LD in a page → the same in traditional characters: names of properties, types and ids stay, texts
//! are converted, addresses of pages are those of their twins.

use super::address::{Seat, To};
use super::words::Tongue;

/// Writes `json` to `out`. What is no JSON comes out as it is but for its texts.
pub(super) fn convert(json: &str, tag: &str, seat: &Seat, tongue: &mut Tongue, out: &mut Vec<u8>) {
    let mut key = "";
    let mut rest = json;
    while let Some(start) = memchr::memchr(b'"', rest.as_bytes()) {
        let (before, quoted) = rest.split_at(start + 1);
        out.extend_from_slice(before.as_bytes());
        let end = end_of(quoted.as_bytes());
        let (text, after) = quoted.split_at(end);
        rest = after;
        let is_key = after.get(1..).is_some_and(|after| after.trim_start().starts_with(':'));
        match key {
            _ if is_key => {
                key = text;
                out.extend_from_slice(text.as_bytes());
            }
            "inLanguage" => out.extend_from_slice(tag.as_bytes()),
            name if name.starts_with('@') => out.extend_from_slice(text.as_bytes()),
            _ if text.contains("://") => {
                let twin = seat.address(text, To::Twin);
                out.extend_from_slice(twin.as_deref().unwrap_or(text).as_bytes());
            }
            _ => tongue.say(text, out),
        }
        // The closing quote is no opening one.
        let (quote, after) = rest.split_at(rest.len().min(1));
        out.extend_from_slice(quote.as_bytes());
        rest = after;
    }
    out.extend_from_slice(rest.as_bytes());
}

/// Where a string ends whose opening quote is gone.
fn end_of(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        match bytes.get(at + found) {
            Some(b'"') => return at + found,
            _ => at += found + 2,
        }
    }
    bytes.len()
}
