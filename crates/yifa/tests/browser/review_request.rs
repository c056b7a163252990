//! A citizen asks for the review of a document on the portal; the office asks what is missing, reviews, the maker corrects,
//! and the written answer is read with number and code.

use super::support::{Browser, act};

const GO: &str = "main form .buttons button";
const SEND: &str = "main form button:not([name])";

/// Opens a matter that somebody follows.
fn follow(citizen: &Browser, reference: &str, code: &str) -> String {
    citizen.open("/public/follow");
    citizen.type_into("#number", reference);
    citizen.type_into("#code", code);
    citizen.follow("main form button");
    citizen.see("目前状态")
}

/// What a paper says that is offered to whoever follows a matter; nothing where no PDF can be read here.
fn paper(citizen: &Browser, title: &str) -> Option<String> {
    let script = format!(
        "return [...document.querySelectorAll('main .paper-list a')].find(a => a.textContent.includes({}))?.pathname ?? ''",
        serde_json::json!(title)
    );
    let found = citizen.run(&script);
    let href = found.as_str().filter(|href| !href.is_empty());
    let (status, kind, pdf) = citizen.fetch(href.unwrap_or_else(|| citizen.stuck(&format!("no {title}"))));
    assert_eq!((status, kind.as_str()), (200, "application/pdf"), "{title}");
    citizen.picture_of_pdf("request-paper", &pdf);
    Some(citizen.text_of_pdf(&pdf)?.chars().filter(|c| !c.is_whitespace()).collect())
}

#[test]
fn an_answer_is_read_by_number_and_code() {
    let citizen = Browser::start();
    citizen.width(390);
    citizen.open("/public/do/review-request/request");
    citizen.follow("main form button");
    citizen.see("选择制定这份文件的机关");
    citizen.choose("#for_body", "urban");
    citizen.follow(GO);
    citizen.tick("[id='requester-citizen']");
    citizen.type_into("[name='requester.name']", "欧阳审建");
    citizen.follow(GO);
    citizen.type_into("#document_title", "云江市公厕开放管理规定");
    // Only what was published is offered, not what is being drafted.
    citizen.type_into("[id='document.find']", "管理规定");
    citizen.follow("main form button[name=find]");
    let offered = citizen.see("云江市夜间经济占道经营管理规定");
    assert!(
        !offered.contains("云江市城市照明节能管理规定"),
        "a draft is commented on, not reviewed: {offered}"
    );
    citizen.picture("request-document");
    citizen.follow(GO);
    citizen.type_into("#reason", "第八条违法，没有任何依据。");
    citizen.follow(GO);
    citizen.see("提交前请核对");
    citizen.wait("the request has arrived", || {
        citizen.follow(GO);
        citizen.text().contains("已经收到").then_some(())
    });
    let (reference, code) = (citizen.text_of("#reference"), citizen.text_of("#code"));

    // The office cannot accept a request that names no clause: it asks, and the citizen reads what is missing.
    let office = Browser::start();
    office.sign_in("legal-office");
    office.open("/matters?procedure=review-request&state=received&q=%E5%85%AC%E5%8E%95%E5%BC%80%E6%94%BE");
    office.follow("main tbody th a");
    let matter = office.here();
    let to = |action: &str| format!("{matter}/do/{action}");
    office.open(&to("accept"));
    office.choose("#target_kind", "normative_document");
    office.follow(SEND);
    office.see("没有指明条款的，要求补充");
    act(&office, "legal-office", &to("ask_completion"), &[("gaps", "是哪一条")]);
    let page = follow(&citizen, &reference, &code);
    assert!(page.contains("待补充") && page.contains("审查建议补充告知书"), "{page}");
    if let Some(text) = paper(&citizen, "审查建议补充告知书") {
        assert!(
            text.contains("欧阳审建") && text.contains("是哪一条") && text.contains("以前补充"),
            "{text}"
        );
    }
    citizen.follow("main a[href*='/review-request/complete']");
    citizen.follow("main form button");
    citizen.type_into("#clause_no", "第八条");
    while !citizen.here().ends_with("/check") {
        citizen.follow(GO);
    }
    citizen.wait("the completion has arrived", || {
        citizen.follow(GO);
        citizen.text().contains("已经收到").then_some(())
    });

    act(&office, "legal-office", &to("accept"), &[("target_kind", "normative_document")]);
    act(&office, "legal-office", &to("start"), &[]);
    let wrong = [
        ("finding_ground", "against_higher_law"),
        ("finding_article", "《行政处罚法》第十六条"),
        ("finding", "第八条设定罚款，没有依据。"),
    ];
    act(&office, "legal-office", &to("find_wrong"), &wrong);
    office.see("规范性文件审查意见书");
    let clerk = Browser::start();
    clerk.sign_in("clerk-urban");
    clerk.open(&to("handle"));
    clerk.fill("handling", "amended");
    clerk.fill("handling_note", "修改第八条");
    clerk.follow(SEND);
    clerk.see("修改的文件须重新公布并再次备案");
    clerk.fill("handling", "stopped");
    clerk.fill("handling_note", "停止执行第八条");
    clerk.follow(SEND);
    clerk.see("待答复");
    let answer =
        [("answer_points.0.point", "第八条的依据"), ("answer_points.0.answer", "没有依据，已经停止执行。")];
    act(&office, "legal-office", &to("answer"), &answer);

    let page = follow(&citizen, &reference, &code);
    assert!(page.contains("已答复") && page.contains("审查建议答复书"), "{page}");
    citizen.picture("request-answered");
    citizen.assert_sound();
    if let Some(text) = paper(&citizen, "审查建议答复书") {
        assert!(text.contains("欧阳审建") && text.contains("没有依据，已经停止执行"), "{text}");
    }
    // The opinion to the maker is not theirs. The public reads the answer, never who asked.
    assert!(!page.contains("规范性文件审查意见书"), "{page}");
    citizen.follow("main a[href^='/public/review-request-answer']");
    let page = citizen.see("已纠正");
    assert!(page.contains("第八条") && !page.contains("欧阳"), "{page}");
    citizen.open("/public/follow");
    citizen.type_into("#number", &reference);
    citizen.type_into("#code", "00000-00000");
    citizen.follow("main form button");
    assert!(!citizen.text().contains("审查建议答复书"), "{}", citizen.text());
}
