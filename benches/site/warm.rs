//! Memory at hand.
//!
//! The memory of a virtual machine is found by its host when it is first touched: that was seen to take sixteen times
//! as long as to clear it. Whoever comes first pays for it, the floor or huikan, as chance has it. So half of what is
//! free is touched before anything is measured.

use std::fs;
use std::hint::black_box;
use std::io;

use super::own_path;
use super::process;

/// No more than the largest corpus with its site needs, some times over.
const MOST: usize = 8 << 30;

/// Touches memory, in a process of its own: it would count for the peaks of those that are started from this one.
pub fn up() -> io::Result<()> {
    let bytes = (free() / 2).min(MOST).to_string();
    process::run(&own_path()?.to_string_lossy(), &["touch", &bytes]).map(drop)
}

/// What that process does.
pub fn touch(bytes: usize) {
    black_box(vec![1_u8; bytes]);
}

/// The bytes that nobody uses; none where the system does not tell.
fn free() -> usize {
    let told = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("MemFree:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<usize>().ok());
    kilobytes.unwrap_or_default() * 1024
}
