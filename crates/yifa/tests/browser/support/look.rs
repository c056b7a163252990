//! How a page looks: its width, its pictures, what must hold of every page.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::Browser;

/// Reads every text that is shown, everything that folds unfolded. What stands as code is for machines.
const WORDS: &str = r#"
    document.querySelectorAll('details').forEach(one => one.open = true);
    const said = [], english = document.documentElement.lang === 'en';
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const rules = [
        [/\{[a-z_]+\}/, 'a place that was not filled in'],
        [/\uFFFD/, 'a spoiled character'],
        [/\b(undefined|NaN|Some\()/, 'a word of the machine'],
        [/\bcitizen-[0-9a-z]+|\bby bearer\b|由bearer/, 'the identifier of somebody of the public'],
        [/[\u4e00-\u9fff]"|"[\u4e00-\u9fff]/, 'straight quotation marks around Chinese'],
    ];
    while (walker.nextNode()) {
        const node = walker.currentNode, around = node.parentElement;
        if (!around || around.closest('script, style, textarea, code, pre, noscript') || !around.getClientRects().length) continue;
        for (const [rule, why] of rules) if (rule.test(node.data)) said.push(why + ': ' + node.data.trim().slice(0, 80));
        const help = english ? around.closest('.help')?.textContent.replace(/“[^”]*”|《[^》]*》/g, '') : '';
        if (/[\u4e00-\u9fff]{4}/.test(help ?? '')) said.push('help in Chinese: ' + help.trim().slice(0, 80));
        const spoken = around.closest('[lang]').lang;
        if (english && !spoken.startsWith('zh') && /[\u4e00-\u9fff]/.test(node.data)) said.push('Chinese that is read out as ' + spoken + ': ' + node.data.trim().slice(0, 80));
    }
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide > 1) said.push(wide + ' pixels wider than a telephone when everything is unfolded');
    return [...new Set(said)];
"#;

impl Browser {
    /// Makes the window so many pixels wide: 1280 is a desk, 390 a telephone.
    pub fn width(&self, width: u32) {
        self.ask("window/rect", &json!({ "width": width, "height": 1400 }));
    }

    /// Keeps a picture of the window as `NAME.png` in the folder named by `YIFA_SCREENSHOTS`; without one, nothing.
    pub fn picture(&self, name: &str) {
        self.keep(name, false);
    }

    /// Keeps a picture of the whole page, however long.
    pub fn whole_picture(&self, name: &str) {
        self.keep(name, true);
    }

    fn keep(&self, name: &str, whole: bool) {
        let Some(folder) = std::env::var_os("YIFA_SCREENSHOTS") else { return };
        let folder = std::path::PathBuf::from(folder);
        std::fs::create_dir_all(&folder).expect("the folder for pictures");
        let taken = self.ask(
            "goog/cdp/execute",
            &json!({ "cmd": "Page.captureScreenshot", "params": { "format": "png", "captureBeyondViewport": whole } }),
        );
        let picture = STANDARD.decode(taken["data"].as_str().expect("a picture")).expect("a picture");
        std::fs::write(folder.join(format!("{name}.png")), picture).expect("the picture is kept");
    }

    /// What must hold of every page: nothing is cut off at the right, one main heading, a title, no untranslated key, each
    /// place to type in has a name.
    pub fn assert_sound(&self) {
        let here = self.here();
        let wide =
            self.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assert!(wide.as_i64().unwrap_or(0) <= 1, "{here} is {wide} pixels wider than the window");
        assert_eq!(self.count("h1"), 1, "{here}: main headings");
        let nameless = self.run(
            "return [...document.querySelectorAll('main input:not([type=hidden]), main select, main textarea')]
                 .filter(e => !e.labels.length && !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby'))
                 .map(e => e.name || e.outerHTML)",
        );
        assert_eq!(nameless, json!([]), "{here}: places without a name");
        let keys = self.run(
            "return document.body.innerText.match(/(?<![\\w.])(frame|words|form|matter|plan|figure|tools|portal|server|refusal|import|card|city)\\.[a-z_]+(\\.[a-z_]+)*/g)",
        );
        assert!(keys.is_null(), "{here} shows keys instead of words: {keys}");
    }

    /// What no page may say, in whichever language, and whether it fits a telephone with everything unfolded: places that
    /// were not filled in, spoiled characters, names that only the machine uses, straight quotation marks around Chinese,
    /// and, on an English page, help that is written in Chinese, or Chinese that does not say that it is.
    pub fn check_words(&self) -> Vec<String> {
        let here = self.here();
        self.width(390);
        let found = self.run(WORDS);
        let list = found.as_array().unwrap_or_else(|| self.stuck("the page cannot be read"));
        list.iter().filter_map(serde_json::Value::as_str).map(|one| format!("{here}: {one}")).collect()
    }

    /// Opens pages and asserts of each that it is sound, at both widths.
    pub fn assert_sound_everywhere(&self, paths: &[&str]) {
        for width in [390, 1280] {
            self.width(width);
            for path in paths {
                self.open(path);
                self.assert_sound();
            }
        }
    }

    /// A page of a PDF, as a picture beside the others; asserts that it can be drawn at all.
    pub fn picture_of_pdf(&self, name: &str, pdf: &[u8]) {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("paper.pdf");
        std::fs::write(&file, pdf).expect("the paper is kept");
        let target = std::env::var_os("YIFA_SCREENSHOTS")
            .map_or_else(|| folder.path().to_owned(), std::path::PathBuf::from);
        let drawn = std::process::Command::new("pdftoppm")
            .args(["-png", "-r", "70", "-singlefile"])
            .arg(&file)
            .arg(target.join(name))
            .status();
        match drawn {
            Ok(status) => assert!(status.success(), "{name} cannot be drawn"),
            // The Debian package poppler-utils is not needed to run a city, only to look at its papers.
            Err(error) => eprintln!("NOT RUN: pdftoppm on {name}: {error}"),
        }
    }

    /// The words of a PDF; `None`, said aloud, where there is no tool to read them.
    pub fn text_of_pdf(&self, pdf: &[u8]) -> Option<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("paper.pdf");
        std::fs::write(&file, pdf).expect("the paper is kept");
        match std::process::Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output() {
            Ok(output) => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
            Err(error) => {
                eprintln!("NOT RUN: pdftotext: {error}");
                None
            }
        }
    }
}
