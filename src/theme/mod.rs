//! Templates and the functions that they call.
//!
//! Enters: a theme's files, in layers, and a site. Leaves: HTML for a page value, through
//! [`Stage::draw`]. Templates see the page they draw and reach everything else through functions
//! over `query`; nothing here opens a file.

mod closure;
mod entries;
mod errors;
mod facts;
mod fragments;
mod functions;
mod load;
mod manifest;
mod stage;
pub mod values;
mod wanted;

pub use errors::Home;
pub use facts::{criteria, numbers};
pub use functions::{FILTERS, functions};
pub use load::{Asset, Layer, Theme, ThemeFile, load};
pub use manifest::{Manifest, parse_manifest};
pub use stage::{Piece, Place, Stage};
pub use wanted::Wanted;

/// The default theme, compiled into the program: its files by path, such as `templates/base.html`.
pub const EMBEDDED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/embedded_theme.rs"));

/// The name under which [`EMBEDDED`] is found when no folder of that name lies under `themes/`.
pub const EMBEDDED_NAME: &str = "wuzhou";
