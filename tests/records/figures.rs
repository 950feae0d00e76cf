//! Tests of the group `figures`.
