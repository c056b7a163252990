//! The API over a real engine: what it describes, what it does, and how it says no.

mod acting;
#[path = "../city/mod.rs"]
mod city;
mod connections;
mod described;
mod reading;
mod shapes;
mod slips;
