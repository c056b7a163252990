//! Decides, without any database, what a group of batches may write.
//!
//! The engine first reads what the group needs (heads, series, held values, earlier answers) inside its
//! transaction, then each piece of work is judged in turn against that picture, each seeing those kept
//! before it. A refused piece leaves the picture untouched, so it cannot harm its neighbours.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Value, json};

use crate::backend::Step;
use crate::batch::{Answered, Batch, Committed};
use crate::canonical::canonical;
use crate::cell::{Cell, Columns, number};
use crate::check;
use crate::error::{Result, StoreError};
use crate::event::{EventRow, Head, PayloadRow, link};
use crate::id::{Digest, Jurisdiction, MatterId};
use crate::rows;
use crate::stamp::stamp;
use crate::view::MatterView;

/// A piece of work for the writer.
#[derive(Debug, Clone)]
pub(crate) enum Work {
    /// One command's batch.
    Batch(Box<Batch>),
    /// Rows of read tables, made from events up to a number.
    Views(Jurisdiction, Vec<(MatterId, u64, MatterView)>),
}

/// What became of it.
#[derive(Debug, Clone)]
pub(crate) enum Done {
    Batch(Committed),
    /// How many views were left out, because their matter has moved on.
    Views(u64),
}

impl Work {
    pub(crate) fn jurisdiction(&self) -> &Jurisdiction {
        match self {
            Self::Batch(batch) => &batch.jurisdiction,
            Self::Views(jurisdiction, _) => jurisdiction,
        }
    }

    /// Refuses what no state of the store could make right.
    pub(crate) fn check(&self) -> Result<()> {
        match self {
            Self::Batch(batch) => check::batch(batch),
            Self::Views(_, views) => views.iter().try_for_each(|(_, _, view)| check::view(view)),
        }
    }

    fn views(&self) -> Vec<(&MatterId, &MatterView)> {
        match self {
            Self::Batch(batch) => {
                batch.appends.iter().filter_map(|a| Some((&a.matter, a.view.as_ref()?))).collect()
            }
            Self::Views(_, views) => views.iter().map(|(matter, _, view)| (matter, view)).collect(),
        }
    }
}

/// A value that only one matter may hold: a unique field of a procedure, or a public name.
type Held = (String, String, String);

/// Public names stand beside the unique fields under this procedure and field, which no procedure can have.
const PUBLIC_NAME: (&str, &str) = ("", "disclosure");

fn held(view: &MatterView) -> impl Iterator<Item = Held> + '_ {
    let fields = view.uniques.iter().map(|u| (view.procedure.clone(), u.field.clone(), u.value.clone()));
    let names =
        view.disclosures.iter().map(|d| (PUBLIC_NAME.0.to_owned(), PUBLIC_NAME.1.to_owned(), d.slug.clone()));
    fields.chain(names)
}

/// What must be read before a group can be judged: statement name and parameters.
pub(crate) fn questions(works: &[&Work]) -> Vec<(&'static str, Vec<Cell>)> {
    let mut matters = BTreeSet::new();
    let mut series = BTreeSet::new();
    let mut keys = BTreeSet::new();
    let mut values = BTreeSet::new();
    let mut slugs = BTreeSet::new();
    let mut placed = BTreeSet::new();
    let Some(jurisdiction) = works.first().map(|work| work.jurisdiction().as_str()) else {
        return Vec::new();
    };
    for work in works {
        if let Work::Batch(batch) = work {
            matters.extend(batch.appends.iter().map(|append| append.matter.as_str()));
            matters.extend(batch.reads.iter().map(|(matter, _)| matter.as_str()));
            series.extend(batch.claims.iter().map(|claim| claim.series.as_str()));
            keys.extend(batch.idempotency.iter().map(|idempotency| idempotency.key.as_str()));
        }
        for (matter, view) in work.views() {
            matters.insert(matter.as_str());
            placed.insert(matter.as_str());
            values.extend(view.uniques.iter().map(|unique| unique.value.as_str()));
            slugs.extend(view.disclosures.iter().map(|disclosure| disclosure.slug.as_str()));
        }
    }
    [
        ("load_heads", matters),
        ("load_series", series),
        ("load_answers", keys),
        ("load_uniques", values),
        ("load_slugs", slugs),
        ("load_places", placed),
    ]
    .into_iter()
    .filter(|(_, wanted)| !wanted.is_empty())
    .map(|(name, wanted)| {
        let list = Value::from(wanted.into_iter().collect::<Vec<_>>());
        (name, vec![jurisdiction.into(), Cell::from(&list)])
    })
    .collect()
}

/// Where a matter stands in the tally: procedure, state, path of the body, body, whether it is final.
pub(crate) type Place = (String, String, String, String, bool);

fn place(view: &MatterView) -> Place {
    (view.procedure.clone(), view.state.clone(), view.body_path.clone(), view.body.clone(), view.is_final)
}

/// The picture of the store that a group is judged against.
#[derive(Debug, Default)]
pub(crate) struct Picture {
    heads: HashMap<MatterId, (u64, Digest)>,
    series: HashMap<String, u64>,
    answers: HashMap<String, Answered>,
    held: HashMap<Held, MatterId>,
    /// The same the other way round, so that a matter lets go of its own without looking at those of others.
    holdings: HashMap<MatterId, Vec<Held>>,
    /// Where the matters stand whose rows are put.
    places: HashMap<MatterId, Place>,
}

impl Picture {
    /// Takes in a row of one of the questions.
    pub(crate) fn learn(&mut self, question: &str, row: &dyn Columns) -> Result<()> {
        match question {
            "load_heads" => {
                self.heads.insert(row.matter(0)?, (row.count(1)?, row.digest(2)?));
            }
            "load_series" => {
                self.series.insert(row.text(0)?, row.count(1)?);
            }
            "load_answers" => {
                self.answers.insert(row.text(0)?, rows::answered(row)?);
            }
            "load_uniques" => {
                self.take((row.text(0)?, row.text(1)?, row.text(2)?), row.matter(3)?);
            }
            "load_places" => {
                let place = (row.text(1)?, row.text(2)?, row.text(3)?, row.text(4)?, row.flag(5)?);
                self.places.insert(row.matter(0)?, place);
            }
            _ => {
                let (procedure, field) = PUBLIC_NAME;
                self.take((procedure.into(), field.into(), row.text(0)?), row.matter(1)?);
            }
        }
        Ok(())
    }

    fn seq(&self, matter: &MatterId) -> u64 {
        self.heads.get(matter).map_or(0, |(seq, _)| *seq)
    }

    /// Refuses values that another matter holds. `replaced` are the matters whose rows are being put.
    fn check_held(&self, views: &[(&MatterId, &MatterView)]) -> Result<()> {
        let replaced: BTreeSet<&MatterId> = views.iter().map(|(matter, _)| *matter).collect();
        let mut taken: HashMap<Held, &MatterId> = HashMap::new();
        for (matter, view) in views {
            for held in held(view) {
                let before = self.held.get(&held).filter(|holder| !replaced.contains(holder));
                let holder = before.or_else(|| taken.get(&held).copied());
                if let Some(holder) = holder.filter(|holder| holder != matter) {
                    let (procedure, field, value) = held;
                    return Err(StoreError::UniqueTaken { procedure, field, value, matter: holder.clone() });
                }
                taken.insert(held, matter);
            }
        }
        Ok(())
    }

    fn take(&mut self, held: Held, matter: MatterId) {
        self.holdings.entry(matter.clone()).or_default().push(held.clone());
        self.held.insert(held, matter);
    }

    /// A matter stands where its new rows say.
    fn stand(&mut self, tally: &mut BTreeMap<Place, i64>, matter: &MatterId, view: &MatterView) {
        let now = place(view);
        if let Some(before) = self.places.insert(matter.clone(), now.clone()) {
            *tally.entry(before).or_default() -= 1;
        }
        *tally.entry(now).or_default() += 1;
    }

    /// A matter holds what its new rows say and nothing else; gives how many values were looked at.
    fn hold(&mut self, matter: &MatterId, view: &MatterView) -> usize {
        let before = self.holdings.remove(matter).unwrap_or_default();
        for held in &before {
            // In one batch another matter may have taken it since.
            if self.held.get(held) == Some(matter) {
                self.held.remove(held);
            }
        }
        let mut looked = before.len();
        for held in held(view) {
            self.take(held, matter.clone());
            looked += 1;
        }
        looked
    }
}

/// What a group will write.
#[derive(Debug, Default)]
pub(crate) struct Writes {
    events: Vec<EventRow>,
    payload: Vec<PayloadRow>,
    heads: BTreeMap<MatterId, (u64, Digest)>,
    fresh: BTreeSet<MatterId>,
    views: BTreeMap<MatterId, (u64, MatterView)>,
    /// By how many matters each place of the tally changes.
    tally: BTreeMap<Place, i64>,
    series: BTreeMap<String, u64>,
    begun: BTreeSet<String>,
    answers: Vec<Vec<Cell>>,
    outbox: Vec<Vec<Cell>>,
    journal: Vec<Vec<Cell>>,
}

/// Judges one piece of work; when it is granted, both the picture and the writes move on.
pub(crate) fn plan(picture: &mut Picture, writes: &mut Writes, work: &Work) -> Result<Done> {
    match work {
        Work::Batch(batch) => plan_batch(picture, writes, batch).map(Done::Batch),
        Work::Views(_, views) => plan_views(picture, writes, views).map(Done::Views),
    }
}

fn plan_views(
    picture: &mut Picture,
    writes: &mut Writes,
    views: &[(MatterId, u64, MatterView)],
) -> Result<u64> {
    let current: Vec<_> =
        views.iter().filter(|(matter, seq, _)| picture.seq(matter) == *seq && *seq > 0).collect();
    picture.check_held(&current.iter().map(|(matter, _, view)| (matter, view)).collect::<Vec<_>>())?;
    for (matter, seq, view) in &current {
        picture.hold(matter, view);
        picture.stand(&mut writes.tally, matter, view);
        writes.views.insert(matter.clone(), (*seq, view.clone()));
    }
    Ok((views.len() - current.len()) as u64)
}

fn plan_batch(picture: &mut Picture, writes: &mut Writes, batch: &Batch) -> Result<Committed> {
    if let Some(committed) = replayed(picture, batch)? {
        return Ok(committed);
    }
    check_heads(picture, batch)?;
    let series = check_claims(picture, batch)?;
    let views: Vec<_> = batch.appends.iter().filter_map(|a| Some((&a.matter, a.view.as_ref()?))).collect();
    picture.check_held(&views)?;
    let mut events = Vec::new();
    let mut heads = Vec::new();
    let mut payload = Vec::new();
    for append in &batch.appends {
        let (mut seq, mut hash) = (append.expected_seq, Digest::ZERO);
        if let Some((_, head)) = picture.heads.get(&append.matter) {
            hash = *head;
        }
        for event in &append.events {
            seq += 1;
            let (row, sealed) =
                link(&batch.jurisdiction, &append.matter, seq, hash, batch.recorded_at, event)?;
            hash = Digest::from_slice(&row.hash)?;
            events.push(row);
            payload.extend(sealed);
        }
        heads.push(Head { matter: append.matter.clone(), seq, hash });
    }
    let answer = answer_row(batch, &heads)?;

    // Granted: from here on nothing can refuse.
    for head in &heads {
        if picture.heads.insert(head.matter.clone(), (head.seq, head.hash)).is_none() {
            writes.fresh.insert(head.matter.clone());
        }
        writes.heads.insert(head.matter.clone(), (head.seq, head.hash));
    }
    for (append, head) in batch.appends.iter().zip(&heads) {
        if let Some(view) = &append.view {
            picture.hold(&append.matter, view);
            picture.stand(&mut writes.tally, &append.matter, view);
            writes.views.insert(append.matter.clone(), (head.seq, view.clone()));
        }
    }
    for (name, value) in series {
        if picture.series.insert(name.clone(), value).is_none() {
            writes.begun.insert(name.clone());
        }
        writes.series.insert(name, value);
    }
    if let Some((key, row, answered)) = answer {
        picture.answers.insert(key, answered);
        writes.answers.push(row);
    }
    let mut ids = stamp(batch.recorded_at);
    for message in &batch.outbox {
        writes.outbox.push(rows::outbox_cells(ids(), batch.recorded_at, message));
    }
    for entry in &batch.journal {
        writes.journal.push(rows::journal_cells(ids(), batch.recorded_at, entry));
    }
    writes.events.extend(events);
    writes.payload.extend(payload);
    Ok(Committed { heads, answer: batch.answer.clone(), replayed: false })
}

fn replayed(picture: &Picture, batch: &Batch) -> Result<Option<Committed>> {
    let Some(idempotency) = &batch.idempotency else { return Ok(None) };
    let Some(answered) = picture.answers.get(&idempotency.key) else { return Ok(None) };
    if answered.command_digest != idempotency.command_digest {
        return Err(StoreError::IdempotencyMismatch { key: idempotency.key.clone() });
    }
    Ok(Some(Committed { heads: answered.heads.clone(), answer: answered.answer.clone(), replayed: true }))
}

fn check_heads(picture: &Picture, batch: &Batch) -> Result<()> {
    let appended = batch.appends.iter().map(|append| (&append.matter, append.expected_seq));
    let read = batch.reads.iter().map(|(matter, seq)| (matter, *seq));
    for (matter, expected) in appended.chain(read) {
        let found = picture.seq(matter);
        if found != expected {
            return Err(StoreError::Conflict { matter: matter.clone(), expected, found });
        }
    }
    Ok(())
}

fn check_claims(picture: &Picture, batch: &Batch) -> Result<BTreeMap<String, u64>> {
    let mut series: BTreeMap<String, u64> = BTreeMap::new();
    for claim in &batch.claims {
        let before = series.get(&claim.series).or_else(|| picture.series.get(&claim.series));
        let next = before.copied().unwrap_or(0) + 1;
        if claim.value != next {
            return Err(StoreError::ClaimTaken { series: claim.series.clone(), next });
        }
        series.insert(claim.series.clone(), next);
    }
    Ok(series)
}

fn answer_row(batch: &Batch, heads: &[Head]) -> Result<Option<(String, Vec<Cell>, Answered)>> {
    let Some(idempotency) = &batch.idempotency else { return Ok(None) };
    let kept: Vec<Value> =
        heads.iter().map(|head| json!([head.matter.as_str(), head.seq, head.hash.to_string()])).collect();
    let cells = vec![
        idempotency.key.as_str().into(),
        idempotency.command_digest.into(),
        Value::from(kept).to_string().into(),
        canonical("answer", &batch.answer)?.into(),
        batch.recorded_at.into(),
    ];
    let answered = Answered {
        command_digest: idempotency.command_digest,
        heads: heads.to_vec(),
        answer: batch.answer.clone(),
    };
    Ok(Some((idempotency.key.clone(), cells, answered)))
}

impl Writes {
    /// The statements, in the order in which they must run.
    pub(crate) fn steps(self) -> Result<Vec<Step>> {
        let mut insert_heads = Vec::new();
        let mut update_heads = Vec::new();
        for (matter, (seq, hash)) in &self.heads {
            let row = vec![matter.into(), number("event", *seq)?.into(), (*hash).into()];
            if self.fresh.contains(matter) { insert_heads.push(row) } else { update_heads.push(row) }
        }
        let mut insert_series = Vec::new();
        let mut update_series = Vec::new();
        for (name, value) in &self.series {
            let row = vec![name.as_str().into(), number("number", *value)?.into()];
            if self.begun.contains(name) { insert_series.push(row) } else { update_series.push(row) }
        }
        let mut steps = vec![
            ("event_insert", self.events.into_iter().map(rows::event_cells).collect()),
            ("payload_insert", self.payload.into_iter().map(rows::payload_cells).collect()),
            ("head_insert", insert_heads),
            ("head_update", update_heads),
            ("series_insert", insert_series),
            ("series_update", update_series),
            ("answer_insert", self.answers),
            ("outbox_insert", self.outbox),
            ("journal_insert", self.journal),
            ("tally_add", self.tally.iter().filter(|(_, by)| **by != 0).map(rows::tally_cells).collect()),
        ];
        steps.extend(rows::view_steps(&self.views, &self.fresh)?);
        Ok(steps
            .into_iter()
            .filter(|(_, rows): &rows::Put| !rows.is_empty())
            .map(|(name, rows)| Step::Each { name, rows })
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;

    use super::*;
    use crate::view::{Unique, Warning};

    fn view(code: &str) -> MatterView {
        MatterView {
            procedure: "register".into(),
            version: String::new(),
            number: None,
            title: String::new(),
            state: "listed".into(),
            is_final: false,
            body: "b1".into(),
            body_path: "/b1/".into(),
            persons: Vec::new(),
            opened_on: date(2026, 3, 1),
            changed_at: Timestamp::UNIX_EPOCH,
            due_on: None,
            warning: Warning::default(),
            renew_on: None,
            waits_for: Vec::new(),
            data: Value::Null,
            search: String::new(),
            clocks: Vec::new(),
            links: Vec::new(),
            uniques: vec![Unique { field: "code".into(), value: code.into() }],
            figures: Vec::new(),
            disclosures: Vec::new(),
        }
    }

    fn matter(n: usize) -> MatterId {
        MatterId::new(format!("01936c2e-6a00-7000-8000-{n:012x}")).expect("matter")
    }

    #[test]
    fn a_matter_lets_go_without_looking_at_what_others_hold() {
        let mut picture = Picture::default();
        let rows = 500;
        for n in 0..rows {
            picture.hold(&matter(n), &view(&n.to_string()));
        }
        let looked: usize = (0..rows).map(|n| picture.hold(&matter(n), &view(&format!("{n}b")))).sum();
        assert_eq!(looked, 2 * rows, "each looks at the value it had and the one it has");
        assert_eq!(picture.held.len(), rows);
    }

    #[test]
    fn a_value_let_go_is_free_and_one_passed_on_stays_with_its_new_holder() {
        let mut picture = Picture::default();
        let (one, two) = (matter(1), matter(2));
        picture.hold(&one, &view("a"));
        assert!(picture.check_held(&[(&two, &view("a"))]).is_err());
        // Both change hands in one batch: the second takes what the first had, then the first lets go.
        assert!(picture.check_held(&[(&two, &view("a")), (&one, &view("b"))]).is_ok());
        picture.hold(&two, &view("a"));
        picture.hold(&one, &view("b"));
        assert!(picture.check_held(&[(&one, &view("a"))]).is_err());
        picture.hold(&two, &view("c"));
        assert!(picture.check_held(&[(&one, &view("a"))]).is_ok());
    }
}
