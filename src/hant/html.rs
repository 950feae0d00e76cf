//! A page → its pieces in their order: text, tags with their attributes, and what is neither.
//!
//! The pieces put together are the page, byte for byte. What is read is what a browser would read of a
//! document without errors, by the rules of the HTML standard for tags, attributes, comments and the
//! elements whose content is no markup.

use std::ops::Range;

/// One piece of a page.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    Start(Tag<'a>),
    End {
        name: &'a str,
        whole: &'a str,
    },
    /// What stands in a script, a style sheet and the like.
    Raw(&'a str),
    /// A comment, the document type.
    Other(&'a str),
}

/// A start tag.
#[derive(Debug, PartialEq)]
pub(super) struct Tag<'a> {
    /// With its brackets.
    pub whole: &'a str,
    pub name: &'a str,
    pub attributes: Vec<Attribute<'a>>,
}

/// An attribute that has a value.
#[derive(Debug, PartialEq)]
pub(super) struct Attribute<'a> {
    pub name: &'a str,
    /// The value's place in the tag, without its quotes.
    pub place: Range<usize>,
}

impl<'a> Tag<'a> {
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    pub fn value(&self, attribute: &Attribute) -> &'a str {
        self.whole.get(attribute.place.clone()).unwrap_or_default()
    }

    /// The value of the first attribute of this name.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        let found = self.attributes.iter().find(|own| own.name.eq_ignore_ascii_case(name))?;
        Some(self.value(found))
    }

    /// Whether nothing follows that would end it.
    pub fn is_void(&self) -> bool {
        const VOID: [&str; 13] = [
            "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
            "track", "wbr",
        ];
        self.whole.ends_with("/>") || VOID.iter().any(|name| self.is(name))
    }
}

/// The pieces of a page.
pub(super) fn pieces(page: &str) -> Pieces<'_> {
    Pieces { rest: page, inside: None }
}

pub(super) struct Pieces<'a> {
    rest: &'a str,
    /// The element whose content is no markup and comes next.
    inside: Option<&'a str>,
}

/// Their content ends at their own end tag and nowhere before.
const RAW: [&str; 6] = ["script", "style", "xmp", "iframe", "noembed", "noframes"];

/// The same, but it is text.
const PLAIN: [&str; 2] = ["title", "textarea"];

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if let Some(piece) = self.inside.take().and_then(|name| self.content(name)) {
            return Some(piece);
        }
        if self.rest.is_empty() {
            return None;
        }
        let start = markup(self.rest.as_bytes()).unwrap_or(self.rest.len());
        if start > 0 {
            return Some(Piece::Text(self.take(start)));
        }
        Some(match self.rest.as_bytes().get(1) {
            Some(b'!' | b'?') => Piece::Other(self.aside()),
            Some(b'/') => self.end(),
            _ => self.start(),
        })
    }
}

impl<'a> Pieces<'a> {
    fn take(&mut self, len: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(len).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// What stands in the element `name`, if anything does.
    fn content(&mut self, name: &str) -> Option<Piece<'a>> {
        let bytes = self.rest.as_bytes();
        let is_end = |at: &usize| {
            let after = bytes.get(at + 2..).unwrap_or_default();
            let own = after.get(..name.len());
            own.is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()))
                && after.get(name.len()).is_none_or(|b| matches!(b, b'>' | b'/') || is_space(*b))
        };
        let end = memchr::memmem::find_iter(bytes, b"</").find(is_end).unwrap_or(bytes.len());
        let text = self.take(end);
        let is_plain = PLAIN.iter().any(|plain| name.eq_ignore_ascii_case(plain));
        match text.is_empty() {
            true => None,
            false if is_plain => Some(Piece::Text(text)),
            false => Some(Piece::Raw(text)),
        }
    }

    /// A comment, or whatever else begins with `<!` or `<?`.
    fn aside(&mut self) -> &'a str {
        let rest = self.rest;
        let end = match rest.strip_prefix("<!--") {
            Some(comment) if comment.starts_with('>') => Some(5),
            Some(comment) if comment.starts_with("->") => Some(6),
            Some(comment) => comment.find("-->").map(|at| at + "<!---->".len()),
            None => rest.find('>').map(|at| at + 1),
        };
        self.take(end.unwrap_or(rest.len()))
    }

    fn end(&mut self) -> Piece<'a> {
        let name = word(self.rest, 2);
        let end = memchr::memchr(b'>', self.rest.as_bytes()).map(|at| at + 1);
        let whole = self.take(end.unwrap_or(self.rest.len()));
        Piece::End { name, whole }
    }

    fn start(&mut self) -> Piece<'a> {
        let name = word(self.rest, 1);
        let Some((attributes, end)) = attributes(self.rest, 1 + name.len()) else {
            return Piece::Other(self.take(self.rest.len()));
        };
        let special = RAW.iter().chain(&PLAIN).any(|raw| name.eq_ignore_ascii_case(raw));
        self.inside = special.then_some(name);
        Piece::Start(Tag { whole: self.take(end), name, attributes })
    }
}

/// Where the first tag or comment begins.
fn markup(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'<', bytes).find(|at| match bytes.get(at + 1) {
        Some(b'!' | b'?') => true,
        Some(b'/') => bytes.get(at + 2).is_some_and(u8::is_ascii_alphabetic),
        Some(byte) => byte.is_ascii_alphabetic(),
        None => false,
    })
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

/// The name of a tag that begins at `from`.
fn word(text: &str, from: usize) -> &str {
    let rest = text.get(from..).unwrap_or_default();
    let end = rest.bytes().position(|byte| is_space(byte) || matches!(byte, b'/' | b'>'));
    rest.get(..end.unwrap_or(rest.len())).unwrap_or_default()
}

/// The attributes of a tag whose name ends at `at`, and where the tag ends; `None` where it does not.
fn attributes(text: &str, mut at: usize) -> Option<(Vec<Attribute<'_>>, usize)> {
    let bytes = text.as_bytes();
    let position = |from: usize, is: &dyn Fn(u8) -> bool| {
        bytes.get(from..)?.iter().position(|byte| is(*byte)).map(|n| from + n)
    };
    let mut found = Vec::new();
    loop {
        at = position(at, &|byte| !is_space(byte) && byte != b'/')?;
        if bytes[at] == b'>' {
            return Some((found, at + 1));
        }
        // A name may begin with any sign, also with `=`.
        let is_end = |byte: u8| is_space(byte) || matches!(byte, b'/' | b'>' | b'=');
        let end = position(at + 1, &is_end)?;
        let name = &text[at..end];
        at = position(end, &|byte| !is_space(byte))?;
        if bytes[at] != b'=' {
            continue;
        }
        at = position(at + 1, &|byte| !is_space(byte))?;
        let place = match bytes[at] {
            quote @ (b'"' | b'\'') => {
                let end = position(at + 1, &|byte| byte == quote)?;
                at + 1..end
            }
            b'>' => at..at,
            _ => at..position(at, &|byte| is_space(byte) || byte == b'>')?,
        };
        at = place.end + usize::from(matches!(bytes.get(place.end), Some(b'"' | b'\'')));
        found.push(Attribute { name, place });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole<'a>(piece: &Piece<'a>) -> &'a str {
        match piece {
            Piece::Text(text) | Piece::Raw(text) | Piece::Other(text) => text,
            Piece::Start(tag) => tag.whole,
            Piece::End { whole, .. } => whole,
        }
    }

    /// Each piece as a word for what it is and the piece.
    fn read(page: &str) -> Vec<String> {
        let shown = |piece: Piece| match piece {
            Piece::Text(text) => format!("text {text}"),
            Piece::Raw(text) => format!("raw {text}"),
            Piece::Other(text) => format!("other {text}"),
            Piece::End { name, .. } => format!("end {name}"),
            Piece::Start(tag) => {
                let own =
                    tag.attributes.iter().map(|own| format!(" {}={}", own.name, tag.value(own)));
                format!("start {}{}", tag.name, own.collect::<String>())
            }
        };
        pieces(page).map(shown).collect()
    }

    #[test]
    fn a_page_is_read_as_a_browser_reads_it() {
        let page = "<!doctype html><!-- <a> --><html lang=zh><title>1 < 2 <b></title><p class='a b' \
                    hidden data-x=\"a>b\">甲 < 乙</p><br/><script>if (a</b>c) \"<p>\"</script><A HREF=x/>尾";
        assert_eq!(
            read(page),
            [
                "other <!doctype html>",
                "other <!-- <a> -->",
                "start html lang=zh",
                "start title",
                "text 1 < 2 <b>",
                "end title",
                "start p class=a b data-x=a>b",
                "text 甲 < 乙",
                "end p",
                "start br",
                "start script",
                "raw if (a</b>c) \"<p>\"",
                "end script",
                "start A HREF=x/",
                "text 尾",
            ]
        );
    }

    #[test]
    fn whatever_a_page_is_its_pieces_are_the_page() {
        let odd = [
            "",
            "<",
            "<a",
            "<a b",
            "<a b=",
            "<a b='",
            "<!--",
            "<!-->甲",
            "<!--->甲",
            "</",
            "</a",
            "< a>",
            "<script>",
            "<script>甲</scriptx>乙",
            "<title></title>",
            "<a =x='y' z = \"1\"/ >甲",
            "<a b=\"1\"c='2'>",
            "<?xml?>甲<1>",
            "<a b=>甲",
            "<p\n>甲</p\n>",
            "</ p>甲",
        ];
        for page in odd {
            let all: String = pieces(page).map(|piece| whole(&piece).to_owned()).collect();
            assert_eq!(all, page);
        }
    }
}
