//! What an administrator reads: why the law said no, claim by claim, and how often people and machines may ask.

use axum::body::Body;

use crate::city::{Answer, Town, account, request};
use crate::desk::{Desk, hidden, signed_in, signed_in_as};

const SUGGESTION: &str = "/matters/new/judicial-suggestion/receive";

async fn administrator(town: &Town) -> String {
    town.city.put_account(&account("root", "admin", "city"), "long enough").await.expect("an account");
    signed_in_as(town, "root").await
}

#[tokio::test]
async fn the_journal_tells_the_claim_that_failed_and_not_the_one_that_holds() {
    let desk = Desk::new().await;
    let form = desk.opened(SUGGESTION).await;
    let typed = [
        ("issuer", "云江市中级人民法院"),
        ("suggestion_no", "（2026）云01司建3号"),
        ("stage", "after"),
        ("kind", "governance"),
        ("received_on", "2026-03-02"),
        ("due_on", "2026-02-02"),
        ("text", "完善送达。"),
    ];
    let refused = desk.fill(SUGGESTION, &form, &typed).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    let admin = administrator(&desk.town).await;
    let journal = desk.town.get("/admin/journal?kind=refusal", &[("cookie", &admin)]).await.text();
    let line = journal.split("<tr").find(|row| row.contains("R0301")).expect("the refusal");
    assert!(line.contains("“答复期限”晚于“收到日期”（不成立）"), "{line}");
    assert!(!line.contains("“收到日期”不晚于"), "this claim holds: {line}");
    assert!(line.contains("《行政诉讼法》第六十六条"), "{line}");
}

#[tokio::test]
async fn the_rates_that_are_in_force_stand_among_what_stands_how() {
    let town = Town::new().await;
    let admin = administrator(&town).await;
    let page = |town: Town| {
        let admin = admin.clone();
        async move { town.get("/admin", &[("cookie", &admin)]).await.text() }
    };
    let counted = page(town.counting(std::num::NonZeroU16::new(7))).await;
    assert!(counted.contains("每个令牌每秒 7 次") && counted.contains("每小时 20 份"), "{counted}");
    let free = page(town.counting(None)).await;
    assert!(free.contains("不限（yifa.toml 的 api_rate 为 0）"), "{free}");
    let legal = signed_in(&town).await;
    assert_eq!(town.get("/admin", &[("cookie", &legal)]).await.status, 403);
}

/// Hands a sheet over to a roster; gives the answer.
async fn handed_over(town: &Town, admin: &str, roster: &str, step: &str, sheet: &str) -> Answer {
    let path = format!("/admin/rosters/{roster}");
    let csrf = hidden(&town.get(&path, &[("cookie", admin)]).await.text(), "csrf");
    let part = |name: &str, value: &str| {
        format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let text = format!(
        "{}{}--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"roster.csv\"\r\nContent-Type: \
         text/csv\r\n\r\n{sheet}\r\n--edge--\r\n",
        part("csrf", &csrf),
        part("step", step)
    );
    let headers = [("cookie", admin), ("content-type", "multipart/form-data; boundary=edge")];
    town.send(request("POST", &path, &headers, Body::from(text))).await
}

#[tokio::test]
async fn the_roster_of_bodies_is_fetched_amended_and_handed_over() {
    let town = Town::new().await;
    let admin = administrator(&town).await;
    let sheet = town.get("/admin/rosters/bodies/sheet?format=csv", &[("cookie", &admin)]).await.text();
    assert!(sheet.contains("云江市城市管理局,urban,"), "{sheet}");
    let whole = format!("{sheet}云江市水务局,Water Bureau,云水,部门,,2024-05-01\r\n");
    // The town's three bodies have one prefix: the second and the third are told so, with the line of the first.
    let tried = handed_over(&town, &admin, "bodies", "try", &whole).await.text();
    assert_eq!(tried.matches("与第 2 行重复").count(), 2, "{tried}");
    let apart = whole.replace("justice,云江,", "justice,云司,").replace("urban,云江,", "urban,云城管,");
    let tried = handed_over(&town, &admin, "bodies", "try", &apart).await.text();
    assert!(tried.contains("导入全部 4 行"), "{tried}");
    let kept = handed_over(&town, &admin, "bodies", "keep", &apart).await;
    assert!(kept.status == 200 && kept.text().contains("已录入"), "{}", kept.text());
    let bodies = town.get("/admin/bodies", &[("cookie", &admin)]).await.text();
    assert!(bodies.contains("云江市水务局") && bodies.contains("云城管"), "{bodies}");
}

#[tokio::test]
async fn first_passwords_are_shown_once_and_wrong_ones_not_at_all() {
    let town = Town::new().await;
    let admin = administrator(&town).await;
    let wrong = "登录名,姓名,角色,机关,初始密码\nwang.min,王敏,法制机构,云江市司法局,s3cret\n";
    let held = handed_over(&town, &admin, "people", "keep", wrong).await;
    assert_eq!(held.status, 422);
    assert!(
        held.text().contains("名册须全部无误才录入") && !held.text().contains("s3cret"),
        "{}",
        held.text()
    );
    let right = "登录名,姓名,角色,机关\nwang.min,王敏,legal_office,云江市司法局\n";
    let kept = handed_over(&town, &admin, "people", "keep", right).await.text();
    let password = kept.split("<code>").nth(1).and_then(|rest| rest.split("</code>").next());
    assert!(password.is_some_and(|password| password.len() >= 12), "{kept}");
    let again = handed_over(&town, &admin, "people", "keep", right).await.text();
    assert!(!again.contains("<code>") && again.contains("1 行与现有内容相同"), "{again}");
    let no_sheet = handed_over(&town, &admin, "people", "try", "%PDF-1.7").await;
    assert_eq!(no_sheet.status, 422, "{}", no_sheet.text());
    assert_eq!(town.get("/admin/rosters/nothing", &[("cookie", &admin)]).await.status, 404);
    let legal = signed_in(&town).await;
    for path in ["/admin/rosters/people", "/admin/rosters/people/sheet"] {
        assert_eq!(town.get(path, &[("cookie", &legal)]).await.status, 403, "{path}");
    }
}

/// The page of the last roster of a sort.
async fn last_roster(town: &Town, admin: &str, roster: &str) -> String {
    let list = town.get(&format!("/admin/rosters/{roster}"), &[("cookie", admin)]).await.text();
    let start = format!("href=\"/admin/rosters/{roster}/");
    let id = list.split(&start).find(|rest| rest.contains("<time>")).expect("a roster in the list");
    format!("/admin/rosters/{roster}/{}", id.split('"').next().expect("an address"))
}

#[tokio::test]
async fn a_roster_is_taken_back_from_its_page_and_who_came_in_stays() {
    let town = Town::new().await;
    let admin = administrator(&town).await;
    let empty = town.get("/admin/rosters/people", &[("cookie", &admin)]).await.text();
    assert!(empty.contains("还没有导入过"), "the list is empty: {empty}");
    let sheet = "登录名,姓名,角色,机关,初始密码\nwang.min,王敏,legal_office,云江市司法局,\n\
        li.chuan,李川,legal_office,云江市司法局,long enough\n";
    let kept = handed_over(&town, &admin, "people", "keep", sheet).await.text();
    assert!(kept.contains("查看新增的内容，或者撤回"), "{kept}");
    signed_in_as(&town, "li.chuan").await;
    let path = last_roster(&town, &admin, "people").await;
    let page = town.get(&path, &[("cookie", &admin)]).await.text();
    assert!(page.contains("撤回 1 项") && page.contains("本人已经登录"), "{page}");
    let csrf = hidden(&page, "csrf");
    let send = |reason: &'static str, csrf: String| {
        let (town, path, admin) = (&town, format!("{path}/undo"), admin.clone());
        async move { town.form(&path, &[("cookie", &admin)], &[("csrf", &csrf), ("reason", reason)]).await }
    };
    let blank = send(" ", csrf.clone()).await;
    assert!(blank.status == 422 && blank.text().contains("请填写原因"), "{}", blank.text());
    assert_eq!(send("录错", "forged".to_owned()).await.status, 403);
    assert!(town.city.account(&"wang.min".into()).await.expect("the store").is_some(), "nothing is gone yet");
    assert_eq!(send("录错", csrf.clone()).await.status, 303);
    assert!(town.city.account(&"wang.min".into()).await.expect("the store").is_none());
    assert!(town.city.account(&"li.chuan".into()).await.expect("the store").is_some());
    let page = town.get(&path, &[("cookie", &admin)]).await.text();
    assert!(page.contains("已撤回") && !page.contains("/undo\""), "{page}");
    let twice = send("录错", csrf).await;
    assert!(twice.status == 409 && twice.text().contains("此前已经撤回"), "{}", twice.text());
    let journal = town.get("/admin/journal?kind=roster_undone", &[("cookie", &admin)]).await.text();
    assert!(
        journal.contains("撤回名册") && journal.contains("王敏") && journal.contains("录错"),
        "{journal}"
    );
    // Of the other roster, or of nobody's: not found. Of others than administrators: no.
    let elsewhere = path.replace("/people/", "/bodies/");
    assert_eq!(town.get(&elsewhere, &[("cookie", &admin)]).await.status, 404);
    assert_eq!(town.get("/admin/rosters/people/none", &[("cookie", &admin)]).await.status, 404);
    let legal = signed_in(&town).await;
    assert_eq!(town.get(&path, &[("cookie", &legal)]).await.status, 403);
}
