//! The command line as a person uses it: the built binary, real files where they are at hand, and wrong input.

mod check;
mod explain;
mod law_read;
mod limit;
mod plan_read;
mod support;
