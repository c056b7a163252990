//! What every walk needs: a city to walk in and a browser to walk with.

mod axe;
mod browser;
mod city;
mod guarded;
mod keys;
mod look;
mod wire;

pub use browser::Browser;

/// Does an act of a matter as somebody; fails with a picture of the page if the form comes back.
pub fn act(browser: &Browser, who: &str, address: &str, fields: &[(&str, &str)]) {
    browser.sign_in(who);
    browser.open(address);
    for (name, value) in fields {
        browser.fill(name, value);
    }
    browser.follow("main form button:not([name])");
    if browser.here().contains("/do/") || browser.here().contains("/new/") {
        browser.stuck(&format!("{who} cannot do {address}"));
    }
}
