//! Running the binary, and where the shared texts are.

use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a run printed and how it ended.
pub struct Run {
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
    /// The exit code; `None` when it was killed.
    pub code: Option<i32>,
}

/// Runs `yifa` with arguments.
pub fn yifa(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_yifa")).args(arguments).output().unwrap();
    let run = Run {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code(),
    };
    assert!(!run.err.contains("panicked"), "{}", run.err);
    run
}

impl Run {
    /// The JSON value on standard output.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }

    /// Asserts wrong use or a fault told as what, where and next step, with nothing on standard output.
    pub fn assert_failed(&self, code: i32) {
        assert_eq!(self.code, Some(code), "{}{}", self.out, self.err);
        for part in ["error: ", "  where: ", "  next:  "] {
            assert!(self.err.contains(part), "{}", self.err);
        }
        assert_eq!(self.out, "");
    }
}

/// A folder of the shared data, or `None`, said aloud, when it is not there.
pub fn folder(name: &str) -> Option<PathBuf> {
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
pub fn rows(file: &Path) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(file).unwrap();
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let names: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let row = |line: &str| {
        names.iter().map(|name| (*name).to_owned()).zip(line.split('\t').map(str::to_owned)).collect()
    };
    lines.filter(|line| !line.is_empty()).map(row).collect()
}

/// A file with these bytes in a folder of its own, which goes away with it.
pub fn file(name: &str, bytes: impl AsRef<[u8]>) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}
