//! kernel
pub mod definition;
