//! Charts of an indicator as SVG to stand in a page: bars for two dates, a line for more.
//!
//! Enters: exact numbers with their dates. Leaves: the text of one `<svg>` without a colour or a font of
//! its own: it takes both from the page, so that a theme's style sheet, dark mode and print need no second
//! picture. All positions are worked out in whole numbers, so that every machine draws the same.

mod bars;
mod line;
mod scale;

use crate::content::{Date, Decimal, quantity};
use crate::render::body::escape;
use scale::Scale;

/// What is drawn.
pub struct Chart<'a> {
    /// The beginning of the ids in it: no two charts of a page may share one.
    pub id: &'a str,
    pub title: &'a str,
    pub unit: &'a str,
    /// Oldest first.
    pub points: &'a [Point],
    /// The point that the page is about.
    pub mark: Option<usize>,
}

/// A number at its date.
pub struct Point {
    pub date: Date,
    /// What the date is called, where that is not the date: 上年同期.
    pub name: Option<String>,
    pub number: Decimal,
}

impl Point {
    fn name(&self) -> String {
        self.name.clone().unwrap_or_else(|| self.date.zh())
    }
}

// In units of the picture: about those of a phone's screen, where it is as wide as the text.
const WIDTH: i64 = 360;
const HEIGHT: i64 = 230;
const TOP: i64 = 40;
const BOTTOM: i64 = 28;
const FONT: i64 = 12;
/// The width of a digit, and half that of a Han character.
const CHAR: i64 = 7;

/// Where numbers and dates stand: everything in tenths of a unit, downwards.
struct Frame {
    scale: Scale,
    left: i64,
}

impl Frame {
    fn y(&self, number: Decimal) -> Option<i64> {
        self.scale.place(number, 10 * (HEIGHT - TOP - BOTTOM)).map(|down| 10 * TOP + down)
    }

    fn width(&self) -> i64 {
        10 * (WIDTH - self.left)
    }
}

impl Chart<'_> {
    /// The picture; none where there are not two numbers to compare, or they are too far apart to draw.
    pub fn svg(&self) -> Option<String> {
        let from_zero = self.points.len() == 2;
        let scale = Scale::new(self.points.iter().map(|point| point.number), from_zero)?;
        let longest = scale.ticks().map(|tick| tick.grouped().chars().count()).max()?;
        let frame = Frame { scale, left: i64::try_from(longest).ok()? * CHAR + 10 };
        let mut svg = String::with_capacity(4096);
        self.open(&frame, &mut svg);
        self.grid(&frame, &mut svg)?;
        match self.points.len() {
            0 | 1 => return None,
            2 => bars::draw(self, &frame, &mut svg)?,
            _ => line::draw(self, &frame, &mut svg)?,
        }
        svg.push_str("</svg>");
        Some(svg)
    }

    fn open(&self, frame: &Frame, svg: &mut String) {
        // A line that does not stand on zero looks steeper than it is.
        let cut = if frame.scale.has_zero() { "" } else { "（纵轴不从 0 开始）" };
        let (id, title, words) = (escape(self.id), escape(self.title), escape(&self.words()));
        svg.push_str(&format!(
            "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" \
             fill=\"currentColor\" font-size=\"{FONT}\"><title id=\"{id}-title\">{title}</title>\
             <desc id=\"{id}-desc\">{words}</desc>\
             <text class=\"chart-unit\" x=\"0\" y=\"14\">单位：{}{cut}</text>",
            escape(self.unit)
        ));
    }

    /// What the picture shows, in words.
    fn words(&self) -> String {
        let told =
            |point: &Point| format!("{} {}", point.name(), quantity(point.number, self.unit));
        let kind = if self.points.len() > 2 { "折线图" } else { "柱状图" };
        let ends = [self.points.first(), self.points.last()].into_iter().flatten().map(told);
        let ends = ends.collect::<Vec<_>>().join("，");
        if self.points.len() < 3 {
            return format!("{kind}：{ends}。");
        }
        let digits = |point: &&Point| point.number.digits_at(8);
        let most = self.points.iter().max_by_key(digits).map(told).unwrap_or_default();
        let least = self.points.iter().min_by_key(digits).map(told).unwrap_or_default();
        let count = self.points.len();
        format!("{kind}，{count} 期：从 {ends}；最高 {most}，最低 {least}。")
    }

    /// Lines across with their numbers.
    fn grid(&self, frame: &Frame, svg: &mut String) -> Option<()> {
        let left = frame.left;
        svg.push_str("<g class=\"chart-grid\" stroke=\"currentColor\" stroke-opacity=\".2\">");
        for tick in frame.scale.ticks() {
            let y = tenths(frame.y(tick)?);
            let zero = if tick.is_zero() { " stroke-opacity=\".7\"" } else { "" };
            svg.push_str(&format!("<path d=\"M{left} {y}H{WIDTH}\"{zero}/>"));
        }
        svg.push_str("</g><g class=\"chart-axis\" text-anchor=\"end\">");
        for tick in frame.scale.ticks() {
            let y = tenths(frame.y(tick)? + 40);
            svg.push_str(&format!("<text x=\"{}\" y=\"{y}\">{}</text>", left - 6, tick.grouped()));
        }
        svg.push_str("</g>");
        Some(())
    }
}

/// Half the width of a text, in tenths.
fn half(text: &str) -> i64 {
    text.chars().map(|c| if c.is_ascii() { CHAR } else { FONT }).sum::<i64>() * 5
}

/// A label with its middle at `x` or as near as the picture's edges let it.
fn label(class: &str, x: i64, y: i64, text: &str) -> String {
    let x = x.clamp(half(text), (10 * WIDTH - half(text)).max(half(text)));
    let (x, y) = (tenths(x), tenths(y));
    format!(
        "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">{}</text>",
        escape(text)
    )
}

/// A position in units: `123.4`.
fn tenths(n: i64) -> String {
    match (n / 10, n % 10) {
        (whole, 0) => whole.to_string(),
        (whole, tenth) => format!("{whole}.{tenth}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(numbers: &[&str]) -> Option<String> {
        let points: Vec<Point> = numbers
            .iter()
            .zip(2000..)
            .map(|(number, year)| Point {
                date: Date::Known { year, month: None, day: None },
                name: None,
                number: Decimal::parse(number).unwrap(),
            })
            .collect();
        Chart { id: "a", title: "题 <&>", unit: "\"元\"", points: &points, mark: Some(1) }.svg()
    }

    /// Every position lies inside the picture.
    #[test]
    fn a_chart_is_well_formed_and_stays_inside() {
        for numbers in [
            &["7617.37", "12189.14"] as &[&str],
            &["-5", "3"],
            &["-5", "-3"],
            &["0", "0"],
            &["1", "2", "3"],
            &["5", "5", "5"],
            &["0.00000001", "999999999999999999", "1"],
            &["-0.5", "0.25", "-7", "12"],
            &["1000", "1001", "1000.5"],
        ] {
            let svg = chart(numbers).unwrap();
            let tree = roxmltree::Document::parse(&svg).unwrap();
            let root = tree.root_element();
            let named = root.attribute("aria-labelledby").unwrap();
            let ids: Vec<&str> =
                tree.descendants().filter_map(|node| node.attribute("id")).collect();
            assert_eq!(named.split(' ').collect::<Vec<_>>(), ids);
            for node in tree.descendants() {
                for (key, most) in [("x", WIDTH), ("cx", WIDTH), ("y", HEIGHT), ("cy", HEIGHT)] {
                    let Some(text) = node.attribute(key) else { continue };
                    let at: f64 = text.parse().unwrap();
                    assert!((0.0..=most as f64).contains(&at), "{numbers:?}: {key}={text}\n{svg}");
                }
            }
            assert!(svg.len() < 6000, "{}", svg.len());
        }
    }

    #[test]
    fn one_number_is_no_chart() {
        assert_eq!(chart(&["1"]), None);
        assert_eq!(chart(&[]), None);
    }
}
