//! The page at an old address: it leads on at once, with a link for whoever is not led.

use std::sync::Arc;

use super::Route;
use crate::query::Trace;
use crate::site::Ix;
use crate::theme::Stage;

pub(super) fn render(stage: &Arc<Stage>, route: &Route, ix: Ix, out: &mut Vec<u8>) -> Trace {
    let view = stage.view();
    let lang = view.setting("lang");
    let (path, title) = match view.card(ix) {
        Some(item) => (item.path.clone(), item.record.common.title.value.clone()),
        None => (String::new(), String::new()),
    };
    let to = super::body::escape(&format!("{}{path}", route.base(&stage.site)));
    let title = super::body::escape(&title);
    let lang = super::body::escape(lang.as_str().unwrap_or("zh-Hans"));
    let canonical = view.base_url().map_or_else(String::new, |url| {
        let url = super::body::escape(&format!("{url}/{path}"));
        format!("<link rel=\"canonical\" href=\"{url}\">\n")
    });
    let html = format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
         {canonical}<meta name=\"robots\" content=\"noindex\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={to}\">\n\
         <p>本页已移到 <a href=\"{to}\">{title}</a></p>\n</html>\n"
    );
    out.extend_from_slice(html.as_bytes());
    view.into_trace()
}
