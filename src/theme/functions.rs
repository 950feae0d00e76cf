//! The functions and filters that templates can call. `docs/THEMES.md` describes each; a test holds
//! that page to [`functions`] and [`FILTERS`].

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::errors::raise;
use super::stage::{Scene, scene};
use super::values::{self, Facts};
use super::{entries, fragments};
use crate::content::{ChamberType, Kind};
use crate::query::{Latest, SETTINGS};
use crate::site::{Ix, MenuLink};
use crate::zh;

type Body = fn(&Scene, &Kwargs) -> TeraResult<Value>;

/// Name, arguments, and what answers.
const FUNCTION_TABLE: &[(&str, &[&str], Body)] = &[
    ("setting", &["key"], setting),
    ("menu", &[], menu),
    ("asset", &["path"], asset),
    ("columns", &[], columns),
    ("latest", &["column", "chamber", "place", "limit", "skip_featured"], latest),
    ("lead", &[], lead),
    ("notices", &["limit"], notices),
    ("chambers", &["type", "place"], chambers),
    ("places", &["parent"], places),
    ("pages", &[], pages),
    ("lists", &[], lists),
    ("card", &["of"], card),
    ("years", &[], years),
    ("count", &["kind"], count),
    ("fragment", &["name", FREE], fragments::call),
];

/// Stands in a list of arguments for any others.
const FREE: &str = "…";

/// All functions with their arguments.
pub fn functions() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    FUNCTION_TABLE.iter().map(|(name, args, _)| (*name, *args))
}

/// All filters beyond the template library's own.
pub const FILTERS: &[&str] = &["zh_date", "strip_tags", "phrases", "fragment", "entries", "links"];

pub(super) fn register(tera: &mut Tera) {
    for (name, args, body) in FUNCTION_TABLE {
        tera.register_function(*name, move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
            check_names(FUNCTION, name, args, &kwargs)?;
            body(&*scene()?, &kwargs)
        });
    }
    tera.register_filter("zh_date", |date: Value, _: Kwargs, _: &State| -> Value {
        date.get_from_path("text").cloned().unwrap_or_else(|| Value::from("待补"))
    });
    tera.register_filter("phrases", |text: &str, _: Kwargs, _: &State| -> Value {
        values::texts(zh::phrases(text).into_iter())
    });
    // Without arguments a filter costs less than a function, whose name for a fragment is one.
    tera.register_filter("fragment", |name: &str, args: Kwargs, _: &State| -> TeraResult<Value> {
        fragments::show(&*scene()?, name, &args)
    });
    tera.register_filter(
        "entries",
        |cards: &[Value], args: Kwargs, _: &State| -> TeraResult<Value> {
            check_names(FILTER, "entries", &["summaries"], &args)?;
            entries::entries(&*scene()?, cards, &args)
        },
    );
    tera.register_filter(
        "links",
        |cards: &[Value], args: Kwargs, _: &State| -> TeraResult<Value> {
            check_names(FILTER, "links", &[], &args)?;
            entries::links(&*scene()?, cards)
        },
    );
    tera.register_filter("strip_tags", |html: &str, _: Kwargs, _: &State| -> String {
        strip_tags(html)
    });
}

/// What has arguments, in both languages.
type What = (&'static str, &'static str);
const FUNCTION: What = ("函数", "function");
const FILTER: What = ("过滤器", "filter");

/// A misspelt argument would be passed over in silence by the library.
fn check_names((zh, en): What, function: &str, known: &[&str], kwargs: &Kwargs) -> TeraResult<()> {
    if known.contains(&FREE) {
        return Ok(());
    }
    for name in kwargs.iter().filter_map(|(key, _)| key.as_str()) {
        if !known.contains(&name) {
            let hint = zh::nearest(name, known.iter().copied());
            let all = known.join(", ");
            let near_zh = hint.map(|h| format!("，是不是 {h}？")).unwrap_or_default();
            let near_en = hint.map(|h| format!("; did you mean `{h}`?")).unwrap_or_default();
            return Err(raise(
                format!("{zh} {function} 没有参数 {name}{near_zh}（可用：{all}）"),
                format!("the {en} {function} has no argument `{name}`{near_en} (known: {all})"),
            ));
        }
    }
    Ok(())
}

fn setting(scene: &Scene, args: &Kwargs) -> TeraResult<Value> {
    let key = args.must_get::<&str>("key")?;
    if !SETTINGS.contains(&key.split('.').next().unwrap_or(key)) {
        let near = zh::nearest(key, SETTINGS.iter().copied());
        let near_zh = near.map(|n| format!("，是不是 {n}？")).unwrap_or_default();
        let near_en = near.map(|n| format!("; did you mean `{n}`?")).unwrap_or_default();
        let all = SETTINGS.join(", ");
        return Err(raise(
            format!("没有设置 {key}{near_zh}（可用：{all}，自己的放在 extra 里）"),
            format!("there is no setting `{key}`{near_en} (known: {all}; your own go under extra)"),
        ));
    }
    scene.view.note_setting(key);
    Ok(scene.stage.setting(key))
}

fn menu(scene: &Scene, _: &Kwargs) -> TeraResult<Value> {
    let _ = scene.view.menu();
    Ok(scene.stage.menu(scene.standing()))
}

fn asset(scene: &Scene, args: &Kwargs) -> TeraResult<Value> {
    let path = args.must_get::<&str>("path")?;
    scene.view.asset(path).map(Value::from).ok_or_else(|| {
        raise(
            format!("主题里没有文件 static/{path}"),
            format!("the theme has no file static/{path}"),
        )
    })
}

fn columns(scene: &Scene, _: &Kwargs) -> TeraResult<Value> {
    let all = scene.view.columns().to_vec();
    Ok(cards(scene, all))
}

fn latest(scene: &Scene, args: &Kwargs) -> TeraResult<Value> {
    let latest = Latest {
        column: record(scene, args, "column", Kind::Columns)?,
        chamber: record(scene, args, "chamber", Kind::Chambers)?,
        place: record(scene, args, "place", Kind::Places)?,
        limit: limit(args)?,
        skip_lead: args.get::<bool>("skip_featured")?.unwrap_or(false),
    };
    let found = scene.view.latest(latest);
    Ok(cards(scene, found))
}

fn lead(scene: &Scene, _: &Kwargs) -> TeraResult<Value> {
    let lead = scene.view.lead();
    Ok(lead.map_or_else(Value::none, |ix| one_card(scene, ix)))
}

fn notices(scene: &Scene, args: &Kwargs) -> TeraResult<Value> {
    let found = scene.view.notices(limit(args)?);
    Ok(cards(scene, found))
}

fn chambers(scene: &Scene, args: &Kwargs) -> TeraResult<Value> {
    let kind = match args.get::<&str>("type")? {
        None => None,
        Some(name) => Some(ChamberType::from_name(name).ok_or_else(|| {
            let all = ChamberType::ALL.map(ChamberType::name).join(", ");
            raise(
                format!("没有 {name} 这种商会（可用：{all}）"),
                format!("no chamber type `{name}` (known: {all})"),
            )
        })?),
    };
    let place = record(scene, args, "place", Kind::Places)?;
    let found = scene.view.chambers(kind, place);
    Ok(cards(scene, found))
}

fn places(scene: &Scene, args: &Kwargs) -> TeraResult<Value> {
    let parent = record(scene, args, "parent", Kind::Places)?;
    let found = scene.view.places(parent).to_vec();
    Ok(cards(scene, found))
}

/// No cards: a footer shows them everywhere, and an edit of one page's text must not draw all anew.
fn pages(scene: &Scene, _: &Kwargs) -> TeraResult<Value> {
    let _ = scene.view.pages();
    Ok(scene.stage.pages())
}

/// Without counts, so that a footer may show them and a new record redraws no other page.
fn lists(scene: &Scene, _: &Kwargs) -> TeraResult<Value> {
    let one = |(kind, link): (Kind, MenuLink)| -> Value {
        Facts::default()
            .with("kind", kind.folder())
            .with("title", link.title)
            .with("path", link.path)
            .into()
    };
    Ok(scene.view.lists().into_iter().map(one).collect::<Vec<Value>>().into())
}

fn card(scene: &Scene, args: &Kwargs) -> TeraResult<Value> {
    let reference = args.must_get::<&str>("of")?;
    match scene.view.find(reference) {
        Some(ix) => Ok(one_card(scene, ix)),
        None => Err(raise(
            format!("没有公开的记录 {reference}"),
            format!("there is no public record `{reference}`"),
        )),
    }
}

fn years(scene: &Scene, _: &Kwargs) -> TeraResult<Value> {
    Ok(values::years(scene.view.years(), scene.view.portable()))
}

fn count(scene: &Scene, args: &Kwargs) -> TeraResult<Value> {
    let name = args.must_get::<&str>("kind")?;
    let kind = Kind::from_folder(name).ok_or_else(|| {
        let all = Kind::ALL.map(Kind::folder).join(", ");
        raise(
            format!("没有 {name} 这种记录（可用：{all}）"),
            format!("no kind `{name}` (known: {all})"),
        )
    })?;
    Ok(Value::from(scene.view.count(kind)))
}

const DEFAULT_LIMIT: u32 = 5;

fn limit(args: &Kwargs) -> TeraResult<u32> {
    Ok(args.get::<u32>("limit")?.unwrap_or(DEFAULT_LIMIT))
}

/// The record that the argument `key` names, with or without its folder. One that is not there (or
/// not public) is an error: a list narrowed by nothing would silently show everything.
fn record(scene: &Scene, args: &Kwargs, key: &str, kind: Kind) -> Result<Option<Ix>, Error> {
    let Some(id) = args.get::<&str>(key)? else {
        return Ok(None);
    };
    let folder = kind.folder();
    let reference = if id.starts_with(&format!("{folder}/")) {
        id.to_owned()
    } else {
        format!("{folder}/{id}")
    };
    match scene.view.find(&reference) {
        Some(ix) => Ok(Some(ix)),
        None => Err(raise(
            format!("没有公开的{} {id}", kind.zh()),
            format!("there is no public record `{reference}`"),
        )),
    }
}

fn cards(scene: &Scene, list: Vec<Ix>) -> Value {
    list.into_iter().map(|ix| one_card(scene, ix)).collect::<Vec<Value>>().into()
}

fn one_card(scene: &Scene, ix: Ix) -> Value {
    let _ = scene.view.card(ix);
    scene.stage.card(ix)
}

/// The text of a piece of HTML: tags are left out, entities stay as they are.
fn strip_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text
}
