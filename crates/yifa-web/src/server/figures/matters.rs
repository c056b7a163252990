//! Owns a figure opened: the matters that it counts, by outcome, body and period, a page at a time.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use yifa_app::AppError;
use yifa_app::figures::{Counted, RefusedAct, Stretch};
use yifa_kernel::id::BodyId;
use yifa_kernel::measure::Figure;
use yifa_kernel::procedure::{Label, Measure, MeasureKind};
use yifa_store::{Cursor, MatterRow as StoredRow, Outcome, PAGE_LIMIT};

use super::super::guest::{Staff, page_of};
use super::super::{Server, book, list, words};
use crate::components::{BoardColumn, Crumb, Opt};
use crate::face::{Lang, Nav};
use crate::pages::figure::{CountedAs, CountedRow, FigureMattersPage, OutcomeTab, RefusedRow};
use crate::pages::matter::Tab;

/// Matters of one page.
const ROWS: u32 = 50;

/// Which of a measure's matters.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::server) struct Asked {
    year: String,
    month: String,
    body: String,
    outcome: String,
    view: String,
    after: String,
}

pub(in crate::server) async fn matters(
    staff: Staff,
    State(server): State<Server>,
    Path(measure): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    match page(&staff, &server, &measure, &asked).await {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

/// The matters of a body, or of all, in a year.
pub(in crate::server) fn address(measure: &Measure, year: i16, body: &str) -> String {
    let mut pairs = vec![("year", year.to_string())];
    if !body.is_empty() {
        pairs.push(("body", body.to_owned()));
    }
    format!("/figures/{}?{}", measure.id, serde_urlencoded::to_string(pairs).unwrap_or_default())
}

impl Asked {
    /// The year, as far as it has been [held](Self::held) to be one.
    fn year(&self, today: Date) -> i16 {
        self.year.trim().parse().unwrap_or(today.year())
    }

    fn month(&self) -> Option<i8> {
        self.month.trim().parse().ok()
    }

    /// The same, if year and month are ones that there can be.
    fn held(&self, lang: Lang, today: Date) -> Result<(), AppError> {
        super::year(lang, &self.year, today)?;
        let month = self.month.trim();
        let known = month.is_empty() || month.parse().is_ok_and(|month: i8| (1..=12).contains(&month));
        let why = || lang.t("figure.no_such_month");
        if known { Ok(()) } else { Err(AppError::invalid(format!("month={month}"), why())) }
    }

    /// First and last day.
    fn days(&self, today: Date) -> (Date, Date) {
        let (first, last) = self.month().map_or((1, 12), |month| (month, month));
        let day = |month| Date::new(self.year(today), month, 1).unwrap_or(today);
        (day(first), day(last).last_of_month())
    }

    /// The same list with another outcome, from another place on.
    fn href(&self, measure: &Measure, outcome: &str, after: Option<&Cursor>) -> String {
        let after = after.map(ToString::to_string).unwrap_or_default();
        let all = [
            ("year", self.year.as_str()),
            ("month", self.month.as_str()),
            ("body", self.body.as_str()),
            ("outcome", outcome),
            ("view", self.view.as_str()),
            ("after", after.as_str()),
        ];
        let said: Vec<_> = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("/figures/{}?{}", measure.id, serde_urlencoded::to_string(said).unwrap_or_default())
    }
}

async fn page(
    staff: &Staff,
    server: &Server,
    measure: &str,
    asked: &Asked,
) -> Result<FigureMattersPage, AppError> {
    let lang = staff.guest.lang;
    let city = &server.city;
    let today = city.today();
    asked.held(lang, today)?;
    let missing = || AppError::NotFound(format!("measure {measure}"));
    let measure = city.registry().measure(&measure.into()).ok_or_else(missing)?;
    let outcome = CountedAs::from_value(&asked.outcome);
    let (from, until) = asked.days(today);
    let stretch = Stretch {
        measure: measure.id.clone(),
        body_path: list::reach(staff),
        body: Some(asked.body.as_str()).filter(|body| !body.is_empty()).map(BodyId::new),
        from,
        until,
    };
    let after = match asked.after.as_str() {
        "" => None,
        text => Some(
            Cursor::parse(text)
                .map_err(|_| AppError::invalid(format!("cursor \"{text}\""), "go back to the first page"))?,
        ),
    };
    let figure = city.figure(&stretch).await?;
    let refusals = match measure.refused {
        Some(_) => Some(city.refused_acts(&stretch, after.as_ref(), ROWS).await?),
        None => None,
    };
    let is_board = refusals.is_none() && asked.view == "board";
    let most = if is_board { PAGE_LIMIT } else { ROWS };
    let (counted, next) = match &refusals {
        Some((_, next)) => (Vec::new(), next.clone()),
        None => city.counted(&stretch, outcome.map(stored), after.as_ref(), most).await?,
    };
    let board = if is_board { Some(board(staff, measure, &counted).await?) } else { None };
    let value = outcome.map_or("", CountedAs::value);
    let whole_city = stretch.body.is_none() && stretch.body_path.is_none();
    let judged = measure.target.filter(|_| super::is_judged(measure, whole_city));
    Ok(FigureMattersPage {
        chrome: staff.chrome(Some(Nav::Figures)),
        crumbs: vec![Crumb { label: lang.t("frame.nav.figures"), href: "/figures".to_owned() }],
        title: words::label(lang, &measure.label),
        basis: staff.guest.articles(&measure.basis),
        action: format!("/figures/{}", measure.id),
        figure: super::body_figure(lang, measure, figure, String::new(), String::new()),
        target: measure.target.map(|target| super::target_words(measure, target)),
        meter: super::meter(measure.kind, figure, judged),
        years: (0..3).map(|back| super::year_option(today, back, asked.year(today))).collect(),
        months: months(staff, asked),
        bodies: bodies(staff, asked),
        outcome: value.to_owned(),
        tabs: tabs(measure, asked, figure, outcome),
        shapes: if refusals.is_some() { Vec::new() } else { shapes(staff, measure, asked) },
        view: asked.view.clone(),
        whole: whole(staff, measure),
        board,
        rows: counted.iter().filter_map(|one| row(staff, measure, one, today)).collect(),
        refusals: refusals.map(|(acts, _)| acts.into_iter().map(|act| refused(staff, act)).collect()),
        first: after.is_some().then(|| asked.href(measure, value, None)),
        next: next.map(|next| asked.href(measure, value, Some(&next))),
    })
}

fn stored(outcome: CountedAs) -> Outcome {
    match outcome {
        CountedAs::Hit => Outcome::Hit,
        CountedAs::Missed => Outcome::Missed,
        CountedAs::Pending => Outcome::Pending,
    }
}

/// What only counts has one tab; what can be missed has one for each outcome.
fn tabs(measure: &Measure, asked: &Asked, figure: Figure, current: Option<CountedAs>) -> Vec<OutcomeTab> {
    let tab = |outcome: Option<CountedAs>, n| OutcomeTab {
        outcome,
        n,
        href: asked.href(measure, outcome.map_or("", CountedAs::value), None),
        current: outcome == current,
    };
    let mut all = vec![tab(None, figure.counted)];
    if measure.counting.iter().any(|one| one.hit.is_some()) {
        all.extend(CountedAs::ALL.map(|outcome| {
            let n = match outcome {
                CountedAs::Hit => figure.hit,
                CountedAs::Missed => figure.missed,
                CountedAs::Pending => figure.pending,
            };
            tab(Some(outcome), n)
        }));
    }
    all
}

/// Table or board.
fn shapes(staff: &Staff, measure: &Measure, asked: &Asked) -> Vec<Tab> {
    let shape = |name: &str, view: &str| Tab {
        label: staff.guest.lang.t(&format!("list.shape.{name}")),
        count: None,
        href: Asked { view: view.to_owned(), ..asked.clone() }.href(measure, &asked.outcome, None),
        current: (asked.view == "board") == (view == "board"),
    };
    vec![shape("table", ""), shape("board", "board")]
}

/// The board of the matters themselves, or of those whose tracks they are: all of them, counted or not.
fn whole(staff: &Staff, measure: &Measure) -> Option<(String, String)> {
    let registry = staff.guest.server.city.registry();
    let mut procedure = registry.latest(measure.of()?)?;
    while let Some(parent) = procedure.parent.as_ref().and_then(|id| registry.latest(id)) {
        procedure = parent;
    }
    let href = format!("/matters?procedure={}&view=board", procedure.id);
    Some((words::label(staff.guest.lang, &procedure.label), href))
}

/// The matters of a page as cards, in columns by state.
async fn board(staff: &Staff, measure: &Measure, counted: &[Counted]) -> Result<Vec<BoardColumn>, AppError> {
    let registry = staff.guest.server.city.registry();
    let lang = staff.guest.lang;
    let mut columns = Vec::new();
    for counting in &measure.counting {
        let Some(procedure) = registry.latest(&counting.of) else { continue };
        let own = |row: &&StoredRow| row.procedure == counting.of.as_str();
        let rows: Vec<StoredRow> =
            counted.iter().filter_map(|one| one.matter.as_ref()).filter(own).cloned().collect();
        let mut own = list::cards(staff, procedure, list::By::State, &rows, &|_| None).await?;
        // States of several procedures may be called the same.
        if measure.counting.len() > 1 {
            let of = words::label(lang, &procedure.label);
            own.iter_mut().for_each(|column| column.label = format!("{of} · {}", column.label));
        }
        columns.extend(own);
    }
    Ok(columns)
}

fn months(staff: &Staff, asked: &Asked) -> Vec<Opt> {
    let picked = asked.month();
    let whole = Opt::new("", staff.guest.lang.t("figure.whole_year"), picked.is_none());
    let month = |n: i8| {
        let label = staff.guest.lang.with("figure.month_n", &[("n", n.to_string())]);
        Opt::new(n.to_string(), label, picked == Some(n))
    };
    std::iter::once(whole).chain((1..=12).map(month)).collect()
}

/// The bodies within reach.
fn bodies(staff: &Staff, asked: &Asked) -> Vec<Opt> {
    let lang = staff.guest.lang;
    let all = staff.guest.server.city.bodies();
    let reach = list::reach(staff);
    let within = |id: &BodyId| reach.as_ref().is_none_or(|top| all.path(id).starts_with(top.as_str()));
    let any = Opt::new("", lang.t("figure.all_bodies"), asked.body.is_empty());
    let one = |body: &yifa_kernel::body::Body| {
        Opt::new(body.id.to_string(), lang.pick(&body.name, &body.en), body.id.as_str() == asked.body)
    };
    std::iter::once(any).chain(all.iter().filter(|body| within(&body.id)).map(one)).collect()
}

fn row(staff: &Staff, measure: &Measure, one: &Counted, today: Date) -> Option<CountedRow> {
    let figure = &one.figure.figure;
    let outcome = match figure.late_after {
        _ if figure.counted <= figure.hit => CountedAs::Hit,
        Some(last) if last >= today => CountedAs::Pending,
        _ => CountedAs::Missed,
    };
    let unit = measure.unit.as_ref().map(|unit| words::label(staff.guest.lang, unit)).unwrap_or_default();
    Some(CountedRow {
        row: list::matter_row(staff, one.matter.as_ref()?, today),
        on: figure.on,
        outcome,
        until: figure.late_after.filter(|_| outcome == CountedAs::Pending),
        amount: match measure.kind {
            MeasureKind::Sum => Some(format!("{} {unit}", super::rounded(figure.amount)).trim().to_owned()),
            // A matter that counts as several says as how many.
            MeasureKind::Count | MeasureKind::Rate | MeasureKind::Milestone | MeasureKind::Refusals => {
                (figure.counted != 1).then(|| format!("{} {unit}", figure.counted).trim().to_owned())
            }
        },
    })
}

fn refused(staff: &Staff, act: RefusedAct) -> RefusedRow {
    let lang = staff.guest.lang;
    let procedure = staff.guest.server.city.registry().latest(&act.procedure.as_str().into());
    let label = |found: Option<&Label>, id: &str| {
        found.map_or_else(|| id.to_owned(), |label| words::label(lang, label))
    };
    let action = procedure.and_then(|one| one.action(&act.action.as_str().into()));
    RefusedRow {
        on: act.on,
        action: label(action.map(|one| &one.label), &act.action),
        procedure: label(procedure.map(|one| &one.label), &act.procedure),
        href: act.matter.map(|matter| format!("/matters/{matter}")),
        body: act.body.map(|body| words::body_named(&staff.guest, body.as_str())).unwrap_or_default(),
        reasons: act
            .reasons
            .into_iter()
            .map(|(code, basis)| {
                let says = book::code_title(lang, &code).unwrap_or_default().to_owned();
                (code, says, staff.guest.articles(&basis))
            })
            .collect(),
        cited: act.cited.join(lang.pick("、", ", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_has_its_own_days_and_nonsense_is_refused() {
        let today = Date::constant(2026, 11, 23);
        let asked =
            |year: &str, month: &str| Asked { year: year.into(), month: month.into(), ..Asked::default() };
        let days = |year: &str, month: &str| {
            let (from, until) = asked(year, month).days(today);
            format!("{from}..{until}")
        };
        assert_eq!(days("2028", "2"), "2028-02-01..2028-02-29");
        assert_eq!(days("2025", ""), "2025-01-01..2025-12-31");
        assert_eq!(days("", ""), "2026-01-01..2026-12-31");
        let held = |year: &str, month: &str| asked(year, month).held(Lang::ZhHans, today).is_ok();
        assert!(held("2025", "12") && held("", ""));
        for (year, month) in [("x", "1"), ("99999", ""), ("0", ""), ("", "13"), ("", "0"), ("2026", "-1")] {
            assert!(!held(year, month), "{year} {month}");
        }
    }
}
