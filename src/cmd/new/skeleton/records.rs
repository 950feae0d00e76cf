//! The front matter of the federation's records: what is needed, and as comments what is useful.

use super::{DRAFT, list, scalar};
use crate::content::Kind;

/// The lines of a new record of `kind` beyond those that every kind has.
///
/// A chamber that the command names stands in place of the first line's example of one.
pub(super) fn lines(kind: Kind, chambers: &[String]) -> Vec<String> {
    [DRAFT].iter().chain(own(kind)).map(|line| with_chambers(line, chambers)).collect()
}

/// How many chambers a new record of `kind` can be told of.
pub fn chambers(kind: Kind) -> usize {
    let has = |key: &str| own(kind).iter().any(|line| key_of(line) == Some(key));
    match () {
        () if has("chambers") => usize::MAX,
        () if has("chamber") => 1,
        () => 0,
    }
}

fn key_of(line: &str) -> Option<&str> {
    line.trim_start_matches("# ").split_once(": ").map(|(key, _)| key)
}

fn own(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::News | Kind::Chambers | Kind::Columns | Kind::Places | Kind::Pages => &[],
        Kind::Issues => ISSUES,
        Kind::Recognitions => RECOGNITIONS,
        Kind::Events => EVENTS,
        Kind::Series => SERIES,
        Kind::Agreements => AGREEMENTS,
        Kind::Documents => DOCUMENTS,
        Kind::Reports => REPORTS,
        Kind::Channels => CHANNELS,
        Kind::Figures => FIGURES,
        Kind::Rotation => ROTATION,
        Kind::Services => SERVICES,
        Kind::Guidance => GUIDANCE,
    }
}

fn with_chambers(line: &str, chambers: &[String]) -> String {
    let (text, comment) = line.split_once("   #").unwrap_or((line, ""));
    let given = match (key_of(text), chambers) {
        (Some("chamber"), [first, ..]) => format!("chamber: {}", scalar(first)),
        (Some("chambers"), [_, ..]) => format!("chambers: {}", list(chambers)),
        _ => return line.to_owned(),
    };
    if comment.is_empty() { given } else { format!("{given}   #{comment}") }
}

const ISSUES: &[&str] = &[
    "year: 2026   # 年份",
    "number: 1   # 当年第几期；合刊写 1-2",
    "total: 待补   # 总期号",
    "# cover: { src: images/cover.jpg, alt: 封面上是什么 }   # 没有就自动排一个字的封面",
    "# foreword: { title: 卷首语的题目, author: 作者 }   # 正文就是卷首语",
    "# contents: [{ column: news, articles: [id] }, { heading: 自拟标题, articles: [id] }]   # 稿件里也写 issue: 本期文件名",
    "# permit: { kind: public, number: CN 45-1234/F }   # 内部资料写 kind: internal，加 text: 内部资料，免费交流",
    "# colophon: { 主办: 待补, 编辑: 待补, 地址: 待补, 印数: 待补 }",
    "# errata: [{ article: id, text: 更正的内容 }]",
];

const RECOGNITIONS: &[&str] = &[
    "level: region   # 必填：national 全国、region 自治区、city 市、county 县",
    "period: 待补   # 必填：一年 2018，或起止 2019-2020；不知道写 待补",
    "# honour: 四好商会   # 不写就是 四好商会",
    "# criteria: 2019   # 所依的标准：2017 或 2019；别的标准逐条列出",
    "# declared: 7   # 公布的家数，不知道写 待补",
    "# chambers: [id]   # 已知名称的商会：content/chambers/ 里的文件名",
    "# share: 占全区认定总数的四分之一   # 按通知原文写，不要推算",
    "# issuer: 自治区工商联   # 认定单位",
    "# notice: { title: 通知标题, url: \"https://example.org/a.html\" }   # 或 { document: 文件编号 }",
    "# valid_until: 待补   # 有效期到哪一天",
];

const EVENTS: &[&str] = &[
    "kind: meeting   # meeting 会议、survey 调研、visit 考察、party 党建、training 培训、other 其他",
    "start: 待补   # 2026-01-02 09:00；也可只写到日、月、年",
    "# end: 2026-01-02 11:30",
    "# state: held   # planned 计划、held 已举行、cancelled 取消",
    "# places: [id]   # content/places/ 里的文件名",
    "# venue: 会场",
    "# hosts: [id]   # 主办的商会：content/chambers/ 里的文件名",
    "# organizers: [主办单位]   # 本刊没有资料的单位",
    "# chambers: [id]   # 参加的商会",
    "# series: id   # content/series/ 里的文件名",
    "# speakers: [{ name: 待补, post: 职务, topic: 题目 }]",
    "# outcome: 结果",
    "# articles: [id]   # 相关稿件：content/news/ 里的文件名",
    "# summary: 一两句话的介绍",
];

const SERIES: &[&str] = &[
    "rhythm: none   # monthly 每月、quarterly 每季、yearly 每年、none 不定期",
    "# from: 2019   # 从什么时候开始",
    "# to: 2020   # 办完了才写",
    "# hosts: [id]   # 主办的商会",
    "# organizers: [主办单位]",
    "# summary: 一两句话的介绍",
];

const AGREEMENTS: &[&str] = &[
    "parties: [{ name: 一方 }, { name: 另一方, city: 城市 }]   # 本刊有名录的商会写 { chamber: 文件名 }",
    "# kind: cooperation   # cooperation 合作协议、memorandum 备忘录、friendship 友好商会、other 其他",
    "signed: 待补   # 签订日期",
    "# until: 2030   # 有效期至",
    "# fields: [产业对接]",
    "# progress: [{ date: 2026-01, text: 互访一次 }]",
    "# articles: [id]   # 讲到它的稿件",
];

const DOCUMENTS: &[&str] = &[
    "kind: plan   # plan 方案、rule 制度、notice 通知、interpretation 解读、other 其他",
    "issued: 待补   # 印发日期",
    "# issuer: 发文单位",
    "# number: 文号",
    "# effective: 2026-01   # 施行日期",
    "# interprets: [id]   # 解读的是哪份文件",
    "# amends: [id]   # 修改了哪份文件",
    "# repealed_by: id   # 由哪份文件废止",
    "# attachments: [{ file: files/plan.pdf, title: 全文 }]   # 文件放在本文旁边的 files 里",
];

const REPORTS: &[&str] = &[
    "medium: 待补   # 媒体",
    "# url: https://example.org/a   # 原文网址",
    "# channel: id   # content/channels/ 里的文件名",
    "# author: [记者]",
    "# chambers: [id]",
    "# articles: [id]   # 对应的本刊稿件",
];

const CHANNELS: &[&str] = &[
    "kind: wechat   # wechat 公众号、group 群、website 网站、video 视频号、print 刊物、other 其他",
    "# account: 账号名",
    "# url: https://example.org/",
    "# how: 怎样加入或关注",
    "# order: 1",
];

const FIGURES: &[&str] = &[
    "indicator: 待补   # 指标；同一指标的各期写同样的字",
    "unit: 万元",
    "as_of: 待补   # 截至哪一天",
    "basis: cumulative   # cumulative 累计、period 当期、point 时点",
    "value: 待补   # 只写数字，照材料的位数：12189.14",
    "# compare: year   # 和什么比：year 同比、previous 环比、year-end 比上年末",
    "# prior: 100   # 上期的数",
    "# delta: 20   # 增减",
    "# pct: 20.0   # 增减百分之几，不写百分号",
    "# counts: [{ name: 户数, value: 273, unit: 户 }]   # 同一统计的其他数",
    "# scope: 统计范围",
    "# chambers: [id]",
    "# places: [id]",
    "# partners: [建行]",
    "# source: 数字从哪里来",
];

const ROTATION: &[&str] = &[
    "from: 待补",
    "to: 待补",
    "theme: 待补   # 这一期的主题",
    "# state: planned   # planned 计划、held 已办、cancelled 取消",
    "# lead: id   # 牵头的商会：content/chambers/ 里的文件名",
    "# teams: [{ name: 第一组, chambers: [id] }]",
    "# report: [id]   # 总结的稿件",
];

const SERVICES: &[&str] = &[
    "kind: finance   # finance 金融、legal 法治体检、policy 政策、dialogue 对话、other 其他",
    "# partners: [{ name: 单位, part: 职责 }]",
    "# products: [{ name: 产品, partner: 单位, text: 说明 }]",
    "# figures: [id]   # content/figures/ 里的文件名",
    "# sessions: [{ date: 2026-01, text: 一场宣讲 }]",
    "# asks: [{ text: 诉求, owner: 承办部门, due: 2026-06 }]   # 没有 reply 的显示“办理中”",
    "# chambers: [id]",
    "# documents: [id]",
    "# articles: [id]",
];

const GUIDANCE: &[&str] = &[
    "chamber: id   # 必填：指导哪一家商会，content/chambers/ 里的文件名",
    "# adviser: 待补   # 一会一人：指定的联系人",
    "# consent: true   # 商会同意公开进度（只公开数目，不公开内容）",
    "# findings: [{ text: 办公室人员不熟悉文书, date: 2019 }]   # 问题",
    "# measures: [{ text: 办一次文书培训, owner: 待补, due: 待补, status: active }]   # planned 未开始、active 进行中、closed 已办结（要写 evidence 佐证）",
];
