//! What of a city rests on an instrument: rules of its procedures, discretion benchmarks, powers, open matters.

use std::collections::BTreeMap;

use jiff::civil::Date;
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::State;
use yifa_kernel::procedure::{Label, Procedure};
use yifa_kernel::value::Value;
use yifa_law::citation::{self, Citation};
use yifa_law::instrument::normalise_title;
use yifa_law::place::ArticleNumber;
use yifa_library::Library;
use yifa_store::{MatterOrder, MatterQuery, MatterRow};

use crate::city::City;
use crate::error::Result;

/// So many matters are looked at for each name of the instrument.
const LOOKED_AT: usize = 600;
/// A page of them.
const PAGE: u32 = 200;

/// An instrument, or one of its articles, on a day.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// The library.
    pub library: &'a Library,
    /// The instrument, by its place in the library.
    pub target: usize,
    /// The article; `None` for the whole.
    pub article: Option<ArticleNumber>,
    /// The day on which names are read.
    pub on: Date,
}

/// What rests on it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Resting {
    /// Rules of procedures.
    pub rules: Vec<RestingRule>,
    /// Discretion benchmarks in use: what they are called, and the citations.
    pub benchmarks: Vec<(Label, Vec<String>)>,
    /// Powers that are not over: their rows, and the citations.
    pub powers: Vec<(MatterRow, Vec<String>)>,
    /// Other open matters that have it on record.
    pub matters: Vec<(MatterRow, Vec<String>)>,
    /// Whether there were more matters than are looked at.
    pub more: bool,
}

/// A rule of a procedure.
#[derive(Debug, Clone, PartialEq)]
pub struct RestingRule {
    /// The procedure.
    pub procedure: yifa_kernel::id::ProcedureId,
    /// What the procedure is called.
    pub of: Label,
    /// What the rule is called; `None` for the procedure itself.
    pub rule: Option<Label>,
    /// The citation.
    pub basis: String,
}

impl Ground<'_> {
    /// Whether a citation names the instrument, and the article if only that goes.
    pub fn carries(&self, basis: &str) -> bool {
        citation::find(basis).into_iter().flatten().any(|citation| self.named_by(&citation))
    }

    fn named_by(&self, citation: &Citation) -> bool {
        let Some(title) = citation.title() else { return false };
        if self.library.named(title, self.on).index() != Some(self.target) {
            return false;
        }
        let Some(article) = self.article else { return true };
        citation.places.iter().any(|range| {
            let from = range.from.place().map(|place| place.article);
            let to = range.to.as_ref().and_then(|to| to.place()).map(|place| place.article).or(from);
            from.zip(to).is_some_and(|(from, to)| (from..=to).contains(&article))
        })
    }

    fn among<'b>(&self, bases: impl IntoIterator<Item = &'b String>) -> Vec<String> {
        bases.into_iter().filter(|basis| self.carries(basis)).cloned().collect()
    }

    /// The names under which it may be on record, without 中华人民共和国.
    fn names(&self) -> Vec<String> {
        let Some(found) = self.library.instruments().get(self.target) else { return Vec::new() };
        let all = found.names().iter().map(String::as_str).chain([found.title()]);
        let mut names: Vec<String> = all.map(normalise_title).collect();
        names.sort();
        names.dedup();
        names
    }
}

impl City {
    /// What of this city rests on an instrument or an article. `reach` is the part of the tree of bodies whose matters
    /// are named.
    ///
    /// # Errors
    /// The store.
    pub async fn resting(&self, ground: Ground<'_>, reach: Option<&str>) -> Result<Resting> {
        let registry = self.registry();
        let mut found = Resting {
            rules: registry.procedures().flat_map(|procedure| rules(&ground, procedure)).collect(),
            ..Resting::default()
        };
        for benchmark in registry.benchmarks().filter(|one| one.is_in_use(ground.on)) {
            let cites = ground.among(benchmark.norms.iter().chain(&benchmark.basis));
            if !cites.is_empty() {
                found.benchmarks.push((benchmark.label.clone(), cites));
            }
        }
        let power = registry.noun("power").map(ToString::to_string);
        let (rows, more) = self.open_with(&ground, reach).await?;
        found.more = more;
        let ids = rows.keys().map(|id| MatterId::new(id.as_str()));
        let states = self.states(ids).await?;
        for row in rows.into_values() {
            let state = states.get(&MatterId::new(row.matter.as_str())).and_then(Option::as_ref);
            let cites = state.map(|state| ground.among(&on_record(state))).unwrap_or_default();
            if cites.is_empty() {
                continue;
            }
            let is_power = power.as_deref() == Some(row.procedure.as_str());
            if is_power { found.powers.push((row, cites)) } else { found.matters.push((row, cites)) }
        }
        Ok(found)
    }

    /// Open matters whose words have a name of the instrument.
    async fn open_with(
        &self,
        ground: &Ground<'_>,
        reach: Option<&str>,
    ) -> Result<(BTreeMap<yifa_store::MatterId, MatterRow>, bool)> {
        let mut rows = BTreeMap::new();
        let mut more = false;
        for name in ground.names() {
            let query = MatterQuery {
                is_final: Some(false),
                body_path: reach.map(ToOwned::to_owned),
                text: Some(name),
                ..MatterQuery::default()
            };
            let mut after = None;
            let mut looked_at = 0;
            loop {
                let (order, store) = (MatterOrder::Number, self.store());
                let page = store.matters(self.jurisdiction(), &query, order, after.as_ref(), PAGE).await?;
                looked_at += page.rows.len();
                rows.extend(page.rows.into_iter().map(|row| (row.matter.clone(), row)));
                after = page.next;
                if after.is_none() || looked_at >= LOOKED_AT {
                    break;
                }
            }
            more |= after.is_some();
        }
        Ok((rows, more))
    }
}

/// The rules of a procedure that rest on it.
fn rules(ground: &Ground<'_>, procedure: &Procedure) -> Vec<RestingRule> {
    let own = procedure.basis.iter().map(|basis| (None, basis));
    let actions = procedure.actions.iter().map(|one| (&one.label, &one.basis));
    let limits = procedure.limits.iter().map(|one| (&one.label, &one.basis));
    let papers = procedure.papers.values().map(|one| (&one.label, &one.basis));
    let inner = actions.chain(limits).chain(papers);
    let inner = inner.flat_map(|(label, all)| all.iter().map(move |basis| (Some(label), basis)));
    own.chain(inner)
        .filter(|(_, basis)| ground.carries(basis))
        .map(|(rule, basis)| RestingRule {
            procedure: procedure.id.clone(),
            of: procedure.label.clone(),
            rule: rule.cloned(),
            basis: basis.clone(),
        })
        .collect()
}

/// The citations that a matter has on record.
fn on_record(state: &State) -> Vec<String> {
    let cites = state.fields.values().flat_map(Value::cites);
    let mut all: Vec<String> = cites.map(|cite| cite.text.clone()).collect();
    all.sort();
    all.dedup();
    all
}
