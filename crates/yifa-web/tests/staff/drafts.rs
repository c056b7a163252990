//! What was begun is found again from the first page, until it is sent off or thrown away.

use crate::city::account;
use crate::desk::{Desk, RECEIVE, complaint, signed_in_as};

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

/// What a person sends whose session has ended; gives where they are sent.
async fn sent_too_late(desk: &Desk, form: &[(String, String)]) -> String {
    let csrf = form[0].1.as_str();
    let out = desk.send("/sign-out", &[("csrf", csrf)]).await;
    assert_eq!(out.status, 303, "{}", out.text());
    let late = desk.fill(RECEIVE, form, &complaint("没有出示证件", "两人进店检查。")).await;
    assert_eq!(late.status, 303, "{}", late.text());
    let to = late.header("location").to_owned();
    assert!(to.starts_with("/sign-in?back="), "{to}");
    to.split("back=").nth(1).expect("a way back").replace("%2F", "/").replace("%3F", "?").replace("%3D", "=")
}

#[tokio::test]
async fn what_was_sent_after_the_session_had_ended_opens_for_its_owner_alone() {
    let desk = Desk::new().await;
    let other = account("other", "legal_office", "justice");
    desk.town.city.put_account(&other, "long enough").await.expect("an account");
    let form = desk.opened(RECEIVE).await;
    let back = sent_too_late(&desk, &form).await;
    assert!(back.contains("?kept="), "{back}");
    let told = serde_urlencoded::to_string([("back", &back)]).expect("an address");
    let door = desk.town.get(&format!("/sign-in?{told}"), &[]).await.text();
    assert!(door.contains("填写的内容已经保留"), "{door}");
    assert!(!desk.town.get("/sign-in?back=%2Fplan", &[]).await.text().contains("已经保留"));

    let cookie = signed_in_as(&desk.town, "other").await;
    let page = desk.town.get(&back, &[("cookie", &cookie)]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(!page.text().contains("两人进店检查"), "it was shown to somebody else");
    assert!(page.text().contains("另一个账户"), "and they are told why there is nothing: {}", page.text());

    let cookie = signed_in_as(&desk.town, "legal").await;
    let page = desk.town.get(&back, &[("cookie", &cookie)]).await.text();
    assert!(page.contains("两人进店检查") && !page.contains("另一个账户"), "{page}");
}

#[tokio::test]
async fn what_no_page_of_ours_asked_for_is_not_kept_for_anybody() {
    let desk = Desk::new().await;
    let late = desk.town.form(RECEIVE, &[], &[("csrf", "made up"), ("story", "x")]).await;
    assert_eq!(late.status, 303, "{}", late.text());
    assert!(!late.header("location").contains("kept"), "{}", late.header("location"));
}

#[tokio::test]
async fn a_draft_says_when_the_matter_has_moved_on_since() {
    let desk = Desk::new().await;
    let matter = desk.complaint().await;
    let accept = format!("{matter}/do/accept");
    let form = desk.opened(&accept).await;
    assert_eq!(desk.fill(&accept, &form, &[("route", "conduct")]).await.status, 303);
    let conclude = format!("{matter}/do/conclude");
    let form = desk.opened(&conclude).await;
    desk.fill(&conclude, &form, &[("findings", "查明没有出示证件。"), ("save", "1")]).await;
    let page = desk.get(&conclude).await.text();
    assert!(page.contains("查明没有出示证件。") && !page.contains("此后这一事项又有办理"), "{page}");

    let extend = format!("{matter}/do/extend");
    let form = desk.opened(&extend).await;
    let extended = desk.fill(&extend, &form, &[("extension_reason", "证人出差")]).await;
    assert_eq!(extended.status, 303, "{}", extended.text());
    let page = desk.get(&conclude).await.text();
    assert!(page.contains("此后这一事项又有办理") && page.contains("查明没有出示证件。"), "{page}");
}

#[tokio::test]
async fn two_windows_on_one_draft_are_two_sendings() {
    let desk = Desk::new().await;
    let matter = desk.complaint().await;
    let accept = format!("{matter}/do/accept");
    let form = desk.opened(&accept).await;
    desk.fill(&accept, &form, &[("route", "conduct"), ("save", "1")]).await;
    let (one, other) = (desk.opened(&accept).await, desk.opened(&accept).await);
    assert_ne!(one[1], other[1], "each window has a mark of its own");
    assert_eq!(desk.fill(&accept, &one, &[("route", "conduct")]).await.status, 303);
    let told = desk.fill(&accept, &other, &[("route", "petition")]).await;
    assert_eq!(told.status, 409, "{}", told.text());
    assert!(told.text().contains("R0103") && !told.text().contains("R0602"), "{}", told.text());
}

#[tokio::test]
async fn a_file_that_was_refused_on_its_way_ahead_is_told_with_the_form() {
    let desk = Desk::new().await;
    let form = desk.opened(RECEIVE).await;
    let typed = complaint("没有出示证件", "两人进店检查。");
    let told = desk.fill(RECEIVE, &form, &[&typed[..], &[("annexes.refused", "假的.pdf")]].concat()).await;
    assert_eq!(told.status, 422, "{}", told.text());
    assert!(told.text().contains("“假的.pdf”没有上传") && told.text().contains("两人进店检查。"));
    assert_eq!(desk.complaints().await, 0);
    assert_eq!(desk.fill(RECEIVE, &form, &typed).await.status, 303, "without it, as it is now meant");
}

#[tokio::test]
async fn what_is_emptied_in_a_form_is_off_the_record() {
    let desk = Desk::new().await;
    let second = account("second", "legal_office", "justice");
    desk.town.city.put_account(&second, "long enough").await.expect("an account");
    let matter = desk.complaint().await;
    let done = async |action: &str, typed: &[(&str, &str)]| {
        let path = format!("{matter}/do/{action}");
        let form = desk.opened(&path).await;
        let sent = desk.fill(&path, &form, typed).await;
        assert_eq!(sent.status, 303, "{action}: {}", sent.text());
    };
    let two = [("investigators", "legal"), ("investigators", "second"), ("findings", "查明")];
    done("accept", &[("route", "conduct")]).await;
    let upheld = [&two[..], &[("outcome", "upheld"), ("to_correct", "向当事人出示证件。")]].concat();
    done("conclude", &upheld).await;
    done("answer_complainant", &[("answer", "属实。"), ("next_remedy", "可以提出异议。")]).await;
    done("object", &[("objection", "另有证人。")]).await;
    let conclude = format!("{matter}/do/conclude");
    let page = desk.get(&conclude).await.text();
    assert!(page.contains("向当事人出示证件。"), "the form begins with what is on record: {page}");
    // Emptied where it is needed, it is missed; it does not come back from the record in silence.
    let form = desk.opened(&conclude).await;
    let emptied = [&two[..], &[("outcome", "upheld"), ("to_correct", "")]].concat();
    let refused = desk.fill(&conclude, &form, &emptied).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    done("conclude", &[&two[..], &[("outcome", "not_proved"), ("to_correct", "")]].concat()).await;
    let page = desk.get(&matter).await.text();
    let data = page.split("id=\"part-data\"").nth(1).unwrap_or(&page);
    let data = data.split("</section>").next().unwrap_or(data);
    assert!(!data.contains("向当事人出示证件。"), "{data}");
}
