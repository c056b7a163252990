//! Owns conditions in the words of people: a definition's one-line condition as a sentence in the reader's language. What is
//! negated is said of the thing itself (“is not recorded”), never as an operator before it.

mod counted;
mod named;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use yifa_kernel::body::BodyKind;
use yifa_kernel::definition::Registry;
use yifa_kernel::guard::{Compare, Expr, Kind, Math, Parsed, parse};
use yifa_kernel::procedure::{Label, ParameterValue, Procedure};
use yifa_kernel::value::Value;
use yifa_kernel::words::{Tongue, in_words as value_in_words};

use self::named::Names;
use crate::face::Lang;

/// A condition as people read it: `tell.done and fine <= tell.fine` becomes “Tell” is done and “Fine” is at most “Fine” at
/// “Tell”. A line that does not parse stays as it is.
pub(super) fn in_words(registry: &Registry, procedure: &Procedure, condition: &str, lang: Lang) -> String {
    let names = Names { registry, procedure, elements: Vec::new() };
    let says = Says { names, lang, line: condition };
    parse(condition).map_or_else(|_| condition.to_owned(), |expr| says.claim(&expr, true, Joint::Whole))
}

/// What was seen of the facts that a line reads, each by its name: numbers, sums, days and choices; what is a claim by
/// itself says nothing more.
pub(super) fn seen_in_words(
    registry: &Registry,
    procedure: &Procedure,
    line: &str,
    lang: Lang,
    seen: &BTreeMap<String, Option<Value>>,
) -> Vec<String> {
    let names = Names { registry, procedure, elements: Vec::new() };
    let says = Says { names, lang, line };
    let Ok(expr) = parse(line) else { return Vec::new() };
    let mut paths = Vec::new();
    facts_of(&expr, &mut paths);
    // A parameter stands in the claim with what it is.
    let paths = paths.into_iter().filter(|path| path.first().is_none_or(|first| first != "param"));
    let told = paths.filter_map(|path| {
        let value = match seen.get(&path.join("."))?.as_ref()? {
            Value::Choice(word) => says.quoted(says.names.at(path)?.choice(word)?),
            value @ (Value::Money(_) | Value::Int(_) | Value::Decimal(_) | Value::Date(_)) => {
                value_in_words(value, says.tongue())
            }
            _ => return None,
        };
        Some(format!("{}{}{value}", says.path(path), lang.t("words.colon")))
    });
    let mut all: Vec<String> = Vec::new();
    for one in told {
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}

/// The names of an expression, without those that stand for what is in a list.
fn facts_of<'a>(expr: &'a Expr, all: &mut Vec<&'a [String]>) {
    match &expr.node {
        Parsed::Path(path) => all.push(path),
        Parsed::Literal(_) | Parsed::Length(_) => {}
        Parsed::Not(one) | Parsed::OneOf(one, _) => facts_of(one, all),
        Parsed::And(a, b)
        | Parsed::Or(a, b)
        | Parsed::Compare(_, a, b)
        | Parsed::Within(a, b)
        | Parsed::Math(_, a, b) => {
            facts_of(a, all);
            facts_of(b, all);
        }
        Parsed::Call(name, args) if THROUGH.contains(&name.as_str()) => {
            args.iter().take(1).for_each(|one| facts_of(one, all));
        }
        Parsed::Call(_, args) => args.iter().for_each(|one| facts_of(one, all)),
    }
}

/// Whether something is the element itself.
fn is_it(expr: &Expr) -> bool {
    matches!(&expr.node, Parsed::Path(path) if matches!(path.as_slice(), [it] if it == "it"))
}

/// What a claim stands in: another word in between asks for brackets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    Whole,
    And,
    Or,
}

struct Says<'a> {
    names: Names<'a>,
    lang: Lang,
    line: &'a str,
}

/// The functions that go through a list: the names after the first stand for what is in it.
const THROUGH: [&str; 12] = [
    "all", "any", "count", "sum", "first", "where", "distinct", "lacking", "shared", "repeated", "together",
    "tally",
];

impl Says<'_> {
    fn word(&self, key: &str) -> String {
        self.lang.t(&format!("condition.{key}"))
    }

    fn one(&self, key: &str, a: String) -> String {
        self.lang.with(&format!("condition.{key}"), &[("a", a)])
    }

    fn two(&self, key: &str, a: String, b: String) -> String {
        self.lang.with(&format!("condition.{key}"), &[("a", a), ("b", b)])
    }

    /// The same, inside a function that goes through a list.
    fn inside(&self, list: &Expr) -> Self {
        Self { names: self.names.inside(list), lang: self.lang, line: self.line }
    }

    /// Something that holds, or with `yes` false, that does not.
    fn claim(&self, expr: &Expr, yes: bool, within: Joint) -> String {
        match &expr.node {
            Parsed::Not(inner) => self.claim(inner, !yes, within),
            Parsed::And(a, b) => self.joined(a, b, yes, if yes { Joint::And } else { Joint::Or }, within),
            Parsed::Or(a, b) => self.joined(a, b, yes, if yes { Joint::Or } else { Joint::And }, within),
            Parsed::Compare(how, a, b) => self.compared(*how, yes, a, b),
            Parsed::OneOf(one, words) => self.one_of(one, words, yes),
            Parsed::Within(one, list) => {
                self.two(if yes { "within" } else { "not_within" }, self.term(one), self.term(list))
            }
            Parsed::Call(name, args) => self.called(name, args, yes, expr),
            Parsed::Path(path) => self.fact(path, yes),
            Parsed::Literal(_) | Parsed::Length(_) | Parsed::Math(..) => self.term(expr),
        }
    }

    fn joined(&self, a: &Expr, b: &Expr, yes: bool, by: Joint, within: Joint) -> String {
        let key = match by {
            Joint::And | Joint::Whole => "and",
            Joint::Or => "or",
        };
        let all = self.two(key, self.claim(a, yes, by), self.claim(b, yes, by));
        match within == Joint::Whole || within == by {
            true => all,
            false => self.lang.pick(&format!("（{all}）"), &format!("({all})")).to_owned(),
        }
    }

    fn compared(&self, how: Compare, yes: bool, a: &Expr, b: &Expr) -> String {
        if let Some(said) = self.counted(how, yes, a, b) {
            return said;
        }
        let key = match (how, yes) {
            (Compare::Same, true) | (Compare::Different, false) => "same",
            (Compare::Different, true) | (Compare::Same, false) => "different",
            (Compare::Less, true) | (Compare::AtLeast, false) => "less",
            (Compare::AtMost, true) | (Compare::More, false) => "at_most",
            (Compare::More, true) | (Compare::AtMost, false) => "more",
            (Compare::AtLeast, true) | (Compare::Less, false) => "at_least",
        };
        // A day is not more than another one: it is after it.
        let scale = if self.is_day(a) || self.is_day(b) { "days_compare" } else { "compare" };
        self.two(&format!("{scale}.{key}"), self.beside(a, b), self.beside(b, a))
    }

    fn is_day(&self, expr: &Expr) -> bool {
        match &expr.node {
            Parsed::Literal(value) => matches!(value, Value::Date(_)),
            Parsed::Path(path) => match path.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
                ["today" | "opened_on"] | ["period", "start" | "end"] => true,
                ["limit", _, "due"] | [_, _, "on"] => true,
                [act, "on"] => self.names.procedure.action(&(*act).into()).is_some(),
                _ => self.names.at(path).is_some_and(|named| *named.kind() == Kind::Date),
            },
            // A day and a length of time make a day; two days make a number.
            Parsed::Math(_, a, b) => self.is_day(a) && !self.is_day(b),
            Parsed::Call(name, args) => {
                matches!(name.as_str(), "min" | "max") && args.first().is_some_and(|first| self.is_day(first))
            }
            Parsed::Length(_)
            | Parsed::Not(_)
            | Parsed::And(..)
            | Parsed::Or(..)
            | Parsed::Compare(..)
            | Parsed::OneOf(..)
            | Parsed::Within(..) => false,
        }
    }

    fn one_of(&self, of: &Expr, words: &[Expr], yes: bool) -> String {
        let words: Vec<String> = words.iter().map(|word| self.beside(word, of)).collect();
        let (key, joint) = if yes { ("one_of", "else") } else { ("none_of", "nor") };
        self.two(key, self.term(of), words.join(&self.word(joint)))
    }

    /// A function that holds or does not.
    fn called(&self, name: &str, args: &[Expr], yes: bool, whole: &Expr) -> String {
        let key = format!("{}.{name}", if yes { "is" } else { "is_not" });
        match (name, args) {
            ("known" | "empty", [one]) => self.one(&key, self.term(one)),
            ("any", [list, Expr { node: Parsed::Compare(Compare::Same, it, one), .. }]) if is_it(it) => {
                let one = self.inside(list).beside(one, it);
                self.two(if yes { "includes" } else { "excludes" }, self.term(list), one)
            }
            ("all" | "any", [list, each]) => {
                // Not all: at least one is not so. None at all: of none is it so.
                let holds = yes || name == "any";
                let each = self.inside(list).claim(each, holds, Joint::Whole);
                self.two(&key, self.term(list), each)
            }
            ("same_text", [a, b]) => self.two(&key, self.term(a), self.term(b)),
            _ => self.one(if yes { "holds" } else { "fails" }, self.term(whole)),
        }
    }

    /// A fact that is so or not.
    fn fact(&self, path: &[String], yes: bool) -> String {
        let (Some(first), Some(last)) = (path.first(), path.last()) else { return String::new() };
        if path.len() == 1 && (last == "true" || last == "false") {
            return self.word(&format!("name.{last}"));
        }
        let asked = match last.as_str() {
            "done" | "opened" | "closed" | "open" | "over" | "in_force" | "published" | "found"
                if path.len() > 1 =>
            {
                last.as_str()
            }
            _ => "yes",
        };
        let key = format!("{}.{asked}", if yes { "is" } else { "is_not" });
        let named = match (asked, path) {
            ("yes", _) => self.path(path),
            // An act in a matter that runs beside this one.
            (_, [track, act, _]) if track != "limit" => {
                let theirs =
                    self.names.beyond(track).into_iter().find_map(|one| one.action(&act.as_str().into()));
                let act = theirs.map_or_else(|| self.bare(act), |action| self.quoted(&action.label));
                self.two("of.within", self.label(track, path), act)
            }
            _ => self.label(first, path),
        };
        self.one(&key, named)
    }

    fn tongue(&self) -> Tongue {
        match self.lang {
            Lang::ZhHans => Tongue::Hans,
            Lang::ZhHant => Tongue::Hant,
            Lang::En => Tongue::En,
        }
    }

    /// Something that has a value.
    fn term(&self, expr: &Expr) -> String {
        match &expr.node {
            Parsed::Literal(value) => value_in_words(value, self.tongue()),
            Parsed::Path(path) => self.path(path),
            Parsed::Length(_) => self.length(&self.line[expr.span.clone()]),
            Parsed::Math(how, a, b) => {
                let sign = match how {
                    Math::Add => "+",
                    Math::Subtract => "−",
                    Math::Multiply => "×",
                    Math::Divide => "÷",
                };
                format!("{} {sign} {}", self.term(a), self.term(b))
            }
            Parsed::Call(name, args) => self.computed(name, args),
            Parsed::Not(_)
            | Parsed::And(..)
            | Parsed::Or(..)
            | Parsed::Compare(..)
            | Parsed::OneOf(..)
            | Parsed::Within(..) => self.claim(expr, true, Joint::Whole),
        }
    }

    fn computed(&self, name: &str, args: &[Expr]) -> String {
        let inner = args.first().filter(|_| THROUGH.contains(&name)).map(|list| self.inside(list));
        let each = |at: usize| {
            let says = inner.as_ref().filter(|_| at > 0).unwrap_or(self);
            args.get(at).map(|one| says.claim_or_term(one)).unwrap_or_default()
        };
        let key = match (name, args.len()) {
            ("count", 2) => "count_where",
            ("sum", 3) => "sum_where",
            ("distinct", 2) => "distinct_in",
            _ => name,
        };
        if self.lang.knows(&format!("condition.{key}")) {
            return self
                .lang
                .with(&format!("condition.{key}"), &[("a", each(0)), ("b", each(1)), ("c", each(2))]);
        }
        let all: Vec<String> = (0..args.len()).map(each).collect();
        self.lang.aside(name, &all.join(&self.word("comma")))
    }

    fn claim_or_term(&self, expr: &Expr) -> String {
        match &expr.node {
            Parsed::Path(_) | Parsed::Literal(_) | Parsed::Length(_) | Parsed::Math(..) => self.term(expr),
            Parsed::Call(name, _) if !matches!(name.as_str(), "known" | "empty" | "all" | "any") => {
                self.term(expr)
            }
            _ => self.claim(expr, true, Joint::Whole),
        }
    }

    /// A term as it stands beside what it is compared with: a bare word is first looked for among the choices and the states
    /// that the other side can have, and only then among all names of the definition.
    fn beside(&self, one: &Expr, other: &Expr) -> String {
        let (Parsed::Path(word), Parsed::Path(of)) = (&one.node, &other.node) else { return self.term(one) };
        let [word] = word.as_slice() else { return self.term(one) };
        let choice = self.names.at(of).and_then(|named| named.choice(word));
        match choice.or_else(|| self.names.state(word, of)) {
            Some(label) => self.quoted(label),
            None => self.common(word, of).unwrap_or_else(|| self.term(one)),
        }
    }

    /// A word that no definition labels: a kind of body, a role, a rank.
    fn common(&self, word: &str, of: &[String]) -> Option<String> {
        let of: Vec<&str> = of.iter().map(String::as_str).collect();
        match of.as_slice() {
            ["body", "kind"] => {
                let kind = BodyKind::from_word(word)?;
                Some(self.lang.t(&format!("city.bodies.sort.{}", kind.word())))
            }
            ["actor", "role"] => self.names.registry.role(&word.into()).map(|role| self.quoted(&role.label)),
            [_, "rank"] => {
                let key = format!("condition.rank.{word}");
                self.lang.knows(&key).then(|| self.lang.t(&key))
            }
            _ => None,
        }
    }

    fn quoted(&self, label: &Label) -> String {
        let picked = format!("“{}”", self.lang.pick(&label.zh, &label.en));
        self.lang.write(&picked).into_owned()
    }

    /// A parameter by name, with what it is here: whoever is refused for it wants the number.
    fn parameter(&self, id: &str) -> Option<String> {
        let parameter = self.names.procedure.parameters.get(id)?;
        let name = self.quoted(&parameter.label);
        let ParameterValue::Value(value) = &parameter.value else { return Some(name) };
        Some(self.lang.aside(&name, &value_in_words(value, self.tongue())))
    }

    /// `30 working_day` in words.
    fn length(&self, text: &str) -> String {
        let (n, unit) = text.split_once(' ').unwrap_or((text, ""));
        self.lang.with(&format!("condition.unit.{unit}"), &[("n", n.to_owned())])
    }

    /// A name in the value's place.
    fn path(&self, path: &[String]) -> String {
        let parts: Vec<&str> = path.iter().map(String::as_str).collect();
        let fixed = match parts.as_slice() {
            ["body"] if self.names.in_matters() => Some("its_body"),
            ["body", "id" | "name" | "short"] | ["body"] => Some("body"),
            ["body", "kind"] => Some("body_kind"),
            ["actor", "person"] => Some("actor_person"),
            ["actor", "body"] => Some("actor_body"),
            ["actor", "role"] => Some("actor_role"),
            ["period", "start"] => Some("period_start"),
            ["period", "end"] => Some("period_end"),
            ["period", _] => Some("period_year"),
            [
                name @ ("today" | "true" | "false" | "self" | "opened_on" | "citizen" | "organisation"
                | "minor" | "adult"),
            ] => Some(*name),
            [name @ ("state" | "it" | "number")] if !self.is_a_field(name) => Some(*name),
            _ => None,
        };
        if let Some(name) = fixed {
            return self.word(&format!("name.{name}"));
        }
        if let ["param", id] = parts.as_slice()
            && let Some(said) = self.parameter(id)
        {
            return said;
        }
        match parts.as_slice() {
            [] => String::new(),
            [name] => self.label(name, path),
            [first, .., last] => self.part(first, last, path),
        }
    }

    /// Whether a field or column bears the name; what the element itself is called is not meant.
    fn is_a_field(&self, name: &str) -> bool {
        name != "it" && self.names.own(name).is_some()
    }

    /// A part of something: of an act, a track, a clock, a party, of the matter that a field points to.
    fn part(&self, first: &str, last: &str, path: &[String]) -> String {
        let name = self.label(first, path);
        let is_act = self.names.procedure.action(&first.into()).is_some();
        if !is_act
            && last != "state"
            && let Some(theirs) = self.names.at(path)
        {
            return self.two("of.field", name, self.quoted(theirs.label()));
        }
        let key = match last {
            "count" if is_act => "times",
            "on" | "by" | "count" | "due" | "amount" | "state" | "kind" | "address" | "age_class"
            | "code" | "rank" | "body" => last,
            "done" | "opened" | "closed" | "open" | "over" | "in_force" | "published" | "found" => {
                return self.fact(path, true);
            }
            "name" | "masked_name" | "due_on" => return name,
            field => {
                let key = if is_act { "of.then" } else { "of.field" };
                return self.two(key, name, self.label(field, path));
            }
        };
        self.one(&format!("of.{key}"), name)
    }

    /// What a name of the definition is called; the name with blanks where nothing of that name is labelled.
    fn label(&self, name: &str, path: &[String]) -> String {
        let procedure = self.names.procedure;
        if name == "parent" {
            return self.word("name.parent");
        }
        let of_limit = || match path {
            [head, id, ..] if head == "limit" && name == "limit" => {
                procedure.limit(&id.as_str().into()).map(|limit| &limit.label)
            }
            _ => None,
        };
        let choices = || {
            let own = procedure.fields.iter().flat_map(|field| &field.choices);
            let cells = procedure.fields.iter().flat_map(|field| &field.columns).flat_map(|one| &one.choices);
            own.chain(cells).find(|(id, _)| id == name).map(|(_, label)| label)
        };
        let columns = || {
            let mut all = procedure.fields.iter().flat_map(|field| &field.columns);
            all.find(|column| column.id.as_str() == name).map(|column| &column.label)
        };
        let of_element = self.names.of_element(name).filter(|_| name != "it").map(named::Named::label);
        let found = of_element
            .or_else(|| procedure.action(&name.into()).map(|action| &action.label))
            .or_else(|| procedure.track(&name.into()).map(|track| &track.label))
            .or_else(|| procedure.field(&name.into()).map(|field| &field.label))
            .or_else(of_limit)
            .or_else(columns)
            .or_else(choices)
            .or_else(|| procedure.state(&name.into()).map(|state| &state.label));
        found.map_or_else(|| self.bare(name), |label| self.quoted(label))
    }

    /// A name that nothing labels.
    fn bare(&self, name: &str) -> String {
        name.replace(['_', '-'], " ")
    }
}
