//! The `huikan` program: see [`huikan::cmd`].

use std::process::ExitCode;

/// A build makes and drops many small values on every thread: that is most of what it does.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    huikan::cmd::main(std::env::args_os().skip(1))
}
