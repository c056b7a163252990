//! Owns the kinds of values as the checker sees them.

use std::fmt;
use std::sync::Arc;

use crate::id::{FieldId, ProcedureId};

/// What kind of value an expression computes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// True or false.
    Bool,
    /// A whole number.
    Int,
    /// A number with decimal places.
    Decimal,
    /// An amount.
    Money,
    /// A day.
    Date,
    /// A moment.
    Instant,
    /// Text.
    Text,
    /// One of these words.
    Choice(Arc<[String]>),
    /// A body.
    Body,
    /// A party concerned.
    Party,
    /// A person who works here.
    Person,
    /// A citation.
    Cite,
    /// A matter of one of these procedures.
    Matter(Arc<[ProcedureId]>),
    /// A file.
    File,
    /// Rows with these columns.
    Table(Arc<[(FieldId, Kind)]>),
    /// Several of one kind.
    List(Box<Kind>),
}

impl Kind {
    /// Whether numbers can be computed with it.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Int | Self::Decimal)
    }

    /// Whether values of both kinds can be compared for equality.
    pub fn meets(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Choice(a), Self::Choice(b)) => a.iter().any(|word| b.contains(word)),
            (Self::Choice(_), Self::Text) | (Self::Text, Self::Choice(_)) => false,
            (Self::Matter(a), Self::Matter(b)) => a.iter().any(|one| b.contains(one)),
            (Self::Date | Self::Instant, Self::Date | Self::Instant) => true,
            (a, b) => a == b || (a.is_number() && b.is_number()),
        }
    }

    /// Whether values of this kind have an order.
    pub fn is_ordered(&self) -> bool {
        matches!(self, Self::Int | Self::Decimal | Self::Money | Self::Date | Self::Instant)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool => f.write_str("yes or no"),
            Self::Int => f.write_str("a whole number"),
            Self::Decimal => f.write_str("a number"),
            Self::Money => f.write_str("an amount of money"),
            Self::Date => f.write_str("a day"),
            Self::Instant => f.write_str("a moment"),
            Self::Text => f.write_str("text"),
            Self::Choice(words) => write!(f, "one of {}", words.join(", ")),
            Self::Body => f.write_str("a body"),
            Self::Party => f.write_str("a party"),
            Self::Person => f.write_str("a person"),
            Self::Cite => f.write_str("a citation"),
            Self::Matter(_) => f.write_str("a matter"),
            Self::File => f.write_str("a file"),
            Self::Table(_) => f.write_str("a table"),
            Self::List(one) => write!(f, "a list, each {one}"),
        }
    }
}
