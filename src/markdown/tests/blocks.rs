//! Headings, tables, lists, quotations, code, footnotes.

use super::{check, check_told, read};

#[test]
fn headings() {
    check("## 历史沿革", "<h2 id=\"历史沿革\">历史沿革</h2>");
    check(
        "# 题\n## 题\n### 题",
        "<h2 id=\"题\">题</h2>\n<h2 id=\"题-2\">题</h2>\n<h3 id=\"题-3\">题</h3>",
    );
    check("## A  B、C！", "<h2 id=\"a-bc\">A  B、C！</h2>");
    check("## 史 {#history .big}", "<h2 id=\"history\" class=\"big\">史</h2>");
    check(
        "## [见](a.md#b) &amp; `x`",
        "<h2 id=\"见-x\"><a href=\"a.md#b\">见</a> &amp; <code>x</code></h2>",
    );
    check("## ！", "<h2 id=\"section\">！</h2>");
    check("##\n\n正文", "正文");
    check("题\n===\n\n副\n---", "<h2 id=\"题\">题</h2>\n<h2 id=\"副\">副</h2>");
    check_told(
        "## 章程 {试行}",
        "<h2 id=\"章程\">章程</h2>",
        &["heading-attribute ## 章程 {试行}"],
    );
    check_told(
        "## 甲 {#a}\n## 乙 {#a}",
        "<h2 id=\"a\">甲</h2>\n<h2 id=\"a-2\">乙</h2>",
        &["duplicate-anchor ## 乙 {#a}"],
    );
    let outline = read("# 甲 **乙**\n\n#### 丙 {#c}").value.outline;
    let headings: Vec<_> = outline.headings.iter().map(|h| (h.level, h.id(), &*h.text)).collect();
    assert_eq!(headings, [(2, "甲-乙", "甲 乙"), (4, "c", "丙")]);
    assert!(outline.ids().eq(["甲-乙", "c"]));
}

#[test]
fn tables() {
    check(
        "|项|数|中|无|\n|:-|-:|:-:|-|\n|a|**（1）**|b\\|c|`d`|\n|e|",
        "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"表格\">\n<table>\n<thead>\n<tr>\
         <th scope=\"col\" class=\"align-left\">项</th><th scope=\"col\" class=\"align-right\">数</th>\
         <th scope=\"col\" class=\"align-center\">中</th><th scope=\"col\">无</th></tr>\n</thead>\n<tbody>\n<tr>\
         <td class=\"align-left\">a</td><td class=\"align-right\"><strong>（1）</strong></td>\
         <td class=\"align-center\">b|c</td><td><code>d</code></td></tr>\n<tr>\
         <td class=\"align-left\">e</td><td class=\"align-right\"></td><td class=\"align-center\"></td><td></td>\
         </tr>\n</tbody>\n</table>\n</div>",
    );
    check(
        "|a|\n|-|",
        "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"表格\">\n<table>\n<thead>\n<tr>\
         <th scope=\"col\">a</th></tr>\n</thead>\n</table>\n</div>",
    );
}

#[test]
fn lists() {
    check(
        "- 一\n- 二\n  - 三",
        "<ul>\n<li>一</li>\n<li>二\n<ul>\n<li>三</li>\n</ul>\n</li>\n</ul>",
    );
    check("3. 一\n4. 二", "<ol start=\"3\">\n<li>一</li>\n<li>二</li>\n</ol>");
    check("1. 一\n\n2. 二", "<ol>\n<li>\n<p>一</p>\n</li>\n<li>\n<p>二</p>\n</li>\n</ol>");
    check(
        "- [ ] 待办\n- [x] **已**办",
        "<ul>\n<li class=\"task\"><label><input type=\"checkbox\" disabled> 待办</label></li>\n\
         <li class=\"task\"><label><input type=\"checkbox\" disabled checked> <strong>已</strong>办</label></li>\n</ul>",
    );
    check(
        "- [x] 甲\n\n- 乙",
        "<ul>\n<li class=\"task\">\n<p><label><input type=\"checkbox\" disabled checked> 甲</label></p>\n</li>\n\
         <li>\n<p>乙</p>\n</li>\n</ul>",
    );
    check("术语\n: 定义\n: 又一", "<dl>\n<dt>术语</dt>\n<dd>定义</dd>\n<dd>又一</dd>\n</dl>");
}

#[test]
fn quotations_and_alerts() {
    check("> 引", "<blockquote>\n<p>引</p>\n</blockquote>");
    for (word, class, title) in [
        ("NOTE", "note", "说明"),
        ("TIP", "tip", "提示"),
        ("IMPORTANT", "important", "重要"),
        ("WARNING", "warning", "注意"),
        ("CAUTION", "caution", "警告"),
    ] {
        let expected = format!(
            "<aside class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">{title}</p>\n<p>文</p>\n</aside>"
        );
        check(&format!("> [!{word}]\n> 文"), &expected);
    }
}

#[test]
fn code_and_rules() {
    check(
        "```rust ignore\n<a> & **b**\n\n```",
        "<pre tabindex=\"0\"><code class=\"language-rust\">&lt;a&gt; &amp; **b**\n\n</code></pre>",
    );
    check("```\r\n一\r\n二\r\n```", "<pre tabindex=\"0\"><code>一\n二\n</code></pre>");
    check(
        "```\"><script>\nx\n```",
        "<pre tabindex=\"0\"><code class=\"language-&quot;&gt;&lt;script&gt;\">x\n</code></pre>",
    );
    check("一\n\n---\n\n二", "<p>一</p>\n<hr>\n<p>二</p>");
}

#[test]
fn footnotes() {
    let reference = |n, id| {
        format!(
            "<sup class=\"footnote-ref\"><a href=\"#fn:{n}\" id=\"{id}\" role=\"doc-noteref\" aria-label=\"脚注{n}\">{n}</a></sup>"
        )
    };
    let back = |id, text| {
        format!(
            " <a href=\"#{id}\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"返回正文\">{text}</a>"
        )
    };
    check(
        "[^乙]: 见[^a]。\n\n一[^A]二[^乙]三[^a]\n\n[^a]:\n    - 注",
        &format!(
            "<p>一{}二{}三{}</p>\n<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"脚注\">\n<ol>\n\
             <li id=\"fn:1\">\n<ul>\n<li>注</li>\n</ul>\n{}{}{}\n</li>\n\
             <li id=\"fn:2\">\n<p>见{}。{}</p>\n</li>\n</ol>\n</section>",
            reference(1, "fnref:1"),
            reference(2, "fnref:2"),
            reference(1, "fnref:1:2"),
            back("fnref:1", "↩"),
            back("fnref:1:2", "↩<sup>2</sup>"),
            back("fnref:1:3", "↩<sup>3</sup>"),
            reference(1, "fnref:1:3"),
            back("fnref:2", "↩"),
        ),
    );
    let outline = read("## fn:1 {#fn:1}\n\n甲[^1]\n\n[^1]: 乙").value.outline;
    assert!(outline.ids().eq(["fn:1", "fn:1-2", "fnref:1"]));
    check_told("文\n\n[^1]: 无用", "文", &["footnote-unused [^1]: 无用"]);
    let twice = read("文[^1]\n\n[^1]: 甲\n\n[^1]: 乙");
    assert_eq!(
        twice.diags.iter().map(|d| &*d.code).collect::<Vec<_>>(),
        ["markdown/footnote-duplicate"]
    );
}

#[test]
fn depth_is_capped() {
    let deep = read(&format!("{}x", "> ".repeat(1000)));
    assert_eq!(deep.diags.iter().map(|d| &*d.code).collect::<Vec<_>>(), ["markdown/too-deep"]);
    assert!(deep.value.body.len() < 2000);
    let deep = read(&format!("{}x{}", "*a ".repeat(100), "*".repeat(100)));
    assert!(deep.diags.iter().all(|d| d.code == "markdown/too-deep"));
}
