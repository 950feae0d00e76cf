//! Why an output was rendered.

use crate::diag::Text;
use crate::query::{FONT, Query};
use crate::site::{Ix, Scope, Site, Span};

/// The first reason found for rendering an output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It was not there in the last build, or its address showed something else.
    New,
    /// The record that it shows was edited.
    Source(String),
    /// A record or a file that this record names or links to moved, came or went.
    References(String),
    /// A record that it showed is no longer there for readers.
    Gone(String),
    /// The answer to another question differs now.
    Answer(Text),
    /// A template that draws it, or a static file that it names.
    Theme(String),
    /// No cache of this engine with these options was found.
    Engine,
    /// The file in the output folder is gone or is not as it was written.
    Output,
    /// The page is as it was; the table of the Traditional edition, in which it stands too, is not.
    Twin,
}

impl Why {
    /// The reason that a changed answer to `query` is.
    pub fn changed(site: &Site, query: &Query) -> Why {
        let name = |ix: Ix| site.item(ix).map(|item| item.record.path()).unwrap_or_default();
        let answer = |zh: String, en: String| Why::Answer(Text::new(zh, en));
        match query {
            Query::Record(ix) => Why::Source(name(*ix)),
            Query::Template(template) => Why::Theme(format!("templates/{template}")),
            Query::Asset(path) if &**path == FONT => {
                answer("分享图的字体".to_owned(), "the font of share images".to_owned())
            }
            Query::Asset(path) => Why::Theme(format!("static/{path}")),
            Query::Card(ix) => answer(
                format!("{} 的标题、日期、摘要等", name(*ix)),
                format!("the card of {}", name(*ix)),
            ),
            Query::Neighbours(ix) => answer(
                format!("{} 的前后篇", name(*ix)),
                format!("the neighbours of {}", name(*ix)),
            ),
            Query::Related(ix) => answer(
                format!("{} 的相关稿件", name(*ix)),
                format!("what is related to {}", name(*ix)),
            ),
            Query::List(scope, number) => {
                let (zh, en) = scope_words(site, *scope);
                let page = number.map(|n| format!(" {n}")).unwrap_or_default();
                answer(format!("{zh}的列表{page}"), format!("the list of {en}{page}"))
            }
            Query::Latest(_) => answer("最新稿件".into(), "the newest items".into()),
            Query::Lead => answer("头条".into(), "the lead item".into()),
            Query::Notices(_) => answer("通知公告".into(), "the notices".into()),
            Query::Columns => answer("栏目".into(), "the columns".into()),
            Query::Chambers(..) | Query::ChambersFrom(_) => {
                answer("商会名单".into(), "the list of chambers".into())
            }
            Query::Places(_) => answer("地区名单".into(), "the list of places".into()),
            Query::Pages => answer("页面名单".into(), "the list of pages".into()),
            Query::Directory(_) => answer("商会名录".into(), "the directory".into()),
            Query::Years => answer("各年的稿件数".into(), "the years".into()),
            Query::Count(kind) => {
                answer(format!("{}的数量", kind.zh()), format!("the count of {}", kind.folder()))
            }
            Query::Backlinks(ix, kind) => answer(
                format!("提到 {} 的{}", name(*ix), kind.zh()),
                format!("which {} name {}", kind.folder(), name(*ix)),
            ),
            Query::All(kind) => {
                answer(format!("{}的名单", kind.zh()), format!("the list of {}", kind.folder()))
            }
            Query::InIssue(ix) => answer(
                format!("{} 在本期的位置和更正", name(*ix)),
                format!("the place of {} in its issue", name(*ix)),
            ),
            Query::Authors(ix) => answer(
                format!("{} 目录里的作者", name(*ix)),
                format!("who wrote what stands in {}", name(*ix)),
            ),
            Query::Issues => answer("历期的名单".into(), "the list of issues by number".into()),
            Query::Standing(ix) => {
                answer(format!("{} 是否现行", name(*ix)), format!("whether {} holds", name(*ix)))
            }
            Query::Progress(_) => answer("指导的进度".into(), "the progress of guidance".into()),
            Query::Events(Span::All) => answer("活动日历".into(), "the calendar".into()),
            Query::Events(Span::Year(year)) => {
                answer(format!("{year}年的活动"), format!("the events of {year}"))
            }
            Query::Events(Span::Month(year, month)) => answer(
                format!("{year}年{month}月的活动"),
                format!("the events of {year}-{month:02}"),
            ),
            Query::Indicators => answer("各项指标".into(), "the indicators".into()),
            Query::Indicator(ix) | Query::Dates(ix) => {
                answer(format!("{} 的各期数据", name(*ix)), format!("the dates of {}", name(*ix)))
            }
            Query::Lists => answer("各类资料的名单".into(), "which kinds have a list".into()),
            Query::Menu => answer("菜单".into(), "the menu".into()),
            Query::Setting(key) => answer(format!("设置 {key}"), format!("the setting {key}")),
            Query::Feed(None) => answer("订阅源的稿件".into(), "the items of the feed".into()),
            Query::Feed(Some(ix)) => answer(
                format!("{} 的订阅源的稿件", name(*ix)),
                format!("the items of the feed of {}", name(*ix)),
            ),
            Query::HasFeed(None) => {
                answer("有无订阅源".into(), "whether the site has a feed".into())
            }
            Query::HasFeed(Some(ix)) => answer(
                format!("{} 有无订阅源", name(*ix)),
                format!("whether {} has a feed", name(*ix)),
            ),
            Query::Sitemap(_) => answer("网站地图的网址".into(), "the sitemap's addresses".into()),
            Query::Find(reference) => {
                answer(format!("记录 {reference} 的有无"), format!("whether {reference} exists"))
            }
        }
    }

    /// The reason in words, to stand behind “because”.
    pub fn text(&self) -> Text {
        match self {
            Why::New => Text::new("新页面", "new page"),
            Why::Source(path) => {
                Text::new(format!("稿件改了：{path}"), format!("source changed: {path}"))
            }
            Why::References(path) => Text::new(
                format!("所引用的内容变了：{path}"),
                format!("changed: what {path} refers to"),
            ),
            Why::Gone(name) => {
                Text::new(format!("不再公开：{name}"), format!("no longer public: {name}"))
            }
            Why::Answer(what) => {
                Text::new(format!("变了：{}", what.zh), format!("changed: {}", what.en))
            }
            Why::Theme(path) => {
                Text::new(format!("主题改了：{path}"), format!("theme changed: {path}"))
            }
            Why::Engine => Text::new("没有可用的缓存", "no usable cache"),
            Why::Twin => {
                Text::new("繁体版的用字变了", "other characters for the Traditional edition")
            }
            Why::Output => Text::new("输出文件不见了或被改过", "output file missing or altered"),
        }
    }
}

fn scope_words(site: &Site, scope: Scope) -> (String, String) {
    let name = |ix: Ix| site.item(ix).map(|item| item.record.reference()).unwrap_or_default();
    match scope {
        Scope::All => ("全部稿件".into(), "all news".into()),
        Scope::Column(ix) | Scope::Chamber(ix) | Scope::Place(ix) => {
            (format!("{} ", name(ix)), name(ix))
        }
        Scope::Year(Some(year)) => (format!("{year}年"), year.to_string()),
        Scope::Year(None) => ("日期待补".into(), "undated news".into()),
    }
}
