//! Where a command speaks: stdout for results, stderr for everything else.

use std::io::{self, Write};

use crate::diag::{self, Diagnostic, FileId, Format, Lang, Sources};
use crate::vfs::{Host, Vfs};

/// How to speak: known before the arguments are parsed, since their errors are spoken so too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    pub format: Format,
    pub lang: Lang,
}

/// The machine as a command sees it, and its two streams.
pub struct Console<'a> {
    pub host: &'a dyn Host,
    pub vfs: &'a dyn Vfs,
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
    manner: Manner,
    /// The first failure of stdout that is the machine's fault.
    lost: Option<io::Error>,
}

impl<'a> Console<'a> {
    pub fn new(
        host: &'a dyn Host,
        vfs: &'a dyn Vfs,
        out: &'a mut dyn Write,
        err: &'a mut dyn Write,
    ) -> Self {
        Console { host, vfs, out, err, manner: Manner::default(), lost: None }
    }

    pub(super) fn speak(&mut self, manner: Manner) {
        self.manner = manner;
    }

    pub fn lang(&self) -> Lang {
        self.manner.lang
    }

    pub fn format(&self) -> Format {
        self.manner.format
    }

    /// Of the two languages the one spoken.
    pub(super) fn pick<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.lang() {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// Whether colour may be used on stderr.
    pub(super) fn color(&self) -> bool {
        let set = |name| self.host.var(name).is_some_and(|value| !value.is_empty());
        let dumb = self.host.var("TERM").is_some_and(|term| term == "dumb");
        self.host.stderr_is_terminal() && !set("NO_COLOR") && !dumb
    }

    /// Whether a person watches the work.
    pub(super) fn watched(&self) -> bool {
        self.host.stderr_is_terminal() && self.format() == Format::Human
    }

    /// Writes a result to stdout. A reader that has gone away (`| head`) is no failure.
    pub(super) fn print(&mut self, text: &str) {
        let written = self.out.write_all(text.as_bytes());
        self.heed(written);
    }

    /// Writes a message to stderr. When even that fails there is nobody left to tell.
    pub(super) fn tell(&mut self, text: &str) {
        let _ = self.err.write_all(text.as_bytes());
    }

    /// Tells diagnostics, in order and without repetitions, and counts them.
    pub(super) fn report(&mut self, diags: &mut Vec<Diagnostic>, sources: &dyn Sources) {
        diag::sort_and_dedup(diags, sources);
        let Manner { format, lang } = self.manner;
        self.tell(&diag::render(diags, sources, format, lang, self.color()));
        let summary = diag::summary(diags, lang);
        if format == Format::Human && !summary.is_empty() {
            self.tell(&format!("{summary}\n"));
        }
    }

    /// Tells one diagnostic that speaks of no file.
    pub(super) fn complain(&mut self, diag: &Diagnostic) {
        let Manner { format, lang } = self.manner;
        let text = diag::render(std::slice::from_ref(diag), &Nothing, format, lang, self.color());
        self.tell(text.trim_end());
        self.tell("\n");
    }

    /// The end of a run: what stdout could not take turns success into failure.
    pub(super) fn close(&mut self, exit: super::Exit) -> super::Exit {
        let flushed = self.out.flush();
        self.heed(flushed);
        let Some(error) = self.lost.take() else {
            return exit;
        };
        let why = super::reason(&error);
        let diag = Diagnostic::error(
            "io/stdout",
            format!("结果没有写完：{}", why.zh),
            format!("the result was not written whole: {}", why.en),
        );
        self.complain(&diag);
        super::Exit::Failed
    }

    fn heed(&mut self, written: io::Result<()>) {
        if let Err(error) = written
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            self.lost.get_or_insert(error);
        }
    }
}

/// The files of diagnostics that speak of none.
struct Nothing;

impl Sources for Nothing {
    fn name(&self, _: FileId) -> String {
        String::new()
    }

    fn text(&self, _: FileId) -> Option<std::sync::Arc<str>> {
        None
    }
}
