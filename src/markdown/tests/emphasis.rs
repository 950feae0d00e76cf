//! Emphasis, beside Chinese punctuation above all.

use super::{check, check_told, html, read};
use proptest::prelude::*;
use pulldown_cmark::{Options, Parser};

#[test]
fn beside_chinese_punctuation() {
    check("推进**“四好”商会**建设", "推进<strong>“四好”商会</strong>建设");
    check("**会议强调，**要坚持", "<strong>会议强调，</strong>要坚持");
    check("**注意：**请报名", "<strong>注意：</strong>请报名");
    check("**梧州市工商联：**召开", "<strong>梧州市工商联：</strong>召开");
    check("这是**（重要）**内容", "这是<strong>（重要）</strong>内容");
    check("参观**《民营经济》**展览", "参观<strong>《民营经济》</strong>展览");
    check("三**，**四**，**五", "三<strong>，</strong>四<strong>，</strong>五");
    check("民营经济**、国有经济**都好", "民营经济<strong>、国有经济</strong>都好");
    check("增长**10%**左右，**+5**个点", "增长<strong>10%</strong>左右，<strong>+5</strong>个点");
    check("**注意:**请报名", "<strong>注意:</strong>请报名");
    check("**注意：**Please", "<strong>注意：</strong>Please");
    check("“**《章程》**”", "“<strong>《章程》</strong>”");
    check("他说**“好——”**，走了", "他说<strong>“好——”</strong>，走了");
}

#[test]
fn of_every_kind() {
    check("推进*“四好”商会*建设", "推进<em>“四好”商会</em>建设");
    check("*会议强调，*要坚持", "<em>会议强调，</em>要坚持");
    check("推进~~“四好”商会~~建设", "推进<del>“四好”商会</del>建设");
    check("~~会议强调，~~要坚持", "<del>会议强调，</del>要坚持");
    check("***“粗斜”***体", "<em><strong>“粗斜”</strong></em>体");
    check("**外*“内”*，**完", "<strong>外<em>“内”</em>，</strong>完");
    check("**甲****乙**", "<strong>甲</strong><strong>乙</strong>");
    check("__粗__ _斜_ **a** *b*", "<strong>粗</strong> <em>斜</em> <strong>a</strong> <em>b</em>");
}

#[test]
fn within_links_and_around_them() {
    check(
        "**见[链接（一）](a.md)，**请",
        r#"<strong>见<a href="a.md">链接（一）</a>，</strong>请"#,
    );
    check("请[**“看”**此](b.md)。", r#"请<a href="b.md"><strong>“看”</strong>此</a>。"#);
    check("**（`a**b`）**好", "<strong>（<code>a**b</code>）</strong>好");
    check(
        "*a [**“看”**此](b.md)，*好",
        r#"<em>a <a href="b.md"><strong>“看”</strong>此</a>，</em>好"#,
    );
    let told = ["stray-emphasis **", "stray-emphasis **"];
    check_told("**甲[乙**](c)", r#"**甲<a href="c">乙**</a>"#, &told);
}

#[test]
fn in_every_block() {
    check(
        "## 关于**“四好”**的通知",
        "<h2 id=\"关于四好的通知\">关于<strong>“四好”</strong>的通知</h2>",
    );
    check("> **注意：**请", "<blockquote>\n<p><strong>注意：</strong>请</p>\n</blockquote>");
    check("- **注意：**请\n- 好", "<ul>\n<li><strong>注意：</strong>请</li>\n<li>好</li>\n</ul>");
    check(
        "> **注意\n> 事项：**请",
        "<blockquote>\n<p><strong>注意事项：</strong>请</p>\n</blockquote>",
    );
}

#[test]
fn stars_that_are_no_emphasis() {
    check("2 * 3 * 4", "2 * 3 * 4");
    check("a * b", "a * b");
    check("价格*另议", "价格*另议");
    check("\\*不\\*，\\*\\*是\\*\\*", "*不*，**是**");
    check("`**`和`*`", "<code>**</code>和<code>*</code>");
    check("规格3*5*2米", "规格3*5*2米");
    check("138****1234，139****5678", "138****1234，139****5678");
    check("4504**********1234", "4504**********1234");
    check("8:00~12:00，14:30~17:30", "8:00~12:00，14:30~17:30");
    check("&#42;&#42;甲&#42;&#42;乙", "**甲**乙");
    check("snake_case_name，中_文_字", "snake_case_name，中_文_字");
}

#[test]
fn what_stays_is_told() {
    check_told("**没有配对", "**没有配对", &["stray-emphasis **"]);
    check_told("没有**", "没有**", &["stray-emphasis **"]);
    check_told("** 重要 **", "** 重要 **", &["stray-emphasis **", "stray-emphasis **"]);
    check_told("张**和`x`", "张**和<code>x</code>", &["stray-emphasis **"]);
    check_told(
        "甲\n\n> 乙**丙",
        "<p>甲</p>\n<blockquote>\n<p>乙**丙</p>\n</blockquote>",
        &["stray-emphasis **"],
    );
    check("**", "**");
    check("a ** b", "a ** b");
}

fn reference(text: &str) -> String {
    let options = Options::ENABLE_STRIKETHROUGH;
    let mut out = String::new();
    pulldown_cmark::html::push_html(&mut out, Parser::new_ext(text, options));
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Without Chinese it is CommonMark. A word at each end keeps the stars from making lists and rules.
    #[test]
    fn latin_text_is_as_the_parser_has_it(middle in "[ab*_. (]{0,24}") {
        let text = format!("x {middle} y");
        prop_assume!(!text.contains("****") && !is_within_word(&text));
        prop_assert_eq!(html(&read(&text).value), reference(&text));
    }
}

/// Three stars inside a word are no emphasis here.
fn is_within_word(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes
        .windows(5)
        .any(|w| &w[1..4] == b"***" && w[0].is_ascii_alphanumeric() && w[4].is_ascii_alphanumeric())
}
