//! The front matter of each kind: what is needed, and as comments what is useful.
//!
//! A line that begins with `# key:` becomes a field when its `# ` is taken away.

mod records;

pub(super) use records::chambers;

use super::scalar::{list, scalar};
use crate::cmd::NewArgs;
use crate::content::{Date, Kind};

/// What a new file says.
pub(super) struct Skeleton<'a> {
    pub args: &'a NewArgs,
    pub title: &'a str,
    pub date: &'a str,
    /// Ids of the columns that there are.
    pub columns: &'a [String],
}

const DRAFT: &str = "status: draft   # 草稿不发布；写好后改成 published（已发布）";

impl Skeleton<'_> {
    /// The whole file.
    pub fn text(&self) -> String {
        let mut lines = vec!["---".to_owned(), format!("title: {}", scalar(self.title))];
        lines.extend(self.own_date());
        lines.extend(match self.args.kind {
            Kind::News => self.news(),
            Kind::Chambers => self.chamber(),
            Kind::Columns => self.column(),
            Kind::Places => self.place(),
            Kind::Pages => self.page(),
            Kind::Events => self.event(),
            Kind::Issues => self.issue(),
            kind => records::lines(kind, &self.args.chambers),
        });
        lines.extend([
            "# updated: 2026-01-02   # 最后修改日期".to_owned(),
            "# tags: [标签]".to_owned(),
            "# aliases: [/old/path.html]   # 旧网址，访问时会转到这里".to_owned(),
        ]);
        lines.push(match self.args.internal {
            true => "visibility: internal   # 内部资料，不公开".to_owned(),
            false if self.args.kind == Kind::Guidance => {
                "# visibility: internal   # 不写就是内部；商会同意后才可写 public".to_owned()
            }
            false => "# visibility: internal   # 内部资料，不公开".to_owned(),
        });
        lines.extend(["---", "", "正文从这里开始。", ""].map(str::to_owned));
        lines.join("\n")
    }

    fn news(&self) -> Vec<String> {
        let args = self.args;
        vec![
            self.own_column(),
            DRAFT.to_owned(),
            "# subtitle: 副标题".to_owned(),
            "# source: 来源".to_owned(),
            "# bylines: { author: [作者], editor: 编辑, duty_editor: 责编 }".to_owned(),
            "# summary: 一两句话的摘要   # 不写就取正文开头".to_owned(),
            "# cover: { src: images/cover.jpg, alt: 图中是什么 }   # 图片放在本文旁边的 images 里"
                .to_owned(),
            given("chambers", &args.chambers, "文中的商会：content/chambers/ 里的文件名"),
            given("places", &args.places, "文中的地区：content/places/ 里的文件名"),
            "# featured: true   # 放到首页头条".to_owned(),
            "# publish_at: 2026-01-02 08:00   # 到这一刻才发布".to_owned(),
            "# expire_at: 2026-12-31   # 到这一天撤下".to_owned(),
        ]
    }

    /// News always have a date, all else only when it is given; that of an event is its beginning.
    fn own_date(&self) -> Option<String> {
        let given = self.args.date.is_some() && self.args.kind != Kind::Events;
        let dated = self.args.kind == Kind::News || given;
        dated.then(|| format!("date: {}   # 也可只写到月、年，或写 待补", self.date))
    }

    fn own_column(&self) -> String {
        let first = self.columns.iter().find(|id| *id == "news").or(self.columns.first());
        let own = self.args.column.as_ref().or(first).map_or("news", String::as_str);
        match self.columns {
            [] => format!("column: {}   # 栏目：content/columns/ 里的文件名", scalar(own)),
            ids => format!("column: {}   # 栏目，可选：{}", scalar(own), ids.join("、")),
        }
    }

    fn chamber(&self) -> Vec<String> {
        vec![
            "kind: direct   # direct 直属、industry 行业、hometown 异地、township 乡镇、women 女企业家、county 县级".to_owned(),
            DRAFT.to_owned(),
            "# short: 简称".to_owned(),
            "# names: [曾用名]".to_owned(),
            self.own_place("region", "所在地区：content/places/ 里的文件名"),
            "# origin: place-id   # 异地商会：来自哪个地区".to_owned(),
            "# host: 某市   # 异地商会：设在哪里".to_owned(),
            "# founded: 2010-05".to_owned(),
            "# leaders: [{ name: 姓名, post: 会长, from: 2019 }]".to_owned(),
            "# party_branch: 党支部".to_owned(),
            "# members: { count: 100, as_of: 2019-10 }   # 会员数和统计日期".to_owned(),
            "# cover: { src: images/logo.png, alt: 会徽 }   # 图片放在本文旁边的 images 里".to_owned(),
            "# contact: { address: 地址, phone: 电话, email: 邮箱 }".to_owned(),
            "# summary: 一两句话的介绍".to_owned(),
            "# sort_key: pin yin   # 拼音排序有误时写正确读音".to_owned(),
        ]
    }

    fn column(&self) -> Vec<String> {
        vec![
            "order: 100   # 数字小的排在前面".to_owned(),
            "# description: 这个栏目登什么".to_owned(),
            "# notice: true   # 稿件进入首页的“通知公告”".to_owned(),
        ]
    }

    fn place(&self) -> Vec<String> {
        vec![
            "code: \"\"   # 必填：6 位或 9 位行政区划代码，写在引号里".to_owned(),
            "level: county   # city 市、district 区、county 县、town 镇".to_owned(),
            self.own_place("parent", "上一级地区：content/places/ 里的文件名"),
            "# sort_key: pin yin   # 拼音排序有误时写正确读音".to_owned(),
        ]
    }

    fn page(&self) -> Vec<String> {
        vec![
            DRAFT.to_owned(),
            "# order: 10   # 在菜单里的次序；不写就不进菜单".to_owned(),
            "# summary: 一两句话的摘要".to_owned(),
        ]
    }

    fn event(&self) -> Vec<String> {
        let mut lines = records::lines(Kind::Events, &self.args.chambers);
        let unknown = lines.iter_mut().filter(|line| line.starts_with("start: 待补"));
        if self.args.date.is_some() {
            unknown.for_each(|line| *line = line.replacen("待补", self.date, 1));
        }
        lines
    }

    /// An issue is of the year of its date, or of this year.
    fn issue(&self) -> Vec<String> {
        let mut lines = records::lines(Kind::Issues, &self.args.chambers);
        if let Some(Date::Known { year, .. }) = Date::parse(self.date) {
            let years = lines.iter_mut().filter(|line| line.starts_with("year: "));
            years.for_each(|line| *line = format!("year: {year:04}   # 年份"));
        }
        lines
    }

    fn own_place(&self, key: &str, comment: &str) -> String {
        match self.args.places.first() {
            Some(id) => format!("{key}: {}   # {comment}", scalar(id)),
            None => format!("# {key}: place-id   # {comment}"),
        }
    }
}

fn given(key: &str, ids: &[String], comment: &str) -> String {
    match ids {
        [] => format!("# {key}: [id]   # {comment}"),
        ids => format!("{key}: {}   # {comment}", list(ids)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{self, Status};
    use crate::diag::FileId;
    use std::sync::Arc;

    fn args(kind: Kind) -> NewArgs {
        NewArgs {
            kind,
            title: "题".into(),
            column: None,
            chambers: vec![],
            places: vec![],
            date: None,
            slug: None,
            internal: false,
        }
    }

    fn text(args: &NewArgs) -> String {
        Skeleton { args, title: "题：一", date: "2026-01-02", columns: &[] }.text()
    }

    /// What the engine says of `text`, besides that a place's code is still to be filled in.
    fn read(kind: Kind, text: &str) -> content::Record {
        let text = text.replace("code: \"\"", "code: \"999901\"");
        let loaded = content::load(FileId(0), kind, "x", text.as_bytes());
        assert!(loaded.diags.is_empty(), "{text}\n{:#?}", loaded.diags);
        Arc::unwrap_or_clone(loaded.value.unwrap().record)
    }

    #[test]
    fn every_kind_is_read_with_and_without_its_comments() {
        for kind in Kind::ALL {
            let plain = text(&args(kind));
            let record = read(kind, &plain);
            assert_eq!(record.common.title.value, "题：一");
            let full = read(kind, &plain.replace("\n# ", "\n"));
            assert_eq!(full.common.tags.len(), 1);
        }
    }

    #[test]
    fn chambers_stand_where_the_kind_has_them() {
        let told = |kind, ids: &[&str]| {
            let mut given = args(kind);
            given.chambers = ids.iter().map(|id| (*id).to_owned()).collect();
            read(kind, &text(&given)).meta
        };
        let content::Meta::Recognition(round) = told(Kind::Recognitions, &["a", "b"]) else {
            panic!()
        };
        assert_eq!(round.chambers.len(), 2);
        let content::Meta::Guidance(guidance) = told(Kind::Guidance, &["a"]) else { panic!() };
        assert_eq!(guidance.chamber.value, "a");
        assert_eq!((chambers(Kind::Guidance), chambers(Kind::Columns)), (1, 0));
    }

    #[test]
    fn an_issue_is_of_the_year_of_its_date() {
        for (date, year) in [("2019-07", 2019), ("2031", 2031), ("待补", 2026)] {
            let args = args(Kind::Issues);
            let text = Skeleton { args: &args, title: "题", date, columns: &[] }.text();
            let content::Meta::Issue(issue) = read(Kind::Issues, &text).meta else { panic!() };
            assert_eq!(issue.year.map(|at| at.value), Some(year), "{date}");
        }
    }

    #[test]
    fn what_is_given_is_no_comment() {
        let mut given = args(Kind::Chambers);
        given.places = vec!["longxu".into()];
        given.internal = true;
        given.date = Some("2026-01-02".into());
        let record = read(Kind::Chambers, &text(&given));
        let content::Meta::Chamber(chamber) = record.meta else { panic!() };
        assert_eq!(chamber.region.unwrap().value, "longxu");
        assert_eq!(record.common.visibility, content::Visibility::Internal);
        assert_eq!(record.common.status, Status::Draft);
        assert!(record.common.date.is_some());
        given.kind = Kind::Events;
        let record = read(Kind::Events, &text(&given));
        assert!(record.common.date.is_none());
        assert_eq!(record.when().to_string(), "2026-01-02");
    }
}
