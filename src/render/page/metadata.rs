//! A page → what its head says to programs: search engines, chat programs that show a link with title and
//! picture, feed readers, the inspection of government sites. One string, ready to be printed.
//!
//! What must name absolute addresses (canonical, `og:url`, `og:image`, JSON-LD, links to feeds) is there
//! only where the site's own address is known.

use super::{Make, What, linked};
use crate::content::{Date, Kind, Meta, News};
use crate::escape::{self, Text};
use crate::outputs::json::Json;
use crate::outputs::{Format, LOGO, share_path};
use crate::picture::SHARE_SIZE;
use crate::site::{HANT, Item, Ix, MediaInfo, feed_path};

/// A page as its metadata sees it.
pub(super) struct Page<'m, 'a> {
    pub make: &'m Make<'a>,
    pub title: Text<'m>,
    pub description: Option<Text<'m>>,
    /// The record that is shown whole here.
    pub item: Option<&'a Item>,
    /// The absolute address.
    pub url: Option<Text<'m>>,
    /// The day of an article's date, and that of its last change, where they are known.
    pub published: Option<String>,
    pub changed: Option<String>,
}

/// Room for what most heads say.
const ROOM: usize = 3 * 1024;

/// Everything for the head of a page, one element a line.
pub(super) fn write(make: &Make, title: &str, description: Option<&str>) -> String {
    let item = match make.route.what {
        What::Record(ix, None) => make.view.record(ix),
        _ => None,
    };
    let description = match item.map(|item| &item.record.meta) {
        Some(Meta::Column(column)) => column.description.as_deref(),
        _ => description,
    };
    let (published, changed) = days(item);
    let url = make.url();
    let (title, description) = (Text::new(title), description.map(Text::new));
    let url = url.as_deref().map(Text::new);
    let page = Page { make, title, description, item, url, published, changed };
    let mut head = Head(String::with_capacity(ROOM));
    page.plain(&mut head);
    page.open_graph(&mut head);
    page.own_feed(&mut head);
    page.whole(&mut head);
    page.government(&mut head);
    let mut head = linked::data(&page, head.0);
    head.truncate(head.trim_end().len());
    head
}

/// See [`Page::published`].
fn days(item: Option<&Item>) -> (Option<String>, Option<String>) {
    let Some(item) = item.filter(|item| item.record.kind == Kind::News) else {
        return (None, None);
    };
    let common = &item.record.common;
    let day = |date: Option<Date>| date.filter(|date| date.day().is_some());
    let published = common.date.as_ref().map(|date| date.value);
    [published, common.updated].map(|date| day(date).map(|day| day.to_string())).into()
}

impl<'a> Page<'_, 'a> {
    pub fn news(&self) -> Option<&'a News> {
        match &self.item?.record.meta {
            Meta::News(news) => Some(news),
            _ => None,
        }
    }

    /// The absolute address of a path as a field of `json`.
    pub fn address(&self, json: &mut Json, key: &'static str, path: &str) {
        json.joined(key, [&self.make.stage.root, path]);
    }

    pub fn absolute(&self, path: &str) -> String {
        [&self.make.stage.root, path].concat()
    }

    fn plain(&self, head: &mut Head) {
        if self.make.route.what == What::NotFound || self.item.is_some_and(|item| item.draft) {
            head.name("robots", "noindex");
        }
        if let Some(text) = self.description {
            // The longest text of the head: one element says it to both kinds of readers.
            head.known("<meta name=\"description\" property=\"og:description\" content=\"", text);
        }
        if let Some(url) = self.url {
            head.known("<link rel=\"canonical\" href=\"", url);
            head.known("<meta property=\"og:url\" content=\"", url);
            self.editions(head, url.as_str());
        }
        head.known("<meta property=\"og:title\" content=\"", self.title);
    }

    /// The same page in either script. One for all readers of traditional characters is named without a
    /// region; whoever reads neither is led to the page that the other is made from.
    fn editions(&self, head: &mut Head, url: &str) {
        if !self.make.has_twin() {
            return;
        }
        let twin = self.absolute(&format!("{HANT}{}", self.make.route.path));
        for (lang, url) in [(self.make.view.lang(), url), ("zh-Hant", &twin), ("x-default", url)] {
            head.link("alternate", [("hreflang", lang)], url);
        }
    }

    fn open_graph(&self, head: &mut Head) {
        let is_article = self.news().is_some();
        head.property("og:type", if is_article { "article" } else { "website" });
        if self.url.is_some() {
            self.picture(head);
        }
        if is_article && self.url.is_some() {
            for (name, day) in [
                ("article:published_time", &self.published),
                ("article:modified_time", &self.changed),
            ] {
                day.iter().for_each(|day| head.property(name, day));
            }
            if let Some(column) = self.column() {
                head.property("article:section", &column.record.common.title.value);
            }
        }
    }

    /// What is the same on all pages at one depth: the site's name, its language, its feed.
    fn whole(&self, head: &mut Head) {
        let (view, base) = (self.make.view, self.make.place.base.as_str());
        let piece = self.make.stage.piece(view, base, || {
            let mut head = Head(String::new());
            head.property("og:site_name", view.title());
            locale(view.lang()).into_iter().for_each(|name| head.property("og:locale", name));
            if view.has_feed(None) {
                self.feed(&mut head, view.title(), "");
            }
            head.0
        });
        head.0.push_str(&piece.text);
    }

    /// The picture that stands for the page: the one that is drawn for it, its cover, else the publisher's sign.
    fn picture(&self, head: &mut Head) {
        let view = self.make.view;
        let is_drawn = || self.make.stage.holds(view, "font", || view.font().is_some());
        if let Some(item) = self.item.filter(|_| is_drawn()) {
            let (width, height) = SHARE_SIZE;
            head.property("og:image", &self.absolute(&share_path(item)));
            head.property("og:image:width", &width.to_string());
            head.property("og:image:height", &height.to_string());
            head.property("og:image:alt", self.title.as_str());
            head.name("twitter:card", "summary_large_image");
            return;
        }
        match self.cover() {
            Some((cover, alt)) => {
                head.property("og:image", &self.absolute(&cover.path));
                if let Some((width, height)) = cover.size {
                    head.property("og:image:width", &width.to_string());
                    head.property("og:image:height", &height.to_string());
                }
                if !alt.is_empty() {
                    head.property("og:image:alt", alt);
                }
                head.name("twitter:card", "summary_large_image");
            }
            None => {
                let piece = self.make.stage.piece(view, "logo", || {
                    let mut head = Head(String::new());
                    let logo = view.asset(LOGO).map(|path| self.absolute(path));
                    logo.iter().for_each(|url| head.property("og:image", url));
                    head.name("twitter:card", "summary");
                    head.0
                });
                head.0.push_str(&piece.text);
            }
        }
    }

    fn cover(&self) -> Option<(&'a MediaInfo, &'a str)> {
        let item = self.item?;
        let alt = item.record.common.cover.as_ref().map_or("", |cover| cover.alt.as_str());
        Some((item.cover.as_deref()?, alt))
    }

    /// The column of a news item.
    pub fn column(&self) -> Option<&'a Item> {
        self.make.view.card(self.item?.refs.column?)
    }

    /// The feed of the page's own news.
    fn own_feed(&self, head: &mut Head) {
        if let Some((ix, item)) = self.channel()
            && self.make.view.has_feed(Some(ix))
        {
            let site = self.make.view.title();
            let title = format!("{} · {site}", item.record.common.title.value);
            self.feed(head, &title, &item.path);
        }
    }

    fn channel(&self) -> Option<(Ix, &'a Item)> {
        let What::Record(ix, _) = self.make.route.what else { return None };
        let item = self.make.view.card(ix)?;
        matches!(item.record.kind, Kind::Columns | Kind::Chambers).then_some((ix, item))
    }

    fn feed(&self, head: &mut Head, title: &str, page: &str) {
        for format in Format::ALL {
            let href = format!("{}{}", self.make.place.base, feed_path(page, format.file()));
            let more = [("type", format.media_type()), ("title", title)];
            head.link("alternate", more, &href);
        }
    }

    /// 站点标签, 栏目标签, 内容页标签.
    fn government(&self, head: &mut Head) {
        let view = self.make.view;
        let site = self.make.stage.piece(view, "government", || {
            let mut head = Head(String::new());
            if let Some(own) = view.government() {
                head.name("SiteName", own.name.as_deref().unwrap_or_else(|| view.title()));
                let domain = own.domain.as_deref().or(view.base_url().and_then(host));
                domain.into_iter().for_each(|name| head.name("SiteDomain", name));
                own.code.iter().for_each(|code| head.name("SiteIDCode", code));
            }
            head.0
        });
        if site.text.is_empty() {
            return;
        }
        head.0.push_str(&site.text);
        let channel = self.channel().map(|(_, item)| item);
        let column = channel.filter(|item| item.record.kind == Kind::Columns).or(self.column());
        if let Some(Meta::Column(about)) = column.map(|column| &column.record.meta) {
            let name = column.map_or("", |column| &column.record.common.title.value);
            head.name("ColumnName", name);
            head.name("ColumnDescription", about.description.as_deref().unwrap_or(name));
            head.name("ColumnKeywords", name);
            head.name("ColumnType", if about.notice { "通知公告" } else { name });
        }
        if let Some((item, news)) = self.item.zip(self.news()) {
            self.article(head, item, news);
        }
    }

    fn article(&self, head: &mut Head, item: &Item, news: &News) {
        let common = &item.record.common;
        head.name("ArticleTitle", &common.title.value);
        if let Some(date) = common.date.as_ref().map(|date| date.value) {
            // The guide wants the minute of every day; no more is known than the record says.
            let minute = if date.day().is_some() { " 00:00" } else { "" };
            head.name("PubDate", &format!("{date}{minute}"));
        }
        head.name("ContentSource", source(news).unwrap_or_else(|| self.make.view.publisher()));
        let tags: Vec<&str> = common.tags.iter().map(|tag| tag.value.as_str()).collect();
        for (name, text) in [
            ("Keywords", tags.join(",")),
            ("Author", authors(news).collect::<Vec<_>>().join(",")),
            ("Description", self.description.map_or("", Text::as_str).to_owned()),
            ("Image", self.cover().map_or(String::new(), |(cover, _)| self.absolute(&cover.path))),
            ("Url", self.url.map_or("", Text::as_str).to_owned()),
        ] {
            if !text.is_empty() {
                head.name(name, &text);
            }
        }
    }
}

/// Where a text comes from, if from elsewhere.
pub(super) fn source(news: &News) -> Option<&str> {
    let named = news.bylines.source.as_deref().or(news.source.as_deref());
    named.filter(|name| !matches!(*name, "本刊" | "待补"))
}

/// Who wrote it, as far as known.
pub(super) fn authors(news: &News) -> impl Iterator<Item = &str> {
    news.bylines.author.iter().map(String::as_str).filter(|name| *name != "待补")
}

/// The host of an address, without its port.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    rest.split(['/', ':']).next()
}

/// The language as OpenGraph names it, with a country.
fn locale(lang: &str) -> Option<&'static str> {
    match lang {
        "zh" | "zh-CN" | "zh-Hans" | "zh-Hans-CN" => Some("zh_CN"),
        "zh-HK" | "zh-Hant-HK" => Some("zh_HK"),
        "zh-TW" | "zh-Hant" | "zh-Hant-TW" => Some("zh_TW"),
        "en" | "en-US" => Some("en_US"),
        _ => None,
    }
}

/// Elements of a head, each on its line.
struct Head(String);

impl Head {
    fn name(&mut self, name: &str, content: &str) {
        self.0.push_str("<meta name=\"");
        self.meta(name, content);
    }

    fn property(&mut self, name: &str, content: &str) {
        self.0.push_str("<meta property=\"");
        self.meta(name, content);
    }

    fn meta(&mut self, name: &str, content: &str) {
        self.0.push_str(name);
        self.0.push_str("\" content=\"");
        escape::html(content, &mut self.0);
        self.0.push_str("\">\n");
    }

    /// An element that ends with a text.
    fn known(&mut self, start: &str, content: Text) {
        self.0.push_str(start);
        content.html(&mut self.0);
        self.0.push_str("\">\n");
    }

    fn link<const N: usize>(&mut self, rel: &str, more: [(&str, &str); N], href: &str) {
        self.0.extend(["<link rel=\"", rel, "\""]);
        for (name, value) in more.into_iter().chain([("href", href)]) {
            self.0.extend([" ", name, "=\""]);
            escape::html(value, &mut self.0);
            self.0.push('"');
        }
        self.0.push_str(">\n");
    }
}
