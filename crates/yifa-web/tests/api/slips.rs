//! What is entered for somebody by API answers with the slip that they take it back with, as the page does.

use serde_json::{Value as Json, json};
use yifa_app::token::Scope;

use crate::city::{Answer, Town, account};

const DRAFT: &str = "/api/procedures/normative-document/draft";

struct Clerk {
    town: Town,
    bearer: String,
}

impl Clerk {
    async fn new() -> Self {
        let town = Town::new().await;
        let clerk = account("counter", "clerk", "urban");
        town.city.put_account(&clerk, "long enough").await.expect("an account");
        let bearer = format!("Bearer {}", town.token(&clerk, &[Scope::Act]).await);
        Self { town, bearer }
    }

    async fn post(&self, path: &str, key: &str, body: &Json) -> Answer {
        self.town.post(path, &[("authorization", &self.bearer), ("idempotency-key", key)], body).await
    }

    /// A draft that takes comments now, and the path of an act on it.
    async fn draft(&self) -> impl Fn(&str) -> String {
        let draft = json!({ "values": { "title": "公园文明休憩规定", "kind": "measures", "text": "第一条 爱护花木。",
            "explanation": "规范公园秩序", "touches_rights": false, "business_related": false, "trial": false } });
        let made = self.post(DRAFT, "draft", &draft).await;
        assert_eq!(made.status, 201, "{}", made.text());
        assert_eq!(made.json()["slip"], Json::Null, "nobody else is concerned");
        let matter = made.json()["matter"].as_str().expect("a matter").to_owned();
        let path = move |action: &str| format!("/api/matters/{matter}/normative-document/{action}");
        let opened = self
            .post(&path("open_comment"), "open", &json!({ "values": { "comment_until": "2026-04-30" } }))
            .await;
        assert_eq!(opened.status, 200, "{}", opened.text());
        path
    }
}

fn comment(text: &str) -> Json {
    json!({ "values": { "comment_text": text } })
}

#[tokio::test]
async fn an_entry_answers_with_number_and_code_that_follow_it() {
    let clerk = Clerk::new().await;
    let path = clerk.draft().await;
    let entered = clerk.post(&path("comment"), "one", &comment("建议延长开放时间")).await;
    assert_eq!(entered.status, 200, "{}", entered.text());
    assert_eq!(entered.header("cache-control"), "no-store");
    let slip = entered.json()["slip"].clone();
    assert_eq!(slip["takes_back"], "withdraw_comment");
    assert_eq!(slip["address"], "http://yifa.test/public/follow");
    let (number, code) = (slip["reference"].as_str().unwrap(), slip["code"].as_str().unwrap());
    let follower = clerk.town.city.follower_by_code(number, code).await.expect("the store");
    assert_eq!(
        follower.map(|id| format!("http://yifa.test/public/follow/{id}")).as_deref(),
        slip["direct"].as_str()
    );
    assert_eq!(clerk.town.city.follower_by_code(number, "AAAAA-AAAAA").await.expect("the store"), None);
}

#[tokio::test]
async fn a_repeated_request_gives_the_same_slip_and_another_entry_another() {
    let clerk = Clerk::new().await;
    let path = clerk.draft().await;
    let first = clerk.post(&path("comment"), "one", &comment("建议延长开放时间")).await.json();
    let other = clerk.post(&path("comment"), "two", &comment("建议增设座椅")).await.json();
    let again = clerk.post(&path("comment"), "one", &comment("建议延长开放时间")).await.json();
    assert_eq!(again["replayed"], true);
    assert_eq!(again["slip"], first["slip"]);
    assert_ne!(other["slip"]["code"], first["slip"]["code"]);
    assert_ne!(other["slip"]["reference"], first["slip"]["reference"]);
}

#[tokio::test]
async fn what_is_refused_gives_no_slip() {
    let clerk = Clerk::new().await;
    let path = clerk.draft().await;
    for wrong in
        [comment("短"), comment(""), json!({ "values": {} }), json!({ "values": { "comment_text": 7 } })]
    {
        let refused = clerk.post(&path("comment"), "wrong", &wrong).await;
        assert!(refused.status.is_client_error(), "{wrong}: {}", refused.text());
        assert_eq!(refused.json().get("slip"), None, "{}", refused.text());
    }
}

#[tokio::test]
async fn the_description_says_which_operations_hand_over_a_slip() {
    let spec = Clerk::new().await.town.get("/api/openapi.json", &[]).await.json();
    let said = |path: &str| {
        spec["paths"][path]["post"]["description"].as_str().unwrap_or_default().contains("`slip`")
    };
    assert!(said("/api/matters/{matter}/normative-document/comment"));
    assert!(!said("/api/matters/{matter}/normative-document/open_comment"));
    let done = &spec["components"]["schemas"]["Done"];
    assert!(done["required"].as_array().unwrap().contains(&json!("slip")));
    assert_eq!(done["properties"]["slip"]["oneOf"][0]["$ref"], "#/components/schemas/EntrySlip");
}
