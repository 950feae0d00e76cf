//! Records and lists as templates see them. Every object here is described in `docs/THEMES.md`.

use serde::ser::{Serialize, SerializeStruct, Serializer};
use tera::Value;

use super::facts;
use super::stage::Place;
use crate::content::{Chamber, Contact, Date, Kind, Leader, Meta};
use crate::site::{Item, Ix, MediaInfo, MenuLink, Site, list_path};

/// Builds a map value field by field, in the order in which `inspect` prints it. Fields are only
/// gathered here: the map is made once, when their number is known.
#[derive(Default)]
pub struct Object(Vec<(&'static str, Value)>);

impl Object {
    pub fn with(mut self, key: &'static str, value: impl Into<Value>) -> Self {
        self.0.push((key, value.into()));
        self
    }

    pub fn text(self, key: &'static str, value: Option<&str>) -> Self {
        self.with(key, optional(value))
    }
}

impl From<Object> for Value {
    // Through serde, for any other way makes the map twice. Values in it are shared, not copied.
    fn from(object: Object) -> Value {
        Value::try_from_serializable(&object).unwrap_or_else(|_| Value::none())
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Object", self.0.len())?;
        self.0.iter().try_for_each(|(key, value)| map.serialize_field(key, value))?;
        map.end()
    }
}

pub fn optional<T: Into<Value>>(value: Option<T>) -> Value {
    value.map_or_else(Value::none, Into::into)
}

/// What lists show of a record. `query::digest` digests the same fields.
pub fn card(site: &Site, item: &Item) -> Value {
    let record = &item.record;
    let common = &record.common;
    let reference = |ix| Site::item(site, ix).map(|item: &Item| item.record.id.as_str());
    let object = Object::default()
        .with("id", record.id.as_str())
        .with("kind", record.kind.folder())
        .with("title", common.title.value.as_str())
        .with("path", item.path.as_str())
        .with("date", date(common.date.as_ref().map(|d| d.value)))
        .with("summary", item.summary())
        .with("cover", cover(item))
        .with("draft", item.draft);
    match &record.meta {
        Meta::News(news) => object
            .text("column", item.refs.column.and_then(reference))
            .with("featured", news.featured),
        Meta::Chamber(chamber) => object
            .with("type", chamber.kind.name())
            .with("type_text", chamber.kind.zh())
            .text("short", chamber.short.as_deref())
            .with("initial", item.initial.to_string())
            .text("place", item.refs.region.and_then(reference))
            .with("names", texts(chamber.names.iter().map(String::as_str))),
        Meta::Place(place) => object
            .with("code", place.code.value.as_str())
            .text("level", place.level.map(|l| l.name()))
            .text("level_text", place.level.map(|l| l.zh()))
            .text("parent", item.refs.parent.and_then(reference)),
        Meta::Column(column) => object
            .with("order", optional(column.order))
            .text("description", column.description.as_deref())
            .with("notice", column.notice),
        Meta::Page(page) => object.with("order", optional(page.order)),
        _ => facts::add(object, site, item),
    }
    .into()
}

/// A date object, or none.
pub fn date(date: Option<Date>) -> Value {
    let Some(date) = date else {
        return Value::none();
    };
    Object::default()
        .with("iso", date.to_string())
        .with("text", date.zh())
        .with("year", optional(date.year()))
        .with("month", optional(date.month()))
        .with("day", optional(date.day()))
        .with("precision", date.precision())
        .into()
}

pub fn cover(item: &Item) -> Value {
    let alt = item.record.common.cover.as_ref().map_or("", |cover| cover.alt.as_str());
    item.cover.as_ref().map_or_else(Value::none, |media| picture(media, alt))
}

fn picture(media: &MediaInfo, alt: &str) -> Value {
    Object::default()
        .with("path", media.path.as_str())
        .with("alt", alt)
        .with("width", optional(media.size.map(|(width, _)| width)))
        .with("height", optional(media.size.map(|(_, height)| height)))
        .into()
}

pub fn texts<'a>(list: impl Iterator<Item = &'a str>) -> Value {
    list.map(Value::from).collect::<Vec<_>>().into()
}

/// The fields of a chamber's page that no card has.
pub fn chamber_facts(object: Object, chamber: &Chamber) -> Object {
    let members = chamber.members.as_ref().map(|members| {
        Object::default()
            .with("count", optional(members.count))
            .with("as_of", date(members.as_of))
            .text("text", members.text.as_deref())
    });
    object
        .text("host", chamber.host.as_deref())
        .with("founded", date(chamber.founded))
        .with("leaders", chamber.leaders.iter().map(leader).collect::<Vec<Value>>())
        .text("party_branch", chamber.party_branch.as_deref())
        .with("members", optional(members))
        .with("contact", contact(&chamber.contact))
}

/// How to reach a chamber; the links only where the text is plainly a number or an address.
fn contact(contact: &Contact) -> Object {
    let phone = contact.phone.as_deref();
    let email = contact.email.as_deref();
    Object::default()
        .text("address", contact.address.as_deref())
        .text("phone", phone)
        .text("phone_link", phone.and_then(phone_link).as_deref())
        .text("email", email)
        .text("email_link", email.and_then(email_link).as_deref())
}

/// `tel:` for one number, written as people do: `0774-123 4567`, `（0774）1234567`, `+86 774 …`.
fn phone_link(text: &str) -> Option<String> {
    let (plus, rest) = text.strip_prefix('+').map_or(("", text), |rest| ("+", rest));
    let between = |c: char| matches!(c, ' ' | '-' | '(' | ')' | '（' | '）');
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    let plain = rest.chars().all(|c| c.is_ascii_digit() || between(c));
    (plain && (5..=15).contains(&digits.len())).then(|| format!("tel:{plus}{digits}"))
}

fn email_link(text: &str) -> Option<String> {
    let (name, host) = text.split_once('@')?;
    let plain = |part: &str| {
        part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+'))
    };
    let whole = !name.is_empty() && plain(name) && plain(host) && host.contains('.');
    whole.then(|| format!("mailto:{text}"))
}

fn leader(leader: &Leader) -> Value {
    Object::default()
        .with("name", leader.name.as_str())
        .with("post", leader.post.as_str())
        .with("from", date(leader.from))
        .with("to", date(leader.to))
        .into()
}

/// The years of the archive.
pub fn years(years: &[(Option<i16>, usize)], portable: bool) -> Value {
    let one = |(year, count): &(Option<i16>, usize)| {
        Object::default()
            .with("year", optional(*year))
            .with("text", year.map_or_else(|| "日期待补".to_owned(), |y| format!("{y}年")))
            .with("count", *count)
            .with("path", list_path(&year_path(*year), portable))
            .into()
    };
    years.iter().map(one).collect::<Vec<Value>>().into()
}

/// The address of a year's list, before `index.html` is added for a portable site.
pub fn year_path(year: Option<i16>) -> String {
    year.map_or_else(|| "archive/undated/".to_owned(), |year| format!("archive/{year:04}/"))
}

/// Which entry of the menu `place` is, or lies under: the one with the longest address that fits.
pub(super) fn current_entry(menu: &[MenuLink], place: &Place) -> Option<usize> {
    let fits = |link: &MenuLink| {
        let folder = link.path.trim_end_matches("index.html");
        let inside = |path: &str| {
            path == link.path
                || (!folder.is_empty() && folder.ends_with('/') && path.starts_with(folder))
        };
        inside(&place.path) || place.under.as_deref().is_some_and(inside)
    };
    let fitting = menu.iter().enumerate().filter(|(_, link)| fits(link));
    fitting.max_by_key(|(n, link)| (link.path.len(), std::cmp::Reverse(*n))).map(|(n, _)| n)
}

pub(super) fn menu(menu: &[MenuLink], current: Option<usize>) -> Value {
    let one = |(n, link): (usize, &MenuLink)| {
        Object::default()
            .with("title", link.title.as_str())
            .with("path", link.path.as_str())
            .with("current", Some(n) == current)
            .into()
    };
    menu.iter().enumerate().map(one).collect::<Vec<Value>>().into()
}

/// The titles and addresses of records, and no more of them.
pub(super) fn links(site: &Site, list: &[Ix]) -> Value {
    let one = |item: &Item| {
        Object::default()
            .with("title", item.record.common.title.value.as_str())
            .with("path", item.path.as_str())
            .into()
    };
    list.iter().filter_map(|ix| site.item(*ix)).map(one).collect::<Vec<Value>>().into()
}

/// The kind as a page's `page.kind` names it.
pub fn page_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::News => "news",
        Kind::Chambers => "chamber",
        Kind::Columns => "column",
        Kind::Places => "place",
        Kind::Pages => "page",
        Kind::Issues => "issue",
        Kind::Recognitions => "recognition",
        Kind::Events => "event",
        Kind::Series => "series",
        Kind::Agreements => "agreement",
        Kind::Documents => "document",
        Kind::Reports => "report",
        Kind::Channels => "channel",
        Kind::Figures => "figure",
        Kind::Rotation => "rotation",
        Kind::Services => "service",
        Kind::Guidance => "guidance",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_number_or_address_becomes_a_link() {
        let phones = [
            ("0774-123 4567", Some("tel:07741234567")),
            ("（0774）1234567", Some("tel:07741234567")),
            ("+86 774 1234567", Some("tel:+867741234567")),
            ("12345", Some("tel:12345")),
            ("待补", None),
            ("0774-1234567、0774-7654321", None),
            ("0774-1234567 转 8", None),
            ("110", None),
        ];
        for (text, link) in phones {
            assert_eq!(phone_link(text).as_deref(), link, "{text}");
        }
        let emails = [
            ("a.b@example.org", Some("mailto:a.b@example.org")),
            ("待补", None),
            ("a@example.org b@example.org", None),
            ("@example.org", None),
            ("a@localhost", None),
        ];
        for (text, link) in emails {
            assert_eq!(email_link(text).as_deref(), link, "{text}");
        }
    }
}
