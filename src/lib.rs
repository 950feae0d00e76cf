//! huikan (会刊) compiles a folder of Markdown into a chamber's bulletin: typed input, every mistake
//! reported at once with its place and its cure, and no output that is wrong, half-written or stale.
//!
//! The pipeline, each stage a value made of the values before it:
//!
//! 1. [`vfs`] lists the files under `content/` and `themes/`; nothing else touches the disk, the
//!    clock or the environment.
//! 2. [`config`] reads `content/site.yaml` into settings with every default filled in.
//! 3. [`content`] turns each Markdown file into a typed `Record`: front matter by way of [`yaml`],
//!    body by way of [`markdown`]. Files that the cache can vouch for are not read.
//! 4. [`site`] assembles all records into a frozen `Site`: what readers may see now, addresses,
//!    references resolved both ways, links and pictures checked, lists made.
//! 5. [`check`] refuses or warns of what could be assembled and would still be wrong.
//! 6. [`query`] is how rendering reads the site: a view answers and remembers what was asked.
//! 7. [`theme`] compiles templates and gives them functions over that view.
//! 8. [`render`] draws a route: HTML, and the trace of its questions; [`outputs`] makes the files for
//!    other programs; [`hant`] turns a page into its twin in traditional characters.
//! 9. [`build`] plans the routes, renders those whose answers differ from the last time, and
//!    publishes: only what changed, never half a file.
//! 10. [`serve`] keeps all this in memory and shows it to browsers while files change.
//! 11. [`cmd`] parses arguments and is the only one that prints.
//!
//! Problems travel beside values as [`diag`] data all the way; [`zh`] knows Chinese text, [`picture`] pixels, [`escape`] the
//! signs of HTML, XML and JSON. A module imports lower layers only (`tests/tidy.rs`); `docs/ARCHITECTURE.md` tells the invariants.

pub mod build;
pub mod check;
pub mod cmd;
pub mod config;
pub mod content;
pub mod diag;
pub mod escape;
pub mod hant;
pub mod markdown;
pub mod outputs;
pub mod picture;
pub mod query;
pub mod render;
pub mod serve;
pub mod site;
pub mod theme;
pub mod vfs;
pub mod yaml;
pub mod zh;
