//! Which file of a theme wins.

use super::common::{End, Site};

const BARE: &str = "=== content/site.yaml
title: 会刊
=== content/columns/news.md
---
title: 要闻
---
";

fn page(site: &Site, file: &str) -> String {
    site.build().done();
    site.text(&format!("public/{file}"))
}

#[test]
fn without_a_themes_folder_the_built_in_theme_draws() {
    let site = Site::of(BARE);
    assert!(page(&site, "404.html").contains("没有找到这一页"));
    assert!(site.public().keys().any(|file| file.starts_with("assets/css/site.")));
}

#[test]
fn a_folder_of_the_built_in_themes_name_takes_its_place() {
    let site = Site::of(BARE);
    site.put("themes/wuzhou/theme.yaml", "title: 自己的\n");
    let built = site.build();
    assert_eq!(built.end, End::Refused);
    assert!(built.codes.iter().all(|code| *code == "theme/missing-template"), "{:?}", built.said);
}

#[test]
fn the_bulletins_own_files_win() {
    let site = Site::of(BARE);
    site.put("content/theme/templates/footer.html", "<p>自己的页脚</p>");
    site.put("content/theme/static/css/site.css", "body { color: red }");
    site.put("content/theme/static/root/a.txt", "甲");
    site.put("content/static/b/c.txt", "乙");
    assert!(page(&site, "404.html").contains("<p>自己的页脚</p>"));
    let css: Vec<String> =
        site.public().into_keys().filter(|file| file.starts_with("assets/css/site.")).collect();
    let [css] = &css[..] else { panic!("{css:?}") };
    assert_eq!(site.text(&format!("public/{css}")), "body { color: red }");
    assert!(page(&site, "404.html").contains(css.as_str()));
    assert_eq!(site.text("public/a.txt"), "甲");
    assert_eq!(site.text("public/b/c.txt"), "乙");
    site.remove("content/theme/templates/footer.html");
    assert!(!page(&site, "404.html").contains("自己的页脚"));
}

#[test]
fn a_theme_extends_another_and_that_one_a_third() {
    let site = Site::of(BARE);
    site.put("content/site.yaml", "title: 会刊\ntheme: top\n");
    site.put("themes/top/theme.yaml", "title: 上\nextends: middle\n");
    site.put("themes/top/templates/footer.html", "<p>上</p>");
    site.put("themes/middle/theme.yaml", "extends: wuzhou\n");
    site.put("themes/middle/templates/footer.html", "<p>中</p>");
    site.put("themes/middle/templates/header.html", "<p>中头</p>");
    let drawn = page(&site, "404.html");
    assert!(drawn.contains("<p>上</p>") && drawn.contains("<p>中头</p>"), "{drawn}");
    assert!(!drawn.contains("<p>中</p>") && drawn.contains("没有找到这一页"), "{drawn}");
    site.edit("themes/middle/templates/header.html", "中头", "改过的头");
    let built = site.build().done();
    let is_page = |file: &&String| file.ends_with(".html");
    let pages = site.public();
    let rendered = built.rendered.keys().filter(is_page).count();
    assert_eq!(rendered, pages.keys().filter(is_page).count(), "every page has the header");
}

#[test]
fn a_theme_that_is_not_there_or_goes_in_circles_is_refused() {
    let site = Site::of(BARE);
    site.put("content/site.yaml", "title: 会刊\ntheme: nobody\n");
    assert!(site.build().codes.contains(&"theme/unknown"));
    site.put("content/site.yaml", "title: 会刊\ntheme: a\n");
    site.put("themes/a/theme.yaml", "extends: b\n");
    site.put("themes/b/theme.yaml", "extends: a\n");
    assert!(site.build().codes.contains(&"theme/extends"));
    assert!(!site.has("public"), "nothing was written");
}
