//! Chinese text: what its characters are, how it is counted, cut, compared, spelled and sorted.
//!
//! Enters: text. Leaves: facts about it or new text. Pure functions; the only table, [`Readings`],
//! is built once and passed in.

mod chars;
mod fold;
mod measure;
mod nearest;
mod phrases;
mod pinyin;
mod readings;

pub use chars::{is_han, is_wide, is_wide_letter, joins};
pub use fold::{FOLDED, fold};
pub use measure::{count, cut};
pub use nearest::nearest;
pub use phrases::phrases;
pub use pinyin::{initial, slug, sort_key};
pub use readings::Readings;
