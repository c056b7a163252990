//! The command line as a person uses it: the built binary, real files where they are at hand, and wrong input.

#![expect(clippy::unwrap_used, reason = "a test ends where a file or an answer is not as it must be")]

mod check;
mod definitions;
mod explain;
mod law_cite;
mod law_number;
mod law_read;
mod limit;
mod plan_read;
mod support;
