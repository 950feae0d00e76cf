//! The keys of the settings: what editors call them, and examples.

use crate::yaml::{Word, Words};

pub(super) const WORDS: Words = &[
    Word::new("title", &["刊名", "标题", "名称"], &["梧州商会"]),
    Word::new("tagline", &["副题", "口号"], &["团结 · 服务 · 引导 · 教育"]),
    Word::new("publisher", &["主办单位", "主办"], &["梧州市工商业联合会"]),
    Word::new("url", &["网址"], &["https://example.org/"]),
    Word::new("lang", &["语言"], &["zh-Hans"]),
    Word::new("time_zone", &["时区"], &["Asia/Shanghai"]),
    Word::new("theme", &["主题"], &["wuzhou"]),
    Word::new("copyright", &["版权"], &["示例站点"]),
    Word::new("icp", &["ICP 备案号", "备案号"], &["待补"]),
    Word::new("police", &["公安备案号"], &["待补"]),
    Word::new("per_page", &["每页篇数"], &["20"]),
    Word::new("permalinks", &["网址样式"], &["{ chambers: \"/chambers/{slug}.html\" }"]),
    Word::new("news", &["稿件"], &["\"/news/{year}/{month}/{slug}.html\""]),
    Word::new("chambers", &["商会"], &["\"/chambers/{slug}.html\""]),
    Word::new("columns", &["栏目"], &["\"/columns/{slug}/\""]),
    Word::new("places", &["地区"], &["\"/places/{slug}.html\""]),
    Word::new("pages", &["页面"], &["\"/{slug}.html\""]),
    Word::new("readings", &["读音", "拼音"], &["{ 长洲: chang zhou }"]),
    Word::new("menu", &["菜单"], &["[{ title: 商会要闻, to: columns/news }]"]),
    Word::new("to", &["指向"], &["columns/news"]),
    Word::new("extra", &["其他"], &["{ color: red }"]),
];
