//! Owns the annual report: a year's figures beside their targets, what was opened and closed, what the law refused.

use jiff::civil::{Date, date};
use yifa_kernel::id::{BodyId, MeasureId, ProcedureId};
use yifa_kernel::measure::Figure;
use yifa_kernel::procedure::{Label, Measure, Target};
use yifa_store::{CountBy, JournalQuery, MatterQuery};

use crate::city::City;
use crate::error::{AppError, Result};

/// A year of the city, or of a body and all below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnualReport {
    /// The year.
    pub year: i16,
    /// The day on which it was made: a year that is not over is reported as it stands.
    pub as_of: Date,
    /// The body; `None`: the whole city.
    pub body: Option<BodyId>,
    /// The figures, in the order of the measures' names.
    pub figures: Vec<ReportFigure>,
    /// Matters by procedure.
    pub matters: Vec<ReportMatters>,
    /// Acts that the law refused in the year: in the city, since a refusal belongs to no body's figures.
    pub refusals: u64,
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFigure {
    /// The measure.
    pub measure: MeasureId,
    /// Its name.
    pub label: Label,
    /// Its unit.
    pub unit: Option<Label>,
    /// What it should reach.
    pub target: Option<Target>,
    /// Each body counts for itself, and the target is what each should reach.
    pub own: bool,
    /// What it comes to.
    pub figure: Figure,
    /// Articles.
    pub basis: Vec<String>,
}

/// Matters of a procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportMatters {
    /// The procedure.
    pub procedure: ProcedureId,
    /// Its name.
    pub label: Label,
    /// Opened in the year.
    pub opened: u64,
    /// Of those, closed by now.
    pub closed: u64,
}

impl City {
    /// The report of a year.
    ///
    /// # Errors
    /// Not found: no such body. Invalid: a year that has not begun. The store.
    pub async fn annual_report(&self, year: i16, body: Option<&BodyId>) -> Result<AnnualReport> {
        let today = self.today();
        if year > today.year() || year < 1949 {
            return Err(AppError::invalid(
                format!("year {year}"),
                format!("a year from 1949 to {}", today.year()),
            ));
        }
        let bodies = self.bodies();
        if let Some(body) = body.filter(|body| bodies.get(body).is_none()) {
            return Err(AppError::NotFound(format!("body {body}")));
        }
        let path = body.map(|body| bodies.path(body));
        let sums = self.year_figures(&[], year, path.clone(), false).await?;
        let by_body = self.year_figures(&[], year, path.clone(), true).await?;
        let of = |measure: &Measure| match body.filter(|_| measure.own) {
            Some(body) => by_body
                .iter()
                .find(|one| one.measure == measure.id && one.body.as_deref() == Some(body.as_str())),
            None => sums.iter().find(|sum| sum.measure == measure.id),
        };
        let figures = self.registry().measures().map(|measure| ReportFigure {
            measure: measure.id.clone(),
            label: measure.label.clone(),
            unit: measure.unit.clone(),
            target: measure.target,
            own: measure.own,
            figure: of(measure).map_or_else(Figure::default, |one| one.figure),
            basis: measure.basis.clone(),
        });
        Ok(AnnualReport {
            year,
            as_of: today,
            body: body.cloned(),
            figures: figures.collect(),
            matters: self.opened_in(year, path).await?,
            refusals: self.refused_in(year).await?,
        })
    }

    async fn opened_in(&self, year: i16, body_path: Option<String>) -> Result<Vec<ReportMatters>> {
        let (first, last) = days(year);
        let all = MatterQuery {
            body_path,
            opened_from: Some(first),
            opened_until: Some(last),
            ..MatterQuery::default()
        };
        let closed = MatterQuery { is_final: Some(true), ..all.clone() };
        let opened =
            self.store().count_matters_by(self.jurisdiction(), &all, CountBy::Procedure, u32::MAX).await?;
        let closed =
            self.store().count_matters_by(self.jurisdiction(), &closed, CountBy::Procedure, u32::MAX).await?;
        let (opened, closed) = (opened.unwrap_or_default(), closed.unwrap_or_default());
        let row = |(procedure, opened): (String, u64)| {
            let closed = closed.iter().find(|(name, _)| *name == procedure).map_or(0, |(_, count)| *count);
            let id = ProcedureId::new(&procedure);
            let unnamed = || Label { zh: procedure.clone(), en: procedure.clone() };
            let label = self.registry().latest(&id).map_or_else(unnamed, |one| one.label.clone());
            ReportMatters { procedure: id, label, opened, closed }
        };
        Ok(opened.into_iter().map(row).collect())
    }

    async fn refused_in(&self, year: i16) -> Result<u64> {
        let (first, last) = days(year);
        let midnight = |day: Date| yifa_law::calendar::china_instant(day.at(0, 0, 0, 0));
        let query = JournalQuery {
            kind: Some("refusal".to_owned()),
            matter: None,
            from: midnight(first),
            until: last.tomorrow().ok().and_then(midnight),
        };
        let (mut count, mut after) = (0, None);
        loop {
            let page = self.store().journal(self.jurisdiction(), &query, after.as_ref(), 200).await?;
            count += page.rows.len() as u64;
            after = page.next;
            if after.is_none() {
                return Ok(count);
            }
        }
    }
}

fn days(year: i16) -> (Date, Date) {
    // INVARIANT: the year was checked to lie between 1949 and today.
    (Date::new(year, 1, 1).unwrap_or(date(1949, 1, 1)), Date::new(year, 12, 31).unwrap_or(date(1949, 12, 31)))
}
