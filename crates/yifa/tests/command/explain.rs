//! `yifa explain`.

use crate::support::yifa;

#[test]
fn an_unknown_code_is_wrong_use() {
    yifa(["explain", "X9999"]).assert_failed(2);
    yifa(["explain", ""]).assert_failed(2);
    yifa(["explain", &"R".repeat(5_000)]).assert_failed(2);
}
