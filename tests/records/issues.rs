//! Tests of the group `issues`.
