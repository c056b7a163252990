//! What stands in a register waits for nobody and does not lie idle; it has a list of its own.

use crate::city::account;
use crate::desk::{Desk, signed_in_as};

const PROPOSE: &str = "/matters/new/term-entry/propose";

async fn lists(desk: &Desk, query: &str, number: &str) -> bool {
    let page = desk.get(&format!("/matters?{query}")).await;
    assert_eq!(page.status, 200, "{query}");
    page.text().contains(number)
}

#[tokio::test]
async fn what_stands_in_a_register_waits_for_nobody() {
    let desk = Desk::new().await;
    let other = account("second", "legal_office", "justice");
    desk.town.city.put_account(&other, "long enough").await.expect("an account");
    let form = desk.opened(PROPOSE).await;
    let sent = desk.fill(PROPOSE, &form, &[("zh", "备案"), ("english", "filing")]).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let matter = sent.header("location").to_owned();
    assert!(lists(&desk, "open=open", &matter).await);
    assert!(!lists(&desk, "mine=todo", &matter).await, "another person adopts it");
    assert!(!lists(&desk, "open=at_rest", &matter).await);

    let second = Desk { cookie: signed_in_as(&desk.town, "second").await, town: desk.town };
    assert!(lists(&second, "mine=todo", &matter).await, "it waits to be adopted");
    let adopt = format!("{matter}/do/adopt");
    let form = second.opened(&adopt).await;
    let sent = second.fill(&adopt, &form, &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    second.town.clock.set("2026-04-20T02:00:00Z".parse().expect("an instant"));
    let second = Desk { cookie: signed_in_as(&second.town, "second").await, town: second.town };
    for query in ["mine=todo", "open=open", "idle=30", "open=closed", "mine=todo&open=at_rest"] {
        assert!(!lists(&second, query, &matter).await, "{query}: nothing is asked of anybody");
    }
    for query in ["open=at_rest", "procedure=term-entry"] {
        assert!(lists(&second, query, &matter).await, "{query}");
    }
}
