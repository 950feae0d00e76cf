//! Figures: exact numbers, their arithmetic, quotation in prose, indicators with charts and tables.

use huikan::content::Decimal;
use num_bigint::BigInt;
use proptest::prelude::*;

use super::common::{Built, End, Site};

const GROUND: &str = "\
=== content/site.yaml
title: 会刊
=== content/columns/news.md
---
title: 要闻
---
=== content/chambers/tea.md
---
title: 茶业商会
kind: industry
---
";

const LOANS: &str = "\
=== content/figures/loans.md
---
title: 贷款（2019年6月末）
indicator: 会员贷款
unit: 万元
as_of: 2019-06-30
basis: 累计
value: 12189.14
delta: 4571.77
pct: 60.02
counts:
  - { name: 户数, value: 273, unit: 户 }
scope: 会员
chambers: [tea]
partners: [建行]
source: 材料
---
说明。
";

fn site(figures: &str) -> Site {
    Site::of(&format!("{GROUND}{figures}"))
}

/// A figure of these numbers.
fn figure(numbers: &str) -> String {
    format!(
        "=== content/figures/x.md\n---\ntitle: 数\nindicator: 数\nunit: 户\nas_of: 2019\nbasis: 时点\n{numbers}\n---\n"
    )
}

fn said(built: &Built) -> String {
    built.said.join("\n")
}

/// With the sound numbers 12189.14 − 7617.37 = 4571.77, 60.02 %.
#[test]
fn the_arithmetic_is_checked_and_the_right_number_told() {
    let sound = ["value: 12189.14", "prior: 7617.37", "delta: 4571.77", "pct: 60.02"];
    for given in 0..16 {
        let lines = sound.iter().enumerate().filter(|(n, _)| given >> n & 1 == 1);
        let lines: Vec<&str> = lines.map(|(_, line)| *line).collect();
        let lines = if given & 1 == 1 { lines } else { [&["value: 待补"][..], &lines].concat() };
        site(&figure(&lines.join("\n"))).build().done();
    }
    for (numbers, code, cure) in [
        ("value: 3\nprior: 1\ndelta: 1", "content/figure-sum", "delta: 2"),
        ("value: 3.0\nprior: 1\ndelta: 1", "content/figure-sum", "delta: 2.0"),
        // The share tells which of the three is wrong.
        (
            "value: 12198.14\nprior: 7617.37\ndelta: 4571.77\npct: 60.02",
            "content/figure-sum",
            "value: 12189.14",
        ),
        (
            "value: 12189.14\nprior: 7671.37\ndelta: 4571.77\npct: 60.02",
            "content/figure-sum",
            "prior: 7617.37",
        ),
        (
            "value: 12189.14\nprior: 7617.37\ndelta: 4571.17\npct: 60.02",
            "content/figure-sum",
            "delta: 4571.77",
        ),
        (
            "value: 12189.14\nprior: 7617.37\ndelta: 4571.77\npct: 60.2",
            "content/figure-pct",
            "pct: 60.0",
        ),
        ("value: 12189.14\nprior: 7617.37\npct: 60.01", "content/figure-pct", "pct: 60.02"),
        ("value: 12189.14\ndelta: 4571.77\npct: 60.017", "content/figure-pct", "pct: 60.018"),
        ("value: 待补\nprior: 8\ndelta: 1\npct: 12", "content/figure-pct", "pct: 13"),
        ("value: 7\nprior: 8\npct: 12.5", "content/figure-pct", "pct: -12.5"),
        ("value: 7\nprior: 8\npct: -12", "content/figure-pct", "pct: -13"),
        ("value: 7\nprior: 0\npct: 100", "content/figure-no-pct", "delete"),
        ("value: 7\nprior: -1\npct: 100", "content/figure-no-pct", "delete"),
    ] {
        let built = site(&figure(numbers)).build();
        assert_eq!(built.end, End::Refused, "{numbers}");
        assert_eq!(built.codes, [code], "{numbers}: {:?}", built.said);
        assert!(said(&built).contains(cure), "{numbers}: {}", said(&built));
    }
}

#[test]
fn what_is_no_number_is_told_with_the_right_form() {
    for (value, cure) in [
        ("60.02%", "value: 60.02"),
        ("12189.14万元", "value: 12189.14"),
        ("12,18", "value: 1218"),
        ("'１２'", "value: 12"),
        ("1e5", "digits only"),
        (".inf", "digits only"),
        ("0x10", "digits only"),
        ("1234567890123456789", "larger unit"),
        ("0.123456789", "larger unit"),
    ] {
        let built = site(&figure(&format!("value: {value}"))).build();
        assert_eq!(built.codes, ["content/decimal"], "{value}: {:?}", built.said);
        assert!(said(&built).contains(cure), "{value}: {}", said(&built));
    }
}

/// Printed as it was written, however YAML would read it.
#[test]
fn a_number_keeps_what_was_written() {
    for (written, printed) in [
        ("12189.10", "12,189.10 户"),
        ("\"12,189.10\"", "12,189.10 户"),
        ("12,189.10", "12,189.10 户"),
        ("100000000000000003", "100,000,000,000,000,003 户"),
        ("0.10", "0.10 户"),
        ("-5", "−5 户"),
        ("+5", "5 户"),
        ("待补", "待补"),
    ] {
        let news = "=== content/news/a.md\n---\ntitle: 文\ndate: 2019-07-01\ncolumn: news\n---\n有[](../figures/x.md)。\n";
        let site = site(&format!("{}{news}", figure(&format!("value: {written}"))));
        site.build().done();
        let page = site.text("public/news/2019/07/a.html");
        assert!(
            page.contains(&format!(
                "<a class=\"quoted\" href=\"../../../figures/x.html\">{printed}</a>"
            )),
            "{written}: {page}"
        );
    }
}

fn quoting(text: &str) -> Site {
    let news = format!(
        "=== content/news/a.md\n---\ntitle: 文\ndate: 2019-07-01\ncolumn: news\n---\n{text}\n"
    );
    site(&format!("{LOANS}{news}"))
}

#[test]
fn prose_quotes_a_figure_in_the_house_style() {
    for (fragment, printed) in [
        ("", "12,189.14 万元"),
        ("#value", "12,189.14 万元"),
        ("#数值", "12,189.14 万元"),
        ("#prior", "7,617.37 万元（计算）"),
        ("#delta", "增加 4,571.77 万元"),
        ("#pct", "同比增长 60.02%"),
        ("#增幅", "同比增长 60.02%"),
        ("#as_of", "2019年6月30日"),
        ("#户数", "273 户"),
        ("#unit", "万元"),
        ("#basis", "累计"),
        ("#indicator", "会员贷款"),
        ("#scope", "会员"),
        ("#source", "材料"),
    ] {
        let site = quoting(&format!("其中[](../figures/loans.md{fragment})。"));
        site.build().done();
        let page = site.text("public/news/2019/07/a.html");
        assert!(page.contains(&format!(">{printed}</a>。")), "{fragment}: {page}");
        // Lists show how the text begins.
        let list = site.text("public/columns/news/index.html");
        assert!(list.contains(&format!("其中{printed}。")), "{fragment}: {list}");
    }
}

#[test]
fn directions_and_rates_have_their_words() {
    for (edit, fragment, printed) in [
        ("value: 7\nprior: 8\npct: -12.5", "#pct", "同比下降 12.5%"),
        ("value: 7\nprior: 8\npct: -12.5", "#delta", "减少 1 户（计算）"),
        ("value: 8\nprior: 8\npct: 0.0", "#pct", "同比持平"),
        ("value: 8\nprior: 8", "#delta", "持平"),
        ("value: 8\nprior: 4\npct: 100\ncompare: 环比", "#pct", "环比增长 100%"),
        ("value: 8\nprior: 4\npct: 100\ncompare: year-end", "#pct", "比上年末增长 100%"),
        ("value: -1,234.50\nprior: 0", "#delta", "减少 1,234.50 户（计算）"),
    ] {
        let news = format!(
            "=== content/news/a.md\n---\ntitle: 文\ndate: 2019-07-01\ncolumn: news\n---\n[](../figures/x.md{fragment})\n"
        );
        let site = site(&format!("{}{news}", figure(edit)));
        site.build().done();
        let page = site.text("public/news/2019/07/a.html");
        assert!(page.contains(&format!(">{printed}</a>")), "{edit}: {page}");
        site.edit("content/figures/x.md", "unit: 户", "unit: \"%\"");
        site.build().done();
        let page = site.text("public/news/2019/07/a.html");
        let rate = printed.replace(" 户", " 个百分点");
        assert!(page.contains(&format!(">{rate}</a>")), "{edit}: {page}");
    }
}

#[test]
fn what_cannot_be_quoted_is_an_error_with_the_nearest() {
    for (fragment, code, cure) in [
        ("#pctt", "site/figure-field", "did you mean #pct?"),
        ("#户数数", "site/figure-field", "did you mean #户数?"),
        ("#什么", "site/figure-field", "one of: #户数 #value"),
    ] {
        let built = quoting(&format!("[](../figures/loans.md{fragment})")).build();
        assert_eq!((built.end, &built.codes[..]), (End::Refused, &[code][..]), "{:?}", built.said);
        assert!(said(&built).contains(cure), "{:?}", built.said);
    }
    let site = quoting("[](../figures/loans.md#pct)");
    site.edit("content/figures/loans.md", "pct: 60.02\n", "");
    let built = site.build();
    assert_eq!((built.end, &built.codes[..]), (End::Refused, &["site/figure-silent"][..]));
    assert!(said(&built).contains("pct: 60.02"), "{:?}", built.said);
    // With words of its own a link is a link, and a fragment a heading.
    let built = quoting("[看](../figures/loans.md#pct)").build();
    assert_eq!(built.codes, ["site/dead-anchor"]);
}

#[test]
fn a_figure_that_is_not_public_prints_nothing_of_itself() {
    let site = quoting("有[](../figures/loans.md)。");
    site.edit("content/figures/loans.md", "title:", "visibility: internal\ntitle:");
    let built = site.build();
    assert_eq!((built.end, &built.codes[..]), (End::Done, &["site/quoted-hidden"][..]));
    let page = site.text("public/news/2019/07/a.html");
    assert!(page.contains("有<a>待补</a>。") || page.contains("有待补。"), "{page}");
    let all = site.public();
    let leaks = all.iter().filter(|(path, bytes)| {
        let text = String::from_utf8_lossy(bytes);
        !path.starts_with('.')
            && ["12189", "12,189", "会员贷款", "loans"]
                .iter()
                .any(|word| text.contains(word) || path.contains(word))
    });
    assert_eq!(leaks.count(), 0);
}

#[test]
fn what_quotes_follows_the_figure() {
    let site = quoting("累计[](../figures/loans.md)，[](../figures/loans.md#pct)。");
    site.build().done();
    site.edit(
        "content/figures/loans.md",
        "value: 12189.14\ndelta: 4571.77\npct: 60.02",
        "value: 3.00\ndelta: 1\npct: 50",
    );
    let built = site.build().done();
    assert!(built.rendered.contains_key("news/2019/07/a.html"), "{:?}", built.rendered);
    for path in ["news/2019/07/a.html", "columns/news/index.html", "index.html"] {
        let page = site.text(&format!("public/{path}"));
        assert!(!page.contains("12,189"), "{path}");
        assert!(page.contains("3.00 万元"), "{path}: {page}");
    }
    let figure = site.text("public/figures/loans.html");
    assert!(figure.contains("news/2019/07/a.html"), "the page tells who quotes it: {figure}");
}

/// Dates of one indicator, in no order.
fn dates(numbers: &[(&str, &str)]) -> String {
    let one = |(n, (date, value)): (usize, &(&str, &str))| {
        format!(
            "=== content/figures/d{n}.md\n---\ntitle: 会员（{date}）\nindicator: 会员\nunit: 户\nas_of: {date}\nbasis: 时点\nvalue: {value}\nsource: \"=cmd()\"\n---\n"
        )
    };
    numbers.iter().enumerate().map(one).collect()
}

fn svgs(page: &str) -> Vec<&str> {
    page.split("<svg class=\"chart\"")
        .skip(1)
        .map(|rest| rest.split("</svg>").next().unwrap())
        .collect()
}

#[test]
fn an_indicator_gathers_its_dates_in_a_chart_and_a_table() {
    let text = dates(&[("2019-12", "12"), ("2018", "10.5"), ("待补", "9"), ("2019-06", "11")]);
    let site = site(&format!("{LOANS}{text}"));
    site.build().done();
    let index = site.text("public/figures/index.html");
    let charts = svgs(&index);
    assert_eq!(charts.len(), 2, "{index}");
    let mut ids = Vec::new();
    for chart in &charts {
        let svg = format!("<svg {chart}</svg>");
        let tree = roxmltree::Document::parse(&svg).unwrap_or_else(|why| panic!("{why}: {svg}"));
        let root = tree.root_element();
        assert_eq!(root.attribute("role"), Some("img"));
        let own: Vec<String> =
            tree.descendants().filter_map(|node| node.attribute("id")).map(str::to_owned).collect();
        assert_eq!(root.attribute("aria-labelledby"), Some(own.join(" ").as_str()));
        ids.extend(own);
        let loud = tree
            .descendants()
            .any(|node| node.has_attribute("style") || node.has_attribute("font-family"));
        assert!(!loud, "colours and fonts are the page's: {svg}");
    }
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "no id stands twice on a page");
    assert!(charts[0].contains("折线图，3 期：从 2018年 10.5 户，2019年12月 12 户；最高 2019年12月 12 户，最低 2018年 10.5 户。"), "{}", charts[0]);
    assert!(
        charts[1]
            .contains("柱状图：上年同期（计算） 7,617.37 万元，2019年6月30日 12,189.14 万元。"),
        "{}",
        charts[1]
    );
    let rows = index.split("<tr><th scope=\"row\">").count() - 1;
    assert_eq!(rows, 5, "every date has a row, also one that is not known: {index}");
}

#[test]
fn the_table_is_a_csv_that_others_read() {
    let text = dates(&[("2019-12", "-12.50"), ("2018", "10.5")]);
    let site = site(&format!("{LOANS}{text}"));
    site.edit(
        "content/figures/d0.md",
        "source: \"=cmd()\"",
        "source: '说 \"a, b\"'\ncounts: [{ name: 女, value: 5, unit: 人 }]\nprior: 1",
    );
    site.build().done();
    let bytes = site.read("public/data/figures/d1.csv");
    let text = std::str::from_utf8(&bytes).unwrap().strip_prefix('\u{feff}').unwrap();
    assert!(text.ends_with("\r\n") && text.matches('\n').count() == text.matches("\r\n").count());
    let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(text.as_bytes());
    let head: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<Vec<String>> =
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    let get = |row: usize, name: &str| {
        rows[row][head.iter().position(|own| own == name).unwrap()].as_str()
    };
    assert_eq!(rows.len(), 2);
    assert_eq!((get(0, "截至"), get(0, "数值"), get(0, "来源")), ("2018", "10.5", "'=cmd()"));
    assert_eq!(
        (get(1, "截至"), get(1, "数值"), get(1, "来源")),
        ("2019-12", "-12.50", "说 \"a, b\"")
    );
    assert_eq!((get(1, "女（人）"), get(0, "女（人）")), ("5", ""));
    assert_eq!((get(1, "上期"), get(1, "增减"), get(1, "计算得出")), ("1", "-13.50", "增减"));
    assert!(site.has("public/data/figures/loans.csv"));
    let page = site.text("public/figures/d0.html");
    assert!(page.contains("href=\"../data/figures/d1.csv\""), "{page}");
}

#[test]
fn dates_of_an_indicator_agree() {
    let site = site(&dates(&[("2019-12", "12"), ("2019-12", "13")]));
    let built = site.build();
    assert_eq!((built.end, &built.codes[..]), (End::Refused, &["check/figure-twice"][..]));
    let site = super::common::Site::of(&format!(
        "{GROUND}{}",
        dates(&[("2019-12", "12"), ("2018-12", "10")])
    ));
    site.edit("content/figures/d0.md", "source:", "prior: 9\nsource:");
    let built = site.build();
    assert_eq!((built.end, &built.codes[..]), (End::Done, &["check/figure-prior"][..]));
    site.edit("content/figures/d0.md", "prior: 9", "prior: 10.0");
    assert_eq!(site.build().done().codes, [""; 0]);
    site.edit("content/figures/d1.md", "unit: 户", "unit: 家");
    let built = site.build();
    assert_eq!((built.end, &built.codes[..]), (End::Done, &["check/figure-units"][..]));
}

#[test]
fn counts_have_names_of_their_own() {
    for counts in [
        "{ name: 甲, value: 1, unit: 户 }, { name: 甲, value: 2, unit: 户 }",
        "{ name: pct, value: 1, unit: 户 }",
    ] {
        let built = site(&figure(&format!("value: 1\ncounts: [{counts}]"))).build();
        assert_eq!(built.codes, ["content/figure-count"], "{:?}", built.said);
    }
}

/// Many dates cost a page no more: it shows those around it, and a new one changes the newest only.
#[test]
fn a_page_shows_the_dates_around_it() {
    let dates_of = |n: usize| -> Vec<(String, String)> {
        (0..n).map(|n| (format!("{}-{:02}", 2000 + n / 12, n % 12 + 1), n.to_string())).collect()
    };
    let text = |n: usize| {
        let all = dates_of(n);
        let all: Vec<(&str, &str)> = all.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        dates(&all)
    };
    let site = site(&text(60));
    site.build().done();
    let rows = |path: &str| {
        site.text(&format!("public/figures/{path}")).matches("<th scope=\"row\">").count()
    };
    assert_eq!(
        (rows("d0.html"), rows("d30.html"), rows("d59.html"), rows("index.html")),
        (24, 24, 24, 24)
    );
    let csv = site.text("public/data/figures/d0.csv");
    assert_eq!(csv.lines().count(), 61);
    for (path, new) in
        super::common::files_of(&text(61)).into_iter().filter(|(path, _)| path.ends_with("d60.md"))
    {
        site.put(&path, new);
    }
    let built = site.build().done();
    let figures = built.rendered.keys().filter(|path| path.starts_with("figures/d"));
    assert!(figures.count() <= 14, "{:?}", built.rendered);
}

/// A number as text, and its digits and places.
fn decimal() -> impl Strategy<Value = (String, BigInt, u32)> {
    (any::<bool>(), 0u64..1_000_000_000_000, 0u32..=6).prop_map(|(minus, digits, places)| {
        let ten = 10u64.pow(places);
        let rest = if places == 0 {
            String::new()
        } else {
            format!(".{:0width$}", digits % ten, width = places as usize)
        };
        let sign = if minus && digits > 0 { "-" } else { "" };
        let big = BigInt::from(digits) * if sign.is_empty() { 1 } else { -1 };
        (format!("{sign}{}{rest}", digits / ten), big, places)
    })
}

fn ten(places: u32) -> BigInt {
    BigInt::from(10).pow(places)
}

proptest! {
    #[test]
    fn decimals_are_what_whole_numbers_say((a, a_digits, a_places) in decimal(), (b, b_digits, b_places) in decimal(), places in 0u32..=4) {
        let (one, two) = (Decimal::parse(&a).unwrap(), Decimal::parse(&b).unwrap());
        prop_assert_eq!(one.to_string(), a.clone());
        prop_assert_eq!(one.grouped().replace(',', "").replace('−', "-"), a);
        let most = a_places.max(b_places);
        let (x, y) = (&a_digits * ten(most - a_places), &b_digits * ten(most - b_places));
        prop_assert_eq!(BigInt::from(one.minus(two).unwrap().digits_at(most).unwrap()), &x - &y);
        prop_assert_eq!(BigInt::from(one.plus(two).unwrap().digits_at(most).unwrap()), &x + &y);
        prop_assert_eq!(one.same(two), x == y);
        let found = one.percent_of(two, places).map(|n| BigInt::from(n.digits()));
        let expected = (y != BigInt::from(0)).then(|| {
            // |100·x·10^p ÷ y|, half added, cut: half away from zero.
            let (above, below) = (BigInt::from(200) * &x * ten(places), BigInt::from(2) * &y);
            let (above, below) = (BigInt::from(above.magnitude().clone()), BigInt::from(below.magnitude().clone()));
            let size: BigInt = (above + &below / 2) / below;
            let minus = (x < BigInt::from(0)) != (y < BigInt::from(0));
            if minus { -size } else { size }
        });
        prop_assert_eq!(found, expected);
    }
}
