//! `huikan schema`: what the front matter of a kind may hold, as JSON Schema, for editors that check
//! and complete while one writes.

use super::{Console, Exit, SchemaArgs, Stop};
use crate::content::{schema, schemas};

pub(super) fn run(args: &SchemaArgs, console: &mut Console) -> Result<Exit, Stop> {
    let schema = args.kind.map_or_else(schemas, schema);
    console.print(&format!("{schema:#}\n"));
    Ok(Exit::Done)
}
