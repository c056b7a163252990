//! Owns the adoption of a year's holiday notice while the city works: which running dates it moves, shown before anybody
//! decides, and then the year in force for every limit, kept in the store for all servers.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde_json::{Value as Json, json};
use yifa_kernel::definition::Registry;
use yifa_kernel::id::{LimitId, MatterId, PersonId};
use yifa_kernel::matter::{Actor, clocks};
use yifa_law::calendar::{Assignment, CalendarYear, NoticeDay};
use yifa_store::{ClockQuery, NewRecord};

use crate::city::City;
use crate::error::{AppError, Result};
use crate::journal::{Kind, Part};
use crate::wire::actor_to;

/// The collection of adopted years; an id is the year.
const COLLECTION: &str = "calendar_year";
/// Matters looked at for one preview; of more, the rest moves all the same and is only not listed.
const MOST: usize = 20_000;

/// A running limit whose last day a notice moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The matter.
    pub matter: MatterId,
    /// The limit.
    pub limit: LimitId,
    /// The last day as it stands.
    pub before: Date,
    /// The last day under the notice.
    pub after: Date,
}

/// What a notice would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeEffect {
    /// The running dates that move, earliest first.
    pub moved: Vec<Moved>,
    /// Running dates that stay but are no longer provisional.
    pub settled: usize,
    /// How many matters were looked at.
    pub looked_at: usize,
}

/// A year that was adopted here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdoptedYear {
    /// The year.
    pub year: i16,
    /// Where the notice comes from, as typed.
    pub source: String,
    /// By whom.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
}

impl City {
    /// What the adoption of a year's notice would move.
    ///
    /// # Errors
    /// Invalid: the notice clashes with what is in force; the store.
    pub async fn notice_effect(&self, year: &CalendarYear) -> Result<NoticeEffect> {
        let new = self.registry_with(year.clone())?;
        let mut effect = NoticeEffect { moved: Vec::new(), settled: 0, looked_at: 0 };
        for matter in self.running_in(year.year()).await? {
            effect.looked_at += 1;
            self.compare(&new, &matter, &mut effect).await?;
        }
        effect.moved.sort_by(|a, b| (a.before, &a.matter).cmp(&(b.before, &b.matter)));
        Ok(effect)
    }

    /// Puts a year's notice in force and makes the rows again of everything that it moves; gives what moved.
    ///
    /// # Errors
    /// As [`notice_effect`](Self::notice_effect).
    pub async fn adopt_year(&self, year: &CalendarYear, source: &str, actor: &Actor) -> Result<NoticeEffect> {
        let by = actor.as_person().cloned().ok_or(AppError::Forbidden)?;
        let effect = self.notice_effect(year).await?;
        let record = NewRecord {
            collection: COLLECTION.into(),
            id: year.year().to_string(),
            value: json!({ "source": source, "by": by.as_str(), "at": self.clock().now().to_string(),
                "days": year.days().iter().map(day_to).collect::<Vec<_>>() }),
            expected_version: None,
            expires_at: None,
        };
        self.store().record_put(self.jurisdiction(), record, self.clock().now()).await?;
        self.put_edition(self.registry_with(year.clone())?);
        for matter in self.running_in(year.year()).await? {
            self.refresh(&matter).await?;
        }
        let parts = vec![
            (Part::Year, json!(year.year())),
            (Part::Source, json!(source)),
            (Part::Days, json!(year.days().len())),
            (Part::Moved, json!(effect.moved.len())),
        ];
        self.journal(Kind::CalendarAdopted, actor_to(actor), None, parts).await?;
        Ok(effect)
    }

    /// The years adopted here, the latest first.
    ///
    /// # Errors
    /// The store.
    pub async fn adopted_years(&self) -> Result<Vec<AdoptedYear>> {
        let mut all: Vec<AdoptedYear> = self
            .year_records()
            .await?
            .iter()
            .filter_map(|(year, value)| {
                let text = |key: &str| value.get(key).and_then(Json::as_str);
                Some(AdoptedYear {
                    year: *year,
                    source: text("source")?.to_owned(),
                    by: PersonId::new(text("by")?),
                    at: text("at")?.parse().ok()?,
                })
            })
            .collect();
        all.sort_by_key(|one| std::cmp::Reverse(one.year));
        Ok(all)
    }

    /// Reads the adopted years again: another server of the same city may have adopted one.
    ///
    /// # Errors
    /// The store; an adopted year that clashes with the definitions.
    pub async fn reload_calendar(&self) -> Result<()> {
        for (number, value) in self.year_records().await? {
            let days = value.get("days").and_then(Json::as_array).into_iter().flatten();
            let year = CalendarYear::new(number, days.filter_map(day_from));
            let year =
                year.map_err(|fault| AppError::invalid(format!("calendar {number}"), fault.to_string()))?;
            let known = self.registry().calendar().years().find(|one| one.year() == number);
            if known != Some(&year) {
                self.put_edition(self.registry_with(year)?);
            }
        }
        Ok(())
    }

    async fn year_records(&self) -> Result<Vec<(i16, Json)>> {
        let found =
            self.store().record_list(self.jurisdiction(), COLLECTION, None, 200, self.clock().now()).await?;
        Ok(found.into_iter().filter_map(|record| Some((record.id.parse().ok()?, record.value))).collect())
    }

    fn registry_with(&self, year: CalendarYear) -> Result<Registry> {
        let number = year.year();
        let new = self.registry().with_calendar_year(year);
        new.map_err(|fault| AppError::invalid(format!("calendar {number}"), fault.to_string()))
    }

    /// The matters of which a clock runs that may end in or after a year: the notice also rules on the December before it.
    async fn running_in(&self, year: i16) -> Result<BTreeSet<MatterId>> {
        let query = ClockQuery {
            from: date(year - 1, 12, 1),
            until: date(9999, 12, 31),
            body_path: None,
            kind: None,
        };
        let (mut all, mut after) = (BTreeSet::new(), None);
        loop {
            let page = self.store().clocks_due(self.jurisdiction(), &query, after.as_ref(), 200).await?;
            all.extend(page.rows.iter().map(|row| MatterId::new(row.matter.as_str())));
            after = page.next;
            if after.is_none() || all.len() > MOST {
                return Ok(all);
            }
        }
    }

    /// Compares the running clocks of a matter under both calendars.
    async fn compare(&self, new: &Registry, matter: &MatterId, effect: &mut NoticeEffect) -> Result<()> {
        let Some(state) = self.state(matter).await? else { return Ok(()) };
        let facts = self.facts(&state).await?;
        let today = self.today();
        let now = clocks(self.registry(), &state, &facts, today);
        let then = clocks(new, &state, &facts, today);
        for (now, then) in now.iter().zip(&then).filter(|(now, _)| now.is_running()) {
            let (Some(before), Some(after)) = (now.last_day(), then.last_day()) else { continue };
            if before != after {
                effect.moved.push(Moved { matter: matter.clone(), limit: now.limit.clone(), before, after });
            } else if now.provisional && !then.provisional {
                effect.settled += 1;
            }
        }
        Ok(())
    }
}

fn day_to(day: &NoticeDay) -> Json {
    json!([day.date.to_string(), day.name.as_str(), day.assignment == Assignment::Worked])
}

fn day_from(json: &Json) -> Option<NoticeDay> {
    let date = json.get(0)?.as_str()?.parse().ok()?;
    let name = json.get(1)?.as_str()?;
    Some(if json.get(2)?.as_bool()? { NoticeDay::worked(date, name) } else { NoticeDay::off(date, name) })
}
