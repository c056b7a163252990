//! The public portal over the demonstration city: what anyone may see, and what anyone may do through the real engine.

mod at_the_counter;
mod choosing;
mod doing;
mod library;
mod looking;
mod party;
mod person;
mod refused_early;
mod remedies;
mod serving;
mod slips;
mod taking_back;
mod tour;
mod verifying;

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use jiff::Timestamp;
use jiff::civil::date;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower::Service;
use yifa_app::city::City;
use yifa_app::clock::SetClock;
use yifa_app::demo::{self, Progress, Size};
use yifa_kernel::definition::compile;
use yifa_store::{Jurisdiction, Store};
use yifa_web::server::{API_RATE, PUBLIC_RATE, Server, router};

pub(crate) static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));

/// The city, its clock, its folder and its store.
type Built = (Arc<City>, Arc<SetClock>, TempDir, Arc<dyn Store>);

/// The city, built once for all tests.
pub(crate) static CITY: LazyLock<Built> = LazyLock::new(|| {
    RUNTIME.block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        let place = format!("sqlite:{}", folder.path().join("town.sqlite").display());
        let store = yifa_store::open(&place).await.expect("a store");
        let registry = Arc::new(compile(&demo::definitions()).expect("definitions"));
        let today = date(2026, 11, 23);
        demo::build(store.clone(), registry.clone(), Size::Small, today, &|_, _| {}).await.expect("a city");
        let now: Timestamp = "2026-11-23T02:00:00Z".parse().expect("an instant");
        let clock = Arc::new(SetClock::at(now));
        let jurisdiction = Jurisdiction::new(demo::JURISDICTION).expect("a code");
        let city = City::open(store.clone(), jurisdiction, registry, clock.clone()).await.expect("a city");
        (Arc::new(city), clock, folder, store)
    })
});

/// Somebody at the portal, with rates of their own.
#[derive(Clone)]
pub(crate) struct Visitor(Router);

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    pub(crate) bytes: axum::body::Bytes,
}

impl Answer {
    pub(crate) fn to(&self) -> String {
        assert_eq!(self.status, 303, "{}", self.text);
        self.headers["location"].to_str().expect("an address").to_owned()
    }

    /// The value of the first input of this name.
    pub(crate) fn input(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let rest = self.text.split(&mark).nth(1).unwrap_or_else(|| panic!("no {name}: {}", self.text));
        rest.split('"').next().expect("a value").to_owned()
    }

    /// What stands between two texts.
    pub(crate) fn between(&self, start: &str, end: &str) -> String {
        let rest = self.text.split(start).nth(1).unwrap_or_else(|| panic!("no {start}: {}", self.text));
        rest.split(end).next().expect("an end").to_owned()
    }
}

impl Visitor {
    pub(crate) fn new() -> Self {
        Self::of(CITY.0.clone())
    }

    /// Somebody in the same city whose clock nobody else moves.
    pub(crate) fn with_a_clock() -> (Self, Arc<SetClock>) {
        let now: Timestamp = "2026-11-23T02:00:00Z".parse().expect("an instant");
        let clock = Arc::new(SetClock::at(now));
        let registry = Arc::new(compile(&demo::definitions()).expect("definitions"));
        let jurisdiction = Jurisdiction::new(demo::JURISDICTION).expect("a code");
        let city = City::open(CITY.3.clone(), jurisdiction, registry, clock.clone());
        (Self::of(Arc::new(RUNTIME.block_on(city).expect("a city"))), clock)
    }

    fn of(city: Arc<City>) -> Self {
        let server = Server {
            city,
            name: "云江市".into(),
            demo: Some(Arc::new(Progress::default())),
            address: "http://yifa.test".into(),
            secure: false,
            api_rate: std::num::NonZeroU16::new(API_RATE),
            public_rate: PUBLIC_RATE,
            sign_on: None,
        };
        Self(router(server))
    }

    pub(crate) fn send(&self, request: Request<Body>) -> Answer {
        RUNTIME.block_on(async {
            let mut app = self.0.clone();
            let response = Service::call(&mut app, request).await.expect("an answer");
            let (parts, body) = response.into_parts();
            let bytes = axum::body::to_bytes(body, 64 << 20).await.expect("a body");
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Answer { status: parts.status, headers: parts.headers, text, bytes }
        })
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).expect("a request"))
    }

    /// The page as a browser with another language asks for it.
    pub(crate) fn get_in(&self, lang: &str, path: &str) -> Answer {
        self.send(Request::get(path).header("accept-language", lang).body(Body::empty()).expect("a request"))
    }

    /// The answers of a page of a sheet, and where what is amiss with them is told.
    pub(crate) fn answer(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let sent = self.post(path, pairs);
        let to = sent.headers.get("location").and_then(|to| to.to_str().ok()).unwrap_or_default();
        if to.contains("told=1") { self.get(to) } else { sent }
    }

    pub(crate) fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(pairs).expect("pairs");
        let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).expect("a request"))
    }

    /// A form of several parts: texts, and files under one name.
    pub(crate) fn hand_over(
        &self,
        path: &str,
        pairs: &[(&str, &str)],
        name: &str,
        files: &[(&str, &[u8])],
    ) -> Answer {
        let mut body = Vec::new();
        let mut part = |head: String, content: &[u8]| {
            body.extend(format!("--edge\r\nContent-Disposition: form-data; {head}\r\n\r\n").into_bytes());
            body.extend(content);
            body.extend(b"\r\n");
        };
        for (key, text) in pairs {
            part(format!("name=\"{key}\""), text.as_bytes());
        }
        for (file, bytes) in files {
            part(format!("name=\"{name}\"; filename=\"{file}\""), bytes);
        }
        body.extend(b"--edge--\r\n");
        let request = Request::post(path).header("content-type", "multipart/form-data; boundary=edge");
        self.send(request.body(Body::from(body)).expect("a request"))
    }
}

/// Lets time pass in the city. Tests only ever move it forward.
pub(crate) fn later(seconds: i64) {
    use yifa_app::clock::Clock as _;
    let now = CITY.1.now();
    CITY.1.set(now.checked_add(jiff::SignedDuration::from_secs(seconds)).expect("an instant"));
}
