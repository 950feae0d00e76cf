//! A small bulletin, a server of its own for each test, and a client that shows what came over the wire.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::common::disk::Folder;
use crate::common::files_of;

/// Nothing takes so long on any machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub const SITE: &str = r#"
=== content/site.yaml
title: 会刊
theme: plain
=== content/columns/dongtai.md
---
title: 动态
---
=== content/news/a.md
---
title: 甲
date: 2020-01-02
column: dongtai
---
第一篇的正文。
=== content/news/b.md
---
title: 乙
date: 2020-01-03
column: dongtai
---
第二篇的正文。
=== content/static/note.txt
便条
=== content/static/digits.bin
0123456789
=== themes/plain/templates/base.html
<!doctype html><html><head><title>{{ page.title }}</title>
<link rel="stylesheet" href="{{ base }}{{ asset(path="site.css") }}"></head>
<body><h1>{{ page.title }}</h1>{% block main %}{% endblock %}</body></html>
=== themes/plain/templates/home.html
{% extends "base.html" %}
=== themes/plain/templates/archive.html
{% extends "base.html" %}
=== themes/plain/templates/directory.html
{% extends "base.html" %}
=== themes/plain/templates/year.html
{% extends "base.html" %}
=== themes/plain/templates/column.html
{% extends "base.html" %}
=== themes/plain/templates/404.html
{% extends "base.html" %}{% block main %}<p>这里没有这一页</p>{% endblock %}
=== themes/plain/templates/article.html
{% extends "base.html" %}{% block main %}<article>{{ page.body }}</article>{% endblock %}
=== themes/plain/static/site.css
body { color: black }
"#;

/// The pages of the two news items.
pub const A: &str = "/news/2020/01/a.html";
pub const B: &str = "/news/2020/01/b.html";

pub fn article(title: &str, body: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2020-01-02\ncolumn: dongtai\n---\n{body}\n")
}

pub fn bulletin() -> Folder {
    let folder = Folder::new();
    files_of(SITE.trim_start()).iter().for_each(|(path, text)| folder.put(path, text));
    folder
}

/// A running server and what it says, line by line.
pub struct Server {
    child: Child,
    out: Receiver<String>,
    err: Receiver<String>,
    /// Everything that it has said, for a failing test.
    said: Vec<String>,
    pub url: String,
    pub wire: Wire,
}

impl Server {
    /// Serves the folder at any port; its words are JSON.
    pub fn start(folder: &Folder) -> Server {
        Server::start_with(folder, &["--port", "0"])
    }

    pub fn start_with(folder: &Folder, words: &[&str]) -> Server {
        let mut server = Server::spawn(folder, words);
        let told = server.event("serving");
        server.url = told["url"].as_str().unwrap().to_owned();
        server.wire.port = u16::try_from(told["port"].as_u64().unwrap()).unwrap();
        server
    }

    /// The program started; nothing was waited for.
    pub fn spawn(folder: &Folder, words: &[&str]) -> Server {
        let words = [&["serve", "--format", "json"], words].concat();
        let mut command = folder.command(&words);
        let mut child = command.stdin(Stdio::null()).spawn().unwrap();
        let out = lines(child.stdout.take().unwrap());
        let err = lines(child.stderr.take().unwrap());
        Server { child, out, err, said: vec![], url: String::new(), wire: Wire { port: 0 } }
    }

    /// The next event of this name; those before it are passed by.
    #[track_caller]
    pub fn event(&mut self, name: &str) -> Value {
        self.until(|event| event["event"] == name)
    }

    /// The next event that is as wanted.
    #[track_caller]
    pub fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let line = self.out.recv_timeout(PATIENCE);
            self.said.extend(self.err.try_iter());
            let line = line.unwrap_or_else(|_| panic!("it never came: {:#?}", self.said));
            let event: Value = serde_json::from_str(&line).unwrap();
            self.said.push(line);
            if wanted(&event) {
                return event;
            }
        }
    }

    /// What it said of rebuilds up to now.
    pub fn rebuilt(&mut self) -> Vec<Value> {
        let lines: Vec<String> = self.out.try_iter().collect();
        self.said.extend(lines.iter().cloned());
        let events = lines.iter().map(|line| serde_json::from_str::<Value>(line).unwrap());
        events.filter(|event| event["event"] == "rebuilt").collect()
    }

    /// The next line of stderr that holds `text`.
    #[track_caller]
    pub fn complains(&mut self, text: &str) -> String {
        loop {
            let line = self.err.recv_timeout(PATIENCE);
            let line = line.unwrap_or_else(|_| panic!("no {text:?} in {:#?}", self.said));
            self.said.push(line.clone());
            if line.contains(text) {
                return line;
            }
        }
    }

    /// Waits until the page at `path` holds `text`: rebuilds come one by one, and the last one counts.
    #[track_caller]
    pub fn shows(&mut self, path: &str, text: &str) {
        let start = Instant::now();
        loop {
            let answer = self.get(path);
            if answer.text().contains(text) {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "{path} never showed {text:?}: {:#?}", self.said);
            // Something has to come before the page can be another.
            if let Ok(line) = self.out.recv_timeout(Duration::from_millis(50)) {
                self.said.push(line);
            }
        }
    }

    /// Ctrl-C. How it ended.
    #[cfg(unix)]
    pub fn interrupt(&mut self) -> Option<i32> {
        let id = i32::try_from(self.child.id()).unwrap();
        // SAFETY: a signal to a process that this test started and has not waited for.
        unsafe { libc::kill(id, libc::SIGINT) };
        self.ended()
    }

    pub fn ended(&mut self) -> Option<i32> {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            assert!(start.elapsed() < PATIENCE, "it does not end");
            thread::sleep(Duration::from_millis(1));
        }
    }
}

impl std::ops::Deref for Server {
    type Target = Wire;

    fn deref(&self) -> &Wire {
        &self.wire
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A client of a server at some port of this machine.
pub struct Wire {
    pub port: u16,
}

impl Wire {
    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let host = format!("127.0.0.1:{}", self.port);
        let own = headers.iter().any(|(name, _)| *name == "Host");
        let host = [("Host", host.as_str())];
        let all = if own { headers.to_vec() } else { [&host, headers].concat() };
        let head: String = all.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        self.send(format!("{method} {path} HTTP/1.1\r\n{head}Connection: close\r\n\r\n").as_bytes())
    }

    /// Sends these bytes and reads all that comes back.
    pub fn send(&self, request: &[u8]) -> Answer {
        let mut stream = self.connect();
        stream.write_all(request).unwrap();
        let mut bytes = vec![];
        stream.read_to_end(&mut bytes).unwrap();
        Answer::read(&bytes)
    }

    pub fn connect(&self) -> TcpStream {
        let address = SocketAddr::from(([127, 0, 0, 1], self.port));
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// An open page at `path`, which has just been loaded.
    pub fn open(&self, path: &str) -> OpenPage {
        let tag = self.get(path).attribute("data-tag");
        self.open_with(path, &tag)
    }

    pub fn open_with(&self, path: &str, tag: &str) -> OpenPage {
        let path = path.trim_start_matches('/').replace('/', "%2F");
        let mut stream = self.connect();
        let request = format!(
            "GET /.huikan/events?path={path}&tag={tag} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
            self.port
        );
        stream.write_all(request.as_bytes()).unwrap();
        OpenPage { lines: BufReader::new(stream) }
    }
}

fn lines(from: impl Read + Send + 'static) -> Receiver<String> {
    let (send, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                return;
            }
        }
    });
    lines
}

/// What came back.
pub struct Answer {
    pub status: u16,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    fn read(bytes: &[u8]) -> Answer {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.map(|line| {
            let (name, value) = line.split_once(':').unwrap();
            (name.to_ascii_lowercase(), value.trim().to_owned())
        });
        Answer { status, headers: headers.collect(), body: bytes[end + 4..].to_vec() }
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// An attribute of the live script.
    pub fn attribute(&self, name: &str) -> String {
        let text = self.text();
        let start = text.rfind(&format!("{name}=\"")).expect("a live script") + name.len() + 2;
        text[start..].split('"').next().unwrap().to_owned()
    }
}

/// The connection that a page in a browser keeps.
pub struct OpenPage {
    lines: BufReader<TcpStream>,
}

impl OpenPage {
    /// The next message, whatever it says.
    #[track_caller]
    pub fn next(&mut self) -> Value {
        let start = Instant::now();
        loop {
            // Signs of life come for ever.
            assert!(start.elapsed() < PATIENCE, "nothing more is told");
            let mut line = String::new();
            assert_ne!(self.lines.read_line(&mut line).unwrap(), 0, "the connection was closed");
            if let Some(json) = line.strip_prefix("data: ") {
                return serde_json::from_str(json).unwrap();
            }
        }
    }

    /// The next message that is as wanted.
    #[track_caller]
    pub fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.next();
            if wanted(&message) {
                return message;
            }
        }
    }
}
