//! A bulletin of any size, the same each time: records of every kind with references and links.

use std::fs;
use std::io;
use std::path::Path;
use std::thread;
use std::time::Duration;

use jiff::civil::Date;

use super::prose;
use super::records;
use super::rng::Rng;

pub const CHAMBERS: usize = 60;
pub const COLUMNS: usize = 10;
pub const PLACES: usize = 30;

/// The first day of the news, and over how many days they are spread.
const FIRST_DAY: Date = jiff::civil::date(2015, 1, 1);
const DAYS: usize = 3650;

/// Longer than a tick of the file system's clock: huikan believes no stat of a fresher file.
const SETTLE: Duration = Duration::from_millis(100);

/// How the news are spread over columns, chambers and places.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Over all of them.
    Even,
    /// All in one column and one place, half of them of one chamber.
    Skewed,
}

/// What a corpus is to be.
#[derive(Clone, Copy)]
pub struct Plan {
    pub items: usize,
    pub shape: Shape,
    /// The theme's name: `lean` is written with the corpus, `wuzhou` is huikan's own.
    pub theme: &'static str,
    /// Whether it can be searched: the index is measured apart.
    pub search: bool,
}

/// Files with their paths under `content/`.
pub type Files = Vec<(String, String)>;

/// Writes the bulletin into `root`, which must not exist, and lets the clock tick on.
pub fn write(root: &Path, plan: Plan) -> io::Result<()> {
    let content = root.join("content");
    put(&content.join("site.yaml"), &settings(plan))?;
    for n in 0..COLUMNS {
        put(&content.join(format!("columns/column-{n:02}.md")), &column(n))?;
    }
    for n in 0..PLACES {
        put(&content.join(format!("places/place-{n:02}.md")), &place(n))?;
    }
    for n in 0..CHAMBERS {
        put(&content.join(format!("chambers/chamber-{n:02}.md")), &chamber(n))?;
    }
    put(&content.join("pages/about.md"), "---\ntitle: 关于本刊\norder: 1\n---\n这里是说明。\n")?;
    for n in 0..plan.items {
        put(&content.join(news_path(n, plan.items)), &news(n, plan))?;
    }
    for (path, text) in records::all(plan) {
        put(&content.join(path), &text)?;
    }
    if plan.theme == "lean" {
        for (name, text) in LEAN {
            put(&root.join("themes/lean/templates").join(name), text)?;
        }
        for calendar in ["event-year", "event-month"] {
            put(&root.join("themes/lean/templates").join(format!("{calendar}.html")), BARE)?;
        }
        for kind in RECORDS {
            let templates = root.join("themes/lean/templates");
            put(&templates.join(format!("{kind}.html")), RECORD)?;
            put(&templates.join(format!("{kind}-index.html")), INDEX)?;
        }
    }
    thread::sleep(SETTLE);
    Ok(())
}

/// Adds a sentence to the body of one news item: no list shows anything else for it.
pub fn edit(root: &Path, items: usize, round: usize) -> io::Result<()> {
    let path = root.join("content").join(news_path(items / 2, items));
    let mut text = fs::read_to_string(&path)?;
    text.push_str(&format!("\n补记第{round}条。\n"));
    fs::write(&path, text)?;
    thread::sleep(SETTLE);
    Ok(())
}

macro_rules! lean {
    ($($name:literal),*) => { &[$(($name, include_str!(concat!("lean/templates/", $name)))),*] };
}

/// The bench's own theme: what every theme must print, and nothing else.
const LEAN: &[(&str, &str)] = lean!(
    "base.html",
    "lists.html",
    "home.html",
    "article.html",
    "chamber.html",
    "column.html",
    "place.html",
    "page.html",
    "archive.html",
    "year.html",
    "directory.html",
    "404.html"
);

/// The kinds of the federation's record.
const RECORDS: &[&str] = &[
    "issue",
    "recognition",
    "event",
    "series",
    "agreement",
    "document",
    "report",
    "channel",
    "figure",
    "rotation",
    "service",
    "guidance",
];

const BARE: &str = "{% extends \"base.html\" %}\n";
const RECORD: &str = include_str!("lean/templates/page.html");
const INDEX: &str = include_str!("lean/templates/records.html");

fn put(path: &Path, text: &str) -> io::Result<()> {
    match fs::write(path, text) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(path.parent().unwrap_or(path))?;
            fs::write(path, text)
        }
        done => done,
    }
}

fn settings(Plan { theme, search, .. }: Plan) -> String {
    format!(
        "title: 示例会刊\ntagline: 只为测量速度\nurl: https://example.org\ntheme: {theme}\nsearch: {search}\n"
    )
}

fn column(n: usize) -> String {
    format!(
        "---\ntitle: 栏目{n:02}\norder: {n}\ndescription: 第{n}个栏目\nnotice: {}\n---\n",
        n == 1
    )
}

/// One city, seven districts in it, towns in the districts.
fn place(n: usize) -> String {
    let (level, code, parent) = match n {
        0 => ("city", "990100".to_owned(), None),
        1..=7 => ("district", format!("9901{n:02}"), Some(0)),
        _ => {
            let district = 1 + (n - 8) % 7;
            ("town", format!("9901{district:02}{n:03}"), Some(district))
        }
    };
    let parent = parent.map_or_else(String::new, |p| format!("parent: place-{p:02}\n"));
    format!("---\ntitle: 地方{n:02}\nlevel: {level}\ncode: \"{code}\"\n{parent}---\n")
}

fn chamber(n: usize) -> String {
    let mut rng = Rng::new(0xc0ff_ee00 + n as u64);
    let kinds = ["direct", "industry", "township", "women", "county"];
    let kind = kinds[n % kinds.len()];
    // A township chamber belongs to a town.
    let region = if kind == "township" { 8 + n % (PLACES - 8) } else { n % PLACES };
    let body = prose::paragraph(&mut rng, 6);
    format!(
        "---\ntitle: 示例商会{n:02}\nkind: {kind}\nregion: place-{region:02}\nfounded: 2001\n---\n\
         {body}\n\n## 历史\n\n{}\n",
        prose::paragraph(&mut rng, 6)
    )
}

pub fn day(n: usize, items: usize) -> Date {
    let days = n * DAYS / items.max(1);
    FIRST_DAY.saturating_add(jiff::Span::new().days(days as i64))
}

/// The id of a news item.
pub fn news_id(n: usize, items: usize) -> String {
    let day = day(n, items);
    format!("{:04}/{:02}/item-{n:06}", day.year(), day.month())
}

/// Under `content/`.
fn news_path(n: usize, items: usize) -> String {
    format!("news/{}.md", news_id(n, items))
}

fn news(n: usize, plan: Plan) -> String {
    let mut rng = Rng::new(n as u64 + 1);
    let mut text = front_matter(&mut rng, n, plan);
    text.push_str(&prose::paragraph(&mut rng, 4));
    for part in 0..3 {
        text.push_str(&format!("\n\n## {}{}\n\n", prose::heading(&mut rng), part + 1));
        text.push_str(&prose::paragraph(&mut rng, 4));
        text.push_str(&link(&mut rng, plan));
        text.push_str("\n\n");
        text.push_str(&prose::paragraph(&mut rng, 2));
        match part {
            0 if rng.one_in(3) => text.push_str(&format!("\n\n{}", prose::list(&mut rng))),
            1 if rng.one_in(4) => text.push_str(&format!("\n\n{}", prose::table(&mut rng))),
            _ => {}
        }
    }
    text.push('\n');
    text
}

fn front_matter(rng: &mut Rng, n: usize, plan: Plan) -> String {
    let (column, chamber, place) = match plan.shape {
        Shape::Even => (rng.below(COLUMNS), rng.below(CHAMBERS), rng.below(PLACES)),
        Shape::Skewed if n.is_multiple_of(2) => (0, 0, 0),
        Shape::Skewed => (0, 1 + rng.below(CHAMBERS - 1), 0),
    };
    let mut text = format!(
        "---\ntitle: {}\ndate: {}\ncolumn: column-{column:02}\nsource: 本刊\n",
        prose::title(rng, n),
        day(n, plan.items)
    );
    if rng.one_in(2) {
        text.push_str("bylines:\n  author: [通讯员]\n  editor: 编辑部\n");
    }
    if rng.one_in(3) {
        text.push_str(&format!("summary: {}\n", prose::sentence(rng).replace("**", "")));
    }
    text.push_str(&format!("chambers: [chamber-{chamber:02}]\n"));
    if plan.shape == Shape::Skewed || rng.one_in(2) {
        text.push_str(&format!("places: [place-{place:02}]\n"));
    }
    text.push_str(&records::belongs(n, plan.items));
    text.push_str("---\n");
    text
}

/// A sentence that leads to another item, or to a chamber's history.
fn link(rng: &mut Rng, plan: Plan) -> String {
    let to = if rng.one_in(4) {
        format!("chambers/chamber-{:02}.md#历史", rng.below(CHAMBERS))
    } else {
        news_path(rng.below(plan.items), plan.items)
    };
    format!("另见[往期报道](../../../{to})。")
}
