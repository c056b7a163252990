//! Owns the measures of the definitions: names resolved, conditions typed, targets read.

use super::diagnostic::Diagnostic;
use super::parsed::In;
use super::raw::{self, At, MeasureKind};
use super::written;
use crate::guard::{Guard, Kind, Names, check_condition, check_expression};
use crate::id::{LimitId, MeasureId, ProcedureId};
use crate::procedure::{Label, Measure};

/// Resolves one measure against the names of the procedure that it counts.
pub(super) fn measure(
    raw: &In<raw::MeasureFile>,
    scope: Names<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Option<Measure> {
    let (file, it) = (raw.file.as_str(), &raw.it);
    let mut fault = |code, line: &At<String>, says: String, help: Option<String>| {
        let mut one = Diagnostic::new(code, file, line.span(), says);
        one.help = help;
        faults.push(one);
    };
    let stem = file.rsplit('/').next().and_then(|name| name.strip_suffix(".toml")).unwrap_or(file);
    if stem != it.id.get_ref() {
        fault("D0103", &it.id, format!("the file `{stem}` defines `{}`", it.id.get_ref()), None);
    }
    let mut condition = |line: &At<String>, always: bool| -> Option<Guard> {
        let checked = if always && line.get_ref().trim() == "true" {
            check_expression("true", scope)
        } else {
            check_condition(line.get_ref(), scope)
        };
        checked.map_err(|wrong| fault("D0301", line, wrong.says, wrong.help)).ok()
    };
    let count = condition(&it.count, true);
    let hit = it.hit.as_ref().map(|line| condition(line, false));
    let mut expression = |line: &At<String>| -> Option<Guard> {
        check_expression(line.get_ref(), scope)
            .map_err(|wrong| fault("D0301", line, wrong.says, wrong.help))
            .ok()
    };
    let on = expression(&it.on);
    let sum = it.sum.as_ref().map(&mut expression);
    if let Some(guard) = on.as_ref().filter(|guard| !matches!(guard.kind, Kind::Date | Kind::Instant)) {
        fault("D0901", &it.on, format!("`on` must be a day, it is {}", guard.kind), None);
    }
    if (it.kind == MeasureKind::Rate) != it.hit.is_some() {
        fault("D0901", &it.id, "`hit` belongs to rates, and to nothing else".into(), None);
    }
    if (it.kind == MeasureKind::Sum) != it.sum.is_some() {
        fault("D0901", &it.id, "`sum` belongs to sums, and to nothing else".into(), None);
    }
    if let Some(limit) =
        it.limit.as_ref().filter(|one| !scope.own.limits.iter().any(|l| l.as_str() == one.get_ref()))
    {
        fault(
            "D0201",
            limit,
            format!("there is no limit `{}` in `{}`", limit.get_ref(), it.of.get_ref()),
            None,
        );
    }
    let money = sum.as_ref().and_then(Option::as_ref).is_some_and(|guard| guard.kind == Kind::Money);
    let target = it.target.as_ref().map(|line| match written::target(line.get_ref()) {
        Ok(target) => {
            if money {
                let help = "《行政处罚法》第七十四条: money collected is never a target or a yardstick";
                fault("D0902", line, "a target on a sum of money".into(), Some(help.into()));
            }
            Some(target)
        }
        Err(says) => {
            fault("D0901", line, says, None);
            None
        }
    });
    let unit = it.unit.as_ref().map(|unit| {
        let (zh, en) = unit.split_once('|').unwrap_or((unit, unit));
        Label { zh: zh.trim().to_owned(), en: en.trim().to_owned() }
    });
    Some(Measure {
        id: MeasureId::new(it.id.get_ref()),
        label: Label { zh: it.title.clone(), en: it.en.clone() },
        of: ProcedureId::new(it.of.get_ref()),
        kind: it.kind,
        count: count?,
        hit: flat(hit)?,
        limit: it.limit.as_ref().map(|one| LimitId::new(one.get_ref())),
        sum: flat(sum)?,
        on: on?,
        per: it.per,
        unit,
        target: flat(target)?,
        basis: it.basis.0.clone(),
        proposed_for: it.proposed_for.clone(),
    })
}

/// `None` inside means a fault already told: the measure is left out.
fn flat<T>(checked: Option<Option<T>>) -> Option<Option<T>> {
    match checked {
        None => Some(None),
        Some(None) => None,
        Some(some) => Some(some),
    }
}
