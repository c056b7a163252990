//! Ten minutes with Yifa: each role signs in with a button and opens each of its steps.

use std::collections::BTreeSet;

use serde_json::json;

use super::support::Browser;

/// The answer's status and the page's heading.
fn arrived(browser: &Browser) -> (u64, String) {
    let status = browser.run("return performance.getEntriesByType('navigation')[0].responseStatus");
    (status.as_u64().unwrap_or_default(), browser.text_of("h1"))
}

fn roles(browser: &Browser) -> Vec<String> {
    browser.open("/tour");
    let all = browser.run("return [...document.querySelectorAll('.tour-roles h2 a')].map(a => a.pathname)");
    let all = all.as_array().cloned().unwrap_or_default();
    all.iter().filter_map(|one| one.as_str()).map(str::to_owned).collect()
}

#[test]
fn each_role_opens_each_of_its_steps_with_one_click() {
    let browser = Browser::start();
    browser.open("/sign-in");
    browser.follow("main a[href='/tour']");
    browser.picture("tour");
    let roles = roles(&browser);
    assert!(roles.len() >= 5, "{roles:?}");
    for role in roles {
        browser.leave();
        browser.open(&role);
        browser.picture(&role.replace('/', "-"));
        let steps = browser.count(".tour-steps > li");
        assert!(steps >= 4, "{role}: {steps} steps");
        let mut headings = BTreeSet::new();
        for step in 1..=steps {
            browser.open(&role);
            browser.follow(&format!(".tour-steps > li:nth-child({step}) :is(button, a.button)"));
            let (status, heading) = arrived(&browser);
            assert_eq!(status, 200, "{role} step {step}: {} {heading}", browser.here());
            assert!(!browser.here().starts_with("/sign-in"), "{role} step {step}");
            headings.insert(heading);
        }
        assert!(headings.len() >= 3, "{role} shows the same again: {headings:?}");
    }
}

#[test]
fn whoever_is_signed_in_as_another_role_changes_with_the_step() {
    let browser = Browser::start();
    browser.sign_in("clerk-urban");
    browser.open("/tour/head");
    browser.follow(".tour-steps > li:nth-child(2) button");
    assert!(browser.here().ends_with("/do/decide"), "{}", browser.here());
    // Sending the empty form changes nothing and is answered with articles.
    browser.follow("main form button:not([name])");
    let refused = browser.see("不能办理");
    assert!(refused.contains("《行政处罚法》"), "{refused}");
    browser.open("/tour/head");
    assert_eq!(browser.count(".tour-steps form"), 0, "signed in as the role, each step is a link");
    assert_eq!(browser.property(".band-who form button", "type"), json!("submit"));
    browser.follow(".band-who form button");
    assert!(browser.here().starts_with("/sign-in"), "{}", browser.here());
}

#[test]
fn the_tour_is_readable_for_everybody() {
    let browser = Browser::start();
    let mut wrong = Vec::new();
    let mut pages = roles(&browser);
    pages.push("/tour".to_owned());
    for lang in ["zh-Hans", "zh-Hant", "en"] {
        for page in &pages {
            browser.language(lang, page);
            browser.assert_sound();
            wrong.extend(browser.check_accessibility());
        }
    }
    browser.open("/tour/citizen");
    wrong.extend(browser.check_colours());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
