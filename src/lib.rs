//! huikan (会刊) compiles a folder of Markdown into a chamber's bulletin.
pub mod diag;
pub mod markdown;
pub mod zh;
