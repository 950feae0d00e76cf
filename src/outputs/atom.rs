//! A feed as Atom (RFC 4287).

use super::feed::{Entry, Feed};
use crate::escape;

pub(super) fn write(feed: &Feed) -> Vec<u8> {
    let mut xml = Xml(String::with_capacity(feed.room()));
    xml.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    xml.raw("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"");
    escape::html(feed.lang, &mut xml.0);
    xml.raw("\">\n");
    xml.element("id", &feed.id);
    xml.element("title", &feed.title);
    feed.description.into_iter().for_each(|text| xml.element("subtitle", text));
    xml.element("updated", &feed.updated);
    xml.link("self", "application/atom+xml", &feed.own);
    xml.link("alternate", "text/html", &feed.home);
    xml.author(feed.publisher);
    xml.element("generator", "huikan");
    feed.entries.iter().for_each(|entry| xml.entry(entry));
    xml.raw("</feed>\n");
    xml.0.into_bytes()
}

struct Xml(String);

impl Xml {
    fn raw(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn element(&mut self, name: &str, text: &str) {
        self.0.extend(["<", name, ">"]);
        escape::html(text, &mut self.0);
        self.0.extend(["</", name, ">\n"]);
    }

    fn link(&mut self, rel: &str, kind: &str, href: &str) {
        self.0.extend(["<link rel=\"", rel, "\" type=\"", kind, "\" href=\""]);
        escape::html(href, &mut self.0);
        self.raw("\"/>\n");
    }

    fn author(&mut self, name: &str) {
        self.raw("<author>");
        self.element("name", name);
        self.raw("</author>\n");
    }

    fn category(&mut self, term: &str, label: Option<&str>) {
        self.raw("<category term=\"");
        escape::html(term, &mut self.0);
        if let Some(label) = label {
            self.raw("\" label=\"");
            escape::html(label, &mut self.0);
        }
        self.raw("\"/>\n");
    }

    fn entry(&mut self, entry: &Entry) {
        self.raw("<entry>\n");
        self.element("id", &entry.id);
        self.element("title", entry.title);
        self.link("alternate", "text/html", &entry.url);
        entry.published.iter().for_each(|at| self.element("published", at));
        self.element("updated", &entry.updated);
        entry.authors.iter().for_each(|name| self.author(name));
        entry.column.iter().for_each(|(id, title)| self.category(id, Some(title)));
        entry.tags.iter().for_each(|tag| self.category(tag, None));
        entry.summary.iter().for_each(|summary| self.element("summary", summary));
        self.raw("<content type=\"html\" xml:base=\"");
        escape::html(&entry.url, &mut self.0);
        self.raw("\">");
        escape::cdata(&entry.html, &mut self.0);
        self.raw("</content>\n</entry>\n");
    }
}
