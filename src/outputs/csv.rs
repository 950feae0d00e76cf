//! Tables of figures for spreadsheets: RFC 4180 in UTF-8 with a byte order mark, without which Excel
//! takes Chinese for something else.
//!
//! Numbers are plain (no thousands apart). A text that a spreadsheet would take for a formula gets an
//! apostrophe before it.

use super::File;
use crate::content::{Decimal, Figure, Known, Meta};
use crate::query::View;
use crate::site::{Item, Ix, Site};

/// One table for each indicator, called after its first record.
pub(super) fn files(site: &Site) -> Vec<(String, File)> {
    let firsts = site.indicators().iter().filter_map(|dates| dates.first().copied());
    firsts.filter_map(|ix| Some((path(site.item(ix)?), File::Data(ix)))).collect()
}

/// Where the table of the indicator stands whose first record is `item`.
pub fn path(item: &Item) -> String {
    let page = item.path.strip_suffix("index.html").unwrap_or(&item.path);
    let page = page.strip_suffix(".html").unwrap_or(page).trim_end_matches('/');
    format!("data/{page}.csv")
}

/// The table of all dates of the indicator of `ix`, oldest first.
pub(super) fn write(view: &View, ix: Ix) -> Vec<u8> {
    let dates = view.dates(ix);
    let rows: Vec<(&Item, &Figure)> =
        dates.iter().filter_map(|ix| view.card(*ix)).filter_map(figure).collect();
    let mut counts: Vec<(&str, &str)> = Vec::new();
    for count in rows.iter().flat_map(|(_, figure)| &figure.counts) {
        let column = (count.name.as_str(), count.unit.as_str());
        if !counts.contains(&column) {
            counts.push(column);
        }
    }
    let mut table = Table::default();
    let head =
        ["指标", "范围", "口径", "截至", "单位", "数值", "对比", "上期", "增减", "增减（%）"];
    let own = counts.iter().map(|(name, unit)| format!("{name}（{unit}）"));
    let texts = head.iter().map(|text| (*text).to_owned()).chain(own);
    table.row(texts.chain(["计算得出", "来源", "标题"].map(str::to_owned)).map(Cell::Text));
    for (item, figure) in rows {
        table.row(row(item, figure, &counts));
    }
    table.0
}

fn figure(item: &Item) -> Option<(&Item, &Figure)> {
    match &item.record.meta {
        Meta::Figure(figure) => Some((item, figure)),
        _ => None,
    }
}

fn row<'a>(
    item: &'a Item,
    figure: &'a Figure,
    counts: &'a [(&str, &str)],
) -> impl Iterator<Item = Cell> {
    let text = |text: &str| Cell::Text(text.to_owned());
    let known = |known: Option<Known>| Cell::Number(known.map(|known| known.number));
    let (prior, delta) = (figure.prior(), figure.delta());
    let compared = prior.or(delta).or(figure.pct()).is_some();
    let made = [("上期", prior), ("增减", delta)]
        .into_iter()
        .filter(|(_, known)| known.is_some_and(|known| known.computed))
        .map(|(name, _)| name);
    let own = counts.iter().map(|(name, unit)| {
        let fits = figure.counts.iter().find(|count| count.name == *name && count.unit == *unit);
        Cell::Number(fits.and_then(|count| count.value))
    });
    [
        text(&figure.indicator),
        Cell::Text(scope(figure)),
        text(figure.basis.zh()),
        text(&item.record.when().to_string()),
        text(&figure.unit),
        known(figure.value()),
        text(if compared { figure.compare.zh() } else { "" }),
        known(prior),
        known(delta),
        known(figure.pct()),
    ]
    .into_iter()
    .chain(own)
    .chain([
        Cell::Text(made.collect::<Vec<_>>().join("、")),
        text(figure.source.as_deref().unwrap_or_default()),
        text(&item.record.common.title.value),
    ])
}

/// What it covers, with those who take part.
fn scope(figure: &Figure) -> String {
    let scope = figure.scope.iter().map(String::as_str);
    scope.chain(figure.partners.iter().map(String::as_str)).collect::<Vec<_>>().join("；")
}

enum Cell {
    Text(String),
    Number(Option<Decimal>),
}

/// The bytes of a table, with the mark at the beginning.
struct Table(Vec<u8>);

impl Default for Table {
    fn default() -> Table {
        Table("\u{feff}".into())
    }
}

impl Table {
    fn row(&mut self, cells: impl Iterator<Item = Cell>) {
        for (n, cell) in cells.enumerate() {
            if n > 0 {
                self.0.push(b',');
            }
            match cell {
                Cell::Number(number) => {
                    self.0.extend(number.map(|n| n.to_string()).unwrap_or_default().bytes());
                }
                Cell::Text(text) => self.text(&text),
            }
        }
        self.0.extend(b"\r\n");
    }

    fn text(&mut self, text: &str) {
        let guard = if is_formula(text) { "'" } else { "" };
        let whole = format!("{guard}{text}");
        if whole.contains(['"', ',', '\n', '\r']) {
            self.0.extend(format!("\"{}\"", whole.replace('"', "\"\"")).bytes());
        } else {
            self.0.extend(whole.bytes());
        }
    }
}

/// Whether a spreadsheet would work a text out instead of showing it, also one that is half Chinese.
fn is_formula(text: &str) -> bool {
    let first = text.trim_start_matches(['\u{feff}', ' ', '\u{3000}']).chars().next();
    let signs = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '|'];
    first.is_some_and(|first| signs.contains(&first))
}
