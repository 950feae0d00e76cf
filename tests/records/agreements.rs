//! Tests of the group `agreements`.
