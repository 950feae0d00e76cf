//! Text: line breaks, escapes, slips of the pen, summaries, counts, ranges.

use super::{check, check_told, read};
use crate::diag::FileId;
use crate::markdown::{events, parse, plain_text, words};
use pulldown_cmark::Event;

#[test]
fn soft_breaks() {
    check("第一行，\n第二行", "第一行，第二行");
    check("第一行\r\n第二行", "第一行第二行");
    check("English\nwords", "English\nwords");
    check("中文\nEnglish", "中文\nEnglish");
    check("English\n中文", "English\n中文");
    check("**加粗。**\n下一行", "<strong>加粗。</strong>下一行");
    check("下一行\n**加粗**", "下一行<strong>加粗</strong>");
    check("他说——\n“好”", "他说——“好”");
    check("“a”\n“b”", "“a”\n“b”");
    check("中`文`\n`字`符", "中<code>文</code><code>字</code>符");
    check("尾空格 \n下一行", "尾空格下一行");
    check("> 引文\n> 续行", "<blockquote>\n<p>引文续行</p>\n</blockquote>");
    check("中<b>文</b>\n<b>字</b>", "中<b>文</b><b>字</b>");
    check("[中文](a)\n[字](b)", r#"<a href="a">中文</a><a href="b">字</a>"#);
    check(
        "图 ![图](a.jpg)\n文",
        "图 <img src=\"a.jpg\" alt=\"图\" loading=\"lazy\" decoding=\"async\">\n文",
    );
}

#[test]
fn hard_breaks() {
    check("一  \n二\\\n三", "一<br>\n二<br>\n三");
}

#[test]
fn text_is_escaped() {
    check("1 < 2 & 3 > 2 \"'", "1 &lt; 2 &amp; 3 &gt; 2 \"'");
    check("`<b>&amp;`", "<code>&lt;b&gt;&amp;amp;</code>");
    check("控\u{1}制\u{7f}符\0", "控制符");
}

#[test]
fn indents_are_dropped() {
    check("　　首行缩进", "首行缩进");
    check("&emsp;&emsp;首行**缩进**", "首行<strong>缩进</strong>");
    check("　　**会议强调，**要", "<strong>会议强调，</strong>要");
    check("一\n\n&nbsp;\n\n二", "<p>一</p>\n<p>二</p>");
    check_told(
        "    四个空格\n",
        "<pre tabindex=\"0\"><code>四个空格\n</code></pre>",
        &["indented-code 四个空格"],
    );
    check("    let x = 1;\n", "<pre tabindex=\"0\"><code>let x = 1;\n</code></pre>");
}

#[test]
fn slips_of_the_pen() {
    let told = |what| format!("space-in-link {what}");
    check_told("![图](图 片.jpg)", "![图](图 片.jpg)", &[&told("![图](图 片.jpg)")]);
    check_told("见[文](a b.md)。", "见[文](a b.md)。", &[&told("[文](a b.md)")]);
    check_told("![图](a.jpg “题”)", "![图](a.jpg “题”)", &[&told("![图](a.jpg “题”)")]);
    check_told("[文]（a.md）", "[文]（a.md）", &["wide-brackets [文]（a.md）"]);
    check_told("![图]（图）", "![图]（图）", &["wide-brackets ![图]（图）"]);
    check("[注]（见民法典）", "[注]（见民法典）");
    check("\\[文](a b)", "[文](a b)");
    check_told("##标题", "##标题", &["heading-space ##"]);
    check_told("#标题\n\n## 对", "<p>#标题</p>\n<h2 id=\"对\">对</h2>", &["heading-space #"]);
    check("#话题#很热", "#话题#很热");
    check("\\#标题", "#标题");
    check_told("无[^x]此", "无[^x]此", &["footnote-undefined [^x]"]);
}

#[test]
fn summaries_are_the_first_paragraphs() {
    let check = |input: &str, expected: &str| {
        assert_eq!(read(input).value.outline.summary, expected, "{input}")
    };
    check("# 题\n\n第一段**“重”**点。\n\n第二段。", "第一段“重”点。第二段。");
    check("一\n行\nand words", "一行 and words");
    check("- 列\n- 表", "列表");
    check("> 引\n\n文", "文");
    check("", "");
    let long = "这一句话有十个字吗对。".repeat(20);
    let summary = read(&long).value.outline.summary;
    assert!(summary.chars().count() <= 120 && summary.ends_with('。'), "{summary}");
}

#[test]
fn summaries_leave_room_for_titles() {
    let filled = |input: &str| {
        let outline = read(input).value.outline;
        outline.summary_with(|n| ["茶业商会", "水汶镇商会"][n])
    };
    assert_eq!(filled("有[](a.md)和[](b.md)。").as_deref(), Some("有茶业商会和水汶镇商会。"));
    assert_eq!(filled("有[茶](a.md)和[](b.md)。").as_deref(), Some("有茶和水汶镇商会。"));
    assert_eq!(filled("有[茶](a.md)。"), None);
    assert_eq!(read("## 见[](a.md)吧").value.outline.headings[0].text, "见吧");
    let long = format!("{}[](a.md)。", "字".repeat(117));
    assert_eq!(filled(&long).map(|text| text.chars().count()), Some(120));
}

#[test]
fn words_are_counted() {
    let check = |input: &str, expected| {
        assert_eq!(words(&read(input).value.body.html), expected, "{input}")
    };
    check("## 梧州\n\n2019年**GDP**增长\n\n|表|格|\n|-|-|\n|一|二|", 11);
    check("![图](a.jpg) 一`two`", 2);
    check("<div>三个字</div>", 3);
    check("```\n代码 x\n```", 3);
}

#[test]
fn plain_text_is_what_one_reads() {
    let check =
        |input: &str, expected| assert_eq!(plain_text(input, 0..input.len()), expected, "{input}");
    check(
        "# 题\n\n一**“二”**\n三 [链](x.md)![图](a.jpg)\n\n- 列\n\n<b>x</b>",
        "题\n一“二”三 链\n列\nx",
    );
    check("<div>\n甲<script>y</script>\n</div>", "甲");
    check("```\na\n\nb\n```\n\n&nbsp;\n\nc", "a\n\nb\nc");
    check("", "");
}

#[test]
fn ranges_count_from_the_beginning_of_the_file() {
    let text = "---\ntitle: 题\n---\n见[此](a.md)，**没";
    let start = text.rfind("---\n").unwrap() + 4;
    let read = parse(FileId(3), text, start..text.len());
    let link = &read.value.outline.links[0];
    assert_eq!(&text[link.range.0 as usize..link.range.1 as usize], "a.md");
    let span = read.diags[0].primary.unwrap();
    assert_eq!((span.file, &text[span.range()]), (FileId(3), "**"));
    let first =
        events(text, start..text.len()).find(|(event, _)| matches!(event, Event::Text(_))).unwrap();
    assert_eq!(&text[first.1], "见");
    assert_eq!(plain_text(text, start..text.len()), "见此，**没");
    assert!(parse(FileId(0), "短", 1..99).value.body.is_empty());
}

#[test]
fn events_are_mended() {
    let input = "甲，**“乙”**\n丙https://a.cn。";
    let kinds: Vec<String> = events(input, 0..input.len())
        .map(|(event, range)| match event {
            Event::Text(text) => text.to_string(),
            Event::Start(tag) => format!("<{:?} {}", tag.to_end(), &input[range]),
            Event::End(tag) => format!(">{tag:?}"),
            other => format!("{other:?}"),
        })
        .collect();
    let expected = [
        "<Paragraph 甲，**“乙”**\n丙https://a.cn。",
        "甲，",
        "<Strong **“乙”**",
        "“乙”",
        ">Strong",
        "丙",
        "<Link https://a.cn",
        "https://a.cn",
        ">Link",
        "。",
        ">Paragraph",
    ];
    assert_eq!(kinds, expected);
}
