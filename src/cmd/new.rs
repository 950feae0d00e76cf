//! `huikan new`: a Markdown file with the front matter of its kind, ready to be filled in.

mod scalar;
mod skeleton;

use camino::Utf8PathBuf;

use super::root::{self, Root};
use super::{Cli, Console, Exit, NewArgs, Stop};
use crate::config::{self, Settings};
use crate::content::{Date, Kind};
use crate::diag::{Diagnostic, FileId};
use crate::vfs::{Kind as FileKind, ignored};
use crate::zh;
use skeleton::Skeleton;

pub(super) fn run(cli: &Cli, args: &NewArgs, console: &mut Console) -> Result<Exit, Stop> {
    fits(args)?;
    let root = root::find(cli.root.as_deref(), console)?;
    let settings = settings(&root, console);
    let today = || console.host.now().to_zoned_datetime(settings.zone.clone()).date().to_string();
    let date = args.date.clone().map_or_else(today, known_or_pending);
    let title = title(args)?;
    let slug = match &args.slug {
        Some(slug) => slug.clone(),
        None => slug(&title, &settings)?,
    };
    let below = folder(args.kind, &date).join(format!("{slug}.md"));
    let columns = if args.kind == Kind::News { columns(&root, console) } else { vec![] };
    let skeleton = Skeleton { args, title: &title, date: &date, columns: &columns };
    write(&root, below, &skeleton.text(), console)
}

/// The zone, for today's date, and the readings, for the name. Mistakes in the settings are for
/// `build` to tell: where there is one, the default serves.
fn settings(root: &Root, console: &Console) -> Settings {
    let bytes = console.vfs.read(&root.path.join("content/site.yaml")).unwrap_or_default();
    config::parse(FileId(0), &String::from_utf8_lossy(&bytes)).value
}

/// Options that the kind has no use for would be lost silently.
fn fits(args: &NewArgs) -> Result<(), Stop> {
    let news = args.kind == Kind::News;
    let places = match args.kind {
        Kind::News => usize::MAX,
        Kind::Chambers | Kind::Places => 1,
        _ => 0,
    };
    let chambers = if news { usize::MAX } else { skeleton::chambers(args.kind) };
    let one =
        |option| (option == "--place" && places == 1) || (option == "--chamber" && chambers == 1);
    let wrong = [
        ("--column", !news && args.column.is_some()),
        ("--chamber", args.chambers.len() > chambers),
        ("--place", args.places.len() > places),
    ];
    let Some((option, _)) = wrong.into_iter().find(|&(_, wrong)| wrong) else {
        return Ok(());
    };
    let (zh, en) = (args.kind.zh(), args.kind.folder());
    let diag = if one(option) {
        Diagnostic::error(
            "usage/superfluous",
            format!("{zh}只能写一个 {option}"),
            format!("{en} take one {option}"),
        )
    } else {
        Diagnostic::error(
            "usage/superfluous",
            format!("{zh}没有 {option} 这一项"),
            format!("{en} have no {option}"),
        )
    };
    Err(Stop::usage(diag.hint(
        format!("去掉 {option}，或换一个种类"),
        format!("leave out {option}, or choose another kind"),
    )))
}

fn known_or_pending(date: String) -> String {
    if date == "unknown" { "待补".to_owned() } else { date }
}

/// The title on one line.
fn title(args: &NewArgs) -> Result<String, Stop> {
    let title = args.title.split_whitespace().collect::<Vec<_>>().join(" ");
    if !title.is_empty() {
        return Ok(title);
    }
    let diag = Diagnostic::error("usage/empty-title", "标题是空的", "the title is empty");
    Err(Stop::usage(diag.hint("写上标题，可以以后再改", "give a title; it can be changed later")))
}

fn slug(title: &str, settings: &Settings) -> Result<String, Stop> {
    let slug = zh::slug(title, &settings.readings);
    if !slug.is_empty() {
        return Ok(short(&slug).to_owned());
    }
    Err(Stop::usage(
        Diagnostic::error(
            "usage/no-slug",
            format!("从标题“{title}”得不出文件名"),
            format!("no file name can be made of the title `{title}`"),
        )
        .hint(
            "加 --slug 名字（小写英文字母、数字、连字符）",
            "add --slug NAME (lower-case letters, digits, hyphens)",
        ),
    ))
}

/// A long title makes a name of some syllables: enough to know it by, and a file name has limits.
fn short(slug: &str) -> &str {
    const MOST: usize = 60;
    if slug.len() <= MOST {
        return slug;
    }
    let cut = &slug[..slug.floor_char_boundary(MOST)];
    cut.rsplit_once('-').map_or(cut, |(whole, _)| whole)
}

/// News lie by year and month, as far as they are known; all else directly in its kind's folder.
fn folder(kind: Kind, date: &str) -> Utf8PathBuf {
    let folder = Utf8PathBuf::from("content").join(kind.folder());
    match (kind, Date::parse(date)) {
        (Kind::News, Some(Date::Known { year, month: Some(month), .. })) => {
            folder.join(format!("{year:04}/{month:02}"))
        }
        (Kind::News, Some(Date::Known { year, month: None, .. })) => {
            folder.join(format!("{year:04}"))
        }
        _ => folder,
    }
}

/// The columns that there are, to choose from.
fn columns(root: &Root, console: &Console) -> Vec<String> {
    let files = console.vfs.list(&root.path.join("content/columns")).unwrap_or_default();
    let stems =
        files.into_iter().filter(|file| file.kind == FileKind::File && !ignored(&file.name));
    stems.filter_map(|file| file.name.strip_suffix(".md").map(str::to_owned)).collect()
}

fn write(root: &Root, below: Utf8PathBuf, text: &str, console: &mut Console) -> Result<Exit, Stop> {
    let path = root.path.join(&below);
    let shown = root.show(below.as_str());
    if console.vfs.stat(&path).is_ok() {
        return Err(exists(&shown));
    }
    if let Some(folder) = path.parent() {
        console.vfs.create_dir_all(folder).map_err(|error| Stop::io(folder, &error))?;
    }
    console.vfs.write_atomic(&path, text.as_bytes()).map_err(|error| Stop::io(&path, &error))?;
    console.print(&format!("{shown}\n"));
    if console.watched() && text.contains("\nstatus: draft") {
        let told = console.pick(
            "这是草稿：写好后把 status 改成 published，再运行 huikan build。\n",
            "This is a draft: when it is ready set its status to published and run huikan build.\n",
        );
        let told = told.to_owned();
        console.tell(&told);
    }
    Ok(Exit::Done)
}

fn exists(shown: &str) -> Stop {
    Stop::usage(
        Diagnostic::error(
            "usage/exists",
            format!("{shown} 已经有了，没有动它"),
            format!("{shown} exists already; it was left as it is"),
        )
        .hint(
            "加 --slug 换一个名字，或直接编辑那个文件",
            "choose another name with --slug, or edit that file",
        ),
    )
}
