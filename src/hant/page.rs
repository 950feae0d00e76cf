//! One page → its twin.

use super::Converter;
use super::address::{Seat, To};
use super::data;
use super::html::{Attribute, Piece, Tag, pieces};
use super::words::Tongue;
use crate::config::is_simplified;

/// Writes the twin of the page in `file` to `out`. What is no text is left as it is.
pub(super) fn convert(
    converter: &Converter,
    file: &str,
    page: &[u8],
    out: &mut Vec<u8>,
    tongue: &mut Tongue,
) {
    let Ok(page) = simdutf8::basic::from_utf8(page) else {
        out.extend_from_slice(page);
        return;
    };
    out.reserve(page.len() + page.len() / 64);
    let seat = Seat::new(&converter.ground, file);
    let mut twin = Twin { converter, seat, tongue, out, quiet: vec![], content: Content::Other };
    pieces(page).for_each(|piece| twin.put(piece));
}

/// A twin in the making.
struct Twin<'a, 'w> {
    converter: &'a Converter,
    seat: Seat<'a>,
    tongue: &'a mut Tongue<'w>,
    out: &'a mut Vec<u8>,
    /// The element that is left as it is, and those open in it.
    quiet: Vec<&'a str>,
    /// What stands in the element whose content comes next.
    content: Content,
}

/// What the content of a script or a style sheet is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Data,
    Style,
    Other,
}

/// Their text is no language.
const CODE: [&str; 6] = ["code", "pre", "kbd", "samp", "script", "style"];

/// What people read of an attribute.
const READ: [&str; 9] = [
    "alt",
    "title",
    "aria-label",
    "aria-description",
    "aria-placeholder",
    "aria-roledescription",
    "aria-valuetext",
    "placeholder",
    "summary",
];

/// Attributes that hold an address.
const ADDRESS: [&str; 9] =
    ["href", "src", "action", "formaction", "poster", "data", "cite", "xlink:href", "manifest"];

/// How an attribute comes to the twin.
enum As {
    Same,
    Text,
    Written(String),
}

impl<'a> Twin<'a, '_> {
    fn put(&mut self, piece: Piece<'a>) {
        match piece {
            Piece::Text(text) => self.text(text),
            Piece::Start(tag) => self.start(&tag),
            Piece::End { name, whole } => {
                self.raw(whole);
                self.close(name);
            }
            Piece::Raw(text) => self.content(text),
            Piece::Other(text) => self.raw(text),
        }
    }

    fn raw(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn text(&mut self, text: &str) {
        if !self.quiet.is_empty() {
            self.raw(text);
            return;
        }
        match self.seat.own_address(text) {
            Some(text) => self.tongue.say(&text, self.out),
            None => self.tongue.say(text, self.out),
        }
    }

    fn content(&mut self, text: &str) {
        match self.content {
            Content::Data => {
                data::convert(text, self.tag(), &self.seat, self.tongue, self.out);
            }
            Content::Style => self.raw(&self.style(text).unwrap_or_else(|| text.to_owned())),
            Content::Other => self.raw(text),
        }
    }

    fn tag(&self) -> &'static str {
        self.converter.table.variant.tag()
    }

    fn start(&mut self, tag: &Tag<'a>) {
        let is_quiet = !self.quiet.is_empty() || self.is_quiet(tag);
        let mut done = 0;
        for attribute in &tag.attributes {
            let value = tag.value(attribute);
            let written = self.attribute(tag, attribute, value, is_quiet);
            if matches!(written, As::Same) {
                continue;
            }
            self.raw(&tag.whole[done..attribute.place.start]);
            match written {
                As::Written(value) => self.raw(&value),
                _ => self.tongue.say(value, self.out),
            }
            done = attribute.place.end;
        }
        self.raw(&tag.whole[done..]);
        if is_quiet && !tag.is_void() {
            self.quiet.push(tag.name);
        }
        let is_data = || tag.get("type").is_some_and(|kind| kind == "application/ld+json");
        self.content = match () {
            () if tag.is("script") && is_data() => Content::Data,
            () if tag.is("style") => Content::Style,
            () => Content::Other,
        };
    }

    /// Whether the text in an element is left as it is: code, another language, a link to another edition,
    /// and what its author does not want to be translated.
    fn is_quiet(&self, tag: &Tag) -> bool {
        CODE.iter().any(|name| tag.is(name))
            || tag.get("translate").is_some_and(|value| value.eq_ignore_ascii_case("no"))
            || tag.get("hreflang").is_some()
            || !tag.is("html") && tag.get("lang").is_some_and(|lang| !self.is_own(lang))
    }

    /// Whether the page itself is in this language.
    fn is_own(&self, lang: &str) -> bool {
        lang.eq_ignore_ascii_case(&self.converter.lang) || is_simplified(lang)
    }

    /// An end tag. One that ends an element around the quiet one ends that too.
    fn close(&mut self, name: &str) {
        if self.quiet.is_empty() {
            return;
        }
        let own = self.quiet.iter().rposition(|open| open.eq_ignore_ascii_case(name));
        self.quiet.truncate(own.unwrap_or(0));
    }

    fn attribute(&self, tag: &Tag, attribute: &Attribute, value: &str, is_quiet: bool) -> As {
        let is = |name: &str| attribute.name.eq_ignore_ascii_case(name);
        let any = |names: &[&str]| names.iter().any(|name| is(name));
        let written = |value: Option<String>| value.map_or(As::Same, As::Written);
        let text = || if is_quiet { As::Same } else { As::Text };
        let to = if tag.get("hreflang").is_some() { To::Itself } else { To::Twin };
        if any(&ADDRESS) {
            return written(self.seat.address(value, to));
        }
        match attribute.name.len() {
            4 if is("lang") => self.lang(tag, value),
            5 if is("style") => written(self.style(value)),
            5 if is("label") => text(),
            5 if is("value") && self.is_button(tag) => text(),
            6 if is("srcset") => written(Some(self.sources(value))),
            7 if is("content") && tag.is("meta") => self.meta(tag, value, is_quiet),
            _ if any(&READ) => text(),
            // Scripts find files by such attributes.
            _ if attribute.name.starts_with("data-") && value.starts_with(['.']) => {
                written(self.seat.address(value, to))
            }
            _ => As::Same,
        }
    }

    fn is_button(&self, tag: &Tag) -> bool {
        let kind = tag.get("type").unwrap_or_default();
        tag.is("input")
            && ["submit", "button", "reset"].iter().any(|b| kind.eq_ignore_ascii_case(b))
    }

    fn lang(&self, tag: &Tag, value: &str) -> As {
        let is_link = tag.get("hreflang").is_some();
        let is_moved = tag.is("html") || !is_link && self.quiet.is_empty() && self.is_own(value);
        if is_moved { As::Written(self.tag().to_owned()) } else { As::Same }
    }

    /// What a head says to programs.
    fn meta(&self, tag: &Tag, value: &str, is_quiet: bool) -> As {
        let named = |name: &str| tag.get("property").or(tag.get("name")) == Some(name);
        if named("og:locale") {
            return As::Written(self.converter.table.variant.locale().to_owned());
        }
        if tag.get("http-equiv").is_some_and(|own| own.eq_ignore_ascii_case("refresh")) {
            return self.refresh(value).map_or(As::Same, As::Written);
        }
        if value.contains("://") {
            return self.seat.address(value, To::Twin).map_or(As::Same, As::Written);
        }
        if is_quiet { As::Same } else { As::Text }
    }

    /// `0; url=../x.html`.
    fn refresh(&self, value: &str) -> Option<String> {
        let at = value.to_ascii_lowercase().find("url=")? + "url=".len();
        let (before, url) = value.split_at(at);
        Some(format!("{before}{}", self.seat.address(url, To::Twin)?))
    }

    /// `a.webp 480w, b.webp 960w`.
    fn sources(&self, value: &str) -> String {
        let one = |source: &str| {
            let own = source.trim_start();
            let (space, own) = source.split_at(source.len() - own.len());
            let (url, width) = own.split_at(own.find(char::is_whitespace).unwrap_or(own.len()));
            let url = self.seat.address(url, To::Twin).unwrap_or_else(|| url.to_owned());
            format!("{space}{url}{width}")
        };
        value.split(',').map(one).collect::<Vec<_>>().join(",")
    }

    /// The addresses in a style.
    fn style(&self, value: &str) -> Option<String> {
        let mut parts = value.split("url(");
        let mut out = parts.next()?.to_owned();
        let mut is_other = false;
        for part in parts {
            let inner = part.trim_start_matches([' ', '"', '\'']);
            let (before, rest) = part.split_at(part.len() - inner.len());
            let (url, after) = rest.split_at(rest.find([')', '"', '\'']).unwrap_or(rest.len()));
            let twin = self.seat.address(url, To::Twin);
            is_other |= twin.is_some();
            out.extend(["url(", before, twin.as_deref().unwrap_or(url), after]);
        }
        is_other.then_some(out)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::config::{Hant, Variant};
    use crate::hant::Ground;

    fn twin(page: &str) -> String {
        let words = vec![("准印证".to_owned(), "准印證".to_owned())];
        let (surnames, names) = (vec![], vec![]);
        let table = Hant { variant: Variant::HongKong, words, surnames, names };
        let ground = Ground::new(Some("https://example.org"), BTreeSet::from(["404.html".into()]));
        let converter = Converter::new(&table, vec![], "zh-Hans", ground);
        let mut out = vec![];
        converter.convert("news/a.html", page.as_bytes(), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[track_caller]
    fn check(page: &str, expected: &str) {
        assert_eq!(twin(page), expected);
    }

    fn stays(page: &str) {
        check(page, page);
    }

    #[test]
    fn text_and_what_people_read_of_attributes_is_converted() {
        check("<p>会议<b>发展</b>&amp;头发</p>", "<p>會議<b>發展</b>&amp;頭髮</p>");
        check("<title>会刊</title>", "<title>會刊</title>");
        check(
            "<img alt='会议' src=a.png title=\"准印证\">",
            "<img alt='會議' src=../../news/a.png title=\"准印證\">",
        );
        check("<nav aria-label=翻页>", "<nav aria-label=翻頁>");
        check("<input type=submit value=\"查询\">", "<input type=submit value=\"查詢\">");
        check(
            "<meta name=\"description\" content=\"会议\">",
            "<meta name=\"description\" content=\"會議\">",
        );
    }

    #[test]
    fn code_ids_and_what_is_not_to_be_translated_stay() {
        stays("<code>会议</code><pre title=会>会<b>议</b></pre><kbd>会</kbd><samp>会</samp>");
        stays("<h2 id=\"历史\" class=\"会\" data-name=\"会\">2019</h2><a href=\"#历史\">1</a>");
        stays(
            "<script>var 会 = \"议\"</script><style>a::after { content: \"会\" }</style><!-- 会 -->",
        );
        stays("<option value=\"会\">1</option><input name=\"会\" value=\"会\">");
        check(
            "<p translate=no>会<i>议</i></p><p>会</p>",
            "<p translate=no>会<i>议</i></p><p>會</p>",
        );
        check(
            "<p lang=ja>会</p><p lang=en>会<br>议</p>会",
            "<p lang=ja>会</p><p lang=en>会<br>议</p>會",
        );
        check("<div><p translate=no>会</div>会", "<div><p translate=no>会</div>會");
        check("<code>会<code>议</code>员</code>会", "<code>会<code>议</code>员</code>會");
    }

    #[test]
    fn the_language_is_told() {
        check("<html lang=\"zh-Hans\">", "<html lang=\"zh-Hant-HK\">");
        check("<p lang=\"zh-CN\">会", "<p lang=\"zh-Hant-HK\">會");
        check(
            "<meta property=\"og:locale\" content=\"zh_CN\">",
            "<meta property=\"og:locale\" content=\"zh_HK\">",
        );
    }

    #[test]
    fn links_to_other_editions_lead_where_they_say() {
        check(
            "<a hreflang=\"zh-Hans\" lang=\"zh-Hans\" href=\"../news/a.html\" title=\"会\">简体</a>",
            "<a hreflang=\"zh-Hans\" lang=\"zh-Hans\" href=\"../../news/a.html\" title=\"会\">简体</a>",
        );
        check(
            "<a hreflang=\"zh-Hant\" href=\"../hant/news/a.html\">繁體</a>会",
            "<a hreflang=\"zh-Hant\" href=\"../../hant/news/a.html\">繁體</a>會",
        );
        stays(
            "<link rel=\"alternate\" hreflang=\"zh-Hans\" href=\"https://example.org/news/a.html\">",
        );
        check(
            "<link rel=\"canonical\" href=\"https://example.org/news/a.html\">",
            "<link rel=\"canonical\" href=\"https://example.org/hant/news/a.html\">",
        );
    }

    #[test]
    fn every_kind_of_address_is_found() {
        check("<form action=\"../404.html\">", "<form action=\"../../404.html\">");
        check(
            "<img srcset=\"a.webp 480w, ../b.webp 960w\">",
            "<img srcset=\"../../news/a.webp 480w, ../../b.webp 960w\">",
        );
        check(
            "<p style=\"background: url('../a.png'), url(b.png)\">",
            "<p style=\"background: url('../../a.png'), url(../../news/b.png)\">",
        );
        stays("<p style=\"color: red\">");
        check("<div data-index=\"../search/x.json\">", "<div data-index=\"../../search/x.json\">");
        check(
            "<meta http-equiv=\"refresh\" content=\"0; url=../feed.xml\">",
            "<meta http-equiv=\"refresh\" content=\"0; url=../../feed.xml\">",
        );
        stays("<meta http-equiv=\"refresh\" content=\"0; url=./b.html\">");
        check(
            "<meta property=\"og:url\" content=\"https://example.org/news/a.html\">",
            "<meta property=\"og:url\" content=\"https://example.org/hant/news/a.html\">",
        );
        check(
            "<p>本页地址：https://example.org/news/a.html</p>",
            "<p>本頁地址：https://example.org/hant/news/a.html</p>",
        );
    }

    #[test]
    fn structured_data_is_converted_by_its_properties() {
        check(
            concat!(
                "<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@id\":\"https://example.org/a/\",",
                "\"name\":\"会\\\"议\",\"inLanguage\":\"zh-Hans\",\"url\": \"https://example.org/a/\",",
                "\"image\":[\"https://example.org/media/会.png\"],\"keywords\":[\"发展\",\"头发\"]}</script>"
            ),
            concat!(
                "<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@id\":\"https://example.org/a/\",",
                "\"name\":\"會\\\"議\",\"inLanguage\":\"zh-Hant-HK\",\"url\": \"https://example.org/hant/a/\",",
                "\"image\":[\"https://example.org/media/会.png\"],\"keywords\":[\"發展\",\"頭髮\"]}</script>"
            ),
        );
    }

    #[test]
    fn what_is_no_text_comes_out_as_it_is() {
        for page in [&b"\xff<p>\xe4"[..], b"", b"<p", b"<a href=\""] {
            let table =
                Hant { variant: Variant::Taiwan, words: vec![], surnames: vec![], names: vec![] };
            let ground = Ground::new(None, BTreeSet::new());
            let converter = Converter::new(&table, vec![], "zh", ground);
            let mut out = vec![];
            converter.convert("a.html", page, &mut out);
            assert_eq!(out, page);
        }
    }
}
