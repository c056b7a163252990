//! A day at the office: a list found again and taken along, a colleague's remark, what one follows, papers and the case file.

use serde_json::json;

use super::support::{Browser, act};

#[test]
fn a_view_is_kept_opened_again_and_taken_along_as_a_table() {
    let browser = Browser::start();
    browser.sign_in("clerk-urban");
    let asked = "/matters?procedure=penalty-ordinary&q=%E6%91%86%E6%91%8A";
    browser.open(asked);
    let total = browser.text_of(".toolbar .total");
    browser.picture("office-list");
    // Exactly what the list shows, a row each.
    let csv = browser.run(
        "const form = document.querySelector('form[action=\"/matters/export\"]'), sent = new FormData(form);
         sent.set('format', 'csv');
         const asked = new XMLHttpRequest();
         asked.open('POST', form.action, false);
         asked.send(new URLSearchParams(sent));
         return [asked.status, asked.getResponseHeader('content-type'), asked.responseText];",
    );
    assert_eq!(csv[0], 200, "{csv}");
    assert!(csv[1].as_str().is_some_and(|kind| kind.starts_with("text/csv")), "{csv}");
    let rows = csv[2].as_str().unwrap_or_default().trim_end().lines().count() - 1;
    assert!(total.contains(&format!(" {rows} ")), "{rows} rows of {total}");
    browser.run("document.querySelector('form[action=\"/matters/views\"]').closest('details')?.setAttribute('open', '')");
    browser.type_into("#view-name", "占道摆摊");
    browser.follow("form[action='/matters/views'] button");
    browser.open("/matters?reset=1");
    // The menu of views is closed on a new page, and closes with Escape.
    assert_eq!(browser.property("#views", "open"), json!(false));
    browser.click("#views summary");
    assert_eq!(browser.property("#views", "open"), json!(true));
    browser.run("dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))");
    assert_eq!(browser.property("#views", "open"), json!(false));
    browser.click("#views summary");
    browser.follow_text("占道摆摊");
    assert_eq!(browser.text_of(".toolbar .total"), total);
    // A view without a name is asked for one.
    browser.run("document.querySelector('form[action=\"/matters/views\"]').closest('details')?.setAttribute('open', '')");
    browser.run("document.querySelector('#view-name').removeAttribute('required')");
    browser.type_into("#view-name", "  ");
    browser.follow("form[action='/matters/views'] button");
    browser.see("名称");
}

#[test]
fn what_one_follows_and_what_colleagues_remark_is_at_hand() {
    let browser = Browser::start();
    browser.sign_in("officer-urban");
    browser.open("/matters/new/penalty-clue/receive");
    for (name, value) in [
        ("source", "inspection"),
        ("topic", "有人关注的线索"),
        ("story", "巡查发现"),
        ("reporter_named", "false"),
        ("found_on", "2026-11-19"),
    ] {
        browser.fill(name, value);
    }
    browser.follow("main form button:not([name])");
    let clue = browser.here();
    browser.sign_in("clerk-urban");
    browser.open(&clue);
    browser.follow("form[action$='/follow'] button");
    browser.see("已关注");
    act(&browser, "officer-urban", &format!("{clue}/do/check"), &[("check_record", "现场核查属实")]);
    browser.type_into("#remark", "请于今日立案。<b>");
    browser.follow("form[action$='/remarks'] button");
    browser.see("请于今日立案。<b>");
    browser.sign_in("clerk-urban");
    // What one follows is a list of its own; notices come with the next round of upkeep.
    browser.open("/matters?mine=follow");
    assert!(browser.count(&format!("main a[href='{clue}']")) > 0, "{}", browser.text());
    browser.open("/notices");
    browser.picture("office-notices");
    browser.open("/me");
    browser.see("通知");
    browser.assert_sound_everywhere(&["/notices", "/me", &clue]);
}

#[test]
fn a_case_is_printed_and_bound() {
    let browser = Browser::start();
    browser.sign_in("head-urban");
    browser.open("/matters?procedure=penalty-ordinary&state=performed");
    browser.follow("main table tbody a");
    let matter = browser.here();
    let papers = browser.run(
        "return [...document.querySelectorAll('main a[href*=\"/papers/\"]')].map(a => a.pathname).filter((p, at, all) => all.indexOf(p) === at)",
    );
    let papers: Vec<&str> = papers.as_array().into_iter().flatten().filter_map(|one| one.as_str()).collect();
    assert!(papers.iter().any(|path| path.ends_with("/docx")), "{papers:?}");
    for path in &papers {
        let (status, _, bytes) = browser.fetch(path);
        let begins: &[u8] = if path.ends_with("/docx") { b"PK\x03\x04" } else { b"%PDF-" };
        assert_eq!(status, 200, "{path}");
        assert!(bytes.starts_with(begins), "{path}");
    }
    for (path, first) in [("approval", "审批"), ("case-file", "卷")] {
        let (status, kind, pdf) = browser.fetch(&format!("{matter}/{path}"));
        if kind != "application/pdf" {
            browser.open(&format!("{matter}/{path}"));
            browser.see(first);
            continue;
        }
        assert_eq!(status, 200, "{path}");
        browser.picture_of_pdf(path, &pdf);
        if let Some(text) = browser.text_of_pdf(&pdf) {
            let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            assert!(squeezed.contains(first), "{text}");
        }
    }
    let (status, _, _) = browser.fetch(&format!("{matter}/papers/99999"));
    assert_eq!(status, 404);
}

#[test]
fn the_interface_is_documented_where_it_answers() {
    let browser = Browser::start();
    browser.sign_in("admin");
    browser.open("/api");
    browser.see("OpenAPI");
    browser.picture("office-api");
    let (status, kind, _) = browser.fetch("/api/v1/matters?limit=zero");
    assert!((400..500).contains(&status), "{status}");
    assert!(kind.starts_with("application/problem+json"), "{kind}");
    browser.assert_sound_everywhere(&["/api"]);
}
