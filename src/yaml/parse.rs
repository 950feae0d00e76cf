//! Text → [`Node`], with what the library says of a mistake put into an editor's words.

use std::ops::Range;

use serde_yaml::Spanned;

use super::Place;
use super::explain;
use super::mend::{Mended, Mistake};
use super::node::{self, Node, Raw, Value};
use super::plain;
use crate::diag::{Diagnostic, FileId, Warned};

/// Mistakes of one text that are mended before the rest is given up.
const MOST: usize = 20;

/// Parses the YAML that stands at `range` of `text`. An empty text is an empty map.
///
/// Every mistake of syntax is told, not the first only: where one is confined to its line, the text
/// is read on as if it were mended, and what could not be read is [`Value::Broken`]. Without that
/// there is no tree. Anchors and aliases are refused, so a few bytes cannot grow into a bomb; depth
/// and size are bounded.
pub fn parse(file: FileId, text: &str, range: Range<usize>) -> Warned<Option<Node<'_>>> {
    let base = range.start;
    let yaml = text.get(range).unwrap_or_default();
    match plain::read(yaml, base) {
        Some(node) => Warned::new(Some(node), vec![]),
        None => parse_any(file, yaml.to_owned(), base),
    }
}

/// By way of the library, mending and reading again as long as that helps.
fn parse_any(file: FileId, mut yaml: String, base: usize) -> Warned<Option<Node<'static>>> {
    let mut mended = Mended::default();
    let mut diags = Vec::new();
    for _ in 0..MOST {
        let place = Place { file, text: &yaml, base };
        let mistakes = match read_any(&yaml, base) {
            Ok(node) => match node {
                node if is_open(&node) => return Warned::new(Some(mended.mark(node, base)), diags),
                node => match explain::seen(place) {
                    mistakes if mistakes.is_empty() => return Warned::new(Some(node), diags),
                    mistakes => mistakes,
                },
            },
            Err(error) => mistakes(place, error.without_snippet(), diags.is_empty()),
        };
        let hopeless = mistakes.iter().any(|mistake| mistake.mend.is_none());
        let mut mends = Vec::with_capacity(mistakes.len());
        for Mistake { diag, mend } in mistakes {
            tell(&mut diags, diag);
            mends.extend(mend);
        }
        if hopeless {
            break;
        }
        mends.into_iter().for_each(|mend| mended.apply(&mut yaml, mend));
    }
    Warned::new(None, diags)
}

fn read_any(yaml: &str, base: usize) -> Result<Node<'static>, serde_yaml::Error> {
    let raw = serde_yaml::from_str_with_options::<Spanned<Raw>>(yaml, options())?;
    Ok(node::place(raw, base))
}

/// A map, or what is shown to be none without looking at its lines.
fn is_open(node: &Node) -> bool {
    matches!(node.value, Value::Map(_) | Value::Null)
}

fn mistakes(place: Place, error: &serde_yaml::Error, first: bool) -> Vec<Mistake> {
    if explain::is_budget(error) {
        return vec![Mistake { mend: None, ..explain::told(place, error) }];
    }
    let seen = if first { explain::seen(place) } else { vec![] };
    if seen.is_empty() { vec![explain::told(place, error)] } else { seen }
}

/// One place is spoken of once.
fn tell(diags: &mut Vec<Diagnostic>, diag: Diagnostic) {
    if !diags.iter().any(|told| told.primary == diag.primary) {
        diags.push(diag);
    }
}

fn options() -> serde_yaml::Options {
    use serde_yaml::options::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy};
    serde_yaml::options! {
        strict_booleans: true,
        // `!通知` would lose its first word.
        reject_unsupported_tags: true,
        with_snippet: false,
        // Kept twice here, refused with both places by `Fields`.
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        // `1e999` is a text like any other.
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        budget: serde_yaml::budget! { max_aliases: 0, max_anchors: 0, max_depth: 16, max_nodes: 10_000 },
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::{Strategy, prop_oneof};

    use super::*;

    /// What is read at once is what is read with care; tells whether it could be read at once.
    fn check(yaml: &str) -> bool {
        let plain = plain::read(yaml, 7);
        let Some(plain) = plain else { return false };
        assert_eq!(Some(plain), read_any(yaml, 7).ok(), "{yaml}");
        true
    }

    #[test]
    fn the_common_case_is_read_at_once() {
        assert!(check("title: 标题\ndate: 2019-10-23\nchambers: [tea, \"a b\", 'c']\n"));
        assert!(check("bylines:\n  author: [ 甲 ]\n  editor: 乙 # 注\ntags:\n  - 一\n  -  二\n"));
        assert!(check("leaders:\n- name: 甲\n  post: 会长\n- 'name': \"乙\"\n"));
        assert!(check("a: [[x], [y, z]]\nb:\n- - x\n  - y\n- [z]\n"));
        assert!(check("bylines: { author: [甲, 乙], editor: '丙' }\nleaders:\n  - {name: 甲}\n"));
        assert!(check("# 注\n\nlist:\n# 注\n  - x\n"));
        assert!(check("\u{feff}x: 'it'\n"));
    }

    #[test]
    fn the_rest_is_left_to_the_careful_reader() {
        for yaml in [
            "a: 1",
            "a:",
            "a: true",
            "a: ~",
            "a: \"x\\ty\"",
            "a: 'it''s'",
            "a: x\n  y",
            "a: |\n  x\n",
            "a: []",
            "a: {}",
            "a: ''",
            "1: x",
            "",
            "- # 注\n  x",
        ] {
            let _ = check(yaml);
            let file = format!("0123456{yaml}");
            let read = parse(FileId(0), &file, 7..file.len()).value;
            assert_eq!(read, read_any(yaml, 7).ok(), "{yaml}");
        }
    }

    /// Indent, dash, key and what ends it.
    const KEY: &str = "( {0,3}|  |    )(- |-  |-|)(a|bc|甲|甲 乙|'甲'|\"b\"|\"1 b\"|''|'a''b'|'true'|null|true|1|\\.\\.\\.|---|\u{feff}|%|<<|-|)(: |: {2,3}|:|：|:\t)";
    /// A value, whole or not.
    const VALUE: &str = "(x|甲，乙|a b|2019-10-23|2019|0|007|1e5|1_0|0x1f|0b1|1-2e3|12:30|-1|\\+1|\\.5|~|null|nuLL|True|true|false|no|inf|nan|\
         |C#|a:b|a: b|a:|http://a/|a\\[b|a, b|\\[a, b\\]|\\[ a ,\"b\", 'c' \\]|\\[\\]|\\[a,\\]|\\[a|a\\]|\\[\\[a\\], b\\]|\\[a: b\\]|\\[1, true\\]|\\[-\\]\
         |\"a b\"|\"a: #b\"|\"\"|''|'a'|'a''b'|'a|\"a\\\\n\"|\"a\"b|\"a\": b|\"甲”|\\{\\}|\\{a: b\\}|\\{ a: b, 'c': \\[d\\], e: \\{f: 1\\} \\}|\\{a: b,\\}|\\{a:\\}|\\{a\\}|\\{a: b, c\\}|\\{a: b|\\{\"a\":b\\}|\\{a: \"b\"\\}|\\{a:b\\}|\\[\\{a: b\\}, \\{c: d\\}\\]|\\[\\{a: b\\]\\}|\\{\\[a\\]: b\\}|\\{a: b: c\\}|\\{a: b\\}: c|\\{a : b\\}|\\{- a: b\\}|\\{null: b\\}|&a|\\*a|!a|\\||>|\\||@|`|%|\\?|\\? a|, |=|<<|\\$\\{a\\}\
         |\u{a0}|a\u{a0}|\u{3000}甲|·|\u{feff}|\u{2028}|\u{85}|\u{fffd}|\u{ffff}|\u{7f}|\u{1}|\t|a\tb|😀|)";
    /// What follows a value on its line.
    const END: &str = "( |  | #|# | # 注|#|\t|)(\n|\n|\n|\n|\r\n|\r|\n\n| \n  \n|\n#\n|\n  # x\n)";

    type Pattern = proptest::string::RegexGeneratorStrategy<String>;

    fn pattern(regex: &str) -> Pattern {
        proptest::string::string_regex(regex).unwrap()
    }

    /// A line with one thing that is odd, perhaps: where it begins, its value, or its end.
    fn odd() -> impl Strategy<Value = String> {
        let value = format!("(a: |  b: |- |  - |- c: |a:\\n  ){VALUE}\n");
        let end = format!("(a: |- |a:|- b:)(x|\\[x\\]|'x'|){END}");
        prop_oneof![
            pattern(&format!("{KEY}(x|\\[x\\]|'x'|\n  x)\n")),
            pattern(&value),
            pattern(&value),
            pattern(&end),
            pattern(&format!("{KEY}{VALUE}{END}")),
        ]
    }

    /// Lines of a map, of lists and of maps in lists, perhaps not aligned.
    fn lines() -> Pattern {
        pattern("(( {0,4}|  )(- )?(a: x|b:|b:|c: \\[y\\]|x|'d': 1|- y)\n){0,8}")
    }

    /// As editors write.
    fn usual() -> Pattern {
        pattern(
            "((a|甲): (x|甲乙|2019-10-23|1|\"x\"|\\[a, 'b'\\]|true|\\{ a: 甲, b: c \\})|b:\n  (c: d\n  e: f|- g\n  - h|-  k: l\n     m: n)|b:\n- (i|o: p\n  q: \\[r\\]))( # x)?\n",
        )
    }

    proptest::proptest! {
        #[test]
        fn both_readers_agree(yaml in "(a|甲|'甲'|\"b\"|'|\\[|\\]|\\[a, |b\\]|\\{|\\}|\\{a: |: |:|, | #x|- |\n|\n  |\n- |\nb: |\n  c: ){0,12}") {
            check(&yaml);
        }

        #[test]
        fn both_readers_agree_on_lines(yaml in lines(), lead in "(a: x\n|a:\n)") {
            check(&yaml);
            check(&(lead + &yaml));
        }

        #[test]
        fn both_readers_agree_on_odd_lines(
            before in vec(usual(), 0..3),
            odd in vec(odd(), 1..3),
            after in vec(usual(), 0..3),
        ) {
            check(&(before.concat() + &odd.concat() + &after.concat()));
        }

        #[test]
        fn both_readers_agree_within_brackets(
            start in "(a: |- |a: \\[|a: \\{)",
            yaml in "(x|a: |a: |, |,|\\{|\\}|\\[|\\]|'y'|'b': | |:|#|\n){0,10}",
            end in "(\\]|\\}|\\}\\]|\\]\\}|)",
        ) {
            check(&(start + &yaml + &end));
        }

        #[test]
        fn both_readers_agree_on_any_word(word in "[ -~\n甲，·\u{a0}\u{feff}]{0,6}", lead in "(a: |a: x\n  |a: \\[|a: \\[x, |a: \\{b: |a: \\{b: c, |a:\n- |a:\n- b: |a:\n  |)", end in "(\n|\\]|\\}|: d\\}|)") {
            check(&format!("{lead}{word}{end}\n"));
        }
    }

    #[test]
    fn both_readers_agree_on_long_texts_and_deep_lists() {
        let long = "长".repeat(2000);
        for yaml in [
            format!("a: {long}\nb:\n- {long}\n- '{long}'\n- [{long}, {long}]\n"),
            format!("{}: x\n", "k".repeat(2000)),
            format!("a: [{}\n", "x, ".repeat(4000)),
            format!("a: {}x{}\n", "[".repeat(20), "]".repeat(20)),
            (0..20).map(|n| format!("{}a:\n", " ".repeat(n))).collect(),
        ] {
            check(&yaml);
        }
    }
}
