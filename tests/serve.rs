//! `huikan serve` from outside: the real program, a real folder that a real watcher watches, real sockets.
//!
//! Nothing here sleeps to prove a thing: each test waits for what must come, and gives up late.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests of the real disk")]

mod common;
#[path = "serve/faults.rs"]
mod faults;
#[path = "serve/files.rs"]
mod files;
#[path = "serve/harness.rs"]
mod harness;
#[path = "serve/live.rs"]
mod live;
#[path = "serve/process.rs"]
mod process;
#[path = "serve/refused.rs"]
mod refused;
#[path = "serve/watching.rs"]
mod watching;
