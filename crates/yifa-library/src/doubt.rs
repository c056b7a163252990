//! What a person should look at after texts were read: doubts, and texts that are held back.

use crate::format::{LONGEST_TEXT, Unreadable};
use std::fmt;
use yifa_law::decode::DecodeError;
use yifa_law::text::Irregularity;
use yifa_law::text::normative::NormativeFinding;

/// A text that is kept out: nothing in it may be cited until a person has compared it with the original.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Held {
    /// Where it came from.
    pub origin: String,
    /// SHA-256 of the bytes that came.
    pub digest: [u8; 32],
    /// Its title, when one can be read.
    pub title: Option<String>,
    /// Why.
    pub because: HeldBecause,
}

/// Why a text is held back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeldBecause {
    /// It is no text; what it is.
    NotText(DecodeError),
    /// Pages without a layer of text: a scan; its format.
    Scan(String),
    /// A damaged or foreign archive; what is wrong.
    Broken(Damage),
    /// There is nothing in it.
    Empty,
    /// It has more text than any law; how many MB are the most.
    TooLong(usize),
    /// No line can be taken as its title.
    NoTitle,
    /// It has a title and nothing else: an error page, a title without its text.
    OnlyTitle,
    /// Its digits were scrambled; the impossible figures, as written.
    ScrambledDigits(Vec<String>),
    /// The file could not be read; why.
    Unreadable(String),
}

/// What is wrong with a document of a word processor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Damage {
    /// The archive cannot be opened.
    Archive,
    /// The archive holds no document.
    Foreign,
    /// The document in it cannot be read.
    Document,
    /// The document in it is longer than any text.
    TooLong,
}

/// Something odd about a text or about how it was joined with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The text's origin.
    pub origin: String,
    /// SHA-256 of the bytes that came.
    pub digest: [u8; 32],
    /// Its title.
    pub title: String,
    /// What is odd.
    pub kind: DoubtKind,
}

impl Doubt {
    /// The text in the library that it unsettles, by the SHA-256 of its bytes: of two texts of one version the one that
    /// is kept.
    pub fn unsettles(&self) -> [u8; 32] {
        match &self.kind {
            DoubtKind::TwoTexts { digest, .. } => *digest,
            _ => self.digest,
        }
    }
}

/// The kinds of doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DoubtKind {
    /// Odd in the text itself: missing articles, double dates, a glued document.
    Text(Irregularity),
    /// Odd about its dates.
    Dates(NormativeFinding),
    /// The same bytes or the same version came before, from there.
    Duplicate(String),
    /// Another text of the same version says something else. That one is kept.
    TwoTexts {
        /// Where the other one came from.
        kept: String,
        /// SHA-256 of its bytes.
        digest: [u8; 32],
    },
    /// It states no day at which it was adopted, so it has no place among the versions.
    NoDay,
    /// It names no maker; its number has the mark of this one.
    MakerPresumed(String),
    /// An amended text; the day of effect of the amendment stands in the amending decision. The day of adoption
    /// is taken until a person tells.
    EffectNotTold,
    /// Several instruments have its title, and nothing tells to which it belongs.
    WhichNamesake,
    /// It says that it repeals itself.
    RepealsItself,
    /// It ends what conflicts with it, without naming articles: a person lists them.
    PartlyAffects(String),
    /// It names a repealed instrument that is only known under a later namesake.
    NamesakeNotEnded(String),
}

impl DoubtKind {
    /// A stable word, for machines.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Text(odd) => odd.kind.code(),
            Self::Dates(NormativeFinding::EffectBeforeIssue) => "effect-before-issue",
            Self::Dates(NormativeFinding::EffectAfterDays) => "effect-after-days",
            Self::Dates(NormativeFinding::TermWithoutStart) => "term-without-start",
            Self::Duplicate(_) => "duplicate",
            Self::TwoTexts { .. } => "two-texts-of-one-version",
            Self::NoDay => "no-day",
            Self::MakerPresumed(_) => "maker-presumed",
            Self::EffectNotTold => "effect-not-told",
            Self::WhichNamesake => "which-namesake",
            Self::RepealsItself => "repeals-itself",
            Self::PartlyAffects(_) => "partly-affects",
            Self::NamesakeNotEnded(_) => "namesake-not-ended",
        }
    }

    /// Whether it unsettles the words or the days of a text, so that a person compares it with the original.
    pub fn is_unsettling(&self) -> bool {
        let of_text = matches!(self, Self::Text(_) | Self::Dates(_) | Self::TwoTexts { .. } | Self::NoDay);
        of_text && !self.is_remark()
    }

    /// Whether it is about days alone: facts, or a person who tells them, settle it.
    pub(crate) fn is_about_days(&self) -> bool {
        use yifa_law::text::IrregularityKind as Kind;
        match self {
            Self::Text(odd) => {
                matches!(odd.kind, Kind::NoDate | Kind::SeveralDatesOnOneLine | Kind::ImpossibleDate)
            }
            Self::Dates(_) | Self::NoDay => true,
            _ => false,
        }
    }

    /// Whether it only describes the text and asks nothing of anybody.
    pub fn is_remark(&self) -> bool {
        use yifa_law::text::IrregularityKind as Kind;
        match self {
            Self::Text(odd) => matches!(
                odd.kind,
                Kind::NoArticles
                    | Kind::EffectiveDateInHeader(_)
                    | Kind::BlankInLabel
                    | Kind::BrokenLines
                    | Kind::Table
                    | Kind::LeftOutArticles(_)
                    | Kind::HeadingAndArticleOnOneLine
            ),
            Self::Duplicate(_) => true,
            _ => false,
        }
    }
}

impl HeldBecause {
    /// A stable word, for machines.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotText(_) => "not-text",
            Self::Scan(_) => "scan-without-text",
            Self::Broken(_) => "broken-file",
            Self::Empty => "empty",
            Self::TooLong(_) => "too-long",
            Self::NoTitle => "no-title",
            Self::OnlyTitle => "only-title",
            Self::ScrambledDigits(_) => "scrambled-digits",
            Self::Unreadable(_) => "unreadable",
        }
    }
}

impl From<Unreadable> for HeldBecause {
    fn from(why: Unreadable) -> Self {
        match why {
            Unreadable::NotText(error) => Self::NotText(error),
            Unreadable::Scan(format) => Self::Scan(format.to_owned()),
            Unreadable::Broken(why) => Self::Broken(why),
            Unreadable::Empty => Self::Empty,
            Unreadable::TooLong => Self::TooLong(LONGEST_TEXT >> 20),
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Archive => "a damaged archive: ask for the file once more",
            Self::Foreign => "an archive, but no document of a word processor: unpack it first",
            Self::Document => "a damaged document: open it in a word processor and save it again",
            Self::TooLong => "the document is too long to be a text",
        })
    }
}

impl fmt::Display for HeldBecause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotText(why) => why.fmt(f),
            Self::Broken(damage) => damage.fmt(f),
            Self::Unreadable(why) => f.write_str(why),
            Self::Scan(format) => {
                write!(f, "{format} without a layer of text: type the text in or convert it")
            }
            Self::Empty => f.write_str("the file is empty"),
            Self::TooLong(most) => {
                write!(
                    f,
                    "the text has more than {most} MB, longer than any law: split it, or leave out what is no law"
                )
            }
            Self::NoTitle => f.write_str("it has no title"),
            Self::OnlyTitle => {
                f.write_str("it has a title and no text: get the text, or leave it out if it is no document")
            }
            Self::ScrambledDigits(written) => {
                let some: Vec<&str> = written.iter().take(3).map(String::as_str).collect();
                write!(f, "its digits cannot be trusted ({}): compare it with the original", some.join(", "))
            }
        }
    }
}

impl fmt::Display for DoubtKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(odd) => odd.fmt(f),
            Self::Dates(NormativeFinding::EffectBeforeIssue) => {
                f.write_str("it takes effect before it was issued")
            }
            Self::Dates(NormativeFinding::EffectAfterDays) => {
                f.write_str("it takes effect some days after issue; counted from the day of issue, to be compared with that of publication")
            }
            Self::Dates(NormativeFinding::TermWithoutStart) => {
                f.write_str("it names a term but no day from which it can be counted")
            }
            Self::Duplicate(other) => write!(f, "the same as {other}"),
            Self::TwoTexts { kept, .. } => {
                write!(f, "differs from {kept}, which is of the same day; that one is kept")
            }
            Self::NoDay => f.write_str("it states no day, so it has no place among the versions"),
            Self::MakerPresumed(maker) => {
                write!(f, "it names no maker; by the mark of its number it is presumed to be {maker}")
            }
            Self::EffectNotTold => f.write_str(
                "the day of effect of its last amendment is not in the text; the day of adoption is presumed",
            ),
            Self::WhichNamesake => f.write_str("several instruments have its title; which one is not told"),
            Self::RepealsItself => f.write_str("it says that it repeals itself; nothing was ended"),
            Self::PartlyAffects(title) => {
                write!(f, "it ends what conflicts with it in 《{title}》; list the articles")
            }
            Self::NamesakeNotEnded(title) => {
                write!(f, "it ends an older 《{title}》; the one at hand is later and was not ended")
            }
        }
    }
}
