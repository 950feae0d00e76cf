//! Drawing one page: the template, the page's value, and the view that its functions ask.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

use tera::{Context, Value};

use super::load::Theme;
use super::{errors, values};
use crate::diag::Diagnostic;
use crate::query::{Trace, View};
use crate::site::{Ix, Site};

/// A site and a theme, ready to draw any number of pages on any number of threads.
pub struct Stage {
    pub site: Arc<Site>,
    pub theme: Arc<Theme>,
    /// Card values are made once and shared: lists show the same card again and again.
    cards: Vec<OnceLock<Value>>,
    /// The menu's value by which entry is current; the last one is for pages under none.
    menus: Vec<OnceLock<Value>>,
    /// The links to plain pages, the same on every page.
    pages: OnceLock<Value>,
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

/// Bytes of most pages: room made at once for a page in the making.
const ROOM: usize = 32 * 1024;

impl Stage {
    pub fn new(site: Arc<Site>, theme: Arc<Theme>) -> Arc<Stage> {
        let cards = (0..site.len()).map(|_| OnceLock::new()).collect();
        let menus = (0..=site.menu().len()).map(|_| OnceLock::new()).collect();
        Arc::new(Stage { site, theme, cards, menus, pages: OnceLock::new() })
    }

    /// A view for one output.
    pub fn view(self: &Arc<Self>) -> View {
        let facts = Arc::clone(&self.theme);
        View::new(Arc::clone(&self.site), facts)
    }

    /// Draws `template` with `page`. Returns the bytes of the HTML and all that was asked of `view`.
    ///
    /// # Errors
    /// What the template did wrong, with its place.
    pub fn draw(
        self: &Arc<Self>,
        template: &str,
        page: Value,
        place: Place,
        view: View,
    ) -> Result<(Vec<u8>, Trace), Diagnostic> {
        view.template(template);
        self.theme.check_templates(&[template])?;
        let mut context = Context::new();
        context.insert_value("base", Value::from(place.base.as_str()));
        let index = if view.portable() { "index.html" } else { "" };
        context.insert_value("index", Value::from(index));
        context.insert_value("home", Value::from(format!("{}{index}", place.base)));
        context.insert_value("lang", Value::from(self.site.settings.lang.as_str()));
        view.note_setting("lang");
        context.insert_value("page", page);
        let scene = Rc::new(Scene { stage: Arc::clone(self), view, place });
        SCENE.with(|slot| *slot.borrow_mut() = Some(Rc::clone(&scene)));
        let mut html = Vec::with_capacity(ROOM);
        let drawn = {
            let _curtain = Curtain;
            self.theme.tera.render_to(template, &context, &mut html)
        };
        // All pages of a site are held until they are written.
        html.shrink_to_fit();
        drawn.map_err(|error| self.theme.diagnose(template, &error))?;
        // The curtain took the other owner away, so this one is the last.
        let trace = Rc::into_inner(scene).map(|scene| scene.view.into_trace()).unwrap_or_default();
        Ok((html, trace))
    }

    /// The value of a record's card. The caller has asked its view for it.
    pub fn card(&self, ix: Ix) -> Value {
        let Some(cell) = self.cards.get(ix.0 as usize) else {
            return Value::none();
        };
        let made = cell.get_or_init(|| match self.site.item(ix) {
            Some(item) => values::card(&self.site, item),
            None => Value::none(),
        });
        made.clone()
    }

    pub(super) fn pages(&self) -> Value {
        self.pages.get_or_init(|| values::links(&self.site, self.site.pages())).clone()
    }

    /// The menu with the entry marked that `place` lies under.
    pub(super) fn menu(&self, place: &Place) -> Value {
        let menu = self.site.menu();
        let current = values::current_entry(menu, place);
        let Some(cell) = self.menus.get(current.unwrap_or(menu.len())) else {
            return Value::none();
        };
        cell.get_or_init(|| values::menu(menu, current)).clone()
    }
}
