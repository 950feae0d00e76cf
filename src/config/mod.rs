//! The bulletin's settings: `content/site.yaml` → [`Settings`], resolved once.
//!
//! Enters: the text of the settings file. Leaves: settings in which every default is filled in and
//! every pattern parsed, so that no later layer reads YAML or knows a default.

mod government;
mod hant;
mod images;
mod pattern;
mod words;

pub use government::Government;
pub use hant::{Hant, Variant, is_name, is_simplified};
pub use images::SYSTEM_FONT;
pub use pattern::{Part, Pattern};

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::diag::{Diagnostic, FileId, Warned};
use crate::picture;
use crate::yaml::{self, At, Fields};
use crate::zh::{self, Readings};
use words::WORDS;

/// Everything that `site.yaml` says.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The journal's name, shown in the masthead and in every page's title.
    pub title: String,
    pub tagline: Option<String>,
    pub publisher: Option<String>,
    /// Where the site will stand, without a slash at the end: `https://host/path`. Canonical
    /// addresses need it; links between pages do not.
    pub url: Option<String>,
    /// A BCP 47 tag for `<html lang>`.
    pub lang: String,
    /// The zone in which dates without a zone are read and "today" begins.
    pub zone: TimeZone,
    pub theme: At<String>,
    pub copyright: Option<String>,
    /// ICP filing line for the footer.
    pub icp: Option<String>,
    /// Public-security filing line for the footer.
    pub police: Option<String>,
    /// What a government site says of itself in its pages' heads.
    pub government: Option<Government>,
    /// The Traditional edition, where there is one.
    pub hant: Option<Hant>,
    /// Items on a page of a list, 1 to 500.
    pub per_page: usize,
    /// Whether readers can search the site; where nothing is said, if the theme has a page for it.
    pub search: Option<bool>,
    /// News items in a feed, the newest; with 0 there are no feeds.
    pub feed_items: usize,
    pub permalinks: Permalinks,
    /// How pictures are published.
    pub images: picture::Rules,
    /// The font of pictures that are drawn for shared pages; without one none are drawn.
    pub share_font: Option<At<String>>,
    /// The site's own pinyin readings, longest match first with the built-in ones.
    pub readings: Readings,
    /// The menu as written; empty means the default menu. Targets are resolved by the site layer.
    pub menu: Vec<MenuItem>,
    /// The site's own keys as a JSON object's text.
    pub extra: String,
}

/// One entry of the menu: a word and a record (`columns/news`) or a path (`/chambers/`).
#[derive(Clone, Debug)]
pub struct MenuItem {
    pub title: Option<String>,
    pub to: At<String>,
}

/// The URL patterns by kind.
#[derive(Clone, Debug)]
pub struct Permalinks {
    pub news: Pattern,
    pub chambers: Pattern,
    pub columns: Pattern,
    pub places: Pattern,
    pub pages: Pattern,
    /// Of the kinds that are the federation's record, by folder.
    pub records: BTreeMap<&'static str, Pattern>,
}

/// The folders of those kinds.
pub const RECORD_FOLDERS: [&str; 12] = [
    "issues",
    "recognitions",
    "events",
    "series",
    "agreements",
    "documents",
    "reports",
    "channels",
    "figures",
    "rotation",
    "services",
    "guidance",
];

const DEFAULT_THEME: &str = "wuzhou";
const DEFAULT_ZONE: &str = "Asia/Shanghai";
const DEFAULT_PER_PAGE: usize = 20;
const DEFAULT_FEED_ITEMS: usize = 20;

/// Reads the settings from `text`. Mistakes leave the default in place and are told.
pub fn parse(file: FileId, text: &str) -> Warned<Settings> {
    let text_body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let start = text.len() - text_body.len();
    let Warned { value, mut diags } = yaml::parse(file, text, start..text.len());
    let node = value.unwrap_or(yaml::Node { value: yaml::Value::Broken, range: start..start });
    let mut fields = Fields::new(file, text, node, start..start, WORDS);
    let settings = read(&mut fields);
    diags.extend(fields.finish());
    Warned::new(settings, diags)
}

fn read(fields: &mut Fields) -> Settings {
    let plain = |found: Option<At<String>>| found.map(|t| t.value);
    let lang = plain(fields.text("lang")).unwrap_or_else(|| "zh-Hans".to_owned());
    Settings {
        title: plain(fields.required("title")).unwrap_or_default(),
        tagline: plain(fields.text("tagline")),
        publisher: plain(fields.text("publisher")),
        url: base_url(fields),
        hant: hant::read(fields, &lang),
        lang,
        zone: zone(fields),
        theme: theme(fields),
        copyright: plain(fields.text("copyright")),
        icp: plain(fields.text("icp")),
        police: plain(fields.text("police")),
        government: government::read(fields),
        per_page: per_page(fields),
        search: fields.flag("search"),
        feed_items: feed_items(fields),
        permalinks: permalinks(fields),
        images: images::read(fields),
        share_font: images::share_font(fields),
        readings: readings(fields),
        menu: menu(fields),
        extra: fields.free("extra").unwrap_or_else(|| "{}".to_owned()),
    }
}

fn base_url(fields: &mut Fields) -> Option<String> {
    let url = fields.text("url")?;
    match normal_base_url(&url.value) {
        Some(normal) => Some(normal),
        None => {
            let diag = Diagnostic::error(
                "config/url",
                format!("网址“{}”不完整", url.value),
                format!("`{}` is no full address", url.value),
            )
            .at(url.span(fields.file()));
            let guess = format!("https://{}", url.value);
            let diag = match normal_base_url(&guess).filter(|_| !url.value.contains("//")) {
                Some(guess) => diag.hint(format!("写成 {guess}"), format!("write {guess}")),
                None => diag.hint("写成 https://主机名/路径", "write https://host/path"),
            };
            fields.report(diag);
            None
        }
    }
}

/// `https://host/path` without query, fragment or a slash at the end; `None` when it is no such address.
pub fn normal_base_url(url: &str) -> Option<String> {
    let url = url.trim();
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let clean = !rest.contains(['?', '#', ' ', '"', '<', '>', '\\', '\n']);
    let host_ok = rest.chars().next().is_some_and(|c| c.is_alphanumeric() || c == '[');
    (clean && host_ok && !rest.contains("..")).then(|| url.trim_end_matches('/').to_owned())
}

fn zone(fields: &mut Fields) -> TimeZone {
    let named = fields.text("time_zone");
    let name = named.as_ref().map_or(DEFAULT_ZONE, |n| n.value.as_str());
    match TimeZone::get(name) {
        Ok(zone) => zone,
        Err(_) => {
            if let Some(named) = named {
                let diag = Diagnostic::error(
                    "config/time-zone",
                    format!("没有“{}”这个时区", named.value),
                    format!("there is no time zone `{}`", named.value),
                )
                .at(named.span(fields.file()))
                .hint(
                    "北京时间写 Asia/Shanghai，或删去这一行",
                    "write Asia/Shanghai for China, or delete the line",
                );
                fields.report(diag);
            }
            TimeZone::fixed(jiff::tz::offset(8))
        }
    }
}

fn theme(fields: &mut Fields) -> At<String> {
    let default = At { value: DEFAULT_THEME.to_owned(), start: 0, end: 0 };
    let Some(theme) = fields.text("theme") else {
        return default;
    };
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    if !theme.value.is_empty() && theme.value.chars().all(plain) {
        return theme;
    }
    let diag = Diagnostic::error(
        "config/theme",
        format!("主题名“{}”不是一个文件夹名", theme.value),
        format!("theme `{}` is no folder name", theme.value),
    )
    .at(theme.span(fields.file()))
    .hint(
        "写 themes/ 下的文件夹名，例如 wuzhou",
        "the name of a folder under themes/, such as wuzhou",
    );
    fields.report(diag);
    default
}

fn per_page(fields: &mut Fields) -> usize {
    let wrong = |zh, en| Diagnostic::error("config/per-page", zh, en);
    amount(fields, "per_page", (1, 500), DEFAULT_PER_PAGE, wrong)
}

fn feed_items(fields: &mut Fields) -> usize {
    let wrong = |zh, en| Diagnostic::error("config/feed-items", zh, en);
    amount(fields, "feed_items", (0, 100), DEFAULT_FEED_ITEMS, wrong)
}

/// A number between `least` and `most`; the `usual` one where there is none, or a wrong one.
fn amount(
    fields: &mut Fields,
    key: &'static str,
    (least, most): (usize, usize),
    usual: usize,
    wrong: impl FnOnce(String, String) -> Diagnostic,
) -> usize {
    let Some(found) = fields.int(key) else {
        return usual;
    };
    match usize::try_from(found.value) {
        Ok(n) if (least..=most).contains(&n) => n,
        _ => {
            let diag = wrong(
                format!("{key} 应当在 {least} 到 {most} 之间"),
                format!("{key} must lie between {least} and {most}"),
            )
            .at(found.span(fields.file()))
            .hint(format!("一般写 {usual}"), format!("{usual} is usual"));
            fields.report(diag);
            usual
        }
    }
}

fn permalinks(fields: &mut Fields) -> Permalinks {
    let defaults = Permalinks {
        news: Pattern::fixed(&["/news/", "{year}", "/", "{month}", "/", "{slug}", ".html"]),
        chambers: Pattern::fixed(&["/chambers/", "{slug}", ".html"]),
        columns: Pattern::fixed(&["/columns/", "{slug}", "/"]),
        places: Pattern::fixed(&["/places/", "{slug}", ".html"]),
        pages: Pattern::fixed(&["/", "{slug}", ".html"]),
        records: RECORD_FOLDERS.map(|folder| (folder, record_pattern(folder))).into(),
    };
    let read = |inner: &mut Fields| Permalinks {
        news: one_pattern(
            inner,
            "news",
            &["year", "month", "day", "column", "slug"],
            false,
            &defaults.news,
        ),
        chambers: one_pattern(inner, "chambers", &["slug"], false, &defaults.chambers),
        columns: one_pattern(inner, "columns", &["slug"], true, &defaults.columns),
        places: one_pattern(inner, "places", &["slug"], false, &defaults.places),
        pages: one_pattern(inner, "pages", &["slug"], false, &defaults.pages),
        records: (defaults.records.iter())
            .map(|(folder, default)| {
                let names = &["year", "month", "day", "slug"];
                (*folder, one_pattern(inner, folder, names, false, default))
            })
            .collect(),
    };
    fields.map("permalinks", read).unwrap_or_else(|| defaults.clone())
}

fn record_pattern(folder: &str) -> Pattern {
    Pattern::fixed(&[&format!("/{folder}/"), "{slug}", ".html"])
}

fn one_pattern(
    fields: &mut Fields,
    key: &'static str,
    names: &[&str],
    list: bool,
    default: &Pattern,
) -> Pattern {
    let Some(text) = fields.text(key) else {
        return default.clone();
    };
    match Pattern::parse(&text.value, names, list) {
        Ok(pattern) => pattern,
        Err(reason) => {
            let diag = Diagnostic::error(
                "config/permalink",
                format!("{key} 的网址样式不对：{}", reason.zh),
                format!("the permalink of {key} is wrong: {}", reason.en),
            )
            .at(text.span(fields.file()))
            .hint(format!("例如 {default}"), format!("such as {default}"));
            fields.report(diag);
            default.clone()
        }
    }
}

fn readings(fields: &mut Fields) -> Readings {
    let written = fields.free_texts("readings");
    let mut own = Vec::with_capacity(written.len());
    for (word, reading) in written {
        if is_reading(&reading.value) {
            own.push((word.name.into_owned(), reading.value));
            continue;
        }
        let diag = Diagnostic::error(
            "config/reading",
            format!("“{}”的读音“{}”不是拼音", word.name, reading.value),
            format!("`{}` is no pinyin for `{}`", reading.value, word.name),
        )
        .at(reading.span(fields.file()))
        .hint(
            "写拼音，字与字之间空一格，例如 长洲: chang zhou",
            "write pinyin with a space between syllables, such as 长洲: chang zhou",
        );
        fields.report(diag);
    }
    Readings::new(&own)
}

/// Letters, with or without tone marks, and what stands between syllables.
fn is_reading(text: &str) -> bool {
    let mark = |c: char| matches!(c, '-' | '\'' | '\u{300}'..='\u{30f}');
    let fits = |c: char| c.is_alphabetic() && !zh::is_han(c) || c.is_whitespace() || mark(c);
    text.chars().any(char::is_alphabetic) && text.chars().all(fits)
}

fn menu(fields: &mut Fields) -> Vec<MenuItem> {
    let items = fields.maps("menu", |item| {
        let title = item.text("title").map(|t| t.value);
        let to = item.required("to")?;
        Some(MenuItem { title, to })
    });
    items.into_iter().flatten().collect()
}
