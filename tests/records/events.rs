//! Tests of the group `events`.
