//! One file → one record.

use std::ops::Range;
use std::sync::Arc;

use super::digest::digest;
use super::front::Parts;
use super::words::WORDS;
use super::{Common, Kind, Meta, Record, common, front};
use super::{agreement, chamber, channel, column, document, event, figure, guidance, issue, news};
use super::{page, place, recognition, report, rotation, series, service, web};
use crate::diag::{Diagnostic, FileId, Span, Warned, decode};
use crate::markdown::{self, Body, Doc};
use crate::yaml::{self, Fields, Shape};

/// A Markdown file larger than this is refused unread: no text of a bulletin is, and a picture or
/// a video renamed to `.md` is.
pub const MAX_FILE_BYTES: u64 = 8 * 1024 * 1024;

/// A record fresh from its file, with the body's HTML.
#[derive(Debug)]
pub struct Loaded {
    pub record: Arc<Record>,
    pub body: Body,
}

/// Reads the record of kind `kind` with id `id` from the bytes of its file. What cannot be read at
/// all (encoding, fences, YAML syntax) gives no record, only diagnostics.
pub fn load(file: FileId, kind: Kind, id: &str, bytes: &[u8]) -> Warned<Option<Loaded>> {
    let text = match decode(file, bytes) {
        Ok(text) => text,
        Err(diag) => return Warned::new(None, vec![diag]),
    };
    let parts = match front::split(file, text) {
        Ok(parts) => parts,
        Err(diag) => return Warned::new(None, vec![diag]),
    };
    let mut diags: Vec<Diagnostic> = lost_character(file, text).into_iter().collect();
    let front = front_matter(file, kind, text, parts.clone()).take(&mut diags);
    let doc = markdown::parse(file, text, parts.body).take(&mut diags);
    let loaded = front.map(|(common, meta)| {
        let Doc { outline, body } = doc;
        let (id, digest) = (id.to_owned(), digest(bytes));
        // A record is large: it is put where it stays.
        let record = Arc::new(Record { kind, id, common, meta, outline, digest });
        Loaded { record, body }
    });
    Warned::new(loaded, diags)
}

/// The words of a file's body that are no link, each with its place.
pub fn prose(file: FileId, bytes: &[u8]) -> Vec<(Range<usize>, String)> {
    let Ok(text) = simdutf8::basic::from_utf8(bytes) else { return vec![] };
    let Ok(parts) = front::split(file, text) else { return vec![] };
    let words = |range: Range<usize>| Some((range.clone(), text.get(range)?.to_owned()));
    markdown::prose(text, parts.body).into_iter().filter_map(words).collect()
}

/// The body of a file whose record is known already: only its Markdown is parsed again.
pub fn reparse(file: FileId, bytes: &[u8]) -> Option<Body> {
    let text = simdutf8::basic::from_utf8(bytes).ok()?;
    let parts = front::split(file, text).ok()?;
    Some(markdown::parse(file, text, parts.body).value.body)
}

/// `�` is what a lost character leaves behind.
fn lost_character(file: FileId, text: &str) -> Option<Diagnostic> {
    const LOST: char = '\u{fffd}';
    // Few characters begin as this one does, so nearly every text is seen at once to have none.
    let bytes = text.as_bytes();
    let nexts = bytes.get(1..).unwrap_or_default();
    if !bytes.iter().zip(nexts).fold(false, |any, (b, next)| any | (*b == 0xef) & (*next == 0xbf)) {
        return None;
    }
    let at = text.find(LOST)?;
    let n = text.matches(LOST).count();
    let diag = Diagnostic::warning(
        "content/lost-character",
        format!("有 {n} 个字在转换编码时丢了，成了“{LOST}”"),
        format!("{n} characters were lost in some conversion and became `{LOST}`"),
    );
    Some(
        diag.at(Span::new(file, at..at + LOST.len_utf8()))
            .hint("对照原稿把字补回来", "restore them from the original"),
    )
}

fn front_matter(
    file: FileId,
    kind: Kind,
    text: &str,
    Parts { fence, yaml, .. }: Parts,
) -> Warned<Option<(Common, Meta)>> {
    let mut diags = Vec::new();
    let Some(node) = yaml::parse(file, text, yaml).take(&mut diags) else {
        return Warned::new(None, diags);
    };
    let mut fields = Fields::new(file, text, node, fence, WORDS);
    let (common, meta) = read(kind, &mut fields);
    diags.extend(fields.finish());
    if kind == Kind::Channels {
        diags.extend(web::no_personal_numbers(file, text));
    }
    Warned::new(Some((common, meta)), diags)
}

/// The keys that the front matter of a kind has.
pub fn shape(kind: Kind) -> Shape {
    Fields::shape_of(WORDS, |fields| read(kind, fields))
}

fn read(kind: Kind, fields: &mut Fields) -> (Common, Meta) {
    let common = common::read(fields, kind);
    let meta = match kind {
        Kind::News => Meta::News(news::read(fields)),
        Kind::Chambers => Meta::Chamber(chamber::read(fields)),
        Kind::Columns => Meta::Column(column::read(fields)),
        Kind::Places => Meta::Place(place::read(fields)),
        Kind::Pages => Meta::Page(page::read(fields)),
        Kind::Issues => Meta::Issue(issue::read(fields)),
        Kind::Recognitions => Meta::Recognition(recognition::read(fields)),
        Kind::Events => Meta::Event(event::read(fields)),
        Kind::Series => Meta::Series(series::read(fields)),
        Kind::Agreements => Meta::Agreement(agreement::read(fields)),
        Kind::Documents => Meta::Document(document::read(fields)),
        Kind::Reports => Meta::Report(report::read(fields)),
        Kind::Channels => Meta::Channel(channel::read(fields, &common)),
        Kind::Figures => Meta::Figure(figure::read(fields)),
        Kind::Rotation => Meta::Turn(rotation::read(fields)),
        Kind::Services => Meta::Service(service::read(fields)),
        Kind::Guidance => Meta::Guidance(guidance::read(fields, &common)),
    };
    if kind == Kind::News {
        fields.require("date");
    }
    (common, meta)
}
