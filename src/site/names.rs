//! Finding the record that an editor's reference means.

use std::borrow::Cow;
use std::sync::OnceLock;

use foldhash::{HashMap, HashMapExt, HashSet};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::assemble::Read;
use super::guess::Guesses;
use crate::content::Kind;
use crate::diag::{Diagnostic, FileId, Span};
use crate::yaml::At;

/// All records by what they can be called, published or not. Numbers are places among the
/// records, and so among the candidates.
pub(super) struct Names<'a> {
    records: &'a [Read],
    by_id: HashMap<(Kind, &'a str), usize>,
    /// Made when the first reference is no whole id.
    by_stem: OnceLock<HashMap<(Kind, &'a str), Stem>>,
    /// Files that could not be read: whole ids and last segments.
    broken: HashSet<(Kind, &'a str)>,
    pub guesses: Guesses<'a>,
}

/// The records whose ids end alike: nearly always one.
enum Stem {
    One(usize),
    Several(Vec<usize>),
}

impl Stem {
    fn add(&mut self, n: usize) {
        match self {
            Stem::One(first) => *self = Stem::Several(vec![*first, n]),
            Stem::Several(all) => all.push(n),
        }
    }
}

impl<'a> Names<'a> {
    pub fn new(records: &'a [Read], broken: &'a [(Kind, String)]) -> Self {
        let mut by_id = HashMap::with_capacity(records.len());
        for (n, (_, record)) in records.iter().enumerate() {
            by_id.insert((record.kind, record.id.as_str()), n);
        }
        let stem = |id: &'a str| id.rsplit('/').next().unwrap_or(id);
        let broken = broken
            .iter()
            .flat_map(|(kind, id)| [(*kind, id.as_str()), (*kind, stem(id))])
            .collect();
        Names { records, by_id, by_stem: OnceLock::new(), broken, guesses: Guesses::new(records) }
    }

    /// The record of `kind` with exactly this id.
    pub fn by_id(&self, kind: Kind, id: &str) -> Option<usize> {
        self.by_id.get(&(kind, id)).copied()
    }

    /// The records of `kind` whose ids end in this segment.
    fn by_stem<'s>(&'s self, kind: Kind, stem: &'s str) -> Option<&'s Stem> {
        let by_stem = self.by_stem.get_or_init(|| {
            let mut by_stem: HashMap<_, Stem> = HashMap::with_capacity(self.records.len());
            for (n, (_, record)) in self.records.iter().enumerate() {
                by_stem
                    .entry((record.kind, record.stem()))
                    .and_modify(|stem| stem.add(n))
                    .or_insert(Stem::One(n));
            }
            by_stem
        });
        by_stem.get(&(kind, stem))
    }

    /// Whether a file of this name is there but could not be read: its own errors say enough.
    pub fn is_broken(&self, kind: Kind, name: &str) -> bool {
        self.broken.contains(&(kind, name))
    }

    /// The record that `reference` names: by its whole id, or by its last segment when only one
    /// record has it. `kind/` before and `.md` behind do no harm.
    ///
    /// # Errors
    /// A dangling or ambiguous reference, with the nearest id or all that fit; nothing when it names
    /// a file that could not be read.
    pub fn resolve(
        &self,
        file: FileId,
        kind: Kind,
        reference: &At<String>,
    ) -> Result<usize, Option<Diagnostic>> {
        let name = normal(&reference.value);
        let name = name.trim();
        let name =
            name.strip_prefix(kind.folder()).and_then(|n| n.strip_prefix('/')).unwrap_or(name);
        let name = name.strip_suffix(".md").unwrap_or(name);
        if let Some(n) = self.by_id(kind, name) {
            return Ok(n);
        }
        match self.by_stem(kind, name) {
            Some(Stem::One(n)) => Ok(*n),
            Some(Stem::Several(several)) => {
                Err(Some(self.ambiguous(kind, name, several, reference.span(file))))
            }
            None if self.is_broken(kind, name) => Err(None),
            None => Err(Some(self.dangling(kind, name, reference.span(file)))),
        }
    }

    fn dangling(&self, kind: Kind, name: &str, span: Span) -> Diagnostic {
        let diag = Diagnostic::error(
            "site/dangling-reference",
            format!("没有编号为“{name}”的{}", kind.zh()),
            format!("there is no {} with the id `{name}`", kind.en()),
        )
        .at(span);
        if let Some(id) = self.guesses.called(kind, name) {
            return diag.hint(
                format!("要写编号，不写名称：“{name}”的编号是 {id}"),
                format!("write the id in place of the name: the id of `{name}` is `{id}`"),
            );
        }
        let last = name.rsplit('/').next().unwrap_or(name);
        let near = self.guesses.id(kind, name).or_else(|| self.guesses.id(kind, last));
        if let Some(near) = near {
            return diag.hint(format!("是不是 {near}？"), format!("did you mean `{near}`?"));
        }
        let folder = kind.folder();
        let diag = match self.other_kind(kind, name) {
            Some(other) => diag.hint(
                format!("有一个{}的编号是 {name}，它不是{}", other.zh(), kind.zh()),
                format!("`{name}` is a {}, no {}", other.en(), kind.en()),
            ),
            None => diag,
        };
        diag.hint(
            format!("编号是 content/{folder}/ 下的文件名（不带 .md）；还没有就先建：huikan new {folder} 名称"),
            format!(
                "an id is the name of a file under content/{folder}/, without .md; make one with huikan new {folder} TITLE"
            ),
        )
    }

    fn other_kind(&self, kind: Kind, name: &str) -> Option<Kind> {
        let has = |other: &Kind| {
            self.by_id(*other, name).is_some() || self.by_stem(*other, name).is_some()
        };
        Kind::ALL.into_iter().filter(|other| *other != kind).find(has)
    }

    fn ambiguous(&self, kind: Kind, name: &str, several: &[usize], span: Span) -> Diagnostic {
        let all: Vec<&str> =
            several.iter().take(5).map(|n| self.records[*n].1.id.as_str()).collect();
        Diagnostic::error(
            "site/ambiguous-reference",
            format!("有 {} 个{}都叫“{name}”，分不清是哪一个", several.len(), kind.zh()),
            format!("`{name}` may be any of {} {}", several.len(), kind.folder()),
        )
        .at(span)
        .hint(
            format!("写全编号：{}", all.join("、")),
            format!("write the whole id: {}", all.join(", ")),
        )
    }
}

/// The text in NFC; most texts are already.
pub(super) fn normal(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}
