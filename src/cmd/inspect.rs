//! `huikan inspect`: what a template sees of one page.

use super::root::{self, Shown};
use super::{Cli, Console, Exit, InspectArgs, Stop};
use crate::build::{self, Options};
use crate::diag::Diagnostic;

pub(super) fn run(cli: &Cli, args: &InspectArgs, console: &mut Console) -> Result<Exit, Stop> {
    let root = root::find(cli.root.as_deref(), console)?;
    let options = Options {
        out: root.path.join("public"),
        root: root.path.clone(),
        base_url: None,
        portable: false,
        drafts: true,
        as_of: None,
        clean: false,
        why: false,
        hold: None,
    };
    let mut seen = build::inspect(console.vfs, console.host, &options, &args.target);
    console.report(&mut seen.diags, &Shown { root: &root, sources: &seen.files });
    if seen.diags.iter().any(Diagnostic::is_error) {
        return Ok(Exit::Refused);
    }
    let json = seen.json.ok_or_else(|| unknown(&args.target))?;
    console.print(&json);
    console.print("\n");
    Ok(Exit::Done)
}

fn unknown(target: &str) -> Stop {
    Stop::usage(
        Diagnostic::error(
            "usage/no-page",
            format!("会刊里没有 {target}"),
            format!("the bulletin has no {target}"),
        )
        .hint(
            "写内容文件的路径（content/news/…/x.md）或网站里的地址（/news/…/x.html）",
            "give a content file (content/news/…/x.md) or an address of the site (/news/…/x.html)",
        ),
    )
}
