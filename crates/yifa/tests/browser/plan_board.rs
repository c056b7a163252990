//! The plan board 立法计划看板: the fifty-seven items of the year as cards, by stage or by kind; each count opens into exactly
//! its cards.

use super::support::Browser;

const BOARD: &str =
    "/matters?procedure=legislative-item&f.plan_year.from=2026&f.plan_year.to=2026&view=board";

fn number(text: &str) -> u64 {
    text.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0)
}

/// The count that a quick filter shows.
fn facet(browser: &Browser, label: &str) -> u64 {
    let script = format!(
        "const one = [...document.querySelectorAll('main .tabs.facet a')].find(a => a.innerText.includes('{label}')); return one ? one.querySelector('.n').innerText : ''"
    );
    number(browser.run(&script).as_str().unwrap_or_default())
}

#[test]
fn the_fifty_seven_cards_of_the_plan_stand_by_stage_and_by_kind() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    // From the plan: a figure, its matters, the board of all items that they belong to.
    browser.open("/plan");
    browser.follow("main .obligation a[href^='/figures/rules-made']");
    browser.follow("main .toolbar a[href^='/matters?procedure=legislative-item']");
    browser.see("政府立法项目");
    browser.open(BOARD);
    browser.picture("plan-board");
    browser.assert_sound();
    assert_eq!(browser.count("main .board-card"), 57);
    // Where a rule stands is told on its card, with what is due there.
    assert!(browser.count("main .board-card .stage") > 0);
    assert!(browser.count("main .board-card.red") + browser.count("main .board-card.yellow") > 0);
    for (label, wanted) in [("地方性法规草案", 3), ("政府规章", 11), ("调研论证项目", 43)] {
        assert_eq!(facet(&browser, label), wanted, "{label}");
    }
    for (kind, wanted) in [("local_regulation", 3), ("rule", 11), ("research", 43)] {
        browser.open(&format!("{BOARD}&f.kind={kind}"));
        assert_eq!(browser.count("main .board-card"), wanted, "{kind}");
    }
    // By kind: three columns with the same numbers, each opening its list.
    browser.open(&format!("{BOARD}&by=kind"));
    browser.picture("plan-board-by-kind");
    let heads = browser
        .run("return [...document.querySelectorAll('main .board-column h2 .n')].map(e => e.innerText)");
    assert_eq!(heads, serde_json::json!(["3", "11", "43"]));
    browser.follow("main .board-column:nth-of-type(2) h2 a");
    assert_eq!(browser.count("main table tbody tr"), 11);
    // On a telephone one column stands below the other, and nothing is cut off.
    browser.open(BOARD);
    browser.width(390);
    browser.picture("plan-board-390");
    browser.assert_sound();
    let wide = browser.run("return [...document.querySelectorAll('main .board-card')].every(e => e.getBoundingClientRect().right <= innerWidth)");
    assert_eq!(wide, serde_json::json!(true));
}

#[test]
fn a_figure_shows_its_own_matters_as_cards_and_nothing_else() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    browser.open("/figures/legislative-items-planned?year=2026");
    let counted = number(&browser.text_of("main .tabs li:nth-child(1) .n"));
    browser.open("/figures/legislative-items-planned?year=2026&view=board");
    browser.assert_sound();
    assert_eq!((counted, browser.count("main .board-card")), (57, 57));
    for (measure, wanted) in [("regulations-planned", 3), ("rules-planned", 11), ("research-planned", 43)] {
        browser.open(&format!("/figures/{measure}?year=2026&view=board"));
        assert_eq!(browser.count("main .board-card"), wanted, "{measure}");
    }
}

#[test]
fn the_board_works_without_script_in_three_languages_and_stands_what_is_typed_into_its_address() {
    let browser = Browser::without_script();
    browser.sign_in("legal-office");
    for language in ["zh-Hans", "zh-Hant", "en"] {
        browser.language(language, BOARD);
        browser.assert_sound();
    }
    browser.open(
        "/matters?procedure=legislative-item&view=board&by=nonsense&f.kind=nonsense&f.plan_year.from=x",
    );
    browser.assert_sound();
    browser.open("/matters?procedure=nonsense&view=board&by=kind");
    browser.assert_sound();
    browser.open("/figures/legislative-items-planned?view=nonsense&after=nonsense");
    browser.see("nonsense");
}
