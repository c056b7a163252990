//! A penalty case from its opening through a hearing to a served decision, each act by the one who may, by clicking and
//! typing; then the paper, the figures and what the public sees of it.

use super::support::Browser;

/// A citizen number that is right in form and belongs to nobody: its division is not assigned.
const CODE: &str = "999901198001010016";
const NAME: &str = "欧阳试行";

/// Does an act of a matter as somebody, on a day.
fn act(browser: &Browser, who: &str, address: &str, on: &str, fields: &[(&str, &str)]) {
    browser.sign_in(who);
    browser.open(address);
    for (name, value) in fields {
        browser.fill(name, value);
    }
    browser.type_date("input[name=happened_on]", on);
    browser.follow("main form button:not([name])");
    if browser.here().contains("/do/") || browser.here().contains("/new/") {
        browser.stuck(&format!("{who} cannot do {address}"));
    }
}

#[test]
fn a_newcomer_takes_a_case_through_its_hearing_to_a_served_decision() {
    let browser = Browser::start();
    act(
        &browser,
        "head-urban",
        "/matters/new/penalty-ordinary/file",
        "2026-09-01",
        &[
            ("party.kind", "citizen"),
            ("party.name", NAME),
            ("party.code", CODE),
            ("party.address", "云江市东湖区柳荫路12号"),
            ("power", "~建筑垃圾"),
            ("offence", "《云江市市容和环境卫生管理条例》第三十一条"),
            ("act_on", "2026-08-25"),
            ("found_on", "2026-08-26"),
        ],
    );
    let matter = browser.here();
    assert!(matter.starts_with("/matters/"), "{matter}");
    browser.picture("walk-filed");

    // Too early: refused with article and next step, and nothing typed is lost.
    browser.open(&format!("{matter}/do/decide"));
    browser.fill("kinds", "fine");
    browser.fill("fine", "20000");
    browser.fill("reasons", "事实清楚");
    browser.follow("main form button:not([name])");
    let refused = browser.see("不能办理");
    assert!(refused.contains("《行政处罚法》") && refused.contains("下一步"), "{refused}");
    assert_eq!(browser.property("textarea[name=reasons]", "value"), "事实清楚");
    browser.picture("walk-refused");

    let go = |who: &str, action: &str, on: &str, fields: &[(&str, &str)]| {
        act(&browser, who, &format!("{matter}/do/{action}"), on, fields);
    };
    browser.sign_in("officer-urban");
    go(
        "officer-urban",
        "investigate",
        "2026-09-03",
        &[("officers", "~周执"), ("officers", "#2"), ("shown_certificates", "true")],
    );
    go(
        "officer-urban",
        "end_investigation",
        "2026-09-16",
        &[
            ("facts", "当事人将装修垃圾约二十五吨倾倒在环城西路绿化带"),
            ("evidence.0.kind", "site_record"),
            ("evidence.0.what", "现场勘验笔录"),
            ("evidence.0.proves", "倾倒地点和数量"),
            ("evidence.0.obtained_on", "2026-09-04"),
            ("evidence.0.lawful", "true"),
            ("public_interest", "true"),
            ("difficult", "false"),
            ("review_by_special_rule", "false"),
            ("grave", "false"),
        ],
    );
    go(
        "officer-urban",
        "tell",
        "2026-09-18",
        &[
            ("facts", "当事人将装修垃圾约二十五吨倾倒在环城西路绿化带"),
            ("law_on", "2026-08-25"),
            ("penalty_basis", "《云江市市容和环境卫生管理条例》第五十三条"),
            ("kinds", "fine"),
            ("fine", "20000"),
            ("tier", "ordinary"),
            ("discretion_reason", "方量较大，未在限期内清除"),
        ],
    );
    go(
        "clerk-urban",
        "notice_serve",
        "2026-09-21",
        &[("notice_method", "direct"), ("notice_served_on", "2026-09-21"), ("notice_receiver", "本人")],
    );
    go("clerk-urban", "request_hearing", "2026-09-23", &[]);
    browser.open(&matter);
    let hearing = browser.run(
        "return [...document.querySelectorAll('main a[href^=\"/matters/\"]')]
             .filter(a => a.innerText.includes('听证')).map(a => new URL(a.href).pathname)
             .find(p => !p.includes('/do/') && p !== location.pathname)",
    );
    let hearing = hearing.as_str().unwrap_or_else(|| browser.stuck("no way to the hearing")).to_owned();
    let hear = |action: &str, on: &str, fields: &[(&str, &str)]| {
        act(&browser, "host-urban", &format!("{hearing}/do/{action}"), on, fields);
    };
    hear(
        "notify",
        "2026-09-24",
        &[
            ("hearing_on", "2026-10-14"),
            ("place", "云江市城市管理局三楼听证室"),
            ("chair", "host-urban"),
            ("open_to_public", "true"),
        ],
    );
    hear(
        "hold",
        "2026-10-14",
        &[
            ("agents", "1"),
            ("case_officers_present", "true"),
            ("record", "调查人员陈述事实、证据和处罚建议，当事人质证"),
        ],
    );
    hear("sign_record", "2026-10-14", &[("signed", "signed")]);
    hear("report", "2026-10-16", &[("findings", "事实清楚，证据充分，建议按告知幅度处罚")]);
    go("officer-urban", "consider", "2026-10-19", &[]);
    go(
        "reviewer-urban",
        "review",
        "2026-10-20",
        &[
            ("opinion", "passed"),
            ("opinion_reason", "主体适格，事实清楚，程序合法，裁量适当"),
            ("reviewer_qualification", "legal_profession"),
        ],
    );
    go(
        "head-urban",
        "decide",
        "2026-10-22",
        &[
            ("kinds", "fine"),
            ("fine", "20000"),
            ("reasons", "经听证和法制审核，事实清楚、证据充分"),
            ("bank", "云江银行江滨支行"),
            ("late_fine_named", "true"),
            ("reconsideration_body", "云江市人民政府"),
            ("court", "云江市东湖区人民法院"),
            ("social_effect", "true"),
            ("secret", "false"),
        ],
    );
    go(
        "clerk-urban",
        "decision_serve",
        "2026-10-26",
        &[("decision_method", "direct"), ("decision_served_on", "2026-10-26"), ("decision_receiver", "本人")],
    );
    go("clerk-urban", "publish", "2026-10-28", &[]);
    browser.picture("walk-served");
    browser.assert_sound();

    the_paper_is_real(&browser, &matter);
    the_figures_count_it(&browser, &matter);
    the_public_sees_it_masked(&browser);
}

fn the_paper_is_real(browser: &Browser, matter: &str) {
    browser.sign_in("head-urban");
    browser.open(matter);
    let papers = browser.run(
        "return [...document.querySelectorAll('main a[href*=\"/papers/\"]')]
             .filter(a => a.closest('li, tr, div').innerText.includes('行政处罚决定书'))
             .map(a => new URL(a.href).pathname)",
    );
    let path = papers[0].as_str().unwrap_or_else(|| browser.stuck("no decision to print")).to_owned();
    let (status, kind, pdf) = browser.fetch(&path);
    assert_eq!((status, kind.as_str()), (200, "application/pdf"));
    assert!(pdf.starts_with(b"%PDF-"), "{:?}", &pdf[..8.min(pdf.len())]);
    browser.picture_of_pdf("decision", &pdf);
    if let Some(text) = browser.text_of_pdf(&pdf) {
        let number = browser.run(
            "return document.body.innerText.match(/罚决字〔2026〕[0-9]+号|罚[^ \\n]*〔2026〕[0-9]+号/)?.[0]",
        );
        let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if let Some(number) = number.as_str() {
            assert!(squeezed.contains(number), "{number}: {text}");
        }
        assert!(squeezed.contains(NAME) && squeezed.contains("行政处罚决定书"), "{text}");
        let is_hash = |word: &str| word.len() >= 16 && word.bytes().all(|b| b.is_ascii_hexdigit());
        assert!(text.split(|c: char| !c.is_ascii_alphanumeric()).any(is_hash), "no hash is printed: {text}");
    }
}

fn the_figures_count_it(browser: &Browser, matter: &str) {
    browser.sign_in("legal-office");
    let mut found = false;
    browser.open("/figures/penalty-90d-rate?year=2026&month=10&body=urban&outcome=hit");
    loop {
        found |= browser.count(&format!("main tbody a[href='{matter}']")) > 0;
        if found || browser.count("main nav a[rel=next]") == 0 {
            break;
        }
        browser.follow("main nav a[rel=next]");
    }
    if !found {
        browser.open("/figures/penalty-90d-rate?year=2026&body=urban&outcome=hit");
        found = browser.count(&format!("main tbody a[href='{matter}']")) > 0;
    }
    assert!(found, "the case is not among those decided in time: {}", browser.text());
    browser.picture("walk-figure");
}

fn the_public_sees_it_masked(browser: &Browser) {
    browser.leave();
    browser.open("/public?q=%E6%AC%A7%E9%98%B3");
    let mut seen = browser.text();
    if browser.count("main a[href^='/public/']") > 0 {
        browser.follow("main a[href^='/public/']");
        seen.push_str(&browser.text());
        browser.picture("walk-public");
    }
    assert!(!seen.contains(NAME) && !seen.contains(CODE), "{seen}");
    assert!(seen.contains("欧阳*") || seen.contains("欧*") || seen.contains("欧某"), "{seen}");
}
