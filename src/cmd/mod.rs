//! The command line: arguments, messages, progress and exit codes.
//!
//! Enters: the words that the user typed. Leaves: the work of one command, and an exit code. This
//! is the only layer that prints: results go to stdout, diagnostics and progress to stderr.

mod args;
mod build;
mod check;
mod completions;
mod console;
mod grammar;
mod init;
mod inspect;
mod new;
mod progress;
mod report;
mod root;
mod schema;
mod serve;
mod starter;
#[cfg(test)]
mod tests;
mod usage;

use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

use camino::Utf8Path;

use crate::diag::{Diagnostic, Text};
use crate::vfs::{Disk, System};

pub use args::{
    BuildArgs, CheckArgs, Cli, Command, InitArgs, InspectArgs, NewArgs, Parsed, SchemaArgs,
    ServeArgs, parse,
};
pub use console::Console;

/// How a run ended; the number is the process's exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Done = 0,
    /// The content has errors; nothing under the output folder was touched.
    Refused = 1,
    /// The command line makes no sense, or not in this place.
    Usage = 2,
    /// The disk, a permission, the machine.
    Failed = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// Why a command stopped before its work was done.
#[derive(Debug)]
struct Stop {
    exit: Exit,
    diag: Box<Diagnostic>,
}

impl Stop {
    fn usage(diag: Diagnostic) -> Self {
        Stop { exit: Exit::Usage, diag: Box::new(diag) }
    }

    fn failed(diag: Diagnostic) -> Self {
        Stop { exit: Exit::Failed, diag: Box::new(diag) }
    }

    /// The machine refused `path`.
    fn io(path: &Utf8Path, error: &io::Error) -> Self {
        let why = reason(error);
        let diag = Diagnostic::error(
            "io/failed",
            format!("无法读写 {path}：{}", why.zh),
            format!("cannot access {path}: {}", why.en),
        );
        Stop::failed(diag.hint(
            "检查磁盘空间和这个文件夹的权限",
            "check the space on the disk and the folder's permissions",
        ))
    }
}

/// The machine's reason in both languages; it speaks only one itself.
fn reason(error: &io::Error) -> Text {
    let zh = match error.kind() {
        io::ErrorKind::NotFound => "不存在",
        io::ErrorKind::PermissionDenied => "没有权限",
        io::ErrorKind::NotADirectory => "不是文件夹",
        io::ErrorKind::IsADirectory => "是一个文件夹",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "磁盘已满",
        io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的",
        io::ErrorKind::InvalidFilename => "文件名无效或太长",
        io::ErrorKind::AddrInUse => "已被别的程序占用",
        io::ErrorKind::AddrNotAvailable => "不是这台电脑的地址",
        _ => return Text::new(error.to_string(), error.to_string()),
    };
    Text::new(zh, error.to_string())
}

/// The whole program: `words` are the arguments without the program's name.
pub fn main(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    // Handles, not locks: the progress bar writes to stderr from other threads.
    let (mut out, mut err) = (io::stdout(), io::stderr());
    let mut console = Console::new(&System, &Disk, &mut out, &mut err);
    start(words, &mut console).into()
}

/// Parses and runs; everything that a test can see of a run goes through `console`.
pub fn start(words: impl IntoIterator<Item = OsString>, console: &mut Console) -> Exit {
    let words: Vec<OsString> = words.into_iter().collect();
    console.speak(args::manner(&words, console.host));
    let exit = match parse(words, console.lang()) {
        Parsed::Run(cli) => run(&cli, console),
        Parsed::Show(text) => {
            console.print(&text);
            Exit::Done
        }
        Parsed::Help(text) => {
            console.tell(&text);
            Exit::Usage
        }
        Parsed::Wrong(diag) => {
            console.complain(&diag);
            Exit::Usage
        }
    };
    console.close(exit)
}

/// Runs one command.
pub fn run(cli: &Cli, console: &mut Console) -> Exit {
    let done = match &cli.command {
        Command::Init(args) => init::run(cli, args, console),
        Command::New(args) => new::run(cli, args, console),
        Command::Build(args) => build::run(cli, args, console),
        Command::Serve(args) => serve::run(cli, args, console),
        Command::Inspect(args) => inspect::run(cli, args, console),
        Command::Check(args) => check::run(cli, args, console),
        Command::Schema(args) => schema::run(args, console),
        Command::Completions(shell) => completions::run(cli, *shell, console),
    };
    done.unwrap_or_else(|Stop { exit, diag }| {
        console.complain(&diag);
        exit
    })
}
