//! Addresses: slugs, patterns filled in, pages of lists.

use super::slug;
use crate::config::{Part, Pattern, Settings};
use crate::content::{Kind, Record};
use crate::diag::{Diagnostic, FileId, Text};

/// A list cut into pages that never change once they are full: page 1 holds the oldest items. The
/// newest view (no number) holds the rest and one full page, so that it is never a stub.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    pub total: usize,
    pub per_page: usize,
}

impl Paging {
    /// How many numbered pages there are, from 1.
    pub fn full_pages(self) -> usize {
        (self.total / self.per_page.max(1)).saturating_sub(1)
    }

    /// The range of the list (oldest first) that stands on page `number`, or on the newest view.
    pub fn range(self, number: Option<usize>) -> std::ops::Range<usize> {
        match number {
            Some(n) => {
                let end = n.saturating_mul(self.per_page).min(self.total);
                end.saturating_sub(self.per_page)..end
            }
            None => self.full_pages() * self.per_page..self.total,
        }
    }

    /// The page of older items behind this one.
    pub fn older(self, number: Option<usize>) -> Option<usize> {
        let next = number.map_or(self.full_pages(), |n| n.saturating_sub(1));
        (next > 0).then_some(next)
    }

    /// The page of newer items before this one: `Some(None)` is the newest view.
    pub fn newer(self, number: Option<usize>) -> Option<Option<usize>> {
        number.map(|n| (n < self.full_pages()).then_some(n + 1))
    }
}

/// The folder of the Traditional edition: a page's twin has the page's own path below it.
pub const HANT: &str = "hant/";

/// The path part of the base URL, with a slash on both sides.
pub fn base_path(url: Option<&str>) -> String {
    let after_host =
        url.and_then(|url| url.split_once("://")).and_then(|(_, rest)| rest.split_once('/'));
    after_host.map_or_else(|| "/".to_owned(), |(_, path)| format!("/{path}/"))
}

/// The address of page `number` of the list at `path` (`columns/news/` or `chambers/tea.html`).
pub fn page_path(path: &str, number: Option<usize>, portable: bool) -> String {
    let Some(number) = number else {
        return path.to_owned();
    };
    let folder =
        path.strip_suffix("index.html").or_else(|| path.strip_suffix(".html")).unwrap_or(path);
    list_path(&format!("{}/page/{number}/", folder.trim_end_matches('/')), portable)
}

/// A list's address as links write it: a portable site cannot lean on a host's index files.
pub fn list_path(path: &str, portable: bool) -> String {
    if portable { format!("{path}index.html") } else { path.to_owned() }
}

/// The address of the page that lists all records of a kind.
pub fn index_path(kind: Kind, portable: bool) -> String {
    list_path(&format!("{}/", kind.folder()), portable)
}

/// The address of a year's list of news, before `index.html` is added for a portable site.
pub fn year_path(year: Option<i16>) -> String {
    year.map_or_else(|| "archive/undated/".to_owned(), |year| format!("archive/{year:04}/"))
}

/// Where the feed of the page at `path` stands, `file` being its name: `columns/news/feed.xml`, or
/// `chambers/tea/feed.xml` beside the chamber's page.
pub fn feed_path(path: &str, file: &str) -> String {
    let folder =
        path.strip_suffix("index.html").or_else(|| path.strip_suffix(".html")).unwrap_or(path);
    match folder.trim_end_matches('/') {
        "" => file.to_owned(),
        folder => format!("{folder}/{file}"),
    }
}

/// The file under the output folder that serves the address `path`.
pub fn list_file(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    }
}

/// The address of `record`, from the root without a leading slash.
///
/// # Errors
/// A slug that cannot stand in an address, or none that could be made.
pub(super) fn record_path(
    settings: &Settings,
    file: FileId,
    record: &Record,
    portable: bool,
) -> Result<String, Diagnostic> {
    let slug = slug::slug(settings, file, record)?;
    let pattern = match record.kind {
        Kind::News => &settings.permalinks.news,
        Kind::Chambers => &settings.permalinks.chambers,
        Kind::Columns => &settings.permalinks.columns,
        Kind::Places => &settings.permalinks.places,
        Kind::Pages => &settings.permalinks.pages,
        kind => match settings.permalinks.records.get(kind.folder()) {
            Some(pattern) => pattern,
            None => &settings.permalinks.pages,
        },
    };
    let path = fill(pattern, settings, record, &slug);
    Ok(if path.ends_with('/') { list_path(&path, portable) } else { path })
}

/// The address that `record` would have if its file bore `name`; none when nothing can be made of it.
pub(super) fn path_of_name(
    settings: &Settings,
    record: &Record,
    name: &str,
    portable: bool,
) -> Option<String> {
    let slug = slug::from_name(name, settings);
    let path = fill(&settings.permalinks.chambers, settings, record, &slug);
    let path = if path.ends_with('/') { list_path(&path, portable) } else { path };
    (!slug.is_empty()).then_some(path)
}

/// Segments that a date is not precise enough for are left out; an unknown year is `undated`.
fn fill(pattern: &Pattern, settings: &Settings, record: &Record, slug: &str) -> String {
    let date = record.when();
    let mut path = String::with_capacity(48);
    for part in pattern.parts() {
        match part {
            Part::Literal(text) if path.ends_with('/') => {
                path.push_str(text.trim_start_matches('/'))
            }
            Part::Literal(text) => path.push_str(text),
            Part::Year => match date.year() {
                Some(year) => push_padded(&mut path, 4, year.into()),
                None => path.push_str("undated"),
            },
            Part::Month => {
                date.month().into_iter().for_each(|m| push_padded(&mut path, 2, m.into()))
            }
            Part::Day => date.day().into_iter().for_each(|d| push_padded(&mut path, 2, d.into())),
            Part::Column => path.push_str(&column(settings, record)),
            Part::Slug => path.push_str(slug),
        }
    }
    let slashes = path.bytes().take_while(|b| *b == b'/').count();
    path.drain(..slashes);
    path
}

/// A number of a date, with zeros before it up to `digits`; no number of a date is negative.
fn push_padded(path: &mut String, digits: u32, number: i32) {
    for place in (0..digits).rev() {
        let digit = number / 10_i32.pow(place) % 10;
        path.extend(char::from_digit(digit.unsigned_abs(), 10));
    }
}

fn column(settings: &Settings, record: &Record) -> String {
    match &record.meta {
        crate::content::Meta::News(news) => {
            let name = news.column.value.rsplit('/').next().unwrap_or_default();
            slug::from_name(name, settings)
        }
        _ => String::new(),
    }
}

/// An old address as a file under the output folder.
///
/// # Errors
/// Why it is no address of this site.
pub(super) fn alias_file(text: &str) -> Result<String, Text> {
    if text.contains("://") {
        return Err(Text::new("只写主机名后面的部分", "write only what follows the host"));
    }
    let Some(path) = text.strip_prefix('/') else {
        return Err(Text::new("要以 / 开头", "it must begin with /"));
    };
    if path.is_empty() {
        return Err(Text::new("/ 是首页", "/ is the home page"));
    }
    if path.split('/').any(|segment| segment.starts_with('.')) {
        return Err(Text::new("不能有 .. 或以点开头的部分", "no part of it may begin with a dot"));
    }
    let odd = |c: char| {
        c.is_control() || matches!(c, '?' | '#' | '%' | '\\' | ':' | '*' | '"' | '<' | '>' | '|')
    };
    if let Some(c) = path.chars().find(|c| odd(*c)) {
        return Err(Text::new(format!("不能有“{c}”"), format!("`{c}` cannot stand in it")));
    }
    if text.contains("//") {
        return Err(Text::new("有两个连着的 /", "two slashes stand side by side"));
    }
    if path.split('/').any(|segment| segment.len() > 200) {
        return Err(Text::new("太长了", "it is too long"));
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    Ok(match () {
        () if path.ends_with('/') => format!("{path}index.html"),
        () if last.contains('.') => path.to_owned(),
        () => format!("{path}/index.html"),
    })
}

/// The folder of a path or an id, `""` at the top.
pub fn parent(path: &str) -> &str {
    memchr::memrchr(b'/', path.as_bytes()).map_or("", |slash| &path[..slash])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_pages_never_change() {
        let check = |total: usize, pages: usize, newest: std::ops::Range<usize>| {
            let paging = Paging { total, per_page: 20 };
            assert_eq!((paging.full_pages(), paging.range(None)), (pages, newest), "{total}");
        };
        check(0, 0, 0..0);
        check(1, 0, 0..1);
        check(39, 0, 0..39);
        check(40, 1, 20..40);
        check(59, 1, 20..59);
        check(60, 2, 40..60);
        let paging = Paging { total: 60, per_page: 20 };
        assert_eq!(paging.range(Some(1)), 0..20);
        assert_eq!(
            (paging.older(None), paging.older(Some(2)), paging.older(Some(1))),
            (Some(2), Some(1), None)
        );
        assert_eq!(
            (paging.newer(None), paging.newer(Some(1)), paging.newer(Some(2))),
            (None, Some(Some(2)), Some(None))
        );
    }

    #[test]
    fn an_alias_stays_inside_the_site() {
        assert_eq!(alias_file("/old/x.html").as_deref(), Ok("old/x.html"));
        assert_eq!(alias_file("/old/").as_deref(), Ok("old/index.html"));
        assert_eq!(alias_file("/old").as_deref(), Ok("old/index.html"));
        for bad in ["old", "/../x", "/a/../b", "/", "/.huikan-manifest", "/a?b", "//x", "/a\\b"] {
            assert!(alias_file(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn pages_of_a_list_stand_under_it() {
        assert_eq!(page_path("columns/news/", Some(2), false), "columns/news/page/2/");
        assert_eq!(page_path("chambers/tea.html", Some(1), false), "chambers/tea/page/1/");
        assert_eq!(
            page_path("columns/news/index.html", Some(1), true),
            "columns/news/page/1/index.html"
        );
    }
}
