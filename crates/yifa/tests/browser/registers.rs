//! Registers as lists with cards, the flow chart that leads on, and the approval form on paper.

use serde_json::json;

use super::support::Browser;

#[test]
fn a_certificate_shows_until_when_it_holds_and_its_code_opens_the_public_check() {
    let browser = Browser::start();
    browser.sign_in("head-urban");
    browser.open("/registers/officer-certificate?q=9999-01-108");
    let list = browser.see("9999-01-108");
    assert!(list.contains("黄：") && list.contains("剩"), "colour and words: {list}");
    browser.follow("main tbody a");
    let card = browser.see("扫码核验");
    assert!(card.contains("证件有效期") && card.contains("为什么是这一天"), "{card}");
    assert_eq!(browser.count("main .qr svg"), 1);
    browser.width(390);
    browser.assert_sound();
    browser.picture("officer-card-390");
    browser.width(1280);
    browser.picture("officer-card");
    let code = browser.property("main .qr", "href");
    let check = code.as_str().and_then(|href| href.split_once("/public/")).expect("a public address").1;
    browser.leave();
    browser.open(&format!("/public/{check}"));
    browser.see("9999-01-108");
}

#[test]
fn every_register_has_a_list_and_cards_from_its_definition() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    for register in ["power-item", "government-contract", "normative-document", "officer-certificate"] {
        browser.open(&format!("/registers/{register}"));
        browser.assert_sound();
        browser.follow("main tbody a");
        assert!(browser.here().starts_with(&format!("/registers/{register}/")), "{}", browser.here());
        browser.assert_sound();
    }
    // Only the procedures whose conditions take such a power: an inspection is no penalty.
    browser.open("/registers/power-item?q=处罚");
    browser.follow("main tbody a");
    browser.see("办理流程：行政处罚普通程序");
    browser.open("/registers/no-such-register");
    browser.see("404");
}

#[test]
fn the_flow_chart_of_a_matter_leads_to_what_it_shows() {
    let browser = Browser::start();
    browser.sign_in("head-urban");
    browser.open("/matters?procedure=penalty-ordinary");
    browser.follow("main .rows tbody th a");
    let matter = browser.here();
    assert!(browser.count("svg.flow a") > 5, "states and acts lead on");
    let dead = browser.run(
        "return [...document.querySelectorAll('svg.flow a')].map(a => a.getAttribute('href'))
             .filter(href => href.startsWith('#') && !document.querySelector(href))",
    );
    assert_eq!(dead, json!([]), "places on this page that are not there");
    browser.picture("flow-chart");
    browser.width(390);
    browser.assert_sound();
    let shown = browser.run("return getComputedStyle(document.querySelector('.flow-list')).display");
    assert_eq!(shown, json!("block"), "a narrow screen has the list");
    browser.width(1280);

    browser.open(&format!("{matter}/approval"));
    browser.see("审批表");
    browser.assert_sound();
    browser.picture("approval-form");
}
