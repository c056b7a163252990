//! Owns the check of an amount against the discretion benchmark 裁量基准 of its norm: the recorded circumstances find the row, the
//! row gives the tier, the tier holds the amount. The refusal says which row it was.
//!
//! # Source
//! 《行政处罚法》第三十四条

use std::collections::BTreeMap;

use super::scene::Scene;
use crate::benchmark::{Benchmark, Tier};
use crate::id::FieldId;
use crate::procedure::{Action, Field, Label, Measured};
use crate::refusal::{Code, Next, Reason};
use crate::value::{DECIMAL_ONE, Value};

/// Every amount recorded by an action that its benchmark does not allow.
pub(super) fn outside_benchmarks(scene: &Scene<'_>, action: &Action) -> Vec<Reason> {
    let recorded = action.records.iter().filter_map(|(id, _)| scene.procedure.field(id));
    recorded.filter_map(|field| against(scene, field, field.within.as_ref()?)).collect()
}

fn against(scene: &Scene<'_>, field: &Field, within: &Measured) -> Option<Reason> {
    let amount = match scene.value_of(&field.id)? {
        Value::Money(fen) => *fen,
        _ => return None,
    };
    if within.unless.as_ref().is_some_and(|unless| unless.holds(scene) == Some(true)) {
        return None;
    }
    let norm = match scene.value_of(&within.norm)? {
        Value::Cite(cite) => &cite.text,
        _ => return None,
    };
    let benchmark = scene.registry.benchmark_for(norm, scene.today)?;
    let reason = |code, about: &FieldId| {
        let circumstances = scene.procedure.field(&within.by).map_or(&[][..], |field| &field.basis);
        let basis = [circumstances, benchmark.basis.as_slice()].concat();
        let reason = Reason::new(code, Next::Correct(vec![about.clone()])).about(about).because(&basis);
        in_both(reason, "benchmark", &benchmark.label)
    };
    let case = match benchmark.case_of(&circumstances(scene, &within.by)) {
        Ok(case) => case,
        Err(factor) => {
            return Some(in_both(reason(Code::CircumstanceMissing, &within.by), "row", &factor.told()));
        }
    };
    // INVARIANT: the compiler has proved that every case has a tier.
    let tier = benchmark.tier_of(&case)?;
    let Some((least, most)) = bounds(scene, within, benchmark, tier) else {
        let about = within.of.as_ref().unwrap_or(&within.by);
        let base = benchmark.range.share_of.as_ref()?;
        return Some(in_both(reason(Code::CircumstanceMissing, about), "row", base));
    };
    if holds(benchmark, tier, amount, least, most) {
        return None;
    }
    let row = benchmark.told(&case);
    let told = in_both(in_both(reason(Code::OutsideBenchmark, &field.id), "row", &row), "tier", &tier.label);
    Some(told.seeing("min", Some(Value::Money(least))).seeing("max", Some(Value::Money(most))))
}

fn in_both(reason: Reason, name: &str, label: &Label) -> Reason {
    let english = format!("{name}_en");
    reason
        .seeing(name, Some(Value::Text(label.zh.clone())))
        .seeing(english, Some(Value::Text(label.en.clone())))
}

/// Factor by degree, as recorded; of a factor recorded twice the last.
fn circumstances(scene: &Scene<'_>, table: &FieldId) -> BTreeMap<String, String> {
    let Some(Value::Table(rows)) = scene.value_of(table) else { return BTreeMap::new() };
    let text = |row: &BTreeMap<FieldId, Value>, name: &str| {
        row.get(name).and_then(Value::as_text).map(|text| text.trim().to_owned())
    };
    rows.iter().filter_map(|row| Some((text(row, "factor")?, text(row, "degree")?))).collect()
}

/// The tier in fen; `None`: a share whose base is not recorded.
fn bounds(scene: &Scene<'_>, within: &Measured, benchmark: &Benchmark, tier: &Tier) -> Option<(i64, i64)> {
    if benchmark.range.share_of.is_none() {
        return Some((tier.from, tier.to));
    }
    let base = match scene.value_of(within.of.as_ref()?)? {
        Value::Money(fen) => i128::from(*fen),
        _ => return None,
    };
    let of = |share: i64| i64::try_from(base * i128::from(share) / i128::from(DECIMAL_ONE)).ok();
    Some((of(tier.from)?, of(tier.to)?))
}

/// The end of a tier belongs to the next one, except in the highest tier and where the tier is one amount.
fn holds(benchmark: &Benchmark, tier: &Tier, amount: i64, least: i64, most: i64) -> bool {
    let top = benchmark.tiers.last().is_some_and(|last| last.id == tier.id);
    least <= amount && (amount < most || (amount == most && (top || least == most)))
}
