//! Owns many matters for measuring: copies of matters that were really lived, each with a log of its own, hashed and
//! chained by the store as any other, and rows that a rebuild would make again. For benchmarks only.

use serde_json::Value as Json;
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::{Recorded, replay};
use yifa_store::{Append, Batch, MatterView, NewEvent, StoredEvent};

use crate::city::City;
use crate::error::{AppError, Result};
use crate::project::{last_changed, project};

/// Copies in one transaction.
const TOGETHER: u64 = 250;

/// A matter to copy.
pub struct Template {
    events: Vec<NewEvent>,
    view: MatterView,
    /// Texts that only one matter may have: each copy gets its own.
    own: Vec<String>,
}

impl City {
    /// The matters that stand for themselves: no parallel child of another, and without children and links of their own.
    /// What their fields point to, such as an officer, their copies share.
    ///
    /// # Errors
    /// The store; an event that cannot be read. Invalid: there is no such matter.
    pub async fn templates(&self) -> Result<Vec<Template>> {
        let mut all = Vec::new();
        let mut after = None;
        loop {
            let heads = self.store().scan_matters(self.jurisdiction(), after.as_ref(), 200).await?;
            let Some(last) = heads.last() else { break };
            after = Some(last.matter.clone());
            for head in heads {
                let stored = self.store().events(self.jurisdiction(), &head.matter, 1).await?;
                all.extend(self.template(&MatterId::new(head.matter.as_str()), &stored).await?);
            }
        }
        if all.is_empty() {
            Err(AppError::invalid("templates", "no matter stands for itself"))
        } else {
            Ok(all)
        }
    }

    async fn template(&self, matter: &MatterId, stored: &[StoredEvent]) -> Result<Option<Template>> {
        let logs = self.logs([matter.clone()]).await?;
        let events: &[Recorded] = logs.get(matter).map_or(&[], Vec::as_slice);
        let Some(state) = replay(matter, events) else { return Ok(None) };
        if state.parent.is_some() || !state.tracks.is_empty() || !state.links.is_empty() {
            return Ok(None);
        }
        let facts = self.facts(&state).await?;
        let changed = last_changed(&state, self.clock().now());
        let view = project(self.registry(), &state, &facts, self.today(), changed);
        let numbers =
            state.number.iter().cloned().chain(state.papers.iter().filter_map(|paper| paper.number.clone()));
        let own = view.uniques.iter().map(|unique| unique.value.clone()).chain(numbers).collect();
        Ok(Some(Template { events: stored.iter().map(again).collect(), view, own }))
    }

    /// Batches of copies, from one number to another: each copy's texts end with its number.
    pub fn copies(&self, templates: &[Template], from: u64, until: u64) -> Vec<Batch> {
        let numbers: Vec<u64> = (from..until).collect();
        let batch = |numbers: &[u64]| {
            let mut batch = Batch::new(self.jurisdiction().clone(), self.clock().now());
            let all = numbers.iter().filter_map(|number| {
                let place = usize::try_from(*number).ok()? % templates.len().max(1);
                copy(templates.get(place)?, *number)
            });
            batch.appends = all.collect();
            batch
        };
        numbers.chunks(usize::try_from(TOGETHER).unwrap_or(250)).map(batch).collect()
    }
}

fn again(event: &StoredEvent) -> NewEvent {
    NewEvent {
        kind: event.kind.clone(),
        actor: event.actor.clone(),
        content: event.content.clone(),
        sealed: event.sealed.clone(),
        happened_on: event.happened_on,
        happened_at: event.happened_at,
        known_at: event.known_at,
        attachments: event.attachments.clone(),
    }
}

fn copy(template: &Template, number: u64) -> Option<Append> {
    let matter = yifa_store::MatterId::new(crate::city::new_matter().as_str()).ok()?;
    let renamed = |text: &str| match template.own.iter().any(|own| own == text) {
        true => format!("{text}-{number}"),
        false => text.to_owned(),
    };
    let mut view = template.view.clone();
    view.number = view.number.map(|own| renamed(&own));
    for unique in &mut view.uniques {
        unique.value = renamed(&unique.value);
    }
    for shown in &mut view.disclosures {
        shown.slug = format!("{}-{number}", shown.slug);
    }
    let moved = i64::try_from(number).unwrap_or(0);
    view.changed_at =
        view.changed_at.checked_add(jiff::SignedDuration::from_millis(moved)).unwrap_or(view.changed_at);
    view.search = format!("{}\n{number}", view.search);
    let mut events = template.events.clone();
    for event in &mut events {
        rename(&mut event.content, &renamed);
    }
    Some(Append { matter, expected_seq: 0, events, view: Some(view) })
}

fn rename(value: &mut Json, renamed: &impl Fn(&str) -> String) {
    match value {
        Json::String(text) => *text = renamed(text),
        Json::Array(all) => all.iter_mut().for_each(|one| rename(one, renamed)),
        Json::Object(all) => all.values_mut().for_each(|one| rename(one, renamed)),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}
