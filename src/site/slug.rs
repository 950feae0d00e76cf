//! Slugs: the last segment of a record's address, as the editor sets it or as its file is called.

use crate::config::Settings;
use crate::content::Record;
use crate::diag::{Diagnostic, FileId};
use crate::yaml::At;
use crate::zh;

/// File systems end names at 255 bytes, and people would never read that far.
const MAX_LEN: usize = 120;

/// The slug of `record`.
///
/// # Errors
/// One that cannot stand in an address, or none that could be made.
pub(super) fn slug(
    settings: &Settings,
    file: FileId,
    record: &Record,
) -> Result<String, Diagnostic> {
    if let Some(own) = &record.common.slug {
        return check(settings, file, own);
    }
    let slug = from_name(record.stem(), settings);
    if !slug.is_empty() {
        return Ok(slug);
    }
    Err(Diagnostic::error(
        "site/slug",
        format!("从文件名“{}”得不出网址", record.stem()),
        format!("no address can be made from the file name `{}`", record.stem()),
    )
    .at(record.common.title.span(file))
    .hint("加一行，例如 slug: notice-2019", "add a line such as slug: notice-2019"))
}

/// A slug made of a file's name, cut between syllables when the name is a sentence.
pub(super) fn from_name(name: &str, settings: &Settings) -> String {
    let slug = zh::slug(name, &settings.readings);
    if slug.len() <= MAX_LEN {
        return slug;
    }
    let cut = &slug[..slug.floor_char_boundary(MAX_LEN)];
    cut.rsplit_once('-').map_or(cut, |(whole, _)| whole).to_owned()
}

fn check(settings: &Settings, file: FileId, own: &At<String>) -> Result<String, Diagnostic> {
    let text = &own.value;
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let plain = !text.is_empty() && text.chars().all(fits);
    let dots = text.starts_with('.') || text.ends_with('.');
    if plain && !dots && text.len() <= MAX_LEN {
        return Ok(text.clone());
    }
    if text.len() > MAX_LEN {
        return Err(Diagnostic::error(
            "site/slug",
            format!("slug 太长，最多 {MAX_LEN} 个字母"),
            format!("the slug is too long: at most {MAX_LEN} letters"),
        )
        .at(own.span(file))
        .hint("取几个词就够", "a few words will do"));
    }
    let diag = Diagnostic::error(
        "site/slug",
        format!("slug“{text}”不能用在网址里，只能有英文字母、数字、-、_ 和 ."),
        format!("the slug `{text}` cannot stand in an address: use ASCII letters, digits, -, _, ."),
    )
    .at(own.span(file));
    Err(match from_name(text, settings) {
        better if better.is_empty() => diag.hint(
            "换一个，或删去这一行，网址就由文件名得来",
            "choose another, or delete the line: the file's name will serve",
        ),
        better => diag.hint(format!("写成 slug: {better}"), format!("write slug: {better}")),
    })
}
