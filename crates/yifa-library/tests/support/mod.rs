//! Small texts, and where the shared ones are.
#![allow(dead_code, reason = "each test file uses a part")]

use std::path::{Path, PathBuf};
use yifa_library::{Library, Text};

/// A statute with a header and articles numbered from 1.
pub fn law(title: &str, header: &[&str], articles: &[&str]) -> String {
    let head = header.join("\n\n");
    let body: Vec<String> = articles
        .iter()
        .zip(1_u32..)
        .map(|(words, number)| format!("{}　{words}", yifa_law::place::ArticleNumber::new(number)))
        .collect();
    format!("# {title}\n\n{head}\n\n<!-- INFO END -->\n\n{}\n", body.join("\n\n"))
}

/// A library of texts that came under these names.
pub fn library_of(texts: &[(&str, &str)]) -> Library {
    let read = texts.iter().map(|(origin, text)| Text::read(*origin, text.as_bytes()).unwrap());
    Library::build(read.collect(), vec![], &Default::default())
}

/// A library of texts.
pub fn library(texts: &[&str]) -> Library {
    let names: Vec<String> = (0..texts.len()).map(|index| format!("{index}.txt")).collect();
    let named: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(texts.iter().copied()).collect();
    library_of(&named)
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
