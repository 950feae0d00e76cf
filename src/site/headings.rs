//! Links to headings: does the page have one of that name?

use std::sync::{Mutex, PoisonError};

use foldhash::{HashMap, HashSet};

use super::assemble::Candidate;
use crate::diag::{Diagnostic, FileId, Span};
use crate::markdown::Heading;
use crate::zh;

/// Ids among which looking at each is faster than any index.
const FEW: usize = 16;

/// So many headings of one page are looked at for one that may be meant.
const GUESSED: usize = 256;

/// The ids of those texts that have many, once one of them was looked for.
#[derive(Default)]
pub(super) struct Headings<'a>(Mutex<HashMap<FileId, HashSet<&'a str>>>);

impl<'a> Headings<'a> {
    /// What is wrong with a link to `fragment` on the page of `to`.
    pub fn check(&self, to: &'a Candidate, fragment: &str, span: Span) -> Option<Diagnostic> {
        let is_there = fragment.is_empty() || self.has(to, fragment);
        (!is_there).then(|| dead(to, fragment, span))
    }

    fn has(&self, to: &'a Candidate, id: &str) -> bool {
        let outline = &to.record.outline;
        if outline.headings.len() + outline.anchors.len() <= FEW {
            return outline.ids().any(|own| own == id);
        }
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(to.file).or_insert_with(|| outline.ids().collect()).contains(id)
    }
}

fn dead(to: &Candidate, fragment: &str, span: Span) -> Diagnostic {
    let diag = Diagnostic::error(
        "site/dead-anchor",
        format!("目标页面里没有“#{fragment}”这个小标题"),
        format!("the page has no heading `#{fragment}`"),
    )
    .at(span);
    let all = to.record.outline.headings.iter().map(Heading::id);
    match zh::nearest(fragment, all.clone().take(GUESSED)) {
        Some(near) => diag.hint(format!("是不是 #{near}？"), format!("did you mean #{near}?")),
        None => {
            let some = all.take(8).map(|id| format!("#{id}")).collect::<Vec<_>>().join(" ");
            let some = if some.is_empty() { "—".to_owned() } else { some };
            diag.hint(format!("那一页有：{some}"), format!("it has: {some}"))
        }
    }
}
