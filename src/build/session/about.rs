//! About one page, for the bar that editors see in `serve`.

use super::edition::Edition;
use super::problems::Problems;
use crate::build::inspect;
use crate::diag::Diagnostic;
use crate::render::{self, Route, What};
use crate::site::{SkipReason, skip_reason};

/// What an editor may want to know of a page.
#[derive(Clone, Debug)]
pub struct About {
    /// The file under the bulletin's root that the page shows: `content/news/2019/10/x.md`.
    pub source: Option<String>,
    /// Why readers would not see it, when it is shown only because drafts were asked for.
    pub hidden: Option<SkipReason>,
    /// The diagnostics whose place lies in the source.
    pub problems: Problems,
}

pub(super) fn about(edition: &Edition, route: &Route) -> About {
    let item = match route.what {
        What::Record(ix, _) => edition.stage.site.item(ix),
        _ => None,
    };
    let source = item.map(|item| format!("content/{}", item.record.path()));
    let hidden = item.filter(|item| item.draft);
    let hidden = hidden.and_then(|item| skip_reason(&item.record, &edition.clock, false));
    let problems = edition.problems.of_file(source.as_deref().unwrap_or_default());
    About { source, hidden, problems }
}

/// What `huikan inspect` prints of a page; `None` for what no template draws.
pub(super) fn inspected(edition: &Edition, route: &Route) -> Option<Result<String, Diagnostic>> {
    let stage = &edition.stage;
    route.template(&stage.site)?;
    let value = render::page_value(stage, route, &edition.bodies());
    value.map(|value| inspect::text(route, &stage.site, &value)).transpose()
}
