//! The federation's record in a corpus: every kind, in proportion to the news.

use jiff::civil::Date;

use super::corpus::{CHAMBERS, COLUMNS, Files, PLACES, Plan, day, news_id};
use super::prose;
use super::rng::Rng;

/// Articles in an issue of the journal.
const IN_ISSUE: usize = 60;
/// News for each event.
const PER_EVENT: usize = 25;
const SERIES: usize = 6;
const SERVICES: usize = 4;

/// The front matter by which a news item says where it belongs: its issue and its event.
pub fn belongs(n: usize, items: usize) -> String {
    let issue = issue_of(n / IN_ISSUE, items).map(|(id, ..)| format!("issue: {id}\n"));
    let event = (n.is_multiple_of(PER_EVENT) && n / PER_EVENT < items / PER_EVENT)
        .then(|| format!("events: [event-{:05}]\n", n / PER_EVENT));
    issue.unwrap_or_default() + &event.unwrap_or_default()
}

/// Id, year and number of the issue that holds the articles from `k` times sixty on; none for a part.
fn issue_of(k: usize, items: usize) -> Option<(String, i16, usize)> {
    if (k + 1) * IN_ISSUE > items {
        return None;
    }
    let year = |k: usize| day(k * IN_ISSUE, items).year();
    let number = (0..=k).rev().take_while(|earlier| year(*earlier) == year(k)).count();
    Some((format!("y{}-{number}", year(k)), year(k), number))
}

/// All records of a corpus beyond news and what news stand in.
pub fn all(plan: Plan) -> Files {
    let mut files = Files::new();
    issues(&mut files, plan.items);
    events(&mut files, plan.items);
    for n in 0..SERIES {
        let rhythm = ["monthly", "quarterly", "yearly"][n % 3];
        put(&mut files, "series", n, &format!("rhythm: {rhythm}\nhosts: [chamber-{n:02}]\n"));
    }
    for n in 0..20 {
        let (year, level) = (2015 + n / 2, ["region", "national"][n % 2]);
        let named: Vec<String> =
            (0..5).map(|i| format!("chamber-{:02}", (n + i * 7) % CHAMBERS)).collect();
        let named = named.join(", ");
        put(
            &mut files,
            "recognitions",
            n,
            &format!("level: {level}\nperiod: {year}\ndeclared: 9\nchambers: [{named}]\n"),
        );
    }
    for n in 0..(plan.items / 200).max(1) {
        let article = news_id(n * 200, plan.items);
        let (a, b) = (n % CHAMBERS, (n + 1) % CHAMBERS);
        put(
            &mut files,
            "agreements",
            n,
            &format!(
                "parties: [{{ chamber: chamber-{a:02} }}, {{ chamber: chamber-{b:02} }}]\nsigned: 2019-05\narticles: [{article}]\n"
            ),
        );
        put(
            &mut files,
            "documents",
            n,
            &format!("kind: plan\nissuer: 示例单位\nissued: 2015-03\narticles: [{article}]\n"),
        );
        put(
            &mut files,
            "reports",
            n,
            &format!(
                "date: 2019-06\nmedium: 示例媒体\nchannel: channel-00000\narticles: [{article}]\nchambers: [chamber-{a:02}]\n"
            ),
        );
    }
    for n in 0..3 {
        put(&mut files, "channels", n, "kind: print\n");
    }
    // Each of the services names a figure.
    for n in 0..(plan.items / 100).max(SERVICES) {
        // Twenty indicators, each with as many dates as there are.
        let (indicator, date) = (n % 20, n / 20);
        let as_of = format!("{:04}-{:02}", 2000 + date / 12, 1 + date % 12);
        put(
            &mut files,
            "figures",
            n,
            &format!(
                "indicator: 指标{indicator:02}\nunit: 户\nas_of: {as_of}\nbasis: point\nvalue: {}\n",
                1000 + n
            ),
        );
    }
    for n in 0..12 {
        put(
            &mut files,
            "rotation",
            n,
            &format!(
                "from: 2019-{:02}\nto: 2019-{:02}\ntheme: 示例主题\nstate: held\nlead: chamber-{:02}\n",
                n + 1,
                n + 1,
                n * 5
            ),
        );
    }
    for n in 0..SERVICES {
        put(&mut files, "services", n, &format!("kind: finance\nfigures: [figure-{n:05}]\nchambers: [chamber-{n:02}]\nasks: [{{ text: 示例诉求 }}]\n").replace("figure-", "figures-"));
    }
    for n in 0..10 {
        put(
            &mut files,
            "guidance",
            n,
            &format!("chamber: chamber-{n:02}\nconsent: true\nfindings: [{{ text: 示例 }}]\n"),
        );
    }
    files
}

fn issues(files: &mut Files, items: usize) {
    for (k, (id, year, number)) in (0..).map_while(|k| Some((k, issue_of(k, items)?))) {
        let articles: Vec<String> =
            (k * IN_ISSUE..(k + 1) * IN_ISSUE).map(|n| news_id(n, items)).collect();
        let parts = articles.chunks(IN_ISSUE / 3).enumerate().map(|(n, part)| {
            format!("  - column: column-{:02}\n    articles: [{}]\n", n % COLUMNS, part.join(", "))
        });
        let parts: String = parts.collect();
        let front = format!("year: {year}\nnumber: {number}\ntotal: {}\ncontents:\n{parts}", k + 1);
        files
            .push((format!("issues/{id}.md"), record(k, &format!("{year}年第{number}期"), &front)));
    }
}

fn events(files: &mut Files, items: usize) {
    for n in 0..items / PER_EVENT {
        let start: Date = day(n * PER_EVENT, items);
        let series = if n.is_multiple_of(3) {
            format!("series: series-{:05}\n", n % SERIES)
        } else {
            String::new()
        };
        let front = format!(
            "kind: meeting\nstart: {start}\nstate: held\nplaces: [place-{:02}]\nhosts: [chamber-{:02}]\n{series}",
            n % PLACES,
            n % CHAMBERS
        );
        files.push((format!("events/event-{n:05}.md"), record(n, &format!("活动{n:05}"), &front)));
    }
}

fn put(files: &mut Files, folder: &str, n: usize, front: &str) {
    let id =
        format!("{folder}/{}-{n:05}.md", if folder == "channels" { "channel" } else { folder });
    files.push((id, record(n, &format!("示例{folder}{n:05}"), front)));
}

fn record(n: usize, title: &str, front: &str) -> String {
    let mut rng = Rng::new(0xfeed_0000 + n as u64);
    format!("---\ntitle: {title}\n{front}---\n{}\n", prose::paragraph(&mut rng, 3))
}
