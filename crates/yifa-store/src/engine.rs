//! The contract, carried out once for all engines: each method is a named statement and the shape of its
//! answer. What differs between engines lies behind [`Backend`].

use std::path::Path;

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::backend::{Backend, Step};
use crate::batch::{Answered, Batch, Committed, Erasure, JournalEntry};
use crate::cell::{Cell, Decode, number};
use crate::check;
use crate::contract::{Progress, Store};
use crate::digest::sha256;
use crate::error::{Result, StoreError};
use crate::event::{Head, StoredEvent};
use crate::id::{Digest, Jurisdiction, MatterId};
use crate::plan::{Done, Work};
use crate::query::{
    BackupReport, ClockQuery, ClockRow, CountBy, Counted, Cursor, DisclosureQuery, DisclosureRow,
    FigureGroup, FigureQuery, FigureRow, FigureSum, Health, JournalQuery, JournalRow, LinkRow, MatterOrder,
    MatterQuery, MatterRow, OutboxRow, Outcome, Page, Stats, Verification,
};
use crate::record::{NewRecord, Record};
use crate::rows;
use crate::stamp::stamp;
use crate::view::MatterView;
use crate::{counts, history, lists, portable, verify};

/// A store on some engine.
pub(crate) struct Engine<B>(pub(crate) B);

impl<B: Backend> Engine<B> {
    /// Reads rows with a named statement.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        name: &'static str,
        params: Vec<Cell>,
        decode: Decode<T>,
    ) -> Result<Vec<T>> {
        self.0.rows(self.0.sql(name).into(), params, decode).await
    }

    async fn write(&self, jurisdiction: &Jurisdiction, steps: Vec<Step>) -> Result<u64> {
        let touched = self.0.write(jurisdiction.clone(), steps).await?;
        Ok(touched.iter().map(|touched| touched.rows).sum())
    }
}

fn once(name: &'static str, params: Vec<Cell>) -> Step {
    Step::Once { name, params, must_touch: None }
}

fn place(jurisdiction: &Jurisdiction) -> Cell {
    jurisdiction.as_str().into()
}

fn ids(matters: &[MatterId]) -> Cell {
    Cell::from(&Value::from(matters.iter().map(MatterId::as_str).collect::<Vec<_>>()))
}

#[async_trait]
impl<B: Backend> Store for Engine<B> {
    async fn commit(&self, batch: Batch) -> Result<Committed> {
        let work = Work::Batch(Box::new(batch));
        work.check()?;
        match self.0.commit(work).await? {
            Done::Batch(committed) => Ok(committed),
            Done::Views(_) => unreachable!("INVARIANT: a batch is answered as a batch"),
        }
    }

    async fn head(&self, jurisdiction: &Jurisdiction, matter: &MatterId) -> Result<Option<Head>> {
        Ok(self.ask("head", vec![place(jurisdiction), matter.into()], rows::head).await?.pop())
    }

    async fn last_events(
        &self,
        jurisdiction: &Jurisdiction,
        matters: &[MatterId],
    ) -> Result<Vec<(MatterId, u64)>> {
        let asked = vec![place(jurisdiction), ids(matters)];
        self.ask("load_heads", asked, |row| Ok((row.matter(0)?, row.count(1)?))).await
    }

    async fn events(
        &self,
        jurisdiction: &Jurisdiction,
        matter: &MatterId,
        from_seq: u64,
    ) -> Result<Vec<StoredEvent>> {
        history::events(self, jurisdiction, matter, from_seq).await
    }

    async fn events_of(&self, jurisdiction: &Jurisdiction, matters: &[MatterId]) -> Result<Vec<StoredEvent>> {
        history::events_of(self, jurisdiction, matters).await
    }

    async fn scan_matters(
        &self,
        jurisdiction: &Jurisdiction,
        after: Option<&MatterId>,
        limit: u32,
    ) -> Result<Vec<Head>> {
        let after = after.map_or("", MatterId::as_str);
        self.ask("heads_after", vec![place(jurisdiction), after.into(), limit.into()], rows::head).await
    }

    async fn jurisdictions(&self) -> Result<Vec<Jurisdiction>> {
        let mut all: Vec<Jurisdiction> = Vec::new();
        loop {
            let last = all.last().map_or("", Jurisdiction::as_str);
            let next = self.ask("jurisdiction_after", vec![last.into()], |row| row.opt_text(0)).await?;
            match next.into_iter().flatten().next() {
                Some(code) => all.push(
                    Jurisdiction::new(code.as_str())
                        .map_err(|_| StoreError::corrupt(format!("jurisdiction \"{code}\"")))?,
                ),
                None => return Ok(all),
            }
        }
    }

    async fn answered(&self, jurisdiction: &Jurisdiction, key: &str) -> Result<Option<Answered>> {
        Ok(self.ask("answer", vec![place(jurisdiction), key.into()], rows::answered).await?.pop())
    }

    async fn forget_answers(&self, jurisdiction: &Jurisdiction, before: Timestamp) -> Result<u64> {
        self.write(jurisdiction, vec![once("answer_forget", vec![place(jurisdiction), before.into()])]).await
    }

    async fn next_value(&self, jurisdiction: &Jurisdiction, series: &str) -> Result<u64> {
        let found = self.ask("series_value", vec![place(jurisdiction), series.into()], |row| row.count(0));
        Ok(found.await?.first().map_or(1, |value| value + 1))
    }

    async fn erase(&self, jurisdiction: &Jurisdiction, erasure: Erasure, at: Timestamp) -> Result<()> {
        let Erasure { matter, seq, path, actor, reason } = erasure;
        let value = format!("personal value \"{path}\" in event {seq} of matter {matter}");
        let key =
            vec![place(jurisdiction), (&matter).into(), number("event", seq)?.into(), path.as_str().into()];
        let entry = JournalEntry {
            kind: "erased".into(),
            actor,
            content: json!({"seq": seq, "path": path, "reason": reason}),
            matter: Some(matter),
        };
        check::journal(&entry)?;
        let line = rows::journal_cells(stamp(at)(), at, &entry);
        let steps = vec![
            Step::Once { name: "payload_erase", params: key, must_touch: Some(value) },
            Step::Each { name: "journal_insert", rows: vec![line] },
        ];
        self.write(jurisdiction, steps).await.map(drop)
    }

    async fn verify(&self, jurisdiction: &Jurisdiction, progress: Progress<'_>) -> Result<Verification> {
        verify::verify(self, jurisdiction, progress).await
    }

    async fn matters(
        &self,
        jurisdiction: &Jurisdiction,
        query: &MatterQuery,
        order: MatterOrder,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<MatterRow>> {
        lists::matters(self, jurisdiction, query, order, after, limit).await
    }

    async fn count_matters(&self, jurisdiction: &Jurisdiction, query: &MatterQuery) -> Result<u64> {
        counts::count_matters(self, jurisdiction, query).await
    }

    async fn count_matters_up_to(
        &self,
        jurisdiction: &Jurisdiction,
        query: &MatterQuery,
        most: u32,
    ) -> Result<Counted> {
        counts::count_matters_up_to(self, jurisdiction, query, most).await
    }

    async fn count_matters_by(
        &self,
        jurisdiction: &Jurisdiction,
        query: &MatterQuery,
        by: CountBy,
        most: u32,
    ) -> Result<Option<Vec<(String, u64)>>> {
        counts::count_matters_by(self, jurisdiction, query, by, most).await
    }

    async fn matter_rows(&self, jurisdiction: &Jurisdiction, matters: &[MatterId]) -> Result<Vec<MatterRow>> {
        self.ask("matter_rows", vec![place(jurisdiction), ids(matters)], rows::matter).await
    }

    async fn matters_to_renew(
        &self,
        jurisdiction: &Jurisdiction,
        on: Date,
        limit: u32,
    ) -> Result<Vec<MatterId>> {
        check::date(on)?;
        check::limit(limit)?;
        let params = vec![place(jurisdiction), on.into(), limit.into()];
        self.ask("matters_to_renew", params, |row| row.matter(0)).await
    }

    async fn matters_by_number(&self, jurisdiction: &Jurisdiction, number: &str) -> Result<Vec<MatterRow>> {
        if number.is_empty() {
            return Ok(Vec::new());
        }
        check::text("number", number)?;
        self.ask("matter_by_number", vec![place(jurisdiction), number.into()], rows::matter).await
    }

    async fn matter_by_unique(
        &self,
        jurisdiction: &Jurisdiction,
        procedure: &str,
        field: &str,
        value: &str,
    ) -> Result<Option<MatterId>> {
        [procedure, field, value].iter().try_for_each(|text| check::text("unique field", text))?;
        let params = vec![place(jurisdiction), procedure.into(), field.into(), value.into()];
        Ok(self.ask("matter_by_unique", params, |row| row.matter(0)).await?.pop())
    }

    async fn clocks_due(
        &self,
        jurisdiction: &Jurisdiction,
        query: &ClockQuery,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<ClockRow>> {
        lists::clocks_due(self, jurisdiction, query, after, limit).await
    }

    async fn clocks_of(&self, jurisdiction: &Jurisdiction, matter: &MatterId) -> Result<Vec<ClockRow>> {
        self.ask("clocks_of", vec![place(jurisdiction), matter.into()], rows::clock).await
    }

    async fn links_from(&self, jurisdiction: &Jurisdiction, matter: &MatterId) -> Result<Vec<LinkRow>> {
        self.ask("links_from", vec![place(jurisdiction), matter.into()], rows::link).await
    }

    async fn links_to(&self, jurisdiction: &Jurisdiction, matter: &MatterId) -> Result<Vec<LinkRow>> {
        self.ask("links_to", vec![place(jurisdiction), matter.into()], rows::link).await
    }

    async fn figure_sums(
        &self,
        jurisdiction: &Jurisdiction,
        query: &FigureQuery,
        group: &FigureGroup,
    ) -> Result<Vec<FigureSum>> {
        lists::figure_sums(self, jurisdiction, query, group).await
    }

    async fn figure_rows(
        &self,
        jurisdiction: &Jurisdiction,
        query: &FigureQuery,
        outcome: Option<Outcome>,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<FigureRow>> {
        lists::figure_rows(self, jurisdiction, query, outcome, after, limit).await
    }

    async fn disclosures(
        &self,
        jurisdiction: &Jurisdiction,
        query: &DisclosureQuery,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<DisclosureRow>> {
        lists::disclosures(self, jurisdiction, query, after, limit).await
    }

    async fn disclosure(
        &self,
        jurisdiction: &Jurisdiction,
        slug: &str,
        as_of: Date,
    ) -> Result<Option<DisclosureRow>> {
        check::text("disclosure", slug)?;
        let found = self.ask("disclosure", vec![place(jurisdiction), slug.into()], rows::disclosure).await?;
        Ok(found.into_iter().find_map(|row| rows::seen_on(as_of, row)))
    }

    async fn disclosures_of(
        &self,
        jurisdiction: &Jurisdiction,
        matter: &MatterId,
        as_of: Date,
    ) -> Result<Vec<DisclosureRow>> {
        let found = self.ask("disclosures_of", vec![place(jurisdiction), matter.into()], rows::disclosure);
        Ok(found.await?.into_iter().filter_map(|row| rows::seen_on(as_of, row)).collect())
    }

    async fn rebuild_begin(&self, jurisdiction: &Jurisdiction) -> Result<()> {
        let statements = [
            "rebuild_mark",
            "drop_matter",
            "drop_tally",
            "drop_matter_terms",
            "drop_matter_person",
            "drop_waiting",
            "drop_clock",
            "drop_link",
            "drop_uniqueness",
            "drop_figure",
            "drop_disclosure",
        ];
        let steps = statements.into_iter().map(|name| once(name, vec![place(jurisdiction)])).collect();
        self.write(jurisdiction, steps).await.map(drop)
    }

    async fn rebuild_put(
        &self,
        jurisdiction: &Jurisdiction,
        views: Vec<(MatterId, u64, MatterView)>,
    ) -> Result<u64> {
        let work = Work::Views(jurisdiction.clone(), views);
        work.check()?;
        match self.0.commit(work).await? {
            Done::Views(skipped) => Ok(skipped),
            Done::Batch(_) => unreachable!("INVARIANT: views are answered as views"),
        }
    }

    async fn rebuild_finish(&self, jurisdiction: &Jurisdiction) -> Result<()> {
        self.write(jurisdiction, vec![once("rebuild_unmark", vec![place(jurisdiction)])]).await.map(drop)
    }

    async fn journal_append(
        &self,
        jurisdiction: &Jurisdiction,
        entries: Vec<JournalEntry>,
        at: Timestamp,
    ) -> Result<()> {
        entries.iter().try_for_each(check::journal)?;
        let mut id = stamp(at);
        let rows = entries.iter().map(|entry| rows::journal_cells(id(), at, entry)).collect();
        self.write(jurisdiction, vec![Step::Each { name: "journal_insert", rows }]).await.map(drop)
    }

    async fn journal(
        &self,
        jurisdiction: &Jurisdiction,
        query: &JournalQuery,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<JournalRow>> {
        lists::journal(self, jurisdiction, query, after, limit).await
    }

    async fn journal_tally(
        &self,
        jurisdiction: &Jurisdiction,
        query: &JournalQuery,
    ) -> Result<Vec<(Value, i64)>> {
        lists::journal_tally(self, jurisdiction, query).await
    }

    async fn outbox_pending(&self, jurisdiction: &Jurisdiction, limit: u32) -> Result<Vec<OutboxRow>> {
        self.ask("outbox_pending", vec![place(jurisdiction), limit.into()], rows::outbox).await
    }

    async fn outbox_delivered(
        &self,
        jurisdiction: &Jurisdiction,
        ids: &[String],
        at: Timestamp,
    ) -> Result<u64> {
        let params = vec![place(jurisdiction), at.into(), Cell::from(&Value::from(ids.to_vec()))];
        self.write(jurisdiction, vec![once("outbox_delivered", params)]).await
    }

    async fn blob_put(&self, jurisdiction: &Jurisdiction, bytes: Vec<u8>) -> Result<Digest> {
        if bytes.len() > check::LARGEST_BLOB {
            let what = format!("file of {} bytes", bytes.len());
            return Err(StoreError::invalid(what, format!("at most {} bytes", check::LARGEST_BLOB)));
        }
        let digest = sha256(&bytes);
        let params = vec![place(jurisdiction), digest.into(), Cell::Blob(Some(bytes))];
        self.write(jurisdiction, vec![once("blob_put", params)]).await?;
        Ok(digest)
    }

    async fn blob_get(&self, jurisdiction: &Jurisdiction, digest: Digest) -> Result<Option<Vec<u8>>> {
        let found = self.ask("blob_get", vec![place(jurisdiction), digest.into()], |row| row.bytes(0));
        match found.await?.pop() {
            Some(bytes) if sha256(&bytes) != digest => Err(StoreError::corrupt(format!("file {digest}"))),
            found => Ok(found),
        }
    }

    async fn record_put(
        &self,
        jurisdiction: &Jurisdiction,
        record: NewRecord,
        now: Timestamp,
    ) -> Result<u64> {
        let NewRecord { collection, id, value, expected_version, expires_at } = record;
        check::name("collection", &collection)?;
        check::name("record", &id)?;
        let expected = expected_version.map(|version| number("version", version)).transpose()?;
        let params = vec![
            place(jurisdiction),
            collection.as_str().into(),
            id.as_str().into(),
            crate::canonical::canonical("record", &value)?.into(),
            expires_at.into(),
            Cell::Int(expected),
            now.into(),
        ];
        let touched = self.0.write(jurisdiction.clone(), vec![once("record_put", params)]).await?;
        if let Some(version) = touched.first().and_then(|touched| touched.first) {
            return number_back(version);
        }
        let found = self.record_get(jurisdiction, &collection, &id, now).await?;
        Err(StoreError::RecordConflict {
            collection,
            id,
            expected: expected_version.unwrap_or(0),
            found: found.map_or(0, |record| record.version),
        })
    }

    async fn record_get(
        &self,
        jurisdiction: &Jurisdiction,
        collection: &str,
        id: &str,
        now: Timestamp,
    ) -> Result<Option<Record>> {
        [collection, id].iter().try_for_each(|text| check::text("record", text))?;
        let params = vec![place(jurisdiction), collection.into(), id.into(), now.into()];
        Ok(self.ask("record_get", params, rows::record).await?.pop())
    }

    async fn record_list(
        &self,
        jurisdiction: &Jurisdiction,
        collection: &str,
        after: Option<&str>,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<Record>> {
        let after = after.unwrap_or("");
        [collection, after].iter().try_for_each(|text| check::text("record", text))?;
        let params = vec![place(jurisdiction), collection.into(), after.into(), now.into(), limit.into()];
        self.ask("record_list", params, rows::record).await
    }

    async fn records_below(
        &self,
        jurisdiction: &Jurisdiction,
        collection: &str,
        prefix: &str,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<Record>> {
        [collection, prefix].iter().try_for_each(|text| check::text("record", text))?;
        // Ids are in the order of their bytes: nothing that begins with the prefix comes after this.
        let end = format!("{prefix}{}", char::MAX);
        let params =
            vec![place(jurisdiction), collection.into(), prefix.into(), end.into(), now.into(), limit.into()];
        self.ask("records_below", params, rows::record).await
    }

    async fn record_count(
        &self,
        jurisdiction: &Jurisdiction,
        collection: &str,
        most: u32,
        now: Timestamp,
    ) -> Result<u64> {
        check::text("record", collection)?;
        let params = vec![place(jurisdiction), collection.into(), now.into(), most.into()];
        Ok(self.ask("record_count", params, |row| row.count(0)).await?.pop().unwrap_or(0))
    }

    async fn record_delete(&self, jurisdiction: &Jurisdiction, collection: &str, id: &str) -> Result<bool> {
        [collection, id].iter().try_for_each(|text| check::text("record", text))?;
        let params = vec![place(jurisdiction), collection.into(), id.into()];
        Ok(self.write(jurisdiction, vec![once("record_delete", params)]).await? > 0)
    }

    async fn records_expire(&self, jurisdiction: &Jurisdiction, now: Timestamp) -> Result<u64> {
        self.write(jurisdiction, vec![once("record_expire", vec![place(jurisdiction), now.into()])]).await
    }

    async fn stats(&self, jurisdiction: &Jurisdiction) -> Result<Stats> {
        let counts =
            self.ask("stats", vec![place(jurisdiction)], |row| Ok((row.text(0)?, row.count(1)?))).await?;
        let mut stats = Stats::default();
        for (name, count) in counts {
            match name.as_str() {
                " open" => stats.open_matters = count,
                " pending" => stats.outbox_pending = count,
                " rebuild" => stats.needs_rebuild = count > 0,
                _ => {
                    stats.rows.insert(name, count);
                }
            }
        }
        Ok(stats)
    }

    async fn health(&self) -> Result<Health> {
        let (engine_version, schema, writable) = self.0.health().await?;
        Ok(Health { engine: B::ENGINE, engine_version, schema, writable })
    }

    async fn backup(&self, to: &Path, progress: Progress<'_>) -> Result<BackupReport> {
        portable::backup(self, to, progress).await
    }

    async fn restore(&self, from: &Path, progress: Progress<'_>) -> Result<BackupReport> {
        portable::restore(self, from, progress).await
    }
}

fn number_back(value: i64) -> Result<u64> {
    u64::try_from(value).map_err(|_| StoreError::corrupt(format!("version {value}")))
}
