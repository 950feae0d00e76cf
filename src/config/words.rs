//! The keys of the settings: what editors call them, and examples.

use crate::yaml::{Word, Words};

const fn word(
    key: &'static str,
    zh: &'static [&'static str],
    examples: &'static [&'static str],
) -> Word {
    Word { key, zh, examples }
}

pub(super) const WORDS: Words = &[
    word("title", &["刊名", "标题", "名称"], &["梧州商会"]),
    word("tagline", &["副题", "口号"], &["团结 · 服务 · 引导 · 教育"]),
    word("publisher", &["主办单位", "主办"], &["梧州市工商业联合会"]),
    word("url", &["网址"], &["https://example.org/"]),
    word("lang", &["语言"], &["zh-Hans"]),
    word("time_zone", &["时区"], &["Asia/Shanghai"]),
    word("theme", &["主题"], &["wuzhou"]),
    word("copyright", &["版权"], &["示例站点"]),
    word("icp", &["ICP 备案号", "备案号"], &["待补"]),
    word("police", &["公安备案号"], &["待补"]),
    word("per_page", &["每页篇数"], &["20"]),
    word("permalinks", &["网址样式"], &["{ chambers: \"/chambers/{slug}.html\" }"]),
    word("news", &["稿件"], &["\"/news/{year}/{month}/{slug}.html\""]),
    word("chambers", &["商会"], &["\"/chambers/{slug}.html\""]),
    word("columns", &["栏目"], &["\"/columns/{slug}/\""]),
    word("places", &["地区"], &["\"/places/{slug}.html\""]),
    word("pages", &["页面"], &["\"/{slug}.html\""]),
    word("readings", &["读音", "拼音"], &["{ 长洲: chang zhou }"]),
    word("menu", &["菜单"], &["[{ title: 商会要闻, to: columns/news }]"]),
    word("to", &["指向"], &["columns/news"]),
    word("extra", &["其他"], &["{ color: red }"]),
];
