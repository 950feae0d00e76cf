//! Errors of templates as diagnostics, drawn by ourselves with the caret at the right place.

mod reports;
mod unclosed;
mod words;

use std::collections::BTreeMap;

use tera::{Error, ErrorKind, ReportError};

use crate::diag::{Diagnostic, FileId, Span, Text};
use crate::zh;
use words::Said;

/// Between the Chinese and the English sentence of an error that one of our functions raised: the
/// library's errors carry one text only.
const BETWEEN: char = '\u{1f}';

/// An error raised by a function of ours, in both languages.
pub(super) fn raise(zh: impl AsRef<str>, en: impl AsRef<str>) -> Error {
    Error::message(format!("{}{BETWEEN}{}", zh.as_ref(), en.as_ref()))
}

/// The templates that an error may speak of.
#[derive(Clone, Debug, Default)]
pub(super) struct Templates(BTreeMap<String, Template>);

#[derive(Clone, Debug)]
struct Template {
    file: FileId,
    text: String,
}

impl Templates {
    pub fn insert(&mut self, name: String, file: FileId, text: String) {
        self.0.insert(name, Template { file, text });
    }

    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, template)| (name.as_str(), template.text.as_str()))
    }

    fn get(&self, name: &str) -> Option<&Template> {
        self.0.get(name)
    }

    /// The diagnostics for an error that loading or drawing a template gave: usually one, several
    /// when the library found several unknown names.
    pub fn diagnose(&self, error: &Error) -> Vec<Diagnostic> {
        match error.kind() {
            ErrorKind::SyntaxError(report) => vec![self.syntax(report)],
            ErrorKind::RenderingError(report) => vec![self.rendering(report)],
            ErrorKind::MissingParent { current, parent } => {
                vec![self.missing_parent(current, parent)]
            }
            ErrorKind::CircularExtend { tpl, inheritance_chain: chain }
            | ErrorKind::CircularInclude { tpl, include_chain: chain } => {
                vec![self.circular(tpl, chain)]
            }
            _ => self.plain(&error.to_string()),
        }
    }

    fn syntax(&self, report: &ReportError) -> Diagnostic {
        let template = self.get(report.filename());
        let range = report.span().range.clone();
        if let Some(template) = template
            && report.message() == "Unexpected end of input"
            && let Some(open) = unclosed::find(&template.text)
        {
            return unclosed::diagnose(&open).at(Span::new(template.file, open.range));
        }
        let found = template.and_then(|t| t.text.get(range.clone())).unwrap_or_default();
        let said = words::syntax(report.message(), found);
        let lead = Text::new("模板写错了：", "the template has a mistake: ");
        self.placed("theme/syntax", &lead, said, template.map(|t| Span::new(t.file, range)))
    }

    fn rendering(&self, report: &ReportError) -> Diagnostic {
        let place = self.get(report.filename());
        let place = place.map(|t| Span::new(t.file, report.span().range.clone()));
        let said = match report.message().split_once(BETWEEN) {
            // The library may put its own words before ours.
            Some((zh, en)) => Said::plain(zh.rsplit_once(": ").map_or(zh, |(_, zh)| zh), en),
            None => words::rendering(report.message()),
        };
        let lead = Text::new("模板运行出错：", "the template failed: ");
        self.placed("theme/render", &lead, said, place)
    }

    fn placed(
        &self,
        code: &'static str,
        lead: &Text,
        said: Said,
        place: Option<Span>,
    ) -> Diagnostic {
        let (zh, en) =
            (format!("{}{}", lead.zh, said.text.zh), format!("{}{}", lead.en, said.text.en));
        let mut diag = Diagnostic::error(code, zh, en);
        diag.primary = place;
        diag.hints.extend(said.hints);
        if diag.hints.is_empty() {
            return diag.hint(
                "模板能用的对象和函数见 docs/THEMES.md",
                "docs/THEMES.md lists the objects and functions that a template can use",
            );
        }
        diag
    }

    fn missing_parent(&self, current: &str, parent: &str) -> Diagnostic {
        let diag = Diagnostic::error(
            "theme/missing-parent",
            format!("没有模板 {parent}，{current} 却要继承它"),
            format!("there is no template {parent}, which {current} extends"),
        );
        self.near_template(self.at_quoted(diag, current, parent), parent)
    }

    fn circular(&self, template: &str, chain: &[String]) -> Diagnostic {
        let round = chain.join(" → ");
        let diag = Diagnostic::error(
            "theme/circular",
            format!("模板 {template} 绕了一圈又用到自己：{round}"),
            format!("the template {template} comes back to itself: {round}"),
        )
        .hint("去掉其中一个 extends 或 include", "remove one extends or include");
        let next = chain.iter().find(|name| *name != template).map_or(template, String::as_str);
        self.at_quoted(diag, template, next)
    }

    /// Mistakes that the library tells as text only.
    fn plain(&self, message: &str) -> Vec<Diagnostic> {
        let reports = reports::parse(message);
        if reports.is_empty() {
            let (zh, en) = message.split_once(BETWEEN).unwrap_or((message, message));
            let zh = format!("主题出错：{zh}");
            return vec![Diagnostic::error("theme/error", zh, format!("the theme failed: {en}"))];
        }
        let one = |report: &reports::Report| {
            let quoted = report.message.split('`').nth(1).unwrap_or_default();
            let said = words::unknown(report.message, quoted);
            let diag = Diagnostic::error("theme/unknown-name", said.text.zh, said.text.en);
            let place = self.get(report.template).map(|t| {
                Span::new(t.file, reports::range(&t.text, report.line, report.column, quoted))
            });
            let diag = place.map_or(diag.clone(), |place| diag.at(place));
            let diag = said.hints.into_iter().fold(diag, |diag, hint| diag.hint(hint.zh, hint.en));
            if report.message.starts_with("Unknown template") {
                return self.near_template(diag, quoted);
            }
            diag
        };
        reports.iter().map(one).collect()
    }

    fn near_template(&self, diag: Diagnostic, name: &str) -> Diagnostic {
        match zh::nearest(name, self.0.keys().map(String::as_str)) {
            Some(near) => diag.hint(format!("是不是 {near}？"), format!("did you mean {near}?")),
            None => diag,
        }
        .hint(
            format!("没写错就在主题的 templates/ 里加上 {name}"),
            format!("else add {name} to the theme's templates/"),
        )
    }

    /// At the quoted name in the template, or at its top.
    fn at_quoted(&self, diag: Diagnostic, template: &str, name: &str) -> Diagnostic {
        let Some(template) = self.get(template) else { return diag };
        let quoted = [format!("\"{name}\""), format!("'{name}'")];
        let found = quoted
            .iter()
            .find_map(|quoted| template.text.find(quoted).map(|at| at..at + quoted.len()));
        diag.at(Span::new(template.file, found.unwrap_or(0..0)))
    }
}

/// Where the theme was chosen and what it is called: for what cannot be placed in a file of it.
#[derive(Clone, Debug)]
pub struct Home {
    pub name: String,
    pub place: Span,
}

/// Templates that pages need are not in the theme.
pub(super) fn missing(templates: &[&str], home: &Home) -> Diagnostic {
    let Home { name, place } = home;
    let diag = Diagnostic::error(
        "theme/missing-template",
        format!("主题“{name}”里没有模板 {}", templates.join("、")),
        format!("the theme `{name}` has no template {}", templates.join(", ")),
    )
    .at(*place);
    let template = templates.first().copied().unwrap_or_default();
    if name == super::EMBEDDED_NAME {
        return diag.hint(
            format!("把它放回 themes/{name}/templates/；或删掉 themes/{name} 文件夹，就会用程序自带的主题"),
            format!("put it back into themes/{name}/templates/, or delete themes/{name}: the built-in theme will serve"),
        );
    }
    diag.hint(
        format!(
            "加上 themes/{name}/templates/{template}，或在 themes/{name}/theme.yaml 里写 extends: {}",
            super::EMBEDDED_NAME
        ),
        format!(
            "add themes/{name}/templates/{template}, or write extends: {} in themes/{name}/theme.yaml",
            super::EMBEDDED_NAME
        ),
    )
}
