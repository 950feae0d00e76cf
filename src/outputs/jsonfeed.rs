//! A feed as JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>).

use super::feed::{Entry, Feed};
use super::json::Json;

pub(super) fn write(feed: &Feed) -> Vec<u8> {
    let mut json = Json::file(feed.room());
    json.text("version", "https://jsonfeed.org/version/1.1");
    json.text("title", &feed.title);
    json.text("home_page_url", &feed.home);
    json.text("feed_url", &feed.own);
    json.optional("description", feed.description);
    json.text("language", feed.lang);
    authors(&mut json, &[feed.publisher]);
    json.list("items", &feed.entries, item);
    json.finish().into_bytes()
}

fn item(json: &mut Json, entry: &Entry) {
    json.text("id", &entry.id);
    json.text("url", &entry.url);
    json.text("title", entry.title);
    json.optional("summary", entry.summary);
    json.text("content_html", &entry.html);
    json.optional("image", entry.image.as_deref());
    json.optional("date_published", entry.published.as_deref());
    json.text("date_modified", &entry.updated);
    authors(json, entry.authors);
    let column = entry.column.iter().map(|(_, title)| *title);
    json.texts("tags", column.chain(entry.tags.iter().copied()));
}

fn authors(json: &mut Json, names: &[impl AsRef<str>]) {
    if !names.is_empty() {
        json.list("authors", names, |json, name| json.text("name", name.as_ref()));
    }
}
