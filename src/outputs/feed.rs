//! The newest news of the site, a column or a chamber → a feed as data, which two formats write.
//!
//! Texts are whole, every address in them is absolute. Times come from the records alone: a feed says
//! nothing of when it was built. An item's id is its record's name at the site's address, so that a new
//! title or another permalink makes no new item in a reader. A feed without items is not made.

use foldhash::HashSet;
use jiff::civil::{Date as Day, DateTime};
use jiff::tz::{Offset, TimeZone};

use super::{File, Format, Texts};
use crate::content::{Kind, Meta, News};
use crate::diag::Diagnostic;
use crate::escape;
use crate::query::View;
use crate::site::{Item, Ix, Site, feed_path, list_path};

/// A feed, ready to be written.
pub(super) struct Feed<'a> {
    pub lang: &'a str,
    pub publisher: &'a str,
    pub id: String,
    pub title: String,
    pub description: Option<&'a str>,
    /// The page whose news these are, and the feed's own address.
    pub home: String,
    pub own: String,
    /// The latest of its items' times.
    pub updated: String,
    pub entries: Vec<Entry<'a>>,
}

impl Feed<'_> {
    /// About how many bytes it comes to: most is text, some of whose signs are written longer.
    pub fn room(&self) -> usize {
        let text = |entry: &Entry| entry.html.len() + entry.html.len() / 16 + 1024;
        self.entries.iter().map(text).sum::<usize>() + 1024
    }
}

/// One item of a feed.
pub(super) struct Entry<'a> {
    pub id: String,
    pub url: String,
    pub title: &'a str,
    /// Only what an editor wrote: the text itself follows.
    pub summary: Option<&'a str>,
    pub html: String,
    pub image: Option<String>,
    /// Times as RFC 3339; the first only where the day is known.
    pub published: Option<String>,
    pub updated: String,
    pub authors: &'a [String],
    /// The column's id and title.
    pub column: Option<(&'a str, &'a str)>,
    pub tags: Vec<&'a str>,
}

/// The feeds of a site with their paths.
pub(super) fn files(site: &Site) -> Vec<(String, File)> {
    let path = |of: Option<Ix>| of.and_then(|ix| site.item(ix)).map_or("", |item| &item.path);
    channels(site)
        .flat_map(|of| {
            let file = move |format: Format| (feed_path(path(of), format.file()), of, format);
            Format::ALL.map(file)
        })
        .map(|(path, of, format)| (path, File::Feed(of, format)))
        .collect()
}

/// What has a feed: the whole site, columns, chambers.
fn channels(site: &Site) -> impl Iterator<Item = Option<Ix>> {
    let is_channel = |item: &Item| matches!(item.record.kind, Kind::Columns | Kind::Chambers);
    let own = site.items().filter(move |(_, item)| is_channel(item)).map(|(ix, _)| Some(ix));
    std::iter::once(None).chain(own).filter(|of| site.has_feed(*of))
}

/// All items that stand in any feed.
pub fn items(site: &Site) -> HashSet<Ix> {
    channels(site).flat_map(|of| site.feed(of)).collect()
}

/// The feed of `of`, or of the whole site.
///
/// # Errors
/// The file of an item can no longer be read, or is no longer what it was.
pub(super) fn feed<'a>(
    view: &'a View,
    of: Option<Ix>,
    format: Format,
    texts: &'a dyn Texts,
) -> Result<Feed<'a>, Diagnostic> {
    let base = view.base_url().unwrap_or_default();
    let channel = of.and_then(|ix| view.card(ix));
    let home = list_path("", view.portable());
    let page = channel.map_or(home.as_str(), |item| item.path.as_str());
    let maker = Maker { view, base, zone: view.zone(), texts };
    let mut entries = Vec::new();
    let mut latest = Day::MIN;
    for ix in view.feed(of) {
        if let Some(item) = view.record(ix) {
            let (first, changed) = days(item);
            latest = latest.max(changed);
            entries.push(maker.entry(ix, item, first, changed)?);
        }
    }
    Ok(Feed {
        lang: view.lang(),
        publisher: view.publisher(),
        id: channel.map_or_else(|| format!("{base}/"), |item| id(base, item)),
        title: match channel {
            Some(item) => format!("{} · {}", view.title(), item.record.common.title.value),
            None => view.title().to_owned(),
        },
        description: channel.map_or_else(|| view.tagline(), description),
        home: format!("{base}/{page}"),
        own: format!("{base}/{}", feed_path(page, format.file())),
        updated: midnight(latest, maker.zone),
        entries,
    })
}

fn description(channel: &Item) -> Option<&str> {
    match &channel.record.meta {
        Meta::Column(column) => column.description.as_deref(),
        _ => Some(channel.summary()).filter(|summary| !summary.is_empty()),
    }
}

struct Maker<'a> {
    view: &'a View,
    base: &'a str,
    zone: &'a TimeZone,
    texts: &'a dyn Texts,
}

impl<'a> Maker<'a> {
    fn entry(
        &self,
        ix: Ix,
        item: &'a Item,
        first: Day,
        changed: Day,
    ) -> Result<Entry<'a>, Diagnostic> {
        let common = &item.record.common;
        let news = match &item.record.meta {
            Meta::News(news) => Some(news),
            _ => None,
        };
        let is_day = common.date.as_ref().is_some_and(|date| date.value.day().is_some());
        let column = item.refs.column.and_then(|ix| self.view.card(ix));
        let updated = midnight(changed, self.zone);
        let published = if first == changed { updated.clone() } else { midnight(first, self.zone) };
        let text = self.texts.html(self.view, ix)?;
        let opening = self.opening(item, news);
        // Most open with nothing: the text is not copied then.
        let html = if opening.is_empty() { text } else { opening + &text };
        Ok(Entry {
            id: id(self.base, item),
            url: self.absolute(&item.path),
            title: &common.title.value,
            summary: common.summary.as_deref(),
            html,
            image: item.cover.as_ref().map(|cover| self.absolute(&cover.path)),
            published: is_day.then_some(published),
            updated,
            authors: news.map_or(&[], |news| &news.bylines.author),
            column: column.map(|item| (item.record.id.as_str(), &*item.record.common.title.value)),
            tags: common.tags.iter().map(|tag| tag.value.as_str()).collect(),
        })
    }

    fn absolute(&self, path: &str) -> String {
        format!("{}/{path}", self.base)
    }

    /// What a page shows before the text: subtitle and cover.
    fn opening(&self, item: &Item, news: Option<&News>) -> String {
        let mut html = String::new();
        if let Some(subtitle) = news.and_then(|news| news.subtitle.as_deref()) {
            html.push_str("<p><strong>");
            escape::html(subtitle, &mut html);
            html.push_str("</strong></p>\n");
        }
        if let Some(cover) = &item.cover {
            html.push_str("<p><img src=\"");
            escape::html(&self.absolute(&cover.path), &mut html);
            html.push_str("\" alt=\"");
            let alt = item.record.common.cover.as_ref().map_or("", |cover| cover.alt.as_str());
            escape::html(alt, &mut html);
            html.push('"');
            if let Some((width, height)) = cover.size {
                html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
            }
            html.push_str("></p>\n");
        }
        html
    }
}

/// The record's name at the site's address, as an IRI.
fn id(base: &str, item: &Item) -> String {
    let mut id = format!("{base}/#");
    let reference = item.record.reference();
    if reference.bytes().all(stays) {
        return id + &reference;
    }
    for c in reference.chars() {
        let is_fine = u8::try_from(c).map_or(true, stays);
        if is_fine { id.push(c) } else { id.push_str(&format!("%{:02X}", u32::from(c))) }
    }
    id
}

/// Whether a byte may stand in the last part of an IRI as it is.
fn stays(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii() || MARKS.contains(&byte)
}

const MARKS: &[u8] = b"/-._~!$&'()*+,;=:@";

/// The first day that an item's date may mean, and that of its last change.
fn days(item: &Item) -> (Day, Day) {
    let common = &item.record.common;
    let first = |date: Option<crate::content::Date>| date.and_then(|date| date.first_day());
    let published = first(common.date.as_ref().map(|date| date.value)).unwrap_or(Day::MIN);
    (published, published.max(first(common.updated).unwrap_or(Day::MIN)))
}

/// The beginning of a day in the site's zone.
fn midnight(day: Day, zone: &TimeZone) -> String {
    rfc3339(day.at(0, 0, 0, 0), zone)
}

/// A moment in the site's zone as RFC 3339.
pub fn rfc3339(civil: DateTime, zone: &TimeZone) -> String {
    let Ok(at) = zone.to_timestamp(civil) else { return format!("{civil}Z") };
    // Before there were zones their offsets had seconds, which the format cannot write.
    let offset = Some(zone.to_offset(at)).filter(|offset| offset.seconds() % 60 == 0);
    let offset = offset.unwrap_or(Offset::UTC);
    let local = offset.to_datetime(at);
    let (date, time) = (local.date(), local.time());
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
    format!("{date}T{time}{sign}{hours:02}:{minutes:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_in_the_sites_zone() {
        let at =
            |text: &str, zone: &str| midnight(text.parse().unwrap(), &TimeZone::get(zone).unwrap());
        assert_eq!(at("2019-10-23", "Asia/Shanghai"), "2019-10-23T00:00:00+08:00");
        assert_eq!(at("2019-07-01", "Europe/London"), "2019-07-01T00:00:00+01:00");
        assert_eq!(at("2019-01-01", "America/New_York"), "2019-01-01T00:00:00-05:00");
        assert_eq!(at("1890-01-01", "Asia/Shanghai"), "1889-12-31T15:54:17+00:00");
        assert_eq!(at("2019-01-01", "UTC"), "2019-01-01T00:00:00+00:00");
    }
}
