//! `yifa definitions`.

use crate::support::yifa;

#[test]
fn prints_and_writes_the_reference() {
    let page = yifa(["definitions", "page"]);
    assert_eq!((page.code, page.out.starts_with("# Definitions")), (Some(0), true));
    let schemas = yifa(["definitions", "schema"]).json();
    assert!(schemas["procedure"]["properties"]["action"].is_object(), "{schemas}");
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("a/b");
    let written = yifa(["definitions", "schema", "--write", inner.to_str().unwrap()]);
    assert_eq!(written.code, Some(0), "{}", written.err);
    assert!(inner.join("procedure.json").is_file());
}

#[test]
fn a_folder_that_cannot_be_written_is_a_fault() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    yifa(["definitions", "page", "--write", file.to_str().unwrap()]).assert_failed(3);
    assert_eq!(yifa(["definitions"]).code, Some(2));
}
