//! Every page that links lead to meets WCAG 2.2 AA as far as a machine can tell: for staff in three roles, for anyone on the
//! portal; light and dark, on a desk and on a telephone.

use std::collections::BTreeSet;

use super::support::Browser;

fn is_staff(link: &str) -> bool {
    !link.starts_with("/public") && !link.starts_with("/sign-")
}

#[track_caller]
fn assert_clean(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_page_for_staff_is_accessible() {
    let browser = Browser::start();
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for (who, start) in [("officer-urban", "/"), ("legal-office", "/supervision"), ("admin", "/admin")] {
        browser.sign_in(who);
        wrong.extend(browser.check_all_from(start, &mut seen, is_staff));
        // The desk differs by role: it is looked at for each.
        browser.open("/");
        wrong.extend(browser.check_accessibility());
        wrong.extend(browser.check_colours());
    }
    assert!(seen.len() > 25, "the walk ends too early: {seen:#?}");
    assert_clean(&wrong);
}

#[test]
fn every_page_of_the_portal_is_accessible() {
    let browser = Browser::start();
    let mut seen = BTreeSet::new();
    let mut wrong = browser.check_all_from("/public", &mut seen, |link| link.starts_with("/public"));
    for path in
        ["/sign-in", "/public/no-such-page", "/public/check?number=x", "/public/search?q=%E5%8A%9E%E6%B3%95"]
    {
        browser.open(path);
        wrong.extend(browser.check_accessibility());
    }
    for path in
        ["/public", "/public/help", "/public/check?number=x", "/public/do/enforcement-complaint/receive"]
    {
        browser.open(path);
        wrong.extend(browser.check_colours());
    }
    assert!(seen.len() > 8, "the walk ends too early: {seen:#?}");
    assert_clean(&wrong);
}

#[test]
fn a_form_with_faults_and_a_refusal_are_accessible() {
    let browser = Browser::start();
    let mut wrong = Vec::new();
    browser.open("/public/do/enforcement-complaint/receive");
    browser.follow("main form button");
    browser.follow("main form .buttons button");
    browser.see("请填写这一项");
    wrong.extend(browser.check_accessibility());
    browser.sign_in("head-urban");
    browser.open("/matters?procedure=penalty-ordinary&state=told");
    browser.follow("main table a");
    let matter = browser.here();
    browser.open(&format!("{matter}/do/decide"));
    browser.follow("main form button[type=submit], main form .buttons button");
    wrong.extend(browser.check_accessibility());
    assert_clean(&wrong);
}
