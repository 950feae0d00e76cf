//! Looking at a built site from outside, as a program that reads it does.

use std::collections::BTreeSet;

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;

use super::{Files, Site};

/// The address at which the sites of these tests stand.
pub const BASE: &str = "https://example.org/bulletin";

impl Site {
    /// The same bulletin, to stand at [`BASE`].
    pub fn at_base(mut self) -> Site {
        self.options.base_url = Some(BASE.to_owned());
        self
    }
}

/// Fails where a host of the site serves nothing at an address.
#[track_caller]
pub fn leads(public: &Files, url: &str) {
    let path = url.strip_prefix(&format!("{BASE}/")).unwrap_or_else(|| panic!("not ours: {url}"));
    let path = path.split('#').next().unwrap_or_default();
    let index = format!("{path}index.html");
    let file = if path.is_empty() || path.ends_with('/') { index.as_str() } else { path };
    assert!(public.contains_key(file), "nothing stands at {url}");
}

/// Every value of an attribute in HTML, as written.
pub fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let sign = format!(" {name}=\"");
    html.split(&sign).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The texts of the elements `name` of XML, in their order.
pub fn texts<'a>(xml: &'a roxmltree::Document, name: &str) -> Vec<&'a str> {
    let named = xml.descendants().filter(|node| node.tag_name().name() == name);
    named.map(|node| node.text().unwrap_or_default()).collect()
}

/// The pages of a site that are no redirects: file and HTML.
pub fn pages(public: &Files) -> Vec<(&str, &str)> {
    let html = public.iter().filter(|(path, _)| path.ends_with(".html"));
    let html = html.map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap()));
    html.filter(|(_, text)| !text.contains("http-equiv=\"refresh\"")).collect()
}

/// All texts in JSON that are addresses.
pub fn addresses(json: &Value, found: &mut BTreeSet<String>) {
    match json {
        Value::String(text) if text.starts_with(BASE) => {
            found.insert(text.clone());
        }
        Value::Array(list) => list.iter().for_each(|value| addresses(value, found)),
        Value::Object(map) => map.values().for_each(|value| addresses(value, found)),
        _ => {}
    }
}

/// A JSON Schema, as an independent validator reads it.
pub struct Schema {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Schema {
    pub fn new(text: &str) -> Schema {
        let mut compiler = Compiler::new();
        let mut schemas = Schemas::new();
        let address = "https://example.org/schema.json";
        compiler.add_resource(address, serde_json::from_str(text).unwrap()).unwrap();
        let index = compiler.compile(address, &mut schemas).unwrap();
        Schema { schemas, index }
    }

    #[track_caller]
    pub fn check(&self, what: &str, value: &Value) {
        if let Err(error) = self.schemas.validate(value, self.index) {
            panic!("{what}: {error:#}\n{value:#}");
        }
    }
}
