//! What the machine is asked for besides files: the time, the environment, the terminal.

use std::{collections::BTreeMap, io};

use camino::Utf8PathBuf;

/// The machine around the process.
pub trait Host: Send + Sync {
    /// The time now.
    fn now(&self) -> jiff::Timestamp;
    /// A variable of the environment; `None` also when it is no UTF-8.
    fn var(&self, name: &str) -> Option<String>;
    /// The folder that relative paths start from.
    fn current_dir(&self) -> io::Result<Utf8PathBuf>;
    /// Whether a person reads what goes to stdout.
    fn stdout_is_terminal(&self) -> bool;
    /// Whether a person reads what goes to stderr.
    fn stderr_is_terminal(&self) -> bool;
    /// Shows an address of the web to the user, and does not wait for it. A machine may have no way to.
    fn open(&self, _address: &str) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// A machine where time stands still: for tests.
#[derive(Clone, Debug, Default)]
pub struct FixedHost {
    pub now: jiff::Timestamp,
    pub vars: BTreeMap<String, String>,
    pub dir: Utf8PathBuf,
    pub terminal: bool,
}

impl Host for FixedHost {
    fn now(&self) -> jiff::Timestamp {
        self.now
    }

    fn var(&self, name: &str) -> Option<String> {
        self.vars.get(name).cloned()
    }

    fn current_dir(&self) -> io::Result<Utf8PathBuf> {
        Ok(self.dir.clone())
    }

    fn stdout_is_terminal(&self) -> bool {
        self.terminal
    }

    fn stderr_is_terminal(&self) -> bool {
        self.terminal
    }
}
