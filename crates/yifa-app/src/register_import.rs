//! Owns the import of a register: a sheet whose rows each open a matter. Every row is read and decided before anything is
//! kept, all faults come back at once, and then all rows are kept as one, or, where asked, the good ones.

use std::collections::BTreeMap;

use serde_json::json;
use yifa_kernel::guard::Kind;
use yifa_kernel::id::{ActionId, BodyId, FieldId, MatterId, ProcedureId};
use yifa_kernel::matter::{Actor, Command};
use yifa_kernel::procedure::{Action, Field, Label, Needed, Procedure};
use yifa_kernel::read::{read, read_party};
use yifa_kernel::refusal::{Code, Reason};
use yifa_kernel::value::Value;
use yifa_store::sha256;

use crate::city::{City, new_matter};
use crate::error::{AppError, Result};
use crate::sheet::{Sheet, SheetCell, SheetRow};
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

/// A column that an opening action takes: for a blank sheet to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterColumn {
    /// What the header may call it: the field's name first, then its identifier.
    pub names: Vec<String>,
    /// The field's name.
    pub label: Label,
    /// Whether it must be filled in.
    pub required: bool,
    /// What may stand in it, for a choice.
    pub choices: Vec<Label>,
    field: FieldId,
    part: Part,
}

/// What of a field a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    Kind,
    Code,
    Address,
    Phone,
}

/// What the parts of a party are called after its field.
const PARTS: [(Part, &str, &str); 4] = [
    (Part::Kind, "类型", "kind"),
    (Part::Code, "证件号", "code"),
    (Part::Address, "地址", "address"),
    (Part::Phone, "电话", "phone"),
];

/// What the column of bodies is called.
const BODY: [&str; 3] = ["机关", "body", "Body"];

impl City {
    /// The columns that an opening action takes, in the order of its form. Files and tables cannot stand in a sheet.
    ///
    /// # Errors
    /// There is no such procedure, or no such opening action, or several for this actor.
    pub fn register_columns(&self, order: &RegisterOrder) -> Result<Vec<RegisterColumn>> {
        let (procedure, action) = self.opening_of(order)?;
        Ok(columns(procedure, action))
    }

    /// Imports a sheet.
    ///
    /// # Errors
    /// Invalid: a column that the action does not take, a required one that is missing, no such procedure or action; the
    /// store. Faults of rows are no error: they are in the outcome.
    pub async fn import_register(
        &self,
        order: &RegisterOrder,
        sheet: &Sheet,
        key: Option<&str>,
    ) -> Result<RegisterOutcome> {
        let (procedure, action) = self.opening_of(order)?;
        let columns = columns(procedure, action);
        let uses = assigned(&sheet.header, &columns)?;
        let mut outcome = RegisterOutcome {
            action: action.id.clone(),
            rows: sheet.rows.len(),
            good: 0,
            faults: Vec::new(),
            kept: Vec::new(),
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
        let refused = if order.dry_run {
            self.trial(&commands, &self.clock().stamp()).await?.refused
        } else if outcome.faults.is_empty() || order.good_rows {
            let tried = self.execute_good(&commands, key, !order.good_rows).await?;
            if tried.done.is_some() {
                let refused: Vec<usize> = tried.refused.iter().map(|(place, _)| *place).collect();
                let good = (0..commands.len()).filter(|place| !refused.contains(place));
                outcome.kept =
                    good.map(|place| (lines[place].line, commands[place].matter.clone())).collect();
            }
            tried.refused
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
            [action] => Ok((procedure, action)),
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
        let content = json!({
            "procedure": order.procedure.as_str(), "action": outcome.action.as_str(), "rows": outcome.rows,
            "kept": outcome.kept.len(), "faults": outcome.faults.len(),
            "sheet": sha256(format!("{sheet:?}").as_bytes()).to_string(),
        });
        self.journal("register_imported", actor_to(&order.actor), None, content).await
    }
}

fn columns(procedure: &Procedure, action: &Action) -> Vec<RegisterColumn> {
    let mut all = Vec::new();
    for (id, needed) in &action.records {
        let Some(field) = procedure.field(id) else { continue };
        if !fits_a_cell(&field.kind) {
            continue;
        }
        let names = |zh: &str, en: &str, key: &str| {
            let joined = |label: &str, part: &str| {
                if part.is_empty() { label.to_owned() } else { format!("{label}{part}") }
            };
            let en = if en.is_empty() { field.label.en.clone() } else { format!("{} {en}", field.label.en) };
            let key = if key.is_empty() { id.to_string() } else { format!("{id}.{key}") };
            vec![joined(&field.label.zh, zh), en, key]
        };
        let column = |part, names| RegisterColumn {
            names,
            label: field.label.clone(),
            required: *needed == Needed::Required && part == Part::Whole,
            choices: field.choices.iter().map(|(_, label)| label.clone()).collect(),
            field: id.clone(),
            part,
        };
        all.push(column(Part::Whole, names("", "", "")));
        if field.kind == Kind::Party {
            all.extend(PARTS.map(|(part, zh, en)| column(part, names(zh, en, en))));
        }
    }
    all
}

fn fits_a_cell(kind: &Kind) -> bool {
    match kind {
        Kind::File | Kind::Table(_) => false,
        Kind::List(one) => fits_a_cell(one) && **one != Kind::Party,
        _ => true,
    }
}

/// What each column of a sheet is for: a column of the action, or the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use<'a> {
    Body,
    Field(&'a FieldId, Part),
}

/// Finds the use of every column; those without a name are empty below it too.
fn assigned<'a>(header: &[String], columns: &'a [RegisterColumn]) -> Result<Vec<Option<Use<'a>>>> {
    let plain = |text: &str| yifa_law::fold::fold(text.trim().trim_end_matches(['*', '＊'])).to_lowercase();
    let mut uses = Vec::new();
    let mut unknown = Vec::new();
    for name in header {
        let wanted = plain(name);
        let found = columns.iter().find(|column| column.names.iter().any(|known| plain(known) == wanted));
        let found = match found {
            Some(column) => Some(Use::Field(&column.field, column.part)),
            None if BODY.iter().any(|known| plain(known) == wanted) => Some(Use::Body),
            None => {
                if !wanted.is_empty() {
                    unknown.push(name.as_str());
                }
                None
            }
        };
        uses.push(found);
    }
    if !unknown.is_empty() {
        let known: Vec<&str> =
            columns.iter().filter_map(|column| Some(column.names.first()?.as_str())).collect();
        let why = format!("not known; the columns are {}、{}", known.join("、"), BODY[0]);
        return Err(AppError::invalid(format!("columns {}", unknown.join("、")), why));
    }
    let missing: Vec<&str> = columns
        .iter()
        .filter(|column| column.required && !uses.contains(&Some(Use::Field(&column.field, Part::Whole))))
        .filter_map(|column| Some(column.names.first()?.as_str()))
        .collect();
    if !missing.is_empty() {
        return Err(AppError::invalid(
            format!("columns {}", missing.join("、")),
            "missing; each row needs them",
        ));
    }
    Ok(uses)
}

/// Values of unique fields in the sheet so far, with the line of each.
#[derive(Default)]
struct Held(BTreeMap<(FieldId, String), u32>);

/// A row being read.
struct Reading<'a> {
    city: &'a City,
    procedure: &'a Procedure,
    order: &'a RegisterOrder,
    header: &'a [String],
    uses: &'a [Option<Use<'a>>],
    row: &'a SheetRow,
}

impl Reading<'_> {
    /// The command of the row, or everything that is wrong with it.
    async fn command(&self, action: &Action, held: &mut Held) -> Result<Result<Command, Vec<RowFault>>> {
        let mut faults = Vec::new();
        let body = match self.cell(Use::Body).filter(|(_, cell)| !cell.text.is_empty()) {
            None => Some(self.order.body.clone()),
            Some((at, cell)) => {
                let found = self.city.body_called(&cell.text);
                if found.is_none() {
                    faults.push(self.fault(at, RowFaultKind::NotFound));
                }
                found
            }
        };
        let mut values = BTreeMap::new();
        for (id, _) in &action.records {
            let Some(field) = self.procedure.field(id) else { continue };
            let Some((at, cell)) = self.cell(Use::Field(id, Part::Whole)) else { continue };
            if cell.text.is_empty() {
                continue;
            }
            match self.value(field, at, cell).await? {
                Ok(value) => {
                    if let Some(what) = self.repeated(field, &value, held).await? {
                        faults.push(self.fault(at, what));
                    }
                    values.insert(id.clone(), value);
                }
                Err(fault) => faults.push(fault),
            }
        }
        let Some(body) = body.filter(|_| faults.is_empty()) else { return Ok(Err(faults)) };
        Ok(Ok(Command {
            matter: new_matter(),
            procedure: self.procedure.id.clone(),
            action: action.id.clone(),
            body,
            parent: None,
            values,
            actor: self.order.actor.clone(),
        }))
    }

    fn cell(&self, wanted: Use<'_>) -> Option<(usize, &SheetCell)> {
        let at = self.uses.iter().position(|one| *one == Some(wanted))?;
        Some((at, self.row.cells.get(at)?))
    }

    fn fault(&self, at: usize, what: RowFaultKind) -> RowFault {
        let text = self.row.cells.get(at).map_or_else(String::new, |cell| cell.text.clone());
        RowFault { line: self.row.line, column: self.header.get(at).cloned(), text, what }
    }

    async fn value(&self, field: &Field, at: usize, cell: &SheetCell) -> Result<Result<Value, RowFault>> {
        if cell.spoiled {
            return Ok(Err(self.fault(at, RowFaultKind::Spoiled)));
        }
        let unreadable = |code| self.fault(at, RowFaultKind::Unreadable(code));
        let text = cell.text.as_str();
        Ok(match &field.kind {
            Kind::Choice(_) => read(&field.kind, chosen(field, text)).map_err(unreadable),
            Kind::Body => {
                let found = self.city.body_called(text).map(Value::Body);
                found.ok_or_else(|| self.fault(at, RowFaultKind::NotFound))
            }
            Kind::Matter(of) => {
                let found = self.city.matter_called(of, text).await?.map(Value::Matter);
                found.ok_or_else(|| self.fault(at, RowFaultKind::NotFound))
            }
            Kind::Party => self.party(field, text).map_err(unreadable),
            Kind::List(one) if matches!(**one, Kind::Choice(_)) => {
                let parts = text.split([',', '，', '、']).map(str::trim).filter(|part| !part.is_empty());
                let all: Result<Vec<Value>, Code> =
                    parts.map(|part| read(one, chosen(field, part))).collect();
                all.map(Value::List).map_err(unreadable)
            }
            kind => read(kind, text).map_err(unreadable),
        })
    }

    /// A party whose sheet does not say what it is: its number tells, else the length of its name.
    fn party(&self, field: &Field, name: &str) -> Result<Value, Code> {
        let part = |part| self.cell(Use::Field(&field.id, part)).map_or("", |(_, cell)| cell.text.as_str());
        let kind = match part(Part::Kind) {
            "公民" | "个人" | "自然人" | "citizen" => "citizen",
            "组织" | "单位" | "法人" | "企业" | "organisation" => "organisation",
            "" if yifa_law::code::CitizenNumber::parse(part(Part::Code)).is_ok() => "citizen",
            "" if yifa_law::code::CreditCode::parse(part(Part::Code)).is_ok() => "organisation",
            "" if name.chars().count() <= 4 => "citizen",
            "" => "organisation",
            other => other,
        };
        read_party(kind, name, part(Part::Code), part(Part::Address), part(Part::Phone))
    }

    /// Whether a unique field has its value already, in the sheet or in the city.
    async fn repeated(&self, field: &Field, value: &Value, held: &mut Held) -> Result<Option<RowFaultKind>> {
        if !field.unique {
            return Ok(None);
        }
        let text = value.to_string().trim().to_owned();
        if let Some(line) = held.0.insert((field.id.clone(), text.clone()), self.row.line) {
            return Ok(Some(RowFaultKind::Twice(line)));
        }
        let (store, jurisdiction) = (self.city.store(), self.city.jurisdiction());
        let id = self.procedure.id.as_str();
        let taken = store.matter_by_unique(jurisdiction, id, field.id.as_str(), &text).await?;
        Ok(taken.map(|matter| RowFaultKind::Taken(MatterId::new(matter.as_str()))))
    }
}

/// The word of a choice that is written out by its name.
fn chosen<'a>(field: &'a Field, text: &'a str) -> &'a str {
    let named = |(_, label): &&(String, Label)| label.zh == text || label.en.eq_ignore_ascii_case(text);
    field.choices.iter().find(named).map_or(text, |(word, _)| word.as_str())
}

/// A refusal's reason beside the cell that it is about.
fn told(header: &[String], uses: &[Option<Use<'_>>], row: &SheetRow, reason: Reason) -> RowFault {
    let of = |field: &FieldId| uses.iter().position(|one| *one == Some(Use::Field(field, Part::Whole)));
    let at = reason.field.as_ref().and_then(of);
    RowFault {
        line: row.line,
        column: at.and_then(|at| header.get(at).cloned()),
        text: at.and_then(|at| row.cells.get(at)).map_or_else(String::new, |cell| cell.text.clone()),
        what: RowFaultKind::Refused(Box::new(reason)),
    }
}

impl City {
    /// The body of an identifier, a name or a short name; `None` when there is none, or several.
    pub fn body_called(&self, text: &str) -> Option<BodyId> {
        let bodies = self.bodies();
        let id = BodyId::new(text);
        if bodies.get(&id).is_some() {
            return Some(id);
        }
        let named = |body: &&yifa_kernel::body::Body| {
            body.name == text || body.short == text || body.en.eq_ignore_ascii_case(text)
        };
        let mut found = bodies.iter().filter(named).map(|body| body.id.clone());
        found.next().filter(|_| found.next().is_none())
    }

    /// The matter of an identifier or a number; `None` when there is none of these procedures, or several.
    async fn matter_called(&self, of: &[ProcedureId], text: &str) -> Result<Option<MatterId>> {
        if yifa_store::MatterId::new(text).is_ok() {
            return Ok(Some(MatterId::new(text)));
        }
        let rows = self.store().matters_by_number(self.jurisdiction(), text).await?;
        let fits = |procedure: &str| of.is_empty() || of.iter().any(|one| one.as_str() == procedure);
        let mut found = rows.into_iter().filter(|row| fits(&row.procedure));
        let first = found.next().map(|row| MatterId::new(row.matter.as_str()));
        Ok(first.filter(|_| found.next().is_none()))
    }
}
