//! `docs/THEMES.md` names all that templates see, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use huikan::build::{inspect, prepare, routes};
use huikan::query::SETTINGS;
use huikan::theme::{FILTERS, functions};
use serde_json::Value;

use super::common::Site;
use super::manual::Manual;

/// The object that a field of this name holds, or a list of such objects.
const OBJECTS: &[(&str, &[&str])] = &[
    (
        "date",
        &[
            "date",
            "updated",
            "founded",
            "dissolved_on",
            "from",
            "to",
            "as_of",
            "when",
            "valid_until",
            "due",
            "closed_on",
        ],
    ),
    ("edition", &["editions"]),
    ("picture", &["cover"]),
    ("bylines", &["bylines"]),
    ("leader", &["leaders"]),
    ("members", &["members"]),
    ("foreword", &["foreword"]),
    ("contents part", &["contents"]),
    ("permit", &["permit"]),
    ("colophon line", &["colophon"]),
    ("erratum", &["errata"]),
    ("correction", &["corrections"]),
    ("issue link", &["issue"]),
    ("issue year", &["by_year"]),
    ("record link", &["articles", "interprets", "amends", "repealed_by", "chamber"]),
    ("point in time", &["start", "end"]),
    ("speaker", &["speakers"]),
    ("team", &["teams"]),
    ("span", &["within", "up", "older", "newer"]),
    ("calendar file", &["calendar"]),
    ("calendar year", &["calendar_years"]),
    ("calendar month", &["months"]),
    ("month list", &["by_month"]),
    ("day", &["weeks"]),
    ("series year", &["record"]),
    ("period", &["periods"]),
    ("seam", &["seams"]),
    (
        "record link",
        &[
            "hosts",
            "series",
            "lead",
            "report",
            "articles",
            "interprets",
            "amends",
            "repealed_by",
            "chamber",
        ],
    ),
    ("party", &["parties"]),
    ("step", &["progress", "sessions"]),
    ("attachment", &["attachments"]),
    ("partner", &["partners"]),
    ("product", &["products"]),
    ("ask", &["asks"]),
    ("number", &["value", "prior", "delta", "pct"]),
    ("count", &["counts"]),
    ("trend", &["trend", "trends"]),
    ("document entry", &["entries"]),
    ("contact", &["contact"]),
    ("list", &["list"]),
    ("toc entry", &["toc"]),
    ("year entry", &["years"]),
    ("group", &["groups"]),
    ("former name", &["former"]),
    ("round", &["round", "rounds", "honours"]),
    ("criteria", &["set", "criteria"]),
    ("notice", &["notice"]),
    ("set use", &["sets"]),
    ("board", &["boards"]),
    ("board row", &["rows"]),
    ("board period", &["heads"]),
    ("finding", &["findings"]),
    ("measure", &["measures"]),
    ("numbers", &["numbers", "total", "guidance"]),
    ("progress row", &["by_chamber"]),
    ("record group", &["records"]),
    ("record entry", &["found"]),
    (
        "card",
        &[
            "card",
            "items",
            "column",
            "issue_prev",
            "issue_next",
            "article",
            "region",
            "origin",
            "parent",
            "children",
            "chambers",
            "places",
            "hometown_chambers",
            "prev",
            "next",
            "related",
            "events",
            "coverage",
            "planned",
            "recent",
            "undated",
            "whole",
            "begins",
            "goes_on",
            "reports",
            "before",
            "after",
            "coming",
            "past",
            "unsaid",
            "served",
            "scheduled",
            "waiting",
            "quoted_in",
        ],
    ),
];

/// The chapters of the fields that the page of a kind has.
fn chapters(kind: &str, of: &str, is_older: bool) -> &'static [&'static str] {
    const EVERY: &str = "Every page";
    const RECORD: &str = "Every record's page";
    const LIST: &str = "The list of a kind";
    match kind {
        _ if is_older => &[EVERY, "An older page"],
        "home" | "not-found" | "search" => &[EVERY],
        "archive" => &[EVERY, "The archive"],
        "year" => &[EVERY, "A year"],
        "directory" => &[EVERY, "The directory"],
        "news" => &[EVERY, RECORD, "A news item"],
        "chamber" => &[EVERY, RECORD, "A chamber"],
        "place" => &[EVERY, RECORD, "A place"],
        "column" => &[EVERY, RECORD, "A column"],
        "recognition" => &[EVERY, RECORD, "A recognition round"],
        "guidance" => &[EVERY, RECORD, "A guidance record"],
        "page" | "agreement" | "report" => &[EVERY, RECORD],
        "issue" => &[EVERY, RECORD, "An issue"],
        "event" => &[EVERY, RECORD, "An event"],
        "event-year" => &[EVERY, "The events of a year or a month", "The events of a year"],
        "event-month" => &[EVERY, "The events of a year or a month", "The events of a month"],
        "series" => &[EVERY, RECORD, "A series"],
        "rotation" => &[EVERY, RECORD, "A turn of the rotation"],
        "document" => &[EVERY, RECORD, "A document"],
        "channel" => &[EVERY, RECORD, "A channel"],
        "figure" => &[EVERY, RECORD, "A figure"],
        "service" => &[EVERY, RECORD, "A service"],
        "index" => match of {
            "issues" => &[EVERY, LIST, "The list of issues"],
            "events" => &[EVERY, LIST, "The calendar"],
            "rotation" => &[EVERY, LIST, "The rotation"],
            "documents" => &[EVERY, LIST, "The list of documents"],
            "figures" => &[EVERY, LIST, "The list of figures"],
            "channels" => &[EVERY, LIST, "The list of channels"],
            "recognitions" => &[EVERY, LIST, "The board of recognitions"],
            "guidance" => &[EVERY, LIST, "Progress of guidance"],
            _ => &[EVERY, LIST],
        },
        other => panic!("pages of the kind {other} are new"),
    }
}

#[test]
fn every_field_is_named_in_the_chapter_of_its_object_and_no_other() {
    let manual = Manual::read();
    let mut seen = Seen::default();
    let mut templates = BTreeSet::new();
    for (template, page) in pages() {
        let is_older = page["list"]["first"] == false && page["kind"] != "year";
        let of = page["of"].as_str().unwrap_or_default();
        let chapters = chapters(page["kind"].as_str().unwrap(), of, is_older);
        let known: BTreeSet<&str> = chapters.iter().flat_map(|title| manual.set(title)).collect();
        for key in page.as_object().unwrap().keys() {
            assert!(known.contains(key.as_str()), "`{key}` is not in any of {chapters:?}");
        }
        for chapter in chapters {
            for name in manual.names(chapter) {
                assert!(page.get(name).is_some(), "{chapter}: {page:#} has no `{name}`");
            }
        }
        seen.look_into(&page);
        templates.insert(template);
    }
    for (object, _) in OBJECTS {
        let told: BTreeSet<&str> = manual.set(object);
        let real: BTreeSet<&str> = seen.0[object].iter().map(String::as_str).collect();
        assert_eq!(told, real, "the chapter “{object}”");
    }
    assert_eq!(manual.templates(), templates.iter().map(String::as_str).collect());
}

#[test]
fn functions_filters_settings_and_variables_are_named_and_no_others() {
    let manual = Manual::read();
    let real = functions().map(|(name, args)| format!("{name}({})", args.join(", ")));
    assert_eq!(manual.names("Functions"), real.collect::<Vec<_>>());
    assert_eq!(manual.names("Filters"), FILTERS);
    assert_eq!(manual.names("Settings"), SETTINGS);
    assert_eq!(manual.names("menu entry"), words("{{ menu()[0] | keys | join(sep=\" \") }}"));
    assert_eq!(manual.names("year entry"), words("{{ years()[0] | keys | join(sep=\" \") }}"));
    assert_eq!(manual.names("list link"), words("{{ lists()[0] | keys | join(sep=\" \") }}"));
    assert_eq!(manual.names("page link"), words("{{ pages()[0] | keys | join(sep=\" \") }}"));
    let cards = "[lead(), columns()[0], latest()[0], notices()[0], chambers()[0], places()[0]]";
    let keys = "{{ one | keys | join(sep=\" \") }} ";
    let keys = words(&format!("{{% for one in {cards} %}}{keys}{{% endfor %}}"));
    assert!(keys.iter().all(|key| manual.set("card").contains(key.as_str())), "{keys:?}");
    let site = Site::of(include_str!("full.txt"));
    site.put("content/theme/templates/404.html", "{{ nothing }}");
    let said = site.build().said.concat();
    let known = said.split(" | ").find_map(|part| part.strip_prefix("known: "));
    let context: BTreeSet<&str> = known.expect("all variables").split(", ").collect();
    assert_eq!(manual.set("Context"), context);
}

#[test]
fn the_manual_calls_only_what_there_is() {
    let ours: BTreeSet<&str> = functions().map(|(name, _)| name).collect();
    let calls = Manual::read().calls();
    let strange: Vec<_> = calls.difference(&ours).collect();
    // `super()` is the library's; `url()` and `:lang()` are a stylesheet's; components of the example
    // come last.
    let fine = ["super", "url", "lang", "lines", "news"];
    assert!(strange.iter().all(|name| fine.contains(name)), "{strange:?}");
}

#[test]
fn the_example_is_a_whole_theme() {
    let site = Site::of(include_str!("full.txt"));
    site.edit("content/site.yaml", "title: 会刊", "title: 会刊\ntheme: plain");
    let files = Manual::read().example();
    assert_eq!(files.iter().filter(|(path, _)| path.starts_with("templates/")).count(), 12);
    for (path, text) in files {
        site.put(&format!("themes/plain/{path}"), text);
    }
    site.build().done();
    let home = site.text("public/index.html");
    assert!(
        home.contains("<li>2019年6月6日 <a href=\"./news/2019/06/sixth.html\">第六篇</a></li>")
    );
    assert!(site.text("public/places/cenxi.html").contains("茶业商会"));
    assert!(site.text("public/chambers/tea/page/1/index.html").contains("较新"));
}

/// The keys of each object, by what the manual calls it.
#[derive(Default)]
struct Seen(BTreeMap<&'static str, BTreeSet<String>>);

impl Seen {
    fn look_into(&mut self, object: &Value) {
        for (key, value) in object.as_object().into_iter().flatten() {
            if let Some((name, _)) = OBJECTS.iter().find(|(_, keys)| keys.contains(&key.as_str())) {
                self.note(name, value);
            }
        }
    }

    fn note(&mut self, name: &'static str, value: &Value) {
        match value {
            Value::Array(list) => list.iter().for_each(|value| self.note(name, value)),
            Value::Object(map) => {
                self.0.entry(name).or_default().extend(map.keys().cloned());
                map.get("children").into_iter().for_each(|value| self.note(name, value));
                let inner = map.iter().filter(|(key, _)| *key != "children");
                self.look_into(&inner.map(|(k, v)| (k.clone(), v.clone())).collect());
            }
            // A card names its column, its place and its parent by their ids.
            _ => {}
        }
    }
}

/// Each page of the full bulletin: the template and what it sees, as `huikan inspect` tells.
fn pages() -> Vec<(String, Value)> {
    let site = Site::of(super::FULL);
    let prepared = prepare(&site.memory, &site.host, &site.options);
    // The rotation has a gap, so that there is one to look at.
    let told = prepared.diags.iter().filter(|diag| diag.code != "check/rotation-gap");
    assert_eq!(told.count(), 0, "{:#?}", prepared.diags);
    let stage = prepared.ready.unwrap().stage;
    let all = routes(&stage.site, &*stage.theme);
    let pages = all.into_iter().filter(|route| route.file.ends_with(".html"));
    let seen = pages.map(|route| {
        let seen = inspect(&site.memory, &site.host, &site.options, &route.file);
        let seen: Value = serde_json::from_str(&seen.json.unwrap()).unwrap();
        (seen["template"].as_str().unwrap().to_owned(), seen["page"].clone())
    });
    // No template draws the page of a former name.
    seen.filter(|(_, page)| page["kind"] != "redirect").collect()
}

/// What the template of 404 draws when it holds only `text`.
fn probe(text: &str) -> String {
    let site = Site::of(super::FULL);
    site.put("content/theme/templates/404.html", text);
    site.build().done();
    site.text("public/404.html")
}

fn words(text: &str) -> Vec<String> {
    probe(text).split_whitespace().map(str::to_owned).collect()
}
