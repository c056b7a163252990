//! Owns duties without a case 无案之责: what the calendar asks of which bodies, once in each period. Each duty has one matter, and
//! its identifier follows from procedure, body and period, so that nothing opens it twice.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::scene::Scene;
use super::{Actor, Command, Facts, State, period_around};
use crate::body::{Bodies, Body};
use crate::definition::Registry;
use crate::id::{BodyId, ProcedureId};
use crate::procedure::{CalendarDuty, Period, Procedure};

/// What the calendar asks of one body in one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// First day of the period.
    pub period_start: Date,
    /// The day on which the matter begins: the first of the period on which rule and body both exist.
    pub opens_on: Date,
    /// The last day for doing what is owed.
    pub due_on: Date,
    /// What opens the matter; its actor is the law.
    pub command: Command,
}

/// Everything that the calendar asks of the city's bodies in the periods in which a day lies, by procedure and body.
pub fn owed(registry: &Registry, bodies: &Arc<Bodies>, day: Date) -> Vec<Owed> {
    let procedures: Vec<ProcedureId> = registry.procedures().map(|one| one.id.clone()).collect();
    let each = procedures.iter().flat_map(|id| bodies.iter().map(move |body| (id, &body.id)));
    each.filter_map(|(id, body)| owed_by(registry, bodies, id, body, day)).collect()
}

/// What the calendar asks of one body by one procedure in the period in which a day lies; `None`: nothing.
pub fn owed_by(
    registry: &Registry,
    bodies: &Arc<Bodies>,
    procedure: &ProcedureId,
    body: &BodyId,
    day: Date,
) -> Option<Owed> {
    let latest = registry.latest(procedure)?;
    let (start, end) = period_around(day, latest.calendar.as_ref()?.every)?;
    let known = bodies.get(body)?;
    // The version of the day on which the matter begins governs; a rule that is younger than the period begins with it.
    let opens_on = start.max(known.valid_from);
    let version = registry.for_new_matters(procedure, opens_on)?;
    let opens_on = opens_on.max(version.version_on);
    let duty = version.calendar.as_ref()?;
    let due_on = duty.last_day(start)?;
    let exists = opens_on <= end && opens_on <= due_on && known.valid_to.is_none_or(|last| start <= last);
    (exists && owes(registry, version, duty, bodies, known, opens_on)).then(|| Owed {
        period_start: start,
        opens_on,
        due_on,
        command: Command {
            matter: crate::draw::duty_id(procedure, body, start),
            procedure: procedure.clone(),
            action: duty.opening.clone(),
            body: body.clone(),
            parent: None,
            values: BTreeMap::new(),
            actor: Actor::law(),
        },
    })
}

/// The same duty in the period before; `None` where body or rule did not exist yet.
pub fn owed_before(registry: &Registry, bodies: &Arc<Bodies>, owed: &Owed) -> Option<Owed> {
    let day = owed.period_start.yesterday().ok()?;
    owed_by(registry, bodies, &owed.command.procedure, &owed.command.body, day)
}

fn owes(
    registry: &Registry,
    procedure: &Procedure,
    duty: &CalendarDuty,
    bodies: &Arc<Bodies>,
    body: &Body,
    on: Date,
) -> bool {
    let blank = State::unopened("".into(), procedure.id.clone(), procedure.version.clone(), body.id.clone());
    let facts = Facts { bodies: bodies.clone(), ..Facts::default() };
    duty.whom.holds(&Scene::new(registry, procedure, &blank, &facts, on)) == Some(true)
}

impl CalendarDuty {
    /// The last day in the period that begins on a day; of a quarter its first month counts. A month that is too short
    /// ends with its own last day.
    pub fn last_day(&self, period_start: Date) -> Option<Date> {
        let (month, day) = self.by;
        let month = match self.every {
            Period::Year => month.unwrap_or(12),
            Period::Quarter | Period::Month => period_start.month(),
        };
        let first = Date::new(period_start.year(), month, 1).ok()?;
        Date::new(first.year(), month, day.min(first.days_in_month())).ok()
    }
}
