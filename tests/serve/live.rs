//! What an open page is told: reload, swap stylesheets, errors, what the bar shows.

use crate::harness::{A, B, Server, article, bulletin};

#[test]
fn only_the_page_that_changed_is_loaded_again_and_after_the_swap() {
    let folder = bulletin();
    let server = Server::start(&folder);
    let (mut a, mut b) = (server.open(A), server.open(B));
    assert_eq!((&a.next()["reload"], &b.next()["reload"]), (&false.into(), &false.into()));
    folder.put("content/news/a.md", article("甲", "改过的正文"));
    a.until(|message| message["reload"] == true);
    assert!(
        server.get(A).text().contains("改过的正文"),
        "the new page is there before the word of it"
    );
    folder.put("content/news/b.md", article("乙", "也改过"));
    // Nothing was said to the second page before its own change.
    assert_eq!(b.next()["reload"], true);
}

#[test]
fn a_stylesheet_is_swapped_without_loading_the_page() {
    let folder = bulletin();
    let server = Server::start(&folder);
    let mut page = server.open(A);
    page.next();
    folder.put("themes/plain/static/site.css", "body { color: red }\n");
    let message = page.until(|message| message["styles"] != serde_json::json!([]));
    assert_eq!(message["reload"], false);
    let (old, new) = (&message["styles"][0][0], &message["styles"][0][1]);
    assert_ne!(old, new);
    let new = new.as_str().unwrap().trim_start_matches("../");
    assert_eq!(server.get(&format!("/{new}")).text(), "body { color: red }\n");
    // The next change of the page itself is seen as such.
    folder.put("content/news/a.md", article("甲", "改过"));
    page.until(|message| message["reload"] == true);
}

#[test]
fn an_error_keeps_the_last_good_site_and_is_told_until_it_is_mended() {
    let folder = bulletin();
    let mut server = Server::start(&folder);
    let mut page = server.open(A);
    page.next();
    folder.put(
        "content/news/a.md",
        "---\ntitle: <b>甲</b>\ndate: 2020-01-02\ncolumm: dongtai\n---\n正文\n",
    );
    let message = page.until(|message| message["errors"]["count"] != 0);
    assert_eq!(message["reload"], false);
    let errors = message["errors"]["items"].as_array().unwrap();
    let item =
        errors.iter().find(|item| item["text"].as_str().unwrap().contains("columm")).unwrap();
    assert_eq!(item["place"], "content/news/a.md:4:1");
    assert!(item["text"].as_str().unwrap().contains("4 | columm: dongtai"), "{item}");
    server.complains("yaml/unknown-key");
    assert!(server.get(A).text().contains("第一篇的正文"));
    // The build tells the same.
    let told = folder.run(&["build"]).said.replace(&format!("{}/", folder.0.display()), "");
    assert!(told.contains(item["text"].as_str().unwrap()), "{told}\n{item}");
    folder.put("content/news/a.md", article("甲", "改好了"));
    page.until(|message| message["reload"] == true || message["errors"]["count"] == 0);
    server.shows(A, "改好了");
}

#[test]
fn mended_without_a_change_the_page_stays() {
    let folder = bulletin();
    let server = Server::start(&folder);
    let mut page = server.open(A);
    page.next();
    folder.put("content/news/b.md", "---\n");
    page.until(|message| message["errors"]["count"] != 0);
    let text = article("乙", "第二篇的正文。").replace("01-02", "01-03");
    folder.put("content/news/b.md", text);
    let message = page.until(|message| message["errors"]["count"] == 0);
    assert_eq!(message["reload"], false);
}

#[test]
fn a_template_that_fails_is_told_and_the_site_stays() {
    let folder = bulletin();
    let mut server = Server::start(&folder);
    let mut page = server.open("/index.html");
    page.next();
    let template = "themes/plain/templates/article.html";
    let good = std::fs::read(folder.at(template)).unwrap();
    // Fails when it is drawn, on pages that nobody looks at.
    folder.put(
        template,
        "{% extends \"base.html\" %}{% block main %}{{ page.no.such.thing }}{% endblock %}",
    );
    page.until(|message| message["errors"]["count"] != 0);
    server.complains("theme/");
    assert!(server.get(A).text().contains("第一篇的正文"));
    folder.put(template, good);
    page.until(|message| message["errors"]["count"] == 0);
    assert!(server.get(A).text().contains("第一篇的正文"));
}

#[test]
fn an_error_at_the_start_serves_a_page_that_recovers() {
    let folder = bulletin();
    folder.put("content/news/a.md", "---\ntitle: 甲\n<script>甲: 乙\n---\n");
    let mut server = Server::spawn(&folder, &["--port", "0"]);
    let told = server.event("serving");
    server.wire.port = u16::try_from(told["port"].as_u64().unwrap()).unwrap();
    let page = server.get(A);
    assert_eq!(page.status, 500);
    assert!(page.text().contains("content/news/a.md:"), "{}", page.text());
    assert!(!page.text().contains("<script>甲") && page.text().contains("&lt;script&gt;甲"));
    let mut open = server.open(A);
    assert_eq!(open.next()["reload"], false);
    folder.put("content/news/a.md", article("甲", "改好了"));
    open.until(|message| message["reload"] == true);
    let page = server.get(A);
    assert!(page.status == 200 && page.text().contains("改好了"));
}

#[test]
fn a_page_from_another_server_is_loaded_again_if_it_differs() {
    let folder = bulletin();
    let tag = Server::start(&folder).get(A).attribute("data-tag");
    let server = Server::start(&folder);
    assert_eq!(server.open_with(A, &tag).next()["reload"], false);
    drop(server);
    folder.put("content/news/a.md", article("甲", "改过"));
    let server = Server::start(&folder);
    assert_eq!(server.open_with(A, &tag).next()["reload"], true);
}

#[test]
fn the_bar_is_told_of_the_source_warnings_and_drafts() {
    let folder = bulletin();
    folder.put(
        "content/news/c.md",
        article("丙", "文").replace("column:", "publish_at: 2030-01-02\ncolumn:"),
    );
    folder.put(
        "content/news/a.md",
        article("甲", "有脚注[^1]没有说明。").replace("---\n有", "status: draft\n---\n有"),
    );
    let server = Server::start_with(&folder, &["--port", "0", "--drafts", "--as-of", "2026-01-01"]);
    let message = server.open(A).next();
    let about = &message["about"];
    assert_eq!(
        (&about["source"], &about["hidden"]),
        (&"content/news/a.md".into(), &"draft".into())
    );
    assert_eq!(about["warnings"]["count"], 1, "{about}");
    assert!(
        about["warnings"]["items"][0]["place"].as_str().unwrap().starts_with("content/news/a.md:")
    );
    let future = server.open("/news/2020/01/c.html").next();
    assert_eq!(future["about"]["hidden"], "future", "{future}");
    let home = server.open("/").next();
    assert!(home["about"]["source"].is_null());
    let seen = server.get("/.huikan/inspect?path=news%2F2020%2F01%2Fa.html");
    assert_eq!(seen.header("content-type"), "application/json; charset=utf-8");
    let seen: serde_json::Value = serde_json::from_slice(&seen.body).unwrap();
    assert_eq!((&seen["template"], &seen["page"]["title"]), (&"article.html".into(), &"甲".into()));
}

/// A file whose address stays: the pages that show it are loaded again, also where a stylesheet does.
#[test]
fn a_page_is_loaded_again_when_what_it_shows_changes() {
    let svg = |width: u8| {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"8\"></svg>\n")
    };
    let folder = bulletin();
    folder.put("content/static/logo.svg", svg(1));
    folder.put("content/static/ground.svg", svg(1));
    let home = "{% extends \"base.html\" %}{% block main %}<img src=\"logo.svg\">{% endblock %}";
    folder.put("themes/plain/templates/home.html", home);
    folder.put("themes/plain/static/site.css", "body { background: url(/ground.svg) }\n");
    let server = Server::start(&folder);
    let (mut home, mut a) = (server.open("/"), server.open(A));
    home.next();
    a.next();
    folder.put("content/static/logo.svg", svg(2));
    home.until(|message| message["reload"] == true);
    assert_eq!(server.get("/logo.svg").text(), svg(2));
    folder.put("content/static/ground.svg", svg(2));
    home.until(|message| message["reload"] == true);
    // The first word that the other page hears is of the second picture.
    assert_eq!(a.next()["reload"], true);
    assert_eq!(server.get("/ground.svg").text(), svg(2));
}
