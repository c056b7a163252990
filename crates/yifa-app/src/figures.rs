//! Owns the figures of measures: sums over the read tables, by body and period, each opening into its matters.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

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

/// What was asked: measures, year, body, whether by body, and the day on which it was asked.
type Key = (Vec<MeasureId>, i16, Option<String>, bool, Date);

/// How long figures are believed that another server of the city may have moved.
const FRESH: Duration = Duration::from_secs(3);

/// Most questions remembered: one more, and all are forgotten.
const MOST: usize = 200;

/// Figures asked for a moment ago. Whatever this server does to a matter forgets them all.
#[derive(Debug, Default)]
pub(crate) struct FiguresKnown {
    moves: AtomicU64,
    known: Mutex<BTreeMap<Key, (u64, Instant, Vec<YearFigure>)>>,
}

impl FiguresKnown {
    /// Something has moved.
    pub(crate) fn forget(&self) {
        self.moves.fetch_add(1, Ordering::SeqCst);
    }

    fn moved(&self) -> u64 {
        self.moves.load(Ordering::SeqCst)
    }

    fn get(&self, key: &Key) -> Option<Vec<YearFigure>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let (moved, since, figures) = known.get(key)?;
        (*moved == self.moved() && since.elapsed() < FRESH).then(|| figures.clone())
    }

    /// Keeps figures that were read after so many moves.
    fn keep(&self, key: Key, moved: u64, figures: &[YearFigure]) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(key, (moved, Instant::now(), figures.to_vec()));
    }
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
        let key = (measures.to_vec(), year, body_path.clone(), by_body, self.today());
        if let Some(known) = self.figures_known().get(&key) {
            return Ok(known);
        }
        let moved = self.figures_known().moved();
        let query = FigureQuery {
            measures: measures.iter().map(ToString::to_string).collect(),
            body_path,
            from: Date::new(year, 1, 1).unwrap_or(Date::ZERO),
            until: Date::new(year, 12, 31).unwrap_or(Date::ZERO),
            as_of: self.today(),
        };
        let group = if by_body { FigureGroup::Body } else { FigureGroup::Measure };
        let sums = self.store().figure_sums(self.jurisdiction(), &query, &group).await?;
        let figures: Vec<YearFigure> = sums.into_iter().map(|sum| year_figure(sum, by_body)).collect();
        self.figures_known().keep(key, moved, &figures);
        Ok(figures)
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
