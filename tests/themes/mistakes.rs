//! Mistakes in templates, each told at its place, in both languages.

use huikan::build::{Outcome, Quiet, build};
use huikan::diag::{Format, Lang, render, sort_and_dedup};

use super::common::Site;

const OWN: &str = "content/theme/templates";

#[test]
fn a_misspelt_argument_is_told_with_the_nearest() {
    check(
        &[("404.html", "你好\n  {{ latest(colunm=\"news\") }}")],
        &[
            "404.html:2:6: 错误[theme/render]: 模板运行出错：函数 latest 没有参数 colunm，是不是 column？\
           （可用：column, chamber, place, limit, skip_featured）",
        ],
    );
    check(
        &[("404.html", "{{ setting(key=\"titel\") }}")],
        &["404.html:1:4: 错误[theme/render]: 模板运行出错：没有设置 titel，是不是 title？\
           （可用：title, tagline, publisher, url, lang, copyright, icp, police, per_page, extra，\
           自己的放在 extra 里）"],
    );
}

#[test]
fn what_is_not_there_is_told_at_the_call() {
    let call = |call: &str, problem: &str| {
        let text = format!("{{{{ {call} }}}}");
        let told = format!("404.html:1:4: 错误[theme/render]: 模板运行出错：{problem}");
        check(&[("404.html", &text)], &[&told]);
    };
    call("latest(column=\"nope\")", "没有公开的栏目 nope");
    call("card(of=\"news/nope\")", "没有公开的记录 news/nope");
    call("asset(path=\"nope.css\")", "主题里没有文件 static/nope.css");
    call(
        "chambers(type=\"nope\")",
        "没有 nope 这种商会（可用：direct, industry, women, township, hometown, county）",
    );
    call(
        "count(kind=\"nope\")",
        "没有 nope 这种记录（可用：news, chambers, columns, places, pages）",
    );
    call("setting()", "缺少参数 key");
    call("latest(limit=\"x\")", "值的类型不对：要 u32，给的是 string");
    call("nothing", "没有变量 nothing（可用：base, home, index, lang, page）");
}

#[test]
fn a_failing_template_is_told_where_it_fails_though_another_draws_it() {
    let field =
        "模板运行出错：没有字段 titel，是不是 title？（可用：description, kind, path, title, url）";
    let told = |place: &str| format!("{place}: 错误[theme/render]: {field}");
    let page = "{% extends \"mine.html\" %}{% block x %}{% include \"part.html\" %}{% endblock %}";
    check(
        &[
            ("404.html", page),
            ("mine.html", "字\n{% block x %}{% endblock %}"),
            ("part.html", "\n\n 字{{ page.titel }}"),
        ],
        &[&told("part.html:3:11")],
    );
    check(
        &[
            ("404.html", page),
            ("mine.html", "字\n{% block x %}{% endblock %}{{ page.titel }}"),
            ("part.html", ""),
        ],
        &[&told("mine.html:2:36")],
    );
    check(
        &[
            ("404.html", "{{<mine page={page} />}}"),
            ("mine.html", "{% component mine(page) %}{{ page.titel }}{% endcomponent mine %}"),
        ],
        &[&told("mine.html:1:35")],
    );
}

#[test]
fn syntax_errors_of_all_templates_are_told_at_once() {
    check(
        &[
            ("404.html", "字{% if page.title }}"),
            ("mine.html", "{{ page.title"),
            ("other.html", "字{% extends \"base.html\" %}"),
            ("page.html", "{% extends \"base.html\" %}\n字"),
        ],
        &[
            "404.html:1:19: 错误[theme/syntax]: 模板写错了：这里要写 %}，看到的却是 `}`",
            "mine.html:1:9: 错误[theme/syntax]: 模板写错了：模板到这里就断了，还缺结尾",
            "other.html:1:13: 错误[theme/syntax]: 模板写错了：extends 要写在模板的最前面",
            "page.html:1:26: 错误[theme/syntax]: 模板写错了：用了 extends 的模板，内容要写在 block 里，\
             写在外面不会显示",
        ],
    );
}

#[test]
fn names_that_are_nowhere_defined_are_told_at_once() {
    check(
        &[
            ("404.html", "{{ lates() }}{{ page.title | zh_dat }}\n字{{<picure image={page} />}}"),
            ("mine.html", "{% include \"foter.html\" %}error: {{ page is odd2 }}"),
            ("page.html", "{% extends \"base.html\" %}{% block mian %}{% endblock %}"),
        ],
        &[
            "404.html:1:4: 错误[theme/unknown-name]: 模板写错了：没有函数 lates，是不是 latest？",
            "404.html:1:30: 错误[theme/unknown-name]: 模板写错了：没有过滤器 zh_dat，是不是 zh_date？",
            "404.html:2:5: 错误[theme/unknown-name]: 模板写错了：没有组件 picure，是不是 picture？",
            "mine.html:1:13: 错误[theme/unknown-name]: 模板写错了：没有模板 foter.html，是不是 footer.html？",
            "mine.html:1:45: 错误[theme/unknown-name]: 模板写错了：没有测试 odd2",
            "page.html:1:35: 错误[theme/unknown-name]: 模板写错了：继承的模板里没有 block mian，\
             它的内容不会出现",
        ],
    );
}

#[test]
fn templates_that_do_not_fit_together_are_told() {
    check(
        &[("404.html", "{% extends \"bas.html\" %}")],
        &["404.html:1:13: 错误[theme/missing-parent]: 模板 404.html 继承的 bas.html 不存在"],
    );
    check(
        &[("404.html", "{% extends \"404.html\" %}")],
        &["404.html:1:13: 错误[theme/circular]: 模板 404.html 绕了一圈又用到自己"],
    );
    check(
        &[("mine.html", "{% component when(date) %}{% endcomponent when %}")],
        &[
            "mine.html:1:14: 错误[theme/error]: 模板写错了：组件 when 定义了两次：components.html、mine.html",
        ],
    );
}

#[test]
fn a_missing_template_is_told_once_with_its_cure() {
    let site = Site::of("=== content/site.yaml\ntitle: 会刊\ntheme: mine\n");
    site.put("themes/mine/templates/home.html", "字");
    let (zh, en) = told(&site);
    assert_eq!(zh.len(), 3, "{zh:?}");
    assert_eq!(zh[0], "错误[theme/missing-template]: 主题里没有模板 404.html");
    assert_eq!(en[0], "error[theme/missing-template]: the theme has no template 404.html");
    assert!(!site.has("public"), "nothing was written");
}

#[test]
fn the_same_in_english() {
    let site = Site::of("=== content/site.yaml\ntitle: 会刊\n");
    site.put(&format!("{OWN}/404.html"), "{{ latest(colunm=\"news\") }}");
    let place = format!("{OWN}/404.html:1:4");
    assert_eq!(
        told(&site).1,
        [format!(
            "{place}: error[theme/render]: the template failed: the function latest has no argument \
             `colunm`; did you mean `column`? (known: column, chamber, place, limit, skip_featured)"
        )]
    );
}

/// Builds a bare bulletin with these templates of its own; what is said must be `expected`, with
/// places below the folder of its templates.
#[track_caller]
fn check(templates: &[(&str, &str)], expected: &[&str]) {
    let site = Site::of("=== content/site.yaml\ntitle: 会刊\n");
    for (name, text) in templates {
        site.put(&format!("{OWN}/{name}"), text);
    }
    let expected: Vec<String> = expected.iter().map(|line| format!("{OWN}/{line}")).collect();
    assert_eq!(told(&site).0, expected);
    assert!(!site.has("public"), "nothing was written");
}

/// What a build says, one line each, in Chinese and in English.
fn told(site: &Site) -> (Vec<String>, Vec<String>) {
    let Outcome { mut diags, files, .. } = build(&site.memory, &site.host, &site.options, &Quiet);
    sort_and_dedup(&mut diags, &files);
    let lines = |lang| {
        let text = render(&diags, &files, Format::Short, lang, false);
        text.lines().map(str::to_owned).collect()
    };
    (lines(Lang::Zh), lines(Lang::En))
}
