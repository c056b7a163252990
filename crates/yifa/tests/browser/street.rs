//! A case in the street: on a telephone its page says first where the case stands, what ends next and what may be done; the
//! rest is folded with its count, opens without any script, and stands open where there is room.

use super::support::Browser;

/// What a telephone shows without scrolling.
const SCREEN: u64 = 844;

fn case(browser: &Browser) {
    browser.sign_in("officer-urban");
    browser.open("/matters?procedure=penalty-ordinary&state=served");
    browser.follow("main tbody th a");
}

fn number(value: &serde_json::Value) -> u64 {
    value.as_f64().unwrap_or_default() as u64
}

/// Where an element ends on the page.
fn end_of(browser: &Browser, css: &str) -> u64 {
    number(
        &browser
            .run(&format!("return document.querySelector({css:?}).getBoundingClientRect().bottom + scrollY")),
    )
}

#[test]
fn all_that_is_needed_lies_within_two_screens_and_the_rest_is_folded_with_its_count() {
    let browser = Browser::without_script();
    case(&browser);
    browser.width(390);
    for first in [".next-due", "#actions-title", "#clocks-title"] {
        assert!(end_of(&browser, first) < SCREEN, "{first}: {}", browser.text());
    }
    for part in ["#part-data", "#part-events", "#part-papers", "#part-files"] {
        assert!(end_of(&browser, part) < 2 * SCREEN, "{part} lies below the second screen");
        assert_eq!(browser.property(part, "open"), false, "{part}");
    }
    browser.whole_picture("case-390");
    browser.assert_sound();
    // The count says what is inside before it is opened.
    let papers: String = browser.text_of("#part-papers .count");
    assert!(papers.trim().parse::<u64>().is_ok_and(|n| n > 0), "{papers}");
    assert!(!browser.text_of("main").contains("DOCX"));
    browser.click("#part-papers summary");
    assert_eq!(
        browser.count("#part-papers .paper-list > li"),
        papers.trim().parse::<u64>().unwrap_or_default()
    );
    assert!(browser.text_of("#part-papers").contains("DOCX"));
    browser.assert_sound();
}

#[test]
fn with_room_nothing_is_folded_and_nothing_is_left_to_unfold() {
    let browser = Browser::without_script();
    case(&browser);
    assert_eq!(browser.property("#part-data", "open"), false);
    for part in ["#part-data dl", "#part-events ol", "#part-papers ul", "#part-proof .hash"] {
        let tall =
            browser.run(&format!("return document.querySelector({part:?}).getBoundingClientRect().height"));
        assert!(number(&tall) > 0, "{part} is not shown");
    }
    let shown = browser.run("return document.querySelector('#part-papers').innerText");
    assert!(shown.as_str().is_some_and(|text| text.contains("DOCX")), "{shown}");
    let scripted = Browser::start();
    case(&scripted);
    assert_eq!(scripted.count("details.unfolded:not([open])"), 0);
    assert_eq!(scripted.count("details.unfolded > summary:not([tabindex='-1'])"), 0);
}

#[test]
fn a_link_to_something_folded_unfolds_it() {
    let browser = Browser::start();
    browser.sign_in("officer-urban");
    browser.width(390);
    browser.open("/matters?procedure=penalty-ordinary&state=served");
    browser.follow("main tbody th a");
    let page = browser.here();
    assert_eq!(browser.property("#part-events", "open"), false);
    browser.open(&format!("{page}#event-1"));
    browser.wait("the course of the case stays folded", || {
        (browser.property("#part-events", "open") == true).then_some(())
    });
    // An address that names nothing on the page is no fault.
    browser.open(&format!("{page}#event-999%20\"><x"));
    browser.assert_sound();
}
