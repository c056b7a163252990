//! Owns what the clocks say against doing an action now.

use jiff::civil::Date;

use super::clock;
use super::scene::Scene;
use crate::procedure::{Action, Limit, LimitKind, Procedure};
use crate::refusal::{Code, Next, Reason};
use crate::value::Value;

/// What the clocks say against doing it now.
pub(super) fn limits(scene: &Scene<'_>, procedure: &Procedure, action: &Action) -> Vec<Reason> {
    let governing = procedure.limits.iter().filter(|limit| limit.actions.contains(&action.id));
    governing.filter_map(|limit| against(scene, limit)).collect()
}

pub(super) fn against(scene: &Scene<'_>, limit: &Limit) -> Option<Reason> {
    let reason = |code, next, day| {
        let mut reason = Reason::new(code, next).because(&limit.basis).seeing("due", Some(Value::Date(day)));
        reason.limit = Some(limit.id.clone());
        reason
    };
    match limit.kind {
        LimitKind::Right => {
            let clock = clock::clock_in(scene, limit)?;
            let last = clock.last_day().filter(|_| clock.is_running())?;
            (scene.today > last).then(|| reason(Code::Lapsed, Next::Nothing, last))
        }
        LimitKind::Floor => {
            // What starts the floor must have happened; without it nothing has been waited for.
            let clock = clock::clock_in(scene, limit)?;
            let last = clock.due.as_ref()?.rolled_on;
            let opens = last.tomorrow().unwrap_or(last);
            (scene.today <= last).then(|| reason(Code::TooEarly, Next::Wait(opens), last))
        }
        LimitKind::Lead => {
            let event = scene.value_of(limit.of.as_ref()?)?.as_date()?;
            if limit.when.as_ref().is_some_and(|when| when.holds(scene) != Some(true)) {
                return None;
            }
            let lead = clock::lead_to(scene, limit, event).ok()?;
            let late = scene.today > lead.latest_on;
            late.then(|| reason(Code::TooShortNotice, earliest_event(scene, limit, event), lead.latest_on))
        }
        LimitKind::Window => {
            let ((from_month, from_day), (to_month, to_day)) = limit.window?;
            let (from, to) = ((from_month, from_day), (to_month, to_day));
            let now = (scene.today.month(), scene.today.day());
            let inside = if from <= to { (from..=to).contains(&now) } else { now >= from || now <= to };
            let opens = Date::new(scene.today.year(), from_month, from_day).ok()?;
            (!inside).then(|| reason(Code::OutsideWindow, Next::Wait(opens), opens))
        }
        LimitKind::Duty
        | LimitKind::Recurring
        | LimitKind::Hours
        | LimitKind::Accrual
        | LimitKind::Silence
        | LimitKind::Open
        | LimitKind::LongStop => None,
    }
}

/// The earliest day for the coming event if the action is done today.
pub(super) fn earliest_event(scene: &Scene<'_>, limit: &Limit, event: Date) -> Next {
    let mut day = event.max(scene.today);
    for _ in 0..400 {
        if clock::lead_to(scene, limit, day).is_ok_and(|lead| lead.latest_on >= scene.today) {
            return Next::NotBefore(day);
        }
        let Ok(next) = day.tomorrow() else { break };
        day = next;
    }
    Next::Nothing
}
