//! The law as text and time: citations, statutes, notices, calendars, limits.
//!
//! Pure: no clock, file, network or random source. It knows nothing of cities, bodies or matters.

pub mod calendar;
pub mod citation;
pub mod code;
pub mod dates;
pub mod decode;
pub mod docnumber;
pub mod fold;
pub mod instrument;
pub mod limit;
pub mod notice;
pub mod numeral;
pub mod place;
pub mod review;
#[cfg(test)]
mod shared_data;
pub mod text;
pub mod translation;
pub mod web_page;
