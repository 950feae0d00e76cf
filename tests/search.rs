//! The search index, read as a browser reads it: what it must find, what it must not, and what an edit may
//! write anew.

mod common;
#[path = "search/law.rs"]
mod law;
#[path = "search/reader.rs"]
mod reader;
#[path = "search/sites.rs"]
mod sites;
