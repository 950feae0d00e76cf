//! The program itself: ports, hosts, the end, restarts, faults.

use std::net::TcpListener;

use crate::harness::{A, Server, article, bulletin};

#[test]
fn a_taken_port_leads_to_the_next_and_that_is_said() {
    let folder = bulletin();
    // Some port with a free one after it, so that the next is to be had.
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let mut server = Server::spawn(&folder, &["--port", &port.to_string()]);
    let told = server.event("serving");
    assert_eq!(told["taken"], port);
    assert!(told["port"].as_u64().unwrap() > u64::from(port), "{told}");
    server.wire.port = u16::try_from(told["port"].as_u64().unwrap()).unwrap();
    assert_eq!(server.get(A).status, 200);
}

#[test]
fn what_cannot_be_listened_at_is_told() {
    let folder = bulletin();
    for host in ["192.0.2.1", "no-such-host.invalid"] {
        let ran = folder.run(&["serve", "--host", host]);
        assert_eq!(ran.exit, Some(3), "{}", ran.said);
        assert!(ran.said.contains("serve/address"), "{}", ran.said);
    }
    for words in [["--port", "70000"], ["--port", "x"]] {
        let ran = folder.run(&[&["serve"], &words[..]].concat());
        assert_eq!(ran.exit, Some(2), "{}", ran.said);
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_at_once_also_with_open_pages() {
    use std::time::{Duration, Instant};
    let folder = bulletin();
    let mut server = Server::start(&folder);
    let mut page = server.open(A);
    page.next();
    let start = Instant::now();
    assert_eq!(server.interrupt(), Some(0));
    let elapsed = start.elapsed();
    assert!(elapsed < Duration::from_secs(5), "{elapsed:?}");
}

#[test]
fn a_server_comes_back_at_its_port() {
    let folder = bulletin();
    let first = Server::start(&folder);
    let port = first.port.to_string();
    let mut page = first.open(A);
    page.next();
    drop(first);
    let second = Server::start_with(&folder, &["--port", &port]);
    assert_eq!(second.port.to_string(), port);
}

/// A program that does not outlive its test, however that ends.
struct Mortal(std::process::Child);

impl Drop for Mortal {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn people_are_told_in_lines() {
    use std::io::{BufRead, BufReader};
    let folder = bulletin();
    let mut child = Mortal(folder.command(&["serve", "--port", "0"]).spawn().unwrap());
    let mut lines = BufReader::new(child.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let built = lines.next().unwrap();
    assert!(built.starts_with("Built ") && built.contains(" pages in "), "{built}");
    let serving = lines.next().unwrap();
    assert!(serving.starts_with("Serving http://127.0.0.1:"), "{serving}");
    folder.put("content/news/a.md", article("甲", "改过"));
    let rebuilt = lines.next().unwrap();
    assert!(rebuilt.contains(" content/news/a.md: ") && rebuilt.ends_with(" ms"), "{rebuilt}");
}

/// The browser that the system would open is one of our own here.
#[cfg(target_os = "linux")]
#[test]
fn open_opens_the_address() {
    use std::os::unix::fs::PermissionsExt;
    use std::time::Instant;
    let folder = bulletin();
    let script = format!(
        "#!/bin/sh\nprintf %s \"$1\" > {0}/tmp && mv {0}/tmp {0}/opened\n",
        folder.0.display()
    );
    folder.put("bin/xdg-open", script);
    std::fs::set_permissions(folder.at("bin/xdg-open"), std::fs::Permissions::from_mode(0o755))
        .unwrap();
    let path = format!("{}:{}", folder.at("bin").display(), std::env::var("PATH").unwrap());
    let command = &["serve", "--port", "0", "--open"];
    let _child = Mortal(folder.command(command).env("PATH", path).spawn().unwrap());
    let start = Instant::now();
    let opened = loop {
        match std::fs::read_to_string(folder.at("opened")) {
            Ok(address) => break address,
            Err(_) => assert!(start.elapsed() < crate::harness::PATIENCE, "nothing was opened"),
        }
        std::thread::yield_now();
    };
    assert!(opened.starts_with("http://127.0.0.1:") && opened.ends_with('/'), "{opened}");
}
