//! The WebDriver protocol: a question, its answer, or what went wrong.

use std::time::Duration;

use serde_json::{Value, json};

fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(Duration::from_secs(90)));
    config.build().into()
}

/// What a driver answers; `Err` names its error.
pub fn ask(address: &str, body: Option<&Value>) -> Result<Value, String> {
    let answer = match body {
        Some(body) => agent().post(address).send_json(body),
        None => agent().get(address).call(),
    };
    let answer: Value = answer
        .map_err(|error| error.to_string())?
        .into_body()
        .read_json()
        .map_err(|error| error.to_string())?;
    match answer["value"]["error"].as_str() {
        Some(error) => Err(format!("{error}: {}", answer["value"]["message"].as_str().unwrap_or_default())),
        None => Ok(answer["value"].clone()),
    }
}

/// Asks something of which no answer is needed.
pub fn delete(address: &str) {
    let _ = agent().delete(address).call();
}

/// A plain request beside the browser, with its cookies: status, kind and bytes.
pub fn fetch(address: &str, cookies: &Value) -> (u16, String, Vec<u8>) {
    told(agent().get(address).header("cookie", cookie_line(cookies)).call().expect("an answer"))
}

fn cookie_line(cookies: &Value) -> String {
    let none = Vec::new();
    let pair = |cookie: &Value| {
        format!(
            "{}={}",
            cookie["name"].as_str().unwrap_or_default(),
            cookie["value"].as_str().unwrap_or_default()
        )
    };
    let cookies: Vec<String> = cookies.as_array().unwrap_or(&none).iter().map(pair).collect();
    cookies.join("; ")
}

fn told(mut answer: ureq::http::Response<ureq::Body>) -> (u16, String, Vec<u8>) {
    let kind = answer.headers().get("content-type").and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().to_owned();
    let status = answer.status().as_u16();
    (status, kind, answer.body_mut().with_config().limit(64 << 20).read_to_vec().expect("its bytes"))
}

/// A form sent beside the browser, with its cookies: status, kind and bytes.
pub fn send_form(address: &str, cookies: &Value, pairs: &[(&str, &str)]) -> (u16, String, Vec<u8>) {
    let request = agent().post(address).header("cookie", cookie_line(cookies));
    told(request.send_form(pairs.iter().copied()).expect("an answer"))
}

/// What a new browser must be like.
pub fn wanted(profile: &std::path::Path, script: bool) -> Value {
    let mut preferences = json!({});
    if !script {
        preferences["profile.managed_default_content_settings.javascript"] = json!(2);
    }
    let options = json!({ "prefs": preferences, "args": ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
        "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-dev-shm-usage", "--force-prefers-reduced-motion", "--hide-scrollbars", "--lang=zh-CN", "--window-size=1280,1400",
        format!("--user-data-dir={}", profile.display())] });
    json!({ "capabilities": { "alwaysMatch": { "browserName": "chrome", "goog:chromeOptions": options } } })
}
