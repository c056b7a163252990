//! Which articles of a draft touch rights and duties: listed row by row, taken off again, never at odds with the answer.

use crate::city::{Answer, Town, account};
use crate::desk::{Desk, signed_in_as};

const LAW: &str = "《优化营商环境条例》第六十四条";

async fn drafter() -> Desk {
    let town = Town::new().await;
    town.city.put_account(&account("drafter", "drafter", "urban"), "long enough").await.expect("an account");
    let cookie = signed_in_as(&town, "drafter").await;
    Desk { town, cookie }
}

async fn sent(desk: &Desk, path: &str, typed: &[(&str, &str)]) -> Answer {
    let form = desk.opened(path).await;
    desk.fill(path, &form, typed).await
}

/// A draft with its answer and the cells of its first row.
async fn drafted(desk: &Desk, touches: &str, row: [&str; 3]) -> Answer {
    let [article, effect, basis] = row;
    let typed = [
        ("title", "城市停车管理办法"),
        ("kind", "measures"),
        ("text", "第一条 机动车应当停放在划定的泊位内。"),
        ("explanation", "规范停车秩序"),
        ("bases", LAW),
        ("touches_rights", touches),
        ("rights_articles.0.article", article),
        ("rights_articles.0.effect", effect),
        ("rights_articles.0.basis", basis),
        ("business_related", "false"),
        ("trial", "false"),
    ];
    sent(desk, "/matters/new/normative-document/draft", &typed).await
}

#[tokio::test]
async fn yes_without_rows_waits_and_rows_without_yes_come_back_with_what_was_typed() {
    let desk = drafter().await;
    let said = drafted(&desk, "false", ["第一条第二款", "adds_duties", LAW]).await;
    assert_eq!(said.status, 409, "{}", said.text());
    let said = said.text();
    assert!(said.contains("应当选“是”") && said.contains("《地方组织法》第七十五条"), "{said}");
    assert!(said.contains("第一条第二款"), "the row is lost: {said}");

    // The answer alone may be drafted with, and stops at the door to the public.
    let begun = drafted(&desk, "true", ["", "", ""]).await;
    assert_eq!(begun.status, 303, "{}", begun.text());
    let matter = begun.header("location").to_owned();
    let stopped = sent(&desk, &format!("{matter}/do/open_comment"), &[("comment_until", "2026-04-30")]).await;
    assert_eq!(stopped.status, 409);
    let stopped = stopped.text();
    assert!(
        stopped.contains("逐条列明是哪些条款") && stopped.contains("《地方组织法》第七十五条"),
        "{stopped}"
    );

    let row = [
        ("rights_articles.0.article", "第一条"),
        ("rights_articles.0.effect", "adds_duties"),
        ("reason", "逐条列明"),
    ];
    let bare = sent(&desk, &format!("{matter}/do/revise"), &row).await;
    assert_eq!(bare.status, 409);
    assert!(bare.text().contains("逐条写明上位依据"), "a duty has its own basis: {}", bare.text());
    let row = [row[0], row[1], ("rights_articles.0.basis", LAW), row[2]];
    assert_eq!(sent(&desk, &format!("{matter}/do/revise"), &row).await.status, 303);
    let page = desk.get(&matter).await.text();
    assert!(
        page.contains("涉及权利义务的条款") && page.contains("增加义务"),
        "who reviews it sees them: {page}"
    );
    assert_eq!(
        sent(&desk, &format!("{matter}/do/open_comment"), &[("comment_until", "2026-04-30")]).await.status,
        303
    );
}

/// What the town is told about a draft open for comments, on its page for everybody.
async fn notice(desk: &Desk) -> String {
    let all = desk.town.get("/public/list/normative-document/comment-notice", &[]).await.text();
    let slug = all.split("/public/normative-document-comment-notice-").nth(1).expect("a notice");
    let slug = slug.split('"').next().unwrap_or_default();
    desk.town.get(&format!("/public/normative-document-comment-notice-{slug}"), &[]).await.text()
}

#[tokio::test]
async fn comments_that_have_ended_are_said_to_have_ended_and_open_again_until_a_day_ahead() {
    let mut desk = drafter().await;
    let begun = drafted(&desk, "true", ["第一条", "adds_duties", LAW]).await;
    let matter = begun.header("location").to_owned();
    let open = format!("{matter}/do/open_comment");
    assert_eq!(sent(&desk, &open, &[("comment_until", "2026-04-30")]).await.status, 303);
    let page = notice(&desk).await;
    assert!(
        page.contains("/public/do/normative-document/comment") && !page.contains("现在不能办理"),
        "{page}"
    );

    desk.town.clock.set("2026-05-06T02:00:00Z".parse().expect("an instant"));
    desk.cookie = signed_in_as(&desk.town, "drafter").await;
    let over = ["现在不能办理：提出意见", "2026-04-30", "公布的截止日期已过，可以在公布后查看意见采纳情况"];
    let page = notice(&desk).await;
    assert!(over.iter().all(|words| page.contains(words)), "nobody has closed them yet: {page}");
    assert_eq!(sent(&desk, &format!("{matter}/do/close_comment"), &[]).await.status, 303);
    let page = notice(&desk).await;
    assert!(over.iter().all(|words| page.contains(words)), "{page}");
    assert!(!page.contains("/public/do/normative-document/comment"), "{page}");

    let form = desk.get(&open).await.text();
    assert!(form.contains("value=\"2026-06-05\""), "thirty days from today: {form}");
    assert!(!form.contains("value=\"2026-04-30\""), "the day that is over: {form}");
    let early = sent(&desk, &open, &[("comment_until", "2026-05-08")]).await;
    assert_eq!(early.status, 409, "two working days are too few: {}", early.text());
    assert!(early.text().contains("value=\"2026-05-08\""), "what was typed stands: {}", early.text());
}

#[tokio::test]
async fn rows_that_are_taken_out_of_a_form_are_off_the_record() {
    let desk = drafter().await;
    let begun = drafted(&desk, "true", ["第一条", "adds_duties", LAW]).await;
    assert_eq!(begun.status, 303, "{}", begun.text());
    let matter = begun.header("location").to_owned();
    let revise = format!("{matter}/do/revise");
    // A form in which the table did not stand says nothing about it.
    assert_eq!(sent(&desk, &revise, &[("reason", "文字修改")]).await.status, 303);
    assert!(desk.get(&matter).await.text().contains("增加义务"), "nobody took the row out");
    let no = ("touches_rights", "false");
    assert_eq!(sent(&desk, &revise, &[no, ("reason", "不再涉及")]).await.status, 409, "the row stands");
    let blank = [
        no,
        ("rights_articles.0.article", ""),
        ("rights_articles.0.effect", ""),
        ("rights_articles.0.basis", ""),
        ("reason", "删去义务"),
    ];
    let out = sent(&desk, &revise, &blank).await;
    assert_eq!(out.status, 303, "{}", out.text());
    let form = desk.get(&revise).await.text();
    assert!(!form.contains("value=\"第一条\""), "the row is still there: {form}");
}

#[tokio::test]
async fn a_paragraph_that_nobody_could_verify_is_remarked_on_the_matter_in_each_language() {
    const PARAGRAPH: &str = "《优化营商环境条例》第六十四条第一款";
    let desk = drafter().await;
    let typed = [
        ("title", "城市停车管理办法"),
        ("kind", "measures"),
        ("text", "第一条 机动车应当停放在划定的泊位内。"),
        ("explanation", "规范停车秩序"),
        ("bases", PARAGRAPH),
        ("touches_rights", "false"),
        ("business_related", "false"),
        ("trial", "false"),
    ];
    let begun = sent(&desk, "/matters/new/normative-document/draft", &typed).await;
    assert_eq!(begun.status, 303, "{}", begun.text());
    let matter = begun.header("location").to_owned();
    let read = async |language| {
        let headers = [("cookie", desk.cookie.as_str()), ("accept-language", language)];
        desk.town.get(&matter, &headers).await.text()
    };
    let (chinese, english) = (read("zh-CN").await, read("en").await);
    assert!(chinese.contains("款是否存在没有核对"), "{chinese}");
    assert!(!english.contains(PARAGRAPH), "an article in Chinese: {english}");
    assert!(english.contains("whether the paragraph exists was not verified"), "{english}");
}
