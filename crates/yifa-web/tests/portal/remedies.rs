//! From a decision to the application against it: what is public of the decision is filled in, and nothing else.

use crate::{Answer, Visitor};

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

/// An application of which the act is told: whose it is, and when.
struct Application {
    visitor: Visitor,
    sheet: String,
    csrf: String,
}

impl Application {
    fn against(respondent: &str) -> Self {
        let visitor = Visitor::new();
        let form = "/public/do/reconsideration/file";
        let csrf = visitor.get(form).input("csrf");
        let first = visitor.post(form, &[("csrf", &csrf)]).to();
        let sheet = first.trim_end_matches("/1").to_owned();
        let csrf = visitor.get(&first).input("csrf");
        let one = Self { visitor, sheet, csrf };
        let applicant = [("applicant.kind", "citizen"), ("applicant.name", "王建国")];
        assert!(one.answer(1, &applicant).to().ends_with("/2"));
        let act = [("respondent", respondent), ("act_kind", "penalty"), ("acted_on", "2026-11-02")];
        assert!(one.answer(2, &act).to().ends_with("/3"));
        one
    }

    fn answer(&self, at: usize, pairs: &[(&str, &str)]) -> Answer {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend(pairs);
        self.visitor.answer(&format!("{}/{at}", self.sheet), &all)
    }

    fn page(&self, end: &str) -> String {
        self.visitor.get(&format!("{}/{end}", self.sheet)).text
    }

    /// The bodies that are offered, and the one with which the question begins.
    fn offered(&self) -> (Vec<String>, String) {
        let page = self.page("3");
        let select = page.split("id=\"for_body\"").nth(1).and_then(|rest| rest.split("</select>").next());
        let options = select.unwrap_or_else(|| panic!("no body is asked: {page}")).split("<option value=\"");
        let options: Vec<(String, bool)> = options
            .skip(1)
            .map(|rest| {
                (
                    rest.split('"').next().unwrap_or("").to_owned(),
                    rest.split('>').next().unwrap_or("").contains("selected"),
                )
            })
            .collect();
        let begins = options.iter().find(|(_, selected)| *selected).map_or("", |(id, _)| id).to_owned();
        (options.into_iter().map(|(id, _)| id).filter(|id| !id.is_empty()).collect(), begins)
    }
}

#[test]
fn the_body_that_decides_is_known_by_whose_act_it_is() {
    for (respondent, competent) in
        [("urban", "city"), ("donghu", "city"), ("guqiao", "donghu"), ("shahe", "xihe")]
    {
        let one = Application::against(respondent);
        let (offered, begins) = one.offered();
        assert_eq!(begins, competent, "{respondent}");
        assert!(
            offered.iter().any(|id| id == "xihe") && !offered.iter().any(|id| id == "urban"),
            "{offered:?}"
        );
        let page = one.page("3");
        assert!(page.contains("有管辖权的是") && page.contains("《行政复议法》第二十四条"), "{page}");
        assert!(one.answer(3, &[("for_body", competent)]).to().ends_with("/4"));
        assert!(!one.page("check").contains("还请再看一眼"), "{respondent}: nothing is doubtful");
    }
    // Above the city is nobody of this city.
    let one = Application::against("city");
    assert_eq!(one.offered().1, "");
    assert!(one.page("3").contains("有管辖权的机关不在本市"));
}

#[test]
fn another_body_is_told_of_and_can_be_chosen_all_the_same() {
    let one = Application::against("guqiao");
    assert!(one.answer(3, &[("for_body", "xihe")]).to().ends_with("/4"));
    let check = one.page("check");
    assert!(
        check.contains("您选择的是西河区人民政府；按您填写的内容，有管辖权的是东湖区人民政府"),
        "{check}"
    );
    assert!(
        check.contains("不属于它管辖的，不予受理") && check.contains("/3?back=check#for_body"),
        "{check}"
    );
    // One that is not offered is taken too, and still stands there when the question is looked at again.
    assert!(one.answer(3, &[("for_body", "urban")]).to().ends_with("/4"));
    let (offered, begins) = one.offered();
    assert!(offered.iter().any(|id| id == "urban") && begins == "urban", "{offered:?}");
    assert_eq!(one.answer(3, &[("for_body", "nobody")]).status, 422);
    one.answer(3, &[("for_body", "xihe")]).to();
    assert!(one.answer(4, &[("known_on", "2026-11-03"), ("informed", "true")]).to().ends_with("/5"));
    one.answer(5, &[("request", "撤销处罚决定")]).to();
    assert!(one.answer(6, &[("grounds", "事实不清")]).to().ends_with("/check"));
    crate::later(10);
    let sent = one.visitor.post(&format!("{}/send", one.sheet), &[("csrf", &one.csrf)]);
    assert_eq!(sent.status, 303, "{}", sent.text);
}

#[test]
fn what_is_one_thing_is_asked_on_one_page_and_each_fault_stands_at_its_question() {
    let one = Application::against("urban");
    let act = one.page("2");
    for field in ["respondent", "act_kind", "act_no", "acted_on"] {
        assert!(act.contains(&format!("data-field=\"{field}\"")), "{field}: {act}");
    }
    assert!(act.contains("<h2>不服的行政行为</h2>") && !act.contains("data-field=\"known_on\""), "{act}");
    // Of two that must be answered one is not: the other stays.
    let wrong = one.answer(4, &[("known_on", "2026-11-03"), ("informed", "")]);
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.text.contains("id=\"informed-error\"") && !wrong.text.contains("id=\"known_on-error\""),
        "{}",
        wrong.text
    );
    assert!(wrong.text.contains("2026-11-03"), "{}", wrong.text);
    let english = one.visitor.get_in("en", &format!("{}/4", one.sheet)).text;
    assert!(english.contains("<h2>When you learned of it</h2>"), "{english}");
}
