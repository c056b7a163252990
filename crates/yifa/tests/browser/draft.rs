//! What anybody has to say: a comment on one passage of a draft, and a seat at a hearing, on a telephone and without script.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::support::{Browser, act};

/// Walks that open, comment on and close drafts go one after the other: another would comment on a draft just when it is
/// closed.
fn drafts() -> MutexGuard<'static, ()> {
    static DRAFTS: Mutex<()> = Mutex::new(());
    DRAFTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Opens the first page of a catalogue that offers something.
fn first_open(browser: &Browser, catalogue: &str) {
    browser.open(&format!("/public/list/{catalogue}"));
    let pages = browser.run("return [...document.querySelectorAll('main tbody th a')].map(a => a.pathname)");
    for page in pages.as_array().into_iter().flatten().filter_map(|one| one.as_str()) {
        browser.open(page);
        if browser.count("main a.button[href^='/public/do/']") > 0 {
            return;
        }
    }
    browser.stuck(&format!("nothing is open in {catalogue}"))
}

/// Comes back by number and code.
fn come(browser: &Browser, number: &str, code: &str) {
    browser.open("/public/follow");
    browser.type_into("#number", number);
    browser.type_into("#code", code);
    browser.follow("main form button");
}

fn send(browser: &Browser) {
    browser.wait("it has arrived", || {
        browser.follow("main form button");
        browser.text().contains("已经收到").then_some(())
    });
}

#[test]
fn a_comment_begins_at_the_passage_that_it_is_about() {
    let _alone = drafts();
    let browser = Browser::without_script();
    browser.width(390);
    first_open(&browser, "normative-document/comment-notice");
    browser.picture("draft");
    browser.assert_sound();
    // Each article has its link; the form begins with the article and quotes it.
    assert!(browser.count("main .prose a.passage") >= 8, "{}", browser.text());
    let third = "main .prose p:nth-of-type(3)";
    let article = browser.text_of(third);
    browser.follow(&format!("{third} a.passage"));
    browser.follow("main form button");
    let chosen = |browser: &Browser| {
        browser.property("#paragraph_ref", "value").as_str().unwrap_or_default().to_owned()
    };
    assert!(chosen(&browser).starts_with("第三条") && article.starts_with("第三条"), "{article}");
    let quoted = browser.text_of("#paragraph_ref-help");
    assert!(quoted.contains("第三条"), "{quoted}");
    browser.picture("draft-passage");
    browser.assert_sound();
    // An empty comment is asked for again, and the article stays.
    browser.follow("main form .buttons button");
    browser.see("请填写这一项");
    assert!(chosen(&browser).starts_with("第三条"));
    // Another article can be chosen without going back.
    let other = browser.property("#paragraph_ref option:nth-of-type(3)", "value");
    let other = other.as_str().unwrap_or_default().to_owned();
    assert!(other.starts_with("第二条"), "{other}");
    browser.choose("#paragraph_ref", &other);
    browser.type_into("#comment_text", "建议写明过渡期。");
    browser.follow("main form .buttons button");
    while !browser.here().ends_with("/check") {
        browser.follow("main form .buttons button");
    }
    let check = browser.see("建议写明过渡期。");
    assert!(check.contains("第二条"), "{check}");
    send(&browser);
    assert_eq!(browser.count("#code"), 1, "whoever has number and code may take it back");
}

#[test]
fn a_draft_whose_last_day_is_over_says_which_day_and_what_next() {
    let browser = Browser::start();
    browser.open("/public/list/decision-comment/notice");
    let pages = browser.run("return [...document.querySelectorAll('main tbody th a')].map(a => a.pathname)");
    let over = pages.as_array().into_iter().flatten().filter_map(|one| one.as_str()).find(|page| {
        browser.open(page);
        browser.text().contains("现在不能办理")
    });
    // A city may have no draft whose time has passed and that nobody has closed yet.
    let Some(page) = over else { return };
    let said = browser.text();
    assert!(
        said.contains("截止日期") && said.contains("查看意见采纳情况") && said.contains("第十五条"),
        "{said}"
    );
    browser.picture("draft-closed");
    assert!(browser.check_accessibility().is_empty());
    // An old link to the form says the same and asks nothing.
    let slug = page.trim_start_matches("/public/");
    browser.open(&format!("/public/do/decision-comment/comment?matter={slug}"));
    browser.see("现在不能办理");
    assert_eq!(browser.count("main form"), 0);
}

#[test]
fn a_citizen_registers_for_a_hearing_page_by_page() {
    let browser = Browser::without_script();
    browser.width(390);
    first_open(&browser, "decision-hearing/notice");
    let page = browser.text();
    assert!(page.contains("听证"), "{page}");
    browser.picture("hearing");
    browser.assert_sound();
    browser.follow("main a.button[href*='/register_interest?']");
    browser.picture("hearing-start");
    browser.follow("main form button");
    browser.follow("main form .buttons button");
    browser.see("请填写这一项");
    browser.tick("[id='applicant-citizen']");
    browser.type_into("[name='applicant.name']", "欧阳听证");
    browser.type_into("[name='applicant.phone']", "13800000000");
    browser.follow("main form .buttons button");
    browser.type_into("#applicant_group", "乘客代表");
    browser.follow("main form .buttons button");
    let check = browser.see("提交前请核对");
    assert!(check.contains("欧阳听证") && check.contains("乘客代表"), "{check}");
    browser.picture("hearing-check");
    send(&browser);
    browser.picture("hearing-receipt");
    let shown = |id: &str| browser.property(id, "innerText").as_str().unwrap_or_default().to_owned();
    let (reference, code) = (shown("#reference"), shown("#code"));
    come(&browser, &reference, "AAAAA-AAAAA");
    assert_eq!(browser.count("#code"), 1, "a wrong code leads nowhere: {}", browser.text());
    come(&browser, &reference, &code);
    let own = browser.see("您在这件事中所做的");
    // The matter is not theirs: neither the office's limits nor its papers are shown.
    assert!(
        own.contains("报名") && !own.contains("办理期限") && browser.count("main a[href*='/papers/']") == 0,
        "{own}"
    );
    browser.picture("hearing-follow");
    browser.assert_sound();
    // What one said oneself can be taken back: looked at once more, then sent.
    let place = browser.here();
    browser.follow("main a.button[href*='/withdraw_interest?']");
    browser.follow("main form button");
    let check = browser.see("将要撤回的内容");
    assert!(check.contains("欧阳听证") && check.contains("乘客代表"), "{check}");
    browser.picture("hearing-take-back");
    browser.assert_sound();
    send(&browser);
    browser.open(&place);
    browser.see("已撤回");
    assert_eq!(browser.count("main a[href*='/withdraw_interest?']"), 0, "it is taken back once");
    browser.picture("hearing-taken-back");
    // Who registered is not public.
    browser.open("/public/search?q=%E6%AC%A7%E9%98%B3%E5%90%AC%E8%AF%81");
    assert_eq!(browser.count("main tbody tr"), 0, "{}", browser.text());
}

#[test]
fn whoever_commented_comes_back_by_number_and_code_before_there_is_an_answer() {
    let _alone = drafts();
    let citizen = Browser::without_script();
    citizen.width(390);
    first_open(&citizen, "normative-document/comment-notice");
    citizen.follow("main a.button[href*='/comment?']");
    citizen.follow("main form button");
    citizen.type_into("#comment_text", "请写明民宿的消防要求。");
    citizen.tick("[id='comment_from-citizen']");
    citizen.type_into("[name='comment_from.name']", "上官建言");
    citizen.follow("main form .buttons button");
    send(&citizen);
    let (reference, code) = (citizen.text_of("#reference"), citizen.text_of("#code"));
    come(&citizen, &reference, &code);
    let own = citizen.see("您在这件事中所做的");
    assert!(own.contains("征求意见公告") && !own.contains("意见采纳情况"), "not answered yet: {own}");
    citizen.assert_sound();
}

#[test]
fn the_answer_to_comments_stands_on_the_draft_s_page() {
    let _alone = drafts();
    let office = Browser::start();
    office.sign_in("drafter-culture");
    office.open("/matters?procedure=normative-document&state=commented");
    let draft = office.property("main tbody a[href^='/matters/']", "pathname");
    let draft = draft.as_str().unwrap_or_else(|| office.stuck("no draft waits at this office")).to_owned();
    let citizen = Browser::without_script();
    citizen.width(390);
    citizen.open("/public/list/normative-document/comment-notice?q=%E6%B0%91%E5%AE%BF");
    citizen.follow("main tbody th a");
    let page = citizen.here();
    let told = |citizen: &Browser| {
        let labels = citizen.run(
            "return [...document.querySelectorAll('main a, main dt, main h2')].map(one => one.innerText)",
        );
        labels.to_string().contains("意见采纳情况")
    };
    assert!(!told(&citizen), "not answered yet: {}", citizen.text());

    // An answer without its reason is refused; then the office answers.
    office.open(&format!("{draft}/do/answer_comments"));
    office.fill("answers.0.point", "写明消防要求");
    office.fill("answers.0.answer", "adopted");
    office.follow("main form button:not([name])");
    let refused = office.see("逐条写明采纳或者不采纳的理由");
    assert!(refused.contains("第六十二条"), "{refused}");
    act(
        &office,
        "drafter-culture",
        &format!("{draft}/do/answer_comments"),
        &[
            ("answers.0.paragraph_ref", "第五条"),
            ("answers.0.point", "写明消防要求"),
            ("answers.0.answer", "adopted"),
            ("answers.0.reason", "写入第一条"),
        ],
    );

    // The draft's page leads to the answer.
    citizen.open(&page);
    assert_eq!(citizen.count("main a[href*='/comment?']"), 0, "the time for comments is over");
    // It stands beside the article that it is about, and beside no other.
    assert_eq!(citizen.count("main .prose aside.said"), 1, "{}", citizen.text());
    let beside = citizen.text_of("main .prose p:nth-of-type(5) + aside.said");
    assert!(beside.contains("写明消防要求") && beside.contains("采纳"), "{beside}");
    citizen.picture("draft-answer-beside");
    citizen.assert_sound();
    citizen.follow_text("意见采纳情况");
    let answer = citizen.see("写明消防要求");
    assert!(answer.contains("采纳") && answer.contains("写入第一条"), "{answer}");
    assert!(!answer.contains("adopted"), "{answer}");
    citizen.picture("draft-answered");
    citizen.assert_sound();
}
