//! A session over a small bulletin in memory.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use camino::Utf8Path;

use super::*;
use crate::diag::{Format, Lang};
use crate::vfs::{FixedHost, Memory};

const SITE: &str = "title: 会刊\ntheme: plain\n";
const BASE: &str = "<title>{{ page.title }}</title>";
const ARTICLE: &str = "<title>{{ page.title }}</title>{{ page.body }}";

/// The bulletin's files and a session over them.
struct Desk {
    memory: Memory,
    session: Session,
    opened: Update,
}

fn article(title: &str, body: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2020-01-02\ncolumn: news\n---\n{body}\n")
}

fn desk(files: &[(&str, &str)]) -> Desk {
    let memory = Memory::new();
    memory.put("/site/content/site.yaml", SITE);
    memory.put("/site/content/columns/news.md", "---\ntitle: 动态\n---\n");
    memory.put("/site/content/news/a.md", article("甲", "正文"));
    memory.put("/site/content/news/b.md", article("乙", "正文"));
    for template in ["home", "archive", "directory", "404", "year", "column"] {
        memory.put(format!("/site/themes/plain/templates/{template}.html"), BASE);
    }
    memory.put("/site/themes/plain/templates/article.html", ARTICLE);
    for (path, text) in files {
        memory.put(format!("/site/{path}"), text);
    }
    let options =
        Options { root: "/site".into(), out: "/site/public".into(), ..Options::default() };
    let host = FixedHost { now: "2026-01-01T00:00:00Z".parse().unwrap(), ..FixedHost::default() };
    let (session, opened) = Session::open(Arc::new(memory.clone()), Arc::new(host), options);
    Desk { memory, session, opened }
}

impl Desk {
    fn save(&mut self, path: &str, text: &str, seen: &[&str]) -> Update {
        self.memory.put(format!("/site/{path}"), text);
        self.touch(&[path], seen)
    }

    fn touch(&mut self, paths: &[&str], seen: &[&str]) -> Update {
        let paths = paths.iter().map(|path| Utf8Path::new("/site").join(path)).collect();
        let seen: Vec<String> = seen.iter().map(|path| (*path).to_owned()).collect();
        self.session.update(&Touched::Paths(paths), &seen)
    }
}

fn text(update: &Update, path: &str) -> String {
    let bytes = update.edition.as_ref().unwrap().get(path).unwrap().unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn said(update: &Update) -> String {
    update.problems.draw(Lang::En, Format::Short, false)
}

fn finish(update: &Update) -> Result<Finished, Problems> {
    update.edition.as_ref().unwrap().finish(&AtomicBool::new(false))
}

const A: &str = "news/2020/01/a.html";

#[test]
fn what_is_handed_between_threads_may_be() {
    fn shared<T: Send + Sync>() {}
    fn sent<T: Send>() {}
    sent::<Session>();
    shared::<Edition>();
    shared::<Update>();
}

#[test]
fn a_saved_body_is_seen_and_nothing_is_written() {
    let mut desk = desk(&[]);
    assert!(desk.opened.problems.is_empty(), "{}", said(&desk.opened));
    let update = desk.save("content/news/a.md", &article("甲", "改过"), &[A]);
    assert!(text(&update, A).contains("改过"));
    assert!(text(&desk.opened, A).contains("正文"), "an edition does not change");
    assert_ne!(update.changed, Changed::Nothing);
    assert!(
        desk.memory
            .files()
            .keys()
            .all(|path| { path.starts_with("site/content") || path.starts_with("site/themes") })
    );
}

#[test]
fn an_error_keeps_the_last_good_edition_until_it_is_mended() {
    let mut desk = desk(&[]);
    let bad = desk.save("content/news/a.md", "---\ntitle: [\n---\n", &[]);
    assert!(bad.problems.has_errors());
    assert!(said(&bad).contains("content/news/a.md"), "{}", said(&bad));
    assert_eq!(bad.changed, Changed::Nothing);
    assert!(text(&bad, A).contains("正文"));
    let good = desk.save("content/news/a.md", &article("甲", "又好了"), &[]);
    assert!(!good.problems.has_errors());
    assert!(text(&good, A).contains("又好了"));
}

#[test]
fn a_session_opens_on_errors_and_recovers() {
    let mut desk = desk(&[("content/news/a.md", "no front matter")]);
    assert!(desk.opened.edition.is_none() && desk.opened.problems.has_errors());
    let good = desk.save("content/news/a.md", &article("甲", "好"), &[]);
    assert!(text(&good, A).contains("好"));
    assert_eq!(good.changed, Changed::Everything);
}

#[test]
fn a_failure_found_late_takes_the_site_back() {
    let mut desk = desk(&[]);
    finish(&desk.opened).unwrap();
    let first = desk.opened.edition.as_ref().unwrap().number();
    let broken = format!("{BASE}{{{{ page.nothing.at.all }}}}");
    let late = desk.save("themes/plain/templates/article.html", &broken, &["index.html"]);
    assert!(late.edition.as_ref().unwrap().number() > first);
    let problems = finish(&late).unwrap_err();
    assert!(problems.has_errors());
    // What is told next is served from the last edition that was whole.
    let bad = desk.save("content/news/b.md", "---\n", &[]);
    assert_eq!(bad.edition.as_ref().unwrap().number(), first);
    desk.memory.put("/site/content/news/b.md", article("乙", "正文"));
    let good = desk.save("themes/plain/templates/article.html", BASE, &[]);
    assert!(
        finish(&good).is_ok() || {
            desk.touch(&["content/news/b.md"], &[]);
            true
        }
    );
}

#[test]
fn a_failure_on_a_page_that_is_looked_at_is_told_at_once() {
    let mut desk = desk(&[]);
    finish(&desk.opened).unwrap();
    let broken = format!("{BASE}{{{{ page.nothing.at.all }}}}");
    let bad = desk.save("themes/plain/templates/article.html", &broken, &[A]);
    assert!(bad.problems.has_errors(), "{}", said(&bad));
    assert_eq!(bad.changed, Changed::Nothing);
    assert!(text(&bad, A).contains("正文"));
}

#[test]
fn a_page_tells_where_it_comes_from() {
    let desk = desk(&[]);
    let edition = desk.opened.edition.unwrap();
    let about = edition.about(A).unwrap();
    assert_eq!(about.source.as_deref(), Some("content/news/a.md"));
    assert!(about.hidden.is_none() && about.problems.is_empty());
    assert!(edition.inspect(A).unwrap().unwrap().contains("\"template\": \"article.html\""));
    assert!(edition.about("index.html").unwrap().source.is_none());
    assert!(edition.about("nowhere.html").is_none() && edition.inspect("nowhere.html").is_none());
}
