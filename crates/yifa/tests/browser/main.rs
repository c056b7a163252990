//! The demonstration city in a real browser. One file for each walk; `cargo test -p yifa --test browser NAME` runs one.
//!
//! All walks share one city, built once for a run and ended with it: a walk therefore opens the matters that it changes
//! itself, or takes one that no other walk takes, and never counts on the number of rows in a list. Each walk has a browser
//! of its own. With `YIFA_SCREENSHOTS=DIR`, pictures go there; `YIFA_CITY=http://…` walks in a city that already runs.

mod accessibility;
mod admin;
mod batch;
mod bilingual;
mod cleanup_board;
mod cleanup_closing;
mod draft;
mod figures;
mod filing;
mod forms;
mod keeping;
mod keyboard;
mod languages;
mod library;
mod lists;
mod mishaps;
mod newcomer;
mod office;
mod party;
mod penalty;
mod penalty_hearing;
mod plan_board;
mod plan_import;
mod portal;
mod refused;
mod register_import;
mod registers;
mod remedy;
mod review;
mod review_request;
mod rows;
mod sign_in;
mod slips;
mod street;
#[allow(dead_code, reason = "each walk takes what it needs")]
mod support;
mod tour;
mod unfiled;
mod working;
