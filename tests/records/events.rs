//! Events, series and the rotation: rules, calendar, gaps, files for calendar programs.

use icalendar::parser::{Component, read_calendar, unfold};

use super::common::Site;

/// A bulletin with three chambers, two news items, a series and these files.
fn site(files: &str) -> Site {
    Site::of(&format!("{}{files}", include_str!("events.txt")))
}

/// What is told of one file with this front matter.
fn told(path: &str, front: &str) -> Vec<&'static str> {
    site(&format!("=== content/{path}.md\n---\ntitle: 题\n{front}\n---\n")).build().codes
}

#[test]
fn mistakes_of_each_kind_are_told_by_their_code() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("events/a", "kind: 会议", &[]),
        ("events/a", "kind: visit\nstart: 待补\nend: 待补\nplaces: 待补\nhosts: [待补]", &[]),
        ("events/a", "start: 2019", &["yaml/missing-key"]),
        ("events/a", "kind: 大会", &["yaml/unknown-value"]),
        ("events/a", "kind: 会议\nplace: wuzhou", &["yaml/unknown-key"]),
        ("events/a", "kind: 会议\nstart: 2019-10-23 9:00", &["content/date"]),
        ("events/a", "kind: 会议\nstart: 2019-10 09:00", &["content/date"]),
        ("events/a", "kind: 会议\nstart: 2019-10-23\nend: 2019-10-22", &["content/dates-order"]),
        (
            "events/a",
            "kind: 会议\nstart: 2019-10-23 09:00\nend: 2019-10-23 08:00",
            &["content/dates-order"],
        ),
        ("events/a", "kind: 会议\nstart: 2019-10-23\nend: 2019", &[]),
        ("events/a", "kind: 会议\nspeakers: [{ post: 会长 }]", &["yaml/missing-key"]),
        ("events/a", "kind: 会议\nhosts: [nobody]", &["site/dangling-reference"]),
        ("events/a", "kind: 会议\nhosts: [new]\nstart: 2014", &["check/before-founding"]),
        ("events/a", "kind: 会议\nchambers: [new]\nstart: 2014", &["check/before-founding"]),
        ("events/a", "kind: 会议\nhosts: [gone]\nstart: 2019", &["check/after-end"]),
        ("events/a", "kind: 会议\nchambers: [gone]\nstart: 2018-05", &["check/after-end"]),
        ("events/a", "kind: 会议\nhosts: [gone]\nstart: 2018", &[]),
        ("events/a", "kind: 会议\nhosts: [new]\nstart: 2014\nend: 2015", &[]),
        ("events/a", "kind: 会议\nhosts: [new]\nstart: 2015", &[]),
        ("events/a", "kind: 会议\nseries: quarterly\nstart: 2017-12", &["check/outside-series"]),
        ("events/a", "kind: 会议\nseries: quarterly\nstart: 2020-07", &["check/outside-series"]),
        ("events/a", "kind: 会议\nseries: quarterly\nstart: 2020", &[]),
        ("events/a", "kind: 会议\nstate: 计划\noutcome: 成了", &["content/early-outcome"]),
        (
            "events/a",
            "kind: 会议\nstate: 计划\nstart: 2019-05\narticles: [later]",
            &["check/planned-but-told"],
        ),
        ("events/a", "kind: 会议\nstate: 计划\nstart: 2019-06\narticles: [later]", &[]),
        ("series/a", "rhythm: 每周", &["yaml/unknown-value"]),
        ("series/a", "from: 2019\nto: 2018", &["content/dates-order"]),
        ("rotation/a", "from: 2019-05\nto: 2019-04", &["content/dates-order"]),
        ("rotation/a", "teams: [{ chambers: [tea] }]", &["yaml/missing-key"]),
        ("rotation/a", "teams: [{ name: 一, chambers: [nobody] }]", &["site/dangling-reference"]),
        ("rotation/a", "lead: new\nfrom: 2014-01\nto: 2014-02", &["check/before-founding"]),
        ("rotation/a", "lead: gone\nfrom: 2019-01\nto: 2019-02", &["check/after-end"]),
    ];
    for (path, front, codes) in cases {
        assert_eq!(told(path, front), *codes, "{path}: {front}");
    }
}

#[test]
fn a_speaker_held_the_post_at_the_time() {
    let speaker = |post: &str, start: &str| {
        let speakers = format!("speakers: [{{ name: 甲, post: {post} }}]");
        told("events/a", &format!("kind: 会议\nhosts: [new]\nstart: {start}\n{speakers}"))
    };
    assert_eq!(speaker("会长", "2018-12"), ["check/outside-term"]);
    assert_eq!(speaker("新商会会长", "2018-12"), ["check/outside-term"]);
    assert_eq!(speaker("会长", "2019-06"), Vec::<&str>::new(), "in his second term");
    assert_eq!(speaker("会长", "2018"), Vec::<&str>::new(), "perhaps in his first term");
    assert_eq!(speaker("副会长", "2018-12"), Vec::<&str>::new(), "another post");
}

#[test]
fn an_event_and_its_news_lead_to_each_other() {
    let event = "=== content/events/a.md\n---\ntitle: 会\nkind: 会议\narticles: [later]\n---\n";
    let site = site(event);
    site.edit("content/news/early.md", "column: news", "column: news\nevents: [a]");
    site.build().done();
    for (page, link) in [
        ("events/a.html", "../news/2019/06/later.html"),
        ("events/a.html", "../news/2019/01/early.html"),
        ("news/2019/06/later.html", "../../../events/a.html"),
        ("news/2019/01/early.html", "../../../events/a.html"),
    ] {
        let text = site.text(&format!("public/{page}"));
        assert!(text.contains(&format!("href=\"{link}\"")), "{page}: {link}");
    }
}

const CALENDAR: &str = "\
=== content/events/long.md
---
title: 跨月的培训
kind: 培训
start: 2019-10-30
end: 2019-11-02
---
=== content/events/month.md
---
title: 只知道月份
kind: 调研
start: 2019-11
---
=== content/events/year.md
---
title: 只知道年份
kind: 调研
start: 2018
---
=== content/events/unknown.md
---
title: 都不知道
kind: 调研
start: 待补
---
";

#[test]
fn the_calendar_has_pages_only_where_there_are_events() {
    let site = site(CALENDAR);
    site.build().done();
    let pages: Vec<String> =
        site.public().into_keys().filter(|path| path.starts_with("events/2")).collect();
    let expected =
        ["2018/index.html", "2019/10/index.html", "2019/11/index.html", "2019/index.html"];
    assert_eq!(pages, expected.map(|path| format!("events/{path}")));
    let october = site.text("public/events/2019/10/index.html");
    assert!(october.contains("<time datetime=\"2019-10-30\">30<span>日 周三</span></time><a "));
    assert_eq!(october.matches("跨月的培训").count(), 2, "on the 30th and the 31st");
    let november = site.text("public/events/2019/11/index.html");
    assert!(november.contains("<td class=\"busy\"><time datetime=\"2019-11-01\">"));
    assert_eq!(november.matches("跨月的培训").count(), 2, "on the 1st and the 2nd");
    assert!(november.contains("本月，日期待补") && november.contains("只知道月份"));
    assert!(november.contains("href=\"../../../events/2019/10/\" rel=\"prev\""));
    let index = site.text("public/events/index.html");
    assert!(index.contains("都不知道") && index.contains("href=\"../events/2018/\""));
}

#[test]
fn weeks_begin_on_monday_and_are_whole() {
    for (day, blanks) in [("2019-09-30", 6), ("2021-02-28", 0), ("2024-02-29", 3)] {
        let event =
            format!("=== content/events/a.md\n---\ntitle: 会\nkind: 会议\nstart: {day}\n---\n");
        let site = site(&event);
        site.build().done();
        let path = format!("public/events/{}/index.html", day[..7].replace('-', "/"));
        let text = site.text(&path);
        let body = text.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
        let cells = body.matches("<td").count();
        assert_eq!(cells % 7, 0, "{day}");
        let first = body.split("<time").next().unwrap();
        assert_eq!(first.matches("<td></td>").count(), blanks, "{day}");
    }
}

/// The calendar's own addresses belong to it.
#[test]
fn nothing_else_may_stand_where_the_calendar_stands() {
    for alias in ["/events/2019/", "/events/2019/10/index.html", "/events/calendar.ics"] {
        let codes = told("events/a", &format!("kind: 会议\naliases: [{alias}]"));
        assert_eq!(codes, ["site/reserved-address"], "{alias}");
    }
}

#[test]
fn a_rhythm_without_an_event_shows_as_a_gap() {
    let event = |name: &str, start: &str| {
        format!(
            "=== content/events/{name}.md\n---\ntitle: {name}\nkind: 党建\nstart: {start}\nseries: quarterly\n---\n"
        )
    };
    let files = [("q3", "2018-08"), ("q2", "2019-05-04"), ("somewhen", "2019"), ("never", "待补")]
        .map(|(name, start)| event(name, start));
    let site = site(&files.concat());
    site.build().done();
    let text = site.text("public/series/quarterly.html");
    let years: Vec<&str> = text.split("<section><h2>").skip(1).collect();
    let gaps = |year: &str, word: &str| {
        year.matches(&format!("<span class=\"todo\">{word}</span></dd>")).count()
    };
    // The series says 2018-01 to 2020-06.
    let [y2020, y2019, y2018, undated] = years.as_slice() else { panic!("{years:#?}") };
    assert!(y2020.starts_with("2020年 <span class=\"todo\">无记录</span>"), "{y2020}");
    assert_eq!(
        (gaps(y2019, "待补"), gaps(y2019, "无记录")),
        (3, 0),
        "one event of the year is not placed"
    );
    assert!(y2019.contains("月份待补") && y2019.contains("somewhen"));
    assert_eq!((gaps(y2018, "待补"), gaps(y2018, "无记录")), (0, 3));
    assert!(y2018.contains("第三季度") && undated.contains("never"));
}

#[test]
fn nothing_is_missing_before_the_first_event_and_after_the_last() {
    let files = "\
=== content/series/monthly.md
---
title: 每月
rhythm: 每月
from: 2018
---
=== content/events/a.md
---
title: 甲
kind: 党建
start: 2019-02
series: monthly
---
=== content/events/b.md
---
title: 乙
kind: 党建
start: 2019-04
series: monthly
---
";
    let site = site(files);
    site.build().done();
    let text = site.text("public/series/monthly.html");
    let shown: Vec<&str> =
        text.split("<dt>").skip(1).filter_map(|part| part.split("</dt>").next()).collect();
    assert_eq!(shown[shown.len() - 4..], ["4月", "3月", "2月", "1月"]);
    assert!(
        text.contains("2018年 <span class=\"todo\">待补</span>"),
        "it may have begun in December"
    );
}

#[test]
fn turns_that_do_not_meet_are_told_as_far_as_their_dates_are_sure() {
    let turns = |periods: &[(&str, &str)]| {
        let one = |(n, (from, to)): (usize, &(&str, &str))| {
            format!(
                "=== content/rotation/{n}.md\n---\ntitle: 第{n}期\nfrom: {from}\nto: {to}\n---\n"
            )
        };
        let files: String = periods.iter().enumerate().map(one).collect();
        let mut codes = site(&files).build().codes;
        codes.sort_unstable();
        codes
    };
    let none: [&str; 0] = [];
    assert_eq!(turns(&[("2019-01", "2019-03"), ("2019-04", "2019-06")]), none);
    assert_eq!(turns(&[("2019-01", "2019-03"), ("2019-03", "2019-06")]), none);
    assert_eq!(turns(&[("2019-01", "2019"), ("2019-03", "2019-06")]), none);
    assert_eq!(turns(&[("2019-01", "2019-03"), ("待补", "2019-06")]), none);
    assert_eq!(turns(&[("2019-05", "2019-06"), ("2019-01", "2019-03")]), ["check/rotation-gap"]);
    assert_eq!(
        turns(&[("2019-01", "2019-03"), ("2019-02", "2019-06")]),
        ["check/rotation-overlap"]
    );
    // The long first turn ends after the second one: that and the third overlap with it.
    let nested = [("2019-01", "2019-12"), ("2019-02", "2019-03"), ("2019-06", "2019-07")];
    assert_eq!(turns(&nested), ["check/rotation-overlap", "check/rotation-overlap"]);
}

#[test]
fn the_rotation_says_who_has_not_had_a_turn() {
    let files = "\
=== content/rotation/one.md
---
title: 第一期
from: 2019-01
to: 2019-03
state: 已办
lead: direct-a
teams: [{ name: 一组, chambers: [direct-b] }]
---
=== content/rotation/two.md
---
title: 第二期
from: 2019-07
to: 2019-09
state: 计划
teams: [{ name: 二组, chambers: [direct-c, direct-a] }]
---
=== content/rotation/three.md
---
title: 第三期
teams: [{ name: 三组, chambers: [direct-d] }]
---
";
    let direct = ["a", "b", "c", "d"].map(|n| {
        format!("=== content/chambers/direct-{n}.md\n---\ntitle: 直属{n}\nkind: 直属\n---\n")
    });
    let site = site(&format!("{files}{}", direct.concat()));
    assert_eq!(site.build().done().codes, ["check/rotation-gap"]);
    let text = site.text("public/rotation/index.html");
    let part = |title: &str| {
        let after = text.split(&format!("<dt>{title}</dt>")).nth(1).expect(title);
        after.split("</div>").next().unwrap().matches("直属").count()
    };
    assert_eq!((part("轮值过"), part("已排进计划"), part("还没有轮值记录")), (2, 1, 1));
    assert!(text.contains("“第一期”与“第二期”之间空着"));
    let turn = site.text("public/rotation/two.html");
    assert!(turn.contains("<dt>二组</dt><dd><a href=\"../chambers/direct-c.html\">"));
    // Nobody waits for one that is no more.
    site.edit("content/chambers/direct-d.md", "kind: 直属", "kind: 直属\ndissolved: 待补");
    site.build().done();
    assert!(!site.text("public/rotation/index.html").contains("还没有轮值记录"));
    // 老商会 is another.
    for (page, count) in [("index", 2), ("direct-d", 1), ("direct-c", 0)] {
        let page = site.text(&format!("public/chambers/{page}.html"));
        assert_eq!(page.matches("已注销").count(), count);
    }
}

const ICS: &str = "\
=== content/events/day.md
---
title: 交流会, 第一场; \\甲
kind: 会议
start: 2019-10-23
state: 已举行
places: [wuzhou]
venue: 会场
updated: 2019-11-05
series: quarterly
summary: 一句很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长的话，要折成几行才放得下。
---
=== content/events/days.md
---
title: 培训
kind: 培训
start: 2019-11-30
end: 2019-12-01
state: 取消
---
=== content/events/hours.md
---
title: 座谈
kind: 会议
start: 2019-10-24 09:00
end: 2019-10-24 11:30
---
=== content/events/night.md
---
title: 开到次日
kind: 会议
start: 2019-10-25 20:00
end: 2019-10-26
---
=== content/events/month.md
---
title: 只知道月份
kind: 会议
start: 2019-10
---
";

/// An independent parser's view of a calendar: of each event its properties.
fn parsed(ics: &str) -> Vec<Vec<(String, String)>> {
    let unfolded = unfold(ics);
    let calendar = read_calendar(&unfolded).expect("a calendar");
    let names = |component: &Component| {
        let all = component.properties.iter().map(|p| {
            let params: String = p
                .params
                .iter()
                .map(|q| {
                    format!(";{}={}", q.key, q.val.as_ref().map(|v| v.as_str()).unwrap_or_default())
                })
                .collect();
            (format!("{}{params}", p.name), p.val.as_str().to_owned())
        });
        all.collect::<Vec<_>>()
    };
    calendar.components.iter().map(names).collect()
}

fn property<'a>(event: &'a [(String, String)], name: &str) -> Option<&'a str> {
    event.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
}

#[test]
fn calendar_files_say_what_happens_when() {
    let site = site(ICS);
    site.edit("content/site.yaml", "title: 会刊", "title: 会刊\nurl: https://example.org/a");
    site.build().done();
    let ics = site.text("public/events/calendar.ics");
    for line in ics.split_inclusive("\r\n") {
        assert!(
            line.ends_with("\r\n") && !line[..line.len() - 2].contains(['\r', '\n']),
            "{line:?}"
        );
        assert!(line.len() <= 77, "{line:?}");
    }
    let events = parsed(&ics);
    assert_eq!(events.len(), 4, "what is known by its month only is not put on a day");
    let of = |id: &str| {
        let uid = format!("events/{id}@example.org/a");
        let found = events.iter().find(|event| property(event, "UID") == Some(&uid));
        found.unwrap_or_else(|| panic!("{uid} in {events:#?}"))
    };
    let day = of("day");
    assert_eq!(property(day, "DTSTART;VALUE=DATE"), Some("20191023"));
    assert_eq!(property(day, "DTEND;VALUE=DATE"), Some("20191024"));
    assert_eq!(property(day, "DTSTAMP"), Some("20191104T160000Z"), "midnight of the day in China");
    assert_eq!(property(day, "SUMMARY"), Some("交流会, 第一场; \\甲"));
    assert_eq!(property(day, "LOCATION"), Some("梧州市 会场"));
    assert_eq!(property(day, "URL"), Some("https://example.org/a/events/day.html"));
    assert_eq!(property(day, "STATUS"), Some("CONFIRMED"));
    let days = of("days");
    assert_eq!(property(days, "DTSTART;VALUE=DATE"), Some("20191130"));
    assert_eq!(property(days, "DTEND;VALUE=DATE"), Some("20191202"), "the day after the last");
    assert_eq!(property(days, "STATUS"), Some("CANCELLED"));
    let hours = of("hours");
    assert_eq!(property(hours, "DTSTART"), Some("20191024T010000Z"));
    assert_eq!(property(hours, "DTEND"), Some("20191024T033000Z"));
    assert_eq!(property(hours, "STATUS"), None);
    assert_eq!(property(of("night"), "DTEND"), Some("20191026T160000Z"), "to the day's end");
    let series = parsed(&site.text("public/series/quarterly.ics"));
    assert_eq!(series.len(), 1);
    let page = site.text("public/series/quarterly.html");
    assert!(page.contains("href=\"../series/quarterly.ics\">加入日历"));
    assert!(page.contains("webcal://example.org/a/series/quarterly.ics"));
    assert!(ics.contains("X-WR-CALNAME:会刊 · 活动日历\r\n") && ics.contains("PRODID:"));
}

#[test]
fn the_sites_zone_decides_which_instant_a_time_is() {
    let site = site(ICS);
    site.edit("content/site.yaml", "title: 会刊", "title: 会刊\ntime_zone: Europe/London");
    site.build().done();
    // British summer time ends on 27 October 2019.
    assert!(site.text("public/events/calendar.ics").contains("DTSTART:20191024T080000Z\r\n"));
    site.edit("content/site.yaml", "Europe/London", "Asia/Shanghai");
    site.build().done();
    assert!(site.text("public/events/calendar.ics").contains("DTSTART:20191024T010000Z\r\n"));
}

/// A calendar must hold something (RFC 5545, 3.6), so one without events is not there.
#[test]
fn no_calendar_is_made_where_no_day_is_known() {
    let site = site(
        "=== content/events/a.md\n---\ntitle: 会\nkind: 会议\nstart: 2019-10\nseries: quarterly\n---\n",
    );
    site.build().done();
    assert!(site.public().keys().all(|path| !path.ends_with(".ics")));
    assert!(!site.text("public/events/index.html").contains("加入日历"));
    assert!(!site.text("public/series/quarterly.html").contains("加入日历"));
}

#[test]
fn what_readers_may_not_see_is_in_no_calendar() {
    let site = site(ICS);
    site.edit("content/events/day.md", "kind: 会议", "kind: 会议\nvisibility: 内部");
    site.build().done();
    for (path, bytes) in site.public() {
        assert!(!String::from_utf8_lossy(&bytes).contains("第一场"), "{path}");
    }
    assert!(!site.has("public/series/quarterly.ics"));
}
