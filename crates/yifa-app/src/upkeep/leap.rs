//! Owns the doubt about a clock that has leapt ahead: a machine that starts with a wrong date, or is given one, is usually put
//! right soon. What upkeep does on a day that is not there yet cannot be undone: the law would act on limits that still run,
//! bodies would merge, drafts would be dropped. So it waits until the clock has gone on steadily for a day.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use yifa_store::NewRecord;

use crate::city::City;
use crate::error::Result;

/// Nobody leaves a city without upkeep for so long: rather is the clock wrong.
const LEAP: SignedDuration = SignedDuration::from_hours(24 * 60);
/// After so long a clock is believed.
const STEADY: Duration = Duration::from_secs(24 * 3600);
/// How often it is written down that there was upkeep.
const NOTED: SignedDuration = SignedDuration::from_hours(1);

/// Where the last upkeep is written down.
const COLLECTION: &str = "upkeep";
const SEEN: &str = "seen";

/// Watches the clock from one round to the next.
#[derive(Debug, Default)]
pub(super) struct Watch {
    /// Since when a leap is seen, by how long the machine has run.
    since: Option<Duration>,
}

impl Watch {
    /// Whether upkeep waits because the clock has leapt ahead.
    ///
    /// # Errors
    /// The store.
    pub(super) async fn holds(&mut self, city: &City) -> Result<bool> {
        let (now, run) = (city.clock().now(), city.clock().run());
        let Some(last) = last_upkeep(city).await? else { return self.believed(city, None).await };
        if now.duration_since(last) <= LEAP {
            return self.believed(city, Some(last)).await;
        }
        let since = *self.since.get_or_insert(run);
        if run.saturating_sub(since) < STEADY {
            return Ok(true);
        }
        self.believed(city, Some(last)).await
    }

    /// The clock is right, as far as anybody can tell.
    async fn believed(&mut self, city: &City, last: Option<Timestamp>) -> Result<bool> {
        self.since = None;
        let now = city.clock().now();
        if last.is_none_or(|last| now.duration_since(last).abs() >= NOTED) {
            let record = NewRecord {
                collection: COLLECTION.into(),
                id: SEEN.into(),
                value: json!({ "at": now.to_string() }),
                expected_version: None,
                expires_at: None,
            };
            city.store().record_put(city.jurisdiction(), record, now).await?;
        }
        Ok(false)
    }
}

async fn last_upkeep(city: &City) -> Result<Option<Timestamp>> {
    let found = city.store().record_get(city.jurisdiction(), COLLECTION, SEEN, city.clock().now()).await?;
    Ok(found.and_then(|record| record.value.get("at")?.as_str()?.parse().ok()))
}

impl City {
    /// The last upkeep, where the clock has leapt so far ahead of it that upkeep waits for a day before it believes it.
    ///
    /// # Errors
    /// The store.
    pub async fn clock_has_leapt(&self) -> Result<Option<Timestamp>> {
        let now = self.clock().now();
        Ok(last_upkeep(self).await?.filter(|last| now.duration_since(*last) > LEAP))
    }
}
