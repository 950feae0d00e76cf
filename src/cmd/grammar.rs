//! The command line's grammar and help, in one language at a time.
//!
//! Names of values are ASCII: the columns of the help are aligned by characters, and a Chinese one
//! takes two columns.

mod commands;
mod values;

use camino::Utf8PathBuf;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, value_parser};

use crate::diag::Lang;
use commands::{build, check, completions, help_command, init, inspect, new, schema, serve};

pub(super) const NAME: &str = "huikan";

/// Every command's name, in the order of the help.
pub(super) const COMMANDS: [&str; 9] =
    ["init", "new", "build", "serve", "check", "inspect", "schema", "completions", "help"];

/// The name of a command, if `word` is one.
pub(super) fn command(word: &str) -> Option<&'static str> {
    COMMANDS.into_iter().find(|name| *name == word)
}

/// The whole grammar with its help in `lang`.
pub(super) fn grammar(lang: Lang) -> Command {
    let words = Words(lang);
    let commands = [
        init(words),
        new(words),
        build(words),
        serve(words),
        check(words),
        inspect(words),
        schema(words),
        completions(words),
        help_command(words),
    ];
    Command::new(NAME)
        .version(env!("CARGO_PKG_VERSION"))
        .about(words.pick(
            "会刊 huikan：把一个文件夹的 Markdown 编成商会的会刊网站",
            "huikan: compiles a folder of Markdown into a chamber's bulletin",
        ))
        .override_usage(words.pick("huikan [选项] <命令>", "huikan [OPTIONS] <COMMAND>"))
        .help_template(words.template())
        .after_help(words.pick(
            "初次使用：huikan init 我的会刊，再进入该文件夹运行 huikan serve，边改边看；huikan build 生成网站。\n每条命令的详细用法：huikan help <命令>。",
            "First steps: huikan init my-bulletin, then run huikan serve in that folder to see it while you write;\nhuikan build makes the site.\nMore about a command: huikan help <COMMAND>.",
        ))
        .subcommand_help_heading(words.pick("命令", "Commands"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .term_width(0)
        .args(common(words))
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help(words.pick("显示版本", "Print the version"))
                .help_heading(words.common()),
        )
        .args_override_self(true)
        .subcommands(commands.map(|command| {
            command.help_template(words.template()).args_override_self(true)
        }))
}

/// The help of the program.
pub(super) fn help(lang: Lang) -> String {
    grammar(lang).render_help().to_string()
}

/// The help of one command, or of the program.
pub(super) fn help_of(lang: Lang, command: Option<&str>) -> String {
    let mut whole = grammar(lang);
    whole.build();
    match command.and_then(|name| whole.find_subcommand_mut(name)) {
        Some(found) => found.render_help().to_string(),
        None => help(lang),
    }
}

/// Chooses words of one language.
#[derive(Clone, Copy)]
struct Words(Lang);

impl Words {
    fn pick(self, zh: &'static str, en: &'static str) -> &'static str {
        match self.0 {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn template(self) -> &'static str {
        self.pick(
            "{about-with-newline}\n用法: {usage}\n\n{all-args}{after-help}\n",
            "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}\n",
        )
    }

    fn common(self) -> &'static str {
        self.pick("通用选项", "Common options")
    }

    fn flag(self, name: &'static str, zh: &'static str, en: &'static str) -> Arg {
        let heading = self.pick("选项", "Options");
        Arg::new(name)
            .long(name)
            .action(ArgAction::SetTrue)
            .help(self.pick(zh, en))
            .help_heading(heading)
    }

    fn option(
        self,
        name: &'static str,
        value: &'static str,
        zh: &'static str,
        en: &'static str,
    ) -> Arg {
        self.flag(name, zh, en).action(ArgAction::Set).value_name(value)
    }

    fn positional(
        self,
        name: &'static str,
        value: &'static str,
        zh: &'static str,
        en: &'static str,
    ) -> Arg {
        let heading = self.pick("参数", "Arguments");
        Arg::new(name).value_name(value).help(self.pick(zh, en)).help_heading(heading)
    }
}

/// What every command takes.
fn common(words: Words) -> Vec<Arg> {
    let choice = |arg: Arg, values: &[&'static str]| {
        arg.value_parser(PossibleValuesParser::new(values.iter().copied()))
            .hide_possible_values(true)
    };
    let args = vec![
        words
            .option(
                "root",
                "DIR",
                "会刊所在的文件夹（默认从当前文件夹向上找 content/site.yaml）",
                "The bulletin's folder (default: the nearest one upward with content/site.yaml)",
            )
            .value_parser(value_parser!(Utf8PathBuf)),
        choice(
            words.option(
                "format",
                "FORMAT",
                "问题怎样显示：human（默认）、short、json、github",
                "How problems are shown: human (default), short, json, github",
            ),
            &["human", "short", "json", "github"],
        ),
        choice(
            words.option(
                "lang",
                "LANG",
                "语言：zh（默认）或 en；也可设环境变量 HUIKAN_LANG",
                "Language: zh (default) or en; the variable HUIKAN_LANG sets it too",
            ),
            &["zh", "en"],
        ),
        words
            .flag(
                "verbose",
                "说得更详细，例如列出跳过了哪些稿件",
                "Say more, such as which items were skipped",
            )
            .short('v'),
        words.flag("help", "显示帮助", "Print help").short('h').action(ArgAction::Help),
    ];
    args.into_iter().map(|arg| arg.global(true).help_heading(words.common())).collect()
}
