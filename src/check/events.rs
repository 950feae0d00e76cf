//! Events and turns of the rotation: they lie inside what they belong to.
//!
//! Only what is sure is told, however precise a date is. Nothing is compared with today.

use crate::content::{Chamber, Date, Event, Leader, Meta, Progress, Role, Speaker, When};
use crate::diag::{Diagnostic, Span};
use crate::site::{Item, Ix, Site};
use crate::yaml::At;

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let mut found = Found { site, diags: vec![] };
    for (ix, item) in site.items() {
        match &item.record.meta {
            Meta::Event(event) => found.event(ix, item, event),
            Meta::Turn(turn) => {
                let [from, to] = [&turn.from, &turn.to].map(|d| d.as_ref().map(|d| d.value));
                let [first, last] = [from.or(to), to.or(from)].map(Option::unwrap_or_default);
                let teams = turn.teams.iter().flat_map(|team| &team.chambers);
                for chamber in turn.lead.iter().chain(teams) {
                    found.life(item, chamber, (first, last), true);
                }
            }
            _ => {}
        }
    }
    found.diags
}

struct Found<'a> {
    site: &'a Site,
    diags: Vec<Diagnostic>,
}

impl<'a> Found<'a> {
    fn event(&mut self, ix: Ix, item: &Item, event: &Event) {
        let start = event.begins(&item.record.common);
        let last = event.ends().unwrap_or(start).date;
        let when = (start.date, last);
        event.hosts.iter().for_each(|host| self.life(item, host, when, true));
        event.chambers.iter().for_each(|chamber| self.life(item, chamber, when, false));
        self.series(item, event, start.date, last);
        for speaker in &event.speakers {
            self.term(item, speaker, start.date, last);
        }
        if event.state == Some(Progress::Planned) {
            self.told(ix, item, event, last);
        }
    }

    fn named(&self, item: &Item, reference: &At<String>) -> Option<&'a Item> {
        item.refs.named(reference).and_then(|ix| self.site.item(ix))
    }

    /// A chamber that did not exist yet, or no longer, can hold nothing. That it took part may be said of those who
    /// were about to found it or wound it up, so that is only a warning.
    fn life(
        &mut self,
        item: &Item,
        reference: &At<String>,
        (first, last): (Date, Date),
        is_host: bool,
    ) {
        let Some(other) = self.named(item, reference) else { return };
        let Some(own) = chamber(other) else { return };
        let (title, id) = (&other.record.common.title, &other.record.id);
        let founded = own.founded.filter(|founded| last.surely_before(*founded));
        let dissolved = own.dissolved.filter(|dissolved| dissolved.surely_before(first));
        let (code, zh, en) = match (founded, dissolved) {
            (Some(founded), _) => (
                "check/before-founding",
                format!("“{}”{}才成立，晚于这次活动", title.value, founded.zh()),
                format!("`{id}` was founded ({founded}) only after this"),
            ),
            (None, Some(dissolved)) => (
                "check/after-end",
                format!("“{}”{}已经注销，早于这次活动", title.value, dissolved.zh()),
                format!("`{id}` was dissolved ({dissolved}) before this"),
            ),
            (None, None) => return,
        };
        let diag = match is_host {
            true => Diagnostic::error(code, zh, en),
            false => Diagnostic::warning(code, zh, en),
        };
        self.diags.push(
            diag.at(reference.span(item.file))
                .label(title.span(other.file), "它在这里", "it stands here")
                .hint("核对活动的日期和商会成立、注销的日期", "check these dates"),
        );
    }

    fn series(&mut self, item: &Item, event: &Event, first: Date, last: Date) {
        let Some(reference) = &event.series else { return };
        let Some(other) = self.named(item, reference) else { return };
        let Meta::Series(series) = &other.record.meta else { return };
        let early = series.from.as_ref().filter(|from| last.surely_before(from.value));
        let late = series.to.as_ref().filter(|to| to.value.surely_before(first));
        let (bound, zh, en) = match (early, late) {
            (Some(from), _) => (from, "早于系列的开始", "before its series begins"),
            (None, Some(to)) => (to, "晚于系列的结束", "after its series ended"),
            (None, None) => return,
        };
        self.diags.push(
            Diagnostic::error(
                "check/outside-series",
                format!("活动的时间{zh}"),
                format!("the event lies {en}"),
            )
            .at(when_span(item, event))
            .label(bound.span(other.file), "系列的起止在这里", "the series says so here")
            .hint("核对两处的日期，或换一个系列", "check both dates, or choose another series"),
        );
    }

    /// A speaker who holds a post in one of the event's chambers held it at the time.
    fn term(&mut self, item: &Item, speaker: &Speaker, first: Date, last: Date) {
        let Some(post) = &speaker.post else { return };
        let chambers = item.refs.of(Role::Host).chain(item.refs.of(Role::Chamber));
        let others: Vec<&Item> = chambers.filter_map(|ix| self.site.item(ix)).collect();
        for other in others {
            let leaders = chamber(other).map_or(&[][..], |chamber| &chamber.leaders);
            let title = other.record.common.title.value.as_str();
            let held = |leader: &Leader| post.strip_prefix(title).unwrap_or(post) == leader.post;
            let same = |leader: &&Leader| leader.name == speaker.name.value && held(leader);
            let mut terms = leaders.iter().filter(same).peekable();
            if terms.peek().is_none() || terms.any(|leader| !is_outside(leader, first, last)) {
                continue;
            }
            self.diags.push(
                Diagnostic::error(
                    "check/outside-term",
                    format!(
                        "“{}”在活动当时不是“{}”的{post}",
                        speaker.name.value, other.record.common.title.value
                    ),
                    format!(
                        "`{}` was not in that office of `{}` at the time of the event",
                        speaker.name.value, other.record.id
                    ),
                )
                .at(speaker.name.span(item.file))
                .label(
                    other.record.common.title.span(other.file),
                    "任期写在这里",
                    "the terms stand here",
                )
                .hint(
                    "核对活动日期和任期，或改写当时的职务",
                    "check the date and the term, or give the post of that time",
                ),
            );
        }
    }

    /// A planned event that a news item of a later day speaks of has been held, or called off.
    fn told(&mut self, ix: Ix, item: &Item, event: &Event, last: Date) {
        let back = self.site.backlinks(ix, crate::content::Kind::News);
        let back = back.iter().filter(|(role, _)| *role == Role::Event).map(|(_, ix)| *ix);
        let news = item.refs.of(Role::Article).chain(back).filter_map(|ix| self.site.item(ix));
        let later = news.into_iter().find(|news| last.surely_before(news.record.when()));
        if let Some(news) = later {
            let title = &news.record.common.title;
            self.diags.push(
                Diagnostic::warning(
                    "check/planned-but-told",
                    "活动还写着“计划”，之后的稿件却已经报道了它",
                    "the event is still planned, yet a news item of a later day tells of it",
                )
                .at(when_span(item, event))
                .label(title.span(news.file), "稿件在这里", "the news item stands here")
                .hint("写 state: 已举行 或 state: 取消", "write state: held or state: cancelled"),
            );
        }
    }
}

fn chamber(item: &Item) -> Option<&Chamber> {
    match &item.record.meta {
        Meta::Chamber(chamber) => Some(chamber),
        _ => None,
    }
}

fn is_outside(leader: &Leader, first: Date, last: Date) -> bool {
    leader.from.is_some_and(|from| last.surely_before(from))
        || leader.to.is_some_and(|to| to.surely_before(first))
}

/// Where the event says when it is.
fn when_span(item: &Item, event: &Event) -> Span {
    let start: Option<&At<When>> = event.start.as_ref();
    let span = start.map(|start| start.span(item.file));
    span.unwrap_or_else(|| item.record.common.title.span(item.file))
}
