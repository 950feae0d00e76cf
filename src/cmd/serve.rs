//! `huikan serve`: what happens while a site is served, told in words.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::root::{self, Root, Shown};
use super::{Cli, Console, Exit, ServeArgs, Stop, reason};
use crate::build::Options;
use crate::build::session::Problems;
use crate::content::Moment;
use crate::diag::{Diagnostic, Format, Lang};
use crate::serve::{self, Bound, Builder, Event, Rebuilt, Watch};
use crate::vfs::{self, Disk, System};

/// The folders that a site is made of.
const CONTENT: &str = "content";
const THEMES: &str = "themes";

/// Between two looks at a disk that sends no word of changes.
const PAUSE: Duration = Duration::from_millis(500);

pub(super) fn run(cli: &Cli, args: &ServeArgs, console: &mut Console) -> Result<Exit, Stop> {
    let root = root::find(cli.root.as_deref(), console)?;
    let bound = serve::bind(&args.host, args.port).map_err(|error| unbound(args, &error))?;
    // Only a disk can be watched, and only a machine's port can be listened at.
    let builder =
        Builder { vfs: Arc::new(Disk), host: Arc::new(System), options: options(&root, args) };
    let mut teller = Teller { args, root: &root, place: Place::of(&bound, args), console };
    let watch = watch(root.path.clone(), args.poll);
    let served =
        serve::serve(builder, watch, bound, &args.host, cli.lang, |event| teller.hear(event));
    served.map_err(|error| unbound(args, &error))?;
    Ok(Exit::Done)
}

fn options(root: &Root, args: &ServeArgs) -> Options {
    Options {
        root: root.path.clone(),
        out: root.path.join("public"),
        drafts: args.drafts,
        as_of: args.as_of.as_deref().and_then(Moment::parse),
        ..Options::default()
    }
}

/// The system's word of changes, or a look every now and then.
fn watch(root: camino::Utf8PathBuf, poll: bool) -> Watch {
    Box::new(move |tell| {
        let look = |tell| vfs::poll(Arc::new(Disk), &root, &[CONTENT], &[THEMES], PAUSE, tell);
        if poll {
            return (look(tell), None);
        }
        match vfs::watch(&root, &[CONTENT, THEMES], Arc::clone(&tell)) {
            Ok(watching) => (watching, None),
            Err(error) => (look(tell), Some(error)),
        }
    })
}

fn unbound(args: &ServeArgs, error: &io::Error) -> Stop {
    let (host, port, why) = (&args.host, args.port, reason(error));
    Stop::failed(
        Diagnostic::error(
            "serve/address",
            format!("不能在 {host} 的端口 {port} 上提供预览：{}", why.zh),
            format!("cannot serve at {host}, port {port}: {}", why.en),
        )
        .hint(
            "去掉 --host 只给本机看，或用 --port 换一个 1024 以上的端口",
            "leave --host out to serve this machine only, or take another --port above 1024",
        ),
    )
}

/// Where the site is to be seen.
struct Place {
    /// Without a path.
    url: String,
    port: u16,
    taken: Option<u16>,
    told: bool,
}

impl Place {
    fn of(bound: &Bound, args: &ServeArgs) -> Self {
        let url = bound.url(&args.host, "");
        Place { url, port: bound.address.port(), taken: bound.taken, told: false }
    }
}

struct Teller<'a, 'c> {
    args: &'a ServeArgs,
    root: &'a Root,
    place: Place,
    console: &'a mut Console<'c>,
}

impl Teller<'_, '_> {
    /// Tells of an event; `true`: there may be more.
    fn hear(&mut self, event: Event) -> bool {
        match event {
            Event::Built(built) => self.built(&built),
            Event::Rebuilt(rebuilt) => self.rebuilt(&rebuilt),
            Event::Broken(problems) => self.broken(&problems),
            Event::Polling(error) => self.console.complain(&polling(&error)),
            Event::Panicked(text) => self.console.complain(&panicked(&text)),
            Event::Interrupted => return false,
        }
        true
    }

    fn built(&mut self, built: &Rebuilt) {
        self.report(&built.problems);
        let Rebuilt { pages, elapsed, .. } = built;
        let seconds = elapsed.as_secs_f64();
        if built.base.is_some() {
            let zh = format!("已生成 {pages} 页，用时 {seconds:.2} 秒");
            let en = format!("Built {pages} pages in {seconds:.2} s");
            self.say(&zh, &en, json!({ "event": "built", "pages": pages, "seconds": seconds }));
        } else {
            let zh = "有错误，还没有网页可看；改好以后会自动出现";
            let en = "There are errors and no site yet; it appears once they are mended";
            self.say(zh, en, json!({ "event": "refused" }));
        }
        if !self.place.told {
            self.place.told = true;
            self.address(built.base.as_deref().unwrap_or("/"));
        }
    }

    fn address(&mut self, base: &str) {
        let Place { url, port, taken, .. } = &self.place;
        let (url, port, taken) = (format!("{url}{base}"), *port, *taken);
        let (zh, en) = match taken {
            Some(taken) => (
                format!("端口 {taken} 已被占用，改用 {port}。\n"),
                format!("Port {taken} is taken; {port} is used instead.\n"),
            ),
            None => Default::default(),
        };
        let zh = format!("{zh}正在预览：{url} （按 Ctrl-C 结束）");
        let en = format!("{en}Serving {url} (Ctrl-C ends it)");
        let value = json!({ "event": "serving", "url": url, "port": port, "taken": taken });
        self.say(&zh, &en, value);
        if self.args.open
            && let Err(error) = self.console.host.open(&url)
        {
            self.console.complain(&unopened(&url, &error));
        }
    }

    fn rebuilt(&mut self, rebuilt: &Rebuilt) {
        if !rebuilt.same_problems {
            self.report(&rebuilt.problems);
        }
        let time = self.time(&rebuilt.zone);
        let millis = rebuilt.elapsed.as_secs_f64() * 1000.0;
        let value = json!({
            "event": "rebuilt", "sources": rebuilt.sources, "pages": rebuilt.pages,
            "changed": rebuilt.changed, "errors": rebuilt.problems.has_errors(), "ms": millis,
        });
        let (zh_what, en_what) = (what(rebuilt, Lang::Zh), what(rebuilt, Lang::En));
        let (zh, en) = outcome(rebuilt);
        let zh = format!("{time} {zh_what}：{zh}，用时 {millis:.0} 毫秒");
        let en = format!("{time} {en_what}: {en} in {millis:.0} ms");
        self.say(&zh, &en, value);
    }

    fn broken(&mut self, problems: &Problems) {
        self.report(problems);
        let zh = "有的页面画不出来，网页退回上一次的；改好以后会自动更新";
        let en = "Some pages cannot be drawn: the last good site is shown until they are mended";
        self.say(zh, en, json!({ "event": "broken" }));
    }

    fn report(&mut self, problems: &Problems) {
        let mut diags = problems.diagnostics().to_vec();
        self.console.report(&mut diags, &Shown { root: self.root, sources: problems.sources() });
    }

    fn say(&mut self, zh: &str, en: &str, value: Value) {
        let text = match self.console.format() {
            Format::Json => value.to_string(),
            _ => self.console.pick(zh, en).to_owned(),
        };
        self.console.print(&format!("{text}\n"));
    }

    /// The time of day at the site.
    fn time(&self, zone: &TimeZone) -> String {
        zone.to_datetime(self.console.host.now()).strftime("%H:%M:%S").to_string()
    }
}

/// The files that changed, in a few words.
fn what(rebuilt: &Rebuilt, lang: Lang) -> String {
    let names: Vec<&str> = rebuilt.sources.iter().map(String::as_str).collect();
    match (names.as_slice(), lang) {
        ([], Lang::Zh) => "有改动".to_owned(),
        ([], Lang::En) => "something changed".to_owned(),
        ([one], _) => (*one).to_owned(),
        ([one, ..], Lang::Zh) => format!("{one} 等 {} 个文件", names.len()),
        ([one, ..], Lang::En) => format!("{one} and {} more", names.len() - 1),
    }
}

/// What became of the change.
fn outcome(rebuilt: &Rebuilt) -> (String, String) {
    let Rebuilt { pages, problems, .. } = rebuilt;
    if problems.has_errors() {
        return match &rebuilt.base {
            Some(_) => {
                ("有错误，网页仍是上一次的".into(), "errors, the last good site stays".into())
            }
            None => ("有错误，还没有网页可看".into(), "errors, no site yet".into()),
        };
    }
    let (zh, en) = if rebuilt.had_errors { ("错误已改好，", "mended, ") } else { ("", "") };
    match (rebuilt.changed, pages) {
        (false, _) => (format!("{zh}网页没有变化"), format!("{en}no page changed")),
        (true, 0) => {
            (format!("{zh}更新了页面以外的文件"), format!("{en}files beside pages updated"))
        }
        (true, 1) => (format!("{zh}更新 1 页"), format!("{en}1 page updated")),
        (true, n) => (format!("{zh}更新 {n} 页"), format!("{en}{n} pages updated")),
    }
}

fn polling(error: &io::Error) -> Diagnostic {
    let why = reason(error);
    Diagnostic::warning(
        "serve/polling",
        format!("系统不能通知文件的改动（{}），改为反复查看", why.zh),
        format!("the system tells of no changes ({}); they are looked for instead", why.en),
    )
    .hint(
        "网络硬盘可以直接加 --poll；Linux 上可以调大 fs.inotify.max_user_watches",
        "on network disks add --poll; on Linux raise fs.inotify.max_user_watches",
    )
}

fn panicked(text: &str) -> Diagnostic {
    Diagnostic::error(
        "internal/panic",
        format!("程序内部出错，这一次放弃了，预览继续：{text}"),
        format!("an internal error; this once was given up, serving goes on: {text}"),
    )
    .hint("这是 huikan 的毛病，请把这一段报给开发者", "this is a fault of huikan: please report it")
}

fn unopened(url: &str, error: &io::Error) -> Diagnostic {
    let why = reason(error);
    Diagnostic::warning(
        "serve/open",
        format!("打不开浏览器：{}", why.zh),
        format!("the browser cannot be opened: {}", why.en),
    )
    .hint(format!("自己在浏览器里打开 {url}"), format!("open {url} yourself"))
}
