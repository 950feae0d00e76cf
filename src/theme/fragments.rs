//! A template's name and arguments → HTML that is drawn once for all pages on which it is the same.
//!
//! What a fragment can see is its key: its arguments, the way to the root, where in the menu its page
//! stands. The questions that it asked are kept with its HTML, and every page that shows it asks
//! them too, so that it goes stale with its fragments.

use std::io::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use foldhash::HashMap;
use tera::{Kwargs, TeraResult, Value};

use super::errors::raise;
use super::stage::Scene;
use super::wanted::Wanted;
use crate::query::{Query, Shared};

/// The argument that names the template; all others are the template's own.
const NAME: &str = "name";

/// Fragments are kept up to this many bytes. What comes after is drawn again each time: there are
/// then so many different ones that keeping them would not pay.
const ROOM: usize = 16 << 20;

/// The endings of templates whose text is HTML, as the library has them.
const SAFE: &[&str] = &[".html", ".htm", ".xml"];

/// A fragment that has been drawn.
struct Fragment {
    html: Value,
    asked: Shared,
}

/// All that were drawn in this run.
#[derive(Default)]
pub(super) struct Fragments {
    kept: RwLock<HashMap<Vec<u8>, Arc<Fragment>>>,
    bytes: AtomicUsize,
}

impl Fragments {
    fn get(&self, key: &[u8]) -> Option<Arc<Fragment>> {
        self.kept.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// Two threads may have drawn the same one: they drew the same.
    fn keep(&self, key: Vec<u8>, fragment: &Arc<Fragment>) {
        let size = fragment.html.as_str().map_or(0, str::len)
            + key.len()
            + fragment.asked.len() * size_of::<Query>();
        if self.bytes.fetch_add(size, Ordering::Relaxed) < ROOM {
            let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
            kept.insert(key, Arc::clone(fragment));
        }
    }
}

/// The fragment that the function's `args` name, as the page of `scene` shows it.
pub(super) fn call(scene: &Scene, args: &Kwargs) -> TeraResult<Value> {
    show(scene, args.must_get::<&str>(NAME)?, args)
}

/// The fragment `name` with its own `args`, as the page of `scene` shows it.
pub(super) fn show(scene: &Scene, name: &str, args: &Kwargs) -> TeraResult<Value> {
    let key = key(scene, name, args)?;
    let fragments = &scene.stage.fragments;
    let fragment = match fragments.get(&key) {
        Some(fragment) => fragment,
        None => {
            let fragment = Arc::new(draw(scene, name, args)?);
            fragments.keep(key, &fragment);
            fragment
        }
    };
    scene.view.share(&fragment.asked);
    Ok(fragment.html.clone())
}

/// All that a fragment's HTML can depend on within one run. Texts carry their length, so that no two
/// keys run together.
fn key(scene: &Scene, name: &str, args: &Kwargs) -> TeraResult<Vec<u8>> {
    let standing = scene.standing();
    let mut key = Vec::with_capacity(96);
    for text in [name, &scene.place.base] {
        push_text(&mut key, text);
    }
    for entry in [standing.current, standing.here] {
        push_number(&mut key, entry.map_or(0, |entry| entry + 1));
    }
    for (arg, value) in own(args) {
        push_text(&mut key, arg);
        push_value(&mut key, arg, value)?;
    }
    Ok(key)
}

/// The arguments that the template itself sees.
fn own(args: &Kwargs) -> impl Iterator<Item = (&str, &Value)> {
    let named = args.iter().filter_map(|(key, value)| Some((key.as_str()?, value)));
    named.filter(|(key, _)| *key != NAME)
}

fn push_text(key: &mut Vec<u8>, text: &str) {
    push_number(key, text.len());
    key.extend_from_slice(text.as_bytes());
}

fn push_number(key: &mut Vec<u8>, number: usize) {
    key.extend_from_slice(&number.to_le_bytes());
}

fn push_value(key: &mut Vec<u8>, arg: &str, value: &Value) -> TeraResult<()> {
    if let Some(text) = value.as_str() {
        key.push(if value.is_safe() { b'h' } else { b's' });
        push_text(key, text);
    } else if let Some(flag) = value.as_bool() {
        key.push(if flag { b't' } else { b'f' });
    } else if value.is_number() {
        let kind = if value.is_f64() { 'd' } else { 'i' };
        // Writing to memory cannot fail.
        let _ = write!(key, "{kind}{value};");
    } else if value.is_none() || value.is_undefined() {
        key.push(if value.is_none() { b'n' } else { b'u' });
    } else {
        return Err(raise(
            format!("片段的参数 {arg} 只能是文字、数字、真假或没有"),
            format!("a fragment's argument `{arg}` must be a text, a number, true, false or none"),
        ));
    }
    Ok(())
}

/// Draws the template `name` by itself: it sees what is the same on all pages that share its key.
fn draw(scene: &Scene, name: &str, args: &Kwargs) -> TeraResult<Fragment> {
    let theme = &scene.stage.theme;
    if let Some(hint) = theme.lacks(name) {
        let (near_zh, near_en) = match hint {
            Some(near) => (format!("，是不是 {near}？"), format!("; did you mean `{near}`?")),
            None => (String::new(), String::new()),
        };
        return Err(raise(
            format!("主题里没有模板 {name}{near_zh}"),
            format!("the theme has no template `{name}`{near_en}"),
        ));
    }
    let Some(_inside) = scene.enter(name) else {
        return Err(raise(
            format!("片段 {name} 绕了一圈又用到自己"),
            format!("the fragment `{name}` comes back to itself"),
        ));
    };
    let mut html = Vec::new();
    let (drawn, asked) = scene.view.aside(|| {
        scene.view.template(name);
        let mut context = scene.stage.context(&scene.view, &scene.place, &Wanted::All);
        for (arg, value) in own(args) {
            context.insert_value(arg.to_owned(), value.clone());
        }
        theme.tera.render_to(name, &context, &mut html)
    });
    drawn.inspect_err(|error| scene.fail(theme.diagnose(name, error)))?;
    let html =
        String::from_utf8(html).map_err(|error| raise(error.to_string(), error.to_string()))?;
    let is_html = SAFE.iter().any(|ending| name.ends_with(ending));
    let html = if is_html { Value::safe_string(&html) } else { Value::from(html) };
    Ok(Fragment { html, asked })
}
