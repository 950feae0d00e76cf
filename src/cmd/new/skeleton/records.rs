//! The front matter of the federation's records: what is needed, and as comments what is useful.

use super::{DRAFT, list, scalar};
use crate::content::Kind;

/// The lines of a new record of `kind` beyond those that every kind has.
///
/// A chamber that the command names stands in place of the first line's example of one.
pub(super) fn lines(kind: Kind, chambers: &[String]) -> Vec<String> {
    let own: &[&str] = match kind {
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
    };
    [DRAFT].iter().chain(own).map(|line| with_chambers(line, chambers)).collect()
}

fn with_chambers(line: &str, chambers: &[String]) -> String {
    let (text, comment) = line.split_once("   #").unwrap_or((line, ""));
    let given = match (text.trim_start_matches("# ").split_once(": "), chambers) {
        (Some(("chamber", _)), [first, ..]) => format!("chamber: {}", scalar(first)),
        (Some(("chambers", _)), [_, ..]) => format!("chambers: {}", list(chambers)),
        _ => return line.to_owned(),
    };
    if comment.is_empty() { given } else { format!("{given}   #{comment}") }
}

const ISSUES: &[&str] = &[];

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

const EVENTS: &[&str] = &[];

const SERIES: &[&str] = &[];

const AGREEMENTS: &[&str] = &[];

const DOCUMENTS: &[&str] = &[];

const REPORTS: &[&str] = &[];

const CHANNELS: &[&str] = &[];

const FIGURES: &[&str] = &[];

const ROTATION: &[&str] = &[];

const SERVICES: &[&str] = &[];

const GUIDANCE: &[&str] = &[
    "chamber: id   # 必填：指导哪一家商会，content/chambers/ 里的文件名",
    "# adviser: 待补   # 一会一人：指定的联系人",
    "# consent: true   # 商会同意公开进度（只公开数目，不公开内容）",
    "# findings: [{ text: 办公室人员不熟悉文书, date: 2019 }]   # 问题",
    "# measures: [{ text: 办一次文书培训, owner: 待补, due: 待补, status: active }]   # planned 未开始、active 进行中、closed 已办结（要写 evidence 佐证）",
];
