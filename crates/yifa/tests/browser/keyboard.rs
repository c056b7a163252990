//! Without a mouse: coming in, opening a matter, filling in a form and sending it, with Tab, arrows, Space and Enter alone;
//! at every step one sees where one is.

use super::support::Browser;

/// Keys that are no letters, as the protocol writes them.
const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const DOWN: &str = "\u{e015}";

#[test]
fn the_first_key_leads_past_the_band_to_what_the_page_is_about() {
    let browser = Browser::start();
    browser.sign_in("officer-urban");
    browser.open("/matters");
    browser.press(TAB);
    assert_eq!(
        browser.focused("href"),
        format!("{}#main", browser.address()),
        "the first stop skips the band"
    );
    browser.assert_focus_is_seen();
    browser.press(ENTER);
    browser.press(TAB);
    let inside = browser.run("return document.querySelector('main').contains(document.activeElement)");
    assert_eq!(inside, true, "the next stop lies in the page itself");
}

#[test]
fn somebody_signs_in_and_opens_a_matter_by_keys_alone() {
    let browser = Browser::start();
    browser.open("/matters?procedure=penalty-ordinary");
    browser.tab_to("input[name=name]");
    browser.type_keys("officer-urban");
    browser.tab_to("input[name=password]");
    browser.type_keys("yifa-demo-2026");
    browser.press_and_go(ENTER);
    assert_eq!(browser.here(), "/matters?procedure=penalty-ordinary");
    browser.tab_to("main table a[href^='/matters/']");
    browser.press_and_go(ENTER);
    browser.see("办理经过");
    assert!(browser.here().starts_with("/matters/"), "{}", browser.here());
    // Everything that can be clicked can be reached, and is seen when it is.
    browser.walk_all_stops();
}

#[test]
fn a_citizen_complains_by_keys_alone() {
    let browser = Browser::start();
    browser.open("/public/do/enforcement-complaint/receive");
    browser.tab_to("main form button");
    browser.press_and_go(ENTER);
    browser.tab_to("#for_body");
    browser.type_keys(DOWN);
    browser.tab_to("main form .buttons button");
    browser.press_and_go(ENTER);
    browser.tab_to("#topic");
    browser.type_keys("未出示执法证件");
    browser.press_and_go(ENTER);
    browser.tab_to("#story");
    browser.type_keys("两名执法人员没有出示证件。");
    browser.tab_to("main form .buttons button");
    browser.press_and_go(ENTER);
    browser.tab_to("#unit");
    browser.type_keys(DOWN);
    browser.tab_to("[id='officers.find']");
    browser.type_keys("9999-01-101");
    browser.tab_to("main form button[name=find]");
    browser.press_and_go(ENTER);
    browser.tab_to("input[name=officers]");
    browser.press(" ");
    browser.tab_to("main form .buttons button");
    browser.press_and_go(ENTER);
    // A group of round buttons is one stop; the arrows choose.
    browser.tab_to("input[name=named]");
    browser.press(DOWN);
    browser.tab_to("main form .buttons button");
    browser.press_and_go(ENTER);
    while !browser.here().ends_with("/check") {
        browser.tab_to("main form .buttons button");
        browser.press_and_go(ENTER);
    }
    browser.see("提交前请核对");
    // Faster than a person: the page comes back until enough time has passed.
    browser.wait("the complaint has arrived", || {
        browser.tab_to("main form button");
        browser.press_and_go(ENTER);
        browser.text().contains("已经收到").then_some(())
    });
}
