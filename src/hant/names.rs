//! A record → the persons whom its front matter names.

use crate::content::{Meta, Record};

/// The names as written, also such as are none (`待补`, the name of a body).
pub fn people(record: &Record) -> Vec<&str> {
    let mut names: Vec<&str> = vec![];
    match &record.meta {
        Meta::News(news) => {
            let own = &news.bylines;
            names.extend(own.author.iter().map(String::as_str));
            names.extend([&own.editor, &own.duty_editor].into_iter().flatten().map(String::as_str));
        }
        Meta::Chamber(chamber) => {
            names.extend(chamber.leaders.iter().map(|leader| leader.name.as_str()));
        }
        Meta::Event(event) => {
            names.extend(event.speakers.iter().map(|speaker| speaker.name.value.as_str()));
        }
        Meta::Issue(issue) => {
            names.extend(issue.foreword.author.as_deref());
            names.extend(issue.colophon.iter().map(|(_, name)| name.as_str()));
        }
        _ => {}
    }
    names
}
