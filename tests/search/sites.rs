//! The index of whole bulletins: that of the sample, and of small ones with something to hide.

use std::collections::{BTreeMap, BTreeSet};

use huikan::zh;

use super::common::{End, Files, Site};
use super::reader::Index;

/// The lines of text of a page's part, read from its HTML by another way than the index is made.
fn lines(html: &str) -> Vec<String> {
    let inline = ["a", "b", "strong", "em", "span", "code", "del", "small", "i", "s", "mark", "u"];
    let mut out = String::new();
    for piece in html.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or_default();
        out.push_str(if inline.contains(&name) { "" } else { "\n" });
        out.push_str(text);
    }
    out.lines().map(|line| line.chars().map(zh::fold).collect()).collect()
}

/// The pages of records, each with all that its `main` says and what its text says.
fn pages(public: &Files) -> BTreeMap<String, (String, Vec<String>, Vec<String>)> {
    let index = Index::open(public);
    let all = index.all();
    let read = |path: &String| {
        let file = if path.ends_with('/') { format!("{path}index.html") } else { path.clone() };
        String::from_utf8(public[&file].clone()).unwrap()
    };
    let parts = |html: &str| {
        let main = html.split_once("<main").unwrap().1.split_once("</main>").unwrap().0.to_owned();
        let prose = main.split_once("<div class=\"prose\"").map(|(_, rest)| {
            rest.split_once("</div>\n").map_or(rest, |(prose, _)| prose).to_owned()
        });
        (lines(&main), lines(&prose.unwrap_or_default()))
    };
    let page = |(path, title): (String, String)| {
        let (main, prose) = parts(&read(&path));
        (path, (title, main, prose))
    };
    all.into_iter().map(page).collect()
}

fn parts_of(line: &str) -> impl Iterator<Item = String> {
    let chars: Vec<char> = line.chars().collect();
    let runs: Vec<Vec<char>> = chars.split(|c| !zh::is_han(*c)).map(<[char]>::to_vec).collect();
    runs.into_iter().flat_map(|run| {
        let part =
            |n: usize| run.windows(n).map(|part| part.iter().collect()).collect::<Vec<String>>();
        [2, 3, 4, 5, 8].into_iter().flat_map(part).collect::<Vec<_>>()
    })
}

#[test]
fn every_title_of_the_sample_finds_its_own_page_first() {
    let site = Site::sample();
    assert_eq!(site.build().end, End::Done);
    let public = site.public();
    let index = Index::open(&public);
    let pages = pages(&public);
    assert!(pages.len() > 60, "{}", pages.len());
    for (path, (title, ..)) in &pages {
        let found = index.find(title, &[]);
        let first = found.first().map(|first| &pages[first].0);
        assert_eq!(first, Some(title), "{path}: {found:?}");
    }
}

#[test]
fn every_phrase_of_the_samples_pages_finds_exactly_the_pages_that_show_it() {
    let site = Site::sample();
    assert_eq!(site.build().end, End::Done);
    let public = site.public();
    let index = Index::open(&public);
    let pages = pages(&public);
    let mut phrases: BTreeSet<String> = BTreeSet::new();
    for (title, _, prose) in pages.values() {
        phrases.extend(prose.iter().chain([title]).flat_map(|line| parts_of(line)));
    }
    let fetched = |phrase: &String| {
        index.take_fetched();
        index.find(phrase, &[]);
        index.take_fetched()
    };
    let fours = phrases.iter().filter(|phrase| phrase.chars().count() == 4).step_by(50);
    let most = fours.map(fetched).max().unwrap_or_default();
    assert!((1..40_000).contains(&most), "a query of four characters fetches {most} bytes");
    assert!(phrases.len() > 5000, "{}", phrases.len());
    // Some of them, spread over all.
    let mut wrong = vec![];
    for phrase in phrases.iter().step_by(7) {
        let found: BTreeSet<String> = index.find(phrase, &[]).into_iter().collect();
        for (path, (title, main, prose)) in &pages {
            let says = prose.iter().any(|line| line.contains(phrase)) || title.contains(phrase);
            if says && !found.contains(path) {
                wrong.push(format!("{phrase} is not found on {path}"));
            }
            let shows = main.iter().any(|line| line.contains(phrase));
            if !shows && found.contains(path) {
                wrong.push(format!("{phrase} is not on {path}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn words_numbers_and_their_beginnings_are_found_in_any_form() {
    let site = small();
    assert_eq!(site.build().end, End::Done);
    let public = site.public();
    let index = Index::open(&public);
    let tea = ["news/2019/05/tea.html"];
    for query in [
        "iso9001",
        "ＩＳＯ９００１",
        "iso",
        "90",
        "900万",
        "900万元",
        "茶業商會",
        "李四",
        "李四　茶",
    ] {
        assert_eq!(index.find(query, &[]), tea, "{query}");
    }
    for query in ["9001", "iso9002", "00万元", "业商会会", "是上"] {
        assert_eq!(index.find(query, &[]), [""; 0], "{query}");
    }
    // Half a phrase on each side of emphasis and of a link, none across a line.
    assert_eq!(index.find("建设四好茶业", &[]), tea);
    assert_eq!(index.find("第一段第二段", &[]), [""; 0]);
    assert_eq!(index.find("商会", &["@y2019"]), tea);
    assert_eq!(index.find("", &["@cnews", "@ptown"]), tea);
    assert_eq!(index.find("", &["@pcounty", "@y2018"]), [""; 0]);
}

/// One open item, and several that are not.
fn small() -> Site {
    Site::of(
        "=== content/site.yaml
title: 会刊
theme: plain
=== content/columns/news.md
---
title: 要闻
---
=== content/places/county.md
---
title: 岑溪
code: \"450481\"
---
=== content/places/town.md
---
title: 南渡
code: \"450481101\"
parent: county
---
=== content/news/2019/05/tea.md
---
title: 茶
date: 2019-05-01
column: news
places: [town]
bylines: { author: [李四] }
---
建设**四好**[茶业](http://a.cn/)商会，ISO9001，900万元。

第一段

第二段
=== themes/plain/theme.yaml
name: plain
=== themes/plain/templates/search.html
搜索
=== themes/plain/templates/home.html
=== themes/plain/templates/404.html
=== themes/plain/templates/archive.html
=== themes/plain/templates/year.html
=== themes/plain/templates/directory.html
=== themes/plain/templates/column.html
=== themes/plain/templates/place.html
=== themes/plain/templates/article.html
",
    )
}

#[test]
fn what_is_hidden_is_not_in_the_index() {
    let site = small();
    assert_eq!(site.build().end, End::Done);
    let open = site.public();
    let front = "title: 隐秘档案\ndate: 2019-06-01\ncolumn: news\nplaces: [town]\n";
    for hidden in
        ["visibility: internal", "status: draft", "publish_at: 2030-01-01", "expire_at: 2020-01-01"]
    {
        site.put(
            "content/news/2019/06/secret.md",
            format!("---\n{front}{hidden}\n---\n机密文字，茶。\n"),
        );
        assert_eq!(site.build().end, End::Done);
        assert_eq!(site.public(), open, "{hidden}");
    }
    site.put("content/news/2019/06/secret.md", format!("---\n{front}---\n机密文字，茶。\n"));
    assert_eq!(site.build().end, End::Done);
    let public = site.public();
    assert_eq!(Index::open(&public).find("机密文字", &[]), ["news/2019/06/secret.html"]);
    site.edit("content/news/2019/06/secret.md", "title:", "status: draft\ntitle:");
    assert_eq!(site.build().end, End::Done);
    assert_eq!(site.public(), open);
}

#[test]
fn the_index_follows_what_it_prints_of_others_and_keeps_the_rest() {
    let site = small();
    let article = "content/news/2019/05/tea.md";
    site.edit(article, "第一段", "[](/columns/news.md)第一段");
    assert_eq!(site.build().end, End::Done);
    let before = site.public();
    assert_eq!(Index::open(&before).find("要闻第一段", &[]).len(), 1);
    site.edit("content/columns/news.md", "要闻", "新闻");
    assert_eq!(site.build().end, End::Done);
    let after = site.public();
    assert_eq!(Index::open(&after).find("新闻第一段", &[]).len(), 1);
    assert_eq!(Index::open(&after).find("要闻", &[]), [""; 0]);
    let idle = site.build();
    assert_eq!((idle.written, idle.removed), (0, 0));
    // A file that someone took away comes back.
    site.remove("public/search/0/head.bin");
    assert_eq!(site.build().written, 1);
    assert_eq!(site.public(), after);
    let fresh = site.fresh();
    assert_eq!(fresh.build().end, End::Done);
    assert_eq!(fresh.public(), after);
}

#[test]
fn a_bulletin_may_have_no_search() {
    let site = small();
    let has_search = |site: &Site| {
        assert_eq!(site.build().end, End::Done);
        site.public().keys().any(|path| path.starts_with("search/"))
    };
    assert!(has_search(&site));
    site.edit("content/site.yaml", "title", "search: false\ntitle");
    assert!(!has_search(&site));
    site.edit("content/site.yaml", "search: false\n", "");
    site.remove("themes/plain/templates/search.html");
    assert!(!has_search(&site), "the theme has no page for it");
    site.edit("content/site.yaml", "title", "search: true\ntitle");
    assert_eq!(site.build().codes, ["theme/missing-template"], "and is asked for one");
}
