//! Owns the way out: events and matters as lines that other programs read, with the hashes that prove them. Personal
//! values leave only when asked for, and that is journalled.

use jiff::Timestamp;
use serde_json::{Map, Value as Json, json};
use yifa_kernel::id::ProcedureId;
use yifa_kernel::matter::Actor;
use yifa_store::{Cursor, MatterOrder, MatterQuery, MatterRow, StoredEvent};

use crate::city::City;
use crate::error::{AppError, Result};
use crate::journal::{Kind, Part};
use crate::sheet::harmless;
use crate::wire::actor_to;

/// Stands for a personal value that was not asked for.
const HIDDEN: &str = "＊＊＊";

/// What to take out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportOrder {
    /// One matter, by identifier or number; `None`: all.
    pub matter: Option<String>,
    /// Only of this procedure.
    pub procedure: Option<ProcedureId>,
    /// Personal values too.
    pub personal: bool,
}

/// Takes one line after another.
pub type Lines<'a> = &'a mut (dyn FnMut(Json) -> std::io::Result<()> + Send);

impl City {
    /// Gives every event of the matters asked for, one JSON object each, matter by matter in their order; gives the number.
    ///
    /// # Errors
    /// Not found: no such matter. The store; a line that cannot be written.
    pub async fn export_events(&self, order: &ExportOrder, actor: &Actor, give: Lines<'_>) -> Result<u64> {
        if order.personal {
            self.journal_export(order, actor).await?;
        }
        let mut count = 0;
        let mut next = self.first_of(order).await?;
        while !next.matters.is_empty() {
            let wanted = self.wanted(order, &next.matters).await?;
            if !wanted.is_empty() {
                for event in self.store().events_of(self.jurisdiction(), &wanted).await? {
                    give(event_line(&event, order.personal)).map_err(|cause| unwritten(&cause))?;
                    count += 1;
                }
            }
            next = if next.more { self.after(next.matters.last()).await? } else { Batch::default() };
        }
        Ok(count)
    }

    /// Gives the rows of the matters asked for, latest change last; gives the number. Rows hold no personal values.
    ///
    /// # Errors
    /// As [`export_events`](Self::export_events).
    pub async fn export_matters(&self, order: &ExportOrder, give: Lines<'_>) -> Result<u64> {
        let store = self.store();
        if let Some(text) = &order.matter {
            let matter = self.matter_named(text).await?;
            let rows = store.matter_rows(self.jurisdiction(), &[matter]).await?;
            return self.give_rows(&rows, give).await;
        }
        let procedures = order.procedure.iter().map(ToString::to_string).collect();
        let query = MatterQuery { procedures, ..MatterQuery::default() };
        let (mut count, mut after): (u64, Option<Cursor>) = (0, None);
        loop {
            let page =
                store.matters(self.jurisdiction(), &query, MatterOrder::Number, after.as_ref(), 200).await?;
            count += self.give_rows(&page.rows, give).await?;
            after = page.next;
            if after.is_none() {
                return Ok(count);
            }
        }
    }

    async fn give_rows(&self, rows: &[MatterRow], give: Lines<'_>) -> Result<u64> {
        for row in rows {
            let head = self.store().head(self.jurisdiction(), &row.matter).await?;
            let hash = head.map(|head| head.hash.to_string()).unwrap_or_default();
            give(matter_line(row, hash)).map_err(|cause| unwritten(&cause))?;
        }
        Ok(rows.len() as u64)
    }

    async fn first_of(&self, order: &ExportOrder) -> Result<Batch> {
        match &order.matter {
            Some(text) => Ok(Batch { matters: vec![self.matter_named(text).await?], more: false }),
            None => self.after(None).await,
        }
    }

    async fn after(&self, last: Option<&yifa_store::MatterId>) -> Result<Batch> {
        let heads = self.store().scan_matters(self.jurisdiction(), last, 200).await?;
        Ok(Batch { more: heads.len() == 200, matters: heads.into_iter().map(|head| head.matter).collect() })
    }

    /// Those of some matters that are of the procedure asked for.
    async fn wanted(
        &self,
        order: &ExportOrder,
        matters: &[yifa_store::MatterId],
    ) -> Result<Vec<yifa_store::MatterId>> {
        let Some(procedure) = &order.procedure else { return Ok(matters.to_vec()) };
        let rows = self.store().matter_rows(self.jurisdiction(), matters).await?;
        Ok(rows.into_iter().filter(|row| row.procedure == procedure.as_str()).map(|row| row.matter).collect())
    }

    /// The matter that an identifier or a number names.
    ///
    /// # Errors
    /// None has it, or several have the number; the store.
    pub async fn matter_named(&self, text: &str) -> Result<yifa_store::MatterId> {
        let missing = || AppError::NotFound(format!("matter {text}"));
        if let Ok(id) = yifa_store::MatterId::new(text) {
            let head = self.store().head(self.jurisdiction(), &id).await?;
            return head.map(|head| head.matter).ok_or_else(missing);
        }
        let mut rows = self.store().matters_by_number(self.jurisdiction(), text).await?;
        match rows.len() {
            0 => Err(missing()),
            1 => Ok(rows.remove(0).matter),
            several => Err(AppError::invalid(
                format!("number {text}"),
                format!("{several} matters have it; give the identifier"),
            )),
        }
    }

    async fn journal_export(&self, order: &ExportOrder, actor: &Actor) -> Result<()> {
        let parts = vec![
            (Part::Matter, json!(order.matter)),
            (Part::Procedure, json!(order.procedure.as_ref().map(ProcedureId::as_str))),
        ];
        self.journal(Kind::PersonalExported, actor_to(actor), None, parts).await
    }
}

#[derive(Default)]
struct Batch {
    matters: Vec<yifa_store::MatterId>,
    more: bool,
}

fn unwritten(cause: &std::io::Error) -> AppError {
    AppError::invalid("the export", format!("cannot be written: {cause}"))
}

fn event_line(event: &StoredEvent, personal: bool) -> Json {
    let mut content = event.content.clone();
    if !personal {
        for path in &event.sealed {
            if let Some(value) = content.pointer_mut(path) {
                *value = json!(HIDDEN);
            }
        }
    }
    json!({
        "matter": event.matter.as_str(), "seq": event.seq, "kind": event.kind, "actor": event.actor, "content": content,
        "personal": event.sealed, "erased": event.erased, "happened_on": event.happened_on.to_string(),
        "happened_at": event.happened_at.map(|at: Timestamp| at.to_string()), "known_at": event.known_at.to_string(),
        "recorded_at": event.recorded_at.to_string(),
        "attachments": event.attachments.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "prev_hash": event.prev_hash.to_string(), "hash": event.hash.to_string(),
    })
}

fn matter_line(row: &MatterRow, hash: String) -> Json {
    let mut line = Map::new();
    let mut put = |key: &str, value: Json| line.insert(key.to_owned(), value);
    put("matter", json!(row.matter.as_str()));
    put("number", json!(row.number));
    put("title", json!(row.title));
    put("procedure", json!(row.procedure));
    put("version", json!(row.version));
    put("state", json!(row.state));
    put("is_final", json!(row.is_final));
    put("body", json!(row.body));
    put("opened_on", json!(row.opened_on.to_string()));
    put("changed_at", json!(row.changed_at.to_string()));
    put("due_on", json!(row.due_on.map(|day| day.to_string())));
    put("data", row.data.whole().clone());
    put("seq", json!(row.seq));
    put("hash", json!(hash));
    Json::Object(line)
}

/// A value as a cell of a sheet.
pub fn sheet_cell(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => harmless(text),
        other => other.to_string(),
    }
}
