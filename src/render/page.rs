//! The value that a template sees as `page`.

mod dossier;
mod linked;
mod metadata;
mod records;

use std::cell::{LazyCell, OnceCell};
use std::sync::Arc;

use tera::Value;

use super::route::scope_of;
use super::{Bodies, Route, What, body};
use crate::content::{Bylines, Meta, News, Role};
use crate::diag::Diagnostic;
use crate::escape;
use crate::markdown::{self, Body, Heading};
use crate::query::{ListPage, View};
use crate::site::{HANT, Item, Ix, Scope, list_path, page_path, year_path};
use crate::theme::values::{self, Field, Fields, Object};
use crate::theme::{Place, Stage, Wanted};
use crate::zh;

/// The page of `route`, with the fields that are wanted of it.
pub(super) fn value(
    stage: &Arc<Stage>,
    view: &View,
    route: &Route,
    place: &Place,
    wanted: &Wanted,
    bodies: &dyn Bodies,
) -> Result<Value, Diagnostic> {
    let none = || Field::None;
    let make = Make { stage, view, route, place, wanted };
    let fields = match route.what {
        What::Home => {
            make.head("home", || make.site_title().unwrap_or_default(), || make.tagline())
        }
        What::NotFound => make.head("not-found", || "没有找到这一页", none),
        What::Archive => make
            .head("archive", || "往期稿件", none)
            .with("years", || values::years(view.years(), view.portable())),
        What::Search => make.head("search", || "搜索", none),
        What::Year(year, number) => make.year(year, number),
        What::Directory(by) => {
            let group = |group| make.group(group);
            make.head("directory", || "商会名录", none)
                .with("by", || by.name())
                .with("groups", || view.directory(by).iter().map(group).collect::<Vec<Value>>())
        }
        What::Index(kind) => records::index(&make, kind),
        What::Events(span) => records::events(&make, span),
        What::Record(ix, None) => return make.record(ix, bodies),
        What::Record(ix, Some(number)) => make.older_page(ix, number),
        What::Redirect(_) | What::File(_) => make.head("redirect", || "", none),
    };
    Ok(fields.into())
}

struct Make<'a> {
    stage: &'a Arc<Stage>,
    view: &'a View,
    route: &'a Route,
    place: &'a Place,
    wanted: &'a Wanted,
}

impl<'a> Make<'a> {
    /// The fields that every page has.
    fn head<T: Into<Field<'a>>, D: Into<Field<'a>>>(
        &self,
        kind: &'static str,
        title: impl FnOnce() -> T,
        description: impl FnOnce() -> D,
    ) -> Fields<'a> {
        let fields = Fields::new(self.wanted)
            .with("kind", || kind)
            .with("path", || self.route.path.as_str())
            .with("url", || self.url())
            .with("editions", || self.editions())
            .with("site", || self.site());
        if !self.wanted.has("metadata") {
            return fields.with("title", title).with("description", description);
        }
        let (title, description): (Field, Field) = (title().into(), description().into());
        let title_text = title.text().unwrap_or_default();
        let description_text = description.text().filter(|text| !text.is_empty());
        let metadata = metadata::write(self, title_text, description_text);
        fields
            .with("title", || title)
            .with("description", || description)
            .with("metadata", || Value::safe_string(&metadata))
    }

    /// The absolute address. What a host shows for any wrong address has none of its own.
    fn url(&self) -> Option<String> {
        let is_known = !self.stage.root.is_empty() && self.route.what != What::NotFound;
        is_known.then(|| [&self.stage.root, self.route.path.as_str()].concat())
    }

    /// The bulletin's title, as every page shows it.
    fn site(&self) -> Value {
        let title = || self.view.title().to_owned();
        Value::from(self.stage.piece(self.view, "title", title).text.as_str())
    }

    /// The page in simplified and in traditional characters; empty where there is no Traditional edition.
    fn editions(&self) -> Vec<Value> {
        let Some(variant) = self.has_twin().then(|| self.view.hant()).flatten() else {
            return vec![];
        };
        let path = self.route.path.as_str();
        let own = (self.view.lang(), path.to_owned(), "简体");
        let twin = (variant.tag(), format!("{HANT}{path}"), "繁體");
        let one = |(lang, path, name): (&str, String, &str)| {
            Object::default().with("lang", lang).with("path", path).with("name", name).into()
        };
        [own, twin].map(one).into()
    }

    fn has_twin(&self) -> bool {
        let is_made = || self.stage.holds(self.view, "hant", || self.view.hant().is_some());
        self.route.has_twin() && is_made()
    }

    fn site_title(&self) -> Option<String> {
        self.view.setting("title").as_str().map(str::to_owned)
    }

    fn tagline(&self) -> Option<String> {
        self.view.setting("tagline").as_str().map(str::to_owned)
    }

    fn card(&self, ix: Ix) -> Value {
        let _ = self.view.card(ix);
        self.stage.card(ix)
    }

    /// The cards of the records that `item` names in a role.
    fn cards_of(&self, item: &Item, role: Role) -> Value {
        self.cards(&item.refs.of(role).collect::<Vec<Ix>>())
    }

    fn cards(&self, list: &[Ix]) -> Value {
        list.iter().map(|ix| self.card(*ix)).collect::<Vec<Value>>().into()
    }

    fn group(&self, group: &crate::site::Group) -> Value {
        let one = |(name, of): &(String, Ix)| {
            Object::default().with("name", name.as_str()).with("card", self.card(*of)).into()
        };
        let former: Vec<Value> = group.former.iter().map(one).collect();
        Object::default()
            .with("key", group.key.as_str())
            .with("title", group.title.as_str())
            .with("anchor", group.anchor.as_str())
            .with("items", self.cards(&group.items))
            .with("former", former)
            .into()
    }

    fn year(&self, year: Option<i16>, number: Option<u32>) -> Fields<'a> {
        let title = || values::year_text(year);
        let own = list_path(&year_path(year), self.view.portable());
        self.head("year", title, || Field::None)
            .with("year", || year)
            .with("list", || self.list(Scope::Year(year), &own, number))
    }

    /// One page of a list whose newest view stands at `own`.
    fn list(&self, scope: Scope, own: &str, number: Option<u32>) -> Value {
        let ListPage { items, newer, older } = self.view.list(scope, number);
        let path = |n: Option<usize>| page_path(own, n, self.view.portable());
        Object::default()
            .with("items", self.cards(&items))
            .with("number", number)
            .with("newer", newer.map(path))
            .with("older", older.map(|n| path(Some(n))))
            .with("first", number.is_none())
            .into()
    }

    /// An older page of a record's list: the record's card, no body.
    fn older_page(&self, ix: Ix, number: u32) -> Fields<'a> {
        let Some(item) = self.view.card(ix) else {
            return Fields::new(self.wanted);
        };
        let record = &item.record;
        let title = || record.common.title.value.as_str();
        let fields = self
            .head(values::page_kind(record.kind), title, || Field::None)
            .with("id", || record.id.as_str())
            .with("card", || self.stage.card(ix));
        match scope_of(record.kind, ix) {
            Some(scope) => fields.with("list", || self.list(scope, &item.path, Some(number))),
            None => fields,
        }
    }

    fn record(&self, ix: Ix, bodies: &dyn Bodies) -> Result<Value, Diagnostic> {
        let Some(item) = self.view.record(ix) else {
            return Ok(Value::none());
        };
        let body = bodies.body(ix)?;
        let fields = self.common(ix, item, &body);
        let fields = match &item.record.meta {
            Meta::News(news) => records::article(self, ix, self.news(ix, item, news, fields)),
            Meta::Chamber(chamber) => values::chamber_facts(fields, chamber)
                .with("type", || chamber.kind.name())
                .with("type_text", || chamber.kind.zh())
                .with("names", || values::texts(chamber.names.iter().map(String::as_str)))
                .with("short", || chamber.short.as_deref())
                .with("region", || self.optional_card(item.refs.region))
                .with("origin", || self.optional_card(item.refs.origin))
                .with("honours", || self.honours(ix))
                .with("guidance", || self.guidance(ix))
                .with("records", || self.records_of_chamber(ix))
                .with("list", || self.list(Scope::Chamber(ix), &item.path, None)),
            Meta::Place(place) => fields
                .with("code", || place.code.value.as_str())
                .with("level", || place.level.map(|l| l.name()))
                .with("level_text", || place.level.map(|l| l.zh()))
                .with("parent", || self.optional_card(item.refs.parent))
                .with("children", || self.cards(self.view.places(Some(ix))))
                .with("chambers", || self.cards(&self.view.chambers(None, Some(ix))))
                .with("hometown_chambers", || self.cards(self.view.chambers_from(ix)))
                .with("records", || self.records_of_place(ix))
                .with("list", || self.list(Scope::Place(ix), &item.path, None)),
            Meta::Column(column) => fields
                // In place of the summary.
                .with("description", || column.description.as_deref())
                .with("list", || self.list(Scope::Column(ix), &item.path, None)),
            _ => records::extend(self, ix, item, fields),
        };
        Ok(fields.into())
    }

    /// The fields that every record's page has. What its card has too is shared with it.
    fn common(&self, ix: Ix, item: &'a Item, body: &Body) -> Fields<'a> {
        let common = &item.record.common;
        let headings = &item.record.outline.headings;
        let card = self.card(ix);
        let fields = card.as_map();
        // Fields are few: they are looked through sooner than one is hashed.
        let shared = |key| {
            let mut fields = fields.into_iter().flatten();
            let found = fields.find(|(name, _)| name.as_str() == Some(key));
            found.map_or_else(Value::none, |(_, value)| value.clone())
        };
        let description = || Some(shared("summary")).filter(Value::is_truthy);
        let html = LazyCell::new(|| body::fill(self.view, item, body, &self.place.base));
        let words = || markdown::words(&html);
        self.head(values::page_kind(item.record.kind), || shared("title"), description)
            .with("id", || shared("id"))
            .with("card", || card.clone())
            .with("summary", || shared("summary"))
            .with("own_summary", || common.summary.is_some())
            .with("date", || shared("date"))
            .with("updated", || values::date(common.updated))
            .with("tags", || values::texts(common.tags.iter().map(|tag| tag.value.as_str())))
            .with("extra", || extra(common.extra.as_deref()))
            .with("cover", || shared("cover"))
            .with("body", || Value::safe_string(&html))
            .with("toc", || toc(headings))
            .with("outline", || outline(headings))
            .with("headings", || branches(headings).count())
            .with("headline", || headline(&common.title.value))
            .with("words", words)
            .with("minutes", || minutes(words()))
            .with("source_path", || item.record.path())
            .with("draft", || item.draft)
    }

    fn news(&self, ix: Ix, item: &'a Item, news: &'a News, fields: Fields<'a>) -> Fields<'a> {
        let neighbours = OnceCell::new();
        let neighbours = || *neighbours.get_or_init(|| self.view.neighbours(ix));
        fields
            .with("subtitle", || news.subtitle.as_deref())
            .with("source", || news.source.as_deref())
            .with("bylines", || bylines(&news.bylines))
            .with("credit", || credit(news))
            .with("byline", || byline(news))
            .with("column", || self.optional_card(item.refs.column))
            .with("chambers", || self.cards(&item.refs.chambers))
            .with("places", || self.cards(&item.refs.places))
            .with("events", || records::events_of(self, ix, item))
            .with("prev", || self.optional_card(neighbours().0))
            .with("next", || self.optional_card(neighbours().1))
            .with("related", || self.cards(&self.view.related(ix)))
    }

    fn optional_card(&self, ix: Option<Ix>) -> Option<Value> {
        ix.map(|ix| self.card(ix))
    }
}

fn bylines(bylines: &Bylines) -> Object<'_> {
    Object::default()
        .with("author", values::texts(bylines.author.iter().map(String::as_str)))
        .with("source", bylines.source.as_deref())
        .with("editor", bylines.editor.as_deref())
        .with("duty_editor", bylines.duty_editor.as_deref())
}

/// Whom to name as the source of a text.
fn credit(news: &News) -> Option<&str> {
    news.bylines.source.as_deref().or(news.source.as_deref())
}

/// Where a text comes from and who made it, each in an element of its own.
fn byline(news: &News) -> Value {
    let Bylines { author, editor, duty_editor, .. } = &news.bylines;
    let authors = author.join("、");
    let mut html = String::with_capacity(128);
    for (part, names) in [
        ("来源", credit(news)),
        ("作者", Some(authors.as_str())),
        ("编辑", editor.as_deref()),
        ("责编", duty_editor.as_deref()),
    ] {
        if let Some(names) = names.filter(|names| !names.is_empty()) {
            html.extend(["<span>", part, "："]);
            escape::html(names, &mut html);
            html.push_str("</span>");
        }
    }
    Value::safe_string(&html)
}

/// The editor's own keys; an empty map when there are none.
fn extra(text: Option<&str>) -> Value {
    let json = text.and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok());
    json.map_or_else(|| Object::default().into(), |json| Value::from_serializable(&json))
}

/// Headings as a tree: each with those that follow it at a lower rank.
fn branches(mut headings: &[Heading]) -> impl Iterator<Item = (&Heading, &[Heading])> {
    std::iter::from_fn(move || {
        let (first, tail) = headings.split_first()?;
        let inside = tail.iter().take_while(|heading| heading.level > first.level).count();
        let (inside, rest) = tail.split_at(inside);
        headings = rest;
        Some((first, inside))
    })
}

fn toc(headings: &[Heading]) -> Value {
    let entry = |(heading, inside): (&Heading, &[Heading])| {
        Object::default()
            .with("level", u32::from(heading.level))
            .with("id", heading.id())
            .with("text", heading.text.as_str())
            .with("children", toc(inside))
            .into()
    };
    branches(headings).map(entry).collect::<Vec<Value>>().into()
}

/// The same as nested lists of links.
fn push_outline(headings: &[Heading], out: &mut String) {
    if headings.is_empty() {
        return;
    }
    out.push_str("<ol>");
    for (heading, inside) in branches(headings) {
        out.push_str("<li><a href=\"#");
        escape::html(heading.id(), out);
        out.push_str("\">");
        escape::html(&heading.text, out);
        out.push_str("</a>");
        push_outline(inside, out);
        out.push_str("</li>");
    }
    out.push_str("</ol>");
}

fn outline(headings: &[Heading]) -> Value {
    let mut html = String::with_capacity(96 * headings.len());
    push_outline(headings, &mut html);
    Value::safe_string(&html)
}

/// The title in its phrases.
fn headline(title: &str) -> Value {
    let mut html = String::with_capacity(title.len() + 64);
    for phrase in zh::phrases(title) {
        html.push_str("<span>");
        escape::html(phrase, &mut html);
        html.push_str("</span>");
    }
    Value::safe_string(&html)
}

/// Reading time at 400 characters a minute, a usual pace for Chinese prose; at least one minute.
fn minutes(words: u32) -> u32 {
    words.div_ceil(400).max(1)
}
