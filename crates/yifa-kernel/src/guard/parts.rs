//! What a condition is made of: the claims that it joins by `and` and `or`, each with whether it holds, so that a refusal can
//! say which of them failed.

use super::{Expr, Guard, Node, Parsed, Scene, parse};
use crate::refusal::Part;

impl Guard {
    /// The claims that the condition joins, in the order of its line; none where it is a single claim. Each is a line of its
    /// own: under a `not` it stands with the `not` that reaches it.
    pub fn parts(&self, scene: &impl Scene) -> Vec<Part> {
        let mut all = Vec::new();
        if let Ok(expr) = parse(&self.source) {
            self.gather(&expr, &self.node, true, scene, &mut all);
        }
        if all.len() < 2 { Vec::new() } else { all }
    }

    fn gather(&self, expr: &Expr, node: &Node, yes: bool, scene: &impl Scene, all: &mut Vec<Part>) {
        match (&expr.node, node) {
            (Parsed::Not(expr), Node::Not(node)) => self.gather(expr, node, !yes, scene, all),
            (Parsed::And(a, b), Node::And(left, right)) | (Parsed::Or(a, b), Node::Or(left, right)) => {
                self.gather(a, left, yes, scene, all);
                self.gather(b, right, yes, scene, all);
            }
            _ => {
                let line = self.source.get(expr.span.clone()).unwrap_or_default();
                let line = if yes { line.to_owned() } else { format!("not ({line})") };
                let part = Part { line, holds: node.holds(scene).map(|holds| holds == yes) };
                if !all.contains(&part) {
                    all.push(part);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guard::{Fact, Kind, check_condition, tests::names};
    use crate::value::Value;

    /// A case whose fine is 2,000 yuan; nothing else is recorded.
    struct Case;

    impl Scene for Case {
        fn fact(&self, fact: &Fact) -> Option<Value> {
            match fact {
                Fact::Field(field) if field.as_str() == "fine" => Some(Value::Money(200_000)),
                _ => None,
            }
        }
        fn of_matter(&self, _: &crate::id::MatterId, _: Option<&crate::id::FieldId>) -> Option<Value> {
            None
        }
        fn body_of(&self, _: &crate::id::MatterId) -> Option<Value> {
            None
        }
        fn length(&self, _: &str) -> Option<crate::procedure::Length> {
            None
        }
        fn shifted(
            &self,
            _: jiff::civil::Date,
            _: crate::procedure::Length,
            _: bool,
        ) -> Option<jiff::civil::Date> {
            None
        }
        fn same_body(&self, a: &crate::id::BodyId, b: &crate::id::BodyId) -> bool {
            a == b
        }
        fn working_days(&self, _: jiff::civil::Date, _: jiff::civil::Date) -> i64 {
            0
        }
    }

    fn told(line: &str) -> Vec<(String, Option<bool>)> {
        let (all, own) = names();
        let names = crate::guard::Names { all: &all, own: &own, roles: &[], period: false };
        let guard = check_condition(line, names).expect(line);
        assert_eq!(guard.kind, Kind::Bool);
        guard.parts(&Case).into_iter().map(|part| (part.line, part.holds)).collect()
    }

    #[test]
    fn each_claim_is_told_with_whether_it_holds() {
        let line = "fine <= 1000yuan and (known(fine) or found_on + 2 year >= today)";
        let said = told(line);
        let said: Vec<(&str, Option<bool>)> =
            said.iter().map(|(line, holds)| (line.as_str(), *holds)).collect();
        let all = [
            ("fine <= 1000yuan", Some(false)),
            ("known(fine)", Some(true)),
            ("found_on + 2 year >= today", None),
        ];
        assert_eq!(said, all);
    }

    #[test]
    fn a_claim_under_a_not_is_told_the_other_way_round() {
        let said = told("not (fine <= 1000yuan or known(kind))");
        let all = [("not (fine <= 1000yuan)", Some(true)), ("not (known(kind))", Some(true))];
        assert_eq!(said, all.map(|(line, holds)| (line.to_owned(), holds)));
    }

    #[test]
    fn a_single_claim_has_no_parts_and_a_repeated_one_is_told_once() {
        assert_eq!(told("fine <= 1000yuan"), []);
        assert_eq!(told("not known(kind)"), []);
        assert_eq!(told("fine <= 1000yuan or fine <= 1000yuan"), []);
    }
}
