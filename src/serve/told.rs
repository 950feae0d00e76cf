//! Problems as the browser is told them: plain values, drawn as text in the editor's language.

use serde::Serialize;
use serde_json::Value;

use crate::build::session::Problems;
use crate::diag::{Diagnostic, Format, Lang, Sources, render};

/// More at once are not read by anyone; the terminal has all.
const MOST: usize = 50;

/// Diagnostics of one weight.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Told {
    /// How many there are.
    pub count: usize,
    /// The first of them.
    pub items: Vec<Item>,
}

/// One diagnostic. Text, never HTML: the browser is given it as text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Item {
    pub error: bool,
    /// `content/news/x.md:4:9`, where it has a place.
    pub place: Option<String>,
    /// As `build` prints it.
    pub text: String,
}

impl Told {
    pub fn errors(problems: &Problems, lang: Lang) -> Told {
        Told::of(problems, lang, Diagnostic::is_error)
    }

    pub fn warnings(problems: &Problems, lang: Lang) -> Told {
        Told::of(problems, lang, |diag| !diag.is_error())
    }

    fn of(problems: &Problems, lang: Lang, wanted: impl Fn(&Diagnostic) -> bool) -> Told {
        let all = problems.diagnostics().iter().filter(|diag| wanted(diag));
        let items = all.clone().take(MOST).map(|diag| item(diag, problems.sources(), lang));
        Told { count: all.count(), items: items.collect() }
    }
}

fn item(diag: &Diagnostic, sources: &dyn Sources, lang: Lang) -> Item {
    let one = std::slice::from_ref(diag);
    let text = render(one, sources, Format::Human, lang, false).trim_end().to_owned();
    Item { error: diag.is_error(), place: place(diag, sources), text }
}

/// Where the diagnostic points, as programs are told it.
fn place(diag: &Diagnostic, sources: &dyn Sources) -> Option<String> {
    let json = render(std::slice::from_ref(diag), sources, Format::Json, Lang::En, false);
    let value: Value = serde_json::from_str(&json).ok()?;
    let file = value["file"].as_str().filter(|file| !file.is_empty())?;
    Some(match (value["line"].as_u64(), value["column"].as_u64()) {
        (Some(line), Some(column)) => format!("{file}:{line}:{column}"),
        _ => file.to_owned(),
    })
}
