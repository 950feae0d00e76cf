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
    "police_link",
    "government",
    "hant",
    "per_page",
    "feed_items",
    "feed",
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
        "police_link" => settings.police.as_deref().map_or(Json::Null, police_link),
        "government" => government(site),
        "hant" => settings.hant.as_ref().map_or(Json::Null, |hant| Json::from(hant.variant.tag())),
        "feed_items" => Json::from(settings.feed_items),
        "feed" => site.has_feed(None).then_some("feed.xml").map_or(Json::Null, Json::from),
        "per_page" => Json::from(settings.per_page),
        "search" if site.options.search => {
            Json::String(list_path("search/", site.options.portable))
        }
        "extra" => extra(site),
        _ => match key.split_once('.') {
            Some(("extra", path)) => inside(extra(site), path),
            Some(("government", path)) => inside(government(site), path),
            _ => Json::Null,
        },
    }
}

/// Where a reader can look a public-security filing up: its record, if the line has a whole number.
fn police_link(line: &str) -> Json {
    let digits: String = line.chars().filter(char::is_ascii_digit).collect();
    let query =
        if digits.len() == 14 { format!("#/query/webSearch?code={digits}") } else { String::new() };
    Json::String(format!("https://beian.mps.gov.cn/{query}"))
}

/// What a government site says of itself, as far as it is set; null where it is none.
fn government(site: &Site) -> Json {
    let Some(own) = &site.settings.government else { return Json::Null };
    let texts = [("name", &own.name), ("domain", &own.domain), ("code", &own.code)];
    let set = texts.into_iter().filter_map(|(key, text)| Some((key, text.as_ref()?)));
    set.map(|(key, text)| (key.to_owned(), Json::String(text.clone()))).collect()
}

/// What stands under `a.b` in a value.
fn inside(value: Json, path: &str) -> Json {
    path.split('.').fold(value, |value, part| match value {
        Json::Object(mut map) => map.remove(part).unwrap_or(Json::Null),
        _ => Json::Null,
    })
}

fn extra(site: &Site) -> Json {
    serde_json::from_str(&site.settings.extra).unwrap_or(Json::Null)
}
