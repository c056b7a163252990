//! Imported texts as they lie in the store: packs of files, and one record that names the packs that count.
//!
//! A pack is a blob: the length of its table of contents, the table as JSON, the bytes of the files. The record is
//! written last, so that an import counts whole or not at all.

use jiff::Timestamp;
use serde_json::{Value, json};
use yifa_store::{Digest, Jurisdiction, NewRecord, Store, StoreError, sha256};

use crate::error::{AppError, Result};

const COLLECTION: &str = "law-library";
const SHELF: &str = "shelf";

/// A pack is closed once it is this long, in bytes: what is read of them is held in memory pack by pack.
const FULL: usize = 4 << 20;

/// What counts: the packs in the order of their import, and how often there was one.
#[derive(Debug, Clone, Default)]
pub(super) struct Listed {
    pub(super) number: u64,
    pub(super) packs: Vec<Digest>,
}

/// A stored file.
#[derive(Debug, Clone)]
pub(super) struct Contents {
    pub(super) origin: String,
    pub(super) digest: Digest,
    pub(super) bytes: Vec<u8>,
}

/// Which packs count now.
pub(super) async fn listed(store: &dyn Store, jurisdiction: &Jurisdiction, now: Timestamp) -> Result<Listed> {
    let Some(record) = store.record_get(jurisdiction, COLLECTION, SHELF, now).await? else {
        return Ok(Listed::default());
    };
    let packs = record.value.get("packs").and_then(Value::as_array).into_iter().flatten();
    let packs: Option<Vec<Digest>> = packs.map(|one| one.as_str()?.parse().ok()).collect();
    let packs = packs.ok_or_else(|| broken("the list of packs cannot be read"))?;
    Ok(Listed { number: record.version, packs })
}

/// Makes the new packs count. Nobody may have imported since `before` was read.
///
/// # Errors
/// [`AppError::Invalid`] when somebody has: repeat the import.
pub(super) async fn list(
    store: &dyn Store,
    jurisdiction: &Jurisdiction,
    before: &Listed,
    new: &[Digest],
    now: Timestamp,
) -> Result<u64> {
    let packs: Vec<String> = before.packs.iter().chain(new).map(ToString::to_string).collect();
    let record = NewRecord {
        collection: COLLECTION.to_owned(),
        id: SHELF.to_owned(),
        value: json!({ "packs": packs }),
        expected_version: Some(before.number),
        expires_at: None,
    };
    match store.record_put(jurisdiction, record, now).await {
        Err(StoreError::RecordConflict { .. }) => Err(AppError::invalid(
            "the import",
            "somebody else imported texts meanwhile; repeat it, nothing was taken",
        )),
        other => Ok(other?),
    }
}

/// Stores files as packs; they do not count yet.
pub(super) async fn store_all(
    store: &dyn Store,
    jurisdiction: &Jurisdiction,
    files: Vec<Contents>,
) -> Result<Vec<Digest>> {
    let mut packs = Vec::new();
    let mut pack = Vec::new();
    let mut length = 0;
    for file in files {
        if length > 0 && length + file.bytes.len() > FULL {
            packs.push(store.blob_put(jurisdiction, packed(std::mem::take(&mut pack))?).await?);
            length = 0;
        }
        length += file.bytes.len();
        pack.push(file);
    }
    if !pack.is_empty() {
        packs.push(store.blob_put(jurisdiction, packed(pack)?).await?);
    }
    Ok(packs)
}

fn packed(files: Vec<Contents>) -> Result<Vec<u8>> {
    let table: Vec<Value> =
        files.iter().map(|file| json!([file.origin, file.digest.to_string(), file.bytes.len()])).collect();
    let table = serde_json::to_vec(&table).map_err(|error| broken(&error.to_string()))?;
    let length = u32::try_from(table.len()).map_err(|_| broken("too many files for a pack"))?;
    let room = files.iter().map(|file| file.bytes.len()).sum::<usize>() + table.len() + size_of_val(&length);
    let mut bytes = Vec::with_capacity(room);
    bytes.extend(length.to_le_bytes());
    bytes.extend(table);
    files.into_iter().for_each(|file| bytes.extend(file.bytes));
    Ok(bytes)
}

/// The files of a pack, each compared with its digest.
pub(super) async fn unpack(
    store: &dyn Store,
    jurisdiction: &Jurisdiction,
    pack: Digest,
) -> Result<Vec<Contents>> {
    let bytes =
        store.blob_get(jurisdiction, pack).await?.ok_or_else(|| broken("a pack is not in the store"))?;
    read(&bytes).ok_or_else(|| broken("a pack is not what was written"))
}

/// The file of a digest, wherever it lies; `None` where none was imported.
pub(super) async fn find(
    store: &dyn Store,
    jurisdiction: &Jurisdiction,
    digest: Digest,
    now: Timestamp,
) -> Result<Option<Contents>> {
    for pack in listed(store, jurisdiction, now).await?.packs {
        let files = unpack(store, jurisdiction, pack).await?;
        if let Some(file) = files.into_iter().find(|file| file.digest == digest) {
            return Ok(Some(file));
        }
    }
    Ok(None)
}

fn read(bytes: &[u8]) -> Option<Vec<Contents>> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (table, mut rest) = rest.split_at_checked(length)?;
    let table: Vec<(String, String, usize)> = serde_json::from_slice(table).ok()?;
    let mut files = Vec::with_capacity(table.len());
    for (origin, digest, length) in table {
        let (file, after) = rest.split_at_checked(length)?;
        rest = after;
        let digest: Digest = digest.parse().ok()?;
        if sha256(file) != digest {
            return None;
        }
        files.push(Contents { origin, digest, bytes: file.to_vec() });
    }
    Some(files)
}

fn broken(why: &str) -> AppError {
    AppError::invalid("the stored law library", why)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(origin: &str, bytes: &[u8]) -> Contents {
        Contents { origin: origin.to_owned(), digest: sha256(bytes), bytes: bytes.to_vec() }
    }

    #[test]
    fn a_pack_gives_its_files_again() {
        let packed = packed(vec![file("a.md", b"one"), file("b.md", b""), file("c.md", b"three")]).unwrap();
        let read = read(&packed).unwrap();
        let names: Vec<_> = read.iter().map(|file| (file.origin.as_str(), file.bytes.as_slice())).collect();
        assert_eq!(names, [("a.md", &b"one"[..]), ("b.md", b""), ("c.md", b"three")]);
    }

    #[test]
    fn a_changed_or_cut_pack_is_refused() {
        let packed = packed(vec![file("a.md", b"one")]).unwrap();
        let mut changed = packed.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert!(read(&changed).is_none());
        assert!(read(&packed[..packed.len() - 1]).is_none());
        assert!(read(b"").is_none());
        assert!(read(&[255, 255, 255, 255, 0]).is_none());
    }
}
