//! Acts by API: typed values in, events or a refusal with its article out; done once, and only where the caller saw it.

use serde_json::{Value as Json, json};
use yifa_app::token::Scope;

use crate::city::{Answer, Town, account, request};

const RECEIVE: &str = "/api/procedures/enforcement-complaint/receive";

struct Caller {
    town: Town,
    bearer: String,
}

impl Caller {
    async fn new() -> Self {
        let town = Town::new().await;
        let legal = account("legal", "legal_office", "justice");
        let bearer = format!("Bearer {}", town.token(&legal, &Scope::ALL).await);
        Self { town, bearer }
    }

    async fn post(&self, path: &str, more: &[(&str, &str)], body: &Json) -> Answer {
        let mut headers = vec![("authorization", self.bearer.as_str())];
        headers.extend(more);
        self.town.post(path, &headers, body).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.town.get(path, &[("authorization", &self.bearer)]).await
    }

    async fn complaint(&self) -> String {
        let answer = self.post(RECEIVE, &[], &complaint()).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json()["matter"].as_str().expect("a matter").to_owned()
    }
}

fn complaint() -> Json {
    json!({ "values": { "topic": "未出示证件", "channel": "website", "story": "两人没有出示证件。", "unit": "urban",
        "named": false } })
}

#[tokio::test]
async fn an_opened_matter_can_be_read_with_why_and_why_not() {
    let caller = Caller::new().await;
    let matter = caller.complaint().await;
    let answer = caller.get(&format!("/api/matters/{matter}")).await;
    let shown = answer.json();
    assert_eq!(shown["state"], "received");
    assert_eq!(shown["values"]["topic"], "未出示证件");
    assert_eq!(shown["values"].get("story"), None, "a personal value is shown");
    assert!(shown["hidden"].as_array().unwrap().contains(&json!("story")));
    let accept = shown["actions"].as_array().unwrap().iter().find(|one| one["action"] == "accept").unwrap();
    assert_eq!(accept["openness"], "open");
    assert!(shown["clocks"].as_array().unwrap().iter().any(|one| one["due_on"].is_string()), "{shown}");
    assert!(answer.header("etag").starts_with(&format!("\"{}-", shown["seq"])));
    let events = caller.get(&format!("/api/matters/{matter}/events")).await.json();
    let items = events["items"].as_array().unwrap();
    assert!(items.windows(2).all(|two| two[0]["hash"] == two[1]["previous"]));
}

#[tokio::test]
async fn the_law_says_no_with_its_article_and_the_next_step() {
    let caller = Caller::new().await;
    let matter = caller.complaint().await;
    let path = format!("/api/matters/{matter}/enforcement-complaint/accept");
    let route = json!({ "values": { "route": "petition" } });
    let answer = caller.post(&path, &[("accept-language", "en")], &route).await;
    assert_eq!(answer.status, 409, "{}", answer.text());
    let problem = answer.json();
    assert_eq!(problem["code"], "R0301");
    assert_eq!(problem["type"], "/explain/R0301");
    let reason = &problem["reasons"][0];
    assert!(reason["basis"][0].as_str().unwrap().contains("第七十五条"), "{problem}");
    assert!(reason["next"]["text"].as_str().unwrap().contains("passed on"), "{problem}");
}

#[tokio::test]
async fn values_that_do_not_fit_are_all_named_and_nothing_is_opened() {
    let caller = Caller::new().await;
    let wrong = json!({ "values": { "topic": 7, "channel": "pigeon", "named": "false", "unit": "urban", "colour": 1 } });
    let answer = caller.post(RECEIVE, &[], &wrong).await;
    assert_eq!(answer.status, 422);
    let problem = answer.json();
    let mut named: Vec<&str> =
        problem["reasons"].as_array().unwrap().iter().filter_map(|one| one["field"].as_str()).collect();
    named.sort_unstable();
    assert_eq!(named, ["channel", "colour", "named", "story", "topic"]);
    assert_eq!(caller.get("/api/matters").await.json()["items"], json!([]));
}

#[tokio::test]
async fn every_wrong_cell_of_a_table_is_named_by_row_and_column() {
    let caller = Caller::new().await;
    let clerk = account("clerk", "clerk", "urban");
    caller.town.city.put_account(&clerk, "long enough").await.unwrap();
    let bearer = format!("Bearer {}", caller.town.token(&clerk, &Scope::ALL).await);
    let post = async |path: &str, values: Json| {
        let body = json!({ "values": values });
        caller.town.post(path, &[("authorization", &bearer), ("accept-language", "en")], &body).await
    };
    let note = json!({ "certificate_name": "执法证", "issuer": "司法部", "issued_on": "2020-01-02" });
    let noted = post("/api/procedures/certificate-filing/note", note).await;
    assert_eq!(noted.status, 201, "{}", noted.text());
    let path = format!(
        "/api/matters/{}/certificate-filing/report",
        noted.json()["matter"].as_str().expect("a matter")
    );
    let holder =
        |name: Json, until: &str| json!({ "name": name, "certificate_no": "510100", "valid_until": until });
    let wrong =
        [holder(json!("王强"), "2999-02-30"), holder(json!(7), "2999-01-01"), json!({ "colour": "红" })];
    let answer = post(&path, json!({ "holders": wrong })).await;
    assert_eq!(answer.status, 422, "{}", answer.text());
    let problem = answer.json();
    let cells: Vec<_> =
        problem["reasons"].as_array().unwrap().iter().map(|one| one["cell"].clone()).collect();
    let cell = |row, column: &str| json!({ "row": row, "column": column });
    assert_eq!(cells, [cell(1, "valid_until"), cell(2, "name"), cell(3, "colour")], "{problem}");
    let late = holder(json!("王强"), "2020-01-01");
    let refused = post(&path, json!({ "holders": [late] })).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    assert_eq!(refused.json()["reasons"][0]["cell"], Json::Null, "a condition is about the whole table");
}

#[tokio::test]
async fn a_body_that_is_none_is_refused() {
    let caller = Caller::new().await;
    for body in [
        json!([]),
        json!("x"),
        json!({ "values": [] }),
        json!({ "value": {} }),
        json!({ "happened_on": "yesterday" }),
    ] {
        assert_eq!(caller.post(RECEIVE, &[], &body).await.status, 400, "{body}");
    }
    let headers = [("authorization", caller.bearer.as_str())];
    assert_eq!(caller.town.form(RECEIVE, &headers, &[("topic", "x")]).await.status, 415);
    let huge = json!({ "values": { "story": "长".repeat(12 << 20) } });
    assert_eq!(caller.post(RECEIVE, &[], &huge).await.status, 413);
}

/// What exactly is wrong is said in the caller's language, whoever finds it: the query, the body, a header, a list.
#[tokio::test]
async fn what_is_wrong_is_said_in_the_language_that_was_asked_for() {
    let caller = Caller::new().await;
    let matter = caller.complaint().await;
    let accept = format!("/api/matters/{matter}/enforcement-complaint/accept");
    // Where, with which header, which body, and what is said in each language.
    let sent = [
        ("/api/matters?cursor=zz", None, None, ["no page gave", "没有哪一页", "沒有哪一頁"]),
        ("/api/instruments?q=%00", None, None, ["1 to 200 characters", "控制字符", "控制字元"]),
        ("/api/calendar/soon", None, None, ["a year from", "年份", "年份"]),
        (RECEIVE, None, Some("{"), ["no JSON: line 1, column 1", "第 1 行第 1 列", "不是 JSON"]),
        (RECEIVE, None, Some("[]"), ["a JSON object", "JSON 对象", "JSON 物件"]),
        (RECEIVE, None, Some(r#"{"colour":1}"#), ["there are values", "成员 colour", "成員 colour"]),
        (RECEIVE, None, Some(r#"{"happened_on":"x"}"#), ["a day written", "的日期", "的日期"]),
        (&accept, Some(("if-match", "x")), Some("{}"), ["the ETag", "得到的 ETag", "得到的 ETag"]),
        (&accept, Some(("idempotency-key", "a b")), Some("{}"), ["letters, digits", "字母", "字母"]),
    ];
    for (path, header, body, told) in sent {
        for (lang, told) in ["en", "zh-Hans", "zh-Hant"].into_iter().zip(told) {
            let mut headers = vec![("authorization", caller.bearer.as_str()), ("accept-language", lang)];
            headers.extend(header);
            headers.extend(body.map(|_| ("content-type", "application/json")));
            let method = if body.is_some() { "POST" } else { "GET" };
            let request = request(method, path, &headers, body.unwrap_or_default().to_owned().into());
            let answer = caller.town.send(request).await;
            assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
            let said = answer.json()["detail"].as_str().unwrap_or_default().to_owned();
            assert!(said.contains(told), "{lang} {path} {body:?}: {said}");
        }
    }
}

#[tokio::test]
async fn a_repeated_request_is_done_once() {
    let caller = Caller::new().await;
    let key = [("idempotency-key", "k-1")];
    let first = caller.post(RECEIVE, &key, &complaint()).await;
    let again = caller.post(RECEIVE, &key, &complaint()).await;
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201));
    assert_eq!(first.json()["matter"], again.json()["matter"]);
    assert_eq!(again.header("idempotent-replayed"), "true");
    // At once too: every one is answered as the one that was done.
    let at_once = [("idempotency-key", "k-2")];
    let body = complaint();
    let send = || caller.post(RECEIVE, &at_once, &body);
    let (a, b, c, d) = tokio::join!(send(), send(), send(), send());
    for other in [&b, &c, &d] {
        assert_eq!((other.status.as_u16(), &other.json()["changed"]), (201, &a.json()["changed"]));
    }
    assert_eq!(caller.get("/api/matters").await.json()["items"].as_array().unwrap().len(), 2);

    let mut other = complaint();
    other["values"]["topic"] = json!("别的事");
    let misused = caller.post(RECEIVE, &key, &other).await;
    assert_eq!(misused.status, 422);
    assert_eq!(misused.json()["code"], "R0602");
    let next = &misused.json()["reasons"][0]["next"]["href"];
    assert!(next.is_null(), "nothing was opened, so nothing leads there: {next}");
    assert_eq!(caller.post(RECEIVE, &[("idempotency-key", "a b")], &complaint()).await.status, 400);
}

#[tokio::test]
async fn a_repeated_act_is_answered_although_the_matter_has_moved_on() {
    let caller = Caller::new().await;
    let matter = caller.complaint().await;
    let path = format!("/api/matters/{matter}/enforcement-complaint/accept");
    let body = json!({ "values": { "route": "conduct" } });
    let key = [("idempotency-key", "accept-1")];
    let first = caller.post(&path, &key, &body).await;
    assert_eq!(first.status, 200, "{}", first.text());
    let again = caller.post(&path, &key, &body).await;
    assert_eq!(again.status, 200, "{}", again.text());
    assert_eq!(first.json()["seq"], again.json()["seq"]);
    // Without a key it is a second acceptance, and the law says no.
    assert_eq!(caller.post(&path, &[], &body).await.status, 409);
}

#[tokio::test]
async fn whoever_saw_an_older_event_is_told_to_read_again() {
    let caller = Caller::new().await;
    let matter = caller.complaint().await;
    let mark = caller.get(&format!("/api/matters/{matter}")).await.header("etag").to_owned();
    let path = format!("/api/matters/{matter}/enforcement-complaint/accept");
    let body = json!({ "values": { "route": "conduct" } });
    assert_eq!(caller.post(&path, &[("if-match", "\"999\"")], &body).await.status, 412);
    for unread in ["12", "\"\"", "\"12", "\"twelve\"", "\"12-xyz\"", "W/\"12\""] {
        assert_eq!(caller.post(&path, &[("if-match", unread)], &body).await.status, 400, "{unread}");
        let nowhere = "/api/matters/none-such/enforcement-complaint/accept";
        assert_eq!(caller.post(nowhere, &[("if-match", unread)], &body).await.status, 404, "{unread}");
    }
    assert_eq!(caller.post(&path, &[("if-match", &mark)], &body).await.status, 200);
    // What is refused anyway is refused for its reason, stale or not (RFC 9110, 13.2.1).
    assert_eq!(caller.post(&path, &[("if-match", &mark)], &body).await.status, 409);
    // Anything that is there will do: the law alone says no.
    assert_eq!(caller.post(&path, &[("if-match", "*")], &body).await.status, 409);
}

#[tokio::test]
async fn another_procedure_s_action_and_a_foreign_role_are_refused() {
    let caller = Caller::new().await;
    let matter = caller.complaint().await;
    let path = format!("/api/matters/{matter}/penalty-ordinary/decide");
    assert_eq!(caller.post(&path, &[], &json!({ "values": {} })).await.status, 404);
    let clerk = account("clerk", "clerk", "urban");
    caller.town.city.put_account(&clerk, "long enough").await.unwrap();
    let bearer = format!("Bearer {}", caller.town.token(&clerk, &Scope::ALL).await);
    let answer = caller.town.get(&format!("/api/matters/{matter}"), &[("authorization", &bearer)]).await;
    assert_eq!(answer.status, 403);
}

/// Who may not do it at all is told so before anything is said about the values.
#[tokio::test]
async fn an_act_of_another_role_is_forbidden_with_its_article_whatever_is_sent() {
    let caller = Caller::new().await;
    let matter = caller.complaint().await;
    let paths = [
        RECEIVE.replace("enforcement-complaint/receive", "penalty-ordinary/file"),
        format!("/api/matters/{matter}/enforcement-complaint/correct"),
    ];
    for path in paths {
        for body in [json!({ "values": {} }), json!({ "values": { "colour": 1 } })] {
            let answer = caller.post(&path, &[], &body).await;
            assert_eq!(answer.status, 403, "{path}: {}", answer.text());
            let problem = answer.json();
            assert_eq!((&problem["code"], &problem["type"]), (&json!("R0105"), &json!("/explain/R0105")));
            let reason = &problem["reasons"][0];
            assert!(reason["basis"][0].as_str().unwrap_or_default().contains('《'), "{problem}");
            assert!(reason["next"]["text"].is_string(), "{problem}");
        }
    }
}

#[tokio::test]
async fn lists_are_walked_by_cursor_without_gap_or_double() {
    let caller = Caller::new().await;
    let mut made = Vec::new();
    for _ in 0..7 {
        made.push(caller.complaint().await);
    }
    let mut seen = Vec::new();
    let mut path = "/api/matters?limit=3&order=number".to_owned();
    loop {
        let answer = caller.get(&path).await;
        let page = answer.json();
        seen.extend(
            page["items"].as_array().unwrap().iter().map(|one| one["matter"].as_str().unwrap().to_owned()),
        );
        if page["next"].is_null() {
            assert_eq!(answer.header("link"), "");
            break;
        }
        let link = answer.header("link");
        path = link.trim_start_matches('<').split('>').next().unwrap().to_owned();
    }
    seen.sort();
    made.sort();
    assert_eq!(seen, made);
}

#[tokio::test]
async fn a_file_is_what_its_name_says_by_this_way_too() {
    let caller = Caller::new().await;
    let bring = async |name: &str, bytes: &'static [u8]| {
        let headers = [
            ("authorization", caller.bearer.as_str()),
            ("content-type", "application/octet-stream"),
            ("accept-language", "en"),
        ];
        let path = format!("/api/files?name={name}");
        caller.town.send(request("POST", &path, &headers, axum::body::Body::from(bytes))).await
    };
    assert_eq!(bring("notice.pdf", b"%PDF-1.7\n").await.status, 201);
    for (name, bytes) in
        [("tool.exe", &b"MZ\x90"[..]), ("notice.pdf", b"plain text"), ("page.html", b"<html>")]
    {
        let told = bring(name, bytes).await;
        assert_eq!(told.status, 415, "{name}: {}", told.text());
        assert!(told.text().contains(name), "{}", told.text());
    }
}

#[tokio::test]
async fn one_person_named_twice_is_not_two_and_what_turns_the_text_around_is_refused() {
    let caller = Caller::new().await;
    let second = account("second", "legal_office", "justice");
    caller.town.city.put_account(&second, "long enough").await.expect("an account");
    let matter = caller.complaint().await;
    let act = |action: &str| format!("/api/matters/{matter}/enforcement-complaint/{action}");
    let done = caller.post(&act("accept"), &[], &json!({ "values": { "route": "conduct" } })).await;
    assert_eq!(done.status, 200, "{}", done.text());
    let conclude = |who: Json, findings: &str| json!({ "values": { "investigators": who, "findings": findings, "outcome": "not_proved" } });
    let told = caller.post(&act("conclude"), &[], &conclude(json!(["legal", "legal"]), "查明")).await;
    assert_eq!((told.status.as_u16(), &told.json()["code"]), (409, &json!("R0211")), "{}", told.text());
    let told =
        caller.post(&act("conclude"), &[], &conclude(json!(["legal", "second"]), "查\u{202e}明")).await;
    assert_eq!(told.json()["reasons"][0]["code"], "R0207", "{}", told.text());
    let done = caller.post(&act("conclude"), &[], &conclude(json!(["legal", "second"]), "查明")).await;
    assert_eq!(done.status, 200, "{}", done.text());
}
