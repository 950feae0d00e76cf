//! The value that a template sees as `page`.

mod records;

use std::sync::Arc;

use tera::Value;

use super::route::scope_of;
use super::{Bodies, Route, What, body};
use crate::content::Meta;
use crate::diag::Diagnostic;
use crate::query::{ListPage, View};
use crate::site::{Item, Ix, Scope, list_path, page_path};
use crate::theme::values::{self, Object, optional, year_path};
use crate::theme::{Place, Stage};

/// The page of `route`.
pub(super) fn value(
    stage: &Arc<Stage>,
    view: &View,
    route: &Route,
    place: &Place,
    bodies: &dyn Bodies,
) -> Result<Value, Diagnostic> {
    let make = Make { stage, view, route, place };
    let object = match route.what {
        What::Home => make.head("home", make.site_title(), make.tagline()),
        What::NotFound => make.head("not-found", "没有找到这一页", Value::none()),
        What::Archive => {
            let years = values::years(view.years(), view.portable());
            make.head("archive", "往期稿件", Value::none()).with("years", years)
        }
        What::Year(year, number) => make.year(year, number),
        What::Directory(by) => {
            let groups: Vec<Value> =
                view.directory(by).iter().map(|group| make.group(group)).collect();
            make.head("directory", "商会名录", Value::none())
                .with("by", by.name())
                .with("groups", groups)
        }
        What::Index(kind) => records::index(&make, kind),
        What::Events(span) => records::events(&make, span),
        What::Record(ix, None) => return make.record(ix, bodies),
        What::Record(ix, Some(number)) => make.older_page(ix, number),
        What::Redirect(_) | What::File(_) => make.head("redirect", "", Value::none()),
    };
    Ok(object.into())
}

struct Make<'a> {
    stage: &'a Arc<Stage>,
    view: &'a View,
    route: &'a Route,
    place: &'a Place,
}

impl Make<'_> {
    /// The fields that every page has.
    fn head(&self, kind: &str, title: impl Into<Value>, description: Value) -> Object {
        // What a host shows for any wrong address has none of its own.
        let base_url = self.view.base_url().filter(|_| self.route.what != What::NotFound);
        let url = base_url.map(|base| format!("{base}/{}", self.route.path));
        Object::default()
            .with("kind", kind)
            .with("path", self.route.path.as_str())
            .with("url", optional(url))
            .with("title", title)
            .with("description", description)
    }

    fn site_title(&self) -> String {
        self.view.setting("title").as_str().unwrap_or_default().to_owned()
    }

    fn tagline(&self) -> Value {
        optional(self.view.setting("tagline").as_str())
    }

    fn card(&self, ix: Ix) -> Value {
        let _ = self.view.card(ix);
        self.stage.card(ix)
    }

    fn cards(&self, list: &[Ix]) -> Value {
        list.iter().map(|ix| self.card(*ix)).collect::<Vec<Value>>().into()
    }

    fn group(&self, group: &crate::site::Group) -> Value {
        Object::default()
            .with("key", group.key.as_str())
            .with("title", group.title.as_str())
            .with("anchor", group.anchor.as_str())
            .with("items", self.cards(&group.items))
            .into()
    }

    fn year(&self, year: Option<i16>, number: Option<u32>) -> Object {
        let title = year.map_or_else(|| "日期待补".to_owned(), |year| format!("{year}年"));
        let own = list_path(&year_path(year), self.view.portable());
        self.head("year", title, Value::none())
            .with("year", optional(year))
            .with("list", self.list(Scope::Year(year), &own, number))
    }

    /// One page of a list whose newest view stands at `own`.
    fn list(&self, scope: Scope, own: &str, number: Option<u32>) -> Value {
        let ListPage { items, newer, older } = self.view.list(scope, number);
        let path = |n: Option<usize>| page_path(own, n, self.view.portable());
        Object::default()
            .with("items", self.cards(&items))
            .with("number", optional(number))
            .with("newer", optional(newer.map(path)))
            .with("older", optional(older.map(|n| path(Some(n)))))
            .with("first", number.is_none())
            .into()
    }

    /// An older page of a record's list: the record's card, no body.
    fn older_page(&self, ix: Ix, number: u32) -> Object {
        let Some(item) = self.view.card(ix) else {
            return Object::default();
        };
        let record = &item.record;
        let mut object = self.head(
            values::page_kind(record.kind),
            record.common.title.value.as_str(),
            Value::none(),
        );
        object = object.with("id", record.id.as_str()).with("card", self.stage.card(ix));
        match scope_of(record.kind, ix) {
            Some(scope) => object.with("list", self.list(scope, &item.path, Some(number))),
            None => object,
        }
    }

    fn record(&self, ix: Ix, bodies: &dyn Bodies) -> Result<Value, Diagnostic> {
        let Some(item) = self.view.record(ix) else {
            return Ok(Value::none());
        };
        let html = body::fill(self.view, item, &*bodies.body(ix)?, &self.place.base);
        let object = self.common(ix, item, &html);
        let object = match &item.record.meta {
            Meta::News(news) => self.news(ix, item, news, object),
            Meta::Chamber(chamber) => {
                let object = values::chamber_facts(object, chamber)
                    .with("type", chamber.kind.name())
                    .with("type_text", chamber.kind.zh())
                    .with("names", values::texts(chamber.names.iter().map(String::as_str)))
                    .text("short", chamber.short.as_deref())
                    .with("region", self.optional_card(item.refs.region))
                    .with("origin", self.optional_card(item.refs.origin));
                object.with("list", self.list(Scope::Chamber(ix), &item.path, None))
            }
            Meta::Place(place) => {
                let children = self.view.places(Some(ix)).to_vec();
                let hometown = self.view.chambers_from(ix).to_vec();
                let chambers = self.view.chambers(None, Some(ix));
                object
                    .with("code", place.code.value.as_str())
                    .text("level", place.level.map(|l| l.name()))
                    .text("level_text", place.level.map(|l| l.zh()))
                    .with("parent", self.optional_card(item.refs.parent))
                    .with("children", self.cards(&children))
                    .with("chambers", self.cards(&chambers))
                    .with("hometown_chambers", self.cards(&hometown))
                    .with("list", self.list(Scope::Place(ix), &item.path, None))
            }
            Meta::Column(column) => {
                let words = column.description.as_deref();
                object
                    .text("description", words)
                    .with("list", self.list(Scope::Column(ix), &item.path, None))
            }
            _ => records::extend(self, ix, item, object),
        };
        Ok(object.into())
    }

    /// The fields that every record's page has. What its card has too is shared with it.
    fn common(&self, ix: Ix, item: &Item, html: &str) -> Object {
        let common = &item.record.common;
        let outline = &item.record.outline;
        let card = self.card(ix);
        let shared = |key| card.get_from_path(key).cloned().unwrap_or_else(Value::none);
        let summary = shared("summary");
        let description = if summary.is_truthy() { summary.clone() } else { Value::none() };
        self.head(values::page_kind(item.record.kind), shared("title"), description)
            .with("id", shared("id"))
            .with("card", card.clone())
            .with("summary", summary)
            .with("own_summary", common.summary.is_some())
            .with("date", shared("date"))
            .with("updated", values::date(common.updated))
            .with("tags", values::texts(common.tags.iter().map(|tag| tag.value.as_str())))
            .with("extra", extra(common.extra.as_deref()))
            .with("cover", shared("cover"))
            .with("body", Value::safe_string(html))
            .with("toc", toc(item))
            .with("words", outline.words)
            .with("minutes", minutes(outline.words))
            .with("source_path", item.record.path())
            .with("draft", item.draft)
    }

    fn news(&self, ix: Ix, item: &Item, news: &crate::content::News, object: Object) -> Object {
        let (older, newer) = self.view.neighbours(ix);
        let related = self.view.related(ix);
        let bylines = Object::default()
            .with("author", values::texts(news.bylines.author.iter().map(String::as_str)))
            .text("source", news.bylines.source.as_deref())
            .text("editor", news.bylines.editor.as_deref())
            .text("duty_editor", news.bylines.duty_editor.as_deref());
        object
            .text("subtitle", news.subtitle.as_deref())
            .text("source", news.source.as_deref())
            .with("bylines", bylines)
            .with("column", self.optional_card(item.refs.column))
            .with("chambers", self.cards(&item.refs.chambers))
            .with("places", self.cards(&item.refs.places))
            .with("events", records::events_of(self, ix, item))
            .with("prev", self.optional_card(older))
            .with("next", self.optional_card(newer))
            .with("related", self.cards(&related))
    }

    fn optional_card(&self, ix: Option<Ix>) -> Value {
        ix.map_or_else(Value::none, |ix| self.card(ix))
    }
}

/// The editor's own keys; an empty map when there are none.
fn extra(text: Option<&str>) -> Value {
    let json = text.and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok());
    json.map_or_else(|| Object::default().into(), |json| Value::from_serializable(&json))
}

/// The headings as a tree: each stands under the nearest one before it of a higher rank.
fn toc(item: &Item) -> Value {
    fn branch(headings: &[crate::markdown::Heading]) -> Vec<Value> {
        let mut out = Vec::new();
        let mut rest = headings;
        while let Some((first, tail)) = rest.split_first() {
            let inside = tail.iter().take_while(|h| h.level > first.level).count();
            let object = Object::default()
                .with("level", u32::from(first.level))
                .with("id", first.id.as_str())
                .with("text", first.text.as_str())
                .with("children", branch(&tail[..inside]));
            out.push(object.into());
            rest = &tail[inside..];
        }
        out
    }
    branch(&item.record.outline.headings).into()
}

/// Reading time at 400 characters a minute, a usual pace for Chinese prose; at least one minute.
fn minutes(words: u32) -> u32 {
    words.div_ceil(400).max(1)
}
