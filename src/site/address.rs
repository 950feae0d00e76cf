//! Addresses: slugs, patterns filled in, pages of lists.

use crate::config::{Part, Pattern, Settings};
use crate::content::{Kind, Record};
use crate::diag::{Diagnostic, FileId};
use crate::zh;

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
    let slug = slug(settings, file, record)?;
    let pattern = match record.kind {
        Kind::News => &settings.permalinks.news,
        Kind::Chambers => &settings.permalinks.chambers,
        Kind::Columns => &settings.permalinks.columns,
        Kind::Places => &settings.permalinks.places,
        Kind::Pages => &settings.permalinks.pages,
    };
    let path = fill(pattern, settings, record, &slug);
    Ok(if path.ends_with('/') { list_path(&path, portable) } else { path })
}

fn slug(settings: &Settings, file: FileId, record: &Record) -> Result<String, Diagnostic> {
    if let Some(own) = &record.common.slug {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let text = &own.value;
        if !text.is_empty()
            && text.chars().all(fits)
            && !text.starts_with('.')
            && !text.ends_with('.')
        {
            return Ok(text.clone());
        }
        let better = zh::slug(text, &settings.readings);
        let diag = Diagnostic::error(
            "site/slug",
            format!("slug“{text}”不能用在网址里"),
            format!("the slug `{text}` cannot stand in an address"),
        )
        .at(own.span(file));
        return Err(if better.is_empty() {
            diag.hint("只用英文字母、数字和 -", "use ASCII letters, digits and - only")
        } else {
            diag.hint(format!("写成 slug: {better}"), format!("write slug: {better}"))
        });
    }
    let slug = zh::slug(record.stem(), &settings.readings);
    if !slug.is_empty() {
        return Ok(slug);
    }
    Err(Diagnostic::error(
        "site/slug",
        format!("从文件名“{}”得不出网址", record.stem()),
        format!("no address can be made from the file name `{}`", record.stem()),
    )
    .at(record.common.title.span(file))
    .hint("加一行 slug: 英文或拼音", "add a line slug: …"))
}

/// Segments that a date is not precise enough for are left out; an unknown year is `undated`.
fn fill(pattern: &Pattern, settings: &Settings, record: &Record, slug: &str) -> String {
    let date = record.common.date.as_ref().map(|date| date.value).unwrap_or_default();
    let mut path = String::with_capacity(48);
    for part in pattern.parts() {
        match part {
            Part::Literal(text) if path.ends_with('/') => {
                path.push_str(text.trim_start_matches('/'))
            }
            Part::Literal(text) => path.push_str(text),
            Part::Year => match date.year() {
                Some(year) => path.push_str(&format!("{year:04}")),
                None => path.push_str("undated"),
            },
            Part::Month => {
                path.push_str(&date.month().map(|m| format!("{m:02}")).unwrap_or_default())
            }
            Part::Day => path.push_str(&date.day().map(|d| format!("{d:02}")).unwrap_or_default()),
            Part::Column => path.push_str(&column(settings, record)),
            Part::Slug => path.push_str(slug),
        }
    }
    path.trim_start_matches('/').to_owned()
}

fn column(settings: &Settings, record: &Record) -> String {
    match &record.meta {
        crate::content::Meta::News(news) => {
            let name = news.column.value.rsplit('/').next().unwrap_or_default();
            zh::slug(name, &settings.readings)
        }
        _ => String::new(),
    }
}

/// An old address as a file under the output folder; `None` when it is no address of this site.
pub(super) fn alias_file(text: &str) -> Option<String> {
    let path = text.trim().strip_prefix('/')?;
    let bad = |segment: &str| segment == ".." || segment == "." || segment.starts_with('.');
    let odd = |c: char| {
        c.is_control() || matches!(c, '?' | '#' | '\\' | ':' | '*' | '"' | '<' | '>' | '|')
    };
    if path.starts_with('/')
        || path.split('/').any(bad)
        || path.contains(odd)
        || path.contains("//")
        || path.is_empty()
    {
        return None;
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    Some(match () {
        () if path.ends_with('/') => format!("{path}index.html"),
        () if last.contains('.') => path.to_owned(),
        () => format!("{path}/index.html"),
    })
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
        assert_eq!(alias_file("/old/x.html").as_deref(), Some("old/x.html"));
        assert_eq!(alias_file("/old/").as_deref(), Some("old/index.html"));
        assert_eq!(alias_file("/old").as_deref(), Some("old/index.html"));
        for bad in ["old", "/../x", "/a/../b", "/", "/.huikan-manifest", "/a?b", "//x", "/a\\b"] {
            assert_eq!(alias_file(bad), None, "{bad}");
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
