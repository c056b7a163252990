//! The machine review: a text is pasted, findings and text lead to each other, a rejection needs a reason, and a rejected
//! hard finding waits at the legal-affairs office.

use super::support::Browser;

const TEXT: &str = "某市占道停车管理办法\n第一条　为了规范停车，制定本办法。\n第二条　违反本办法第九条的，处五百元罚款。\n第三条　未经街道办事处批准，不得设置停车泊位。";

#[test]
fn a_rejected_hard_finding_goes_to_the_legal_office() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    browser.open("/review");
    browser.picture("review-empty");
    browser.assert_sound();
    browser.type_into("textarea#text", TEXT);
    browser.follow("form.review-form button");
    browser.see("设定行政处罚");
    assert_eq!(browser.count("article.finding"), 3);
    assert_eq!(browser.count(".review-lines mark"), 3);
    browser.assert_sound();
    browser.picture("review");
    browser.width(390);
    browser.assert_sound();
    browser.picture("review-390");
    browser.width(1280);

    // Nothing answered: the refusal names the rule and keeps the findings.
    browser.follow(".review-save button");
    assert!(browser.count(".panel.refused li") > 0, "the refusal is told");
    assert_eq!(browser.count("article.finding"), 3);

    browser.tick("input[name=verdict-1][value=accept]");
    browser.tick("input[name=verdict-2][value=reject]");
    browser.type_into("input[name=reason-2]", "上位法已有规定");
    browser.tick("input[name=verdict-3][value=accept]");
    browser.follow(".review-save button");
    browser.see("待法制机构处理");
    browser.picture("review-matter");
}

#[test]
fn a_text_without_words_is_told() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    browser.open("/review");
    browser.follow("form.review-form button");
    browser.see("没有文件，也没有正文");
}

#[test]
fn a_web_page_is_reviewed_by_its_text_and_an_english_text_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("a.html");
    let lines: String = TEXT.lines().map(|line| format!("<p>{line}</p>")).collect();
    std::fs::write(&page, format!("<html><head><script>x</script></head><body>{lines}</body></html>"))
        .expect("a file");
    let browser = Browser::start();
    browser.sign_in("legal-office");
    browser.open("/review");
    browser.upload("#file", &page);
    browser.follow("form.review-form button");
    browser.see("设定行政处罚");
    assert_eq!(browser.count("article.finding"), 3);
    browser.open("/review");
    browser.type_into("textarea#text", "Measures for Parking. Article 1 The keeper shall obtain a permit.");
    browser.follow("form.review-form button");
    browser.see("不是中文文本");
    browser.assert_sound();
}
