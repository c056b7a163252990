//! Owns the evaluation of checked conditions. Total: what cannot be known gives `None`, never a fault.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;

use super::fact::Fact;
use super::parse::{Compare, Math};
use super::{By, Guard, Node, RowsHow};
use crate::id::FieldId;
use crate::matter::State;
use crate::value::{DECIMAL_ONE, Value};

/// Supplies the facts that an expression reads.
pub trait Scene {
    /// The value of a fact outside any element; `None` if it is not recorded.
    fn fact(&self, fact: &Fact) -> Option<Value>;
    /// A field or (`None`) the state of another matter.
    fn of_matter(&self, matter: &crate::id::MatterId, field: Option<&FieldId>) -> Option<Value>;
    /// The body of another matter.
    fn body_of(&self, matter: &crate::id::MatterId) -> Option<Value>;
    /// The length of time that a parameter says.
    fn length(&self, parameter: &str) -> Option<crate::procedure::Length>;
    /// A day moved by a length of time, as limits are counted, without moving off rest days.
    fn shifted(
        &self,
        day: jiff::civil::Date,
        length: crate::procedure::Length,
        forward: bool,
    ) -> Option<jiff::civil::Date>;
    /// Whether two bodies are the same on the day: one may have gone into the other.
    fn same_body(&self, a: &crate::id::BodyId, b: &crate::id::BodyId) -> bool;
    /// Working days after `a` up to and including `b`; 0 if `b` is not later.
    fn working_days(&self, a: jiff::civil::Date, b: jiff::civil::Date) -> i64;
}

/// The element that `all`, `any`, `count` and `sum` are looking at.
#[derive(Debug, Clone, Copy)]
pub enum Frame<'a> {
    /// A row of a table.
    Row(&'a BTreeMap<FieldId, Value>),
    /// One value of a list.
    One(&'a Value),
}

impl Guard {
    /// The value, or `None` where something is not recorded.
    pub fn value(&self, scene: &impl Scene) -> Option<Value> {
        Eval { scene, frame: None }.value(&self.node)
    }

    /// The value inside a row or for an element.
    pub fn value_in(&self, scene: &impl Scene, frame: Frame<'_>) -> Option<Value> {
        Eval { scene, frame: Some(frame) }.value(&self.node)
    }

    /// What the condition finds amiss among rows: the value of the one column that it compares, or all of them in a line.
    pub(crate) fn found(&self, scene: &impl Scene) -> Vec<Value> {
        let eval = Eval { scene, frame: None };
        let mut found = Vec::new();
        for node in self.node.finders() {
            let Node::Rows(_, _, _, columns) = node else { continue };
            let Some(rows) = eval.value(node) else { continue };
            for frame in frames(&rows) {
                let named = match frame {
                    Frame::One(value) => value.clone(),
                    Frame::Row(row) => match columns.as_slice() {
                        [only] => row.get(only).cloned().unwrap_or(Value::Text(String::new())),
                        many => {
                            let cells = many.iter().filter_map(|id| row.get(id)).cloned();
                            Value::List(cells.collect())
                        }
                    },
                };
                if !found.contains(&named) {
                    found.push(named);
                }
            }
            // What an inner part finds only serves the outer one.
            break;
        }
        found
    }

    /// The rows of tables of its own that a claim about all of them fails for, or cannot be judged for: the table, the number
    /// of the row from 1, the row.
    pub(crate) fn failing_rows(&self, scene: &impl Scene) -> Vec<(FieldId, usize, BTreeMap<FieldId, Value>)> {
        let eval = Eval { scene, frame: None };
        let mut failing = Vec::new();
        for (list, cond) in self.node.claims_about_all() {
            let Node::Fact(Fact::Field(id)) = list else { continue };
            let Some(Value::Table(rows)) = eval.value(list) else { continue };
            for (number, row) in (1..).zip(&rows) {
                let inner = Eval { scene, frame: Some(Frame::Row(row)) };
                if inner.truth(cond) != Some(true) {
                    failing.push((id.clone(), number, row.clone()));
                }
            }
        }
        failing
    }

    /// Whether it holds; `None`: it cannot be judged yet.
    pub fn holds(&self, scene: &impl Scene) -> Option<bool> {
        self.node.holds(scene)
    }
}

impl Node {
    /// Whether a part of a condition holds; `None`: it cannot be judged yet.
    pub(crate) fn holds(&self, scene: &impl Scene) -> Option<bool> {
        Eval { scene, frame: None }.truth(self)
    }

    /// What a part of a condition comes to; `None`: something is not recorded.
    pub(crate) fn value(&self, scene: &impl Scene) -> Option<Value> {
        Eval { scene, frame: None }.value(self)
    }
}

/// Helps evaluate on a bare state in tests and figures.
pub(crate) fn field_of(state: &State, field: Option<&FieldId>) -> Option<Value> {
    match field {
        Some(field) => state.fields.get(field).cloned(),
        None => state.stands.as_ref().map(|stands| Value::Choice(stands.as_str().to_owned())),
    }
}

struct Eval<'a, S> {
    scene: &'a S,
    frame: Option<Frame<'a>>,
}

impl<'a, S: Scene> Eval<'a, S> {
    fn truth(&self, node: &Node) -> Option<bool> {
        match node {
            Node::Not(inner) => self.truth(inner).map(|yes| !yes),
            // Three-valued: one false side settles `and`, one true side settles `or`.
            Node::And(a, b) => match (self.truth(a), self.truth(b)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
            Node::Or(a, b) => match (self.truth(a), self.truth(b)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
            Node::Compare(how, a, b) => {
                let (a, b) = (self.value(a)?, self.value(b)?);
                match (&a, &b, how) {
                    (Value::Body(a), Value::Body(b), Compare::Same) => Some(self.scene.same_body(a, b)),
                    (Value::Body(a), Value::Body(b), Compare::Different) => Some(!self.scene.same_body(a, b)),
                    _ => compare(*how, &a, &b),
                }
            }
            Node::OneOf(item, many) => {
                let item = self.value(item)?;
                let mut unknown = false;
                for one in many {
                    match self.value(one) {
                        Some(one) if one == item || item.compare(&one) == Some(std::cmp::Ordering::Equal) => {
                            return Some(true);
                        }
                        Some(_) => {}
                        None => unknown = true,
                    }
                }
                (!unknown).then_some(false)
            }
            Node::Within(item, list) => {
                let item = self.value(item)?;
                match self.value(list)? {
                    Value::List(all) => Some(all.contains(&item)),
                    _ => None,
                }
            }
            Node::Known(inner) => Some(self.value(inner).is_some_and(|value| !value.is_empty())),
            Node::Empty(inner) => Some(self.value(inner).is_none_or(|value| value.is_empty())),
            Node::All(list, cond) => self.every(list, cond, false),
            Node::Any(list, cond) => self.every(list, cond, true),
            Node::SameText(a, b) => Some(fingerprint(&self.value(a)?)? == fingerprint(&self.value(b)?)?),
            other => match self.value(other)? {
                Value::Bool(yes) => Some(yes),
                _ => None,
            },
        }
    }

    /// `all` fails on the first false element, `any` passes on the first true one; otherwise an unknown element
    /// makes the whole unknown. An empty list satisfies `all` and fails `any`.
    fn every(&self, list: &Node, cond: &Node, settles: bool) -> Option<bool> {
        let list = self.value(list)?;
        let mut unknown = false;
        for frame in frames(&list) {
            match (Eval { scene: self.scene, frame: Some(frame) }).truth(cond) {
                Some(yes) if yes == settles => return Some(settles),
                Some(_) => {}
                None => unknown = true,
            }
        }
        (!unknown).then_some(!settles)
    }

    fn value(&self, node: &Node) -> Option<Value> {
        match node {
            Node::Literal(value) => Some(value.clone()),
            Node::Fact(fact) => self.fact(fact),
            Node::Math(how, a, b) => math(*how, self.value(a)?, self.value(b)?),
            Node::Shift(day, length, forward) => {
                let day = self.value(day)?.as_date()?;
                let length = match length {
                    By::Written(length) => *length,
                    By::Parameter(id) => self.scene.length(id)?,
                };
                self.scene.shifted(day, length, *forward).map(Value::Date)
            }
            Node::Count(list, cond) => {
                let list = self.value(list)?;
                let fits = |frame| match cond {
                    None => true,
                    Some(cond) => Eval { scene: self.scene, frame: Some(frame) }.truth(cond) == Some(true),
                };
                int(frames(&list).filter(|frame| fits(*frame)).count())
            }
            Node::Sum(list, what, cond) => self.sum(list, what, cond.as_deref()),
            Node::First(list, what, cond) => self.first(list, what, cond.as_deref()),
            Node::Distinct(list, what) => {
                let list = self.value(list)?;
                let texts = frames(&list).filter_map(|frame| match what {
                    Some(what) => Eval { scene: self.scene, frame: Some(frame) }.value(what),
                    None => Eval { scene: self.scene, frame: Some(frame) }.fact(&Fact::Element),
                });
                int(texts.map(|value| format!("{value:?}")).collect::<BTreeSet<_>>().len())
            }
            Node::Where(list, cond) => self.filtered(&self.value(list)?, cond),
            Node::Put(table, column, what, cond) => self.put(table, column, what, cond.as_deref()),
            Node::Tally(table, column, of, keys) => Some(self.tally(table, column, of, keys)),
            Node::Rows(how, a, b, columns) => Some(self.rows(*how, a, b.as_deref(), columns)),
            Node::Days(a, b) => days_between(&self.value(a)?, &self.value(b)?),
            Node::WorkingDays(a, b) => {
                let (a, b) = (self.value(a)?.as_date()?, self.value(b)?.as_date()?);
                Some(Value::Int(self.scene.working_days(a, b)))
            }
            Node::Year(a) => Some(Value::Int(self.value(a)?.as_date()?.year().into())),
            Node::Month(a) => Some(Value::Int(self.value(a)?.as_date()?.month().into())),
            Node::Min(a, b) | Node::Max(a, b) => {
                let (left, right) = (self.value(a)?, self.value(b)?);
                let less = left.compare(&right)?.is_lt();
                Some(if less == matches!(node, Node::Min(..)) { left } else { right })
            }
            Node::Length(a) => int(self.value(a)?.as_text()?.chars().count()),
            Node::Digest(a) => Some(Value::Text(match self.value(a)? {
                Value::File(file) => file.digest,
                text => crate::draw::digest(text.as_text()?),
            })),
            Node::Not(_)
            | Node::And(..)
            | Node::Or(..)
            | Node::Compare(..)
            | Node::OneOf(..)
            | Node::Within(..)
            | Node::Known(_)
            | Node::Empty(_)
            | Node::All(..)
            | Node::Any(..)
            | Node::SameText(..) => self.truth(node).map(Value::Bool),
        }
    }

    fn filtered(&self, list: &Value, cond: &Node) -> Option<Value> {
        let fits = |frame| Eval { scene: self.scene, frame: Some(frame) }.truth(cond) == Some(true);
        match list {
            Value::Table(rows) => {
                Some(Value::Table(rows.iter().filter(|row| fits(Frame::Row(row))).cloned().collect()))
            }
            Value::List(all) => {
                Some(Value::List(all.iter().filter(|one| fits(Frame::One(one))).cloned().collect()))
            }
            _ => None,
        }
    }

    /// The table with a column as the rows say it now; a row of which that is not known stays as it is.
    fn put(&self, table: &Node, column: &FieldId, what: &Node, cond: Option<&Node>) -> Option<Value> {
        let Value::Table(mut rows) = self.value(table)? else { return None };
        for row in &mut rows {
            let inner = Eval { scene: self.scene, frame: Some(Frame::Row(row)) };
            let fits = cond.is_none_or(|cond| inner.truth(cond) == Some(true));
            if let Some(value) = fits.then(|| inner.value(what)).flatten() {
                row.insert(column.clone(), value);
            }
        }
        Some(Value::Table(rows))
    }

    /// The table whose rows say how many rows of another have their keys; what is not recorded has no rows.
    fn tally(&self, table: &Node, column: &FieldId, of: &Node, keys: &[FieldId]) -> Value {
        let rows = |node| match self.value(node) {
            Some(Value::Table(rows)) => rows,
            _ => Vec::new(),
        };
        let key =
            |row: &BTreeMap<FieldId, Value>| keys.iter().map(|id| row.get(id).cloned()).collect::<Vec<_>>();
        let theirs: Vec<_> = rows(of).iter().map(key).collect();
        let mut all = rows(table);
        for row in &mut all {
            let own = key(row);
            let n = theirs.iter().filter(|their| **their == own).count();
            row.insert(column.clone(), Value::Int(i64::try_from(n).unwrap_or(i64::MAX)));
        }
        Value::Table(all)
    }

    /// Rows of one table by those of another; what is not recorded has no rows.
    fn rows(&self, how: RowsHow, a: &Node, b: Option<&Node>, columns: &[FieldId]) -> Value {
        let own = self.value(a).unwrap_or(Value::Table(Vec::new()));
        let other = b.and_then(|b| self.value(b)).unwrap_or(Value::Table(Vec::new()));
        let key = |frame: Frame<'_>| match frame {
            Frame::One(value) => format!("{:?}", [Some(value)]),
            Frame::Row(row) => format!("{:?}", columns.iter().map(|id| row.get(id)).collect::<Vec<_>>()),
        };
        let theirs: BTreeSet<String> = frames(&other).map(key).collect();
        let mut before = BTreeSet::new();
        let mut taken = |frame: Frame<'_>| match how {
            RowsHow::Lacking => !theirs.contains(&key(frame)),
            RowsHow::Shared => theirs.contains(&key(frame)),
            RowsHow::Repeated => !before.insert(key(frame)),
            RowsHow::Together => true,
        };
        match own {
            Value::Table(mut rows) => {
                rows.retain(|row| taken(Frame::Row(row)));
                if let (RowsHow::Together, Value::Table(more)) = (how, other) {
                    rows.extend(more);
                }
                Value::Table(rows)
            }
            Value::List(mut all) => {
                all.retain(|one| taken(Frame::One(one)));
                if let (RowsHow::Together, Value::List(more)) = (how, other) {
                    all.extend(more);
                }
                Value::List(all)
            }
            other => other,
        }
    }

    fn sum(&self, list: &Node, what: &Node, cond: Option<&Node>) -> Option<Value> {
        let list = self.value(list)?;
        let mut total: Option<Value> = None;
        for frame in frames(&list) {
            let inner = Eval { scene: self.scene, frame: Some(frame) };
            if cond.is_some_and(|cond| inner.truth(cond) != Some(true)) {
                continue;
            }
            let Some(added) = inner.value(what) else { continue };
            total = match total {
                None => Some(added),
                Some(so_far) => Some(math(Math::Add, so_far, added)?),
            };
        }
        Some(total.unwrap_or(Value::Int(0)))
    }

    fn first(&self, list: &Node, what: &Node, cond: Option<&Node>) -> Option<Value> {
        let list = self.value(list)?;
        frames(&list).find_map(|frame| {
            let inner = Eval { scene: self.scene, frame: Some(frame) };
            let counts = cond.is_none_or(|cond| inner.truth(cond) == Some(true));
            if counts { inner.value(what) } else { None }
        })
    }

    fn fact(&self, fact: &Fact) -> Option<Value> {
        match (fact, self.frame) {
            (Fact::Element, Some(Frame::One(value))) => Some(value.clone()),
            (Fact::Element, Some(Frame::Row(row))) => Some(Value::Table(vec![row.clone()])),
            (Fact::Column(column), Some(Frame::Row(row))) => row.get(column).cloned(),
            (Fact::ThroughColumn(column, field), Some(Frame::Row(row))) => match row.get(column)? {
                Value::Matter(matter) => self.scene.of_matter(matter, field.as_ref()),
                _ => None,
            },
            (Fact::ElementField(field), Some(Frame::One(Value::Matter(matter)))) => {
                self.scene.of_matter(matter, Some(field))
            }
            (Fact::ElementState, Some(Frame::One(Value::Matter(matter)))) => {
                self.scene.of_matter(matter, None)
            }
            (Fact::ElementBody, Some(Frame::One(Value::Matter(matter)))) => self.scene.body_of(matter),
            _ => self.scene.fact(fact),
        }
    }
}

fn frames(list: &Value) -> impl Iterator<Item = Frame<'_>> {
    let (rows, values) = match list {
        Value::Table(rows) => (rows.as_slice(), [].as_slice()),
        Value::List(all) => ([].as_slice(), all.as_slice()),
        _ => ([].as_slice(), [].as_slice()),
    };
    rows.iter().map(Frame::Row).chain(values.iter().map(Frame::One))
}

fn int(n: usize) -> Option<Value> {
    i64::try_from(n).ok().map(Value::Int)
}

fn compare(how: Compare, a: &Value, b: &Value) -> Option<bool> {
    let order = a.compare(b);
    let same = order.map_or_else(|| a == b, std::cmp::Ordering::is_eq);
    Some(match how {
        Compare::Same => same,
        Compare::Different => !same,
        Compare::Less => order?.is_lt(),
        Compare::AtMost => order?.is_le(),
        Compare::More => order?.is_gt(),
        Compare::AtLeast => order?.is_ge(),
    })
}

/// Computes in 128 bits and gives `None` where the result cannot be kept; money divides down to the fen.
fn math(how: Math, a: Value, b: Value) -> Option<Value> {
    let fit = |n: i128| i64::try_from(n).ok();
    let one = i128::from(DECIMAL_ONE);
    match (&a, &b) {
        (Value::Date(day), Value::Int(n)) => {
            let span = i32::try_from(*n).ok()?.days();
            let moved = if how == Math::Add { day.checked_add(span) } else { day.checked_sub(span) };
            moved.ok().map(Value::Date)
        }
        (Value::Date(_) | Value::Instant(_), _) => days_between(&b, &a),
        (Value::Money(x), Value::Money(y)) => {
            let (x, y) = (i128::from(*x), i128::from(*y));
            match how {
                Math::Add => fit(x + y).map(Value::Money),
                Math::Subtract => fit(x - y).map(Value::Money),
                Math::Divide => (y != 0).then(|| fit(x * one / y)).flatten().map(Value::Decimal),
                Math::Multiply => None,
            }
        }
        (Value::Money(x), number) | (number, Value::Money(x)) => {
            let (x, n) = (i128::from(*x), i128::from(number.scaled()?));
            match how {
                Math::Multiply => fit(x * n / one).map(Value::Money),
                Math::Divide => (n != 0).then(|| fit(x * one / n)).flatten().map(Value::Money),
                // A sum over no rows is the plain number 0.
                Math::Add | Math::Subtract if n == 0 => fit(x).map(Value::Money),
                Math::Add | Math::Subtract => None,
            }
        }
        (Value::Int(x), Value::Int(y)) if how != Math::Divide => {
            let (x, y) = (i128::from(*x), i128::from(*y));
            let n = match how {
                Math::Add => x + y,
                Math::Subtract => x - y,
                Math::Multiply | Math::Divide => x * y,
            };
            fit(n).map(Value::Int)
        }
        _ => {
            let (x, y) = (i128::from(a.scaled()?), i128::from(b.scaled()?));
            let n = match how {
                Math::Add => x + y,
                Math::Subtract => x - y,
                Math::Multiply => x * y / one,
                Math::Divide if y == 0 => return None,
                Math::Divide => x * one / y,
            };
            fit(n).map(Value::Decimal)
        }
    }
}

fn days_between(a: &Value, b: &Value) -> Option<Value> {
    let (a, b) = (a.as_date()?, b.as_date()?);
    Some(Value::Int(b.since(a).ok()?.get_days().into()))
}

/// What makes two texts or files the same.
fn fingerprint(value: &Value) -> Option<&str> {
    match value {
        Value::File(file) => Some(&file.digest),
        other => other.as_text(),
    }
}
