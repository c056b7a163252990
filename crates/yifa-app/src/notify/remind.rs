//! Owns reminders and digests: before a last day, on it and after it, as each person wants; and once a day what is unread.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::json;
use yifa_kernel::id::{LimitId, MatterId};
use yifa_law::calendar::china_time;
use yifa_store::{ClockQuery, ClockRow};

use super::settings::FURTHEST;
use super::{About, Settings, Wording};
use crate::account::Account;
use crate::city::City;
use crate::error::Result;

/// From this hour on the day's digest goes out.
const MORNING: i8 = 8;

impl City {
    /// Reminds everybody of the dates of their own matters; gives the number of notices.
    pub(super) async fn remind(&self) -> Result<u64> {
        let today = self.today();
        let now = self.clock().now();
        let Some(missed) = self.days_missed(today).await? else { return Ok(0) };
        let mut wanted: BTreeMap<String, (Account, Settings)> = BTreeMap::new();
        for account in self.reachable().await? {
            let settings = self.settings(&account.person).await?;
            wanted.insert(account.person.to_string(), (account, settings));
        }
        let query = ClockQuery {
            from: today.checked_sub(FURTHEST.days()).unwrap_or(today),
            until: today.checked_add(FURTHEST.days()).unwrap_or(today),
            body_path: None,
            kind: None,
        };
        let mut given = 0;
        let mut after = None;
        loop {
            let page = self.store().clocks_due(self.jurisdiction(), &query, after.as_ref(), 200).await?;
            for row in &page.rows {
                given += self.remind_of(row, &wanted, (today, missed)).await?;
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let kept = now.checked_add(jiff::SignedDuration::from_hours(24 * i64::from(FURTHEST))).ok();
        self.put_once("reminded", &today.to_string(), json!({}), kept).await?;
        Ok(given)
    }

    /// On how many days before this one nobody was reminded, because nothing ran; `None` when today's reminders are out:
    /// once a day is enough, and a mark says how far they have come.
    async fn days_missed(&self, today: Date) -> Result<Option<i32>> {
        let now = self.clock().now();
        let marks = self.store().record_list(self.jurisdiction(), "reminded", None, 200, now).await?;
        let days: Vec<Date> = marks.iter().filter_map(|mark| mark.id.parse().ok()).collect();
        if days.contains(&today) {
            return Ok(None);
        }
        let last = days.into_iter().filter(|day| *day < today).max();
        Ok(Some(last.and_then(|last| last.until(today).ok()).map_or(0, |span| span.get_days() - 1)))
    }

    async fn remind_of(
        &self,
        row: &ClockRow,
        wanted: &BTreeMap<String, (Account, Settings)>,
        (today, missed): (Date, i32),
    ) -> Result<u64> {
        let clock = &row.clock;
        let Some(on) = clock.rolled_on.or(clock.due_on) else { return Ok(0) };
        if clock.kind != "duty" && clock.kind != "hours" {
            return Ok(0);
        }
        let days = today.until(on).map_or(0, |span| span.get_days());
        let rows = self.store().matter_rows(self.jurisdiction(), std::slice::from_ref(&row.matter)).await?;
        let Some(matter) = rows.first().filter(|matter| !matter.is_final) else { return Ok(0) };
        let theirs = matter.persons.iter().filter_map(|person| wanted.get(person));
        let due = |chosen: &i32| (days..=days + missed).contains(chosen);
        let theirs: Vec<_> = theirs.filter(|(_, settings)| settings.remind.iter().any(due)).collect();
        if theirs.is_empty() {
            return Ok(0);
        }
        let id = MatterId::new(row.matter.as_str());
        let Some(state) = self.state(&id).await? else { return Ok(0) };
        let about = About::Due { limit: LimitId::new(clock.limit.clone()), on, days };
        let name = format!("due:{today}:{}:{}", row.matter, clock.limit);
        let notice = self.notice_of(name, &state, about, self.clock().now()).await?;
        let mut given = 0;
        for (account, _) in &theirs {
            if self.give(&account.person, &notice).await? {
                given += 1;
            }
            self.deliver_mail(account, &notice).await?;
        }
        let told: Vec<&Account> = theirs.iter().map(|(account, _)| account).collect();
        self.deliver_hooks(&notice.id, &notice, &told).await?;
        Ok(given)
    }

    /// Once a day, a mail with what is unread to everybody who wants one.
    pub(super) async fn digests(&self, wording: &dyn Wording) -> Result<()> {
        let now = self.clock().now();
        let local = china_time(now);
        if local.hour() < MORNING {
            return Ok(());
        }
        let today = local.date();
        let mark = format!("digest:{today}");
        if self.store().record_get(self.jurisdiction(), "reminded", &mark, now).await?.is_some() {
            return Ok(());
        }
        for account in self.reachable().await? {
            let settings = self.settings(&account.person).await?;
            let Some(email) = settings.email.clone().filter(|_| settings.digest) else { continue };
            let unread = self.unread(&account.person).await?;
            if unread.is_empty() {
                continue;
            }
            let (subject, text) = wording.digest(self, &settings.language, &unread);
            let body =
                json!({ "to": email, "person": account.person.as_str(), "subject": subject, "text": text });
            self.put_delivery(&format!("{mark}:{}", account.person), "mail", &email, body).await?;
        }
        let kept = now.checked_add(jiff::SignedDuration::from_hours(48)).ok();
        self.put_once("reminded", &mark, json!({}), kept).await?;
        Ok(())
    }
}
