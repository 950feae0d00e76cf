//! What can happen to a bulletin between two builds.
//!
//! An edit names its objects by numbers that are taken modulo what there is, so that any edit means
//! something at any time and a failing script can be shortened.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::common::pictures::png;
use super::pools::*;

/// One thing that an editor, a theme author or a machine does.
#[derive(Clone, Debug)]
pub enum Edit {
    /// Sets a key of a record's front matter, or takes it away.
    Key {
        record: usize,
        key: usize,
        value: usize,
    },
    /// What one record says under a key, another one says from now on.
    Move {
        record: usize,
        other: usize,
        key: usize,
    },
    Body {
        record: usize,
        text: usize,
    },
    /// Words that are added to a body, or taken away again.
    Words {
        record: usize,
        text: usize,
    },
    Add {
        name: usize,
        base: usize,
    },
    Remove {
        record: usize,
    },
    /// To a name of another record's folder.
    Rename {
        record: usize,
        name: usize,
    },
    /// Two records of one kind change names.
    Swap {
        record: usize,
        other: usize,
    },
    /// A file that no longer is what it should be.
    Garble {
        record: usize,
        how: usize,
    },
    Setting {
        key: usize,
        value: usize,
    },
    /// Puts a piece into a template of a theme.
    Template {
        template: usize,
        piece: usize,
    },
    RemoveTemplate {
        template: usize,
    },
    /// The bulletin's own file in place of the theme's; the second time it goes.
    Override {
        template: usize,
        piece: usize,
    },
    Static {
        file: usize,
        text: usize,
    },
    Picture {
        file: usize,
        size: usize,
    },
    Clock(usize),
    Drafts,
    Portable,
    BaseUrl(usize),
    Clean,
    DeleteCache,
    DamageCache {
        at: usize,
    },
    Tamper {
        output: usize,
        how: usize,
    },
    DeletePublic,
    /// The next build is killed after so many changes, or runs out of space after so many bytes.
    Kill {
        ops: u64,
    },
    FillDisk {
        bytes: u64,
    },
    /// Every file is written anew with the same content, as a checkout does.
    Touch,
    Nothing,
}

fn number() -> std::ops::Range<usize> {
    0..1000
}

pub fn edit() -> impl Strategy<Value = Edit> {
    use Edit::*;
    let two = || (number(), number());
    prop_oneof![
        30 => (number(), number(), number())
            .prop_map(|(record, key, value)| Key { record, key, value }),
        6 => (number(), number(), number())
            .prop_map(|(record, other, key)| Move { record, other, key }),
        8 => two().prop_map(|(record, text)| Body { record, text }),
        12 => two().prop_map(|(record, text)| Words { record, text }),
        6 => two().prop_map(|(name, base)| Add { name, base }),
        4 => number().prop_map(|record| Remove { record }),
        4 => two().prop_map(|(record, name)| Rename { record, name }),
        3 => two().prop_map(|(record, other)| Swap { record, other }),
        2 => two().prop_map(|(record, how)| Garble { record, how }),
        8 => two().prop_map(|(key, value)| Setting { key, value }),
        6 => two().prop_map(|(template, piece)| Template { template, piece }),
        1 => number().prop_map(|template| RemoveTemplate { template }),
        2 => two().prop_map(|(template, piece)| Override { template, piece }),
        3 => two().prop_map(|(file, text)| Static { file, text }),
        2 => two().prop_map(|(file, size)| Picture { file, size }),
        4 => number().prop_map(Clock),
        2 => Just(Drafts),
        1 => Just(Portable),
        1 => number().prop_map(BaseUrl),
        1 => Just(Clean),
        1 => Just(DeleteCache),
        1 => number().prop_map(|at| DamageCache { at }),
        3 => two().prop_map(|(output, how)| Tamper { output, how }),
        1 => Just(DeletePublic),
        2 => (0..160u64).prop_map(|ops| Kill { ops }),
        1 => (0..60_000u64).prop_map(|bytes| FillDisk { bytes }),
        1 => Just(Touch),
        1 => Just(Nothing),
    ]
}

/// The files that a person wrote, as an edit changes them.
pub struct Desk {
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Desk {
    /// Does to the sources what `edit` says, and tells it in words.
    pub fn apply(&mut self, edit: &Edit) -> String {
        let before = self.files.clone();
        self.change_files(edit);
        let changed = |path: &&String| before.get(*path) != self.files.get(*path);
        let all: std::collections::BTreeSet<&String> =
            before.keys().chain(self.files.keys()).collect();
        let show = |files: &BTreeMap<String, Vec<u8>>, path: &String| {
            files.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        };
        let told = all.into_iter().filter(changed).map(|path| {
            format!("\n  {path}: {:?} → {:?}", show(&before, path), show(&self.files, path))
        });
        format!("{edit:?}{}", told.collect::<String>())
    }

    fn change_files(&mut self, edit: &Edit) {
        if self.records().is_empty() {
            let text = "---\ntitle: 新\ndate: 2020\ncolumn: news\n---\n";
            self.files.insert("content/news/x.md".to_owned(), text.into());
        }
        match *edit {
            Edit::Key { record, key, value } => {
                let path = self.record(record);
                let kind = path.split('/').nth(1).unwrap_or_default();
                let own = match kind {
                    "news" => NEWS,
                    "chambers" => CHAMBERS,
                    "columns" => COLUMNS,
                    "places" => PLACES,
                    "issues" => ISSUES,
                    "recognitions" => RECOGNITIONS,
                    "guidance" => GUIDANCE,
                    "events" => EVENTS,
                    "series" => SERIES,
                    "rotation" => ROTATION,
                    "agreements" => AGREEMENTS,
                    "documents" => DOCUMENTS,
                    "reports" => REPORTS,
                    "channels" => CHANNELS,
                    "figures" => FIGURES,
                    "services" => SERVICES,
                    _ => PAGES,
                };
                // Its own keys twice: they are fewer.
                let all: Vec<_> = COMMON.iter().chain(own).chain(own).collect();
                let (key, pool) = all[key % all.len()];
                self.change(&path, |text| set_key(text, key, pool[value % pool.len()]));
            }
            Edit::Move { record, other, key } => {
                let (from, to) = (self.record(record), self.record(other));
                let key = ["aliases", "slug", "featured", "cover", "publish_at"][key % 5];
                let text = String::from_utf8_lossy(&self.files[&from]).into_owned();
                let head = format!("{key}: ");
                let value = text.lines().find_map(|line| line.strip_prefix(&head)).unwrap_or("");
                if !value.is_empty() {
                    self.change(&from, |text| set_key(text, key, ""));
                    self.change(&to, |text| set_key(text, key, value));
                }
            }
            Edit::Body { record, text } => {
                let path = self.record(record);
                self.change(&path, |old| {
                    let end = old.get(4..).and_then(|rest| rest.find("---\n"));
                    end.map_or_else(|| old.to_owned(), |end| old[..end + 8].to_owned())
                        + BODIES[text % BODIES.len()]
                });
            }
            Edit::Words { record, text } => {
                let (path, words) = (self.record(record), WORDS[text % WORDS.len()]);
                self.change(&path, |old| match old.strip_suffix(words) {
                    Some(rest) => rest.to_owned(),
                    None => format!("{old}{words}"),
                });
            }
            Edit::Add { name, base } => {
                let base = self.files[&self.record(base)].clone();
                let path = format!("content/news/{}.md", NAMES[name % NAMES.len()]);
                self.files.entry(path).or_insert(base);
            }
            Edit::Remove { record } => {
                let path = self.record(record);
                self.files.remove(&path);
            }
            Edit::Rename { record, name } => {
                let path = self.record(record);
                let kind = path.split('/').nth(1).unwrap_or_default().to_owned();
                let text = self.files.remove(&path).unwrap_or_default();
                self.files.insert(format!("content/{kind}/{}.md", NAMES[name % NAMES.len()]), text);
            }
            Edit::Swap { record, other } => {
                let path = self.record(record);
                let kind = path.rsplit_once('/').map(|(dir, _)| format!("{dir}/"));
                let peers: Vec<String> = self
                    .records()
                    .into_iter()
                    .filter(|p| kind.as_ref().is_some_and(|k| p.starts_with(k)))
                    .collect();
                let other = peers[other % peers.len()].clone();
                let (one, two) = (self.files[&path].clone(), self.files[&other].clone());
                self.files.insert(path, two);
                self.files.insert(other, one);
            }
            Edit::Garble { record, how } => {
                let path = self.record(record);
                let garbled: [&[u8]; 5] =
                    [b"", b"no fence", b"---\ntitle: x\n", b"\xff\xfe", b"---\n: [\n---\n"];
                self.files.insert(path, garbled[how % garbled.len()].to_vec());
            }
            Edit::Setting { key, value } => {
                let (key, pool) = SETTINGS[key % SETTINGS.len()];
                self.change("content/site.yaml", |text| {
                    let fenced = format!("---\n{text}---\n");
                    let set = set_key(&fenced, key, pool[value % pool.len()]);
                    set[4..set.len() - 4].to_owned()
                });
            }
            Edit::Template { template, piece } => {
                let path = self.template(template);
                self.change(&path, |text| with_piece(text, PIECES[piece % PIECES.len()]));
            }
            Edit::RemoveTemplate { template } => {
                let path = self.template(template);
                self.files.remove(&path);
            }
            Edit::Override { template, piece } => {
                let path = self.template(template);
                let name = path.rsplit('/').next().unwrap_or_default();
                let own = format!("content/theme/templates/{name}");
                if self.files.remove(&own).is_none() {
                    let text = String::from_utf8_lossy(&self.files[&path]).into_owned();
                    self.files.insert(own, with_piece(&text, PIECES[piece % PIECES.len()]).into());
                }
            }
            Edit::Static { file, text } => {
                let path = STATIC[file % STATIC.len()];
                let texts = ["body { color: red }", "body { color: blue }", ""];
                match texts[text % texts.len()] {
                    "" => drop(self.files.remove(path)),
                    text => drop(self.files.insert(path.to_owned(), text.into())),
                }
            }
            Edit::Picture { file, size } => {
                let path =
                    ["content/news/2019/images/a.png", "content/news/2019/images/b.png"][file % 2];
                match size % 4 {
                    3 => drop(self.files.remove(path)),
                    2 => drop(self.files.insert(path.to_owned(), b"no picture".to_vec())),
                    size => drop(self.files.insert(path.to_owned(), png(size as u32 + 1, 1))),
                }
            }
            _ => {}
        }
    }

    fn change(&mut self, path: &str, new: impl Fn(&str) -> String) {
        let old = self.files.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        self.files.insert(path.to_owned(), new(&old.unwrap_or_default()).into());
    }

    fn records(&self) -> Vec<String> {
        self.files.keys().filter(|path| path.ends_with(".md")).cloned().collect()
    }

    /// There is always one: see `apply`.
    fn record(&self, number: usize) -> String {
        let all = self.records();
        all[number % all.len()].clone()
    }

    fn template(&self, number: usize) -> String {
        let all: Vec<&String> = self
            .files
            .keys()
            .filter(|path| path.starts_with("themes/") && path.ends_with(".html"))
            .collect();
        all[number % all.len()].clone()
    }
}

/// `text` with `key: value` in its front matter, or without the key when the value is empty.
fn set_key(text: &str, key: &str, value: &str) -> String {
    let mut fences = 0;
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        fences += usize::from(line == "---\n");
        let ours = line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':'));
        if fences == 2 && line == "---\n" && !value.is_empty() {
            out.push_str(&format!("{key}: {value}\n"));
        }
        if fences != 1 || !ours {
            out.push_str(line);
        }
    }
    out
}

const MARK: &str = "<!--HERE-->";

/// The template with `piece` before its mark, in place of what an earlier edit put there.
fn with_piece(text: &str, piece: &str) -> String {
    let Some((before, after)) = text.split_once(MARK) else { return format!("{text}{piece}") };
    let before = PIECES
        .iter()
        .filter(|old| !old.is_empty())
        .fold(before, |text, old| text.strip_suffix(old).unwrap_or(text));
    format!("{before}{piece}{MARK}{after}")
}
