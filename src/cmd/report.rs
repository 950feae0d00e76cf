//! What a build says about itself when it is done.

use std::fmt::Write as _;
use std::time::Duration;

use serde::Serialize;

use super::BuildArgs;
use crate::build::{self, Phase};
use crate::diag::{Lang, Text, printable};
use crate::site::SkipReason;

/// A finished build.
pub(super) struct Told<'a> {
    pub report: &'a Report,
    pub out: &'a str,
    pub elapsed: Duration,
}

/// A build's report with every moment put into words, in the site's zone.
#[derive(Default)]
pub(super) struct Report {
    rendered: usize,
    total: usize,
    written: usize,
    kept: usize,
    removed: usize,
    skipped: Vec<Skipped>,
    next_change: Option<String>,
    why: Vec<(String, Text)>,
    timings: Vec<(Phase, Duration, Option<Duration>)>,
}

struct Skipped {
    path: String,
    reason: Reason,
}

enum Reason {
    Draft,
    Future(String),
    Expired(String),
    Internal,
    Permit,
    InIssue(String),
}

impl From<&build::Report> for Report {
    fn from(report: &build::Report) -> Self {
        let when = |at: jiff::Timestamp| {
            report.zone.to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string()
        };
        let reason = |reason: &SkipReason| match reason {
            SkipReason::Draft => Reason::Draft,
            SkipReason::Internal => Reason::Internal,
            SkipReason::Permit => Reason::Permit,
            SkipReason::InIssue(path) => Reason::InIssue(format!("content/{path}")),
            SkipReason::Future(at) => Reason::Future(when(*at)),
            SkipReason::Expired(at) => Reason::Expired(when(*at)),
        };
        let skipped = report.skipped.iter();
        Report {
            rendered: report.rendered,
            total: report.pages,
            written: report.written,
            kept: report.kept,
            removed: report.removed,
            skipped: skipped
                .map(|s| Skipped { path: format!("content/{}", s.path), reason: reason(&s.reason) })
                .collect(),
            next_change: report.next_change.map(when),
            why: report.why.iter().map(|(file, why)| (file.clone(), why.text())).collect(),
            timings: report.timings.iter().map(|t| (t.phase, t.wall, t.cpu)).collect(),
        }
    }
}

/// What else is told besides the summary.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Detail {
    pub skipped: bool,
    pub why: bool,
    pub timings: bool,
}

impl Detail {
    /// `--why` asks of every page: also why one is not there.
    pub fn of(verbose: bool, args: &BuildArgs) -> Self {
        Detail { skipped: verbose || args.why, why: args.why, timings: args.timings }
    }
}

impl Told<'_> {
    /// For a person: one line when there is nothing to add.
    pub fn text(&self, lang: Lang, detail: Detail) -> String {
        let mut lines = Vec::new();
        if detail.why {
            lines.extend(self.why(lang));
        }
        if detail.timings {
            lines.extend(self.timings(lang));
        }
        lines.push(self.summary(lang));
        lines.extend(self.skipped(lang, detail.skipped));
        lines.extend(self.next_change(lang));
        lines.iter().fold(String::new(), |text, line| text + &printable(line) + "\n")
    }

    fn summary(&self, lang: Lang) -> String {
        let Report { rendered, total, removed, .. } = *self.report;
        let (same, out) = (total.saturating_sub(rendered), self.out);
        let seconds = self.elapsed.as_secs_f64();
        match lang {
            Lang::Zh => {
                let gone = some(removed, |n| format!("，删除 {n} 个旧文件"));
                format!(
                    "已生成 {total} 页（新渲染 {rendered} 页，未变 {same} 页）{gone}，用时 {seconds:.2} 秒 → {out}"
                )
            }
            Lang::En => {
                let gone = some(removed, |n| format!(", removed {}", plural(n, "old file")));
                let pages = plural(total, "page");
                format!(
                    "Built {pages} ({rendered} rendered, {same} unchanged){gone} in {seconds:.2} s → {out}"
                )
            }
        }
    }

    fn skipped(&self, lang: Lang, each: bool) -> Vec<String> {
        let skipped = &self.report.skipped;
        if skipped.is_empty() {
            return vec![];
        }
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for item in skipped {
            let word = item.reason.word(lang);
            match counts.iter_mut().find(|(known, _)| *known == word) {
                Some((_, n)) => *n += 1,
                None => counts.push((word, 1)),
            }
        }
        let n = skipped.len();
        let mut lines = match lang {
            Lang::Zh => {
                let counts: Vec<_> =
                    counts.iter().map(|(word, n)| format!("{word} {n} 篇")).collect();
                let hint = if each { "" } else { "（加 -v 看是哪些）" };
                vec![format!("跳过 {n} 篇：{}{hint}", counts.join("，"))]
            }
            Lang::En => {
                let counts: Vec<_> = counts.iter().map(|(word, n)| format!("{n} {word}")).collect();
                let hint = if each { "" } else { " (add -v to see which)" };
                vec![format!("Skipped {}: {}{hint}", plural(n, "item"), counts.join(", "))]
            }
        };
        if each {
            lines.extend(skipped.iter().map(|item| item.line(lang)));
        }
        lines
    }

    fn next_change(&self, lang: Lang) -> Option<String> {
        let when = self.report.next_change.as_ref()?;
        Some(match lang {
            Lang::Zh => {
                format!("下一次内容会变化的时刻：{when}（有稿件发布或到期），届时请再生成一次")
            }
            Lang::En => format!(
                "The content next changes at {when} (an item appears or expires): build again then"
            ),
        })
    }

    fn why(&self, lang: Lang) -> Vec<String> {
        let colon = if lang == Lang::Zh { "：" } else { ": " };
        self.report
            .why
            .iter()
            .map(|(path, why)| format!("{path}{colon}{}", why.get(lang)))
            .collect()
    }

    fn timings(&self, lang: Lang) -> Vec<String> {
        let unit = if lang == Lang::Zh { "毫秒" } else { "ms" };
        let row = |&(phase, wall, cpu): &(Phase, Duration, Option<Duration>)| {
            let name = phase_name(phase, lang);
            // Chinese names are all two characters wide and take four columns.
            let pad = if lang == Lang::Zh { 2 } else { 8 };
            let (wall, cpu) = (millis(wall), millis(cpu.unwrap_or_default()));
            format!("{name:pad$} {wall:>9.1} {unit}  CPU {cpu:>9.1} {unit}")
        };
        self.report.timings.iter().map(row).collect()
    }

    /// The same for a program, as one line. The reason for each page only where it is asked for: of a clean build
    /// there are as many as pages.
    pub fn json(&self, detail: Detail) -> String {
        let Report { rendered, total, written, kept, removed, ref next_change, .. } = *self.report;
        let why = self.report.why.iter();
        let timings = self.report.timings.iter();
        let told = ToldJson {
            kept,
            next_change: next_change.as_deref(),
            out: self.out,
            pages: total,
            removed,
            rendered,
            seconds: self.elapsed.as_secs_f64(),
            skipped: self.report.skipped.iter().map(Skipped::json).collect(),
            timings: timings.map(TimingJson::of).collect(),
            why: detail.why.then(|| why.map(WhyJson::of).collect()),
            written,
        };
        // Plain texts and numbers: there is nothing in it that JSON has no form for.
        serde_json::to_string(&told).unwrap_or_default() + "\n"
    }
}

/// What a program is told; keys in the order of the alphabet. Every page may have its reason: they are
/// written straight from these, without a tree of values.
#[derive(Serialize)]
struct ToldJson<'a> {
    kept: usize,
    next_change: Option<&'a str>,
    out: &'a str,
    pages: usize,
    removed: usize,
    rendered: usize,
    seconds: f64,
    skipped: Vec<SkippedJson<'a>>,
    timings: Vec<TimingJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<Vec<WhyJson<'a>>>,
    written: usize,
}

#[derive(Serialize)]
struct SkippedJson<'a> {
    issue: Option<&'a str>,
    path: &'a str,
    reason: &'static str,
    when: Option<&'a str>,
}

#[derive(Serialize)]
struct TimingJson {
    cpu_ms: Option<f64>,
    phase: &'static str,
    wall_ms: f64,
}

impl TimingJson {
    fn of(&(phase, wall, cpu): &(Phase, Duration, Option<Duration>)) -> Self {
        let phase = phase_name(phase, Lang::En);
        TimingJson { cpu_ms: cpu.map(millis), phase, wall_ms: millis(wall) }
    }
}

#[derive(Serialize)]
struct WhyJson<'a> {
    path: &'a str,
    why: TextJson<'a>,
}

#[derive(Serialize)]
struct TextJson<'a> {
    en: &'a str,
    zh: &'a str,
}

impl<'a> WhyJson<'a> {
    fn of((path, why): &'a (String, Text)) -> Self {
        WhyJson { path, why: TextJson { en: &why.en, zh: &why.zh } }
    }
}

impl Skipped {
    fn line(&self, lang: Lang) -> String {
        let mut line = format!("  {}  {}", self.path, self.reason.word(lang));
        if let Some(when) = self.reason.when().or(self.reason.issue()) {
            // Writing to a `String` cannot fail.
            let _ = match lang {
                Lang::Zh => write!(line, "（{when}）"),
                Lang::En => write!(line, " ({when})"),
            };
        }
        line
    }

    fn json(&self) -> SkippedJson<'_> {
        SkippedJson {
            issue: self.reason.issue(),
            path: &self.path,
            reason: self.reason.word(Lang::En),
            when: self.reason.when(),
        }
    }
}

impl Reason {
    fn word(&self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Reason::Draft, Lang::Zh) => "草稿",
            (Reason::Draft, Lang::En) => "draft",
            (Reason::Future(_), Lang::Zh) => "未到发布时间",
            (Reason::Future(_), Lang::En) => "not yet due",
            (Reason::Expired(_), Lang::Zh) => "已到期",
            (Reason::Expired(_), Lang::En) => "expired",
            (Reason::Internal, Lang::Zh) => "内部资料",
            (Reason::Internal, Lang::En) => "internal",
            (Reason::Permit, Lang::Zh) => "内部准印的一期",
            (Reason::Permit, Lang::En) => "issue with an internal permit",
            (Reason::InIssue(_), Lang::Zh) => "内部准印的一期里的稿件",
            (Reason::InIssue(_), Lang::En) => "in an issue with an internal permit",
        }
    }

    fn when(&self) -> Option<&str> {
        match self {
            Reason::Future(when) | Reason::Expired(when) => Some(when),
            Reason::Draft | Reason::Internal | Reason::Permit | Reason::InIssue(_) => None,
        }
    }

    /// The issue that keeps an article away.
    fn issue(&self) -> Option<&str> {
        match self {
            Reason::InIssue(path) => Some(path),
            _ => None,
        }
    }
}

/// A phase of the work for the bar and the table of times.
pub(super) fn phase_name(phase: Phase, lang: Lang) -> &'static str {
    match (phase, lang) {
        (Phase::Scan, Lang::Zh) => "查找",
        (Phase::Scan, Lang::En) => "scan",
        (Phase::Read, Lang::Zh) => "读取",
        (Phase::Read, Lang::En) => "read",
        (Phase::Assemble, Lang::Zh) => "汇编",
        (Phase::Assemble, Lang::En) => "assemble",
        (Phase::Render, Lang::Zh) => "渲染",
        (Phase::Render, Lang::En) => "render",
        (Phase::Pictures, Lang::Zh) => "图片",
        (Phase::Pictures, Lang::En) => "pictures",
        (Phase::Write, Lang::Zh) => "写入",
        (Phase::Write, Lang::En) => "write",
    }
}

fn millis(time: Duration) -> f64 {
    (time.as_secs_f64() * 10_000.0).round() / 10.0
}

fn plural(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

fn some(n: usize, text: impl Fn(usize) -> String) -> String {
    if n == 0 { String::new() } else { text(n) }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn report() -> Report {
        let skipped = |path: &str, reason| Skipped { path: path.into(), reason };
        Report {
            rendered: 3,
            total: 96,
            written: 3,
            kept: 93,
            removed: 1,
            skipped: vec![
                skipped("content/news/a.md", Reason::Draft),
                skipped("content/news/b.md", Reason::Future("2026-12-01 08:00".into())),
                skipped("content/news/c.md", Reason::Draft),
                skipped("content/issues/9.md", Reason::Permit),
                skipped("content/news/d.md", Reason::InIssue("content/issues/9.md".into())),
            ],
            next_change: Some("2026-12-01 08:00".into()),
            why: vec![("news/x.html".into(), Text::new("源文件改了", "its source changed"))],
            timings: vec![(
                Phase::Scan,
                Duration::from_micros(1250),
                Some(Duration::from_millis(12)),
            )],
        }
    }

    fn told(report: &Report, lang: Lang, detail: Detail) -> String {
        Told { report, out: "public/", elapsed: Duration::from_millis(123) }.text(lang, detail)
    }

    #[test]
    fn nothing_to_add_is_one_line() {
        let report = Report { rendered: 0, total: 1, ..Report::default() };
        let zh = "已生成 1 页（新渲染 0 页，未变 1 页），用时 0.12 秒 → public/\n";
        assert_eq!(told(&report, Lang::Zh, Detail::default()), zh);
        let en = "Built 1 page (0 rendered, 1 unchanged) in 0.12 s → public/\n";
        assert_eq!(told(&report, Lang::En, Detail::default()), en);
    }

    #[test]
    fn what_was_skipped_is_counted() {
        let zh = "\
已生成 96 页（新渲染 3 页，未变 93 页），删除 1 个旧文件，用时 0.12 秒 → public/
跳过 5 篇：草稿 2 篇，未到发布时间 1 篇，内部准印的一期 1 篇，内部准印的一期里的稿件 1 篇（加 -v 看是哪些）
下一次内容会变化的时刻：2026-12-01 08:00（有稿件发布或到期），届时请再生成一次
";
        assert_eq!(told(&report(), Lang::Zh, Detail::default()), zh);
    }

    #[test]
    fn details_are_told_when_asked_for() {
        let detail = Detail { skipped: true, why: true, timings: true };
        let en = "\
news/x.html: its source changed
scan           1.3 ms  CPU      12.0 ms
Built 96 pages (3 rendered, 93 unchanged), removed 1 old file in 0.12 s → public/
Skipped 5 items: 2 draft, 1 not yet due, 1 issue with an internal permit, 1 in an issue with an internal permit
  content/news/a.md  draft
  content/news/b.md  not yet due (2026-12-01 08:00)
  content/news/c.md  draft
  content/issues/9.md  issue with an internal permit
  content/news/d.md  in an issue with an internal permit (content/issues/9.md)
The content next changes at 2026-12-01 08:00 (an item appears or expires): build again then
";
        assert_eq!(told(&report(), Lang::En, detail), en);
    }

    #[test]
    fn why_also_tells_which_pages_are_not_there() {
        let args = BuildArgs { why: true, ..BuildArgs::default() };
        let en = told(&report(), Lang::En, Detail::of(false, &args));
        assert!(en.contains("  content/news/a.md  draft\n"), "{en}");
    }

    #[test]
    fn a_program_gets_one_line_of_json() {
        let report = report();
        let told = Told { report: &report, out: "public/", elapsed: Duration::from_millis(123) };
        let text = told.json(Detail { why: true, ..Detail::default() });
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(text.lines().count(), 1);
        assert_eq!(value["pages"], 96);
        assert_eq!(value["skipped"][1]["when"], "2026-12-01 08:00");
        assert_eq!(value["why"][0]["why"]["en"], "its source changed");
        assert_eq!(text, format!("{value}\n"), "keys stand in order");
        let value: Value = serde_json::from_str(&told.json(Detail::default())).unwrap();
        assert_eq!(value.get("why"), None, "nobody asked");
    }
}
