//! Owns what stands in a form before anybody fills it in: the kernel says what its inputs begin with and which matters may be
//! chosen; here the matters around are looked up, and what was filled in by itself is told from what a person typed.

use std::collections::BTreeMap;
use std::sync::Arc;

use yifa_app::city::{Opened, new_matter};
use yifa_kernel::guard::{Fact, Guard, Kind};
use yifa_kernel::id::{BodyId, FieldId, MatterId};
use yifa_kernel::matter::{Facts, Form, State};
use yifa_kernel::procedure::{Action, Procedure};
use yifa_kernel::value::Value;

use super::candidates;
use super::fields::as_pairs;
use super::guest::Staff;
use super::typed::{Pair, Typed};

/// Before the name of a field: the text with which its input began.
pub(super) const BEGAN: &str = "~began.";

/// The act that a form is for, with what surrounds it.
pub(super) struct Around<'a> {
    pub(super) action: &'a Action,
    state: Arc<State>,
    facts: Facts,
}

impl<'a> Around<'a> {
    /// Of an action on a matter, or of one that opens a matter of `body`.
    pub(super) async fn of(
        staff: &Staff,
        procedure: &Procedure,
        action: &'a Action,
        opened: Option<&Opened>,
        body: Option<BodyId>,
    ) -> yifa_app::Result<Self> {
        if let Some(opened) = opened {
            return Ok(Self { action, state: opened.state.clone(), facts: opened.facts.clone() });
        }
        let body = body.or_else(|| staff.actor.body.clone()).unwrap_or_else(|| BodyId::new(""));
        let state = State::unopened(new_matter(), procedure.id.clone(), procedure.version.clone(), body);
        let facts = staff.guest.server.city.facts(&state).await?;
        Ok(Self { action, state: Arc::new(state), facts })
    }

    fn form<'b>(&'b self, staff: &'b Staff, facts: &'b Facts) -> Form<'b> {
        Form {
            registry: staff.guest.server.city.registry(),
            state: &self.state,
            action: self.action,
            facts,
            actor: &staff.actor,
            today: staff.guest.server.city.today(),
        }
    }

    /// Whether a matter may be chosen in a field of the form.
    pub(super) fn may_choose(&self, staff: &Staff, field: &FieldId, candidate: &Arc<State>) -> bool {
        self.form(staff, &self.facts).may_choose(field, candidate)
    }

    /// What the blank inputs begin with, after what is on record and what was typed so far.
    pub(super) async fn begins(
        &self,
        staff: &Staff,
        procedure: &Procedure,
        typed: Option<&Typed>,
    ) -> yifa_app::Result<BTreeMap<FieldId, Value>> {
        let mut given = typed.map(|typed| typed.values(procedure, self.action).0).unwrap_or_default();
        if let Some(typed) = typed {
            given.retain(|id, _| !is_as_it_began(typed, id.as_str()));
        }
        let mut pointed = Vec::new();
        given.values().for_each(|value| value.matters(&mut pointed));
        let pointed: Vec<MatterId> = pointed.into_iter().cloned().collect();
        let found = staff.guest.server.city.states(pointed).await?;
        let mut facts = self.facts.clone();
        facts.matters.extend(found.into_iter().filter_map(|(id, state)| Some((id, state?))));
        let mut own = BTreeMap::new();
        for (id, _) in &self.action.records {
            let Some(field) = procedure.field(id) else { continue };
            let Some(by) = field.prefill_own.as_ref().filter(|_| !given.contains_key(id)) else { continue };
            let kind = if let Kind::List(one) = &field.kind { one } else { &field.kind };
            let on_record = self.state.fields.contains_key(id);
            if let Some(one) = candidates::own(staff, kind, by, self, id).await?.filter(|_| !on_record) {
                let one = Value::Matter(one);
                own.insert(id.clone(), if field.many { Value::List(vec![one]) } else { one });
            }
        }
        let mut begins = self.form(staff, &facts).prefilled(&given);
        begins.extend(own);
        Ok(begins)
    }
}

/// Whether an input still holds what it began with: then nobody has answered, and it may begin with something else.
fn is_as_it_began(typed: &Typed, id: &str) -> bool {
    let began = typed.text(&format!("{BEGAN}{id}"));
    !began.is_empty() && began == typed.text(id)
}

/// What was typed, with what blank inputs begin with.
pub(super) fn filled(procedure: &Procedure, typed: &Typed, begins: &BTreeMap<FieldId, Value>) -> Typed {
    let mut pairs: Vec<Pair> = typed.pairs().to_vec();
    for field in &procedure.fields {
        let name = field.id.as_str();
        let new = begins.get(&field.id);
        if is_as_it_began(typed, name) {
            pairs.retain(|(key, _)| key != name);
        }
        if let Some(value) =
            new.filter(|_| !pairs.iter().any(|(key, text)| belongs(key, name) && !text.trim().is_empty()))
        {
            pairs.retain(|(key, _)| key != name);
            pairs.extend(as_pairs(name, value));
        }
    }
    let files = typed.all_files().map(|(name, file)| (name.to_owned(), file.clone())).collect();
    Typed::of(pairs, files)
}

fn belongs(key: &str, id: &str) -> bool {
    key == id || (key.strip_prefix(id).is_some_and(|rest| rest.starts_with('.')) && !key.ends_with(".find"))
}

/// Whether other inputs of the form begin with something that follows from what is chosen in this one.
pub(super) fn feeds(procedure: &Procedure, action: &Action, id: &FieldId) -> bool {
    let through = |guard: &Guard| {
        guard.node.facts().iter().any(|fact| matches!(fact, Fact::ThroughField(through, _) if through == id))
    };
    let fields = || action.records.iter().filter_map(|(id, _)| procedure.field(id));
    let recorded = |table: &FieldId| action.records.iter().any(|(id, _)| id == table);
    fields().any(|field| {
        field.prefill.as_ref().is_some_and(through)
            || field.within.as_ref().is_some_and(|within| within.norm == *id && recorded(&within.by))
    })
}

/// The text with which an input begins, where it begins with one.
pub(super) fn began(id: &FieldId, begins: &BTreeMap<FieldId, Value>, shown: &Typed) -> Option<String> {
    let first = as_pairs(id.as_str(), begins.get(id)?).into_iter().next();
    let text = first.map(|(_, text)| text).unwrap_or_default();
    (text == shown.text(id.as_str()) || shown.text(id.as_str()).is_empty()).then_some(text)
}
