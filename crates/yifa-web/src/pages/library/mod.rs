//! The law library for those who work here: search, reader, comparison of versions, what loses its basis.

use askama::Template;
use jiff::civil::{Date, date};
use yifa_law::review::Severity;

use super::review::{LineView, marked_lines};
use crate::face::{Chrome, Lang, Nav};
use crate::portal::{PublicComparison, PublicLaw, PublicLaws, PublicPlace, text_lang};

/// Search and list. The form is sent by GET to `/instruments`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/library/list.html")]
pub struct InstrumentsPage {
    /// The frame.
    pub chrome: Chrome,
    /// What was asked and found.
    pub list: PublicLaws,
    /// Instruments, articles, held texts, doubts.
    pub counts: [usize; 4],
    /// Whether the reader may ask about documents that are filed nowhere.
    pub asks: bool,
}

/// Texts that a person should compare with their originals, those that are held back first.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/library/doubts.html")]
pub struct DoubtsPage {
    /// The frame.
    pub chrome: Chrome,
    /// How many there are on all pages.
    pub texts: usize,
    /// How many of them are held back.
    pub held: usize,
    /// Those of this page.
    pub rows: Vec<DoubtRow>,
    /// The page before.
    pub previous: Option<String>,
    /// The next page.
    pub next: Option<String>,
}

/// A text about which something is doubtful.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubtRow {
    /// Where it came from.
    pub origin: String,
    /// Its title; may be empty.
    pub title: String,
    /// What is doubtful.
    pub why: Vec<String>,
    /// Whether nothing in it may be cited.
    pub held: bool,
    /// Where it can be read.
    pub href: Option<String>,
}

/// A text as it came, with what is doubtful marked.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/library/text.html")]
pub struct TextPage {
    /// The frame.
    pub chrome: Chrome,
    /// Its title; may be empty.
    pub title: String,
    /// Where it came from.
    pub origin: String,
    /// SHA-256 of its bytes.
    pub digest: String,
    /// How many bytes it has.
    pub bytes: usize,
    /// Why it is held back, if it is.
    pub held: Option<String>,
    /// Why it was taken down, and where that is on record.
    pub taken_down: Option<(String, String)>,
    /// The form that takes it down.
    pub take_down: Option<String>,
    /// The reader of the version that was made of it.
    pub reader: Option<String>,
    /// What is doubtful, numbered as the marks in the text are.
    pub remarks: Vec<Remark>,
    /// The text line by line; none where there is no text in the file.
    pub lines: Vec<LineView>,
}

/// Something doubtful in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The line, from 1.
    pub line: usize,
    /// The words that show it; empty where they would say too much or nothing.
    pub words: String,
    /// What is doubtful there.
    pub why: String,
}

/// The reader.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/library/show.html")]
pub struct InstrumentPage {
    /// The frame.
    pub chrome: Chrome,
    /// The instrument.
    pub law: PublicLaw,
    /// Address of the comparison with the version before.
    pub compare: Option<String>,
    /// Address of what would lose its basis.
    pub blast: String,
    /// Address of the text as it came.
    pub original: Option<String>,
    /// Address of the form that records its days of effect, for those who may.
    pub record: Option<String>,
}

/// One article, paragraph, item or subitem.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/library/place.html")]
pub struct PlacePage {
    /// The frame.
    pub chrome: Chrome,
    /// The place.
    pub place: PublicPlace,
}

/// Two versions side by side.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/library/compare.html")]
pub struct ComparePage {
    /// The frame.
    pub chrome: Chrome,
    /// The versions.
    pub comparison: PublicComparison,
}

/// What loses its basis.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/library/blast.html")]
pub struct BlastPage {
    /// The frame.
    pub chrome: Chrome,
    /// The instrument, its title and its address.
    pub law: (String, String),
    /// The language of texts of law on this page.
    pub lang: &'static str,
    /// The day.
    pub on: Date,
    /// The article, when only one goes.
    pub article: String,
    /// Documents: title, address, citations, articles that lose their only basis, whether it carries the law out.
    pub documents: Vec<BlastRow>,
    /// Rules of procedures that rest on it: procedure, its address, what rests, the citation.
    pub rules: Vec<(String, String, String, String)>,
    /// Discretion benchmarks: what they are called, and the citations.
    pub benchmarks: Vec<(String, String)>,
    /// Powers.
    pub powers: Vec<BlastMatter>,
    /// Open matters that have it on record.
    pub matters: Vec<BlastMatter>,
    /// Whether there are more powers and matters than are looked at.
    pub more: bool,
}

/// A power or an open matter that loses its basis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlastMatter {
    /// Its page.
    pub href: String,
    /// Its number.
    pub number: String,
    /// Its name.
    pub title: String,
    /// Its body.
    pub body: String,
    /// Where it stands.
    pub state: String,
    /// The citations.
    pub cites: String,
}

/// A document that loses its basis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlastRow {
    /// Its title.
    pub title: String,
    /// The reader.
    pub href: String,
    /// How often it cites what goes.
    pub cites: usize,
    /// The articles that lose their only named basis.
    pub only: String,
    /// Whether it was made to carry it out.
    pub implements: bool,
}

impl InstrumentsPage {
    /// A search.
    pub fn sample(lang: Lang) -> Self {
        Self {
            chrome: Chrome::sample(lang).at(Nav::Library, "/instruments"),
            list: PublicLaws::sample(lang),
            counts: [166, 11_417, 2, 40],
            asks: true,
        }
    }

    /// A list.
    pub fn sample_list(lang: Lang) -> Self {
        Self { list: PublicLaws::sample_list(lang), ..Self::sample(lang) }
    }
}

impl DoubtsPage {
    /// One text that is held back and one that is doubtful.
    pub fn sample(lang: Lang) -> Self {
        let row = |origin: &str, held: bool| DoubtRow {
            origin: origin.into(),
            title: if held { String::new() } else { "某市停车办法".into() },
            why: vec![lang.t(if held { "library.held_for.empty" } else { "library.doubt.which-namesake" })],
            held,
            href: (!held).then(|| "/instruments/a/2020-05-01".into()),
        };
        Self {
            chrome: Chrome::sample(lang).at(Nav::Library, "/doubts"),
            texts: 2,
            held: 1,
            rows: vec![row("scan.pdf", true), row("b.md", false)],
            previous: None,
            next: Some("/doubts?page=1".into()),
        }
    }
}

impl TextPage {
    /// A text with digits that cannot be.
    pub fn sample(lang: Lang) -> Self {
        let text = "某市停车办法\n第一条　自5355年起施行。";
        let from = text.find("5355").unwrap_or_default();
        Self {
            chrome: Chrome::sample(lang).at(Nav::Library, "/texts/ab"),
            title: "某市停车办法".into(),
            origin: "b.md".into(),
            digest: "ab".into(),
            bytes: text.len(),
            held: Some(lang.with("library.held_for.digits", &[("what", "5355".into())])),
            taken_down: None,
            take_down: Some("/matters/new/instrument-text/take_down?text_digest=ab".into()),
            reader: None,
            remarks: vec![Remark {
                line: 2,
                words: "5355".into(),
                why: lang.t("library.doubt.impossible-date"),
            }],
            lines: marked_lines(text, &[(from..from + 4, Severity::Hard)]),
        }
    }

    /// A file without a text.
    pub fn sample_scan(lang: Lang) -> Self {
        let held = lang.with("library.held_for.scan", &[("what", "PDF".into())]);
        Self { title: String::new(), held: Some(held), remarks: vec![], lines: vec![], ..Self::sample(lang) }
    }

    /// A text that was taken down.
    pub fn sample_taken_down(lang: Lang) -> Self {
        let taken_down = Some(("已收录改正的文本".into(), "/public/a".into()));
        Self { held: None, taken_down, take_down: None, ..Self::sample(lang) }
    }
}

impl InstrumentPage {
    /// The reader.
    pub fn sample(lang: Lang) -> Self {
        Self {
            chrome: Chrome::sample(lang).at(Nav::Library, "/instruments/a"),
            law: PublicLaw::sample(lang),
            compare: Some("/instruments/a/compare?old=2019-01-01&new=2020-05-01".into()),
            blast: "/instruments/a/basis".into(),
            original: Some("/texts/ab".into()),
            record: Some("/matters/new/instrument-day/record?text_digest=ab".into()),
        }
    }
}

impl PlacePage {
    /// One article.
    pub fn sample(lang: Lang) -> Self {
        let chrome = Chrome::sample(lang).at(Nav::Library, "/instruments/a/2020-05-01/a2");
        Self { chrome, place: PublicPlace::sample(lang) }
    }
}

impl ComparePage {
    /// One changed article.
    pub fn sample(lang: Lang) -> Self {
        Self {
            chrome: Chrome::sample(lang).at(Nav::Library, "/instruments/a/compare"),
            comparison: PublicComparison::sample(lang, "/instruments"),
        }
    }
}

impl BlastPage {
    /// One document and one rule.
    pub fn sample(lang: Lang) -> Self {
        let row = BlastRow {
            title: "《某市实施〈某法〉办法》".into(),
            href: "/instruments/b".into(),
            cites: 3,
            only: "第一条".into(),
            implements: true,
        };
        let procedure = lang.pick("行政处罚", "Penalty").to_owned();
        let matter = |href: &str| BlastMatter {
            href: href.into(),
            number: "某罚〔2026〕第1号".into(),
            title: "《某某》".into(),
            body: lang.pick("某局", "Bureau").into(),
            state: lang.pick("调查", "Under investigation").into(),
            cites: "《某法》第一条".into(),
        };
        Self {
            chrome: Chrome::sample(lang).at(Nav::Library, "/instruments/a/basis"),
            law: ("《某法》".into(), "/instruments/a".into()),
            lang: text_lang(lang),
            on: date(2026, 3, 2),
            article: String::new(),
            documents: vec![row],
            rules: vec![(
                procedure,
                "/definitions/a".into(),
                lang.pick("立案", "Open").into(),
                "《某法》第一条".into(),
            )],
            benchmarks: vec![(lang.pick("占道裁量基准", "Benchmark").into(), "《某法》第一条".into())],
            powers: vec![matter("/matters/p")],
            matters: vec![matter("/matters/m"), matter("/matters/n")],
            more: true,
        }
    }
}
