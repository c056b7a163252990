//! A penalty case whose hearing waits, taken through it to a served decision by clicking and typing, each act by the one who
//! may; then the paper, the figures and what the public sees of it.

use super::support::{Browser, act};

/// The party of the case whose hearing waits, as the demonstration city tells it.
const NAME: &str = "欧阳试行";
const CODE: &str = "999901198001010016";

#[test]
fn a_case_goes_through_its_hearing_to_a_served_decision() {
    let browser = Browser::start();
    browser.sign_in("officer-urban");
    browser.open("/matters?procedure=penalty-ordinary&q=%E6%9C%9B%E6%B1%9F%E4%BA%AD");
    browser.follow("main table a");
    let matter = browser.here();
    let hearing = browser.run(
        "return [...document.querySelectorAll('main li a[href^=\"/matters/\"]')]
             .filter(a => a.closest('li').innerText.includes('听证')).map(a => new URL(a.href).pathname)
             .find(p => p.split('/').length === 3 && p !== location.pathname)",
    );
    let hearing = hearing.as_str().unwrap_or_else(|| browser.stuck("no way to the hearing")).to_owned();
    let hear = |action: &str, fields: &[(&str, &str)]| {
        act(&browser, "host-urban", &format!("{hearing}/do/{action}"), fields);
    };
    hear(
        "hold",
        &[
            ("agents", "1"),
            ("case_officers_present", "true"),
            ("record", "调查人员陈述事实、证据和处罚建议，当事人质证"),
        ],
    );
    hear("sign_record", &[("signed", "signed")]);
    hear("report", &[("findings", "事实清楚，证据充分，建议按告知幅度处罚")]);
    let go = |who: &str, action: &str, fields: &[(&str, &str)]| {
        act(&browser, who, &format!("{matter}/do/{action}"), fields);
    };
    go("officer-urban", "consider", &[]);
    go(
        "reviewer-urban",
        "review",
        &[
            ("opinion", "passed"),
            ("opinion_reason", "主体适格，事实清楚，程序合法，裁量适当"),
            ("reviewer_qualification", "legal_profession"),
        ],
    );
    go(
        "head-urban",
        "decide",
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
        &[("decision_method", "direct"), ("decision_served_on", "2026-11-23"), ("decision_receiver", "本人")],
    );
    go("clerk-urban", "publish", &[]);
    browser.picture("walk-served");
    browser.assert_sound();

    the_paper_is_real(&browser, &matter);
    the_figures_count_it(&browser, &matter);
    the_public_sees_it_masked(&browser, &matter);
}

fn the_paper_is_real(browser: &Browser, matter: &str) {
    browser.sign_in("head-urban");
    browser.open(matter);
    let papers = browser.run(
        "return [...document.querySelectorAll('main a[href*=\"/papers/\"]')]
             .filter(a => a.closest('li, tr, div').innerText.includes('处罚决定书'))
             .map(a => new URL(a.href).pathname).filter(p => /papers\\/[0-9]+$/.test(p))",
    );
    let path = papers[0].as_str().unwrap_or_else(|| browser.stuck("no decision to print")).to_owned();
    let (status, kind, pdf) = browser.fetch(&path);
    assert_eq!((status, kind.as_str()), (200, "application/pdf"));
    assert!(pdf.starts_with(b"%PDF-"), "{:?}", &pdf[..8.min(pdf.len())]);
    browser.picture_of_pdf("decision", &pdf);
    let Some(text) = browser.text_of_pdf(&pdf) else { return };
    let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    assert!(
        squeezed.contains(NAME) && squeezed.contains("处罚决定书") && squeezed.contains("〔2026〕"),
        "{text}"
    );
    // The hash of the event from which it was made.
    let is_hash = |word: &str| word.len() >= 16 && word.bytes().all(|b| b.is_ascii_hexdigit());
    assert!(text.split(|c: char| !c.is_ascii_alphanumeric()).any(is_hash), "no hash is printed: {text}");
}

fn the_figures_count_it(browser: &Browser, matter: &str) {
    browser.sign_in("legal-office");
    browser.open("/figures/penalty-90d-rate?year=2026&body=urban&outcome=hit");
    let here = format!("main tbody a[href='{matter}']");
    while browser.count(&here) == 0 && browser.count("main nav a[rel=next]") > 0 {
        browser.follow("main nav a[rel=next]");
    }
    assert!(browser.count(&here) > 0, "the case is not among those decided in time: {}", browser.text());
    browser.picture("walk-figure");
    // And what was missed is there to be seen, too.
    browser.open("/figures/penalty-90d-rate?year=2026&outcome=missed");
    assert!(browser.count("main tbody tr") > 0, "no case of the city is late: {}", browser.text());
}

fn the_public_sees_it_masked(browser: &Browser, matter: &str) {
    browser.sign_in("head-urban");
    browser.open(matter);
    let shown = browser.property("main a[href^='/public/']", "href");
    let shown = shown.as_str().and_then(|href| href.find("/public/").map(|at| href[at..].to_owned()));
    let shown = shown.unwrap_or_else(|| browser.stuck("nothing of the case is public"));
    browser.leave();
    browser.open(&shown);
    let seen = browser.text();
    browser.picture("walk-public");
    assert!(!seen.contains(NAME) && !seen.contains(CODE), "{seen}");
    assert!(seen.contains('欧') && (seen.contains('*') || seen.contains('某')), "{seen}");
}
