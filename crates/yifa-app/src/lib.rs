//! Use cases: what the city does with kernel and store. Owns the clock, the random source and the transaction; knows
//! neither HTTP nor SQL.

pub mod access;
pub mod account;
pub mod almanac;
pub mod bilingual;
pub mod case_file;
pub mod citizen;
pub mod city;
pub mod clock;
pub mod completeness;
pub mod definitions;
pub mod demo;
mod duty;
mod edition;
mod error;
pub mod export;
pub mod figures;
pub mod journal;
pub mod keeping;
mod lately;
pub mod library;
pub mod multiply;
pub mod notify;
pub mod paper;
pub mod plan_import;
mod project;
pub mod register_import;
pub mod remedy;
pub mod reorganisation;
pub mod report;
pub mod review;
pub mod roster;
pub mod second_step;
pub mod sheet;
pub mod sign_on;
pub mod simulate;
pub mod slip;
pub mod token;
pub mod translation;
pub mod upkeep;
pub mod watch;
pub mod wire;

pub use error::{AppError, Result};
pub use project::public_marks;
