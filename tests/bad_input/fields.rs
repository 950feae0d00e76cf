//! Fields: unknown, missing, doubled, of the wrong type, out of range.

use super::site::{Cases, shown};

#[test]
fn keys() {
    let mut c = Cases::default();
    c.page("title: 题\ntilte: 题", &["3:1 yaml/unknown-key"]);
    c.page("tilte: 题", &["2:1 yaml/unknown-key"]);
    c.page("标题: 题", &["2:1 yaml/unknown-key"]);
    c.page("Title: 题", &["2:1 yaml/unknown-key"]);
    c.page("title: 题\nfounded: 2019", &["3:1 yaml/unknown-key"]);
    c.page("title: 题\nkeywords: 一\n随便: 二", &["3:1 yaml/unknown-key", "4:1 yaml/unknown-key"]);
    c.page("title: 题\ntitle: 目", &["3:1 yaml/duplicate-key"]);
    c.page("title: 题\n1: a\n1: b", &["3:1 yaml/unknown-key", "4:1 yaml/duplicate-key"]);
    c.page("date: 2019", &["1:1 yaml/missing-key"]);
    c.page("title:", &["2:1 yaml/missing-key"]);
    c.page("title: ~", &["2:1 yaml/missing-key"]);
    c.page("title: \"\u{3000}\"", &["2:1 yaml/missing-key"]);
    c.page("- 一\n- 二", &["1:1 yaml/wrong-type"]);
    c.news("bylines: { 作者: 甲 }", &["5:12 yaml/unknown-key"]);
    c.news("cover: { alt: 图 }", &["5:8 yaml/missing-key"]);
}

#[test]
fn what_each_kind_needs() {
    let mut c = Cases::default();
    c.file("news/x.md", "---\ntitle: 题\n---\n", &["1:1 yaml/missing-key", "1:1 yaml/missing-key"]);
    c.file(
        "news/x.md",
        "---\ntitle: 题\ndate:\ncolumn:\n---\n",
        &["3:1 yaml/missing-key", "4:1 yaml/missing-key"],
    );
    c.file("chambers/x.md", "---\ntitle: 题\n---\n", &["1:1 yaml/missing-key"]);
    c.file("chambers/x.md", "---\ntitle: 题\nkind:\n---\n", &["3:1 yaml/missing-key"]);
    c.file("places/x.md", "---\ntitle: 题\n---\n", &["1:1 yaml/missing-key"]);
    c.file("columns/x.md", "---\norder: 1\n---\n", &["1:1 yaml/missing-key"]);
}

#[test]
fn types() {
    let mut c = Cases::default();
    c.page("title: [一, 二]", &["2:8 yaml/wrong-type"]);
    c.page("title: { 一: 二 }", &["2:8 yaml/wrong-type"]);
    c.page("title: 题\ntags: { 一: 二 }", &["3:7 yaml/wrong-type"]);
    c.page("title: 题\ntags: [[一]]", &["3:8 yaml/wrong-type"]);
    c.page("title: 题\nextra: 一", &["3:8 yaml/wrong-type"]);
    c.page("title: 题\norder: 第一", &["3:8 yaml/wrong-type"]);
    c.page("title: 题\norder: 1.5", &["3:8 yaml/wrong-type"]);
    c.page("title: 题\norder: 99999999999999999999", &["3:8 yaml/wrong-type"]);
    c.page("title: 题\norder: [1]", &["3:8 yaml/wrong-type"]);
    c.news("featured: yes", &["5:11 yaml/wrong-type"]);
    c.news("featured: 1", &["5:11 yaml/wrong-type"]);
    c.news("bylines: 甲", &["5:10 yaml/wrong-type"]);
    c.news("bylines: [甲]", &["5:10 yaml/wrong-type"]);
    c.news("cover: [a.png]", &["5:8 yaml/wrong-type"]);
    c.chamber("leaders: 张三", &["4:10 yaml/wrong-type"]);
    c.chamber("leaders: { name: 张三, post: 会长 }", &["4:10 yaml/wrong-type"]);
    c.chamber("leaders:\n  - 张三", &["5:5 yaml/wrong-type"]);
    c.chamber("leaders:\n  -\n  - { name: 张三, post: 会长 }", &["5:3 yaml/empty-item"]);
    c.chamber(
        "leaders:\n  - name：张三\n    post：会长",
        &["5:9 yaml/full-width-colon", "6:9 yaml/full-width-colon"],
    );
    c.chamber(
        "leaders:\n  - { name: 张三 }\n  - post: 会长",
        &["5:5 yaml/missing-key", "6:5 yaml/missing-key"],
    );
    c.chamber("members: 100", &["4:10 yaml/wrong-type"]);
    c.chamber("members: { count: 100家 }", &["4:19 yaml/wrong-type"]);
    c.chamber("contact: 电话 123", &["4:10 yaml/wrong-type"]);
}

#[test]
fn values() {
    let mut c = Cases::default();
    c.page("title: 题\nstatus: 发布", &["3:9 yaml/unknown-value"]);
    c.page("title: 题\nvisibility: 内部资料", &["3:13 yaml/unknown-value"]);
    c.page("title: 题\nvisibility:", &["3:1 yaml/missing-key"]);
    c.file("chambers/x.md", "---\ntitle: 题\nkind: 镇\n---\n", &["3:7 yaml/unknown-value"]);
    c.file(
        "places/x.md",
        "---\ntitle: 题\ncode: 12345\nlevel: 省\n---\n",
        &["3:7 content/place-code", "4:8 yaml/unknown-value"],
    );
    c.file("places/x.md", "---\ntitle: 题\ncode: 999900\n---\n", &["3:7 check/same-code"]);
    c.file(
        "places/x.md",
        "---\ntitle: 题\ncode: 999901\nparent: x\n---\n",
        &["4:9 check/place-ring"],
    );
    c.chamber("members: { count: -1 }", &["4:19 content/members"]);
    c.chamber(
        "leaders: [{ name: 甲, post: 会长, from: 2019, to: 2018 }]",
        &["4:48 content/dates-order"],
    );
    c.chamber("founded: 2003-05\ndissolved: 2003-04", &["5:12 content/dates-order"]);
}

#[test]
fn dates() {
    let mut c = Cases::default();
    for date in [
        "2019-02-30",
        "2019-13",
        "2019-00-01",
        "2019/10/23",
        "2019年10月23日",
        "2019-1-2",
        "19-10-23",
        "昨天",
        "２０１９-１０-２３",
        "“2019”",
        "2019-10-23 08:00",
        "2019-10-23-1",
        "true",
        "1e9",
        "99999999999999999999",
        "-2019",
        "0000-01-01",
    ] {
        c.page(&format!("title: 题\ndate: {date}"), &["3:7 content/date"]);
    }
    c.page("title: 题\ndate: [2019, 10]", &["3:7 yaml/wrong-type"]);
    c.page("title: 题\nupdated: 去年", &["3:10 content/date"]);
    for moment in ["明天", "2026-01-02 25:00", "2026-02-30 08:00", "2026-01-02 8：00", "2026-01"]
    {
        c.page(&format!("title: 题\npublish_at: {moment}"), &["3:13 content/date"]);
    }
    c.page(
        "title: 题\npublish_at: 2026-01-02 08:00\nexpire_at: 2026-01-02",
        &["4:12 content/never-shown"],
    );
    c.chamber("founded: 待定", &["4:10 content/date"]);
    c.chamber("leaders: [{ name: 甲, post: 会长, from: 去年 }]", &["4:38 content/date"]);
}

#[test]
fn an_editor_reads_what_to_write() {
    shown(
        "chambers/x.md",
        "---\ntitle: 题\nkind: 镇\n---\n",
        "\
错误[yaml/unknown-value]: kind（类别）不能是“镇”
 --> content/chambers/x.md:3:7
  |
3 | kind: 镇
  |       ^^
  |
  = 提示: 是不是想写 kind: 乡镇？
  = 提示: 可以写：直属、行业、异地、乡镇、女企业家、县级（也可用英文 direct、industry、hometown、township、women、county）",
    );
    shown(
        "news/x.md",
        "---\ntitle: 题\ndate: 2019年2月30日\ncolumn: news\n---\n",
        "\
错误[content/date]: 日历上没有 2019 年 2 月 30 日
 --> content/news/x.md:3:7
  |
3 | date: 2019年2月30日
  |       ^^^^^^^^^^^^^
  |
  = 提示: 可以写：2019-10-23、2019-10、2019，或 待补",
    );
    shown(
        "news/x.md",
        "---\ntitle: 题\ndate: 2019/2/3\ncolumn: [news, party]\n---\n",
        "\
错误[content/date]: 日期“2019/2/3”读不懂
 --> content/news/x.md:3:7
  |
3 | date: 2019/2/3
  |       ^^^^^^^^
  |
  = 提示: 写成 2019-02-03",
    );
    shown(
        "pages/x.md",
        "---\ntitle: 题\n栏目: news\n---\n",
        "\
错误[yaml/unknown-key]: 不认识的键“栏目”
 --> content/pages/x.md:3:1
  |
3 | 栏目: news
  | ^^^^
  |
  = 提示: 这里可以用：title（标题）、slug（网址里的名字）、date（日期）、updated（更新日期）、tags（标签）、summary（摘要）、cover（封面）、status（状态）、visibility（可见范围）、publish_at（发布时间）、expire_at（撤下时间）、aliases（旧网址）、extra（其他）、order（次序）
  = 提示: 想留着自己用，就移到 extra: 下面；不用就删去",
    );
    shown(
        "chambers/x.md",
        "---\ntitle: 题\nkind: 行业\nleaders: 张三\n---\n",
        "\
错误[yaml/wrong-type]: leaders（负责人）应当是一个列表，每项以 - 开头，却是一段文字
 --> content/chambers/x.md:4:10
  |
4 | leaders: 张三
  |          ^^^^
  |
  = 提示: 例如 leaders: [{ name: 待补, post: 会长 }]",
    );
}
