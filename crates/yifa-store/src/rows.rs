//! Rows to cells and columns to rows: the one place that knows the order of the columns.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde_json::Value;

use crate::batch::{Answered, JournalEntry, OutboxMessage};
use crate::cell::{Cell, Columns, number};
use crate::error::{Result, StoreError};
use crate::event::{EventRow, Head, PayloadRow};
use crate::id::MatterId;
use crate::plan::Place;
use crate::query::{
    ClockRow, DisclosureRow, FigureRow, FigureSum, JournalRow, LinkRow, MatterRow, OutboxRow, Standing,
    Values,
};
use crate::record::Record;
use crate::view::{Clock, Disclosure, Figure, MatterView, Warning};

/// Stands in the due-date column of matters that have no open duty, so that they sort last.
const NEVER: Date = date(9999, 12, 31);

fn stored_text(bytes: Vec<u8>) -> Cell {
    Cell::from(String::from_utf8_lossy(&bytes).into_owned())
}

pub(crate) fn event_cells(row: EventRow) -> Vec<Cell> {
    vec![
        stored_text(row.matter),
        row.seq.into(),
        stored_text(row.kind),
        stored_text(row.actor),
        stored_text(row.content),
        stored_text(row.sealed),
        stored_text(row.attachments),
        stored_text(row.happened_on),
        Cell::Int(row.happened_at),
        row.known_at.into(),
        row.recorded_at.into(),
        Cell::Blob(Some(row.prev_hash)),
        Cell::Blob(Some(row.hash)),
    ]
}

pub(crate) fn event(row: &dyn Columns) -> Result<EventRow> {
    Ok(EventRow {
        matter: row.bytes(0)?,
        seq: row.int(1)?,
        kind: row.bytes(2)?,
        actor: row.bytes(3)?,
        content: row.bytes(4)?,
        sealed: row.bytes(5)?,
        attachments: row.bytes(6)?,
        happened_on: row.bytes(7)?,
        happened_at: row.opt_int(8)?,
        known_at: row.int(9)?,
        recorded_at: row.int(10)?,
        prev_hash: row.bytes(11)?,
        hash: row.bytes(12)?,
    })
}

pub(crate) fn payload_cells(row: PayloadRow) -> Vec<Cell> {
    vec![
        stored_text(row.matter),
        row.seq.into(),
        stored_text(row.path),
        Cell::Blob(row.salt),
        Cell::Text(row.value.map(|value| String::from_utf8_lossy(&value).into_owned())),
    ]
}

pub(crate) fn payload(row: &dyn Columns) -> Result<PayloadRow> {
    Ok(PayloadRow {
        matter: row.bytes(0)?,
        seq: row.int(1)?,
        path: row.bytes(2)?,
        salt: row.raw(3)?,
        value: row.raw(4)?,
    })
}

pub(crate) fn head(row: &dyn Columns) -> Result<Head> {
    Ok(Head { matter: row.matter(0)?, seq: row.count(1)?, hash: row.digest(2)? })
}

/// Columns after the key.
pub(crate) fn answered(row: &dyn Columns) -> Result<Answered> {
    let heads: Vec<(MatterId, u64, crate::id::Digest)> = serde_json::from_value(row.json(2)?)
        .map_err(|_| StoreError::corrupt("the heads kept with an answer"))?;
    Ok(Answered {
        command_digest: row.digest(1)?,
        heads: heads.into_iter().map(|(matter, seq, hash)| Head { matter, seq, hash }).collect(),
        answer: row.json(3)?,
    })
}

pub(crate) fn outbox_cells(id: String, at: Timestamp, message: &OutboxMessage) -> Vec<Cell> {
    vec![id.into(), at.into(), message.topic.as_str().into(), Cell::from(&message.body)]
}

pub(crate) fn outbox(row: &dyn Columns) -> Result<OutboxRow> {
    Ok(OutboxRow { id: row.text(0)?, recorded_at: row.instant(1)?, topic: row.text(2)?, body: row.json(3)? })
}

pub(crate) fn journal_cells(id: String, at: Timestamp, entry: &JournalEntry) -> Vec<Cell> {
    vec![
        id.into(),
        at.into(),
        entry.kind.as_str().into(),
        Cell::from(&entry.actor),
        Cell::Text(entry.matter.as_ref().map(ToString::to_string)),
        Cell::from(&entry.content),
    ]
}

pub(crate) fn journal(row: &dyn Columns) -> Result<JournalRow> {
    Ok(JournalRow {
        id: row.text(0)?,
        recorded_at: row.instant(1)?,
        kind: row.text(2)?,
        actor: row.json(3)?,
        matter: row.opt_matter(4)?,
        content: row.json(5)?,
    })
}

pub(crate) fn journal_said(row: &dyn Columns) -> Result<(Value, i64)> {
    Ok((row.json(0)?, row.int(1)?))
}

pub(crate) fn record(row: &dyn Columns) -> Result<Record> {
    Ok(Record {
        collection: row.text(0)?,
        id: row.text(1)?,
        version: row.count(2)?,
        value: row.json(3)?,
        expires_at: row.opt_instant(4)?,
    })
}

/// Rows for a statement.
pub(crate) type Put = (&'static str, Vec<Vec<Cell>>);

/// By how many matters a place of the tally changes.
pub(crate) fn tally_cells(((procedure, state, body_path, body, is_final), by): (&Place, &i64)) -> Vec<Cell> {
    vec![
        procedure.as_str().into(),
        state.as_str().into(),
        body_path.as_str().into(),
        body.as_str().into(),
        i64::from(*is_final).into(),
        (*by).into(),
    ]
}

/// All statements that put the views of some matters in place of what is there. `fresh` matters have no
/// rows yet.
pub(crate) fn view_steps(
    views: &BTreeMap<MatterId, (u64, MatterView)>,
    fresh: &BTreeSet<MatterId>,
) -> Result<Vec<Put>> {
    let mut matters = Vec::new();
    let mut terms = Vec::new();
    let mut persons = Vec::new();
    let mut waiting = Vec::new();
    let mut clocks = Vec::new();
    let mut links = Vec::new();
    let mut uniques = Vec::new();
    let mut figures = Vec::new();
    let mut disclosures = Vec::new();
    for (matter, (seq, view)) in views {
        matters.push(matter_cells(matter, number("event", *seq)?, view));
        let words = crate::terms::of_view(view);
        let digest = crate::digest::sha256(words.as_bytes());
        let cells = vec![matter.into(), digest.into(), words.into(), view.changed_at.into()];
        terms.push((view.changed_at, cells));
        let named: BTreeSet<_> = view.persons.iter().collect();
        persons.extend(named.into_iter().map(|person| vec![matter.into(), person.as_str().into()]));
        // What is over waits for nobody, so that whoever counts what waits need not look at it.
        waiting.extend(view.waits_for.iter().filter(|_| !view.is_final).map(|one| {
            let except = Value::from(one.except.iter().cloned().collect::<Vec<_>>());
            vec![matter.into(), one.role.as_str().into(), one.body_path.as_str().into(), Cell::from(&except)]
        }));
        for (at, clock) in (0_u32..).zip(&view.clocks) {
            clocks.push(clock_cells(matter, at, clock));
        }
        let linked: BTreeSet<_> = view.links.iter().collect();
        links.extend(
            linked.into_iter().map(|link| vec![matter.into(), link.kind.as_str().into(), (&link.to).into()]),
        );
        let held: BTreeSet<_> = view.uniques.iter().collect();
        uniques.extend(held.into_iter().map(|unique| {
            vec![
                matter.into(),
                view.procedure.as_str().into(),
                unique.field.as_str().into(),
                unique.value.as_str().into(),
            ]
        }));
        for (at, figure) in (0_u32..).zip(&view.figures) {
            figures.push(figure_cells(matter, at, figure));
        }
        disclosures.extend(view.disclosures.iter().map(|shown| disclosure_cells(matter, shown)));
    }
    // In the order in which the index of searches stands, which then grows at one place.
    terms.sort_by_key(|(changed_at, _)| *changed_at);
    let replaced: Vec<Vec<Cell>> =
        views.keys().filter(|matter| !fresh.contains(matter)).map(|matter| vec![matter.into()]).collect();
    Ok(vec![
        ("matter_person_delete", replaced.clone()),
        ("waiting_delete", replaced.clone()),
        ("clock_delete", replaced.clone()),
        ("link_delete", replaced.clone()),
        ("uniqueness_delete", replaced.clone()),
        ("figure_delete", replaced.clone()),
        ("disclosure_delete", replaced),
        ("matter_put", matters),
        ("matter_terms_put", terms.into_iter().map(|(_, cells)| cells).collect()),
        ("matter_person_insert", persons),
        ("waiting_insert", waiting),
        ("clock_insert", clocks),
        ("link_insert", links),
        ("uniqueness_insert", uniques),
        ("figure_insert", figures),
        ("disclosure_insert", disclosures),
    ])
}

fn matter_cells(matter: &MatterId, seq: i64, view: &MatterView) -> Vec<Cell> {
    vec![
        matter.into(),
        seq.into(),
        view.procedure.as_str().into(),
        view.version.as_str().into(),
        view.number.clone().unwrap_or_default().into(),
        view.title.as_str().into(),
        view.state.as_str().into(),
        view.is_final.into(),
        view.body.as_str().into(),
        view.body_path.as_str().into(),
        Cell::from(&Value::from(view.persons.clone())),
        view.opened_on.into(),
        view.changed_at.into(),
        view.due_on.unwrap_or(NEVER).into(),
        view.warning.notice_on.into(),
        view.warning.yellow_on.into(),
        view.warning.red_on.into(),
        Cell::from(&view.data),
        view.search.as_str().into(),
        view.renew_on.into(),
    ]
}

fn warning(row: &dyn Columns, at: usize) -> Result<Warning> {
    Ok(Warning {
        notice_on: row.opt_date(at)?,
        yellow_on: row.opt_date(at + 1)?,
        red_on: row.opt_date(at + 2)?,
    })
}

pub(crate) fn matter(row: &dyn Columns) -> Result<MatterRow> {
    Ok(MatterRow {
        matter: row.matter(0)?,
        seq: row.count(1)?,
        procedure: row.text(2)?,
        version: row.text(3)?,
        number: Some(row.text(4)?).filter(|number| !number.is_empty()),
        title: row.text(5)?,
        state: row.text(6)?,
        is_final: row.flag(7)?,
        body: row.text(8)?,
        body_path: row.text(9)?,
        persons: serde_json::from_value(row.json(10)?).map_err(|_| StoreError::corrupt("persons"))?,
        opened_on: row.date(11)?,
        changed_at: row.instant(12)?,
        due_on: Some(row.date(13)?).filter(|due_on| *due_on != NEVER),
        warning: warning(row, 14)?,
        data: Values::new(row.text(17)?),
    })
}

/// What a matter sorts by when the list is in the order of due dates.
pub(crate) fn due_key(row: &MatterRow) -> String {
    row.due_on.unwrap_or(NEVER).to_string()
}

fn clock_cells(matter: &MatterId, at: u32, clock: &Clock) -> Vec<Cell> {
    vec![
        matter.into(),
        at.into(),
        clock.limit.as_str().into(),
        clock.kind.as_str().into(),
        clock.due_on.into(),
        clock.due_at.into(),
        clock.rolled_on.into(),
        clock.warning.notice_on.into(),
        clock.warning.yellow_on.into(),
        clock.warning.red_on.into(),
        clock.done_on.into(),
        clock.status.as_str().into(),
        clock.rolled_on.or(clock.due_on).into(),
    ]
}

pub(crate) fn clock(row: &dyn Columns) -> Result<ClockRow> {
    Ok(ClockRow {
        matter: row.matter(0)?,
        clock: Clock {
            limit: row.text(2)?,
            kind: row.text(3)?,
            due_on: row.opt_date(4)?,
            due_at: row.opt_instant(5)?,
            rolled_on: row.opt_date(6)?,
            warning: warning(row, 7)?,
            done_on: row.opt_date(10)?,
            status: row.text(11)?,
        },
    })
}

pub(crate) fn link(row: &dyn Columns) -> Result<LinkRow> {
    Ok(LinkRow { from: row.matter(0)?, kind: row.text(1)?, to: row.matter(2)? })
}

fn figure_cells(matter: &MatterId, at: u32, figure: &Figure) -> Vec<Cell> {
    let labels: serde_json::Map<String, Value> =
        figure.labels.iter().map(|(key, value)| (key.clone(), value.as_str().into())).collect();
    vec![
        matter.into(),
        at.into(),
        figure.measure.as_str().into(),
        figure.body.as_str().into(),
        figure.body_path.as_str().into(),
        figure.on.into(),
        figure.counted.into(),
        figure.hit.into(),
        figure.amount.into(),
        figure.late_after.into(),
        Cell::from(&Value::Object(labels)),
    ]
}

/// A figure and its place among those of its matter, for the cursor.
pub(crate) fn figure(row: &dyn Columns) -> Result<(FigureRow, i64)> {
    let figure = Figure {
        measure: row.text(2)?,
        body: row.text(3)?,
        body_path: row.text(4)?,
        on: row.date(5)?,
        counted: row.int(6)?,
        hit: row.int(7)?,
        amount: row.int(8)?,
        late_after: row.opt_date(9)?,
        labels: serde_json::from_value(row.json(10)?).map_err(|_| StoreError::corrupt("labels"))?,
    };
    Ok((FigureRow { matter: row.matter(0)?, figure }, row.int(1)?))
}

pub(crate) fn figure_sum(row: &dyn Columns) -> Result<FigureSum> {
    let (counted, hit, pending) = (row.int(2)?, row.int(3)?, row.int(4)?);
    Ok(FigureSum {
        measure: row.text(0)?,
        group: row.opt_text(1)?.unwrap_or_default(),
        counted,
        hit,
        missed: counted - hit - pending,
        pending,
        amount: row.int(5)?,
    })
}

fn disclosure_cells(matter: &MatterId, shown: &Disclosure) -> Vec<Cell> {
    vec![
        matter.into(),
        shown.slug.as_str().into(),
        shown.kind.as_str().into(),
        shown.from.into(),
        shown.until.into(),
        shown.withdrawn_on.into(),
        shown.title.as_str().into(),
        Cell::from(&shown.public),
        shown.search.as_str().into(),
    ]
}

/// The disclosure as kept; [`seen_on`] makes it fit to be shown.
pub(crate) fn disclosure(row: &dyn Columns) -> Result<(MatterId, Disclosure)> {
    let disclosure = Disclosure {
        slug: row.text(1)?,
        kind: row.text(2)?,
        from: row.date(3)?,
        until: row.opt_date(4)?,
        withdrawn_on: row.opt_date(5)?,
        title: row.text(6)?,
        public: row.json(7)?,
        search: row.text(8)?,
    };
    Ok((row.matter(0)?, disclosure))
}

/// What may be seen of a disclosure on a date; `None` before it begins.
pub(crate) fn seen_on(
    as_of: Date,
    (matter, mut disclosure): (MatterId, Disclosure),
) -> Option<DisclosureRow> {
    if as_of < disclosure.from {
        return None;
    }
    let standing = if disclosure.withdrawn_on.is_some_and(|on| on <= as_of) {
        Standing::Withdrawn
    } else if disclosure.until.is_some_and(|until| until < as_of) {
        Standing::Expired
    } else {
        Standing::Public
    };
    if standing != Standing::Public {
        disclosure.title.clear();
        disclosure.search.clear();
        disclosure.public = Value::Null;
    }
    Some(DisclosureRow { matter, standing, disclosure })
}
