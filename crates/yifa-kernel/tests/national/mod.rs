//! The national definitions, as files.

use std::fs;
use std::path::{Path, PathBuf};

use yifa_kernel::definition::Source;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../definitions")
}

/// All definition files, by path.
pub fn sources() -> Vec<Source> {
    fn walk(folder: &Path, root: &Path, into: &mut Vec<Source>) {
        let mut entries: Vec<PathBuf> =
            fs::read_dir(folder).expect("definitions").map(|e| e.expect("entry").path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(&path, root, into);
            } else if path.extension().is_some_and(|end| end == "toml") {
                let name = path.strip_prefix(root).expect("below").to_string_lossy().replace('\\', "/");
                into.push(Source { path: name, text: fs::read_to_string(&path).expect("text") });
            }
        }
    }
    let mut all = Vec::new();
    walk(&root(), &root(), &mut all);
    all
}
