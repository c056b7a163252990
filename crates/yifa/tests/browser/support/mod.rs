//! What every walk needs: a city to walk in and a browser to walk with.

mod axe;
mod browser;
mod city;
mod guarded;
mod keys;
mod look;
mod wire;

pub use browser::Browser;
