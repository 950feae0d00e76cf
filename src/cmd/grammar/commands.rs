//! The grammar of each command.

use camino::Utf8PathBuf;
use clap::builder::{PossibleValuesParser, ValueParser};
use clap::{Arg, ArgAction, Command, value_parser};
use clap_complete::Shell;

use super::values::{base_url, date, kind, moment, port, slug};
use super::{COMMANDS, Words};

pub(super) fn init(words: Words) -> Command {
    Command::new("init")
        .about(words.pick(
            "新建一份会刊，带示例内容，建好就能生成",
            "Start a new bulletin with sample content that builds at once",
        ))
        .override_usage(words.pick("huikan init [选项] [DIR]", "huikan init [OPTIONS] [DIR]"))
        .arg(
            words
                .positional(
                    "dir",
                    "DIR",
                    "放在哪个文件夹（默认当前文件夹，须是空的）",
                    "Where to (default: the current folder; it must be empty)",
                )
                .value_parser(value_parser!(Utf8PathBuf)),
        )
}

pub(super) fn new(words: Words) -> Command {
    Command::new("new")
        .about(words.pick(
            "新建一篇稿件、一份商会档案等，并显示新文件的路径",
            "Start a news item, a chamber profile and so on; prints the new file's path",
        ))
        .override_usage(words.pick(
            "huikan new [选项] <KIND> <TITLE>",
            "huikan new [OPTIONS] <KIND> <TITLE>",
        ))
        .arg(
            words
                .positional(
                    "kind",
                    "KIND",
                    "种类：news（稿件）、chambers（商会）、columns（栏目）、places（地区）、pages（页面）",
                    "What it is: news, chambers, columns, places or pages",
                )
                .required(true)
                .hide_possible_values(true)
                .value_parser(kind()),
        )
        .arg(words.positional("title", "TITLE", "标题", "Its title").required(true))
        .arg(words.option("column", "ID", "稿件的栏目", "The news item's column"))
        .arg(
            words
                .option(
                    "chamber",
                    "ID",
                    "稿件涉及的商会，可写多次",
                    "A chamber that the news item is about; may be repeated",
                )
                .action(ArgAction::Append),
        )
        .arg(
            words
                .option(
                    "place",
                    "ID",
                    "稿件涉及的地区（可写多次），或商会所在的地区",
                    "A place that the news item is about (may be repeated), or the chamber's region",
                )
                .action(ArgAction::Append),
        )
        .arg(
            words
                .option(
                    "date",
                    "DATE",
                    "日期：2019-10-23、2019-10、2019 或 待补（默认今天）",
                    "Date: 2019-10-23, 2019-10, 2019 or unknown (default: today)",
                )
                .value_parser(ValueParser::new(date)),
        )
        .arg(
            words
                .option(
                    "slug",
                    "SLUG",
                    "文件名和网址里的名字（默认取标题的拼音）",
                    "The name in the file's name and the URL (default: the title's pinyin)",
                )
                .value_parser(ValueParser::new(slug)),
        )
        .arg(words.flag("internal", "内部资料，不公开", "Internal: never published"))
}

pub(super) fn build(words: Words) -> Command {
    Command::new("build")
        .about(words.pick("生成网站，写到 public/", "Build the site into public/"))
        .override_usage(words.pick("huikan build [选项]", "huikan build [OPTIONS]"))
        .arg(
            words
                .option("out", "DIR", "写到哪里（默认 public）", "Where to (default: public)")
                .value_parser(value_parser!(Utf8PathBuf)),
        )
        .arg(
            words
                .option(
                    "base-url",
                    "URL",
                    "网站的完整网址，代替 site.yaml 里的 url",
                    "The site's full address, instead of `url` in site.yaml",
                )
                .value_parser(ValueParser::new(base_url)),
        )
        .arg(words.flag(
            "portable",
            "生成可以直接从硬盘双击打开的网站",
            "Make a site that can be opened from a disk",
        ))
        .arg(words.flag("drafts", "草稿也生成", "Include drafts"))
        .arg(as_of(words))
        .arg(words.flag(
            "clean",
            "不用缓存，全部重新生成",
            "Ignore the cache and render everything",
        ))
        .arg(words.flag("why", "说明每一页为什么重新生成", "Say why each page was rendered"))
        .arg(words.flag("timings", "列出各阶段用时", "Show the time of each phase"))
}

pub(super) fn serve(words: Words) -> Command {
    Command::new("serve")
        .about(words.pick(
            "边改边看：在浏览器里预览，保存后自动更新；不写任何文件",
            "Show the site in the browser and follow every save; write nothing",
        ))
        .override_usage(words.pick("huikan serve [选项]", "huikan serve [OPTIONS]"))
        .arg(
            words
                .option(
                    "host",
                    "HOST",
                    "在哪个地址上（默认 127.0.0.1，只有本机能看；0.0.0.0 让同一网络里的设备也能看）",
                    "Where to listen (default: 127.0.0.1, this machine only; 0.0.0.0 lets others in)",
                )
                .default_value("127.0.0.1")
                .hide_default_value(true),
        )
        .arg(
            words
                .option(
                    "port",
                    "PORT",
                    "端口（默认 8000，被占用就用下一个；0 是任意一个）",
                    "The port (default: 8000, or the next one that is free; 0: any)",
                )
                .default_value("8000")
                .hide_default_value(true)
                .value_parser(ValueParser::new(port)),
        )
        .arg(words.flag("open", "在浏览器里打开", "Open it in the browser"))
        .arg(words.flag("drafts", "草稿和未到发布时间的稿件也显示", "Show drafts and what is not yet due"))
        .arg(as_of(words))
        .arg(words.flag(
            "poll",
            "反复查看文件有没有改动（网络硬盘用）",
            "Look for changes again and again (for network disks)",
        ))
}

pub(super) fn inspect(words: Words) -> Command {
    Command::new("inspect")
        .about(words.pick(
            "以 JSON 显示模板能看到的一页内容",
            "Print what a template sees of a page, as JSON",
        ))
        .override_usage(words.pick(
            "huikan inspect [选项] <PATH|URL>",
            "huikan inspect [OPTIONS] <PATH|URL>",
        ))
        .arg(
            words
                .positional(
                    "target",
                    "PATH|URL",
                    "内容文件（content/news/…/x.md）或网站里的地址（/news/…/x.html）",
                    "A content file (content/news/…/x.md) or an address of the site (/news/…/x.html)",
                )
                .required(true),
        )
}

pub(super) fn check(words: Words) -> Command {
    Command::new("check")
        .about(words.pick(
            "查错，也查缺：没有稿件的商会、没有链接的名称、没有用到的图片；不写任何文件",
            "Look for mistakes and for what is missing; write nothing",
        ))
        .override_usage(words.pick("huikan check [选项]", "huikan check [OPTIONS]"))
        .arg(words.flag("drafts", "草稿也查", "Include drafts"))
        .arg(as_of(words))
        .arg(words.flag("strict", "有提醒也算没通过", "Fail on warnings too"))
        .arg(words.flag(
            "hant",
            "列出繁体版的用字表管到了哪些词，各在哪几页",
            "List the words that the table of the Traditional edition decided, and where",
        ))
}

pub(super) fn schema(words: Words) -> Command {
    Command::new("schema")
        .about(words.pick(
            "显示稿头的 JSON Schema，供编辑器检查和补全",
            "Print the JSON Schema of front matter, for editors that check and complete",
        ))
        .override_usage(words.pick("huikan schema [选项] [KIND]", "huikan schema [OPTIONS] [KIND]"))
        .arg(
            words
                .positional(
                    "kind",
                    "KIND",
                    "种类（content/ 下的文件夹名）；不写就是全部",
                    "The kind (a folder of content/); all of them without it",
                )
                .hide_possible_values(true)
                .value_parser(kind()),
        )
}

pub(super) fn completions(words: Words) -> Command {
    Command::new("completions")
        .about(words.pick(
            "显示命令行补全脚本：bash、zsh、fish、powershell、elvish",
            "Print a completion script: bash, zsh, fish, powershell, elvish",
        ))
        .override_usage(
            words.pick("huikan completions [选项] <SHELL>", "huikan completions [OPTIONS] <SHELL>"),
        )
        .arg(
            words
                .positional(
                    "shell",
                    "SHELL",
                    "bash、zsh、fish、powershell 或 elvish",
                    "bash, zsh, fish, powershell or elvish",
                )
                .required(true)
                .hide_possible_values(true)
                .value_parser(value_parser!(Shell)),
        )
}

pub(super) fn help_command(words: Words) -> Command {
    Command::new("help")
        .about(words.pick("显示帮助", "Print help"))
        .override_usage(words.pick("huikan help [COMMAND]", "huikan help [COMMAND]"))
        .arg(
            words
                .positional("command", "COMMAND", "哪条命令", "Which command")
                .hide_possible_values(true)
                .value_parser(PossibleValuesParser::new(COMMANDS)),
        )
}

/// What all that assemble a site take for now.
fn as_of(words: Words) -> Arg {
    words
        .option(
            "as-of",
            "DATE",
            "把“现在”当作这一天，如 2026-12-01 或 \"2026-12-01 08:00\"",
            "Take this as now, such as 2026-12-01 or \"2026-12-01 08:00\"",
        )
        .value_parser(ValueParser::new(moment))
}
