//! Files of a folder, read in parallel.

use crate::doubt::{Held, HeldBecause};
use crate::text::Text;
use rayon::prelude::*;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// A text of law is never longer; the longest statutes have some 600 kB.
pub const LONGEST: u64 = 64 * 1024 * 1024;

/// No folder of ours is nested deeper; a link that leads back to its own folder is.
const DEEPEST: usize = 16;

/// Why a folder cannot be gathered.
#[derive(Debug)]
pub enum GatherFault {
    /// It cannot be read.
    Folder(PathBuf, io::Error),
    /// Folders are nested deeper than any of ours: a link that leads back into its own folder.
    TooDeep(PathBuf),
}

/// What a folder of texts has in it. What cannot be read among them is reported, not passed over.
const READABLE: [&str; 19] = [
    ".md", ".txt", ".html", ".htm", ".docx", ".doc", ".pdf", ".wps", ".ofd", ".rtf", ".odt", ".zip", ".rar",
    ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".mht",
];

/// Whether a file of this name may be a text, or ought to be one: Markdown, plain text, a page, a paper, a scan.
pub fn is_readable_name(name: &str) -> bool {
    let name = name.to_lowercase();
    !name.starts_with('.') && READABLE.iter().any(|end| name.ends_with(end))
}

/// All readable files below a folder, in order of path. Hidden files are left out.
///
/// # Errors
/// [`GatherFault`].
pub fn gather(folder: &Path) -> Result<Vec<PathBuf>, GatherFault> {
    let mut all = Vec::new();
    walk(folder, 0, &mut all)?;
    all.sort();
    Ok(all)
}

fn walk(folder: &Path, depth: usize, into: &mut Vec<PathBuf>) -> Result<(), GatherFault> {
    if depth > DEEPEST {
        return Err(GatherFault::TooDeep(folder.to_owned()));
    }
    let fault = |error| GatherFault::Folder(folder.to_owned(), error);
    for entry in fs::read_dir(folder).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            walk(&path, depth + 1, into)?;
        } else if is_readable_name(&name) {
            into.push(path);
        }
    }
    Ok(())
}

/// Reads files in parallel, in the order given. `origin` names a file; `done` is told after each.
pub fn read_all(
    files: &[PathBuf],
    origin: &(dyn Fn(&Path) -> String + Sync),
    done: &(dyn Fn() + Sync),
) -> (Vec<Text>, Vec<Held>) {
    let read: Vec<Result<Text, Box<Held>>> = files
        .par_iter()
        .map(|path| {
            let read = match bytes(path) {
                Ok(bytes) => Text::read(origin(path), &bytes),
                Err(because) => {
                    Err(Box::new(Held { origin: origin(path), digest: [0; 32], title: None, because }))
                }
            };
            done();
            read
        })
        .collect();
    part(read)
}

/// Reads files that are at hand, name and bytes, in parallel.
pub fn read_each(files: Vec<(String, Vec<u8>)>) -> (Vec<Text>, Vec<Held>) {
    part(files.into_par_iter().map(|(origin, bytes)| Text::read(origin, &bytes)).collect())
}

fn part(read: Vec<Result<Text, Box<Held>>>) -> (Vec<Text>, Vec<Held>) {
    let (mut texts, mut held) = (Vec::new(), Vec::new());
    for one in read {
        match one {
            Ok(text) => texts.push(text),
            Err(one) => held.push(*one),
        }
    }
    (texts, held)
}

fn bytes(path: &Path) -> Result<Vec<u8>, HeldBecause> {
    let unreadable = |error: io::Error| HeldBecause::Unreadable(format!("the file cannot be read: {error}"));
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    if bytes.len() as u64 > LONGEST {
        return Err(HeldBecause::TooLong(usize::try_from(LONGEST >> 20).unwrap_or(usize::MAX)));
    }
    Ok(bytes)
}

impl fmt::Display for GatherFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path, error) => write!(f, "the folder {} cannot be read: {error}", path.display()),
            Self::TooDeep(path) => write!(
                f,
                "folders are nested too deep at {}: look for a link that leads back into its own folder",
                path.display()
            ),
        }
    }
}

impl std::error::Error for GatherFault {}
