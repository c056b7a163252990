//! The rules between the crates. Each is an absence: a test names what must not be there.

#![expect(clippy::unwrap_used, reason = "a test ends where a file is not as it must be")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Crates on which `manifest` depends in its own right; those of tests and build scripts are not meant.
fn dependencies(name: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).unwrap();
    let manifest: toml::Table = text.parse().unwrap();
    manifest["dependencies"].as_table().unwrap().keys().cloned().collect()
}

/// All files below a folder with one of these endings.
fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path, endings));
        } else if endings.iter().any(|ending| path.to_string_lossy().ends_with(ending)) {
            all.push(path);
        }
    }
    all
}

/// The lines of product code of a crate that contain one of these words: tests, documentation and comments are
/// left out.
fn lines_with(name: &str, words: &[&str]) -> Vec<String> {
    let source = root().join("crates").join(name).join("src");
    let mut found = Vec::new();
    for file in files(&source, &[".rs"]) {
        if file.components().any(|part| part.as_os_str() == "tests") || file.ends_with("tests.rs") {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let product = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap();
        for (at, line) in product.lines().enumerate() {
            let code = line.split("//").next().unwrap();
            if words.iter().any(|word| code.contains(word)) {
                found.push(format!("{}:{}: {line}", file.display(), at + 1));
            }
        }
    }
    found
}

const PURE: [&str; 2] = ["yifa-law", "yifa-kernel"];

#[test]
fn pure_crates_depend_on_nothing_that_acts() {
    let allowed = [
        // text and data
        "encoding_rs",
        "ferrous-opencc",
        "jiff",
        "regex",
        "schemars",
        "serde",
        "serde_json",
        "serde_spanned",
        "sha2",
        "toml",
        "unicode-width",
    ];
    for name in PURE {
        for dependency in dependencies(name) {
            let known = allowed.contains(&dependency.as_str()) || dependency == "yifa-law";
            assert!(known, "{name} depends on {dependency}: say in a decision record why it cannot act");
        }
    }
}

#[test]
fn crates_point_downwards_only() {
    let below: [(&str, &[&str]); 8] = [
        ("yifa-law", &[]),
        ("yifa-kernel", &["yifa-law"]),
        ("yifa-documents", &["yifa-kernel", "yifa-law"]),
        ("yifa-store", &["yifa-kernel", "yifa-law"]),
        ("yifa-library", &["yifa-law"]),
        ("yifa-app", &["yifa-store", "yifa-documents", "yifa-library", "yifa-kernel", "yifa-law"]),
        (
            "yifa-web",
            &["yifa-app", "yifa-store", "yifa-documents", "yifa-library", "yifa-kernel", "yifa-law"],
        ),
        (
            "yifa",
            &[
                "yifa-web",
                "yifa-app",
                "yifa-store",
                "yifa-documents",
                "yifa-library",
                "yifa-kernel",
                "yifa-law",
            ],
        ),
    ];
    let names: BTreeSet<_> =
        fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(
        names,
        below.iter().map(|(name, _)| (*name).into()).collect(),
        "a new crate needs its place here"
    );
    for (name, allowed) in below {
        for dependency in dependencies(name).iter().filter(|one| one.starts_with("yifa")) {
            assert!(allowed.contains(&dependency.as_str()), "{name} must not know {dependency}");
        }
    }
}

#[test]
fn adapters_keep_to_their_own_trade() {
    let forbidden: [(&str, &[&str]); 5] = [
        ("yifa-library", &["axum", "askama", "rusqlite", "tokio-postgres", "tokio", "typst"]),
        ("yifa-store", &["axum", "askama", "typst", "tower", "tower-http"]),
        ("yifa-documents", &["axum", "askama", "rusqlite", "tokio-postgres", "tokio", "tower", "tower-http"]),
        ("yifa-app", &["axum", "askama", "rusqlite", "tokio-postgres", "tower", "tower-http"]),
        ("yifa-web", &["rusqlite", "tokio-postgres", "typst"]),
    ];
    for (name, words) in forbidden {
        let own = dependencies(name);
        let wrong: Vec<_> = words.iter().filter(|word| own.contains(**word)).collect();
        assert!(wrong.is_empty(), "{name} must not depend on {wrong:?}");
    }
}

#[test]
fn pure_crates_use_no_clock_file_network_or_unordered_map() {
    let words = [
        "HashMap",
        "HashSet",
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::thread",
        "SystemTime",
        "Instant::now",
        "std::io",
        "async fn",
        "println!",
        "eprintln!",
    ];
    let mut found: Vec<String> = PURE.iter().flat_map(|name| lines_with(name, &words)).collect();
    // Writing to a text and reading shared data in tests are neither file nor network.
    found.retain(|line| !line.contains("shared_data.rs") && !line.contains("calendar/shipped.rs"));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn only_the_app_asks_what_time_it_is() {
    for name in ["yifa-law", "yifa-kernel", "yifa-store", "yifa-documents", "yifa-web", "yifa"] {
        let words = ["Timestamp::now", "Zoned::now", "ZonedDateTime::now", "SystemTime::now", "Utc::now"];
        let found = lines_with(name, &words);
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

#[test]
fn the_kernel_has_no_row_or_page_types() {
    let found = lines_with(
        "yifa-kernel",
        &["FromRow", "ToSchema", "IntoResponse", "rusqlite", "tokio", "Template)]"],
    );
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_portal_names_only_what_is_public() {
    let source = root().join("crates/yifa-web/src/portal");
    if !source.is_dir() {
        return;
    }
    let secret = ["matter::State", "kernel::value", "yifa_kernel::matter", "yifa_store::"];
    for file in files(&source, &[".rs"]) {
        let text = fs::read_to_string(&file).unwrap();
        for (at, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap();
            let found = secret.iter().find(|word| code.contains(**word));
            assert!(found.is_none(), "{}:{}: the portal names {found:?}", file.display(), at + 1);
        }
    }
}

#[test]
fn every_crate_begins_with_its_readme() {
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let source = entry.unwrap().path().join("src");
        let main =
            ["lib.rs", "main.rs"].iter().map(|name| source.join(name)).find(|file| file.is_file()).unwrap();
        let text = fs::read_to_string(&main).unwrap();
        assert!(text.starts_with("//! "), "{} begins without saying what it owns", main.display());
    }
}

/// The files that are committed, as git lists them; the folder as it lies where there is no git.
fn committed() -> Vec<PathBuf> {
    let listed = Command::new("git").arg("-C").arg(root()).args(["ls-files", "-z"]).output();
    match listed {
        Ok(output) if output.status.success() => {
            let names = String::from_utf8_lossy(&output.stdout).into_owned();
            names.split('\0').filter(|name| !name.is_empty()).map(|name| root().join(name)).collect()
        }
        _ => ["crates", "definitions", "docs"]
            .iter()
            .flat_map(|name| files(&root().join(name), &[""]))
            .collect(),
    }
}

#[test]
fn no_committed_file_names_a_place_of_one_machine() {
    // Put together here, so that this file does not name them either.
    let homes = ["/ro", "/ho", "/wo", "/Us"].iter().zip(["ot/", "me/", "rk/", "ers/"]);
    let places: Vec<String> = homes.map(|(start, end)| format!("{start}{end}")).collect();
    let mut found = Vec::new();
    for file in committed() {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        for (at, line) in text.lines().enumerate() {
            let named = places.iter().any(|place| {
                let word = |before: &str| before.chars().next_back().is_none_or(|c| " \"'`=(:".contains(c));
                line.match_indices(place.as_str()).any(|(start, _)| word(&line[..start]))
            });
            if named {
                found.push(format!("{}:{}: {line}", file.display(), at + 1));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
