//! The legal office imports a notice: reads it beside the original, changes and confirms, and sees its figures live.

use std::path::PathBuf;

use serde_json::json;

use super::support::Browser;

fn notice() -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/demo-city/notice.txt");
    std::fs::read_to_string(path).expect("the notice of the demonstration city")
}

/// A file with these bytes, kept as long as the folder.
fn file(folder: &tempfile::TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("a file");
    path
}

#[test]
fn a_notice_is_confirmed_beside_its_text_and_becomes_a_plan_with_live_figures() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    assert!(browser.here().starts_with("/plan"), "the legal office begins with the plan: {}", browser.here());
    browser.follow("main a[href='/plan/import']");
    browser.picture("plan-import");
    let folder = tempfile::tempdir().expect("a folder");
    // A year of its own, so that no other walk's plan is touched; the day on which it was issued does not lie ahead.
    let text = notice().replace("2026年", "2031年").replace("2031年1月12日", "2026年1月12日");
    browser.upload("input[name=file]", &file(&folder, "云府办发〔2026〕3号.txt", text.as_bytes()));
    browser.follow("main form button:not([name])");
    assert!(browser.here().contains("year=2031"), "the year stands in the title: {}", browser.here());
    let page = browser.text();
    for said in
        ["≥ 7 天", "每年", "15日内", "执法人员年度法律培训七天达标率", "规范性文件公布后15日内报送备案率"]
    {
        let in_fields = browser.run(&format!(
            "return [...document.querySelectorAll('main select')].some(e => e.selectedOptions[0].textContent === {})",
            json!(said)
        ));
        assert!(page.contains(said) || in_fields == json!(true), "{said}: {page}");
    }
    // Each obligation is marked where it was read.
    assert_eq!(browser.count("main .source .ref"), browser.count("main fieldset.confirm"));
    browser.picture("plan-confirm");
    browser.width(390);
    browser.assert_sound();
    browser.picture("plan-confirm-390");
    browser.width(1280);

    // A target and a body that cannot be read come back, with everything typed.
    browser.type_into("#o1-target", "many");
    browser.type_into("#o1-lead", "云江市水务局");
    browser.type_into("#o2-what", "讲座两次以上");
    browser.click("#o3-reject");
    browser.follow("main form button:not([name])");
    let page = browser.see("没有保存");
    assert!(page.contains("没有叫“云江市水务局”的机关"), "{page}");
    assert_eq!(browser.property("#o1-target", "value"), json!("many"));
    assert_eq!(browser.property("#o2-what", "value"), json!("讲座两次以上"));
    assert_eq!(browser.property("#o3-reject", "checked"), json!(true));
    browser.picture("plan-confirm-wrong");

    browser.type_into("#o1-target", "≥ 20");
    browser.type_into("#o1-lead", "云江市人民政府");
    browser.follow("main form button[name=all]");
    let plan = browser.see("2031年依法行政工作要点");
    assert!(plan.contains("≥ 20") && plan.contains("讲座两次以上") && plan.contains("已确认"), "{plan}");
    // Years without a single matter have no figure yet; this year's plan has them.
    browser.open("/plan");
    let plan = browser.text();
    assert!(plan.contains("2031") && plan.contains("执法人员年度法律培训七天达标率"), "{plan}");
    for measure in ["local-regulations-submitted", "rules-made", "research-projects", "filing-within-15-days"]
    {
        let shown = browser.run(&format!(
            "const a = document.querySelector('main .obligation a[href^=\"/figures/{measure}\"]');
             return a && a.closest('.obligation').querySelector('.figure').innerText"
        ));
        assert!(shown.as_str().is_some_and(|shown| shown.contains('/')), "{measure}: {shown}");
    }
}

#[test]
fn a_text_in_gb18030_is_decoded_and_confirming_works_without_script() {
    let browser = Browser::without_script();
    browser.sign_in("legal-office");
    browser.open("/plan/import");
    let folder = tempfile::tempdir().expect("a folder");
    // 一、甲。 and 各部门15日内报备。 in GB 18030.
    let gb = [
        0xD2, 0xBB, 0xA1, 0xA2, 0xB1, 0xB8, 0xB0, 0xB8, 0xA1, 0xA3, b'\n', 0xB8, 0xF7, 0xB2, 0xBF, 0xC3,
        0xC5, b'1', b'5', 0xC8, 0xD5, 0xC4, 0xDA, 0xB1, 0xA8, 0xB1, 0xB8, 0xA1, 0xA3, b'\n',
    ];
    browser.upload("input[name=file]", &file(&folder, "gb.txt", &gb));
    browser.fill("year", "2032");
    browser.follow("main form button:not([name])");
    let page = browser.see("各部门15日内报备");
    assert!(page.contains("2032年计划"), "{page}");
    browser.follow("main form button[name=all]");
    browser.see("各部门");
    assert!(browser.here().starts_with("/plan?plan="), "{}", browser.here());
}

#[test]
fn what_cannot_be_trusted_is_refused_with_its_line_and_imports_nothing() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    let folder = tempfile::tempdir().expect("a folder");
    let glued = format!(
        "{}\n某市人民政府关于印发另一份工作计划的通知\n某府发〔2026〕9号\n一、乙。\n（一）丙。\n",
        notice()
    );
    let year = "某市2026年工作计划\n某府发〔2121〕3号\n一、甲。\n（一）各部门6月底前公布目录。\n";
    for (name, bytes, said) in [
        ("empty.txt", Vec::new(), "是空文件"),
        ("binary.txt", vec![0x7F, b'E', b'L', b'F', 0, 0, 1, 2, 0xFF, 0xFE, 0, 9], "内容与扩展名不符"),
        ("year.txt", year.as_bytes().to_vec(), "不可能的年份：2121"),
        ("glued.txt", glued.into_bytes(), "另一份通知"),
        ("large.txt", "（一）各部门公布目录。\n".repeat(200_000).into_bytes(), "超过 5 MB"),
    ] {
        browser.open("/plan/import");
        browser.upload("input[name=file]", &file(&folder, name, &bytes));
        browser.follow("main form button:not([name])");
        let page = browser.text();
        assert!(page.contains(said) && page.contains("没有导入任何内容"), "{name}: {page}");
        if name == "year.txt" {
            assert!(page.contains("第 2 行"), "{page}");
            // The text that was read can be mended in place.
            let kept = browser.property("textarea[name=text]", "value");
            assert!(kept.as_str().is_some_and(|kept| kept.contains("〔2121〕")), "{kept}");
        }
    }
    browser.picture("plan-import-refused");
    browser.open("/matters?procedure=plan");
    let kept = browser.text();
    assert!(!kept.contains("另一份工作计划") && !kept.contains("某市2026年工作计划"), "{kept}");
}

#[test]
fn oddities_that_a_person_can_judge_must_be_looked_at_first() {
    let browser = Browser::start();
    browser.sign_in("legal-office");
    browser.open("/plan/import");
    browser.fill(
        "text",
        "某市2033年工作计划\n一、培训\n各部门组织培训不少于2次。\n三、目录\n各部门6月底前公布目录。\n",
    );
    browser.follow("main form button:not([name])");
    browser.see("编号不连续");
    browser.follow("main form button[name=all]");
    browser.see("核对后在疑点下面勾选确认");
    browser.tick("#checked");
    browser.follow("main form button[name=all]");
    assert!(browser.here().starts_with("/plan?plan="), "{}", browser.text());
}
