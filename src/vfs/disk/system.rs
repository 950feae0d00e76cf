//! The machine's clock, environment and terminal.

use std::{
    env,
    io::{self, IsTerminal},
};

use camino::Utf8PathBuf;

use crate::vfs::Host;

/// The machine that the process runs on.
#[derive(Clone, Copy, Debug, Default)]
pub struct System;

impl Host for System {
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::now()
    }

    fn var(&self, name: &str) -> Option<String> {
        env::var(name).ok()
    }

    fn current_dir(&self) -> io::Result<Utf8PathBuf> {
        Utf8PathBuf::from_path_buf(env::current_dir()?).map_err(|path| {
            io::Error::new(io::ErrorKind::InvalidFilename, path.display().to_string())
        })
    }

    fn stdout_is_terminal(&self) -> bool {
        io::stdout().is_terminal()
    }

    fn stderr_is_terminal(&self) -> bool {
        io::stderr().is_terminal()
    }

    fn open(&self, address: &str) -> io::Result<()> {
        open::that_detached(address)
    }
}
