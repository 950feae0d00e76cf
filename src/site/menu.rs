//! The menu: what the settings say, or a sensible one.

use super::Site;
use super::address::list_path;
use crate::content::Kind;
use crate::diag::{Diagnostic, FileId};
use crate::zh;

/// An entry of the menu, its target resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
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
            None => diags.push(unknown(site, settings_file, &entry.to)),
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
    menu.extend(fixed("/archive/", portable));
    menu.extend(site.pages().into_iter().filter_map(|ix| record_link(site, ix)));
    menu
}

fn target(site: &Site, to: &str) -> Option<MenuLink> {
    let to = to.trim();
    fixed(to, site.options.portable).or_else(|| {
        let reference = to.trim_start_matches('/').trim_end_matches(".md");
        site.find(reference).and_then(|ix| record_link(site, ix))
    })
}

fn fixed(path: &str, portable: bool) -> Option<MenuLink> {
    let (path, title) = FIXED.iter().find(|(known, _)| *known == path)?;
    let path = list_path(path.trim_start_matches('/'), portable);
    Some(MenuLink { title: (*title).to_owned(), path })
}

fn record_link(site: &Site, ix: super::Ix) -> Option<MenuLink> {
    let item = site.item(ix)?;
    Some(MenuLink { title: item.record.common.title.value.clone(), path: item.path.clone() })
}

fn unknown(site: &Site, file: FileId, to: &crate::yaml::At<String>) -> Diagnostic {
    let text = &to.value;
    let diag = Diagnostic::error(
        "site/menu",
        format!("菜单指向的“{text}”不存在或不公开"),
        format!("the menu leads to `{text}`, which does not exist or is not public"),
    )
    .at(to.span(file));
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
