//! A form with a table on a telephone: the page opens at the cell that is wrong, and at the rows that were asked for. On paper a
//! matter is its record, not its buttons.

use super::support::Browser;

#[test]
fn the_page_opens_where_something_is_wrong_and_where_there_is_more_room() {
    let browser = Browser::start();
    browser.width(390);
    browser.sign_in("legal-office");
    browser.open("/matters/new/document-review/give");
    let here = |wanted: &str| {
        browser.wait(&format!("{wanted} has not the focus"), || {
            (browser.run("return document.activeElement.id") == wanted).then_some(())
        });
    };
    for row in 0..2 {
        browser.type_into(&format!("[name='findings.{row}.check']"), "C01");
    }
    browser.follow("button[name=more]");
    here("findings.2.check");
    browser.type_into("[name='findings.1.line']", "第七行");
    browser.type_into("[name='findings.1.words']", "=1+1 𠮷㐂 <b>");
    browser.follow("main .buttons button:not([name])");
    let page = browser.see("第 2 行 行");
    assert!(page.contains("格式不对"), "{page}");
    here("findings.1.line");
    assert_eq!(browser.property("[name='findings.1.words']", "value"), "=1+1 𠮷㐂 <b>");
    assert_eq!(browser.count("[aria-invalid=true]"), 1);
    browser.picture("rows-wrong-390");
    browser.assert_sound();
}

#[test]
fn a_matter_on_paper_is_its_record_without_buttons() {
    let browser = Browser::start();
    browser.sign_in("officer-urban");
    browser.open("/matters?procedure=penalty-ordinary&state=investigating&reset=1");
    browser.open("/matters?procedure=penalty-ordinary&state=investigating");
    browser.follow("main tbody th a");
    let shown = browser.see("暂不能办理");
    assert!(shown.contains("记载内容") && shown.contains("也可以办理"), "{shown}");
    browser.on_paper();
    let printed = browser.text();
    assert!(printed.contains("记载内容") && printed.contains("期限"), "{printed}");
    for button in ["暂不能办理", "也可以办理", "留言\n"] {
        assert!(!printed.contains(button), "“{button}” is printed: {printed}");
    }
}
