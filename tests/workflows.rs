//! Keeps `.github/workflows/` true: reads the files and runs what they run of huikan.
//!
//! A workflow that nobody runs before it is pushed rots unseen. Every `run:` step is found here; its
//! huikan commands run on a copy of the sample bulletin, sound and broken.

// The door to files that the code goes through is for the code; a test stands outside.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use walkdir::WalkDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn the_site_workflow_builds_the_bulletin() {
    let site = Bulletin::copied("workflow-builds");
    let output = site.run(&site_build());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    let home = site.read("public/index.html");
    assert!(home.contains("梧州商会"), "the home page has no masthead");
    assert!(site.at("public/news/2019/10/experience-exchange.html").is_file());
    assert!(site.at("public/chambers/tea.html").is_file());
}

#[test]
fn a_restored_cache_without_public_gives_the_same_site() {
    let site = Bulletin::copied("workflow-cache");
    let build = site_build();
    assert!(site.run(&build).status.success());
    let first = site.files("public");
    fs::remove_dir_all(site.at("public")).unwrap();
    let output = site.run(&build);
    assert!(output.status.success(), "{}", text(&output));
    assert!(!first.is_empty());
    assert_eq!(site.files("public"), first);
}

#[test]
fn mistakes_become_annotations_and_public_stays() {
    let site = Bulletin::copied("workflow-annotates");
    let build = site_build();
    assert!(site.run(&build).status.success());
    let before = site.files("public");

    let article = "content/news/2019/10/experience-exchange.md";
    let broken = site.read(article).replace("column: news", "column: newz");
    fs::write(site.at(article), broken).unwrap();
    let output = site.run(&build);

    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    let annotation = format!("::error file={article},line=");
    assert!(text(&output).lines().any(|line| line.starts_with(&annotation)), "{}", text(&output));
    assert_eq!(site.files("public"), before);
}

#[test]
fn the_site_workflow_publishes_what_it_builds_and_wakes_daily() {
    let site = workflow("site.yml");
    assert_eq!(site["on"]["push"]["branches"][0], "main");
    assert!(site["on"]["schedule"][0]["cron"].is_string());
    assert_eq!(site["permissions"]["pages"], "write");
    let steps = steps(&site);
    let with = |action: &str, key: &str| -> Vec<String> {
        let uses =
            |step: &&Value| step["uses"].as_str().is_some_and(|uses| uses.starts_with(action));
        steps
            .iter()
            .filter(uses)
            .filter_map(|step| Some(step["with"][key].as_str()?.to_owned()))
            .collect()
    };
    assert_eq!(with("actions/upload-pages-artifact@", "path"), ["public"]);
    assert!(with("actions/cache@", "path").iter().any(|path| path.contains(".huikan")));
    assert!(steps.iter().any(|step| {
        step["uses"].as_str().is_some_and(|uses| uses.starts_with("actions/deploy-pages@"))
    }));
}

/// Every command of every step is huikan's own (and run above), a tool of Rust, or a script of ours.
#[test]
fn every_step_can_run() {
    let commands: Vec<String> =
        ["site.yml", "ci.yml"].iter().flat_map(|file| commands(file)).collect();
    assert!(commands.iter().any(|command| command == ".ci/run"));
    for command in commands {
        let program = command.split_whitespace().next().unwrap_or_default();
        let known = ["cargo", "rustup"].contains(&program) || is_executable(program);
        assert!(known, "neither a tool of Rust nor an executable script here: {command}");
    }
    assert!(is_executable("tests/run"));
    assert!(fs::read_to_string(Path::new(ROOT).join(".ci/run")).unwrap().contains("tests/run"));
}

/// The one huikan command of `site.yml`, as arguments.
fn site_build() -> Vec<String> {
    let all: Vec<_> =
        commands("site.yml").iter().filter_map(|command| huikan_arguments(command)).collect();
    let [build] = all.as_slice() else { panic!("one huikan command expected, found {all:?}") };
    assert!(build.iter().any(|word| word == "build") && build.iter().any(|word| word == "github"));
    build.clone()
}

/// The arguments after `huikan` or `cargo run … --`; none for another program.
fn huikan_arguments(command: &str) -> Option<Vec<String>> {
    let rest = match command.strip_prefix("cargo run ") {
        Some(rest) => rest.split_once("-- ")?.1,
        None => command.strip_prefix("huikan ")?,
    };
    Some(rest.split_whitespace().map(|word| word.trim_matches('"').to_owned()).collect())
}

/// The lines of all `run:` steps, with GitHub's expressions filled in.
fn commands(file: &str) -> Vec<String> {
    let steps = steps(&workflow(file));
    let lines = steps.iter().filter_map(|step| step["run"].as_str()).flat_map(str::lines);
    lines.map(filled).filter(|line| !line.trim().is_empty()).collect()
}

/// `${{ steps.x.outputs.y }}` stands for a text that only GitHub knows; here for a base URL.
fn filled(line: &str) -> String {
    let mut filled = line.to_owned();
    while let Some((before, rest)) = filled.split_once("${{") {
        let (_, after) = rest.split_once("}}").expect("an expression is closed");
        filled = format!("{before}https://example.org/bulletin{after}");
    }
    filled
}

fn steps(workflow: &Value) -> Vec<Value> {
    let jobs = workflow["jobs"].as_object().expect("jobs");
    jobs.values().flat_map(|job| job["steps"].as_array().expect("steps").clone()).collect()
}

fn workflow(file: &str) -> Value {
    let path = Path::new(ROOT).join(".github/workflows").join(file);
    serde_yaml::from_str(&fs::read_to_string(path).unwrap()).expect("a workflow is YAML")
}

fn is_executable(script: &str) -> bool {
    let path = Path::new(ROOT).join(script);
    fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// A copy of the sample bulletin, with what a checkout holds and nothing else.
struct Bulletin(PathBuf);

impl Bulletin {
    fn copied(name: &str) -> Self {
        let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if to.exists() {
            fs::remove_dir_all(&to).unwrap();
        }
        for folder in ["content", "themes"] {
            copy(&Path::new(ROOT).join(folder), &to.join(folder));
        }
        Bulletin(to)
    }

    fn run(&self, arguments: &[String]) -> Output {
        let mut huikan = Command::new(env!("CARGO_BIN_EXE_huikan"));
        huikan.args(arguments).current_dir(&self.0).output().expect("huikan runs")
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap()
    }

    /// Every file under `folder` with its bytes, in order.
    fn files(&self, folder: &str) -> Vec<(PathBuf, Vec<u8>)> {
        let walk = WalkDir::new(self.at(folder)).sort_by_file_name();
        let files =
            walk.into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
        files.map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap())).collect()
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in WalkDir::new(from).into_iter().map(Result::unwrap) {
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
