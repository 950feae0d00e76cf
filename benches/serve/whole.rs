//! The whole way: from a save in a folder that `huikan serve` watches to the word that an open page hears.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::saves::{Desk, Save};

/// The program, serving a bulletin at a port of its own.
pub struct Server {
    child: Child,
    port: u16,
}

impl Server {
    /// Starts it, and waits until it serves.
    pub fn start(root: &Path) -> io::Result<Server> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_huikan"));
        command.arg("--root").arg(root).args(["--format", "json", "serve", "--port", "0"]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = Server { child: command.spawn()?, port: 0 };
        let said = server.child.stdout.take().ok_or_else(|| lost("its words"))?;
        let mut lines = BufReader::new(said).lines();
        let told = lines.find_map(|line| port(&line.ok()?)).ok_or_else(|| lost("its port"))?;
        server.port = told;
        // It must not stop for want of a reader.
        thread::spawn(move || lines.for_each(drop));
        Ok(server)
    }

    /// Saves so many times, each when all is settled again. The time until the page is told to load itself
    /// anew: that the disk tells of the change, that it is quiet, the update, the word.
    pub fn measure(&self, desk: &Desk, save: Save, rounds: usize) -> io::Result<Vec<Duration>> {
        (0..rounds)
            .map(|round| {
                self.settle();
                let mut page = self.open(&desk.page)?;
                let start = Instant::now();
                desk.write(save, round)?;
                page.find(|line| line.contains("\"reload\":true")).ok_or_else(|| lost("a word"))?;
                Ok(start.elapsed())
            })
            .collect()
    }

    /// Waits until nothing more is drawn in the background.
    fn settle(&self) {
        let mut before = None;
        for _ in 0..100 {
            let now = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok();
            if now.is_some() && now == before {
                return;
            }
            before = now;
            thread::sleep(Duration::from_millis(100));
        }
    }

    /// What a page hears that was loaded just now, after the first message.
    fn open(&self, page: &str) -> io::Result<impl Iterator<Item = String>> {
        let mut text = String::new();
        self.ask(&format!("/{page}"), "close")?.read_to_string(&mut text)?;
        let tag = text.rsplit("data-tag=\"").next().and_then(|rest| rest.split('"').next());
        let tag = tag.ok_or_else(|| lost("the tag of the page"))?;
        let path = page.replace('/', "%2F");
        let heard = self.ask(&format!("/.huikan/events?path={path}&tag={tag}"), "keep-alive")?;
        let lines = BufReader::new(heard).lines().map_while(Result::ok);
        let mut messages = lines.filter(|line| line.starts_with("data: "));
        messages.next().ok_or_else(|| lost("the first message"))?;
        Ok(messages)
    }

    fn ask(&self, path: &str, connection: &str) -> io::Result<TcpStream> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        let host = format!("localhost:{}", self.port);
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: {connection}\r\n\r\n")?;
        Ok(stream)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Best effort: it may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The number after `"port":` in what is told at the start.
fn port(line: &str) -> Option<u16> {
    let rest = line.split("\"port\":").nth(1)?;
    let digits = rest.trim_start().split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

fn lost(what: &str) -> io::Error {
    io::Error::other(format!("{what} never came"))
}
