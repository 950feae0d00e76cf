//! The program as its users start it: exit codes, streams, languages, formats, and the commands from
//! an empty folder to a site.

// The door to files that the code goes through is for the code; a test stands outside.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// An empty folder of its own for each test, removed at the end.
struct Folder(PathBuf);

struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Folder {
    fn empty(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{name}"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }

    /// A folder with the starter bulletin.
    fn started(name: &str) -> Self {
        let folder = Folder::empty(name);
        folder.run(&["init"]).done();
        folder
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap()
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.at(path), text).unwrap();
    }

    fn replace(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "{path} has no {old}");
        self.write(path, &text.replace(old, new));
    }

    fn run(&self, words: &[&str]) -> Ran {
        self.run_in("", words)
    }

    fn run_in(&self, dir: &str, words: &[&str]) -> Ran {
        ran(huikan(&self.at(dir)).args(words))
    }

    /// A bulletin with one mistake: an unknown column in line 4 of a news item.
    fn broken(name: &str) -> Self {
        let folder = Folder::started(name);
        folder.write("content/news/x.md", "---\ntitle: 题\ndate: 2019\ncolumn: newz\n---\n");
        folder
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn huikan(dir: &Path) -> Command {
    let mut huikan = Command::new(env!("CARGO_BIN_EXE_huikan"));
    huikan.current_dir(dir).env_clear();
    huikan
}

fn ran(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Ran {
    /// Expects success and silence on stderr; the result.
    #[track_caller]
    fn done(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self.out
    }

    /// Expects this exit code and nothing on stdout; what was told.
    #[track_caller]
    fn failed(self, code: i32) -> String {
        assert_eq!((self.code, self.out.as_str()), (code, ""), "{}", self.err);
        self.err
    }
}

#[test]
fn an_empty_folder_becomes_a_site() {
    let folder = Folder::empty("init");
    let told = folder.run(&["init"]).done();
    assert!(told.ends_with("\n  huikan build\n"), "{told}");
    let told = folder.run(&["build"]).done();
    assert!(told.starts_with("已生成 ") && told.trim_end().ends_with("→ public/"), "{told}");
    assert!(folder.read("public/index.html").starts_with("<!"));
    let told = folder.run(&["build"]).done();
    assert!(told.contains("新渲染 0 页"), "{told}");

    let told = folder.run(&["init"]).failed(2);
    assert!(told.contains("usage/not-empty"), "{told}");
    folder.run(&["init", "另一份 会刊"]).done();
    folder.run_in("另一份 会刊", &["build"]).done();
}

#[test]
fn every_kind_can_be_begun() {
    let folder = Folder::started("new");
    for (words, path) in [
        (&["new", "columns", "党建", "--slug", "party"] as &[&str], "content/columns/party.md"),
        (&["new", "chambers", "示例市茶业商会", "--slug", "tea"], "content/chambers/tea.md"),
        (&["new", "pages", "联系我们", "--slug", "contact"], "content/pages/contact.md"),
        (
            &[
                "new",
                "news",
                "茶业商会开会",
                "--date",
                "2019-10-23",
                "--slug",
                "tea",
                "--column",
                "party",
                "--chamber",
                "tea",
            ],
            "content/news/2019/10/tea.md",
        ),
        (&["new", "news", "没有日期", "--date", "unknown"], "content/news/mei-you-ri-qi.md"),
    ] {
        assert_eq!(folder.run(words).done(), format!("{path}\n"));
        assert_eq!(folder.run(words).failed(2).matches("usage/exists").count(), 1);
        folder.run(&["build"]).done();
        folder.run(&["build", "--drafts"]).done();
    }
    let news = folder.read("content/news/2019/10/tea.md");
    folder
        .write("content/news/2019/10/tea.md", &news.replace("status: draft", "status: published"));
    folder.replace("content/chambers/tea.md", "status: draft", "status: 已发布");
    folder.run(&["build"]).done();
    assert!(folder.read("public/news/2019/10/tea.html").contains("茶业商会开会"));
    assert!(folder.read("public/chambers/tea.html").contains("茶业商会开会"));
}

/// A place's code cannot be guessed: it is left blank, and the build says where it belongs.
#[test]
fn a_new_place_wants_its_code() {
    let folder = Folder::started("place");
    assert_eq!(folder.run(&["new", "地区", "龙圩区"]).done(), "content/places/long-xu-qu.md\n");
    let told = folder.run(&["build", "--format", "short"]).failed(1);
    assert_eq!(
        told,
        "content/places/long-xu-qu.md:3:1: 错误[yaml/missing-key]: code（行政区划代码）后面是空的\n"
    );
    folder.replace("content/places/long-xu-qu.md", "code: \"\"", "code: \"999999\"");
    folder.run(&["build"]).done();
}

#[test]
fn the_exit_code_tells_who_is_to_blame() {
    let folder = Folder::broken("exit");
    folder.run(&["build"]).failed(1);
    folder.run(&["inspect", "content/pages/about.md"]).failed(1);
    for words in [
        &["biuld"] as &[&str],
        &["build", "--nope"],
        &["new", "news"],
        &["build", "--root", "nowhere"],
        &[],
    ] {
        folder.run(words).failed(2);
    }
    fs::remove_file(folder.at("content/news/x.md")).unwrap();
    folder.run(&["build", "--out", "site"]).done();
    folder.write("taken", "a file\n");
    let told = folder.run(&["build", "--out", "taken"]).failed(1);
    assert!(told.contains("publish/not-a-folder"), "{told}");
    let told = folder.run(&["build", "--out", "content"]).failed(1);
    assert!(told.contains("publish/source-folder"), "{told}");
}

/// Failures of the machine; both devices are Linux's own.
#[cfg(target_os = "linux")]
#[test]
fn the_machine_may_fail() {
    let folder = Folder::started("machine");
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut help = huikan(&folder.0);
    let output = help.args(["help"]).stdout(full).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("io/stdout"));
    let told = folder.run(&["build", "--out", "/proc/huikan"]).failed(3);
    assert!(told.contains("publish/io"), "{told}");
}

#[test]
fn every_format_tells_the_same() {
    let folder = Folder::broken("format");
    let place = "content/news/x.md:4:9: ";
    let build = |format: &str, lang: &str| {
        folder.run(&["build", "--format", format, "--lang", lang]).failed(1)
    };
    assert_eq!(
        build("short", "zh"),
        format!("{place}错误[site/dangling-reference]: 没有编号为“newz”的栏目\n")
    );
    let en = "error[site/dangling-reference]: there is no column with the id `newz`\n";
    assert_eq!(build("short", "en"), format!("{place}{en}"));
    assert_eq!(
        build("human", "zh"),
        "\
错误[site/dangling-reference]: 没有编号为“newz”的栏目
 --> content/news/x.md:4:9
  |
4 | column: newz
  |         ^^^^
  |
  = 提示: 是不是 news？

1 个错误
没有生成，public/ 里什么都没有动。改好后再运行 huikan build。
"
    );
    assert_eq!(
        build("github", "zh"),
        "::error file=content/news/x.md,line=4,col=9,endLine=4,endColumn=13,title=site/dangling-reference::\
         没有编号为“newz”的栏目%0A提示: 是不是 news？\n"
    );
    let json: Value = serde_json::from_str(&build("json", "zh")).unwrap();
    assert_eq!(json["code"], "site/dangling-reference");
    assert_eq!((json["line"].as_u64(), json["column"].as_u64()), (Some(4), Some(9)));
    assert_eq!(json["hints"][0]["en"], "did you mean `news`?");
}

#[test]
fn results_go_to_stdout_and_all_else_to_stderr() {
    let folder = Folder::started("streams");
    folder.write("content/news/x.md", "---\ntitle: 题\ndate: 2019\ncolumn: news\n---\n##小标题\n");
    let ran = folder.run(&["build"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.starts_with("已生成 ") && !ran.out.contains("警告"), "{}", ran.out);
    assert!(ran.err.starts_with("警告[markdown/heading-space]"), "{}", ran.err);
    assert!(ran.err.ends_with("\n1 个警告\n"), "{}", ran.err);
    let ran = folder.run(&["build", "--format", "json", "-v", "--why", "--timings"]);
    let result: Value = serde_json::from_str(&ran.out).unwrap();
    assert!(result["pages"].as_u64() > Some(5));
    assert_eq!(ran.err.lines().count(), 1);
}

#[test]
fn a_pipe_sees_no_colour() {
    let folder = Folder::broken("colour");
    for words in [&["build"] as &[&str], &["help"], &["biuld"], &["new", "--help"]] {
        let ran = folder.run(words);
        assert!(!(ran.out + &ran.err).contains('\x1b'), "{words:?}");
    }
}

#[test]
fn the_language_is_chosen_by_option_or_environment() {
    let folder = Folder::broken("lang");
    let told = |variable: &str, words: &[&str]| {
        ran(huikan(&folder.0).env("HUIKAN_LANG", variable).args(words)).err
    };
    assert!(told("en", &["build"]).starts_with("error["));
    assert!(told("en", &["build", "--lang", "zh"]).starts_with("错误["));
    assert!(told("fr", &["build"]).starts_with("错误["));
    let en = told("en", &["build"]);
    assert!(
        en.ends_with(
            "Not built; nothing in public/ was touched. Mend them and run huikan build again.\n"
        ),
        "{en}"
    );
}

#[test]
fn the_bulletin_is_found_from_a_folder_inside() {
    let folder = Folder::broken("inside");
    let told = folder.run_in("content/news", &["build"]).failed(1);
    assert!(told.contains(" --> ../../content/news/x.md:4:9\n"), "{told}");
    assert!(told.contains("没有生成，../../public/ 里什么都没有动"), "{told}");
    fs::remove_file(folder.at("content/news/x.md")).unwrap();
    let told = folder.run_in("content/news", &["build"]).done();
    assert!(told.trim_end().ends_with("→ ../../public/"), "{told}");
    assert!(folder.at("public/index.html").is_file());
    let told = folder.run_in("content", &["new", "pages", "题", "--slug", "x"]).done();
    assert_eq!(told, "../content/pages/x.md\n");
    let name = folder.0.file_name().unwrap().to_str().unwrap();
    let told = ran(huikan(folder.0.parent().unwrap()).args(["--root", name, "build"])).done();
    assert!(told.contains(&format!("→ {name}/public/\n")), "{told}");
    assert_eq!(ran(huikan(Path::new("/")).args(["build"])).code, 2);
}

#[test]
fn a_page_can_be_inspected() {
    let folder = Folder::started("inspect");
    let by_file = folder.run(&["inspect", "content/pages/about.md"]).done();
    let value: Value = serde_json::from_str(&by_file).unwrap();
    assert_eq!(value["template"], "page.html");
    assert_eq!(value["page"]["kind"], "page");
    let address = value["file"].as_str().unwrap();
    assert_eq!(folder.run(&["inspect", address]).done(), by_file);
    assert_eq!(folder.run(&["inspect", &format!("/{address}")]).done(), by_file);
    let home: Value = serde_json::from_str(&folder.run(&["inspect", "/"]).done()).unwrap();
    assert_eq!(home["page"]["kind"], "home");
    let told = folder.run(&["inspect", "content/pages/nope.md"]).failed(2);
    assert!(
        told.contains("usage/no-page") && told.contains("会刊里没有 content/pages/nope.md"),
        "{told}"
    );
}

#[test]
fn help_version_and_completions() {
    let folder = Folder::empty("help");
    assert_eq!(
        folder.run(&["--version"]).done(),
        concat!("huikan ", env!("CARGO_PKG_VERSION"), "\n")
    );
    for command in ["init", "new", "build", "inspect", "completions"] {
        let zh = folder.run(&["help", command]).done();
        assert_eq!(folder.run(&[command, "--help"]).done(), zh);
        assert!(zh.contains("用法"), "{zh}");
        assert!(folder.run(&["help", command, "--lang", "en"]).done().contains("Usage"));
        assert!(folder.run(&["help"]).done().contains(command));
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(folder.run(&["completions", shell]).done().contains("huikan"));
    }
    let told = folder.run(&["biuld"]).failed(2);
    assert!(told.contains("没有 `biuld` 这个命令") && told.contains("是不是 `build`？"), "{told}");
}

/// The bash that is here takes the script.
#[test]
fn completions_are_bash() {
    let folder = Folder::empty("bash");
    folder.write("huikan.bash", &folder.run(&["completions", "bash"]).done());
    let checked = Command::new("bash").args(["-n", "huikan.bash"]).current_dir(&folder.0).output();
    if let Ok(checked) = checked {
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    }
}

#[test]
fn what_is_skipped_is_counted_and_told_when_asked() {
    let folder = Folder::started("skipped");
    let item = |name: &str, more: &str| {
        folder.write(
            &format!("content/news/{name}.md"),
            &format!("---\ntitle: {name}\ndate: 2019\ncolumn: news\n{more}\n---\n"),
        );
    };
    item("draft", "status: 草稿");
    item("later", "publish_at: 2030-01-02 08:00");
    item("over", "expire_at: 2020-01-02");
    item("inside", "visibility: 内部");
    let told = folder.run(&["build", "--as-of", "2026-01-02"]).done();
    assert!(told.contains("跳过 4 篇：") && told.contains("加 -v"), "{told}");
    assert!(told.contains("下一次内容会变化的时刻：2030-01-02 08:00"), "{told}");
    let told = folder.run(&["build", "--as-of", "2026-01-02", "-v", "--lang", "en"]).done();
    for line in [
        "  content/news/draft.md  draft\n",
        "  content/news/later.md  not yet due (2030-01-02 08:00)\n",
        "  content/news/over.md  expired (2020-01-02 00:00)\n",
        "  content/news/inside.md  internal\n",
    ] {
        assert!(told.contains(line), "{told}");
    }
    folder.run(&["build", "--as-of", "2030-01-02 08:00"]).done();
    assert!(folder.at("public/news/2019/later.html").is_file());
    assert!(!folder.at("public/news/2019/inside.html").exists());
}
