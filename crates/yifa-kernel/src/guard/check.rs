//! Owns the meaning of names and the typing of conditions. What passes here can be evaluated without faults.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::fact::{
    ActPart, ActorPart, BodyPart, CitePart, Fact, LimitPart, PartyPart, PeriodPart, TrackPart,
};
use super::kind::Kind;
use super::parse::{Compare, Expr, Math, Parsed, parse};
use super::{Guard, GuardFault, Node};
use crate::body::BODY_KINDS;
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
    /// The parent's procedure, for tracks.
    pub parent: Option<ProcedureId>,
}

impl ProcedureNames {
    fn state_kind(&self) -> Kind {
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

struct Checker<'a> {
    names: Names<'a>,
    elements: Vec<Kind>,
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

    fn math(&mut self, how: Math, a: &Expr, b: &Expr, span: &Range<usize>) -> Checked {
        if let Parsed::Length(length) = &b.node {
            let forward = match how {
                Math::Add => true,
                Math::Subtract => false,
                Math::Multiply | Math::Divide => {
                    return Err(GuardFault::new(span.clone(), "a length of time cannot be multiplied"));
                }
            };
            return Ok((Node::Shift(Box::new(self.day(a)?), *length, forward), Kind::Date));
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
            ("distinct", [list, rest @ ..]) if rest.len() <= 1 => {
                let (node, element) = self.elements_of(list)?;
                let what = rest.first().map(|what| self.inside(&element, what)).transpose()?;
                Ok((Node::Distinct(Box::new(node), what.map(|(node, _)| Box::new(node))), Kind::Int))
            }
            ("days", [a, b]) => Ok((Node::Days(Box::new(self.day(a)?), Box::new(self.day(b)?)), Kind::Int)),
            ("working_days", [a, b]) => {
                Ok((Node::WorkingDays(Box::new(self.day(a)?), Box::new(self.day(b)?)), Kind::Int))
            }
            ("year", [a]) => Ok((Node::Year(Box::new(self.day(a)?)), Kind::Int)),
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
            ("same_text", [a, b]) => {
                Ok((Node::SameText(Box::new(self.expr(a)?.0), Box::new(self.expr(b)?.0)), Kind::Bool))
            }
            _ => {
                const KNOWN: &str =
                    "known empty count all any sum distinct days working_days year min max length same_text";
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

    // ---- names ----

    fn path(&self, path: &[String], span: &Range<usize>) -> Result<(Fact, Kind), GuardFault> {
        let words: Vec<&str> = path.iter().map(String::as_str).collect();
        if let Some(element) = self.elements.last()
            && let Some(found) = self.in_element(element, &words)
        {
            return Ok(found);
        }
        let found = match words.as_slice() {
            ["state"] => Some((Fact::State, self.names.own.state_kind())),
            ["opened_on"] => Some((Fact::OpenedOn, Kind::Date)),
            ["today"] => Some((Fact::Today, Kind::Date)),
            ["self"] => {
                let own = self.names.own.id.clone();
                Some((Fact::Own, Kind::Matter(own.into_iter().collect())))
            }
            ["number"] => Some((Fact::Number, Kind::Text)),
            ["body", part] => body_part(part),
            ["actor", part] => self.actor_part(part),
            ["param", id] => {
                let kind = self.names.own.parameters.get(*id);
                kind.map(|kind| (Fact::Parameter((*id).to_owned()), kind.clone()))
            }
            ["limit", id, part] => self.limit_part(id, part),
            ["parent", part] => self.parent_part(part),
            ["period", part] if self.names.period => period_part(part),
            [field] => {
                self.names.own.fields.get(*field).map(|kind| (Fact::Field((*field).into()), kind.clone()))
            }
            [first, part] => self.two(first, part),
            [first, middle, last] => self.three(first, middle, last),
            _ => None,
        };
        found.ok_or_else(|| self.unknown(&words, span))
    }

    fn in_element(&self, element: &Kind, words: &[&str]) -> Option<(Fact, Kind)> {
        if words == ["it"] {
            return Some((Fact::Element, element.clone()));
        }
        match (element, words) {
            (Kind::Table(columns), [column]) => {
                let (id, kind) = columns.iter().find(|(id, _)| id.as_str() == *column)?;
                Some((Fact::Column(id.clone()), kind.clone()))
            }
            (Kind::Table(columns), [column, part]) => {
                let (id, kind) = columns.iter().find(|(id, _)| id.as_str() == *column)?;
                let Kind::Matter(procedures) = kind else { return None };
                let field = (*part != "state").then(|| FieldId::from(*part));
                Some((Fact::ThroughColumn(id.clone(), field), self.of_matter(procedures, part)?))
            }
            (Kind::Matter(procedures), ["state"]) => {
                Some((Fact::ElementState, self.of_matter(procedures, "state")?))
            }
            (Kind::Matter(_), ["body"]) => Some((Fact::ElementBody, Kind::Body)),
            (Kind::Matter(procedures), [field]) => {
                Some((Fact::ElementField((*field).into()), self.of_matter(procedures, field)?))
            }
            _ => None,
        }
    }

    /// The kind of a field, or of the state, of matters of some procedures.
    fn of_matter(&self, procedures: &[ProcedureId], name: &str) -> Option<Kind> {
        let known = || procedures.iter().filter_map(|id| self.names.all.get(id));
        if name == "state" {
            let words: Vec<String> = known().flat_map(|names| names.states.clone()).collect();
            return Some(Kind::Choice(words.into()));
        }
        known().find_map(|names| names.fields.get(name).cloned())
    }

    fn two(&self, first: &str, part: &str) -> Option<(Fact, Kind)> {
        let own = self.names.own;
        if let Some(kind) = own.fields.get(first) {
            let id = FieldId::from(first);
            return match kind {
                Kind::Party => party_part(part).map(|(part, kind)| (Fact::Party(id, part), kind)),
                Kind::Cite => cite_part(part).map(|(part, kind)| (Fact::Cite(id, part), kind)),
                Kind::Matter(_) if part == "body" => Some((Fact::BodyOf(id), Kind::Body)),
                Kind::Matter(procedures) => {
                    let kind = self.of_matter(procedures, part)?;
                    let fact =
                        if part == "state" { Fact::StateOf(id) } else { Fact::ThroughField(id, part.into()) };
                    Some((fact, kind))
                }
                Kind::List(_) | Kind::Table(_) if part == "count" => None,
                _ => None,
            };
        }
        if let Some(records) = own.actions.get(first) {
            let id = ActionId::from(first);
            let (part, kind) = match part {
                "done" => (ActPart::Done, Kind::Bool),
                "on" => (ActPart::On, Kind::Date),
                "count" => (ActPart::Count, Kind::Int),
                "by" => (ActPart::By, Kind::Person),
                field if records.iter().any(|one| one.as_str() == field) => {
                    (ActPart::Value(field.into()), own.fields.get(field)?.clone())
                }
                _ => return None,
            };
            return Some((Fact::Act(id, part), kind));
        }
        let child = self.names.all.get(own.tracks.get(first)?)?;
        let (part, kind) = match part {
            "opened" => (TrackPart::Opened, Kind::Bool),
            "count" => (TrackPart::Count, Kind::Int),
            "closed" => (TrackPart::Closed, Kind::Bool),
            "state" => (TrackPart::State, child.state_kind()),
            field => (TrackPart::Field(field.into()), child.fields.get(field)?.clone()),
        };
        Some((Fact::Track(first.into(), part), kind))
    }

    fn three(&self, first: &str, middle: &str, last: &str) -> Option<(Fact, Kind)> {
        let own = self.names.own;
        if let Some(records) = own.actions.get(first)
            && records.iter().any(|one| one.as_str() == middle)
            && own.fields.get(middle) == Some(&Kind::Party)
        {
            let (part, kind) = party_part(last)?;
            return Some((Fact::Act(first.into(), ActPart::Party(middle.into(), part)), kind));
        }
        let child = self.names.all.get(own.tracks.get(first)?)?;
        if !child.actions.contains_key(middle) {
            return None;
        }
        let (part, kind) = match last {
            "done" => (TrackPart::Done(middle.into()), Kind::Bool),
            "on" => (TrackPart::On(middle.into()), Kind::Date),
            _ => return None,
        };
        Some((Fact::Track(first.into(), part), kind))
    }

    fn actor_part(&self, part: &str) -> Option<(Fact, Kind)> {
        let (part, kind) = match part {
            "person" => (ActorPart::Person, Kind::Person),
            "body" => (ActorPart::Body, Kind::Body),
            "role" => (ActorPart::Role, Kind::Choice(Arc::from(self.names.roles))),
            _ => return None,
        };
        Some((Fact::Actor(part), kind))
    }

    fn limit_part(&self, id: &str, part: &str) -> Option<(Fact, Kind)> {
        if !self.names.own.limits.iter().any(|one| one.as_str() == id) {
            return None;
        }
        let (part, kind) = match part {
            "due" => (LimitPart::Due, Kind::Date),
            "over" => (LimitPart::Over, Kind::Bool),
            "open" => (LimitPart::Open, Kind::Bool),
            "done" => (LimitPart::Done, Kind::Bool),
            "amount" => (LimitPart::Amount, Kind::Money),
            _ => return None,
        };
        Some((Fact::Limit(id.into(), part), kind))
    }

    fn parent_part(&self, part: &str) -> Option<(Fact, Kind)> {
        let parent = self.names.all.get(self.names.own.parent.as_ref()?)?;
        if part == "state" {
            return Some((Fact::ParentState, parent.state_kind()));
        }
        parent.fields.get(part).map(|kind| (Fact::ParentField(part.into()), kind.clone()))
    }

    fn unknown(&self, words: &[&str], span: &Range<usize>) -> GuardFault {
        let own = self.names.own;
        let written = words.join(".");
        let mut known: Vec<String> = own.fields.keys().map(ToString::to_string).collect();
        known.extend(own.actions.keys().flat_map(|id| [format!("{id}.done"), format!("{id}.on")]));
        known.extend(own.tracks.keys().map(|id| format!("{id}.closed")));
        known.extend(own.limits.iter().map(|id| format!("limit.{id}.over")));
        known.extend(own.parameters.keys().map(|id| format!("param.{id}")));
        if let Some(Kind::Table(columns)) = self.elements.last() {
            known.extend(columns.iter().map(|(id, _)| id.to_string()));
        }
        if let Some(Kind::Matter(procedures)) = self.elements.last() {
            let fields =
                procedures.iter().filter_map(|id| self.names.all.get(id)).flat_map(|n| n.fields.keys());
            known.extend(fields.map(ToString::to_string));
        }
        let fault = GuardFault::new(span.clone(), format!("there is no fact `{written}` here"));
        match nearest(&written, &known) {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault,
        }
    }
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

fn party_part(part: &str) -> Option<(PartyPart, Kind)> {
    let words = |all: &[&str]| Kind::Choice(all.iter().map(ToString::to_string).collect());
    Some(match part {
        "kind" => (PartyPart::Kind, words(&["citizen", "organisation"])),
        "name" => (PartyPart::Name, Kind::Text),
        "masked_name" => (PartyPart::MaskedName, Kind::Text),
        "address" => (PartyPart::Address, Kind::Text),
        "code" => (PartyPart::Code, Kind::Text),
        "age_class" => (PartyPart::AgeClass, words(&["adult", "minor"])),
        _ => return None,
    })
}

fn cite_part(part: &str) -> Option<(CitePart, Kind)> {
    Some(match part {
        "in_force" => (CitePart::InForce, Kind::Bool),
        "published" => (CitePart::Published, Kind::Bool),
        "found" => (CitePart::Found, Kind::Bool),
        "rank" => {
            let words = ["law", "regulation", "rule", "policy", "local_practice", "product_default"];
            (CitePart::Rank, Kind::Choice(words.iter().map(ToString::to_string).collect()))
        }
        _ => return None,
    })
}

fn body_part(part: &str) -> Option<(Fact, Kind)> {
    let (part, kind) = match part {
        "id" => (BodyPart::Id, Kind::Body),
        "kind" => (BodyPart::Kind, Kind::Choice(BODY_KINDS.iter().map(|k| k.word().to_owned()).collect())),
        "short" => (BodyPart::Short, Kind::Text),
        "name" => (BodyPart::Name, Kind::Text),
        _ => return None,
    };
    Some((Fact::Body(part), kind))
}

fn period_part(part: &str) -> Option<(Fact, Kind)> {
    let (part, kind) = match part {
        "start" => (PeriodPart::Start, Kind::Date),
        "end" => (PeriodPart::End, Kind::Date),
        "year" => (PeriodPart::Year, Kind::Int),
        _ => return None,
    };
    Some((Fact::Period(part), kind))
}

/// The known name that differs least, if it differs little.
pub(crate) fn nearest<'a>(written: &str, known: &'a [String]) -> Option<&'a String> {
    let limit = written.len().div_ceil(3);
    known
        .iter()
        .map(|one| (distance(written, one), one))
        .filter(|(d, _)| *d <= limit)
        .min()
        .map(|(_, one)| one)
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}
