//! Where bulletins are made, built and thrown away: a file system in memory, if there is one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::corpus::{self, Plan};
use super::own_path;
use super::process::{self, Cost};
use super::warm;

pub struct Workshop {
    dir: PathBuf,
}

impl Workshop {
    pub fn open() -> io::Result<Workshop> {
        let memory = Path::new("/dev/shm");
        let base = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let dir = base.join(format!("huikan-bench-{}", std::process::id()));
        fs::create_dir_all(&dir)?;
        warm::up()?;
        Ok(Workshop { dir })
    }

    pub fn bulletin(&self, plan: Plan) -> io::Result<Bulletin> {
        let count = fs::read_dir(&self.dir)?.count();
        let root = self.dir.join(format!("{}-{}-{count}", plan.theme, plan.items));
        corpus::write(&root, plan)?;
        Ok(Bulletin { root, plan })
    }

    /// What the floor program takes for the texts of `bulletin`.
    pub fn floor(&self, bulletin: &Bulletin) -> io::Result<Cost> {
        let (from, to) = (bulletin.root.join("content"), self.dir.join("floor"));
        let program = own_path()?;
        let args = [Path::new("floor"), &from, &to];
        let (cost, _) = process::run(&program.to_string_lossy(), &args)?;
        fs::remove_dir_all(&to)?;
        Ok(cost)
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // Best effort; what stays behind is in memory or among temporary files.
        let _ = fs::remove_dir_all(&self.dir);
    }
}

/// A bulletin on the disk.
pub struct Bulletin {
    pub root: PathBuf,
    pub plan: Plan,
}

/// A build and what it says it did.
pub struct Built {
    pub cost: Cost,
    pub pages: u64,
    pub rendered: u64,
}

impl Bulletin {
    /// Takes away all that an earlier build left.
    pub fn forget(&self) -> io::Result<()> {
        for folder in ["public", ".huikan"] {
            match fs::remove_dir_all(self.root.join(folder)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// One `huikan build` from a fresh process.
    pub fn build(&self) -> io::Result<Built> {
        let root = self.root.to_string_lossy();
        let args = ["--root", &root, "--format", "json", "build"];
        let (cost, said) = process::run(env!("CARGO_BIN_EXE_huikan"), &args)?;
        let said: serde_json::Value = serde_json::from_str(&said).map_err(io::Error::other)?;
        let number = |key: &str| {
            said[key].as_u64().ok_or_else(|| io::Error::other(format!("the report has no {key}")))
        };
        Ok(Built { cost, pages: number("pages")?, rendered: number("rendered")? })
    }

    pub fn remove(self) -> io::Result<()> {
        fs::remove_dir_all(self.root)
    }
}
