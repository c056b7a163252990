//! Coming in and going out.

use super::support::Browser;

#[test]
fn nobody_is_let_in_without_signing_in_and_a_wrong_password_says_so() {
    let browser = Browser::start();
    browser.open("/matters?procedure=penalty-ordinary");
    browser.see("登录");
    browser.type_into("input[name=name]", "nobody-at-all");
    browser.type_into("input[name=password]", "wrong-password");
    browser.follow("main form button");
    let page = browser.see("登录");
    assert!(browser.here().starts_with("/sign-in"), "{page}");
    // What was typed is still there; the password is not.
    assert_eq!(browser.property("input[name=name]", "value"), "nobody-at-all");
    assert_eq!(browser.property("input[name=password]", "value"), "");
    browser.picture("sign-in");
}

#[test]
fn after_signing_in_a_person_is_where_they_wanted_to_go_and_out_again_after_leaving() {
    let browser = Browser::start();
    browser.open("/matters?procedure=penalty-ordinary");
    browser.type_into("input[name=name]", "clerk-urban");
    browser.type_into("input[name=password]", "yifa-demo-2026");
    browser.follow("main form button");
    assert_eq!(browser.here(), "/matters?procedure=penalty-ordinary");
    browser.follow("form[action='/sign-out'] button");
    browser.open("/matters");
    assert!(browser.here().starts_with("/sign-in"));
}
