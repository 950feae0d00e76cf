//! Paths that lead nowhere: what is wrong with each, and what would have been right.

use crate::content::Record;
use crate::diag::{Diagnostic, Span};
use crate::zh;

/// A link to a text that does not exist; `near` is the one that was probably meant.
pub(super) fn dead(from: &Record, full: &str, near: Option<&str>, span: Span) -> Diagnostic {
    let diag = Diagnostic::error(
        "site/dead-link",
        format!("链接指向的文件不存在：content/{full}"),
        format!("the link leads to a file that does not exist: content/{full}"),
    )
    .at(span);
    match near {
        Some(near) => meant(diag, from, near),
        None => diag.hint(
            "写从这篇稿件所在文件夹出发的路径，例如 ../chambers/tea.md",
            "write the path from this file's own folder, such as ../chambers/tea.md",
        ),
    }
}

/// A link that is written like an address of the site; `near` is the text that was meant by it.
pub(super) fn address(from: &Record, path: &str, near: Option<&str>, span: Span) -> Diagnostic {
    let diag = Diagnostic::error(
        "site/dead-link",
        format!("“{path}”是网址，站内链接要写源文件的路径"),
        format!("`{path}` is an address: a link inside the site is the path of a source file"),
    )
    .at(span);
    match near {
        Some(near) => meant(diag, from, near),
        None => diag.hint("例如 ../chambers/tea.md", "such as ../chambers/tea.md"),
    }
}

/// A link such as `www.example.org`.
pub(super) fn no_scheme(path: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "site/dead-link",
        format!("“{path}”像是外面的网址，却没有 https://，会被当成文件"),
        format!("`{path}` looks like an address elsewhere, but without https:// it names a file"),
    )
    .at(span)
    .hint(format!("写成 https://{path}"), format!("write https://{path}"))
}

/// A link to a folder.
pub(super) fn folder(full: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "site/dead-link",
        format!("链接指向文件夹 content/{full}，要指向一个文件"),
        format!("the link leads to the folder content/{full}: it should lead to a file"),
    )
    .at(span)
    .hint(
        "指向某一篇，例如 ../chambers/tea.md；商会名录写 /chambers/，往期写 /archive/",
        "name a file, such as ../chambers/tea.md; the directory is /chambers/, the archive /archive/",
    )
}

/// A picture or an attachment that is not there; `near` are files that it may have been.
pub(super) fn missing_file(from: &Record, full: &str, near: &[String], span: Span) -> Diagnostic {
    let diag = Diagnostic::error(
        "site/missing-file",
        format!("找不到文件 content/{full}"),
        format!("there is no file content/{full}"),
    )
    .at(span);
    let name = file_name(full);
    let nearest = zh::nearest(name, near.iter().map(|path| file_name(path)));
    match nearest.and_then(|name| near.iter().find(|path| file_name(path) == name)) {
        Some(near) => meant(diag, from, near),
        None => beside(diag, from, near).hint(
            "把文件放在稿件旁边（例如 images/ 文件夹），核对文件名和大小写",
            "put the file beside the article (in images/, say) and check its name and letter case",
        ),
    }
}

/// What there is, when that is little enough to be looked through.
fn beside(diag: Diagnostic, from: &Record, near: &[String]) -> Diagnostic {
    if near.is_empty() || near.len() > 8 {
        return diag;
    }
    let all: Vec<String> = near.iter().map(|path| relative(&from.path(), path)).collect();
    diag.hint(format!("那里有：{}", all.join("、")), format!("there are: {}", all.join(", ")))
}

pub(super) fn no_picture(full: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "site/no-picture",
        format!("content/{full} 不是网页能显示的图片"),
        format!("content/{full} is no picture that a page can show"),
    )
    .at(span)
    .hint("用 png、jpg、webp、avif、gif 或 svg", "use png, jpg, webp, avif, gif or svg")
}

/// A cover on another site.
pub(super) fn elsewhere(src: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "site/outside-content",
        format!("图片“{src}”在别的网站上，要用会刊自己的图片"),
        format!("the picture `{src}` lies on another site"),
    )
    .at(span)
    .hint(
        "把图片存到稿件旁边，写它的路径，例如 images/a.jpg",
        "save it beside the article and write its path, such as images/a.jpg",
    )
}

pub(super) fn backslash(src: &str, span: Span) -> Diagnostic {
    let better = src.replace('\\', "/");
    Diagnostic::error("site/backslash", "路径里用了反斜杠 \\", "the path has backslashes")
        .at(span)
        .hint(format!("写成 {better}"), format!("write {better}"))
}

pub(super) fn outside(src: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "site/outside-content",
        format!("“{src}”指到了 content/ 之外"),
        format!("`{src}` leads out of content/"),
    )
    .at(span)
    .hint(
        "把文件放进 content/ 里，写相对路径",
        "put the file inside content/ and write a relative path",
    )
}

/// The path that can be copied in place of the wrong one.
fn meant(diag: Diagnostic, from: &Record, near: &str) -> Diagnostic {
    let path = relative(&from.path(), near);
    diag.hint(format!("是不是 {path}？"), format!("did you mean {path}?"))
}

/// The file `to` as seen from the folder of the file `from`, both under `content/`.
pub fn relative(from: &str, to: &str) -> String {
    let dirs = |path: &str| {
        path.rsplit_once('/').map_or(vec![], |(dir, _)| dir.split('/').map(str::to_owned).collect())
    };
    let (here, there): (Vec<String>, Vec<String>) = (dirs(from), dirs(to));
    let common = here.iter().zip(&there).take_while(|(a, b)| a == b).count();
    let up = here[common..].iter().map(|_| "..");
    let down = there[common..].iter().map(String::as_str);
    up.chain(down).chain([file_name(to)]).collect::<Vec<_>>().join("/")
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn paths_can_be_copied() {
        let check = |from, to, path| assert_eq!(relative(from, to), path);
        check("news/2019/10/x.md", "news/2019/y.md", "../y.md");
        check("news/2019/10/x.md", "news/2019/10/images/a.png", "images/a.png");
        check("news/2019/10/x.md", "chambers/tea.md", "../../../chambers/tea.md");
        check("pages/x.md", "pages/y.md", "y.md");
    }
}
