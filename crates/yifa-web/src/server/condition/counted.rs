//! Owns how comparisons of numbers of rows, acts, days and characters are said: not “the number of … is 0”, but as a clerk says it,
//! “nothing in … is repeated”, “each of … is in …”, “… has at least 2 entries”.

use yifa_kernel::guard::{Compare, Expr, Parsed};
use yifa_kernel::value::Value;

use super::{Joint, Says};

/// What a comparison of a number with a bound comes to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Amount {
    /// There is none.
    None,
    /// There is at least one.
    Some,
    /// It is compared with another number.
    Bound,
}

impl Says<'_> {
    /// A comparison of a number of something, in words of its own; `None` where the plain words are as good.
    pub(super) fn counted(&self, how: Compare, yes: bool, a: &Expr, b: &Expr) -> Option<String> {
        let how = effective(how, yes);
        if let Some(list) = without_repetition(how, a, b).or_else(|| without_repetition(how, b, a)) {
            return Some(self.unrepeated(list, how == Compare::Same));
        }
        let amount = amount(how, b);
        match &a.node {
            Parsed::Path(path) => match path.as_slice() {
                [act, part]
                    if part == "count" && self.names.procedure.action(&act.as_str().into()).is_some() =>
                {
                    let done = match amount {
                        Amount::None => "is_not.done",
                        Amount::Some => "is.done",
                        Amount::Bound => return None,
                    };
                    Some(self.one(done, self.label(act, path)))
                }
                _ => None,
            },
            Parsed::Call(name, args) => match (name.as_str(), args.as_slice()) {
                ("count", [list]) => self.rows(list, amount, how, b),
                ("count", [list, each]) => {
                    let is = self.inside(list).claim(each, true, Joint::Whole);
                    match amount {
                        Amount::None => Some(self.two("is_not.any", self.term(list), is)),
                        Amount::Some => Some(self.two("is.any", self.term(list), is)),
                        Amount::Bound => {
                            let key = format!("condition.rows_where.{}", word(how)?);
                            let facts = [("a", self.term(list)), ("b", self.term(b)), ("c", is)];
                            Some(self.lang.with(&key, &facts))
                        }
                    }
                }
                ("days" | "working_days" | "length", args) if is_number(b) => {
                    let table = if name == "days" { "days_compare_n" } else { &format!("{name}_compare") };
                    let key = format!("condition.{table}.{}", word(how)?);
                    let term = |at: usize| args.get(at).map(|one| self.term(one)).unwrap_or_default();
                    let facts = [("a", term(0)), ("b", term(1)), ("n", self.term(b))];
                    Some(self.lang.with(&key, &facts))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// How many rows there are of a list.
    fn rows(&self, list: &Expr, amount: Amount, how: Compare, bound: &Expr) -> Option<String> {
        let none = amount == Amount::None;
        if let (Parsed::Call(name, args), true) = (&list.node, amount != Amount::Bound) {
            match (name.as_str(), args.as_slice()) {
                ("lacking", [a, b, columns @ ..]) if none => {
                    let said = self.all_are_in(a, &mut vec![b]);
                    return Some(self.compared_by(said, a, columns));
                }
                ("lacking", [a, b, ..]) => return Some(self.two("some_lacking", self.term(a), self.term(b))),
                ("shared", [a, b, ..]) => {
                    let key = if none { "none_shared" } else { "some_shared" };
                    return Some(self.two(key, self.term(a), self.term(b)));
                }
                ("repeated", [a, ..]) => return Some(self.unrepeated(a, none)),
                ("where", [a, each]) => {
                    let each = self.inside(a).claim(each, true, Joint::Whole);
                    return Some(self.two(if none { "is_not.any" } else { "is.any" }, self.term(a), each));
                }
                _ => {}
            }
        }
        match amount {
            Amount::None => Some(self.one("no_rows", self.term(list))),
            Amount::Some => Some(self.one("some_rows", self.term(list))),
            Amount::Bound => {
                Some(self.two(&format!("rows.{}", word(how)?), self.term(list), self.term(bound)))
            }
        }
    }

    /// That nothing of a list is lacking in others: what one lacks is looked for in the next.
    fn all_are_in<'e>(&self, list: &'e Expr, others: &mut Vec<&'e Expr>) -> String {
        if let Parsed::Call(name, args) = &list.node
            && let ("lacking", [inner, other, ..]) = (name.as_str(), args.as_slice())
        {
            others.push(other);
            return self.all_are_in(inner, others);
        }
        let among: Vec<String> = others.iter().rev().map(|one| self.term(one)).collect();
        let each = match &list.node {
            Parsed::Call(name, args) if name == "where" && args.len() == 2 => {
                let (Some(all), Some(each)) = (args.first(), args.get(1)) else { return String::new() };
                self.two("each_where", self.term(all), self.inside(all).claim(each, true, Joint::Whole))
            }
            _ => self.one("each", self.term(list)),
        };
        self.two("all_in", each, among.join(&self.word("else")))
    }

    /// By what rows are compared, where it is more than what they are called by.
    fn compared_by(&self, said: String, list: &Expr, columns: &[Expr]) -> String {
        if columns.len() < 2 {
            return said;
        }
        let inside = self.inside(list);
        let all: Vec<String> = columns.iter().map(|column| inside.term(column)).collect();
        self.two("compared_by", said, all.join(&self.word("comma")))
    }

    fn unrepeated(&self, list: &Expr, yes: bool) -> String {
        self.one(if yes { "none_repeated" } else { "some_repeated" }, self.term(list))
    }
}

/// What a comparison says when it is affirmed or denied.
fn effective(how: Compare, yes: bool) -> Compare {
    match (how, yes) {
        (how, true) => how,
        (Compare::Same, false) => Compare::Different,
        (Compare::Different, false) => Compare::Same,
        (Compare::Less, false) => Compare::AtLeast,
        (Compare::AtLeast, false) => Compare::Less,
        (Compare::More, false) => Compare::AtMost,
        (Compare::AtMost, false) => Compare::More,
    }
}

fn word(how: Compare) -> Option<&'static str> {
    match how {
        Compare::Same => Some("same"),
        Compare::Less => Some("less"),
        Compare::AtMost => Some("at_most"),
        Compare::More => Some("more"),
        Compare::AtLeast => Some("at_least"),
        Compare::Different => None,
    }
}

fn is_number(expr: &Expr) -> bool {
    matches!(&expr.node, Parsed::Literal(Value::Int(_)))
}

fn amount(how: Compare, bound: &Expr) -> Amount {
    let Parsed::Literal(Value::Int(n)) = &bound.node else { return Amount::Bound };
    match (how, n) {
        (Compare::Same | Compare::AtMost, 0) | (Compare::Less, 1) => Amount::None,
        (Compare::Different | Compare::More, 0) | (Compare::AtLeast, 1) => Amount::Some,
        _ => Amount::Bound,
    }
}

/// The list of which `distinct(list) == count(list)` says that nothing in it is repeated.
fn without_repetition<'e>(how: Compare, a: &'e Expr, b: &'e Expr) -> Option<&'e Expr> {
    let (Parsed::Call(distinct, left), Parsed::Call(count, right)) = (&a.node, &b.node) else { return None };
    let (of, counted) = (left.first()?, right.first()?);
    let plain = matches!(how, Compare::Same | Compare::Different | Compare::Less) && right.len() == 1;
    let same = match (&of.node, &counted.node) {
        (Parsed::Path(a), Parsed::Path(b)) => a == b,
        _ => false,
    };
    (distinct == "distinct" && count == "count" && plain && same).then_some(of)
}
