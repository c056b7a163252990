//! `yifa explain`.

use crate::support::yifa;

#[test]
fn a_code_has_its_page_however_it_is_typed() {
    for code in ["R0301", "r0301", " R0301 "] {
        let run = yifa(["explain", code]);
        assert_eq!(run.code, Some(0), "{}", run.err);
        assert!(run.out.starts_with("# R0301 "), "{}", run.out);
    }
    let page = yifa(["explain", "no-headings", "--json"]).json();
    assert_eq!(
        (page["code"].as_str(), page["title"].as_str()),
        (Some("no-headings"), Some("没有编号的标题"))
    );
}

#[test]
fn without_a_code_all_are_listed() {
    let list = yifa(["explain"]).out;
    assert!(list.lines().any(|line| line.starts_with("D0203  ")) && list.lines().count() > 80, "{list}");
    assert!(yifa(["explain", "--json"]).json().as_array().map(Vec::len) > Some(80));
}

#[test]
fn an_unknown_code_is_wrong_use_with_its_neighbours() {
    let near = yifa(["explain", "R0310"]);
    near.assert_failed(2);
    assert!(near.err.contains("R0301"), "{}", near.err);
    yifa(["explain", "completely-else"]).assert_failed(2);
    yifa(["explain", ""]).assert_failed(2);
    yifa(["explain", &"R".repeat(5_000)]).assert_failed(2);
}
