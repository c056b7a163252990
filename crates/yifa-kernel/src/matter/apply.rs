//! Owns the only way in which a matter changes: an event is applied. Total: it cannot fail.

use super::{Act, Event, IssuedPaper, Link, Published, Recorded, State};
use crate::id::MatterId;

/// The state after one more event.
///
/// ```
/// # use yifa_kernel::{id::*, matter::*};
/// # use jiff::{Timestamp, civil::date};
/// let before = State::unopened("m".into(), "alert".into(), "2026-01-01".into(), "city".into());
/// let event = Event::Linked { kind: "about".into(), to: "other".into() };
/// let stamp = Stamp { happened: date(2026, 3, 2).at(9, 0, 0, 0), known: Timestamp::UNIX_EPOCH, recorded: Timestamp::UNIX_EPOCH };
/// let after = apply(before, &Recorded { seq: 1, actor: Actor::law(), stamp, event });
/// assert_eq!(after.links.len(), 1);
/// ```
#[must_use]
pub fn apply(mut state: State, recorded: &Recorded) -> State {
    state.seq = recorded.seq;
    match &recorded.event {
        Event::Opened { procedure, version, body, number, parent } => {
            state.procedure = procedure.clone();
            state.version = version.clone();
            state.body = body.clone();
            state.number.clone_from(number);
            state.parent.clone_from(parent);
            state.opened_on = Some(recorded.stamp.on());
        }
        Event::Acted { action, from, to, closes, values, freezes, thaws, clears } => {
            for act in &mut state.acts {
                act.cleared |= clears.contains(&act.action);
            }
            state.acts.push(Act {
                action: action.clone(),
                seq: recorded.seq,
                happened: recorded.stamp.happened,
                actor: recorded.actor.clone(),
                from: from.clone(),
                to: to.clone(),
                values: values.clone(),
                cleared: false,
            });
            state.record(values.iter().map(|(id, value)| (id.clone(), value.clone())));
            state.frozen.retain(|field| !thaws.contains(field));
            state.frozen.extend(freezes.iter().cloned());
            state.stands = Some(to.clone());
            state.closed = *closes;
        }
        Event::TakenBack { act } => super::taking_back::take_back(&mut state, *act),
        Event::PaperIssued { paper, number, action } => state.papers.push(IssuedPaper {
            paper: paper.clone(),
            number: number.clone(),
            action: action.clone(),
            on: recorded.stamp.on(),
            seq: recorded.seq,
        }),
        Event::TrackOpened { track, child } => {
            let before = state.tracks.insert(track.clone(), child.clone());
            state.earlier_tracks.extend(before.map(|before| (track.clone(), before)));
        }
        Event::Linked { kind, to } => {
            let link = Link { kind: kind.clone(), to: to.clone() };
            if !state.links.contains(&link) {
                state.links.push(link);
            }
        }
        Event::Disclosed { disclosure, from, until } => state.published.push(Published {
            disclosure: disclosure.clone(),
            from: *from,
            until: *until,
            withdrawn: None,
        }),
        Event::Withdrawn { disclosure, because, on } => {
            let open = state.published.iter_mut().filter(|one| one.disclosure == *disclosure);
            for one in open.filter(|one| one.withdrawn.is_none()) {
                one.withdrawn = Some((*on, because.clone()));
            }
        }
    }
    state
}

/// The state after all events of a matter; `None` if there are none or the first does not open it.
pub fn replay<'a>(matter: &MatterId, events: impl IntoIterator<Item = &'a Recorded>) -> Option<State> {
    let mut events = events.into_iter();
    let first = events.next()?;
    let Event::Opened { procedure, version, body, .. } = &first.event else { return None };
    let blank = State::unopened(matter.clone(), procedure.clone(), version.clone(), body.clone());
    Some(events.fold(apply(blank, first), apply))
}
