//! Owns the figures of measures: sums over the read tables, by body and period, each opening into exactly the matters that
//! it counts.

pub(crate) mod refused;

use std::collections::BTreeMap;

use jiff::civil::Date;
use yifa_kernel::id::{BodyId, MeasureId};
use yifa_kernel::measure::Figure;
use yifa_store::{Cursor, FigureGroup, FigureQuery, FigureRow, FigureSum, MatterRow, Outcome};

use crate::city::City;
use crate::error::Result;

pub use refused::RefusedAct;

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

/// Which matters of a measure: whose, and in which stretch of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The measure.
    pub measure: MeasureId,
    /// Of a body and all below it; `None` for the whole city.
    pub body_path: Option<String>,
    /// Of one body alone.
    pub body: Option<BodyId>,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

/// A matter that a figure counts; its row is `None` while the read tables are being made again.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    /// What it contributes.
    pub figure: FigureRow,
    /// The matter as lists show it.
    pub matter: Option<MatterRow>,
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
        let asked = format!("{measures:?} {year} {body_path:?} {by_body} {}", self.today());
        let moved = self.reading().moved();
        if let Some(known) = self.reading().figures.get(&asked, moved) {
            return Ok(known);
        }
        let query = FigureQuery {
            measures: measures.iter().map(ToString::to_string).collect(),
            body: None,
            body_path,
            from: Date::new(year, 1, 1).unwrap_or(Date::ZERO),
            until: Date::new(year, 12, 31).unwrap_or(Date::ZERO),
            as_of: self.today(),
        };
        let group = if by_body { FigureGroup::Body } else { FigureGroup::Measure };
        let sums = self.store().figure_sums(self.jurisdiction(), &query, &group).await?;
        let mut figures: Vec<YearFigure> = sums.into_iter().map(|sum| year_figure(sum, by_body)).collect();
        let days = (query.from, query.until);
        figures.extend(self.refusal_figures(measures, days, query.body_path.as_deref(), by_body).await?);
        self.reading().figures.keep(asked, moved, figures.clone());
        Ok(figures)
    }

    fn figure_query(&self, stretch: &Stretch) -> FigureQuery {
        FigureQuery {
            measures: vec![stretch.measure.to_string()],
            body: stretch.body.as_ref().map(ToString::to_string),
            body_path: stretch.body_path.clone(),
            from: stretch.from,
            until: stretch.until,
            as_of: self.today(),
        }
    }

    /// The figure of one measure in a stretch, as of today.
    ///
    /// # Errors
    /// The store.
    pub async fn figure(&self, stretch: &Stretch) -> Result<Figure> {
        if self.registry().measure(&stretch.measure).is_some_and(|measure| measure.refused.is_some()) {
            return self.refusals_in(stretch).await;
        }
        let query = self.figure_query(stretch);
        let sums = self.store().figure_sums(self.jurisdiction(), &query, &FigureGroup::Measure).await?;
        Ok(sums.into_iter().next().map_or_else(Figure::default, |sum| year_figure(sum, false).figure))
    }

    /// A page of the matters that a figure counts, all or those of one outcome, in the order of their days; and where the
    /// next page begins.
    ///
    /// # Errors
    /// A cursor of another list; the store.
    pub async fn counted(
        &self,
        stretch: &Stretch,
        outcome: Option<Outcome>,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<(Vec<Counted>, Option<Cursor>)> {
        let query = self.figure_query(stretch);
        let page = self.store().figure_rows(self.jurisdiction(), &query, outcome, after, limit).await?;
        let ids: Vec<_> = page.rows.iter().map(|row| row.matter.clone()).collect();
        let rows = match ids.is_empty() {
            true => Vec::new(),
            false => self.store().matter_rows(self.jurisdiction(), &ids).await?,
        };
        let by_id: BTreeMap<_, _> = rows.into_iter().map(|row| (row.matter.clone(), row)).collect();
        let counted = page.rows.into_iter().map(|figure| {
            let matter = by_id.get(&figure.matter).cloned();
            Counted { figure, matter }
        });
        Ok((counted.collect(), page.next))
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
