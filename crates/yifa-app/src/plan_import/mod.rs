//! Owns the road from a notice to a plan: what was read becomes a plan with an item for each obligation, and what a person
//! has decided about each, all in one transaction. A text that cannot be trusted is not imported at all.

mod item;
mod lead;
mod propose;

use std::collections::BTreeMap;

use yifa_kernel::id::{ActionId, BodyId, FieldId, MatterId, ProcedureId};
use yifa_kernel::matter::{Actor, Command};
use yifa_kernel::value::{FileRef, Value};
use yifa_law::notice::{Finding, FindingCode, Notice, NoticeFile, Severity, read_bytes};

pub use item::{Decision, PlanItem, RejectGround};

use crate::city::{City, Done, new_matter};
use crate::error::{AppError, Result};

/// What became of a notice.
#[derive(Debug)]
pub struct Imported {
    /// What was read.
    pub file: NoticeFile,
    /// The plan; `None` if a finding forbids importing it.
    pub plan: Option<Done>,
}

/// One line at most so long.
const LINE: usize = 190;

/// Whether a finding forbids taking a notice over: what is no text, what holds two notices, and figures that were spoiled on
/// the way. Everything else a person may look at and confirm.
pub fn forbids(finding: &Finding) -> bool {
    finding.severity() == Severity::Error
        || matches!(finding.code, FindingCode::SecondNotice | FindingCode::ImpossibleYear)
}

/// The year of a notice: the one in its title, else the one in its number, else the one of its date.
pub fn year_of(notice: &Notice) -> Option<i16> {
    let in_text = |text: &str| {
        text.match_indices("20").find_map(|(at, _)| {
            let written = text.get(at..at + 4).filter(|four| four.bytes().all(|b| b.is_ascii_digit()))?;
            let alone = !text[at + 4..].starts_with(|c: char| c.is_ascii_digit())
                && !text[..at].ends_with(|c: char| c.is_ascii_digit());
            written.parse().ok().filter(|_| alone)
        })
    };
    let of_title = notice.title.as_deref().and_then(in_text);
    let of_cover = || notice.cover_title.as_deref().and_then(in_text);
    let of_number = || notice.doc_no.as_deref().and_then(in_text);
    of_title.or_else(of_cover).or_else(of_number).or_else(|| notice.date.map(|date| date.year()))
}

impl City {
    /// Imports a notice as the plan of a year, every item waiting to be confirmed.
    ///
    /// # Errors
    /// The law refuses (role, missing body); the store.
    pub async fn import_plan(
        &self,
        bytes: &[u8],
        name: &str,
        year: i16,
        actor: &Actor,
        key: Option<&str>,
    ) -> Result<Imported> {
        let file = read_bytes(bytes, Some(year));
        let items = self.plan_items(&file, year, actor);
        let decided: Vec<_> = items.into_iter().map(|item| (item, Decision::Leave)).collect();
        self.import_decided(file, name, year, &decided, actor, key).await
    }

    /// Imports a notice as the plan of a year with what a person has decided about each of its items. Once all are decided,
    /// the plan itself is confirmed.
    ///
    /// # Errors
    /// The law refuses any of it (role, missing lead, target): then nothing is kept; the store.
    pub async fn import_decided(
        &self,
        file: NoticeFile,
        name: &str,
        year: i16,
        decided: &[(PlanItem, Decision)],
        actor: &Actor,
        key: Option<&str>,
    ) -> Result<Imported> {
        if file.notice.findings.iter().any(forbids) {
            return Ok(Imported { file, plan: None });
        }
        let digest = self.store().blob_put(self.jurisdiction(), file.text.clone().into_bytes()).await?;
        let body = actor.body.clone().ok_or(AppError::Forbidden)?;
        let plan = new_matter();
        let values = plan_values(&file, name, year, digest.to_string());
        let mut commands = vec![self.asking(&plan, "plan", "import", &body, actor, values)?];
        let mut items = Vec::new();
        for (item, decision) in decided {
            let id = new_matter();
            commands.push(self.asking(
                &id,
                "plan-item",
                "propose",
                &body,
                actor,
                item.values(&plan, decision),
            )?);
            if let Some((action, values)) = item.decided(decision) {
                commands.push(self.asking(&id, "plan-item", action, &body, actor, values)?);
            }
            items.push(Value::Matter(id));
        }
        if !items.is_empty() {
            let values = BTreeMap::from([(FieldId::new("plan_items"), Value::List(items))]);
            commands.push(self.asking(&plan, "plan", "attach_items", &body, actor, values)?);
            if decided.iter().all(|(_, decision)| *decision != Decision::Leave) {
                commands.push(self.asking(&plan, "plan", "confirm", &body, actor, BTreeMap::new())?);
            }
        }
        let done = self.execute_together(&commands, key).await?;
        Ok(Imported { file, plan: Some(done) })
    }

    fn asking(
        &self,
        matter: &MatterId,
        procedure: &str,
        action: &str,
        body: &BodyId,
        actor: &Actor,
        values: BTreeMap<FieldId, Value>,
    ) -> Result<Command> {
        let procedure = ProcedureId::new(procedure);
        if self.registry().latest(&procedure).is_none() {
            return Err(AppError::NotFound(format!("procedure {procedure}")));
        }
        Ok(Command {
            matter: matter.clone(),
            procedure,
            action: ActionId::new(action),
            body: body.clone(),
            parent: None,
            values,
            actor: actor.clone(),
        })
    }
}

/// A text as one line of a record.
fn line(text: &str) -> Value {
    Value::Text(text.chars().filter(|c| !c.is_control()).take(LINE).collect())
}

fn plan_values(file: &NoticeFile, name: &str, year: i16, digest: String) -> BTreeMap<FieldId, Value> {
    let Notice { title, issuer, doc_no, date, items, findings, .. } = &file.notice;
    let count = |level: usize| {
        Value::Int(i64::try_from(items.iter().filter(|item| item.level == level).count()).unwrap_or(i64::MAX))
    };
    let obligations: usize = items.iter().map(|item| item.obligations.len()).sum();
    let mut values = BTreeMap::new();
    let mut put = |id: &str, value: Value| {
        values.insert(FieldId::new(id), value);
    };
    put("title", line(title.as_deref().unwrap_or(name)));
    if let Some(issuer) = issuer {
        put("issuer", line(issuer));
    }
    if let Some(doc_no) = doc_no {
        put("doc_no", line(doc_no));
    }
    put("year_covered", Value::Int(year.into()));
    if let Some(date) = date {
        put("issued_on", Value::Date(*date));
    }
    put(
        "source",
        Value::File(FileRef { digest: digest.clone(), name: name.to_owned(), bytes: file.text.len() as u64 }),
    );
    put("source_digest", Value::Text(digest));
    put("source_name", line(name));
    put("chapters", count(1));
    put("clauses", count(2));
    put("points", count(3));
    put("obligations", Value::Int(i64::try_from(obligations).unwrap_or(i64::MAX)));
    let told: Vec<&str> = findings.iter().map(|finding| finding.code.as_str()).collect();
    if !told.is_empty() {
        put("findings", Value::Text(told.join("\n")));
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use yifa_law::notice::read;

    #[test]
    fn the_year_stands_in_the_title_before_the_number_and_the_date() {
        let year = |text: &str| year_of(&read(text, None));
        assert_eq!(year("某市2026年依法行政工作要点\n某府发〔2025〕3号\n一、甲。\n"), Some(2026));
        assert_eq!(year("某市依法行政工作要点\n某府发〔2025〕3号\n一、甲。\n"), Some(2025));
        assert_eq!(year("某市20**年依法行政工作要点\n一、甲。\n"), None);
        assert_eq!(year("某市20264号工作要点\n一、甲。\n"), None);
    }

    #[test]
    fn spoiled_and_glued_texts_are_not_taken_over() {
        let forbidden = |text: &str| read(text, Some(2026)).findings.iter().any(forbids);
        assert!(forbidden(""));
        assert!(forbidden("某市计划\n某府发〔2121〕3号\n一、甲。\n"));
        assert!(!forbidden("一、甲。\n（一)乙。\n"));
        assert!(!forbidden("没有编号的一段话。\n另一段话。\n"));
    }
}
