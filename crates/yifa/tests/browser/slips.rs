//! Blind slips from the print to the count: drawn once by the office, each answered once by nobody in particular.

use super::support::{Browser, act};

/// Opens the sheet of a slip, as its bearer does.
fn open(bearer: &Browser, code: &str) {
    bearer.open("/public/slip");
    bearer.type_into("#code", code);
    bearer.follow("main form button");
}

#[test]
fn slips_are_printed_answered_once_and_counted_without_names() {
    let office = Browser::start();
    office.sign_in("legal-office");
    let start = "/matters/new/enforcement-appraisal/plan";
    act(
        &office,
        "legal-office",
        start,
        &[("topic", "街面执法评议"), ("subject", "urban"), ("standard", "三项五档")],
    );
    let matter = office.here();
    let go = |action: &str, fields: &[(&str, &str)]| {
        act(&office, "legal-office", &format!("{matter}/do/{action}"), fields);
    };
    go("publish", &[("closes_on", "2027-01-15")]);
    go("hand_out", &[("respondent_class", "counterparty"), ("slip_count", "2")]);
    office.open(&format!("{matter}/slips"));
    office.follow("main form button[name=seq]");
    office.picture("slips");
    office.assert_sound();
    let codes = office.run("return [...document.querySelectorAll('.slips code')].map(one => one.innerText)");
    let codes: Vec<&str> = codes.as_array().into_iter().flatten().filter_map(|one| one.as_str()).collect();
    assert_eq!(codes.len(), 2, "{}", office.text());
    office.open(&format!("{matter}/slips"));
    assert!(!office.text().contains(codes[0]), "a slip is printed once");

    let bearer = Browser::without_script();
    bearer.width(390);
    open(&bearer, "no such slip");
    bearer.see("没有这张凭证");
    open(&bearer, &codes[0].to_lowercase());
    for name in ["lawful", "courteous", "prompt"] {
        bearer.tick(&format!("input[name={name}][value=good]"));
        bearer.follow("main form .buttons button");
    }
    while !bearer.here().ends_with("/check") {
        bearer.follow("main form .buttons button");
    }
    bearer.picture("slip-check");
    bearer.wait("the answer has arrived", || {
        bearer.follow("main form button");
        bearer.text().contains("已经收到").then_some(())
    });
    assert_eq!(bearer.count("#code"), 0, "nothing leads back to the bearer: {}", bearer.text());
    open(&bearer, codes[0]);
    bearer.see("已经使用过");

    office.open(&matter);
    let counted = office.text();
    assert_eq!(counted.matches("街面执法评议").count().min(1), 1, "{counted}");
    assert!(!counted.contains(codes[0]), "no slip is joined to its answer");
}
