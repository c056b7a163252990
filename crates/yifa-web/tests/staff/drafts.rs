//! What was begun is found again from the first page, until it is sent off or thrown away.

use crate::desk::{Desk, RECEIVE, complaint};

#[tokio::test]
async fn what_was_begun_is_on_the_desk_until_it_is_sent_off() {
    let desk = Desk::new().await;
    assert!(!desk.get("/").await.text().contains("id=\"drafts\""), "nothing was begun");
    let form = desk.opened(RECEIVE).await;
    let typed = complaint("没有出示证件", "两人进店检查。");
    let saved = desk.fill(RECEIVE, &form, &[&typed[..], &[("save", "1")]].concat()).await;
    assert!(saved.status.is_success() || saved.status.is_redirection(), "{}", saved.text());
    let page = desk.get("/").await.text();
    let drafts = page.split("id=\"drafts\"").nth(1).unwrap_or_else(|| panic!("no drafts: {page}"));
    assert!(drafts.contains(RECEIVE) && drafts.contains("2026-03-03 10:00"), "{drafts}");

    let form = desk.opened(RECEIVE).await;
    let sent = desk.fill(RECEIVE, &form, &typed).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    assert!(!desk.get("/").await.text().contains("id=\"drafts\""), "it was sent off");
}

#[tokio::test]
async fn a_draft_of_a_form_that_is_gone_does_not_close_the_desk() {
    use serde_json::json;
    use yifa_store::NewRecord;

    let desk = Desk::new().await;
    let city = &desk.town.city;
    for form in ["/matters/new/no-such/act", "/matters/none/do/act", "/elsewhere", ""] {
        let record = NewRecord {
            collection: "draft".to_owned(),
            id: format!("legal {form}"),
            value: json!({ "pairs": [], "at": "2026-03-03T02:00:00Z" }),
            expected_version: None,
            expires_at: None,
        };
        city.store().record_put(city.jurisdiction(), record, city.clock().now()).await.expect("a record");
    }
    let page = desk.get("/").await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(!page.text().contains("no-such"), "what is gone is not offered");
}
