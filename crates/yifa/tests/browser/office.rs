//! A day at the office: a list found again and taken along, a colleague's remark, what one follows, papers and the case file.

use super::support::Browser;

/// A penalty case that has been decided and served, from the list.
fn served(browser: &Browser) -> String {
    browser.open("/matters?procedure=penalty-ordinary&state=performed");
    browser.follow("main table tbody a");
    browser.here()
}

#[test]
fn a_view_is_kept_shared_and_taken_along_as_a_workbook_and_as_text() {
    let browser = Browser::start();
    browser.sign_in("clerk-urban");
    browser.open("/matters?procedure=penalty-ordinary&q=%E6%91%86%E6%91%8A");
    let total = browser.text_of(".toolbar .total");
    browser.picture("office-list");
    for (kind, begins) in [("xlsx", &b"PK\x03\x04"[..]), ("csv", "\u{feff}".as_bytes())] {
        let link = browser.run(&format!(
            "return [...document.querySelectorAll('main a')].map(a => a.getAttribute('href')).find(h => h && h.startsWith('/matters/export') && h.includes('{kind}'))"
        ));
        let link = link.as_str().unwrap_or_else(|| browser.stuck(kind)).to_owned();
        let (status, _, bytes) = browser.fetch(&link);
        assert_eq!(status, 200, "{link}");
        assert!(bytes.starts_with(begins), "{kind}: {:?}", &bytes[..8.min(bytes.len())]);
        if kind == "csv" {
            let rows = String::from_utf8_lossy(&bytes).lines().count() - 1;
            assert!(total.contains(&format!(" {rows} ")), "{rows} rows of {total}");
        }
    }
}
