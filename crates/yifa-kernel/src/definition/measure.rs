//! Owns the measures of the definitions: names resolved, conditions typed, targets read.

use std::collections::BTreeMap;

use super::diagnostic::Diagnostic;
use super::parsed::In;
use super::raw::{self, At, MeasureKind, OneOrMany};
use super::written;
use crate::guard::{Guard, Kind, Names, ProcedureNames, check_condition, check_expression};
use crate::id::{ActionId, LimitId, MeasureId, ProcedureId};
use crate::procedure::{Counting, Label, Measure, RefusedActs};
use crate::refusal::Code;

/// How the matters of one procedure are counted, as written: the measure's own lines, or those of an `also`.
struct Written<'a> {
    of: &'a At<String>,
    count: Option<&'a At<String>>,
    hit: Option<&'a At<String>>,
    limit: Option<&'a At<OneOrMany>>,
    sum: Option<&'a At<String>>,
    weighs: Option<&'a At<String>>,
    on: Option<&'a At<String>>,
}

/// Resolves a measure of matters against the names of the procedures that it counts.
pub(super) fn of_matters(
    raw: &In<raw::MeasureFile>,
    all: &BTreeMap<ProcedureId, ProcedureNames>,
    roles: &[String],
    faults: &mut Vec<Diagnostic>,
) -> Option<Measure> {
    let (file, it) = (raw.file.as_str(), &raw.it);
    if it.kind == MeasureKind::Refusals || it.refused.is_some() {
        let says = "a measure counts matters `of` a procedure, or `refused` acts with the kind `refusals`";
        faults.push(told(file, "D0901", &it.id, says.into(), None));
    }
    let own = it.of.as_ref().map(|of| Written {
        of,
        count: it.count.as_ref(),
        hit: it.hit.as_ref(),
        limit: it.limit.as_ref(),
        sum: it.sum.as_ref(),
        weighs: it.weighs.as_ref(),
        on: it.on.as_ref(),
    });
    let also = it.also.iter().map(|one| Written {
        of: &one.of,
        count: Some(&one.count),
        hit: one.hit.as_ref(),
        limit: one.limit.as_ref(),
        sum: one.sum.as_ref(),
        weighs: one.weighs.as_ref(),
        on: Some(&one.on),
    });
    let mut counting: Vec<Option<Counting>> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for written in own.into_iter().chain(also) {
        let of = written.of.get_ref().as_str();
        if seen.contains(&of) {
            let says = format!("`{of}` is counted twice in one figure");
            faults.push(told(file, "D0901", written.of, says, None));
        }
        seen.push(of);
        counting.push(match all.get(of) {
            Some(own) => {
                let scope = Names { all, own, roles, period: it.per.is_some() };
                counted(raw, &written, scope, faults)
            }
            None => {
                let says = format!("there is no procedure `{of}`");
                faults.push(told(file, "D0201", written.of, says, None));
                None
            }
        });
    }
    let counting: Vec<Counting> = counting.into_iter().collect::<Option<_>>()?;
    let money = counting.iter().any(|one| one.sum.as_ref().is_some_and(|sum| sum.kind == Kind::Money));
    Some(Measure { counting, per: it.per, ..common(raw, money, faults)? })
}

/// Resolves how the matters of one procedure are counted.
fn counted(
    raw: &In<raw::MeasureFile>,
    written: &Written<'_>,
    scope: Names<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Option<Counting> {
    let (file, it) = (raw.file.as_str(), &raw.it);
    let mut fault = |code, line: &At<String>, says: String, help: Option<String>| {
        faults.push(told(file, code, line, says, help));
    };
    let mut condition = |line: &At<String>, always: bool| -> Option<Guard> {
        let checked = if always && line.get_ref().trim() == "true" {
            check_expression("true", scope)
        } else {
            check_condition(line.get_ref(), scope)
        };
        checked.map_err(|wrong| fault("D0301", line, wrong.says, wrong.help)).ok()
    };
    let count = written.count.map(|line| condition(line, true));
    let hit = written.hit.map(|line| condition(line, false));
    let mut expression = |line: &At<String>| -> Option<Guard> {
        check_expression(line.get_ref(), scope)
            .map_err(|wrong| fault("D0301", line, wrong.says, wrong.help))
            .ok()
    };
    let on = written.on.map(&mut expression);
    let sum = written.sum.map(&mut expression);
    let weighs = written.weighs.map(&mut expression);
    for (missing, what) in [(count.is_none(), "count"), (on.is_none(), "on")] {
        if missing {
            fault("D0901", &it.id, format!("a measure of matters needs `{what}`"), None);
        }
    }
    if let Some((line, Some(guard))) = written.on.zip(on.as_ref())
        && !matches!(guard.kind, Kind::Date | Kind::Instant)
    {
        fault("D0901", line, format!("`on` must be a day, it is {}", guard.kind), None);
    }
    if (it.kind == MeasureKind::Rate) != written.hit.is_some() {
        fault("D0901", &it.id, "`hit` belongs to rates, and to nothing else".into(), None);
    }
    if (it.kind == MeasureKind::Sum) != written.sum.is_some() {
        fault("D0901", &it.id, "`sum` belongs to sums, and to nothing else".into(), None);
    }
    if let Some((line, Some(guard))) = written.weighs.zip(weighs.as_ref())
        && guard.kind != Kind::Int
    {
        fault("D0901", line, format!("`weighs` must be a whole number, it is {}", guard.kind), None);
    }
    if written.weighs.is_some() && !matches!(it.kind, MeasureKind::Count | MeasureKind::Rate) {
        fault("D0901", &it.id, "`weighs` belongs to counts and rates, and to nothing else".into(), None);
    }
    let limits = written.limit.map(|line| line.get_ref().0.as_slice()).unwrap_or_default();
    for limit in limits.iter().filter(|one| !scope.own.limits.iter().any(|l| l.as_str() == one.as_str())) {
        let at = written.limit.map_or(0..0, |line| line.span());
        let says = format!("there is no limit `{limit}` in `{}`", written.of.get_ref());
        faults.push(Diagnostic::new("D0201", file, at, says));
    }
    let (count, on) = (count??, on??);
    Some(Counting {
        of: ProcedureId::new(written.of.get_ref()),
        count,
        hit: flat(hit)?,
        limits: limits.iter().map(LimitId::new).collect(),
        sum: flat(sum)?,
        weighs: flat(weighs)?,
        on,
    })
}

/// Resolves a measure of refused acts.
pub(super) fn of_refusals(
    raw: &In<raw::MeasureFile>,
    all: &BTreeMap<ProcedureId, ProcedureNames>,
    faults: &mut Vec<Diagnostic>,
) -> Option<Measure> {
    let (file, it) = (raw.file.as_str(), &raw.it);
    let measure = common(raw, false, faults);
    let mut fault = |code, line: &At<String>, says: String| faults.push(told(file, code, line, says, None));
    let Some(refused) = it.refused.as_ref().filter(|_| it.kind == MeasureKind::Refusals) else {
        let says = "a measure needs `of`, whose matters it counts, or the kind `refusals` with `refused`";
        fault("D0901", &it.id, says.into());
        return None;
    };
    let foreign = [&it.count, &it.hit, &it.sum, &it.weighs, &it.on].into_iter().flatten();
    for line in foreign.chain(it.also.iter().map(|one| &one.of)) {
        fault("D0901", line, "belongs to measures of matters; a refusal counts on its own day".into());
    }
    if it.limit.is_some() {
        fault("D0901", &it.id, "`limit` belongs to measures of matters".into());
    }
    if it.per.is_some() {
        fault("D0901", &it.id, "`per` belongs to measures of matters".into());
    }
    if refused.codes.is_empty() {
        fault("D0901", &it.id, "`codes` names no refusal".into());
    }
    let mut codes = Vec::new();
    for line in &refused.codes {
        match Code::from_word(line.get_ref()) {
            Some(code) => codes.push(code),
            None => fault("D0201", line, format!("there is no refusal `{}`", line.get_ref())),
        }
    }
    for line in refused.of.iter().filter(|line| !all.contains_key(line.get_ref().as_str())) {
        fault("D0201", line, format!("there is no procedure `{}`", line.get_ref()));
    }
    let among =
        |of: &ProcedureId| refused.of.is_empty() || refused.of.iter().any(|one| one.get_ref() == of.as_str());
    for line in &refused.actions {
        let mut counted = all.iter().filter(|(of, _)| among(of));
        if !counted.any(|(_, names)| names.actions.contains_key(line.get_ref().as_str())) {
            fault("D0201", line, format!("there is no action `{}` in these procedures", line.get_ref()));
        }
    }
    let refused = RefusedActs {
        codes,
        of: refused.of.iter().map(|of| ProcedureId::new(of.get_ref())).collect(),
        actions: refused.actions.iter().map(|action| ActionId::new(action.get_ref())).collect(),
    };
    Some(Measure { refused: Some(refused), ..measure? })
}

/// What every measure says of itself.
fn common(raw: &In<raw::MeasureFile>, money: bool, faults: &mut Vec<Diagnostic>) -> Option<Measure> {
    let (file, it) = (raw.file.as_str(), &raw.it);
    let mut fault = |code, line: &At<String>, says: String, help: Option<String>| {
        faults.push(told(file, code, line, says, help));
    };
    let stem = file.rsplit('/').next().and_then(|name| name.strip_suffix(".toml")).unwrap_or(file);
    if stem != it.id.get_ref() {
        fault("D0103", &it.id, format!("the file `{stem}` defines `{}`", it.id.get_ref()), None);
    }
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
        kind: it.kind,
        counting: Vec::new(),
        refused: None,
        per: None,
        own: it.own,
        unit,
        target: flat(target)?,
        basis: it.basis.0.clone(),
        proposed_for: it.proposed_for.clone(),
    })
}

fn told(file: &str, code: &'static str, line: &At<String>, says: String, help: Option<String>) -> Diagnostic {
    Diagnostic { help, ..Diagnostic::new(code, file, line.span(), says) }
}

/// `None` inside means a fault already told: the measure is left out.
fn flat<T>(checked: Option<Option<T>>) -> Option<Option<T>> {
    match checked {
        None => Some(None),
        Some(None) => None,
        Some(some) => Some(some),
    }
}
