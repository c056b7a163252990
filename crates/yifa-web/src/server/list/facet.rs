//! Owns the quick filters above the list: the facets of the chosen procedure, each value with the count of what it opens.

use std::collections::BTreeMap;

use yifa_app::AppError;
use yifa_kernel::procedure::{Field, FieldKind, Procedure};
use yifa_store::{MatterOrder, MatterQuery, PAGE_LIMIT};

use super::super::guest::Staff;
use super::super::words;
use super::board::facet_value;
use super::filter::Filter;
use crate::pages::matter::{Facet, Tab};

/// The fields by which people look at a procedure's matters.
pub(super) fn fields(procedure: &Procedure) -> impl Iterator<Item = &Field> {
    procedure.facets.iter().filter_map(|id| procedure.field(id))
}

pub(super) async fn facets(
    staff: &Staff,
    filter: &Filter,
    officer: Option<&str>,
) -> Result<Vec<Facet>, AppError> {
    let Some(procedure) = filter.procedure(staff) else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for field in fields(procedure) {
        let others = filter.without_field(field.id.as_str());
        let counts = counts(staff, field, &others, officer).await?;
        let picked = |value: &str| filter.with_facet(field, value) == *filter;
        let tab = |label: String, count: Option<u32>, value: &str| Tab {
            label,
            count,
            href: filter.with_facet(field, value).address(),
            current: picked(value),
        };
        let sum = counts.values().sum();
        let any = Tab { href: others.address(), ..tab(staff.guest.lang.t("server.all"), Some(sum), "") };
        let each = counts.iter().filter(|(_, n)| **n > 0);
        let each = each.map(|(value, n)| tab(value_label(staff, field, value), Some(*n), value));
        // In the order in which the definition lists its choices; numbers and yes or no in their own.
        let mut each: Vec<Tab> = each.collect();
        let place = |label: &str| {
            field.choices.iter().position(|(_, one)| words::label(staff.guest.lang, one) == label)
        };
        each.sort_by_key(|tab| place(&tab.label));
        if !each.is_empty() {
            let label = words::label(staff.guest.lang, &field.label);
            all.push(Facet { label, options: std::iter::once(any).chain(each).collect() });
        }
    }
    Ok(all)
}

/// How many matters have each value. Many are asked for each choice; numbers are then not offered.
async fn counts(
    staff: &Staff,
    field: &Field,
    others: &Filter,
    officer: Option<&str>,
) -> Result<BTreeMap<String, u32>, AppError> {
    let city = &staff.guest.server.city;
    let query = others.query(staff, officer).await?;
    let mut counts = BTreeMap::new();
    let found = city.count(&query, PAGE_LIMIT).await?;
    if found.whole().is_some_and(|found| found <= u64::from(PAGE_LIMIT)) {
        let page =
            city.store().matters(city.jurisdiction(), &query, MatterOrder::Number, None, PAGE_LIMIT).await?;
        for value in page.rows.iter().filter_map(|row| facet_value(field, row)) {
            *counts.entry(value).or_default() += 1;
        }
        return Ok(counts);
    }
    for value in known_values(field) {
        let query: MatterQuery = others.with_facet(field, &value).query(staff, officer).await?;
        let n = city.count(&query, super::COUNTED).await?;
        counts.insert(value, u32::try_from(n.matters).unwrap_or(u32::MAX));
    }
    Ok(counts)
}

/// The values that a definition names; a number has none.
fn known_values(field: &Field) -> Vec<String> {
    if field.declared == FieldKind::Bool {
        return vec!["true".to_owned(), "false".to_owned()];
    }
    field.choices.iter().map(|(id, _)| id.clone()).collect()
}

/// A value in words.
pub(super) fn value_label(staff: &Staff, field: &Field, value: &str) -> String {
    let lang = staff.guest.lang;
    if field.declared == FieldKind::Bool {
        return lang.t(if value == "true" { "words.yes" } else { "words.no" });
    }
    let choice = field.choices.iter().find(|(id, _)| id == value);
    choice.map_or_else(|| value.to_owned(), |(_, label)| words::label(lang, label))
}
