//! The law library as staff use it: found, read on a day, compared, what rests on it; a citation picked from it; a draft
//! reviewed against it and against its record.

use super::support::Browser;

#[test]
fn an_instrument_is_found_read_compared_and_what_rests_on_it_is_named() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    browser.follow("nav.band-nav a[href='/instruments']");
    browser.assert_sound();
    browser.picture("library-list");
    browser.type_into("#q", "建筑垃圾");
    browser.follow("form[role=search] button");
    assert!(browser.count(".law-hits li") > 2);
    assert!(browser.count(".law-hits mark") > 2);
    browser.assert_sound();
    browser.picture("library-search");
    browser.open("/instruments/yunjiang-city-appearance-regulation");
    browser.see("引用了");
    browser.assert_sound();
    browser.picture("library-reader");
    browser.width(390);
    browser.assert_sound();
    browser.picture("library-reader-390");
    browser.width(1280);
    browser.follow(".law-tools a[href*='/compare']");
    assert!(browser.count("table.law-compare del") > 0 && browser.count("table.law-compare ins") > 0);
    browser.assert_sound();
    browser.picture("library-compare");
    browser.open("/instruments/yunjiang-city-appearance-regulation/basis");
    let page = browser.see("项职权失去设定依据");
    assert!(page.contains("建筑垃圾运输管理细则"), "{page}");
    assert!(browser.count("a[href^='/matters/']") > 3);
    browser.assert_sound();
    browser.picture("library-basis");
    browser.open("/instruments/yunjiang-city-appearance-regulation/2022-11-25/a35");
    browser.see("在其他版本中");
    browser.assert_sound();
    browser.picture("library-place");
    browser.open("/instruments/yunjiang-city-appearance-regulation/2022-11-25/a99");
    browser.see("没有这一条");
}

#[test]
fn a_citation_is_picked_without_script_among_what_is_in_force() {
    let browser = Browser::without_script();
    browser.sign_in("head-urban");
    browser.open("/matters/new/penalty-ordinary/file");
    let field = "offence";
    browser.type_into(&format!("[id='{field}.find']"), "建筑垃圾 消纳");
    browser.follow(&format!("button[name=find][value={field}]"));
    assert!(browser.count(".cite-found li") > 0);
    browser.assert_sound();
    browser.picture("cite-picker");
    browser.follow(".cite-found button");
    assert!(browser.count(&format!("input#{field}[value*='云江市市容和环境卫生管理条例']")) == 1);
}

#[test]
fn a_draft_is_reviewed_from_its_matter_with_what_the_register_knows() {
    let browser = Browser::start();
    browser.sign_in("reviewer-urban");
    browser.open("/matters?procedure=normative-document&q=%E4%B8%89%E5%8C%85%E7%BB%86%E5%88%99");
    browser.follow("main a[href^='/matters/0']");
    browser.see("审查这份文件");
    browser.follow("a[href^='/review?matter=']");
    let page = browser.see("按登记资料审查");
    assert!(page.contains("制定机关职权") && !page.contains("没有登记资料"), "{page}");
    browser.assert_sound();
    browser.picture("review-of-matter");
    // A power is not what the document is about: the answer needs its reason and names the matter.
    browser.tick("input[name=verdict-1][value=reject]");
    browser.type_into("input[name=reason-1]", "职责在三定规定中");
    browser.follow(".review-save button");
    browser.see("门前三包细则");
    assert!(browser.count("a[href^='/matters/0']") > 0);
    browser.picture("review-of-matter-answered");
    browser.open("/review?matter=none");
    browser.see("404");
}

#[test]
fn a_day_of_effect_is_recorded_with_its_source() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    browser.open("/instruments?q=%E9%A4%90%E5%8E%A8%E5%9E%83%E5%9C%BE%E6%94%B6%E8%BF%90%E8%BD%A6%E8%BE%86");
    browser.follow("main a[href^='/instruments/']");
    browser.follow(".law-tools a[href^='/matters/new/instrument-day/']");
    // What the reader knows stands in the form already.
    assert_eq!(browser.count("[name=text_digest]:not([value=''])"), 1);
    browser.assert_sound();
    browser.fill("source", "云江市政府公报2026年第9期");
    browser.follow("main form button:not([name])");
    assert!(browser.count(".panel.refused li") > 0, "without a day nothing is recorded");
    browser.fill("in_force_from", "2027-01-01");
    browser.follow("main form button:not([name])");
    browser.see("待复核");
    browser.assert_sound();
    browser.picture("instrument-day");
}

#[test]
fn a_spoiled_text_is_read_as_it_came_and_taken_down() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    browser.open("/instruments");
    browser.follow("main a[href='/doubts']");
    browser.assert_sound();
    browser.follow("main a[href^='/texts/']");
    assert!(browser.count("mark.hard") > 0);
    browser.assert_sound();
    browser.picture("doubtful-text");
    browser.follow(".law-tools a[href^='/matters/new/instrument-text/']");
    assert_eq!(browser.count("[name=text_digest]:not([value=''])"), 1);
    browser.tick("input[name=kind][value=spoiled]");
    browser.follow("main form button:not([name])");
    assert!(browser.count(".panel.refused li") > 0, "without an explanation nothing is proposed");
    browser.type_into("[name=explanation]", "与市政府公报核对，已录入改正的文本");
    browser.follow("main form button:not([name])");
    browser.see("待复核");
    browser.assert_sound();
}

#[test]
fn anyone_searches_filters_reads_an_address_and_compares_versions() {
    let browser = Browser::without_script();
    browser.open("/public/library");
    browser.assert_sound();
    // Two characters, and the same words in Traditional characters, find the same.
    browser.type_into("#q", "消纳");
    browser.follow("form[role=search] button");
    let found = browser.count(".law-hits li");
    assert!(found > 0 && browser.count(".law-hits mark") > 0);
    browser.assert_sound();
    browser.picture("public-library-two-characters");
    browser.open("/public/library?q=%E6%B6%88%E7%B4%8D");
    assert_eq!(browser.count(".law-hits li"), found, "消納 is 消纳");
    // By rank, by status, on a day.
    browser.open("/public/library");
    let all = browser.count("table.rows tbody tr");
    let rank = browser.run("return document.querySelector('#rank option:nth-child(2)').value");
    browser.choose("#rank", rank.as_str().unwrap_or_default());
    browser.follow("form[role=search] button");
    let of_rank = browser.count("table.rows tbody tr");
    assert!(of_rank > 0 && of_rank < all, "{of_rank} of {all}");
    browser.open("/public/library?status=in");
    let in_force = browser.count("table.rows tbody tr");
    browser.open("/public/library?status=in&on=1990-01-01");
    assert!(browser.count("table.rows tbody tr") < in_force, "what was made later is not among them");
    browser.open("/public/library?on=no-day");
    browser.assert_sound();
    // The reader: what it cites and who cites it, an article by its address, the versions side by side.
    browser.open("/public/library/yunjiang-city-appearance-regulation");
    browser.see("引用了");
    browser.assert_sound();
    browser.follow("a.law-label");
    browser.assert_sound();
    assert_eq!(browser.count("a.law-address"), 1);
    assert_eq!(browser.count("#cited-by"), 1);
    browser.open("/public/library/yunjiang-city-appearance-regulation");
    browser.follow(".law-tools a[href*='/compare']");
    assert!(browser.count("table.law-compare del") > 0 && browser.count("table.law-compare ins") > 0);
    browser.assert_sound();
    browser.picture("public-library-compare");
    browser.width(390);
    browser.assert_sound();
    browser.picture("public-library-compare-390");
    browser.width(1280);
    // What is not there is said.
    browser.open("/public/library/yunjiang-city-appearance-regulation/compare?old=1900-01-01");
    browser.see("404");
    browser.open("/public/library?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E5%87%A0%E4%B8%AA%E5%AD%97");
    assert_eq!(browser.count(".law-hits li"), 0);
    browser.assert_sound();
}
