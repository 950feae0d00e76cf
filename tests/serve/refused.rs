//! What is refused: whatever is not of the edition, however it is written, and requests that are meant
//! for another host.

use crate::common::disk::Folder;
use crate::harness::{A, Server, bulletin};

/// A bulletin beside a secret, with secrets of its own and links that lead to them.
fn with_secrets() -> Folder {
    let folder = bulletin();
    folder.put("secret.txt", "geheim");
    folder.put("content/static/.hidden", "geheim");
    folder.put(
        "content/news/draft.md",
        "---\ntitle: 草\ndate: 2020\ncolumn: dongtai\nstatus: draft\n---\ngeheim\n",
    );
    #[cfg(unix)]
    {
        std::fs::create_dir_all(folder.at("public")).unwrap();
        std::os::unix::fs::symlink("../secret.txt", folder.at("public/link.txt")).unwrap();
    }
    folder
}

#[test]
fn no_path_leads_out_of_the_site() {
    let folder = with_secrets();
    let server = Server::start(&folder);
    let root = folder.0.to_str().unwrap();
    for path in [
        "/../secret.txt",
        "/news/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%2fsecret.txt",
        "/news/%2E%2E/%2E%2E/secret.txt",
        "/%252e%252e/secret.txt",
        "/%252e%252e%252fsecret.txt",
        "/..\\secret.txt",
        "/..%5csecret.txt",
        "/%5c%5c127.0.0.1%5cshare",
        "/.%2e/secret.txt",
        "/secret.txt",
        "/secret.txt%00.html",
        "/news%00",
        "/%ff",
        "/%zz",
        "/.hidden",
        "/content/news/a.md",
        "/content/site.yaml",
        "/themes/plain/templates/base.html",
        "/news/2020/draft.html",
        "/link.txt",
        "/.huikan/../secret.txt",
        "/.huikan/cache",
        "/.huikan-manifest",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/etc/passwd",
        "/C:/Windows/win.ini",
        "/c%3a%5cwindows",
        "/file:///etc/passwd",
        &format!("/{root}/secret.txt"),
        &format!("{root}/secret.txt"),
        "/.huikan/inspect?path=../secret.txt",
        &format!("/.huikan/inspect?path={root}/secret.txt"),
    ] {
        let answer = server.get(path);
        assert!([400, 404].contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.text().contains("geheim"), "{path}: {}", answer.text());
        assert!(!answer.text().contains("root:"), "{path}: {}", answer.text());
    }
}

/// A link in the content that leads out of it is an error of the content, and leads nowhere here.
#[cfg(unix)]
#[test]
fn no_link_leads_out_of_the_site() {
    let folder = with_secrets();
    std::os::unix::fs::symlink("../../secret.txt", folder.at("content/static/leak.txt")).unwrap();
    let server = Server::start(&folder);
    let answer = server.get("/leak.txt");
    assert!(answer.status >= 400 && !answer.text().contains("geheim"), "{}", answer.text());
}

#[test]
fn only_requests_to_this_machine_are_answered() {
    let folder = bulletin();
    let server = Server::start(&folder);
    let port = server.port;
    let ask = |host: &str| server.ask("GET", A, &[("Host", host)]);
    for host in ["localhost", "127.0.0.1", "[::1]", "LocalHost"] {
        assert_eq!(ask(&format!("{host}:{port}")).status, 200, "{host}");
    }
    for host in [
        "evil.example",
        &format!("evil.example:{port}"),
        &format!("localhost.evil.example:{port}"),
        &format!("127.0.0.1.evil.example:{port}"),
        &format!("192.168.1.7:{port}"),
        &format!("0.0.0.0:{port}"),
        "127.0.0.1",
        "localhost:1",
    ] {
        let refused = ask(host);
        assert_eq!(refused.status, 403, "{host}");
        assert!(refused.text().contains("refused"), "{}", refused.text());
        for own in ["/.huikan/events?path=&tag=", "/.huikan/inspect?path=index.html"] {
            assert_eq!(server.ask("GET", own, &[("Host", host)]).status, 403, "{host} {own}");
        }
    }
    let lines = |lines: &str| {
        server.send(format!("GET / HTTP/1.1\r\n{lines}Connection: close\r\n\r\n").as_bytes()).status
    };
    assert_eq!(lines(""), 400);
    assert_eq!(lines(&format!("Host: localhost:{port}\r\nHost: evil.example\r\n")), 400);
    // As to a proxy: the address of the request counts as well.
    let whole = format!(
        "GET http://evil.example:{port}/ HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n"
    );
    assert_eq!(server.send(whole.as_bytes()).status, 403);
}

#[test]
fn open_to_the_network_any_address_is_answered_but_no_foreign_name() {
    let folder = bulletin();
    let server = Server::start_with(&folder, &["--host", "0.0.0.0", "--port", "0"]);
    let ask = |host: &str| server.ask("GET", A, &[("Host", &format!("{host}:{}", server.port))]);
    assert_eq!(ask("192.168.1.7").status, 200);
    assert_eq!(ask("evil.example").status, 403);
}

#[test]
fn nothing_can_be_changed_through_the_server() {
    let folder = bulletin();
    let server = Server::start(&folder);
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
        let refused = server.ask(method, A, &[("Content-Length", "0")]);
        assert_eq!((refused.status, refused.header("allow")), (405, "GET, HEAD"), "{method}");
    }
}
