//! Events → a calendar as RFC 5545 wants it, for the calendars of phones and desks.
//!
//! Only events whose day is known stand in it. A program that keeps calendars can show days and hours,
//! not “some day in October”: an event known by its month or year would become a bar over days on which
//! nothing happens. Such events are on the site's own pages. Times are written as UTC, reckoned with the
//! rules of the site's zone, so that no time zone has to be described. Nothing is taken from the clock:
//! `DTSTAMP`, the moment of the last change, is the day that the record says it was last changed.

use jiff::civil::{Date as Day, DateTime};
use jiff::tz::TimeZone;

use crate::content::{Event, Kind, Meta, Progress, Role, When};
use crate::query::View;
use crate::site::{Item, Ix, Site};

/// The calendar of all events, or of one series.
pub(super) fn write(view: &View, series: Option<Ix>) -> Vec<u8> {
    let calendar = Calendar { view, zone: view.zone() };
    let mut lines = Lines::default();
    lines.line("BEGIN", "VCALENDAR");
    lines.line("VERSION", "2.0");
    lines.line("PRODID", "-//huikan//huikan//ZH-CN");
    lines.line("CALSCALE", "GREGORIAN");
    let name = calendar.name(series);
    lines.text("NAME", &name);
    lines.text("X-WR-CALNAME", &name);
    if let Some(zone) = calendar.zone.iana_name() {
        lines.text("X-WR-TIMEZONE", zone);
    }
    lines.line("REFRESH-INTERVAL;VALUE=DURATION", "P1D");
    lines.line("X-PUBLISHED-TTL", "P1D");
    for ix in events(view, series) {
        if let Some(item) = view.card(ix) {
            calendar.event(&mut lines, item);
        }
    }
    lines.line("END", "VCALENDAR");
    lines.0.into_bytes()
}

/// Whether a calendar can show the record: an event whose day is known.
pub(super) fn has_day(item: &Item) -> bool {
    match &item.record.meta {
        Meta::Event(event) => event.begins(&item.record.common).day().is_some(),
        _ => false,
    }
}

/// The path of a series' calendar: beside its page.
pub(super) fn series_path(page: &str) -> String {
    match page.strip_suffix(".html") {
        Some(stem) => format!("{stem}.ics"),
        None => format!("{page}calendar.ics"),
    }
}

/// The events of a calendar, newest first.
fn events(view: &View, series: Option<Ix>) -> Vec<Ix> {
    match series {
        None => view.all(Kind::Events).to_vec(),
        Some(series) => of_series(view.backlinks(series, Kind::Events)),
    }
}

/// Those that name it as their series.
fn of_series(links: &[(Role, Ix)]) -> Vec<Ix> {
    links.iter().filter(|(role, _)| *role == Role::Series).map(|(_, ix)| *ix).collect()
}

/// Whether any event of the series has a day.
pub(super) fn series_has_day(site: &Site, series: Ix) -> bool {
    of_series(site.backlinks(series, Kind::Events))
        .into_iter()
        .filter_map(|ix| site.item(ix))
        .any(has_day)
}

struct Calendar<'a> {
    view: &'a View,
    zone: &'a TimeZone,
}

impl Calendar<'_> {
    fn name(&self, series: Option<Ix>) -> String {
        let site = self.view.setting("title");
        let site = site.as_str().unwrap_or_default();
        match series.and_then(|ix| self.view.card(ix)) {
            Some(series) => format!("{} · {site}", series.record.common.title.value),
            None => format!("{site} · {}", Kind::Events.index_title().unwrap_or_default()),
        }
    }

    fn event(&self, lines: &mut Lines, item: &Item) {
        let Meta::Event(event) = &item.record.meta else { return };
        let common = &item.record.common;
        let start = event.begins(common);
        let Some(day) = start.day() else { return };
        let changed = common.updated.or(common.date.as_ref().map(|date| date.value));
        let changed = changed.and_then(|date| date.first_day()).unwrap_or(day);
        let (Some(stamp), Some(times)) =
            (self.utc(midnight(changed)), self.times(event, start, day))
        else {
            return;
        };
        lines.line("BEGIN", "VEVENT");
        lines.text("UID", &self.uid(item));
        lines.line("DTSTAMP", &stamp);
        times.iter().for_each(|(name, value)| lines.line(name, value));
        lines.text("SUMMARY", &common.title.value);
        for (name, text) in [
            ("LOCATION", self.location(item, event)),
            ("DESCRIPTION", self.description(item, event)),
        ] {
            if !text.is_empty() {
                lines.text(name, &text);
            }
        }
        lines.text("CATEGORIES", event.kind.zh());
        match event.state {
            Some(Progress::Cancelled) => lines.line("STATUS", "CANCELLED"),
            Some(Progress::Held) => lines.line("STATUS", "CONFIRMED"),
            Some(Progress::Planned) | None => {}
        }
        if let Some(base) = self.base() {
            lines.line("URL", &format!("{base}/{}", item.path));
        }
        lines.line("END", "VEVENT");
    }

    /// Unique in the world and the same for ever: the record's name on the site's host.
    fn uid(&self, item: &Item) -> String {
        let base = self.base();
        let host =
            base.as_deref().and_then(|base| base.split_once("://")).map_or("huikan", |b| b.1);
        format!("{}@{host}", item.record.reference())
    }

    fn base(&self) -> Option<String> {
        self.view.setting("url").as_str().map(str::to_owned)
    }

    /// When it begins and ends. A last day is written as the day after it, as the format wants.
    fn times(&self, event: &Event, start: When, day: Day) -> Option<Vec<(&'static str, String)>> {
        let end = event.ends().filter(|end| end.day() >= Some(day));
        let Some(begins) = start.moment() else {
            let after = end.and_then(When::day).unwrap_or(day).tomorrow().ok()?;
            return Some(vec![
                ("DTSTART;VALUE=DATE", date(day)),
                ("DTEND;VALUE=DATE", date(after)),
                ("TRANSP", "TRANSPARENT".to_owned()),
            ]);
        };
        let mut times = vec![("DTSTART", self.utc(begins)?)];
        let next_midnight = |end: When| Some(midnight(end.day()?.tomorrow().ok()?));
        let ends = end.and_then(|end| match end.moment() {
            None if end.day() == Some(day) => None,
            None => next_midnight(end),
            moment => moment,
        });
        if let Some(ends) = ends.filter(|ends| *ends > begins) {
            times.push(("DTEND", self.utc(ends)?));
        }
        Some(times)
    }

    fn utc(&self, civil: DateTime) -> Option<String> {
        let at = TimeZone::UTC.to_datetime(self.zone.to_timestamp(civil).ok()?);
        Some(format!("{}T{:02}{:02}{:02}Z", date(at.date()), at.hour(), at.minute(), at.second()))
    }

    fn titles(&self, item: &Item, role: Role) -> Vec<String> {
        let titles = item.refs.of(role).filter_map(|ix| self.view.target(ix));
        titles.map(|other| other.record.common.title.value.clone()).collect()
    }

    fn location(&self, item: &Item, event: &Event) -> String {
        let mut parts = vec![self.titles(item, Role::Place).join("、")];
        parts.extend(event.venue.clone());
        parts.retain(|part| !part.is_empty());
        parts.join(" ")
    }

    /// What an entry of a calendar has no field for.
    fn description(&self, item: &Item, event: &Event) -> String {
        let mut hosts = event.organizers.clone();
        hosts.extend(self.titles(item, Role::Host));
        let mut parts = vec![];
        if !hosts.is_empty() {
            parts.push(format!("主办：{}", hosts.join("、")));
        }
        for speaker in event.speakers.iter().filter(|speaker| speaker.name.value != "待补") {
            let topic = speaker.topic.as_deref().filter(|topic| *topic != "待补");
            let topic = topic.map(|topic| format!("，{topic}")).unwrap_or_default();
            parts.push(format!("发言：{}{topic}", speaker.name.value));
        }
        parts.extend(Some(item.summary().to_owned()).filter(|summary| !summary.is_empty()));
        parts.join("\n")
    }
}

fn midnight(day: Day) -> DateTime {
    day.at(0, 0, 0, 0)
}

fn date(day: Day) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// Lines that end in CRLF, folded at 75 octets, never inside a character.
#[derive(Default)]
struct Lines(String);

const FOLD: usize = 75;

impl Lines {
    /// A value of the type TEXT.
    fn text(&mut self, name: &str, text: &str) {
        if !text.chars().any(|c| matches!(c, '\\' | ';' | ',') || c.is_control()) {
            return self.line(name, text);
        }
        let mut value = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '\\' | ';' | ',' => value.extend(['\\', c]),
                '\n' => value.push_str("\\n"),
                c if c.is_control() => {}
                c => value.push(c),
            }
        }
        self.line(name, &value);
    }

    fn line(&mut self, name: &str, value: &str) {
        self.0.extend([name, ":"]);
        // Names are short.
        let mut room = FOLD.saturating_sub(name.len() + 1);
        let mut rest = value;
        while rest.len() > room {
            let (part, next) = rest.split_at(rest.floor_char_boundary(room));
            self.0.extend([part, "\r\n "]);
            (room, rest) = (FOLD - 1, next);
        }
        self.0.extend([rest, "\r\n"]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let text = "四好商会建设，现场；经验\\交流会\n".repeat(20);
        let mut lines = Lines::default();
        lines.text("SUMMARY", &text);
        for line in lines.0.split_inclusive("\r\n") {
            assert!(line.ends_with("\r\n") && line.len() <= FOLD + 2, "{line:?}");
        }
        let whole = lines.0.replace("\r\n ", "");
        assert!(whole.starts_with("SUMMARY:四好商会建设，现场；经验\\\\交流会\\n四好"));
        assert_eq!(whole.trim_end().len(), "SUMMARY:".len() + text.len() + 2 * 20);
    }

    #[test]
    fn signs_that_part_values_are_escaped() {
        let mut lines = Lines::default();
        lines.text("X", "a,b;c\\d\r\ne\u{7}");
        assert_eq!(lines.0, "X:a\\,b\\;c\\\\d\\ne\r\n");
    }
}
