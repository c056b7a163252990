//! Somebody of the legal-affairs office at a form.

use axum::body::Body;

use crate::city::{Answer, Town, request};

/// The form that opens a complaint.
pub const RECEIVE: &str = "/matters/new/enforcement-complaint/receive";

/// A person who is signed in, without a browser.
pub struct Desk {
    pub town: Town,
    pub cookie: String,
}

impl Desk {
    pub async fn new() -> Self {
        let town = Town::new().await;
        let cookie = signed_in(&town).await;
        Self { town, cookie }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.town.get(path, &[("cookie", &self.cookie)]).await
    }

    pub async fn send(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        self.town.form(path, &[("cookie", &self.cookie)], pairs).await
    }

    /// A form as it is opened: what it carries hidden.
    pub async fn opened(&self, path: &str) -> Vec<(String, String)> {
        let page = self.get(path).await;
        assert_eq!(page.status, 200, "{}", page.text());
        ["csrf", "once", "seq"].map(|name| (name.to_owned(), hidden(&page.text(), name))).to_vec()
    }

    /// What is written, sent in a form as it was opened.
    pub async fn fill(&self, path: &str, form: &[(String, String)], typed: &[(&str, &str)]) -> Answer {
        let mut all: Vec<(&str, &str)> =
            form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        all.extend(typed);
        self.send(path, &all).await
    }

    /// A complaint that was received, and its address.
    pub async fn complaint(&self) -> String {
        let form = self.opened(RECEIVE).await;
        let sent = self.fill(RECEIVE, &form, &complaint("没有出示证件", "两人进店检查。")).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        sent.header("location").to_owned()
    }

    pub async fn complaints(&self) -> usize {
        let page = self.get("/matters?procedure=enforcement-complaint&reset=1").await;
        let page = if page.status == 303 { self.get(page.header("location")).await } else { page };
        page.text().matches("name=\"m\"").count()
    }
}

/// What a complaint is made of.
pub fn complaint<'a>(topic: &'a str, story: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("topic", topic), ("channel", "hotline"), ("story", story), ("unit", "urban"), ("named", "false")]
}

pub async fn signed_in(town: &Town) -> String {
    signed_in_as(town, "legal").await
}

pub async fn signed_in_as(town: &Town, name: &str) -> String {
    let page = town.get("/sign-in", &[]).await;
    let entry = cookie(&page);
    let csrf = hidden(&page.text(), "csrf");
    let typed = [("csrf", csrf.as_str()), ("back", "/"), ("name", name), ("password", "long enough")];
    let answer = town.form("/sign-in", &[("cookie", &entry)], &typed).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    cookie(&answer)
}

/// The session that an answer gives.
pub fn cookie(answer: &Answer) -> String {
    let all = answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let given = all.filter_map(|one| one.split(';').next()).filter(|one| !one.ends_with('='));
    given.collect::<Vec<_>>().join("; ")
}

/// The value of a hidden input.
pub fn hidden(page: &str, name: &str) -> String {
    let at = format!("name=\"{name}\" value=\"");
    let rest = page.split(&at).nth(1).unwrap_or_else(|| panic!("no {name}: {page}"));
    rest.split('"').next().expect("an end").to_owned()
}

/// A file in a form of several parts.
pub fn upload(cookie: &str, csrf: &str, name: &str, content: Body) -> axum::http::Request<Body> {
    use futures_util::StreamExt as _;
    let head = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--edge\r\nContent-Disposition: \
         form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/pdf\r\n\r\n"
    );
    let piece = |text: String| futures_util::stream::once(async move { Ok(axum::body::Bytes::from(text)) });
    let body = piece(head).chain(content.into_data_stream()).chain(piece("\r\n--edge--\r\n".to_owned()));
    let headers = [("cookie", cookie), ("content-type", "multipart/form-data; boundary=edge")];
    request("POST", "/uploads", &headers, Body::from_stream(body))
}
