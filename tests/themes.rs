//! Themes: what templates see is what `docs/THEMES.md` says, layers win as it says, mistakes are
//! told at their place, and the digest of a card covers all that a card shows.

#[path = "themes/cards.rs"]
mod cards;
mod common;
#[path = "themes/docs.rs"]
mod docs;
#[path = "themes/layers.rs"]
mod layers;
#[path = "themes/manual.rs"]
mod manual;
#[path = "themes/mistakes.rs"]
mod mistakes;
