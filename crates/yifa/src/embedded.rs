//! What the binary carries: the national definitions and the error pages.

use include_dir::{Dir, include_dir};
use yifa_app::definitions;
use yifa_kernel::definition::Source;

static ERRORS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../docs/errors");

/// The national definitions of one folder: `calendars`, `instruments`.
pub fn definitions_in(folder: &str) -> Vec<Source> {
    let inside = |source: &Source| source.path.split('/').next() == Some(folder);
    definitions::embedded().into_iter().filter(inside).collect()
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
