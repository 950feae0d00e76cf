//! The list of files that huikan wrote into an output folder, and so may replace and remove.
//!
//! Text, one file a line, sorted by path, without any time: the same outputs give the same bytes.
//! ```text
//! huikan-manifest 1
//! 5f1d7a84db00d2fce00b31a7fc73224f 5120 404.html
//! ```

use std::fmt::Write;

use crate::vfs::TEMP_PREFIX;

/// The manifest's name in the output folder.
pub const MANIFEST: &str = ".huikan-manifest";

/// While files are being written: the names of those that `MANIFEST` does not have yet.
pub const JOURNAL: &str = ".huikan-manifest.next";

const VERSION: &str = "huikan-manifest 1";
const FAMILY: &str = "huikan-manifest ";

/// A digest of [`crate::content::digest`]. It is for people and programs who compare two folders: what
/// stands in one is never judged by it, so a manifest with digests of another kind does no harm.
pub type Digest = [u8; 16];

/// The digest of a file's content.
pub fn digest(bytes: &[u8]) -> Digest {
    crate::content::digest(bytes).to_le_bytes()
}

/// The files of an output folder in the order of their paths: a path with `/`, and what was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest(Vec<(String, Item)>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    pub digest: Digest,
    pub size: u64,
}

/// Why a file is no manifest that this huikan can trust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Corrupt {
    /// The first line is another.
    NoManifest,
    /// A later huikan wrote it.
    Newer,
    /// The line of this number, counted from 1, is damaged or cut off.
    Line(usize),
}

impl Manifest {
    pub fn get(&self, path: &str) -> Option<&Item> {
        let found = self.0.binary_search_by(|(name, _)| name.as_str().cmp(path)).ok()?;
        Some(&self.0[found].1)
    }

    pub fn contains(&self, path: &str) -> bool {
        self.get(path).is_some()
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.items().map(|(path, _)| path)
    }

    pub fn items(&self) -> impl Iterator<Item = (&str, Item)> {
        self.0.iter().map(|(path, item)| (path.as_str(), *item))
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn parse(bytes: &[u8]) -> Result<Self, Corrupt> {
        let text = str::from_utf8(bytes).map_err(|_| Corrupt::NoManifest)?;
        let mut lines = text.split_inclusive('\n').enumerate();
        match lines.next().map(|(_, line)| line.trim_end()) {
            Some(VERSION) => {}
            Some(line) if line.starts_with(FAMILY) => return Err(Corrupt::Newer),
            _ => return Err(Corrupt::NoManifest),
        }
        let mut items: Vec<(String, Item)> = vec![];
        for (i, line) in lines {
            let item = parse_line(line).ok_or(Corrupt::Line(i + 1))?;
            if items.last().is_some_and(|last| last.0 >= item.0) {
                return Err(Corrupt::Line(i + 1));
            }
            items.push(item);
        }
        Ok(Manifest(items))
    }
}

/// A manifest of `items`, which come in the order of their paths.
pub fn to_bytes<'a>(items: impl Iterator<Item = (&'a str, Item)>) -> Vec<u8> {
    // Room for most lines: a text that grows touches fresh memory at each doubling.
    let mut text = String::with_capacity(80 * (items.size_hint().0 + 1));
    text.extend([VERSION, "\n"]);
    items.for_each(|(path, item)| push_line(&mut text, path, item));
    text.into_bytes()
}

/// The line of one file.
pub fn line(path: &str, item: Item) -> String {
    let mut text = String::new();
    push_line(&mut text, path, item);
    text
}

fn push_line(text: &mut String, path: &str, item: Item) {
    push_hex(text, &item.digest);
    // Writing to a string cannot fail.
    let _ = write!(text, " {} ", item.size);
    text.push_str(path);
    text.push('\n');
}

/// Whether `path` names a file inside the output folder, and none of huikan's own. A manifest is
/// only text that anyone can edit; without this it could have files removed anywhere.
pub fn is_output_path(path: &str) -> bool {
    if is_plain(path) {
        return true;
    }
    let own = path == MANIFEST || path == JOURNAL;
    let drive = path.as_bytes().get(1) == Some(&b':');
    let strange = |c: char| c == '\\' || c.is_control();
    let step = |name: &str| matches!(name, "" | "." | "..") || name.starts_with(TEMP_PREFIX);
    !own && !drive && !path.contains(strange) && !path.split('/').any(step)
}

/// Whether nothing in `path` could lead astray, as is seen in one go over nearly every path: letters,
/// digits, dashes, and dots and slashes that stand behind one of these.
fn is_plain(path: &str) -> bool {
    let mut last = b'/';
    let fits = path.bytes().all(|byte| {
        let behind = std::mem::replace(&mut last, byte);
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => true,
            b'.' | b'/' => behind != b'/' && behind != b'.',
            _ => false,
        }
    });
    fits && last != b'/'
}

/// `digest size path`, ended by a newline: one that is cut off is damaged.
fn parse_line(line: &str) -> Option<(String, Item)> {
    let mut fields = line.strip_suffix('\n')?.splitn(3, ' ');
    let digest = parse_hex(fields.next()?)?;
    let size = fields.next()?.parse().ok()?;
    let path = fields.next().filter(|path| is_output_path(path))?;
    Some((path.to_owned(), Item { digest, size }))
}

fn push_hex(text: &mut String, digest: &Digest) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut hex = [0; 2 * size_of::<Digest>()];
    for (pair, byte) in hex.chunks_exact_mut(2).zip(digest) {
        pair[0] = DIGITS[usize::from(byte >> 4)];
        pair[1] = DIGITS[usize::from(byte & 15)];
    }
    text.push_str(str::from_utf8(&hex).unwrap_or_default());
}

fn parse_hex(text: &str) -> Option<Digest> {
    let mut digest = Digest::default();
    if text.len() != 2 * digest.len() {
        return None;
    }
    let nibble = |c: u8| match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        b'A'..=b'F' => Some(c - b'A' + 10),
        _ => None,
    };
    for (byte, pair) in digest.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
    }
    Some(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(paths: &[&str]) -> Vec<u8> {
        let item = |path: &str| Item { digest: digest(path.as_bytes()), size: path.len() as u64 };
        to_bytes(paths.iter().map(|path| (*path, item(path))))
    }

    #[test]
    fn a_manifest_reads_back() {
        let text = String::from_utf8(manifest(&["a.html", "b.html", "b/稿 件.html"])).unwrap();
        assert_eq!(text.lines().next(), Some("huikan-manifest 1"));
        let ends: Vec<_> = text.lines().skip(1).map(|line| &line[32..]).collect();
        assert_eq!(ends, [" 6 a.html", " 6 b.html", " 14 b/稿 件.html"]);
        let read = Manifest::parse(text.as_bytes()).unwrap();
        assert_eq!(to_bytes(read.items()), text.as_bytes());
        assert!(read.contains("b.html") && !read.contains("b"));
        assert_eq!(Manifest::parse(&manifest(&[])), Ok(Manifest::default()));
    }

    #[test]
    fn a_digest_is_xxh3_from_its_low_end() {
        let text = String::from_utf8(manifest(&["a"])).unwrap();
        assert!(text.ends_with("1f4e961eb632c6e63468f15a70af6fa9 1 a\n"));
    }

    #[test]
    fn whatever_is_no_manifest_is_refused() {
        let parse = |text: &str| Manifest::parse(text.as_bytes()).unwrap_err();
        assert_eq!(parse(""), Corrupt::NoManifest);
        assert_eq!(parse("<html>"), Corrupt::NoManifest);
        assert_eq!(Manifest::parse(b"\xff"), Err(Corrupt::NoManifest));
        assert_eq!(parse("huikan-manifest 2\n"), Corrupt::Newer);
        let hex = "00".repeat(16);
        for line in [
            "\n",
            "x\n",
            &format!("{hex} 1\n"),
            &format!("{hex} 1 a"),
            &format!("{hex} -1 a\n"),
            &format!("{hex}0 1 a\n"),
        ] {
            assert_eq!(
                parse(&format!("{VERSION}\n{hex} 1 ok\n{line}")),
                Corrupt::Line(3),
                "{line:?}"
            );
        }
    }

    #[test]
    fn a_manifest_out_of_order_is_refused() {
        for paths in [["b.html", "a.html"], ["a.html", "a.html"]] {
            assert_eq!(Manifest::parse(&manifest(&paths)), Err(Corrupt::Line(3)));
        }
    }

    #[test]
    fn a_manifest_that_is_cut_anywhere_inside_a_line_is_refused() {
        let bytes = manifest(&["a.html", "b.html"]);
        for end in 0..bytes.len() {
            let parsed = Manifest::parse(&bytes[..end]);
            assert_eq!(
                parsed.is_ok(),
                end >= VERSION.len() && (bytes[end - 1] == b'\n' || end == VERSION.len()),
                "{end}"
            );
        }
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let good =
            ["a", "a b/稿件.html", ".nojekyll", "..a/b..", "a/.huikan-manifest", "a-B_9/c.d"];
        for path in good {
            assert!(is_output_path(path), "{path}");
        }
        assert!(is_plain("a-B_9/c.d") && !is_plain("..a/b"));
        let bad = [
            "",
            "/a",
            "a/",
            "a//b",
            "..",
            "a/../b",
            "./a",
            "a\\b",
            "C:a",
            "a\nb",
            MANIFEST,
            JOURNAL,
            "a/.huikan-tmp-1",
        ];
        for path in bad {
            assert!(!is_output_path(path) && !is_plain(path), "{path}");
        }
    }
}
