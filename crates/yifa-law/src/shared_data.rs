//! Where tests find the shared texts.

use std::path::{Path, PathBuf};

/// A folder of the shared data, or `None`, said aloud, when it is not there.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("YIFA_DATA").map_or_else(
        || Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")).to_owned(),
        PathBuf::from,
    );
    let folder = root.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("NOT RUN: there is no folder {}; set YIFA_DATA", folder.display());
    None
}

/// The rows of a tab-separated file by column name; lines that begin with `#` are notes.
pub(crate) fn rows(file: &Path) -> Vec<std::collections::BTreeMap<String, String>> {
    let text = std::fs::read_to_string(file).unwrap();
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let names: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let row =
        |line: &str| names.iter().map(|n| n.to_string()).zip(line.split('\t').map(str::to_owned)).collect();
    lines.filter(|line| !line.is_empty()).map(row).collect()
}
