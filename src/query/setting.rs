//! Settings as templates name them.

use serde_json::Value as Json;

use crate::site::{Site, list_path};

/// The settings that templates can name; what lies below `extra` is free.
pub const SETTINGS: &[&str] = &[
    "title",
    "tagline",
    "publisher",
    "url",
    "lang",
    "time_zone",
    "copyright",
    "icp",
    "police",
    "per_page",
    "search",
    "extra",
];

/// The setting `key`; null when it is not set or not known.
pub fn setting(site: &Site, key: &str) -> Json {
    let settings = &site.settings;
    let text = |value: &Option<String>| value.clone().map_or(Json::Null, Json::String);
    match key {
        "title" => Json::String(settings.title.clone()),
        "tagline" => text(&settings.tagline),
        "publisher" => text(&settings.publisher),
        "url" => text(&site.options.base_url),
        "lang" => Json::String(settings.lang.clone()),
        "time_zone" => Json::from(settings.zone.iana_name()),
        "copyright" => text(&settings.copyright),
        "icp" => text(&settings.icp),
        "police" => text(&settings.police),
        "per_page" => Json::from(settings.per_page),
        "search" if site.options.search => {
            Json::String(list_path("search/", site.options.portable))
        }
        "extra" => extra(site),
        _ => match key.strip_prefix("extra.") {
            Some(path) => path.split('.').fold(extra(site), |value, part| match value {
                Json::Object(mut map) => map.remove(part).unwrap_or(Json::Null),
                _ => Json::Null,
            }),
            None => Json::Null,
        },
    }
}

fn extra(site: &Site) -> Json {
    serde_json::from_str(&site.settings.extra).unwrap_or(Json::Null)
}
