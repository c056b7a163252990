//! What an administrator reads: why the law said no, claim by claim, and how often people and machines may ask.

use crate::city::{Town, account};
use crate::desk::{Desk, signed_in, signed_in_as};

const SUGGESTION: &str = "/matters/new/judicial-suggestion/receive";

async fn administrator(town: &Town) -> String {
    town.city.put_account(&account("root", "admin", "city"), "long enough").await.expect("an account");
    signed_in_as(town, "root").await
}

#[tokio::test]
async fn the_journal_tells_the_claim_that_failed_and_not_the_one_that_holds() {
    let desk = Desk::new().await;
    let form = desk.opened(SUGGESTION).await;
    let typed = [
        ("issuer", "云江市中级人民法院"),
        ("suggestion_no", "（2026）云01司建3号"),
        ("stage", "after"),
        ("kind", "governance"),
        ("received_on", "2026-03-02"),
        ("due_on", "2026-02-02"),
        ("text", "完善送达。"),
    ];
    let refused = desk.fill(SUGGESTION, &form, &typed).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    let admin = administrator(&desk.town).await;
    let journal = desk.town.get("/admin/journal?kind=refusal", &[("cookie", &admin)]).await.text();
    let line = journal.split("<tr").find(|row| row.contains("R0301")).expect("the refusal");
    assert!(line.contains("“答复期限”晚于“收到日期”（不成立）"), "{line}");
    assert!(!line.contains("“收到日期”不晚于"), "this claim holds: {line}");
    assert!(line.contains("《行政诉讼法》第六十六条"), "{line}");
}

#[tokio::test]
async fn the_rates_that_are_in_force_stand_among_what_stands_how() {
    let town = Town::new().await;
    let admin = administrator(&town).await;
    let page = |town: Town| {
        let admin = admin.clone();
        async move { town.get("/admin", &[("cookie", &admin)]).await.text() }
    };
    let counted = page(town.counting(std::num::NonZeroU16::new(7))).await;
    assert!(counted.contains("每个令牌每秒 7 次") && counted.contains("每小时 20 份"), "{counted}");
    let free = page(town.counting(None)).await;
    assert!(free.contains("不限（yifa.toml 的 api_rate 为 0）"), "{free}");
    let legal = signed_in(&town).await;
    assert_eq!(town.get("/admin", &[("cookie", &legal)]).await.status, 403);
}
