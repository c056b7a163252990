//! The clean-up board 清理看板: the inventories of a round by stage, each maker's card, the decision that names what is missing.

use super::support::Browser;

/// Opens the round that is under way.
fn round(browser: &Browser) {
    browser.open("/matters?procedure=cleanup-round&state=inventory");
    browser.follow("main table tbody th a");
}

#[test]
fn a_round_shows_its_inventories_by_stage_and_names_the_makers_that_are_missing() {
    let browser = Browser::without_script();
    browser.sign_in("legal-office");
    browser.open("/matters?procedure=cleanup-round&state=closed");
    browser.follow("main table tbody th a");
    let closed = browser.here();
    browser.follow("main a[href^='/matters?procedure=cleanup-inventory']");
    browser.picture("cleanup-board");
    browser.assert_sound();
    // Five makers, one of whom has declared that it has none.
    assert_eq!(browser.count("main .board-card"), 5);
    browser.see("声明没有");
    browser.see("属于：云江市2026年规范性文件清理");
    browser.width(390);
    browser.assert_sound();
    browser.width(1280);
    // Its sums come out: what was listed stands in the three catalogues.
    browser.open(&closed);
    browser.see("继续有效");
    round(&browser);
    browser.see("涉及");
    browser.see("云江市文化广电旅游局");
    browser.follow("main a[href^='/matters?procedure=cleanup-inventory']");
    // Each maker has a card; who has not begun, one with the last day.
    assert_eq!(browser.count("main .board-card"), 3);
    browser.see("未开始");
    browser.picture("cleanup-board-now");
    browser.assert_sound();
    // An address that belongs to nothing is an empty list, not a fault.
    browser.open("/matters?procedure=cleanup-inventory&of=no%20such%20matter&view=board");
    assert_eq!(browser.count("main .board-card"), 0);
    browser.assert_sound();
}
