//! Owns the road from definition files to a checked [`Registry`](crate::registry).
pub mod raw;
