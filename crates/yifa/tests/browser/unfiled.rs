//! The legal office sees which documents are filed nowhere, and asks a maker.

use super::support::Browser;

#[test]
fn a_document_that_is_filed_nowhere_is_shown_with_its_evidence_and_its_maker_is_asked_once() {
    let office = Browser::start();
    office.sign_in("legal-office");
    office.open("/instruments");
    office.follow("main a[href='/unfiled']");
    office.see("应备未备比对");
    office.assert_sound();
    office.picture("unfiled");
    // What shows a document is called by number and title, with the way to it; no identifier of a matter stands there.
    assert!(office.count("main td a[href^='/matters/']") > 0, "{}", office.text());
    assert!(!office.text().contains("normative-document"), "{}", office.text());
    let waiting = office.count("main form[action='/unfiled']");
    assert!(waiting > 0, "the demonstration has documents that nobody filed: {}", office.text());
    let value = |name: &str| {
        let css = format!("main form[action='/unfiled'] input[name={name}]");
        office.property(&css, "value").as_str().unwrap_or_default().to_owned()
    };
    let (cell, number, title) = (value("cell"), value("number"), value("title"));
    office.follow("main form[action='/unfiled'] button");
    assert!(office.here().starts_with("/matters/"), "{}", office.here());
    let (matter, page) = (office.here(), office.see("应备未备"));
    assert!(page.contains(&title) && page.contains(&number), "{page}");
    // What was asked is followed, not asked again.
    office.open("/unfiled");
    assert_eq!(office.count("main form[action='/unfiled']"), waiting - 1);
    assert_eq!(office.count(&format!("main td a[href='{matter}']")), 1, "{}", office.text());
    // A matter is called as people call it, and no identifier stands on the page.
    let id = matter.trim_start_matches("/matters/");
    assert!(!office.text().contains(id), "{}", office.text());
    let shown: Vec<String> =
        office.text().lines().filter(|line| line.contains("备查〔")).map(str::to_owned).collect();
    assert!(!shown.is_empty(), "the finding is named by its number: {}", office.text());
    // A second window sends the same: it leads to the same matter. What is no finding is told.
    let send = |title: &str| {
        let set = |name: &str, value: &str| {
            format!("form.querySelector('[name={name}]').value = {};", serde_json::json!(value))
        };
        let fill = [set("cell", &cell), set("number", &number), set("title", title)].concat();
        office.open("/unfiled");
        office.run(&format!("const form = document.querySelector(\"main form[action='/unfiled']\"); {fill} form.requestSubmit();"));
    };
    send(&title);
    office.wait("the same matter", || (office.here() == matter).then_some(()));
    send("没有这样的文件𠮷");
    office.see("这条线索已经没有了");

    let clerk = Browser::start();
    clerk.sign_in("clerk-urban");
    clerk.open("/instruments");
    assert_eq!(clerk.count("main a[href='/unfiled']"), 0);
    clerk.open("/unfiled");
    clerk.see("403");
}
