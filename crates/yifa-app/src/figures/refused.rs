//! Owns the figures of measures that count refusals: the journal's lines by what they say, and the lines behind a figure.
//! A refusal changes no matter's log, so that no read table holds it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value as Json;
use yifa_kernel::id::{BodyId, MeasureId};
use yifa_kernel::matter::Command;
use yifa_kernel::measure::Figure;
use yifa_kernel::procedure::{Measure, RefusedActs};
use yifa_kernel::refusal::{Code, Refusal};
use yifa_kernel::value::Value;
use yifa_law::calendar::{china_instant, china_time};
use yifa_store::{Cursor, JournalQuery, JournalRow, PAGE_LIMIT};

use super::{Stretch, YearFigure};
use crate::city::City;
use crate::error::Result;

/// An act that the law refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedAct {
    /// On which day.
    pub on: Date,
    /// The procedure.
    pub procedure: String,
    /// The act.
    pub action: String,
    /// The body whose act it was; `None` in lines written before it was kept.
    pub body: Option<BodyId>,
    /// The codes of the reasons, each once, with their articles.
    pub reasons: Vec<(String, Vec<String>)>,
    /// The citations that were not accepted.
    pub cited: Vec<String>,
    /// The matter; `None` when one was to be opened.
    pub matter: Option<String>,
}

/// The citations that a refusal is about, as they were given.
pub(crate) fn cited(refusal: &Refusal, command: &Command) -> Vec<String> {
    let of_citations = [
        Code::NotInForce,
        Code::UnknownCitation,
        Code::InternalBasis,
        Code::UndatedBasis,
        Code::SpoiledBasis,
    ];
    let about = refusal.reasons.iter().filter(|reason| of_citations.contains(&reason.code));
    let values = about.filter_map(|reason| command.values.get(reason.field.as_ref()?));
    let mut texts: Vec<String> = values.flat_map(Value::cites).map(|cite| cite.text.clone()).collect();
    texts.sort();
    texts.dedup();
    texts
}

/// What a line of the journal says of an act.
struct Said<'a>(&'a Json);

impl<'a> Said<'a> {
    fn text(&self, key: &str) -> &'a str {
        self.0.get(key).and_then(Json::as_str).unwrap_or_default()
    }

    fn all(&self, key: &str) -> impl Iterator<Item = &'a Json> {
        self.0.get(key).and_then(Json::as_array).into_iter().flatten()
    }

    fn counts(&self, acts: &RefusedActs) -> bool {
        let codes = self.all("reasons").filter_map(|reason| reason.get("code").and_then(Json::as_str));
        acts.counts(self.text("procedure"), self.text("action"), codes)
    }

    fn body(&self) -> Option<BodyId> {
        Some(self.text("body")).filter(|body| !body.is_empty()).map(BodyId::new)
    }

    fn reasons(&self) -> Vec<(String, Vec<String>)> {
        let mut by_code: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for reason in self.all("reasons") {
            let code = reason.get("code").and_then(Json::as_str).unwrap_or_default();
            let basis = by_code.entry(code.to_owned()).or_default();
            for article in reason.get("basis").and_then(Json::as_array).into_iter().flatten() {
                let article = article.as_str().unwrap_or_default();
                if !basis.iter().any(|known| known == article) {
                    basis.push(article.to_owned());
                }
            }
        }
        by_code.into_iter().collect()
    }
}

fn lines(from: Date, until: Date) -> JournalQuery {
    let at = |day: Date| china_instant(day.at(0, 0, 0, 0));
    JournalQuery {
        kind: Some("refusal".into()),
        matter: None,
        from: at(from),
        until: until.tomorrow().ok().and_then(at),
    }
}

fn act(row: JournalRow) -> RefusedAct {
    let said = Said(&row.content);
    let day = |at: Timestamp| china_time(at).date();
    RefusedAct {
        on: day(row.recorded_at),
        procedure: said.text("procedure").to_owned(),
        action: said.text("action").to_owned(),
        body: said.body(),
        reasons: said.reasons(),
        cited: said.all("cited").filter_map(Json::as_str).map(ToOwned::to_owned).collect(),
        matter: row.matter.map(|matter| matter.to_string()),
    }
}

impl City {
    /// Whether a body, or that of no known name, lies within a reach.
    fn within(&self, body: Option<&BodyId>, path: Option<&str>, one: Option<&BodyId>) -> bool {
        let below = |top: &str| body.is_some_and(|body| self.bodies().path(body).starts_with(top));
        one.is_none_or(|one| body == Some(one)) && path.is_none_or(below)
    }

    /// The figures of the measures of refusals among some (none: all) in a stretch of days.
    pub(super) async fn refusal_figures(
        &self,
        measures: &[MeasureId],
        (from, until): (Date, Date),
        path: Option<&str>,
        by_body: bool,
    ) -> Result<Vec<YearFigure>> {
        let asked = |measure: &&Measure| measures.is_empty() || measures.contains(&measure.id);
        let counting: Vec<(&MeasureId, &RefusedActs)> = self
            .registry()
            .measures()
            .filter(asked)
            .filter_map(|measure| Some((&measure.id, measure.refused.as_ref()?)))
            .collect();
        if counting.is_empty() {
            return Ok(Vec::new());
        }
        let mut counted: BTreeMap<(MeasureId, Option<String>), i64> = BTreeMap::new();
        for (content, n) in self.store().journal_tally(self.jurisdiction(), &lines(from, until)).await? {
            let said = Said(&content);
            let body = said.body();
            if !self.within(body.as_ref(), path, None) {
                continue;
            }
            for (id, _) in counting.iter().filter(|(_, acts)| said.counts(acts)) {
                let group = by_body.then(|| body.as_ref().map(ToString::to_string).unwrap_or_default());
                *counted.entry(((*id).clone(), group)).or_default() += n;
            }
        }
        let figures = counted.into_iter().map(|((measure, body), n)| YearFigure {
            measure,
            body,
            figure: Figure { counted: n, hit: n, ..Figure::default() },
        });
        Ok(figures.collect())
    }

    /// The figure of one measure of refusals in a stretch.
    pub(super) async fn refusals_in(&self, stretch: &Stretch) -> Result<Figure> {
        let days = (stretch.from, stretch.until);
        let by_body = stretch.body.is_some();
        let path = stretch.body_path.as_deref();
        let measures = std::slice::from_ref(&stretch.measure);
        let all = self.refusal_figures(measures, days, path, by_body).await?;
        let wanted = stretch.body.as_ref().map(ToString::to_string);
        let found = all.into_iter().find(|one| one.body == wanted);
        Ok(found.map(|one| one.figure).unwrap_or_default())
    }

    /// A page of the acts that a measure of refusals counts, the latest first, and where the next page begins. Empty for
    /// measures of matters.
    ///
    /// # Errors
    /// A cursor of another list; the store.
    pub async fn refused_acts(
        &self,
        stretch: &Stretch,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<(Vec<RefusedAct>, Option<Cursor>)> {
        let measure = self.registry().measure(&stretch.measure);
        let Some(acts) = measure.and_then(|measure| measure.refused.as_ref()) else {
            return Ok((Vec::new(), None));
        };
        let query = lines(stretch.from, stretch.until);
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        let (mut found, mut after) = (Vec::new(), after.cloned());
        loop {
            // No more lines than are still wanted, so that the next page begins right behind the last one shown.
            let wanted = u32::try_from(most - found.len()).unwrap_or(PAGE_LIMIT).min(PAGE_LIMIT);
            let page = self.store().journal(self.jurisdiction(), &query, after.as_ref(), wanted).await?;
            let fits = |row: &JournalRow| {
                let said = Said(&row.content);
                let path = stretch.body_path.as_deref();
                said.counts(acts) && self.within(said.body().as_ref(), path, stretch.body.as_ref())
            };
            found.extend(page.rows.into_iter().filter(fits).map(act));
            after = page.next;
            if after.is_none() || found.len() >= most {
                return Ok((found, after));
            }
        }
    }
}
