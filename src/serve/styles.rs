//! Whether two versions of a page differ in their stylesheets' addresses only.

/// The addresses of style sheets as the page writes them, old and new.
pub type Swap = (String, String);

/// The stylesheets to be swapped to make `old` into `new`; `None` when there is more to it.
///
/// A link that is not recognised makes for a reload, never for a page that is out of date.
pub fn swaps(old: &str, new: &str) -> Option<Vec<Swap>> {
    let (old, new) = (Page::read(old), Page::read(new));
    if old.rest != new.rest || old.sheets.len() != new.sheets.len() {
        return None;
    }
    let pairs = old.sheets.into_iter().zip(new.sheets);
    let changed = pairs.filter(|(old, new)| old != new);
    Some(changed.map(|(old, new)| (old.to_owned(), new.to_owned())).collect())
}

/// The addresses of the stylesheets that a page links, as it writes them.
pub fn sheets(page: &str) -> Vec<&str> {
    Page::read(page).sheets
}

/// A page taken apart: its stylesheets' addresses, and what stands before, between and after them.
struct Page<'a> {
    sheets: Vec<&'a str>,
    rest: Vec<&'a str>,
}

impl<'a> Page<'a> {
    fn read(text: &'a str) -> Self {
        let mut page = Page { sheets: vec![], rest: vec![] };
        let (mut done, mut at) = (0, 0);
        while let Some(found) = text[at..].find("<link") {
            let start = at + found;
            let end = text[start..].find('>').map_or(text.len(), |end| start + end);
            let tag = &text[start..end];
            if let Some(href) = href(tag).filter(|_| tag.contains("stylesheet")) {
                let from = start + href.start;
                page.rest.push(&text[done..from]);
                page.sheets.push(&text[from..start + href.end]);
                done = start + href.end;
            }
            at = end;
        }
        page.rest.push(&text[done..]);
        page
    }
}

/// Where the value of `href` stands in a tag.
fn href(tag: &str) -> Option<std::ops::Range<usize>> {
    let start = tag.find(" href=")? + " href=".len();
    let value = &tag[start..];
    match value.chars().next()? {
        quote @ ('"' | '\'') => {
            let end = value[1..].find(quote)?;
            Some(start + 1..start + 1 + end)
        }
        _ => {
            let end = value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len());
            Some(start..start + end)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(sheet: &str, text: &str) -> String {
        format!(
            "<head><link rel=\"icon\" href=\"i.svg\"><link rel=\"stylesheet\" href=\"{sheet}\"></head>{text}"
        )
    }

    #[test]
    fn only_the_stylesheet_is_another() {
        let swap = swaps(&page("../css/a.1.css", "文"), &page("../css/a.2.css", "文"));
        assert_eq!(swap, Some(vec![("../css/a.1.css".into(), "../css/a.2.css".into())]));
        assert_eq!(swaps(&page("a.css", "文"), &page("a.css", "文")), Some(vec![]));
    }

    #[test]
    fn every_way_of_writing_it_is_read() {
        for link in [
            "<link rel=stylesheet href=a.css>",
            "<link href='a.css' rel='stylesheet' media='print'>",
            "<link\n rel=\"preload stylesheet\" href=\"a.css\"/>",
        ] {
            assert_eq!(sheets(link), ["a.css"], "{link}");
        }
        for none in ["<link rel=stylesheet>", "<link rel=icon href=a.png>", "<link", "<link href='"]
        {
            assert!(sheets(none).is_empty(), "{none}");
        }
    }

    #[test]
    fn anything_else_wants_the_page_anew() {
        assert_eq!(swaps(&page("a.css", "文"), &page("b.css", "字")), None);
        assert_eq!(swaps(&page("a.css", ""), ""), None);
        let two = "<link rel=stylesheet href=a.css><link rel=stylesheet href=b.css>";
        assert_eq!(swaps(two, "<link rel=stylesheet href=a.css>"), None);
        // The icon's address is no stylesheet's.
        let icon = page("a.css", "").replace("i.svg", "j.svg");
        assert_eq!(swaps(&page("a.css", ""), &icon), None);
    }
}
