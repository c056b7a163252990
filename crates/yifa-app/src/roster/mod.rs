//! Owns rosters 名册: the sheets by which a city enters its bodies and its people all at once. A roster is read and judged
//! whole, its faults come back together, and it is kept only when it has none. What stands there already as the roster says
//! is passed over, so that a roster which was cut off may be handed over again. What a roster has created is remembered with
//! it, and taken back while nobody has used it.

mod bodies;
mod kept;
mod people;
mod undo;

pub use bodies::{BodyColumn, KindWords};
pub use kept::{RosterEntry, RosterImport};
pub use people::{FirstPassword, PersonColumn};
pub use undo::{RosterUndo, RosterUndoRefusal, RosterUse, Taken};

use serde_json::json;
use yifa_kernel::body::{Bodies, Body};
use yifa_kernel::matter::Actor;

use crate::city::City;
use crate::error::Result;
use crate::journal::{Kind, Part};
use crate::sheet::{Column, Sheet, SheetRow};
use crate::wire::actor_to;

/// Which roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Roster {
    /// 机构名册
    Bodies,
    /// 人员名册
    People,
}

impl Roster {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Bodies, Self::People];

    /// The word in addresses and records.
    pub fn word(self) -> &'static str {
        match self {
            Self::Bodies => "bodies",
            Self::People => "people",
        }
    }

    /// The roster with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|roster| roster.word() == word)
    }

    fn entered(self) -> Kind {
        match self {
            Self::Bodies => Kind::BodiesImported,
            Self::People => Kind::PeopleImported,
        }
    }
}

/// The columns of a roster.
pub trait RosterColumn: Copy + PartialEq + 'static {
    /// Which roster.
    const ROSTER: Roster;
    /// All of them, in their order.
    const ALL: &'static [Self];

    /// What the header may call it: in Chinese, in English, by its key.
    fn names(self) -> [&'static str; 3];

    /// Whether each row needs it.
    fn is_needed(self) -> bool;

    /// Its key, alike in every language.
    fn key(self) -> &'static str {
        self.names()[2]
    }
}

/// What to do with a sheet.
#[derive(Debug, Clone)]
pub struct RosterOrder {
    /// Who hands it over.
    pub actor: Actor,
    /// The name of the file, for the list of rosters handed over.
    pub source: String,
    /// Judges every row and keeps nothing.
    pub trial: bool,
}

/// What became of a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterOutcome<C> {
    /// How many rows there are.
    pub rows: usize,
    /// How many of them enter or change something.
    pub new: usize,
    /// How many stand there already as they are.
    pub there: usize,
    /// The faults, by row; with any of them nothing is kept.
    pub faults: Vec<RosterFault<C>>,
    /// Passwords that were drawn, to be handed out: they are kept nowhere.
    pub passwords: Vec<FirstPassword>,
    /// Under which name it is kept, to be taken back; `None` where nothing was created.
    pub import: Option<String>,
}

/// A roster that was judged: what it comes to, and what is kept unless it has faults.
struct Judged<C, K> {
    /// How many rows enter or change something.
    new: usize,
    /// How many stand there already.
    there: usize,
    /// The faults of its rows.
    faults: Vec<RosterFault<C>>,
    /// What it creates, as it will stand.
    makes: Vec<RosterEntry>,
    /// What is to be kept; `None`: everything stands there already.
    keeps: Option<K>,
}

/// What a roster keeps.
trait Keeps {
    /// Keeps it; gives the passwords that were drawn.
    async fn keep(self, city: &City) -> Result<Vec<FirstPassword>>;
}

impl City {
    /// Ends the road of either roster: with a fault, or on trial, nothing is kept; else what it creates is written down
    /// first, so that it can be taken back whatever happens in between.
    async fn kept_roster<C: RosterColumn, K: Keeps>(
        &self,
        sheet: &Sheet,
        judged: Judged<C, K>,
        order: &RosterOrder,
    ) -> Result<RosterOutcome<C>> {
        let Judged { new, there, mut faults, mut makes, keeps } = judged;
        faults.sort_by_key(|fault| fault.line);
        makes.sort_by_key(|one| one.line);
        let rows = sheet.rows.len();
        let mut outcome = RosterOutcome { rows, new, there, faults, passwords: Vec::new(), import: None };
        let Some(keeps) = keeps.filter(|_| !order.trial && outcome.faults.is_empty()) else {
            return Ok(outcome);
        };
        let begun = self.begin_roster(C::ROSTER, order, rows, &makes).await?;
        outcome.passwords = keeps.keep(self).await?;
        let made: Vec<&str> = makes.iter().map(|one| one.name.as_str()).collect();
        let parts = vec![
            (Part::Rows, json!(rows)),
            (Part::Kept, json!(new)),
            (Part::File, json!(order.source)),
            (Part::Import, json!(begun.as_ref().map(|import| &import.id))),
            (Part::Created, json!(made)),
        ];
        self.journal(C::ROSTER.entered(), actor_to(&order.actor), None, parts).await?;
        if let Some(begun) = begun {
            outcome.import = Some(begun.id.clone());
            self.finish_roster(begun).await?;
        }
        Ok(outcome)
    }
}

/// What is wrong with a row of a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterFault<C> {
    /// The line of the sheet.
    pub line: u32,
    /// The column.
    pub column: C,
    /// What stands there.
    pub text: String,
    /// What is wrong.
    pub what: RosterFaultKind,
}

/// The kinds of fault of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RosterFaultKind {
    /// The cell is blank, and each row needs it.
    Blank,
    /// More than 100 characters, or characters that nobody sees.
    Unfit,
    /// Not a day, or one more than two years ahead.
    NoDay,
    /// No kind, role or body of this name; or several.
    NotFound,
    /// The workbook has rounded a long number, or holds an error.
    Spoiled,
    /// Another line has it too.
    Twice(u32),
    /// Another body has this short name.
    ShortTaken,
    /// Matters have numbers that begin with the short name on record: that takes a change of name 更名.
    ShortInUse,
    /// The body is on record with another kind, above or first day: that takes a change of the bodies 机构变动.
    Otherwise(String),
    /// What stands above leads back to the body itself.
    Circle,
    /// An account of this sign-in name is on record and says something else.
    Taken,
    /// Another line calls the same person otherwise.
    OtherName(u32),
    /// Not 2 to 40 small letters, digits, dots and hyphens.
    SignInName,
    /// Fewer than 8 characters.
    PasswordShort,
}

/// The longest cell of a roster, in characters.
const LONGEST: usize = 100;

/// A roster while it is read: its columns and the faults found so far.
struct Reading<C> {
    uses: Vec<Option<C>>,
    faults: Vec<RosterFault<C>>,
}

impl<C: RosterColumn> Reading<C> {
    fn new(sheet: &Sheet) -> Result<Self> {
        let column = |is: &C| Column {
            names: is.names().map(str::to_owned).to_vec(),
            required: is.is_needed(),
            is: *is,
        };
        let columns: Vec<Column<C>> = C::ALL.iter().map(column).collect();
        Ok(Self { uses: sheet.columns(&columns)?, faults: Vec::new() })
    }

    fn refuse(&mut self, row: &SheetRow, column: C, what: RosterFaultKind) {
        let text = self.raw(row, column).to_owned();
        self.faults.push(RosterFault { line: row.line, column, text, what });
    }

    fn raw<'a>(&self, row: &'a SheetRow, column: C) -> &'a str {
        self.at(row, column).map_or("", |cell| cell.text.trim())
    }

    fn at<'a>(&self, row: &'a SheetRow, column: C) -> Option<&'a crate::sheet::SheetCell> {
        row.cells.get(self.uses.iter().position(|one| *one == Some(column))?)
    }

    /// The text of a cell; a fault, and blank, where it cannot be what it says.
    fn text(&mut self, row: &SheetRow, column: C) -> String {
        let text = self.raw(row, column).to_owned();
        let unseen = |c: char| c.is_control() || yifa_law::fold::is_zero_width(c);
        let fault = match self.at(row, column) {
            Some(cell) if cell.spoiled => Some(RosterFaultKind::Spoiled),
            _ if text.chars().count() > LONGEST || text.chars().any(unseen) => Some(RosterFaultKind::Unfit),
            _ => None,
        };
        match fault {
            Some(fault) => {
                self.refuse(row, column, fault);
                String::new()
            }
            None => text,
        }
    }

    /// The text of a cell that each row needs.
    fn needed(&mut self, row: &SheetRow, column: C) -> String {
        let before = self.faults.len();
        let text = self.text(row, column);
        if text.is_empty() && self.faults.len() == before {
            self.refuse(row, column, RosterFaultKind::Blank);
        }
        text
    }
}

/// The body that stands and is called so: by its name in whatever characters, its short name or its English name.
fn standing<'a>(bodies: &'a Bodies, text: &str) -> Option<&'a Body> {
    let plain = |text: &str| yifa_law::fold::fold(text.trim()).to_lowercase();
    let wanted = plain(text);
    let living = || bodies.iter().filter(|body| body.valid_to.is_none());
    let named = living().find(|body| plain(&body.name) == wanted);
    let mut others = living().filter(|body| plain(&body.short) == wanted || plain(&body.en) == wanted);
    named.or_else(|| others.next().filter(|_| others.next().is_none()))
}
