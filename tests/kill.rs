//! A build may be killed at any instant: no file of the output folder is ever cut short, and the next
//! build ends equal to a clean one.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test of the real disk")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

const ITEMS: usize = 120;
const KILLS: usize = 48;

/// A folder of its own, removed at the end.
struct Temp(PathBuf);

impl Temp {
    fn new(name: &str) -> Temp {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let dir = std::env::temp_dir().join(format!("huikan-{name}-{}-{n}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir).unwrap();
        Temp(dir)
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A bulletin of `ITEMS` news items. Each version has other texts and titles; odd versions lack a
/// tenth of the items, so that files come and go.
fn put(root: &Path, version: usize) {
    write(root, "content/site.yaml", "title: 示例会刊\nper_page: 7\n");
    write(root, "content/columns/news.md", "---\ntitle: 要闻\n---\n");
    for n in 0..ITEMS {
        let path = format!("content/news/2019/{n:03}.md");
        if version % 2 == 1 && n % 10 == 3 {
            let _ = fs::remove_file(root.join(path));
            continue;
        }
        let day = n % 28 + 1;
        let body = format!("第{version}版的正文。").repeat(150 + n % 7);
        let text = format!(
            "---\ntitle: 第{n}篇（第{version}版）\ndate: 2019-10-{day:02}\ncolumn: news\n---\n\n{body}\n"
        );
        write(root, &path, &text);
    }
}

fn command(root: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huikan"));
    command.arg("--root").arg(root).arg("build").stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn build(root: &Path) -> Output {
    command(root).output().unwrap()
}

/// Every file under `dir` but huikan's own bookkeeping.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(dir: &Path, at: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
        let Ok(entries) = fs::read_dir(at) else { return };
        for entry in entries {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                walk(dir, &path, found);
            } else if !name.starts_with(".huikan") {
                let shown = path.strip_prefix(dir).unwrap().to_string_lossy().into_owned();
                found.insert(shown, fs::read(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(dir, dir, &mut found);
    found
}

fn clean(version: usize) -> BTreeMap<String, Vec<u8>> {
    let temp = Temp::new("clean");
    put(&temp.0, version);
    let output = build(&temp.0);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    files(&temp.0.join("public"))
}

/// Numbers from 0 to 1 without a pattern, the same ones in every run.
fn numbers() -> impl Iterator<Item = f64> {
    let mut seed: u64 = 0x9e37_79b9_7f4a_7c15;
    std::iter::repeat_with(move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 40) as f64 / (1u64 << 24) as f64
    })
}

fn kill_after(mut child: Child, wait: Duration) -> bool {
    std::thread::sleep(wait);
    let _ = child.kill();
    !child.wait().unwrap().success()
}

#[test]
fn killed_at_any_instant_no_file_is_cut_short() {
    let versions = [clean(0), clean(1)];
    let work = Temp::new("work");
    let public = work.0.join("public");
    put(&work.0, 0);
    let start = Instant::now();
    assert!(build(&work.0).status.success());
    let mut whole = start.elapsed();
    fs::remove_dir_all(&public).unwrap();
    fs::remove_dir_all(work.0.join(".huikan")).unwrap();

    let mut killed = 0;
    for (round, number) in numbers().enumerate().take(10 * KILLS) {
        if killed == KILLS {
            break;
        }
        // Three kills of one version, then three of the other.
        let version = round / 3 % 2;
        put(&work.0, version);
        let was_killed = kill_after(command(&work.0).spawn().unwrap(), whole.mul_f64(number));
        killed += usize::from(was_killed);
        // A build is as long as the machine is busy: keep the instants inside it.
        whole = whole.mul_f64(if was_killed { 1.05 } else { 0.8 });
        for (path, bytes) in files(&public) {
            let whole = versions.iter().any(|version| version.get(&path) == Some(&bytes));
            assert!(whole, "after kill {round} {path} is neither the old file nor the new one");
        }
        if round % 3 == 2 {
            let output = build(&work.0);
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            assert!(files(&public) == versions[version], "round {round}: not as a clean build");
            let strays = fs::read_dir(&public).unwrap().flatten();
            let strays = strays.filter(|e| e.file_name().to_string_lossy().contains("tmp"));
            assert_eq!(strays.count(), 0, "temporary files are swept");
        }
    }
    assert_eq!(killed, KILLS, "so many builds were killed before their end");
}

#[test]
fn a_second_build_at_once_says_so() {
    let work = Temp::new("lock");
    put(&work.0, 0);
    assert!(build(&work.0).status.success());
    let lock = fs::File::options().write(true).open(work.0.join(".huikan/lock")).unwrap();
    lock.try_lock().unwrap();
    let output = build(&work.0);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("lock/busy"), "{said}");
    drop(lock);
    assert!(build(&work.0).status.success());
}

/// A disk with no room left, as far as a process without privileges can rehearse it: a limit on the
/// size of files, smaller than the cache and larger than some pages.
#[cfg(unix)]
#[test]
fn a_full_disk_is_exit_3_and_loses_nothing() {
    let work = Temp::new("full");
    let public = work.0.join("public");
    put(&work.0, 0);
    assert!(build(&work.0).status.success());
    let before = files(&public);
    put(&work.0, 1);
    let huikan = env!("CARGO_BIN_EXE_huikan");
    // Blocks of 512 bytes; the signal ignored, so that writing fails as on a full disk.
    let script =
        format!("trap '' XFSZ; ulimit -f 4; exec '{huikan}' --root '{}' build", work.0.display());
    let output = Command::new("sh").arg("-c").arg(script).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(3), "{said}");
    let new = clean(1);
    for (path, bytes) in files(&public) {
        assert!(before.get(&path) == Some(&bytes) || new.get(&path) == Some(&bytes), "{path}");
    }
    for path in before.keys().filter(|path| new.contains_key(*path)) {
        assert!(public.join(path).is_file(), "{path} is lost");
    }
    assert!(build(&work.0).status.success());
    assert!(files(&public) == new);
}
