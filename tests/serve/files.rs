//! What is served, and how: types, tags, ranges, addresses of folders, the site's own 404, a base path.

use std::time::Instant;

use crate::harness::{A, Server, article, bulletin};

#[test]
fn files_have_their_types_and_pages_the_live_script() {
    let folder = bulletin();
    let server = Server::start(&folder);
    let page = server.get(A);
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(page.text().contains("第一篇的正文"));
    assert_eq!(page.attribute("data-path"), &A[1..]);
    let css = page.text().split("href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let css = server.get(&format!("/{}", css.trim_start_matches("../")));
    assert_eq!((css.status, css.header("content-type")), (200, "text/css; charset=utf-8"));
    assert_eq!(css.text(), "body { color: black }\n");
    let note = server.get("/note.txt");
    assert_eq!(
        (note.header("content-type"), note.text().as_str()),
        ("text/plain; charset=utf-8", "便条\n")
    );
    assert_eq!(note.header("x-content-type-options"), "nosniff");
}

#[test]
fn nothing_of_the_server_gets_into_the_output() {
    let folder = bulletin();
    let server = Server::start(&folder);
    assert!(server.get(A).text().contains("live.js"));
    assert!(!folder.at("public").exists(), "serve writes no site");
    assert!(!folder.at(".huikan").exists(), "serve writes no cache");
    folder.build();
    let built = String::from_utf8(std::fs::read(folder.at("public/news/2020/01/a.html")).unwrap());
    assert!(!built.unwrap().contains("huikan"));
}

#[test]
fn head_is_get_without_a_body() {
    let folder = bulletin();
    let server = Server::start(&folder);
    let (get, head) = (server.get(A), server.ask("HEAD", A, &[]));
    assert_eq!(head.status, 200);
    assert!(head.body.is_empty());
    assert_eq!(head.header("content-length"), get.body.len().to_string());
    assert_eq!(head.header("etag"), get.header("etag"));
}

#[test]
fn what_is_unchanged_is_not_sent_again() {
    let folder = bulletin();
    let mut server = Server::start(&folder);
    let tag = server.get(A).header("etag").to_owned();
    let again = server.ask("GET", A, &[("If-None-Match", &tag)]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(again.header("etag"), tag);
    folder.put("content/news/a.md", article("甲", "改过"));
    server.shows(A, "改过");
    assert_eq!(server.ask("GET", A, &[("If-None-Match", &tag)]).status, 200);
}

#[test]
fn parts_are_given_where_parts_are_asked_for() {
    let folder = bulletin();
    let server = Server::start(&folder);
    let part = |range| server.ask("GET", "/digits.bin", &[("Range", range)]);
    let middle = part("bytes=2-4");
    assert_eq!((middle.status, middle.text().as_str()), (206, "234"));
    assert_eq!(middle.header("content-range"), "bytes 2-4/11");
    assert_eq!(part("bytes=-4").text(), "789\n");
    let beyond = part("bytes=20-");
    assert_eq!((beyond.status, beyond.header("content-range")), (416, "bytes */11"));
    assert_eq!(part("bytes=0-1,4-5").status, 200);
}

#[test]
fn a_folder_has_its_address_with_a_slash() {
    let folder = bulletin();
    let server = Server::start(&folder);
    let folder = server.get("/columns/dongtai/");
    assert!(folder.status == 200 && folder.text().contains("<h1>动态</h1>"), "{}", folder.text());
    let moved = server.get("/columns/dongtai?x=1");
    assert_eq!((moved.status, moved.header("location")), (302, "/columns/dongtai/?x=1"));
    assert_eq!(server.get("/columns/dongtai/index.html").status, 200);
}

#[test]
fn what_is_not_there_gets_the_sites_own_page() {
    let folder = bulletin();
    let mut server = Server::start(&folder);
    let missing = server.get("/nowhere.html");
    assert_eq!((missing.status, missing.header("content-type")), (404, "text/html; charset=utf-8"));
    assert!(missing.text().contains("这里没有这一页"));
    // When the page comes, whoever looks at its address is told.
    let mut open = server.open("/news/2020/01/new.html");
    assert_eq!(open.next()["reload"], false);
    folder.put("content/news/new.md", article("新", "新来的"));
    open.until(|message| message["reload"] == true);
    server.shows("/news/2020/01/new.html", "新来的");
}

#[test]
fn a_site_below_a_path_is_served_there() {
    let folder = bulletin();
    folder.put(
        "content/site.yaml",
        "title: 会刊\ntheme: plain\nurl: https://example.org/bulletin/\n",
    );
    let server = Server::start(&folder);
    assert!(server.url.ends_with("/bulletin/"), "{}", server.url);
    for path in ["/", "/bulletin"] {
        let moved = server.get(path);
        assert_eq!((moved.status, moved.header("location")), (302, "/bulletin/"), "{path}");
    }
    assert_eq!(server.get("/bulletin/").status, 200);
    assert!(server.get(&format!("/bulletin{A}")).text().contains("第一篇的正文"));
    assert_eq!(server.get(A).status, 404);
    let missing = server.get("/bulletin/nowhere.html");
    assert!(
        missing.status == 404 && missing.text().contains("href=\"/bulletin/"),
        "{}",
        missing.text()
    );
}

/// Forty answers one after the other on one connection: each is there before the other side's delayed
/// acknowledgement could be (40 ms).
#[test]
fn small_answers_wait_for_nobody() {
    use std::io::{Read, Write};
    let folder = bulletin();
    let server = Server::start(&folder);
    let request = format!("HEAD /note.txt HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", server.port);
    let mut stream = server.connect();
    let start = Instant::now();
    for _ in 0..40 {
        stream.write_all(request.as_bytes()).unwrap();
        let mut head = vec![];
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            head.push(byte[0]);
        }
    }
    let elapsed = start.elapsed();
    assert!(elapsed.as_millis() < 40 * 40, "{elapsed:?}");
}

/// A reader who sends half a request, and another who never reads, keep nobody from being answered.
#[test]
fn nobody_waits_for_a_slow_reader() {
    use std::io::Write;
    let folder = bulletin();
    let server = Server::start(&folder);
    let mut half = server.connect();
    half.write_all(b"GET / HTTP/1.1\r\nHos").unwrap();
    let _open: Vec<_> = (0..20).map(|_| server.open(A)).collect();
    assert_eq!(server.get(A).status, 200);
}
