//! JSON Schema (draft 2020-12) of each kind's front matter, from the same functions that read it.

use serde_json::{Map, Value, json};

use super::words::WORDS;
use super::{Kind, shape};
use crate::yaml::{Asked, Form, Shape};

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of one kind, whole in itself.
pub fn schema(kind: Kind) -> Value {
    let mut schema = of_kind(kind);
    schema.insert("$schema".to_owned(), json!(DRAFT));
    Value::Object(schema)
}

/// The schemas of all kinds under `$defs`, by folder; the whole stands for any of them.
pub fn schemas() -> Value {
    let all = Kind::ALL.map(|kind| (kind.folder().to_owned(), Value::Object(of_kind(kind))));
    let any = Kind::ALL.map(|kind| json!({ "$ref": format!("#/$defs/{}", kind.folder()) }));
    json!({
        "$schema": DRAFT,
        "title": "会刊稿头",
        "description": "content/ 下各类 Markdown 文件开头两行 --- 之间的内容",
        "$defs": Map::from_iter(all),
        "anyOf": any,
    })
}

fn of_kind(kind: Kind) -> Map<String, Value> {
    let mut schema = map(&shape(kind));
    schema.insert("title".to_owned(), json!(format!("{}的稿头", kind.zh())));
    let description = format!("content/{}/ 下文件的稿头", kind.folder());
    schema.insert("description".to_owned(), json!(description));
    schema
}

/// A map with these keys and no others. A key with nothing after it counts as not written.
fn map(shape: &Shape) -> Map<String, Value> {
    let keys = shape.keys.iter().map(|asked| (asked.key.to_owned(), key(asked)));
    let required = shape.keys.iter().filter(|asked| asked.required);
    let required: Vec<&str> = required.map(|asked| asked.key).collect();
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    schema.insert("properties".to_owned(), Value::Object(keys.collect()));
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    let sets = shape.one_of.iter();
    let sets: Vec<Value> = sets
        .map(|keys| {
            let one = keys.iter().map(|key| json!({ "required": [key] }));
            json!({ "anyOf": one.collect::<Vec<_>>() })
        })
        .collect();
    if !sets.is_empty() {
        schema.insert("allOf".to_owned(), json!(sets));
    }
    schema.insert("additionalProperties".to_owned(), json!(false));
    schema
}

fn key(asked: &Asked) -> Value {
    let mut schema = form(&asked.form);
    if !asked.required {
        schema = or_nothing(schema);
    }
    let word = WORDS.iter().find(|word| word.key == asked.key);
    let name = word.and_then(|word| word.zh.first()).copied().unwrap_or(asked.key);
    let examples = word.map_or(&[] as &[&str], |word| word.examples);
    schema.insert("title".to_owned(), json!(name));
    schema.insert("description".to_owned(), json!(described(asked, name, examples)));
    Value::Object(schema)
}

/// `签订日期。日期：2019-10-23 …。例如 signed: 2019-05`
fn described(asked: &Asked, name: &str, examples: &[&str]) -> String {
    let what = match &asked.form {
        Form::Text | Form::TextOrMap(_) => "文字",
        Form::Flag => "true（是）或 false（否）",
        Form::Int => "整数",
        Form::Decimal => "数，写成什么样就按什么样",
        Form::Date => "日期，知道到哪一级写到哪一级：2019-10-23、2019-10、2019 或 待补",
        Form::Moment => "时刻：2026-01-02 或 2026-01-02 08:00",
        Form::Choice(_) => "从几个词里选一个",
        Form::Texts => "一项或几项",
        Form::Map(_) => "几个键",
        Form::Maps(_) => "若干条，每条几个键",
        Form::FreeTexts | Form::Free => "键名自定",
    };
    let must = if asked.required { "，必填" } else { "" };
    let example = examples.first().map(|value| format!("。例如 {}: {value}", asked.key));
    format!("{name}（{what}{must}）{}", example.unwrap_or_default())
}

/// The same, or nothing after the colon.
fn or_nothing(schema: Map<String, Value>) -> Map<String, Value> {
    let mut any = Map::new();
    any.insert("anyOf".to_owned(), json!([schema, { "type": "null" }]));
    any
}

fn form(form: &Form) -> Map<String, Value> {
    // What is written without quotes may be a number or a flag to YAML: it is read as it stands.
    let text = json!({ "type": ["string", "number", "boolean"] });
    let schema = match form {
        Form::Text => text,
        Form::Flag => json!({ "enum": [true, false, "是", "否", "true", "false"] }),
        Form::Int => json!({ "type": "integer" }),
        Form::Decimal => json!({ "type": ["number", "string"] }),
        Form::Date => json!({ "anyOf": [
            { "type": "integer", "minimum": 1000, "maximum": 9999 },
            { "type": "string", "pattern": r"^\s*(\d{4}(-\d{2}(-\d{2})?)?|待补|unknown)\s*$" },
        ] }),
        Form::Moment => json!({
            "type": "string",
            "pattern": r"^\s*\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2})?)?\s*$",
        }),
        Form::Choice(words) => json!({ "enum": words.concat() }),
        Form::Texts => json!({ "anyOf": [text, { "type": "array", "items": text }] }),
        Form::Map(shape) => return map(shape),
        Form::TextOrMap(shape) => json!({ "anyOf": [text, map(shape)] }),
        Form::Maps(shape) => json!({ "type": "array", "items": map(shape) }),
        Form::FreeTexts => json!({ "type": "object", "additionalProperties": text }),
        Form::Free => json!({ "type": "object" }),
    };
    match schema {
        Value::Object(schema) => schema,
        _ => Map::new(),
    }
}
