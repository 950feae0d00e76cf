//! Chinese prose without any fact in it, put together from phrases that fit any bulletin.

use super::rng::Rng;

const WHEN: &[&str] = &[
    "近日",
    "日前",
    "会上",
    "会后",
    "活动中",
    "座谈时",
    "一段时间以来",
    "接下来",
    "在此期间",
    "当天下午",
];
const WHO: &[&str] = &[
    "与会人员",
    "各位代表",
    "会员企业",
    "志愿者",
    "工作人员",
    "青年企业家",
    "商会负责同志",
    "调研组",
    "参会嘉宾",
    "相关部门",
    "理事会成员",
    "基层商会",
    "企业负责人",
    "服务专员",
];
const DO: &[&str] = &[
    "认真学习了",
    "围绕会议主题讨论了",
    "实地察看了",
    "系统梳理了",
    "深入交流了",
    "共同研究了",
    "详细介绍了",
    "持续推进",
    "进一步完善了",
    "逐项落实了",
    "总结了",
    "重点了解了",
    "积极参与",
    "统筹安排了",
];
const WHAT: &[&str] = &[
    "年度工作计划",
    "服务企业的具体办法",
    "生产经营情况",
    "特色产业的发展思路",
    "人才培养方案",
    "公益项目的进展",
    "产销对接活动",
    "信用建设的经验",
    "绿色转型的路径",
    "法律服务的清单",
    "融资服务的流程",
    "数字化改造的做法",
    "商会规范化建设",
    "会员走访的安排",
    "技能培训的课程",
    "市场拓展的渠道",
];
const HOW: &[&str] = &[
    "形成了一批可以推广的做法",
    "取得了阶段性成效",
    "为下一步工作打下了基础",
    "得到了大家的一致好评",
    "明确了时间表和责任人",
    "增强了抱团发展的信心",
    "搭建起沟通交流的平台",
    "听取了不少好的意见和建议",
    "把服务送到企业的门口",
    "让更多会员从中受益",
    "推动各项任务落地见效",
    "营造了尊商重商的氛围",
];
const AIM: &[&str] = &[
    "强化责任担当",
    "凝聚发展合力",
    "优化服务方式",
    "拓宽合作空间",
    "守住安全底线",
    "传承优良传统",
    "坚持问题导向",
    "突出工作重点",
    "加强沟通协作",
    "提升服务水平",
];
const HEADINGS: &[&str] = &[
    "基本情况",
    "主要做法",
    "交流讨论",
    "下一步打算",
    "工作成效",
    "经验体会",
    "活动安排",
    "企业声音",
    "会议要求",
    "服务举措",
];
const GENRE: &[&str] =
    &["座谈会", "交流活动", "培训班", "走访调研", "对接会", "专题学习", "理事会议", "志愿服务"];

pub fn heading(rng: &mut Rng) -> &'static str {
    rng.pick(HEADINGS)
}

pub fn title(rng: &mut Rng, number: usize) -> String {
    format!("{}开展{}{}（第{}期）", rng.pick(WHO), rng.pick(AIM), rng.pick(GENRE), number + 1)
}

pub fn sentence(rng: &mut Rng) -> String {
    let (when, who, act, what) = (rng.pick(WHEN), rng.pick(WHO), rng.pick(DO), rng.pick(WHAT));
    let (how, aim) = (rng.pick(HOW), rng.pick(AIM));
    match rng.below(10) {
        0 => format!("{when}，{who}表示，要**{aim}**，{act}{what}。"),
        1 => format!("**{aim}，**{who}{act}{what}。"),
        2..=4 => format!("大家认为，{when}{act}“{what}”，{how}，也有助于{aim}。"),
        5..=7 => format!("{who}{act}{what}，{aim}，{how}。"),
        _ => format!("{when}，{who}{act}{what}，{how}。"),
    }
}

pub fn paragraph(rng: &mut Rng, sentences: usize) -> String {
    (0..sentences).map(|_| sentence(rng)).collect()
}

/// A short list of measures.
pub fn list(rng: &mut Rng) -> String {
    (0..4).map(|_| format!("- {}：{}{}\n", rng.pick(AIM), rng.pick(DO), rng.pick(WHAT))).collect()
}

pub fn table(rng: &mut Rng) -> String {
    let mut text = String::from("| 事项 | 责任人 | 进展 |\n| --- | --- | ---: |\n");
    for _ in 0..4 {
        let row =
            format!("| {} | {} | {}% |\n", rng.pick(WHAT), rng.pick(WHO), 10 * (1 + rng.below(10)));
        text.push_str(&row);
    }
    text
}
