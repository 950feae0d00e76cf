//! What may be wrong in a text, in words that an editor understands.

use super::slips::Slip;
use crate::diag::{Diagnostic, FileId, Span};
use std::ops::Range;

/// Problems of one text told in full; more would help nobody.
const MAX_TOLD: usize = 200;

/// The problems of one text. Ranges are those of the Markdown; it begins at `base` in the file.
pub(super) struct Report<'a> {
    file: FileId,
    src: &'a str,
    base: usize,
    diags: Vec<Diagnostic>,
    untold: usize,
    first_untold: Option<Span>,
}

impl<'a> Report<'a> {
    pub(super) fn new(file: FileId, src: &'a str, base: usize) -> Self {
        Report { file, src, base, diags: vec![], untold: 0, first_untold: None }
    }

    /// Adds a problem at `range`. It is made only if there is room to tell it.
    pub(super) fn add(&mut self, range: &Range<usize>, problem: impl FnOnce() -> Diagnostic) {
        // The line break at the end of a block is no part of what is shown.
        let end = self
            .src
            .get(range.clone())
            .map_or(range.end, |text| range.start + text.trim_end().len());
        let span = Span::new(self.file, range.start + self.base..end + self.base);
        if self.diags.len() < MAX_TOLD {
            self.diags.push(problem().at(span));
        } else {
            self.untold += 1;
            self.first_untold.get_or_insert(span);
        }
    }

    pub(super) fn add_slip(&mut self, slip: Slip) {
        let (range, problem): (_, fn() -> Diagnostic) = match slip {
            Slip::Stray(range) => (range, stray_emphasis),
            Slip::SpaceInLink(range) => (range, space_in_link),
            Slip::WideBrackets(range) => (range, wide_brackets),
            Slip::UndefinedFootnote(range) => (range, footnote_undefined),
            Slip::HeadingWithoutSpace(range) => (range, heading_space),
        };
        self.add(&range, problem);
    }

    pub(super) fn into_diags(mut self) -> Vec<Diagnostic> {
        if let Some(span) = self.first_untold {
            self.diags.push(too_many(self.untold).at(span));
        }
        self.diags
    }
}

fn too_many(more: usize) -> Diagnostic {
    Diagnostic::error(
        "markdown/too-many",
        format!("这篇稿件还有 {more} 处问题没有列出"),
        format!("{more} more problems in this text are not listed"),
    )
    .hint("先改正上面列出的，再检查一次", "mend those above first, then check again")
}

fn stray_emphasis() -> Diagnostic {
    Diagnostic::warning(
        "markdown/stray-emphasis",
        "这里的 ** 没有配成对，会原样印出来",
        "this ** has no partner and would be printed as it stands",
    )
    .hint(
        "加粗要前后各写一对星号，例如 **重要**，星号紧贴文字；真要印星号就写 \\*\\*",
        "bold has two stars before and after, close to the words: **so**; to print stars write \\*\\*",
    )
}

fn space_in_link() -> Diagnostic {
    Diagnostic::warning(
        "markdown/space-in-link",
        "地址里有空格，这里不会成为链接或图片",
        "the address holds a space, so this is no link or image",
    )
    .hint(
        "用尖括号把地址括起来，例如 ![图](<图 片.jpg>)，或者把文件名里的空格去掉；图片标题要用英文引号 \"标题\"",
        "put the address in angle brackets, ![图](<图 片.jpg>), or take the space out of the file's name; \
         a title wants straight quotes",
    )
}

fn wide_brackets() -> Diagnostic {
    Diagnostic::warning(
        "markdown/wide-brackets",
        "链接地址用了中文括号，这里不会成为链接或图片",
        "the address stands in full-width brackets, so this is no link or image",
    )
    .hint("把（）改成英文括号 ()，例如 [文字](地址)", "write ASCII brackets: [text](address)")
}

fn footnote_undefined() -> Diagnostic {
    Diagnostic::warning(
        "markdown/footnote-undefined",
        "这个脚注没有内容，会原样印出来",
        "this footnote has no text and would be printed as it stands",
    )
    .hint(
        "在文末另起一行写脚注，例如 [^1]: 资料来源",
        "write its text on a line of its own at the end: [^1]: the source",
    )
}

fn heading_space() -> Diagnostic {
    Diagnostic::warning(
        "markdown/heading-space",
        "# 后面没有空格，这一行不会成为标题",
        "there is no space after #, so this line is no heading",
    )
    .hint("在 # 和文字之间空一格，例如 ## 历史沿革", "put a space between # and the words: ## So")
}

pub(super) fn footnote_unused(label: &str) -> Diagnostic {
    Diagnostic::warning(
        "markdown/footnote-unused",
        format!("正文没有引用脚注 [^{label}]，它不会印出来"),
        format!("nothing refers to the footnote [^{label}], so it is not printed"),
    )
    .hint(
        format!("在正文要加脚注的地方写 [^{label}]，或者删去这条脚注"),
        format!("write [^{label}] where it belongs, or delete it"),
    )
}

pub(super) fn footnote_duplicate(label: &str) -> Diagnostic {
    Diagnostic::warning(
        "markdown/footnote-duplicate",
        format!("脚注 [^{label}] 写了两次，只印第一次的内容"),
        format!("the footnote [^{label}] is defined twice; the first is printed"),
    )
    .hint("给第二条脚注换一个名字", "give the second one another name")
}

pub(super) fn duplicate_anchor(id: &str) -> Diagnostic {
    Diagnostic::error(
        "markdown/duplicate-anchor",
        format!("锚点“{id}”在这篇稿件里用了两次"),
        format!("the anchor `{id}` stands twice in this text"),
    )
    .hint("换一个没有用过的名字", "choose another name for one of them")
}

pub(super) fn heading_attribute(name: &str) -> Diagnostic {
    Diagnostic::warning(
        "markdown/heading-attribute",
        format!("标题末尾花括号里的“{name}”不会印出来"),
        format!("`{name}` in braces at the end of a heading is not printed"),
    )
    .hint(
        "花括号只用来写锚点，例如 ## 历史沿革 {#history}；要印出来就用（）",
        "braces there hold an anchor only: ## History {#history}; write brackets to print it",
    )
}

pub(super) fn unsafe_link(scheme: &str) -> Diagnostic {
    Diagnostic::error(
        "markdown/unsafe-link",
        format!("链接不能用“{scheme}:”开头的地址"),
        format!("a link must not begin with `{scheme}:`"),
    )
    .hint(
        "链接只能是 https、http、mailto、tel 地址，或者本站文件的路径",
        "use an https, http, mailto or tel address, or the path of a file of this site",
    )
}

pub(super) fn empty_link() -> Diagnostic {
    Diagnostic::error(
        "markdown/empty-link",
        "圆括号里没有写地址",
        "there is no address between the brackets",
    )
    .hint(
        "在圆括号里写地址，例如 [文字](../chambers/tea.md)",
        "write it there: [text](../chambers/tea.md)",
    )
}

pub(super) fn external_image() -> Diagnostic {
    Diagnostic::error(
        "markdown/external-image",
        "图片在别的网站上：那里会知道谁在看，图片也随时会消失",
        "the image lies on another site, which learns who reads this and may remove it at any time",
    )
    .hint(
        "把图片存到稿件旁边，例如 images/a.jpg，再写 ![说明](images/a.jpg)",
        "save it beside the article and write ![what it shows](images/a.jpg)",
    )
}

pub(super) fn missing_alt() -> Diagnostic {
    Diagnostic::error("markdown/missing-alt", "图片没有替代文字", "the image has no alternative text").hint(
        "在方括号里写一句话说明图上是什么，例如 ![2019年经验交流会会场](images/a.jpg)；纯装饰的图写 ![-](images/a.jpg)",
        "say in the square brackets what it shows: ![the hall in 2019](images/a.jpg); for mere decoration write \
         ![-](images/a.jpg)",
    )
}

pub(super) fn html_not_allowed(tag: &str) -> Diagnostic {
    let hint = match tag.to_ascii_lowercase().as_str() {
        "a" => ("链接写成 [文字](地址)", "write a link as [text](address)"),
        "img" => {
            ("图片写成 ![说明](images/a.jpg)", "write an image as ![what it shows](images/a.jpg)")
        }
        "font" | "center" | "style" => {
            ("样子由主题决定；加粗写 **文字**", "looks are the theme's; bold is **text**")
        }
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            ("标题写成 ## 标题", "write a heading as ## Heading")
        }
        "ul" | "ol" | "li" => ("列表每行以 - 开头", "begin each line of a list with -"),
        _ => ("删去这个标签，或者改用 Markdown 的写法", "take the tag out, or say it in Markdown"),
    };
    Diagnostic::error(
        "markdown/html-not-allowed",
        format!("正文里不能用 HTML 标签 <{tag}>"),
        format!("the HTML tag <{tag}> is not allowed in a body"),
    )
    .hint(hint.0, hint.1)
}

pub(super) fn html_declaration() -> Diagnostic {
    Diagnostic::error(
        "markdown/html-not-allowed",
        "正文里不能写 <! 或 <? 开头的 HTML 声明",
        "HTML declarations that begin with <! or <? are not allowed in a body",
    )
    .hint("删去它；要印出 < 就写 \\<", "take it out; to print < write \\<")
}

pub(super) fn html_misplaced(tag: &str) -> Diagnostic {
    Diagnostic::error(
        "markdown/html-not-allowed",
        format!("HTML 标签 <{tag}> 不能放在这里"),
        format!("the HTML tag <{tag}> cannot stand here"),
    )
    .hint(
        "整块的标签要另起一行，前后各空一行；表格、折叠块的各部分要放在各自的外层标签里",
        "a block stands on lines of its own with a blank line around it; parts of a table or a details block belong \
         inside it",
    )
}

pub(super) fn html_text_misplaced() -> Diagnostic {
    Diagnostic::error(
        "markdown/html-not-allowed",
        "表格标签之间不能直接写文字",
        "text cannot stand directly between the tags of a table",
    )
    .hint("把文字放进 <td>…</td> 里", "put it inside <td>…</td>")
}

pub(super) fn html_attribute(tag: &str, attribute: &str) -> Diagnostic {
    let hint = match attribute.to_ascii_lowercase().as_str() {
        "style" | "color" | "face" | "size" | "align" | "bgcolor" | "width" | "height" => {
            ("样子由主题决定，删去这个属性", "looks are the theme's: take it out")
        }
        name if name.starts_with("on") => {
            ("正文里不能有脚本，删去这个属性", "a body holds no scripts: take it out")
        }
        _ => ("删去这个属性", "take it out"),
    };
    Diagnostic::error(
        "markdown/html-not-allowed",
        format!("<{tag}> 不能有属性“{attribute}”"),
        format!("<{tag}> must not have the attribute `{attribute}`"),
    )
    .hint(hint.0, hint.1)
}

pub(super) fn html_value(tag: &str, attribute: &str, value: &str) -> Diagnostic {
    Diagnostic::error(
        "markdown/html-not-allowed",
        format!("<{tag}> 的属性“{attribute}”不能是“{value}”"),
        format!("the attribute `{attribute}` of <{tag}> cannot be `{value}`"),
    )
    .hint("改正属性的值，或者删去这个属性", "mend the value, or take the attribute out")
}

pub(super) fn html_unclosed(tag: &str) -> Diagnostic {
    Diagnostic::error(
        "markdown/html-unbalanced",
        format!("<{tag}> 没有在同一个段落或区块里结束"),
        format!("<{tag}> does not end within its paragraph or block"),
    )
    .hint(format!("在该结束的地方写 </{tag}>"), format!("write </{tag}> where it should end"))
}

pub(super) fn html_unopened(tag: &str) -> Diagnostic {
    Diagnostic::error(
        "markdown/html-unbalanced",
        format!("</{tag}> 前面没有对应的 <{tag}>"),
        format!("</{tag}> ends nothing: there is no <{tag}> before it"),
    )
    .hint(
        format!("删去它，或者在前面补上 <{tag}>"),
        format!("take it out, or write <{tag}> before it"),
    )
}

pub(super) fn html_broken() -> Diagnostic {
    Diagnostic::error(
        "markdown/html-unbalanced",
        "这里的 HTML 标签或注释没有写完",
        "this HTML tag or comment is not finished",
    )
    .hint(
        "补上缺少的 > 或 -->，或者删去它；要印出 < 就写 \\<",
        "add the missing > or -->, or take it out; to print < write \\<",
    )
}

pub(super) fn too_deep() -> Diagnostic {
    Diagnostic::error(
        "markdown/too-deep",
        "引用、列表、强调或 HTML 标签套得太深",
        "quotations, lists, emphasis or HTML tags are nested too deep",
    )
    .hint("少套几层；多余的层次不会印出来", "use fewer levels; the deepest are not printed")
}

pub(super) fn indented_code() -> Diagnostic {
    Diagnostic::warning(
        "markdown/indented-code",
        "这一段以四个空格开头，会显示成程序代码",
        "this paragraph begins with four spaces and is shown as program code",
    )
    .hint(
        "删去段首的空格，首行缩进由主题决定；真是代码就用 ``` 围起来",
        "take the spaces out, the theme indents paragraphs; for real code put it between lines of ```",
    )
}

pub(super) fn markdown_in_html() -> Diagnostic {
    Diagnostic::warning(
        "markdown/stray-emphasis",
        "HTML 标签里的 ** 不起作用，会原样印出来",
        "** does nothing inside an HTML block and would be printed as it stands",
    )
    .hint(
        "在标签和文字之间各空一行，或者改用 <strong>…</strong>",
        "leave a blank line between the tag and the text, or write <strong>…</strong>",
    )
}
