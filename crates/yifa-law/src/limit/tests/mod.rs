//! The dated vectors and rule tables of the domain pages, wrong input, and properties.

mod effects;
mod kinds;
mod properties;
mod rules;
mod support;
mod vectors;
mod wrong_input;
