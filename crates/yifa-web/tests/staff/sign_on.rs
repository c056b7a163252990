//! Signing in through the city's directory of people, played by a server of the test that signs what it is told to.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json as Body, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use openidconnect::core::{CoreEdDsaPrivateSigningKey, CoreJsonWebKeySet};
use openidconnect::{JsonWebKeyId, PrivateSigningKey};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use yifa_app::clock::{Clock, SystemClock};
use yifa_app::sign_on::{AccountClaim, Passwords, SignOn, SignOnSettings};

use crate::city::{Answer, Town, account};
use crate::desk::{cookie, hidden};

/// What the directory says next.
#[derive(Clone)]
struct Says {
    claims: Json,
    /// The seed of the key that signs.
    seed: u8,
    challenge: String,
}

#[derive(Clone)]
struct Directory {
    issuer: String,
    says: Arc<Mutex<Option<Says>>>,
}

/// The key that the directory publishes.
const KEY: u8 = 7;

fn key(seed: u8) -> CoreEdDsaPrivateSigningKey {
    // A private key of Ed25519 in PKCS #8 is this head and 32 bytes.
    let mut der = vec![0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    der.extend([seed; 32]);
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(der));
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new("one".into()))).expect("a key")
}

async fn metadata(State(directory): State<Directory>) -> Body<Json> {
    let at = &directory.issuer;
    Body(json!({ "issuer": at, "authorization_endpoint": format!("{at}/authorize"),
        "token_endpoint": format!("{at}/token"), "jwks_uri": format!("{at}/keys"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA"] }))
}

async fn keys() -> Body<CoreJsonWebKeySet> {
    Body(CoreJsonWebKeySet::new(vec![key(KEY).as_verification_key()]))
}

async fn token(
    State(directory): State<Directory>,
    Form(asked): Form<HashMap<String, String>>,
) -> (StatusCode, Body<Json>) {
    let refused = (StatusCode::BAD_REQUEST, Body(json!({ "error": "invalid_grant" })));
    let Some(says) = directory.says.lock().expect("no panic").take() else { return refused };
    let verifier = asked.get("code_verifier").map_or("", String::as_str);
    if URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) != says.challenge {
        return refused;
    }
    let head = json!({ "alg": "EdDSA", "kid": "one" }).to_string();
    let text = [head, says.claims.to_string()].map(|part| URL_SAFE_NO_PAD.encode(part)).join(".");
    let algorithm = openidconnect::core::CoreJwsSigningAlgorithm::EdDsa;
    let signed = key(says.seed).sign(&algorithm, text.as_bytes()).expect("signed");
    let id_token = format!("{text}.{}", URL_SAFE_NO_PAD.encode(signed));
    (StatusCode::OK, Body(json!({ "access_token": "a", "token_type": "bearer", "id_token": id_token })))
}

impl Directory {
    async fn begin() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let directory = Self { issuer, says: Arc::default() };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(directory.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        directory
    }

    fn settings(&self) -> SignOnSettings {
        SignOnSettings {
            issuer: self.issuer.clone(),
            client: "yifa".into(),
            secret: Some("agreed".into()),
            account: AccountClaim::PreferredUsername,
            passwords: Passwords::Everybody,
            title: "市统一身份认证".into(),
            title_en: "City sign-on".into(),
        }
    }

    async fn town(&self) -> Town {
        let sign_on = SignOn::new(self.settings(), "http://yifa.test").expect("a directory");
        Town::new().await.with_directory(sign_on)
    }

    /// Somebody proves who they are; gives the claims that the directory would sign.
    fn claims(&self, sent: &Sent, name: &str) -> Json {
        let now = SystemClock.now().as_second();
        json!({ "iss": self.issuer, "aud": "yifa", "sub": "4711", "preferred_username": name,
            "nonce": sent.asked["nonce"], "iat": now, "exp": now + 300 })
    }

    fn says(&self, sent: &Sent, claims: Json, seed: u8) {
        let challenge = sent.asked["code_challenge"].clone();
        *self.says.lock().expect("no panic") = Some(Says { claims, seed, challenge });
    }
}

/// Somebody on the way to the directory.
struct Sent {
    asked: HashMap<String, String>,
    cookie: String,
}

async fn sent(town: &Town) -> Sent {
    let answer = town.get("/sign-in/directory?back=%2Fplan", &[]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let asked = answer.header("location").split_once("/authorize?").expect("the directory").1;
    let asked = asked.split('&').filter_map(|pair| pair.split_once('='));
    let asked = asked.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Sent { asked, cookie: cookie(&answer) }
}

async fn back(town: &Town, sent: &Sent) -> Answer {
    let path = format!("{}?code=c&state={}", SignOn::RETURN, sent.asked["state"]);
    town.get(&path, &[("cookie", &sent.cookie)]).await
}

#[tokio::test]
async fn whom_the_directory_knows_comes_in_once_where_they_wanted_to_go() {
    let directory = Directory::begin().await;
    let town = directory.town().await;
    let page = town.get("/sign-in?back=%2Fplan", &[]).await.text();
    assert!(
        page.contains("通过市统一身份认证登录") && page.contains("/sign-in/directory?back=%2Fplan"),
        "{page}"
    );
    let sent = sent(&town).await;
    assert_eq!(sent.asked["client_id"], "yifa");
    assert_eq!(sent.asked["scope"], "openid+profile");
    assert_eq!(sent.asked["redirect_uri"], "http%3A%2F%2Fyifa.test%2Fsign-in%2Fdirectory%2Freturn");
    directory.says(&sent, directory.claims(&sent, "legal"), KEY);
    let inside = back(&town, &sent).await;
    assert_eq!((inside.status.as_u16(), inside.header("location")), (303, "/plan"), "{}", inside.text());
    assert_eq!(town.get("/plan", &[("cookie", &cookie(&inside))]).await.status, 200);
    // The same way back, a second time.
    directory.says(&sent, directory.claims(&sent, "legal"), KEY);
    let again = back(&town, &sent).await;
    assert_eq!(again.status, 401);
    assert!(again.text().contains("不是从这个浏览器去的"), "{}", again.text());
}

#[tokio::test]
async fn what_proves_nothing_lets_nobody_in() {
    let directory = Directory::begin().await;
    let town = directory.town().await;
    let spoilt = [
        ("by another key", "iss", json!(directory.issuer), KEY + 1),
        ("for another system", "aud", json!("salaries"), KEY),
        ("of another directory", "iss", json!("https://id.example"), KEY),
        ("of another sign-in", "nonce", json!("old"), KEY),
        ("run out", "exp", json!(1_600_000_000), KEY),
        ("without a name", "preferred_username", Json::Null, KEY),
    ];
    for (what, claim, value, seed) in spoilt {
        let sent = sent(&town).await;
        let mut claims = directory.claims(&sent, "legal");
        claims[claim] = value;
        directory.says(&sent, claims, seed);
        let answer = back(&town, &sent).await;
        assert_eq!(answer.status, 401, "{what}: {}", answer.text());
        assert!(answer.text().contains("不能证明您的身份"), "{what}: {}", answer.text());
        assert!(!cookie(&answer).contains("yifa_session"), "{what}");
    }
}

#[tokio::test]
async fn who_is_not_known_here_is_told_by_which_name_they_are_known_there() {
    let directory = Directory::begin().await;
    let town = directory.town().await;
    let sent = sent(&town).await;
    directory.says(&sent, directory.claims(&sent, "<b>张三</b>"), KEY);
    let answer = back(&town, &sent).await;
    assert_eq!(answer.status, 401);
    assert!(answer.text().contains("确认您是“&#60;b&#62;张三"), "{}", answer.text());
}

#[tokio::test]
async fn another_browser_and_a_made_up_state_come_too_late() {
    let directory = Directory::begin().await;
    let town = directory.town().await;
    let mine = sent(&town).await;
    directory.says(&mine, directory.claims(&mine, "legal"), KEY);
    // A link with somebody else's code, opened by a victim.
    let other = Sent { asked: mine.asked.clone(), cookie: "yifa_entry=other".to_owned() };
    assert_eq!(back(&town, &other).await.status, 401);
    let made_up = town.get("/sign-in/directory/return?state=x&code=%F0%A0%AE%B7", &[]).await;
    assert_eq!(made_up.status, 401);
    // It was not used up by them.
    assert_eq!(back(&town, &mine).await.status, 303);
}

#[tokio::test]
async fn who_says_no_there_may_come_in_by_a_password() {
    let directory = Directory::begin().await;
    let town = directory.town().await;
    let sent = sent(&town).await;
    let path = format!("{}?error=access_denied&state={}", SignOn::RETURN, sent.asked["state"]);
    let answer = town.get(&path, &[("cookie", &sent.cookie)]).await;
    assert_eq!(answer.status, 401);
    assert!(answer.text().contains("没有同意登录") && answer.text().contains("name=\"password\""));
}

#[tokio::test]
async fn a_city_may_keep_passwords_to_its_administrators() {
    let directory = Directory::begin().await;
    let settings = SignOnSettings { passwords: Passwords::Administrators, ..directory.settings() };
    let sign_on = SignOn::new(settings, "http://yifa.test").expect("a directory");
    let town = Town::new().await.with_directory(sign_on);
    town.city.put_account(&account("admin", "admin", "city"), "long enough").await.expect("an account");
    let page = town.get("/sign-in", &[]).await;
    let (csrf, entry) = (hidden(&page.text(), "csrf"), cookie(&page));
    assert!(page.text().contains("系统管理员使用密码登录"), "{}", page.text());
    let tried = async |name: &str, password: &str| {
        let form = [("csrf", csrf.as_str()), ("name", name), ("password", password), ("back", "/")];
        town.form("/sign-in", &[("cookie", &entry)], &form).await
    };
    let refused = tried("legal", "long enough").await;
    assert_eq!(refused.status, 401);
    assert!(refused.text().contains("只能通过统一身份认证登录"), "{}", refused.text());
    assert!(!cookie(&refused).contains("yifa_session"), "no session");
    // Who does not know the password does not learn whose it is.
    assert!(tried("legal", "wrong").await.text().contains("账号或者密码不对"));
    assert!(tried("nobody", "wrong").await.text().contains("账号或者密码不对"));
    assert_eq!(tried("admin", "long enough").await.status, 303);
    let sent = sent(&town).await;
    directory.says(&sent, directory.claims(&sent, "legal"), KEY);
    assert_eq!(back(&town, &sent).await.status, 303);
}

#[tokio::test]
async fn a_directory_that_is_silent_or_unsafe_is_named() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let gone = listener.local_addr().expect("an address");
    drop(listener);
    let silent = Directory { issuer: format!("http://{gone}"), says: Arc::default() };
    let town = silent.town().await;
    let answer = town.get("/sign-in/directory", &[]).await;
    assert_eq!(answer.status, 401);
    assert!(answer.text().contains("没有应答"), "{}", answer.text());
    for issuer in ["http://id.example.gov.cn", "id.example.gov.cn", ""] {
        let settings = SignOnSettings { issuer: issuer.to_owned(), ..silent.settings() };
        assert!(SignOn::new(settings, "https://yifa.test").is_err(), "{issuer}");
    }
    assert_eq!(Town::new().await.get("/sign-in/directory", &[]).await.status, 404);
}
