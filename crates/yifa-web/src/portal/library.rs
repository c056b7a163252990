//! The law library as anyone sees it: what is found, and one instrument to read on a day.

use askama::Template;
use jiff::civil::{Date, date};

use crate::components::Opt;
use crate::face::{Chrome, Lang};

/// Search and list. The form is sent by GET: `q`, `on`, `status`, `rank`, `maker`.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/library.html")]
pub struct PublicLibraryPage {
    /// The frame, with nobody signed in.
    pub chrome: Chrome,
    /// What was asked and found.
    pub list: PublicLaws,
}

/// One instrument to read.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/law.html")]
pub struct PublicLawPage {
    /// The frame, with nobody signed in.
    pub chrome: Chrome,
    /// The instrument.
    pub law: PublicLaw,
}

/// A question to the library and its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicLaws {
    /// Where the form is sent.
    pub action: String,
    /// The language of texts of law on this page.
    pub lang: &'static str,
    /// The words that were typed.
    pub text: String,
    /// The maker that was typed.
    pub maker: String,
    /// The day.
    pub on: Date,
    /// In force, not in force, either.
    pub statuses: Vec<Opt>,
    /// Ranks with numbers.
    pub ranks: Vec<Opt>,
    /// What was found, in words: so many articles in so many instruments.
    pub found: String,
    /// Articles, when words were asked.
    pub hits: Vec<PublicHit>,
    /// Instruments, when none were.
    pub laws: Vec<PublicLawRow>,
    /// Whether nothing was found.
    pub nothing: bool,
    /// Address of the page before.
    pub previous: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
}

/// An article that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicHit {
    /// Its place in the reader.
    pub href: String,
    /// The title of its instrument.
    pub title: String,
    /// 第六十三条.
    pub place: String,
    /// Whether the instrument holds on the day.
    pub standing: PublicStanding,
    /// Its words, with the terms marked.
    pub words: Vec<PublicPiece>,
}

/// An instrument in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicLawRow {
    /// The reader.
    pub href: String,
    /// Its title.
    pub title: String,
    /// Its number.
    pub number: String,
    /// Its rank.
    pub rank: String,
    /// Its maker.
    pub maker: String,
    /// Whether it holds on the day.
    pub standing: PublicStanding,
    /// How many versions are known.
    pub versions: usize,
}

/// Whether something holds on a day, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicStanding {
    /// The words.
    pub text: String,
    /// The class that colours them.
    pub tone: &'static str,
}

/// A run of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicPiece {
    /// The words.
    pub text: String,
    /// Whether they are marked.
    pub mark: bool,
    /// Where they lead.
    pub href: Option<String>,
}

/// An instrument, one version of it to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicLaw {
    /// The list.
    pub back: String,
    /// Its address without the version.
    pub address: String,
    /// The language of texts of law on this page.
    pub lang: &'static str,
    /// Its title.
    pub title: String,
    /// Label and value: number, rank, maker, adopted, in force from, valid until, published.
    pub facts: Vec<(String, String)>,
    /// Whether it holds on the day.
    pub standing: PublicStanding,
    /// The day.
    pub on: Date,
    /// All versions.
    pub versions: Vec<PublicVersion>,
    /// The headings: text, anchor, depth from 0.
    pub contents: Vec<(String, String, u8)>,
    /// The text.
    pub lines: Vec<PublicLine>,
    /// Gists of single articles, in the words of the registered facts, when there is no text: place and gist.
    pub gists: Vec<(String, String)>,
    /// SHA-256 of the text, when there is one.
    pub digest: Option<String>,
    /// Remarks that a reader should know.
    pub remarks: Vec<String>,
    /// Who cites it: title, address, how often.
    pub cited_by: Vec<(String, String, usize)>,
    /// How many more cite it.
    pub more_cited_by: usize,
}

/// A version in the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicVersion {
    /// Its label: the day of adoption.
    pub label: String,
    /// Its address.
    pub href: String,
    /// Whether it is shown.
    pub here: bool,
    /// Whether it holds on the day.
    pub standing: PublicStanding,
}

/// A line of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicLine {
    /// Its anchor; empty for a line without one.
    pub id: String,
    /// 0 heading, 1 article or its first paragraph, 2 further paragraph, 3 item, 4 subitem, 5 preamble.
    pub kind: u8,
    /// The label of the article; empty elsewhere.
    pub label: String,
    /// Its words.
    pub words: Vec<PublicPiece>,
}

impl PublicPiece {
    /// Words that are neither marked nor lead anywhere.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), mark: false, href: None }
    }
}

impl PublicLaws {
    /// A search with one answer.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        Self {
            action: "/public/library".into(),
            lang: text_lang(lang),
            text: "听证".into(),
            maker: String::new(),
            on: date(2026, 3, 2),
            statuses: vec![Opt::new("", pick("不限", "Any"), true)],
            ranks: vec![Opt::new("", pick("不限", "Any"), true)],
            found: pick("1 条", "1 article"),
            hits: vec![PublicHit {
                href: "/public/library/a?on=2026-03-02#a63".into(),
                title: "《行政处罚法》".into(),
                place: "第六十三条".into(),
                standing: PublicStanding { text: pick("有效", "In force"), tone: "good" },
                words: vec![
                    PublicPiece::plain("甲"),
                    PublicPiece { text: "乙".into(), mark: true, href: None },
                    PublicPiece::plain("丙。"),
                ],
            }],
            laws: vec![],
            nothing: false,
            previous: None,
            next: Some("/public/library?q=a&page=2".into()),
        }
    }

    /// A list without question.
    pub fn sample_list(lang: Lang) -> Self {
        let row = PublicLawRow {
            href: "/public/library/a".into(),
            title: "《行政处罚法》".into(),
            number: "第七十号".into(),
            rank: lang.pick("法律", "Law").into(),
            maker: "《甲》".into(),
            standing: PublicStanding { text: lang.pick("有效", "In force").into(), tone: "good" },
            versions: 2,
        };
        Self { text: String::new(), hits: vec![], laws: vec![row], next: None, ..Self::sample(lang) }
    }
}

impl PublicLaw {
    /// A measure of two articles.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let standing = PublicStanding { text: pick("有效", "In force"), tone: "good" };
        let line = |id: &str, kind, label: &str, words: &str| PublicLine {
            id: id.into(),
            kind,
            label: label.into(),
            words: vec![PublicPiece::plain(words)],
        };
        Self {
            back: "/public/library".into(),
            address: "/public/library/a".into(),
            lang: text_lang(lang),
            title: "《某市绿化办法》".into(),
            facts: vec![(pick("位阶", "Rank"), pick("规章", "Rule"))],
            standing: standing.clone(),
            on: date(2026, 3, 2),
            versions: vec![PublicVersion {
                label: "2020-05-01".into(),
                href: "/public/library/a/2020-05-01".into(),
                here: true,
                standing,
            }],
            contents: vec![("第一章　甲".into(), "h1".into(), 0)],
            lines: vec![
                line("h1", 0, "", "第一章　甲"),
                line("a1", 1, "第一条", "乙："),
                line("a1-1-1", 3, "", "（一）丙；"),
                line("a1-2", 2, "", "丁。"),
            ],
            gists: vec![("第二条".into(), pick("甲", "《甲》"))],
            digest: Some("0f".repeat(32)),
            remarks: vec![pick("缺少第三条", "an article is missing")],
            cited_by: vec![("《乙办法》".into(), "/public/library/b".into(), 2)],
            more_cited_by: 3,
        }
    }
}

impl PublicLibraryPage {
    /// A search.
    pub fn sample(lang: Lang) -> Self {
        let chrome = Chrome { person: None, address: "/public/library".into(), ..Chrome::sample(lang) };
        Self { chrome, list: PublicLaws::sample(lang) }
    }
}

impl PublicLawPage {
    /// The reader.
    pub fn sample(lang: Lang) -> Self {
        let chrome = Chrome { person: None, address: "/public/library/a".into(), ..Chrome::sample(lang) };
        Self { chrome, law: PublicLaw::sample(lang) }
    }
}

/// The language in which texts of law stand on a page: they are never translated, only written in the reader's script.
pub fn text_lang(lang: Lang) -> &'static str {
    match lang {
        Lang::ZhHant => "zh-Hant",
        Lang::ZhHans | Lang::En => "zh-Hans",
    }
}
