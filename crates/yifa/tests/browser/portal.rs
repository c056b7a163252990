//! A citizen without an account, on a phone, without script: complains, keeps number and code, follows the matter; and a
//! clerk makes a token.

use super::support::Browser;

#[test]
fn a_citizen_complains_page_by_page_and_follows_the_matter_by_number_and_code() {
    let browser = Browser::without_script();
    browser.width(390);
    browser.open("/public");
    browser.see("我要办事");
    browser.picture("portal-home");
    browser.follow("a[href='/public/do/enforcement-complaint/receive']");
    browser.follow("main form button");
    browser.choose("#for_body", "justice");
    browser.picture("portal-question");
    browser.follow("main form .buttons button");
    // Nothing answered: the question comes back and says so.
    browser.follow("main form .buttons button");
    browser.see("请填写这一项");
    browser.type_into("#topic", "未出示执法证件");
    browser.follow("main form .buttons button");
    browser.type_into("#story", "两名执法人员没有出示证件。");
    let folder = tempfile::tempdir().expect("a folder");
    let paper = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        path
    };
    let photo = paper("现场照片.png", include_bytes!("../../../../docs/screenshots/public.png"));
    let sheet = paper("检查单.pdf", b"%PDF-1.7 a sheet");
    let program = paper("录音.exe", b"MZ");
    // Of two files one is of a kind that is not taken: the other stays, and one more comes to it.
    browser.upload_all("#annexes", &[&photo, &program]);
    browser.follow("main form .buttons button");
    let page = browser.see("录音.exe");
    assert!(page.contains("现场照片.png"), "{page}");
    assert_eq!(browser.property("#story", "value"), "两名执法人员没有出示证件。");
    browser.picture("portal-file-refused");
    browser.upload("#annexes", &sheet);
    browser.follow("main form .buttons button");
    browser.choose("#unit", "urban");
    // Whom it is about is searched among the officers that are public; without script too.
    browser.type_into("[id='officers.find']", "9999-01-101");
    browser.follow("main form button[name=find]");
    let found = browser.see("9999-01-101");
    assert!(!found.contains("9999-01-102"), "only what fits is offered: {found}");
    browser.picture("portal-pick");
    browser.tick("input[name=officers]");
    browser.follow("main form .buttons button");
    browser.tick("input[name=named][value=false]");
    browser.follow("main form .buttons button");
    while !browser.here().ends_with("/check") {
        browser.follow("main form .buttons button");
    }
    browser.see("9999-01-101");
    let page = browser.see("提交前请核对");
    assert!(page.contains("现场照片.png") && page.contains("检查单.pdf"), "{page}");
    assert!(page.contains("两名执法人员没有出示证件。"), "{page}");
    browser.picture("portal-check");
    // A walk is faster than a person: the portal asks to look again, and loses nothing.
    browser.wait("the complaint has arrived", || {
        browser.follow("main form button");
        browser.text().contains("已经收到").then_some(())
    });
    browser.picture("portal-receipt");
    let (reference, code) = (browser.text_of("#reference"), browser.text_of("#code"));
    browser.open("/public/follow");
    browser.type_into("#number", &reference);
    browser.type_into("#code", &code);
    browser.follow("main form button");
    let page = browser.see("机关的办理期限");
    assert!(page.contains("期限内"), "{page}");
    browser.picture("portal-progress");
}

#[test]
fn a_clerk_makes_a_token_that_is_shown_once() {
    let browser = Browser::start();
    browser.sign_in("clerk-urban");
    browser.open("/me");
    browser.type_into("#label", "档案系统");
    browser.follow("form[action='/me/tokens'] button");
    let token = browser.text_of("#fresh-token");
    assert!(token.starts_with("yifa_"), "{token}");
    browser.picture("me");
    browser.open("/me");
    assert!(!browser.see("档案系统").contains(&token));
    browser.follow("form[action$='/revoke'] button");
    browser.see("还没有令牌");
    browser.open("/api");
    browser.see("/api/openapi.json");
    browser.picture("api");
    browser.open("/notices");
    browser.picture("notices");
}
