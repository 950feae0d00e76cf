//! Every link of the sample leads somewhere: built plainly, for a host below a folder, and for a
//! folder on a disk.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "reads a built site")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use walkdir::WalkDir;

const BASE_URL: &str = "https://example.org/bulletin/";

#[test]
fn links_of_a_plain_site_are_relative_and_lead_to_pages() {
    let site = Crawl::of("links-plain", &[]);
    site.check();
    let absolute: Vec<&str> = site
        .pages
        .iter()
        .filter(|(file, page)| *file != "404.html" && page.links.iter().any(|l| l.starts_with('/')))
        .map(|(file, _)| file.as_str())
        .collect();
    assert!(absolute.is_empty(), "pages with links from the host's root: {absolute:?}");
    assert!(site.pages.values().all(|page| page.own_urls.is_empty()), "addresses without a host");
}

#[test]
fn links_below_a_folder_of_a_host_lead_to_pages() {
    let site = Crawl::of("links-base-url", &["--base-url", BASE_URL]);
    site.check();
    for (file, page) in &site.pages {
        let own = format!("{BASE_URL}{}", file.strip_suffix("index.html").unwrap_or(file));
        let canonical = page.own_urls.get("canonical");
        match page.refresh.is_some() || file == "404.html" {
            true => assert!(canonical != Some(&own), "{file} claims to be a page of its own"),
            false => assert_eq!(canonical, Some(&own), "{file}"),
        }
        for url in page.own_urls.values() {
            let path = url.strip_prefix(BASE_URL).unwrap_or_else(|| panic!("{file}: {url}"));
            assert!(site.target(path).is_some(), "{file}: {url} leads nowhere");
        }
    }
}

#[test]
fn links_of_a_portable_site_name_files() {
    let site = Crawl::of("links-portable", &["--portable"]);
    site.check();
    for (file, page) in &site.pages {
        for link in page.links.iter().filter(|link| !is_external(link)) {
            let path = link.split('#').next().unwrap_or_default();
            assert!(!path.ends_with('/') && !path.starts_with('/'), "{file}: {link} is no file");
        }
    }
}

#[test]
fn the_scanner_sees_what_a_browser_sees() {
    let page = Page::read(concat!(
        "<!doctype html><!-- <a href=no> --><meta http-equiv=\"refresh\" content=\"0; url=./a.html\">",
        "<h1 id='x'>1 < 2</h1><A HREF=\"b.html?a=1&amp;b=2#%E5%8F%B2\" title=\"a > b\">b</A>",
        "<img src=c.png alt><p id=x>"
    ));
    assert_eq!(page.links, ["./a.html", "b.html?a=1&b=2#史", "c.png"]);
    assert_eq!(page.refresh.as_deref(), Some("./a.html"));
    assert_eq!((page.ids.len(), page.repeated.len(), page.headings), (1, 1, 1));
}

/// A built site, read.
struct Crawl {
    /// Every file by its path from the root.
    files: BTreeSet<String>,
    pages: BTreeMap<String, Page>,
    /// What stands before a path where a link may begin at the host's root.
    host_path: &'static str,
}

impl Crawl {
    /// Builds a copy of the sample in a folder of its own.
    fn of(name: &str, options: &[&str]) -> Crawl {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if root.exists() {
            fs::remove_dir_all(&root).unwrap();
        }
        for folder in ["content", "themes"] {
            copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &root.join(folder));
        }
        let mut huikan = Command::new(env!("CARGO_BIN_EXE_huikan"));
        let built = huikan.arg("--root").arg(&root).arg("build").args(options).output().unwrap();
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        let out = root.join("public");
        let files: BTreeSet<String> = files(&out).iter().map(|path| name_in(&out, path)).collect();
        let pages = files.iter().filter(|file| file.ends_with(".html"));
        let pages = pages
            .map(|file| (file.clone(), Page::read(&fs::read_to_string(out.join(file)).unwrap())));
        let host_path = if options.contains(&BASE_URL) { "/bulletin/" } else { "/" };
        Crawl { pages: pages.collect(), files, host_path }
    }

    /// What holds however the site was built.
    fn check(&self) {
        let mut problems = Vec::new();
        for (file, page) in &self.pages {
            problems.extend(page.repeated.iter().map(|id| format!("{file}: two ids `{id}`")));
            if page.refresh.is_none() && page.headings != 1 {
                problems.push(format!("{file}: {} h1", page.headings));
            }
            problems.extend((0..page.pictures_without_alt).map(|_| format!("{file}: no alt")));
            let broken = page.links.iter().filter_map(|link| self.follow(file, link).err());
            problems.extend(broken.map(|problem| format!("{file}: {problem}")));
        }
        problems
            .extend(self.out_of_reach().iter().map(|file| format!("{file}: no link leads here")));
        assert!(problems.is_empty(), "{}", problems.join("\n"));
        assert!(self.pages.len() > 50, "the sample has more than {} pages", self.pages.len());
    }

    /// The file that a link in `file` leads to, none for one that leaves the site.
    fn follow(&self, file: &str, link: &str) -> Result<Option<&str>, String> {
        if is_external(link) {
            let known = ["http://", "https://", "mailto:", "tel:", "webcal://"];
            let fine = known.iter().any(|scheme| link.starts_with(scheme));
            return if fine { Ok(None) } else { Err(format!("{link} has a strange scheme")) };
        }
        let (path, fragment) = link.split_once('#').map_or((link, None), |(p, f)| (p, Some(f)));
        let dir = file.rsplit_once('/').map_or("", |(dir, _)| dir);
        let path = match path.strip_prefix('/') {
            _ if path.is_empty() => file.to_owned(),
            Some(_) => match path.strip_prefix(self.host_path) {
                Some(path) => path.to_owned(),
                None => return Err(format!("{link} leaves the site")),
            },
            None => joined(dir, path).ok_or_else(|| format!("{link} leaves the site"))?,
        };
        let target = self.target(&path).ok_or_else(|| format!("{link} leads nowhere"))?;
        match fragment {
            Some(id) if !self.pages.get(target).is_some_and(|page| page.ids.contains(id)) => {
                Err(format!("{link}: no such id in {target}"))
            }
            _ => Ok(Some(target)),
        }
    }

    /// The file that a host serves at `path`.
    fn target(&self, path: &str) -> Option<&str> {
        let file = match path {
            "" => "index.html".to_owned(),
            list if list.ends_with('/') => format!("{list}index.html"),
            file => file.to_owned(),
        };
        self.files.get(&file).map(String::as_str)
    }

    /// Pages that a reader who starts at the home page cannot get to.
    fn out_of_reach(&self) -> Vec<&str> {
        let mut seen = BTreeSet::from(["index.html"]);
        let mut open = vec!["index.html"];
        while let Some(file) = open.pop() {
            let links = self.pages.get(file).map_or(&[][..], |page| &page.links);
            for target in links.iter().filter_map(|link| self.follow(file, link).ok().flatten()) {
                if seen.insert(target) {
                    open.push(target);
                }
            }
        }
        let pages = self.pages.iter().filter(|(_, page)| page.refresh.is_none());
        let pages = pages.map(|(file, _)| file.as_str()).filter(|file| *file != "404.html");
        pages.filter(|file| !seen.contains(file)).collect()
    }
}

fn is_external(link: &str) -> bool {
    let end = link.find(['/', '?', '#']).unwrap_or(link.len());
    link[..end].contains(':')
}

/// `path` seen from `dir`; none when it climbs out of the root.
fn joined(dir: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = dir.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()?),
            // A link to a folder keeps its last slash.
            part => parts.push(part),
        }
    }
    let is_folder = matches!(path.rsplit('/').next(), Some("" | "." | ".."));
    parts.retain(|part| !part.is_empty());
    let joined = parts.join("/");
    Some(if is_folder && !joined.is_empty() { format!("{joined}/") } else { joined })
}

/// What a page says of links and ids.
#[derive(Default)]
struct Page {
    /// Decoded: entities and percent signs.
    links: Vec<String>,
    /// Absolute addresses of this site, by what they are: `canonical`, `og:url`, `og:image`.
    own_urls: BTreeMap<String, String>,
    ids: BTreeSet<String>,
    repeated: Vec<String>,
    headings: usize,
    pictures_without_alt: usize,
    refresh: Option<String>,
}

impl Page {
    fn read(html: &str) -> Page {
        let mut page = Page::default();
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            rest = &rest[at + 1..];
            if let Some(comment) = rest.strip_prefix("!--") {
                rest = comment.split_once("-->").map_or("", |(_, after)| after);
            } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
                let tag;
                (tag, rest) = Tag::read(rest);
                page.take(tag);
            }
        }
        page
    }

    fn take(&mut self, mut tag: Tag) {
        if let Some(id) = tag.attributes.remove("id")
            && let Some(id) = self.ids.replace(id)
        {
            self.repeated.push(id);
        }
        let mut get = |name: &str| tag.attributes.remove(name);
        match tag.name.as_str() {
            "h1" => self.headings += 1,
            "img" if get("alt").is_none() => self.pictures_without_alt += 1,
            "meta" => match (get("property"), get("http-equiv"), get("content")) {
                (Some(name), _, Some(url)) if matches!(name.as_str(), "og:url" | "og:image") => {
                    self.own_urls.insert(name, url);
                }
                (_, Some(name), Some(content)) if name == "refresh" => {
                    let url = content.split_once("url=").map(|(_, url)| url.to_owned());
                    self.links.extend(url.clone());
                    self.refresh = url;
                }
                _ => {}
            },
            "link" if get("rel").as_deref() == Some("canonical") => {
                self.own_urls.extend(get("href").map(|url| ("canonical".to_owned(), url)));
            }
            _ => {}
        }
        self.links.extend(get("href"));
        self.links.extend(get("src"));
    }
}

struct Tag {
    name: String,
    attributes: BTreeMap<String, String>,
}

impl Tag {
    /// Reads a start tag after its `<`; returns what follows its `>`.
    fn read(text: &str) -> (Tag, &str) {
        let end = text.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
        let (name, mut rest) = text.split_at(end.unwrap_or(text.len()));
        let mut attributes = BTreeMap::new();
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() || rest.starts_with('>') {
                break;
            }
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/'));
            let (key, after) = rest.split_at(end.unwrap_or(rest.len()));
            let (value, after) = match after.strip_prefix('=') {
                Some(quoted) if quoted.starts_with(['"', '\'']) => {
                    quoted[1..].split_once(&quoted[..1]).unwrap_or_default()
                }
                Some(bare) => {
                    let end = bare.find(|c: char| c.is_whitespace() || c == '>');
                    bare.split_at(end.unwrap_or(bare.len()))
                }
                None => ("", after),
            };
            attributes.insert(key.to_ascii_lowercase(), decoded(value));
            rest = after;
        }
        (Tag { name: name.to_ascii_lowercase(), attributes }, rest.get(1..).unwrap_or_default())
    }
}

/// An attribute's value without entities, then without percent signs.
fn decoded(value: &str) -> String {
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    let value = entities.iter().fold(value.to_owned(), |text, (from, to)| text.replace(from, to));
    let mut bytes = Vec::new();
    let mut rest = value.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail.get(..2).filter(|_| *first == b'%');
        let code = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap()
}

fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        let target = to.join(name_in(from, &file));
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(file, target).unwrap();
    }
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let all = WalkDir::new(dir).into_iter().map(Result::unwrap);
    all.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path()).collect()
}

fn name_in(dir: &Path, file: &Path) -> String {
    file.strip_prefix(dir).unwrap().to_str().unwrap().replace('\\', "/")
}
