//! huikan (会刊) compiles a folder of Markdown into a chamber's bulletin.
pub mod build;
pub mod cmd;
pub mod config;
pub mod content;
pub mod diag;
pub mod markdown;
pub mod query;
pub mod render;
pub mod site;
pub mod theme;
pub mod vfs;
pub mod yaml;
pub mod zh;
