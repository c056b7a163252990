//! Forms that know what follows: the power picked brings its norm, the officer who is signed in is picked already, the benchmark
//! asks for its circumstances; a refusal says which part of a condition failed; evidence is added on the street.

use std::path::Path;

use super::support::{Browser, act};

const NORM: &str = "《云江市市容和环境卫生管理条例》第二十四条";

#[test]
fn a_power_brings_its_norm_and_what_was_typed_stays() {
    let browser = Browser::start();
    browser.sign_in("head-urban");
    browser.open("/matters/new/penalty-ordinary/file");
    let powers = browser.text_of("[data-field=power]");
    assert!(powers.contains("对随意倾倒生活垃圾的处罚"), "{powers}");
    // Powers of other bodies, and those to license, cannot be punished with.
    for other in ["市场监督管理局", "建筑垃圾处置核准", "街道"] {
        assert!(!powers.contains(other), "{other} in {powers}");
    }
    browser.fill("power", "~随意倾倒");
    browser
        .wait("the norm does not follow", || (browser.property("#offence", "value") == NORM).then_some(()));
    // Another power brings another norm; what a person typed stays.
    browser.fill("power", "~建筑垃圾");
    browser.wait("the norm is still that of the power before", || {
        (browser.property("#offence", "value") == "《云江市市容和环境卫生管理条例》第三十一条").then_some(())
    });
    browser.type_into("#offence", "《行政处罚法》第九条");
    browser.fill("power", "~随意倾倒");
    browser.click("[data-field=power] button[data-feeds]");
    browser.wait("the form has not come back", || {
        (browser.count("[data-field=power] input:checked") == 1).then_some(())
    });
    assert_eq!(browser.property("#offence", "value"), "《行政处罚法》第九条");
    browser.assert_sound();
}

#[test]
fn without_script_a_button_brings_what_follows() {
    let browser = Browser::without_script();
    browser.sign_in("head-urban");
    browser.open("/matters/new/penalty-ordinary/file");
    browser.fill("power", "~随意倾倒");
    browser.follow("[data-field=power] button[data-feeds]");
    assert_eq!(browser.property("#offence", "value"), NORM);
    browser.see("已按所选内容带入");
}

#[test]
fn a_norm_with_a_benchmark_asks_for_its_circumstances() {
    // Without script nothing is kept as a draft: another walk may take the same case.
    let browser = Browser::without_script();
    browser.sign_in("officer-urban");
    browser.open("/matters?procedure=penalty-ordinary&state=told");
    let matter = browser.run("return document.querySelector('main tbody th a').pathname");
    let tell = format!("{}/do/tell", matter.as_str().unwrap_or_default());
    browser.open(&tell);
    // A norm that no benchmark measures asks for nothing.
    browser.type_into("#penalty_basis", "《行政处罚法》第九条");
    browser.follow("[data-field=penalty_basis] button[data-feeds]");
    assert_eq!(browser.property("[name='circumstances.0.factor']", "value"), "");
    assert_eq!(browser.count("[data-field=circumstances] select"), 0);
    browser.type_into("#penalty_basis", "《云江市户外广告设置管理办法》第二十九条");
    browser.follow("[data-field=penalty_basis] button[data-feeds]");
    assert_eq!(browser.property("[name='circumstances.0.factor']", "value"), "面积");
    assert_eq!(browser.property("[name='circumstances.1.factor']", "value"), "改正");
    let degrees = browser.text_of("[name='circumstances.1.degree']");
    assert!(degrees.contains("限期内自行拆除") && degrees.contains("逾期未拆除"), "{degrees}");
    browser.picture("circumstances");
}

#[test]
fn a_refusal_says_which_part_failed_and_counts_what_it_shows() {
    let browser = Browser::start();
    browser.sign_in("head-urban");
    browser.open("/matters/new/penalty-ordinary/file");
    browser.fill("power", "~随意倾倒");
    browser.fill("offence", NORM);
    browser.fill("act_on", "2020-01-01");
    browser.fill("found_on", "2026-11-19");
    browser.follow("main form button:not([name])");
    let refused = browser.text_of("#refusal");
    assert!(refused.contains("不成立") && refused.contains("尚不能判断"), "{refused}");
    assert!(
        refused.contains("“违法行为发生（终了）日期”：2020年1月1日"),
        "what was seen is not told: {refused}"
    );
    let shown = browser.count("#refusal .reasons > li");
    assert!(refused.contains(&format!("共 {shown} 项原因")), "{shown} reasons: {refused}");
    // Nothing is said twice, and each reason leads to its input.
    assert_eq!(browser.count("#errors"), 0);
    assert!(browser.count("#refusal a[href='#party-citizen']") > 0, "{refused}");
    browser.picture("refused-parts");
    browser.assert_sound();
    browser.width(390);
    browser.picture("refused-parts-390");
    browser.assert_sound();
}

#[test]
fn an_officer_adds_evidence_on_the_street_and_loses_none() {
    let browser = Browser::start();
    act(
        &browser,
        "head-urban",
        "/matters/new/penalty-ordinary/file",
        &[
            ("party.kind", "citizen"),
            ("party.name", "司马取证"),
            ("party.address", "云江市东湖区柳荫路15号"),
            ("power", "~随意倾倒"),
            ("offence", NORM),
            ("act_on", "2026-11-18"),
            ("found_on", "2026-11-19"),
        ],
    );
    let matter = browser.here();
    browser.sign_in("officer-urban");
    browser.width(390);
    browser.open(&format!("{matter}/do/investigate"));
    // The officer who is signed in is picked; a second one is to be chosen.
    assert_eq!(browser.count("[data-field=officers] input:checked"), 1);
    browser.click("[data-field=officers] input[type=checkbox]:not(:checked)");
    browser.fill("shown_certificates", "true");
    browser.follow("main form button:not([name])");
    assert_eq!(browser.here(), matter, "{}", browser.text());

    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/screenshots/public.png");
    // Evidence of tomorrow is refused, and its picture stays in the form.
    add(&browser, &matter, "现场照片", "2027-01-01", Some(&picture));
    browser.see("取得日期不得在今天之后");
    assert_eq!(browser.count("[name='found_evidence.0.file.kept']"), 1);
    browser.picture("add-evidence-390");
    browser.assert_sound();
    browser.fill("found_evidence.0.obtained_on", "2026-11-20");
    browser.follow("main form button:not([name]):not([type=button])");
    assert_eq!(browser.here(), matter, "{}", browser.text());
    add(&browser, &matter, "执法记录仪视频", "2026-11-21", None);
    assert_eq!(browser.here(), matter, "{}", browser.text());
    browser.click("#part-data summary");
    let all = browser.text();
    assert!(all.contains("现场照片") && all.contains("执法记录仪视频"), "{all}");
    // Both stand in the form that ends the investigation; who leaves one out is told which.
    browser.open(&format!("{matter}/do/end_investigation"));
    assert_eq!(browser.property("[name='evidence.0.what']", "value"), "现场照片");
    assert_eq!(browser.property("[name='evidence.1.what']", "value"), "执法记录仪视频");
    browser.fill("facts", "当事人将生活垃圾倾倒在绿化带");
    browser.type_into("[name='evidence.1.what']", "另一段视频");
    for name in ["evidence.0.lawful", "evidence.1.lawful"] {
        browser.fill(name, "true");
    }
    for name in ["public_interest", "difficult", "review_by_special_rule", "grave"] {
        browser.fill(name, "false");
    }
    browser.follow("main form button:not([name]):not([type=button])");
    browser.see("调查中补充的证据不得遗漏");
    browser.see("涉及：执法记录仪视频");
}

fn add(browser: &Browser, matter: &str, what: &str, on: &str, picture: Option<&Path>) {
    browser.open(&format!("{matter}/do/add_evidence"));
    browser.fill("found_evidence.0.kind", "recording");
    browser.fill("found_evidence.0.what", what);
    browser.fill("found_evidence.0.obtained_on", on);
    if let Some(picture) = picture {
        browser.upload("main input[name='found_evidence.0.file']", picture);
        browser.wait("the picture has not arrived", || {
            (browser.count("main [name='found_evidence.0.file.kept']") > 0).then_some(())
        });
    }
    browser.follow("main form button:not([name]):not([type=button])");
}
