//! A small city in a temporary store, and requests to its server without a network.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::num::NonZeroU16;
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use jiff::Timestamp;
use jiff::civil::date;
use serde_json::Value as Json;
use tempfile::TempDir;
use tower::Service;
use yifa_app::account::{Account, Post};
use yifa_app::city::City;
use yifa_app::clock::SetClock;
use yifa_app::sign_on::SignOn;
use yifa_app::token::Scope;
use yifa_kernel::body::{Body as Organ, BodyKind};
use yifa_kernel::definition::{Registry, compile};
use yifa_store::Jurisdiction;
use yifa_web::server::{API_RATE, PUBLIC_RATE, Server, router};

static REGISTRY: LazyLock<Arc<Registry>> = LazyLock::new(|| {
    let sources = yifa_app::definitions::embedded();
    Arc::new(compile(&sources).expect("the definitions compile"))
});

/// A city with three bodies and one account, on Tuesday 2026-03-03 at 10:00 in Beijing.
#[derive(Clone)]
pub struct Town {
    pub city: Arc<City>,
    pub clock: Arc<SetClock>,
    pub app: Router,
    _folder: Arc<TempDir>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Bytes,
}

impl Answer {
    pub fn json(&self) -> Json {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|fault| panic!("{fault}: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }
}

fn organ(id: &str, name: &str, kind: BodyKind, parent: Option<&str>) -> Organ {
    Organ {
        id: id.into(),
        name: name.to_owned(),
        en: id.to_owned(),
        short: name.chars().take(2).collect(),
        kind,
        parent: parent.map(Into::into),
        valid_from: date(2010, 1, 1),
        valid_to: None,
        successor: None,
        place: 0,
    }
}

fn server(city: &Arc<City>, api_rate: Option<NonZeroU16>) -> Server {
    Server {
        city: city.clone(),
        name: "云江市".into(),
        demo: None,
        address: "http://yifa.test".into(),
        secure: false,
        api_rate,
        public_rate: PUBLIC_RATE,
        sign_on: None,
    }
}

pub fn account(person: &str, role: &str, body: &str) -> Account {
    let post = Post { role: role.into(), body: body.into() };
    Account {
        person: person.into(),
        name: person.to_owned(),
        en: person.to_owned(),
        posts: vec![post],
        open: true,
    }
}

impl Town {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let place = format!("sqlite:{}", folder.path().join("town.sqlite").display());
        let store = yifa_store::open(&place).await.expect("a store");
        let now: Timestamp = "2026-03-03T02:00:00Z".parse().expect("an instant");
        let clock = Arc::new(SetClock::at(now));
        let jurisdiction = Jurisdiction::new("999900").expect("a code");
        let city = City::open(store, jurisdiction, REGISTRY.clone(), clock.clone()).await.expect("a city");
        city.put_bodies([
            organ("city", "云江市人民政府", BodyKind::Government, None),
            organ("justice", "云江市司法局", BodyKind::Department, Some("city")),
            organ("urban", "云江市城市管理局", BodyKind::Department, Some("city")),
        ])
        .await
        .expect("bodies");
        let legal = account("legal", "legal_office", "justice");
        city.put_account(&legal, "long enough").await.expect("an account");
        let city = Arc::new(city);
        let app = router(server(&city, NonZeroU16::new(API_RATE)));
        Self { city, clock, app, _folder: Arc::new(folder) }
    }

    /// The same city behind a server that lets one token ask so many times a second.
    pub fn counting(&self, api_rate: Option<NonZeroU16>) -> Self {
        let app = router(server(&self.city, api_rate));
        Self { city: self.city.clone(), clock: self.clock.clone(), app, _folder: self._folder.clone() }
    }

    /// The same city with a directory of people.
    pub fn with_directory(self, sign_on: SignOn) -> Self {
        let server = server(&self.city, NonZeroU16::new(API_RATE));
        let app = router(Server { sign_on: Some(Arc::new(sign_on)), ..server });
        Self { app, ..self }
    }

    /// A token of an account for everything.
    pub async fn token(&self, account: &Account, scopes: &[Scope]) -> String {
        self.city.make_token(account, &account.posts[0], "test", scopes, 30).await.expect("a token")
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let mut app = self.app.clone();
        let response = Service::call(&mut app, request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 64 << 20).await.expect("a body");
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(request("GET", path, headers, Body::empty())).await
    }

    pub async fn post(&self, path: &str, headers: &[(&str, &str)], body: &Json) -> Answer {
        let mut all = vec![("content-type", "application/json")];
        all.extend(headers);
        self.send(request("POST", path, &all, Body::from(body.to_string()))).await
    }

    pub async fn form(&self, path: &str, headers: &[(&str, &str)], pairs: &[(&str, &str)]) -> Answer {
        let mut all = vec![("content-type", "application/x-www-form-urlencoded")];
        all.extend(headers);
        let body = serde_urlencoded::to_string(pairs).expect("pairs");
        self.send(request("POST", path, &all, Body::from(body))).await
    }
}

pub fn request(method: &str, path: &str, headers: &[(&str, &str)], body: Body) -> Request<Body> {
    let mut builder = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    builder.body(body).expect("a request")
}
