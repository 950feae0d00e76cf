//! Lists of cards → HTML, ready to be printed. Most pages show such lists, and the template library takes ten
//! times as long for each entry: it looks for every name anew.

use std::borrow::Cow;

use tera::{Kwargs, TeraResult, Value};

use super::errors::raise;
use super::stage::Scene;
use crate::escape;

/// Room for most entries.
const ROOM: usize = 256;

/// `cards` as items of a list, each on a line of its own: a link, a mark if it is a draft, the date; so many
/// of the first as `summaries` says show their summaries.
pub(super) fn entries(scene: &Scene, cards: &[Value], args: &Kwargs) -> TeraResult<Value> {
    let summaries = args.get::<usize>("summaries")?.unwrap_or(0);
    let mut html = String::with_capacity(cards.len() * ROOM);
    for (n, card) in cards.iter().enumerate() {
        let card = Card::of(card)?;
        html.push_str("\n<li>");
        card.link(&scene.place.base, &mut html);
        if let Some(summary) = card.summary.filter(|text| n < summaries && text.is_truthy()) {
            html.push_str("<p>");
            push(summary, &mut html);
            html.push_str("</p>");
        }
        if let Some(day) = card.day() {
            html.push_str("<time datetime=\"");
            let from = html.len();
            push(day, &mut html);
            let to = html.len();
            html.push_str("\">");
            html.extend_from_within(from..to);
            html.push_str("</time></li>");
        } else {
            html.push_str("<span class=\"todo\">待补</span></li>");
        }
    }
    Ok(Value::safe_string(&html))
}

/// `cards` as items of a list, each no more than a link, all on one line.
pub(super) fn links(scene: &Scene, cards: &[Value]) -> TeraResult<Value> {
    let mut html = String::with_capacity(cards.len() * ROOM / 2);
    for card in cards {
        html.push_str("<li>");
        Card { draft: false, ..Card::of(card)? }.link(&scene.place.base, &mut html);
        html.push_str("</li>");
    }
    Ok(Value::safe_string(&html))
}

/// What an entry shows of a card.
struct Card<'a> {
    path: &'a Value,
    title: &'a Value,
    draft: bool,
    summary: Option<&'a Value>,
    date: Option<&'a Value>,
}

impl<'a> Card<'a> {
    fn of(card: &'a Value) -> TeraResult<Card<'a>> {
        let (mut path, mut title, mut draft, mut summary, mut date) =
            (None, None, false, None, None);
        // Fields are few: they are gone through sooner than one is hashed.
        for (key, value) in card.as_map().into_iter().flatten() {
            match key.as_str() {
                Some("path") => path = Some(value),
                Some("title") => title = Some(value),
                Some("draft") => draft = value.is_truthy(),
                Some("summary") => summary = Some(value),
                Some("date") => date = Some(value),
                _ => {}
            }
        }
        match (path, title) {
            (Some(path), Some(title)) => Ok(Card { path, title, draft, summary, date }),
            _ => Err(raise(
                "这里要的是卡片：每一张有 path 和 title",
                "a list of cards is wanted here: each has a `path` and a `title`",
            )),
        }
    }

    fn link(&self, base: &str, html: &mut String) {
        html.push_str("<a href=\"");
        html.push_str(base);
        push(self.path, html);
        html.push_str("\">");
        push(self.title, html);
        html.push_str(if self.draft { " <b class=\"draft\">草稿</b></a>" } else { "</a>" });
    }

    /// Its date for machines, as far as it is known.
    fn day(&self) -> Option<&'a Value> {
        let mut fields = self.date?.as_map()?.iter();
        let (_, day) = fields.find(|(key, _)| key.as_str() == Some("iso"))?;
        Some(day).filter(|day| day.is_truthy())
    }
}

/// Prints a value as a template does.
fn push(value: &Value, html: &mut String) {
    let text = value.as_str().map_or_else(|| value.to_string().into(), Cow::Borrowed);
    if value.is_safe() { html.push_str(&text) } else { escape::html(&text, html) }
}
