//! The figure of refusals 被拒绝的次数: an act that the law refused changes no matter, and is counted all the same; the figure
//! opens into the acts tried, each with what was cited, why not, and the article.

use super::support::Browser;

const FIGURE: &str = "/figures/unpublished-basis-attempts?year=2026";

fn rows(browser: &Browser) -> u64 {
    browser.count("main table tbody tr")
}

#[test]
fn the_figure_of_refusals_opens_into_the_acts_with_their_articles() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    browser.open(FIGURE);
    browser.see("引用未公布或者失效文件被拒绝的次数");
    browser.picture("refused");
    browser.assert_sound();
    let count = rows(&browser);
    assert!(count > 0, "no act was refused in a whole year");
    let figure = browser.text();
    assert!(figure.contains(&format!("{count} 次")), "the figure is not the number of its acts: {figure}");
    // Each says what was cited, why not, and by which article; none shows an identifier, or who tried.
    for row in 1..=count {
        let told = browser.text_of(&format!("main table tbody tr:nth-child({row})"));
        assert!(told.contains('《') && told.contains('第'), "no citation or no article: {told}");
        assert!(!told.contains("officer-") && !told.contains("clerk-"), "who tried is told: {told}");
    }
    // Why leads to the page of the refusal.
    let why = browser.text_of("main table tbody tr:first-child td a[href^='/explain/R03']");
    browser.follow("main table tbody tr:first-child td a[href^='/explain/R03']");
    browser.see(&why);
    browser.assert_sound();
    // Another year, and a body whose acts nobody refused, have none and say so.
    browser.open("/figures/unpublished-basis-attempts?year=2024");
    assert_eq!(rows(&browser), 0);
    browser.width(390);
    browser.open(FIGURE);
    browser.picture("refused-390");
    browser.assert_sound();
}

#[test]
fn a_figure_of_refusals_has_no_board_and_reads_in_english_too() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    // A figure of refusals has no board and no outcomes, whatever the address asks for.
    browser.open(&format!("{FIGURE}&view=board&outcome=missed"));
    assert_eq!(browser.count("main .board-card"), 0);
    assert!(rows(&browser) > 0);
    assert_eq!(browser.count("main .tabs .n"), 0);
    browser.language("en", FIGURE);
    browser.see("Acts refused for an unpublished or dead basis");
    browser.assert_sound();
}
