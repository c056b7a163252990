//! Lists as a clerk with forty matters uses them: all of a page or of a filter at once, saved views on the desk, what points to
//! a power, the registers by what they belong to, and the plan with its passages.

use super::support::Browser;

#[test]
fn all_of_a_page_and_all_that_is_found_are_done_together_but_not_too_many() {
    let browser = Browser::start();
    browser.sign_in("clerk-urban");
    browser.open("/matters?procedure=penalty-ordinary&q=%E5%9E%83%E5%9C%BE");
    let rows = browser.count("main table.rows tbody tr");
    assert!(rows > 0, "no matter is found");
    let said = browser.text_of("main button[name=all][value=page]");
    assert!(said.contains(&rows.to_string()), "{rows} rows: {said}");
    browser.follow("main button[name=all][value=page]");
    browser.see(&format!("已选 {rows} 件"));
    browser.picture("batch-page");
    browser.assert_sound();
    // The box in the head ticks every row, and is off as soon as one is.
    browser.open("/matters?procedure=penalty-ordinary&q=%E5%9E%83%E5%9C%BE");
    browser.click("thead .pick input");
    assert_eq!(browser.count("tbody .pick input:checked"), rows);
    browser.click("tbody tr:first-child .pick input");
    assert_eq!(browser.count("thead .pick input:checked"), 0);
    browser.follow("main .paging button:not([name])");
    match rows {
        1 => browser.see("没有选择事项"),
        _ => browser.see(&format!("已选 {} 件", rows - 1)),
    };
    // More than may be done at once is never offered; whoever sends it anyway is told how many may be.
    browser.open("/matters");
    assert_eq!(browser.count("main button[name=all][value=filter]"), 0);
    browser.run(
        "const button = document.querySelector('main button[name=all]'); button.value = 'filter'; button.click();",
    );
    browser.see("一次最多办理 100 件");
    // With nothing ticked the first button still says so.
    browser.open("/matters");
    browser.follow("main .paging button:not([name])");
    browser.see("没有选择事项");
}

#[test]
fn a_saved_view_stands_on_the_desk_with_its_count() {
    let browser = Browser::start();
    browser.sign_in("reviewer-urban");
    browser.open("/matters?procedure=penalty-ordinary&open=closed");
    let found = browser.text_of("main .toolbar .total");
    browser.click("#views summary");
    browser.type_into("#view-name", "已结的处罚<b>案件");
    browser.follow("#views form[action='/matters/views'] button");
    browser.open("/");
    let view = browser.text_of("#views li");
    let count: String = view.chars().filter(char::is_ascii_digit).collect();
    assert!(view.contains("已结的处罚<b>案件"), "{view}");
    assert!(!count.is_empty() && found.contains(&count), "{view} is not {found}");
    browser.assert_sound();
    browser.follow("#views li a");
    assert_eq!(browser.text_of("main .toolbar .total"), found);
}

#[test]
fn what_points_to_a_power_is_ten_and_the_list_of_all() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    browser.open("/registers/power-item?q=%E6%91%86%E6%91%8A%E7%BB%8F%E8%90%A5");
    browser.follow("main tbody th a");
    assert!(browser.count("#pointing li") <= 10);
    let all: String = browser.text_of("#pointing .count").chars().filter(char::is_ascii_digit).collect();
    assert!(all.parse::<u64>().is_ok_and(|n| n > 10), "{all} cases of a power that many rest on");
    browser.picture("pointing");
    browser.follow("#pointing p a");
    assert!(browser.text_of("main .toolbar .total").contains(&all), "{all}");
}

#[test]
fn registers_stand_in_groups_with_the_columns_that_people_expect() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    browser.open("/registers");
    for group in ["制度建设", "行政执法", "职权与监察"] {
        browser.see(group);
    }
    for register in ["政府规章登记", "法律术语英译", "行政规范性文件", "其他执法证件备案"]
    {
        browser.see(register);
    }
    browser.picture("registers");
    browser.assert_sound();
    browser.open("/registers/normative-document");
    let head = browser.text_of("main thead");
    for column in ["发文字号", "公布日期", "施行日期", "最后有效日"] {
        assert!(head.contains(column), "no {column} in {head}");
    }
    browser.assert_sound();
    browser.language("en", "/registers");
    browser.see("Rules and documents");
    browser.assert_sound();
}

#[test]
fn an_item_of_the_plan_leads_to_its_passage_and_says_that_it_is_beyond_its_range() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    browser.open("/plan");
    browser.see("超出目标范围");
    browser.picture("plan-beyond");
    browser.follow("main li.obligation a[href^='/matters/']");
    let item = browser.text_of("main");
    assert!(item.contains("原文位置") && !item.contains("字节"), "{item}");
    assert!(!item.contains("exec-law-study-count"), "a measure by its identifier: {item}");
    browser.follow("main a[href$='#passage']");
    assert_eq!(browser.count("#passage"), 1);
    browser.assert_sound();
    // A place that is none leads to the plan all the same.
    for at in ["99999999", "-1", "x"] {
        browser.open(&format!("/plan?at={at}"));
        assert_eq!(browser.count("#passage"), 0, "{at}");
    }
}
