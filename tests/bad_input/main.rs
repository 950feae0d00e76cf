//! What the program says of bad input, and that it touches nothing then.
//!
//! Each case is data: files laid over a small sound bulletin, and the codes with the places at which
//! they must be told, all of them and no other. [`site::Site`] runs the whole program over a file
//! system in memory; where the disk matters `disk.rs` runs the real binary.

// The door to files that the code goes through is for the code; a test stands outside.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod addresses;
mod body;
mod disk;
mod documented;
mod fields;
mod files;
mod front;
mod random;
mod references;
mod settings;
mod site;
mod theme;
mod together;
mod yaml;
