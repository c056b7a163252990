//! A browser as a person uses it: open, read, click, type, choose, hand over a file.

use std::path::Path;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{city, wire};

/// How long a person waits for a page.
const PATIENCE: Duration = Duration::from_secs(30);

/// The key under which the protocol hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser of its own: no cookie, window or page is shared with another walk.
pub struct Browser {
    session: String,
    city: &'static str,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// A browser in the demonstration city, 1280 pixels wide, nobody signed in, in Simplified Chinese.
    pub fn start() -> Self {
        Self::new(true)
    }

    /// A browser that runs no script of any page.
    pub fn without_script() -> Self {
        Self::new(false)
    }

    fn new(script: bool) -> Self {
        let city = city::city();
        let profile = tempfile::tempdir().expect("a profile folder");
        let address = format!("{}/session", city::driver());
        let session = wire::ask(&address, Some(&wire::wanted(profile.path(), script))).expect("a browser");
        let id = session["sessionId"].as_str().expect("a session");
        let browser = Self { session: format!("{address}/{id}"), city, _profile: profile };
        browser.width(1280);
        browser.comes_from_an_address_of_its_own();
        browser.leave();
        browser
    }

    /// Whoever walks comes from an address of their own, as through a proxy: what anybody sends is counted by address, and
    /// walks are many.
    fn comes_from_an_address_of_its_own(&self) {
        static WALKS: AtomicU16 = AtomicU16::new(1);
        let [high, low] = WALKS.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let headers = json!({ "headers": { "X-Forwarded-For": format!("10.1.{high}.{low}") } });
        self.ask("goog/cdp/execute", &json!({ "cmd": "Network.enable", "params": {} }));
        self.ask("goog/cdp/execute", &json!({ "cmd": "Network.setExtraHTTPHeaders", "params": headers }));
    }

    /// Asks the driver; a walk that cannot go on ends with the page's address and words.
    pub(super) fn ask(&self, what: &str, body: &Value) -> Value {
        wire::ask(&format!("{}/{what}", self.session), Some(body)).unwrap_or_else(|error| self.stuck(&error))
    }

    fn get(&self, what: &str) -> Value {
        wire::ask(&format!("{}/{what}", self.session), None).unwrap_or_else(|error| self.stuck(&error))
    }

    pub fn stuck(&self, why: &str) -> ! {
        let script = json!({ "script": "return location.pathname + location.search + '\\n' + document.body.innerText", "args": [] });
        let page = wire::ask(&format!("{}/execute/sync", self.session), Some(&script)).unwrap_or_default();
        let page: String = page.as_str().unwrap_or_default().chars().take(4_000).collect();
        panic!("{why}\n{page}")
    }

    // ---- going somewhere ----

    /// Opens an address of the city: `/matters`.
    pub fn open(&self, path: &str) {
        self.ask("url", &json!({ "url": format!("{}{path}", self.city) }));
    }

    /// Path and query of the page.
    pub fn here(&self) -> String {
        self.run("return location.pathname + location.search").as_str().unwrap_or_default().to_owned()
    }

    /// Forgets who was signed in; Simplified Chinese again.
    pub fn leave(&self) {
        wire::delete(&format!("{}/cookie", self.session));
        self.language("zh-Hans", "/public");
    }

    /// Chooses a language and opens a page in it.
    pub fn language(&self, code: &str, then: &str) {
        let back: String = then.bytes().map(|byte| format!("%{byte:02X}")).collect();
        self.open(&format!("/language/{code}?back={back}"));
    }

    /// Signs in as somebody of the demonstration city, on whatever page that leads to.
    pub fn sign_in(&self, name: &str) {
        wire::delete(&format!("{}/cookie/yifa_session", self.session));
        self.open("/sign-in");
        self.type_into("input[name=name]", name);
        self.type_into("input[name=password]", "yifa-demo-2026");
        self.follow("main form button");
        assert!(!self.here().starts_with("/sign-in"), "{name} is not let in: {}", self.text());
    }

    // ---- reading ----

    /// Runs a line of script from outside the page: pages themselves need none.
    pub fn run(&self, script: &str) -> Value {
        self.ask("execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// What the page says.
    pub fn text(&self) -> String {
        self.run("return document.body.innerText").as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the page says something, as a person does after a click; gives all that it says.
    pub fn see(&self, wanted: &str) -> String {
        self.wait(&format!("the page does not say “{wanted}”"), || {
            Some(self.text()).filter(|text| text.contains(wanted))
        })
    }

    /// Waits for something to be so.
    pub fn wait<T>(&self, otherwise: &str, mut is_so: impl FnMut() -> Option<T>) -> T {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = is_so() {
                return found;
            }
            if Instant::now() > until {
                self.stuck(otherwise);
            }
            std::thread::sleep(Duration::from_millis(80));
        }
    }

    /// How many elements there are.
    pub fn count(&self, css: &str) -> u64 {
        self.run(&format!("return document.querySelectorAll({}).length", json!(css))).as_u64().unwrap_or(0)
    }

    /// What one element says.
    pub fn text_of(&self, css: &str) -> String {
        let element = self.element(css);
        self.get(&format!("element/{element}/text")).as_str().unwrap_or_default().to_owned()
    }

    /// An attribute or property of one element: `href`, `value`, `checked`.
    pub fn property(&self, css: &str, name: &str) -> Value {
        let element = self.element(css);
        self.get(&format!("element/{element}/property/{name}"))
    }

    /// Fetches an address of the city with this browser's cookies: status, kind, bytes. For papers and other files.
    pub fn fetch(&self, path: &str) -> (u16, String, Vec<u8>) {
        wire::fetch(&format!("{}{path}", self.city), &self.get("cookie"))
    }

    /// A form of the page sent beside the browser, as its button would: status, kind and bytes.
    pub fn send_form(&self, path: &str) -> (u16, String, Vec<u8>) {
        let secret = self.run(&format!(
            "return document.querySelector('form[action={}] input[name=csrf]')?.value ?? ''",
            json!(path)
        ));
        let pairs = [("csrf", secret.as_str().unwrap_or_default())];
        wire::send_form(&format!("{}{path}", self.city), &self.get("cookie"), &pairs)
    }

    // ---- doing ----

    fn element(&self, css: &str) -> String {
        self.find("css selector", css)
    }

    fn find(&self, using: &str, value: &str) -> String {
        let found = self.ask("element", &json!({ "using": using, "value": value }));
        found[ELEMENT]
            .as_str()
            .unwrap_or_else(|| self.stuck(&format!("{value} is not on the page")))
            .to_owned()
    }

    /// Clicks an element.
    pub fn click(&self, css: &str) {
        let element = self.element(css);
        self.scroll_to(&element);
        self.ask(&format!("element/{element}/click"), &json!({}));
    }

    /// Clicks a link or button and waits for the page to which it leads.
    pub fn follow(&self, css: &str) {
        let element = self.element(css);
        self.follow_element(&element);
    }

    /// Goes back by the driver: a script that leaves its page may be run by it a second time.
    pub fn back(&self) {
        self.ask("back", &json!({}));
    }

    /// Clicks the first link or button that says so and waits for the page to which it leads.
    pub fn follow_text(&self, words: &str) {
        let path = format!("//*[self::a or self::button][contains(normalize-space(.), {})]", json!(words));
        let element = self.find("xpath", &path);
        self.follow_element(&element);
    }

    /// Brings an element to the middle of the window, where nothing that sticks to an edge covers it.
    fn scroll_to(&self, element: &str) {
        let script = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
        self.ask("execute/sync", &json!({ "script": script, "args": [{ ELEMENT: element }] }));
    }

    fn follow_element(&self, element: &str) {
        self.scroll_to(element);
        self.run("document.documentElement.dataset.left = 'yes'");
        self.ask(&format!("element/{element}/click"), &json!({}));
        self.wait("the click leads nowhere", || {
            let arrived =
                "return document.readyState === 'complete' && !document.documentElement.dataset.left";
            self.run(arrived).as_bool().filter(|arrived| *arrived)
        });
    }

    /// Types into an empty or filled place: what stood there is replaced.
    pub fn type_into(&self, css: &str, text: &str) {
        let element = self.element(css);
        if self.property(css, "type") != json!("file") {
            self.ask(&format!("element/{element}/clear"), &json!({}));
        }
        self.ask(&format!("element/{element}/value"), &json!({ "text": text }));
    }

    /// Types a date `2026-11-20` into a place for dates, of either kind.
    pub fn type_date(&self, css: &str, date: &str) {
        // A browser's own place for dates takes keys in the order of its language; its value is the same in all.
        match self.property(css, "type").as_str() {
            Some("date") => {
                let set = format!("document.querySelector({}).value = {}", json!(css), json!(date));
                self.run(&set);
            }
            _ => self.type_into(css, date),
        }
    }

    /// Hands over a file.
    pub fn upload(&self, css: &str, file: &Path) {
        let element = self.element(css);
        let file = file.canonicalize().expect("the file to hand over");
        self.ask(&format!("element/{element}/value"), &json!({ "text": file.to_string_lossy() }));
    }

    /// Hands over several files at once.
    pub fn upload_all(&self, css: &str, files: &[&Path]) {
        let element = self.element(css);
        let all: Vec<String> = files
            .iter()
            .map(|file| file.canonicalize().expect("a file").to_string_lossy().into_owned())
            .collect();
        self.ask(&format!("element/{element}/value"), &json!({ "text": all.join("\n") }));
    }

    /// Chooses the option of a list that has a value.
    pub fn choose(&self, css: &str, value: &str) {
        self.click(&format!("{css} option[value={}]", json!(value)));
    }

    /// Fills a place of a form by its name, whatever it looks like. `~words` picks the choice whose label says so,
    /// `#2` the second one.
    pub fn fill(&self, name: &str, value: &str) {
        let css = format!("main [name={}]", json!(name));
        let place = self.run(&format!(
            "const all = [...document.querySelectorAll({css})], wanted = {value}, says = e => e.textContent.includes(wanted.slice(1));
             if (!all.length) return 'none';
             const is = (e, label) => wanted.startsWith('~') ? says(label) : e.value === wanted;
             if (all[0].type === 'radio' || all[0].type === 'checkbox') {{
               const one = wanted.startsWith('#') ? all[wanted.slice(1) - 1] : all.find(e => is(e, e.closest('label') || e.labels[0]));
               return one ? 'click:' + one.id : 'no choice';
             }}
             if (all[0].tagName === 'SELECT') {{
               const one = [...all[0].options].find(e => is(e, e));
               return one ? 'choose:' + one.value : 'no choice';
             }}
             return all[0].type === 'date' ? 'date' : 'type'",
            css = json!(css),
            value = json!(value)
        ));
        let place = place.as_str().unwrap_or_default();
        match place.split_once(':') {
            Some(("click", id)) => self.tick(&format!("[id={}]", json!(id))),
            Some((_, chosen)) => self.choose(&css, chosen),
            None if place == "date" => self.type_date(&css, value),
            None if place == "type" => self.type_into(&css, value),
            None => self.stuck(&format!("{name} = {value}: {place}")),
        }
    }

    /// Sees to it that a box or a round button is ticked.
    pub fn tick(&self, css: &str) {
        if self.property(css, "checked") != json!(true) {
            self.click(css);
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        wire::delete(&self.session);
    }
}
