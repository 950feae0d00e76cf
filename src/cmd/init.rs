//! `huikan init`: a bulletin that builds at once.

use camino::{Utf8Path, Utf8PathBuf};

use super::{Cli, Console, Exit, InitArgs, Stop, root, starter};
use crate::diag::{Diagnostic, Lang};

/// So many names of a folder that is not empty are listed.
const LISTED: usize = 8;

pub(super) fn run(cli: &Cli, args: &InitArgs, console: &mut Console) -> Result<Exit, Stop> {
    let given = args.dir.as_ref().or(cli.root.as_ref());
    let here = root::current_dir(console)?;
    let folder = given.map_or(here.clone(), |dir| here.join(dir));
    vacant(&folder, console)?;
    let mut written = 0;
    for (name, text) in starter::FILES {
        written += usize::from(add(&folder.join(name), text, console)?);
    }
    let text = next_steps(given, written, console.lang());
    console.print(&text);
    Ok(Exit::Done)
}

/// Only a folder without visible files is used, so that nobody's files are mixed with the sample's.
fn vacant(folder: &Utf8Path, console: &Console) -> Result<(), Stop> {
    let listed = match console.vfs.list(folder) {
        Ok(listed) => listed,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
            return Err(no_folder(folder));
        }
        Err(error) => return Err(Stop::io(folder, &error)),
    };
    let names: Vec<String> =
        listed.into_iter().map(|file| file.name).filter(|name| !name.starts_with('.')).collect();
    if names.is_empty() { Ok(()) } else { Err(occupied(folder, &names)) }
}

fn no_folder(folder: &Utf8Path) -> Stop {
    Stop::usage(
        Diagnostic::error(
            "usage/not-a-folder",
            format!("{folder} 是一个文件，不是文件夹"),
            format!("{folder} is a file, not a folder"),
        )
        .hint(
            "换一个文件夹名：huikan init 我的会刊",
            "name another folder: huikan init my-bulletin",
        ),
    )
}

fn occupied(folder: &Utf8Path, names: &[String]) -> Stop {
    let more = names.len().saturating_sub(LISTED);
    let some = &names[..names.len() - more];
    let (zh, en) = match more {
        0 => (some.join("、"), some.join(", ")),
        more => (
            format!("{} 等 {} 个", some.join("、"), names.len()),
            format!("{} and {more} more", some.join(", ")),
        ),
    };
    Stop::usage(
        Diagnostic::error(
            "usage/not-empty",
            format!("{folder} 不是空的，里面有：{zh}"),
            format!("{folder} is not empty; it holds: {en}"),
        )
        .hint(
            "换一个空文件夹：huikan init 我的会刊",
            "choose an empty folder: huikan init my-bulletin",
        ),
    )
}

/// Writes one file, unless it is there: a hidden file such as `.gitignore` may be.
fn add(path: &Utf8Path, text: &str, console: &Console) -> Result<bool, Stop> {
    if console.vfs.stat(path).is_ok() {
        return Ok(false);
    }
    if let Some(folder) = path.parent() {
        console.vfs.create_dir_all(folder).map_err(|error| Stop::io(folder, &error))?;
    }
    console.vfs.write_atomic(path, text.as_bytes()).map_err(|error| Stop::io(path, &error))?;
    Ok(true)
}

fn next_steps(given: Option<&Utf8PathBuf>, written: usize, lang: Lang) -> String {
    let dir = given.map(|dir| dir.as_str()).filter(|dir| *dir != ".");
    let enter = dir.map_or(String::new(), |dir| format!("  cd {}\n", quoted(dir)));
    let name = dir.unwrap_or(if lang == Lang::Zh { "当前文件夹" } else { "this folder" });
    match lang {
        Lang::Zh => format!(
            "已在 {name} 建好会刊（{written} 个文件，内容都是示例，可以改掉）。接下来：\n{enter}  huikan build\n"
        ),
        Lang::En => format!(
            "Made a bulletin in {name} ({written} files; all content is sample text). Next:\n{enter}  huikan build\n"
        ),
    }
}

/// As a shell takes it for one word.
fn quoted(dir: &str) -> String {
    let plain = dir.chars().all(|c| c.is_alphanumeric() || "/._-~".contains(c));
    if plain { dir.to_owned() } else { format!("'{}'", dir.replace('\'', r"'\''")) }
}
