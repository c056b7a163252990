//! Owns rosters 名册: the sheets by which a city enters its bodies and its people all at once. A roster is read and judged
//! whole, its faults come back together, and it is kept only when it has none. What stands there already as the roster says
//! is passed over, so that a roster which was cut off may be handed over again.

mod bodies;
mod people;

pub use bodies::{BodyColumn, KindWords};
pub use people::{FirstPassword, PersonColumn};

use yifa_kernel::body::{Bodies, Body};

use crate::sheet::{Sheet, SheetRow};

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

impl<C: Copy + PartialEq> Reading<C> {
    fn new(sheet: &Sheet, columns: &[crate::sheet::Column<C>]) -> crate::error::Result<Self> {
        Ok(Self { uses: sheet.columns(columns)?, faults: Vec::new() })
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
