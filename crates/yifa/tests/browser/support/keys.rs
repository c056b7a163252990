//! Keys as a person presses them who has no mouse, and where the focus is.

use serde_json::{Value, json};

use super::Browser;

/// So many stops are tried before something counts as out of reach.
const STOPS: usize = 300;

impl Browser {
    /// Presses one key after another, wherever the focus is.
    pub fn type_keys(&self, text: &str) {
        let keys = text.chars().flat_map(|key| {
            [
                json!({ "type": "keyDown", "value": key.to_string() }),
                json!({ "type": "keyUp", "value": key.to_string() }),
            ]
        });
        let keys: Vec<Value> = keys.collect();
        self.ask("actions", &json!({ "actions": [{ "type": "key", "id": "keys", "actions": keys }] }));
    }

    /// Presses one key.
    pub fn press(&self, key: &str) {
        self.type_keys(key);
    }

    /// Presses a key that leads to another page, and waits for it.
    pub fn press_and_go(&self, key: &str) {
        self.run("document.documentElement.dataset.left = 'yes'");
        self.press(key);
        self.wait("the key leads nowhere", || {
            let arrived =
                "return document.readyState === 'complete' && !document.documentElement.dataset.left";
            self.run(arrived).as_bool().filter(|arrived| *arrived)
        });
    }

    /// The whole address of the page.
    pub fn address(&self) -> String {
        self.run("return location.href").as_str().unwrap_or_default().to_owned()
    }

    /// A property of what has the focus.
    pub fn focused(&self, property: &str) -> String {
        let value = self.run(&format!("return document.activeElement[{}]", json!(property)));
        value.as_str().unwrap_or_default().to_owned()
    }

    /// Presses Tab until the focus is on an element of this kind; at every stop it is seen where one is.
    pub fn tab_to(&self, css: &str) {
        for _ in 0..STOPS {
            self.press("\u{e004}");
            if self.run(&format!("return document.activeElement.matches({})", json!(css))) == json!(true) {
                self.assert_focus_is_seen();
                return;
            }
        }
        self.stuck(&format!("{css} is out of reach of the Tab key"));
    }

    /// Goes through all stops of the page: each is seen, and none holds the focus.
    pub fn walk_all_stops(&self) {
        let stops = self.run(
            "return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
                 .filter(e => e.checkVisibility() && e.tabIndex >= 0 && !e.disabled).length",
        );
        let stops = usize::try_from(stops.as_u64().unwrap_or(0)).unwrap_or(0).min(STOPS);
        self.run("document.activeElement.blur()");
        let mut here = json!(null);
        for _ in 0..stops {
            self.press("\u{e004}");
            let next = self.run(
                "window.stops ??= []; const e = document.activeElement; let at = window.stops.indexOf(e);
                 if (at < 0) at = window.stops.push(e) - 1; return at",
            );
            assert_ne!(here, next, "{} holds the focus", self.focused("outerHTML"));
            here = next;
            if self.run("return document.activeElement === document.body") == json!(false) {
                self.assert_focus_is_seen();
            }
        }
    }

    /// What has the focus is drawn so, lies in the window, and nothing covers it.
    pub fn assert_focus_is_seen(&self) {
        let fault = self.run(
            "const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
             const drawn = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
             const inner = e.closest('label');
             if (!drawn && !(inner && getComputedStyle(inner).outlineStyle !== 'none')) return 'no outline';
             if (box.width === 0 || box.height === 0) return 'no size';
             if (box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth) return 'outside the window';
             const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
             const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
             const top = document.elementFromPoint(x, y);
             return !top || e.contains(top) || top.contains(e) || (e.labels && [...e.labels].some(l => l.contains(top))) ? null : 'covered by ' + top.outerHTML.slice(0, 120)",
        );
        assert!(fault.is_null(), "{}: {fault}: {}", self.here(), self.focused("outerHTML"));
    }
}
