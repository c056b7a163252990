//! Owns the road from definition files to a checked [`Registry`]: parse, resolve, check. Every fault of a run is
//! reported at once; a registry exists only when there is none. It must not know files or the clock.

mod attach;
mod benchmark;
mod calendar;
mod cite;
mod declare;
mod diagnostic;
mod graph;
mod measure;
mod overlay;
mod paper;
mod parsed;
pub mod raw;
mod registry;
mod resolve;
pub mod scenario;
mod schema;
mod written;

pub use diagnostic::{DIAGNOSTICS, Diagnostic, Faults, Source};
pub use registry::{CiteStanding, CiteStatus, Library, Registry, compile};
pub use schema::{definitions_page, schemas};
