//! Refuses what no engine could keep alike, before anything is read or written.

use jiff::civil::Date;

use crate::batch::{Append, Batch, JournalEntry, OutboxMessage};
use crate::canonical::canonical;
use crate::error::{Result, StoreError};
use crate::query::PAGE_LIMIT;
use crate::view::{Clock, Disclosure, Figure, MatterView, Warning};

/// Largest single figure, so that no sum over any real number of matters overflows.
const LARGEST_FIGURE: i64 = 1_000_000_000_000_000;

/// Largest file.
pub(crate) const LARGEST_BLOB: usize = 64 << 20;

/// Longest name: ids, kinds, keys, everything that stands in an index (PostgreSQL takes 2,700 bytes for a whole key).
const LONGEST_NAME: usize = 500;

pub(crate) fn text(what: &str, text: &str) -> Result<()> {
    if text.contains('\0') {
        return Err(StoreError::invalid(
            format!("{what} {text:?}"),
            "text may not contain the NUL character",
        ));
    }
    Ok(())
}

pub(crate) fn name(what: &str, name: &str) -> Result<()> {
    text(what, name)?;
    if name.is_empty() || name.len() > LONGEST_NAME {
        return Err(StoreError::invalid(
            format!("{what} \"{name}\""),
            format!("it must have 1 to {LONGEST_NAME} bytes"),
        ));
    }
    Ok(())
}

pub(crate) fn date(on: Date) -> Result<()> {
    if on.year() < 0 {
        return Err(StoreError::invalid(format!("date {on}"), "the year must be 0 or later"));
    }
    Ok(())
}

fn dates(dates: impl IntoIterator<Item = Option<Date>>) -> Result<()> {
    dates.into_iter().flatten().try_for_each(date)
}

fn warning(warning: &Warning) -> Result<()> {
    dates([warning.notice_on, warning.yellow_on, warning.red_on])
}

pub(crate) fn limit(limit: u32) -> Result<()> {
    if limit == 0 || limit > PAGE_LIMIT {
        return Err(StoreError::invalid(
            format!("page of {limit} rows"),
            format!("ask for 1 to {PAGE_LIMIT} rows"),
        ));
    }
    Ok(())
}

/// A body's place: begins and ends with a slash.
pub(crate) fn body_path(path: &str) -> Result<()> {
    name("body path", path)?;
    if !(path.starts_with('/') && path.ends_with('/')) {
        return Err(StoreError::invalid(
            format!("body path \"{path}\""),
            "it must begin and end with a slash",
        ));
    }
    Ok(())
}

pub(crate) fn batch(batch: &Batch) -> Result<()> {
    for append in &batch.appends {
        self::append(append)?;
    }
    let mut matters: Vec<_> = batch.appends.iter().map(|append| &append.matter).collect();
    matters.sort_unstable();
    if let Some(pair) = matters.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(StoreError::invalid(
            format!("matter {}", pair[0]),
            "one batch appends to a matter only once",
        ));
    }
    if let Some(idempotency) = &batch.idempotency {
        name("idempotency key", &idempotency.key)?;
    }
    for claim in &batch.claims {
        name("series", &claim.series)?;
    }
    batch.outbox.iter().try_for_each(outbox)?;
    batch.journal.iter().try_for_each(journal)?;
    canonical("answer", &batch.answer).map(drop)
}

fn append(append: &Append) -> Result<()> {
    if append.events.is_empty() {
        return Err(StoreError::invalid(format!("matter {}", append.matter), "an append has no event"));
    }
    for event in &append.events {
        name("event kind", &event.kind)?;
        date(event.happened_on)?;
        event.sealed.iter().try_for_each(|path| text("sealed path", path))?;
    }
    append.view.as_ref().map_or(Ok(()), view)
}

fn outbox(message: &OutboxMessage) -> Result<()> {
    name("topic", &message.topic)?;
    canonical("message", &message.body).map(drop)
}

pub(crate) fn journal(entry: &JournalEntry) -> Result<()> {
    name("journal kind", &entry.kind)?;
    canonical("actor", &entry.actor)?;
    canonical("journal entry", &entry.content).map(drop)
}

pub(crate) fn view(view: &MatterView) -> Result<()> {
    name("procedure", &view.procedure)?;
    text("version", &view.version)?;
    if let Some(number) = &view.number {
        name("number", number)?;
    }
    text("title", &view.title)?;
    name("state", &view.state)?;
    text("body", &view.body)?;
    body_path(&view.body_path)?;
    view.persons.iter().try_for_each(|person| name("person", person))?;
    for one in &view.waits_for {
        name("role", &one.role)?;
        body_path(&one.body_path)?;
        one.except.iter().try_for_each(|person| name("person", person))?;
    }
    dates([Some(view.opened_on), view.due_on, view.renew_on])?;
    warning(&view.warning)?;
    canonical("data", &view.data)?;
    text("search text", &view.search)?;
    view.clocks.iter().try_for_each(clock)?;
    view.links.iter().try_for_each(|link| name("link", &link.kind))?;
    for unique in &view.uniques {
        name("unique field", &unique.field)?;
        name(&unique.field, &unique.value)?;
    }
    view.figures.iter().try_for_each(figure)?;
    view.disclosures.iter().try_for_each(disclosure)?;
    let mut slugs: Vec<_> = view.disclosures.iter().map(|disclosure| &disclosure.slug).collect();
    slugs.sort_unstable();
    match slugs.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => {
            Err(StoreError::invalid(format!("disclosure \"{}\"", pair[0]), "it stands there twice"))
        }
        None => Ok(()),
    }
}

fn clock(clock: &Clock) -> Result<()> {
    name("limit", &clock.limit)?;
    text("limit kind", &clock.kind)?;
    text("status", &clock.status)?;
    dates([clock.due_on, clock.rolled_on, clock.done_on])?;
    warning(&clock.warning)
}

fn figure(figure: &Figure) -> Result<()> {
    name("measure", &figure.measure)?;
    text("body", &figure.body)?;
    body_path(&figure.body_path)?;
    dates([Some(figure.on), figure.late_after])?;
    for number in [figure.counted, figure.hit, figure.amount] {
        if number.unsigned_abs() > LARGEST_FIGURE.unsigned_abs() {
            return Err(StoreError::invalid(
                format!("{} {number}", figure.measure),
                format!("a figure lies between -{LARGEST_FIGURE} and {LARGEST_FIGURE}"),
            ));
        }
    }
    figure.labels.iter().try_for_each(|(key, value)| {
        label(key)?;
        text(key, value)
    })
}

/// A label's name stands in JSON paths, so it is kept plain.
pub(crate) fn label(key: &str) -> Result<()> {
    name("label", key)?;
    if key.chars().any(|c| !(c.is_alphanumeric() || c == '_' || c == '-')) {
        return Err(StoreError::invalid(
            format!("label \"{key}\""),
            "it may contain letters, digits, _ and - only",
        ));
    }
    Ok(())
}

fn disclosure(disclosure: &Disclosure) -> Result<()> {
    name("disclosure", &disclosure.slug)?;
    name("disclosure kind", &disclosure.kind)?;
    text("title", &disclosure.title)?;
    text("search text", &disclosure.search)?;
    dates([Some(disclosure.from), disclosure.until, disclosure.withdrawn_on])?;
    canonical("public content", &disclosure.public).map(drop)
}
