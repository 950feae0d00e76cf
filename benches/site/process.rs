//! Runs a program and tells what the system says that it cost.

use std::ffi::OsStr;
use std::io::{self, Read};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a whole process, with all its threads and children, took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// On all processors together, in user and kernel mode.
    pub cpu: Duration,
    pub wall: Duration,
    pub peak_bytes: u64,
}

/// Runs `program`; a failure of it is an error with what it said.
pub fn run<A: AsRef<OsStr>>(program: &str, args: &[A]) -> io::Result<(Cost, String)> {
    let start = Instant::now();
    let mut command = Command::new(program);
    let mut child = command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let mut said = String::new();
    if let Some(mut out) = child.stdout.take() {
        out.read_to_string(&mut said)?;
    }
    let (status, usage) = wait(child.id())?;
    let cost = Cost {
        cpu: duration(usage.ru_utime) + duration(usage.ru_stime),
        wall: start.elapsed(),
        peak_bytes: usage.ru_maxrss as u64 * if cfg!(target_os = "macos") { 1 } else { 1024 },
    };
    if status == 0 {
        Ok((cost, said))
    } else {
        Err(io::Error::other(format!("{command:?} failed ({status}): {said}")))
    }
}

/// Waits for the child. The peak that the system tells is at least this process's own at the time of
/// the start, so a harness must stay small itself.
fn wait(pid: u32) -> io::Result<(i32, libc::rusage)> {
    let mut status = 0;
    // SAFETY: a structure of plain numbers, for which zeros are a value.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: both pointers are to live variables of the right types; the child is ours, and nobody
    // else waits for it.
    let done = unsafe { libc::wait4(pid as libc::pid_t, &mut status, 0, &mut usage) };
    if done < 0 { Err(io::Error::last_os_error()) } else { Ok((status, usage)) }
}

fn duration(time: libc::timeval) -> Duration {
    Duration::from_secs(time.tv_sec as u64) + Duration::from_micros(time.tv_usec as u64)
}
