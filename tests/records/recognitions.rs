//! Tests of the group `recognitions`.
