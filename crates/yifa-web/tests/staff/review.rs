//! A draft whose digits cannot be right: it is said where, and what was pasted stays.

use crate::desk::{Desk, hidden};

#[tokio::test]
async fn an_impossible_day_is_named_with_its_line_and_the_text_stays() {
    let desk = Desk::new().await;
    let csrf = hidden(&desk.get("/review").await.text(), "csrf");
    let text =
        "云江市夜市管理办法\n第一条　为了规范夜市，制定本办法。\n第二条　本办法自2026年2月30日起施行。";
    let page = desk.send("/review", &[("csrf", &csrf), ("text", text)]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let said = page.text();
    for part in ["第 3 行", "2026年2月30日", "日历上没有这一天", "</textarea>"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let pasted = said.split("id=\"text\"").nth(1).expect("a field for the text");
    assert!(pasted.contains("第一条　为了规范夜市"), "what was pasted stays");
    let right = text.replace("2月30日", "2月27日");
    let page = desk.send("/review", &[("csrf", &csrf), ("text", &right)]).await;
    assert!(!page.text().contains("日历上没有这一天"), "{}", page.text());
}

#[tokio::test]
async fn findings_that_were_not_answered_are_named() {
    let desk = Desk::new().await;
    let csrf = hidden(&desk.get("/review").await.text(), "csrf");
    let text = "云江市夜市管理办法\n第一条　为了规范夜市，制定本办法。\n第二条　违反本办法第九条的，处五百元罚款。\n第三条　逾期不改的，扣押其车辆。";
    let page = desk
        .send(
            "/review/answers",
            &[("csrf", &csrf), ("text", text), ("verdict-1", "accept"), ("verdict-3", "reject")],
        )
        .await;
    assert_eq!(page.status, 409, "{}", page.text());
    let said = page.text();
    assert!(said.contains("第 2 行（C09）"), "the one without an answer: {said}");
    assert!(said.contains("第 3 行（C11）"), "the one without a reason: {said}");
    assert!(!said.contains("第 1 行（C20）"), "{said}");
}
