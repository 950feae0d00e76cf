//! Raw HTML: what passes, what is left out, what is mended.

use super::{check, check_told, read};

#[test]
fn what_is_allowed_passes() {
    check("H<sub>2</sub>O <mark>“重点”</mark><br>下", "H<sub>2</sub>O <mark>“重点”</mark><br>下");
    check(
        "<BR/><B CLASS=x Title='a\"&amp;b'>粗</B>",
        "<br><b class=\"x\" title=\"a&quot;&amp;b\">粗</b>",
    );
    check(
        "<ruby>梧<rp>(</rp><rt>wu</rt><rp>)</rp></ruby>",
        "<ruby>梧<rp>(</rp><rt>wu</rt><rp>)</rp></ruby>",
    );
    check("<b>粗**“重”**</b>", "<b>粗<strong>“重”</strong></b>");
    check(
        "<details open>\n<summary>题 & <b>x</b></summary>\n\n内**“容”**\n\n</details>",
        "<details open>\n<summary>题 &amp; <b>x</b></summary>\n<p>内<strong>“容”</strong></p>\n</details>",
    );
    check(
        "<div class=\"a\">\n\n- 列\n\n</div>",
        "<div class=\"a\">\n<ul>\n<li>列</li>\n</ul>\n</div>",
    );
    check(
        "<table>\n<tr><th scope=row>a</th><td colspan=2>b</td></tr>\n</table>",
        "<table>\n<tr><th scope=\"row\">a</th><td colspan=\"2\">b</td></tr>\n</table>",
    );
    check("<div>a&nbsp;b & c&lt;</div>", "<div>a&nbsp;b &amp; c&lt;</div>");
    check("> <div>\n> 甲\n> </div>", "<blockquote>\n<div>\n甲\n</div>\n</blockquote>");
    check("一<!-- 注 -->二", "一二");
    check("<!-- 注\n\n释 -->\n\n文", "文");
    assert!(read("<div id=\"k\">x</div>\n\n## k").value.outline.ids().eq(["k-2", "k"]));
}

#[test]
fn what_is_not_allowed_is_left_out() {
    check_told("一<a href=x>二</a>三", "一二三", &["html-not-allowed <a href=x>"]);
    check_told("一<font color=red>红</font>", "一红", &["html-not-allowed <font color=red>"]);
    check_told(
        "一<img src=x onerror=alert(1)>",
        "一",
        &["html-not-allowed <img src=x onerror=alert(1)>"],
    );
    check_told("<script>\nalert(1)\n\n**x**\n</script>", "", &["html-not-allowed <script>"]);
    check_told("<style>p{}</style>文", "文", &["html-not-allowed <style>"]);
    check_told("一<script>x</script>", "一x", &["html-not-allowed <script>"]);
    check_told("一</script>", "一", &["html-not-allowed </script>"]);
    check_told("一<b onclick=\"x\">二</b>", "一<b>二</b>", &["html-not-allowed <b onclick=\"x\">"]);
    check_told("一<b style=\"x\">二</b>", "一<b>二</b>", &["html-not-allowed <b style=\"x\">"]);
    check_told("一<b dir=x>二</b>", "一<b>二</b>", &["html-not-allowed <b dir=x>"]);
    check_told(
        "一<q cite=javascript:x>二</q>",
        "一<q>二</q>",
        &["html-not-allowed <q cite=javascript:x>"],
    );
    check_told("<!DOCTYPE html>", "", &["html-not-allowed <!DOCTYPE html>"]);
    check_told("一<div>二</div>", "一二", &["html-not-allowed <div>"]);
    check_told("<table>字</table>", "<table></table>", &["html-not-allowed 字"]);
    check_told("<tr><td>字</td></tr>", "字", &["html-not-allowed <tr>", "html-not-allowed <td>"]);
    check_told(
        "<b id=x>一</b><b id=x>二</b>",
        "<b id=\"x\">一</b><b>二</b>",
        &["duplicate-anchor <b id=x>"],
    );
    check_told("<div>**x**</div>", "<div>**x**</div>", &["stray-emphasis **x**"]);
}

#[test]
fn what_is_unbalanced_is_mended() {
    check_told("一<b>二", "一<b>二</b>", &["html-unbalanced <b>"]);
    check_told("一</b>二", "一二", &["html-unbalanced </b>"]);
    check_told("一<br></br>", "一<br>", &["html-unbalanced </br>"]);
    check_told(
        "<b>一<i>二</b>三</i>",
        "<b>一<i>二</i></b>三",
        &["html-unbalanced <i>", "html-unbalanced </i>"],
    );
    check_told(
        "**一<b>二**三</b>",
        "<strong>一<b>二</b></strong>三",
        &["html-unbalanced <b>", "html-unbalanced </b>"],
    );
    check_told("<div>\n\n文", "<div>\n<p>文</p>\n</div>", &["html-unbalanced <div>"]);
    check_told(
        "> <div>\n\n文\n\n</div>",
        "<blockquote>\n<div>\n</div></blockquote>\n<p>文</p>",
        &["html-unbalanced <div>", "html-unbalanced </div>"],
    );
    check_told(
        "<p>\n\n文\n\n</p>",
        "<p>\n</p>\n<p>文</p>",
        &["html-unbalanced <p>", "html-unbalanced </p>"],
    );
    check_told("<div class=\"x\n\n文", "文", &["html-unbalanced <div class=\"x"]);
    check_told("<span/>一", "<span>一</span>", &["html-unbalanced <span/>"]);
    let deep = read(&"<b>".repeat(100));
    assert!(deep.diags.iter().any(|diag| diag.code == "markdown/too-deep"));
}

#[test]
fn problems_beyond_number_are_summed_up() {
    let told = read(&"<x>".repeat(1000)).diags;
    assert_eq!(told.len(), 201);
    assert_eq!(told.last().map(|diag| &*diag.code), Some("markdown/too-many"));
}
