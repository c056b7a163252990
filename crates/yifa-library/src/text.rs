//! One text as it came: read, with its citations and what it says it repeals.

use crate::cite::{Written, written};
use crate::doubt::{Held, HeldBecause};
use crate::edge::{self, RepealWords};
use crate::format::{self, Format, PageFacts};
use crate::instrument::Made;
use crate::maker::{self, Maker};
use crate::past;
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use yifa_law::citation::ResolvedInstrument;
use yifa_law::docnumber::{self, DocumentNumber};
use yifa_law::instrument::normalise_title;
use yifa_law::text::normative::NormativeDocument;
use yifa_law::text::{HistoryKind, IrregularityKind, Statute};

/// One text: a statute, a document, or a part of one.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// Where it came from: the path in its folder, or the name of the file.
    pub origin: String,
    /// SHA-256 of the bytes that came.
    pub digest: [u8; 32],
    /// The format in which it came.
    pub format: Format,
    /// What the page's table of facts says.
    pub page: PageFacts,
    /// The text as articles, with number, dates and term.
    pub document: NormativeDocument,
    pub(crate) maker: Maker,
    pub(crate) written: Vec<Written>,
    pub(crate) repeals: Vec<RepealWords>,
}

impl Text {
    /// Reads the bytes of a file. `origin` is kept to name it; nothing is concluded from it.
    ///
    /// # Errors
    /// [`Held`]: it is no text, has no title, or its digits cannot be trusted. It is held back: nothing in it may
    /// be cited.
    pub fn read(origin: impl Into<String>, bytes: &[u8]) -> Result<Self, Box<Held>> {
        let origin = origin.into();
        let digest: [u8; 32] = Sha256::digest(bytes).into();
        match open(&origin, bytes) {
            Ok(opening) => Self::of(origin, digest, opening),
            Err(because) => Err(Box::new(Held { origin, digest, title: None, because })),
        }
    }

    /// Takes a text that comes with facts beside it, as a register has them.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn told(origin: impl Into<String>, text: &str, page: PageFacts) -> Result<Self, Box<Held>> {
        let digest: [u8; 32] = Sha256::digest(text.as_bytes()).into();
        let document = NormativeDocument::read(text);
        Self::of(origin.into(), digest, Opening { document, format: Format::Plain, page })
    }

    fn of(origin: String, digest: [u8; 32], opening: Opening) -> Result<Self, Box<Held>> {
        let held = |because, title| Box::new(Held { origin: origin.clone(), digest, title, because });
        let Opening { document, format, page } = opening;
        let title = document.statute.title.clone();
        if document.is_quarantined() {
            let written = document.distrust.iter().map(|sign| document.statute.slice(sign.span()).to_owned());
            return Err(held(HeldBecause::ScrambledDigits(written.collect()), title));
        }
        if title.as_deref().is_none_or(|title| normalise_title(title).is_empty()) {
            return Err(held(HeldBecause::NoTitle, None));
        }
        if has_no_words(&document.statute) {
            return Err(held(HeldBecause::OnlyTitle, title));
        }
        let number = own_number(&document, &page);
        let definite = number.as_ref().filter(|number| number.is_definite());
        let maker = maker::read(&document, definite, &page);
        let written = citations(&document.statute, number.as_ref());
        let repeals = edge::words(&document.statute, &written);
        Ok(Self { origin, digest, format, page, document, maker, written, repeals })
    }

    /// The text as articles.
    pub fn statute(&self) -> &Statute {
        &self.document.statute
    }

    /// Its title, as written.
    pub fn title(&self) -> &str {
        self.statute().title.as_deref().unwrap_or_default()
    }

    /// Its own number.
    pub fn number(&self) -> Option<DocumentNumber> {
        own_number(&self.document, &self.page).filter(DocumentNumber::is_definite)
    }

    /// The last day of adoption, approval or amendment that it states; for a document the day of issue.
    pub fn adopted(&self) -> Option<Date> {
        self.statute().last_adoption().or(self.document.issued).or(self.page.issued).or(self.page.published)
    }

    /// What its head says of a day; of another document, whether it is the day of issue.
    pub(crate) fn made_on(&self, day: Date) -> Option<Made> {
        let of_day = self.statute().history.iter().filter(|entry| entry.date == day);
        let acts: String = of_day.map(|entry| past::without_titles(&entry.act) + "\n").collect();
        let said = |words: &[&str]| words.iter().any(|word| acts.contains(word));
        if said(&["公布", "发布", "颁布", "發布", "頒布", "刊登"]) {
            Some(Made::Published)
        } else if said(&["批准", "批準"]) {
            Some(Made::Approved)
        } else if said(&past::CHANGES) {
            Some(Made::Amended)
        } else if said(&["通过", "通過"]) {
            Some(Made::Adopted)
        } else if self.document.notes.published == Some(day) {
            Some(Made::Published)
        } else {
            (self.document.issued == Some(day) || self.page.issued == Some(day)).then_some(Made::Issued)
        }
    }

    /// The day of publication, where the head tells it of the last version and not only of an older one, or the page it
    /// came from does.
    pub(crate) fn told_publication(&self) -> Option<Date> {
        let last = self.statute().last_adoption();
        let of_head = last.filter(|last| self.made_on(*last) == Some(Made::Published));
        of_head.or(self.document.notes.published)
    }

    /// All days on which it was adopted or changed.
    pub fn history(&self) -> BTreeSet<Date> {
        let adoptions = self.statute().history.iter().filter(|entry| entry.kind == HistoryKind::Adopted);
        let all: BTreeSet<Date> = adoptions.map(|entry| entry.date).collect();
        if all.is_empty() { self.adopted().into_iter().collect() } else { all }
    }

    /// The title under which it is filed: of a part (民法典 / 人格权编) that of the whole.
    pub(crate) fn filed_under(&self) -> String {
        let title = self.title();
        let name = match title.split_once(" / ") {
            Some((whole, part)) if self.is_part() || part.ends_with('编') => whole.to_owned(),
            _ => title.replace(" / ", ""),
        };
        normalise_title(&name)
    }

    /// Whether it is one of several files of an instrument.
    pub(crate) fn is_part(&self) -> bool {
        let odd = &self.statute().irregularities;
        odd.iter().any(|one| matches!(one.kind, IrregularityKind::FirstArticle(_)))
            || self.title().split_once(" / ").is_some_and(|(_, part)| part.ends_with('编'))
    }

    /// Other names under which it is cited: the title inside 关于印发《…》的通知, and a title without its maker.
    pub(crate) fn other_names(&self) -> Vec<String> {
        let title = self.filed_under();
        let mut names = Vec::new();
        if let Some(inner) = inner_title(&title) {
            names.push(inner.to_owned());
        }
        if let Some(at) = title.find("关于").filter(|at| *at > 0) {
            names.push(title[at..].to_owned());
        }
        names
    }

    /// The day of effect that its last article or its header states.
    pub(crate) fn stated_effect(&self) -> Option<Date> {
        let begun = self.statute().history.iter().filter(|entry| entry.kind == HistoryKind::InForce);
        begun.map(|entry| entry.date).max().or(self.document.effective).or(self.page.effective)
    }
}

/// Whether nothing stands below the title.
fn has_no_words(statute: &Statute) -> bool {
    let introduction = statute.introduction.iter().map(|line| statute.slice(line).chars().count());
    statute.articles.is_empty() && introduction.sum::<usize>() < FEWEST_CHARACTERS
}

/// No text is shorter.
const FEWEST_CHARACTERS: usize = 6;

/// A file as a document, before anything is held back.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// The text as articles, with number, dates, term, and the signs that its digits cannot be trusted.
    pub document: NormativeDocument,
    /// The format in which it came.
    pub format: Format,
    /// What the page's table of facts says.
    pub page: PageFacts,
}

impl Opening {
    /// Who made it, as far as the page's table, the text's notes, its title or its signature tell.
    pub fn maker(&self) -> Option<String> {
        let number = self.number().filter(DocumentNumber::is_definite);
        maker::read(&self.document, number.as_ref(), &self.page).name
    }

    /// Its own number: as the text writes it, else as the page's table does. An announcement may count without a year.
    pub fn number(&self) -> Option<DocumentNumber> {
        own_number(&self.document, &self.page)
    }
}

/// Opens a file of any format that is read here.
///
/// # Errors
/// [`HeldBecause`]: it is no text.
pub fn open(name: &str, bytes: &[u8]) -> Result<Opening, HeldBecause> {
    let opened = format::open(name, bytes)?;
    let document = NormativeDocument::read(opened.text);
    Ok(Opening { document, format: opened.format, page: opened.page })
}

/// The citations of a text. What the header tells of its own making, and its own number, cite nothing.
fn citations(statute: &Statute, own: Option<&DocumentNumber>) -> Vec<Written> {
    let is_own = |one: &Written| {
        let of_header = statute.history.iter().any(|entry| entry.span.contains(&one.span.start));
        let number =
            matches!(&one.resolved.instrument, ResolvedInstrument::Numbered(number) if Some(number) == own);
        of_header || (number && one.at.is_none())
    };
    written(statute).into_iter().filter_map(Result::ok).filter(|one| !is_own(one)).collect()
}

/// 某市人民政府关于印发〈某办法〉的通知 → 某办法.
pub(crate) fn inner_title(title: &str) -> Option<&str> {
    let sends = ["印发", "公布", "发布", "颁布"].iter().any(|word| title.contains(word));
    if !sends || !title.ends_with("通知") {
        return None;
    }
    let (start, end) = (title.find('〈')?, title.rfind('〉')?);
    title.get(start + '〈'.len_utf8()..end).filter(|inner| !inner.is_empty())
}

fn own_number(document: &NormativeDocument, page: &PageFacts) -> Option<DocumentNumber> {
    let of_page = page.number.as_deref().and_then(|text| docnumber::parse(text).ok());
    let number = document.number.clone().or(of_page).map(|read| read.number);
    number.filter(|number| number.is_definite() || number.is_yearless())
}
