//! Three languages, two widths.

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
