//! Owns the one-line conditions of the definitions: typed, total, checked when the definitions are compiled.
//! It must not know the clock, the store or any particular procedure.
//!
//! # The language
//!
//! ```text
//! or      a or b                     and     a and b                 not     not a
//! compare a == b  a != b  < <= > >=  member  a in (x, y)  a in list  a not in list
//! sum     a + b   a - b   a * b   a / b     (money ± money, money * number, number arithmetic; date - date gives days)
//! days    day + 2 year   day - 3 month   day + 5 working_day   (a corresponding day, as limits are counted)
//! literal 3   0.5   2000yuan   3 percent   2026-03-02   "text"   true   false   and a choice's or state's bare name
//! ```
//!
//! A comparison with something not yet recorded is neither true nor false but *unknown*; unknown is not enough to
//! let an action pass. `known(x)` asks whether it is recorded, `x or not known(y)` says what a gap means.
//! `amount * 3 percent` is allowed; money is never a float.
//!
//! # Facts
//!
//! | written | means |
//! |---|---|
//! | `fine` | a field of the matter (the value given with the action that is being tried, else the one on record) |
//! | `tell.done` `tell.on` `tell.count` `tell.by` | whether, on which day (the last time), how often, by whom an action was done |
//! | `tell.fine` | the value that was recorded with the last `tell` |
//! | `party.kind` `party.name` `party.age_class` | parts of a party: `citizen` or `organisation`; `adult`, `minor` |
//! | `certificate.state` `certificate.valid_until` | state and fields of the matter that a field points to (one level deep) |
//! | `offence.in_force` `offence.published` | whether a cited instrument is in force on the field's `as_of` day, and published |
//! | `hearing.opened` `hearing.closed` `hearing.state` `hearing.held_on` `hearing.count` | a track's child: exists, is final, its state, its fields; how often the track was opened (the other facts are of the last instance) |
//! | `limit.pay.due` `.over` `.open` `.done` `.amount` | the date of a clock; the last day has passed undone; it runs; it is done; the accrued sum |
//! | `state` `opened_on` `today` `number` `self` | the matter itself; `today` is the day of the act that is being tried; `self` is the matter as a value |
//! | `body.id` `body.kind` `body.short` `body.name` | the body that handles the matter; kinds: `government`, `department`, `district`, `township`, `office` |
//! | `body.government` `body.place` | the name of the government that it is or belongs to, and what that governs: `某市人民政府`, `某市` |
//! | `body.upper_government` | the name of the government next above it, at county level or higher; of its own where none above is on record |
//! | `respondent.upper_government` | of a body that a field names: the government next above it, at county level or higher |
//! | `actor.person` `actor.role` `actor.body` | who is trying |
//! | `param.hearing_from` | a parameter of the procedure |
//! | `parent.fine` `parent.state` | the parent matter of a track |
//! | `period.start` `period.end` `period.year` | in measures with `per` |
//!
//! # Functions
//!
//! | written | means |
//! |---|---|
//! | `known(x)` `empty(x)` | is recorded and not empty; is not recorded, or an empty list, table or text |
//! | `count(list)` `count(table, cond)` | how many values, rows, or rows for which the condition holds |
//! | `all(list, cond)` `any(list, cond)` | for every / for at least one element; inside, the element's columns (table), or the state and fields of the matter pointed to (officer, power, matter), are facts, and `it` is the element itself |
//! | `sum(table, column)` `sum(table, column, cond)` | adds a numeric or money column |
//! | `first(table, column)` `first(table, column, cond)` | what the first row that says something there, of those for which the condition holds, says in the column |
//! | `distinct(list)` `distinct(table, column)` | how many different values |
//! | `where(list, cond)` | the rows or values for which the condition holds |
//! | `put(table, column, x)` `put(table, column, x, cond)` | the table whose rows, those for which the condition holds, say x in this column; inside x the row's columns are facts |
//! | `tally(table, column, b, key, …)` | the table whose rows say in this column how many rows of b have the same values in the key columns; a column of numbers that the table has, or a new one |
//! | `lacking(a, b, column, …)` | the rows of a for which b has none with the same values in these columns; one of both may be a list, its values are then those of the one column |
//! | `shared(a, b, column, …)` | the rows of a for which b has one |
//! | `repeated(table, column, …)` | the rows that say again what an earlier row says in these columns |
//! | `together(a, b)` | the rows of both. In these four a table that is not recorded has no rows; a refusal names what `lacking`, `shared` and `repeated` find |
//! | `days(a, b)` | calendar days from date a to date b |
//! | `working_days(a, b)` | working days after a up to and including b |
//! | `year(d)` `month(d)` `min(a, b)` `max(a, b)` | |
//! | `length(text)` | characters |
//! | `digest(text)` | the SHA-256 of a text or file, in hexadecimal |
//! | `same_text(a, b)` | two frozen texts or files have the same digest |
//!
//! Names outside an element are still visible inside `all`, `any`, `count` and `sum`; the element's own win.

mod check;
mod demand;
mod eval;
mod fact;
mod kind;
mod names;
mod parse;
mod parts;
#[cfg(test)]
mod tests;
mod token;

pub use check::{Names, ProcedureNames, check_condition, check_expression};
pub(crate) use eval::field_of;
pub use eval::{Frame, Scene};
pub use fact::{ActPart, ActorPart, BodyPart, CitePart, Fact, LimitPart, PartyPart, PeriodPart, TrackPart};
pub use kind::Kind;
pub(crate) use names::nearest as nearest_name;
pub use parse::{Compare, Expr, Math, Parsed, parse};

use std::ops::Range;

/// A fault in a condition: where in its line, and what is wrong, in plain words for the definition's author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardFault {
    /// Bytes of the line.
    pub span: Range<usize>,
    /// What is wrong.
    pub says: String,
    /// What would be right, if that can be said.
    pub help: Option<String>,
}

impl GuardFault {
    /// A fault without help.
    pub fn new(span: Range<usize>, says: impl Into<String>) -> Self {
        Self { span, says: says.into(), help: None }
    }

    /// The same fault with help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The unit of time with this word, with or without a plural s.
pub(crate) fn unit_from_word(word: &str) -> Option<crate::procedure::Unit> {
    use crate::procedure::Unit;
    let all = [Unit::CalendarDay, Unit::WorkingDay, Unit::Hour, Unit::Month, Unit::Year];
    all.into_iter().find(|unit| word == unit.as_str() || word.strip_suffix('s') == Some(unit.as_str()))
}

/// A checked expression together with the line it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Guard {
    /// As written.
    pub source: String,
    /// What it computes.
    pub kind: Kind,
    /// The checked form.
    pub node: Node,
}

/// By how much a day is moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// A length written in the line.
    Written(crate::procedure::Length),
    /// The length that a parameter says.
    Parameter(String),
}

/// The checked form of an expression: every name is resolved.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A value written in the line.
    Literal(crate::value::Value),
    /// A fact.
    Fact(Fact),
    /// `not`
    Not(Box<Node>),
    /// `and`
    And(Box<Node>, Box<Node>),
    /// `or`
    Or(Box<Node>, Box<Node>),
    /// A comparison.
    Compare(Compare, Box<Node>, Box<Node>),
    /// Membership in written values.
    OneOf(Box<Node>, Vec<Node>),
    /// Membership in a list.
    Within(Box<Node>, Box<Node>),
    /// Arithmetic.
    Math(Math, Box<Node>, Box<Node>),
    /// A day moved by a length of time, forward or (`false`) backward.
    Shift(Box<Node>, By, bool),
    /// `known`
    Known(Box<Node>),
    /// `empty`
    Empty(Box<Node>),
    /// `count`, with or without a condition on the element.
    Count(Box<Node>, Option<Box<Node>>),
    /// `all`
    All(Box<Node>, Box<Node>),
    /// `any`
    Any(Box<Node>, Box<Node>),
    /// `sum`: what to add, over what, only where.
    Sum(Box<Node>, Box<Node>, Option<Box<Node>>),
    /// `first`: of what, what it says, only where.
    First(Box<Node>, Box<Node>, Option<Box<Node>>),
    /// `distinct`: of what, over what.
    Distinct(Box<Node>, Option<Box<Node>>),
    /// `where`
    Where(Box<Node>, Box<Node>),
    /// `put`: into which table, which column, what, only where.
    Put(Box<Node>, crate::id::FieldId, Box<Node>, Option<Box<Node>>),
    /// `tally`: into which table, which column, of what, by which columns.
    Tally(Box<Node>, crate::id::FieldId, Box<Node>, Vec<crate::id::FieldId>),
    /// `lacking`, `shared`, `repeated`, `together`: of what, against what, by which columns.
    Rows(RowsHow, Box<Node>, Option<Box<Node>>, Vec<crate::id::FieldId>),
    /// `days`
    Days(Box<Node>, Box<Node>),
    /// `working_days`
    WorkingDays(Box<Node>, Box<Node>),
    /// `year`
    Year(Box<Node>),
    /// `month`
    Month(Box<Node>),
    /// `min`
    Min(Box<Node>, Box<Node>),
    /// `max`
    Max(Box<Node>, Box<Node>),
    /// `length`
    Length(Box<Node>),
    /// `digest`
    Digest(Box<Node>),
    /// `same_text`
    SameText(Box<Node>, Box<Node>),
}

/// How the rows of one table are taken by those of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowsHow {
    /// Those that the other lacks.
    Lacking,
    /// Those that the other has too.
    Shared,
    /// Those that repeat an earlier one.
    Repeated,
    /// All of both.
    Together,
}

impl Node {
    /// The parts that find rows which a refusal should name, outermost first.
    pub(crate) fn finders(&self) -> Vec<&Self> {
        let mut all = Vec::new();
        self.walk(&mut |node| {
            if matches!(node, Self::Rows(RowsHow::Lacking | RowsHow::Shared | RowsHow::Repeated, ..)) {
                all.push(node);
            }
        });
        all
    }

    /// The claims about every row that must hold for the whole to hold: `all(rows, …)`, alone or joined by `and`.
    pub(crate) fn claims_about_all(&self) -> Vec<(&Self, &Self)> {
        match self {
            Self::And(a, b) => [a.claims_about_all(), b.claims_about_all()].concat(),
            Self::All(list, claim) => vec![(list.as_ref(), claim.as_ref())],
            _ => Vec::new(),
        }
    }

    /// Every fact that the expression reads, in order of appearance.
    pub fn facts(&self) -> Vec<&Fact> {
        let mut all = Vec::new();
        self.walk(&mut |node| {
            if let Self::Fact(fact) = node {
                all.push(fact);
            }
        });
        all
    }

    fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        match self {
            Self::Literal(_) | Self::Fact(_) => {}
            Self::Not(a)
            | Self::Known(a)
            | Self::Empty(a)
            | Self::Year(a)
            | Self::Month(a)
            | Self::Length(a)
            | Self::Digest(a)
            | Self::Shift(a, ..) => a.walk(visit),
            Self::And(a, b)
            | Self::Or(a, b)
            | Self::Compare(_, a, b)
            | Self::Within(a, b)
            | Self::Math(_, a, b)
            | Self::All(a, b)
            | Self::Any(a, b)
            | Self::Where(a, b)
            | Self::Days(a, b)
            | Self::WorkingDays(a, b)
            | Self::Min(a, b)
            | Self::Max(a, b)
            | Self::SameText(a, b)
            | Self::Tally(a, _, b, _) => {
                a.walk(visit);
                b.walk(visit);
            }
            Self::OneOf(a, many) => {
                a.walk(visit);
                many.iter().for_each(|one| one.walk(visit));
            }
            Self::Count(a, b) | Self::Distinct(a, b) => {
                a.walk(visit);
                b.iter().for_each(|one| one.walk(visit));
            }
            Self::Rows(_, a, b, _) => {
                a.walk(visit);
                b.iter().for_each(|one| one.walk(visit));
            }
            Self::Sum(a, b, c) | Self::First(a, b, c) | Self::Put(a, _, b, c) => {
                a.walk(visit);
                b.walk(visit);
                c.iter().for_each(|one| one.walk(visit));
            }
        }
    }
}
