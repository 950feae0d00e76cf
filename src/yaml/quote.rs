//! How a value would have to be quoted.

/// Longer values are not repeated in advice.
const SHORT: usize = 80;

/// Advice to put `value` in quotes, written out with its key when that is short enough to copy.
pub(super) fn advice(key: Option<&str>, value: &str) -> (String, String) {
    if value.contains('\n') || value.chars().count() > SHORT {
        return (
            "把整个值放进英文引号里，例如 title: \"第一: 第二\"".to_owned(),
            "put the whole value in quotes, as in title: \"one: two\"".to_owned(),
        );
    }
    let (lead, quoted) = (key.map_or(String::new(), |key| format!("{key}: ")), quoted(value));
    (format!("写成 {lead}{quoted}"), format!("write {lead}{quoted}"))
}

/// `value` in quotes; where it has ASCII quotes in pairs itself, these become Chinese ones.
pub(super) fn quoted(value: &str) -> String {
    let doubles = value.matches('"').count();
    if doubles > 0 && doubles.is_multiple_of(2) {
        let curly = paired(value);
        let plain = !curly.contains([':', '#']) && curly.starts_with('“');
        return if plain { curly } else { format!("\"{curly}\"") };
    }
    if value.contains(['"', '\\']) {
        return format!("'{}'", value.replace('\'', "''"));
    }
    format!("\"{value}\"")
}

fn paired(value: &str) -> String {
    let mut opens = true;
    let turn = |c| match c {
        '"' => {
            opens = !opens;
            if opens { '”' } else { '“' }
        }
        c => c,
    };
    value.chars().map(turn).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_advised_is_read_as_meant() {
        let check = |value: &str, expected: &str| assert_eq!(quoted(value), expected);
        check("通知: 开会", "\"通知: 开会\"");
        check("\"四好\"商会", "“四好”商会");
        check("\"四好\"商会: 一", "\"“四好”商会: 一\"");
        check("@a\"b", "'@a\"b'");
        check("it's \\", "'it''s \\'");
    }
}
