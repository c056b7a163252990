//! Bad moments in mid-form: signed out, two clicks, the way back, two windows on one matter, files that are not what they
//! say. Nothing is done twice, nothing that was typed is lost.

use std::fs;

use serde_json::json;

use super::support::Browser;

const RECEIVE: &str = "/matters/new/penalty-clue/receive";
const SEND: &str = "main form button:not([name]):not([type=button])";

/// Fills in a clue.
fn fill_in(browser: &Browser, topic: &str) {
    browser.open(RECEIVE);
    for (name, value) in [
        ("source", "inspection"),
        ("topic", topic),
        ("story", "沿街堆放𠮷字招牌，经营者姓㐂"),
        ("reporter_named", "false"),
        ("found_on", "2026-11-19"),
    ] {
        browser.fill(name, value);
    }
}

/// How many clues with this topic there are.
fn clues(browser: &Browser, topic: &str) -> u64 {
    let asked = format!("/matters?procedure=penalty-clue&q={}", encoded(topic));
    browser.open(&asked);
    browser.count("main table tbody tr")
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// A folder with files to hand over.
fn files(all: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in all {
        fs::write(folder.path().join(name), bytes).expect("a file");
    }
    folder
}

#[test]
fn whoever_is_signed_out_in_mid_form_finds_what_was_typed() {
    let browser = Browser::start();
    browser.sign_in("officer-urban");
    fill_in(&browser, "中途退出的线索");
    // Signed out in another window.
    browser.run(
        "const sent = new FormData(document.querySelector('form[action=\"/sign-out\"]'));
         const left = new XMLHttpRequest();
         left.open('POST', '/sign-out', false);
         left.send(new URLSearchParams(sent));",
    );
    browser.follow(SEND);
    assert!(browser.here().starts_with("/sign-in"), "{}", browser.here());
    browser.type_into("input[name=name]", "officer-urban");
    browser.type_into("input[name=password]", "yifa-demo-2026");
    browser.follow("main form button");
    assert!(browser.here().starts_with(RECEIVE), "{}", browser.here());
    assert_eq!(browser.property("#topic", "value"), "中途退出的线索");
    assert_eq!(browser.property("#story", "value"), "沿街堆放𠮷字招牌，经营者姓㐂");
    browser.follow(SEND);
    browser.see("已登记");
    assert_eq!(clues(&browser, "中途退出的线索"), 1);
}

#[test]
fn two_clicks_and_the_way_back_do_nothing_twice() {
    let browser = Browser::start();
    browser.sign_in("officer-urban");
    fill_in(&browser, "点了两下的线索");
    // Two clicks before the first is answered.
    let both = browser.run(&format!(
        "const form = document.querySelector({}).form, sent = new URLSearchParams(new FormData(form));
         return [1, 2].map(() => {{
           const asked = new XMLHttpRequest();
           asked.open('POST', form.action, false);
           asked.send(sent);
           return asked.responseURL;
         }});",
        json!(SEND)
    ));
    assert_eq!(both[0], both[1], "the second click leads elsewhere");
    // The form is still there, as after the way back, and is sent once more.
    browser.follow(SEND);
    let here = browser.here();
    assert!(both[0].as_str().is_some_and(|first| first.contains(&here)), "{here} is not {both}");
    browser.back();
    browser.wait("the form is not there again", || {
        browser.here().starts_with(RECEIVE).then(|| browser.count("#topic")).filter(|there| *there == 1)
    });
    assert_eq!(clues(&browser, "点了两下的线索"), 1);
}

#[test]
fn of_two_windows_the_second_is_told_what_the_first_did() {
    let browser = Browser::start();
    browser.sign_in("officer-urban");
    fill_in(&browser, "两个窗口的线索");
    browser.follow(SEND);
    let clue = browser.here();
    browser.sign_in("head-urban");
    browser.open(&format!("{clue}/do/pass_on"));
    browser.fill("passed_to", "市场监督管理局");
    browser.fill("reason", "第一个窗口");
    // The other window is quicker.
    browser.run(&format!(
        "const form = document.querySelector({}).form, sent = new FormData(form);
         sent.set('once', '01a22350-0000-7000-8000-000000000001');
         const asked = new XMLHttpRequest();
         asked.open('POST', form.action, false);
         asked.send(new URLSearchParams(sent));",
        json!(SEND)
    ));
    browser.fill("reason", "第二个窗口写的理由");
    browser.follow(SEND);
    browser.picture("mishap-two-windows");
    assert!(browser.here().contains("/do/pass_on"), "{}", browser.here());
    assert_eq!(browser.property("#reason", "value"), "第二个窗口写的理由");
    browser.open(&clue);
    browser.see("第一个窗口");
}

#[test]
fn a_file_that_is_not_what_it_says_is_refused_at_its_place_and_the_form_stays() {
    let folder = files(&[
        ("现场照片.png", include_bytes!("../../../../docs/screenshots/public.png")),
        ("笔录.pdf", b"<html>not a PDF at all"),
        ("程序.exe", b"MZ\x90\x00"),
    ]);
    let browser = Browser::start();
    browser.sign_in("officer-urban");
    browser.open("/matters?procedure=penalty-ordinary&state=investigating");
    browser.follow("main table tbody a");
    let form = format!("{}/do/end_investigation", browser.here());
    browser.open(&form);
    browser.fill("facts", "当事人占道经营，事实清楚");
    for (name, told) in [
        ("笔录.pdf", "“笔录.pdf”的内容与扩展名不符"),
        ("程序.exe", "“程序.exe”的类型不能接收"),
        ("现场照片.png", "现场照片.png"),
    ] {
        browser.upload("main input[type=file]", &folder.path().join(name));
        browser.see(told);
    }
    browser.picture("mishap-files");
    // Only the one that is what it says is kept, with what else was typed.
    browser.wait("the picture has not arrived", || {
        (browser.count("main [name='evidence.0.file.kept']") > 0).then_some(())
    });
    browser.follow("button[name=save]");
    browser.see("草稿已保存");
    browser.open(&form);
    assert_eq!(browser.property("#facts", "value"), "当事人占道经营，事实清楚");
    let page = browser.see("现场照片.png");
    assert!(!page.contains("笔录.pdf") && !page.contains("程序.exe"), "{page}");
    browser.follow("button[name=discard]");
}

/// A complaint, but for its files.
fn complain(browser: &Browser, topic: &str) {
    browser.open("/matters/new/enforcement-complaint/receive");
    for (name, value) in [
        ("topic", topic),
        ("channel", "hotline"),
        ("story", "没有出示证件就查封"),
        ("unit", "~城市管理局"),
        ("named", "false"),
    ] {
        browser.fill(name, value);
    }
}

#[test]
fn a_form_that_is_sent_while_a_file_travels_waits_for_it() {
    let folder = files(&[("经过.txt", "当时的经过".as_bytes())]);
    let browser = Browser::start();
    browser.sign_in("clerk-urban");
    complain(&browser, "文件还在路上的投诉");
    // The network is slow.
    browser.run(
        "const send = XMLHttpRequest.prototype.send;
         XMLHttpRequest.prototype.send = function (body) { setTimeout(() => send.call(this, body), 1500); };",
    );
    browser.upload("main input[type=file]", &folder.path().join("经过.txt"));
    browser.click(SEND);
    browser.see("传完后自动提交");
    browser.wait("it was not sent by itself", || (!browser.here().contains("/new/")).then_some(()));
    browser.see("经过.txt");
}

#[test]
fn a_file_that_comes_after_the_session_has_ended_says_so_and_goes_after_signing_in_elsewhere() {
    let folder = files(&[("经过.txt", "当时的经过".as_bytes())]);
    let browser = Browser::start();
    browser.sign_in("clerk-urban");
    complain(&browser, "登录失效后的投诉");
    let asked = |method: &str, address: &str, form: &str| {
        browser.run(&format!(
            "const asked = new XMLHttpRequest(), form = new URLSearchParams({form});
             asked.open('{method}', '{address}', false);
             asked.send(form);
             return new DOMParser().parseFromString(asked.responseText, 'text/html').querySelector('main [name=csrf]')?.value ?? '';"
        ))
    };
    asked("POST", "/sign-out", "new FormData(document.querySelector('form[action=\"/sign-out\"]'))");
    browser.upload("main input[type=file]", &folder.path().join("经过.txt"));
    browser.see("登录已经失效");
    assert_eq!(browser.property("#topic", "value"), "登录失效后的投诉");
    // In another window of the same browser.
    let csrf = asked("GET", "/sign-in", "''");
    let typed = json!({ "csrf": csrf, "back": "/", "name": "clerk-urban", "password": "yifa-demo-2026" });
    asked("POST", "/sign-in", &typed.to_string());
    browser.upload("main input[type=file]", &folder.path().join("经过.txt"));
    browser
        .wait("the file has not arrived", || (browser.count("main [name='annexes.kept']") > 0).then_some(()));
    browser.follow(SEND);
    browser.see("经过.txt");
}

#[test]
fn after_a_preview_beside_the_form_it_can_be_sent() {
    let browser = Browser::start();
    browser.sign_in("clerk-urban");
    complain(&browser, "先看文书的投诉");
    browser.click("main form button[name=draft]");
    browser.follow(SEND);
    assert!(!browser.here().contains("/new/"), "the button has no effect: {}", browser.here());
}
