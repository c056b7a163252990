//! The roster of bodies 机构名册: one row for each body, in the order in which the city lists them. It enters bodies, gives
//! all of them their places, and mends English and short names; what else changes a body is a reorganisation.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use yifa_kernel::body::{Bodies, Body, BodyKind};
use yifa_kernel::id::BodyId;
use yifa_kernel::read::read;
use yifa_kernel::value::Value;
use yifa_law::fold::fold;
use yifa_store::{CountBy, MatterQuery};

use super::kept::mark;
use super::{
    FirstPassword, Judged, Keeps, Reading, Roster, RosterColumn, RosterEntry, RosterFault,
    RosterFaultKind as F, RosterOrder, RosterOutcome, standing,
};
use crate::city::{City, body_to};
use crate::error::Result;
use crate::reorganisation::free_id;
use crate::sheet::{Sheet, SheetRow};

/// The columns of a roster of bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyColumn {
    /// 名称
    Name,
    /// 英文名称
    English,
    /// 文号代字
    Short,
    /// 类别
    Kind,
    /// 上级机关: blank for what stands directly below the city's government.
    Parent,
    /// 设立日期: blank for today.
    From,
}

/// The words for kinds of bodies, as a reader writes them, folded and small.
pub type KindWords = BTreeMap<String, BodyKind>;

impl RosterColumn for BodyColumn {
    const ROSTER: Roster = Roster::Bodies;
    const ALL: &'static [Self] =
        &[Self::Name, Self::English, Self::Short, Self::Kind, Self::Parent, Self::From];

    fn names(self) -> [&'static str; 3] {
        match self {
            Self::Name => ["名称", "Name", "name"],
            Self::English => ["英文名称", "English name", "en"],
            Self::Short => ["文号代字", "Prefix of numbers", "short"],
            Self::Kind => ["类别", "Kind", "kind"],
            Self::Parent => ["上级机关", "Above it", "parent"],
            Self::From => ["设立日期", "Set up on", "from"],
        }
    }

    fn is_needed(self) -> bool {
        matches!(self, Self::Name | Self::Short | Self::Kind)
    }
}

/// The bodies that change.
struct Changed(Vec<Body>);

impl Keeps for Changed {
    async fn keep(self, city: &City) -> Result<Vec<FirstPassword>> {
        city.put_bodies(self.0).await?;
        Ok(Vec::new())
    }
}

/// A row that could be read.
struct Row {
    line: u32,
    body: Body,
    /// The name of what stands above, as written; blank: by the kind.
    parent: String,
    /// The body on record that it speaks of.
    known: Option<Body>,
    /// Whether the row told the first day.
    dated: bool,
}

impl City {
    /// Judges a roster of bodies, and keeps it unless it has faults or this is a trial.
    ///
    /// # Errors
    /// Sheet: a column that is not known, or one that is missing. The store. Faults of rows are in the outcome.
    pub async fn import_bodies(
        &self,
        sheet: &Sheet,
        kinds: &KindWords,
        order: &RosterOrder,
    ) -> Result<RosterOutcome<BodyColumn>> {
        let judged = self.judged_bodies(sheet, kinds).await?;
        self.kept_roster(sheet, judged, order).await
    }

    async fn judged_bodies(&self, sheet: &Sheet, kinds: &KindWords) -> Result<Judged<BodyColumn, Changed>> {
        let mut reading = Reading::new(sheet)?;
        let bodies = self.bodies();
        let mut rows: Vec<Row> = Vec::new();
        for row in &sheet.rows {
            if let Some(read) = self.read_body(&mut reading, row, kinds, &rows) {
                rows.push(read);
            }
        }
        let mut faults = reading.faults;
        let government = rows.iter().map(|row| &row.body).chain(bodies.iter());
        let government =
            government.filter(|body| body.kind == BodyKind::Government && body.valid_to.is_none());
        let government = government.map(|body| body.id.clone()).next();
        for at in 0..rows.len() {
            let parent = parent_of(&rows, at, &bodies, government.as_ref());
            match parent {
                Ok(parent) => rows[at].body.parent = parent,
                Err(what) => faults.push(told(&rows[at], BodyColumn::Parent, what)),
            }
        }
        for row in &rows {
            faults.extend(self.differences(row, &rows, &bodies).await?);
        }
        let after = Bodies::new(bodies.iter().chain(rows.iter().map(|row| &row.body)).cloned());
        let circles: Vec<BodyId> = after.faults().into_iter().map(|(body, _)| body).collect();
        let in_circle = rows.iter().filter(|row| circles.contains(&row.body.id));
        faults.extend(in_circle.map(|row| told(row, BodyColumn::Parent, F::Circle)));
        let changed = placed(&rows, &bodies);
        let entered =
            rows.iter().filter(|row| row.known.as_ref().is_none_or(|known| !same(known, &row.body)));
        let new = entered.count();
        let makes = rows.iter().filter(|row| row.known.is_none()).map(|row| RosterEntry {
            line: row.line,
            id: row.body.id.to_string(),
            name: row.body.name.clone(),
            mark: mark(&body_to(&row.body)),
        });
        Ok(Judged {
            new,
            there: rows.len() - new,
            faults,
            makes: makes.collect(),
            keeps: (!changed.is_empty()).then_some(Changed(changed)),
        })
    }

    /// A row as a body; `None` where a cell that it needs cannot be read.
    fn read_body(
        &self,
        reading: &mut Reading<BodyColumn>,
        row: &SheetRow,
        kinds: &KindWords,
        before: &[Row],
    ) -> Option<Row> {
        use BodyColumn as C;
        let count = reading.faults.len();
        let name = reading.needed(row, C::Name);
        let short = reading.needed(row, C::Short);
        let word = reading.needed(row, C::Kind);
        let en = reading.text(row, C::English);
        let parent = reading.text(row, C::Parent);
        let kind = kinds.get(&fold(&word).to_lowercase()).copied();
        if kind.is_none() && !word.is_empty() {
            reading.refuse(row, C::Kind, F::NotFound);
        }
        let from = reading.text(row, C::From);
        let day = if from.is_empty() { Some(self.today()) } else { self.first_day(&from) };
        if day.is_none() {
            reading.refuse(row, C::From, F::NoDay);
        }
        for other in before {
            if !name.is_empty() && fold(&other.body.name) == fold(&name) {
                reading.refuse(row, C::Name, F::Twice(other.line));
            } else if !short.is_empty() && other.body.short == short {
                reading.refuse(row, C::Short, F::Twice(other.line));
            }
        }
        let (kind, valid_from) = (kind?, day?);
        if reading.faults.len() > count {
            return None;
        }
        let bodies = self.bodies();
        let known = standing(&bodies, &name).filter(|body| fold(&body.name) == fold(&name)).cloned();
        let taken = |id: &BodyId| bodies.get(id).is_some() || before.iter().any(|row| row.body.id == *id);
        let body = Body {
            id: known.as_ref().map_or_else(|| free_id(&en, taken), |known| known.id.clone()),
            en: match (&known, en.is_empty()) {
                (Some(known), true) => known.en.clone(),
                (None, true) => name.clone(),
                _ => en,
            },
            name: known.as_ref().map_or(name, |known| known.name.clone()),
            short,
            kind,
            parent: None,
            valid_from,
            valid_to: None,
            successor: None,
            place: 0,
        };
        Some(Row { line: row.line, body, parent, known, dated: !from.is_empty() })
    }

    /// A day on which a body may have begun: no more than two years ahead.
    fn first_day(&self, text: &str) -> Option<Date> {
        let Ok(Value::Date(day)) = read(&yifa_kernel::guard::Kind::Date, text) else { return None };
        (day <= self.today().checked_add(2.years()).ok()?).then_some(day)
    }

    /// What a roster may not change, and a short name that another has.
    async fn differences(
        &self,
        row: &Row,
        rows: &[Row],
        bodies: &Bodies,
    ) -> Result<Vec<RosterFault<BodyColumn>>> {
        use BodyColumn as C;
        let mut faults = Vec::new();
        // Those of the roster are known by its own rows, which may mend a prefix that two have on record.
        let told_of = |body: &Body| rows.iter().any(|row| row.body.id == body.id);
        let other = |body: &Body| body.valid_to.is_none() && !told_of(body);
        if bodies.iter().any(|body| other(body) && body.short == row.body.short) {
            faults.push(told(row, C::Short, F::ShortTaken));
        }
        let Some(known) = &row.known else { return Ok(faults) };
        if known.kind != row.body.kind {
            faults.push(told(row, C::Kind, F::Otherwise(known.kind.word().to_owned())));
        }
        if !row.parent.is_empty() && known.parent != row.body.parent {
            let above = known.parent.as_ref().and_then(|id| bodies.get(id));
            faults.push(told(
                row,
                C::Parent,
                F::Otherwise(above.map_or_else(String::new, |body| body.name.clone())),
            ));
        }
        if row.dated && known.valid_from != row.body.valid_from {
            faults.push(told(row, C::From, F::Otherwise(known.valid_from.to_string())));
        }
        if known.short != row.body.short && self.has_matters(&known.id).await? {
            faults.push(told(row, C::Short, F::ShortInUse));
        }
        Ok(faults)
    }

    async fn has_matters(&self, body: &BodyId) -> Result<bool> {
        let query = MatterQuery { body_path: Some(self.bodies().path(body)), ..MatterQuery::default() };
        let counts = self.count_by(&query, CountBy::Body, u32::MAX).await?.unwrap_or_default();
        Ok(counts.iter().any(|(one, _)| one == body.as_str()))
    }
}

/// What stands above a row's body: by its name in the roster or on record; where none is told, what stands on record, else
/// the city's government, which itself, congress and courts have nothing above.
fn parent_of(
    rows: &[Row],
    at: usize,
    bodies: &Bodies,
    government: Option<&BodyId>,
) -> std::result::Result<Option<BodyId>, F> {
    let row = &rows[at];
    if row.parent.is_empty() {
        if let Some(known) = &row.known {
            return Ok(known.parent.clone());
        }
        return Ok(match row.body.kind {
            BodyKind::Government | BodyKind::Congress | BodyKind::Court => None,
            BodyKind::Department | BodyKind::District | BodyKind::Township | BodyKind::Office => {
                government.cloned()
            }
        });
    }
    let wanted = fold(&row.parent);
    let here = rows.iter().find(|one| fold(&one.body.name) == wanted).map(|one| one.body.id.clone());
    let found = here.or_else(|| standing(bodies, &row.parent).map(|body| body.id.clone()));
    found.map(Some).ok_or(F::NotFound)
}

fn told(row: &Row, column: BodyColumn, what: F) -> RosterFault<BodyColumn> {
    let text = match column {
        BodyColumn::Name => row.body.name.clone(),
        BodyColumn::English => row.body.en.clone(),
        BodyColumn::Short => row.body.short.clone(),
        BodyColumn::Kind => row.body.kind.word().to_owned(),
        BodyColumn::Parent => row.parent.clone(),
        BodyColumn::From => row.body.valid_from.to_string(),
    };
    RosterFault { line: row.line, column, text, what }
}

/// Whether two say the same of a body, its place and first day aside.
fn same(one: &Body, other: &Body) -> bool {
    (&one.name, &one.en, &one.short) == (&other.name, &other.en, &other.short)
}

/// All bodies that change: those of the roster take the first places in its order, the others keep theirs behind them.
fn placed(rows: &[Row], bodies: &Bodies) -> Vec<Body> {
    let told = rows.iter().map(|row| Body {
        valid_from: row.known.as_ref().map_or(row.body.valid_from, |known| known.valid_from),
        ..row.body.clone()
    });
    let others = bodies.iter().filter(|body| !rows.iter().any(|row| row.body.id == body.id)).cloned();
    let all = told.chain(others).zip(1..).map(|(body, place)| Body { place, ..body });
    all.filter(|body| bodies.get(&body.id) != Some(body)).collect()
}
