//! The `huikan` program: see [`huikan::cmd`].

#[cfg(feature = "mimalloc")]
mod memory;

use std::process::ExitCode;

/// A build makes and drops many small values on every thread: that is most of what it does.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: memory::Mimalloc = memory::Mimalloc;

fn main() -> ExitCode {
    #[cfg(feature = "mimalloc")]
    memory::keep();
    huikan::cmd::main(std::env::args_os().skip(1))
}
