//! The menu: what the settings say, or a sensible one.

use super::Site;
use super::address::{index_path, list_path};
use super::names::Names;
use crate::content::Kind;
use crate::diag::{Diagnostic, FileId};
use crate::yaml::At;
use crate::zh;

/// An entry of the menu, its target resolved.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MenuLink {
    pub title: String,
    /// The address from the root, without a leading slash.
    pub path: String,
}

/// Lists that are there whatever the content is, with their names.
const FIXED: &[(&str, &str)] = &[
    ("/", "首页"),
    ("/chambers/", "商会名录"),
    ("/chambers/by-place/", "商会名录（按地区）"),
    ("/chambers/by-pinyin/", "商会名录（按拼音）"),
    ("/archive/", "往期稿件"),
];

pub(super) fn build(
    site: &Site,
    names: &Names,
    settings_file: FileId,
    diags: &mut Vec<Diagnostic>,
) -> Vec<MenuLink> {
    if site.settings.menu.is_empty() {
        return default_menu(site);
    }
    let mut menu = Vec::new();
    for entry in &site.settings.menu {
        match target(site, &entry.to.value) {
            Some(link) => {
                menu.push(MenuLink { title: entry.title.clone().unwrap_or(link.title), ..link })
            }
            None if is_broken(names, &entry.to.value) => {}
            None => diags.push(unknown(site, names, settings_file, &entry.to)),
        }
    }
    menu
}

fn default_menu(site: &Site) -> Vec<MenuLink> {
    let portable = site.options.portable;
    let columns = site.columns().iter().filter_map(|ix| record_link(site, *ix));
    let mut menu: Vec<MenuLink> = fixed("/", portable).into_iter().chain(columns).collect();
    if site.count(Kind::Chambers) > 0 {
        menu.extend(fixed("/chambers/", portable));
    }
    // The rest would crowd a phone's screen: a theme shows all of them by `lists()`.
    let first = [Kind::Recognitions, Kind::Events, Kind::Issues];
    menu.extend(first.into_iter().filter_map(|kind| list(site, kind)));
    menu.extend(fixed("/archive/", portable));
    menu.extend(site.pages().iter().filter_map(|ix| record_link(site, *ix)));
    menu
}

fn target(site: &Site, to: &str) -> Option<MenuLink> {
    let to = to.trim();
    fixed(to, site.options.portable).or_else(|| index(site, to)).or_else(|| {
        let reference = to.trim_start_matches('/').trim_end_matches(".md");
        site.find(reference).and_then(|ix| record_link(site, ix))
    })
}

fn fixed(path: &str, portable: bool) -> Option<MenuLink> {
    let (path, title) = FIXED.iter().find(|(known, _)| *known == path)?;
    let path = list_path(path.trim_start_matches('/'), portable);
    Some(MenuLink { title: (*title).to_owned(), path })
}

/// The page that lists all records of a kind, named by its address: `/events/`.
fn index(site: &Site, to: &str) -> Option<MenuLink> {
    list(site, Kind::from_folder(to.strip_prefix('/')?.strip_suffix('/')?)?)
}

fn list(site: &Site, kind: Kind) -> Option<MenuLink> {
    let title = kind.index_title().filter(|_| site.has_index(kind))?;
    Some(MenuLink { title: title.to_owned(), path: index_path(kind, site.options.portable) })
}

/// Every page that lists all records of a kind.
pub(super) fn lists(site: &Site) -> Vec<(Kind, MenuLink)> {
    Kind::ALL.into_iter().filter_map(|kind| Some((kind, list(site, kind)?))).collect()
}

fn record_link(site: &Site, ix: super::Ix) -> Option<MenuLink> {
    let item = site.item(ix)?;
    Some(MenuLink { title: item.record.common.title.value.clone(), path: item.path.clone() })
}

/// The kind and id that a reference names.
fn parts(to: &str) -> Option<(Kind, &str)> {
    let (folder, id) = to.trim_start_matches('/').trim_end_matches(".md").split_once('/')?;
    Kind::from_folder(folder).map(|kind| (kind, id))
}

/// Whether it names a file whose own errors say enough.
fn is_broken(names: &Names, to: &str) -> bool {
    parts(to).is_some_and(|(kind, id)| names.is_broken(kind, id))
}

fn unknown(site: &Site, names: &Names, file: FileId, to: &At<String>) -> Diagnostic {
    let text = &to.value;
    let error = |zh: String, en: String| Diagnostic::error("site/menu", zh, en).at(to.span(file));
    if text.contains("://") {
        return error(
            format!("菜单只能指向本站的页面，“{text}”在别处"),
            format!("the menu leads to pages of this site only, not to `{text}`"),
        )
        .hint(
            "把外面的链接写进某个页面的正文，菜单指向那个页面",
            "put the link into the text of a page, and let the menu lead to that page",
        );
    }
    if parts(text).is_some_and(|(kind, id)| names.by_id(kind, id).is_some()) {
        return error(
            format!("菜单指向的“{text}”现在不公开"),
            format!("the menu leads to `{text}`, which is not public now"),
        )
        .hint("把它发布，或从菜单里删去", "publish it, or remove it from the menu");
    }
    let diag = error(
        format!("菜单指向的“{text}”不存在"),
        format!("the menu leads to `{text}`, which does not exist"),
    );
    let references: Vec<String> = site.items().map(|(_, item)| item.record.reference()).collect();
    let known = references.iter().map(String::as_str).chain(FIXED.iter().map(|(path, _)| *path));
    match zh::nearest(text, known) {
        Some(near) => diag.hint(format!("是不是 {near}？"), format!("did you mean `{near}`?")),
        None => diag.hint(
            "写 columns/编号、pages/编号，或 /、/chambers/、/archive/",
            "write columns/ID, pages/ID, or /, /chambers/, /archive/",
        ),
    }
}
