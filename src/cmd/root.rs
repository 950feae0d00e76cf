//! Which folder is the bulletin, and how its files are called here.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::{Console, Stop, reason};
use crate::diag::{Diagnostic, FileId, Sources};

/// The bulletin's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Root {
    /// Absolute.
    pub path: Utf8PathBuf,
    /// As seen from the current folder, empty for that folder itself: what is printed, so that an
    /// editor or a terminal can open it.
    pub shown: Utf8PathBuf,
}

impl Root {
    /// A path below the root as it is printed.
    pub fn show(&self, below: &str) -> String {
        self.shown.join(below).into_string()
    }
}

/// The folder given, or the nearest one upward that holds `content/site.yaml`, or else `content`.
pub(super) fn find(given: Option<&Utf8Path>, console: &Console) -> Result<Root, Stop> {
    let here = current_dir(console)?;
    match given {
        Some(given) => named(given, &here, console),
        None => upward(&here, "content/site.yaml", console)
            .or_else(|| upward(&here, "content", console))
            .ok_or_else(|| nowhere(&here)),
    }
}

pub(super) fn current_dir(console: &Console) -> Result<Utf8PathBuf, Stop> {
    console.host.current_dir().map_err(|error| Stop::io(Utf8Path::new("."), &error))
}

fn named(given: &Utf8Path, here: &Utf8Path, console: &Console) -> Result<Root, Stop> {
    let path = here.join(given);
    let listed = console.vfs.list(&path);
    let shown = if given == "." { Utf8PathBuf::new() } else { given.to_owned() };
    listed.map(|_| Root { path, shown }).map_err(|error| {
        let why = reason(&error);
        Stop::usage(
            Diagnostic::error(
                "usage/root",
                format!("打不开文件夹 {given}：{}", why.zh),
                format!("cannot open the folder {given}: {}", why.en),
            )
            .hint("检查 --root 后面的路径", "look at the path after --root"),
        )
    })
}

fn upward(here: &Utf8Path, sign: &str, console: &Console) -> Option<Root> {
    let mut shown = Utf8PathBuf::new();
    for folder in here.ancestors() {
        if console.vfs.stat(&folder.join(sign)).is_ok() {
            return Some(Root { path: folder.to_owned(), shown });
        }
        shown.push("..");
    }
    None
}

fn nowhere(here: &Utf8Path) -> Stop {
    Stop::usage(
        Diagnostic::error(
            "usage/no-bulletin",
            format!("这里没有会刊：{here} 和它上面的文件夹里都没有 content/site.yaml"),
            format!("no bulletin here: neither {here} nor a folder above it has content/site.yaml"),
        )
        .hint(
            "新建一份：huikan init 我的会刊；已有会刊：先进入它的文件夹，或加 --root 文件夹",
            "start one: huikan init my-bulletin; or enter its folder, or add --root DIR",
        ),
    )
}

/// Files of the bulletin under the names that they have from the current folder.
pub(super) struct Shown<'a> {
    pub root: &'a Root,
    pub sources: &'a dyn Sources,
}

impl Sources for Shown<'_> {
    fn name(&self, file: FileId) -> String {
        self.root.show(&self.sources.name(file))
    }

    fn text(&self, file: FileId) -> Option<Arc<str>> {
        self.sources.text(file)
    }
}
