//! The command line as a person uses it: the built binary, real files where they are at hand, and wrong input.

#![expect(clippy::unwrap_used, reason = "a test ends where a file or an answer is not as it must be")]

mod bad_input;
mod check;
mod city;
mod definitions;
mod explain;
mod import_instruments;
mod import_roster;
mod import_undo;
mod law_cite;
mod law_number;
mod law_read;
mod law_review;
mod law_translation;
mod law_unfiled;
mod limit;
mod place;
mod plan_read;
#[expect(dead_code, reason = "the store's own tests use all of it")]
#[path = "../../../yifa-store/tests/support/postgres.rs"]
mod postgres;
mod rates;
mod serve;
mod support;
