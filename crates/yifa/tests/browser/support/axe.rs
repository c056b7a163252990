//! The accessibility check: axe-core over a page, light and dark, wide and narrow; and a walk along links that finds the
//! pages to check by itself, so that a new page is checked without being named.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde_json::{Value, json};

use super::Browser;

/// Success criteria of WCAG 2.2, levels A and AA.
const TAGS: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/// What follows one of these in an address names one thing of many: one of them is checked for all.
const OF_MANY: [&str; 19] = [
    "matters",
    "definitions",
    "procedures",
    "figures",
    "explain",
    "list",
    "papers",
    "files",
    "accounts",
    "follow",
    "sheet",
    "do",
    "verify",
    "import",
    "measures",
    "registers",
    "library",
    "instruments",
    "docs",
];
/// Addresses that are no pages, or lead out of the walk.
const NOT_PAGES: [&str; 8] = [".csv", ".json", ".atom", ".xlsx", ".xml", "/language/", "/docx", "/static/"];
/// A walk that finds more kinds of pages than this has lost its way: some address should stand among those of many.
const MOST: usize = 160;

/// The source of axe-core.
fn axe() -> &'static str {
    static AXE: OnceLock<String> = OnceLock::new();
    AXE.get_or_init(|| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/axe");
        std::fs::read_to_string(format!("{folder}/node_modules/axe-core/axe.min.js"))
            .unwrap_or_else(|error| panic!("axe-core is missing ({error}): run npm ci --prefix {folder}"))
    })
}

impl Browser {
    /// Shows pages in light or dark colours from now on.
    pub fn scheme(&self, scheme: &str) {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.ask("goog/cdp/execute", &json!({ "cmd": "Emulation.setEmulatedMedia", "params": features }));
    }

    /// Shows pages as they are printed from now on.
    pub fn on_paper(&self) {
        let media = json!({ "media": "print" });
        self.ask("goog/cdp/execute", &json!({ "cmd": "Emulation.setEmulatedMedia", "params": media }));
    }

    /// What axe finds wrong on the page as it stands, everything that folds unfolded: rule, place and why.
    fn violations(&self, only: &Value) -> Vec<String> {
        self.run("document.querySelectorAll('details').forEach(one => one.open = true)");
        if self.run("return typeof axe") == json!("undefined") {
            self.run(&format!("{}\nwindow.axe = axe;", axe()));
        }
        let script = format!(
            "return axe.run(document, {{ runOnly: {only}, resultTypes: ['violations'] }}).then(found =>
                 found.violations.flatMap(one => one.nodes.map(node =>
                     one.id + ' at ' + node.target.join(' ') + ': ' + node.failureSummary.replace(/\\s+/g, ' ') +
                     ' | ' + node.html.slice(0, 200))))"
        );
        let found = self.run(&script);
        let list = found.as_array().unwrap_or_else(|| self.stuck("axe does not answer"));
        list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// Checks the page on a desk by day and on a telephone by night.
    pub fn check_accessibility(&self) -> Vec<String> {
        let here = self.here();
        let everything = json!({ "type": "tag", "values": TAGS });
        let mut all = Vec::new();
        for (width, scheme) in [(1280, "light"), (390, "dark")] {
            self.width(width);
            self.scheme(scheme);
            let found = self.violations(&everything).into_iter();
            all.extend(found.map(|one| format!("{here} ({width}, {scheme}): {one}")));
        }
        all
    }

    /// Checks the colours of the page in the two other ways to look at it.
    pub fn check_colours(&self) -> Vec<String> {
        let here = self.here();
        let colours = json!({ "type": "rule", "values": ["color-contrast"] });
        let mut all = Vec::new();
        for (width, scheme) in [(1280, "dark"), (390, "light")] {
            self.width(width);
            self.scheme(scheme);
            let found = self.violations(&colours).into_iter();
            all.extend(found.map(|one| format!("{here} ({width}, {scheme}): {one}")));
        }
        all
    }

    /// Walks along links from `start`, one page of each kind that is not among `seen`, and gives everything that is wrong.
    pub fn check_all_from(
        &self,
        start: &str,
        seen: &mut BTreeSet<String>,
        stays: impl Fn(&str) -> bool,
    ) -> Vec<String> {
        let everything = |browser: &Self| {
            let mut wrong = browser.check_accessibility();
            wrong.extend(browser.check_words());
            wrong
        };
        self.walk(start, seen, stays, everything)
    }

    /// Walks along links from `start`, one page of each kind that is not among `seen`, and looks at each with `look`.
    pub fn walk(
        &self,
        start: &str,
        seen: &mut BTreeSet<String>,
        stays: impl Fn(&str) -> bool,
        look: impl Fn(&Self) -> Vec<String>,
    ) -> Vec<String> {
        let mut waiting = vec![start.to_owned()];
        let mut wrong = Vec::new();
        while let Some(path) = waiting.pop() {
            if !seen.insert(kind_of(&path)) {
                continue;
            }
            assert!(seen.len() < MOST, "too many kinds of pages: {seen:#?}");
            self.width(1280);
            self.open(&path);
            wrong.extend(look(self));
            eprintln!("checked {path}: {} faults so far", wrong.len());
            let found = self.run(
                "return [...document.links].filter(a => a.origin === location.origin && !a.hasAttribute('download'))
                     .map(a => a.pathname + a.search)",
            );
            let found = found.as_array().cloned().unwrap_or_default();
            let pages = found.iter().filter_map(Value::as_str).filter(|link| is_page(link) && stays(link));
            waiting.extend(pages.filter(|link| !seen.contains(&kind_of(link))).map(str::to_owned));
        }
        wrong
    }
}

fn is_page(link: &str) -> bool {
    let path = link.split('?').next().unwrap_or(link);
    let paper = path.contains("/papers/") || path.contains("/files/") || path.ends_with("/case-file");
    !paper && !NOT_PAGES.iter().any(|part| path.contains(part))
}

/// The kind of page behind an address: what names one thing of many is left out, of a query only how things are shown.
fn kind_of(link: &str) -> String {
    let (path, query) = link.split_once('?').unwrap_or((link, ""));
    let mut kind = String::new();
    let mut before = "";
    for part in path.split('/').filter(|part| !part.is_empty()) {
        let one_of_many = part != "new"
            && (OF_MANY.contains(&before) || part.chars().any(|c| c.is_ascii_digit()) || before == "*");
        let shown = if one_of_many { "*" } else { part };
        kind.push('/');
        kind.push_str(shown);
        before = if one_of_many && (before == "do" || before == "list") { "*" } else { part };
    }
    let view = query.split('&').find(|pair| pair.starts_with("view=board")).unwrap_or_default();
    format!("{kind}?{view}")
}
