//! Owns which plan a page shows: the one asked for, else the one in force this year; the others stay one step away.

use yifa_app::AppError;
use yifa_store::{MatterId, MatterOrder, MatterQuery, MatterRow, PAGE_LIMIT, ValueFilter, ValueTest};

use super::super::{Server, words};
use super::Asked;
use crate::face::Lang;
use crate::pages::plan::PlanChoice;

/// A plan among those that the city has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) matter: String,
    pub(super) title: String,
    pub(super) state: String,
    pub(super) year: i16,
}

impl Candidate {
    fn of(row: &MatterRow) -> Self {
        let year = row.data.get("year_covered").and_then(serde_json::Value::as_i64);
        Self {
            matter: row.matter.to_string(),
            title: row.title.clone(),
            state: row.state.clone(),
            year: year.and_then(|year| i16::try_from(year).ok()).unwrap_or_else(|| row.opened_on.year()),
        }
    }

    /// How much it binds: a plan that runs before one that is only confirmed, before one that is over, before one that
    /// still waits to be confirmed; one that was withdrawn comes last.
    fn weight(&self) -> u8 {
        match self.state.as_str() {
            "running" => 5,
            "confirmed" => 4,
            "closed" => 3,
            "withdrawn" => 0,
            _ => 1,
        }
    }
}

/// The plans, the latest year first and in a year the one that binds most. Of very many, those that moved last; the one
/// asked for is always among them.
pub(super) async fn candidates(server: &Server, asked: &Asked) -> Result<Vec<Candidate>, AppError> {
    let city = &server.city;
    let (store, place) = (city.store(), city.jurisdiction());
    let query = MatterQuery { procedures: vec!["plan".to_owned()], ..MatterQuery::default() };
    let page = store.matters(place, &query, MatterOrder::ChangedLast, None, PAGE_LIMIT).await?;
    let mut all: Vec<_> = page.rows.iter().map(Candidate::of).collect();
    let known = all.iter().any(|one| one.matter == asked.plan);
    if let (false, Ok(matter)) = (known, MatterId::new(asked.plan.as_str())) {
        let rows = store.matter_rows(place, &[matter]).await?;
        all.extend(rows.iter().filter(|row| row.procedure == "plan").map(Candidate::of));
    }
    // Stable: in a year, among equals, the one that changed last stays first.
    all.sort_by_key(|one| std::cmp::Reverse((one.year, one.weight())));
    Ok(all)
}

/// The plan that was made from a notice, unless it was withdrawn.
pub(super) async fn made_from(server: &Server, digest: &str) -> Result<Option<MatterId>, AppError> {
    let city = &server.city;
    let source = ValueFilter { path: "source_digest".to_owned(), test: ValueTest::Is(digest.into()) };
    let query =
        MatterQuery { procedures: vec!["plan".to_owned()], values: vec![source], ..MatterQuery::default() };
    let order = MatterOrder::ChangedLast;
    let page = city.store().matters(city.jurisdiction(), &query, order, None, PAGE_LIMIT).await?;
    Ok(page.rows.into_iter().find(|row| row.state != "withdrawn").map(|row| row.matter))
}

/// The plan to show: the one named; else of the year asked for, or of this year, the one that binds most; else the latest of
/// an earlier year, and only then one of a year to come.
pub(super) fn chosen<'a>(all: &'a [Candidate], asked: &Asked, this_year: i16) -> Option<&'a Candidate> {
    if !asked.plan.is_empty() {
        return all.iter().find(|one| one.matter == asked.plan);
    }
    if let Some(year) = asked.year() {
        return all.iter().find(|one| one.year == year);
    }
    let binding = |one: &&Candidate| one.weight() > 1;
    let of = |year: i16| all.iter().filter(move |one| one.year == year);
    of(this_year)
        .find(binding)
        .or_else(|| of(this_year).next())
        .or_else(|| all.iter().filter(|one| one.year < this_year).find(binding))
        .or_else(|| all.iter().rev().find(|one| one.year > this_year))
        .or_else(|| all.first())
}

/// The switch between plans: a year each, and where a year has several, each by its title.
pub(super) fn switch(lang: Lang, server: &Server, all: &[Candidate], here: &str) -> Vec<PlanChoice> {
    let registry = server.city.registry();
    let procedure = registry.latest(&"plan".into());
    let state_of = |one: &Candidate| {
        let state = procedure.and_then(|plan| plan.state(&one.state.as_str().into()));
        state.map_or_else(|| one.state.clone(), |state| words::label(lang, &state.label))
    };
    all.iter()
        .map(|one| {
            let alone = all.iter().filter(|other| other.year == one.year).count() == 1;
            PlanChoice {
                label: if alone { one.year.to_string() } else { one.title.clone() },
                state: state_of(one),
                href: if alone {
                    format!("/plan?year={}", one.year)
                } else {
                    format!("/plan?plan={}", one.matter)
                },
                current: one.matter == here,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(matter: &str, year: i16, state: &str) -> Candidate {
        Candidate { matter: matter.into(), title: matter.into(), state: state.into(), year }
    }

    fn shown(all: &[Candidate], asked: &Asked) -> Option<String> {
        let mut all = all.to_vec();
        all.sort_by_key(|one| std::cmp::Reverse((one.year, one.weight())));
        chosen(&all, asked, 2026).map(|one| one.matter.clone())
    }

    fn asked(year: &str, plan: &str) -> Asked {
        Asked { year: year.into(), plan: plan.into(), ..Asked::default() }
    }

    #[test]
    fn this_years_binding_plan_comes_first_whatever_changed_last() {
        let all = [
            plan("last", 2025, "closed"),
            plan("draft", 2026, "imported"),
            plan("this", 2026, "running"),
            plan("gone", 2026, "withdrawn"),
            plan("next", 2027, "confirmed"),
        ];
        assert_eq!(shown(&all, &Asked::default()).as_deref(), Some("this"));
        assert_eq!(shown(&all, &asked("2025", "")).as_deref(), Some("last"));
        assert_eq!(shown(&all, &asked("", "gone")).as_deref(), Some("gone"));
        assert_eq!(shown(&all, &asked("not a year", "")).as_deref(), Some("this"));
    }

    #[test]
    fn without_a_plan_of_this_year_the_last_one_that_bound_is_shown() {
        let all = [plan("old", 2024, "closed"), plan("last", 2025, "closed"), plan("next", 2027, "imported")];
        assert_eq!(shown(&all, &Asked::default()).as_deref(), Some("last"));
        assert_eq!(shown(&all[2..], &Asked::default()).as_deref(), Some("next"));
    }

    #[test]
    fn what_is_asked_for_and_not_there_is_not_replaced_by_something_else() {
        let all = [plan("this", 2026, "running")];
        assert_eq!(shown(&all, &asked("1999", "")), None);
        assert_eq!(shown(&all, &asked("", "nobody")), None);
        assert_eq!(shown(&[], &Asked::default()), None);
    }
}
