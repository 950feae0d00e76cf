//! What is wrong with a date as written, and what was probably meant.

use super::{Date, Moment};
use crate::diag::{Diagnostic, FileId};
use crate::yaml::At;

/// A way to write dates.
pub(super) struct Form {
    zh: &'static str,
    en: &'static str,
    /// `text` with the least change that makes it right.
    guess: fn(&[&str]) -> Option<String>,
}

pub(super) const DATE: Form = Form {
    zh: "2019-10-23、2019-10、2019，或 待补",
    en: "2019-10-23, 2019-10, 2019, or 待补 (unknown)",
    guess: date,
};

pub(super) const MOMENT: Form = Form {
    zh: "2026-01-02 08:00，或 2026-01-02",
    en: "2026-01-02 08:00, or 2026-01-02",
    guess: moment,
};

pub(super) const WHEN: Form = Form {
    zh: "2019-10-23、2019-10-23 09:00、2019-10、2019，或 待补",
    en: "2019-10-23, 2019-10-23 09:00, 2019-10, 2019, or 待补 (unknown)",
    guess: |numbers| if numbers.len() > 3 { moment(numbers) } else { date(numbers) },
};

/// What to say of `found`, which is no date of this form.
pub(super) fn diagnose(found: &At<String>, file: FileId, form: &Form) -> Diagnostic {
    let text = &found.value;
    let plain: String = text.chars().map(half_width).collect();
    let numbers: Vec<&str> =
        plain.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let (zh, en) = impossible(&numbers).unwrap_or_else(|| {
        (format!("日期“{text}”读不懂"), format!("this is not read as a date: `{text}`"))
    });
    let diag = Diagnostic::error("content/date", zh, en).at(found.span(file));
    match (form.guess)(&numbers) {
        Some(guess) => diag.hint(format!("写成 {guess}"), format!("write {guess}")),
        None => diag.hint(format!("可以写：{}", form.zh), format!("one of: {}", form.en)),
    }
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    }
}

/// A year, a month and perhaps a day that no calendar has, or an hour that no clock has.
fn impossible(numbers: &[&str]) -> Option<(String, String)> {
    let number = |n: usize| numbers.get(n).and_then(|text| text.parse::<u32>().ok());
    let year = number(0).filter(|_| numbers[0].len() == 4)?;
    let month = number(1)?;
    if !(1..=12).contains(&month) {
        return Some((format!("没有 {month} 月"), format!("there is no month {month}")));
    }
    let day = number(2)?;
    if Date::parse(&format!("{year:04}-{month:02}-{day:02}")).is_none() {
        return Some((
            format!("日历上没有 {year} 年 {month} 月 {day} 日"),
            format!("no calendar has {year:04}-{month:02}-{day:02}"),
        ));
    }
    let (hour, minute) = (number(3)?, number(4).unwrap_or(0));
    (hour > 23 || minute > 59).then(|| {
        (format!("没有 {hour}:{minute:02} 这个时刻"), format!("no clock shows {hour}:{minute:02}"))
    })
}

/// `2019年10月23日`, `2019/10/23`, `2019.1.2 8:00` and the like, as huikan writes a date.
fn date(numbers: &[&str]) -> Option<String> {
    let written = match numbers {
        [y, m, d, ..] if y.len() == 4 => format!("{y}-{m:0>2}-{d:0>2}"),
        [y, m] if y.len() == 4 => format!("{y}-{m:0>2}"),
        [y] if y.len() == 4 => (*y).to_owned(),
        _ => return None,
    };
    Date::parse(&written).map(|_| written)
}

fn moment(numbers: &[&str]) -> Option<String> {
    let written = match numbers {
        [y, m, d, hour, minute, ..] => format!("{} {hour:0>2}:{minute:0>2}", date(&[y, m, d])?),
        [y, m, d, hour] => format!("{} {hour:0>2}:00", date(&[y, m, d])?),
        [y, m, d] => date(&[y, m, d])?,
        _ => return None,
    };
    Moment::parse(&written).map(|_| written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Lang;

    /// What is said of `text` in Chinese, and the cure.
    fn check(form: &Form, text: &str, said: &str, cure: &str) {
        let found = At { value: text.to_owned(), start: 0, end: 0 };
        let diag = diagnose(&found, FileId(0), form);
        let hints: Vec<&str> = diag.hints.iter().map(|hint| hint.get(Lang::Zh)).collect();
        assert_eq!((diag.message.get(Lang::Zh), hints.as_slice()), (said, &[cure][..]), "{text}");
    }

    #[test]
    fn other_spellings_are_guessed() {
        for (text, cure) in [
            ("2019年1月2日", "写成 2019-01-02"),
            ("2019/10/23", "写成 2019-10-23"),
            ("２０１９-１０-２３", "写成 2019-10-23"),
            ("“2019-10”", "写成 2019-10"),
            ("2019年", "写成 2019"),
            ("2019-10-23 08:00", "写成 2019-10-23"),
            ("明天", "可以写：2019-10-23、2019-10、2019，或 待补"),
            ("19-1-2", "可以写：2019-10-23、2019-10、2019，或 待补"),
        ] {
            check(&DATE, text, &format!("日期“{text}”读不懂"), cure);
        }
        for (text, cure) in [
            ("2026年1月2日 8点30", "写成 2026-01-02 08:30"),
            ("2026-01-02 8：00", "写成 2026-01-02 08:00"),
            ("2026.1.2", "写成 2026-01-02"),
            ("2026-01", "可以写：2026-01-02 08:00，或 2026-01-02"),
        ] {
            check(&MOMENT, text, &format!("日期“{text}”读不懂"), cure);
        }
    }

    #[test]
    fn impossible_dates_are_named() {
        let all = "可以写：2019-10-23、2019-10、2019，或 待补";
        check(&DATE, "2019-02-30", "日历上没有 2019 年 2 月 30 日", all);
        check(&DATE, "2019年13月", "没有 13 月", all);
        let all = "可以写：2026-01-02 08:00，或 2026-01-02";
        check(&MOMENT, "2026-01-02 25:00", "没有 25:00 这个时刻", all);
        check(&MOMENT, "2026-02-30 08:00", "日历上没有 2026 年 2 月 30 日", all);
    }
}
