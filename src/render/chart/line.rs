//! Numbers of three dates and more, each at its place in time.

use jiff::civil;

use super::{CHAR, Chart, Frame, HEIGHT, TOP, half, label, tenths};
use crate::content::Date;

/// Room beside the first and the last point, in tenths.
const INSET: i64 = 100;

pub(super) fn draw(chart: &Chart, frame: &Frame, svg: &mut String) -> Option<()> {
    let days: Vec<i64> = chart.points.iter().map(|point| day(point.date)).collect::<Option<_>>()?;
    let (first, last) = (*days.first()?, *days.last()?);
    let room = frame.width() - 2 * INSET;
    let x = |day: i64| 10 * frame.left + INSET + room * (day - first) / (last - first).max(1);
    let mut places = Vec::with_capacity(days.len());
    for (day, point) in days.iter().zip(chart.points) {
        places.push((x(*day), frame.y(point.number)?));
    }
    let path: Vec<String> =
        places.iter().map(|(x, y)| format!("{} {}", tenths(*x), tenths(*y))).collect();
    svg.push_str(&format!(
        "<path class=\"chart-line\" d=\"M{}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" stroke-linejoin=\"round\"/>",
        path.join("L")
    ));
    for (n, (x, y)) in places.iter().enumerate() {
        let (x, y) = (tenths(*x), tenths(*y));
        let ring = "<circle class=\"chart-mark\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\"";
        if chart.mark == Some(n) {
            svg.push_str(&format!("{ring} cx=\"{x}\" cy=\"{y}\" r=\"7\"/>"));
        }
        svg.push_str(&format!("<circle class=\"chart-point\" cx=\"{x}\" cy=\"{y}\" r=\"3.5\"/>"));
    }
    values(chart, &places, svg);
    dates(chart, &places, svg);
    Some(())
}

/// The numbers of the points that matter most, as far as there is room.
fn values(chart: &Chart, places: &[(i64, i64)], svg: &mut String) {
    let end = places.len() - 1;
    let mut taken = Taken::default();
    for n in chart.mark.into_iter().chain([end, 0]) {
        let (Some(point), Some((x, y))) = (chart.points.get(n), places.get(n)) else { continue };
        let text = point.number.grouped();
        if taken.take(*x, half(&text)) {
            let above = if *y < 10 * TOP { y + 200 } else { y - 110 };
            svg.push_str(&label("chart-value", *x, above, &text));
        }
    }
}

/// The last date, the first, and those between, as far as there is room.
fn dates(chart: &Chart, places: &[(i64, i64)], svg: &mut String) {
    let end = places.len() - 1;
    let mut taken = Taken::default();
    for n in [end, 0].into_iter().chain(1..end) {
        let (Some(point), Some((x, _))) = (chart.points.get(n), places.get(n)) else { continue };
        let text = short(point.date);
        if taken.take(*x, half(&text)) {
            svg.push_str(&label("chart-date", *x, 10 * HEIGHT - 80, &text));
        }
    }
}

/// Which stretches of a line of labels are taken.
#[derive(Default)]
struct Taken(Vec<(i64, i64)>);

impl Taken {
    fn take(&mut self, middle: i64, half: i64) -> bool {
        let half = half + 5 * CHAR;
        // As `label` moves what would stick out.
        let middle = middle.clamp(half, 10 * super::WIDTH - half);
        let (from, to) = (middle - half, middle + half);
        let free = self.0.iter().all(|(start, end)| to <= *start || *end <= from);
        if free {
            self.0.push((from, to));
        }
        free
    }
}

/// The year and the month.
fn short(date: Date) -> String {
    match (date.year(), date.month()) {
        (Some(year), Some(month)) => format!("{year}-{month:02}"),
        (Some(year), None) => year.to_string(),
        _ => String::new(),
    }
}

/// The last day of a date, counted from a beginning.
fn day(date: Date) -> Option<i64> {
    let year = date.year()?;
    let month = date.month().unwrap_or(12);
    let own = civil::Date::new(year, month, date.day().unwrap_or(1)).ok()?;
    let last = if date.day().is_some() { own } else { own.last_of_month() };
    let begin = civil::Date::new(1, 1, 1).ok()?;
    begin.until(last).ok().map(|span| i64::from(span.get_days()))
}
