//! Drawing one page: the template, the page's value, and the view that its functions ask.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use foldhash::HashMap;
use tera::{Context, Value};

use super::fragments::Fragments;
use super::load::Theme;
use super::values::Standing;
use super::wanted::Wanted;
use super::{errors, values};
use crate::content::Date;
use crate::diag::Diagnostic;
use crate::query::{Shared, Trace, View};
use crate::site::{Ix, Site};

/// A site and a theme, ready to draw any number of pages on any number of threads.
pub struct Stage {
    pub site: Arc<Site>,
    pub theme: Arc<Theme>,
    /// The site's own address with a slash at the end; empty where it is not known.
    pub root: String,
    /// Card values are made once and shared: lists show the same card again and again.
    cards: Vec<OnceLock<Value>>,
    dates: RwLock<HashMap<Option<Date>, Value>>,
    /// See [`Stage::link`].
    links: RwLock<HashMap<Ix, Value>>,
    /// See [`values::folders`].
    folders: Vec<Option<usize>>,
    /// The menu's value by where in it a page stands.
    menus: RwLock<HashMap<Standing, Value>>,
    /// The links to plain pages, the same on every page.
    pages: OnceLock<Value>,
    /// The values of settings that were asked for.
    settings: RwLock<HashMap<String, Value>>,
    pub(super) fragments: Fragments,
    /// See [`Stage::piece`].
    pieces: RwLock<HashMap<String, Arc<Piece>>>,
}

/// Text that is the same on many pages, with the questions that it asked.
pub struct Piece {
    pub text: String,
    asked: Shared,
}

/// Where a page stands: what relative links and the menu need to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The page's address from the root.
    pub path: String,
    /// The list that the page belongs to, for the menu.
    pub under: Option<String>,
    /// What to write before an address from the root: `../../`.
    pub base: String,
}

/// What the functions of a template find while it is drawn on this thread.
pub(super) struct Scene {
    pub stage: Arc<Stage>,
    pub view: View,
    pub place: Place,
    standing: OnceCell<Standing>,
    /// The fragments that are being drawn, one inside the other.
    inside: RefCell<Vec<String>>,
    /// What went wrong in a fragment: the error that the library hands on tells the place of the call.
    failed: RefCell<Option<Diagnostic>>,
}

impl Scene {
    fn new(stage: Arc<Stage>, view: View, place: Place) -> Scene {
        Scene {
            stage,
            view,
            place,
            standing: OnceCell::new(),
            inside: RefCell::default(),
            failed: RefCell::default(),
        }
    }

    /// Where in the menu the page stands.
    pub fn standing(&self) -> Standing {
        let stage = &self.stage;
        *self
            .standing
            .get_or_init(|| values::standing(stage.site.menu(), &stage.folders, &self.place))
    }

    /// Notes that the fragment `name` is drawn until what this returns is dropped; `None` when it
    /// is being drawn already.
    pub fn enter(&self, name: &str) -> Option<Inside<'_>> {
        let mut inside = self.inside.borrow_mut();
        if inside.iter().any(|other| other == name) {
            return None;
        }
        inside.push(name.to_owned());
        Some(Inside(&self.inside))
    }

    /// Keeps the first failure of a fragment: those that it lies in fail after it.
    pub fn fail(&self, diag: Diagnostic) {
        self.failed.borrow_mut().get_or_insert(diag);
    }
}

/// See [`Scene::enter`].
pub(super) struct Inside<'a>(&'a RefCell<Vec<String>>);

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.0.borrow_mut().pop();
    }
}

thread_local! {
    // Components of the template library see neither context nor state, so the scene cannot travel
    // through them; it stands here for the time of one drawing.
    static SCENE: RefCell<Option<Rc<Scene>>> = const { RefCell::new(None) };
}

/// Takes the scene away again, also when drawing ends in an error.
struct Curtain;

impl Drop for Curtain {
    fn drop(&mut self) {
        SCENE.with(|scene| scene.borrow_mut().take());
    }
}

/// The scene of this thread, for the functions.
pub(super) fn scene() -> tera::TeraResult<Rc<Scene>> {
    SCENE.with(|scene| scene.borrow().clone()).ok_or_else(|| {
        errors::raise(
            "这个函数只能在页面模板里用",
            "this function works only while a page is drawn",
        )
    })
}

impl Stage {
    pub fn new(site: Arc<Site>, theme: Arc<Theme>) -> Arc<Stage> {
        let cards = (0..site.len()).map(|_| OnceLock::new()).collect();
        let folders = values::folders(site.menu());
        let root = site.options.base_url.as_ref().map_or_else(String::new, |url| format!("{url}/"));
        Arc::new(Stage {
            folders,
            root,
            site,
            theme,
            cards,
            dates: RwLock::default(),
            links: RwLock::default(),
            menus: RwLock::default(),
            pages: OnceLock::new(),
            settings: RwLock::default(),
            fragments: Fragments::default(),
            pieces: RwLock::default(),
        })
    }

    /// A view for one output.
    pub fn view(self: &Arc<Self>) -> View {
        let facts = Arc::clone(&self.theme);
        View::new(Arc::clone(&self.site), facts)
    }

    /// Draws `template` with `page`: the HTML goes to the end of `out`. Returns all that was asked of
    /// `view`. Of the variables those are there that are `wanted`.
    ///
    /// # Errors
    /// What the template did wrong, with its place; `out` is then as it was.
    pub fn draw(
        self: &Arc<Self>,
        template: &str,
        wanted: &Wanted,
        page: Value,
        (place, view): (Place, View),
        out: &mut Vec<u8>,
    ) -> Result<Trace, Diagnostic> {
        self.theme.check_templates(&[template])?;
        view.share(&self.theme.asked(template));
        let mut context = self.context(&view, &place, wanted);
        context.insert_value("page", page);
        let scene = Rc::new(Scene::new(Arc::clone(self), view, place));
        SCENE.with(|slot| *slot.borrow_mut() = Some(Rc::clone(&scene)));
        let before = out.len();
        let drawn = {
            let _curtain = Curtain;
            self.theme.tera.render_to(template, &context, &mut *out)
        };
        drawn.map_err(|error| {
            out.truncate(before);
            let inner = scene.failed.take();
            inner.unwrap_or_else(|| self.theme.diagnose(template, &error))
        })?;
        // The curtain took the other owner away, so this one is the last.
        Ok(Rc::into_inner(scene).map(|scene| scene.view.into_trace()).unwrap_or_default())
    }

    /// What templates see beside their page, as far as it is `wanted`.
    pub(super) fn context(&self, view: &View, place: &Place, wanted: &Wanted) -> Context {
        let mut context = Context::new();
        let base = place.base.as_str();
        // Nothing in it has to be escaped, which each of its many uses would look for.
        context.insert_value("base", Value::safe_string(base));
        let index = if view.portable() { "index.html" } else { "" };
        if wanted.has_variable("home") {
            context.insert_value("home", Value::from([base, index].concat()));
        }
        if wanted.has_variable("index") {
            context.insert_value("index", Value::from(index));
        }
        if wanted.has_variable("lang") {
            let lang = self.piece(view, "language", || view.lang().to_owned());
            context.insert_value("lang", Value::from(lang.text.as_str()));
        }
        context
    }

    /// The value of a record's card. The caller has asked its view for it.
    pub fn card(&self, ix: Ix) -> Value {
        let Some(cell) = self.cards.get(ix.0 as usize) else {
            return Value::none();
        };
        let made = cell.get_or_init(|| match self.site.item(ix) {
            Some(item) => {
                let date = item.record.common.date.as_ref().map(|date| date.value);
                values::card(&self.site, item, self.date(date))
            }
            None => Value::none(),
        });
        made.clone()
    }

    /// The value of a date. Many records share one.
    fn date(&self, date: Option<Date>) -> Value {
        remembered(&self.dates, &date, || values::date(date))
    }

    /// The value by which many pages show a record, where that is less than its card. Each of them asks
    /// its view for what is in it.
    pub fn link(&self, ix: Ix, make: impl FnOnce() -> Value) -> Value {
        remembered(&self.links, &ix, make)
    }

    pub(super) fn pages(&self) -> Value {
        self.pages.get_or_init(|| values::links(&self.site, self.site.pages())).clone()
    }

    /// The menu as a page sees it that stands there.
    pub(super) fn menu(&self, standing: Standing) -> Value {
        remembered(&self.menus, &standing, || values::menu(self.site.menu(), standing))
    }

    /// A piece of text that is the same on all pages that name it by `key`; `view` learns what was asked
    /// when it was made.
    pub fn piece(&self, view: &View, key: &str, make: impl FnOnce() -> String) -> Arc<Piece> {
        let piece = remembered(&self.pieces, key, || {
            let (text, asked) = view.aside(make);
            Arc::new(Piece { text, asked })
        });
        view.share(&piece.asked);
        piece
    }

    /// Whether something holds of the whole site; `view` learns what was asked. Cheaper than to ask on each page.
    pub fn holds(&self, view: &View, key: &str, is_so: impl FnOnce() -> bool) -> bool {
        let text = || String::from(if is_so() { "so" } else { "" });
        !self.piece(view, key, text).text.is_empty()
    }

    /// The value of a setting. The caller has asked its view for it.
    pub(super) fn setting(&self, key: &str) -> Value {
        remembered(&self.settings, key, || {
            Value::from_serializable(&crate::query::setting(&self.site, key))
        })
    }
}

/// The value under `key`, made when it is first asked for.
fn remembered<K, Q, V: Clone>(
    values: &RwLock<HashMap<K, V>>,
    key: &Q,
    make: impl FnOnce() -> V,
) -> V
where
    K: std::borrow::Borrow<Q> + Eq + std::hash::Hash,
    Q: ToOwned<Owned = K> + Eq + std::hash::Hash + ?Sized,
{
    let found = values.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned();
    found.unwrap_or_else(|| {
        let made = make();
        let mut values = values.write().unwrap_or_else(PoisonError::into_inner);
        values.insert(key.to_owned(), made.clone());
        made
    })
}
