//! The public portal: what anyone may see, in a frame of its own.
//!
//! It shows only what disclosure has already masked; nothing here knows a matter's own data.

mod list;
mod show;

pub use list::{PublicListPage, PublicRow};
pub use show::{PublicPage, Withdrawn};
