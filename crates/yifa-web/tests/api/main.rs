//! The API over a real engine: what it describes, what it does, and how it says no.

#[path = "../city/mod.rs"]
mod city;
mod acting;
mod described;
mod reading;
