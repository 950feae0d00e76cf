//! Themes: what templates see is what `docs/THEMES.md` says, layers win as it says, mistakes are
//! told at their place, and the digest of a card covers all that a card shows.

#[path = "themes/cards.rs"]
mod cards;
mod common;
#[path = "themes/docs.rs"]
mod docs;
#[path = "themes/layers.rs"]
mod layers;
#[path = "themes/length.rs"]
mod length;
#[path = "themes/lists.rs"]
mod lists;
#[path = "themes/manual.rs"]
mod manual;
#[path = "themes/mistakes.rs"]
mod mistakes;

/// A bulletin with everything that a template can see: the plain kinds, then the federation's records.
const FULL: &str = concat!(
    include_str!("themes/full.txt"),
    include_str!("themes/records/issues.txt"),
    include_str!("themes/records/recognitions.txt"),
    include_str!("themes/records/events.txt"),
    include_str!("themes/records/agreements.txt"),
    include_str!("themes/records/figures.txt"),
);
