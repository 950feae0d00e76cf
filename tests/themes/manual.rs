//! `docs/THEMES.md`, read: its chapters, the names in its tables, its examples.

use std::collections::{BTreeMap, BTreeSet};

/// The English half of the manual, which describes everything.
pub struct Manual {
    text: &'static str,
    /// The names in the first cells of a chapter's tables, by the chapter's title.
    tables: BTreeMap<&'static str, Vec<&'static str>>,
}

impl Manual {
    pub fn read() -> Manual {
        let (_, text) = include_str!("../../docs/THEMES.md")
            .split_once("\n# The theme author's guide\n")
            .expect("the English half");
        let mut tables: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut chapter = "";
        for line in text.lines() {
            if let Some(title) = line.strip_prefix("## ").or_else(|| line.strip_prefix("### ")) {
                chapter = title;
            } else if let Some(row) = line.strip_prefix("| `") {
                let (name, _) = row.split_once('`').expect("a name ends");
                tables.entry(chapter).or_default().push(name);
            }
        }
        Manual { text, tables }
    }

    /// The names in the tables of a chapter.
    #[track_caller]
    pub fn names(&self, chapter: &str) -> Vec<&'static str> {
        self.tables.get(chapter).cloned().unwrap_or_else(|| panic!("no tables in “{chapter}”"))
    }

    pub fn set(&self, chapter: &str) -> BTreeSet<&'static str> {
        self.names(chapter).into_iter().collect()
    }

    /// The templates of the table of pages, which stand in its third column.
    pub fn templates(&self) -> BTreeSet<&'static str> {
        let (_, chapter) = self.text.split_once("### The templates").expect("the chapter");
        let (chapter, _) = chapter.split_once("\n## ").expect("its end");
        let cells = chapter.lines().filter_map(|line| line.split(" | ").nth(2));
        cells.filter_map(|cell| cell.strip_prefix('`')?.strip_suffix('`')).collect()
    }

    /// Everything that is written like a call.
    pub fn calls(&self) -> BTreeSet<&'static str> {
        let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
        let heads = self.text.match_indices('(').map(|(at, _)| &self.text[..at]);
        let names = heads.map(|head| &head[head.trim_end_matches(is_name).len()..]);
        names.filter(|name| !name.is_empty()).collect()
    }

    /// The files of the example: a line with a path, then a block with its text.
    pub fn example(&self) -> Vec<(&'static str, &'static str)> {
        let (_, chapter) = self.text.split_once("\n## A small theme\n").expect("the chapter");
        let (chapter, _) = chapter.split_once("\n## ").expect("its end");
        let blocks = chapter.split("\n```").collect::<Vec<_>>();
        let pairs = blocks.chunks_exact(2).map(|pair| {
            let path = pair[0].trim().lines().last().expect("a path").trim_matches('`');
            let (_, text) = pair[1].split_once('\n').expect("a language, then the text");
            (path, text)
        });
        pairs.collect()
    }
}
