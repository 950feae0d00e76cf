//! `huikan check`: is everything as it should be, and what is missing?

use serde_json::{Value, json};

use super::root::{self, Shown};
use super::{CheckArgs, Cli, Console, Exit, Stop};
use crate::build::{self, Options, Protected};
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
        why: false,
        hold: None,
    };
    let mut checked = build::check(console.vfs, console.host, &options);
    console.report(&mut checked.diags, &Shown { root: &root, sources: &checked.files });
    let errors = checked.diags.iter().filter(|diag| Diagnostic::is_error(diag)).count();
    let warnings = checked.diags.len() - errors;
    let records = checked.records;
    let protected = args.hant.then_some(&checked.protected[..]);
    let text = match cli.format {
        Format::Json => {
            let mut seen = json!({ "records": records, "errors": errors, "warnings": warnings });
            if let Some(protected) = protected {
                seen["hant"] = protected.iter().map(as_json).collect();
            }
            format!("{seen}\n")
        }
        _ => {
            let list = protected.map_or_else(String::new, |list| in_words(list, console));
            let zh = format!("查了 {records} 篇：错误 {errors} 处，提醒 {warnings} 处\n");
            let en = format!("Checked {records} records: {errors} errors, {warnings} warnings\n");
            format!("{list}{}", console.pick(&zh, &en))
        }
    };
    console.print(&text);
    let refused = errors > 0 || args.strict && warnings > 0;
    Ok(if refused { Exit::Refused } else { Exit::Done })
}

fn as_json(one: &Protected) -> Value {
    json!({
        "term": one.term.simplified, "written": one.term.traditional,
        "count": one.count, "pages": one.pages,
    })
}

/// So many pages of a word are named.
const NAMED: usize = 3;

/// A line for each word of the table: how it is written, how often, where.
fn in_words(protected: &[Protected], console: &Console) -> String {
    let mut text = String::new();
    for Protected { term, count, pages } in protected {
        let named = pages.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(" ");
        let more = if pages.len() > NAMED { " …" } else { "" };
        let line = match *count {
            0 => console.pick("没有用到", "not used").to_owned(),
            count => {
                let zh = format!("{count} 处，{} 页：{named}{more}", pages.len());
                let en = format!("{count} times on {} pages: {named}{more}", pages.len());
                console.pick(&zh, &en).to_owned()
            }
        };
        text += &format!("{} → {}  {line}\n", term.simplified, term.traditional);
    }
    text
}
