//! What is odd in a notice: code, place and values; the sentences belong to whoever shows them.
//!
//! Owns: the codes and how grave each is. It must not mend anything.

use std::ops::Range;

/// Something odd, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is odd.
    pub code: FindingCode,
    /// The bytes of the text that show it; empty when the whole text is meant.
    pub span: Range<usize>,
    /// The values that a message needs, by name.
    pub values: Vec<(&'static str, String)>,
}

impl Finding {
    pub(super) fn new(code: FindingCode, span: Range<usize>) -> Self {
        Self { code, span, values: Vec::new() }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.push((name, value.to_string()));
        self
    }

    /// How grave it is.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// A value by its name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know.
    Note,
    /// A person should look at the place before the plan is taken over.
    Warning,
    /// The text cannot be taken over as it is.
    Error,
}

/// The kinds of oddity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingCode {
    /// Nothing to read.
    Empty,
    /// The bytes are no text. Values: `reason`.
    NotText,
    /// Control characters inside the text. Values: `count`.
    ControlCharacters,
    /// No numbered heading; each paragraph is taken as an item. Values: `paragraphs`.
    NoHeadings,
    /// No line can be taken as the title.
    NoTitle,
    /// Lines of a web page around the text: 导语, 来源, 字体. They are left out of the preamble.
    WebLead,
    /// A second notice begins here. Values: `title`.
    SecondNotice,
    /// An annex with its own numbering begins here. Values: `title`.
    Annex,
    /// Numbers are left out. Values: `after`, `found`.
    NumberSkipped,
    /// A number is used twice. Values: `number`.
    NumberRepeated,
    /// A number smaller than the one before. Values: `after`, `found`.
    NumberOutOfOrder,
    /// Opening and closing bracket of a number differ: （一). Values: `written`.
    MixedBrackets,
    /// A title that is opened 《 and not closed.
    UnclosedTitle,
    /// A year that cannot be. Values: `year`, and `known` when a year was given to compare with.
    ImpossibleYear,
    /// A day or month that is in no calendar. Values: `written`.
    ImpossibleDate,
    /// Several impossible figures: the digits were scrambled on the way, and no figure can be trusted.
    /// Values: `count`.
    ScrambledDigits,
    /// Figures or names are masked by signs: 20**年. Values: `count`.
    Masked,
    /// A range whose end is below its beginning: 5-3个. Values: `written`.
    ReversedRange,
    /// A numeral that cannot be read. Values: `written`.
    UnreadableNumeral,
    /// A last day in a sentence that asks for nothing which could be read. Values: `written`.
    TimeWithoutTask,
    /// A word whose law has moved since. Values: `term`, `change`.
    OutdatedTerm,
}

impl FindingCode {
    /// All codes, for documentation and tests.
    pub const ALL: [Self; 21] = [
        Self::Empty,
        Self::NotText,
        Self::ControlCharacters,
        Self::NoHeadings,
        Self::NoTitle,
        Self::WebLead,
        Self::SecondNotice,
        Self::Annex,
        Self::NumberSkipped,
        Self::NumberRepeated,
        Self::NumberOutOfOrder,
        Self::MixedBrackets,
        Self::UnclosedTitle,
        Self::ImpossibleYear,
        Self::ImpossibleDate,
        Self::ScrambledDigits,
        Self::Masked,
        Self::ReversedRange,
        Self::UnreadableNumeral,
        Self::TimeWithoutTask,
        Self::OutdatedTerm,
    ];

    /// The stable name of the code.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotText => "not-text",
            Self::ControlCharacters => "control-characters",
            Self::NoHeadings => "no-headings",
            Self::NoTitle => "no-title",
            Self::WebLead => "web-lead",
            Self::SecondNotice => "second-notice",
            Self::Annex => "annex",
            Self::NumberSkipped => "number-skipped",
            Self::NumberRepeated => "number-repeated",
            Self::NumberOutOfOrder => "number-out-of-order",
            Self::MixedBrackets => "mixed-brackets",
            Self::UnclosedTitle => "unclosed-title",
            Self::ImpossibleYear => "impossible-year",
            Self::ImpossibleDate => "impossible-date",
            Self::ScrambledDigits => "scrambled-digits",
            Self::Masked => "masked",
            Self::ReversedRange => "reversed-range",
            Self::UnreadableNumeral => "unreadable-numeral",
            Self::TimeWithoutTask => "time-without-task",
            Self::OutdatedTerm => "outdated-term",
        }
    }

    /// How grave it is.
    pub fn severity(self) -> Severity {
        match self {
            Self::Empty | Self::NotText | Self::ScrambledDigits => Severity::Error,
            Self::ControlCharacters
            | Self::NoHeadings
            | Self::SecondNotice
            | Self::NumberSkipped
            | Self::NumberRepeated
            | Self::NumberOutOfOrder
            | Self::UnclosedTitle
            | Self::ImpossibleYear
            | Self::ImpossibleDate
            | Self::ReversedRange
            | Self::UnreadableNumeral => Severity::Warning,
            Self::NoTitle
            | Self::WebLead
            | Self::Annex
            | Self::MixedBrackets
            | Self::Masked
            | Self::TimeWithoutTask
            | Self::OutdatedTerm => Severity::Note,
        }
    }
}
