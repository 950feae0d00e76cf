//! What is put into pages while they are served, and the page that stands for a site that is not there.

use crate::build::session::Problems;
use crate::diag::{Format, Lang};

/// Where the files of the live script lie; no site has such a folder.
pub const OWN: &str = ".huikan/";

/// What the script is told of the page that it runs in.
pub struct Live<'a> {
    /// The address below the host's root, decoded.
    pub path: &'a str,
    /// The digest of what was served there.
    pub tag: &'a str,
    pub lang: Lang,
}

/// The page with the live script in it: before the end of the body, or at the end of the text.
pub fn with_live(page: &[u8], live: &Live) -> Vec<u8> {
    let end = [&b"</body>"[..], b"</BODY>"]
        .iter()
        .filter_map(|tag| memchr::memmem::rfind(page, tag))
        .max()
        .unwrap_or(page.len());
    let (before, after) = page.split_at(end);
    [before, live.script().as_bytes(), after].concat()
}

impl Live<'_> {
    fn script(&self) -> String {
        let (path, tag, lang) = (escape(self.path), self.tag, code(self.lang));
        format!(
            "<script src=\"/{OWN}live.js\" data-path=\"{path}\" data-tag=\"{tag}\" data-lang=\"{lang}\" defer></script>"
        )
    }
}

/// The page for an edition that never was: all that is wrong, as `build` tells it.
pub fn broken(problems: &Problems, path: &str, lang: Lang) -> String {
    let (title, cure) = match lang {
        Lang::Zh => ("会刊有错误，还没有网页可看", "改好以后这一页会自己换成网页。"),
        Lang::En => (
            "The bulletin has errors; there is no site yet",
            "Once they are mended, this page becomes the site by itself.",
        ),
    };
    let text = problems.draw(lang, Format::Human, false);
    let live = Live { path, tag: &broken_tag(problems, lang), lang };
    document(title, cure, text.trim_end(), &live.script(), lang)
}

/// What stands for the digest of a page where there is none.
pub fn broken_tag(problems: &Problems, lang: Lang) -> String {
    let text = problems.draw(lang, Format::Human, false);
    format!("error-{}", super::answer::digest(text.as_bytes()))
}

/// A page of few words, for what went wrong in the server.
pub fn fault(text: &str, lang: Lang) -> String {
    let title = if lang == Lang::Zh {
        "这一页没有生成出来"
    } else {
        "This page could not be made"
    };
    document(title, "", text, "", lang)
}

fn document(title: &str, cure: &str, text: &str, script: &str, lang: Lang) -> String {
    let (code, text) = (code(lang), escape(text));
    format!(
        "<!doctype html>
<html lang=\"{code}\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta name=\"color-scheme\" content=\"light dark\">
<title>{title}</title>
<noscript><meta http-equiv=\"refresh\" content=\"2\"></noscript>
<link rel=\"stylesheet\" href=\"/{OWN}page.css\">
</head>
<body>
<main>
<h1>{title}</h1>
<pre>{text}</pre>
<p>{cure}</p>
</main>
{script}</body>
</html>
"
    )
}

fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    }
}

/// Text as HTML, also within quotes.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn served(page: &str) -> String {
        let live = Live { path: "a\"<b>.html", tag: "12", lang: Lang::En };
        String::from_utf8(with_live(page.as_bytes(), &live)).unwrap()
    }

    #[test]
    fn the_script_stands_at_the_end_of_the_body() {
        let script = "<script src=\"/.huikan/live.js\" data-path=\"a&quot;&lt;b&gt;.html\" data-tag=\"12\" data-lang=\"en\" defer></script>";
        assert_eq!(served("<body>x</body></html>"), format!("<body>x{script}</body></html>"));
        assert_eq!(served("x</body>y</BODY>z"), format!("x</body>y{script}</BODY>z"));
        assert_eq!(served("<p>文"), format!("<p>文{script}"));
    }

    #[test]
    fn what_a_file_says_is_text_on_a_page() {
        let page = fault("<script>alert('x')</script>&", Lang::Zh);
        assert!(page.contains("<pre>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;</pre>"));
    }
}
