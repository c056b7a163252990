//! What conditions demand of the matter that a field points to: where they say so plainly (`power.kind == penalty`), it can
//! be told which matters may ever stand there, before any act is tried.

use super::{Compare, Fact, Guard, Node};
use crate::id::FieldId;
use crate::matter::State;
use crate::procedure::Procedure;

impl Guard {
    /// Whether the condition rules out a matter in a field by one of its plain demands alone. What else it asks for, such as
    /// the state on the day, does not count: that may change.
    pub fn rules_out(&self, field: &FieldId, pointed: &State) -> bool {
        rules_out(&self.node, field, pointed)
    }
}

fn rules_out(node: &Node, field: &FieldId, pointed: &State) -> bool {
    if let Node::And(a, b) = node {
        return rules_out(a, field, pointed) || rules_out(b, field, pointed);
    }
    let (asked, wanted) = if let Node::Compare(Compare::Same, asked, wanted) = node {
        (asked, std::slice::from_ref(wanted.as_ref()))
    } else if let Node::OneOf(asked, wanted) = node {
        (asked, wanted.as_slice())
    } else {
        return false;
    };
    let Node::Fact(Fact::ThroughField(through, asked)) = asked.as_ref() else { return false };
    let known = pointed.fields.get(asked).filter(|_| through == field);
    let literals = wanted.iter().all(|one| matches!(one, Node::Literal(_)));
    literals
        && known
            .is_some_and(|value| !wanted.iter().any(|one| matches!(one, Node::Literal(it) if it == value)))
}

impl Procedure {
    /// Whether a matter may stand in a field, as far as plain demands of any action's conditions tell.
    pub fn may_hold(&self, field: &FieldId, pointed: &State) -> bool {
        let mut all = self.actions.iter().flat_map(|action| &action.require);
        !all.any(|condition| condition.guard.rules_out(field, pointed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guard::Kind;
    use crate::value::Value;

    fn kind() -> Box<Node> {
        Box::new(Node::Fact(Fact::ThroughField("power".into(), "kind".into())))
    }

    fn word(word: &str) -> Node {
        Node::Literal(Value::Choice(word.into()))
    }

    fn guard(node: Node) -> Guard {
        Guard { source: String::new(), kind: Kind::Bool, node }
    }

    fn license() -> State {
        let mut state = State::unopened("m".into(), "power-item".into(), "2021-07-15".into(), "b".into());
        state.fields.insert("kind".into(), Value::Choice("license".into()));
        state
    }

    #[test]
    fn a_plain_demand_rules_out_what_is_of_another_kind() {
        let penalty = Node::Compare(Compare::Same, kind(), Box::new(word("penalty")));
        assert!(guard(penalty.clone()).rules_out(&"power".into(), &license()));
        let both = Node::And(Box::new(word("x")), Box::new(penalty.clone()));
        assert!(guard(both).rules_out(&"power".into(), &license()));
        let one_of = Node::OneOf(kind(), vec![word("penalty"), word("coercion")]);
        assert!(guard(one_of).rules_out(&"power".into(), &license()));
        // Another field, a fitting word, or a way around: nothing is ruled out.
        assert!(!guard(penalty.clone()).rules_out(&"other".into(), &license()));
        let fits = Node::OneOf(kind(), vec![word("penalty"), word("license")]);
        assert!(!guard(fits).rules_out(&"power".into(), &license()));
        let either = Node::Or(Box::new(penalty), Box::new(word("x")));
        assert!(!guard(either).rules_out(&"power".into(), &license()));
    }

    #[test]
    fn what_is_not_known_rules_nothing_out() {
        let blank = State::unopened("m".into(), "power-item".into(), "2021-07-15".into(), "b".into());
        let penalty = Node::Compare(Compare::Same, kind(), Box::new(word("penalty")));
        assert!(!guard(penalty).rules_out(&"power".into(), &blank));
    }
}
