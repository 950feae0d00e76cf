//! The web manifest: what a phone calls the site, and its icon, when a reader puts it on the screen.
//!
//! Every address in it is relative to its own, so that it needs to know no address of the site. It is
//! made where the theme has one of the icons below.

use super::json::Json;
use crate::query::{Facts, View};

pub(super) const PATH: &str = "manifest.webmanifest";

/// The icons that a theme may bring: file, sizes, media type, purpose.
const ICONS: [(&str, &str, &str, &str); 4] = [
    ("favicon.svg", "any", "image/svg+xml", "any"),
    ("icons/icon-192.png", "192x192", "image/png", "any"),
    ("icons/icon-512.png", "512x512", "image/png", "any"),
    ("icons/icon-maskable-512.png", "512x512", "image/png", "maskable"),
];

/// The icon that stands for the publisher where a picture is wanted.
pub const LOGO: &str = "icons/icon-512.png";

pub(super) fn is_wanted(facts: &dyn Facts) -> bool {
    ICONS.iter().any(|(file, ..)| facts.asset(file).is_some())
}

pub(super) fn write(view: &View) -> Vec<u8> {
    let start = if view.portable() { "./index.html" } else { "./" };
    let mut json = Json::file(1024);
    json.text("name", view.title());
    json.text("short_name", view.title());
    json.optional("description", view.tagline());
    json.text("lang", view.lang());
    json.text("dir", "ltr");
    json.text("start_url", start);
    json.text("scope", "./");
    json.text("display", "minimal-ui");
    let icons = ICONS.iter().filter_map(|icon| Some((icon, view.asset(icon.0)?)));
    json.list("icons", icons, |json, ((_, sizes, kind, purpose), path)| {
        json.text("src", path);
        json.text("sizes", sizes);
        json.text("type", kind);
        json.text("purpose", purpose);
    });
    json.finish().into_bytes()
}
