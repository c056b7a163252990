//! A list is paged both ways and says which part of it is shown.

use crate::desk::Desk;

/// The address behind a link of the pages.
fn link(page: &str, rel: &str) -> Option<String> {
    let (before, _) = page.split_once(&format!("rel=\"{rel}\""))?;
    let rest = page.split_once(&format!("rel=\"{rel}\" href=\"")).map(|(_, rest)| rest)?;
    assert!(before.ends_with("small-button\" "), "{rel}");
    Some(rest.split('"').next()?.replace("&amp;", "&").replace("&#38;", "&"))
}

#[tokio::test]
async fn a_list_leads_on_and_back_and_says_where_it_is() {
    let desk = Desk::new().await;
    for _ in 0..52 {
        desk.complaint().await;
    }
    let list = "/matters?procedure=enforcement-complaint";
    let first = desk.get(list).await.text();
    assert!(first.contains("第 1–50 条，共 52 条"), "{first}");
    assert_eq!(link(&first, "prev"), None);
    let second = link(&first, "next").expect("a second page");
    let page = desk.get(&second).await.text();
    assert!(page.contains("第 51–52 条，共 52 条"), "{page}");
    assert_eq!(link(&page, "next"), None);
    assert_eq!(link(&page, "prev").as_deref(), Some(list));
    // Whatever the address says of the place, no row stands behind the last.
    for (at, shown) in [("7000", "第 51–52 条"), ("-1", "第 1–2 条"), ("x", "第 1–2 条")] {
        let page = desk.get(&second.replace("at=50", &format!("at={at}"))).await;
        assert_eq!(page.status, 200, "{at}");
        assert!(page.text().contains(shown), "{at}: {}", page.text());
    }
    // A cursor that is none is the first page.
    let page = desk.get(&format!("{list}&after=7b22&at=50")).await.text();
    assert!(page.contains("第 1–50 条，共 52 条") && link(&page, "prev").is_none(), "{page}");
}
