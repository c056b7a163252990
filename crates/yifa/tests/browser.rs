//! The demonstration city in a real browser: sign in, look at the desk, try to decide too early and be told why not, read
//! the plan's live figures, import a notice, read the public's masked view, in three languages and at two widths.
//!
//! Starts `yifa demo` and `chromedriver` itself and stops both. Screenshots go to the folder named by `YIFA_SCREENSHOTS`.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// A child process that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}

/// A browser, driven by the WebDriver protocol.
struct Browser {
    session: String,
    city: String,
    _driver: Running,
    _profile: tempfile::TempDir,
}

impl Browser {
    fn start(city: String) -> Self {
        let port = free_port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver: install the Debian package chromium-driver");
        let driver = Running(driver);
        let profile = tempfile::tempdir().expect("a profile folder");
        let address = format!("http://127.0.0.1:{port}");
        let until = Instant::now() + Duration::from_secs(30);
        while ureq::get(format!("{address}/status")).call().is_err() {
            assert!(Instant::now() < until, "chromedriver does not answer");
            std::thread::sleep(Duration::from_millis(200));
        }
        let options = json!({ "args": ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
            "--lang=zh-CN", format!("--user-data-dir={}", profile.path().display())] });
        let wanted = json!({ "capabilities": { "alwaysMatch": { "browserName": "chrome", "goog:chromeOptions": options } } });
        let answer = post(&format!("{address}/session"), &wanted);
        let id = answer["value"]["sessionId"].as_str().expect("a session").to_owned();
        Self { session: format!("{address}/session/{id}"), city, _driver: driver, _profile: profile }
    }

    fn open(&self, path: &str) {
        post(&format!("{}/url", self.session), &json!({ "url": format!("{}{path}", self.city) }));
    }

    /// Runs a line of script in the page, as a person's hand would: pages themselves need none.
    fn run(&self, script: &str) -> Value {
        post(&format!("{}/execute/sync", self.session), &json!({ "script": script, "args": [] }))["value"]
            .clone()
    }

    fn text(&self) -> String {
        self.run("return document.body.innerText").as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the page says something, as a person does after a click.
    fn see(&self, wanted: &str) -> String {
        let until = Instant::now() + Duration::from_secs(30);
        loop {
            let text = self.text();
            if text.contains(wanted) {
                return text;
            }
            assert!(Instant::now() < until, "the page does not say {wanted}: {text}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn element(&self, css: &str) -> String {
        let found =
            post(&format!("{}/element", self.session), &json!({ "using": "css selector", "value": css }));
        let element = found["value"]["element-6066-11e4-a52e-4f735466cecf"].as_str();
        element.unwrap_or_else(|| panic!("{css} is not on the page: {}", self.text())).to_owned()
    }

    fn click(&self, css: &str) {
        let element = self.element(css);
        post(&format!("{}/element/{element}/click", self.session), &json!({}));
    }

    fn type_into(&self, css: &str, text: &str) {
        let element = self.element(css);
        post(&format!("{}/element/{element}/value", self.session), &json!({ "text": text }));
    }

    fn width(&self, width: u32) {
        post(&format!("{}/window/rect", self.session), &json!({ "width": width, "height": 1400 }));
    }

    fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("YIFA_SCREENSHOTS") else { return };
        let answer = ureq::get(format!("{}/screenshot", self.session)).call().expect("a screenshot");
        let answer: Value = answer.into_body().read_json().expect("an answer");
        let encoded = answer["value"].as_str().expect("a picture");
        let decoded = Command::new("base64")
            .arg("-d")
            .stdin(Stdio::piped())
            .stdout(
                std::fs::File::create(std::path::Path::new(&folder).join(format!("{name}.png")))
                    .expect("a file"),
            )
            .spawn();
        let mut decoded = decoded.expect("base64");
        std::io::Write::write_all(&mut decoded.stdin.take().expect("a pipe"), encoded.as_bytes())
            .expect("written");
        assert!(decoded.wait().expect("done").success());
    }

    /// Forgets every cookie but the language.
    fn leave(&self) {
        delete(&format!("{}/cookie", self.session));
        self.open("/language/zh-Hans?back=/public");
    }

    fn sign_in(&self, name: &str) {
        self.leave();
        self.open("/sign-in");
        self.type_into("input[name=name]", name);
        self.type_into("input[name=password]", "yifa-demo-2026");
        self.click("main form button");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        delete(&self.session);
    }
}

fn post(address: &str, body: &Value) -> Value {
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(60)))
        .build();
    let answer = ureq::Agent::from(agent).post(address).send_json(body).expect("an answer");
    answer.into_body().read_json().expect("JSON")
}

fn delete(address: &str) {
    let _ = ureq::delete(address).call();
}

/// Starts the demonstration city and waits until it says its address.
fn city() -> (Running, String) {
    let port = free_port();
    let mut child = Command::new(env!("CARGO_BIN_EXE_yifa"))
        .args(["demo", "--today", "2026-11-23", "--listen", &format!("127.0.0.1:{port}")])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the demonstration city");
    let output = child.stdout.take().expect("its output");
    let running = Running(child);
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    let said = lines.find(|line| line.starts_with("http")).expect("its address");
    // Whoever goes on writing needs somebody who goes on reading.
    std::thread::spawn(move || lines.for_each(drop));
    (running, said)
}

#[test]
fn a_newcomer_walks_through_the_city() {
    let (_city, address) = city();
    let browser = Browser::start(address);
    browser.width(1280);

    // Nobody is let in without signing in; a wrong password is refused and says so.
    browser.leave();
    browser.open("/matters");
    browser.see("登录");
    browser.type_into("input[name=name]", "head-urban");
    browser.type_into("input[name=password]", "wrong-password");
    browser.click("main form button");
    browser.see("登录");
    browser.picture("sign-in");

    browser.sign_in("head-urban");
    browser.see("我的工作台");
    browser.picture("desk");

    // A case that has been told but not yet heard: deciding is refused with article and next step.
    browser.open("/matters?procedure=penalty-ordinary&state=told");
    browser.click("main table a");
    browser.see("已告知");
    browser.picture("matter");
    let matter = browser.run("return location.pathname").as_str().expect("a path").to_owned();
    browser.open(&format!("{matter}/do/decide"));
    browser.run("document.querySelector('input[name=kinds][value=fine]').checked = true");
    browser.type_into("input[name=fine]", "99999999");
    browser.type_into("textarea[name=reasons]", "未经复核就想决定");
    browser.click("main form button:not([name])");
    let refused = browser.see("不能办理");
    assert!(refused.contains("《行政处罚法》第四十五条"), "{refused}");
    assert_eq!(
        browser.run("return document.querySelector('textarea[name=reasons]').value"),
        json!("未经复核就想决定")
    );
    browser.picture("refusal");

    // The plan came from a notice; its figures are alive.
    browser.sign_in("legal-office");
    browser.open("/plan");
    let plan = browser.text();
    assert!(plan.contains("不得少于7天") && plan.contains("15日"), "{plan}");
    browser.picture("plan");
    browser.open("/figures");
    browser.picture("figures");

    // A notice that is none is refused with a finding and imports nothing.
    browser.open("/plan/import");
    browser.run("const t = document.querySelector('textarea'); if (t) t.value = ''");
    browser.click("main form button:not([name])");
    assert!(!browser.run("return location.pathname").as_str().unwrap_or_default().ends_with("/plan"));

    // The public sees what is public, masked, without signing in.
    browser.leave();
    browser.open("/public");
    browser.click("main table a, main li a, main a[href^='/public/']");
    let seen = browser.text();
    assert!(!seen.contains("9999011"), "a citizen number is shown: {seen}");
    browser.picture("public");

    // Three languages, two widths: no page is wider than the screen.
    browser.sign_in("officer-urban");
    for (code, word) in [("zh-Hant", "我的工作臺"), ("en", "My desk"), ("zh-Hans", "我的工作台")] {
        browser.open(&format!("/language/{code}?back=/"));
        browser.see(word);
    }
    browser.width(390);
    for path in ["/", "/matters", "/plan", "/figures", "/limits", "/definitions", &matter] {
        browser.open(path);
        let wide =
            browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assert!(wide.as_i64().unwrap_or(0) <= 1, "{path} is {wide} pixels wider than a telephone");
    }
    browser.picture("matter-390");
}
