//! All source files of a run, numbered, and what is wrong with them as files.

use std::io;
use std::sync::{Arc, OnceLock};

use camino::{Utf8Path, Utf8PathBuf};
use foldhash::{HashMap, HashMapExt};

use super::walked::Walk;
use crate::content::MAX_FILE_BYTES;
use crate::diag::{Diagnostic, FileId, Sources, Span};
use crate::site::is_picture;
use crate::vfs::{Problem, ProblemKind, Scan, Stat, Vfs};

/// One source file: where it lies and what an editor calls it.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Relative to the bulletin's root, with `/`: `content/news/2019/10/x.md`.
    pub name: String,
    /// On the disk; nothing for a file that is compiled into the program.
    pub path: Utf8PathBuf,
    pub stat: Option<Stat>,
    /// Its bytes, where they are held in memory: never read from the disk.
    pub held: Option<Arc<[u8]>>,
}

/// Where files are read from: lent for one run, or shared by whoever keeps a state of the bulletin.
#[derive(Clone)]
enum Door<'a> {
    Lent(&'a dyn Vfs),
    Shared(Arc<dyn Vfs>),
}

impl Door<'_> {
    fn vfs(&self) -> &dyn Vfs {
        match self {
            Door::Lent(vfs) => *vfs,
            Door::Shared(vfs) => &**vfs,
        }
    }
}

/// The files of a run. A [`FileId`] is a place in this list. Clones share what they can.
#[derive(Clone)]
pub struct Files<'a> {
    door: Door<'a>,
    list: Vec<Arc<SourceFile>>,
    /// Made when a file is first looked for: of a bulletin of words alone none is.
    by_name: OnceLock<Arc<HashMap<String, FileId>>>,
    /// Walks over folders that were not numbered yet.
    ahead: HashMap<String, Scan>,
    /// What was walked and numbered.
    walks: Vec<Walk>,
}

impl<'a> Files<'a> {
    pub fn new(vfs: &'a dyn Vfs) -> Self {
        Self::through(Door::Lent(vfs))
    }

    /// Files that outlive the run.
    pub fn shared(vfs: Arc<dyn Vfs>) -> Files<'static> {
        Files::through(Door::Shared(vfs))
    }

    fn through(door: Door<'a>) -> Self {
        let (list, walks) = (vec![], vec![]);
        Files { door, list, by_name: OnceLock::new(), ahead: HashMap::new(), walks }
    }

    /// Walks `root/dir` before it is known whether its files will be needed: [`Files::scan`] numbers
    /// them without another walk.
    pub fn walk_ahead(&mut self, root: &Utf8Path, dir: &str) -> Walk {
        let scan = self.door.vfs().scan(&root.join(dir));
        let walk = Walk::of(dir, &scan);
        self.ahead.insert(dir.to_owned(), scan);
        walk
    }

    /// A walk that was made ahead and not numbered yet.
    pub fn ahead(&self, dir: &str) -> Option<&Scan> {
        self.ahead.get(dir)
    }

    /// Takes over a walk that others made ahead.
    pub fn take_over(&mut self, dir: &str, scan: Scan) {
        self.ahead.insert(dir.to_owned(), scan);
    }

    /// Every walk whose files were numbered, in their order.
    pub fn walks(&self) -> &[Walk] {
        &self.walks
    }

    /// Adds every file under `root/dir`. Problems of the walk become diagnostics; a folder that is
    /// not there is one only when `required`.
    pub fn scan(
        &mut self,
        root: &Utf8Path,
        dir: &str,
        required: bool,
    ) -> (Vec<FileId>, Vec<Diagnostic>) {
        let ahead = self.ahead.remove(dir);
        let scan = ahead.unwrap_or_else(|| self.door.vfs().scan(&root.join(dir)));
        self.walks.push(Walk::of(dir, &scan));
        self.list.reserve(scan.entries.len());
        let mut ids = Vec::with_capacity(scan.entries.len());
        let folder = root.join(dir);
        for entry in scan.entries {
            let length = folder.as_str().len() + "/".len() + entry.raw.as_str().len();
            let mut path = Utf8PathBuf::with_capacity(length);
            path.push(&folder);
            path.push(&entry.raw);
            ids.push(self.add(SourceFile {
                name: [dir, "/", entry.path.as_str()].concat(),
                path,
                stat: Some(entry.stat),
                held: None,
            }));
        }
        let problems = scan.problems.iter().filter(|p| required || p.kind != ProblemKind::Missing);
        let diags = problems.map(|problem| self.problem(dir, problem)).collect();
        (ids, diags)
    }

    /// Adds one file. The first of a name is the one that is found by it.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        let id = FileId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        if let Some(by_name) = self.by_name.get_mut() {
            Arc::make_mut(by_name).entry(file.name.clone()).or_insert(id);
        }
        self.list.push(Arc::new(file));
        id
    }

    /// Puts a later state of a file in its place; its name stays.
    pub fn replace(&mut self, id: FileId, file: SourceFile) {
        if let Some(place) = self.list.get_mut(id.0 as usize) {
            *place = Arc::new(file);
        }
    }

    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.list.get(id.0 as usize).map(|file| &**file)
    }

    /// All files with their numbers, in no order that means anything.
    pub fn all(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0u32..).map(FileId).zip(self.list.iter().map(|file| &**file))
    }

    pub fn find(&self, name: &str) -> Option<FileId> {
        let by_name = self.by_name.get_or_init(|| {
            let mut by_name = HashMap::with_capacity(self.list.len());
            for (id, file) in self.all() {
                by_name.entry(file.name.clone()).or_insert(id);
            }
            Arc::new(by_name)
        });
        by_name.get(name).copied()
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// The file can no longer be read.
    pub fn read(&self, id: FileId) -> Result<Vec<u8>, Diagnostic> {
        let Some(file) = self.get(id) else { return Ok(vec![]) };
        match &file.held {
            Some(bytes) => Ok(bytes.to_vec()),
            None => {
                let bytes = self.door.vfs().read(&file.path);
                bytes.map_err(|error| unread(id, &error))
            }
        }
    }

    /// Like [`Files::read`], into `room` where the file is not held in memory: see
    /// [`Vfs::read_into`].
    ///
    /// # Errors
    /// The file can no longer be read.
    pub fn read_into<'r>(
        &'r self,
        id: FileId,
        room: &'r mut Vec<u8>,
    ) -> Result<&'r [u8], Diagnostic> {
        let Some(file) = self.get(id) else { return Ok(&[]) };
        let size = file.stat.map_or(0, |stat| stat.size);
        match &file.held {
            Some(bytes) => Ok(bytes),
            None => {
                let bytes = self.door.vfs().read_into(&file.path, size, room);
                bytes.map_err(|error| unread(id, &error))
            }
        }
    }

    /// The door that files are read through.
    pub(super) fn vfs(&self) -> &dyn Vfs {
        self.door.vfs()
    }

    pub(super) fn problem(&mut self, dir: &str, problem: &Problem) -> Diagnostic {
        let name = if problem.path.as_str().is_empty() {
            dir.to_owned()
        } else {
            format!("{dir}/{}", problem.path)
        };
        let (code, zh, en, hint_zh, hint_en) = words(&name, &problem.kind);
        Diagnostic::error(code, zh, en).at(self.path(name)).hint(hint_zh, hint_en)
    }

    /// A place that is shown by its path alone: there is no text in it to be quoted, or none that
    /// would help.
    pub fn path(&mut self, name: String) -> Span {
        let file = SourceFile { name, path: Utf8PathBuf::new(), stat: None, held: None };
        Span::top(self.add(file))
    }
}

pub(super) fn unread(id: FileId, error: &io::Error) -> Diagnostic {
    Diagnostic::error(
        "files/read",
        format!("读不了这个文件：{error}"),
        format!("cannot read this file: {error}"),
    )
    .at(Span::top(id))
    .hint("核对文件是否还在、是否有读取权限", "check that it is still there and may be read")
}

type Words = (&'static str, String, String, &'static str, &'static str);

fn words(name: &str, kind: &ProblemKind) -> Words {
    match kind {
        ProblemKind::Loop => (
            "files/loop",
            "这个链接绕回了它所在的文件夹".into(),
            "this link leads back to a folder that it lies in".into(),
            "删掉这个链接",
            "remove the link",
        ),
        ProblemKind::LinkOutside => (
            "files/link-outside",
            format!("这个链接指到了 {} 文件夹之外", top(name)),
            format!("this link leads out of the folder {}", top(name)),
            "把文件本身放进来，不要用链接",
            "put the file itself here instead of a link",
        ),
        ProblemKind::BrokenLink => (
            "files/broken-link",
            "这个链接指向的文件不存在".into(),
            "this link leads to nothing".into(),
            "删掉这个链接，或把文件放回去",
            "remove the link, or put the file back",
        ),
        ProblemKind::NotUtf8Name => (
            "files/name",
            "文件名的编码不是 UTF-8（可能是在旧的中文系统上压缩的）".into(),
            "the file's name is not UTF-8".into(),
            "给文件改个名，用英文或重新打一遍汉字",
            "rename the file",
        ),
        ProblemKind::Special => (
            "files/special",
            "这不是普通文件（是管道、设备之类）".into(),
            "this is no ordinary file but a pipe or a device".into(),
            "把它移出这个文件夹",
            "move it out of this folder",
        ),
        ProblemKind::NotADirectory => (
            "files/not-a-folder",
            format!("{name} 是一个文件，应当是文件夹"),
            format!("{name} is a file, but should be a folder"),
            "把这个文件移走，建一个同名文件夹；或用 --root 指向会刊所在的文件夹",
            "move the file away and make a folder of this name, or point --root at the bulletin's folder",
        ),
        ProblemKind::Missing => (
            "files/missing",
            format!("没有 {name} 文件夹"),
            format!("there is no folder {name}"),
            "用 huikan init 建一份新的会刊，或用 --root 指向会刊所在的文件夹",
            "make a new bulletin with huikan init, or point --root at the bulletin's folder",
        ),
        ProblemKind::Io(_, text) => (
            "files/io",
            format!("打不开：{text}"),
            format!("cannot be opened: {text}"),
            "看看这个文件夹能不能打开、有没有读取权限",
            "check that it can be opened and that you may read it",
        ),
    }
}

fn top(name: &str) -> &str {
    name.split('/').next().unwrap_or(name)
}

impl Sources for Files<'_> {
    fn name(&self, file: FileId) -> String {
        self.get(file).map(|file| file.name.clone()).unwrap_or_default()
    }

    fn text(&self, file: FileId) -> Option<Arc<str>> {
        let source = self.get(file)?;
        let nothing = source.path.as_str().is_empty() && source.held.is_none();
        // Nobody reads a photograph as text.
        let pixels =
            is_picture(&source.name) && !source.name.to_ascii_lowercase().ends_with(".svg");
        if nothing || pixels || source.stat.is_some_and(|stat| stat.size > MAX_FILE_BYTES) {
            return None;
        }
        let bytes = self.read(file).ok()?;
        Some(match String::from_utf8(bytes) {
            Ok(text) => Arc::from(text),
            Err(error) => Arc::from(String::from_utf8_lossy(error.as_bytes()).as_ref()),
        })
    }
}
