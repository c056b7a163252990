//! Addresses that nobody's link leads to: a way back that leads elsewhere, identifiers that are none, places in a list that no
//! page gave. Each is answered; none is a fault of the system.

use crate::city::account;
use crate::desk::{Desk, RECEIVE, complaint, signed_in_as};

#[tokio::test]
async fn the_way_back_leads_nowhere_else() {
    let desk = Desk::new().await;
    // Browsers take tabs and line ends out of an address before they read it; no header can hold the other control characters.
    let elsewhere = [
        "//evil.test",
        "/%09/evil.test",
        "/%0a/evil.test",
        "/%5Cevil.test",
        "https://evil.test",
        "/%00",
        "/%7f",
    ];
    for back in elsewhere {
        for path in [format!("/language/en?back={back}"), format!("/sign-in?back={back}")] {
            let answer = desk.get(&path).await;
            assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/"), "{path}");
        }
    }
    let answer = desk.get("/language/en?back=/matters?q=%25E5%25B9%25BF").await;
    assert_eq!(answer.header("location"), "/matters?q=%E5%B9%BF");
}

#[tokio::test]
async fn an_identifier_that_is_none_is_no_fault_of_the_system() {
    let desk = Desk::new().await;
    let page = desk.get("/registers/imports/%00a").await;
    assert!(page.status.is_client_error(), "{} {}", page.status, page.text());
    assert!(page.text().contains("<html"), "a page with a way on: {}", page.text());
    let csrf = &desk.opened(RECEIVE).await[..1];
    let sent = desk.fill("/me/tokens/%00a/revoke", csrf, &[]).await;
    assert!(sent.status.is_client_error(), "{} {}", sent.status, sent.text());
    assert!(sent.text().contains("<html"), "{}", sent.text());
}

#[tokio::test]
async fn a_file_that_is_named_by_nonsense_loses_nothing_that_was_typed() {
    let desk = Desk::new().await;
    let form = desk.opened(RECEIVE).await;
    for digest in ["\0", "../x", "𠮷", &"a".repeat(9_000)] {
        let mut typed = complaint("没有出示证件", "两人进店检查，𠮷野家");
        typed.extend([("materials.kept", digest), ("happened_on", "no day")]);
        let sent = desk.fill(RECEIVE, &form, &typed).await;
        assert_eq!(sent.status, 422, "{}", sent.text());
        assert!(sent.text().contains("两人进店检查，𠮷野家"), "{}", sent.text());
    }
}

#[tokio::test]
async fn the_journal_begins_anew_where_no_page_was() {
    let desk = Desk::new().await;
    let admin = account("keeper", "admin", "city");
    desk.town.city.put_account(&admin, "long enough").await.expect("an account");
    let cookie = signed_in_as(&desk.town, "keeper").await;
    for after in ["*", "%00", "7b22", "5b315d"] {
        let page = desk.town.get(&format!("/admin/journal?after={after}"), &[("cookie", &cookie)]).await;
        assert_eq!(page.status, 200, "{after}: {}", page.text());
        assert!(!page.text().contains("rel=\"prev\""), "{after}: {}", page.text());
    }
}
