//! Owns the plan's page: the notice as a tree with its obligations, each beside its live figure.

use std::collections::BTreeMap;

use axum::extract::{Query, State};
use axum::response::Response;
use jiff::civil::Date;
use yifa_app::AppError;
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::State as MatterState;
use yifa_kernel::procedure::{Measure, MeasureKind, Target};
use yifa_kernel::value::Value;
use yifa_law::notice;

use super::super::guest::{Staff, page_of};
use super::super::{Server, figures, words};
use super::{Asked, choice, may_import};
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
    let all = choice::candidates(server).await?;
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
            nodes: Vec::new(),
            import_href,
        });
    };
    let opened = city.open_matter(&MatterId::new(here.matter.as_str())).await?;
    let state = &opened.state;
    let text = source(server, state).await?;
    let notice = notice::read(&text, Some(here.year));
    let live = live(staff, server, &opened.facts.matters, here.year).await?;
    let (mut nodes, _) = nodes(&notice.items, 0, 1, &live);
    if nodes.is_empty() {
        nodes = entered(&opened.facts.matters, &live);
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
        tiles: tiles(&live),
        nodes,
        import_href,
    })
}

fn tiles(live: &BTreeMap<String, Obligation>) -> Vec<PlanTile> {
    let all = [
        ObligationStatus::Met,
        ObligationStatus::Running,
        ObligationStatus::AtRisk,
        ObligationStatus::Missed,
        ObligationStatus::NotMeasured,
    ];
    let tile = |status: ObligationStatus| {
        let n = live.values().filter(|one| one.status == status).count();
        PlanTile { status: Some(status), n: u32::try_from(n).unwrap_or(u32::MAX), href: "#plan".to_owned() }
    };
    all.into_iter().map(tile).collect()
}

/// The items of a plan whose notice is not at hand, as they were entered.
fn entered(
    matters: &BTreeMap<MatterId, std::sync::Arc<MatterState>>,
    live: &BTreeMap<String, Obligation>,
) -> Vec<PlanNode> {
    let items = matters.values().filter(|one| one.procedure.as_str() == "plan-item");
    let mut items: Vec<_> = items.collect();
    items.sort_by_key(|item| match item.fields.get("span_start") {
        Some(Value::Int(start)) => *start,
        _ => i64::MAX,
    });
    let node = |(at, item): (usize, &std::sync::Arc<MatterState>)| {
        let text =
            |id: &str| item.fields.get(id).and_then(Value::as_text).filter(|text| !text.trim().is_empty());
        PlanNode {
            anchor: format!("item-{at}"),
            number: text("path").unwrap_or_default().to_owned(),
            heading: text("heading").map(str::to_owned),
            text: text("text").map(str::to_owned),
            obligations: text("path").and_then(|path| live.get(path).cloned()).into_iter().collect(),
            children: Vec::new(),
        }
    };
    items.into_iter().enumerate().map(node).collect()
}

async fn source(server: &Server, state: &MatterState) -> Result<String, AppError> {
    let Some(Value::File(file)) = state.fields.get("source") else { return Ok(String::new()) };
    let city = &server.city;
    let Ok(digest) = file.digest.parse() else { return Ok(String::new()) };
    let kept = city.store().blob_get(city.jurisdiction(), digest).await?;
    Ok(kept.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default())
}

/// The plan's items by path, each beside its figure.
async fn live(
    staff: &Staff,
    server: &Server,
    matters: &BTreeMap<MatterId, std::sync::Arc<MatterState>>,
    year: i16,
) -> Result<BTreeMap<String, Obligation>, AppError> {
    let all = server.city.year_figures(&[], year, None, false).await?;
    let mut live = BTreeMap::new();
    for item in matters.values().filter(|one| one.procedure.as_str() == "plan-item") {
        let text = |id: &str| item.fields.get(id).and_then(Value::as_text).unwrap_or_default().to_owned();
        let measure = server.city.registry().measure(&text("measure").as_str().into());
        live.insert(text("path"), obligation(staff, item, measure, &all));
    }
    Ok(live)
}

fn obligation(
    staff: &Staff,
    item: &MatterState,
    measure: Option<&Measure>,
    all: &[yifa_app::figures::YearFigure],
) -> Obligation {
    let lang = staff.guest.lang;
    let text = |id: &str| item.fields.get(id).and_then(Value::as_text).unwrap_or_default().to_owned();
    let scaled = |id: &str| item.fields.get(id).and_then(Value::scaled);
    let target = Target { at_least: scaled("target_min"), at_most: scaled("target_max"), percent: false };
    let target = (target.at_least.is_some() || target.at_most.is_some()).then_some(target);
    let what = match item.fields.get("obligation_list") {
        Some(Value::Table(rows)) => rows.first().and_then(|row| row.get("what")).map(ToString::to_string),
        _ => None,
    };
    let figure = measure.map(|measure| figures::figure_of(all, measure));
    let reached = measure
        .zip(figure)
        .zip(target)
        .and_then(|((measure, figure), target)| figure.reaches(measure.kind, target));
    let status = status(item, measure.map(|measure| measure.kind), reached, staff.guest.server.city.today());
    Obligation {
        who: text("lead_text"),
        what: what.unwrap_or_else(|| text("text")),
        by_when: None,
        measure: measure
            .map(|measure| (words::label(lang, &measure.label), format!("/figures/{}", measure.id))),
        value: measure.zip(figure).and_then(|(measure, figure)| figures::value_words(lang, measure, figure)),
        target: measure.zip(target).map(|(measure, target)| figures::target_words(measure, target)),
        meter: measure.zip(figure).and_then(|(measure, figure)| figures::meter(measure.kind, figure, target)),
        status,
        href: Some(format!("/matters/{}", item.matter)),
    }
}

/// How an obligation stands: what a person has concluded first, then what the figure says, then the day.
fn status(
    item: &MatterState,
    kind: Option<MeasureKind>,
    reached: Option<bool>,
    today: Date,
) -> ObligationStatus {
    match item.stands.as_ref().map(|state| state.as_str()) {
        Some("achieved") => return ObligationStatus::Met,
        Some("missed") => return ObligationStatus::Missed,
        Some("rejected") => return ObligationStatus::NotMeasured,
        _ => {}
    }
    let late = matches!(item.fields.get("due_on"), Some(Value::Date(due)) if *due < today);
    match (kind, reached) {
        (Some(_), Some(true)) => ObligationStatus::Met,
        (Some(MeasureKind::Rate), Some(false)) => ObligationStatus::AtRisk,
        _ if late => ObligationStatus::AtRisk,
        (Some(_), _) => ObligationStatus::Running,
        (None, _) => ObligationStatus::NotMeasured,
    }
}

/// The tree of a notice's flattened items, from one place on and one level down; gives where it stopped.
fn nodes(
    items: &[notice::Item],
    from: usize,
    level: usize,
    live: &BTreeMap<String, Obligation>,
) -> (Vec<PlanNode>, usize) {
    let mut all = Vec::new();
    let mut at = from;
    while let Some(item) = items.get(at).filter(|item| item.level >= level) {
        let (children, next) = nodes(items, at + 1, item.level + 1, live);
        let obligations = (1..=item.obligations.len()).filter_map(|n| {
            let path = if n == 1 { item.path.clone() } else { format!("{}#{n}", item.path) };
            live.get(&path).cloned()
        });
        all.push(PlanNode {
            anchor: format!("item-{at}"),
            number: item.number.clone(),
            heading: item.heading.clone(),
            text: (!item.text.trim().is_empty()).then(|| item.text.clone()),
            obligations: obligations.collect(),
            children,
        });
        at = next;
    }
    (all, at)
}
