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
pub use told::{DayOnRecord, TakenDown};
use yifa_library::{GatherFault, Library, Progress, Told};

use yifa_store::Digest;

use crate::city::City;
use crate::error::Result;

/// A text as it came.
#[derive(Debug, Clone)]
pub struct TextFile {
    /// Where it came from.
    pub origin: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl City {
    /// The imported text of a digest as it came, also one that is held back; `None` where none was imported.
    ///
    /// # Errors
    /// The store; stored texts that are not what was written.
    pub async fn imported_text(&self, digest: Digest) -> Result<Option<TextFile>> {
        let found = pack::find(self.store(), self.jurisdiction(), digest, self.clock().now()).await?;
        Ok(found.map(|file| TextFile { origin: file.origin, bytes: file.bytes }))
    }
}

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
