//! Owns the figures of measures: sums over the read tables, by body and period, each opening into its matters.

use jiff::civil::Date;
use yifa_kernel::id::MeasureId;
use yifa_kernel::measure::Figure;
use yifa_store::{FigureGroup, FigureQuery, FigureSum};

use crate::city::City;
use crate::error::Result;

/// The figures of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearFigure {
    /// The measure.
    pub measure: MeasureId,
    /// The body, when grouped.
    pub body: Option<String>,
    /// The figure.
    pub figure: Figure,
}

impl City {
    /// The figures of some measures (none: all) in a year, of a body and all below it, as of today.
    ///
    /// # Errors
    /// The store.
    pub async fn year_figures(
        &self,
        measures: &[MeasureId],
        year: i16,
        body_path: Option<String>,
        by_body: bool,
    ) -> Result<Vec<YearFigure>> {
        let query = FigureQuery {
            measures: measures.iter().map(ToString::to_string).collect(),
            body_path,
            from: Date::new(year, 1, 1).unwrap_or(Date::ZERO),
            until: Date::new(year, 12, 31).unwrap_or(Date::ZERO),
            as_of: self.today(),
        };
        let group = if by_body { FigureGroup::Body } else { FigureGroup::Measure };
        let sums = self.store().figure_sums(self.jurisdiction(), &query, &group).await?;
        Ok(sums.into_iter().map(|sum| year_figure(sum, by_body)).collect())
    }
}

fn year_figure(sum: FigureSum, by_body: bool) -> YearFigure {
    YearFigure {
        measure: MeasureId::new(sum.measure),
        body: by_body.then_some(sum.group),
        figure: Figure {
            counted: sum.counted,
            hit: sum.hit,
            missed: sum.missed,
            pending: sum.pending,
            amount: sum.amount,
        },
    }
}
