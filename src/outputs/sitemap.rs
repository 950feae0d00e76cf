//! The addresses of the site for search engines: the sitemap (<https://www.sitemaps.org/protocol.html>)
//! with pictures, cut into several files where one may not hold all, and `robots.txt`, which names it.

use std::fmt::Write as _;

use super::File;
use crate::escape;
use crate::query::View;
use crate::site::{Address, Site};

/// The sitemap: one file, or an index and its parts.
pub(super) fn files(site: &Site) -> Vec<(String, File)> {
    let parts = u32::try_from(site.sitemap().len()).unwrap_or(u32::MAX);
    let numbered = (1..=parts).filter(|_| parts > 1);
    let numbered = numbered.map(|n| (part_path(n), File::Sitemap(Some(n))));
    std::iter::once((PATH.to_owned(), File::Sitemap(None))).chain(numbered).collect()
}

const PATH: &str = "sitemap.xml";

fn part_path(number: u32) -> String {
    format!("sitemap-{number}.xml")
}

/// One part, or what stands at the first address: all, or an index of the parts.
pub(super) fn write(view: &View, part: Option<u32>) -> Vec<u8> {
    let base = view.base_url().unwrap_or_default();
    match part {
        Some(number) => urls(base, &view.sitemap(number.saturating_sub(1))),
        None => match view.whole_sitemap() {
            Ok(addresses) => urls(base, &addresses),
            Err(files) => index(base, files),
        },
    }
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

fn index(base: &str, files: usize) -> Vec<u8> {
    let mut xml = format!("{HEAD}<sitemapindex xmlns=\"{NAMESPACE}\">\n");
    let base = &escaped(base);
    for number in (1..=files).filter_map(|n| u32::try_from(n).ok()) {
        xml.push_str("<sitemap><loc>");
        push_address(&mut xml, base, &part_path(number));
        xml.push_str("</loc></sitemap>\n");
    }
    xml.push_str("</sitemapindex>\n");
    xml.into_bytes()
}

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const IMAGES: &str = "http://www.google.com/schemas/sitemap-image/1.1";

fn urls(base: &str, addresses: &[Address]) -> Vec<u8> {
    let mut xml = String::with_capacity(128 * (addresses.len() + 2));
    xml.extend([HEAD, "<urlset xmlns=\"", NAMESPACE, "\" xmlns:image=\"", IMAGES, "\">\n"]);
    let base = &escaped(base);
    for address in addresses {
        xml.push_str("<url><loc>");
        push_address(&mut xml, base, &address.path);
        xml.push_str("</loc>");
        if let Some(day) = address.changed() {
            // Writing to a text cannot fail.
            let _ = write!(xml, "<lastmod>{day}</lastmod>");
        }
        for path in address.pictures() {
            xml.push_str("<image:image><image:loc>");
            push_address(&mut xml, base, path);
            xml.push_str("</image:loc></image:image>");
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml.into_bytes()
}

/// The site's address, once for all that begin with it.
fn escaped(base: &str) -> String {
    let mut text = String::new();
    escape::html(base, &mut text);
    text + "/"
}

fn push_address(xml: &mut String, base: &str, path: &str) {
    xml.push_str(base);
    escape::html(path, xml);
}

/// Everything may be read; where the sitemap is.
pub(super) fn robots(view: &View) -> Vec<u8> {
    let base = view.base_url().unwrap_or_default();
    format!("User-agent: *\nAllow: /\n\nSitemap: {base}/{PATH}\n").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_names_each_part_at_its_address() {
        let xml = String::from_utf8(index("https://example.org/a&b", 2)).unwrap();
        let xml = roxmltree::Document::parse(&xml).unwrap();
        let root = xml.root_element();
        assert!(root.has_tag_name((NAMESPACE, "sitemapindex")));
        let parts = root.children().filter(|node| node.has_tag_name((NAMESPACE, "sitemap")));
        let places: Vec<&str> =
            parts.filter_map(|part| part.first_element_child()?.text()).collect();
        let wanted = [1, 2].map(|n| format!("https://example.org/a&b/{}", part_path(n)));
        assert_eq!(places, wanted);
    }
}
