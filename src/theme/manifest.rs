//! `theme.yaml`: what a theme says of itself.

use crate::diag::{Diagnostic, FileId, Warned};
use crate::yaml::{self, At, Fields, Word, Words};

const WORDS: Words = &[
    Word { key: "title", zh: &["名称", "标题"], examples: &["示例主题"] },
    Word { key: "extends", zh: &["继承"], examples: &["wuzhou"] },
];

/// A theme's own description.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    pub title: Option<String>,
    /// The theme whose files stand in for those that this one does not have.
    pub extends: Option<At<String>>,
}

/// Reads `theme.yaml`. A theme without one extends nothing.
pub fn parse_manifest(file: FileId, text: &str) -> Warned<Manifest> {
    let mut diags = Vec::new();
    let Some(node) = yaml::parse(file, text, 0..text.len()).take(&mut diags) else {
        return Warned::new(Manifest::default(), diags);
    };
    let mut fields = Fields::new(file, text, node, 0..0, WORDS);
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let extends = fields.text("extends");
    let extends = match extends {
        Some(name) if !name.value.chars().all(plain) || name.value.is_empty() => {
            let diag = Diagnostic::error(
                "theme/extends",
                format!("“{}”不是一个主题文件夹名", name.value),
                format!("`{}` is no theme's folder name", name.value),
            )
            .at(name.span(file))
            .hint("写 themes/ 下的文件夹名", "write the name of a folder under themes/");
            fields.report(diag);
            None
        }
        other => other,
    };
    let manifest = Manifest { title: fields.text("title").map(|t| t.value), extends };
    for key in ["name", "description", "license", "author", "version", "homepage"] {
        let _ = fields.text(key);
    }
    let _ = fields.free("extra");
    diags.extend(fields.finish());
    Warned::new(manifest, diags)
}
