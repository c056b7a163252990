//! A Chinese text and its English translation, compared by what can be compared without understanding: articles,
//! figures, dates, citations, words of duty, terms.
//!
//! Owns: aligning the two by article, paragraph and item, and the seven checks. It states what does not agree and where;
//! whether the English is right is for people. It must not know who translated, nor which texts exist.
//!
//! ```
//! use yifa_law::translation::{Check, Glossary, compare};
//! let zh = "第一条　经营者应当在三十日内缴纳三万元。\n第二条　可以分期缴纳。\n";
//! let good = "Article 1 The operator shall pay 30,000 yuan within 30 days.\nArticle 2 It may be paid by instalments.\n";
//! assert!(compare(zh, good, &Glossary::default()).findings.is_empty());
//! let bad = good.replace("30,000", "3,000").replace("may", "shall");
//! let found = compare(zh, &bad, &Glossary::default());
//! let checks: Vec<Check> = found.findings.iter().map(|one| one.check).collect();
//! // The sum that is missing, the one that stands for it, and the duty that the text does not know.
//! assert_eq!(checks, [Check::Numbers, Check::Numbers, Check::Modality]);
//! ```

mod align;
mod english;
mod figures;
mod modality;
mod references;
mod terms;
mod written;

pub use align::Segment;
pub use terms::{Glossary, Term};

use std::ops::Range;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// As many articles, paragraphs and items.
    Articles,
    /// The same figures, dates and sums.
    Numbers,
    /// Every 《…》 with its registered English title.
    Citations,
    /// 应当 shall, 不得 shall not, 可以 may.
    Modality,
    /// No Chinese characters left.
    Untranslated,
    /// Terms as the term base has them.
    Terms,
    /// Cross-references to the same articles.
    References,
}

/// Why a place does not agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Says {
    /// The article is not in the English text.
    ArticleMissing,
    /// The English text has an article that the Chinese has not.
    ArticleAdded,
    /// The article has another number of paragraphs.
    ParagraphsDiffer,
    /// It has another number of items.
    ItemsDiffer,
    /// The figure is not in the English text.
    FigureMissing,
    /// The English text has a figure that the Chinese has not.
    FigureAdded,
    /// The figure is there, in another unit: 工作日 and days.
    UnitDiffers,
    /// The date is not in the English text.
    DateMissing,
    /// The cited instrument has no registered English title.
    TitleNotRegistered,
    /// It has one, and the English text does not use it.
    TitleNotUsed,
    /// A duty is not said as one.
    DutyWeakened,
    /// A permission is said as a duty.
    PermissionHardened,
    /// A prohibition is not said as one.
    ProhibitionLost,
    /// Chinese characters are left.
    CharactersLeft,
    /// The term is not translated as the term base has it.
    TermNotUsed,
    /// A word stands that the term base forbids for the term.
    TermForbidden,
    /// The article referred to is not referred to in the English text.
    ReferenceMissing,
}

/// One place that does not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which check.
    pub check: Check,
    /// The article, paragraph or item; empty outside articles.
    pub place: String,
    /// Why.
    pub says: Says,
    /// What the Chinese text has; empty when it has nothing.
    pub chinese: String,
    /// What the English text has, or should have; empty when nothing is there.
    pub english: String,
    /// The bytes of the Chinese text.
    pub zh_span: Range<usize>,
    /// The bytes of the English text.
    pub en_span: Range<usize>,
}

/// What the comparison of two texts gives.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// The texts side by side.
    pub segments: Vec<Segment>,
    /// What does not agree, in order of the checks and of the text.
    pub findings: Vec<Finding>,
    /// Articles of the Chinese text.
    pub zh_articles: usize,
    /// Articles of the English text.
    pub en_articles: usize,
    /// How often a segment has a term of the term base.
    pub term_uses: usize,
    /// How often its translation has the mandated word.
    pub term_hits: usize,
}

impl Check {
    /// All, in order.
    pub const ALL: [Self; 7] = [
        Self::Articles,
        Self::Numbers,
        Self::Citations,
        Self::Modality,
        Self::Untranslated,
        Self::Terms,
        Self::References,
    ];

    /// A stable word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Articles => "articles",
            Self::Numbers => "numbers",
            Self::Citations => "citations",
            Self::Modality => "modality",
            Self::Untranslated => "untranslated",
            Self::Terms => "terms",
            Self::References => "references",
        }
    }
}

impl Says {
    /// A stable word.
    pub fn code(self) -> &'static str {
        match self {
            Self::ArticleMissing => "article-missing",
            Self::ArticleAdded => "article-added",
            Self::ParagraphsDiffer => "paragraphs-differ",
            Self::ItemsDiffer => "items-differ",
            Self::FigureMissing => "figure-missing",
            Self::FigureAdded => "figure-added",
            Self::UnitDiffers => "unit-differs",
            Self::DateMissing => "date-missing",
            Self::TitleNotRegistered => "title-not-registered",
            Self::TitleNotUsed => "title-not-used",
            Self::DutyWeakened => "duty-weakened",
            Self::PermissionHardened => "permission-hardened",
            Self::ProhibitionLost => "prohibition-lost",
            Self::CharactersLeft => "characters-left",
            Self::TermNotUsed => "term-not-used",
            Self::TermForbidden => "term-forbidden",
            Self::ReferenceMissing => "reference-missing",
        }
    }
}

impl Comparison {
    /// Whether a check found nothing.
    pub fn passed(&self, check: Check) -> bool {
        self.findings.iter().all(|one| one.check != check)
    }

    /// The first place at which a check found something.
    pub fn first_place(&self, check: Check) -> Option<&str> {
        self.findings.iter().find(|one| one.check == check).map(|one| one.place.as_str())
    }
}

/// Compares a Chinese text with its English translation.
pub fn compare(zh: &str, en: &str, glossary: &Glossary) -> Comparison {
    let mut found = align::align(zh, en);
    for segment in &found.segments {
        let pair = Pair::of(segment, zh, en);
        if pair.en.trim().is_empty() {
            continue;
        }
        figures::check(&pair, &mut found.findings);
        modality::check(&pair, &mut found.findings);
        references::check(&pair, glossary, &mut found.findings);
        let (uses, hits) = terms::check(&pair, glossary, &mut found.findings);
        found.term_uses += uses;
        found.term_hits += hits;
    }
    untranslated(en, &found.segments, &mut found.findings);
    found.findings.sort_by_key(|one| (one.check, one.zh_span.start, one.en_span.start));
    found
}

/// Two texts of one place.
struct Pair<'a> {
    place: &'a str,
    zh: &'a str,
    en: &'a str,
    zh_at: usize,
    en_at: usize,
}

impl<'a> Pair<'a> {
    fn of(segment: &'a Segment, zh: &'a str, en: &'a str) -> Self {
        Self {
            place: &segment.place,
            zh: zh.get(segment.zh.clone()).unwrap_or_default(),
            en: en.get(segment.en.clone()).unwrap_or_default(),
            zh_at: segment.zh.start,
            en_at: segment.en.start,
        }
    }

    /// A finding at a place of the Chinese words; in English the whole segment.
    fn finding(&self, check: Check, says: Says, zh: &Range<usize>, english: impl Into<String>) -> Finding {
        Finding {
            check,
            place: self.place.to_owned(),
            says,
            chinese: self.zh.get(zh.clone()).unwrap_or_default().to_owned(),
            english: english.into(),
            zh_span: self.zh_at + zh.start..self.zh_at + zh.end,
            en_span: self.en_at..self.en_at + self.en.len(),
        }
    }
}

/// Chinese characters in the English text, a finding for each run.
fn untranslated(en: &str, segments: &[Segment], found: &mut Vec<Finding>) {
    let mut at = 0;
    while let Some(start) = en[at..].find(is_chinese).map(|start| at + start) {
        let end = en[start..].find(|c| !is_chinese(c)).map_or(en.len(), |end| start + end);
        let inside = segments.iter().find(|segment| segment.en.contains(&start));
        found.push(Finding {
            check: Check::Untranslated,
            place: inside.map(|segment| segment.place.clone()).unwrap_or_default(),
            says: Says::CharactersLeft,
            chinese: String::new(),
            english: en[start..end].to_owned(),
            zh_span: inside.map_or(0..0, |segment| segment.zh.clone()),
            en_span: start..end,
        });
        at = end;
    }
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}')
}

#[cfg(test)]
mod tests;
