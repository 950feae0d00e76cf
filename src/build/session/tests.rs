//! A session over a small bulletin in memory.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize};

use camino::{Utf8Path, Utf8PathBuf};

use super::*;
use crate::diag::{Diagnostic, Format, Lang};
use crate::markdown::Body;
use crate::render;
use crate::site::{Ix, Scope};
use crate::vfs::{FixedHost, Listed, LockError, LockGuard, Memory, Scan, Stat};

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

/// A file system that counts what is asked of it.
struct Counted {
    memory: Memory,
    reads: AtomicUsize,
    stats: AtomicUsize,
    scans: AtomicUsize,
}

impl Counted {
    fn take(&self) -> (usize, usize, usize) {
        let take = |count: &AtomicUsize| count.swap(0, Ordering::Relaxed);
        (take(&self.reads), take(&self.stats), take(&self.scans))
    }
}

impl Vfs for Counted {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        self.memory.read(path)
    }
    fn stat(&self, path: &Utf8Path) -> io::Result<Stat> {
        self.stats.fetch_add(1, Ordering::Relaxed);
        self.memory.stat(path)
    }
    fn scan(&self, dir: &Utf8Path) -> Scan {
        self.scans.fetch_add(1, Ordering::Relaxed);
        self.memory.scan(dir)
    }
    fn list(&self, dir: &Utf8Path) -> io::Result<Vec<Listed>> {
        self.memory.list(dir)
    }
    fn write_atomic(&self, _: &Utf8Path, _: &[u8]) -> io::Result<Stat> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }
    fn write_new(&self, _: &Utf8Path, _: &[u8]) -> io::Result<Stat> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }
    fn move_folder(&self, _: &Utf8Path, _: &Utf8Path) -> io::Result<()> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }
    fn create_dir_all(&self, _: &Utf8Path) -> io::Result<()> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }
    fn remove_file(&self, _: &Utf8Path) -> io::Result<()> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }
    fn remove_dir(&self, _: &Utf8Path) -> io::Result<()> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }
    fn lock(&self, _: &Utf8Path) -> Result<Box<dyn LockGuard>, LockError> {
        Err(LockError::Io(io::ErrorKind::ReadOnlyFilesystem.into()))
    }
    fn canonical(&self, path: &Utf8Path) -> io::Result<Utf8PathBuf> {
        self.memory.canonical(path)
    }
}

fn same_bytes(one: &Update, two: &Update, path: &str) -> bool {
    let get = |update: &Update| update.edition.as_ref().unwrap().get(path).unwrap().unwrap();
    Arc::ptr_eq(&get(one), &get(two))
}

/// Whether both editions come of one assembly.
fn same_assembly(one: &Update, two: &Update) -> bool {
    let news = |update: &Update| {
        let edition = update.edition.as_ref().unwrap();
        edition.stage.site.news(Scope::All).as_ptr()
    };
    news(one) == news(two)
}

#[test]
fn only_what_was_touched_is_looked_at_and_read() {
    let plain = desk(&[]);
    let counted = Arc::new(Counted {
        memory: plain.memory.clone(),
        reads: AtomicUsize::new(0),
        stats: AtomicUsize::new(0),
        scans: AtomicUsize::new(0),
    });
    let host = FixedHost { now: "2026-01-01T00:00:00Z".parse().unwrap(), ..FixedHost::default() };
    let options = Options { root: "/site".into(), ..Options::default() };
    let (session, opened) = Session::open(counted.clone(), Arc::new(host), options);
    let mut desk = Desk { session, opened, ..plain };
    finish(&desk.opened).unwrap();
    counted.take();
    let words = desk.save("content/news/a.md", &article("甲", "改过"), &[A]);
    finish(&words).unwrap();
    assert_eq!(counted.take(), (1, 1, 0), "words: reads, stats, scans");
    assert_eq!(words.why, [(A.to_owned(), Why::Source("news/a.md".to_owned()))]);
    assert_eq!(words.changed, Changed::Files(vec![A.to_owned()]));
    desk.save("content/news/a.md", &article("另题", "改过"), &[A]);
    assert_eq!(counted.take(), (1, 1, 0), "a title");
    desk.save("content/news/new.md", &article("新", "来了"), &[]);
    let (reads, _, scans) = counted.take();
    let themes = 7;
    assert_eq!((reads, scans), (2 + themes, 2), "a new file, and with it the theme");
    let idle = desk.touch(&["content/news/a.md", "content/news/nothing.md~", "public/x.html"], &[]);
    assert_eq!(counted.take(), (1, 1, 0), "nothing");
    assert_eq!((idle.changed, idle.rendered), (Changed::Nothing, 0));
}

#[test]
fn pages_that_an_edit_does_not_touch_share_their_bytes() {
    let mut desk = desk(&[]);
    finish(&desk.opened).unwrap();
    let words = desk.save("content/news/a.md", &article("甲", "改过"), &[]);
    let title = desk.save("content/news/a.md", &article("另题", "改过"), &[]);
    for path in ["news/2020/01/b.html", "columns/news/index.html", "404.html"] {
        assert!(same_bytes(&desk.opened, &words, path), "{path}");
        assert!(same_bytes(&words, &title, path), "{path}");
    }
    assert!(same_assembly(&desk.opened, &words) && !same_assembly(&words, &title));
}

#[test]
fn an_edit_that_may_reach_further_is_no_edit_of_words() {
    let leads = "[乙](b.md#x)";
    let mut desk = desk(&[("content/news/b.md", &article("乙", "## 小标题 {#x}\n\n正文"))]);
    let linked = desk.save("content/news/a.md", &article("甲", leads), &[]);
    assert!(!same_assembly(&desk.opened, &linked), "{}", said(&linked));
    let more =
        desk.save("content/news/b.md", &article("乙", "## 小标题 {#x}\n\n## 又 {#y}\n\n正文"), &[]);
    assert!(same_assembly(&linked, &more) && !more.problems.has_errors());
    let gone = desk.save("content/news/b.md", &article("乙", "## 小标题 {#z}\n\n正文"), &[]);
    assert!(said(&gone).contains("site/dead-anchor"), "{}", said(&gone));
}

#[test]
fn files_come_go_and_change_their_names() {
    let mut desk = desk(&[]);
    let path = |name: &str| Utf8PathBuf::from(format!("/site/content/news/{name}"));
    // Only the letter case differs.
    desk.memory.put(path("A.md"), article("甲", "正文"));
    desk.memory.remove_file(&path("a.md")).unwrap();
    let cased = desk.touch(&["content/news/a.md", "content/news/A.md"], &[]);
    assert_eq!(
        cased.edition.as_ref().unwrap().about(A).unwrap().source.unwrap(),
        "content/news/A.md"
    );
    // A name as macOS writes it, in two pieces.
    desk.memory.put(path("e\u{301}te\u{301}.md"), article("夏", "正文"));
    let composed = desk.touch(&["content/news/e\u{301}te\u{301}.md"], &[]);
    assert!(!composed.problems.has_errors(), "{}", said(&composed));
    let pages = |update: &Update| update.edition.as_ref().unwrap().paths().count();
    assert_eq!(pages(&composed), pages(&cased) + 1);
    let edited = desk.save("content/news/e\u{301}te\u{301}.md", &article("夏", "改过"), &[]);
    assert!(same_assembly(&composed, &edited) && edited.changed != Changed::Nothing);
    // A folder is told of by its own name only.
    desk.memory.put("/site/content/news/deep/c.md", article("丙", "正文"));
    let moved_in = desk.touch(&["content/news/deep"], &[]);
    assert_eq!(pages(&moved_in), pages(&composed) + 1);
    desk.memory.remove_file(&path("deep/c.md")).unwrap();
    desk.memory.remove_dir(&path("deep")).unwrap();
    let moved_out = desk.touch(&["content/news/deep"], &[]);
    assert_eq!(pages(&moved_out), pages(&composed));
}

#[test]
fn the_whole_content_may_go_and_come_back() {
    let mut desk = desk(&[]);
    finish(&desk.opened).unwrap();
    let all = desk.memory.files();
    let content = || all.iter().filter(|(path, _)| path.starts_with("site/content"));
    content()
        .for_each(|(path, _)| desk.memory.remove_file(&Utf8Path::new("/").join(path)).unwrap());
    let gone = desk.touch(&["content"], &[]);
    assert!(gone.problems.has_errors() && gone.changed == Changed::Nothing);
    assert!(text(&gone, A).contains("正文"));
    content().for_each(|(path, bytes)| desk.memory.put(Utf8Path::new("/").join(path), bytes));
    let back = desk.touch(&["content"], &[]);
    assert!(!back.problems.has_errors(), "{}", said(&back));
    assert_eq!(back.changed, Changed::Nothing);
}

#[test]
fn a_file_that_has_two_paths_changes_under_both() {
    let mut desk = desk(&[]);
    desk.memory.put_link("/site/content/news/copy.md", "real.md");
    desk.memory.put("/site/content/news/real.md", article("真", "正文"));
    let linked = desk.session.update(&Touched::All, &[]);
    let pages = |update: &Update| -> Vec<String> {
        let edition = update.edition.as_ref().unwrap();
        let all = edition.paths().map(str::to_owned);
        all.filter(|path| path.contains("real") || path.contains("copy")).collect()
    };
    assert!(!linked.problems.has_errors(), "{}", said(&linked));
    assert_eq!(pages(&linked).len(), 2);
    let edited = desk.save("content/news/real.md", &article("真", "改过"), &[]);
    for path in pages(&edited) {
        assert!(text(&edited, &path).contains("改过"), "{path}");
    }
}

#[test]
fn what_is_published_later_appears_when_its_time_has_come() {
    struct Hand(std::sync::Mutex<Timestamp>);
    impl Host for Hand {
        fn now(&self) -> Timestamp {
            *self.0.lock().unwrap()
        }
        fn var(&self, _: &str) -> Option<String> {
            None
        }
        fn current_dir(&self) -> io::Result<Utf8PathBuf> {
            Ok("/".into())
        }
        fn stdout_is_terminal(&self) -> bool {
            false
        }
        fn stderr_is_terminal(&self) -> bool {
            false
        }
    }
    let later =
        "---\ntitle: 甲\ndate: 2020-01-02\ncolumn: news\npublish_at: 2026-02-01 08:00\n---\n";
    let memory = desk(&[("content/news/a.md", later)]).memory;
    let hand = Arc::new(Hand(std::sync::Mutex::new("2026-01-01T00:00:00Z".parse().unwrap())));
    let options = Options { root: "/site".into(), ..Options::default() };
    let (mut session, opened) = Session::open(Arc::new(memory), hand.clone(), options);
    let has = |update: &Update| update.edition.as_ref().unwrap().get(A).is_some();
    let due = opened.next_change.unwrap();
    assert!(!has(&opened) && opened.skipped.len() == 1);
    *hand.0.lock().unwrap() = due;
    // Whatever was touched.
    let update = session.update(&Touched::Paths([].into()), &[]);
    assert!(has(&update) && update.next_change.is_none());
}

#[test]
fn a_panic_while_a_page_is_drawn_is_an_error_of_that_page() {
    struct Broken;
    impl render::Bodies for Broken {
        fn body(&self, _: Ix) -> Result<Arc<Body>, Diagnostic> {
            panic!("a fault of the program")
        }
    }
    let desk = desk(&[]);
    let edition = desk.opened.edition.as_ref().unwrap();
    let (route, page) = edition.page(A).unwrap();
    let diag = page.bytes(&edition.stage, route, &Broken).unwrap_err();
    assert_eq!(diag.code, "internal/panic");
    assert!(diag.message.en.contains("a fault of the program") && diag.message.en.contains(A));
    let problems = edition.problems.and([diag]);
    assert!(problems.draw(Lang::En, Format::Short, false).starts_with("content/news/a.md:1:1"));
    // The next page on this thread is drawn as ever.
    assert!(edition.get("news/2020/01/b.html").unwrap().is_ok());
}

#[test]
fn a_panic_in_an_update_is_told_and_the_next_update_works() {
    struct Fragile(AtomicBool);
    impl Host for Fragile {
        fn now(&self) -> Timestamp {
            assert!(!self.0.load(Ordering::Relaxed), "a fault of the program");
            "2026-01-01T00:00:00Z".parse().unwrap()
        }
        fn var(&self, _: &str) -> Option<String> {
            None
        }
        fn current_dir(&self) -> io::Result<Utf8PathBuf> {
            Ok("/".into())
        }
        fn stdout_is_terminal(&self) -> bool {
            false
        }
        fn stderr_is_terminal(&self) -> bool {
            false
        }
    }
    let memory = desk(&[]).memory;
    let host = Arc::new(Fragile(AtomicBool::new(false)));
    let options = Options { root: "/site".into(), ..Options::default() };
    let (mut session, opened) = Session::open(Arc::new(memory.clone()), host.clone(), options);
    memory.put("/site/content/news/a.md", article("甲", "改过"));
    let touched = Touched::Paths([Utf8PathBuf::from("/site/content/news/a.md")].into());
    host.0.store(true, Ordering::Relaxed);
    let failed = session.update(&touched, &[]);
    assert!(said(&failed).contains("internal/panic"), "{}", said(&failed));
    assert!(failed.changed == Changed::Nothing && text(&failed, A).contains("正文"));
    host.0.store(false, Ordering::Relaxed);
    let mended = session.update(&Touched::Paths([].into()), &[]);
    assert!(mended.problems.is_empty() && text(&mended, A).contains("改过"));
    drop(opened);
}

#[test]
fn looking_at_everything_again_makes_nothing_of_it() {
    let mut desk = desk(&[]);
    finish(&desk.opened).unwrap();
    let again = desk.session.update(&Touched::All, &[]);
    let number = |update: &Update| update.edition.as_ref().unwrap().number();
    assert_eq!((number(&again), again.changed), (number(&desk.opened), Changed::Nothing));
}

#[test]
fn finishing_makes_room_for_an_update_and_can_be_stopped() {
    let desk = desk(&[]);
    let edition = desk.opened.edition.as_ref().unwrap();
    let stopped = edition.finish(&AtomicBool::new(true)).unwrap();
    assert_eq!(stopped, Finished { rendered: 0, whole: false });
    edition.in_update.store(true, Ordering::Relaxed);
    assert!(!edition.finish(&AtomicBool::new(false)).unwrap().whole);
    edition.in_update.store(false, Ordering::Relaxed);
    assert!(edition.finish(&AtomicBool::new(false)).unwrap().whole);
    assert_eq!(edition.finish(&AtomicBool::new(false)).unwrap().rendered, 0);
}
