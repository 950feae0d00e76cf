//! Which tag of a template that ends too soon was never closed.

use std::ops::Range;

use crate::diag::Diagnostic;

/// A tag without its partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Open {
    pub range: Range<usize>,
    /// What is missing.
    pub partner: String,
}

/// The last tag of `text` that is never closed, if there is one.
pub(super) fn find(text: &str) -> Option<Open> {
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..)?.find('{').map(|n| at + n) {
        let Some(close) = text.get(start..start + 2).and_then(closer) else {
            at = start + 1;
            continue;
        };
        let Some(end) = text[start + 2..].find(close).map(|n| start + 2 + n) else {
            return Some(Open { range: start..start + 2, partner: close.to_owned() });
        };
        if close == "%}" {
            tag(&text[start + 2..end], start..end + 2, &mut open);
        }
        at = end + 2;
    }
    open.pop()
}

fn closer(opener: &str) -> Option<&'static str> {
    match opener {
        "{{" => Some("}}"),
        "{%" => Some("%}"),
        "{#" => Some("#}"),
        _ => None,
    }
}

fn tag(inside: &str, range: Range<usize>, open: &mut Vec<Open>) {
    let inside = inside.trim_start_matches('-').trim();
    let word = inside.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let block_set = word == "set" && !inside.contains('=');
    if block_set || matches!(word, "if" | "for" | "block" | "filter" | "component" | "raw") {
        open.push(Open { range, partner: format!("{{% end{word} %}}") });
    } else if word.starts_with("end") {
        open.pop();
    }
}

pub(super) fn diagnose(open: &Open) -> Diagnostic {
    let partner = &open.partner;
    Diagnostic::error(
        "theme/syntax",
        format!("模板写错了：这里没有对应的 {partner}"),
        format!("the template has a mistake: this has no {partner}"),
    )
    .hint(format!("在它该结束的地方加上 {partner}"), format!("add {partner} where it should end"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<(&str, &str)>) {
        let found = find(text);
        let shown = found.as_ref().map(|open| (&text[open.range.clone()], open.partner.as_str()));
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn the_open_tag_is_found() {
        check("商会 {{ page.title ", Some(("{{", "}}")));
        check(
            "{% if a %}x{% endif %}{%- for b in c %}d",
            Some(("{%- for b in c %}", "{% endfor %}")),
        );
        check("{% block a %}{% if b %}x{% endif %}", Some(("{% block a %}", "{% endblock %}")));
        check("{# {% if a %} #}{ x", None);
        check("{% set a %}b", Some(("{% set a %}", "{% endset %}")));
        check("{% set a = 1 %}b", None);
        check("{# a", Some(("{#", "#}")));
    }
}
