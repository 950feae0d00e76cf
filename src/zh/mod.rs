//! Chinese text.
