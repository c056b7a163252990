//! The end of a clean-up: the catalogues are published as they were decided, who had nothing is counted, the round is closed,
//! and the public reads all of it. What comes too early or does not add up is refused with its reason.

use super::support::{Browser, act};

/// The number of this round's inventory in the list of a maker's inventories.
fn inventory(browser: &Browser, of: &str, state: &str) -> String {
    browser.open(&format!("/matters?procedure=cleanup-inventory&state={state}&q={of}"));
    browser.follow("main table tbody th a");
    browser.here()
}

#[test]
fn a_round_is_published_closed_and_read_by_the_public() {
    let browser = Browser::without_script();
    browser.sign_in("legal-office");
    let decided = inventory(&browser, "%E5%9F%8E%E5%B8%82%E7%AE%A1%E7%90%86", "decided");
    // What the register knew when the inventory was handed in stands with it.
    browser.see("登记在册的现行文件");
    browser.see("网格化巡查工作规则");
    browser.picture("cleanup-decided");
    browser.assert_sound();
    browser.open("/matters?procedure=cleanup-round&state=deciding");
    browser.follow("main table tbody th a");
    let round = browser.here();
    // Too early: a maker's catalogues are missing.
    browser.open(&format!("{round}/do/close"));
    browser.fill("summary", "两个单位列入三件");
    browser.follow("main form button:not([name])");
    browser.see("还有单位没有公布目录");
    browser.assert_sound();

    // Figures that are not those of the decision.
    browser.sign_in("clerk-urban");
    browser.open(&format!("{decided}/do/publish_catalogues"));
    for (name, value) in
        [("channels", "site"), ("valid", "2"), ("to_amend", "1"), ("repealed", "1"), ("lapsed", "1")]
    {
        browser.fill(name, value);
    }
    browser.follow("main form button:not([name])");
    browser.see("三个目录的件数按决定填写");
    browser.picture("cleanup-publish-refused");
    act(
        &browser,
        "clerk-urban",
        &format!("{decided}/do/publish_catalogues"),
        &[("channels", "site"), ("valid", "1"), ("to_amend", "1"), ("repealed", "1"), ("lapsed", "1")],
    );
    browser.see("目录已公布");
    browser.picture("cleanup-published");
    browser.assert_sound();

    browser.sign_in("legal-office");
    let none = inventory(&browser, "%E6%96%87%E5%8C%96", "none");
    act(&browser, "legal-office", &format!("{none}/do/record_none"), &[]);
    act(
        &browser,
        "legal-office",
        &format!("{round}/do/close"),
        &[("summary", "两个单位列入三件：继续有效一件，废止一件，失效一件")],
    );
    browser.see("已完成");
    browser.picture("cleanup-closed");
    browser.assert_sound();
    the_document_ends_the_next_day(&browser);
    the_public_reads_it(&browser);
}

/// The repealed document is announced with its last day; it ends of itself the day after.
fn the_document_ends_the_next_day(browser: &Browser) {
    browser.open("/matters?procedure=normative-document&state=ending");
    browser.see("网格化巡查工作规则");
    browser.follow("main table tbody th a");
    browser.see("已有市政府文件替代");
    browser.picture("cleanup-ending");
}

fn the_public_reads_it(browser: &Browser) {
    browser.leave();
    browser.open("/public/search?q=%E6%B8%85%E7%90%86%E7%9B%AE%E5%BD%95%20%E6%B8%A3%E5%9C%9F");
    browser.picture("cleanup-public-search");
    browser.follow("main table tbody a");
    browser.see("流动摊点临时管理规定");
    let told = browser.see("渣土整治年度方案");
    browser.see("规范性文件清理目录 云江市城市管理局");
    // The document has its name there, not its identifier.
    assert!(told.contains("网格化巡查工作规则"), "{told}");
    // The way into the register is for the office; the document is told by its title alone.
    assert!(!told.contains("登记册中的文件"), "{told}");
    browser.picture("cleanup-public-catalogues");
    browser.assert_sound();
    let here = browser.here();
    browser.language("en", &here);
    browser.width(390);
    browser.see("Repealed");
    browser.picture("cleanup-public-catalogues-en");
    browser.assert_sound();
}
