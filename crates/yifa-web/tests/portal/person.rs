//! Somebody who works in the office, signed in without a browser.

use axum::body::Body;
use axum::http::Request;
use yifa_app::account::{Account, Post};
use yifa_kernel::id::BodyId;

use crate::{Answer, CITY, RUNTIME, Visitor};

const PASSWORD: &str = "a long password";

/// Somebody who is signed in.
pub struct Person {
    pub name: String,
    visitor: Visitor,
    cookie: String,
}

impl Person {
    /// Somebody in an account of a test's own.
    pub fn new(name: &str, role: &str, body: &str) -> Self {
        let post = Post { role: role.into(), body: BodyId::new(body) };
        let account = Account {
            person: name.into(),
            name: name.to_owned(),
            en: name.to_owned(),
            posts: vec![post],
            open: true,
        };
        RUNTIME.block_on(CITY.0.put_account(&account, PASSWORD)).expect("an account");
        let mut person = Self { name: name.to_owned(), visitor: Visitor::new(), cookie: String::new() };
        let page = person.get("/sign-in");
        person.cookie = cookies(&page);
        let csrf = page.input("csrf");
        let typed = [("csrf", csrf.as_str()), ("back", "/"), ("name", name), ("password", PASSWORD)];
        let answer = person.post("/sign-in", &typed);
        assert_eq!(answer.status, 303, "{}", answer.text);
        person.cookie = cookies(&answer);
        person
    }

    pub fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).header("cookie", &self.cookie);
        self.visitor.send(request.body(Body::empty()).expect("a request"))
    }

    pub fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(pairs).expect("pairs");
        let request = Request::post(path)
            .header("cookie", &self.cookie)
            .header("content-type", "application/x-www-form-urlencoded");
        self.visitor.send(request.body(Body::from(body)).expect("a request"))
    }
}

/// The session that an answer gives.
fn cookies(answer: &Answer) -> String {
    let all = answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let given = all.filter_map(|one| one.split(';').next()).filter(|one| !one.ends_with('='));
    given.collect::<Vec<_>>().join("; ")
}
