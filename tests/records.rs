//! The federation's record: rules, pages and files of each kind.

#[path = "records/agreements.rs"]
mod agreements;
#[path = "records/check.rs"]
mod check;
mod common;
#[path = "records/events.rs"]
mod events;
#[path = "records/figures.rs"]
mod figures;
#[path = "records/issues.rs"]
mod issues;
#[path = "records/recognitions.rs"]
mod recognitions;
#[path = "records/schema.rs"]
mod schema;
#[path = "records/visibility.rs"]
mod visibility;
