//! What is wrong with a command line, in our own words.
//!
//! clap knows what went wrong but says it in English only: its kind and context are turned into a
//! diagnostic like any other.

use std::error::Error as _;
use std::fmt;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::diag::{Diagnostic, Text};

/// Why a value was refused by one of our own parsers: how to write it instead.
#[derive(Clone, Debug)]
pub(super) struct Invalid(Text);

impl Invalid {
    pub fn new(zh: &str, en: &str) -> Self {
        Invalid(Text::new(zh, en))
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0.en)
    }
}

impl std::error::Error for Invalid {}

/// clap's error as a diagnostic; `command` is the command that was meant, if there is such a one.
pub(super) fn diagnose(error: &Error, command: Option<&str>) -> Diagnostic {
    let context = Context(error);
    let diag = match error.kind() {
        ErrorKind::InvalidSubcommand => unknown_command(context),
        ErrorKind::UnknownArgument => unknown_argument(context),
        ErrorKind::MissingRequiredArgument => missing(context),
        ErrorKind::InvalidValue if context.text(ContextKind::InvalidValue).is_empty() => {
            missing_value(context)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => invalid_value(context),
        ErrorKind::TooManyValues => superfluous_value(context),
        ErrorKind::InvalidUtf8 => Diagnostic::error(
            "usage/not-utf8",
            "命令行里有不是 UTF-8 的文字",
            "an argument is not UTF-8",
        )
        .hint("换成 UTF-8 的终端，或把文件改名", "use a UTF-8 terminal or rename the file"),
        _ => Diagnostic::error("usage/other", "看不懂这条命令", "this command line makes no sense"),
    };
    let help = command.map_or("huikan help".to_owned(), |name| format!("huikan help {name}"));
    diag.hint(format!("运行 `{help}` 看用法"), format!("run `{help}` for the usage"))
}

fn unknown_command(context: Context) -> Diagnostic {
    let name = context.text(ContextKind::InvalidSubcommand);
    let diag = Diagnostic::error(
        "usage/unknown-command",
        format!("没有 `{name}` 这个命令"),
        format!("there is no command `{name}`"),
    );
    context.did_you_mean(diag, ContextKind::SuggestedSubcommand)
}

fn unknown_argument(context: Context) -> Diagnostic {
    let name = context.text(ContextKind::InvalidArg);
    let diag = if name.starts_with('-') {
        Diagnostic::error(
            "usage/unknown-option",
            format!("没有 `{name}` 这个选项"),
            format!("there is no option `{name}`"),
        )
    } else {
        Diagnostic::error(
            "usage/superfluous",
            format!("多出了 `{name}`"),
            format!("`{name}` is one argument too many"),
        )
        .hint("含空格的标题或路径要放进引号", "quote a title or path that has spaces")
    };
    context.did_you_mean(diag, ContextKind::SuggestedArg)
}

fn missing(context: Context) -> Diagnostic {
    let names = context.list(ContextKind::InvalidArg);
    Diagnostic::error(
        "usage/missing",
        format!("缺少 {}", names.join("、")),
        format!("missing: {}", names.join(", ")),
    )
}

fn missing_value(context: Context) -> Diagnostic {
    let name = context.text(ContextKind::InvalidArg);
    let diag = Diagnostic::error(
        "usage/missing-value",
        format!("`{name}` 后面缺少值"),
        format!("`{name}` needs a value"),
    );
    context.possible_values(diag)
}

fn invalid_value(context: Context) -> Diagnostic {
    let name = context.text(ContextKind::InvalidArg);
    let value = context.text(ContextKind::InvalidValue);
    let diag = Diagnostic::error(
        "usage/invalid-value",
        format!("`{name}` 不能是 `{value}`"),
        format!("`{value}` is no value for `{name}`"),
    );
    let diag = match context.0.source().and_then(|cause| cause.downcast_ref::<Invalid>()) {
        Some(Invalid(cure)) => diag.hint(&cure.zh, &cure.en),
        None => diag,
    };
    context.possible_values(context.did_you_mean(diag, ContextKind::SuggestedValue))
}

fn superfluous_value(context: Context) -> Diagnostic {
    let name = context.text(ContextKind::InvalidArg);
    let value = context.text(ContextKind::InvalidValue);
    Diagnostic::error(
        "usage/superfluous",
        format!("`{name}` 不带值，却写了 `{value}`"),
        format!("`{name}` takes no value, but `{value}` was given"),
    )
}

#[derive(Clone, Copy)]
struct Context<'a>(&'a Error);

impl Context<'_> {
    fn list(self, kind: ContextKind) -> Vec<String> {
        match self.0.get(kind) {
            Some(ContextValue::String(text)) => vec![text.clone()],
            Some(ContextValue::Strings(texts)) => texts.clone(),
            _ => vec![],
        }
    }

    fn text(self, kind: ContextKind) -> String {
        self.list(kind).join(" ")
    }

    fn did_you_mean(self, diag: Diagnostic, kind: ContextKind) -> Diagnostic {
        match self.list(kind).first() {
            Some(name) => {
                diag.hint(format!("是不是 `{name}`？"), format!("did you mean `{name}`?"))
            }
            None => diag,
        }
    }

    fn possible_values(self, diag: Diagnostic) -> Diagnostic {
        let values = self.list(ContextKind::ValidValue);
        if values.is_empty() {
            return diag;
        }
        diag.hint(
            format!("可以写：{}", values.join("、")),
            format!("possible values: {}", values.join(", ")),
        )
    }
}
