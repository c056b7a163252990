//! The legal office imports certificates: without script, with faulty rows named at once, kept in part, and taken back.

use std::path::PathBuf;

use super::support::Browser;

const HEAD: &str =
    "持证人,姓名,所在机关,人员性质,执法领域,执法区域,证件种类,发证机关,证件编号,有效期起,有效期至\n";

fn row(number: &str, name: &str) -> String {
    format!(
        "{number},{name},云江市司法局,公务员,司法行政,云江市,省级人民政府统一证件,省人民政府,{number},2025-03-01,2030-02-28\n"
    )
}

fn file(folder: &tempfile::TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("a file");
    path
}

/// Opens the import of certificates and hands over a sheet on trial.
fn tried(browser: &Browser, sheet: &std::path::Path) {
    browser.open("/registers/imports/new/officer-certificate/register");
    browser.upload("input[name=file]", sheet);
    browser.follow("button[value=try]");
}

#[test]
fn rows_are_tried_kept_in_part_and_taken_back_without_script() {
    let browser = Browser::without_script();
    browser.sign_in("legal-office");
    browser.open("/registers");
    browser.follow("main a[href='/registers/imports']");
    browser.see("可以导入的内容");
    let folder = tempfile::tempdir().expect("a folder");

    tried(&browser, &file(&folder, "wrong.csv", "甲,乙\n1,2\n"));
    browser.see("不认识这些列：甲、乙");
    tried(&browser, &file(&folder, "empty.csv", "\n\n"));
    browser.see("文件是空的");

    let good = row("W-0001", "尤甲");
    let bad =
        good.clone() + &row("W-0002", "尤乙").replace("云江市司法局", "无此局") + &row("W-0001", "尤丙");
    tried(&browser, &file(&folder, "officers.csv", &format!("{HEAD}{bad}")));
    let page = browser.see("2 行有误");
    assert!(page.contains("无此局") && page.contains("与第 2 行重复"), "{page}");
    browser.assert_sound();
    browser.picture("import-trial");
    // All or nothing: one fault, and no row is kept.
    browser.follow("button[value=keep]");
    browser.see("因此没有导入任何一行");
    browser.open("/registers/officer-certificate?q=W-0001");
    assert_eq!(browser.count("main tbody tr"), 0);

    tried(&browser, &file(&folder, "officers.csv", &format!("{HEAD}{bad}")));
    browser.click("#mode-good");
    browser.follow("button[value=keep]");
    browser.see("已导入");
    browser.picture("import-kept");
    let import = browser.here();
    let (status, kind, bytes) = browser.fetch(&format!("{import}/faults"));
    assert!(status == 200 && kind.contains("spreadsheetml") && bytes.starts_with(b"PK"), "{status} {kind}");

    browser.type_into("#reason", "整表有误");
    browser.follow("form[action$='/undo'] button");
    browser.see("录入已撤回");
    browser.picture("import-undone");
    // The number is free again: the corrected sheet is imported whole.
    tried(&browser, &file(&folder, "again.csv", &format!("{HEAD}{good}")));
    browser.follow("button[value=keep]");
    browser.see("已导入");

    // Something else happens to one of them: then nothing is taken back, and the page says why.
    let import = browser.here();
    browser.follow("main tbody a");
    let matter = browser.here();
    browser.open(&format!("{matter}/do/hear_holder"));
    browser.fill("holder_reply", "已陈述");
    browser.follow("main form button[type=submit], main form button:not([name])");
    browser.open(&import);
    browser.type_into("#reason", "整表有误");
    browser.follow("form[action$='/undo'] button");
    let page = browser.see("一件也没有撤回");
    assert!(page.contains("听取持证人陈述"), "{page}");
    browser.picture("import-undo-refused");
}

#[test]
fn a_role_that_opens_nothing_imports_nothing() {
    let browser = Browser::start();
    browser.sign_in("officer-urban");
    browser.open("/registers/imports/new/officer-certificate/register");
    browser.see("403");
    browser.open("/registers/imports/new/officer-certificate/issue");
    browser.see("404");
    browser.open("/registers/imports/no-such-import");
    browser.see("404");
}
