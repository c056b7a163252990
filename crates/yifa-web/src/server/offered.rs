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
use super::review;
use super::typed::{Pair, Typed};

/// Before the name of a field: the text with which its input began.
pub(super) const BEGAN: &str = "~began.";

/// The act that a form is for, with what surrounds it: one matter, or several that it is done with at once.
pub(super) struct Around<'a> {
    pub(super) action: &'a Action,
    matters: Vec<Standing>,
}

/// A matter as it stands, with what it points to.
struct Standing {
    state: Arc<State>,
    facts: Facts,
}

/// What the blank inputs of one matter begin with.
pub(super) struct Begun {
    pub(super) values: BTreeMap<FieldId, Value>,
    /// The matter, with everything that the values point to.
    pub(super) facts: Facts,
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
            return Ok(Self::of_all(action, [opened]));
        }
        let body = body.or_else(|| staff.actor.body.clone()).unwrap_or_else(|| BodyId::new(""));
        let state = State::unopened(new_matter(), procedure.id.clone(), procedure.version.clone(), body);
        let facts = staff.guest.server.city.facts(&state).await?;
        Ok(Self { action, matters: vec![Standing { state: Arc::new(state), facts }] })
    }

    /// Of an action on each of several matters.
    pub(super) fn of_all<'b>(action: &'a Action, all: impl IntoIterator<Item = &'b Opened>) -> Self {
        let standing = |one: &Opened| Standing { state: one.state.clone(), facts: one.facts.clone() };
        Self { action, matters: all.into_iter().map(standing).collect() }
    }

    fn form<'b>(&'b self, staff: &'b Staff, one: &'b Standing, facts: &'b Facts) -> Form<'b> {
        Form {
            registry: staff.guest.server.city.registry(),
            state: &one.state,
            action: self.action,
            facts,
            actor: &staff.actor,
            today: staff.guest.server.city.today(),
        }
    }

    /// Whether a matter may be chosen in a field of the form: with several at once, in at least one of them.
    pub(super) fn may_choose(&self, staff: &Staff, field: &FieldId, candidate: &Arc<State>) -> bool {
        self.matters.iter().any(|one| self.form(staff, one, &one.facts).may_choose(field, candidate))
    }

    /// What the blank inputs begin with, after what is on record and what was typed so far.
    pub(super) async fn begins(
        &self,
        staff: &Staff,
        procedure: &Procedure,
        typed: Option<&Typed>,
    ) -> yifa_app::Result<BTreeMap<FieldId, Value>> {
        let each = self.begins_in_each(staff, procedure, &given(procedure, self.action, typed)).await?;
        Ok(each.into_iter().next().map(|one| one.values).unwrap_or_default())
    }

    /// What the inputs that are not given begin with in each of the matters.
    pub(super) async fn begins_in_each(
        &self,
        staff: &Staff,
        procedure: &Procedure,
        given: &BTreeMap<FieldId, Value>,
    ) -> yifa_app::Result<Vec<Begun>> {
        let pointed: Vec<MatterId> = given.values().flat_map(Value::matters).cloned().collect();
        let found = staff.guest.server.city.states(pointed).await?;
        let around: Vec<(MatterId, Arc<State>)> =
            found.into_iter().filter_map(|(id, state)| Some((id, state?))).collect();
        let mut own = Vec::new();
        for (id, _) in &self.action.records {
            let Some(field) = procedure.field(id) else { continue };
            let Some(by) = field.prefill_own.as_ref().filter(|_| !given.contains_key(id)) else { continue };
            let kind = if let Kind::List(one) = &field.kind { one } else { &field.kind };
            own.push((field, candidates::own(staff, kind, by).await?));
        }
        let mut compared = Vec::new();
        for one in &self.matters {
            let city = &staff.guest.server.city;
            let mut told = city.compared(&one.state, self.action).await?;
            told.extend(city.begun(&one.state, self.action, &staff.actor).await?);
            told.extend(review::begun(staff, &one.state, self.action).await?);
            compared.push(told);
        }
        let begun = |(one, compared): (&Standing, BTreeMap<FieldId, Value>)| {
            let mut facts = one.facts.clone();
            facts.matters.extend(around.iter().cloned());
            let mut theirs = BTreeMap::new();
            for (field, entries) in own.iter().filter(|(field, _)| !one.state.fields.contains_key(&field.id))
            {
                let form = self.form(staff, one, &one.facts);
                if let Some(entry) = entries.iter().find(|entry| form.may_choose(&field.id, entry)) {
                    let value = Value::Matter(entry.matter.clone());
                    let value = if field.many { Value::List(vec![value]) } else { value };
                    theirs.insert(field.id.clone(), (value, entry.clone()));
                }
            }
            let mut values = self.form(staff, one, &facts).prefilled(given);
            for (id, (value, entry)) in theirs {
                facts.matters.insert(entry.matter.clone(), entry);
                values.insert(id, value);
            }
            values.extend(compared.into_iter().filter(|(id, _)| !given.contains_key(id)));
            Begun { values, facts }
        };
        Ok(self.matters.iter().zip(compared).map(begun).collect())
    }
}

/// What was typed into the inputs of an action, without what stands there because they began with it.
pub(super) fn given(
    procedure: &Procedure,
    action: &Action,
    typed: Option<&Typed>,
) -> BTreeMap<FieldId, Value> {
    let Some(typed) = typed else { return BTreeMap::new() };
    let mut given = typed.values(procedure, action).0;
    given.retain(|id, _| !is_as_it_began(typed, id.as_str()));
    given
}

/// The text with which an input began that was sent, where it began with one.
pub(super) fn has_begun<'a>(typed: &'a Typed, id: &str) -> Option<&'a str> {
    Some(typed.text(&format!("{BEGAN}{id}"))).filter(|text| !text.is_empty())
}

/// Whether an input still holds what it began with: then nobody has answered, and it may begin with something else.
fn is_as_it_began(typed: &Typed, id: &str) -> bool {
    has_begun(typed, id) == Some(typed.text(id))
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
