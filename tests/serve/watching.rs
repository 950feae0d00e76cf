//! Saves as programs make them, and what is none: the site follows the first and heeds not the second.

use std::fs;

use serde_json::Value;

use crate::common::disk::Folder;
use crate::harness::{A, B, Server, article, bulletin};

/// What was told of rebuilds until a save that comes after everything else was seen.
fn rebuilds_before_a_save(folder: &Folder, server: &mut Server) -> Vec<Value> {
    let earlier = server.rebuilt();
    folder.put("content/news/b.md", article("乙", "最后一次"));
    let mut all = earlier;
    loop {
        let event = server.event("rebuilt");
        if event["sources"].as_array().unwrap().iter().any(|name| name == "content/news/b.md") {
            return all;
        }
        all.push(event);
    }
}

#[test]
fn a_save_through_a_new_file_is_one_rebuild() {
    let folder = bulletin();
    let mut server = Server::start(&folder);
    for n in 0..3 {
        folder.put("content/news/a.md.tmp", article("甲", &format!("第{n}次")));
        fs::rename(folder.at("content/news/a.md.tmp"), folder.at("content/news/a.md")).unwrap();
        server.shows(A, &format!("第{n}次"));
    }
    assert_eq!(server.get("/news/2020/01/a.md.html").status, 404);
}

#[test]
fn swap_and_backup_files_are_no_change() {
    let folder = bulletin();
    let mut server = Server::start(&folder);
    for name in [".a.md.swp", ".a.md.swx", "4913", "a.md~", "#a.md#", ".#a.md", ".goutputstream-X"]
    {
        folder.put(&format!("content/news/{name}"), "x");
        folder.remove(&format!("content/news/{name}"));
    }
    folder.put("public/index.html", "output");
    folder.put(".huikan/cache", "cache");
    folder.put("notes.txt", "beside");
    folder.put(".git/index", "x");
    assert_eq!(rebuilds_before_a_save(&folder, &mut server), Vec::<Value>::new());
}

#[test]
fn reading_is_no_change() {
    let folder = bulletin();
    let mut server = Server::start(&folder);
    // The server has read everything itself; so does this, and a search would.
    for file in ["content/news/a.md", "content/site.yaml", "themes/plain/templates/base.html"] {
        fs::read(folder.at(file)).unwrap();
    }
    for dir in ["content", "content/news", "themes"] {
        fs::read_dir(folder.at(dir)).unwrap().for_each(drop);
    }
    assert_eq!(rebuilds_before_a_save(&folder, &mut server), Vec::<Value>::new());
}

#[test]
fn five_hundred_files_are_few_rebuilds() {
    let folder = bulletin();
    let mut server = Server::start(&folder);
    for n in 0..500 {
        folder.put(&format!("content/news/n{n}.md"), article(&format!("第{n}篇"), "正文"));
    }
    for n in [0, 250, 499] {
        server.shows(&format!("/news/2020/01/n{n}.html"), &format!("第{n}篇"));
    }
    let rebuilds = rebuilds_before_a_save(&folder, &mut server).len();
    assert!(rebuilds < 50, "{rebuilds} rebuilds");
}

#[test]
fn a_file_that_is_half_written_is_right_in_the_end() {
    use std::io::Write;
    let folder = bulletin();
    let mut server = Server::start(&folder);
    let text = article("甲", "写完了");
    let (first, rest) = text.split_at(text.find("date").unwrap());
    let mut file = fs::File::create(folder.at("content/news/a.md")).unwrap();
    file.write_all(first.as_bytes()).unwrap();
    file.sync_all().unwrap();
    // The half is read and refused; the last good site stays.
    server.until(|event| event["event"] == "rebuilt" && event["errors"] == true);
    assert!(server.get(A).text().contains("第一篇的正文"));
    file.write_all(rest.as_bytes()).unwrap();
    drop(file);
    server.shows(A, "写完了");
}

#[test]
fn folders_are_moved_in_and_out() {
    let folder = bulletin();
    let mut server = Server::start(&folder);
    folder.put("aside/deep/c.md", article("丙", "搬进来的"));
    fs::rename(folder.at("aside"), folder.at("content/news/more")).unwrap();
    server.shows("/news/2020/01/c.html", "搬进来的");
    folder.put("content/news/more/deep/c.md", article("丙", "搬来后改的"));
    server.shows("/news/2020/01/c.html", "搬来后改的");
    fs::rename(folder.at("content/news/more"), folder.at("aside")).unwrap();
    server.shows("/news/2020/01/c.html", "这里没有这一页");
}

#[test]
fn the_whole_content_may_go_and_come_back() {
    let folder = bulletin();
    let mut server = Server::start(&folder);
    fs::rename(folder.at("content"), folder.at("elsewhere")).unwrap();
    server.until(|event| event["event"] == "rebuilt" && event["errors"] == true);
    assert!(server.get(A).text().contains("第一篇的正文"));
    fs::rename(folder.at("elsewhere"), folder.at("content")).unwrap();
    server.until(|event| event["event"] == "rebuilt" && event["errors"] == false);
    folder.put("content/news/a.md", article("甲", "回来以后"));
    server.shows(A, "回来以后");
    // Gone for good, and written anew file by file.
    fs::remove_dir_all(folder.at("content")).unwrap();
    server.until(|event| event["event"] == "rebuilt" && event["errors"] == true);
    let fresh = bulletin();
    for (path, bytes) in fresh.files("content") {
        folder.put(&format!("content/{path}"), bytes);
    }
    server.shows(A, "第一篇的正文");
    folder.put("content/news/a.md", article("甲", "又回来"));
    server.shows(A, "又回来");
}

#[test]
fn a_theme_may_come_later_and_settings_count() {
    let folder = bulletin();
    fs::rename(folder.at("themes"), folder.at("aside")).unwrap();
    folder.put("content/site.yaml", "title: 会刊\ntheme: plain\n");
    let mut server = Server::spawn(&folder, &["--port", "0"]);
    server.wire.port = u16::try_from(server.event("serving")["port"].as_u64().unwrap()).unwrap();
    assert_eq!(server.get(A).status, 500);
    fs::rename(folder.at("aside"), folder.at("themes")).unwrap();
    server.shows(A, "第一篇的正文");
    let page = folder.files("themes")["plain/templates/article.html"].clone();
    let page = String::from_utf8(page).unwrap().replace("<article>", "<article>模板：");
    folder.put("themes/plain/templates/article.html", page);
    server.shows(A, "模板：");
    folder.put("content/site.yaml", "title: 会刊\ntheme: plain\nurl: https://example.org/b/\n");
    server.shows(&format!("/b{A}"), "第一篇的正文");
}

#[test]
fn a_name_may_change_in_case_only() {
    let folder = bulletin();
    let mut server = Server::start(&folder);
    fs::rename(folder.at("content/news/a.md"), folder.at("content/news/A.md")).unwrap();
    let renamed = server.event("rebuilt");
    assert_eq!(renamed["sources"], serde_json::json!(["content/news/A.md"]), "{renamed}");
    folder.put("content/news/A.md", article("甲", "改名之后"));
    server.shows(A, "改名之后");
}

/// As a Mac writes them: `é` as `e` and an accent of its own, Hangul in its parts.
#[test]
fn names_may_be_decomposed() {
    let folder = bulletin();
    let mut server = Server::start(&folder);
    let name = "content/news/cafe\u{301}-\u{1112}\u{1161}\u{11ab}.md";
    let text = |body: &str| article("分", body).replace("column:", "slug: cafe\ncolumn:");
    folder.put(name, text("先"));
    server.shows("/news/2020/01/cafe.html", "先");
    folder.put(name, text("后"));
    server.shows("/news/2020/01/cafe.html", "后");
    folder.remove(name);
    server.shows("/news/2020/01/cafe.html", "这里没有这一页");
}

#[test]
fn polling_sees_what_the_system_does_not_tell() {
    let folder = bulletin();
    let mut server = Server::start_with(&folder, &["--port", "0", "--poll"]);
    folder.put("content/news/a.md", article("甲", "看到了"));
    server.shows(A, "看到了");
    folder.put("themes/plain/templates/404.html", "<body>新的</body>");
    server.shows("/nowhere", "新的");
    folder.remove("content/news/b.md");
    server.shows(B, "新的");
}
