//! What the binary carries: the national definitions and the error pages.

use include_dir::{Dir, DirEntry, include_dir};
use yifa_kernel::definition::Source;

static DEFINITIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../definitions");
static ERRORS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../docs/errors");

/// The national definitions, in order of path.
pub fn definitions() -> Vec<Source> {
    let mut all = Vec::new();
    collect(&DEFINITIONS, &mut all);
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all
}

/// The national definitions of one folder: `calendars`, `instruments`.
pub fn definitions_in(folder: &str) -> Vec<Source> {
    let inside = |source: &Source| source.path.split('/').next() == Some(folder);
    definitions().into_iter().filter(inside).collect()
}

fn collect(folder: &Dir<'_>, into: &mut Vec<Source>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => collect(inner, into),
            DirEntry::File(file) => {
                let is_toml = file.path().extension().is_some_and(|ending| ending == "toml");
                if let (true, Some(text)) = (is_toml, file.contents_utf8()) {
                    let path = file.path().to_string_lossy().replace('\\', "/");
                    into.push(Source { path, text: text.to_owned() });
                }
            }
        }
    }
}

/// The error pages by code, in order of code.
pub fn error_pages() -> Vec<(&'static str, &'static str)> {
    let page = |file: &'static include_dir::File<'_>| {
        Some((file.path().file_stem()?.to_str()?, file.contents_utf8()?))
    };
    let mut all: Vec<_> = ERRORS.files().filter_map(page).collect();
    all.sort_unstable();
    all
}
