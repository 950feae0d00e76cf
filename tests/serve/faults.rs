//! The server within the test's own process, over a disk that can be told to panic and a watch that says
//! what the test says: a fault costs one answer or one rebuild, and the clock alone brings a new edition.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Instant;

use camino::{Utf8Path, Utf8PathBuf};
use huikan::build::Options;
use huikan::diag::Lang;
use huikan::serve::{Builder, Event, Watch, bind, serve};
use huikan::vfs::{
    Changes, FixedHost, Host, Listed, Listener, LockError, LockGuard, Memory, Scan, Stat, Vfs,
    Watching,
};
use jiff::Timestamp;

use crate::common::files_of;
use crate::harness::{A, B, PATIENCE, SITE, Wire, article};

/// A disk in memory that panics when a file named so is read while it is armed.
#[derive(Clone)]
struct Faulty {
    memory: Memory,
    name: &'static str,
    armed: Arc<AtomicBool>,
}

impl Faulty {
    fn check(&self, path: &Utf8Path) {
        let hit = path.as_str().contains(self.name) && self.armed.load(Ordering::SeqCst);
        assert!(!hit, "a fault of the test's own");
    }
}

impl Vfs for Faulty {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        self.check(path);
        self.memory.read(path)
    }

    fn stat(&self, path: &Utf8Path) -> io::Result<Stat> {
        self.memory.stat(path)
    }

    fn list(&self, dir: &Utf8Path) -> io::Result<Vec<Listed>> {
        self.memory.list(dir)
    }

    fn scan(&self, dir: &Utf8Path) -> Scan {
        self.memory.scan(dir)
    }

    fn write_atomic(&self, path: &Utf8Path, _: &[u8]) -> io::Result<Stat> {
        panic!("serve writes {path}")
    }

    fn write_new(&self, path: &Utf8Path, _: &[u8]) -> io::Result<Stat> {
        panic!("serve writes {path}")
    }

    fn move_folder(&self, from: &Utf8Path, _: &Utf8Path) -> io::Result<()> {
        panic!("serve moves {from}")
    }

    fn create_dir_all(&self, path: &Utf8Path) -> io::Result<()> {
        panic!("serve makes {path}")
    }

    fn remove_file(&self, path: &Utf8Path) -> io::Result<()> {
        panic!("serve removes {path}")
    }

    fn remove_dir(&self, path: &Utf8Path) -> io::Result<()> {
        panic!("serve removes {path}")
    }

    fn lock(&self, path: &Utf8Path) -> Result<Box<dyn LockGuard>, LockError> {
        panic!("serve locks {path}")
    }

    fn canonical(&self, path: &Utf8Path) -> io::Result<Utf8PathBuf> {
        self.memory.canonical(path)
    }
}

/// A clock that began at some moment and runs.
struct Running {
    began: Timestamp,
    at: Instant,
    still: FixedHost,
}

impl Host for Running {
    fn now(&self) -> Timestamp {
        self.began + self.at.elapsed()
    }

    fn var(&self, name: &str) -> Option<String> {
        self.still.var(name)
    }

    fn current_dir(&self) -> io::Result<Utf8PathBuf> {
        self.still.current_dir()
    }

    fn stdout_is_terminal(&self) -> bool {
        false
    }

    fn stderr_is_terminal(&self) -> bool {
        false
    }
}

/// A watch that says what the test says.
struct Scripted;

impl Watching for Scripted {}

struct Inner {
    disk: Faulty,
    listener: Arc<Mutex<Option<Listener>>>,
    events: Receiver<Event>,
    /// What it is told to go on with; when this is gone, it ends.
    wire: Wire,
    _goes_on: Sender<()>,
}

impl Inner {
    fn start(name: &'static str, now: &str, more: &[(&str, String)]) -> Inner {
        let memory = Memory::new();
        for (path, text) in files_of(SITE.trim_start()) {
            memory.put(format!("/site/{path}"), text);
        }
        more.iter().for_each(|(path, text)| memory.put(format!("/site/{path}"), text));
        let disk = Faulty { memory, name, armed: Arc::default() };
        let host = Running {
            began: now.parse().unwrap(),
            at: Instant::now(),
            still: FixedHost::default(),
        };
        let options =
            Options { root: "/site".into(), out: "/site/public".into(), ..Options::default() };
        let builder = Builder { vfs: Arc::new(disk.clone()), host: Arc::new(host), options };
        let bound = bind("127.0.0.1", 0).unwrap();
        let wire = Wire { port: bound.address.port() };
        let listener: Arc<Mutex<Option<Listener>>> = Arc::default();
        let kept = Arc::clone(&listener);
        let (tell, events) = mpsc::channel();
        let (goes_on, ends) = mpsc::channel::<()>();
        thread::spawn(move || {
            let watch: Watch = Box::new(move |listener| {
                *kept.lock().unwrap() = Some(listener);
                (Box::new(Scripted), None)
            });
            serve(builder, watch, bound, "127.0.0.1", Lang::En, |event| {
                tell.send(event).is_ok() && ends.try_recv() != Err(mpsc::TryRecvError::Disconnected)
            })
            .unwrap();
        });
        let inner = Inner { disk, listener, events, wire, _goes_on: goes_on };
        inner.until(|event| matches!(event, Event::Built(_)));
        inner
    }

    #[track_caller]
    fn until(&self, wanted: impl Fn(&Event) -> bool) -> Event {
        loop {
            let event = self.events.recv_timeout(PATIENCE).expect("it never came");
            if wanted(&event) {
                return event;
            }
        }
    }

    fn save(&self, path: &str, text: &str) {
        self.disk.memory.put(format!("/site/{path}"), text);
        let changes = Changes::Paths([format!("/site/{path}").into()].into());
        self.listener.lock().unwrap().as_ref().unwrap()(changes);
    }

    fn arm(&self, armed: bool) {
        self.disk.armed.store(armed, Ordering::SeqCst);
    }
}

#[test]
fn a_panic_in_a_rebuild_ends_neither_the_server_nor_the_next_rebuild() {
    let inner = Inner::start("a.md", "2026-01-01T00:00:00Z", &[]);
    assert!(inner.wire.get(A).text().contains("第一篇的正文"));
    inner.arm(true);
    inner.save("content/news/a.md", &article("甲", "读它就出错"));
    inner.until(|event| match event {
        Event::Rebuilt(rebuilt) => rebuilt.problems.has_errors(),
        event => matches!(event, Event::Panicked(_)),
    });
    let page = inner.wire.get(A);
    assert!(page.status == 200 && page.text().contains("第一篇的正文"), "{}", page.text());
    inner.arm(false);
    inner.save("content/news/a.md", &article("甲", "又好了"));
    inner.until(|event| {
        matches!(event, Event::Rebuilt(rebuilt) if !rebuilt.problems.has_errors() && rebuilt.changed)
    });
    assert!(inner.wire.get(A).text().contains("又好了"));
}

#[test]
fn a_panic_in_an_answer_is_that_answers_alone() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"></svg>\n";
    let picture = ("content/news/pic.svg", svg.to_owned());
    let shown = ("content/news/a.md", article("甲", "![图](pic.svg)"));
    let inner = Inner::start("pic.svg", "2026-01-01T00:00:00Z", &[picture, shown]);
    let page = inner.wire.get(A).text();
    // Its name has a digest in it.
    let src = page.split("src=\"").find(|part| part.starts_with("../") && part.contains("pic."));
    let src = src.and_then(|part| part.split('"').next()).expect("a picture");
    let at = format!("/{}", src.trim_start_matches("../"));
    inner.arm(true);
    assert_eq!(inner.wire.get(&at).status, 500, "{at}");
    let told = inner.until(|event| matches!(event, Event::Panicked(_)));
    assert!(matches!(told, Event::Panicked(text) if text.contains("the test's own")));
    assert_eq!(inner.wire.get(B).status, 200);
    inner.arm(false);
    assert_eq!(inner.wire.get(&at).text(), svg);
}

/// A text that is due in a moment appears when it is due, though nobody saves anything.
#[test]
fn what_becomes_due_appears() {
    let text =
        article("丙", "到时候了").replace("column:", "publish_at: 2026-01-01 08:00\ncolumn:");
    // A moment before eight in China.
    let inner = Inner::start("nothing", "2025-12-31T23:59:58Z", &[("content/news/c.md", text)]);
    let at = "/news/2020/01/c.html";
    inner.until(|event| matches!(event, Event::Rebuilt(rebuilt) if rebuilt.changed));
    assert!(inner.wire.get(at).text().contains("到时候了"));
}
