//! `huikan build`: content in, site out, and a few words about it.

use std::collections::BTreeSet;

use super::progress::Bar;
use super::report::{self, Told};
use super::root::{self, Root, Shown};
use super::{BuildArgs, Cli, Console, Exit, Stop};
use crate::build::{self, Options, Outcome};
use crate::content::Moment;
use crate::diag::{Diagnostic, Format};
use crate::vfs::Stopwatch;

pub(super) fn run(cli: &Cli, args: &BuildArgs, console: &mut Console) -> Result<Exit, Stop> {
    let root = root::find(cli.root.as_deref(), console)?;
    let options = options(&root, args, console)?;
    let watch = Stopwatch::start();
    let bar = Bar::new(console.watched(), console.lang());
    let outcome = build::build(console.vfs, console.host, &options, &bar);
    bar.finish();
    let Outcome { mut diags, files, report, failed, rest } = outcome;
    // The process ends with this command.
    rest.forget();
    console.report(&mut diags, &Shown { root: &root, sources: &files });
    if let Some(diag) = failed {
        return Err(Stop::failed(diag));
    }
    let out = shown_out(&root, args);
    let Some(report) = report.filter(|_| !diags.iter().any(Diagnostic::is_error)) else {
        refuse(&out, &diags, console);
        return Ok(Exit::Refused);
    };
    let report = report::Report::from(&report);
    let told = Told { report: &report, out: &out, elapsed: watch.elapsed() };
    let detail = report::Detail::of(cli.verbose, args);
    let text = match cli.format {
        Format::Json => told.json(detail),
        _ => told.text(cli.lang, detail),
    };
    console.print(&text);
    // The process ends here: what the build left need not be taken apart.
    std::mem::forget(files);
    Ok(Exit::Done)
}

/// `--out` is a path from the current folder, as on any command line; the default lies in the root.
fn options(root: &Root, args: &BuildArgs, console: &Console) -> Result<Options, Stop> {
    let out = match &args.out {
        Some(out) => root::current_dir(console)?.join(out),
        None => root.path.join("public"),
    };
    Ok(Options {
        root: root.path.clone(),
        out,
        base_url: args.base_url.clone(),
        portable: args.portable,
        drafts: args.drafts,
        as_of: args.as_of.as_deref().and_then(Moment::parse),
        clean: args.clean,
        why: args.why,
        hold: None,
    })
}

fn shown_out(root: &Root, args: &BuildArgs) -> String {
    let out = args.out.as_ref().map_or_else(|| root.show("public"), ToString::to_string);
    format!("{}/", out.trim_end_matches('/'))
}

/// The last words to an editor: what became of the site, and what to do now.
fn refuse(out: &str, diags: &[Diagnostic], console: &mut Console) {
    if console.format() != Format::Human {
        return;
    }
    let errors = diags.iter().filter(|diag| diag.is_error());
    let files: BTreeSet<_> = errors.filter_map(|diag| Some(diag.primary?.file)).collect();
    let (zh, en) = match files.len() {
        0 | 1 => (String::new(), String::new()),
        n => (
            format!("错误在 {n} 个文件里，从第一个改起；"),
            format!(" The errors are in {n} files."),
        ),
    };
    let zh = format!("没有生成，{out} 里什么都没有动。{zh}改好后再运行 huikan build。\n");
    let en = format!(
        "Not built; nothing in {out} was touched.{en} Mend them and run huikan build again.\n"
    );
    let text = console.pick(&zh, &en).to_owned();
    console.tell(&text);
}
