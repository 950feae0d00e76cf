//! Records and lists as templates see them. Every object here is described in `docs/THEMES.md`.

use serde::ser::{Serialize, SerializeStruct, Serializer};
use tera::Value;
use tera::value::ValueKind;

use super::Wanted;
use super::facts;
use super::stage::Place;
use crate::content::{Chamber, Contact, Date, Kind, Leader, Members, Meta};
use crate::site::{Item, Ix, MediaInfo, MenuLink, Site, list_path, year_path};

/// Builds a map value field by field, in the order in which `inspect` prints it. Fields are only
/// gathered here: the map is made once, when their number is known.
#[derive(Default)]
pub struct Object<'a>(Vec<(&'static str, Field<'a>)>);

/// Fields of most objects.
const FIELDS: usize = 12;

impl<'a> Object<'a> {
    pub fn with(mut self, key: &'static str, value: impl Into<Field<'a>>) -> Self {
        if self.0.capacity() == 0 {
            self.0.reserve_exact(FIELDS);
        }
        self.0.push((key, value.into()));
        self
    }

    /// With all fields of `facts`, which are finished values.
    pub fn join(mut self, facts: Facts) -> Self {
        self.0.extend(facts.0.into_iter().map(|(key, value)| (key, value.into())));
        self
    }
}

/// Fields as finished values that borrow nothing: for the federation's records, of which there are few.
#[derive(Default)]
pub struct Facts(Vec<(&'static str, Value)>);

impl Facts {
    pub fn with(mut self, key: &'static str, value: impl Into<Value>) -> Self {
        self.0.push((key, value.into()));
        self
    }

    pub fn text(self, key: &'static str, value: Option<&str>) -> Self {
        self.with(key, optional(value))
    }
}

impl From<Facts> for Value {
    fn from(facts: Facts) -> Value {
        Object::default().join(facts).into()
    }
}

pub fn optional<T: Into<Value>>(value: Option<T>) -> Value {
    value.map_or_else(Value::none, Into::into)
}

impl From<Object<'_>> for Value {
    // Through serde, for any other way hashes each key twice, or costs as much in other ways.
    fn from(object: Object) -> Value {
        Value::try_from_serializable(&object).unwrap_or_else(|_| Value::none())
    }
}

impl Serialize for Object<'_> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Object", self.0.len())?;
        self.0.iter().try_for_each(|(key, value)| map.serialize_field(key, value))?;
        map.end()
    }
}

/// What an object holds under a key. Texts and numbers become values when the object does: a
/// finished value goes through serde in a roundabout way, though it is shared and not copied.
pub enum Field<'a> {
    None,
    Flag(bool),
    Signed(i64),
    Unsigned(u64),
    Text(&'a str),
    Owned(String),
    Value(Value),
}

impl Serialize for Field<'_> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Field::None => serializer.serialize_none(),
            Field::Flag(flag) => serializer.serialize_bool(*flag),
            Field::Signed(number) => serializer.serialize_i64(*number),
            Field::Unsigned(number) => serializer.serialize_u64(*number),
            Field::Text(text) => serializer.serialize_str(text),
            Field::Owned(text) => serializer.serialize_str(text),
            Field::Value(value) => value.serialize(serializer),
        }
    }
}

impl Field<'_> {
    /// The text that it is, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Field::Text(text) => Some(text),
            Field::Owned(text) => Some(text),
            Field::Value(value) => value.as_str(),
            _ => None,
        }
    }
}

/// Gives [`Field`] its conversions: what is converted, the name it has there, and how.
macro_rules! fields_from {
    ($($from:ty, $name:ident => $field:expr;)*) => {$(
        impl<'a> From<$from> for Field<'a> {
            fn from($name: $from) -> Field<'a> {
                $field
            }
        }
    )*};
}

fields_from! {
    bool, flag => Field::Flag(flag);
    i8, number => Field::Signed(number.into());
    i16, number => Field::Signed(number.into());
    i64, number => Field::Signed(number);
    u32, number => Field::Unsigned(number.into());
    u64, number => Field::Unsigned(number);
    usize, number => Field::Unsigned(number as u64);
    &'a str, text => Field::Text(text);
    String, text => Field::Owned(text);
    Value, value => shared(value);
    Vec<Value>, list => Field::Value(list.into());
    Object<'_>, object => Field::Value(object.into());
    Facts, facts => Field::Value(facts.into());
}

/// A finished value; one that is no more than a number is sooner made anew than shared.
fn shared<'a>(value: Value) -> Field<'a> {
    match value.kind() {
        ValueKind::None => Field::None,
        ValueKind::Bool => value.as_bool().map_or(Field::None, Field::Flag),
        ValueKind::U64 => value.as_u64().map_or(Field::None, Field::Unsigned),
        ValueKind::I64 => value.as_i64().map_or(Field::None, Field::Signed),
        _ => Field::Value(value),
    }
}

impl<'a, T: Into<Field<'a>>> From<Option<T>> for Field<'a> {
    fn from(value: Option<T>) -> Field<'a> {
        value.map_or(Field::None, Into::into)
    }
}

/// The fields of a page, of which only those are made that its template can look at.
pub struct Fields<'a> {
    object: Object<'a>,
    wanted: &'a Wanted,
}

impl<'a> Fields<'a> {
    pub fn new(wanted: &'a Wanted) -> Self {
        Fields { object: Object(Vec::with_capacity(wanted.len())), wanted }
    }

    pub fn with<T: Into<Field<'a>>>(self, key: &'static str, make: impl FnOnce() -> T) -> Self {
        if !self.wanted.has(key) {
            return self;
        }
        Fields { object: self.object.with(key, make()), ..self }
    }

    /// With those fields of `facts` that are wanted.
    pub fn join(self, mut facts: Facts) -> Self {
        facts.0.retain(|(key, _)| self.wanted.has(key));
        Fields { object: self.object.join(facts), ..self }
    }
}

impl From<Fields<'_>> for Value {
    fn from(fields: Fields) -> Value {
        fields.object.into()
    }
}

/// What lists show of a record, with the value of its date. `query::digest` digests the same fields.
pub(super) fn card(site: &Site, item: &Item, date: Value) -> Value {
    let record = &item.record;
    let common = &record.common;
    let reference = |ix| Site::item(site, ix).map(|item: &Item| item.record.id.as_str());
    let object = Object::default()
        .with("id", record.id.as_str())
        .with("kind", record.kind.folder())
        .with("title", common.title.value.as_str())
        .with("path", item.path.as_str())
        .with("date", date)
        .with("summary", item.summary())
        .with("cover", cover(item))
        .with("draft", item.draft);
    match &record.meta {
        Meta::News(news) => object
            .with("column", item.refs.column.and_then(reference))
            .with("featured", news.featured),
        Meta::Chamber(chamber) => object
            .with("type", chamber.kind.name())
            .with("type_text", chamber.kind.zh())
            .with("short", chamber.short.as_deref())
            .with("initial", item.initial.to_string())
            .with("place", item.refs.region.and_then(reference))
            .with("names", texts(chamber.names.iter().map(String::as_str)))
            .with("dissolved", chamber.dissolved.is_some()),
        Meta::Place(place) => object
            .with("code", place.code.value.as_str())
            .with("level", place.level.map(|l| l.name()))
            .with("level_text", place.level.map(|l| l.zh()))
            .with("parent", item.refs.parent.and_then(reference)),
        Meta::Column(column) => object
            .with("order", column.order)
            .with("description", column.description.as_deref())
            .with("notice", column.notice),
        Meta::Page(page) => object.with("order", page.order),
        _ => object.join(facts::of(site, item)),
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
        .with("year", date.year())
        .with("month", date.month())
        .with("day", date.day())
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
        .with("width", media.size.map(|(width, _)| width))
        .with("height", media.size.map(|(_, height)| height))
        .with("sizes", media.choices().map(choice).collect::<Vec<Value>>())
        .with("avif", media.avif().map(choice).collect::<Vec<Value>>())
        .into()
}

fn choice((path, width): (&str, u32)) -> Value {
    Object::default().with("path", path).with("width", width).into()
}

pub fn texts<'a>(list: impl Iterator<Item = &'a str>) -> Value {
    list.map(Value::from).collect::<Vec<_>>().into()
}

/// The fields of a chamber's page that no card has.
pub fn chamber_facts<'a>(fields: Fields<'a>, chamber: &'a Chamber) -> Fields<'a> {
    fields
        .with("host", || chamber.host.as_deref())
        .with("founded", || date(chamber.founded))
        .with("dissolved_on", || date(chamber.dissolved))
        .with("leaders", || chamber.leaders.iter().map(leader).collect::<Vec<Value>>())
        .with("party_branch", || chamber.party_branch.as_deref())
        .with("members", || chamber.members.as_ref().map(members))
        .with("contact", || contact(&chamber.contact))
}

fn members(members: &Members) -> Object<'_> {
    Object::default()
        .with("count", members.count)
        .with("as_of", date(members.as_of))
        .with("text", members.text.as_deref())
}

/// How to reach a chamber; the links only where the text is plainly a number or an address.
fn contact(contact: &Contact) -> Object<'_> {
    let phone = contact.phone.as_deref();
    let email = contact.email.as_deref();
    Object::default()
        .with("address", contact.address.as_deref())
        .with("phone", phone)
        .with("phone_link", phone.and_then(phone_link))
        .with("email", email)
        .with("email_link", email.and_then(email_link))
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
            .with("year", *year)
            .with("text", year_text(*year))
            .with("count", *count)
            .with("path", list_path(&year_path(*year), portable))
            .into()
    };
    years.iter().map(one).collect::<Vec<Value>>().into()
}

/// A year of the archive as a reader sees it.
pub fn year_text(year: Option<i16>) -> String {
    year.map_or_else(|| "日期待补".to_owned(), |year| format!("{year}年"))
}

/// Where in the menu a page stands, as numbers of entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Standing {
    /// The entry that the page is or lies under: the one with the longest address that fits.
    pub current: Option<usize>,
    /// The first entry that leads to the page itself.
    pub here: Option<usize>,
}

/// For each entry of the menu the length of the folder that its address names, if it names one:
/// `columns/news/`, with or without `index.html`.
pub(super) fn folders(menu: &[MenuLink]) -> Vec<Option<usize>> {
    let folder = |link: &MenuLink| {
        let folder = link.path.trim_end_matches("index.html");
        folder.ends_with('/').then_some(folder.len())
    };
    menu.iter().map(folder).collect()
}

pub(super) fn standing(menu: &[MenuLink], folders: &[Option<usize>], place: &Place) -> Standing {
    let mut standing = Standing::default();
    let mut longest = 0;
    for (n, (link, folder)) in menu.iter().zip(folders).enumerate() {
        let folder = folder.and_then(|len| link.path.get(..len));
        // The address itself lies in the folder that it names.
        let inside =
            |path: &str| folder.map_or(path == link.path, |folder| path.starts_with(folder));
        let is_inside = inside(&place.path);
        let fits = is_inside || place.under.as_deref().is_some_and(inside);
        if fits && (standing.current.is_none() || link.path.len() > longest) {
            standing.current = Some(n);
            longest = link.path.len();
        }
        if is_inside && standing.here.is_none() && link.path == place.path {
            standing.here = Some(n);
        }
    }
    standing
}

pub(super) fn menu(menu: &[MenuLink], standing: Standing) -> Value {
    let here = standing.here.and_then(|n| menu.get(n)).map(|link| link.path.as_str());
    let one = |(n, link): (usize, &MenuLink)| {
        Object::default()
            .with("title", link.title.as_str())
            .with("path", link.path.as_str())
            .with("current", Some(n) == standing.current)
            .with("here", Some(link.path.as_str()) == here)
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
