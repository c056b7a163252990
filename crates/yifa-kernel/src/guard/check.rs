//! Owns the typing of conditions. What passes here can be evaluated without faults.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::kind::Kind;
use super::parse::{Compare, Expr, Math, Parsed, parse};
use super::{By, Guard, GuardFault, Node, RowsHow};
use crate::id::{ActionId, FieldId, LimitId, ProcedureId, TrackId};
use crate::value::Value;

/// The names that one procedure declares.
#[derive(Debug, Clone, Default)]
pub struct ProcedureNames {
    /// The procedure itself.
    pub id: Option<ProcedureId>,
    /// Fields with their kinds.
    pub fields: BTreeMap<FieldId, Kind>,
    /// Actions with what they record.
    pub actions: BTreeMap<ActionId, Vec<FieldId>>,
    /// States.
    pub states: Vec<String>,
    /// Limits.
    pub limits: Vec<LimitId>,
    /// Tracks with the child's procedure.
    pub tracks: BTreeMap<TrackId, ProcedureId>,
    /// Parameters with their kinds.
    pub parameters: BTreeMap<String, Kind>,
    /// Parameters that are lengths of time: a day can be moved by them.
    pub lengths: BTreeSet<String>,
    /// The parent's procedure, for tracks.
    pub parent: Option<ProcedureId>,
}

impl ProcedureNames {
    pub(super) fn state_kind(&self) -> Kind {
        Kind::Choice(self.states.clone().into())
    }
}

/// Everything a condition can name.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    /// All procedures.
    pub all: &'a BTreeMap<ProcedureId, ProcedureNames>,
    /// The procedure that the condition belongs to.
    pub own: &'a ProcedureNames,
    /// The roles.
    pub roles: &'a [String],
    /// Whether `period` is known (measures).
    pub period: bool,
}

/// Checks a line that must say yes or no.
///
/// # Errors
/// The first fault, with its place.
pub fn check_condition(line: &str, names: Names<'_>) -> Result<Guard, GuardFault> {
    let guard = check_expression(line, names)?;
    if guard.kind != Kind::Bool {
        let says = format!("a condition must be true or false, this is {}", guard.kind);
        return Err(GuardFault::new(0..line.len(), says));
    }
    if let Node::Literal(_) = guard.node {
        return Err(GuardFault::new(0..line.len(), "this condition always says the same"));
    }
    Ok(guard)
}

/// Checks a line that computes any value.
///
/// # Errors
/// The first fault, with its place.
pub fn check_expression(line: &str, names: Names<'_>) -> Result<Guard, GuardFault> {
    let parsed = parse(line)?;
    let (node, kind) = Checker { names, elements: Vec::new() }.expr(&parsed)?;
    Ok(Guard { source: line.to_owned(), kind, node })
}

impl Guard {
    /// Checks a line against rows or matters as elements, as inside `all(…)`: for values handed over row by row.
    ///
    /// # Errors
    /// The first fault, with its place.
    pub fn for_element(line: &str, names: Names<'_>, element: Kind) -> Result<Self, GuardFault> {
        let parsed = parse(line)?;
        let (node, kind) = Checker { names, elements: vec![element] }.expr(&parsed)?;
        Ok(Self { source: line.to_owned(), kind, node })
    }
}

pub(super) struct Checker<'a> {
    pub(super) names: Names<'a>,
    pub(super) elements: Vec<Kind>,
}

type Checked = Result<(Node, Kind), GuardFault>;

type CheckedPair = Result<((Node, Kind), (Node, Kind)), GuardFault>;

impl Checker<'_> {
    fn expr(&mut self, expr: &Expr) -> Checked {
        match &expr.node {
            Parsed::Literal(value) => Ok((Node::Literal(value.clone()), literal_kind(value))),
            Parsed::Length(_) => {
                let says = "a length of time can only be added to or taken from a day";
                Err(GuardFault::new(expr.span.clone(), says))
            }
            Parsed::Path(path) => {
                let (fact, kind) = self.path(path, &expr.span)?;
                Ok((Node::Fact(fact), kind))
            }
            Parsed::Not(inner) => Ok((Node::Not(Box::new(self.truth(inner)?)), Kind::Bool)),
            Parsed::And(a, b) => {
                Ok((Node::And(Box::new(self.truth(a)?), Box::new(self.truth(b)?)), Kind::Bool))
            }
            Parsed::Or(a, b) => {
                Ok((Node::Or(Box::new(self.truth(a)?), Box::new(self.truth(b)?)), Kind::Bool))
            }
            Parsed::Compare(how, a, b) => self.compare(*how, a, b, &expr.span),
            Parsed::OneOf(item, many) => self.one_of(item, many),
            Parsed::Within(item, list) => self.within(item, list),
            Parsed::Math(how, a, b) => self.math(*how, a, b, &expr.span),
            Parsed::Call(name, arguments) => self.call(name, arguments, &expr.span),
        }
    }

    fn truth(&mut self, expr: &Expr) -> Result<Node, GuardFault> {
        let (node, kind) = self.expr(expr)?;
        if kind == Kind::Bool {
            return Ok(node);
        }
        let says = format!("this must be true or false, it is {kind}");
        Err(GuardFault::new(expr.span.clone(), says).help("compare it with something, or ask known(…)"))
    }

    /// Checks two sides that must be of one kind; a bare name on one side may be a choice of the other.
    fn pair(&mut self, a: &Expr, b: &Expr) -> CheckedPair {
        if let Some(word) = bare(b)
            && let Ok(left) = self.expr(a)
            && let Some(right) = self.word_of(&left.1, word, &b.span)?
        {
            return Ok((left, right));
        }
        if let Some(word) = bare(a)
            && let Ok(right) = self.expr(b)
            && let Some(left) = self.word_of(&right.1, word, &a.span)?
        {
            return Ok((left, right));
        }
        Ok((self.expr(a)?, self.expr(b)?))
    }

    /// The word as a value of the kind: `None` if it is no word of it but may be a fact.
    fn word_of(
        &mut self,
        kind: &Kind,
        word: &str,
        span: &Range<usize>,
    ) -> Result<Option<(Node, Kind)>, GuardFault> {
        let Kind::Choice(words) = kind else { return Ok(None) };
        if words.iter().any(|one| one == word) {
            let value = Value::Choice(word.to_owned());
            return Ok(Some((Node::Literal(value), kind.clone())));
        }
        if self.path(std::slice::from_ref(&word.to_owned()), span).is_ok() {
            return Ok(None);
        }
        let says = format!("`{word}` is not one of the values here");
        Err(GuardFault::new(span.clone(), says).help(format!("there are {}", words.join(", "))))
    }

    fn compare(&mut self, how: Compare, a: &Expr, b: &Expr, span: &Range<usize>) -> Checked {
        let ((left, left_kind), (right, right_kind)) = self.pair(a, b)?;
        if !left_kind.meets(&right_kind) {
            let says = format!("{left_kind} cannot be compared with {right_kind}");
            return Err(GuardFault::new(span.clone(), says));
        }
        let ordering = !matches!(how, Compare::Same | Compare::Different);
        if ordering && !(left_kind.is_ordered() && right_kind.is_ordered()) {
            let says = format!("{left_kind} has no order");
            return Err(GuardFault::new(span.clone(), says).help("use == or !="));
        }
        Ok((Node::Compare(how, Box::new(left), Box::new(right)), Kind::Bool))
    }

    fn one_of(&mut self, item: &Expr, many: &[Expr]) -> Checked {
        let mut checked = Vec::new();
        let mut left = None;
        for one in many {
            let (item, (node, kind)) = self.pair(item, one)?;
            if !item.1.meets(&kind) {
                let says = format!("{kind} is not what stands before `in`: {}", item.1);
                return Err(GuardFault::new(one.span.clone(), says));
            }
            checked.push(node);
            left = Some(item.0);
        }
        let left = left.ok_or_else(|| GuardFault::new(item.span.clone(), "the list after `in` is empty"))?;
        Ok((Node::OneOf(Box::new(left), checked), Kind::Bool))
    }

    fn within(&mut self, item: &Expr, list: &Expr) -> Checked {
        let (list_node, list_kind) = self.expr(list)?;
        let Kind::List(one) = list_kind else {
            let says = format!("`in` needs a list, this is {list_kind}");
            return Err(GuardFault::new(list.span.clone(), says)
                .help("write `in (a, b)` or name a field with many values"));
        };
        let (node, kind) = self.expr(item)?;
        if !kind.meets(&one) {
            let says = format!("the list holds {one}, not {kind}");
            return Err(GuardFault::new(item.span.clone(), says));
        }
        Ok((Node::Within(Box::new(node), Box::new(list_node)), Kind::Bool))
    }

    /// A length of time: written, or that of a parameter.
    fn length(&self, expr: &Expr) -> Option<By> {
        match &expr.node {
            Parsed::Length(length) => Some(By::Written(*length)),
            Parsed::Path(path) => match path.as_slice() {
                [param, id] if param == "param" && self.names.own.lengths.contains(id) => {
                    Some(By::Parameter(id.clone()))
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn math(&mut self, how: Math, a: &Expr, b: &Expr, span: &Range<usize>) -> Checked {
        if let Some(by) = self.length(b) {
            let forward = match how {
                Math::Add => true,
                Math::Subtract => false,
                Math::Multiply | Math::Divide => {
                    return Err(GuardFault::new(span.clone(), "a length of time cannot be multiplied"));
                }
            };
            return Ok((Node::Shift(Box::new(self.day(a)?), by, forward), Kind::Date));
        }
        let ((left, lk), (right, rk)) = (self.expr(a)?, self.expr(b)?);
        let kind = match (how, &lk, &rk) {
            (Math::Add | Math::Subtract, Kind::Money, Kind::Money) => Kind::Money,
            (Math::Multiply | Math::Divide, Kind::Money, number) if number.is_number() => Kind::Money,
            (Math::Multiply, number, Kind::Money) if number.is_number() => Kind::Money,
            (Math::Divide, Kind::Money, Kind::Money) => Kind::Decimal,
            (Math::Add | Math::Subtract | Math::Multiply, Kind::Int, Kind::Int) => Kind::Int,
            (Math::Subtract, Kind::Date | Kind::Instant, Kind::Date | Kind::Instant) => Kind::Int,
            (Math::Add | Math::Subtract, Kind::Date, Kind::Int) => Kind::Date,
            (_, a, b) if a.is_number() && b.is_number() => Kind::Decimal,
            _ => {
                let says = format!("{lk} and {rk} cannot be computed with each other");
                return Err(GuardFault::new(span.clone(), says));
            }
        };
        Ok((Node::Math(how, Box::new(left), Box::new(right)), kind))
    }

    fn call(&mut self, name: &str, args: &[Expr], span: &Range<usize>) -> Checked {
        match (name, args) {
            ("known", [x]) => Ok((Node::Known(Box::new(self.expr(x)?.0)), Kind::Bool)),
            ("empty", [x]) => Ok((Node::Empty(Box::new(self.expr(x)?.0)), Kind::Bool)),
            ("count", [list]) => Ok((Node::Count(Box::new(self.elements_of(list)?.0), None), Kind::Int)),
            ("count", [list, cond]) => {
                let (list, cond) = self.each(list, cond)?;
                Ok((Node::Count(Box::new(list), Some(Box::new(cond))), Kind::Int))
            }
            ("all", [list, cond]) => {
                let (list, cond) = self.each(list, cond)?;
                Ok((Node::All(Box::new(list), Box::new(cond)), Kind::Bool))
            }
            ("any", [list, cond]) => {
                let (list, cond) = self.each(list, cond)?;
                Ok((Node::Any(Box::new(list), Box::new(cond)), Kind::Bool))
            }
            ("sum", [list, what, rest @ ..]) if rest.len() <= 1 => self.sum(list, what, rest.first()),
            ("first", [list, what, rest @ ..]) if rest.len() <= 1 => self.first(list, what, rest.first()),
            ("distinct", [list, rest @ ..]) if rest.len() <= 1 => {
                let (node, element) = self.elements_of(list)?;
                let what = rest.first().map(|what| self.inside(&element, what)).transpose()?;
                Ok((Node::Distinct(Box::new(node), what.map(|(node, _)| Box::new(node))), Kind::Int))
            }
            ("where", [list, cond]) => {
                let (node, element) = self.elements_of(list)?;
                let (_, cond) = self.each(list, cond)?;
                Ok((Node::Where(Box::new(node), Box::new(cond)), several(element)))
            }
            ("put", [table, column, what, rest @ ..]) if rest.len() <= 1 => {
                self.put(table, column, what, rest.first())
            }
            ("tally", [table, column, of, keys @ ..]) if !keys.is_empty() => {
                self.tally(table, column, of, keys)
            }
            ("lacking", [a, b, columns @ ..]) if !columns.is_empty() => {
                self.rows(RowsHow::Lacking, a, Some(b), columns)
            }
            ("shared", [a, b, columns @ ..]) if !columns.is_empty() => {
                self.rows(RowsHow::Shared, a, Some(b), columns)
            }
            ("repeated", [a, columns @ ..]) if !columns.is_empty() => {
                self.rows(RowsHow::Repeated, a, None, columns)
            }
            ("together", [a, b]) => self.rows(RowsHow::Together, a, Some(b), &[]),
            ("days", [a, b]) => Ok((Node::Days(Box::new(self.day(a)?), Box::new(self.day(b)?)), Kind::Int)),
            ("working_days", [a, b]) => {
                Ok((Node::WorkingDays(Box::new(self.day(a)?), Box::new(self.day(b)?)), Kind::Int))
            }
            ("year", [a]) => Ok((Node::Year(Box::new(self.day(a)?)), Kind::Int)),
            ("month", [a]) => Ok((Node::Month(Box::new(self.day(a)?)), Kind::Int)),
            ("min" | "max", [a, b]) => {
                let ((left, lk), (right, rk)) = (self.expr(a)?, self.expr(b)?);
                if !lk.meets(&rk) || !lk.is_ordered() {
                    let says = format!("there is no {name} of {lk} and {rk}");
                    return Err(GuardFault::new(span.clone(), says));
                }
                let (a, b) = (Box::new(left), Box::new(right));
                Ok((if name == "min" { Node::Min(a, b) } else { Node::Max(a, b) }, lk))
            }
            ("length", [a]) => Ok((Node::Length(Box::new(self.expr(a)?.0)), Kind::Int)),
            ("digest", [a]) => match self.expr(a)? {
                (node, Kind::Text | Kind::File) => Ok((Node::Digest(Box::new(node)), Kind::Text)),
                (_, kind) => Err(GuardFault::new(
                    a.span.clone(),
                    format!("a text or a file has a digest, this is {kind}"),
                )),
            },
            ("same_text", [a, b]) => {
                Ok((Node::SameText(Box::new(self.expr(a)?.0), Box::new(self.expr(b)?.0)), Kind::Bool))
            }
            _ => {
                const KNOWN: &str = "known empty count all any sum first distinct where put tally lacking shared repeated together days working_days year min max length digest same_text";
                let known = KNOWN.split(' ').any(|one| one == name);
                let says = if known {
                    format!("`{name}` does not take {} values", args.len())
                } else {
                    format!("there is no function `{name}`")
                };
                Err(GuardFault::new(span.clone(), says)
                    .help(format!("functions are {}", KNOWN.replace(' ', ", "))))
            }
        }
    }

    /// A table with one column as an expression says it, which must be of the column's kind.
    fn put(&mut self, table: &Expr, column: &Expr, what: &Expr, cond: Option<&Expr>) -> Checked {
        let (node, element) = self.elements_of(table)?;
        let named = bare(column);
        let Some((name, kind)) = named.and_then(|name| Some((name, column_kind(&element, name)?))) else {
            return Err(GuardFault::new(column.span.clone(), "a column of the table is needed here"));
        };
        let (what_node, found) = self.inside(&element, what)?;
        if found != *kind {
            return Err(GuardFault::new(what.span.clone(), format!("the column is {kind}, this is {found}")));
        }
        let cond = cond.map(|cond| self.each(table, cond)).transpose()?;
        let cond = cond.map(|(_, cond)| Box::new(cond));
        Ok((Node::Put(Box::new(node), name.into(), Box::new(what_node), cond), element.clone()))
    }

    /// A table with a column that says how many rows of another have the same keys.
    fn tally(&mut self, table: &Expr, column: &Expr, of: &Expr, keys: &[Expr]) -> Checked {
        let (Node::Rows(_, node, of_node, ids), kind) = self.rows(RowsHow::Shared, table, Some(of), keys)?
        else {
            return Err(GuardFault::new(table.span.clone(), "rows are counted for the rows of a table"));
        };
        let (Kind::Table(columns), Some(of_node)) = (&kind, of_node) else {
            return Err(GuardFault::new(table.span.clone(), "rows are counted for the rows of a table"));
        };
        let Some(name) = bare(column) else {
            return Err(GuardFault::new(column.span.clone(), "this must be the name of a column"));
        };
        let kind = match column_kind(&kind, name) {
            Some(Kind::Int) => kind.clone(),
            Some(other) => {
                let says = format!("a number of rows stands in a column of whole numbers, this is {other}");
                return Err(GuardFault::new(column.span.clone(), says));
            }
            None => {
                let more = std::iter::once((FieldId::new(name), Kind::Int));
                Kind::Table(columns.iter().cloned().chain(more).collect())
            }
        };
        Ok((Node::Tally(node, FieldId::new(name), of_node, ids), kind))
    }

    /// Rows of one table by those of another: the columns must stand in both, with kinds that can be compared.
    fn rows(&mut self, how: RowsHow, a: &Expr, b: Option<&Expr>, columns: &[Expr]) -> Checked {
        let (node, element) = self.elements_of(a)?;
        let other = b.map(|b| self.elements_of(b)).transpose()?;
        if let (RowsHow::Together, Some((_, other)), Some(b)) = (how, &other, b)
            && *other != element
        {
            return Err(GuardFault::new(b.span.clone(), "both must have the same columns"));
        }
        let mut ids = Vec::new();
        for column in columns {
            let fault = |says: String| Err(GuardFault::new(column.span.clone(), says));
            let Some(name) = bare(column) else {
                return fault("this must be the name of a column".to_owned());
            };
            // A list has no columns: its values themselves are looked for.
            let own = match &element {
                Kind::Table(_) => column_kind(&element, name),
                _ if columns.len() == 1 => Some(&element),
                _ => None,
            };
            let theirs = other.as_ref().map(|(_, other)| match other {
                Kind::Table(_) => column_kind(other, name),
                _ if columns.len() == 1 => Some(other),
                _ => None,
            });
            match (own, theirs) {
                (Some(own), Some(Some(theirs))) if own.meets(theirs) => {}
                (Some(_), None) => {}
                _ => return fault(format!("there is no column `{name}` of one kind in both")),
            }
            ids.push(FieldId::new(name));
        }
        let other = other.map(|(node, _)| Box::new(node));
        Ok((Node::Rows(how, Box::new(node), other, ids), several(element)))
    }

    fn sum(&mut self, list: &Expr, what: &Expr, cond: Option<&Expr>) -> Checked {
        let (node, element) = self.elements_of(list)?;
        let (added, kind) = self.inside(&element, what)?;
        if !(kind.is_number() || kind == Kind::Money) {
            let says = format!("{kind} cannot be added up");
            return Err(GuardFault::new(what.span.clone(), says));
        }
        let cond = cond.map(|cond| self.inside(&element, cond)).transpose()?;
        Ok((Node::Sum(Box::new(node), Box::new(added), cond.map(|(node, _)| Box::new(node))), kind))
    }

    fn first(&mut self, list: &Expr, what: &Expr, cond: Option<&Expr>) -> Checked {
        let (node, element) = self.elements_of(list)?;
        let (said, kind) = self.inside(&element, what)?;
        let cond = cond.map(|cond| self.each(list, cond)).transpose()?;
        Ok((Node::First(Box::new(node), Box::new(said), cond.map(|(_, cond)| Box::new(cond))), kind))
    }

    fn day(&mut self, expr: &Expr) -> Result<Node, GuardFault> {
        let (node, kind) = self.expr(expr)?;
        if matches!(kind, Kind::Date | Kind::Instant) {
            return Ok(node);
        }
        Err(GuardFault::new(expr.span.clone(), format!("a day is needed here, this is {kind}")))
    }

    fn elements_of(&mut self, list: &Expr) -> Result<(Node, Kind), GuardFault> {
        let (node, kind) = self.expr(list)?;
        match kind {
            Kind::List(one) => Ok((node, *one)),
            table @ Kind::Table(_) => Ok((node, table)),
            other => {
                let says = format!("this must be a list or a table, it is {other}");
                Err(GuardFault::new(list.span.clone(), says))
            }
        }
    }

    fn each(&mut self, list: &Expr, cond: &Expr) -> Result<(Node, Node), GuardFault> {
        let (node, element) = self.elements_of(list)?;
        let (cond_node, kind) = self.inside(&element, cond)?;
        if kind != Kind::Bool {
            return Err(GuardFault::new(
                cond.span.clone(),
                format!("this must be true or false, it is {kind}"),
            ));
        }
        Ok((node, cond_node))
    }

    fn inside(&mut self, element: &Kind, expr: &Expr) -> Checked {
        self.elements.push(element.clone());
        let checked = self.expr(expr);
        self.elements.pop();
        checked
    }
}

/// What holds several such elements: rows stand in a table, values in a list.
fn several(element: Kind) -> Kind {
    match element {
        table @ Kind::Table(_) => table,
        one => Kind::List(Box::new(one)),
    }
}

fn column_kind<'a>(table: &'a Kind, name: &str) -> Option<&'a Kind> {
    let Kind::Table(columns) = table else { return None };
    columns.iter().find(|(id, _)| id.as_str() == name).map(|(_, kind)| kind)
}

fn bare(expr: &Expr) -> Option<&str> {
    match &expr.node {
        Parsed::Path(path) if path.len() == 1 => path.first().map(String::as_str),
        _ => None,
    }
}

fn literal_kind(value: &Value) -> Kind {
    match value {
        Value::Bool(_) => Kind::Bool,
        Value::Int(_) => Kind::Int,
        Value::Decimal(_) => Kind::Decimal,
        Value::Money(_) => Kind::Money,
        Value::Date(_) => Kind::Date,
        _ => Kind::Text,
    }
}
