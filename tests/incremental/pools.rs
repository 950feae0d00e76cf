//! What edits choose from. Some values are wrong: a bulletin that is refused must be refused alike.

pub type Pool = &'static [&'static str];

/// Values of front matter by key; an empty one takes the key away. Some are wrong.
pub const COMMON: &[(&str, Pool)] = &[
    ("title", &["甲", "乙 & <b>丙</b>", "Third", "甲", "\"\""]),
    ("slug", &["", "x", "y", "X", "first", "坏的", "tea"]),
    (
        "date",
        &["2019-10-23", "2019-10", "2019", "2020-01-01", "2018-05-01", "待补", "", "2019-13-01"],
    ),
    ("updated", &["", "2021-01-01", "待补"]),
    ("tags", &["", "[一, 二]"]),
    ("status", &["draft", "published", "", "草稿"]),
    ("visibility", &["internal", "public", ""]),
    ("publish_at", &["", "2026-02-01 08:00", "2025-01-01", "2026-01-01 08:00"]),
    ("expire_at", &["", "2026-02-01", "2025-06-01", "2027-01-01"]),
    (
        "aliases",
        &[
            "",
            "[/old/1.html]",
            "[/x.html]",
            "[/old/1.html, /old/2/]",
            "[/y]",
            "[/feed.xml]",
            "[/chambers/tea/feed.json]",
            "[/../z]",
        ],
    ),
    ("extra", &["", "{ a: 1 }", "{ b: [x], a: 1 }"]),
    ("summary", &["", "摘要。", "Another"]),
    (
        "cover",
        &["", "/news/2019/images/a.png", "{ src: /news/2019/images/b.png, alt: 江 }", "no.png"],
    ),
    ("unknown", &["1", ""]),
];

pub const NEWS: &[(&str, Pool)] = &[
    ("column", &["news", "notices", "voices", "none"]),
    ("chambers", &["", "[tea]", "[nandu, tea]", "[liuzhou, nandu]", "[nowhere]", "[tea, tea]"]),
    ("places", &["", "[wuzhou]", "[nandu]", "[cenxi, nandu]", "[nowhere]"]),
    ("featured", &["true", "", "false"]),
    ("events", &["", "[meeting]", "[visit, survey]", "[nowhere]"]),
    ("subtitle", &["", "副题"]),
    ("bylines", &["", "{ author: [甲, 乙], editor: 丙 }", "{ editor: 于发 }"]),
];

pub const CHAMBERS: &[(&str, Pool)] = &[
    ("kind", &["direct", "industry", "hometown", "township", "women", "whatever"]),
    ("names", &["", "[旧名]", "[旧名, 又名]"]),
    ("short", &["", "茶会"]),
    ("region", &["", "wuzhou", "cenxi", "nandu", "nowhere"]),
    ("origin", &["", "wuzhou", "nandu"]),
    ("founded", &["", "2001", "待补"]),
    ("dissolved", &["", "2021", "2000", "待补"]),
    ("sort_key", &["", "aa", "zz"]),
    ("leaders", &["", "[{ name: 甲, post: 会长, from: 2019 }]", "[{ name: 于面, post: 会长 }]"]),
    ("members", &["", "{ count: 3, as_of: 2019 }"]),
];

pub const COLUMNS: &[(&str, Pool)] =
    &[("order", &["", "1", "2", "3"]), ("description", &["", "说明"]), ("notice", &["", "true"])];

pub const PLACES: &[(&str, Pool)] = &[
    ("code", &["\"450400\"", "\"450481\"", "\"450422113\"", "12"]),
    ("parent", &["", "wuzhou", "cenxi", "nandu", "nowhere"]),
    ("level", &["", "city", "county"]),
    ("sort_key", &["", "zz"]),
];

pub const RECOGNITIONS: &[(&str, Pool)] = &[
    ("level", &["national", "region", "city", "none"]),
    ("period", &["2017", "2018", "2019-2020", "待补", "2020-2019"]),
    ("honour", &["", "文明商会", "“四好商会”"]),
    ("criteria", &["", "2017", "2019", "[一, 二]", "none"]),
    ("declared", &["", "0", "1", "7", "待补"]),
    ("chambers", &["", "[tea]", "[nandu, tea]", "[liuzhou]", "[nowhere]"]),
    ("share", &["", "四分之一"]),
    ("issuer", &["", "工商联"]),
    ("notice", &["", "待补", "{ title: 通知, url: \"https://example.org/\" }", "{ url: x }"]),
    ("valid_until", &["", "2026-01-31", "2025", "2026", "待补"]),
];

pub const GUIDANCE: &[(&str, Pool)] = &[
    ("chamber", &["tea", "nandu", "liuzhou", "nowhere", ""]),
    ("consent", &["true", "true", "false", ""]),
    ("adviser", &["", "甲"]),
    ("findings", &["", "[{ text: 一 }]", "[{ text: 一 }, { text: 二, date: 2019 }]"]),
    (
        "measures",
        &["", "[{ text: 一 }]", "[{ text: 一, status: closed, evidence: 二 }, { text: 三 }]"],
    ),
];

pub const PAGES: &[(&str, Pool)] = &[("order", &["", "1", "2"])];

pub const ISSUES: &[(&str, Pool)] = &[
    ("number", &["1", "2", "3", "2-3", "x"]),
    ("year", &["2019", "2020"]),
    ("total", &["", "1", "5", "待补"]),
    (
        "contents",
        &[
            "[{ column: news, articles: [journal/a, journal/b] }, { heading: 其他, articles: [journal/c] }]",
            "[{ column: news, articles: [journal/c, journal/b, journal/a] }]",
            "[{ heading: 头, articles: [journal/b] }, { column: news, articles: [journal/a, journal/c] }]",
            "[{ column: notices, articles: [journal/d] }]",
            "[{ column: voices, articles: [journal/d] }]",
        ],
    ),
    (
        "permit",
        &["", "无", "{ kind: 内部, number: 一号, text: 内部资料，免费交流 }", "{ kind: 内部 }"],
    ),
    ("colophon", &["", "{ 主办: 某会 }"]),
    ("foreword", &["", "卷首", "{ author: 甲 }"]),
    (
        "errata",
        &[
            "",
            "[{ article: journal/b, text: 更正 }]",
            "[{ article: journal/d, text: 改, date: 2019 }]",
        ],
    ),
];

pub const EVENTS: &[(&str, Pool)] = &[
    ("kind", &["meeting", "visit", "whatever"]),
    ("start", &["", "2019-03-04", "2019-03-04 10:00", "2019-05", "2018", "待补", "2019-05-06"]),
    ("end", &["", "2019-03-06", "2019-06-01 12:00", "2018-01"]),
    ("state", &["", "planned", "held", "cancelled"]),
    ("places", &["", "[wuzhou]", "[nandu, cenxi]"]),
    ("hosts", &["", "[tea]", "[nandu, direct]"]),
    ("series", &["", "monthly", "nowhere"]),
    ("articles", &["", "[2018/first]", "[2019/second, sixth]"]),
    ("outcome", &["", "结果"]),
    ("updated", &["", "2019-07", "2019-08-09"]),
];

pub const SERIES: &[(&str, Pool)] = &[
    ("rhythm", &["", "monthly", "quarterly", "yearly"]),
    ("from", &["", "2018-11", "2019", "待补"]),
    ("to", &["", "2019-12", "2017"]),
    ("hosts", &["", "[nandu]"]),
];

pub const ROTATION: &[(&str, Pool)] = &[
    ("from", &["", "2019-01", "2019-04", "待补"]),
    ("to", &["", "2019-03", "2019-07"]),
    ("state", &["", "planned", "held", "cancelled"]),
    ("lead", &["", "direct", "tea"]),
    ("teams", &["", "[{ name: 组, chambers: [direct, nandu] }]", "[{ name: 组 }]"]),
    ("report", &["", "[2018/first]"]),
];

pub const AGREEMENTS: &[(&str, Pool)] = &[
    (
        "parties",
        &["[{ chamber: tea }, { name: 某会 }]", "[{ chamber: nandu }, { chamber: tea }]", "[]"],
    ),
    ("signed", &["", "2019-05", "待补"]),
    ("articles", &["", "[2018/first]", "[nowhere]"]),
];

pub const DOCUMENTS: &[(&str, Pool)] = &[
    ("issued", &["", "2019-03", "2021"]),
    ("interprets", &["", "[plan]"]),
    ("amends", &["", "[plan]", "[second]"]),
    ("repealed_by", &["", "second", "notes"]),
    ("validity", &["", "in-force", "repealed"]),
    ("attachments", &["", "[{ file: plan.txt, title: 全文 }]", "[{ file: none.pdf }]"]),
];

pub const REPORTS: &[(&str, Pool)] = &[
    ("medium", &["某报", ""]),
    ("channel", &["", "wechat", "nowhere"]),
    ("chambers", &["", "[tea]", "[nandu, liuzhou]"]),
];

pub const CHANNELS: &[(&str, Pool)] =
    &[("kind", &["wechat", "group", "print"]), ("order", &["", "1", "2"]), ("how", &["", "搜索"])];

pub const FIGURES: &[(&str, Pool)] = &[
    ("indicator", &["会员", "贷款"]),
    ("unit", &["户", "万元", "\"%\""]),
    ("as_of", &["2018", "2019", "2020", "2021-03", "待补"]),
    ("basis", &["point", "cumulative"]),
    ("value", &["10", "12.50", "待补", "一"]),
    ("prior", &["", "10", "8.0"]),
    ("delta", &["", "2", "-2.5"]),
    ("pct", &["", "20", "25.0"]),
    ("compare", &["", "previous", "year-end"]),
    ("scope", &["", "会员"]),
    ("chambers", &["", "[tea]", "[nandu]"]),
    ("counts", &["", "[{ name: 户数, value: 5, unit: 户 }]"]),
    ("source", &["", "材料"]),
];

pub const SERVICES: &[(&str, Pool)] = &[
    (
        "asks",
        &[
            "",
            "[{ text: 诉求 }]",
            "[{ text: 诉求, reply: 已办 }]",
            "[{ text: 诉求, status: closed }]",
        ],
    ),
    ("documents", &["", "[plan]", "[second, plan]"]),
    ("chambers", &["", "[tea]"]),
];

pub const SETTINGS: &[(&str, Pool)] = &[
    ("title", &["会刊", "新刊", "A & B"]),
    ("tagline", &["", "试验"]),
    ("per_page", &["1", "2", "3", "20", "0"]),
    ("url", &["", "https://example.org", "https://example.org/a/b"]),
    ("lang", &["", "zh-Hant"]),
    ("publisher", &["", "工商联"]),
    ("government", &["", "{ code: \"4504000000\" }", "{ name: 某会, domain: example.cn }"]),
    (
        "hant",
        &[
            "",
            "{ variant: hk }",
            "{ variant: tw, words: { 正文: 本文, 要闻: 要聞 } }",
            "{ words: { 试验: 試騐 }, surnames: { 于: 于 }, names: [于发] }",
            "{ surnames: { 于: 於 } }",
        ],
    ),
    ("feed_items", &["", "0", "2"]),
    ("images", &["", "{ quality: 40 }", "{ originals: true }", "{ quality: 101 }"]),
    ("copyright", &["", "版权"]),
    ("icp", &["", "备案"]),
    ("theme", &["law", "other", "nowhere"]),
    ("time_zone", &["", "Europe/London"]),
    ("readings", &["", "{ 茶业: a ye, 南渡: zhang du }", "{ 第: zzz }"]),
    ("extra", &["", "{ note: 甲 }", "{ note: 甲, other: 乙 }", "{ other: 乙, note: 甲 }"]),
    (
        "permalinks",
        &[
            "",
            "{ news: \"/n/{slug}.html\" }",
            "{ news: \"/news/{column}/{year}/{slug}.html\", columns: \"/c/{slug}/\" }",
            "{ pages: \"/old/{slug}.html\", chambers: \"/{slug}.html\" }",
        ],
    ),
    (
        "menu",
        &[
            "",
            "[{ to: / }, { title: 茶, to: chambers/tea }]",
            "[{ to: columns/news }, { to: /archive/ }, { to: pages/about }]",
            "[{ to: nowhere }]",
        ],
    ),
    ("odd", &["1", ""]),
];

pub const BODIES: Pool = &[
    "",
    "正文。",
    "另一段正文，较长一些。\n\n## 小标题\n\n### 更小\n",
    "## 历史\n\n![江](/news/2019/images/a.png)\n",
    "[茶](/chambers/tea.md#历史)和《[](/news/2018/first.md)》。\n",
    "[](/columns/news.md)、[名录](/chambers/)、[](/pages/about.md)\n",
    "[图](/news/2019/images/b.png)\n\n![-](/news/2019/images/b.png)\n",
    "有[](/figures/loans.md#户数)，[](/figures/m2.md)，[](/figures/m1.md#prior)。\n",
    "[](/figures/loans.md)，[](/figures/m3.md#as_of)。\n",
    "[无](/news/none.md)\n",
    "[无](/chambers/tea.md#没有)\n",
    "![](/news/2019/images/a.png)\n",
    "<script>x</script> **强**：词[^1]\n\n[^1]: 注\n",
];

/// For the end of a body.
pub const WORDS: Pool = &["又一句。\n", "\n另一段。\n", "\n## 添的小标题\n", "**强**\n"];

pub const NAMES: Pool = &["first", "2018/first", "x", "新的", "2019/y", "2020/z", "tea", "about"];

/// Pieces for a template; the last three are mistakes, found when it is read or when it is drawn.
pub const PIECES: Pool = &[
    "",
    "piece",
    "{# remark #}",
    "{{ count(kind=\"chambers\") }}",
    "{{ setting(key=\"icp\") }}",
    "{{ asset(path=\"spare.txt\") }}",
    "{{ latest(chamber=\"nandu\", limit=2) }}",
    "{{ card(of=\"news/2018/first\").title }}",
    "{{<card item={page} base=\"\" />}}",
    "{% if %}",
    "{{ asset(path=\"none.css\") }}",
    "{{ page.none.none }}",
];

pub const STATIC: Pool = &[
    "themes/law/static/css/site.css",
    "themes/law/static/spare.txt",
    "themes/law/static/root/plain.txt",
    "content/static/robots.txt",
    "content/static/x.html",
    "content/static/feed.xml",
    "content/static/columns/news/feed.json",
    "content/theme/static/favicon.svg",
    "content/theme/static/css/site.css",
];

pub const MOMENTS: Pool =
    &["2026-01-01 08:00", "2026-02-01 07:59", "2026-02-01 08:00", "2025-01-01", "2027-06-01"];

pub const URLS: Pool = &["", "https://example.org", "https://example.net/x"];
