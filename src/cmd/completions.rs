//! `huikan completions`: a script that teaches a shell the commands and options.

use clap_complete::Shell;

use super::{Cli, Console, Exit, Stop, grammar};

pub(super) fn run(cli: &Cli, shell: Shell, console: &mut Console) -> Result<Exit, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut grammar::grammar(cli.lang), grammar::NAME, &mut script);
    console.print(&String::from_utf8_lossy(&script));
    Ok(Exit::Done)
}
