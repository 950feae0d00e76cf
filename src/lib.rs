//! huikan (会刊) compiles a folder of Markdown into a chamber's bulletin.
pub mod build;
pub mod cmd;
pub mod diag;
pub mod markdown;
pub mod vfs;
pub mod zh;
