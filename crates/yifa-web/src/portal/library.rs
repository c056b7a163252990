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
    /// Address of the comparison with the version before.
    pub compare: Option<String>,
}

/// Two versions side by side.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/law_compare.html")]
pub struct PublicComparePage {
    /// The frame, with nobody signed in.
    pub chrome: Chrome,
    /// The versions.
    pub comparison: PublicComparison,
}

/// Two versions of an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicComparison {
    /// The list.
    pub back: String,
    /// The instrument, its title and its address.
    pub law: (String, String),
    /// The language of texts of law on this page.
    pub lang: &'static str,
    /// The two days of adoption.
    pub days: (String, String),
    /// How many articles are the same, moved, changed, moved and changed, new, gone.
    pub counts: Vec<(String, usize)>,
    /// The articles that differ.
    pub rows: Vec<PublicComparedRow>,
}

/// An article in two versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicComparedRow {
    /// What became of it.
    pub change: String,
    /// The class that colours it.
    pub tone: &'static str,
    /// Its label in the older version.
    pub old_label: String,
    /// Its label in the newer version.
    pub new_label: String,
    /// Its words in the older version; what goes is marked.
    pub old: Vec<PublicPiece>,
    /// Its words in the newer version; what comes is marked.
    pub new: Vec<PublicPiece>,
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
    /// The place that the question cites, and its address.
    pub cited: Option<(String, String)>,
    /// What could not be understood of the question.
    pub remark: Option<String>,
    /// How many articles of each rank, and the address of those alone.
    pub facets: Vec<(String, usize, String)>,
    /// Articles, when words were asked.
    pub hits: Vec<PublicHit>,
    /// Instruments: all when no words were asked, else those whose title or number has the words.
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
    /// In how many days it ends, where the day is fixed.
    pub ends: Option<PublicStanding>,
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
    /// In how many days it ends, where the day is fixed.
    pub ends: Option<PublicStanding>,
    /// The day.
    pub on: Date,
    /// Its address with the version: those of its places begin with it. Empty when there is no version.
    pub permalink: String,
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
    /// Where it is read beside its English translation, when there is a public one.
    pub english: Option<String>,
    /// Days that persons have recorded: what is said of them, and where each is on public record.
    pub sources: Vec<(String, String)>,
    /// Remarks that a reader should know.
    pub remarks: Vec<String>,
    /// What it cites.
    pub cites: Vec<PublicCited>,
    /// Who cites it: title, address, how often.
    pub cited_by: Vec<(String, String, usize)>,
    /// How many more cite it.
    pub more_cited_by: usize,
}

/// An instrument that is cited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicCited {
    /// Its title.
    pub title: String,
    /// The reader.
    pub href: String,
    /// How often it is cited.
    pub times: usize,
    /// Whether it holds on the day.
    pub standing: PublicStanding,
}

/// One article, paragraph, item or subitem, under an address that stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicPlace {
    /// The list.
    pub back: String,
    /// Its instrument: title, and where it stands in the reader.
    pub law: (String, String),
    /// The language of texts of law on this page.
    pub lang: &'static str,
    /// 第六十三条第二款.
    pub place: String,
    /// The version, by its day of adoption.
    pub version: String,
    /// Whether that version holds on the day.
    pub standing: PublicStanding,
    /// The day.
    pub on: Date,
    /// Its own address.
    pub address: String,
    /// Its words, part by part.
    pub parts: Vec<PublicPart>,
    /// What became of its article in other versions.
    pub elsewhere: Vec<PublicElsewhere>,
    /// Who cites it.
    pub cited_by: Vec<PublicCiting>,
}

/// A paragraph, item or subitem with its own address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicPart {
    /// Its address.
    pub href: String,
    /// 第六十三条第二款.
    pub label: String,
    /// 0 paragraph, 1 item, 2 subitem.
    pub depth: u8,
    /// Its words.
    pub words: Vec<PublicPiece>,
}

/// An article in another version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicElsewhere {
    /// The version.
    pub version: String,
    /// The article there, or the version when it is not there.
    pub href: String,
    /// Its number there; empty when it is not there.
    pub place: String,
    /// What became of it.
    pub change: String,
    /// The class that colours it.
    pub tone: &'static str,
    /// Whether that version holds on the day.
    pub standing: PublicStanding,
}

/// A citation of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicCiting {
    /// The citing instrument.
    pub title: String,
    /// Its article.
    pub place: String,
    /// Where it stands.
    pub href: String,
    /// Whether the citing version holds on the day.
    pub standing: PublicStanding,
    /// The version that governed when it was written, when it was another one: the number may mean another article.
    pub under: Option<String>,
}

/// The page of a place.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/place.html")]
pub struct PublicPlacePage {
    /// The frame, with nobody signed in.
    pub chrome: Chrome,
    /// The place.
    pub place: PublicPlace,
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
            cited: None,
            remark: None,
            facets: vec![(pick("法律", "Laws"), 1, "/public/library?q=a&rank=law".into())],
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
            ends: Some(PublicStanding {
                text: lang.pick("还有 99 天", "99 days left").into(),
                tone: "yellow",
            }),
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
            ends: Some(PublicStanding { text: pick("还有 99 天", "99 days left"), tone: "yellow" }),
            on: date(2026, 3, 2),
            permalink: "/public/library/a/2020-05-01".into(),
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
            english: Some("/public/library/a/english".into()),
            sources: vec![(
                lang.with("library.told_by_person", &[("source", "—".into())]),
                "/public/day-1".into(),
            )],
            remarks: vec![pick("缺少第三条", "an article is missing")],
            cites: vec![PublicCited {
                title: "《丙法》".into(),
                href: "/public/library/c".into(),
                times: 2,
                standing: PublicStanding { text: pick("已废止", "Repealed"), tone: "red" },
            }],
            cited_by: vec![("《乙办法》".into(), "/public/library/b".into(), 2)],
            more_cited_by: 3,
        }
    }
}

impl PublicPlace {
    /// An article of one paragraph and an item.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let standing = PublicStanding { text: pick("有效", "In force"), tone: "good" };
        let part = |at: &str, label: &str, depth| PublicPart {
            href: format!("/public/library/a/2020-05-01/{at}"),
            label: label.into(),
            depth,
            words: vec![PublicPiece::plain("乙：")],
        };
        Self {
            back: "/public/library".into(),
            law: ("《某市绿化办法》".into(), "/public/library/a/2020-05-01#a2".into()),
            lang: text_lang(lang),
            place: "第二条".into(),
            version: "2020-05-01".into(),
            standing: standing.clone(),
            on: date(2026, 3, 2),
            address: "/public/library/a/2020-05-01/a2".into(),
            parts: vec![part("a2-p1", "第二条第一款", 0), part("a2-i1", "第二条第一项", 1)],
            elsewhere: vec![PublicElsewhere {
                version: "2012-01-01".into(),
                href: "/public/library/a/2012-01-01/a3".into(),
                place: "第三条".into(),
                change: pick("移位", "moved"),
                tone: "notice",
                standing: PublicStanding { text: pick("已被新版本代替", "Superseded"), tone: "end" },
            }],
            cited_by: vec![PublicCiting {
                title: "《乙办法》".into(),
                place: "第五条".into(),
                href: "/public/library/b/2015-01-01#a5".into(),
                standing,
                under: Some("2012-01-01".into()),
            }],
        }
    }
}

impl PublicPlacePage {
    /// One article.
    pub fn sample(lang: Lang) -> Self {
        let chrome =
            Chrome { person: None, address: "/public/library/a/b/a2".into(), ..Chrome::sample(lang) };
        Self { chrome, place: PublicPlace::sample(lang) }
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
        Self {
            chrome,
            law: PublicLaw::sample(lang),
            compare: Some("/public/library/a/compare?old=2005-01-01&new=2020-01-01".into()),
        }
    }
}

impl PublicComparePage {
    /// One changed article.
    pub fn sample(lang: Lang) -> Self {
        let address = "/public/library/a/compare".into();
        let chrome = Chrome { person: None, address, ..Chrome::sample(lang) };
        Self { chrome, comparison: PublicComparison::sample(lang, "/public/library") }
    }
}

impl PublicComparison {
    /// One changed article.
    pub fn sample(lang: Lang, back: &str) -> Self {
        let mark = |text: &str| PublicPiece { text: text.into(), mark: true, href: None };
        Self {
            back: back.into(),
            law: ("《某法》".into(), format!("{back}/a")),
            lang: text_lang(lang),
            days: ("2005-01-01".into(), "2020-01-01".into()),
            counts: vec![(lang.pick("修改", "changed").into(), 1)],
            rows: vec![PublicComparedRow {
                change: lang.pick("修改", "changed").into(),
                tone: "yellow",
                old_label: "第一条".into(),
                new_label: "第二条".into(),
                old: vec![PublicPiece::plain("处"), mark("二千"), PublicPiece::plain("元。")],
                new: vec![PublicPiece::plain("处"), mark("五千"), PublicPiece::plain("元。")],
            }],
        }
    }
}

/// The language in which texts of law stand on a page: they are never translated, only written in the reader's script.
pub fn text_lang(lang: Lang) -> &'static str {
    match lang {
        Lang::ZhHant => "zh-Hant",
        Lang::ZhHans | Lang::En => "zh-Hans",
    }
}
