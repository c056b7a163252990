//! The law as text and time: citations, statutes, notices, calendars, limits.
//!
//! Pure: no clock, file, network or random source. It knows nothing of cities, bodies or matters.

pub mod decode;
pub mod fold;
pub mod numeral;
