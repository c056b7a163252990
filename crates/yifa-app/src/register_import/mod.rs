//! Owns the import of a register: a sheet whose rows each open a matter. Every row is read and decided before anything is
//! kept, all faults come back at once, and then all rows are kept as one, or, where asked, the good ones.

mod columns;
mod kept;
mod reading;
mod undo;

use std::collections::BTreeSet;

use serde_json::json;
use yifa_kernel::id::{ActionId, BodyId, MatterId, ProcedureId};
use yifa_kernel::matter::{Actor, Command};
use yifa_kernel::procedure::{Action, Procedure};
use yifa_kernel::refusal::{Code, Reason};
use yifa_store::sha256;

use columns::{assigned, columns};
use reading::{Held, Reading, told};

pub use columns::RegisterColumn;
pub use kept::{Entry, ImportStanding, KeptImport};
pub use undo::{MovedOn, UndoRefusal};

use crate::city::City;
use crate::error::{AppError, Result};
use crate::journal::{Kind, Part};
use crate::sheet::Sheet;
use crate::wire::actor_to;

/// What to do with a sheet.
#[derive(Debug, Clone)]
pub struct RegisterOrder {
    /// The procedure whose matters are opened.
    pub procedure: ProcedureId,
    /// The action that opens them; `None`: the only one that the actor's role may do.
    pub action: Option<ActionId>,
    /// The body of rows that name none.
    pub body: BodyId,
    /// Who imports.
    pub actor: Actor,
    /// Decides everything and keeps nothing.
    pub dry_run: bool,
    /// Keeps the rows that are good; otherwise none unless all are.
    pub good_rows: bool,
    /// The name of the file, for the list of imports.
    pub source: String,
}

/// What became of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterOutcome {
    /// The action by which rows open matters.
    pub action: ActionId,
    /// How many rows there are.
    pub rows: usize,
    /// How many of them are good.
    pub good: usize,
    /// The faults, by row.
    pub faults: Vec<RowFault>,
    /// The matters opened, with the line of each; empty when nothing was kept.
    pub kept: Vec<(u32, MatterId)>,
    /// Under which name the import is kept, to be undone; `None` when nothing was kept.
    pub import: Option<String>,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// The line of the sheet.
    pub line: u32,
    /// The column, as the sheet calls it; `None`: the row as a whole.
    pub column: Option<String>,
    /// What stands there.
    pub text: String,
    /// What is wrong.
    pub what: RowFaultKind,
}

/// The kinds of fault of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowFaultKind {
    /// The cell cannot be read as what its field takes.
    Unreadable(Code),
    /// The workbook has rounded a long number, or holds an error: format the column as text and type it again.
    Spoiled,
    /// There is no body, or no matter, of this name or number; or there are several.
    NotFound,
    /// Another line of the sheet has the same value in a field that must be unique.
    Twice(u32),
    /// A matter has the value already.
    Taken(MatterId),
    /// The law says no.
    Refused(Box<Reason>),
}

impl City {
    /// The columns that an opening action takes, in the order of its form. Files and tables cannot stand in a sheet.
    ///
    /// # Errors
    /// There is no such procedure, or no such opening action, or several for this actor.
    pub fn register_columns(&self, order: &RegisterOrder) -> Result<Vec<RegisterColumn>> {
        let (procedure, action) = self.opening_of(order)?;
        Ok(columns(procedure, action))
    }

    /// Imports a sheet. `key` is the name of the import; one is drawn if there is none. What was kept under a name can be
    /// undone, and is never kept twice.
    ///
    /// # Errors
    /// Sheet: a column that the action does not take, a required one that is missing. Invalid: no such procedure or action,
    /// an import of that name. The store. Faults of rows are no error: they are in the outcome.
    pub async fn import_register(
        &self,
        order: &RegisterOrder,
        sheet: &Sheet,
        key: Option<&str>,
    ) -> Result<RegisterOutcome> {
        let (procedure, action) = self.opening_of(order)?;
        let columns = columns(procedure, action);
        let uses = assigned(sheet, &columns)?;
        let mut outcome = RegisterOutcome {
            action: action.id.clone(),
            rows: sheet.rows.len(),
            good: 0,
            faults: Vec::new(),
            kept: Vec::new(),
            import: None,
        };
        let mut commands = Vec::new();
        let mut lines = Vec::new();
        let mut held = Held::default();
        for row in &sheet.rows {
            let reading = Reading { city: self, procedure, order, header: &sheet.header, uses: &uses, row };
            match reading.command(action, &mut held).await? {
                Ok(command) => {
                    commands.push(command);
                    lines.push(row);
                }
                Err(faults) => outcome.faults.extend(faults),
            }
        }
        let keeps = !order.dry_run && (outcome.faults.is_empty() || order.good_rows);
        let refused = if keeps {
            let name = key.map_or_else(|| crate::city::new_matter().to_string(), ToOwned::to_owned);
            let numbers: Vec<u32> = lines.iter().map(|row| row.line).collect();
            self.keep_rows(order, &name, (&commands, &numbers), &mut outcome).await?
        } else {
            self.trial(&commands, &self.clock().stamp()).await?.refused
        };
        outcome.good = commands.len() - refused.len();
        for (place, refusal) in refused {
            outcome.faults.extend(
                refusal.reasons.into_iter().map(|reason| told(&sheet.header, &uses, lines[place], reason)),
            );
        }
        outcome.faults.sort_by_key(|fault| fault.line);
        if !outcome.kept.is_empty() {
            self.journal_import(order, sheet, &outcome).await?;
        }
        Ok(outcome)
    }

    /// Keeps what the law allows of the rows, as one, under the name of the import; nothing of the name stays when nothing
    /// is kept.
    async fn keep_rows(
        &self,
        order: &RegisterOrder,
        name: &str,
        (commands, lines): (&[Command], &[u32]),
        outcome: &mut RegisterOutcome,
    ) -> Result<Vec<(usize, Box<yifa_kernel::refusal::Refusal>)>> {
        let entries = commands.iter().zip(lines);
        let entries = entries.map(|(one, line)| Entry { line: *line, matter: one.matter.clone(), seq: 0 });
        let begun = self.begin_import(name, order, outcome, entries.collect()).await?;
        let tried = self.execute_good(commands, Some(&format!("import:{name}")), !order.good_rows).await;
        let kept = tried.as_ref().is_ok_and(|tried| tried.done.is_some());
        if !kept {
            self.drop_import(name).await?;
            return Ok(tried?.refused);
        }
        let tried = tried?;
        let refused: BTreeSet<usize> = tried.refused.iter().map(|(place, _)| *place).collect();
        let good = (0..commands.len()).filter(|place| !refused.contains(place));
        outcome.kept = good.map(|place| (lines[place], commands[place].matter.clone())).collect();
        let seq = |matter: &MatterId| tried.after.get(matter).copied().unwrap_or(0);
        let entries = outcome.kept.iter();
        let entries =
            entries.map(|(line, matter)| Entry { line: *line, matter: matter.clone(), seq: seq(matter) });
        let faulty: BTreeSet<u32> = outcome.faults.iter().map(|fault| fault.line).collect();
        self.finish_import(begun, entries.collect(), faulty.len() + refused.len()).await?;
        outcome.import = Some(name.to_owned());
        Ok(tried.refused)
    }

    fn opening_of(&self, order: &RegisterOrder) -> Result<(&Procedure, &Action)> {
        let procedure = self.registry().for_new_matters(&order.procedure, self.today());
        let procedure =
            procedure.ok_or_else(|| AppError::NotFound(format!("procedure {}", order.procedure)))?;
        let may = |action: &&Action| action.by.contains(&order.actor.role);
        let mut open: Vec<&Action> = procedure.opening_actions().filter(may).collect();
        if let Some(wanted) = &order.action {
            open.retain(|action| action.id == *wanted);
        }
        match open[..] {
            [action] if procedure.is_importable(&action.id) => Ok((procedure, action)),
            [action] => {
                let why = format!(
                    "what {} opens cannot be taken back as a whole, so it is not imported; open each matter by itself, or attach the step entry-withdrawal",
                    action.id
                );
                Err(AppError::invalid(format!("procedure {}", order.procedure), why))
            }
            [] => {
                let known: Vec<&str> = procedure.opening_actions().map(|action| action.id.as_str()).collect();
                let why = format!(
                    "role {} opens no matter so; the procedure is opened by {}",
                    order.actor.role,
                    known.join(", ")
                );
                Err(AppError::invalid(format!("procedure {}", order.procedure), why))
            }
            _ => {
                let known: Vec<&str> = open.iter().map(|action| action.id.as_str()).collect();
                let why = format!("name the action, one of {}", known.join(", "));
                Err(AppError::invalid(format!("procedure {}", order.procedure), why))
            }
        }
    }

    async fn journal_import(
        &self,
        order: &RegisterOrder,
        sheet: &Sheet,
        outcome: &RegisterOutcome,
    ) -> Result<()> {
        let parts = vec![
            (Part::Procedure, json!(order.procedure.as_str())),
            (Part::Action, json!(outcome.action.as_str())),
            (Part::Rows, json!(outcome.rows)),
            (Part::Kept, json!(outcome.kept.len())),
            (Part::Faults, json!(outcome.faults.len())),
            (Part::Import, json!(outcome.import)),
            (Part::Sheet, json!(sha256(format!("{sheet:?}").as_bytes()).to_string())),
        ];
        self.journal(Kind::RegisterImported, actor_to(&order.actor), None, parts).await
    }
}
