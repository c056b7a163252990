//! Owns the definition files: the national ones, embedded in the binary, and a city's folder laid over them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use yifa_kernel::definition::{Registry, Source};

use crate::error::AppError;

static NATIONAL: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../definitions");

/// The largest definition file that is read.
const LARGEST: u64 = 4 << 20;

/// The national definitions, in the order of their paths.
pub fn embedded() -> Vec<Source> {
    let mut all = Vec::new();
    collect(&NATIONAL, &mut all);
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all
}

/// The text of a file that accompanies the definitions: the city's own, else the national one; empty when there is none.
pub(crate) fn companion<'a>(registry: &'a Registry, file: &str) -> &'a str {
    let national = || NATIONAL.get_file(file).and_then(|file| file.contents_utf8());
    registry.companion(file).or_else(national).unwrap_or_default()
}

/// What is wrong with the files that accompany the definitions, as far as the registry alone cannot tell: the file, and why.
/// A city's own file is to be checked before it is in use.
pub fn companion_faults(registry: &Registry) -> Vec<(&'static str, String)> {
    let of = |file, read: Result<(), AppError>| read.err().map(|error| (file, error.to_string()));
    let all = [
        of("review.toml", crate::review::settings(registry).map(|_| ())),
        of("completeness.toml", crate::completeness::check(registry)),
        of("translation.toml", crate::translation::check(registry)),
        of("remedy.toml", crate::remedy::check(registry)),
    ];
    all.into_iter().flatten().collect()
}

/// The definition files in an embedded folder and below.
pub(crate) fn collect(folder: &Dir<'_>, into: &mut Vec<Source>) {
    for file in folder.files().filter(|file| file.path().extension().is_some_and(|end| end == "toml")) {
        let path = file.path().to_string_lossy().replace('\\', "/");
        // INVARIANT: the embedded files are compiled by the test suite, which refuses anything but UTF-8.
        into.push(Source { path, text: file.contents_utf8().unwrap_or_default().to_owned() });
    }
    folder.dirs().for_each(|inner| collect(inner, into));
}

/// The definitions of a folder, in the order of their paths.
///
/// # Errors
/// The folder or a file cannot be read, is larger than 4 MiB, or is not UTF-8; the message names it.
pub fn folder(root: &Path) -> io::Result<Vec<Source>> {
    let mut paths = Vec::new();
    walk(root, &mut paths)?;
    paths.sort();
    let read = |path: PathBuf| {
        let named = |cause: io::Error| io::Error::new(cause.kind(), format!("{}: {cause}", path.display()));
        if fs::metadata(&path).map_err(named)?.len() > LARGEST {
            return Err(named(io::Error::new(io::ErrorKind::InvalidData, "larger than any definition")));
        }
        let text = fs::read_to_string(&path).map_err(named)?;
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        Ok(Source { path: name, text })
    };
    paths.into_iter().map(read).collect()
}

fn walk(folder: &Path, into: &mut Vec<PathBuf>) -> io::Result<()> {
    let named = |cause: io::Error| io::Error::new(cause.kind(), format!("{}: {cause}", folder.display()));
    for entry in fs::read_dir(folder).map_err(named)? {
        let path = entry.map_err(named)?.path();
        if path.is_dir() {
            walk(&path, into)?;
        } else if path.extension().is_some_and(|end| end == "toml") {
            into.push(path);
        }
    }
    Ok(())
}
