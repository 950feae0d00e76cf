//! The nodes of a memory file system, and the faults that can be set on it.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, ErrorKind},
    sync::Arc,
};

use camino::{Utf8Path, Utf8PathBuf};

use crate::vfs::{Kind, Listed, LockError, Stat, TEMP_PREFIX};

/// Places are written `/a/b`, the root `""`; `nodes` has them by [`Store::key`].
#[derive(Clone, Debug, Default)]
pub(super) struct Store {
    nodes: BTreeMap<String, Node>,
    locks: BTreeSet<String>,
    clock: u32,
    pub(super) case_insensitive: bool,
    pub(super) ops: u64,
    pub(super) faults: Faults,
}

#[derive(Clone, Debug)]
struct Node {
    /// As it was spelt when it was made.
    place: String,
    content: Content,
    stat: Stat,
}

#[derive(Clone, Debug)]
pub(super) enum Content {
    File(Arc<[u8]>),
    Dir,
    Link(Utf8PathBuf),
}

#[derive(Clone, Debug, Default)]
pub(super) struct Faults {
    pub(super) ops_left: Option<u64>,
    pub(super) bytes_left: Option<u64>,
    killed: bool,
    read_only: Vec<String>,
    unreadable: Vec<String>,
}

/// The root is always there and never changes.
const ROOT: Stat = Stat { kind: Kind::Dir, size: 0, mtime: 0, ctime: 0, inode: 0 };

/// Linux follows no more links than this on one path.
const MAX_HOPS: usize = 40;

impl Store {
    pub(super) fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        match self.at(&self.resolve(path, true)?)? {
            Content::File(bytes) => Ok(bytes.to_vec()),
            Content::Dir => Err(ErrorKind::IsADirectory.into()),
            Content::Link(_) => Err(ErrorKind::NotFound.into()),
        }
    }

    pub(super) fn stat(&self, path: &Utf8Path) -> io::Result<Stat> {
        self.stat_of(&self.resolve(path, false)?)
    }

    pub(super) fn stat_of(&self, place: &str) -> io::Result<Stat> {
        if place.is_empty() {
            return Ok(ROOT);
        }
        self.node(place).map(|node| node.stat).ok_or_else(|| ErrorKind::NotFound.into())
    }

    pub(super) fn list(&self, dir: &Utf8Path) -> io::Result<Vec<Listed>> {
        let place = self.resolve(dir, true)?;
        if !matches!(self.at(&place)?, Content::Dir) {
            return Err(ErrorKind::NotADirectory.into());
        }
        let above = format!("{}/", self.key(&place));
        let below =
            self.nodes.range(above.clone()..).take_while(|(key, _)| key.starts_with(&above));
        let direct = below.filter(|(key, _)| !key[above.len()..].contains('/'));
        let mut names: Vec<_> = direct.map(|(_, node)| node.listed()).collect();
        names.sort_unstable();
        Ok(names)
    }

    pub(super) fn canonical(&self, path: &Utf8Path) -> io::Result<Utf8PathBuf> {
        let place = self.resolve(path, true)?;
        self.stat_of(&place)?;
        Ok(if place.is_empty() { "/".into() } else { place.into() })
    }

    pub(super) fn write_atomic(&mut self, path: &Utf8Path, bytes: &[u8]) -> io::Result<Stat> {
        let place = self.resolve(path, false)?;
        let parent = parent(&place).to_owned();
        let temp = format!("{parent}/{TEMP_PREFIX}{}", self.clock);
        let half: Arc<[u8]> = bytes[..bytes.len() / 2].into();
        self.change(&place)?;
        self.insert(temp.clone(), Content::File(half));
        self.change(&place)?;
        if let Err(error) = self.spend(bytes.len()) {
            self.nodes.remove(&self.key(&temp));
            return Err(error);
        }
        self.insert(temp.clone(), Content::File(bytes.into()));
        self.change(&place)?;
        self.nodes.remove(&self.key(&temp));
        if matches!(self.at(&place), Ok(Content::Dir)) {
            return Err(ErrorKind::IsADirectory.into());
        }
        Ok(self.insert(place, Content::File(bytes.into())))
    }

    pub(super) fn write_new(&mut self, path: &Utf8Path, bytes: &[u8]) -> io::Result<Stat> {
        let place = self.resolve(path, false)?;
        if self.node(&place).is_some() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        self.change(&place)?;
        self.insert(place.clone(), Content::File(bytes[..bytes.len() / 2].into()));
        self.change(&place)?;
        self.spend(bytes.len())?;
        Ok(self.insert(place, Content::File(bytes.into())))
    }

    pub(super) fn move_folder(&mut self, from: &Utf8Path, to: &Utf8Path) -> io::Result<()> {
        let (from, to) = (self.resolve(from, false)?, self.resolve(to, false)?);
        if !matches!(self.at(&from)?, Content::Dir) {
            return Err(ErrorKind::NotADirectory.into());
        }
        if self.node(&to).is_some() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        self.change(&to)?;
        let (own, below) = (self.key(&from), format!("{}/", self.key(&from)));
        let moved = |key: &String, _: &mut Node| *key == own || key.starts_with(&below);
        let nodes: Vec<Node> = self.nodes.extract_if(.., moved).map(|(_, node)| node).collect();
        for mut node in nodes {
            node.place = format!("{to}{}", &node.place[from.len()..]);
            self.nodes.insert(self.key(&node.place), node);
        }
        Ok(())
    }

    pub(super) fn create_dir_all(&mut self, path: &Utf8Path) -> io::Result<()> {
        let mut missing = vec![];
        let mut above = Some(path);
        while let Some(dir) = above {
            match self.resolve(dir, true) {
                Err(error) if error.kind() == ErrorKind::NotFound => missing.push(dir),
                Err(error) => return Err(error),
                Ok(place) => match self.node(&place).map(|node| &node.content) {
                    Some(Content::Dir) => break,
                    Some(_) => return Err(ErrorKind::AlreadyExists.into()),
                    None => missing.push(dir),
                },
            }
            above = dir.parent();
        }
        for dir in missing.into_iter().rev() {
            let place = self.resolve(dir, true)?;
            self.change(&place)?;
            self.insert(place, Content::Dir);
        }
        Ok(())
    }

    pub(super) fn remove_file(&mut self, path: &Utf8Path) -> io::Result<()> {
        let place = self.resolve(path, false)?;
        if matches!(self.at(&place)?, Content::Dir) {
            return Err(ErrorKind::IsADirectory.into());
        }
        self.remove(&place)
    }

    pub(super) fn remove_dir(&mut self, path: &Utf8Path) -> io::Result<()> {
        let place = self.resolve(path, false)?;
        if !matches!(self.at(&place)?, Content::Dir) {
            return Err(ErrorKind::NotADirectory.into());
        }
        let above = format!("{}/", self.key(&place));
        if self.nodes.range(above.clone()..).next().is_some_and(|(key, _)| key.starts_with(&above))
        {
            return Err(ErrorKind::DirectoryNotEmpty.into());
        }
        self.remove(&place)
    }

    pub(super) fn lock(&mut self, path: &Utf8Path) -> Result<String, LockError> {
        let place = self.resolve(path, true).map_err(LockError::Io)?;
        self.change(&place).map_err(LockError::Io)?;
        if !self.locks.insert(place.clone()) {
            return Err(LockError::Held { who: Some("memory".to_owned()) });
        }
        self.insert(place.clone(), Content::File("memory".as_bytes().into()));
        Ok(place)
    }

    pub(super) fn unlock(&mut self, place: &str) {
        self.locks.remove(place);
    }

    pub(super) fn put(&mut self, path: &Utf8Path, content: Content) {
        let names: Vec<_> = path.as_str().split('/').filter(|name| !name.is_empty()).collect();
        let mut place = String::new();
        for name in &names[..names.len().saturating_sub(1)] {
            place = format!("{place}/{name}");
            if self.node(&place).is_none() {
                self.insert(place.clone(), Content::Dir);
            }
        }
        if let Some(name) = names.last() {
            self.insert(format!("{place}/{name}"), content);
        }
    }

    pub(super) fn files(&self) -> BTreeMap<Utf8PathBuf, Vec<u8>> {
        let file = |node: &Node| match &node.content {
            Content::File(bytes) => Some((node.place[1..].into(), bytes.to_vec())),
            Content::Dir | Content::Link(_) => None,
        };
        self.nodes.values().filter_map(file).collect()
    }

    pub(super) fn dirs(&self) -> Vec<Utf8PathBuf> {
        let dirs = self.nodes.values().filter(|node| node.stat.is_dir());
        dirs.map(|node| node.place[1..].into()).collect()
    }

    pub(super) fn forbid_writing(&mut self, path: &Utf8Path) {
        self.faults.read_only.push(absolute(path));
    }

    pub(super) fn forbid_reading(&mut self, path: &Utf8Path) {
        self.faults.unreadable.push(absolute(path));
    }

    pub(super) fn heal(&mut self) {
        self.faults = Faults::default();
        self.locks.clear();
    }

    /// The place that `path` means, its parent a folder that exists, itself perhaps not. Links are
    /// followed, the last one only when `follow`.
    pub(super) fn resolve(&self, path: &Utf8Path, follow: bool) -> io::Result<String> {
        if self.faults.killed {
            return Err(killed());
        }
        let mut at = String::new();
        let mut rest: Vec<String> = names(path.as_str()).collect();
        let mut hops = 0;
        while let Some(name) = rest.pop() {
            match name.as_str() {
                "." => continue,
                ".." => {
                    at.truncate(parent(&at).len());
                    continue;
                }
                _ => {}
            }
            if !at.is_empty() && !matches!(self.at(&at)?, Content::Dir) {
                return Err(ErrorKind::NotADirectory.into());
            }
            let next = format!("{at}/{name}");
            let node = self.node(&next);
            match node.map(|node| (&node.place, &node.content)) {
                Some((_, Content::Link(target))) if follow || !rest.is_empty() => {
                    hops += 1;
                    if hops > MAX_HOPS {
                        return Err(io::Error::other("too many levels of symbolic links"));
                    }
                    if target.as_str().starts_with('/') {
                        at.clear();
                    }
                    rest.extend(names(target.as_str()));
                }
                Some((place, _)) => at.clone_from(place),
                None => at = next,
            }
        }
        Ok(at)
    }

    /// What stands at a place, for reading.
    fn at(&self, place: &str) -> io::Result<&Content> {
        if place.is_empty() {
            return Ok(&Content::Dir);
        }
        if covers(&self.faults.unreadable, place) {
            return Err(ErrorKind::PermissionDenied.into());
        }
        self.node(place).map(|node| &node.content).ok_or_else(|| ErrorKind::NotFound.into())
    }

    fn node(&self, place: &str) -> Option<&Node> {
        self.nodes.get(&self.key(place))
    }

    fn key(&self, place: &str) -> String {
        if self.case_insensitive { place.to_lowercase() } else { place.to_owned() }
    }

    fn insert(&mut self, place: String, content: Content) -> Stat {
        self.clock += 1;
        let now = i64::from(self.clock) * 1_000_000;
        let (kind, size) = match &content {
            Content::File(bytes) => (Kind::File, bytes.len()),
            Content::Dir => (Kind::Dir, 0),
            Content::Link(target) => (Kind::Link, target.as_str().len()),
        };
        let stat =
            Stat { kind, size: size as u64, mtime: now, ctime: now, inode: u64::from(self.clock) };
        self.nodes.insert(self.key(&place), Node { place, content, stat });
        stat
    }

    fn remove(&mut self, place: &str) -> io::Result<()> {
        self.change(place)?;
        self.nodes.remove(&self.key(place));
        Ok(())
    }

    /// Counts one change at `place`, unless a fault forbids it.
    fn change(&mut self, place: &str) -> io::Result<()> {
        if self.faults.ops_left == Some(0) {
            self.faults.killed = true;
        }
        if self.faults.killed {
            return Err(killed());
        }
        if covers(&self.faults.read_only, place) {
            return Err(ErrorKind::PermissionDenied.into());
        }
        self.faults.ops_left = self.faults.ops_left.map(|left| left - 1);
        self.ops += 1;
        Ok(())
    }

    fn spend(&mut self, bytes: usize) -> io::Result<()> {
        let bytes = bytes as u64;
        match &mut self.faults.bytes_left {
            Some(left) if *left < bytes => Err(ErrorKind::StorageFull.into()),
            Some(left) => {
                *left -= bytes;
                Ok(())
            }
            None => Ok(()),
        }
    }
}

impl Node {
    fn listed(&self) -> Listed {
        let name = self.place.rsplit('/').next().unwrap_or_default();
        Listed { name: name.to_owned(), kind: self.stat.kind }
    }
}

fn killed() -> io::Error {
    io::Error::other("the process was killed")
}

/// The names of a path, the last one first.
fn names(path: &str) -> impl Iterator<Item = String> {
    path.split('/').rev().filter(|name| !name.is_empty()).map(str::to_owned)
}

fn parent(place: &str) -> &str {
    place.rsplit_once('/').map_or("", |(parent, _)| parent)
}

fn absolute(path: &Utf8Path) -> String {
    let path = path.as_str().trim_matches('/');
    if path.is_empty() { String::new() } else { format!("/{path}") }
}

fn covers(roots: &[String], place: &str) -> bool {
    let under = |root: &String| {
        place
            .strip_prefix(root.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    roots.iter().any(under)
}
