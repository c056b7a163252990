//! The law library of a city: the facts that the binary carries and the texts that were imported.

mod citable;
mod enrolled;
mod facts;
mod import;
mod pack;
mod resting;
mod shelf;
mod told;

use std::path::Path;

pub use citable::names_paragraph;
pub use facts::embedded;
pub use import::{Imported, import};
pub use resting::{Ground, Resting, RestingRule};
pub use shelf::{Edition, load};
pub(crate) use shelf::{Shelf, Source};
pub use told::DayOnRecord;
use yifa_library::{GatherFault, Library, Progress, Told};

use crate::error::Result;

/// A library of the carried facts and of the texts below a folder, if one is given; nothing is stored.
///
/// # Errors
/// The folder cannot be read; the embedded facts are broken.
pub fn of_folder(
    folder: Option<&Path>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<std::result::Result<Library, GatherFault>> {
    let facts = embedded()?;
    Ok(match folder {
        Some(folder) => Library::open(folder, facts, progress),
        None => Ok(Library::build(Vec::new(), facts, &Told::default())),
    })
}
