//! Every figure opens into exactly the matters that it counts.

use super::support::Browser;

fn number(text: &str) -> u64 {
    text.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0)
}

/// Walks through all pages of a list and counts its rows.
fn rows(browser: &Browser, path: &str) -> u64 {
    browser.open(path);
    let mut rows = browser.count("main table tbody tr");
    while browser.count("main nav a[rel=next]") > 0 {
        browser.follow("main nav a[rel=next]");
        rows += browser.count("main table tbody tr");
    }
    rows
}

#[test]
fn a_figure_of_the_plan_opens_into_its_matters_by_outcome_and_body() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    browser.open("/plan");
    browser.follow("main .obligation a[href^='/figures/officer-training-seven-days']");
    browser.see("执法人员年度法律培训七天达标率");
    browser.picture("figure");
    browser.assert_sound();
    let figure = "/figures/officer-training-seven-days?year=2026";
    let tabs: Vec<u64> =
        (1..=4).map(|n| number(&browser.text_of(&format!("main .tabs li:nth-child({n}) .n")))).collect();
    assert_eq!(tabs[0], tabs[1..].iter().sum::<u64>(), "{tabs:?}");
    for (outcome, counted) in [("", tabs[0]), ("missed", tabs[1]), ("pending", tabs[2]), ("hit", tabs[3])] {
        assert_eq!(rows(&browser, &format!("{figure}&outcome={outcome}")), counted, "{outcome}");
    }
    // One body's own: fewer, and every row is that body's.
    let own = rows(&browser, &format!("{figure}&body=urban"));
    assert!(own > 0 && own < tabs[0], "{own} of {}", tabs[0]);
    browser.open(&format!("{figure}&body=urban"));
    let bodies = browser.run("return [...new Set([...document.querySelectorAll('main tbody td:nth-child(2)')].map(e => e.innerText))]");
    assert_eq!(bodies, serde_json::json!(["云江市城市管理局"]));
    browser.width(390);
    browser.assert_sound();
}

#[test]
fn what_is_not_reached_is_a_list_of_its_own_and_every_measure_stands_in_one() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    browser.open("/figures");
    let tabs: Vec<u64> =
        (1..=4).map(|n| number(&browser.text_of(&format!("main .tabs li:nth-child({n}) .n")))).collect();
    assert_eq!(tabs[0], tabs[1..].iter().sum::<u64>(), "{tabs:?}");
    assert_eq!(browser.count("main table.cards tbody tr"), tabs[0]);
    // The chapters lead to their measures, and say how many of them are not reached.
    let unmet = number(&browser.text_of("main .chapters li:nth-child(2) .chip"));
    let group = browser.property("main .chapters li:nth-child(2) a", "hash");
    let group = group.as_str().unwrap_or_default();
    assert_eq!(browser.count(&format!("main {group} tbody td .chip.yellow")), unmet);
    assert!(unmet > 0);
    browser.follow("main .tabs li:nth-child(2) a");
    assert_eq!(browser.count("main table.cards tbody tr"), tabs[1]);
    assert_eq!(browser.count("main tbody td .chip.good"), 0);
    // Another year is asked for without losing what is shown.
    browser.choose("#year", "2025");
    browser.follow("main form button");
    assert!(browser.here().contains("show=unmet"), "{}", browser.here());
    browser.assert_sound();
    browser.open("/figures?show=nonsense");
    assert_eq!(browser.count("main table.cards tbody tr"), tabs[0]);
    browser.width(390);
    browser.assert_sound();
}

#[test]
fn a_figure_that_is_none_and_a_place_that_is_none_say_so() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    browser.open("/figures/no-such-measure");
    browser.see("no-such-measure");
    browser.open("/figures/penalty-90d-rate?after=nonsense");
    browser.see("nonsense");
    // Nonsense in a filter means no filter, not a fault; a year or a month that there cannot be is never taken for another.
    browser.open("/figures/penalty-90d-rate?body=nobody&outcome=maybe");
    browser.see("没有计入的事项");
    for (page, said) in [
        ("/figures?year=99999", "年份须在 1990 至"),
        ("/figures?year=x", "年份须在"),
        ("/figures/penalty-90d-rate?year=1989", "年份须在"),
        ("/figures/penalty-90d-rate?month=99", "月份须在 1 至 12 之间"),
    ] {
        browser.open(page);
        browser.see(said);
    }
}

/// What the chapters on legislation, clean-up, translation, filing and review owe the annual plan.
const ROAD: [&str; 20] = [
    "regulations-planned",
    "rules-planned",
    "research-planned",
    "local-regulations-submitted",
    "rules-made",
    "research-projects",
    "rules-evaluated",
    "rule-filing-on-time",
    "translations-published",
    "translations-in-90-days",
    "normdocs-published",
    "normdoc-legality-reviewed",
    "filing-within-15-days",
    "normdoc-filing-rate",
    "normdoc-reviewed",
    "normdoc-corrected",
    "congress-filing-on-time",
    "review-requests-on-time",
    "catalogues-published",
    "cleanup-coverage",
];

#[test]
fn every_figure_of_a_document_s_road_opens_into_exactly_its_matters() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    for measure in ROAD {
        let figure = format!("/figures/{measure}?year=2026");
        browser.open(&figure);
        let counted = number(&browser.text_of("main .tabs li:nth-child(1) .n"));
        assert!(counted > 0, "{measure} counts nothing in a whole year");
        let rows = rows(&browser, &figure);
        // An inventory counts as the documents that it lists, and says as how many.
        if measure == "cleanup-coverage" {
            let said = browser.text_of("main table tbody");
            let words: Vec<&str> = said.split_whitespace().collect();
            let weights = words.windows(2).filter(|pair| pair.get(1) == Some(&"件"));
            let weights = weights.filter_map(|pair| pair.first()?.parse::<u64>().ok());
            assert_eq!(weights.sum::<u64>(), counted, "{said}");
            assert!(rows < counted, "{said}");
        } else {
            assert_eq!(rows, counted, "{measure}");
        }
        browser.open(&format!("{figure}&view=board"));
        let cards = browser.count("main .board-card");
        assert_eq!(cards, rows.min(200), "{measure} as cards");
    }
}
