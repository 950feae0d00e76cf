//! Reports that the template library has drawn already: unknown names, several at once, as text.

use std::ops::Range;

/// One of them, its place as a person counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Report<'a> {
    pub message: &'a str,
    pub template: &'a str,
    pub line: usize,
    pub column: usize,
}

/// All reports in `text`; none when it is of another form.
pub(super) fn parse(text: &str) -> Vec<Report<'_>> {
    let mut lines = text.lines().map(str::trim_start);
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        let place = line.strip_prefix("error: ").map(|message| (message, lines.next()));
        if let Some((message, Some(place))) = place {
            found.extend(report(message, place));
        }
    }
    found
}

fn report<'a>(message: &'a str, place: &'a str) -> Option<Report<'a>> {
    let (rest, column) = place.strip_prefix("--> ")?.rsplit_once(':')?;
    let (template, line) = rest.rsplit_once(':')?;
    Some(Report { message, template, line: line.parse().ok()?, column: column.parse().ok()? })
}

/// The bytes of `name` in `text`, at or after the place; only the place when it is not there.
pub(super) fn range(text: &str, line: usize, column: usize, name: &str) -> Range<usize> {
    let before =
        text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    let row = text.get(before..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let within = row.char_indices().nth(column.saturating_sub(1)).map_or(row.len(), |(at, _)| at);
    match row[within..].find(name) {
        Some(at) => before + within + at..before + within + at + name.len(),
        None => before + within..before + within,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_read_back() {
        let text = "error: Unknown filter `x`\n --> a.html:1:3\n  |\n1 | 会 x\n  |   ^\n\nerror: Unknown test `y`\n  --> b/c.html:12:1\n";
        let report = |message, template, line, column| Report { message, template, line, column };
        assert_eq!(
            parse(text),
            [
                report("Unknown filter `x`", "a.html", 1, 3),
                report("Unknown test `y`", "b/c.html", 12, 1)
            ]
        );
        assert_eq!(parse("something else"), []);
    }

    #[test]
    fn places_are_bytes() {
        assert_eq!(range("一\n商会 x | x", 2, 1, "x"), 11..12);
        assert_eq!(range("一\n商会 x | x", 2, 6, "x"), 15..16);
        assert_eq!(range("一", 7, 9, "x"), 3..3);
    }
}
