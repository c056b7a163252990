//! What anybody has to say: a comment on one passage of a draft, and a seat at a hearing, on a telephone and without script.

use super::support::Browser;

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

fn send(browser: &Browser) {
    browser.wait("it has arrived", || {
        browser.follow("main form button");
        browser.text().contains("已经收到").then_some(())
    });
}

#[test]
fn a_comment_begins_at_the_passage_that_it_is_about() {
    let browser = Browser::without_script();
    browser.width(390);
    first_open(&browser, "normative-document/comment-notice");
    browser.picture("draft");
    browser.assert_sound();
    // What the link beside a passage leads to.
    let form = browser.property("main a.button[href^='/public/do/']", "href");
    let form = form.as_str().and_then(|href| href.find("/public/").map(|at| href[at..].to_owned()));
    let form = form.unwrap_or_else(|| browser.stuck("no form"));
    browser.open(&format!("{form}&passage=%E7%AC%AC%E4%B8%89%E6%9D%A1"));
    browser.follow("main form button");
    let kept = browser.property("#comment_text", "value");
    assert!(kept.as_str().is_some_and(|text| text.contains("第三条")), "the passage is quoted: {kept}");
    browser.type_into("#comment_text", "");
    // An empty comment is asked for again.
    browser.follow("main form .buttons button");
    browser.see("请填写这一项");
    browser.type_into("#comment_text", "建议写明过渡期。");
    browser.follow("main form .buttons button");
    while !browser.here().ends_with("/check") {
        browser.follow("main form .buttons button");
    }
    browser.see("建议写明过渡期。");
    send(&browser);
    assert_eq!(browser.count("#code"), 0, "a comment is answered in public, not by code");
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
    let come = |code: &str| {
        browser.open("/public/follow");
        browser.type_into("#number", &reference);
        browser.type_into("#code", code);
        browser.follow("main form button");
    };
    come("AAAAA-AAAAA");
    assert_eq!(browser.count("#code"), 1, "a wrong code leads nowhere: {}", browser.text());
    come(&code);
    let own = browser.see("你在这件事中所做的");
    // The matter is not theirs: neither the office's limits nor its papers are shown.
    assert!(
        own.contains("报名") && !own.contains("办理期限") && browser.count("main a[href*='/papers/']") == 0,
        "{own}"
    );
    browser.picture("hearing-follow");
    browser.assert_sound();
    // Who registered is not public.
    browser.open("/public/search?q=%E6%AC%A7%E9%98%B3%E5%90%AC%E8%AF%81");
    assert_eq!(browser.count("main tbody tr"), 0, "{}", browser.text());
}
