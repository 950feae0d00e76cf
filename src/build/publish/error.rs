//! Why an output folder was not written, and what to do about it.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use crate::{
    build::manifest::Corrupt,
    diag::{Diagnostic, Text},
    vfs::Kind,
};

/// Why a publication failed. All but `Io` come before the first change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublishError {
    /// The folder holds files and no manifest.
    Foreign { out: Utf8PathBuf, files: Sample },
    /// Files that huikan did not write stand where outputs belong.
    Occupied { out: Utf8PathBuf, files: Sample },
    /// The folder is, contains or lies in a folder of sources.
    SourceFolder { out: Utf8PathBuf, source: Utf8PathBuf },
    /// A file, a link or a device stands in the folder's place.
    NotAFolder { out: Utf8PathBuf, kind: Kind },
    /// The manifest or the journal cannot be trusted.
    BadManifest { file: Utf8PathBuf, why: Corrupt },
    /// An output's path does not name a file inside the folder.
    BadPath { path: String },
    /// Two outputs cannot stand side by side: their paths are one, or one is the other's folder.
    Clash { path: String },
    /// A file that the survey found in its place is not as it was.
    Lost { path: String },
    /// The machine failed.
    Io(IoFailure),
}

/// A few of many names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    pub some: Vec<String>,
    pub more: usize,
}

/// What huikan was about to do when the machine failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Look,
    List,
    Read,
    Write,
    CreateFolder,
    Remove,
    Lock,
}

/// A failure of the machine: a full disk, a want of permission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IoFailure {
    pub path: Utf8PathBuf,
    pub op: Op,
    pub kind: io::ErrorKind,
    pub text: String,
}

impl Sample {
    const SIZE: usize = 5;

    /// `None` when there are none.
    pub fn of(names: impl IntoIterator<Item = String>) -> Option<Self> {
        let mut names = names.into_iter();
        let some: Vec<_> = names.by_ref().take(Self::SIZE).collect();
        let more = names.count();
        (!some.is_empty()).then_some(Sample { some, more })
    }

    fn zh(&self) -> String {
        let more =
            if self.more > 0 { format!("（另有 {} 个）", self.more) } else { String::new() };
        format!("{}{more}", self.some.join("、"))
    }

    fn en(&self) -> String {
        let more = if self.more > 0 { format!(" and {} more", self.more) } else { String::new() };
        format!("{}{more}", self.some.join(", "))
    }
}

impl PublishError {
    /// Whether the machine failed, not the content nor the command.
    pub fn is_machine(&self) -> bool {
        matches!(self, PublishError::Io(_))
    }

    pub fn to_diagnostic(&self) -> Diagnostic {
        match self {
            PublishError::Foreign { out, files } => foreign(out, files),
            PublishError::Occupied { out, files } => occupied(out, files),
            PublishError::SourceFolder { out, source } => source_folder(out, source),
            PublishError::NotAFolder { out, kind } => not_a_folder(out, *kind),
            PublishError::BadManifest { file, why } => bad_manifest(file, why),
            PublishError::BadPath { path } => bad_path(path),
            PublishError::Clash { path } => clash(path),
            PublishError::Lost { path } => lost(path),
            PublishError::Io(failure) => failure.to_diagnostic("publish/io"),
        }
    }
}

fn foreign(out: &Utf8Path, files: &Sample) -> Diagnostic {
    Diagnostic::error(
        "publish/foreign-files",
        format!("输出文件夹 {out} 里有不是 huikan 写的文件：{}", files.zh()),
        format!("the output folder {out} holds files that huikan did not write: {}", files.en()),
    )
    .hint(
        "为免误删，什么也没有写。请用 --out 另选一个空文件夹，或先把这些文件移走",
        "nothing was written, lest they be lost: choose an empty folder with --out, or move them away",
    )
}

fn occupied(out: &Utf8Path, files: &Sample) -> Diagnostic {
    Diagnostic::error(
        "publish/occupied",
        format!("输出文件夹 {out} 里，要写网页的位置已有别人的文件：{}", files.zh()),
        format!(
            "in the output folder {out}, files of others stand where pages belong: {}",
            files.en()
        ),
    )
    .hint(
        "什么也没有写。请把这些文件移走，或改动相应稿件的网址（slug）",
        "nothing was written: move them away, or change the slug of the article concerned",
    )
}

fn source_folder(out: &Utf8Path, source: &Utf8Path) -> Diagnostic {
    Diagnostic::error(
        "publish/source-folder",
        format!("不能输出到 {out}：它与会刊的源文件夹 {source} 重叠"),
        format!("cannot write into {out}: it overlaps the bulletin's source folder {source}"),
    )
    .hint(
        "请用 --out 另选一个文件夹，例如 public",
        "choose another folder with --out, such as public",
    )
}

fn not_a_folder(out: &Utf8Path, kind: Kind) -> Diagnostic {
    let (zh, en) = match kind {
        Kind::Link => ("链接", "a link"),
        _ => ("文件", "a file"),
    };
    Diagnostic::error(
        "publish/not-a-folder",
        format!("不能输出到 {out}：它是一个{zh}，不是文件夹"),
        format!("cannot write into {out}: it is {en}, no folder"),
    )
    .hint("请删去它，或用 --out 另选一个文件夹", "remove it, or choose another folder with --out")
}

fn bad_manifest(file: &Utf8Path, why: &Corrupt) -> Diagnostic {
    let why = match why {
        Corrupt::NoManifest => Text::new("它不是 huikan 的清单", "it is no manifest of huikan"),
        Corrupt::Newer => Text::new("它出自更新版本的 huikan", "a later huikan wrote it"),
        Corrupt::Line(n) => Text::new(format!("第 {n} 行已损坏"), format!("line {n} is damaged")),
    };
    Diagnostic::error(
        "publish/bad-manifest",
        format!("读不懂输出清单 {file}：{}", why.zh),
        format!("cannot make sense of the manifest {file}: {}", why.en),
    )
    .hint(
        "没有它就分不清哪些文件可以改写，所以什么也没有写。请从 git 恢复它，或清空它所在的文件夹后重新生成",
        "without it nobody knows which files may be replaced, so nothing was written: restore it from git, or empty its folder and build anew",
    )
}

fn bad_path(path: &str) -> Diagnostic {
    Diagnostic::error(
        "publish/bad-path",
        format!("不能写入“{path}”：这不是输出文件夹里的正常路径"),
        format!("cannot write {path:?}: it is no proper path inside the output folder"),
    )
    .hint(
        "路径里不能有 ..、反斜杠或控制字符，也不能用 huikan 自用的文件名。请改 slug、aliases 或素材的文件名",
        "a path has no .., backslash or control character and is no name that huikan itself uses: change the slug, the alias or the asset's name",
    )
}

fn clash(path: &str) -> Diagnostic {
    Diagnostic::error(
        "publish/clash",
        format!("两个输出不能并存：{path} 既是一个文件，又是另一个文件或文件夹"),
        format!(
            "two outputs cannot stand side by side: {path} is a file and another file or folder too"
        ),
    )
    .hint("请改其中一个的 slug 或 aliases", "change the slug or the alias of one of them")
}

fn lost(path: &str) -> Diagnostic {
    Diagnostic::error(
        "publish/changed-meanwhile",
        format!("生成期间，{path} 被别的程序改动了"),
        format!("{path} was changed by another program during the build"),
    )
    .hint("请再生成一次", "build once more")
}

impl IoFailure {
    pub(crate) fn new(path: &Utf8Path, op: Op, error: &io::Error) -> Self {
        IoFailure { path: path.to_owned(), op, kind: error.kind(), text: error.to_string() }
    }

    pub(crate) fn to_diagnostic(&self, code: &'static str) -> Diagnostic {
        let (path, op, (why, cure)) = (&self.path, self.op.text(), self.reason());
        Diagnostic::error(
            code,
            format!("无法{} {path}：{}", op.zh, why.zh),
            format!("cannot {} {path}: {}", op.en, why.en),
        )
        .hint(cure.zh, cure.en)
    }

    /// Why, and what to do.
    fn reason(&self) -> (Text, Text) {
        use io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        let text = &self.text;
        match self.kind {
            StorageFull | QuotaExceeded => (
                Text::new(format!("磁盘已满（{text}）"), format!("the disk is full ({text})")),
                Text::new(
                    "请腾出空间，再生成一次；已有的文件都完好",
                    "free some space and build once more; every file there is whole",
                ),
            ),
            PermissionDenied | ReadOnlyFilesystem => (
                Text::new(format!("没有权限（{text}）"), format!("permission is wanting ({text})")),
                Text::new(
                    "请让这个路径可以写入，再试一次",
                    "make this path writable and try again",
                ),
            ),
            _ => (
                Text::new(text.clone(), text.clone()),
                Text::new(
                    "请检查这个路径和磁盘，再生成一次；已有的文件都完好",
                    "check this path and the disk, and build once more; every file there is whole",
                ),
            ),
        }
    }
}

impl Op {
    fn text(self) -> Text {
        match self {
            Op::Look => Text::new("查看", "look at"),
            Op::List => Text::new("列出", "list"),
            Op::Read => Text::new("读取", "read"),
            Op::Write => Text::new("写入", "write"),
            Op::CreateFolder => Text::new("创建文件夹", "create the folder"),
            Op::Remove => Text::new("删除", "remove"),
            Op::Lock => Text::new("锁定", "lock"),
        }
    }
}
