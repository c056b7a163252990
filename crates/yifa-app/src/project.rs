//! Owns the rows of the read tables: what lists, alerts, figures and the portal show of a matter. Every row follows from
//! the matter's events and can be made again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value as Json, json};
use yifa_kernel::definition::Registry;
use yifa_kernel::disclosure::{PublicRow, PublicText, PublicView, public_views};
use yifa_kernel::matter::{self, ClockStatus, Facts, State, called, clocks, period_around};
use yifa_kernel::measure::{Outcome, contributions};
use yifa_kernel::procedure::{Field, LimitKind, Procedure, Scope};
use yifa_kernel::value::Value;
use yifa_law::calendar::china_instant;
use yifa_law::citation::parse;
use yifa_law::fold::fold;
use yifa_law::instrument::normalise_title;
use yifa_store::{Clock, Disclosure, Figure, Link, MatterView, Unique, Waiting, Warning};

use crate::wire::value_to;

/// All rows of one matter, as they stand after its last event; `today` decides what is public by now.
pub(crate) fn project(
    registry: &Registry,
    state: &State,
    facts: &Facts,
    today: Date,
    changed_at: Timestamp,
) -> MatterView {
    let running = clocks(registry, state, facts, today);
    let body_path = facts.bodies.path(&state.body);
    let title = called(registry, state, facts);
    let duties = running.iter().filter(|clock| clock.is_running() && clock.notice_from.is_some());
    let first = |days: Vec<Option<Date>>| days.into_iter().flatten().min();
    let warning = Warning {
        notice_on: first(duties.clone().map(|clock| clock.notice_from).collect()),
        yellow_on: first(duties.clone().map(|clock| clock.yellow_from).collect()),
        red_on: first(duties.clone().map(|clock| clock.red_from).collect()),
    };
    let due_on = first(duties.map(matter::Clock::last_day).collect());
    let ahead = matter::ahead(registry, state, facts, today);
    MatterView {
        procedure: state.procedure.to_string(),
        version: state.version.to_string(),
        number: state.number.clone(),
        search: search_text(registry, state, facts, &title),
        title,
        state: state.stands.as_ref().map(ToString::to_string).unwrap_or_default(),
        is_final: state.closed,
        body: state.body.to_string(),
        persons: persons(state),
        waits_for: waits_for(registry, facts, &body_path, &ahead),
        opened_on: state.opened_on.unwrap_or(today),
        changed_at,
        due_on,
        warning,
        renew_on: renew_on(registry, state, &running, today).into_iter().chain(ahead.changes_on).min(),
        data: data(registry, state),
        clocks: running.iter().map(clock_row).collect(),
        links: links(state),
        uniques: uniques(registry, state),
        figures: figures(registry, state, facts, today, &body_path),
        disclosures: public_views(registry, state, facts, today).iter().map(disclosure_row).collect(),
        body_path,
    }
}

/// For whom the matter waits: the roles of its next steps, at the bodies whose people take them. A role that looks after the
/// whole city is waited for in one place. Whoever is shut out of one step and not of another is not shut out.
fn waits_for(registry: &Registry, facts: &Facts, body_path: &str, ahead: &matter::Ahead) -> Vec<Waiting> {
    let mut all: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for step in &ahead.steps {
        let except: BTreeSet<String> = step.except.iter().map(ToString::to_string).collect();
        for role in &step.roles {
            let everywhere = registry.role(role).is_some_and(|role| role.scope == Scope::Jurisdiction);
            let paths: Vec<String> = if everywhere {
                vec![body_path.to_owned()]
            } else {
                step.bodies.iter().map(|body| facts.bodies.path(body)).collect()
            };
            for path in paths {
                let known = all.entry((role.to_string(), path)).or_insert_with(|| except.clone());
                known.retain(|person| except.contains(person));
            }
        }
    }
    all.into_iter().map(|((role, body_path), except)| Waiting { role, body_path, except }).collect()
}

/// The first day after `today` on which the rows come out differently by themselves: a disclosure begins, or is over, or
/// is withdrawn; the period of a recurring limit or of a measure by periods is over.
fn renew_on(registry: &Registry, state: &State, running: &[matter::Clock], today: Date) -> Option<Date> {
    let shown = state.published.iter().flat_map(|one| {
        let over = one.until.and_then(|until| until.tomorrow().ok());
        [Some(one.from), over, one.withdrawn.as_ref().map(|(day, _)| *day)]
    });
    let recurring = running.iter().filter(|clock| clock.kind == LimitKind::Recurring && !state.closed);
    let duties = recurring.map(|clock| clock.last_day().and_then(|day| day.tomorrow().ok()));
    let measured = registry.measures().filter(|measure| measure.counts(&state.procedure).is_some());
    let periods = measured.filter_map(|measure| measure.per);
    let periods = periods.map(|every| period_around(today, every).and_then(|(_, end)| end.tomorrow().ok()));
    shown.chain(duties).chain(periods).flatten().filter(|day| *day > today).min()
}

/// When a matter last changed by something that happened to it.
pub(crate) fn last_changed(state: &State, otherwise: Timestamp) -> Timestamp {
    state.acts.last().map_or(otherwise, |act| china_instant(act.happened).unwrap_or(Timestamp::UNIX_EPOCH))
}

fn persons(state: &State) -> Vec<String> {
    let mut all: Vec<String> =
        state.acts.iter().filter_map(|act| act.actor.as_person()).map(ToString::to_string).collect();
    all.sort();
    all.dedup();
    all
}

/// Values for lists: what is neither personal nor sealed, one line each.
fn data(registry: &Registry, state: &State) -> Json {
    let Some(procedure) = registry.procedure_of(state) else { return json!({}) };
    let shown = procedure
        .fields
        .iter()
        .filter(|field| !field.personal && !field.sealed && matter::is_line(&field.kind));
    let values =
        shown.filter_map(|field| Some((field.id.to_string(), value_to(state.fields.get(&field.id)?))));
    Json::Object(values.collect::<Map<_, _>>())
}

/// Title, number, and every text that is neither personal nor sealed, folded to Simplified.
fn search_text(registry: &Registry, state: &State, facts: &Facts, title: &str) -> String {
    let mut words = vec![title.to_owned()];
    words.extend(state.number.clone());
    words.extend(state.papers.iter().filter_map(|paper| paper.number.clone()));
    words.extend(facts.bodies.get(&state.body).map(|body| body.name.clone()));
    if let Some(procedure) = registry.procedure_of(state) {
        words.push(procedure.label.zh.clone());
        let open = procedure.fields.iter().filter(|field| !field.personal && !field.sealed);
        words.extend(open.filter_map(|field| match state.fields.get(&field.id)? {
            Value::Text(text) => Some(text.chars().take(500).collect()),
            Value::Cite(cite) => Some(cite.text.clone()),
            Value::List(all) => {
                let cites = all.iter().filter(|one| matches!(one, Value::Cite(_)));
                let cites: Vec<&str> = cites.filter_map(Value::as_text).collect();
                (!cites.is_empty()).then(|| cites.join("\n"))
            }
            Value::Party(party) => Some(yifa_kernel::disclosure::mask_party(party)),
            _ => None,
        }));
    }
    fold(&words.join("\n")).to_lowercase()
}

fn clock_row(clock: &matter::Clock) -> Clock {
    let status = match clock.status {
        ClockStatus::Running => "running",
        ClockStatus::Standing => "standing",
        ClockStatus::Done => "done",
        ClockStatus::DoneLate => "done_late",
        ClockStatus::Superseded => "superseded",
        ClockStatus::Ended => "ended",
    };
    let over = matches!(clock.status, ClockStatus::Superseded | ClockStatus::Ended);
    let due_at = (clock.kind == LimitKind::Hours).then(|| clock.last_day()).flatten();
    Clock {
        limit: clock.limit.to_string(),
        kind: format!("{:?}", clock.kind).to_lowercase(),
        due_on: clock.counted_day(),
        due_at: due_at.and_then(|day| china_instant(day.at(23, 59, 59, 0))),
        rolled_on: clock.last_day(),
        warning: Warning {
            notice_on: clock.notice_from,
            yellow_on: clock.yellow_from,
            red_on: clock.red_from,
        },
        // What no longer runs is done with; the day is the last day of what it asked.
        done_on: clock.done_on.or_else(|| over.then(|| clock.last_day()).flatten()),
        status: status.to_owned(),
    }
}

fn links(state: &State) -> Vec<Link> {
    let id = |matter: &yifa_kernel::id::MatterId| yifa_store::MatterId::new(matter.as_str()).ok();
    let own = state.links.iter().filter_map(|link| Some(Link { kind: link.kind.clone(), to: id(&link.to)? }));
    let tracks = state
        .tracks
        .iter()
        .filter_map(|(track, to)| Some(Link { kind: format!("track:{track}"), to: id(to)? }));
    let earlier = state
        .earlier_tracks
        .iter()
        .filter_map(|(track, to)| Some(Link { kind: format!("track:{track}"), to: id(to)? }));
    let parent =
        state.parent.iter().filter_map(|one| Some(Link { kind: "parent".to_owned(), to: id(&one.matter)? }));
    let fields = state.fields.iter().flat_map(|(field, value)| {
        value.matters().filter_map(move |to| Some(Link { kind: format!("field:{field}"), to: id(to)? }))
    });
    let mut all: Vec<Link> = own.chain(tracks).chain(earlier).chain(parent).chain(fields).collect();
    all.sort();
    all.dedup();
    all
}

/// The values that no other matter of the procedure may have, as this one has them.
pub(crate) fn uniques(registry: &Registry, state: &State) -> Vec<Unique> {
    // An entry that was taken back holds no number: the corrected one may have it.
    if state.closed && state.acts.first().is_some_and(|opening| opening.cleared) {
        return Vec::new();
    }
    let Some(procedure) = registry.procedure_of(state) else { return Vec::new() };
    let held = |field: &&Field| field.unique || (field.unique_while_open && !state.closed);
    let declared = procedure.fields.iter().filter(held);
    let all = declared.filter_map(|field| {
        let value = match state.fields.get(&field.id)? {
            Value::Cite(cite) => cited_instrument(&cite.text),
            value => value.to_string(),
        };
        Some(Unique { field: field.id.to_string(), value: value.trim().to_owned() })
    });
    all.collect()
}

/// What a matter that is over held while it was open, and holds no more.
pub(crate) fn let_go(registry: &Registry, over: &State) -> Vec<Unique> {
    let only_open = |procedure: &Procedure| procedure.fields.iter().any(|field| field.unique_while_open);
    if !over.closed || !registry.procedure_of(over).is_some_and(only_open) {
        return Vec::new();
    }
    let (now, mut open) = (uniques(registry, over), over.clone());
    open.closed = false;
    uniques(registry, &open).into_iter().filter(|one| !now.contains(one)).collect()
}

/// The instrument of a citation, whatever article of it is cited: one rule is one value.
fn cited_instrument(text: &str) -> String {
    match parse(text) {
        Ok(citation) => citation
            .title()
            .map_or_else(|| text.to_owned(), |title| format!("《{}》", normalise_title(title))),
        Err(_) => text.to_owned(),
    }
}

fn figures(registry: &Registry, state: &State, facts: &Facts, today: Date, body_path: &str) -> Vec<Figure> {
    let all = contributions(registry, state, facts, today).into_iter();
    all.map(|one| Figure {
        measure: one.measure.to_string(),
        body: state.body.to_string(),
        body_path: body_path.to_owned(),
        on: one.on,
        counted: one.counted,
        hit: if one.outcome == Outcome::Hit { one.counted } else { 0 },
        amount: one.amount,
        late_after: one.miss_from.and_then(|day| day.yesterday().ok()),
        labels: BTreeMap::new(),
    })
    .collect()
}

/// Withdrawn or shown: the row carries only what the public may see.
fn disclosure_row(view: &PublicView) -> Disclosure {
    let rows: Vec<Json> = view.rows.iter().map(public_row).collect();
    // Whoever looks for 清理目录 names what it is, not what stands in it.
    let label = [view.label.zh.as_str(), view.label.en.as_str()];
    let search: Vec<&str> = label.into_iter().chain(view.rows.iter().map(|row| row.text.as_str())).collect();
    let because = view.tombstone.as_ref().map(|(_, action)| json!({ "zh": action.zh, "en": action.en }));
    let state = view.state.as_ref().map(|state| state.as_str());
    Disclosure {
        slug: format!("{}-{}-{}", view.procedure, view.disclosure, &view.matter.as_str()),
        kind: format!("{}/{}", view.procedure, view.disclosure),
        from: view.from,
        until: view.until,
        withdrawn_on: view.tombstone.as_ref().map(|(day, _)| *day),
        title: view.label.zh.clone(),
        public: json!({ "title": { "zh": view.label.zh, "en": view.label.en }, "body": view.body,
            "body_id": view.body_id.as_str(), "state": state, "rows": rows, "basis": view.basis, "because": because }),
        search: format!(
            "{}\n{}",
            fold(&search.join("\n")).to_lowercase(),
            public_marks(Some(view.body_id.as_str()), state, Some(view.from.year()))
        ),
    }
}

fn public_row(row: &PublicRow) -> Json {
    let mut one =
        json!({ "key": row.key, "zh": row.label.zh, "en": row.label.en, "text": row.text.as_str() });
    if let Some(map) = one.as_object_mut() {
        map.extend(row.en.as_ref().map(|text| ("text_en".to_owned(), json!(text.as_str()))));
        map.extend(row.day.map(|day| ("day".to_owned(), json!(day.to_string()))));
        map.extend(row.table.as_ref().map(|table| {
            let columns: Vec<Json> =
                table.columns.iter().map(|label| json!({ "zh": label.zh, "en": label.en })).collect();
            let rows: Vec<Vec<&str>> =
                table.rows.iter().map(|row| row.iter().map(PublicText::as_str).collect()).collect();
            let english: Vec<Vec<&str>> =
                table.rows_en.iter().map(|row| row.iter().map(PublicText::as_str).collect()).collect();
            ("table".to_owned(), json!({ "columns": columns, "rows": rows, "rows_en": english }))
        }));
    }
    one
}

/// The words by which a public list is filtered exactly: a mark before each keeps them apart from what people type.
pub fn public_marks(body: Option<&str>, state: Option<&str>, year: Option<i16>) -> String {
    let all = [
        body.map(|body| format!("§body:{body}§")),
        state.map(|state| format!("§state:{state}§")),
        year.map(|year| format!("§year:{year}§")),
    ];
    all.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
