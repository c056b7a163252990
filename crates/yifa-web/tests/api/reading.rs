//! Tokens, lists, marks and limits.

use serde_json::json;
use yifa_app::token::Scope;

use crate::city::{Town, account, request};

fn legal() -> yifa_app::account::Account {
    account("legal", "legal_office", "justice")
}

async fn reader() -> (Town, String) {
    let town = Town::new().await;
    let token = town.token(&legal(), &[Scope::Read]).await;
    (town, format!("Bearer {token}"))
}

#[tokio::test]
async fn without_a_good_token_nothing_is_told() {
    let (town, bearer) = reader().await;
    for headers in [
        vec![],
        vec![("authorization", "Bearer yifa_nobody")],
        vec![("authorization", "Basic eDp5")],
        vec![("cookie", "yifa_session=x")],
    ] {
        let answer = town.get("/api/matters", &headers).await;
        assert_eq!(answer.status, 401, "{headers:?}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
        assert!(answer.headers.get("set-cookie").is_none());
    }
    assert_eq!(town.get("/api/matters", &[("authorization", &bearer)]).await.status, 200);
}

#[tokio::test]
async fn a_revoked_token_an_ended_one_and_one_of_a_lost_post_are_refused() {
    let (town, bearer) = reader().await;
    let headers = [("authorization", bearer.as_str())];
    let tokens = town.city.tokens_of(&legal().person).await.unwrap();
    assert_eq!(tokens.len(), 1);
    assert!(
        !format!("{tokens:?}").contains(bearer.trim_start_matches("Bearer ")),
        "the token itself is kept"
    );
    town.city.revoke_token(&legal().person, &tokens[0].id).await.unwrap();
    assert_eq!(town.get("/api/me", &headers).await.status, 401);

    let second = format!("Bearer {}", town.token(&legal(), &[Scope::Read]).await);
    assert_eq!(town.get("/api/me", &[("authorization", &second)]).await.status, 200);
    town.city.put_account(&account("legal", "clerk", "urban"), "long enough").await.unwrap();
    assert_eq!(town.get("/api/me", &[("authorization", &second)]).await.status, 401);

    let (town, bearer) = reader().await;
    town.clock.set("2026-04-03T02:00:00Z".parse().unwrap());
    assert_eq!(town.get("/api/me", &[("authorization", &bearer)]).await.status, 401);
}

#[tokio::test]
async fn nobody_ends_the_token_of_somebody_else() {
    let (town, bearer) = reader().await;
    let id = town.city.tokens_of(&legal().person).await.unwrap()[0].id.clone();
    assert!(town.city.revoke_token(&"clerk".into(), &id).await.is_err());
    assert_eq!(town.get("/api/me", &[("authorization", &bearer)]).await.status, 200);
}

#[tokio::test]
async fn a_scope_is_held() {
    let (town, bearer) = reader().await;
    let path = "/api/procedures/enforcement-complaint/receive";
    let answer = town.post(path, &[("authorization", &bearer)], &json!({ "values": {} })).await;
    assert_eq!(answer.status, 403);
    assert!(answer.header("www-authenticate").contains("scope=\"act\""));
}

#[tokio::test]
async fn a_query_is_read_strictly() {
    let (town, bearer) = reader().await;
    for query in [
        "limit=0",
        "limit=201",
        "limit=x",
        "procedure=no-such",
        "level=purple",
        "due_by=2026-02-30",
        "order=random",
        "q=%20",
        "state=0.5",
        "colour=red",
    ] {
        let answer = town.get(&format!("/api/matters?{query}"), &[("authorization", &bearer)]).await;
        assert_eq!(answer.status, 400, "{query}: {}", answer.text());
        assert_eq!(answer.json()["status"], 400, "{query}");
        let name = query.split('=').next().unwrap_or_default();
        let told = answer.json()["detail"].as_str().unwrap_or_default().to_owned();
        assert!(told.contains(name) && !told.contains("deserialize"), "{query}: {told}");
    }
    // Which parameter, what was sent and what it takes is said in the caller's language.
    for (path, lang, told) in [
        (
            "/api/matters?limit=x",
            "en",
            "the parameter limit does not take “x”; it takes a whole number from 1 to 200",
        ),
        ("/api/matters?open=ja", "en", "the parameter open does not take “ja”; it takes true or false"),
        ("/api/matters?level=purple", "en", "it takes one of notice, yellow, red"),
        ("/api/matters?due_by=morgen", "en", "it takes a day written as 2026-03-02"),
        ("/api/matters?limit=x", "zh-Hans", "参数 limit 不接受“x”，它接受：1 到 200 的整数"),
        ("/api/matters?colour=red", "zh-Hant", "沒有參數 colour；可用的參數："),
        ("/api/me?x=1", "en", "this address takes none"),
        ("/api/matters?open=true&open=false", "en", "the parameter open may stand once only"),
        (
            "/api/limit?from=2026-03-02&n=5",
            "en",
            "the parameter unit is missing; it takes one of calendar_day",
        ),
        ("/api/measures?year=99999", "en", "the parameter year does not take “99999”"),
    ] {
        let answer = town.get(path, &[("authorization", &bearer), ("accept-language", lang)]).await;
        assert_eq!(answer.status, 400, "{path}");
        let said = answer.json()["detail"].as_str().unwrap_or_default().to_owned();
        assert!(said.contains(told), "{path}: {said}");
    }
    // What is written well but names nothing is not found.
    for path in [
        "/api/matters?cursor=zz",
        "/api/matters?body=nobody",
        "/api/measures?body=nobody",
        "/api/instruments?cursor=x",
        "/api/instruments?cursor=",
        "/api/instruments?cursor=%2B1",
        "/api/instruments?cursor=1234567890",
        "/api/matters/nothing",
        "/api/procedures/nothing",
        "/api/measures/nothing/matters",
        "/api/x",
    ] {
        let answer = town.get(path, &[("authorization", &bearer), ("accept-language", "en")]).await;
        assert_eq!(answer.status, 404, "{path}");
        let told = answer.json()["detail"].as_str().unwrap_or_default().to_owned();
        assert!(!path.contains("cursor") || told.contains("first page"), "{path}: {told}");
    }
}

#[tokio::test]
async fn what_is_not_there_and_what_cannot_be_is_said_in_the_language_that_was_asked_for() {
    let (town, bearer) = reader().await;
    let long = format!("/api/matters/{}", "x".repeat(600));
    for (path, lang, told) in [
        ("/api/matters/none", "en", "there is no matter none"),
        ("/api/matters/none", "", "没有事项 none"),
        ("/api/matters/none/events", "zh-Hant", "沒有事項 none"),
        ("/api/matters?body=nobody", "", "没有机关 nobody"),
        (long.as_str(), "", "xx…"),
        ("/api/limit?from=2026-09-24&n=36500&unit=year", "", "期限超过一百年"),
        ("/api/limit?from=2026-09-24&n=36500&unit=year", "en", "longer than a hundred years"),
        ("/api/limit?from=9990-01-01&n=90&unit=year", "zh-Hant", "屆滿日超出日曆"),
    ] {
        let answer = town.get(path, &[("authorization", &bearer), ("accept-language", lang)]).await;
        let said = answer.json()["detail"].as_str().unwrap_or_default().to_owned();
        assert!(said.contains(told) && said.chars().count() < 160, "{path}: {said}");
    }
}

#[tokio::test]
async fn another_method_is_refused_as_a_problem_that_names_the_right_one() {
    let (town, bearer) = reader().await;
    let answer = town
        .send(request("DELETE", "/api/matters", &[("authorization", &bearer)], axum::body::Body::empty()))
        .await;
    assert_eq!(answer.status, 405);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert!(answer.header("allow").contains("GET"), "{:?}", answer.headers);
}

#[tokio::test]
async fn too_many_requests_are_told_when_to_come_again() {
    let (town, bearer) = reader().await;
    let mut last = 200;
    for _ in 0..400 {
        let answer = town.get("/api/me", &[("authorization", &bearer)]).await;
        last = answer.status.as_u16();
        if last == 429 {
            assert!(answer.header("retry-after").parse::<u64>().unwrap() >= 1);
            break;
        }
    }
    assert_eq!(last, 429);
    let uncounted = town.counting(None);
    for _ in 0..400 {
        assert_eq!(uncounted.get("/api/me", &[("authorization", &bearer)]).await.status, 200);
    }
    town.clock.set("2026-03-03T03:00:00Z".parse().unwrap());
    assert_eq!(town.get("/api/me", &[("authorization", &bearer)]).await.status, 200);
}

#[tokio::test]
async fn a_representation_that_has_not_changed_is_not_sent_again() {
    let (town, bearer) = reader().await;
    let first = town.get("/api/procedures", &[("authorization", &bearer)]).await;
    let mark = first.header("etag").to_owned();
    let again = town.get("/api/procedures", &[("authorization", &bearer), ("if-none-match", &mark)]).await;
    assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0));
    let other = town.get("/api/procedures", &[("authorization", &bearer), ("if-none-match", "\"0\"")]).await;
    assert_eq!(other.status, 200);
}

#[tokio::test]
async fn a_limit_is_computed_with_its_steps_and_an_impossible_one_is_said() {
    let (town, bearer) = reader().await;
    let get = |query: &'static str| {
        let (town, bearer) = (&town, &bearer);
        async move { town.get(&format!("/api/limit?{query}"), &[("authorization", bearer)]).await }
    };
    let due = get("from=2026-09-24&n=5&unit=working_day").await.json();
    assert_eq!(due["on"], "2026-10-09", "{due}");
    assert!(due["steps"].as_array().unwrap().iter().any(|step| step["kind"] == "skipped"));
    assert_eq!(get("from=2026-09-24&n=0&unit=month").await.status, 400);
    assert_eq!(get("from=2026-09-24&n=5&unit=moon").await.status, 400);
    assert_eq!(get("n=5&unit=month").await.status, 400);
    assert_eq!(get("from=9990-01-01&n=90&unit=year").await.status, 409);
}
