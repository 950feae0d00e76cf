//! What a text becomes: its outline, which the site is built from, and its body, which a page prints.

use serde::{Deserialize, Serialize};

use crate::zh;

/// A Markdown text, read: what others need to know of it, and its HTML with holes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Doc {
    pub outline: Outline,
    pub body: Body,
}

/// What a text says to the rest of the site.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outline {
    /// In order; an `# ` of the text stands here as level 2, for the page's title is its only `h1`.
    pub headings: Vec<Heading>,
    /// The ids in the body that no heading has: of footnotes and raw HTML, in order.
    pub anchors: Vec<String>,
    /// Links to pages, files and places of this site.
    pub links: Vec<Link>,
    /// Images of this site.
    pub images: Vec<Image>,
    /// The beginning as plain text, cut at a sentence end, at most 120 characters. What an empty link
    /// prints is not known here: see [`Outline::summary_with`].
    #[serde(with = "super::kept")]
    pub summary: String,
    /// The bytes of the body's HTML, its holes empty.
    pub length: u32,
}

impl Outline {
    /// Every id in the body: those of the headings, then all others.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.headings.iter().map(Heading::id).chain(self.anchors.iter().map(String::as_str))
    }

    /// The summary with what each empty link prints, by its place among the links; `None` when there
    /// is no such link in it.
    pub fn summary_with<'a>(&self, text: impl Fn(usize) -> &'a str) -> Option<String> {
        if !self.links.iter().any(|link| link.empty_text) {
            return None;
        }
        let link =
            |c: char| marked_link(c).filter(|n| self.links.get(*n).is_some_and(|l| l.empty_text));
        self.summary.chars().any(|c| link(c).is_some()).then(|| {
            let mut filled = String::with_capacity(2 * self.summary.len());
            for c in self.summary.chars() {
                match link(c) {
                    Some(n) => filled.push_str(text(n)),
                    None => filled.push(c),
                }
            }
            zh::cut(&filled, SUMMARY_CHARS)
        })
    }
}

/// Characters of a summary.
pub(super) const SUMMARY_CHARS: usize = 120;
/// A plane of Unicode that is left to private use: no font shows its characters, nobody types them.
const MARKS: std::ops::Range<u32> = 0xF_0000..0xF_FFFE;

/// What stands in a plain text for the words that the empty link `index` prints.
pub(super) fn title_mark(index: usize) -> Option<char> {
    let code = u32::try_from(index).ok()?.checked_add(MARKS.start)?;
    MARKS.contains(&code).then(|| char::from_u32(code))?
}

/// The link that a character made by [`title_mark`] stands for.
pub(super) fn marked_link(c: char) -> Option<usize> {
    let code = u32::from(c);
    MARKS.contains(&code).then(|| (code - MARKS.start) as usize)
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// Its id, where that is not the text itself: see [`Heading::id`].
    pub own_id: Option<String>,
    #[serde(with = "super::kept")]
    pub text: String,
}

impl Heading {
    /// By what links lead to it.
    pub fn id(&self) -> &str {
        self.own_id.as_deref().unwrap_or(&self.text)
    }
}

/// A link into this site: without scheme and host.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// The path as written, percent-decoded, with its `#fragment`; `#fragment` alone is this page.
    pub target: String,
    /// Bytes of the whole file: the destination, or the whole link when it is written elsewhere.
    pub range: (u32, u32),
    /// Nothing stands between the brackets: the target's title is printed there.
    pub empty_text: bool,
}

/// An image of this site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Image {
    /// The path as written, percent-decoded.
    pub src: String,
    /// Empty when decorative (and when it is missing, which is an error).
    pub alt: String,
    /// Marked `![-](…)`: it says nothing, and screen readers pass over it.
    pub decorative: bool,
    /// Bytes of the whole file: the destination, or the whole image when it is written elsewhere.
    pub range: (u32, u32),
}

/// HTML with holes where URLs belong that depend on the page and the site.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Body {
    pub(super) html: String,
    pub(super) holes: Vec<Hole>,
}

/// A place in the HTML that is filled when a page is rendered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Hole {
    pub(super) at: usize,
    pub(super) slot: Slot,
}

/// What belongs into a hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Slot {
    /// Inside `<a …>`: the attribute ` href="…"` with a space before it, leading to `outline.links[i]`;
    /// nothing for a link that leads nowhere.
    Href(usize),
    /// The title of the target of `outline.links[i]`: write it escaped for text.
    Text(usize),
    /// Before `outline.images[i]`: `<picture>` and its other formats, where there are such.
    Formats(usize),
    /// The same of one among several in a gallery.
    ThumbFormats(usize),
    /// Inside `<img …>`: the attributes ` src="…" width="…" height="…"` of `outline.images[i]`, with a space
    /// before them.
    Image(usize),
    /// The same of one among several in a gallery.
    Thumb(usize),
    /// Behind either: `</picture>` where that was opened.
    End(usize),
    /// Around an image that stands for itself: `<a href="…">` where the whole `outline.images[i]` can be had,
    /// else nothing; in a gallery, which shows a part of each, always.
    Open(usize),
    OpenThumb(usize),
    /// `</a>` where the slot before wrote anything.
    Close(usize),
    CloseThumb(usize),
}

impl Body {
    /// The HTML, each hole filled with what `resolve` writes at the end of its string.
    pub fn fill(&self, mut resolve: impl FnMut(Slot, &mut String)) -> String {
        let mut out = String::with_capacity(self.html.len() + self.holes.len() * 48);
        let mut from = 0;
        for hole in &self.holes {
            out.push_str(&self.html[from..hole.at]);
            resolve(hole.slot, &mut out);
            from = hole.at;
        }
        out.push_str(&self.html[from..]);
        out
    }

    /// The number of bytes of the HTML without what fills its holes.
    pub fn len(&self) -> usize {
        self.html.len()
    }

    pub fn is_empty(&self) -> bool {
        self.html.is_empty()
    }
}
