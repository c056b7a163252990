//! What every page needs before it has anything to say: the language, the words, and the frame.
//!
//! Owns: the three languages, the texts in `locales/`, and the frame around a page. It must not know matters,
//! procedures or plans.

mod chrome;
mod lang;
mod locale;
mod parts;

pub use chrome::{Chrome, Nav, Person, Told};
pub use lang::Lang;
pub use locale::{AREAS, keys};
pub use parts::mark_chinese;
