//! A translation beside its source, article by article, with what has changed in the source since.

use askama::Template;

use super::{PublicStanding, text_lang};
use crate::face::{Chrome, Lang};

/// The reader as anyone sees it.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/bilingual.html")]
pub struct PublicBilingualPage {
    /// The frame.
    pub chrome: Chrome,
    /// What is read.
    pub reader: PublicBilingual,
}

/// A text in two languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicBilingual {
    /// The language of the Chinese text on this page.
    pub lang: &'static str,
    /// The Chinese title.
    pub title: String,
    /// The English title.
    pub english_title: String,
    /// The Chinese text in the library: label and address.
    pub instrument: Option<(String, String)>,
    /// Whether the English belongs to what is in force.
    pub standing: PublicStanding,
    /// The same in sentences: which text it follows, and what has become of that text.
    pub says: Vec<String>,
    /// Days on which the translation and the register do not agree.
    pub contradictions: Vec<String>,
    /// Articles that have changed since: label, the place on this page (empty for one that is not on it), what became of it.
    pub changes: Vec<(String, String, String)>,
    /// Digests: what of, the digest, where the very text is.
    pub proofs: Vec<(String, String, Option<String>)>,
    /// Each check with the number of places at which the two texts do not agree.
    pub checks: Vec<(String, usize)>,
    /// The texts, piece by piece.
    pub pairs: Vec<PublicPair>,
}

impl PublicBilingual {
    /// The title for a reader of a language.
    pub fn heading(&self, lang: Lang) -> &str {
        if lang == Lang::En && !self.english_title.is_empty() { &self.english_title } else { &self.title }
    }

    /// At how many places the two texts do not agree.
    pub fn differences(&self) -> usize {
        self.checks.iter().map(|(_, n)| n).sum()
    }
}

/// A piece of both texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicPair {
    /// Its place on the page: a16, a5-2.
    pub id: String,
    /// The article, and the paragraph where there are several.
    pub place: String,
    /// What became of the article since: words and tone.
    pub change: Option<PublicStanding>,
    /// The Chinese.
    pub zh: Vec<PublicBit>,
    /// The English; empty when it is missing.
    pub english: Vec<PublicBit>,
    /// What does not agree.
    pub odd: Vec<String>,
}

/// Some words of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicBit {
    /// The words.
    pub text: String,
    /// Whether something is to be said of them.
    pub mark: BitMark,
}

/// What is to be said of some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BitMark {
    /// Nothing.
    Plain,
    /// They are a term of the term base.
    Term,
    /// The other text does not say the same.
    Odd,
}

impl PublicBilingual {
    /// Two articles, one of them changed since, one in which a figure differs.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let bit = |text: &str, mark| PublicBit { text: text.into(), mark };
        let pair = |number: u32, zh, english, change, odd| PublicPair {
            id: format!("a{number}"),
            place: pick(&format!("第{number}条"), &format!("Article {number}")),
            change,
            zh,
            english,
            odd,
        };
        let changed = PublicStanding { text: pick("已修改", "Changed since"), tone: "yellow" };
        Self {
            lang: text_lang(lang),
            title: "某市摊区管理办法".into(),
            english_title: "Measures on Market Places".into(),
            instrument: Some((pick("中文文本", "The Chinese text"), "/public/library/a".into())),
            standing: PublicStanding { text: pick("原文已变动", "Source changed"), tone: "yellow" },
            contradictions: vec![pick("公布日期与登记不一致", "Not the day of the register")],
            says: vec![pick("英文译自2024年公布的文本。", "The English follows the text of 2024.")],
            changes: vec![(pick("第2条", "Article 2"), "a2".into(), pick("已修改", "Changed since"))],
            proofs: vec![
                (
                    pick("所译文本", "Text translated"),
                    "0f".repeat(32),
                    Some("/public/library/a/english/source.txt".into()),
                ),
                (pick("现行文本", "Text in force"), "1e".repeat(32), None),
            ],
            checks: vec![(pick("数字", "Figures"), 1), (pick("术语", "Terms"), 0)],
            pairs: vec![
                pair(
                    1,
                    vec![
                        bit("应当举行", BitMark::Plain),
                        bit("听证", BitMark::Term),
                        bit("。", BitMark::Plain),
                    ],
                    vec![
                        bit("A ", BitMark::Plain),
                        bit("hearing", BitMark::Term),
                        bit(" shall be held.", BitMark::Plain),
                    ],
                    None,
                    Vec::new(),
                ),
                pair(
                    2,
                    vec![bit("三万元", BitMark::Odd), bit("以下。", BitMark::Plain)],
                    Vec::new(),
                    Some(changed),
                    vec![pick("英文缺少：三万元", "a figure is not in the English")],
                ),
            ],
        }
    }
}

impl PublicBilingualPage {
    /// The reader.
    pub fn sample(lang: Lang) -> Self {
        let address = "/public/library/a/english".into();
        Self {
            chrome: Chrome { person: None, address, ..Chrome::sample(lang) },
            reader: PublicBilingual::sample(lang),
        }
    }
}
