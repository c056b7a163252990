//! Owns what a condition sees when somebody tries something: the matter, the values given with the act, the other
//! matters, the body, the day.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use yifa_law::limit;

use super::clock;
use super::{Actor, Facts, State};
use crate::definition::Registry;
use crate::disclosure::mask_party;
use crate::guard::{
    ActPart, ActorPart, BodyPart, CitePart, Fact, LimitPart, PartyPart, PeriodPart, Scene as Facts_,
    TrackPart,
};
use crate::id::{FieldId, MatterId};
use crate::procedure::{Length, LimitKind, ParameterValue, Procedure, Unit};
use crate::value::{Cite, Party, Value};

/// A period of a measure.
pub(crate) type PeriodDays = (Date, Date);

/// One look at one matter.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub registry: &'a Registry,
    pub procedure: &'a Procedure,
    pub state: &'a State,
    /// Values given with the act that is tried; they win over those on record.
    pub inputs: Option<&'a BTreeMap<FieldId, Value>>,
    pub facts: &'a Facts,
    pub actor: Option<&'a Actor>,
    pub today: Date,
    pub period: Option<PeriodDays>,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(
        registry: &'a Registry,
        procedure: &'a Procedure,
        state: &'a State,
        facts: &'a Facts,
        today: Date,
    ) -> Self {
        Self { registry, procedure, state, inputs: None, facts, actor: None, today, period: None }
    }

    fn field(&self, field: &FieldId) -> Option<&'a Value> {
        match self.inputs.and_then(|inputs| inputs.get(field)) {
            Some(given) => Some(given).filter(|given| !given.is_blank()),
            None => self.state.fields.get(field),
        }
    }

    fn pointed(&self, field: &FieldId) -> Option<&MatterId> {
        match self.field(field)? {
            Value::Matter(matter) => Some(matter),
            _ => None,
        }
    }

    fn party(&self, party: &Party, part: PartyPart) -> Option<Value> {
        match part {
            PartyPart::Kind => Some(Value::Choice(party.kind.word().to_owned())),
            PartyPart::Name => Some(Value::Text(party.name.clone())),
            PartyPart::MaskedName => Some(Value::Text(mask_party(party))),
            PartyPart::Address => party.address.clone().map(Value::Text),
            PartyPart::Code => party.code.clone().map(Value::Text),
            PartyPart::AgeClass => age_class_on(party, self.today).map(|word| Value::Choice(word.to_owned())),
        }
    }

    fn cite(&self, field: &FieldId, cite: &Cite, part: CitePart) -> Option<Value> {
        let declared = self.procedure.field(field)?;
        let day = match &declared.as_of {
            Some(guard) => guard.value(self)?.as_date()?,
            None => self.today,
        };
        let status = self.facts.cite_status(self.registry, &cite.text, day);
        match part {
            CitePart::Found => Some(Value::Bool(status.is_some())),
            // Of a text whose days nobody tells it is not known.
            CitePart::InForce => status?.in_force().map(Value::Bool),
            CitePart::Published => status.map(|one| Value::Bool(one.published && !one.internal)),
            CitePart::Rank => Some(Value::Choice(status?.rank_word.to_owned())),
        }
    }

    fn act(&self, action: &crate::id::ActionId, part: &ActPart) -> Option<Value> {
        let last = self.state.last(action);
        match part {
            ActPart::Done => Some(Value::Bool(last.is_some())),
            ActPart::Count => i64::try_from(self.state.times(action)).ok().map(Value::Int),
            ActPart::On => last.map(|act| Value::Date(act.on())),
            ActPart::By => last?.actor.as_person().cloned().map(Value::Person),
            ActPart::Value(field) => last?.values.get(field).cloned(),
            ActPart::Party(field, part) => match last?.values.get(field)? {
                Value::Party(party) => self.party(party, *part),
                _ => None,
            },
        }
    }

    fn track(&self, track: &crate::id::TrackId, part: &TrackPart) -> Option<Value> {
        let child = self.state.tracks.get(track);
        match part {
            TrackPart::Opened => return Some(Value::Bool(child.is_some())),
            TrackPart::Count => return i64::try_from(self.state.instances(track)).ok().map(Value::Int),
            TrackPart::Closed
            | TrackPart::State
            | TrackPart::Field(_)
            | TrackPart::Done(_)
            | TrackPart::On(_) => {}
        }
        let child = child.and_then(|child| self.facts.matters.get(child));
        match part {
            TrackPart::Opened | TrackPart::Count => None,
            TrackPart::Closed => Some(Value::Bool(child.is_some_and(|child| child.closed))),
            TrackPart::State => crate::guard::field_of(child?, None),
            TrackPart::Field(field) => child?.fields.get(field).cloned(),
            TrackPart::Done(action) => Some(Value::Bool(child?.last(action).is_some())),
            TrackPart::On(action) => Some(Value::Date(child?.last(action)?.on())),
        }
    }

    fn limit(&self, limit: &crate::id::LimitId, part: LimitPart) -> Option<Value> {
        let limit = self.procedure.limit(limit)?;
        let clock = clock::clock_in(self, limit);
        match part {
            LimitPart::Due => clock?.last_day().map(Value::Date),
            LimitPart::Over => Some(Value::Bool(clock.is_some_and(|clock| clock.is_over(self.today)))),
            LimitPart::Open => Some(Value::Bool(clock.is_some_and(|clock| self.is_open(&clock)))),
            LimitPart::Done => Some(Value::Bool(clock.is_some_and(|clock| clock.done_on.is_some()))),
            LimitPart::Amount => clock?.accrued_fen.map(Value::Money),
        }
    }

    /// Whether what a clock allows or asks can still be done in time; a right is gone after its last day.
    fn is_open(&self, clock: &clock::Clock) -> bool {
        let lapsed = clock.kind == LimitKind::Right && clock.is_over(self.today);
        clock.is_running() && !lapsed
    }

    fn parent(&self) -> Option<&'a State> {
        let parent = self.state.parent.as_ref()?;
        self.facts.matters.get(&parent.matter).map(AsRef::as_ref)
    }

    /// Every matter that conditions on this scene can look into: those on record and those just given.
    pub(crate) fn value_of(&self, field: &FieldId) -> Option<&'a Value> {
        self.field(field)
    }
}

impl Facts_ for Scene<'_> {
    fn same_body(&self, a: &crate::id::BodyId, b: &crate::id::BodyId) -> bool {
        a == b || self.facts.bodies.on(a, self.today) == self.facts.bodies.on(b, self.today)
    }

    fn fact(&self, fact: &Fact) -> Option<Value> {
        match fact {
            Fact::Field(field) => self.field(field).cloned(),
            Fact::ThroughField(through, field) => self.of_matter(self.pointed(through)?, Some(field)),
            Fact::StateOf(field) => self.of_matter(self.pointed(field)?, None),
            Fact::BodyOf(field) => self.body_of(self.pointed(field)?),
            Fact::UpperGovernment(field) => match self.field(field)? {
                Value::Body(body) => {
                    let bodies = &self.facts.bodies;
                    bodies.upper_government(bodies.on(body, self.today)).cloned().map(Value::Body)
                }
                _ => None,
            },
            Fact::Party(field, part) => match self.field(field)? {
                Value::Party(party) => self.party(party, *part),
                _ => None,
            },
            Fact::Cite(field, part) => match self.field(field)? {
                Value::Cite(cite) => self.cite(field, cite, *part),
                _ => None,
            },
            Fact::Act(action, part) => self.act(action, part),
            Fact::Track(track, part) => self.track(track, part),
            Fact::Limit(limit, part) => self.limit(limit, *part),
            Fact::Parameter(id) => match &self.procedure.parameters.get(id)?.value {
                ParameterValue::Value(value) => Some(value.clone()),
                ParameterValue::Length(_) => None,
            },
            Fact::State => self.state.stands.as_ref().map(|stands| Value::Choice(stands.as_str().to_owned())),
            // Before the opening act is recorded, the matter is being opened today.
            Fact::OpenedOn => Some(Value::Date(self.state.opened_on.unwrap_or(self.today))),
            Fact::Today => Some(Value::Date(self.today)),
            Fact::Own => Some(Value::Matter(self.state.matter.clone())),
            Fact::Number => self.state.number.clone().map(Value::Text),
            Fact::Body(part) => {
                let bodies = &self.facts.bodies;
                let body = bodies.get(bodies.on(&self.state.body, self.today));
                let government = || bodies.get(bodies.government(&body?.id));
                match part {
                    BodyPart::Id => Some(Value::Body(self.state.body.clone())),
                    BodyPart::Kind => body.map(|body| Value::Choice(body.kind.word().to_owned())),
                    BodyPart::Short => body.map(|body| Value::Text(body.short.clone())),
                    BodyPart::Name => body.map(|body| Value::Text(body.name.clone())),
                    BodyPart::Government => government().map(|body| Value::Text(body.name.clone())),
                    BodyPart::UpperGovernment => {
                        let above = bodies.upper_government(&body?.id).and_then(|id| bodies.get(id));
                        above.or_else(government).map(|body| Value::Text(body.name.clone()))
                    }
                    BodyPart::Place => government().map(|body| Value::Text(body.place().to_owned())),
                }
            }
            Fact::Actor(part) => {
                let actor = self.actor?;
                match part {
                    ActorPart::Person => actor.as_person().cloned().map(Value::Person),
                    ActorPart::Role => Some(Value::Choice(actor.role.as_str().to_owned())),
                    ActorPart::Body => actor.body.clone().map(Value::Body),
                }
            }
            Fact::ParentField(field) => self.parent()?.fields.get(field).cloned(),
            Fact::ParentState => crate::guard::field_of(self.parent()?, None),
            Fact::Period(part) => {
                let (start, end) = self.period?;
                Some(match part {
                    PeriodPart::Start => Value::Date(start),
                    PeriodPart::End => Value::Date(end),
                    PeriodPart::Year => Value::Int(start.year().into()),
                })
            }
            Fact::Element
            | Fact::Column(_)
            | Fact::ElementField(_)
            | Fact::ElementState
            | Fact::ElementBody
            | Fact::ThroughColumn(..) => None,
        }
    }

    fn of_matter(&self, matter: &MatterId, field: Option<&FieldId>) -> Option<Value> {
        crate::guard::field_of(self.facts.matters.get(matter)?, field)
    }

    fn body_of(&self, matter: &MatterId) -> Option<Value> {
        self.facts.matters.get(matter).map(|state| Value::Body(state.body.clone()))
    }

    fn length(&self, parameter: &str) -> Option<Length> {
        match self.procedure.parameters.get(parameter)?.value {
            ParameterValue::Length(length) => Some(length),
            ParameterValue::Value(_) => None,
        }
    }

    fn shifted(&self, day: Date, length: Length, forward: bool) -> Option<Date> {
        let n = i64::from(length.n());
        let span = match length.unit() {
            Unit::CalendarDay => n.days(),
            Unit::Month => n.months(),
            Unit::Year => n.years(),
            Unit::WorkingDay if forward => {
                let due = limit::due(self.registry.calendar(), day, length, limit::Roll::Never, &[]);
                return due.ok().map(|due| due.on);
            }
            Unit::WorkingDay | Unit::Hour => return None,
        };
        if forward { day.checked_add(span).ok() } else { day.checked_sub(span).ok() }
    }

    fn working_days(&self, a: Date, b: Date) -> i64 {
        self.registry.calendar().working_days(a, b).into()
    }
}

/// Adult or minor (under 18) on a day, from the citizen number; `None` for organisations and where no number is
/// known.
///
/// # Source
/// 《民法典》第十七条
pub fn age_class_on(party: &Party, on: Date) -> Option<&'static str> {
    let code = party.code.as_ref().filter(|code| code.len() == 18 && code.is_ascii())?;
    if party.kind != crate::value::PartyKind::Citizen {
        return None;
    }
    let year: i16 = code.get(6..10)?.parse().ok()?;
    let month: i8 = code.get(10..12)?.parse().ok()?;
    let day: i8 = code.get(12..14)?.parse().ok()?;
    let of_age = Date::new(year, month, day).ok()?.checked_add(18.years()).ok()?;
    Some(if on < of_age { "minor" } else { "adult" })
}
