//! Pages, portal and API of Yifa 依法.
//!
//! `face` holds the languages and the frame, `components` the parts that pages share, `chart` the drawings,
//! `pages` one view type with its template for each
//! page of the staff, `portal` those of the public. A view type is plain data that a handler fills;
//! it knows neither the store nor the kernel, and each has a `sample()` that the tests render in three
//! languages.

mod api;
pub mod chart;
pub mod components;
pub mod face;
mod notice_words;
pub mod pages;
pub mod portal;
mod rate;
pub mod review_words;
pub mod roster_words;
pub mod samples;
pub mod server;

pub use notice_words::MailWords;

/// The stylesheet, served at `/static/yifa.css`.
pub const STYLESHEET: &str = include_str!("static/yifa.css");
/// The sign of the product in tabs and bookmarks, served at `/static/yifa.svg`.
pub const ICON: &str = include_str!("static/yifa.svg");
/// The script, served at `/static/yifa.js`; every page works without it.
pub const SCRIPT: &str = include_str!("static/yifa.js");
