//! Owns the plan's page: the notice as a tree with its obligations, each beside its live figure.

use std::collections::BTreeMap;

use axum::extract::{Query, State};
use axum::response::Response;
use jiff::civil::Date;
use yifa_app::AppError;
use yifa_app::figures::YearFigure;
use yifa_kernel::id::{BodyId, MatterId};
use yifa_kernel::matter::{Facts, State as MatterState};
use yifa_kernel::measure::{Figure, Outcome, contributions};
use yifa_kernel::procedure::{Measure, MeasureKind, Target};
use yifa_kernel::value::Value;
use yifa_law::notice;

use super::super::guest::{Staff, page_of};
use super::super::{Server, figures, words};
use super::{Asked, choice, may_import};
use crate::chart::Meter;
use crate::face::Nav;
use crate::pages::plan::{Obligation, ObligationStatus, PlanNode, PlanPage, PlanTile};

pub(in crate::server) async fn plan(
    staff: Staff,
    State(server): State<Server>,
    Query(asked): Query<Asked>,
) -> Response {
    match page(&staff, &server, &asked).await {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

async fn page(staff: &Staff, server: &Server, asked: &Asked) -> Result<PlanPage, AppError> {
    let city = &server.city;
    let import_href = may_import(staff).then(|| "/plan/import".to_owned());
    let lang = staff.guest.lang;
    let all = choice::candidates(server, asked).await?;
    let Some(here) = choice::chosen(&all, asked, city.today().year()) else {
        let wanted = if asked.plan.is_empty() { asked.year.clone() } else { asked.plan.clone() };
        if !wanted.is_empty() {
            return Err(AppError::NotFound(format!("plan {wanted}")));
        }
        return Ok(PlanPage {
            chrome: staff.chrome(Some(Nav::Plan)),
            title: lang.t("server.no_plan"),
            origin: String::new(),
            href: None,
            plans: Vec::new(),
            tiles: Vec::new(),
            narrowed: false,
            nodes: Vec::new(),
            import_href,
        });
    };
    let opened = city.open_matter(&MatterId::new(here.matter.as_str())).await?;
    let state = &opened.state;
    let text = source(server, state).await?;
    let notice = notice::read(&text, Some(here.year));
    let live = live(staff, server, &opened.facts, here.year).await?;
    let wanted = asked.status();
    let mut nodes = match notice.items.is_empty() {
        true => entered(&live),
        false => nodes(&notice.items, &mut placed(&notice.items, &live), 0, 1).0,
    };
    if let Ok(at) = asked.at.parse() {
        let item = match notice.items.is_empty() {
            true => live.iter().position(|one| one.at == at),
            false => notice.items.iter().rposition(|item| item.span.contains(&at)),
        };
        let anchor = item.map(|item| format!("item-{item}"));
        nodes.iter_mut().for_each(|node| mark_passage(node, anchor.as_deref()));
    }
    if let Some(status) = wanted {
        nodes.retain_mut(|node| keep_only(node, status));
    }
    let word = |id: &str| state.fields.get(id).map(ToString::to_string).unwrap_or_default();
    Ok(PlanPage {
        chrome: staff.chrome(Some(Nav::Plan)),
        title: word("title"),
        origin: [word("issuer"), word("doc_no"), word("issued_on")]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        href: Some(format!("/matters/{}", here.matter)),
        plans: choice::switch(lang, server, &all, &here.matter),
        tiles: tiles(&live, here, wanted),
        narrowed: wanted.is_some(),
        nodes,
        import_href,
    })
}

/// An item of the plan beside its figure, in the order of the text.
struct Live {
    at: usize,
    path: String,
    heading: Option<String>,
    text: Option<String>,
    obligation: Obligation,
}

/// Counts by status; each shows its own obligations alone, and the one that is on shows all again.
fn tiles(live: &[Live], here: &choice::Candidate, on: Option<ObligationStatus>) -> Vec<PlanTile> {
    let tile = |status: ObligationStatus| {
        let n = live.iter().filter(|one| one.obligation.status == status).count();
        let only = if on == Some(status) { String::new() } else { format!("&status={}", status.value()) };
        PlanTile {
            status: Some(status),
            n: u32::try_from(n).unwrap_or(u32::MAX),
            href: format!("/plan?plan={}{only}", here.matter),
            current: on == Some(status),
        }
    };
    ObligationStatus::ALL.into_iter().map(tile).collect()
}

/// Names the node at which the passage asked for stands.
fn mark_passage(node: &mut PlanNode, anchor: Option<&str>) {
    if Some(node.anchor.as_str()) == anchor {
        "passage".clone_into(&mut node.anchor);
    }
    node.children.iter_mut().for_each(|child| mark_passage(child, anchor));
}

/// Leaves of a node only the obligations with a status; false when nothing is left.
fn keep_only(node: &mut PlanNode, status: ObligationStatus) -> bool {
    node.obligations.retain(|one| one.status == status);
    node.children.retain_mut(|child| keep_only(child, status));
    !node.obligations.is_empty() || !node.children.is_empty()
}

/// The items of a plan whose notice is not at hand, as they were entered.
fn entered(live: &[Live]) -> Vec<PlanNode> {
    let node = |(at, one): (usize, &Live)| PlanNode {
        anchor: format!("item-{at}"),
        number: one.path.clone(),
        heading: one.heading.clone(),
        text: one.text.clone(),
        obligations: vec![one.obligation.clone()],
        children: Vec::new(),
    };
    live.iter().enumerate().map(node).collect()
}

/// The obligations by the innermost item of the outline in which they stand.
fn placed(items: &[notice::Item], live: &[Live]) -> BTreeMap<usize, Vec<Obligation>> {
    let mut by_item: BTreeMap<usize, Vec<Obligation>> = BTreeMap::new();
    for one in live {
        let inside = items.iter().rposition(|item| item.span.contains(&one.at));
        by_item.entry(inside.unwrap_or(0)).or_default().push(one.obligation.clone());
    }
    by_item
}

async fn source(server: &Server, state: &MatterState) -> Result<String, AppError> {
    let Some(Value::File(file)) = state.fields.get("source") else { return Ok(String::new()) };
    let city = &server.city;
    let Ok(digest) = file.digest.parse() else { return Ok(String::new()) };
    let kept = city.store().blob_get(city.jurisdiction(), digest).await?;
    Ok(kept.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default())
}

/// The plan's items, each beside its figure.
async fn live(staff: &Staff, server: &Server, facts: &Facts, year: i16) -> Result<Vec<Live>, AppError> {
    let city = &server.city;
    let figures = Figures {
        year,
        whole: city.year_figures(&[], year, None, false).await?,
        by_body: city.year_figures(&[], year, None, true).await?,
    };
    let items = facts.matters.values().filter(|one| one.procedure.as_str() == "plan-item");
    let one = |item: &std::sync::Arc<MatterState>| {
        let text = |id: &str| {
            let text = item.fields.get(id).and_then(Value::as_text);
            text.filter(|text| !text.trim().is_empty()).map(str::to_owned)
        };
        let at = match item.fields.get("span_start") {
            Some(Value::Int(start)) => usize::try_from(*start).unwrap_or(0),
            _ => 0,
        };
        Live {
            at,
            path: text("path").unwrap_or_default(),
            heading: text("heading"),
            text: text("text"),
            obligation: obligation(staff, item, facts, &figures),
        }
    };
    let mut live: Vec<Live> = items.map(one).collect();
    live.sort_by(|a, b| (a.at, &a.path).cmp(&(b.at, &b.path)));
    Ok(live)
}

/// The figures of a year.
struct Figures {
    year: i16,
    whole: Vec<YearFigure>,
    by_body: Vec<YearFigure>,
}

impl Figures {
    /// How many of some bodies reach a target, each by itself.
    fn reaching(&self, measure: &Measure, target: Target, bodies: &[BodyId]) -> usize {
        let reaches = |body: &&BodyId| self.of(measure, body).reaches(measure.kind, target) == Some(true);
        bodies.iter().filter(reaches).count()
    }

    /// What an obligation of some bodies asks for.
    fn owed(&self, measure: &Measure, leads: &[BodyId]) -> Figure {
        match alone(measure, leads) {
            Some(body) => self.of(measure, body),
            None => figures::figure_of(&self.whole, measure),
        }
    }

    /// What a body itself has.
    fn of(&self, measure: &Measure, body: &BodyId) -> Figure {
        let own = |one: &&YearFigure| one.measure == measure.id && one.body.as_deref() == Some(body.as_str());
        self.by_body.iter().find(own).map_or_else(Figure::default, |one| one.figure)
    }
}

fn obligation(staff: &Staff, item: &MatterState, facts: &Facts, figures: &Figures) -> Obligation {
    let city = &staff.guest.server.city;
    let text = |id: &str| item.fields.get(id).and_then(Value::as_text).unwrap_or_default().to_owned();
    let scaled = |id: &str| item.fields.get(id).and_then(Value::scaled);
    let row = match item.fields.get("obligation_list") {
        Some(Value::Table(rows)) => rows.first(),
        _ => None,
    };
    let cell =
        |id: &str| row.and_then(|row| row.get(id)).map(ToString::to_string).filter(|text| !text.is_empty());
    let target = Target { at_least: scaled("target_min"), at_most: scaled("target_max"), percent: false };
    let target = (target.at_least.is_some() || target.at_most.is_some()).then_some(target);
    let measure = city.registry().measure(&text("measure").as_str().into());
    let body = |value: &Value| match value {
        Value::Body(id) => Some(id.clone()),
        _ => None,
    };
    let leads: Vec<BodyId> = match item.fields.get("lead_bodies") {
        Some(Value::List(all)) => all.iter().filter_map(body).collect(),
        Some(one) => body(one).into_iter().collect(),
        None => Vec::new(),
    };
    let own = measure
        .filter(|measure| measure.of() == Some(&item.procedure))
        .map(|measure| own(staff, measure, item, facts));
    let shown = measure.map(|measure| match own {
        Some(figure) => against(staff, measure, figure, target),
        None => shown(staff, measure, target, &leads, figures),
    });
    let reached = shown.as_ref().and_then(|shown| shown.reached);
    let beyond = shown.as_ref().is_some_and(|shown| shown.beyond);
    let when: Vec<String> = [cell("rhythm"), cell("deadline")].into_iter().flatten().collect();
    let written = super::lead::write(staff.guest.lang, &city.bodies(), &leads);
    Obligation {
        who: if written.is_empty() { text("lead_text") } else { written },
        what: cell("what").unwrap_or_else(|| text("text")),
        by_when: (!when.is_empty()).then(|| when.join(" · ")),
        measure: measure.map(|measure| {
            let label = words::label(staff.guest.lang, &measure.label);
            let body = alone(measure, &leads).map_or("", BodyId::as_str);
            (label, figures::address(measure, figures.year, body))
        }),
        status: match status(item, measure.map(|measure| measure.kind), reached, city.today()) {
            ObligationStatus::Running | ObligationStatus::AtRisk | ObligationStatus::Missed if beyond => {
                ObligationStatus::Beyond
            }
            status => status,
        },
        value: shown.as_ref().and_then(|shown| shown.value.clone()),
        target: shown.as_ref().and_then(|shown| shown.target.clone()),
        meter: shown.and_then(|shown| shown.meter),
        href: Some(format!("/matters/{}", item.matter)),
    }
}

/// A figure against its target, in words and drawn.
struct Shown {
    value: Option<String>,
    target: Option<String>,
    meter: Option<Meter>,
    reached: Option<bool>,
    /// Whether the figure is more than the range of the target allows.
    beyond: bool,
}

/// A count that each of several bodies owes is counted for each of them; what a body does by itself, for it alone; everything
/// else for the whole city.
fn shown(staff: &Staff, measure: &Measure, target: Option<Target>, leads: &[BodyId], all: &Figures) -> Shown {
    let lang = staff.guest.lang;
    let words = target.map(|target| figures::target_words(measure, target));
    if let Some(target) = target.filter(|_| leads.len() > 1 && measure.kind != MeasureKind::Rate) {
        let (n, of) = (all.reaching(measure, target, leads), leads.len());
        let counted = [("n", n.to_string()), ("of", of.to_string())];
        let goal = crate::chart::Target::AtLeast(of as f64);
        return Shown {
            value: Some(lang.with("plan.of_bodies", &counted)),
            target: words.map(|target| lang.with("plan.each", &[("target", target)])),
            meter: Some(Meter { value: n as f64, target: goal }),
            reached: Some(n == of),
            beyond: false,
        };
    }
    against(staff, measure, all.owed(measure, leads), target)
}

/// The one body whose own figure an obligation asks for.
fn alone<'a>(measure: &Measure, leads: &'a [BodyId]) -> Option<&'a BodyId> {
    leads.first().filter(|_| measure.own && leads.len() == 1)
}

/// What an item alone contributes to a measure of items: other plans and years have their own.
fn own(staff: &Staff, measure: &Measure, item: &MatterState, facts: &Facts) -> Figure {
    let city = &staff.guest.server.city;
    let mut figure = Figure::default();
    let all = contributions(city.registry(), item, facts, city.today());
    for one in all.into_iter().filter(|one| one.measure == measure.id) {
        figure.counted += 1;
        figure.amount = figure.amount.saturating_add(one.amount);
        match one.outcome {
            Outcome::Hit => figure.hit += 1,
            Outcome::Miss => figure.missed += 1,
            Outcome::Pending => figure.pending += 1,
        }
    }
    figure
}

fn against(staff: &Staff, measure: &Measure, figure: Figure, target: Option<Target>) -> Shown {
    Shown {
        value: figures::value_words(staff.guest.lang, measure, figure),
        target: target.map(|target| figures::target_words(measure, target)),
        meter: figures::meter(measure.kind, figure, target),
        reached: target.and_then(|target| figure.reaches(measure.kind, target)),
        beyond: target.is_some_and(|target| figure.is_beyond(measure.kind, target)),
    }
}

/// How an obligation stands: what its figure says, where it has one; else what a person has concluded; then the day. A
/// conclusion that the figure does not bear out is not shown as reached.
fn status(
    item: &MatterState,
    kind: Option<MeasureKind>,
    reached: Option<bool>,
    today: Date,
) -> ObligationStatus {
    let late = matches!(item.fields.get("due_on"), Some(Value::Date(due)) if *due < today);
    match (item.stands.as_ref().map(|state| state.as_str()), reached) {
        (Some("missed"), _) => return ObligationStatus::Missed,
        (Some("rejected"), _) => return ObligationStatus::NotMeasured,
        (Some("achieved"), Some(true) | None) => return ObligationStatus::Met,
        _ => {}
    }
    match (kind, reached) {
        (Some(_), Some(true)) => ObligationStatus::Met,
        (Some(_), Some(false)) if late => ObligationStatus::Missed,
        (Some(MeasureKind::Rate), Some(false)) => ObligationStatus::AtRisk,
        _ if late => ObligationStatus::AtRisk,
        (Some(_), _) => ObligationStatus::Running,
        (None, _) => ObligationStatus::NotMeasured,
    }
}

/// The tree of a notice's flattened items, from one place on and one level down; gives where it stopped.
fn nodes(
    items: &[notice::Item],
    placed: &mut BTreeMap<usize, Vec<Obligation>>,
    from: usize,
    level: usize,
) -> (Vec<PlanNode>, usize) {
    let mut all = Vec::new();
    let mut at = from;
    while let Some(item) = items.get(at).filter(|item| item.level >= level) {
        let (children, next) = nodes(items, placed, at + 1, item.level + 1);
        all.push(PlanNode {
            anchor: format!("item-{at}"),
            number: item.number.clone(),
            heading: item.heading.clone(),
            text: (!item.text.trim().is_empty()).then(|| item.text.clone()),
            obligations: placed.remove(&at).unwrap_or_default(),
            children,
        });
        at = next;
    }
    (all, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(measure: &Measure) -> Figures {
        let one = |body: Option<&str>, counted| YearFigure {
            measure: measure.id.clone(),
            body: body.map(str::to_owned),
            figure: Figure { counted, ..Figure::default() },
        };
        let by_body = vec![one(Some("city"), 20), one(Some("east"), 2), one(Some("west"), 1)];
        Figures { year: 2026, whole: vec![one(None, 23)], by_body }
    }

    #[test]
    fn what_a_body_does_by_itself_is_counted_for_it_alone() {
        let registry =
            yifa_kernel::definition::compile(&yifa_app::definitions::embedded()).expect("definitions");
        let measure = |id: &str| registry.measure(&id.into()).expect("measure").clone();
        let (city, east, west): (BodyId, BodyId, BodyId) = ("city".into(), "east".into(), "west".into());
        let (study, filed) = (measure("exec-law-study-count"), measure("normdocs-published"));
        for (measure, leads, counted) in [
            (&study, vec![city.clone()], 20),
            (&study, vec!["north".into()], 0),
            (&study, vec![], 23),
            (&filed, vec![city], 23),
        ] {
            assert_eq!(figures(measure).owed(measure, &leads).counted, counted, "{} {leads:?}", measure.id);
        }
        let two = Target { at_least: Some(20_000), at_most: None, percent: false };
        assert_eq!(figures(&study).reaching(&study, two, &[east, west, "north".into()]), 1);
    }

    #[test]
    fn what_is_over_and_not_reached_is_missed_whatever_was_concluded() {
        let standing = |stands: &str, due: Date| {
            let mut item = MatterState::unopened(
                MatterId::new("m"),
                "plan-item".into(),
                "2026-01-01".into(),
                "city".into(),
            );
            item.stands = Some(stands.into());
            item.fields.insert("due_on".into(), Value::Date(due));
            item
        };
        let (today, past) = (jiff::civil::date(2026, 11, 23), jiff::civil::date(2026, 9, 30));
        let count = Some(MeasureKind::Count);
        for (stands, due, kind, reached, told) in [
            ("running", past, count, Some(false), ObligationStatus::Missed),
            ("achieved", past, count, Some(false), ObligationStatus::Missed),
            ("achieved", past, count, Some(true), ObligationStatus::Met),
            ("achieved", past, None, None, ObligationStatus::Met),
            ("running", today, count, Some(false), ObligationStatus::Running),
            ("running", today, Some(MeasureKind::Rate), Some(false), ObligationStatus::AtRisk),
            ("running", past, None, None, ObligationStatus::AtRisk),
            ("rejected", past, count, Some(true), ObligationStatus::NotMeasured),
        ] {
            assert_eq!(
                status(&standing(stands, due), kind, reached, today),
                told,
                "{stands} {due} {reached:?}"
            );
        }
    }
}
