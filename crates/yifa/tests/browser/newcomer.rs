//! What a newcomer does first: look at the desk, try to decide too early and be told why not, read the plan's live figures,
//! read the public's masked view.

use serde_json::json;

use super::support::Browser;

#[test]
fn a_decision_before_the_hearing_is_refused_with_article_and_nothing_typed_is_lost() {
    let browser = Browser::start();
    browser.sign_in("head-urban");
    browser.open("/");
    browser.see("我的工作台");
    browser.picture("desk");

    // A case that has been told but not yet heard.
    browser.open("/matters?procedure=penalty-ordinary&state=told");
    browser.follow("main table a");
    browser.see("已告知");
    browser.picture("matter");
    browser.assert_sound();
    let matter = browser.here();
    browser.width(390);
    browser.assert_sound();
    browser.picture("matter-390");
    browser.width(1280);

    browser.open(&format!("{matter}/do/decide"));
    browser.tick("input[name=kinds][value=fine]");
    browser.type_into("input[name=fine]", "99999999");
    browser.type_into("textarea[name=reasons]", "未经复核就想决定");
    browser.follow("main form button:not([name])");
    let refused = browser.see("不能办理");
    assert!(refused.contains("《行政处罚法》第四十五条"), "{refused}");
    assert_eq!(browser.property("textarea[name=reasons]", "value"), json!("未经复核就想决定"));
    browser.picture("refusal");
}

#[test]
fn the_plan_of_this_year_is_shown_with_live_figures_and_others_can_be_chosen() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    browser.open("/plan");
    let plan = browser.text();
    assert!(plan.contains("不少于7天") && plan.contains("15日"), "{plan}");
    assert!(browser.count(".obligation .figure strong") >= 10, "{plan}");
    browser.picture("plan");
    browser.follow_text("2025 ·");
    let last = browser.see("2025年依法行政工作要点");
    assert!(last.contains("执法人员培训不少于七天") && !last.contains("还没有年度计划"), "{last}");
    browser.assert_sound();
    // A year without a plan is said to have none, instead of showing another year's.
    browser.open("/plan?year=1999");
    browser.see("1999");
    browser.open("/figures");
    browser.picture("figures");
}

#[test]
fn a_notice_that_is_none_is_refused_and_imports_nothing() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    browser.open("/plan/import");
    browser.follow("main form button:not([name])");
    assert!(browser.here().starts_with("/plan/import"), "{}", browser.here());
    browser.see("没有可读的内容");
}

#[test]
fn the_public_sees_what_is_public_masked_without_signing_in() {
    let browser = Browser::start();
    browser.open("/public/search");
    browser.follow("main table a");
    let seen = browser.text();
    assert!(!seen.contains("9999011"), "a citizen number is shown: {seen}");
    browser.assert_sound();
    browser.picture("public");
}
