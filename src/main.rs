//! The `huikan` program: see [`huikan::cmd`].

use std::process::ExitCode;

fn main() -> ExitCode {
    huikan::cmd::main(std::env::args_os().skip(1))
}
