//! The city and the driver of browsers: one of each for the whole run.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use super::guarded::{Guarded, free_port};

/// The day on which all walks take place, whatever the day on which they are run.
pub const TODAY: &str = "2026-11-23";

/// The address of the demonstration city.
pub fn city() -> &'static str {
    static CITY: OnceLock<(Option<Guarded>, String)> = OnceLock::new();
    let (_, address) = CITY.get_or_init(|| match std::env::var("YIFA_CITY") {
        Ok(address) => (None, address.trim_end_matches('/').to_owned()),
        Err(_) => {
            let listen = format!("127.0.0.1:{}", free_port());
            let arguments =
                ["demo", "--size", "small", "--today", TODAY, "--listen", &listen].map(str::to_owned);
            let mut running = Guarded::start(env!("CARGO_BIN_EXE_yifa"), &arguments);
            let address = running.until(|line| line.starts_with("http"));
            (Some(running), address.expect("the demonstration city does not start"))
        }
    });
    address
}

/// The address of chromedriver, which drives all browsers.
pub fn driver() -> &'static str {
    static DRIVER: OnceLock<(Guarded, String)> = OnceLock::new();
    let (_, address) = DRIVER.get_or_init(|| {
        let port = free_port();
        let mut running = Guarded::start("chromedriver", &[format!("--port={port}")]);
        running.until(|_| true);
        let address = format!("http://127.0.0.1:{port}");
        let until = Instant::now() + Duration::from_secs(30);
        while ureq::get(format!("{address}/status")).call().is_err() {
            assert!(
                Instant::now() < until,
                "chromedriver does not answer: install the Debian package chromium-driver"
            );
            std::thread::sleep(Duration::from_millis(100));
        }
        (running, address)
    });
    address
}
