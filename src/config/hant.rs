//! The key `hant`: whether there is a Traditional edition, for whom, and which words it must not leave to
//! the dictionary.
//!
//! Enters: the map as written. Leaves: terms with their renderings, each given once. Nothing here converts.

use std::ops::Range;

use super::Fields;
use crate::diag::{Diagnostic, Span};
use crate::yaml::{At, Choice};
use crate::zh::is_han;

/// The Traditional edition as `site.yaml` wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hant {
    pub variant: Variant,
    /// Terms and how they are written in the Traditional edition. What is kept is written as it is.
    pub words: Vec<(String, String)>,
    /// Surnames and how they are written there: as part of names only.
    pub surnames: Vec<(String, String)>,
    /// Persons who are named in texts and in no front matter, each with a surname from the table.
    pub names: Vec<String>,
}

/// Whose characters the Traditional edition has. Words stay what they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variant {
    /// 香港: for readers in Hong Kong and Macau.
    #[default]
    HongKong,
    /// 台湾.
    Taiwan,
}

impl Variant {
    /// The language as `<html lang>` names it.
    pub fn tag(self) -> &'static str {
        match self {
            Variant::HongKong => "zh-Hant-HK",
            Variant::Taiwan => "zh-Hant-TW",
        }
    }

    /// The language as OpenGraph names it.
    pub fn locale(self) -> &'static str {
        match self {
            Variant::HongKong => "zh_HK",
            Variant::Taiwan => "zh_TW",
        }
    }
}

const VARIANTS: &[Choice<Variant>] =
    &[(&["hk", "香港"], Variant::HongKong), (&["tw", "台湾"], Variant::Taiwan)];

/// Reads the key `hant`; `lang` is the language of the bulletin.
pub(super) fn read(fields: &mut Fields, lang: &str) -> Option<Hant> {
    let place = fields.place_of("hant");
    let hant = fields.map("hant", |inner| {
        let variant = inner.choice("variant", VARIANTS).unwrap_or_default();
        let mut table = Table { words: vec![], seen: vec![] };
        for term in inner.texts("keep") {
            table.keep(inner, term);
        }
        for (key, rendering) in inner.free_texts("words") {
            table.render(inner, &key.name, key.range, rendering);
        }
        let surnames = surnames(inner);
        let names = names(inner, &surnames);
        Hant { variant, words: table.words, surnames, names }
    })?;
    if is_simplified(lang) {
        return Some(hant);
    }
    let diag = Diagnostic::error(
        "config/hant-lang",
        format!("会刊的语言是“{lang}”，不能由它转出繁体版"),
        format!("no Traditional edition can be made of a bulletin in `{lang}`"),
    );
    let diag = diag.hint(
        "把 lang 写成 zh-Hans（或删去 lang 一行），或删去 hant",
        "write lang: zh-Hans (or leave lang out), or delete hant",
    );
    fields.report(match place {
        Some(place) => diag.at(place),
        None => diag,
    });
    None
}

/// Whether a language tag says Chinese in simplified characters.
pub fn is_simplified(lang: &str) -> bool {
    let mut parts = lang.split('-');
    let is_chinese = parts.next().is_some_and(|part| part.eq_ignore_ascii_case("zh"));
    let other =
        |part: &str| ["hant", "tw", "hk", "mo"].iter().any(|o| part.eq_ignore_ascii_case(o));
    is_chinese && !parts.any(other)
}

/// The terms so far, with the places of all that were written.
struct Table {
    words: Vec<(String, String)>,
    seen: Vec<(String, Range<usize>)>,
}

impl Table {
    fn keep(&mut self, fields: &mut Fields, term: At<String>) {
        let range = term.start as usize..term.end as usize;
        self.add(fields, term.value.clone(), range, term.value);
    }

    fn render(
        &mut self,
        fields: &mut Fields,
        term: &str,
        range: Range<usize>,
        rendering: At<String>,
    ) {
        if !is_term(&rendering.value) {
            let diag = no_term(&rendering.value).at(rendering.span(fields.file()));
            fields.report(diag);
        } else {
            self.add(fields, term.to_owned(), range, rendering.value);
        }
    }

    fn add(&mut self, fields: &mut Fields, term: String, range: Range<usize>, rendering: String) {
        let place = Span::new(fields.file(), range.clone());
        if !is_term(&term) {
            fields.report(no_term(&term).at(place));
        } else if let Some((_, first)) = self.seen.iter().find(|(seen, _)| *seen == term) {
            let first = Span::new(fields.file(), first.clone());
            fields.report(twice(&term).at(place).label(first, "先写在这里", "first written here"));
        } else {
            self.seen.push((term.clone(), range));
            self.words.push((term, rendering));
        }
    }
}

/// A term is text that stands in pages as it is written: no sign of HTML, and something to convert.
fn is_term(text: &str) -> bool {
    let odd = |c: char| c.is_control() || matches!(c, '<' | '>' | '&' | '"' | '\'' | '\\');
    text.chars().any(is_han) && !text.contains(odd)
}

fn no_term(text: &str) -> Diagnostic {
    Diagnostic::error(
        "config/hant-term",
        format!("“{text}”不能作繁体版的词条"),
        format!("`{text}` can be no term of the Traditional edition"),
    )
    .hint(
        "词条里要有汉字，不能有引号、尖括号、& 和反斜杠",
        "a term has Chinese characters, and no quotes, angle brackets, & or backslash",
    )
}

fn twice(term: &str) -> Diagnostic {
    Diagnostic::error(
        "config/hant-twice",
        format!("“{term}”写了两次"),
        format!("`{term}` is given twice"),
    )
    .hint("留下一处", "keep one of the two")
}

/// Surnames of one character or two.
fn surnames(fields: &mut Fields) -> Vec<(String, String)> {
    let mut surnames: Vec<(String, String)> = vec![];
    for (key, rendering) in fields.free_texts("surnames") {
        let place = Span::new(fields.file(), key.range.clone());
        if !is_surname(&key.name) || !is_surname(&rendering.value) {
            fields.report(no_surname(&key.name, &rendering.value).at(place));
        } else if surnames.iter().any(|(seen, _)| *seen == key.name) {
            fields.report(twice(&key.name).at(place));
        } else {
            surnames.push((key.name.into_owned(), rendering.value));
        }
    }
    surnames
}

fn is_surname(text: &str) -> bool {
    (1..=2).contains(&text.chars().count()) && text.chars().all(is_han)
}

fn no_surname(surname: &str, rendering: &str) -> Diagnostic {
    Diagnostic::error(
        "config/hant-surname",
        format!("“{surname}: {rendering}”不是姓和它的写法"),
        format!("`{surname}: {rendering}` is no surname with its rendering"),
    )
    .hint(
        "一个字或两个字，例如 范: 范、钟: 鍾；人名写在 names 里",
        "one character or two, such as 范: 范 or 钟: 鍾; whole names go under names",
    )
}

fn names(fields: &mut Fields, surnames: &[(String, String)]) -> Vec<String> {
    let mut names: Vec<String> = vec![];
    for name in fields.texts("names") {
        if is_name(&name.value, surnames) {
            names.push(name.value);
            continue;
        }
        let diag = Diagnostic::error(
            "config/hant-name",
            format!("“{}”不是人名，或者它的姓不在 surnames 里", name.value),
            format!("`{}` is no name, or its surname does not stand under surnames", name.value),
        )
        .at(name.span(fields.file()))
        .hint(
            "在 surnames 里写上这个姓，例如 于: 于；姓没有歧义的人名不用写",
            "add the surname to surnames, such as 于: 于; names with other surnames need no entry",
        );
        fields.report(diag);
    }
    names
}

/// Whether `text` is a whole name with one of these surnames: all Han, a given name of one or two.
pub fn is_name(text: &str, surnames: &[(String, String)]) -> bool {
    let given = surnames.iter().filter_map(|(surname, _)| text.strip_prefix(surname.as_str()));
    given.map(|given| given.chars().count()).any(|count| (1..=2).contains(&count))
        && text.chars().all(is_han)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simplified_chinese_is_told_from_the_rest() {
        assert!(["zh", "zh-CN", "zh-Hans", "ZH-hans-SG"].iter().all(|lang| is_simplified(lang)));
        assert!(!["zh-Hant", "zh-TW", "zh-HK", "en", "", "za"].iter().any(|l| is_simplified(l)));
    }

    #[test]
    fn a_name_has_a_surname_of_the_table_and_a_given_name() {
        let table = [("于", "于"), ("欧阳", "歐陽")].map(|(s, r)| (s.to_owned(), r.to_owned()));
        assert!(["于建华", "于洋", "欧阳建华"].iter().all(|name| is_name(name, &table)));
        assert!(!["于", "张建华", "于 洋", "于本会会长", ""].iter().any(|n| is_name(n, &table)));
    }
}
