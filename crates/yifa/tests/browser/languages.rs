//! Three languages, two widths.

use std::collections::BTreeSet;

use super::support::Browser;

const PAGES: [&str; 7] =
    ["/", "/matters", "/plan", "/figures", "/limits", "/definitions", "/matters?procedure=penalty-ordinary"];

#[test]
fn every_main_page_is_sound_in_three_languages_at_two_widths() {
    let browser = Browser::start();
    browser.sign_in("officer-urban");
    for (code, word) in [("zh-Hant", "我的工作臺"), ("en", "My desk"), ("zh-Hans", "我的工作台")] {
        browser.language(code, "/");
        browser.see(word);
        browser.assert_sound_everywhere(&PAGES);
    }
}

#[test]
fn every_page_speaks_english_to_those_who_chose_it() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    browser.language("en", "/");
    let mut seen = BTreeSet::new();
    let staff = |link: &str| !link.starts_with("/public") && !link.starts_with("/sign-");
    let mut wrong = browser.walk("/", &mut seen, staff, Browser::check_words);
    let public = |link: &str| link.starts_with("/public");
    wrong.extend(browser.walk("/public", &mut BTreeSet::new(), public, Browser::check_words));
    assert!(seen.len() > 25, "the walk ends too early: {seen:#?}");
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}
