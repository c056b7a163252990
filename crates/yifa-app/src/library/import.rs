//! Texts into the store: read, told apart from those that are there, kept whole or not at all.

use std::collections::BTreeSet;

use jiff::Timestamp;
use yifa_library::{Doubt, Held};
use yifa_store::{Digest, Jurisdiction, Store, sha256};

use super::facts;
use super::pack::{self, Contents};
use super::shelf::{self, Edition};
use crate::error::Result;

/// What became of an import.
pub struct Imported {
    /// How many files are new.
    pub taken: usize,
    /// How many were there before, byte for byte, or came twice.
    pub known: usize,
    /// The library after it.
    pub edition: Edition,
    /// The new files.
    new: BTreeSet<Digest>,
}

impl Imported {
    /// What a person should look at in the new files.
    pub fn doubts(&self) -> impl Iterator<Item = &Doubt> {
        self.edition.library.doubts().iter().filter(|doubt| self.new.contains(&Digest(doubt.digest)))
    }

    /// The new files that are held back: stored, never citable.
    pub fn held(&self) -> impl Iterator<Item = &Held> {
        self.edition.library.held().iter().filter(|held| self.new.contains(&Digest(held.digest)))
    }
}

/// Imports files: name and bytes. A file that is there already is not taken twice, so that a repeated import changes
/// nothing. What cannot be read as text is kept too and stays held back until a person has entered its text.
///
/// # Errors
/// The store; somebody else imported meanwhile: nothing was taken.
pub async fn import(
    store: &dyn Store,
    jurisdiction: &Jurisdiction,
    files: Vec<(String, Vec<u8>)>,
    now: Timestamp,
) -> Result<Imported> {
    let before = pack::listed(store, jurisdiction, now).await?;
    let mut seen: BTreeSet<Digest> = BTreeSet::new();
    for digest in &before.packs {
        seen.extend(pack::unpack(store, jurisdiction, *digest).await?.into_iter().map(|file| file.digest));
    }
    let count = files.len();
    let contents =
        files.into_iter().map(|(origin, bytes)| Contents { origin, digest: sha256(&bytes), bytes });
    let new: Vec<Contents> = contents.filter(|file| seen.insert(file.digest)).collect();
    let taken: BTreeSet<Digest> = new.iter().map(|file| file.digest).collect();
    if !taken.is_empty() {
        let packs = pack::store_all(store, jurisdiction, new).await?;
        pack::list(store, jurisdiction, &before, &packs, now).await?;
    }
    let edition = shelf::load(store, jurisdiction, facts::embedded()?, now).await?;
    Ok(Imported { taken: taken.len(), known: count - taken.len(), edition, new: taken })
}
