//! An address in a page → the same as it is written in the page's twin.
//!
//! The twins stand in a tree of the same shape, so links between pages work as they are. All else (style
//! sheets, pictures, feeds, calendars, pages without a twin) is there once, outside that tree.

use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;

use crate::site::{HANT, base_path};

/// What is known of a site's addresses.
pub struct Ground {
    base_url: Option<String>,
    /// The path of the site on its host, with a slash on both sides.
    host_path: String,
    /// What looks like a page and has no twin: files and addresses.
    alone: BTreeSet<String>,
}

impl Ground {
    /// `base_url` as `config::normal_base_url` gives it.
    pub fn new(base_url: Option<&str>, alone: BTreeSet<String>) -> Ground {
        Ground { base_url: base_url.map(str::to_owned), host_path: base_path(base_url), alone }
    }

    /// All that is in it.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.base_url.as_deref().into_iter().chain(self.alone.iter().map(String::as_str))
    }

    /// Whether a path from the root is that of a page that has a twin.
    fn has_twin(&self, path: &str) -> bool {
        let path = percent_decode_str(path).decode_utf8_lossy();
        let is_page = path.is_empty() || path.ends_with('/') || path.ends_with(".html");
        let folder = |name: &str| path.starts_with(name);
        is_page
            && ![HANT, "assets/", "media/"].into_iter().any(folder)
            && !self.alone.contains(&*path)
    }
}

/// The place of a page, from which its addresses are seen.
pub(super) struct Seat<'a> {
    ground: &'a Ground,
    /// The folders that the page lies in.
    folders: Vec<&'a str>,
    /// The page's own absolute addresses, which pages print for readers.
    own: Vec<String>,
}

/// Where a link is to lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum To {
    /// To the twin of a page, if there is one.
    Twin,
    /// To what it names.
    Itself,
}

impl<'a> Seat<'a> {
    /// The seat of the page in `file` under the output folder.
    pub fn new(ground: &'a Ground, file: &'a str) -> Seat<'a> {
        let folders = file.rsplit_once('/').map_or(vec![], |(dir, _)| dir.split('/').collect());
        let base = ground.base_url.as_deref();
        let own = |path: &str| base.map(|base| format!("{base}/{path}"));
        let own = [own(file), file.strip_suffix("index.html").and_then(own)];
        Seat { ground, folders, own: own.into_iter().flatten().collect() }
    }

    /// How `url` is written in the twin; `None` where it is written the same.
    pub fn address(&self, url: &str, to: To) -> Option<String> {
        let end = url.find(['?', '#']).unwrap_or(url.len());
        let (path, tail) = url.split_at(end);
        if path.is_empty() || path.starts_with("//") {
            return None;
        }
        if has_scheme(path) {
            let base = self.ground.base_url.as_deref().filter(|_| to == To::Twin)?;
            let below = path.strip_prefix(base)?;
            let below = if below.is_empty() { "" } else { below.strip_prefix('/')? };
            return self.ground.has_twin(below).then(|| format!("{base}/{HANT}{below}{tail}"));
        }
        if let Some(below) = path.strip_prefix(&self.ground.host_path) {
            let is_moved = to == To::Twin && self.ground.has_twin(below);
            return is_moved.then(|| format!("{}{HANT}{below}{tail}", self.ground.host_path));
        }
        if path.starts_with('/') {
            return None;
        }
        match self.resolve(path) {
            Some(target) if to == To::Twin && self.ground.has_twin(&target) => None,
            Some(target) => Some(format!("{}{target}{tail}", "../".repeat(self.folders.len() + 1))),
            // It leads out of the site.
            None => Some(format!("../{url}")),
        }
    }

    /// A relative path as one from the root; `None` when it climbs out of that.
    fn resolve(&self, path: &str) -> Option<String> {
        let mut parts = self.folders.clone();
        let mut is_folder = false;
        for step in path.split('/') {
            is_folder = matches!(step, "" | "." | "..");
            match step {
                ".." => drop(parts.pop()?),
                "." | "" => {}
                step => parts.push(step),
            }
        }
        let slash = if is_folder && !parts.is_empty() { "/" } else { "" };
        Some(parts.join("/") + slash)
    }

    /// Text in which the page's own address, where it is printed, is that of the twin.
    pub fn own_address(&self, text: &str) -> Option<String> {
        let base = self.ground.base_url.as_deref()?;
        let at = text.find(self.own.last()?.as_str())?;
        let is_end = |c: char| !(c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/%?#".contains(c));
        let run = text[at..].find(is_end).map_or(&text[at..], |end| &text[at..at + end]);
        let below = self.own.iter().find(|own| *own == run)?.strip_prefix(base)?;
        Some(format!("{}{base}/{}{}{}", &text[..at], HANT, &below[1..], &text[at + run.len()..]))
    }
}

fn has_scheme(url: &str) -> bool {
    let end = url.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')));
    end.is_some_and(|end| url[end..].starts_with(':'))
        && url.starts_with(|c: char| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(base_url: Option<&str>, file: &str, url: &str, to: To) -> String {
        let alone = ["404.html", "search/", "search/index.html", "公告.html"].map(str::to_owned);
        let ground = Ground::new(base_url, alone.into());
        let seat = Seat::new(&ground, file);
        seat.address(url, to).unwrap_or_else(|| url.to_owned())
    }

    #[test]
    fn pages_stay_inside_and_all_else_leads_out() {
        for (file, url, expected) in [
            ("news/2019/a.html", "b.html#史", "b.html#史"),
            ("news/2019/a.html", "../../", "../../"),
            ("news/2019/a.html", "../../columns/news/?x=1", "../../columns/news/?x=1"),
            ("news/2019/a.html", "../../css/site.css", "../../../css/site.css"),
            ("news/2019/a.html", "a.csv", "../../../news/2019/a.csv"),
            ("news/2019/a.html", "../../../else/x.html", "../../../../else/x.html"),
            ("index.html", "./css/site.css", "../css/site.css"),
            ("index.html", "./", "./"),
            ("index.html", "./search/", "../search/"),
            ("index.html", "search/index.html", "../search/index.html"),
            ("index.html", "%E5%85%AC%E5%91%8A.html", "../%E5%85%AC%E5%91%8A.html"),
            ("index.html", "media/x.html", "../media/x.html"),
            ("a/index.html", "../hant/a/", "../../hant/a/"),
            ("a/index.html", "#top", "#top"),
            ("a/index.html", "?q=1", "?q=1"),
            ("a/index.html", "", ""),
            ("a/index.html", "mailto:a@example.org", "mailto:a@example.org"),
            ("a/index.html", "//cdn.example.org/x.js", "//cdn.example.org/x.js"),
            ("a/index.html", "https://example.com/a.html", "https://example.com/a.html"),
            ("a/index.html", "/b.html", "/hant/b.html"),
            ("a/index.html", "/css/site.css", "/css/site.css"),
        ] {
            assert_eq!(check(None, file, url, To::Twin), expected, "{file}: {url}");
        }
    }

    #[test]
    fn absolute_addresses_of_the_site_are_known() {
        let base = Some("https://example.org/bulletin");
        for (url, expected) in [
            ("https://example.org/bulletin/a/", "https://example.org/bulletin/hant/a/"),
            ("https://example.org/bulletin", "https://example.org/bulletin/hant/"),
            ("https://example.org/bulletin/feed.xml", "https://example.org/bulletin/feed.xml"),
            ("https://example.org/bulletins/a/", "https://example.org/bulletins/a/"),
            ("/bulletin/a/", "/bulletin/hant/a/"),
            ("/else/a/", "/else/a/"),
        ] {
            assert_eq!(check(base, "a/index.html", url, To::Twin), expected);
        }
        let own = "https://example.org/bulletin/a/";
        assert_eq!(check(base, "a/index.html", own, To::Itself), own);
        assert_eq!(check(base, "a/index.html", "./", To::Itself), "../../a/");
    }

    #[test]
    fn a_page_prints_its_own_address() {
        let ground = Ground::new(Some("https://example.org"), BTreeSet::new());
        let seat = Seat::new(&ground, "a/index.html");
        let own = |text| seat.own_address(text);
        let twin = "本页：https://example.org/hant/a/。";
        assert_eq!(own("本页：https://example.org/a/。").as_deref(), Some(twin));
        assert_eq!(own("https://example.org/a/b.html"), None);
        assert_eq!(own("https://example.org/"), None);
    }
}
