//! `huikan check`: is everything as it should be, and what is missing?

use super::root::{self, Shown};
use super::{CheckArgs, Cli, Console, Exit, Stop};
use crate::build::{self, Options};
use crate::content::Moment;
use crate::diag::{Diagnostic, Format};

pub(super) fn run(cli: &Cli, args: &CheckArgs, console: &mut Console) -> Result<Exit, Stop> {
    let root = root::find(cli.root.as_deref(), console)?;
    let options = Options {
        out: root.path.join("public"),
        root: root.path.clone(),
        base_url: None,
        portable: false,
        drafts: args.drafts,
        as_of: args.as_of.as_deref().and_then(Moment::parse),
        clean: false,
        hold: None,
    };
    let mut checked = build::check(console.vfs, console.host, &options);
    console.report(&mut checked.diags, &Shown { root: &root, sources: &checked.files });
    let errors = checked.diags.iter().filter(|diag| Diagnostic::is_error(diag)).count();
    let warnings = checked.diags.len() - errors;
    let records = checked.records;
    let text = match cli.format {
        Format::Json => {
            format!("{{\"records\":{records},\"errors\":{errors},\"warnings\":{warnings}}}\n")
        }
        _ => {
            let zh = format!("查了 {records} 篇：错误 {errors} 处，提醒 {warnings} 处\n");
            let en = format!("Checked {records} records: {errors} errors, {warnings} warnings\n");
            console.pick(&zh, &en).to_owned()
        }
    };
    console.print(&text);
    let refused = errors > 0 || args.strict && warnings > 0;
    Ok(if refused { Exit::Refused } else { Exit::Done })
}
