//! Laws of the index itself, over random records.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use huikan::build::prepare;
use huikan::outputs::search::pack::{mix, mix_text, shard, take};
use huikan::outputs::search::{
    Block, Frequent, Limits, Part, Sample, blocks, common as shared, facets, index, sample, shares,
};
use huikan::site;
use huikan::zh;
use proptest::prelude::*;

use super::common::{Files, Site};
use super::reader::{Index, tokens};

/// A record: its number, and the lines of its text, the title first.
type Records = Vec<(u16, Vec<String>)>;

/// Lines of few characters, so that all pairs recur; some stand in another form, some between gaps.
fn line() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[商会四好]{1,4}",
        2 => "[會業联茶\u{20000}㐀〇]{1,2}",
        1 => "[，。“” ]",
        1 => "(2019|20|A4|ａ|GDP)",
    ];
    prop::collection::vec(piece, 1..12).prop_map(|pieces| pieces.concat())
}

fn records() -> impl Strategy<Value = Records> {
    let lines = prop::collection::vec(line(), 2..6);
    prop::collection::vec((any::<u16>(), lines), 1..24).prop_map(|mut records| {
        // A title must say something.
        records
            .iter_mut()
            .filter(|(_, lines)| lines[0].trim().is_empty())
            .for_each(|(_, lines)| lines[0].push('商'));
        records.sort();
        records.dedup_by_key(|(number, _)| *number);
        records
    })
}

fn limits() -> impl Strategy<Value = Limits> {
    (1u32..400, 1u128..4, 400u32..800, 0usize..12, 0usize..12).prop_map(
        |(least, every, most, frequent, long)| Limits { least, every, most, frequent, long },
    )
}

fn folded(text: &str) -> String {
    text.chars().map(zh::fold).collect()
}

/// A site of these records, oldest first.
fn site_of(records: &Records) -> std::sync::Arc<site::Site> {
    let site = Site::of(
        "=== content/site.yaml\ntitle: 会刊\ntheme: plain\n=== themes/plain/theme.yaml\nname: plain\n",
    );
    for (number, lines) in records {
        let (year, month) = (2000 + number / 3000, 1 + number % 12);
        let title = serde_json::to_string(&lines[0]).unwrap();
        let front = format!("title: {title}\norder: 1\ndate: {year}-{month:02}\n");
        site.put(&format!("content/pages/r{number}.md"), format!("---\n{front}---\n"));
    }
    let ready = prepare(&site.memory, &site.host, &site.options);
    let wrong: Vec<_> = ready.diags.iter().filter(|diag| diag.is_error()).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    ready.ready.unwrap().stage.site.clone()
}

/// The index of the records, and the files of each block apart.
fn made(records: &Records, limits: Limits) -> (Files, BTreeMap<String, Files>) {
    let site = site_of(records);
    let texts: BTreeMap<String, String> =
        records.iter().map(|(number, lines)| (format!("r{number}"), lines.join("\n"))).collect();
    let blocks = blocks(&site, limits);
    let files = |block: &Block| -> Files {
        let (chosen, most) = sample(&site, block, limits);
        // In two shares, as two processors would.
        let samples = chosen.chunks(chosen.len().div_ceil(2).max(1)).map(|docs| {
            let mut sample = Sample::default();
            docs.iter().for_each(|ix| sample.push(&texts[&site.item(*ix).unwrap().record.id]));
            sample
        });
        // Or a sample that tells nothing, as a bad one would.
        let is_good = limits.least.is_multiple_of(2);
        let samples = samples.filter(|_| is_good).collect::<Vec<_>>();
        let mut frequent = Frequent::of(&samples, most);
        // In one share, in two or in three, some of which may be empty.
        let shares = shares(&site, block, 1 + block.docs.len() % 3);
        for _ in 0..10 {
            let part = |share: Range<usize>| {
                let mut part = Part::new(share.start as u32, 0, 0, &frequent);
                for ix in &block.docs[share] {
                    let item = site.item(*ix).unwrap();
                    part.push(&texts[&item.record.id], &facets(&site, *ix, item));
                }
                part
            };
            let parts = shares.iter().cloned().map(part).collect();
            match index(&site, block, parts, limits, &frequent, &|made| made) {
                Ok(files) => return files.into_iter().collect(),
                Err(more) => frequent = more,
            }
        }
        panic!("each time there are more frequent runs");
    };
    let apart: BTreeMap<String, Files> =
        blocks.iter().map(|block| (block.name.clone(), files(block))).collect();
    assert_eq!(apart.len(), blocks.len(), "blocks have names of their own");
    let all = apart.values().flatten().map(|(path, bytes)| (path.clone(), bytes.clone()));
    (all.chain(shared(&blocks)).collect(), apart)
}

fn path(number: u16) -> String {
    format!("r{number}.html")
}

/// Every substring of one to eight Han characters of a text.
fn substrings(text: &str) -> BTreeSet<String> {
    let chars: Vec<char> = text.chars().collect();
    let runs = chars.split(|c| !zh::is_han(*c));
    runs.flat_map(|run| (1..=8).flat_map(|n| run.windows(n)))
        .map(|part| part.iter().collect())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Recall and precision: found is what contains it, and nothing else.
    #[test]
    fn a_phrase_is_found_in_exactly_the_records_that_contain_it(
        (records, limits) in (records(), limits()),
    ) {
        let (files, _) = made(&records, limits);
        let index = Index::open(&files);
        let texts: Vec<(u16, Vec<String>)> = records.iter()
            .map(|(number, lines)| (*number, lines.iter().map(|line| folded(line)).collect()))
            .collect();
        let mut queries: BTreeSet<String> =
            texts.iter().flat_map(|(_, lines)| lines).flat_map(|line| substrings(line)).collect();
        // Most of these stand nowhere.
        queries.extend(["好四好", "会商会商", "四四四四", "茶联", "商四会好商四"].map(str::to_owned));
        for query in queries {
            let found: BTreeSet<String> = index.find(&query, &[]).into_iter().collect();
            let contain = texts.iter().filter(|(_, lines)| lines.iter().any(|line| line.contains(&query)));
            let contain: BTreeSet<String> = contain.map(|(number, _)| path(*number)).collect();
            prop_assert_eq!(&found, &contain, "{}", query);
        }
    }

    /// What a phrase of four may fetch is bounded: no run that is shorter has a list much longer than the limit says.
    #[test]
    fn no_list_of_positions_is_longer_than_it_may_be((records, limits) in (records(), limits())) {
        let (files, _) = made(&records, limits);
        let most = (limits.frequent + limits.frequent / 8) as u64;
        for (path, bytes) in &files {
            let name = path.rsplit('/').next().unwrap();
            let counts = match name.chars().next() {
                Some('g') => counts_of(bytes),
                // A run of four may be a frequent one.
                Some('r') if name.matches('-').count() < 3 => take(&mut bytes.as_slice()).into_iter().collect(),
                _ => vec![],
            };
            prop_assert!(counts.iter().all(|count| *count <= most), "{path}: {counts:?} of {most}");
        }
    }

    /// The whole title, written in any form, leads to its own record before all others.
    #[test]
    fn a_title_finds_its_record_first((records, limits) in (records(), limits())) {
        let (files, _) = made(&records, limits);
        let index = Index::open(&files);
        for (_, lines) in records.iter().filter(|(_, lines)| lines[0].chars().any(|c| c.is_alphanumeric())) {
            let found = index.find(&lines[0], &[]);
            let first = records.iter().find(|(number, _)| Some(&path(*number)) == found.first());
            let told = |title: &str| format!("{:?}", tokens(title));
            // Of several with the same title any may come first.
            prop_assert_eq!(first.map(|(_, lines)| told(&lines[0])), Some(told(&lines[0])), "{:?}", found);
        }
    }

    /// An edit of one text that leaves it about as long rewrites only shards of runs and tokens that the
    /// old or the new text holds, and nothing of another block.
    #[test]
    fn an_edit_rewrites_only_the_shards_of_its_words(
        (records, limits) in (records(), limits()), which: prop::sample::Index,
    ) {
        let (_, before) = made(&records, limits);
        let mut edited = records.clone();
        let (number, lines) = &mut edited[which.index(records.len())];
        let old = lines.join("\n");
        let last = lines.last_mut().unwrap();
        *last = last.replacen(['商', '四'], "会", 1);
        let (number, new) = (*number, lines.join("\n"));
        let (_, after) = made(&edited, limits);
        prop_assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
        for (name, before) in &before {
            let after = &after[name];
            let changed: Vec<&String> = before.keys().filter(|path| before.get(*path) != after.get(*path)).collect();
            let holds = before.iter().any(|(file, bytes)| {
                file.contains("/d") && String::from_utf8_lossy(bytes).contains(&format!("\"{}\"", path(number)))
            });
            if !holds {
                prop_assert_eq!(changed, Vec::<&String>::new(), "{} is another block", name);
                continue;
            }
            let may = shards_of(name, &before[&format!("search/{name}/head.bin")], &[&old, &new]);
            let frequent_moved = before[&format!("search/{name}/head.bin")] != after[&format!("search/{name}/head.bin")];
            if !frequent_moved {
                let wrong: Vec<_> = changed.into_iter().filter(|path| !may.contains(*path)).collect();
                prop_assert_eq!(wrong, Vec::<&String>::new());
            }
        }
    }

    /// A new record at the end, or one that goes, leaves the blocks before it as they are.
    #[test]
    fn a_new_record_leaves_older_blocks_alone((records, limits) in (records(), limits())) {
        let (_, with) = made(&records, limits);
        // The order of time: year, month, then the reference.
        let newest = records.iter().map(|(n, _)| *n).max_by_key(|n| (n / 3000, n % 12, format!("r{n}"))).unwrap();
        let fewer: Records = records.iter().filter(|(number, _)| *number != newest).cloned().collect();
        if fewer.is_empty() {
            return Ok(());
        }
        let (_, without) = made(&fewer, limits);
        let touched = without.iter().filter(|(name, files)| with.get(*name) != Some(*files)).count();
        prop_assert!(touched <= 1, "{touched} blocks of {}", without.len());
    }
}

/// How long the lists of a shard are.
fn counts_of(shard: &[u8]) -> Vec<u64> {
    let (mut rest, mut counts) = (shard, vec![]);
    for others in [1, 2, 3] {
        for _ in 0..take(&mut rest).unwrap() {
            (0..others).for_each(|_| assert!(take(&mut rest).is_some()));
            let count = take(&mut rest).unwrap();
            (0..count).for_each(|_| assert!(take(&mut rest).is_some()));
            counts.push(count);
        }
    }
    assert!(rest.is_empty());
    counts
}

/// The shards of a block in which any token or run of `texts` may stand.
fn shards_of(name: &str, head: &[u8], texts: &[&str]) -> BTreeSet<String> {
    let mut rest = head;
    let docs = take(&mut rest).unwrap() as usize;
    rest = &rest[2 * docs..];
    let families = ['g', 'f'].map(|family| (family, take(&mut rest).unwrap() as u32));
    // The runs that are frequent, and those whose lists are long.
    for others in [1, 2, 3, 1, 2, 3] {
        let count = take(&mut rest).unwrap();
        (0..count * others).for_each(|_| assert!(take(&mut rest).is_some()));
    }
    let lists = take(&mut rest).unwrap() as u32;
    let mut may = BTreeSet::new();
    let mut list = |text: &str| {
        let two: String = text.chars().take(2).collect();
        may.insert(format!("search/{name}/l{}.bin", shard(mix_text(&two), lists)));
    };
    let mut keys: Vec<Vec<u32>> = vec![];
    for text in texts {
        let mut row: Vec<(String, Option<u32>)> = vec![];
        for line in text.split('\n') {
            row.extend(tokens(line).iter().map(|token| (token.text(), token.code())));
            row.push((String::new(), None));
        }
        row.iter().for_each(|(text, _)| list(text));
        for length in [2, 3, 4] {
            let codes =
                row.windows(length).map(|part| part.iter().map(|(_, code)| *code).collect());
            let codes: Vec<Option<Vec<u32>>> = codes.collect();
            keys.extend(codes.into_iter().flatten());
        }
    }
    let tokens = |key: &Vec<u32>| key.iter().map(|token| format!("{token:x}")).collect::<Vec<_>>();
    may.extend(keys.iter().map(|key| format!("search/{name}/r{}.bin", tokens(key).join("-"))));
    for (family, count) in families {
        let own = keys.iter().map(|key| shard(mix(key), count));
        may.extend(own.map(|n| format!("search/{name}/{family}{n}.bin")));
    }
    may
}
