//! Each check with texts that it must find and texts that look alike and that it must leave alone.

mod citations;
mod clauses;
mod dates;
mod documents;
mod kinds;
mod properties;
mod rules;
mod support;
