//! What an item asks for, as data.
//!
//! Owns: the words for an obligation. It must not know how one is found.

use super::actor::{Actors, ActorsFrom, Group};
use super::amount::{Interval, Quantity};
use super::measure::Proposal;
use super::reader::in_one_line;
use super::timing::{Deadline, Period};
use crate::fold::Folded;
use std::ops::Range;

/// One thing that an item asks for, for a person to confirm beside the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obligation {
    /// The words that ask for it.
    pub span: Range<usize>,
    /// Its kind.
    pub kind: ObligationKind,
    /// Who has to act.
    pub who: Actors,
    /// Whether each of those named has to fulfil it by itself: 各县, 行政执法人员.
    pub each: bool,
    /// What has to be done, as written.
    pub what: String,
    /// The figure, when there is one.
    pub quantity: Option<Quantity>,
    /// By when.
    pub deadline: Option<Deadline>,
    /// How often.
    pub rhythm: Option<Rhythm>,
    /// The measure that could show whether it is fulfilled.
    pub measure: Option<Proposal>,
    /// How sure the reading is.
    pub confidence: Confidence,
    /// What speaks for it, and what was concluded rather than read.
    pub reasons: Vec<Reason>,
}

/// Kinds of obligation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObligationKind {
    /// A paper, system or list has to exist.
    Deliverable,
    /// Exactly a number.
    Count,
    /// From a number to a number.
    CountRange,
    /// At least a number.
    Minimum,
    /// At most a number.
    Maximum,
    /// A share, or a change of one.
    Rate,
    /// By a time.
    Deadline,
    /// So often in a period.
    Rhythm,
    /// A check of others.
    Inspection,
    /// An account to be given to another body.
    Report,
    /// Always or never: 凡…都应当, 不得.
    Rule,
}

impl ObligationKind {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Deliverable => "deliverable",
            Self::Count => "count",
            Self::CountRange => "count range",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::Rate => "rate",
            Self::Deadline => "deadline",
            Self::Rhythm => "rhythm",
            Self::Inspection => "inspection",
            Self::Report => "report",
            Self::Rule => "rule",
        }
    }
}

/// How often something has to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rhythm {
    /// How many times in a period; `None` when the figure of the obligation counts something else per period.
    pub times: Option<Interval>,
    /// The period.
    pub period: Period,
}

/// How sure a reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// The words also fit an intention without a result: 逐步, 探索, 机制.
    Low,
    /// The verb and its object ask for it, without a figure.
    Medium,
    /// A figure, a time or a plain prohibition asks for it.
    High,
}

/// What an obligation rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// A verb of producing stands before the figure or the object.
    Verb,
    /// A word bounds the figure: 不少于, 以上.
    Bound,
    /// A time is set.
    Time,
    /// 不得, 凡, 应当 and their like.
    Modal,
    /// The verb or the noun is soft: 逐步建立, 机制.
    Soft,
    /// The figure was got by counting what is listed: 继续有效、废止和失效的目录.
    CountedParts,
    /// The figure stands in the requirement that the deliverable has to follow: 按照…7个方面的要求.
    Frame,
    /// The rhythm of the sentence before was carried over.
    CarriedRhythm,
    /// The time or subject stands in an earlier part of the sentence or item.
    Carried,
    /// A note on the item or on one above it sets the time: 完成时限：6月底前.
    Noted,
}

/// An obligation in places of the folded text.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) span: Range<usize>,
    pub(super) kind: ObligationKind,
    pub(super) names: Vec<Range<usize>>,
    pub(super) groups: Vec<Group>,
    pub(super) from: ActorsFrom,
    pub(super) what: Range<usize>,
    pub(super) quantity: Option<Quantity>,
    pub(super) deadline: Option<Deadline>,
    pub(super) event: Option<Range<usize>>,
    pub(super) rhythm: Option<Rhythm>,
    pub(super) measure: Option<Proposal>,
    pub(super) confidence: Confidence,
    pub(super) reasons: Vec<Reason>,
}

impl Draft {
    /// The obligation in places and words of the text given.
    pub(super) fn into_original(mut self, folded: &Folded<'_>) -> Obligation {
        self.reasons.sort_unstable();
        self.reasons.dedup();
        let event = self.event.map(|span| in_one_line(folded, span));
        let names: Vec<String> = self.names.into_iter().map(|span| in_one_line(folded, span)).collect();
        let is_class = |group: &Group| matches!(group, Group::Officers | Group::CivilServants);
        let each =
            names.iter().any(|name| name.starts_with(['各', '每'])) || self.groups.iter().any(is_class);
        Obligation {
            span: folded.original_span(self.span),
            kind: self.kind,
            who: Actors { names, groups: self.groups, from: self.from },
            each,
            what: in_one_line(folded, self.what),
            quantity: self.quantity,
            deadline: self.deadline.map(|deadline| deadline.with_event(event)),
            rhythm: self.rhythm,
            measure: self.measure,
            confidence: self.confidence,
            reasons: self.reasons,
        }
    }
}
