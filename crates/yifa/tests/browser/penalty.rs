//! A penalty case by clicking and typing, each act by the one who may: a new case that cannot be decided yet.

use std::fs;
use std::path::Path;

use super::support::{Browser, act};

#[test]
fn a_case_just_opened_cannot_be_decided_and_says_what_is_missing() {
    let browser = Browser::start();
    act(
        &browser,
        "head-urban",
        "/matters/new/penalty-ordinary/file",
        &[
            ("party.kind", "citizen"),
            ("party.name", "诸葛初行"),
            ("party.address", "云江市东湖区柳荫路14号"),
            ("power", "~建筑垃圾"),
            ("offence", "《云江市市容和环境卫生管理条例》第三十一条"),
            ("act_on", "2026-11-18"),
            ("found_on", "2026-11-19"),
        ],
    );
    let matter = browser.here();
    assert!(matter.starts_with("/matters/"), "{matter}");
    browser.picture("walk-filed");

    browser.open(&format!("{matter}/do/decide"));
    browser.fill("kinds", "fine");
    browser.fill("fine", "20000");
    browser.fill("reasons", "事实清楚");
    browser.follow("main form button:not([name])");
    let refused = browser.see("不能办理");
    assert!(refused.contains("《行政处罚法》") && refused.contains("下一步"), "{refused}");
    assert_eq!(browser.property("textarea[name=reasons]", "value"), "事实清楚");
    browser.picture("walk-refused");
    // Nothing has happened to the case.
    browser.open(&matter);
    browser.see("已立案");

    // A table's blank rows are no rows.
    act(
        &browser,
        "officer-urban",
        &format!("{matter}/do/investigate"),
        &[("officers", "#1"), ("officers", "#2"), ("shown_certificates", "true")],
    );
    end_investigation(&browser, &matter);
}

/// Evidence is a row with its file: the file is kept with the row, shown small and by its digest, and opens.
fn end_investigation(browser: &Browser, matter: &str) {
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/screenshots/public.png");
    browser.sign_in("officer-urban");
    browser.open(&format!("{matter}/do/end_investigation"));
    for (name, value) in [
        ("facts", "当事人将装修垃圾倾倒在绿化带"),
        ("evidence.0.kind", "document"),
        ("evidence.0.what", "现场勘验笔录"),
        ("evidence.0.proves", "倾倒地点和数量"),
        ("evidence.0.obtained_on", "2026-11-19"),
        ("evidence.0.lawful", "true"),
        ("public_interest", "false"),
        ("difficult", "false"),
        ("review_by_special_rule", "false"),
        ("grave", "false"),
    ] {
        browser.fill(name, value);
    }
    browser.upload("main input[name='evidence.0.file']", &picture);
    browser.wait("the picture has not arrived", || {
        (browser.count("main [name='evidence.0.file.kept']") > 0).then_some(())
    });
    browser.follow("main form button:not([name]):not([type=button])");
    assert_eq!(browser.here(), matter, "{}", browser.text());
    browser.see("public.png");
    let file = browser.run("return document.querySelector('main a[href*=\"/files/\"]')?.pathname");
    let file = file.as_str().unwrap_or_else(|| browser.stuck("the file of the row is not kept"));
    let (status, kind, bytes) = browser.fetch(file);
    assert_eq!((status, kind.as_str()), (200, "image/png"));
    assert_eq!(Some(bytes), fs::read(&picture).ok());
    assert_eq!(browser.count("main img[src*='/thumbnails/']"), 1);
    browser.picture("walk-evidence");
}
