//! Whole runs of the program on a machine in memory.

mod files;

use std::ffi::OsString;
use std::io::{self, Write};

use camino::Utf8Path;

use super::*;
use crate::diag::{Format, Lang};
use crate::vfs::{Disk, FixedHost, Memory, Vfs};

/// What a run left behind.
struct Ran {
    exit: Exit,
    out: String,
    err: String,
}

/// Runs `huikan` with `words` in `dir`, on 24 November 2026, 01:00 in Shanghai.
fn run_in(vfs: &Memory, dir: &str, words: &[&str]) -> Ran {
    let now = "2026-11-23T17:00:00Z".parse().unwrap();
    run_on(&FixedHost { now, dir: dir.into(), ..FixedHost::default() }, vfs, words)
}

fn run_on(host: &FixedHost, vfs: &Memory, words: &[&str]) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit =
        start(words.iter().map(OsString::from), &mut Console::new(host, vfs, &mut out, &mut err));
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { exit, out: text(out), err: text(err) }
}

/// What a wrong command line is told.
fn wrong(words: &[&str]) -> String {
    let ran = run_in(&Memory::new(), "/", words);
    assert_eq!((ran.exit, ran.out.as_str()), (Exit::Usage, ""), "{words:?}");
    ran.err
}

fn parsed(words: &[&str]) -> Cli {
    match parse(words.iter().map(OsString::from).collect(), Lang::Zh) {
        Parsed::Run(cli) => cli,
        other => panic!("{words:?}: {other:?}"),
    }
}

#[test]
fn every_option_becomes_a_plain_value() {
    let cli = parsed(&[
        "--root",
        "a/b",
        "build",
        "--out",
        "o",
        "--base-url",
        "https://a.example/x/",
        "--portable",
        "--drafts",
        "--as-of",
        "2026-12-01 08:00",
        "--clean",
        "--why",
        "--timings",
        "-v",
        "--format=json",
    ]);
    let args = BuildArgs {
        out: Some("o".into()),
        base_url: Some("https://a.example/x".into()),
        portable: true,
        drafts: true,
        as_of: Some("2026-12-01 08:00".into()),
        clean: true,
        why: true,
        timings: true,
    };
    let (root, format) = (Some("a/b".into()), Format::Json);
    let command = Command::Build(args);
    assert_eq!(cli, Cli { root, format, lang: Lang::Zh, verbose: true, command });

    let cli = parsed(&[
        "new",
        "稿件",
        "题",
        "--chamber",
        "a",
        "--chamber",
        "b",
        "--place",
        "p",
        "--internal",
    ]);
    let Command::New(args) = cli.command else { panic!() };
    assert_eq!(
        (args.title.as_str(), args.chambers, args.places),
        ("题", vec!["a".into(), "b".into()], vec!["p".into()])
    );
    assert!(args.internal);
}

#[test]
fn the_last_of_a_repeated_option_counts() {
    assert_eq!(parsed(&["build", "--format", "json", "--format", "short"]).format, Format::Short);
    assert!(parsed(&["build", "-v", "-v"]).verbose);
}

#[test]
fn usage_errors_speak_both_languages() {
    let cases: &[(&[&str], &str, &str)] = &[
        (
            &["biuld"],
            "usage/unknown-command]: 没有 `biuld` 这个命令\n |\n = 提示: 是不是 `build`？\n",
            "there is no command `biuld`\n |\n = help: did you mean `build`?\n",
        ),
        (
            &["build", "--dafts"],
            "没有 `--dafts` 这个选项\n |\n = 提示: 是不是 `--drafts`？\n = 提示: 运行 `huikan help build` 看用法\n",
            "there is no option `--dafts`\n",
        ),
        (&["build", "more"], "多出了 `more`\n", "`more` is one argument too many\n"),
        (
            &["build", "--drafts=1"],
            "`--drafts` 不带值，却写了 `1`\n",
            "`--drafts` takes no value, but `1` was given\n",
        ),
        (&["new"], "缺少 <KIND>、<TITLE>\n", "missing: <KIND>, <TITLE>\n"),
        (
            &["new", "newz", "题"],
            "`<KIND>` 不能是 `newz`\n |\n = 提示: 是不是 `news`？\n = 提示: 可以写：news、chambers、columns、places、pages、issues、recognitions、events、series、agreements、documents、reports、channels、figures、rotation、services、guidance\n",
            "`newz` is no value for `<KIND>`\n",
        ),
        (&["build", "--out"], "`--out <DIR>` 后面缺少值\n", "`--out <DIR>` needs a value\n"),
        (
            &["build", "--format", "xml"],
            "`--format <FORMAT>` 不能是 `xml`\n |\n = 提示: 可以写：human、short、json、github\n",
            "`xml` is no value for `--format <FORMAT>`\n",
        ),
        (
            &["build", "--as-of", "昨天"],
            "不能是 `昨天`\n |\n = 提示: 写成 2026-12-01 或 \"2026-12-01 08:00\"\n",
            "write 2026-12-01 or",
        ),
        (&["build", "--base-url", "x"], "写成 https://主机名/路径\n", "write https://host/path\n"),
        (
            &["new", "news", "题", "--date", "2019-13"],
            "写成 2019-10-23、2019-10、2019 或 待补\n",
            "write 2019-10-23, 2019-10, 2019 or unknown\n",
        ),
        (
            &["new", "news", "题", "--slug", "../x"],
            "只用小写英文字母、数字和连字符",
            "use lower-case letters, digits and hyphens",
        ),
        (
            &["completions", "bsh"],
            "`<SHELL>` 不能是 `bsh`\n |\n = 提示: 是不是 `bash`？\n",
            "did you mean `bash`?",
        ),
        (&["help", "bild"], "`[COMMAND]` 不能是 `bild`\n", "did you mean `build`?"),
    ];
    for (words, zh, en) in cases {
        let told = wrong(words);
        assert!(told.contains(zh), "{words:?} told:\n{told}");
        let told = wrong(&[words as &[&str], &["--lang", "en"]].concat());
        assert!(told.contains(en), "{words:?} told:\n{told}");
    }
}

#[cfg(unix)]
#[test]
fn words_that_are_no_utf8_are_refused() {
    use std::os::unix::ffi::OsStringExt;
    let words = vec!["new".into(), "news".into(), OsString::from_vec(vec![0xff])];
    let Parsed::Wrong(diag) = parse(words, Lang::Zh) else { panic!() };
    assert_eq!(diag.code, "usage/not-utf8");
}

#[test]
fn help_is_whole_in_each_language() {
    for command in grammar::COMMANDS {
        let zh = run_in(&Memory::new(), "/", &["help", command]);
        assert_eq!((zh.exit, zh.err.as_str()), (Exit::Done, ""));
        for word in
            ["Usage", "Options", "Commands", "Arguments", "[default", "[possible", "[OPTIONS]"]
        {
            assert!(!zh.out.contains(word), "{word} in:\n{}", zh.out);
        }
        let en = run_in(&Memory::new(), "/", &[command, "--help", "--lang", "en"]);
        assert!(en.out.is_ascii() || command == "inspect", "{}", en.out);
        assert_eq!(zh.out.lines().count(), en.out.lines().count());
    }
}

#[test]
fn no_command_is_wrong_usage() {
    let told = wrong(&[]);
    assert!(told.starts_with("会刊 huikan") && told.contains("\n命令:\n  init"), "{told}");
    assert_eq!(wrong(&["-v"]), told);
    assert!(wrong(&["--lang=en"]).contains("\nCommands:\n"));
    let version = run_in(&Memory::new(), "/", &["--version"]);
    assert_eq!(version.out, concat!("huikan ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn the_language_may_come_from_the_environment() {
    let mut host = FixedHost::default();
    host.vars.insert("HUIKAN_LANG".into(), "en".into());
    assert!(run_on(&host, &Memory::new(), &["help"]).out.contains("Usage"));
    assert!(run_on(&host, &Memory::new(), &["help", "--lang", "zh"]).out.contains("用法"));
    host.vars.insert("HUIKAN_LANG".into(), "xx".into());
    assert!(run_on(&host, &Memory::new(), &["help"]).out.contains("用法"));
}

#[test]
fn errors_follow_the_format() {
    assert!(wrong(&["x", "--format", "json"]).starts_with("{\"code\":\"usage/unknown-command\""));
    assert_eq!(wrong(&["x", "--format=github", "--lang=en"]).lines().count(), 1);
}

#[test]
fn completions_are_a_script() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = run_in(&Memory::new(), "/", &["completions", shell]);
        assert_eq!(ran.exit, Exit::Done);
        assert!(ran.out.contains("huikan") && ran.out.contains("base-url"));
    }
}

/// A stdout that fails.
struct Broken(io::ErrorKind);

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_has_gone_is_no_failure_but_a_full_disk_is() {
    let ends =
        [(io::ErrorKind::BrokenPipe, Exit::Done), (io::ErrorKind::StorageFull, Exit::Failed)];
    for (kind, exit) in ends {
        let (host, vfs, mut err) = (FixedHost::default(), Memory::new(), Vec::new());
        let mut out = Broken(kind);
        let mut console = Console::new(&host, &vfs, &mut out, &mut err);
        assert_eq!(start(["help".into()], &mut console), exit);
        assert_eq!(err.is_empty(), exit == Exit::Done);
    }
}

#[test]
fn colour_is_for_terminals_that_want_it() {
    let mut host = FixedHost { terminal: true, ..FixedHost::default() };
    let colored = |host: &FixedHost| run_on(host, &Memory::new(), &["x"]).err.contains('\x1b');
    assert!(colored(&host));
    host.vars.insert("NO_COLOR".into(), "1".into());
    assert!(!colored(&host));
    host.vars = [("TERM".to_owned(), "dumb".to_owned())].into();
    assert!(!colored(&host));
    assert!(!colored(&FixedHost::default()));
}
