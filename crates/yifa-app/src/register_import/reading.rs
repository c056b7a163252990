//! Owns the way from a row to a command: every cell read as what its field takes, every fault named.

use std::collections::BTreeMap;

use yifa_kernel::guard::Kind;
use yifa_kernel::id::{BodyId, FieldId, MatterId, ProcedureId};
use yifa_kernel::matter::Command;
use yifa_kernel::procedure::{Action, Field, Label, Needed, Procedure};
use yifa_kernel::read::{read, read_party};
use yifa_kernel::refusal::{Code, Reason};
use yifa_kernel::value::Value;

use super::columns::{KINDS, Part, Use};
use super::{RegisterOrder, RowFault, RowFaultKind};
use crate::city::{City, new_matter};
use crate::error::Result;
use crate::sheet::{SheetCell, SheetRow};

/// Values of unique fields in the sheet so far, with the line of each.
#[derive(Default)]
pub(super) struct Held(BTreeMap<(FieldId, String), u32>);

/// A row being read.
pub(super) struct Reading<'a> {
    pub city: &'a City,
    pub procedure: &'a Procedure,
    pub order: &'a RegisterOrder,
    pub header: &'a [String],
    pub uses: &'a [Option<Use<'a>>],
    pub row: &'a SheetRow,
}

impl Reading<'_> {
    /// The command of the row, or everything that is wrong with it.
    pub(super) async fn command(
        &self,
        action: &Action,
        held: &mut Held,
    ) -> Result<Result<Command, Vec<RowFault>>> {
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
        // The law names what is blank in a row that can be read; in another nobody else would.
        if !faults.is_empty() {
            faults.extend(self.blanks(action));
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

    /// The cells that the action needs and that are blank.
    fn blanks(&self, action: &Action) -> Vec<RowFault> {
        let needed = action.records.iter().filter(|(_, needed)| *needed == Needed::Required);
        let cells = needed.filter_map(|(id, _)| self.cell(Use::Field(id, Part::Whole)));
        let blank = cells.filter(|(_, cell)| cell.text.is_empty() && !cell.spoiled);
        blank.map(|(at, _)| self.fault(at, RowFaultKind::Unreadable(Code::Missing))).collect()
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
            Kind::Party => self.party(field, text).map_err(|code| {
                // What cannot be read is the kind, which has a column of its own.
                let kind =
                    self.cell(Use::Field(&field.id, Part::Kind)).filter(|_| code == Code::UnknownChoice);
                self.fault(kind.map_or(at, |(kind, _)| kind), RowFaultKind::Unreadable(code))
            }),
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
        let written = yifa_law::fold::fold(part(Part::Kind));
        let named = |(_, zh, en): &&(&str, &str, &str)| *zh == written || en.eq_ignore_ascii_case(&written);
        let kind = match &*written {
            _ if let Some((kind, ..)) = KINDS.iter().find(named) => kind,
            "个人" | "自然人" => "citizen",
            "组织" | "单位" | "法人" | "企业" | "其他组织" | "非法人组织" => "organisation",
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
        if !field.unique && !field.unique_while_open {
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
    let folded = yifa_law::fold::fold(text);
    let named = |(_, label): &&(String, Label)| label.zh == folded || label.en.eq_ignore_ascii_case(text);
    field.choices.iter().find(named).map_or(text, |(word, _)| word.as_str())
}

/// A refusal's reason beside the cell that it is about.
pub(super) fn told(header: &[String], uses: &[Option<Use<'_>>], row: &SheetRow, reason: Reason) -> RowFault {
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
