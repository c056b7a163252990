//! The same twice: a double click, the way back, two windows, an ended session, a clock that was set back.

use jiff::Timestamp;

use crate::desk::{Desk, RECEIVE, complaint, hidden, signed_in, signed_in_as};

#[tokio::test]
async fn whoever_presses_twice_opens_one_matter() {
    let desk = Desk::new().await;
    let form = desk.opened(RECEIVE).await;
    let typed = complaint("没有出示证件", "两人进店检查。");
    let (first, second) = tokio::join!(desk.fill(RECEIVE, &form, &typed), desk.fill(RECEIVE, &form, &typed));
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (303, 303), "{}", second.text());
    assert_eq!(first.header("location"), second.header("location"));
    assert_eq!(desk.complaints().await, 1);
}

#[tokio::test]
async fn whoever_presses_twice_in_a_matter_is_not_refused_for_having_been_first() {
    let desk = Desk::new().await;
    let matter = desk.complaint().await;
    let path = format!("{matter}/do/accept");
    let form = desk.opened(&path).await;
    let first = desk.fill(&path, &form, &[("route", "conduct")]).await;
    let second = desk.fill(&path, &form, &[("route", "conduct")]).await;
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (303, 303), "{}", second.text());
    assert_eq!(second.header("location"), matter);
}

#[tokio::test]
async fn an_act_that_is_past_leads_back_to_the_matter() {
    let desk = Desk::new().await;
    let matter = desk.complaint().await;
    let path = format!("{matter}/do/accept");
    let form = desk.opened(&path).await;
    assert_eq!(desk.fill(&path, &form, &[("route", "conduct")]).await.status, 303);
    let past = desk.opened(&path).await;
    let told = desk.fill(&path, &past, &[("route", "conduct")]).await;
    assert_eq!(told.status, 409, "{}", told.text());
    let said = told.text();
    assert!(said.contains("R0103") && !said.contains("请重新打开事项"), "{said}");
    assert!(
        said.contains("已于 2026-03-03 由legal（云江市司法局）办理"),
        "what was done, when and by whom: {said}"
    );
    assert!(said.contains("现在的下一步：查明处理"), "and what comes now: {said}");
    assert!(said.contains(&format!("href=\"{matter}\"")), "and leads there: {said}");
}

#[tokio::test]
async fn the_way_back_and_another_text_is_no_second_matter() {
    let desk = Desk::new().await;
    let form = desk.opened(RECEIVE).await;
    let sent = desk.fill(RECEIVE, &form, &complaint("没有出示证件", "两人进店检查。")).await;
    assert_eq!(sent.status, 303);
    let again = desk.fill(RECEIVE, &form, &complaint("没有出示证件", "回到上一页改过的经过。")).await;
    assert_eq!(again.status, 409, "{}", again.text());
    assert!(again.text().contains("回到上一页改过的经过。"), "what was typed is lost");
    assert_eq!(desk.complaints().await, 1);
    // The form that comes back is a sending of its own: whoever means another matter is not refused for ever.
    assert!(again.text().contains("R0602") && hidden(&again.text(), "once") != form[1].1);
}

#[tokio::test]
async fn of_two_windows_on_a_matter_the_second_is_told_and_keeps_what_it_typed() {
    let desk = Desk::new().await;
    let matter = desk.complaint().await;
    let (accept, pass_on) = (format!("{matter}/do/accept"), format!("{matter}/do/pass_on"));
    let (one, other) = (desk.opened(&accept).await, desk.opened(&pass_on).await);
    assert_eq!(desk.fill(&accept, &one, &[("route", "conduct")]).await.status, 303);
    let typed = [("route", "petition"), ("refusal_reason", "另一窗口写的理由")];
    let told = desk.fill(&pass_on, &other, &typed).await;
    assert_eq!(told.status, 409, "{}", told.text());
    assert!(told.text().contains("另一窗口写的理由"), "what was typed is lost: {}", told.text());
    assert!(told.text().contains("refused"), "{}", told.text());
}

#[tokio::test]
async fn what_is_sent_after_the_session_has_ended_waits_for_its_writer() {
    let desk = Desk::new().await;
    let form = desk.opened(RECEIVE).await;
    let ended = Desk { cookie: "yifa_session=gone".to_owned(), town: desk.town.counting(None) };
    let sent = ended.fill(RECEIVE, &form, &complaint("没有出示证件", "写了半小时的经过。")).await;
    assert_eq!(sent.status, 303);
    let to = sent.header("location").to_owned();
    assert!(to.starts_with("/sign-in?back="), "{to}");
    let back =
        to.trim_start_matches("/sign-in?back=").replace("%2F", "/").replace("%3F", "?").replace("%3D", "=");
    let again = Desk { cookie: signed_in(&desk.town).await, town: desk.town.counting(None) };
    let page = again.get(&back).await;
    assert!(page.text().contains("写了半小时的经过。"), "{}", page.text());
    // It was not done by itself.
    assert_eq!(again.complaints().await, 0);
}

#[tokio::test]
async fn a_form_from_before_its_writer_signed_in_anew_in_another_window_is_taken() {
    let desk = Desk::new().await;
    let form = desk.opened(RECEIVE).await;
    let again = Desk { cookie: signed_in(&desk.town).await, town: desk.town.counting(None) };
    let saved = again.fill(RECEIVE, &form, &[("story", "接着写的经过。"), ("save", "auto")]).await;
    assert_eq!(saved.status, 204, "the draft goes on saving itself: {}", saved.text());
    let sent = again.fill(RECEIVE, &form, &complaint("没有出示证件", "写了半小时的经过。")).await;
    assert_eq!((sent.status.as_u16(), again.complaints().await), (303, 1), "{}", sent.text());
    // What was shown to nobody is nobody's.
    let forged: Vec<(String, String)> = form
        .iter()
        .map(|(key, value)| (key.clone(), if key == "csrf" { "forged".to_owned() } else { value.clone() }))
        .collect();
    let sent = again.fill(RECEIVE, &forged, &complaint("没有出示证件", "别处来的。")).await;
    assert_eq!((sent.status.as_u16(), again.complaints().await), (403, 1));
}

#[tokio::test]
async fn what_is_sent_from_a_window_in_which_somebody_else_has_signed_in_waits_for_its_writer() {
    let desk = Desk::new().await;
    let form = desk.opened(RECEIVE).await;
    let officer = crate::city::account("officer-b", "officer", "urban");
    desk.town.city.put_account(&officer, "long enough").await.expect("an account");
    let other = Desk { cookie: signed_in_as(&desk.town, "officer-b").await, town: desk.town.counting(None) };
    let sent = other.fill(RECEIVE, &form, &complaint("没有出示证件", "写了半小时的经过。")).await;
    let to = sent.header("location").to_owned();
    assert!(sent.status == 303 && to.starts_with(&format!("{RECEIVE}?kept=")), "{to}");
    assert!(!other.get(&to).await.text().contains("写了半小时的经过。"), "it belongs to somebody else");
    assert!(desk.get(&to).await.text().contains("写了半小时的经过。"));
    assert_eq!(desk.complaints().await, 0, "nobody's act");
    // What saves itself is told, and keeps nothing for others.
    assert_eq!(other.fill(RECEIVE, &form, &[("story", "甲"), ("save", "auto")]).await.status, 403);
}

#[tokio::test]
async fn a_clock_that_was_set_back_breaks_no_log() {
    let desk = Desk::new().await;
    let matter = desk.complaint().await;
    let before: Timestamp = "2026-03-03T01:59:00Z".parse().expect("an instant");
    desk.town.clock.set(before);
    let path = format!("{matter}/do/accept");
    let form = desk.opened(&path).await;
    let sent = desk.fill(&path, &form, &[("route", "conduct")]).await;
    // Done or refused, but said: and the matter can be read on.
    assert_eq!(sent.status, 303, "{}", sent.text());
    let page = desk.get(&matter).await;
    assert_eq!(page.status, 200);
    assert!(!hidden(&page.text(), "csrf").is_empty());
    let city = &desk.town.city;
    let verified = city.store().verify(city.jurisdiction(), &|_, _| {}).await.expect("the store");
    assert!(verified.faults.is_empty(), "{:?}", verified.faults);
}
