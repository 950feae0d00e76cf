//! A page → the same in the words of schema.org, as JSON-LD for search engines.
//!
//! Types and properties are those of Google's rich results; one whose required properties are not all
//! known is left out. An `Event` says where and on what day it is, or nothing. Every address is one of
//! the site's own.

use std::borrow::Cow;
use std::sync::Arc;

use super::What;
use super::metadata::{Page, authors, source};
use crate::content::{Chamber, Event, Kind, Meta, Progress, Role, When};
use crate::escape::{self, Text};
use crate::outputs::json::Json;
use crate::outputs::{LOGO, feed};
use crate::site::{Item, Span, calendar_path, index_path, list_path, year_path};
use crate::theme::Piece;
use crate::theme::values::year_text;

/// Writes the data of a page to the end of `head`; none without the site's own address, and on 404.
pub(super) fn data(page: &Page, head: String) -> String {
    let Some(url) = page.url else { return head };
    let mut nodes = Vec::with_capacity(2);
    if page.make.route.what == What::Home {
        nodes.push(Node::WebSite);
    }
    match page.item.map(|item| &item.record.meta) {
        Some(Meta::News(_)) => nodes.push(Node::Article),
        Some(Meta::Chamber(chamber)) => nodes.push(Node::Chamber(chamber)),
        Some(Meta::Event(event)) => nodes.extend(occasion(page, event).map(Node::Event)),
        _ => {}
    }
    nodes.extend(trail(page).map(Node::Trail));
    let mut json = Json::script(head + "<script type=\"application/ld+json\">");
    json.word("@context", "https://schema.org");
    json.list("@graph", nodes, |json, node| match node {
        Node::WebSite => website(json, page, url),
        Node::Article => article(json, page, url),
        Node::Chamber(own) => chamber(json, page, own, url),
        Node::Event(occasion) => event(json, page, occasion, url),
        Node::Trail(trail) => breadcrumbs(json, page, &trail),
    });
    json.finish() + "</script>\n"
}

enum Node<'a> {
    WebSite,
    Article,
    Chamber(&'a Chamber),
    Event(Occasion<'a>),
    Trail(Trail<'a>),
}

fn website(json: &mut Json, page: &Page, url: Text) {
    json.word("@type", "WebSite");
    json.text("name", page.make.view.title());
    json.known("url", url);
    json.raw("inLanguage", [&lang(page).text]);
    json.optional("description", page.make.view.tagline());
    json.raw("publisher", [&publisher(page).text]);
}

/// The language of the site, as JSON.
fn lang(page: &Page) -> Arc<Piece> {
    let view = page.make.view;
    page.make.stage.piece(view, "lang", || {
        let mut json = String::from("\"");
        escape::json_in_html(view.lang(), &mut json);
        json + "\""
    })
}

/// Whoever publishes the bulletin, with its sign: an object that is the same on every page.
fn publisher(page: &Page) -> Arc<Piece> {
    let view = page.make.view;
    page.make.stage.piece(view, "publisher", || {
        let mut json = Json::script(String::new());
        organization(&mut json, view.publisher());
        page.address(&mut json, "url", home(page));
        view.asset(LOGO).into_iter().for_each(|logo| page.address(&mut json, "logo", logo));
        json.finish()
    })
}

/// The home page's address from the root.
fn home(page: &Page) -> &'static str {
    if page.make.view.portable() { "index.html" } else { "" }
}

fn article(json: &mut Json, page: &Page, url: Text) {
    let Some((item, news)) = page.item.zip(page.news()) else { return };
    json.word("@type", "NewsArticle");
    json.known("headline", page.title);
    json.optional("alternativeHeadline", news.subtitle.as_deref());
    describe(json, page);
    json.known("url", url);
    json.known("mainEntityOfPage", url);
    json.raw("inLanguage", [&lang(page).text]);
    let (published, changed) = (page.published.as_deref(), page.changed.as_deref());
    json.optional("datePublished", published);
    json.optional("dateModified", changed.or(published));
    let publisher = &publisher(page).text;
    let names: Vec<&str> = authors(news).collect();
    match (names.is_empty(), source(news)) {
        (false, _) => json.list("author", names, |json, name| {
            json.word("@type", "Person");
            json.text("name", name);
        }),
        (true, Some(source)) => json.list("author", [source], organization),
        (true, None) => json.raw("author", ["[", publisher, "]"]),
    }
    json.raw("publisher", [publisher]);
    let pictures: Vec<String> = pictures(item).map(|path| page.absolute(path)).collect();
    json.texts("image", pictures.iter().map(String::as_str));
    json.optional("articleSection", page.column().map(|own| &*own.record.common.title.value));
    json.texts("keywords", item.record.common.tags.iter().map(|tag| tag.value.as_str()));
}

fn describe(json: &mut Json, page: &Page) {
    page.description.into_iter().for_each(|text| json.known("description", text));
}

/// The cover, else the first picture of the text.
fn pictures(item: &Item) -> impl Iterator<Item = &str> {
    let own = item.cover.iter().chain(item.images.iter().flatten());
    own.take(1).map(|media| media.path.as_str())
}

fn organization(json: &mut Json, name: &str) {
    json.word("@type", "Organization");
    json.text("name", name);
}

fn chamber(json: &mut Json, page: &Page, chamber: &Chamber, url: Text) {
    organization(json, page.title.as_str());
    let names = chamber.short.iter().chain(&chamber.names);
    json.texts("alternateName", names.map(String::as_str));
    json.known("url", url);
    describe(json, page);
    for (key, date) in [("foundingDate", chamber.founded), ("dissolutionDate", chamber.dissolved)] {
        let date = date.map(|date| date.to_string()).filter(|date| !date.is_empty());
        json.optional(key, date.as_deref());
    }
    let region = page.item.and_then(|item| page.make.view.card(item.refs.region?));
    json.optional("areaServed", region.map(|place| &*place.record.common.title.value));
    let contact = &chamber.contact;
    json.optional("address", known(contact.address.as_deref()));
    json.optional("telephone", known(contact.phone.as_deref()));
    json.optional("email", known(contact.email.as_deref()));
    let cover = page.item.and_then(|item| item.cover.as_ref());
    cover.into_iter().for_each(|cover| page.address(json, "image", &cover.path));
}

fn known(text: Option<&str>) -> Option<&str> {
    text.filter(|text| *text != "待补")
}

/// An event of which all is known that must be said.
struct Occasion<'a> {
    event: &'a Event,
    start: String,
    end: Option<String>,
    house: Option<&'a str>,
    towns: String,
}

fn occasion<'a>(page: &Page<'_, 'a>, event: &'a Event) -> Option<Occasion<'a>> {
    let item = page.item?;
    let begins = event.begins(&item.record.common);
    let start = moment(page, begins)?;
    let end = event.ends().filter(|end| !end.surely_before(begins));
    let towns: Vec<&str> = titles(page, Role::Place).map(|(_, title)| title).collect();
    let house = event.venue.as_deref();
    let occasion = Occasion {
        event,
        start,
        end: end.and_then(|end| moment(page, end)),
        house,
        towns: towns.join("、"),
    };
    (house.is_some() || !towns.is_empty()).then_some(occasion)
}

/// A day, or a moment of a day with its offset from UTC.
fn moment(page: &Page, when: When) -> Option<String> {
    let day = when.day()?;
    Some(match when.time {
        None => when.date.to_string(),
        Some((hour, minute)) => feed::rfc3339(day.at(hour, minute, 0, 0), page.make.view.zone()),
    })
}

/// The public records that the event names in a role.
fn titles<'a>(page: &Page<'_, 'a>, role: Role) -> impl Iterator<Item = (&'a Item, &'a str)> {
    let view = page.make.view;
    let named = page.item.into_iter().flat_map(move |item| item.refs.of(role));
    let named = named.filter_map(move |ix| view.target(ix));
    named.map(|other| (other, &*other.record.common.title.value))
}

fn event(json: &mut Json, page: &Page, occasion: Occasion, url: Text) {
    let Occasion { event, start, end, house, towns } = occasion;
    json.word("@type", "Event");
    json.known("name", page.title);
    json.known("url", url);
    describe(json, page);
    json.text("startDate", &start);
    json.optional("endDate", end.as_deref());
    let status = match event.state {
        Some(Progress::Cancelled) => "https://schema.org/EventCancelled",
        _ => "https://schema.org/EventScheduled",
    };
    json.text("eventStatus", status);
    json.object("location", |json| {
        json.word("@type", "Place");
        json.text("name", house.unwrap_or(&towns));
        json.text("address", if towns.is_empty() { house.unwrap_or_default() } else { &towns });
    });
    let hosts = titles(page, Role::Host).map(|(host, name)| (Some(host), name));
    let others = event.organizers.iter().map(|name| (None, name.as_str()));
    let all: Vec<(Option<&Item>, &str)> = hosts.chain(others).collect();
    if !all.is_empty() {
        json.list("organizer", all, |json, (host, name)| {
            organization(json, name);
            host.into_iter().for_each(|host| page.address(json, "url", &host.path));
        });
    }
    let cover = page.item.and_then(|item| item.cover.as_ref());
    cover.into_iter().for_each(|cover| page.address(json, "image", &cover.path));
}

/// A step on the way from the home page: its name and its address from the root.
type Step<'a> = (Cow<'a, str>, Cow<'a, str>);

/// The way from the home page to a page.
struct Trail<'a> {
    /// The steps above it, the home page first.
    above: Vec<Step<'a>>,
    /// Which page of a list it is; any other is called by its title. The last step has no address: Google
    /// wants none there.
    number: Option<u32>,
}

fn breadcrumbs(json: &mut Json, page: &Page, trail: &Trail<'_>) {
    let Trail { above, number } = trail;
    json.word("@type", "BreadcrumbList");
    // The last of them tells which the others are.
    let key = ["above ", above.last().map_or("", |(_, path)| path)].concat();
    let first = page.make.stage.piece(page.make.view, &key, || steps(page, above));
    json.continued("itemListElement", &first.text, |json| {
        json.word("@type", "ListItem");
        json.number("position", u32::try_from(above.len() + 1).unwrap_or(u32::MAX));
        match number {
            Some(number) => json.text("name", &format!("第{number}页")),
            None => json.known("name", page.title),
        }
    });
}

/// Steps as JSON, with commas between them.
fn steps(page: &Page, steps: &[Step<'_>]) -> String {
    let step = |(position, (name, path)): (u32, &Step)| {
        let mut json = Json::script(String::new());
        json.word("@type", "ListItem");
        json.number("position", position);
        json.text("name", name);
        page.address(&mut json, "item", path);
        json.finish()
    };
    (1..).zip(steps).map(step).collect::<Vec<_>>().join(",")
}

/// The way from the home page to this one; none where the page stands in no order.
fn trail<'p>(page: &'p Page<'_, 'p>) -> Option<Trail<'p>> {
    let view = page.make.view;
    let portable = view.portable();
    let list = |name: &'static str, path: &str| step(name, list_path(path, portable));
    let mut steps = Vec::with_capacity(3);
    steps.push(step("首页", home(page)));
    let number = match page.make.route.what {
        What::Home | What::NotFound | What::Redirect(_) | What::File(_) => return None,
        What::Archive | What::Search | What::Directory(_) | What::Index(_) => None,
        What::Year(year, number) => {
            steps.push(list("往期稿件", "archive/"));
            let whole = list_path(&year_path(year), portable);
            steps.extend(number.map(|_| step(year_text(year), whole)));
            number
        }
        What::Events(within) => {
            let title = Kind::Events.index_title().unwrap_or_default();
            steps.push(step(title, calendar_path(Span::All, portable)));
            if let Span::Month(year, _) = within {
                let path = calendar_path(Span::Year(year), portable);
                steps.push(step(year_text(Some(year)), path));
            }
            None
        }
        What::Record(ix, number) => {
            let item = view.card(ix)?;
            match item.record.kind {
                Kind::News => steps.extend(page.column().map(own)),
                Kind::Chambers => steps.push(list("商会名录", "chambers/")),
                Kind::Columns | Kind::Places | Kind::Pages => {}
                kind => {
                    steps.extend(kind.index_title().map(|t| step(t, index_path(kind, portable))))
                }
            }
            steps.extend(number.map(|_| own(item)));
            number
        }
    };
    Some(Trail { above: steps, number })
}

fn step<'a>(name: impl Into<Cow<'a, str>>, path: impl Into<Cow<'a, str>>) -> Step<'a> {
    (name.into(), path.into())
}

fn own(item: &Item) -> Step<'_> {
    step(item.record.common.title.value.as_str(), item.path.as_str())
}
