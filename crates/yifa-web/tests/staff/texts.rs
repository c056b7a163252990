//! Texts that want to be more than texts, and texts that are too long.

use crate::desk::{Desk, RECEIVE, complaint};

/// Statements, markup, templates, formulas, rare characters, private ones, marks of direction.
const TEXTS: [&str; 9] = [
    "'; DROP TABLE event; --",
    "\" OR \"1\"=\"1",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}${7*7}<%= 7 %>",
    "=HYPERLINK(\"http://example.test\")",
    "𠮷野家㐂\u{E000}😀👩‍👩‍👧",
    "罚款\u{200F}元000\u{200E}整",
    "&lt;b&gt;%00%2e%2e%2f",
];

#[tokio::test]
async fn whatever_is_written_stays_a_text() {
    let desk = Desk::new().await;
    for text in TEXTS {
        let form = desk.opened(RECEIVE).await;
        let sent = desk.fill(RECEIVE, &form, &complaint(text, text)).await;
        assert_eq!(sent.status, 303, "{text}: {}", sent.text());
        let page = desk.get(sent.header("location")).await.text();
        assert!(!page.contains("<script>alert") && !page.contains("<img src=x"), "{text} runs");
        let shown =
            text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;").replace('"', "&#34;");
        let shown = shown.replace('\'', "&#39;");
        // Marks of direction are kept on record and not given out in a page.
        let shown = shown.replace(['\u{200E}', '\u{200F}'], "");
        assert!(page.contains(&shown), "{text} is not shown as it is: {page}");
    }
    assert_eq!(desk.complaints().await, TEXTS.len());
    // Asked for in the list too.
    for text in TEXTS {
        let q = serde_urlencoded::to_string([("q", text)]).expect("a query");
        let found = desk.get(&format!("/matters?{q}")).await;
        assert_eq!(found.status, 200, "{text}");
        assert!(!found.text().contains("<script>alert"), "{text}");
    }
}

#[tokio::test]
async fn ten_thousand_characters_in_a_line_are_refused_and_kept() {
    let desk = Desk::new().await;
    let long = "长".repeat(10_000);
    let form = desk.opened(RECEIVE).await;
    let refused = desk.fill(RECEIVE, &form, &complaint(&long, "经过")).await;
    assert!(refused.status.is_client_error(), "{}", refused.status);
    assert!(refused.text().contains(&long), "what was typed is lost");
    assert_eq!(desk.complaints().await, 0);
    // A story may be as long as that.
    let form = desk.opened(RECEIVE).await;
    assert_eq!(desk.fill(RECEIVE, &form, &complaint("题目", &long)).await.status, 303);
}

#[tokio::test]
async fn control_characters_are_refused_and_a_foreign_form_is_too() {
    let desk = Desk::new().await;
    let form = desk.opened(RECEIVE).await;
    // What turns the text around it is told, and kept to be put right.
    for sign in ['\u{0}', '\u{202E}', '\u{2067}'] {
        let refused = desk.fill(RECEIVE, &form, &complaint(&format!("题{sign}目"), "写好的经过")).await;
        assert!(refused.status.is_client_error(), "{sign:?} {}", refused.status);
        assert!(refused.text().contains("R0207") && refused.text().contains("写好的经过"), "{sign:?}");
    }
    let foreign = desk.send(RECEIVE, &complaint("题目", "经过")).await;
    assert_eq!(foreign.status, 403, "{}", foreign.text());
    assert_eq!(desk.complaints().await, 0);
}

#[tokio::test]
async fn the_lines_of_a_text_end_alike_whatever_a_browser_puts_between_them() {
    let desk = Desk::new().await;
    let form = desk.opened(RECEIVE).await;
    let sent = desk.fill(RECEIVE, &form, &complaint("没有出示证件", "第一行\r\n第二行\r\n\r\n第四行")).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let id = sent.header("location").rsplit('/').next().expect("an identifier").to_owned();
    let state = desk.town.city.state(&id.as_str().into()).await.expect("the store").expect("the matter");
    let story = state.fields.iter().find(|(id, _)| id.as_str() == "story").map(|(_, story)| story);
    assert_eq!(story.and_then(|story| story.as_text()), Some("第一行\n第二行\n\n第四行"));
}
