//! Owns the road from a notice to a plan: what was read becomes one plan with an item for each obligation, all in one
//! transaction; a person confirms each beside the original text. A file with an error is not imported at all.

use std::collections::BTreeMap;

use yifa_kernel::id::{ActionId, BodyId, FieldId, MatterId, ProcedureId};
use yifa_kernel::matter::{Actor, Command};
use yifa_kernel::procedure::{DECIMAL, Measure, MeasureKind, Target};
use yifa_kernel::value::{FileRef, Value};
use yifa_law::notice::{Decimal, Item, Notice, NoticeFile, Obligation, Severity, read_bytes};

use crate::city::{City, Done, new_matter};
use crate::error::{AppError, Result};

/// What became of a notice.
#[derive(Debug)]
pub struct Imported {
    /// What was read.
    pub file: NoticeFile,
    /// The plan; `None` if an error forbids importing it.
    pub plan: Option<Done>,
}

/// One line at most so long.
const LINE: usize = 190;

impl City {
    /// Imports a notice as the plan of a year. With an error among its findings nothing is imported.
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
        if file.notice.findings.iter().any(|finding| finding.severity() == Severity::Error) {
            return Ok(Imported { file, plan: None });
        }
        let digest = self.store().blob_put(self.jurisdiction(), file.text.clone().into_bytes()).await?;
        let body = actor.body.clone().ok_or(AppError::Forbidden)?;
        let plan = new_matter();
        let mut commands = vec![self.opening(
            &plan,
            "plan",
            "import",
            &body,
            actor,
            plan_values(&file, name, year, digest.to_string()),
        )?];
        let mut items = Vec::new();
        for item in &file.notice.items {
            for (index, obligation) in item.obligations.iter().enumerate() {
                let id = new_matter();
                let values = self.item_values(&plan, &file.text, item, obligation, index);
                commands.push(self.opening(&id, "plan-item", "propose", &body, actor, values)?);
                items.push(Value::Matter(id));
            }
        }
        if !items.is_empty() {
            let values = BTreeMap::from([(FieldId::new("plan_items"), Value::List(items))]);
            commands.push(self.opening(&plan, "plan", "attach_items", &body, actor, values)?);
        }
        let done = self.execute_together(&commands, key).await?;
        Ok(Imported { file, plan: Some(done) })
    }

    fn opening(
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

    fn item_values(
        &self,
        plan: &MatterId,
        text: &str,
        item: &Item,
        obligation: &Obligation,
        index: usize,
    ) -> BTreeMap<FieldId, Value> {
        let mut values = BTreeMap::new();
        let mut put = |id: &str, value: Value| {
            values.insert(FieldId::new(id), value);
        };
        let line = |text: &str| Value::Text(text.chars().filter(|c| !c.is_control()).take(LINE).collect());
        let path = if index == 0 { item.path.clone() } else { format!("{}#{}", item.path, index + 1) };
        put("plan", Value::Matter(plan.clone()));
        put("path", line(&path));
        if let Some(heading) = &item.heading {
            put("heading", line(heading));
        }
        let span = obligation.span.clone();
        put("text", Value::Text(text.get(span.clone()).unwrap_or(&item.text).chars().take(20_000).collect()));
        put("span_start", Value::Int(i64::try_from(span.start).unwrap_or(0)));
        put("span_end", Value::Int(i64::try_from(span.end.max(span.start + 1)).unwrap_or(1)));
        let who = obligation.who.names.join("、");
        if !who.is_empty() {
            put("lead_text", line(&who));
        }
        put("obligation_list", Value::Table(vec![row(obligation, &line)]));
        let measure = self.proposed(obligation, text.get(span).unwrap_or(&item.text));
        if let Some(measure) = measure {
            put("measure", Value::Text(measure.id.to_string()));
            let (least, most) = target(obligation, measure.kind, measure.target);
            if let Some(least) = least {
                put("target_min", Value::Decimal(least));
            }
            if let Some(most) = most {
                put("target_max", Value::Decimal(most));
            }
            let unit = obligation.quantity.as_ref().map(|quantity| quantity.unit.clone());
            if let Some(unit) = unit.or_else(|| measure.unit.as_ref().map(|unit| unit.zh.clone())) {
                put("target_unit", line(&unit));
            }
        }
        values
    }
}

impl City {
    /// The measure for an obligation: the one that the reader proposes, if a definition has it; else the one whose own
    /// words stand in the obligation.
    fn proposed(&self, obligation: &Obligation, text: &str) -> Option<&Measure> {
        let registry = self.registry();
        let by_name =
            obligation.measure.as_ref().and_then(|proposal| registry.measure(&proposal.measure.into()));
        let folded = yifa_law::fold::fold(text).into_owned();
        let by_words = || {
            registry
                .measures()
                .find(|one| one.proposed_for.iter().any(|words| folded.contains(words.as_str())))
        };
        by_name.or_else(by_words)
    }
}

/// What the figure must reach: what the notice says, where it counts the same thing; else the measure's own target.
fn target(obligation: &Obligation, kind: MeasureKind, usual: Option<Target>) -> (Option<i64>, Option<i64>) {
    let counts = matches!(kind, MeasureKind::Count | MeasureKind::Milestone);
    let said = obligation.quantity.as_ref().filter(|_| counts).map(|quantity| quantity.interval);
    match (said, usual) {
        (Some(interval), _) => {
            let least = interval.min.and_then(scaled);
            // A number to be reached may be exceeded; a range means both its ends.
            (least, interval.max.and_then(scaled).filter(|most| Some(*most) != least))
        }
        (None, Some(usual)) => (usual.at_least, usual.at_most),
        (None, None) => (None, None),
    }
}

fn scaled(number: Decimal) -> Option<i64> {
    yifa_kernel::value::parse_scaled(&number.to_string(), DECIMAL)
}

fn row(obligation: &Obligation, line: &impl Fn(&str) -> Value) -> BTreeMap<FieldId, Value> {
    let mut row = BTreeMap::new();
    let mut put = |id: &str, value: Value| {
        row.insert(FieldId::new(id), value);
    };
    put("kind", Value::Choice(kind_of(obligation).to_owned()));
    if !obligation.who.names.is_empty() {
        put("who", line(&obligation.who.names.join("、")));
    }
    put("what", line(&obligation.what));
    if let Some(quantity) = &obligation.quantity {
        if let Some(least) = quantity.interval.min.and_then(scaled) {
            put("quantity_min", Value::Decimal(least));
        }
        if let Some(most) = quantity.interval.max.and_then(scaled) {
            put("quantity_max", Value::Decimal(most));
        }
        put("unit", line(&quantity.unit));
    }
    if let Some(deadline) = &obligation.deadline {
        put("deadline", line(&format!("{deadline:?}")));
    }
    if let Some(rhythm) = &obligation.rhythm {
        put("rhythm", line(&format!("{rhythm:?}")));
    }
    put(
        "confidence",
        Value::Int(match obligation.confidence {
            yifa_law::notice::Confidence::Low => 30,
            yifa_law::notice::Confidence::Medium => 60,
            yifa_law::notice::Confidence::High => 90,
        }),
    );
    row
}

/// The reader's kinds in the words of the plan item: what it has no word for is the nearest that it has.
fn kind_of(obligation: &Obligation) -> &'static str {
    match obligation.kind.as_str() {
        "count" => "count",
        "count range" => "count_range",
        "minimum" | "rate" | "rhythm" => "minimum",
        "deadline" => "deadline",
        "report" => "report",
        "inspection" => "inspection",
        "rule" | "maximum" => "rule",
        _ => "deliverable",
    }
}

fn plan_values(file: &NoticeFile, name: &str, year: i16, digest: String) -> BTreeMap<FieldId, Value> {
    let Notice { title, issuer, doc_no, date, items, findings, .. } = &file.notice;
    let line = |text: &str| Value::Text(text.chars().filter(|c| !c.is_control()).take(LINE).collect());
    let count = |level: usize| Value::Int(items.iter().filter(|item| item.level == level).count() as i64);
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
    put("obligations", Value::Int(items.iter().map(|item| item.obligations.len() as i64).sum()));
    let told: Vec<&str> = findings.iter().map(|finding| finding.code.as_str()).collect();
    if !told.is_empty() {
        put("findings", Value::Text(told.join("\n")));
    }
    values
}
