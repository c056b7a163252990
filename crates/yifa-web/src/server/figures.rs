//! Owns the figures: each measure with its value, its target and its bodies; each opens into its matters.

mod matters;

pub(super) use matters::{address, matters};

use axum::extract::{Query, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use yifa_app::AppError;
use yifa_app::figures::YearFigure;
use yifa_kernel::measure::Figure;
use yifa_kernel::procedure::{DECIMAL, Measure, MeasureKind, Target as KernelTarget};
use yifa_store::{Level as StoredLevel, MatterQuery};

use super::guest::{Staff, page_of};
use super::{Server, list, register, words};
use crate::chart::{Meter, Target};
use crate::components::{Level, Opt};
use crate::face::{Lang, Nav};
use crate::pages::figure::{BodyFigure, FigureGroup, FigureRow, FiguresPage, LevelTile};
use crate::pages::matter::Tab;

/// The first year that has figures.
const FIRST: i16 = 1990;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    year: String,
    show: String,
}

pub(super) async fn figures(
    staff: Staff,
    State(server): State<Server>,
    Query(asked): Query<Asked>,
) -> Response {
    match page(&staff, &server, &asked).await {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

async fn page(staff: &Staff, server: &Server, asked: &Asked) -> Result<FiguresPage, AppError> {
    let lang = staff.guest.lang;
    let city = &server.city;
    let today = city.today();
    let year = year(lang, &asked.year, today)?;
    let reach = list::reach(staff);
    let whole_city = reach.is_none();
    let whole = city.year_figures(&[], year, reach.clone(), false).await?;
    let by_body = city.year_figures(&[], year, reach.clone(), true).await?;
    let query = MatterQuery { is_final: Some(false), body_path: reach, ..MatterQuery::default() };
    let mut levels = Vec::new();
    for (level, stored, name) in [
        (Level::Red, StoredLevel::Red, "red"),
        (Level::Yellow, StoredLevel::Yellow, "yellow"),
        (Level::Notice, StoredLevel::Notice, "notice"),
    ] {
        let query = MatterQuery { level: Some((stored, today)), ..query.clone() };
        let n = city.count(&query, list::COUNTED).await?;
        levels.push(LevelTile { level, n, href: format!("/matters?level={name}") });
    }
    let mut rows = Vec::new();
    for measure in city.registry().measures() {
        let figure = figure_of(&whole, measure);
        let bodies = by_body.iter().filter(|one| one.measure == measure.id);
        let bodies = bodies.map(|one| {
            let name =
                one.body.as_deref().map_or_else(String::new, |body| words::body_named(&staff.guest, body));
            let href = address(measure, year, one.body.as_deref().unwrap_or(""));
            let mut row = body_figure(lang, measure, one.figure, name, href);
            row.met = row.met.filter(|_| is_judged(measure, false));
            row
        });
        let judged = measure.target.filter(|_| is_judged(measure, whole_city));
        let mut sum = body_figure(lang, measure, figure, String::new(), address(measure, year, ""));
        sum.met = sum.met.filter(|_| judged.is_some());
        let procedure = measure.of().and_then(|of| city.registry().latest(of));
        let row = FigureRow {
            id: measure.id.to_string(),
            title: words::label(lang, &measure.label),
            basis: staff.guest.articles(&measure.basis),
            figure: sum,
            target: measure.target.map(|target| target_words(measure, target)),
            meter: meter(measure.kind, figure, judged),
            by_body: bodies.collect(),
        };
        rows.push((procedure, row));
    }
    let shown = Shown::from_value(asked.show.trim());
    let shows = Shown::ALL.map(|one| Tab {
        label: lang.t(one.key()),
        count: u32::try_from(rows.iter().filter(|(_, row)| one.has(row)).count()).ok(),
        href: format!("/figures?year={year}&show={}", one.value()),
        current: one == shown,
    });
    rows.retain(|(_, row)| shown.has(row));
    let groups = register::by_chapter(lang, rows).into_iter();
    let groups =
        groups.map(|(chapter, title, rows)| FigureGroup { id: format!("group-{chapter}"), title, rows });
    Ok(FiguresPage {
        chrome: staff.chrome(Some(Nav::Figures)),
        years: (0..3).map(|n| year_option(today, n, year)).collect(),
        levels,
        bodies: Vec::new(),
        shows: shows.into(),
        show: shown.value().to_owned(),
        groups: groups.collect(),
    })
}

/// Which measures are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    Unmet,
    Met,
    /// Those without a target, and those for which nothing counts yet.
    Unjudged,
}

impl Shown {
    const ALL: [Self; 4] = [Self::All, Self::Unmet, Self::Met, Self::Unjudged];

    /// The value in addresses; what is none shows all.
    fn value(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Unmet => "unmet",
            Self::Met => "met",
            Self::Unjudged => "unjudged",
        }
    }

    fn from_value(text: &str) -> Self {
        Self::ALL.into_iter().find(|one| one.value() == text).unwrap_or(Self::All)
    }

    fn key(self) -> &'static str {
        match self {
            Self::All => "tools.figures.all",
            Self::Unmet => "tools.figures.not_met",
            Self::Met => "tools.figures.met",
            Self::Unjudged => "tools.figures.unjudged",
        }
    }

    fn has(self, row: &FigureRow) -> bool {
        match self {
            Self::All => true,
            Self::Unmet => row.figure.met == Some(false),
            Self::Met => row.figure.met == Some(true),
            Self::Unjudged => row.figure.met.is_none(),
        }
    }
}

/// The year that is asked for; this one where none is. Another than figures can have is refused, never taken for this one.
fn year(lang: Lang, asked: &str, today: Date) -> Result<i16, AppError> {
    let asked = asked.trim();
    if asked.is_empty() {
        return Ok(today.year());
    }
    let found = asked.parse().ok().filter(|year| (FIRST..=today.year().saturating_add(1)).contains(year));
    found.ok_or_else(|| {
        let bounds = [("first", FIRST.to_string()), ("last", (today.year() + 1).to_string())];
        AppError::invalid(format!("year={asked}"), lang.with("figure.no_such_year", &bounds))
    })
}

fn year_option(today: Date, back: i16, year: i16) -> Opt {
    let one = today.year() - back;
    Opt::new(one.to_string(), one.to_string(), one == year)
}

/// Whether a figure is held against the measure's usual target: a share is everybody's, a number the whole city's. Where each
/// body counts for itself, the plan says what each owes.
pub(super) fn is_judged(measure: &Measure, whole_city: bool) -> bool {
    measure.kind == MeasureKind::Rate || (whole_city && !measure.own)
}

/// The figure of a measure among those of a year.
pub(super) fn figure_of(all: &[YearFigure], measure: &Measure) -> Figure {
    all.iter().find(|one| one.measure == measure.id).map_or_else(Figure::default, |one| one.figure)
}

fn body_figure(lang: Lang, measure: &Measure, figure: Figure, body: String, href: String) -> BodyFigure {
    BodyFigure {
        body,
        value: value_words(lang, measure, figure),
        counted: match measure.kind {
            MeasureKind::Rate => Some(format!("{} / {}", figure.hit, figure.hit + figure.missed)),
            MeasureKind::Sum => {
                Some(lang.with("tools.figures.counted", &[("n", figure.counted.to_string())]))
            }
            MeasureKind::Count | MeasureKind::Milestone | MeasureKind::Refusals => None,
        },
        pending: u32::try_from(figure.pending).unwrap_or(0),
        met: measure.target.and_then(|target| figure.reaches(measure.kind, target)),
        href,
    }
}

/// A figure with its unit; `None`: nothing counts yet.
pub(super) fn value_words(lang: Lang, measure: &Measure, figure: Figure) -> Option<String> {
    let value = figure.value(measure.kind)?;
    Some(match measure.kind {
        MeasureKind::Rate => format!("{}%", rounded(value)),
        MeasureKind::Count | MeasureKind::Milestone | MeasureKind::Sum | MeasureKind::Refusals => {
            let unit = measure.unit.as_ref().map(|unit| words::label(lang, unit)).unwrap_or_default();
            format!("{} {unit}", rounded(value)).trim().to_owned()
        }
    })
}

/// A target in words: `≥ 7`, `2–3`, `100%`.
pub(super) fn target_words(measure: &Measure, target: KernelTarget) -> String {
    let percent = if measure.kind == MeasureKind::Rate || target.percent { "%" } else { "" };
    match (target.at_least, target.at_most) {
        (Some(least), Some(most)) => format!("{}–{}{percent}", rounded(least), rounded(most)),
        // Nothing is above the whole.
        (Some(least), None) if percent == "%" && least >= 100 * DECIMAL => "100%".to_owned(),
        (Some(least), None) => format!("≥ {}{percent}", rounded(least)),
        (None, Some(most)) => format!("≤ {}{percent}", rounded(most)),
        (None, None) => String::new(),
    }
}

/// Ten-thousandths with at most one decimal place, rounded down: 99.97 % is not 100 %.
fn rounded(value: i64) -> String {
    let tenths = value.div_euclid(DECIMAL / 10);
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

/// The drawing of a figure against its target.
pub(super) fn meter(kind: MeasureKind, figure: Figure, target: Option<KernelTarget>) -> Option<Meter> {
    // Drawing only: the numbers beside it are exact.
    let float = |n: i64| n as f64 / DECIMAL as f64;
    let target = match (target?.at_least, target?.at_most) {
        (Some(least), Some(most)) => Target::Between(float(least), float(most)),
        (Some(least), None) => Target::AtLeast(float(least)),
        (None, Some(most)) => Target::AtMost(float(most)),
        (None, None) => return None,
    };
    Some(Meter { value: float(figure.value(kind)?), target })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_judged_for_the_whole_city_alone_and_a_share_for_everybody() {
        let registry =
            yifa_kernel::definition::compile(&yifa_app::definitions::embedded()).expect("definitions");
        let measure = |id: &str| registry.measure(&id.into()).expect("a measure");
        for (id, city, part) in [
            ("certificates-checked-rate", true, true),
            ("demo-sites-city", true, false),
            ("exec-law-study-count", false, false),
        ] {
            let judged = [true, false].map(|whole| is_judged(measure(id), whole));
            assert_eq!(judged, [city, part], "{id}");
        }
        let share = measure("certificates-checked-rate");
        let target = |at_least| KernelTarget { at_least: Some(at_least), at_most: None, percent: false };
        assert_eq!(target_words(share, target(100 * DECIMAL)), "100%");
        assert_eq!(target_words(share, target(95 * DECIMAL)), "≥ 95%");
        assert_eq!(target_words(measure("exec-law-study-count"), target(100 * DECIMAL)), "≥ 100");
    }
}
