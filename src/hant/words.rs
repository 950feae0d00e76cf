//! Text in simplified characters → the same in traditional ones: first the table, then the dictionary.
//!
//! A term of the table wins over the dictionary wherever it stands; of two that overlap the one that
//! begins first, of those the longest. What stands between terms is converted by OpenCC, whose longest
//! match decides.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use foldhash::HashMap;

use crate::config::{Hant, Variant, is_name};
use crate::zh::is_wide;

/// A word that the dictionary does not decide on, and how it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub simplified: String,
    pub traditional: String,
}

/// How often terms were found, by their places in [`super::Converter::terms`].
pub type Hits = BTreeMap<usize, usize>;

/// The table and the dictionary of one variant.
pub(super) struct Words {
    terms: Vec<Term>,
    /// `None` where there is no term.
    finder: Option<AhoCorasick>,
    variant: Variant,
}

impl Words {
    pub fn new(table: &Hant, people: &[String]) -> Words {
        let mut words = Words { terms: vec![], finder: None, variant: table.variant };
        let mut terms: BTreeMap<&str, String> = BTreeMap::new();
        for name in table.names.iter().chain(people) {
            terms.extend(words.name(name, &table.surnames).map(|written| (name.as_str(), written)));
        }
        // What an editor wrote of a word stands also where it is a name.
        terms.extend(table.words.iter().map(|(term, written)| (term.as_str(), written.clone())));
        let term = |(simplified, traditional): (&str, String)| Term {
            simplified: simplified.to_owned(),
            traditional,
        };
        let terms: Vec<Term> = terms.into_iter().map(term).collect();
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(terms.iter().map(|term| &term.simplified));
        words.finder = finder.ok().filter(|_| !terms.is_empty());
        words.terms = terms;
        words
    }

    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// A person's name: the surname by the table, the given name by the dictionary.
    fn name(&self, name: &str, surnames: &[(String, String)]) -> Option<String> {
        let own = surnames.iter().filter(|_| is_name(name, surnames));
        let own = own.filter(|(surname, _)| name.starts_with(surname.as_str()));
        let (surname, written) = own.max_by_key(|(surname, _)| surname.len())?;
        let mut whole = written.clone();
        whole.push_str(&self.look_up(&name[surname.len()..]));
        Some(whole)
    }

    fn convert(&self, text: &str, found: &mut dyn FnMut(usize)) -> String {
        let Some(finder) = &self.finder else { return self.look_up(text) };
        let mut out = String::with_capacity(text.len() + 8);
        let mut done = 0;
        for hit in finder.find_iter(text) {
            let Some(term) = self.terms.get(hit.pattern().as_usize()) else { continue };
            self.look_up_to(&text[done..hit.start()], &mut out);
            out.push_str(&term.traditional);
            found(hit.pattern().as_usize());
            done = hit.end();
        }
        self.look_up_to(&text[done..], &mut out);
        out
    }

    fn look_up_to(&self, text: &str, out: &mut String) {
        if !text.is_empty() {
            out.push_str(&self.look_up(text));
        }
    }

    fn look_up(&self, text: &str) -> String {
        // The dictionary is compiled in, so that it can always be read.
        let Some(opencc) = dictionary(self.variant) else { return text.to_owned() };
        usual(opencc.convert(text))
    }
}

/// The dictionary of a variant, made when it is first asked for. `s2tw` rather than `s2twp`: names of
/// bodies, offices and laws keep their words.
fn dictionary(variant: Variant) -> Option<&'static OpenCC> {
    static HK: OnceLock<Option<OpenCC>> = OnceLock::new();
    static TW: OnceLock<Option<OpenCC>> = OnceLock::new();
    let (cell, config) = match variant {
        Variant::HongKong => (&HK, BuiltinConfig::S2hk),
        Variant::Taiwan => (&TW, BuiltinConfig::S2tw),
    };
    cell.get_or_init(|| OpenCC::from_config(config).ok()).as_ref()
}

/// The same as readers in Hong Kong and Taiwan write it. The dictionary leaves quotation marks, and gives
/// forms that stand in dictionaries only, or, for Hong Kong, such as no keyboard there gives. An
/// apostrophe is no quotation mark: single ones are known by the Chinese that stands inside.
fn usual(text: String) -> String {
    if !text.contains(|c| one_for_one(c) != c || matches!(c, '‘' | '’')) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(match c {
            '‘' if chars.peek().is_some_and(|next| is_wide(*next)) => '『',
            '’' if is_wide(before) => '』',
            c => one_for_one(c),
        });
        before = c;
    }
    out
}

fn one_for_one(c: char) -> char {
    match c {
        '“' => '「',
        '”' => '」',
        '啓' => '啟',
        '羣' => '群',
        '兑' => '兌',
        '悦' => '悅',
        '户' => '戶',
        '説' => '說',
        '税' => '稅',
        '脱' => '脫',
        '蜕' => '蛻',
        '閲' => '閱',
        '鋭' => '銳',
        '温' => '溫',
        '藴' => '蘊',
        '醖' => '醞',
        c => c,
    }
}

/// Texts that were converted before: titles, labels and dates stand on many pages.
#[derive(Default)]
pub(super) struct Memo(HashMap<Box<str>, Box<str>>);

impl Memo {
    /// Longer texts stand on one page only, as a rule.
    const LONGEST: usize = 120;
    /// Beyond so many it begins anew.
    const MOST: usize = 20_000;
}

/// Converts the texts of one page.
pub(super) struct Tongue<'a> {
    words: &'a Words,
    way: Way<'a>,
}

enum Way<'a> {
    Quick(&'a mut Memo),
    Counting(&'a mut Hits),
}

impl<'a> Tongue<'a> {
    pub fn quick(words: &'a Words, memo: &'a mut Memo) -> Tongue<'a> {
        Tongue { words, way: Way::Quick(memo) }
    }

    /// Counts the terms that it comes upon.
    pub fn counting(words: &'a Words, hits: &'a mut Hits) -> Tongue<'a> {
        Tongue { words, way: Way::Counting(hits) }
    }

    /// Writes `text` to `out` in traditional characters.
    pub fn say(&mut self, text: &str, out: &mut Vec<u8>) {
        if text.is_ascii() {
            out.extend_from_slice(text.as_bytes());
            return;
        }
        match &mut self.way {
            Way::Counting(hits) => {
                let mut count = |term| *hits.entry(term).or_default() += 1;
                out.extend_from_slice(self.words.convert(text, &mut count).as_bytes());
            }
            Way::Quick(Memo(memo)) => {
                if let Some(written) = memo.get(text) {
                    out.extend_from_slice(written.as_bytes());
                    return;
                }
                let written = self.words.convert(text, &mut |_| {});
                out.extend_from_slice(written.as_bytes());
                if text.len() <= Memo::LONGEST {
                    if memo.len() == Memo::MOST {
                        memo.clear();
                    }
                    memo.insert(text.into(), written.into());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(variant: Variant, words: &[(&str, &str)]) -> Hant {
        let own = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(s, t)| ((*s).to_owned(), (*t).to_owned())).collect()
        };
        let surnames = own(&[("于", "于"), ("范", "范"), ("钟", "鍾"), ("范姜", "范姜")]);
        Hant { variant, words: own(words), surnames, names: vec![] }
    }

    fn said(words: &Words, text: &str) -> String {
        let (mut memo, mut out) = (Memo::default(), vec![]);
        for _ in 0..2 {
            out.clear();
            Tongue::quick(words, &mut memo).say(text, &mut out);
        }
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn both_dictionaries_are_there_and_write_as_their_readers_do() {
        let say = |variant| {
            let words = Words::new(&table(variant, &[]), &[]);
            said(&words, "启动里面的群众线，发现头发、后来皇后、干部干净，台风，只有一只，说明税户")
        };
        assert_eq!(
            say(Variant::HongKong),
            "啟動裏面的群眾線，發現頭髮、後來皇后、幹部乾淨，颱風，只有一隻，說明稅戶"
        );
        assert_eq!(
            say(Variant::Taiwan),
            "啟動裡面的群眾線，發現頭髮、後來皇后、幹部乾淨，颱風，只有一隻，說明稅戶"
        );
    }

    #[test]
    fn quotation_marks_are_those_of_the_readers() {
        let words = Words::new(&table(Variant::HongKong, &[]), &[]);
        assert_eq!(said(&words, "他说：“‘四好’商会”"), "他說：「『四好』商會」");
        assert_eq!(said(&words, "“AI+”，it’s ‘so’"), "「AI+」，it’s ‘so’");
    }

    #[test]
    fn the_table_wins_and_the_longest_term_first() {
        let own = [("准印证", "准印證"), ("内部资料准印证", "內部資料准印證"), ("制", "制")];
        let words = Words::new(&table(Variant::HongKong, &own), &[]);
        assert_eq!(
            said(&words, "内部资料准印证、准印证号，制作"),
            "內部資料准印證、准印證號，制作"
        );
        let (mut hits, mut out) = (Hits::new(), vec![]);
        Tongue::counting(&words, &mut hits).say("准印证、准印证、制度", &mut out);
        let counts: Vec<_> =
            hits.iter().map(|(n, count)| (words.terms()[*n].simplified.as_str(), *count)).collect();
        assert_eq!(counts, [("准印证", 2), ("制", 1)]);
    }

    #[test]
    fn a_surname_is_one_in_names_only() {
        let people = ["于建华", "钟发", "范姜国"].map(str::to_owned);
        let words = Words::new(&table(Variant::HongKong, &[]), &people);
        assert_eq!(
            said(&words, "于建华位于会场，钟发敲钟，范姜国是模范"),
            "于建華位於會場，鍾發敲鐘，范姜國是模範"
        );
    }
}
