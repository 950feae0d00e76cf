//! A build may be killed at any instant: no file of the output folder is ever cut short, the lock is
//! free, and the next build ends equal to a clean one.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests of the real disk")]

mod common;

use std::fs;
use std::time::{Duration, Instant};

use common::disk::{Folder, Ran};
use common::{Files, Site, difference};

const ITEMS: usize = 150;

/// So many builds are killed before their end: the first ones begin in an empty folder.
const KILLS: usize = 42;
const FIRST_BUILDS: usize = 12;

/// A bulletin of `ITEMS` news items. Each version has other texts and titles, and the second one lacks
/// a tenth of the items, so that files come and go.
fn sources(version: usize) -> Files {
    let mut files = Files::new();
    let mut put = |path: String, text: String| drop(files.insert(path, text.into()));
    put("content/site.yaml".into(), "title: 示例会刊\nper_page: 7\n".into());
    put("content/columns/news.md".into(), "---\ntitle: 要闻\n---\n".into());
    for n in (0..ITEMS).filter(|n| version == 0 || n % 10 != 3) {
        let day = n % 28 + 1;
        let title = format!("第{n}篇（第{version}版）");
        let body = format!("第{version}版的正文。").repeat(150 + n % 7);
        put(
            format!("content/news/2019/{n:03}.md"),
            format!("---\ntitle: {title}\ndate: 2019-10-{day:02}\ncolumn: news\n---\n\n{body}\n"),
        );
    }
    files
}

/// Makes the folder hold this version's sources and nothing else that a person wrote.
fn put(folder: &Folder, version: usize) {
    let wanted = sources(version);
    for path in folder.files("content").into_keys().map(|path| format!("content/{path}")) {
        if !wanted.contains_key(&path) {
            folder.remove(&path);
        }
    }
    wanted.iter().for_each(|(path, bytes)| folder.put(path, bytes));
}

/// What a reader may meet: everything but huikan's own notes.
fn served(folder: &Folder) -> Files {
    let mut files = folder.files("public");
    files.retain(|path, _| !path.split('/').any(|name| name.starts_with(".huikan")));
    files
}

fn clean(version: usize) -> (Files, Duration) {
    let folder = Folder::of(&sources(version));
    let start = Instant::now();
    folder.build();
    (folder.files("public"), start.elapsed())
}

/// Numbers from 0 to 1 that cover it evenly and have no pattern.
fn instants() -> impl Iterator<Item = f64> {
    (1..).map(|n| (f64::from(n) * 0.618_033_988_749_895).fract())
}

/// Whether the build did not come to its end.
fn killed_after(folder: &Folder, wait: Duration) -> bool {
    let mut child = folder.command(&["build"]).spawn().unwrap();
    std::thread::sleep(wait);
    child.kill().unwrap();
    !child.wait().unwrap().success()
}

#[test]
fn killed_at_any_instant_no_file_is_cut_short() {
    let (old, mut whole) = clean(0);
    let (new, _) = clean(1);
    let versions = [old, new];
    let folder = Folder::new();
    let mut killed = 0;
    for (round, part) in instants().take(10 * KILLS).enumerate() {
        if killed == KILLS {
            break;
        }
        // Three kills of one version, then three of the other.
        let version = round / 3 % 2;
        if killed < FIRST_BUILDS {
            let old = ["public", ".huikan"].into_iter().filter(|name| folder.at(name).exists());
            old.for_each(|name| folder.remove(name));
        }
        if round % 3 == 0 {
            put(&folder, version);
        }
        let was_killed = killed_after(&folder, whole.mul_f64(part));
        killed += usize::from(was_killed);
        // A build is as long as the machine is busy: keep the instants inside it.
        whole = whole.mul_f64(if was_killed { 1.05 } else { 0.8 });
        for (path, bytes) in served(&folder) {
            let is_whole = versions.iter().any(|version| version.get(&path) == Some(&bytes));
            assert!(is_whole, "after kill {round} {path} is neither the old file nor the new one");
        }
        if round % 3 == 2 {
            folder.build();
            let end = difference(&folder.files("public"), &versions[version]);
            assert_eq!(end, None, "after kill {round}: left is the next build, right a clean one");
        }
    }
    assert_eq!(killed, KILLS, "so many builds were killed before their end");
}

/// The same in memory, at every single change to the disk, with every kind of change at once.
#[test]
fn killed_between_any_two_changes_no_file_is_cut_short() {
    let plain = |site: &Site| {
        site.edit("content/site.yaml", "hant: { words: { 试验: 試騐 }, surnames: { 于: 于 } }", "");
        site.edit("content/site.yaml", "theme: law\n", "theme: law\nsearch: false\n");
    };
    killed(plain, 1);
}

/// With the files of search and of the Traditional edition, which are many: at every seventh change.
#[test]
fn killed_among_twins_and_shards_no_file_is_cut_short() {
    killed(|_| {}, 7);
}

fn killed(prepare: impl Fn(&Site), step: usize) {
    let site = Site::of(common::LAW);
    prepare(&site);
    for name in ["a", "b"] {
        site.put(&format!("content/news/2019/images/{name}.png"), common::pictures::png(2, 1));
    }
    site.build().done();
    let old = site.public();
    let change = |site: &Site| {
        site.edit("content/site.yaml", "title: 会刊", "title: 新刊");
        site.edit("content/news/2018/first.md", "title: 头一篇", "slug: first.html\ntitle: 头");
        site.remove("content/news/2019/second.md");
        site.rename("content/news/sixth.md", "content/news/2021/sixth.md");
        site.edit("content/news/2019/third.md", "images/b.png", "images/a.png");
    };
    change(&site);
    let before = site.memory.ops();
    let start = kept(&site);
    site.build().done();
    let (new, changes) = (site.public(), site.memory.ops() - before);
    assert!(changes > 80, "{changes}");
    for n in (0..=changes).step_by(step) {
        let site = start_of(&site, &start);
        site.memory.fail_after_ops(n);
        let _ = site.build();
        site.memory.heal();
        for (path, bytes) in site.public() {
            if path.rsplit('/').next().is_some_and(|name| name.starts_with(".huikan-tmp-")) {
                continue;
            }
            let journal = path == ".huikan-manifest.next";
            let is_whole = old.get(&path) == Some(&bytes) || new.get(&path) == Some(&bytes);
            assert!(is_whole || journal, "killed after {n} changes, {path} is cut short");
        }
        site.build().done();
        assert_eq!(difference(&site.public(), &new), None, "killed after {n} changes");
    }
}

/// Everything on the disk, to begin with again.
fn kept(site: &Site) -> Files {
    site.memory.files().into_iter().map(|(path, bytes)| (format!("/{path}"), bytes)).collect()
}

fn start_of(site: &Site, files: &Files) -> Site {
    let site = Site { memory: huikan::vfs::Memory::new(), ..site.clone() };
    files.iter().for_each(|(path, bytes)| site.memory.put(path, bytes));
    site
}

#[test]
fn a_second_build_at_once_says_so() {
    let folder = Folder::of(&sources(0));
    folder.build();
    let lock = fs::File::options().write(true).open(folder.at(".huikan/lock")).unwrap();
    lock.try_lock().unwrap();
    let ran = folder.run(&["build"]);
    assert_eq!(ran.exit, Some(3), "{}", ran.said);
    assert!(ran.said.contains("lock/busy") && ran.said.contains("another huikan"), "{}", ran.said);
    drop(lock);
    folder.build();
}

/// Many at once: each builds or says that another one does, and the end is whole.
#[test]
fn builds_at_once_do_no_harm() {
    let folder = Folder::of(&sources(0));
    let children: Vec<_> = (0..6).map(|_| folder.command(&["build"]).spawn().unwrap()).collect();
    let ran = children.into_iter().map(|child| Ran::from(child.wait_with_output().unwrap()));
    let ran: Vec<Ran> = ran.collect();
    let busy = |ran: &&Ran| ran.exit == Some(3) && ran.said.contains("lock/busy");
    let done = ran.iter().filter(|ran| ran.exit == Some(0)).count();
    assert_eq!(done + ran.iter().filter(busy).count(), 6, "{ran:#?}");
    assert!(done > 0);
    assert_eq!(difference(&folder.files("public"), &clean(0).0), None);
}
