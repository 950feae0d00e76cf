//! What is wrong with a number as written, and what was probably meant.

use super::{Decimal, MAX_DIGITS, MAX_PLACES};
use crate::diag::{Diagnostic, FileId};
use crate::yaml::At;

/// What to say of `found`, which is no number of ours.
pub(super) fn diagnose(key: &str, found: &At<String>, file: FileId) -> Diagnostic {
    let text = &found.value;
    let plain: String = text.chars().map(half_width).collect();
    let diag = Diagnostic::error(
        "content/decimal",
        format!("“{text}”不是一个数"),
        format!("this is not read as a number: `{text}`"),
    )
    .at(found.span(file));
    let digits = plain.bytes().filter(u8::is_ascii_digit).count();
    let places = plain.rsplit_once('.').map_or(0, |(_, rest)| rest.len());
    if is_plain(&plain) && (digits > MAX_DIGITS || places > MAX_PLACES) {
        return diag.hint(
            format!("数字最多 {MAX_DIGITS} 位，其中小数最多 {MAX_PLACES} 位；换用大一些的单位"),
            format!("at most {MAX_DIGITS} digits, {MAX_PLACES} of them behind the point: take a larger unit"),
        );
    }
    match meant(&plain) {
        Some(number) => diag.hint(
            format!("写成 {key}: {number}（只写数字；单位写在 unit 里，百分号不写）"),
            format!("write {key}: {number} (digits only; the unit stands in `unit`)"),
        ),
        None => diag.hint(
            format!("只写数字，例如 {key}: 12189.14；单位写在 unit 里"),
            format!("digits only, such as {key}: 12189.14; the unit stands in `unit`"),
        ),
    }
}

fn is_plain(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '-' | '+'))
}

/// The one number in `text`, mended.
fn meant(text: &str) -> Option<Decimal> {
    let sign = |c: char| matches!(c, '.' | ',' | '-' | '+' | '_');
    let mut runs = text
        .split(|c: char| !(c.is_ascii_digit() || sign(c)))
        .filter(|run| run.bytes().any(|b| b.is_ascii_digit()));
    let run = runs.next()?;
    // 12 万, 3 亿: what is meant depends on the unit.
    let scaled = text.contains(['万', '亿', '千', '百']) && !text.contains("百分");
    if runs.next().is_some() || scaled && !text.contains(['元', '户', '人', '家']) {
        return None;
    }
    let bare: String = run.trim_matches(sign).chars().filter(|c| !matches!(c, ',' | '_')).collect();
    let point = run.trim_start_matches(['-', '+']).starts_with('.');
    let bare = if point { format!("0.{bare}") } else { bare };
    let (whole, rest) = bare.split_once('.').map_or((&*bare, None), |(w, r)| (w, Some(r)));
    let whole = Some(whole.trim_start_matches('0')).filter(|w| !w.is_empty()).unwrap_or("0");
    let minus = if run.starts_with('-') { "-" } else { "" };
    let rest = rest.map(|rest| format!(".{rest}")).unwrap_or_default();
    Decimal::parse(&format!("{minus}{whole}{rest}"))
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '．' => '.',
        '，' => ',',
        '＋' => '+',
        '－' | '−' | '–' => '-',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_slip_is_mended() {
        for (text, expected) in [
            ("60.02%", Some("60.02")),
            ("12189.14万元", Some("12189.14")),
            ("约 1200 户", Some("1200")),
            (".5", Some("0.5")),
            ("5.", Some("5")),
            ("007", Some("7")),
            ("12,18.9", Some("1218.9")),
            ("-1_000", Some("-1000")),
            ("1.2万", None),
            ("1e5", None),
            ("一百", None),
            ("1.2.3", None),
        ] {
            let found = super::meant(text).map(|n| n.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
