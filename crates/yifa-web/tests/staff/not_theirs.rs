//! Whoever may not do an act is told so when they open its form, not after filling it in: what, where, article, who does it.

use crate::desk::{Desk, RECEIVE};

#[tokio::test]
async fn the_form_of_an_act_that_is_another_role_s_is_not_shown() {
    let desk = Desk::new().await;
    for (path, act) in
        [("/matters/new/penalty-ordinary/file", "立案"), ("/matters/new/normative-document/draft", "起草")]
    {
        let page = desk.get(path).await;
        assert_eq!(page.status, 403, "{path}");
        let said = page.text();
        assert!(said.contains("R0105") && said.contains(act), "{path}: {said}");
        assert!(said.contains("《"), "{path}: the article is named: {said}");
        assert!(said.contains("由") && said.contains("办理"), "{path}: who does it: {said}");
        assert!(!said.contains("name=\"once\""), "{path}: a form is shown: {said}");
    }
    assert_eq!(desk.get(RECEIVE).await.status, 200, "what one may do is opened as before");
    assert_eq!(desk.get("/matters/new/penalty-ordinary/no-such").await.status, 404);
    assert_eq!(desk.get("/matters/new/no-such/file").await.status, 404);
}

#[tokio::test]
async fn within_a_matter_too_and_in_each_language() {
    let desk = Desk::new().await;
    let matter = desk.complaint().await;
    // What is found to be wrong is put right by the people of the body concerned.
    for (lang, words) in
        [("zh-Hans", "您的角色不能办理"), ("zh-Hant", "您的角色不能辦理"), ("en", "Your role may not")]
    {
        let headers = [("cookie", desk.cookie.as_str()), ("accept-language", lang)];
        for path in [format!("{matter}/do/correct"), "/matters/new/penalty-ordinary/file".to_owned()] {
            let page = desk.town.get(&path, &headers).await;
            assert_eq!(page.status, 403, "{lang} {path}");
            assert!(page.text().contains(words), "{lang} {path}: {}", page.text());
        }
    }
    assert_eq!(desk.get(&format!("{matter}/do/accept")).await.status, 200);
}

#[tokio::test]
async fn a_form_that_is_sent_all_the_same_answers_403_with_what_was_typed() {
    let desk = Desk::new().await;
    let matter = desk.complaint().await;
    let path = format!("{matter}/do/correct");
    let form = desk.opened(RECEIVE).await;
    let csrf = &form[..1];
    let written = "打了很久的字 & 𠮷";
    // Well formed or not: that it is another's act comes first.
    for day in ["", "not a day"] {
        let sent = desk.fill(&path, csrf, &[("correction", written), ("happened_on", day)]).await;
        let said = sent.text();
        assert_eq!(sent.status, 403, "{day}: {said}");
        assert!(said.contains("R0105"), "{day}: {said}");
        assert!(said.contains("打了很久的字 &#38; 𠮷"), "{day}: what was typed is lost: {said}");
    }
    let opening = desk.fill("/matters/new/penalty-ordinary/file", csrf, &[("happened_on", "x")]).await;
    assert_eq!(opening.status, 403, "{}", opening.text());
    // What is malformed in a form of one's own is 422 as before.
    let malformed = desk.fill(RECEIVE, csrf, &[("story", written), ("happened_on", "not a day")]).await;
    assert_eq!(malformed.status, 422, "{}", malformed.text());
}
