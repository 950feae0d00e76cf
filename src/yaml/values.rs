//! What is wrong with a value by its signs: quotes and brackets that do not match, a beginning that
//! YAML keeps for itself.

use std::ops::Range;

use super::brackets::{Scan, scan};
use super::lines::Line;
use super::mend::{Mend, Mistake};
use super::{Place, quote};
use crate::diag::Diagnostic;

/// The mistake in the value of `line`, if there is one.
pub(super) fn fault(line: &Line, place: Place) -> Option<Mistake> {
    if line.key.is_none() && !line.dashed {
        return None;
    }
    let value = Val { text: &place.text[line.value.clone()], line, place };
    let diag = match value.text.chars().next()? {
        '"' | '\'' => value.quoted(),
        '[' | '{' => value.bracketed(),
        '&' | '*' => Some(value.alias()),
        '@' | '`' | '%' | '!' | ',' | ']' | '}' => Some(value.odd_start()),
        '-' | '?' | ':' if value.text[1..].starts_with(' ') => Some(value.odd_start()),
        '|' | '>' if value.text.len() > 3 => Some(value.odd_start()),
        '|' | '>' => None,
        _ => value.plain(),
    }?;
    Some(Mistake { diag, mend: Some(Mend::Value(line.value.clone())) })
}

/// A value that is judged.
struct Val<'a> {
    text: &'a str,
    line: &'a Line,
    place: Place<'a>,
}

impl Val<'_> {
    fn error(&self, code: &'static str, at: Range<usize>, zh: &str, en: &str) -> Diagnostic {
        let start = self.line.value.start;
        Diagnostic::error(code, zh, en).at(self.place.span(start + at.start..start + at.end))
    }

    /// The cure that is always right: the same text in quotes.
    fn quote_it(&self, diag: Diagnostic) -> Diagnostic {
        let key = self.line.key.clone().map(|key| &self.place.text[key]);
        let (zh, en) = quote::advice(key, self.text);
        diag.hint(zh, en)
    }

    fn quoted(&self) -> Option<Diagnostic> {
        let Scan::Closed(end) = scan(self.text) else {
            return Some(self.unclosed_quote());
        };
        let rest = self.text[end..].trim_start();
        if rest.is_empty() || rest.starts_with(':') {
            return None;
        }
        let diag = self.error(
            "yaml/after-quote",
            self.text.len() - rest.len()..self.text.len(),
            "值以引号开头，配对的引号后面却还有文字",
            "the value begins with a quote, but text follows the closing one",
        );
        Some(self.quote_it(diag))
    }

    fn unclosed_quote(&self) -> Diagnostic {
        let sign = &self.text[..1];
        let diag = self.error(
            "yaml/unclosed-quote",
            0..1,
            "这个引号没有配对的另一半",
            "this quote is never closed",
        );
        diag.hint(
            format!("在值的末尾补上 {sign}，或改用中文引号“ ”"),
            format!("add {sign} at the end of the value, or take it away"),
        )
    }

    fn bracketed(&self) -> Option<Diagnostic> {
        match scan(self.text) {
            Scan::Closed(end) => self.after_bracket(end).or_else(|| self.empty_item()),
            Scan::Unclosed(at) if self.text[at..].starts_with(['"', '\'']) => Some(
                self.error(
                    "yaml/unclosed-quote",
                    at..at + 1,
                    "这个引号没有配对的另一半",
                    "this quote is never closed",
                )
                .hint("在这一项的末尾补上同样的引号", "close it at the end of its item"),
            ),
            Scan::Unclosed(at) => Some(self.unclosed_bracket(at)),
            Scan::Mismatch { open, close } => Some(self.mismatch(open, close)),
        }
    }

    fn unclosed_bracket(&self, at: usize) -> Diagnostic {
        let close = partner(&self.text[at..]);
        let diag = self.error(
            "yaml/unclosed-bracket",
            at..at + 1,
            &format!("这个括号没有配对的 {close}"),
            &format!("this bracket has no {close}"),
        );
        diag.hint(
            format!("在值的末尾补上 {close}；如果它只是文字，把整个值放进引号里"),
            format!("add {close} at the end of the value, or quote the value when it is mere text"),
        )
    }

    fn mismatch(&self, open: usize, close: usize) -> Diagnostic {
        let (sign, right) = (&self.text[close..close + 1], partner(&self.text[open..]));
        let diag = self.error(
            "yaml/unclosed-bracket",
            close..close + 1,
            &format!("这里的 {sign} 和前面的括号不是一对"),
            &format!("this {sign} does not match the bracket before"),
        );
        let start = self.line.value.start;
        diag.label(self.place.span(start + open..start + open + 1), "从这里开始", "it opens here")
            .hint(format!("改成 {right}"), format!("write {right}"))
    }

    fn after_bracket(&self, end: usize) -> Option<Diagnostic> {
        let rest = self.text[end..].trim_start();
        if rest.is_empty() {
            return None;
        }
        let at = self.text.len() - rest.len();
        if rest.starts_with([']', '}']) {
            let diag = self.error(
                "yaml/unclosed-bracket",
                at..at + 1,
                "多了一个括号",
                "this bracket is one too many",
            );
            return Some(diag.hint("删掉它", "delete it"));
        }
        let diag = self.error(
            "yaml/after-bracket",
            at..self.text.len(),
            "值以括号开头，会被当成列表，后面不能再有文字",
            "the value begins with a bracket, which makes it a list: no text can follow",
        );
        Some(self.quote_it(diag))
    }

    /// `[a, , b]`.
    fn empty_item(&self) -> Option<Diagnostic> {
        let mut commas = self.text.match_indices(',').map(|(at, _)| at);
        let empty = |at: &usize| {
            let before = self.text[..*at].trim_end();
            before.ends_with([',', '[', '{'])
        };
        let at = commas.rfind(empty)?;
        let diag = self.error(
            "yaml/empty-item",
            at..at + 1,
            "这个逗号前面是空的",
            "nothing stands before this comma",
        );
        Some(diag.hint("删掉多出的逗号", "delete the comma"))
    }

    fn alias(&self) -> Diagnostic {
        let sign = &self.text[..1];
        let diag = self.error(
            "yaml/alias",
            0..1,
            &format!("值不能以 {sign} 开头：这是 YAML 的引用，会刊不用"),
            &format!("a value cannot begin with {sign}: YAML anchors and aliases are not allowed"),
        );
        self.quote_it(diag)
    }

    fn odd_start(&self) -> Diagnostic {
        let sign = &self.text[..1];
        let diag = self.error(
            "yaml/odd-start",
            0..1,
            &format!("值不能以 {sign} 开头，这个符号在 YAML 里另有意思"),
            &format!("a value cannot begin with {sign}, which means something else in YAML"),
        );
        self.quote_it(diag)
    }

    /// `通知: 开会`.
    fn plain(&self) -> Option<Diagnostic> {
        let ends = |at: &usize| self.text[at + 1..].chars().next().is_none_or(|c| c == ' ');
        let at = self.text.match_indices(':').map(|(at, _)| at).find(ends)?;
        self.line.key.as_ref()?;
        let diag = self.error(
            "yaml/colon-in-value",
            at..at + 1,
            "值里面有英文冒号加空格，会被当成另一个键",
            "the value holds a colon and a space, which reads as another key",
        );
        Some(self.quote_it(diag))
    }
}

fn partner(bracket: &str) -> char {
    if bracket.starts_with('{') { '}' } else { ']' }
}
