//! Owns the fourth pass: what a whole procedure must satisfy. Every state is reached and, unless final, left; every
//! field is recorded by something; whatever opens can end.

use std::collections::BTreeSet;

use super::diagnostic::Diagnostic;
use super::parsed::RawProcedure;
use crate::id::StateId;
use crate::procedure::{From, Needed, Procedure, Until};

/// Checks the graph of one procedure.
pub(super) fn check(procedure: &Procedure, raw: &RawProcedure, faults: &mut Vec<Diagnostic>) {
    if procedure.opening_actions().next().is_none() {
        let says = format!("no action of `{}` opens a matter", procedure.id);
        let fault = Diagnostic::new("D0504", &raw.file, raw.head.id.span(), says);
        faults.push(fault.help("leave out `from` on the action that opens it"));
    }
    let reached = reached(procedure);
    for (state, raw_state) in procedure.states.iter().zip(&raw.states) {
        let mut fault = |code, says: String, help: &str| {
            faults.push(Diagnostic::new(code, &raw_state.file, raw_state.it.id.span(), says).help(help));
        };
        if !reached.contains(&state.id) {
            fault("D0501", format!("no action leads to `{}`", state.id), "name it in the `to` of an action");
        } else if !state.is_final && !left(procedure, &state.id) {
            fault(
                "D0502",
                format!("`{}` is never left", state.id),
                "say `final = true`, or name it in a `from`",
            );
        }
        if state.is_final && state.at_rest {
            let says = format!("`{}` is final and at rest", state.id);
            fault("D0512", says, "what is over rests no longer: say one of the two");
        }
    }
    for action in &procedure.actions {
        let mut fault = |code, says: String| {
            faults.push(Diagnostic::new(code, &action.place.file, action.place.span.clone(), says));
        };
        if let From::States(from) = &action.from {
            let goes_on =
                action.to.iter().any(|(_, to)| procedure.state(to).is_some_and(|state| !state.is_final));
            for state in
                from.iter().filter_map(|id| procedure.state(id)).filter(|state| state.is_final && goes_on)
            {
                // A later withdrawal or correction may follow a final state, but the matter does not run again.
                fault("D0503", format!("`{}` leaves the final state `{}`", action.id, state.id));
            }
        }
        if action.from == From::Nothing && action.to.is_empty() {
            fault("D0504", format!("`{}` opens a matter but leads to no state", action.id));
        }
    }
    recorded(procedure, raw, faults);
    watched(procedure, raw, faults);
}

/// What the calendar asks for is late at some time: a limit ends on its last day.
fn watched(procedure: &Procedure, raw: &RawProcedure, faults: &mut Vec<Diagnostic>) {
    let (Some(duty), Some(written)) = (&procedure.calendar, &raw.head.calendar) else { return };
    let ends = |limit: &&crate::procedure::Limit| match limit.until {
        Some(Until::Calendar) => true,
        Some(Until::DayOfYear(month, day)) => duty.by == (Some(month), day),
        Some(Until::Moment(_)) | None => false,
    };
    if !procedure.limits.iter().any(|limit| ends(&limit)) {
        let says = "no limit ends on the last day of what the calendar asks";
        let fault = Diagnostic::new("D0405", &raw.file, written.by.span(), says);
        faults.push(fault.help("give a limit `until = \"calendar\"`"));
    }
}

fn reached(procedure: &Procedure) -> BTreeSet<StateId> {
    let mut reached = BTreeSet::new();
    loop {
        let before = reached.len();
        for action in &procedure.actions {
            let possible = match &action.from {
                From::Nothing => true,
                From::Anywhere => !reached.is_empty(),
                From::States(from) => from.iter().any(|state| reached.contains(state)),
            };
            if possible {
                reached.extend(action.to.iter().map(|(_, state)| state.clone()));
            }
        }
        if reached.len() == before {
            return reached;
        }
    }
}

fn left(procedure: &Procedure, state: &StateId) -> bool {
    procedure.actions.iter().any(|action| {
        let from = match &action.from {
            From::Nothing => false,
            From::Anywhere => true,
            From::States(from) => from.contains(state),
        };
        from && action.to.iter().any(|(_, to)| to != state)
    })
}

fn recorded(procedure: &Procedure, raw: &RawProcedure, faults: &mut Vec<Diagnostic>) {
    for (field, raw_field) in procedure.fields.iter().zip(&raw.fields) {
        let by_action = procedure.actions.iter().any(|action| {
            action.records.iter().any(|(id, _): &(_, Needed)| *id == field.id)
                || action.sets.iter().any(|(id, _)| *id == field.id)
                || action.adds.iter().any(|(id, _)| *id == field.id)
                || action.gathers_into(&field.id)
                || action.draws.as_ref().is_some_and(|draw| draw.into == field.id)
        });
        if !by_action {
            let says = format!("no action records `{}`", field.id);
            faults.push(Diagnostic::new("D0507", &raw_field.file, raw_field.it.id.span(), says));
        }
    }
}
