//! Tests of the group `recognitions`: rounds and their board, guidance in numbers, a chamber's file.

use super::common::{Built, End, Site};

/// Two chambers, a place each, and no more.
const BASE: &str = "\
=== content/site.yaml
title: 会刊
=== content/columns/news.md
---
title: 要闻
---
=== content/places/city.md
---
title: 示例市
code: \"999900\"
---
=== content/places/town.md
---
title: 示例镇
code: \"999901101\"
parent: city
---
=== content/chambers/tea.md
---
title: 茶业商会
kind: 行业
region: city
---
=== content/chambers/town.md
---
title: 示例镇商会
kind: 乡镇
region: town
short: 镇商会
---
";

fn site(more: &str) -> Site {
    Site::of(&format!("{BASE}{more}"))
}

fn round(id: &str, front: &str) -> String {
    format!("=== content/recognitions/{id}.md\n---\ntitle: 认定{id}\n{front}---\n")
}

fn guidance(id: &str, front: &str) -> String {
    format!("=== content/guidance/{id}.md\n---\ntitle: 秘{id}\n{front}---\n秘密的正文。\n")
}

#[track_caller]
fn says(built: &Built, expected: &[&str]) {
    let mut codes = built.codes.clone();
    codes.sort_unstable();
    assert_eq!(codes, expected, "{:#?}", built.said);
}

/// The sample of the bulletin: what is known of the rounds of 2017 and 2018, and nothing besides.
#[test]
fn the_board_shows_what_is_known_and_says_what_is_not() {
    let site = Site::sample();
    site.build().done();
    let board = site.text("public/recognitions/index.html");
    for part in [
        "<th scope=\"colgroup\" colspan=\"2\">2018年</th>",
        "<th scope=\"colgroup\" colspan=\"1\">2017年</th>",
        "<tr><th scope=\"row\">公布家数</th><td>2家</td><td>7家</td><td>7家</td></tr>",
        "<td>2家</td><td>2家<span class=\"todo\">名单待补</span></td><td><span class=\"todo\">名单待补</span></td>",
        "占全区认定总数的四分之一",
        "班子建设好",
    ] {
        assert!(board.contains(part), "{part}\n{board}");
    }
    // A quarter is printed as given: what follows from it is not known.
    let all: String = site
        .under("public/recognitions")
        .values()
        .map(|b| String::from_utf8_lossy(b).into_owned())
        .collect();
    // What is read, without the digests in addresses of files.
    let read: String =
        all.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect();
    assert!(!read.contains("28"), "the number that a quarter implies is nobody's word");
    let round = site.text("public/recognitions/2017-region.html");
    assert!(round.contains("还有 7 家的名称不知道") && round.contains("名单待补"), "{round}");
    let chamber = site.text("public/chambers/women-entrepreneurs.html");
    assert!(chamber.contains("2018年全国“四好商会”</a><span class=\"meta\">最近一轮</span>"));
}

#[test]
fn a_round_of_another_set_of_criteria_stands_beside_the_first() {
    let rounds = [
        round("1", "level: 自治区\nperiod: 2017\ncriteria: 2017\ndeclared: 1\nchambers: [town]\n"),
        round(
            "2",
            "level: 自治区\nperiod: 2019-2020\ncriteria: [政治引领好, 队伍建设好, 服务发展好, 自律规范好]\ndeclared: 1\nchambers: [tea]\n",
        ),
        round(
            "3",
            "level: 市\nperiod: 2018\ncriteria: [一条, 两条]\ndeclared: 待补\nhonour: “四好”商会\n",
        ),
        round("4", "level: 县\nperiod: 待补\nhonour: 别的荣誉\n"),
    ];
    let site = site(&rounds.concat());
    says(&site.build().done(), &[]);
    let board = site.text("public/recognitions/index.html");
    let at = |part: &str| board.find(part).unwrap_or_else(|| panic!("{part}\n{board}"));
    assert!(at(">2019—2020年<") < at(">2018年<") && at(">2018年<") < at(">2017年<"));
    // Whole lists tell that a chamber is not among the names; others do not.
    assert!(
        board.contains("<td><b>认定</b></td><td><span class=\"todo\">待补</span></td><td>—</td>")
    );
    assert!(board.contains(">镇商会<"), "short names keep a phone's table narrow");
    assert!(board.contains("2019—2020年度起的标准") && board.contains("本轮的标准"));
    assert!(board.contains("“别的荣誉”认定"), "another honour has a table of its own");
    assert!(site.text("public/recognitions/1.html").contains("往期"));
    assert!(site.text("public/recognitions/4.html").contains("年度待补"));
}

#[test]
fn a_recognition_lapses_when_it_was_said_to() {
    let mut site =
        site(&round("1", "level: 市\nperiod: 2018\nvalid_until: 2026-01-31\nchambers: [tea]\n"));
    let built = site.build().done();
    assert_eq!(built.next_change.as_deref(), Some("2026-02-01 00:00"));
    assert!(site.text("public/chambers/tea.html").contains("有效期内"));
    let built = site.as_of("2026-02-01").build().done();
    let files: Vec<&str> = built.files().into_iter().collect();
    assert_eq!(files, ["chambers/tea.html", "recognitions/1.html", "recognitions/index.html"]);
    assert!(site.text("public/chambers/tea.html").contains("已过有效期"));
}

#[test]
fn the_rules_of_one_round() {
    let cases: &[(&str, &[&str])] = &[
        (
            "level: 市\nperiod: 2018\ndeclared: 1\nchambers: [tea, town]\n",
            &["content/too-many-named"],
        ),
        ("level: 市\nperiod: 2018\ndeclared: 1\nchambers: [tea, tea]\n", &["site/reference-twice"]),
        ("level: 市\nperiod: 2018\ndeclared: -1\n", &["content/declared"]),
        ("level: 省\nperiod: 2018\n", &["yaml/unknown-value"]),
        ("period: 2018\n", &["yaml/missing-key"]),
        ("level: 市\nperiod: 2020-2019\n", &["content/years"]),
        ("level: 市\nperiod: 2018\ncriteria: 2018\n", &["content/criteria"]),
        ("level: 市\nperiod: 2018\nnotice: { url: example.org }\n", &["content/web-address"]),
        ("level: 市\nperiod: 2018\nnotice: { document: none }\n", &["site/dangling-reference"]),
        ("level: 市\nperiod: 2018\nvalid_until: 2017-05\n", &["content/valid-until"]),
    ];
    for (front, codes) in cases {
        says(&site(&round("x", front)).build(), codes);
    }
}

#[test]
fn a_chamber_is_recognised_once_and_by_the_region_first() {
    let national =
        |period: &str| round("n", &format!("level: 全国\nperiod: {period}\nchambers: [tea]\n"));
    let region = |id: &str, more: &str| round(id, &format!("level: 自治区\nperiod: 2018\n{more}"));
    let twice = region("a", "chambers: [tea]\n") + &region("b", "chambers: [chambers/tea.md]\n");
    let cases: &[(String, &[&str])] = &[
        (national("2018"), &["check/national-without-region"]),
        (national("待补"), &[]),
        (
            national("2018") + &region("r", "declared: 1\nchambers: [town]\n"),
            &["check/national-without-region"],
        ),
        (national("2018") + &region("r", "declared: 2\nchambers: [town]\n"), &[]),
        (national("2018") + &region("r", "chambers: [tea]\n"), &[]),
        (national("2017") + &region("r", "chambers: [tea]\n"), &["check/national-without-region"]),
        (twice, &["check/recognised-twice"]),
    ];
    for (rounds, codes) in cases {
        says(&site(rounds).build(), codes);
    }
    let late = site(&region("r", "chambers: [tea]\n"));
    late.edit("content/chambers/tea.md", "region: city", "region: city\nfounded: 2019-05");
    says(&late.build(), &["check/recognised-before-founding"]);
    late.edit("content/chambers/tea.md", "2019-05", "2018-12");
    says(&late.build().done(), &[]);
    late.edit("content/chambers/tea.md", "founded: 2018-12", "dissolved: 2017-12");
    says(&late.build(), &["check/recognised-after-end"]);
    late.edit("content/chambers/tea.md", "2017-12", "2018-01");
    says(&late.build().done(), &[]);
}

#[test]
fn a_notice_leads_to_the_document() {
    let site = site(&round("1", "level: 市\nperiod: 2018\nnotice: { document: plan }\n"));
    site.put("content/documents/plan.md", "---\ntitle: 认定通知\nissued: 2018\n---\n");
    site.build().done();
    let page = site.text("public/recognitions/1.html");
    assert!(page.contains("documents/plan.html\">认定通知</a>"), "{page}");
}

const MEASURES: &str = "\
findings: [{ text: 秘问题甲 }, { text: 秘问题乙 }]
measures:
  - { text: 秘措施甲, owner: 秘人, status: 已办结, evidence: 秘证 }
  - { text: 秘措施乙, due: 2019-12 }
  - { text: 秘措施丙, status: 进行中 }
";

/// Not the absence of one word: every byte of every file that is public.
#[test]
fn of_an_internal_record_readers_see_numbers_only() {
    let agreed =
        guidance("record-one", &format!("chamber: tea\nconsent: true\ntags: [秘标签]\n{MEASURES}"));
    let silent = guidance("record-two", &format!("chamber: town\n{MEASURES}"));
    let site = site(&(agreed + &silent));
    let built = site.build().done();
    assert_eq!(built.skipped.len(), 2);
    for (path, bytes) in site.public() {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if path == "search/folded.txt" {
            assert_eq!(text, huikan::zh::FOLDED, "the same table on every site");
            continue;
        }
        for secret in ["秘", "record-one", "record-two"] {
            assert!(!text.contains(secret) && !path.contains(secret), "{path}: {secret}");
        }
    }
    let page = site.text("public/guidance/index.html");
    assert!(page.contains("茶业商会</a></th><td>2</td><td>3</td><td>1</td><td>2</td>"), "{page}");
    assert!(!page.contains("示例镇商会"), "a chamber that did not agree is not there");
    assert!(page.contains("合计</th><td>2</td><td>3</td><td>1</td><td>2</td>"), "nor in the sum");
    let chamber = site.text("public/chambers/tea.html");
    assert!(chamber.contains("发现问题 2 个，定措施 3 项：已办结 1 项，未办结 2 项"), "{chamber}");
    assert!(!site.text("public/chambers/town.html").contains("发现问题"));
}

#[test]
fn without_anything_to_show_there_is_no_page_of_guidance() {
    let site = site(&guidance("a", &format!("chamber: town\n{MEASURES}")));
    site.build().done();
    assert!(!site.has("public/guidance/index.html"));
    site.edit(
        "content/guidance/a.md",
        "chamber: town",
        "chamber: town\nconsent: true\nstatus: draft",
    );
    site.build().done();
    assert!(!site.has("public/guidance/index.html"), "a draft is not in force");
    site.edit("content/guidance/a.md", "status: draft\n", "");
    site.put(
        "content/news/a.md",
        "---\ntitle: 甲\ndate: 2019\ncolumn: news\n---\n[进度](/guidance/)\n",
    );
    site.build().done();
    assert!(site.has("public/guidance/index.html"));
    assert!(site.text("public/news/2019/a.html").contains("href=\"../../guidance/\""));
    site.edit("content/chambers/town.md", "title:", "visibility: internal\ntitle:");
    site.remove("content/news/a.md");
    site.build().done();
    assert!(!site.has("public/guidance/index.html"), "nor is a chamber that is not shown");
}

#[test]
fn guidance_is_public_only_by_the_editors_word_and_with_consent() {
    let check = |front: &str, codes: &[&str], page: bool| {
        let site = site(&guidance("a", &format!("chamber: tea\n{front}")));
        let built = site.build();
        says(&built, codes);
        assert_eq!(site.has("public/guidance/a.html"), page, "{front}");
    };
    check("", &[], false);
    check("consent: true\n", &[], false);
    check("visibility: 公开\nconsent: true\n", &[], true);
    check("visibility: 公开\n", &["content/consent"], false);
    check("visibility: 公开\nconsent: false\n", &["content/consent"], false);
    check("visibility:\nconsent: true\n", &["yaml/missing-key"], false);
    check("visibility: publik\nconsent: true\n", &["yaml/unknown-value"], false);
    check("visibilty: 公开\nconsent: true\n", &["yaml/unknown-key"], false);
}

#[test]
fn the_rules_of_guidance() {
    let cases: &[(&str, &[&str])] = &[
        ("chamber: nobody\n", &["site/dangling-reference"]),
        ("adviser: 待补\n", &["yaml/missing-key"]),
        ("chamber: tea\nmeasures: [{ text: 一, status: 已办结 }]\n", &["content/evidence"]),
        (
            "chamber: tea\nmeasures: [{ text: 一, status: 已办结, evidence: 待补 }]\n",
            &["content/evidence"],
        ),
        ("chamber: tea\nmeasures: [{ text: 一, status: 已办结, evidence: [照片, 名单] }]\n", &[]),
        ("chamber: tea\nmeasures: [{ text: 一, closed: 2019 }]\n", &["content/measure-open"]),
        ("chamber: tea\nmeasures: [{ text: 一, closed: 待补 }]\n", &[]),
        (
            "chamber: tea\ndate: 2019-05\nmeasures: [{ text: 一, due: 2019-04-30 }]\n",
            &["content/measure-date"],
        ),
        ("chamber: tea\ndate: 2019-05\nmeasures: [{ text: 一, due: 2019-05-01 }]\n", &[]),
        ("chamber: tea\ndate: 待补\nmeasures: [{ text: 一, due: 2001 }]\n", &[]),
        (
            "chamber: tea\nmeasures: [{ owner: 一 }]\nfindings: [{ date: 2019 }]\n",
            &["yaml/missing-key", "yaml/missing-key"],
        ),
    ];
    for (front, codes) in cases {
        let built = site(&guidance("x", front)).build();
        says(&built, codes);
        assert_eq!(built.end == End::Done, codes.is_empty());
    }
}

#[test]
fn what_names_a_chamber_is_in_its_file_with_its_part() {
    let site =
        site(&guidance("open", "chamber: tea\nvisibility: public\nconsent: true\ndate: 2019-05\n"));
    site.put(
        "content/agreements/pact.md",
        "---\ntitle: 合作协议一\nparties: [{ chamber: tea }, { name: 某会 }]\nsigned: 2019-08\n---\n",
    );
    site.build().done();
    let file = site.text("public/chambers/tea.html");
    for part in [
        "<h2>协议</h2>",
        "合作协议一",
        "<p class=\"part\">签约方</p>",
        "<h2>一对一指导</h2>",
        "指导对象",
    ] {
        assert!(file.contains(part), "{part}\n{file}");
    }
    let other = site.text("public/chambers/town.html");
    assert!(!other.contains("<h2>协议</h2>") && !other.contains("<h2>荣誉</h2>"), "no empty part");
    assert!(
        other.contains("（区划代码 999901101）"),
        "a township chamber is known by its town's code"
    );
}

/// The place that an event names, and those that hold it.
#[test]
fn a_place_gathers_the_events_in_it_and_inside_it() {
    let site = site("");
    site.put(
        "content/events/fair.md",
        "---\ntitle: 镇上的活动\nkind: other\nstart: 2019-05-06\nplaces: [town]\nhosts: [tea]\nchambers: [town, tea]\n---\n",
    );
    site.build().done();
    for place in ["town", "city"] {
        let page = site.text(&format!("public/places/{place}.html"));
        assert!(page.contains("<h2>活动</h2>") && page.contains("镇上的活动"), "{page}");
    }
    let host = site.text("public/chambers/tea.html");
    assert!(host.contains("<p class=\"part\">主办、参加</p>"), "{host}");
    assert!(host.contains("<time datetime=\"2019-05-06\">"), "{host}");
    assert!(site.text("public/chambers/town.html").contains("<p class=\"part\">参加</p>"));
}

#[test]
fn a_township_chamber_names_its_town() {
    let site = site("");
    site.edit("content/chambers/town.md", "region: town\n", "");
    says(&site.build().done(), &["check/township-place"]);
    site.edit("content/chambers/town.md", "short:", "region: city\nshort:");
    says(&site.build().done(), &["check/township-place"]);
}

#[test]
fn former_names_lead_to_the_chamber() {
    let site = site("");
    site.edit("content/chambers/tea.md", "region: city", "names: [老茶业公会, 茶业商会, tea]");
    site.build().done();
    let leads = site.text("public/chambers/lao-cha-ye-gong-hui.html");
    assert!(leads.contains("url=../chambers/tea.html"), "{leads}");
    let list = site.text("public/chambers/by-pinyin/index.html");
    assert!(
        list.contains("老茶业公会 → 见 <a href=\"../../chambers/tea.html\">茶业商会</a>"),
        "{list}"
    );
    assert!(list.contains("<h2 id=\"L\">L</h2>"), "a letter that only a former name has");
    assert!(!site.text("public/chambers/index.html").contains("老茶业公会"));
    // Its own page and that of another record are no place for a name.
    assert!(!site.text("public/chambers/tea.html").contains("http-equiv"));
}

/// An editor who writes a name is never asked to mend an address.
#[test]
fn a_former_name_gives_way_wherever_its_address_is_taken() {
    let site = site("");
    let named = |names: &str| format!("region: city\nnames: [{names}]");
    site.edit(
        "content/chambers/tea.md",
        "region: city",
        &named("town, by-place, 老会, 老 会, ！！"),
    );
    says(&site.build().done(), &[]);
    assert!(site.text("public/chambers/town.html").contains("<h1>示例镇商会</h1>"));
    assert!(site.text("public/chambers/lao-hui.html").contains("tea.html"));
    site.put("content/static/chambers/lao-hui.html", "从前的网页");
    says(&site.build().done(), &[]);
    assert_eq!(site.text("public/chambers/lao-hui.html"), "从前的网页");
    site.remove("content/static/chambers/lao-hui.html");
    site.edit("content/chambers/town.md", "region: town", "region: town\nnames: [老会]");
    says(&site.build().done(), &[]);
    assert!(!site.has("public/chambers/lao-hui.html"), "two chambers had this name");
    let list = site.text("public/chambers/by-pinyin/index.html");
    assert_eq!(list.matches("老会 → 见").count(), 2, "{list}");
    site.put("content/pages/a.md", "---\ntitle: 甲\naliases: [/chambers/lao-hui.html]\n---\n");
    says(&site.build().done(), &[]);
    assert!(site.text("public/chambers/lao-hui.html").contains("a.html"));
}

#[test]
fn what_an_edit_of_these_redraws() {
    let rounds = round("1", "level: 市\nperiod: 2018\ndeclared: 2\nchambers: [tea]\n");
    let site =
        site(&(rounds + &guidance("a", &format!("chamber: tea\nconsent: true\n{MEASURES}"))));
    site.build().done();
    let redraws = |expected: &[&str]| {
        let built = site.build().done();
        let files: Vec<&str> = built.files().into_iter().collect();
        assert_eq!(files, expected);
    };
    // A round more: the board, itself, the chamber that it names, the home page, which counts them.
    site.put(
        "content/recognitions/2.md",
        "---\ntitle: 二\nlevel: 县\nperiod: 2018\nchambers: [town]\n---\n",
    );
    redraws(&[
        "chambers/town.html",
        "index.html",
        "recognitions/2.html",
        "recognitions/index.html",
    ]);
    // Its body: itself, and the board only where a list shows how it begins.
    site.edit("content/recognitions/2.md", "title: 二", "title: 二\nsummary: 摘要");
    site.build().done();
    site.put("content/recognitions/2.md", site.text("content/recognitions/2.md") + "正文。\n");
    redraws(&["recognitions/2.html"]);
    // A later round at its level: the earlier one has become a past one.
    site.put("content/recognitions/3.md", "---\ntitle: 三\nlevel: 市\nperiod: 2020\n---\n");
    redraws(&[
        "chambers/tea.html",
        "index.html",
        "recognitions/1.html",
        "recognitions/3.html",
        "recognitions/index.html",
    ]);
    // Words of an internal record: nothing. One measure more: the numbers.
    site.edit("content/guidance/a.md", "秘措施乙", "另一项");
    redraws(&[]);
    site.edit("content/guidance/a.md", "status: 进行中", "status: 已办结, evidence: 照片");
    redraws(&["chambers/tea.html", "guidance/index.html"]);
}
