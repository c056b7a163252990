//! Lists and forms as people work in them: filters that stay, several matters at once, drafts that survive.

use super::support::Browser;

#[test]
fn a_filter_stands_in_the_address_is_remembered_and_taken_off_again() {
    let browser = Browser::start();
    browser.sign_in("clerk-urban");
    browser.open("/matters");
    // Two characters, in the script of the records and in the other.
    browser.open("/matters?q=%E7%8E%AF%E5%A2%83");
    let simplified = browser.text_of(".toolbar .total");
    browser.open("/matters?q=%E7%92%B0%E5%A2%83");
    assert_eq!(browser.text_of(".toolbar .total"), simplified);
    browser.open("/matters?reset=1");
    browser.choose("#due", "late");
    browser.follow("form[role=search] .buttons button");
    assert!(browser.here().contains("due=late"), "{}", browser.here());
    browser.open("/matters");
    assert!(browser.here().contains("due=late"), "forgotten: {}", browser.here());
    browser.follow("a.clear");
    browser.open("/matters");
    assert_eq!(browser.here(), "/matters");
    // An address that nobody made is still a list.
    browser.open("/matters?procedure=nothing&due=x&f.y=z&after=zz&body=%00&sort='");
    browser.see("事项");
    browser.assert_sound_everywhere(&[
        "/",
        "/matters",
        "/matters?procedure=penalty-ordinary",
        "/matters?procedure=penalty-ordinary&view=board",
    ]);
}

#[test]
fn several_matters_are_looked_at_before_anything_is_done() {
    let browser = Browser::start();
    browser.sign_in("head-urban");
    browser.open("/matters?procedure=penalty-ordinary&open=open");
    browser.follow("form[action='/matters/batch'] .paging button");
    browser.see("没有选择事项");
    browser.open("/matters?procedure=penalty-ordinary&open=open");
    browser.tick("tbody tr:nth-child(1) input[name=m]");
    browser.tick("tbody tr:nth-child(2) input[name=m]");
    browser.tick("tbody tr:nth-child(3) input[name=m]");
    browser.follow("form[action='/matters/batch'] .paging button");
    browser.see("已选 3 件");
    browser.follow("ul.actions button");
    browser.see("先预览");
    browser.follow("button[value=preview]:not(.hidden)");
    // What is missing or refused is said, for each matter or at each field; nothing has been done.
    let page = browser.text();
    assert!(page.contains("不能办理") || page.contains("可以办理") || page.contains("需要修改"), "{page}");
    assert_eq!(browser.count("form[action='/matters/batch'] button[value=preview]:not(.hidden)"), 1);
}

#[test]
fn a_draft_waits_for_its_writer_without_any_script() {
    let browser = Browser::without_script();
    browser.sign_in("clerk-urban");
    browser.open("/matters/new");
    browser.follow_text("受理投诉");
    let form = browser.here();
    let field = "main form textarea, main form input[type=text]";
    browser.type_into(field, "㐂野家 <b>' OR 1=1 --");
    browser.follow("button[name=save]");
    browser.see("草稿已保存");
    browser.open("/");
    browser.open(&form);
    browser.see("这是您");
    assert_eq!(browser.property(field, "value"), "㐂野家 <b>' OR 1=1 --");
    browser.follow("button[name=discard]");
    browser.see("草稿已丢弃");
    assert_eq!(browser.property(field, "value"), "");
}

#[test]
fn each_figure_of_the_supervision_page_opens_into_as_many_matters() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    browser.open("/supervision");
    for at in 1..=5 {
        browser.open("/supervision");
        let figure = browser.text_of(&format!(".counts li:nth-child({at}) .n"));
        browser.follow(&format!(".counts li:nth-child({at}) a"));
        let total = browser.text_of(".toolbar .total");
        assert!(total.contains(&format!(" {figure} ")), "{figure} opened into {total}");
    }
    browser.assert_sound_everywhere(&["/supervision"]);
}
