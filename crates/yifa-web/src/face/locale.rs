//! The words of the product, from `locales/<lang>/<area>.toml`, embedded in the binary.
//!
//! A key is `area.name` or `area.group.name`. The three languages have the same keys; a test holds them so.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Lang;

macro_rules! embed {
    ($lang:literal; $($area:literal)*) => {
        &[$(($area, include_str!(concat!("../../../../locales/", $lang, "/", $area, ".toml")))),*]
    };
}
macro_rules! areas {
    ($($area:literal)*) => {
        /// The files that each language has.
        pub const AREAS: &[&str] = &[$($area),*];
        const ZH_HANS: &[(&str, &str)] = embed!("zh-Hans"; $($area)*);
        const ZH_HANT: &[(&str, &str)] = embed!("zh-Hant"; $($area)*);
        const EN: &[(&str, &str)] = embed!("en"; $($area)*);
    };
}
areas!(
    "admin" "api" "apply" "bilingual" "board" "bodies" "card" "citizen" "city" "condition" "desk" "figure" "form" "frame" "handover" "import" "journal" "library" "list" "matter" "me" "notify" "own" "plan" "portal" "public" "refusal" "refused" "review" "roster" "second_step" "server"
    "tools" "tour" "verify" "words"
);

static WORDS: LazyLock<[HashMap<String, String>; 3]> =
    LazyLock::new(|| [read(ZH_HANS), read(ZH_HANT), read(EN)]);

/// The words of one language, by key.
fn words(lang: Lang) -> &'static HashMap<String, String> {
    let [zh_hans, zh_hant, en] = &*WORDS;
    match lang {
        Lang::ZhHans => zh_hans,
        Lang::ZhHant => zh_hant,
        Lang::En => en,
    }
}

/// Every key of one language with its text, in no order.
pub fn keys(lang: Lang) -> impl Iterator<Item = (&'static str, &'static str)> {
    words(lang).iter().map(|(key, text)| (key.as_str(), text.as_str()))
}

impl Lang {
    /// The text of a key; the key itself when there is none, so that a gap is seen and nothing breaks.
    pub fn t(self, key: &str) -> String {
        words(self).get(key).cloned().unwrap_or_else(|| key.to_owned())
    }

    /// Whether the key has a text.
    pub fn knows(self, key: &str) -> bool {
        words(self).contains_key(key)
    }

    /// The text of a key with its `{name}` places filled. A value is never searched for places again.
    pub fn with(self, key: &str, values: &[(&str, String)]) -> String {
        let text = self.t(key);
        let mut out = String::with_capacity(text.len() + 16);
        let mut rest = text.as_str();
        while let Some(open) = rest.find('{') {
            let (before, place) = rest.split_at(open);
            out.push_str(before);
            let Some(close) = place.find('}') else {
                rest = place;
                break;
            };
            let name = &place[1..close];
            match values.iter().find(|(n, _)| *n == name) {
                Some((_, value)) => out.push_str(value),
                None => out.push_str(&place[..=close]),
            }
            rest = &place[close + 1..];
        }
        out.push_str(rest);
        out
    }
}

/// Reads a language's files. A file that is not TOML contributes nothing; the tests below refuse it.
fn read(files: &[(&str, &str)]) -> HashMap<String, String> {
    let mut words = HashMap::new();
    for (area, text) in files {
        if let Ok(table) = text.parse::<toml::Table>() {
            flatten(area, &table, &mut words);
        }
    }
    words
}

fn flatten(prefix: &str, table: &toml::Table, words: &mut HashMap<String, String>) {
    for (name, value) in table {
        let key = format!("{prefix}.{name}");
        match value {
            toml::Value::String(text) => {
                words.insert(key, text.clone());
            }
            toml::Value::Table(inner) => flatten(&key, inner, words),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn places(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|p| p.split_once('}').map(|(name, _)| name)).collect()
    }

    #[test]
    fn every_file_is_toml_and_holds_texts_only() {
        for (area, text) in ZH_HANS.iter().chain(ZH_HANT).chain(EN) {
            let table = text.parse::<toml::Table>().unwrap_or_else(|e| panic!("{area}: {e}"));
            let mut words = HashMap::new();
            flatten(area, &table, &mut words);
            assert!(words.values().all(|t| !t.trim().is_empty()), "{area} has an empty text");
        }
    }

    #[test]
    fn the_three_languages_have_the_same_keys_and_places() {
        let base = words(Lang::ZhHans);
        for lang in [Lang::ZhHant, Lang::En] {
            let other = words(lang);
            let missing: Vec<_> = base.keys().filter(|k| !other.contains_key(*k)).collect();
            let extra: Vec<_> = other.keys().filter(|k| !base.contains_key(*k)).collect();
            assert!(missing.is_empty() && extra.is_empty(), "{lang:?}: missing {missing:?}, extra {extra:?}");
            for (key, text) in base {
                assert_eq!(places(text), places(&other[key]), "{lang:?} {key}");
            }
        }
    }

    #[test]
    fn no_language_borrows_from_another() {
        let cjk = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
        for (key, text) in keys(Lang::En) {
            assert!(!text.chars().any(cjk), "en {key}: {text}");
        }
        for (key, text) in keys(Lang::ZhHant) {
            assert_eq!(Lang::ZhHant.write(text), text, "zh-Hant {key}");
        }
        for (key, text) in keys(Lang::ZhHans) {
            assert!(text.chars().any(cjk) || !text.chars().any(char::is_alphabetic), "zh-Hans {key}: {text}");
            assert_eq!(yifa_law::fold::fold(text), text, "zh-Hans {key}");
        }
    }

    #[test]
    fn traditional_texts_use_the_terms_of_their_readers() {
        let mainland = [
            "信息",
            "數據",
            "登錄",
            "默認",
            "搜索",
            "導入",
            "導出",
            "篩查",
            "打印",
            "上傳文件",
            "賬號",
            "查詢表單",
            "設置",
            "粘貼",
            "導航",
            "純文本",
            "文本文件",
            "字符",
            "情景",
            "試運行",
        ];
        for (key, text) in keys(Lang::ZhHant) {
            assert!(!mainland.iter().any(|term| text.contains(term)), "zh-Hant {key}: {text}");
        }
    }

    #[test]
    fn places_are_filled_once_and_unknown_ones_stay() {
        assert_eq!(
            Lang::En.with("frame.no_such_key {a}", &[("a", "{b}".into()), ("b", "x".into())]),
            "frame.no_such_key {b}"
        );
        assert_eq!(Lang::En.with("{unknown} {open", &[]), "{unknown} {open");
    }
}
