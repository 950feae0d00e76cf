//! What the user typed, as plain values.

use std::ffi::OsString;

use camino::Utf8PathBuf;
use clap::ArgMatches;
use clap::error::ErrorKind;
use clap_complete::Shell;

use super::console::Manner;
use super::{grammar, usage};
use crate::content::Kind;
use crate::diag::{Diagnostic, Format, Lang};
use crate::vfs::Host;

/// A parsed command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cli {
    /// The bulletin's folder as typed; when absent it is looked for.
    pub root: Option<Utf8PathBuf>,
    pub format: Format,
    pub lang: Lang,
    pub verbose: bool,
    pub command: Command,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    Init(InitArgs),
    New(NewArgs),
    Build(BuildArgs),
    Serve(ServeArgs),
    Inspect(InspectArgs),
    Check(CheckArgs),
    Schema(SchemaArgs),
    Completions(Shell),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InitArgs {
    pub dir: Option<Utf8PathBuf>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewArgs {
    pub kind: Kind,
    pub title: String,
    pub column: Option<String>,
    pub chambers: Vec<String>,
    pub places: Vec<String>,
    pub date: Option<String>,
    pub slug: Option<String>,
    pub internal: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BuildArgs {
    pub out: Option<Utf8PathBuf>,
    pub base_url: Option<String>,
    pub portable: bool,
    pub drafts: bool,
    pub as_of: Option<String>,
    pub clean: bool,
    pub why: bool,
    pub timings: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServeArgs {
    /// A name or an address of this machine.
    pub host: String,
    /// 0 is any.
    pub port: u16,
    pub open: bool,
    pub drafts: bool,
    pub as_of: Option<String>,
    pub poll: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectArgs {
    /// A file of the bulletin or a path of the site.
    pub target: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckArgs {
    pub drafts: bool,
    pub as_of: Option<String>,
    /// Warnings refuse too.
    pub strict: bool,
    /// Tell what the table of the Traditional edition protected.
    pub hant: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchemaArgs {
    /// One kind; all of them without it.
    pub kind: Option<Kind>,
}

/// What parsing comes to.
#[derive(Debug)]
pub enum Parsed {
    Run(Cli),
    /// A text that was asked for: help or the version.
    Show(String),
    /// No command was given: the help, but as a reproach.
    Help(String),
    Wrong(Diagnostic),
}

/// Parses the words after the program's name; `lang` is the language of help and errors.
pub fn parse(words: Vec<OsString>, lang: Lang) -> Parsed {
    let name = [OsString::from(grammar::NAME)];
    let command = words.iter().filter_map(|word| grammar::command(word.to_str()?)).next();
    match grammar::grammar(lang).try_get_matches_from(name.into_iter().chain(words)) {
        Ok(matches) => read(&matches, lang).unwrap_or_else(|| Parsed::Help(grammar::help(lang))),
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Parsed::Show(error.to_string()),
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
                Parsed::Help(grammar::help(lang))
            }
            _ => Parsed::Wrong(usage::diagnose(&error, command)),
        },
    }
}

/// Language and format, looked for in the raw words, because the words' own errors need them.
pub(super) fn manner(words: &[OsString], host: &dyn Host) -> Manner {
    let lang = raw_option(words, "--lang").or_else(|| host.var("HUIKAN_LANG"));
    let format = raw_option(words, "--format");
    Manner {
        lang: lang.and_then(|name| lang_of(&name)).unwrap_or_default(),
        format: format.and_then(|name| format_of(&name)).unwrap_or_default(),
    }
}

fn raw_option(words: &[OsString], name: &str) -> Option<String> {
    let mut words =
        words.iter().map(|word| word.to_str().unwrap_or_default()).take_while(|word| *word != "--");
    let mut found = None;
    while let Some(word) = words.next() {
        match word.strip_prefix(name) {
            Some("") => found = words.next(),
            Some(rest) => found = rest.strip_prefix('=').or(found),
            None => {}
        }
    }
    found.map(str::to_owned)
}

fn lang_of(name: &str) -> Option<Lang> {
    match name {
        "zh" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    }
}

fn format_of(name: &str) -> Option<Format> {
    match name {
        "human" => Some(Format::Human),
        "short" => Some(Format::Short),
        "json" => Some(Format::Json),
        "github" => Some(Format::Github),
        _ => None,
    }
}

/// Moves clap's matches into our values; `None` when there is no command that we know.
fn read(matches: &ArgMatches, lang: Lang) -> Option<Parsed> {
    let (name, sub) = matches.subcommand()?;
    let command = match name {
        "init" => Command::Init(InitArgs { dir: path(sub, "dir") }),
        "new" => Command::New(new(sub)?),
        "build" => Command::Build(build(sub)),
        "serve" => Command::Serve(serve(sub)?),
        "inspect" => Command::Inspect(InspectArgs { target: text(sub, "target")? }),
        "check" => Command::Check(CheckArgs {
            drafts: sub.get_flag("drafts"),
            as_of: text(sub, "as-of"),
            strict: sub.get_flag("strict"),
            hant: sub.get_flag("hant"),
        }),
        "schema" => Command::Schema(SchemaArgs { kind: sub.get_one::<Kind>("kind").copied() }),
        "completions" => Command::Completions(*sub.get_one::<Shell>("shell")?),
        "help" => {
            return Some(Parsed::Show(grammar::help_of(lang, text(sub, "command").as_deref())));
        }
        _ => return None,
    };
    let format = text(sub, "format").and_then(|name| format_of(&name)).unwrap_or_default();
    let (root, verbose) = (path(sub, "root"), sub.get_flag("verbose"));
    Some(Parsed::Run(Cli { root, format, lang, verbose, command }))
}

fn new(matches: &ArgMatches) -> Option<NewArgs> {
    Some(NewArgs {
        kind: *matches.get_one::<Kind>("kind")?,
        title: text(matches, "title")?,
        column: text(matches, "column"),
        chambers: texts(matches, "chamber"),
        places: texts(matches, "place"),
        date: text(matches, "date"),
        slug: text(matches, "slug"),
        internal: matches.get_flag("internal"),
    })
}

fn build(matches: &ArgMatches) -> BuildArgs {
    BuildArgs {
        out: path(matches, "out"),
        base_url: text(matches, "base-url"),
        portable: matches.get_flag("portable"),
        drafts: matches.get_flag("drafts"),
        as_of: text(matches, "as-of"),
        clean: matches.get_flag("clean"),
        why: matches.get_flag("why"),
        timings: matches.get_flag("timings"),
    }
}

fn serve(matches: &ArgMatches) -> Option<ServeArgs> {
    Some(ServeArgs {
        host: text(matches, "host")?,
        port: *matches.get_one::<u16>("port")?,
        open: matches.get_flag("open"),
        drafts: matches.get_flag("drafts"),
        as_of: text(matches, "as-of"),
        poll: matches.get_flag("poll"),
    })
}

fn text(matches: &ArgMatches, name: &str) -> Option<String> {
    matches.get_one::<String>(name).cloned()
}

fn texts(matches: &ArgMatches, name: &str) -> Vec<String> {
    matches.get_many::<String>(name).into_iter().flatten().cloned().collect()
}

fn path(matches: &ArgMatches, name: &str) -> Option<Utf8PathBuf> {
    matches.get_one::<Utf8PathBuf>(name).cloned()
}
