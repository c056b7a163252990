//! One thing done with several cases: the pickers offer what the act takes for at least one of them, what each case knows is
//! filled in from it, and what somebody typed or emptied stays as it is.

use super::support::Browser;

/// Ticks the first cases of a state and chooses an act.
fn choose(browser: &Browser, state: &str, most: u64, act: &str) -> u64 {
    browser.open(&format!("/matters?procedure=penalty-ordinary&state={state}&reset=1"));
    browser.open(&format!("/matters?procedure=penalty-ordinary&state={state}"));
    let rows = browser.count("tbody input[name=m]").min(most);
    assert!(rows > 0, "no case is {state}");
    for row in 1..=rows {
        browser.tick(&format!("tbody tr:nth-child({row}) input[name=m]"));
    }
    browser.follow("form[action='/matters/batch'] .paging button");
    browser.follow(&format!("ul.actions button[value='penalty-ordinary/{act}']"));
    rows
}

#[test]
fn each_case_brings_its_own_officers_and_only_those_who_may_are_offered() {
    // Without script nothing is kept as a draft: another walk may take the same case.
    let browser = Browser::without_script();
    browser.sign_in("officer-urban");
    let rows = choose(&browser, "investigating", 2, "investigate");
    let offered = browser.text_of("[data-field=officers]");
    assert!(offered.contains("城市管理局") && !offered.contains("市场监督管理局"), "{offered}");
    // What is on record differs from case to case: it is left blank, which is said, and shown beside each.
    browser.see(&format!("{rows} 件中 {rows} 件按其本身的记载填写"));
    assert_eq!(browser.count("[data-field=officers] input:checked"), 0);
    assert_eq!(browser.count("main table.rows dl[data-filled]"), rows);
    browser.assert_sound();
    // A search among the officers loses nothing that was typed.
    browser.tick("#shown_certificates-yes");
    browser.type_into("[name='officers.find']", "周执");
    browser.follow("[data-field=officers] button[name=find]");
    assert_eq!(browser.property("#shown_certificates-yes", "checked"), true);
    let found = browser.text_of("[data-field=officers] .choices");
    assert!(found.contains("周执") && !found.contains("韩文芳"), "{found}");
    browser.follow("main .buttons button[value=preview]");
    let said = browser.text_of("main table.rows");
    assert!(!said.contains("“办案人员”必须填写"), "{said}");
    assert_eq!(browser.property("#shown_certificates-yes", "checked"), true);
}

#[test]
fn who_fills_it_in_is_ticked_already_and_may_be_taken_off() {
    let browser = Browser::without_script();
    browser.sign_in("officer-urban");
    choose(&browser, "filed", 1, "investigate");
    assert_eq!(browser.count("[data-field=officers] input:checked"), 1);
    let ticked = browser.text_of("[data-field=officers] label:has(input:checked)");
    assert!(ticked.contains("周执"), "{ticked}");
    browser.click("[data-field=officers] input:checked");
    browser.follow("main .buttons button[value=preview]");
    // Whoever takes her off is not given her again behind her back.
    let said = browser.text_of("main table.rows");
    assert!(said.contains("不能办理") && said.contains("“办案人员”必须填写"), "{said}");
    assert_eq!(browser.count("[data-field=officers] input:checked"), 0);
}

#[test]
fn the_basis_is_each_case_s_own_and_a_search_in_the_library_keeps_the_facts() {
    let browser = Browser::without_script();
    browser.sign_in("officer-urban");
    let rows = choose(&browser, "told", 4, "tell");
    browser.type_into("[name=facts]", "㐂野家 <b>' OR 1=1 --");
    browser.type_into("[name='penalty_basis.find']", "行政处罚");
    browser.follow("[data-field=penalty_basis] button[name=find]");
    assert_eq!(browser.property("[name=facts]", "value"), "㐂野家 <b>' OR 1=1 --");
    browser.follow("[data-field=penalty_basis] .cite-found button");
    assert!(browser.property("[name=penalty_basis]", "value").as_str().unwrap_or("").starts_with('《'));
    // What is typed for all holds for all; left blank again, each case has its own.
    assert_eq!(browser.count("main table.rows dl[data-filled]"), 0);
    browser.type_into("[name=penalty_basis]", "");
    browser.follow("main .buttons button[value=preview]");
    assert!(browser.count("main table.rows dl[data-filled]") > 0, "of {rows}: {}", browser.text());
    let said = browser.text_of("main table.rows");
    assert!(
        !said.contains("“处罚依据”必须填写") || browser.count("main table.rows dl[data-filled]") < rows,
        "{said}"
    );
    assert_eq!(browser.property("[name=facts]", "value"), "㐂野家 <b>' OR 1=1 --");
}

#[test]
fn what_is_sent_past_the_form_is_refused_for_each_case_and_nothing_is_done() {
    let browser = Browser::without_script();
    browser.sign_in("officer-urban");
    let rows = choose(&browser, "investigating", 2, "investigate");
    browser.tick("#shown_certificates-yes");
    browser.tick("[data-field=officers] label:first-child input");
    // A case is no officer, however it came into the form.
    browser.run(
        "document.querySelector('[data-field=officers] input:checked').value = document.querySelector('main \
         form.sheet input[name=m]').value;\nconst run = document.querySelector('main .buttons \
         button[value=preview]'); run.value = 'run';",
    );
    browser.follow("main .buttons button[value=run]");
    let said = browser.see(&format!("已办理 0 件，不能办理 {rows} 件"));
    assert!(said.contains("办案人员"), "{said}");
}
