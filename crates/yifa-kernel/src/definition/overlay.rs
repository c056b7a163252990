//! Owns the strictness rule: a city may be stricter than the nation, never looser; a limit is made longer for the organ,
//! or shorter for the party, only by an instrument of the rank that the general rule names.

use super::diagnostic::Diagnostic;
use super::parsed::{In, Parsed};
use super::raw::{At, BasisClass, OverlayFile, OverlayLimit};
use super::written;
use crate::guard::{Names, check_condition};
use crate::id::{ActionId, ProcedureId};
use crate::procedure::{Condition, Length, Limit, LimitKind, Pause, Procedure, Unit};

/// Sets a city's parameters before anything is resolved, so that every limit and condition sees them.
pub(super) fn parameters(parsed: &mut Parsed, faults: &mut Vec<Diagnostic>) {
    for In { file, it } in &parsed.overlays {
        for wanted in &it.parameter {
            let of_procedure =
                parsed.procedures.iter_mut().filter(|p| p.head.id.get_ref() == wanted.procedure.get_ref());
            let mut found = false;
            for procedure in of_procedure {
                let all =
                    procedure.parameters.iter_mut().filter(|one| one.it.id.get_ref() == wanted.id.get_ref());
                for parameter in all {
                    found = true;
                    if parameter.it.class <= BasisClass::Rule {
                        let says = format!(
                            "`{}` is fixed by {}",
                            wanted.id.get_ref(),
                            parameter.it.basis.0.join("、")
                        );
                        faults.push(
                            Diagnostic::new("D0702", file, wanted.id.span(), says)
                                .help(format!("the city's ground is {}", wanted.basis)),
                        );
                        continue;
                    }
                    let (old, new) = (
                        written::parameter(parameter.it.value.get_ref()),
                        written::parameter(wanted.value.get_ref()),
                    );
                    let same_kind = match (&old, &new) {
                        (Ok(old), Ok(new)) => {
                            std::mem::discriminant(old) == std::mem::discriminant(new)
                                && kind(old) == kind(new)
                        }
                        _ => false,
                    };
                    if same_kind {
                        parameter.it.value = At::new(0..0, wanted.value.get_ref().clone());
                        parameter.it.basis = super::raw::OneOrMany(vec![wanted.basis.clone()]);
                    } else {
                        let says = format!(
                            "`{}` is not of the kind of the default `{}`",
                            wanted.value.get_ref(),
                            parameter.it.value.get_ref()
                        );
                        faults.push(Diagnostic::new("D0703", file, wanted.value.span(), says));
                    }
                }
            }
            if !found {
                let says =
                    format!("`{}` has no parameter `{}`", wanted.procedure.get_ref(), wanted.id.get_ref());
                faults.push(Diagnostic::new("D0703", file, wanted.id.span(), says));
            }
        }
    }
}

fn kind(value: &crate::procedure::ParameterValue) -> Option<std::mem::Discriminant<crate::value::Value>> {
    match value {
        crate::procedure::ParameterValue::Value(value) => Some(std::mem::discriminant(value)),
        crate::procedure::ParameterValue::Length(_) => None,
    }
}

/// Lays a city's limits and conditions over a resolved procedure.
pub(super) fn lay_over(
    procedure: &mut Procedure,
    overlays: &[In<OverlayFile>],
    names: Names<'_>,
    faults: &mut Vec<Diagnostic>,
) {
    for In { file, it } in overlays {
        for wanted in it.limit.iter().filter(|one| one.procedure.get_ref() == procedure.id.as_str()) {
            match procedure.limits.iter_mut().find(|limit| limit.id.as_str() == wanted.id.get_ref()) {
                Some(limit) => change(limit, wanted, file, faults),
                None => {
                    let says = format!("`{}` has no limit `{}`", procedure.id, wanted.id.get_ref());
                    faults.push(Diagnostic::new("D0703", file, wanted.id.span(), says));
                }
            }
        }
        for wanted in it.require.iter().filter(|one| one.procedure.get_ref() == procedure.id.as_str()) {
            let id = ActionId::new(wanted.action.get_ref());
            let Some(action) = procedure.actions.iter_mut().find(|action| action.id == id) else {
                let says = format!("`{}` has no action `{id}`", procedure.id);
                faults.push(Diagnostic::new("D0703", file, wanted.action.span(), says));
                continue;
            };
            match check_condition(wanted.that.get_ref(), names) {
                Ok(guard) => action.require.push(Condition {
                    guard,
                    basis: vec![wanted.because.clone()],
                    next: None,
                    overlaid: true,
                }),
                Err(fault) => {
                    let mut one = Diagnostic::new("D0301", file, wanted.that.span(), fault.says);
                    one.help = fault.help;
                    faults.push(one.relative(fault.span, wanted.that.get_ref().len()));
                }
            }
        }
    }
}

/// What a city's overlays name but no procedure has.
pub(super) fn unknown_procedures(
    overlays: &[In<OverlayFile>],
    known: &[ProcedureId],
    faults: &mut Vec<Diagnostic>,
) {
    for In { file, it } in overlays {
        let limits = it.limit.iter().map(|one| &one.procedure);
        for name in limits.chain(it.require.iter().map(|one| &one.procedure)) {
            if !known.iter().any(|id| id.as_str() == name.get_ref()) {
                faults.push(Diagnostic::new(
                    "D0703",
                    file,
                    name.span(),
                    format!("there is no procedure `{}`", name.get_ref()),
                ));
            }
        }
    }
}

fn change(limit: &mut Limit, wanted: &OverlayLimit, file: &str, faults: &mut Vec<Diagnostic>) {
    let may_loosen = limit.override_by.is_some_and(|rank| wanted.class <= rank);
    let national = limit.basis.join("、");
    let refuse = |span, what: &str| {
        let code = if limit.override_by.is_some() { "D0702" } else { "D0701" };
        let says = format!("{what}: {national} sets the floor, {} cannot go below it", wanted.basis);
        let help = match limit.override_by {
            Some(rank) => format!("only an instrument of the rank {rank:?} or higher may").to_lowercase(),
            None => "a city may only be stricter here".to_owned(),
        };
        Diagnostic::new(code, file, span, says).help(help)
    };
    if let Some(within) = &wanted.within {
        let new = match written::length(within.get_ref()) {
            Ok(new) => new,
            Err(says) => return faults.push(Diagnostic::new("D0402", file, within.span(), says)),
        };
        let Some(old) = limit.within else {
            return faults.push(Diagnostic::new(
                "D0703",
                file,
                within.span(),
                "this limit has no length to change",
            ));
        };
        if !stricter(limit.kind, new, old) && !may_loosen {
            let what = format!(
                "{} {} would be looser than {} {}",
                new.n(),
                new.unit().as_str(),
                old.n(),
                old.unit().as_str()
            );
            return faults.push(refuse(within.span(), &what));
        }
        limit.within = Some(new);
        limit.overlaid = Some(wanted.basis.clone());
    }
    for pause in &wanted.pause {
        if !may_loosen {
            return faults.push(refuse(pause.from.span(), "a pause makes the limit longer"));
        }
        limit.pause.push(Pause {
            from: ActionId::new(pause.from.get_ref()),
            until: ActionId::new(pause.until.get_ref()),
            exclude: pause.effect == super::raw::PauseEffect::Exclude,
            basis: pause.basis.0.clone(),
        });
        limit.overlaid = Some(wanted.basis.clone());
    }
}

/// Organs' limits are stricter when shorter; parties' rights, minimum periods and notice are stricter when longer.
/// Lengths in different units are compared at their worst.
fn stricter(kind: LimitKind, new: Length, old: Length) -> bool {
    let (shortest_new, longest_new) = days(new);
    let (shortest_old, longest_old) = days(old);
    let same_unit = new.unit() == old.unit();
    match kind {
        LimitKind::Right | LimitKind::Floor | LimitKind::Lead => {
            if same_unit {
                new.n() >= old.n()
            } else {
                shortest_new >= longest_old
            }
        }
        LimitKind::Duty | LimitKind::Hours | LimitKind::Silence | LimitKind::LongStop => {
            if same_unit {
                new.n() <= old.n()
            } else {
                longest_new <= shortest_old
            }
        }
        LimitKind::Window | LimitKind::Recurring | LimitKind::Accrual | LimitKind::Open => false,
    }
}

/// The fewest and the most calendar days that a length can take.
fn days(length: Length) -> (u32, u32) {
    let n = length.n();
    match length.unit() {
        Unit::CalendarDay => (n, n),
        // Two weekends' worth for each ten days, and the longest holiday of the year.
        Unit::WorkingDay => (n, n * 7 / 5 + 12),
        Unit::Hour => (n / 24, n.div_ceil(24)),
        Unit::Month => (n * 28, n * 31),
        Unit::Year => (n * 365, n * 366),
    }
}
