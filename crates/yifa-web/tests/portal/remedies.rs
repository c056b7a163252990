//! From a decision to the application against it: what is public of the decision is filled in, and nothing else.

use crate::Visitor;

/// The first decision in the catalogue that leads to an application.
fn decision(visitor: &Visitor) -> (String, String) {
    let list = visitor.get("/public/list/penalty-ordinary/penalty-decision").text;
    let pages = list.split("<th scope=\"row\"><a href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    for page in pages {
        let text = visitor.get(page).text;
        let mark = "href=\"/public/do/reconsideration/file?against=";
        if let Some(slug) = text.split(mark).nth(1).and_then(|rest| rest.split('"').next()) {
            return (format!("/public/do/reconsideration/file?against={slug}"), text);
        }
    }
    panic!("no decision leads to an application: {list}")
}

#[test]
fn a_decision_leads_to_an_application_that_knows_number_body_and_day() {
    let visitor = Visitor::new();
    let (form, page) = decision(&visitor);
    assert!(page.contains("《行政复议法》第二十条第一款") && page.contains("60"), "{page}");
    let number = page.split("<h1>").nth(1).and_then(|rest| rest.split("</h1>").next()).expect("a heading");
    let start = visitor.get(&form);
    assert_eq!(start.status, 200, "{}", start.text);
    assert!(start.text.contains("已经知道的内容会替您填好"), "{}", start.text);
    let csrf = start.input("csrf");
    let slug = form.split('=').nth(1).expect("a slug");
    let begun = visitor.post("/public/do/reconsideration/file", &[("csrf", &csrf), ("against", slug)]).to();
    let sheet = begun.strip_suffix("/1").expect("the first page");
    let check = visitor.get(&format!("{sheet}/check")).text;
    assert!(check.contains(number), "the number is filled in: {check}");
    assert!(!check.contains("提出申请日期") && !check.contains("申请方式"), "online says both: {check}");
    assert!(check.contains("行政处罚"), "the kind of act is filled in: {check}");
    // When the party was served is nobody else's business.
    let served =
        check.split("知道或者应当知道日期").nth(1).and_then(|rest| rest.split("</").nth(1)).expect("a row");
    assert!(!served.contains("2026-"), "{served}");
}

#[test]
fn an_address_that_leads_to_no_decision_is_that_of_no_form() {
    let visitor = Visitor::new();
    let (form, _) = decision(&visitor);
    let slug = form.split('=').nth(1).expect("a slug");
    for path in [
        "/public/do/reconsideration/file?against=no-such-page".to_owned(),
        "/public/do/reconsideration/file?own=guessed".to_owned(),
        // A complaint is no remedy against a decision.
        format!("/public/do/enforcement-complaint/receive?against={slug}"),
    ] {
        assert_eq!(visitor.get(&path).status, 404, "{path}");
    }
    assert_eq!(visitor.get("/public/do/reconsideration/file").status, 200, "without a decision it is blank");
}
