//! The bilingual reader: Chinese and English side by side, for anyone at the instrument's own address, for staff from the
//! translation that is still a draft.

use super::support::Browser;

const LAW: &str = "/public/library/yunjiang-price-marking-rules";

#[test]
fn anyone_reads_a_rule_in_two_languages_and_sees_what_has_changed_since() {
    let browser = Browser::without_script();
    browser.open(LAW);
    browser.follow("main a[href$='/english']");
    browser.picture("bilingual-public");
    browser.see("英文译自2022-06-10公布的中文文本");
    browser.see("此后中文文本已有变动");
    // Three articles were reworded; each opens at its place.
    let changed =
        browser.run("return [...document.querySelectorAll('main .bilingual li.changed')].map(e => e.id)");
    assert_eq!(changed, serde_json::json!(["a10", "a16", "a21"]));
    assert_eq!(browser.count("main .bilingual > li"), 24);
    browser.click("main .filters a[href='#a16']");
    assert!(browser.text_of("#a16 .zh").contains("不少于一年"));
    assert!(browser.text_of("#a16 .en").contains("not less than one year"));
    // 可以 said as a duty is told beside the article; terms are marked on both sides.
    assert!(browser.text_of("#a15").contains("“可以”译成了义务"));
    assert!(browser.count("#a15 mark.odd") > 0 && browser.count("#a7 .zh mark.term") > 0);
    browser.assert_sound();
    browser.width(390);
    browser.picture("bilingual-public-390");
    browser.assert_sound();
    for language in ["zh-Hant", "en"] {
        browser.language(language, &format!("{LAW}/english"));
        browser.assert_sound();
    }
    browser.picture("bilingual-public-en");
}

#[test]
fn the_digests_are_those_of_the_texts_that_can_be_fetched() {
    let browser = Browser::start();
    browser.open(&format!("{LAW}/english"));
    let told = browser.run("return [...document.querySelectorAll('#proof code')].map(e => e.textContent)");
    let texts = ["source.txt", "in-force.txt"].map(|file| {
        let (status, kind, bytes) = browser.fetch(&format!("{LAW}/english/{file}"));
        assert!(status == 200 && kind.starts_with("text/plain"), "{file}: {status} {kind}");
        bytes
    });
    assert_ne!(texts[0], texts[1]);
    let digests = texts.map(|bytes| yifa_store::sha256(&bytes).to_string());
    assert_eq!(told, serde_json::json!(digests));
    // What is not there is said to be not there.
    for nothing in ["english/other.txt", "../no-such-rule/english", "../yunjiang-dust-regulation/english"] {
        let (status, ..) = browser.fetch(&format!("{LAW}/{nothing}"));
        assert_eq!(status, 404, "{nothing}");
    }
}

#[test]
fn a_draft_is_read_by_staff_with_its_wrong_figures_and_by_nobody_else() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    browser.open("/matters?procedure=translation&state=drafted");
    browser.follow("main table tbody th a");
    browser.follow("main a[href^='/translations/']");
    browser.picture("bilingual-draft");
    browser.assert_sound();
    let wrong = browser
        .run("return [...document.querySelectorAll('main .bilingual .odds')].map(e => e.closest('li').id)");
    assert_eq!(wrong, serde_json::json!(["a3", "a5"]));
    assert!(browser.text_of("#a5 .odds").contains("20,000"));
    let draft = browser.here();
    browser.sign_in("clerk-urban");
    browser.open(&draft);
    assert!(browser.count("main .bilingual") == 0, "another body's draft is shown");
    browser.leave();
    browser.open("/translations/no-such-matter");
    assert!(browser.here().starts_with("/sign-in"), "{}", browser.here());
}
