//! Owns the flow chart of a procedure and of a matter: drawn from the definition, each state and action leading to what it
//! stands for, with the days used and the limit.

use jiff::civil::Date;
use yifa_app::city::Opened;
use yifa_kernel::id::ActionId;
use yifa_kernel::matter::{Clock, ClockStatus, clocks};
use yifa_kernel::procedure::{Action, From, Limit, LimitKind, Procedure};
use yifa_law::limit::{Remaining, Unit};

use super::guest::Staff;
use super::words;
use crate::chart::{Edge, Flow, Note, State};
use crate::components::Level;
use crate::face::Lang;

/// The flow chart of a procedure, from its definition; limits stand beside the actions that they ask for.
pub(super) fn of_procedure(lang: Lang, procedure: &Procedure) -> Flow {
    let states = procedure.states.iter().map(|state| State {
        id: state.id.to_string(),
        label: words::label(lang, &state.label),
        is_final: state.is_final,
        visited: false,
        current: false,
        href: None,
        note: None,
    });
    let mut edges = Vec::new();
    for action in &procedure.actions {
        let note = limits_of(procedure, action).find_map(|limit| within(lang, limit));
        let note = note.map(|text| Note { text, level: Level::None });
        for (_, to) in &action.to {
            let mut edge = |from: Option<String>| {
                edges.push(Edge {
                    id: action.id.to_string(),
                    from,
                    to: to.to_string(),
                    label: words::label(lang, &action.label),
                    done: false,
                    open: false,
                    href: None,
                    note: note.clone(),
                });
            };
            match &action.from {
                From::Nothing => edge(None),
                From::States(from) => {
                    from.iter().filter(|state| *state != to).for_each(|state| edge(Some(state.to_string())))
                }
                // An exit from everywhere would be drawn from every state; the table of actions names it.
                From::Anywhere => {}
            }
        }
    }
    Flow { title: words::label(lang, &procedure.label), states: states.collect(), edges }
}

/// The same, each action and state leading to the rule on the page of the definition.
pub(super) fn of_definition(lang: Lang, procedure: &Procedure, base: &str) -> Flow {
    let mut flow = of_procedure(lang, procedure);
    link_to_rules(&mut flow, base);
    flow
}

fn link_to_rules(flow: &mut Flow, base: &str) {
    for state in &mut flow.states {
        let into = flow.edges.iter().find(|edge| edge.to == state.id);
        state.href = into.map(|edge| format!("{base}#action-{}", edge.id));
    }
    for edge in &mut flow.edges {
        edge.href = Some(format!("{base}#action-{}", edge.id));
    }
}

/// The flow chart of a matter: where it has been and stands, what was done and may be done, how many days were used.
pub(super) fn of_matter(staff: &Staff, opened: &Opened, procedure: &Procedure, open: &[String]) -> Flow {
    let lang = staff.guest.lang;
    let matter = &opened.state.matter;
    let today = staff.guest.server.city.today();
    let mut flow = of_definition(lang, procedure, &format!("/definitions/{}", procedure.id));
    let acts = &opened.state.acts;
    for state in &mut flow.states {
        state.current = opened.state.stands.as_ref().is_some_and(|stands| stands.as_str() == state.id);
        let last = acts.iter().rev().find(|act| act.to.as_str() == state.id);
        state.visited = last.is_some();
        if let Some(act) = last {
            state.href = Some(format!("#event-{}", act.seq));
            let days = days_in(opened, &state.id, today);
            let text = amount(lang, Unit::CalendarDay, &days.to_string());
            state.note = Some(Note { text, level: Level::None });
        }
    }
    let registry = staff.guest.server.city.registry();
    let running = clocks(registry, &opened.state, &opened.facts, today);
    for edge in &mut flow.edges {
        let id = ActionId::new(edge.id.clone());
        let from = |state: Option<&yifa_kernel::id::StateId>| {
            state.map(|state| state.as_str()) == edge.from.as_deref()
        };
        let done = acts
            .iter()
            .rev()
            .find(|act| act.action == id && from(act.from.as_ref()) && act.to.as_str() == edge.to);
        let here = from(opened.state.stands.as_ref());
        edge.done = done.is_some();
        edge.open = here && open.contains(&edge.id);
        if let Some(act) = done {
            edge.href = Some(format!("#event-{}", act.seq));
        } else if edge.open {
            edge.href = Some(format!("/matters/{matter}/do/{}", edge.id));
        }
        if edge.done || here {
            let of = |clock: &&Clock| {
                procedure.limit(&clock.limit).is_some_and(|limit| limit.actions.contains(&id))
            };
            let counts = |clock: &&Clock| edge.done || clock.is_running();
            let noted =
                running.iter().filter(of).filter(counts).filter_map(|clock| used(staff, clock, today));
            edge.note = noted.max_by_key(|note| note.level).or(edge.note.take());
        }
    }
    flow
}

/// Calendar days that the matter stood in a state, all stays together.
fn days_in(opened: &Opened, state: &str, today: Date) -> u32 {
    let acts = &opened.state.acts;
    let stays = acts.iter().enumerate().filter(|(_, act)| act.to.as_str() == state);
    let each = stays.map(|(at, act)| {
        let until = match acts.get(at + 1) {
            Some(next) => next.on(),
            None if opened.state.closed => act.on(),
            None => today,
        };
        words::days(act.on(), until)
    });
    each.sum()
}

/// How much of a clock is used, in its own unit, with its level in words.
fn used(staff: &Staff, clock: &Clock, today: Date) -> Option<Note> {
    let lang = staff.guest.lang;
    let due = clock.due.as_ref()?;
    let (until, over) = match clock.status {
        // What the law does when a period is over is never late.
        ClockStatus::Done | ClockStatus::DoneLate => {
            (clock.done_on?, clock.status == ClockStatus::DoneLate && asks(clock.kind))
        }
        ClockStatus::Running | ClockStatus::Standing => (today, false),
        ClockStatus::Superseded | ClockStatus::Ended => return None,
    };
    let progress = due.progress(staff.guest.server.city.registry().calendar(), until);
    if progress.total == 0 {
        return None;
    }
    let unit = if due.unit == Unit::WorkingDay { Unit::WorkingDay } else { Unit::CalendarDay };
    let share = amount(lang, unit, &format!("{}/{}", progress.used, progress.total));
    let level = if over { Level::Red } else { words::level(clock.level(today)) };
    let late = match progress.remaining {
        Remaining::Overdue(n) if level.warns() => Some(amount(lang, unit, &n.to_string())),
        Remaining::Overdue(_) | Remaining::Left(_) => None,
    };
    let text = match late {
        Some(n) => lang.with("card.flow.over", &[("used", share), ("over", n)]),
        None => lang.with("card.flow.used", &[("used", share)]),
    };
    let text =
        if level.warns() { format!("{}{}{text}", lang.t(level.key()), lang.t("words.colon")) } else { text };
    Some(Note { text, level })
}

fn amount(lang: Lang, unit: Unit, n: &str) -> String {
    let form = if n == "1" { "one" } else { "other" };
    lang.with(&format!("words.amount.{}.{form}", unit.as_str()), &[("n", n.to_owned())])
}

fn limits_of<'a>(procedure: &'a Procedure, action: &'a Action) -> impl Iterator<Item = &'a Limit> {
    procedure.limits.iter().filter(|limit| limit.actions.contains(&action.id))
}

/// The length of a limit that asks for an action; periods that only protect a party are told elsewhere.
fn within(lang: Lang, limit: &Limit) -> Option<String> {
    let told = asks(limit.kind) || limit.kind == LimitKind::Silence;
    let span = limit.within.as_ref().filter(|_| told)?;
    let n = amount(lang, span.unit(), &span.n().to_string());
    Some(lang.with("card.flow.within", &[("n", n)]))
}

/// Whether a limit asks somebody to act within it.
fn asks(kind: LimitKind) -> bool {
    matches!(kind, LimitKind::Duty | LimitKind::Hours | LimitKind::LongStop)
}
