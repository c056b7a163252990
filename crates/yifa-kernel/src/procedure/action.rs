//! Actions, checked.

use super::{BasisClass, Label, Place};
use crate::guard::{Fact, Guard};
use crate::id::{ActionId, FieldId, PaperId, ProcedureId, RoleId, StateId, TrackId};

/// From where an action may be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    /// It opens a matter.
    Nothing,
    /// From these states.
    States(Vec<StateId>),
    /// From every state that is not final.
    Anywhere,
}

/// An action.
#[derive(Debug, Clone)]
pub struct Action {
    /// Identifier.
    pub id: ActionId,
    /// Name.
    pub label: Label,
    /// What it is called for whoever does it on the portal, if not that.
    pub online: Option<Label>,
    /// From where.
    pub from: From,
    /// Where it leads: the first branch whose condition holds; empty if the state stays.
    pub to: Vec<(Option<Guard>, StateId)>,
    /// Roles.
    pub by: Vec<RoleId>,
    /// Whose people act; empty: those of the body that handles the matter.
    pub of: Vec<Whose>,
    /// What is recorded, and whether it must be.
    pub records: Vec<(FieldId, Needed)>,
    /// What the public is asked on one page.
    pub together: Vec<Together>,
    /// To which body the public turns with what it opens.
    pub addressed: Option<Addressed>,
    /// Values that follow.
    pub sets: Vec<(FieldId, Guard)>,
    /// Rows that are added to tables.
    pub adds: Vec<(FieldId, Vec<(FieldId, Guard)>)>,
    /// What the registers know, put into lists of matters.
    pub gathers: Vec<Gathers>,
    /// Tables that the registers fill.
    pub fills: Vec<Fills>,
    /// Tables that the form begins with as the registers have them.
    pub begins: Vec<Fills>,
    /// Conditions.
    pub require: Vec<Condition>,
    /// Articles.
    pub basis: Vec<String>,
    /// How firm the source is.
    pub class: BasisClass,
    /// Papers issued.
    pub issues: Vec<PaperId>,
    /// Under which name its record stands in the case file as a sheet of its own.
    pub filed_as: Option<String>,
    /// Matters opened.
    pub opens: Vec<Opens>,
    /// Actions done on others.
    pub does: Vec<Does>,
    /// Roles told.
    pub notifies: Vec<RoleId>,
    /// Fields frozen.
    pub freezes: Vec<FieldId>,
    /// Fields thawed.
    pub thaws: Vec<FieldId>,
    /// Actions whose earlier doing no longer counts.
    pub clears: Vec<ActionId>,
    /// The action whose last doing by the same person it takes back.
    pub takes_back: Option<ActionId>,
    /// A draw.
    pub draws: Option<Draw>,
    /// Slips handed out.
    pub hands_out: Option<HandsOut>,
    /// Where it stands in the files.
    pub place: Place,
}

impl Action {
    /// What it is called for whoever does it on the portal.
    pub fn online_label(&self) -> &Label {
        self.online.as_ref().unwrap_or(&self.label)
    }
    /// Whether the law itself may do it.
    pub fn by_law(&self) -> bool {
        self.by.iter().any(|role| role.as_str() == "law")
    }
    /// Whether it keeps in a field what the registers know.
    pub fn gathers_into(&self, field: &FieldId) -> bool {
        self.gathers.iter().any(|one| one.field == *field) || self.fills.iter().any(|one| one.table == *field)
    }
    /// Whether only the law itself may do it.
    pub fn only_by_law(&self) -> bool {
        self.by.iter().all(|role| role.as_str() == "law")
    }
}

/// Questions that are one thing to whoever answers them.
#[derive(Debug, Clone)]
pub struct Together {
    /// What they ask about.
    pub label: Label,
    /// The fields, side by side.
    pub fields: Vec<FieldId>,
}

/// To which body the public turns with what it opens.
#[derive(Debug, Clone)]
pub struct Addressed {
    /// Which bodies are offered.
    pub among: Guard,
    /// The competent one, as far as the answers tell it.
    pub to: Option<Guard>,
    /// Articles.
    pub basis: Vec<String>,
    /// What helps to choose.
    pub note: Option<Label>,
    /// What follows where another one is chosen.
    pub otherwise: Option<Label>,
}

impl Addressed {
    /// The answers that tell the competent body.
    pub fn looks_at(&self) -> Vec<&FieldId> {
        let facts = self.to.as_ref().map(|to| to.node.facts()).unwrap_or_default();
        let field = |fact| match fact {
            &Fact::Field(ref id) | &Fact::UpperGovernment(ref id) => Some(id),
            _ => None,
        };
        facts.into_iter().filter_map(field).collect()
    }
}

/// What the registers know 在册: every matter of a procedure that the same body handles, in some states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gathers {
    /// The list in which it is kept.
    pub field: FieldId,
    /// Of which procedure.
    pub procedure: ProcedureId,
    /// In which states.
    pub states: Vec<StateId>,
}

/// A table that the registers fill 依册编列: one row for each matter of a procedure in some states.
#[derive(Debug, Clone)]
pub struct Fills {
    /// The table.
    pub table: FieldId,
    /// The column that points to the matter.
    pub by: FieldId,
    /// Of which procedure.
    pub procedure: ProcedureId,
    /// In which states.
    pub states: Vec<StateId>,
    /// Whoever handles them, not only the body that acts.
    pub everywhere: bool,
    /// Only those for which this holds.
    pub when: Option<Guard>,
    /// The other columns.
    pub with: Vec<(FieldId, Guard)>,
    /// The column by which the rows are put in order.
    pub order: Option<FieldId>,
}

/// Slips that are handed out: each opens one act, once, and names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandsOut {
    /// The field that says how many.
    pub count: FieldId,
    /// Fields that the slips carry.
    pub carries: Vec<FieldId>,
}

/// Whose people act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// Those of the body that handles the matter.
    Handling,
    /// Those of the body that handles the parent.
    Parent,
    /// Those of the body that a field names, or that handles the matter to which it points.
    Field(FieldId),
}

/// Whether a value must be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needed {
    /// It must.
    Required,
    /// It may.
    Optional,
}

/// A condition with its article.
#[derive(Debug, Clone)]
pub struct Condition {
    /// What must hold.
    pub guard: Guard,
    /// Articles.
    pub basis: Vec<String>,
    /// What to do next, if the author said it.
    pub next: Option<Label>,
    /// Set by a city's overlay.
    pub overlaid: bool,
}

/// A matter opened by an action.
#[derive(Debug, Clone)]
pub struct Opens {
    /// Its procedure.
    pub procedure: ProcedureId,
    /// Its opening action.
    pub action: ActionId,
    /// The field of bodies for each of which one is opened; `None` for one of this matter's body.
    pub each: Option<FieldId>,
    /// Kind of link.
    pub link: String,
    /// Only if.
    pub when: Option<Guard>,
    /// Values handed over.
    pub passes: Vec<(FieldId, Guard)>,
}

/// An action done on another matter.
#[derive(Debug, Clone)]
pub struct Does {
    /// On which.
    pub on: DoesOn,
    /// The action there.
    pub action: ActionId,
    /// Only if.
    pub when: Option<Guard>,
    /// Values handed over.
    pub with: Vec<(FieldId, Guard)>,
}

/// On which other matters an action acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DoesOn {
    /// The parent.
    Parent,
    /// The running instance of a track; none while it has not been opened, or is over.
    Track(TrackId),
    /// Those that a field points to.
    Field(FieldId),
    /// Those that a column of a table points to, row by row.
    Column(FieldId, FieldId),
}

/// A verifiable draw.
#[derive(Debug, Clone)]
pub struct Draw {
    /// Candidates.
    pub from: FieldId,
    /// How many.
    pub count: Guard,
    /// Where the drawn go.
    pub into: FieldId,
}
