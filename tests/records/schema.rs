//! `huikan schema`: an independent validator takes all sample content, and refuses what the program refuses.

use boon::{Compiler, SchemaIndex, Schemas};
use camino::Utf8Path;
use huikan::content::{Kind, schema, schemas};
use serde_json::Value;

use super::common::{LAW, disk};

/// A schema that the validator has read.
struct Checked {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Checked {
    fn new(schema: Value) -> Checked {
        let mut compiler = Compiler::new();
        let mut schemas = Schemas::new();
        compiler.add_resource("https://example.org/schema.json", schema).unwrap();
        let index = compiler.compile("https://example.org/schema.json", &mut schemas).unwrap();
        Checked { schemas, index }
    }

    fn says(&self, front: &Value) -> Result<(), String> {
        self.schemas.validate(front, self.index).map_err(|error| format!("{error:#}"))
    }
}

/// The front matter of a text as JSON.
fn front(text: &str) -> Value {
    let yaml = text.split("---\n").nth(1).unwrap_or_default();
    serde_yaml::from_str(yaml).unwrap_or_else(|error| panic!("{error}\n{yaml}"))
}

/// The kind that a path under `content/` is of.
fn kind_of(path: &str) -> Option<Kind> {
    let path = path.strip_prefix("content/").filter(|path| path.ends_with(".md"))?;
    Kind::from_folder(path.split('/').next()?)
}

#[test]
fn all_sample_content_is_valid() {
    let all = Checked::new(schemas());
    let mut kinds = std::collections::BTreeSet::new();
    for (path, bytes) in disk::sample() {
        let Some(kind) = kind_of(&path) else { continue };
        let front = front(&String::from_utf8(bytes).unwrap());
        let own = Checked::new(schema(kind));
        own.says(&front).unwrap_or_else(|error| panic!("{path}: {error}"));
        all.says(&front).unwrap_or_else(|error| panic!("{path}: {error}"));
        kinds.insert(kind);
    }
    assert_eq!(kinds.len(), Kind::ALL.len(), "the sample has records of {kinds:?} only");
}

#[test]
fn what_the_law_is_tried_on_is_valid() {
    for (path, text) in super::common::files_of(LAW) {
        let Some(kind) = kind_of(Utf8Path::new(&path).as_str()) else { continue };
        let said = Checked::new(schema(kind)).says(&front(&text));
        said.unwrap_or_else(|error| panic!("{path}: {error}"));
    }
}

#[test]
fn what_the_program_refuses_is_refused() {
    let cases = [
        (Kind::News, r#"{"title": "题", "date": "2019-10-23", "column": "news"}"#, true),
        (Kind::News, r#"{"title": "题", "date": 2019, "column": "news", "chambers": "tea"}"#, true),
        (Kind::News, r#"{"title": "题", "date": "2019-10-23"}"#, false),
        (Kind::News, r#"{"title": "题", "date": "去年", "column": "news"}"#, false),
        (Kind::News, r#"{"title": "题", "date": "待补", "column": "news", "colunm": "x"}"#, false),
        (Kind::News, r#"{"title": "题", "date": "待补", "column": "news", "featured": 1}"#, false),
        (Kind::Chambers, r#"{"title": "题", "kind": "行业", "extra": {"a": [1]}}"#, true),
        (Kind::Chambers, r#"{"title": "题", "kind": "别的"}"#, false),
        (Kind::Chambers, r#"{"title": "题", "kind": "行业", "leaders": [{"name": "甲"}]}"#, false),
        (
            Kind::Agreements,
            r#"{"title": "题", "parties": [{"name": "甲"}, {"chamber": "tea"}]}"#,
            true,
        ),
        (Kind::Agreements, r#"{"title": "题", "parties": [{"city": "佛山"}]}"#, false),
    ];
    for (kind, front, valid) in cases {
        let front = serde_json::from_str(front).unwrap();
        let said = Checked::new(schema(kind)).says(&front);
        assert_eq!(said.is_ok(), valid, "{front}: {said:?}");
    }
}

#[test]
fn every_key_is_described_in_chinese() {
    fn look(schema: &Value, at: &str) {
        for (key, value) in schema["properties"].as_object().into_iter().flatten() {
            let words = value["title"].as_str().unwrap_or_default();
            let han = words.chars().any(huikan::zh::is_han);
            assert!(han, "{at}/{key} has no Chinese name: {words}");
            assert!(value["description"].is_string(), "{at}/{key}");
            look_inside(value, &format!("{at}/{key}"));
        }
    }
    fn look_inside(value: &Value, at: &str) {
        look(value, at);
        look(&value["items"], at);
        value["anyOf"].as_array().into_iter().flatten().for_each(|one| look_inside(one, at));
    }
    for kind in Kind::ALL {
        look(&schema(kind), kind.folder());
    }
}
