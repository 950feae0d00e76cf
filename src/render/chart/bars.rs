//! Two numbers beside each other, from zero: the earlier one hollow, the later one full, so that it is
//! not colour that tells them apart.

use super::{Chart, Frame, HEIGHT, label, tenths};

/// Half the width of a bar, in tenths.
const HALF: i64 = 320;

pub(super) fn draw(chart: &Chart, frame: &Frame, svg: &mut String) -> Option<()> {
    let ground = frame.y(frame.scale.ground()?)?;
    let share = frame.width() / 4;
    for (n, point) in (0i64..).zip(chart.points) {
        let x = 10 * frame.left + share * (2 * n + 1);
        let y = frame.y(point.number)?;
        let (top, height) = (y.min(ground), (y - ground).abs());
        let (class, paint) = match n {
            0 => ("chart-bar earlier", " fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\""),
            _ => ("chart-bar", ""),
        };
        svg.push_str(&format!(
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{paint}/>",
            tenths(x - HALF),
            tenths(top),
            tenths(2 * HALF),
            tenths(height)
        ));
        let above = if y > ground { y + 140 } else { y - 60 };
        svg.push_str(&label("chart-value", x, above, &point.number.grouped()));
        svg.push_str(&label("chart-date", x, 10 * HEIGHT - 80, &point.name()));
    }
    Some(())
}
