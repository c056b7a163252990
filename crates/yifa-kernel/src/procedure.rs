//! Owns the checked form of a procedure 程序: every name resolved, every condition typed. Only the compiler
//! (`definition`) makes one.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;

pub use yifa_law::limit::{Span as Length, Unit};

pub use crate::definition::raw::{
    BasisClass, FieldKind, LimitKind, MeasureKind, PaperLayout, Period, Roll, Scope,
};
use crate::guard::{Guard, Kind};
use crate::id::{
    ActionId, DisclosureId, FieldId, LimitId, MeasureId, PaperId, ProcedureId, RoleId, StateId, TrackId,
    VersionId,
};
use crate::template::Template;
use crate::value::Value;

/// One, in the ten-thousandths in which targets and figures are kept.
pub const DECIMAL: i64 = crate::value::DECIMAL_ONE;

/// A name in Chinese and English. Traditional script is folded from the Chinese.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Chinese (Simplified).
    pub zh: String,
    /// English.
    pub en: String,
}

/// Where something stands in the definition files, for diagnostics and for `explain`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Path below `definitions/`.
    pub file: String,
    /// Bytes in the file.
    pub span: Range<usize>,
}

/// A procedure.
#[derive(Debug, Clone)]
pub struct Procedure {
    /// Identifier.
    pub id: ProcedureId,
    /// Version: the day from which new matters run under it.
    pub version: VersionId,
    /// The same day as a date.
    pub version_on: Date,
    /// Name.
    pub label: Label,
    /// Articles on which it rests.
    pub basis: Vec<String>,
    /// The noun that its matters embody.
    pub noun: Option<String>,
    /// The parent's procedure, for tracks.
    pub parent: Option<ProcedureId>,
    /// How matters are numbered.
    pub number: Option<Template>,
    /// How matters are called in lists.
    pub name: Option<Template>,
    /// Clause of the notice.
    pub clause: Option<String>,
    /// A duty without a case.
    pub calendar: Option<CalendarDuty>,
    /// Parameters, with the values in force here.
    pub parameters: BTreeMap<String, Parameter>,
    /// Fields, in the order of the file.
    pub fields: Vec<Field>,
    /// States, in the order of the file.
    pub states: Vec<StateDef>,
    /// Actions, in the order of the file.
    pub actions: Vec<Action>,
    /// Limits, in the order of the file.
    pub limits: Vec<Limit>,
    /// Tracks.
    pub tracks: Vec<Track>,
    /// Disclosures.
    pub disclosures: Vec<Disclosure>,
    /// Papers.
    pub papers: BTreeMap<PaperId, Paper>,
    /// What the language cannot say.
    pub not_expressed: Vec<NotExpressed>,
}

impl Procedure {
    /// A field.
    pub fn field(&self, id: &FieldId) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == *id)
    }
    /// A state.
    pub fn state(&self, id: &StateId) -> Option<&StateDef> {
        self.states.iter().find(|state| state.id == *id)
    }
    /// An action.
    pub fn action(&self, id: &ActionId) -> Option<&Action> {
        self.actions.iter().find(|action| action.id == *id)
    }
    /// A limit.
    pub fn limit(&self, id: &LimitId) -> Option<&Limit> {
        self.limits.iter().find(|limit| limit.id == *id)
    }
    /// A track.
    pub fn track(&self, id: &TrackId) -> Option<&Track> {
        self.tracks.iter().find(|track| track.id == *id)
    }
    /// A disclosure.
    pub fn disclosure(&self, id: &DisclosureId) -> Option<&Disclosure> {
        self.disclosures.iter().find(|one| one.id == *id)
    }
    /// Actions that open a matter.
    pub fn opening_actions(&self) -> impl Iterator<Item = &Action> {
        self.actions.iter().filter(|action| action.from == From::Nothing)
    }
}

/// A duty without a case.
#[derive(Debug, Clone)]
pub struct CalendarDuty {
    /// How often.
    pub every: Period,
    /// Month (for a year) and day.
    pub by: (Option<i8>, i8),
    /// Which bodies.
    pub whom: Guard,
    /// The action by which the law opens it.
    pub opening: ActionId,
}

/// A parameter with its value.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Name.
    pub label: Label,
    /// The value, or a span of time.
    pub value: ParameterValue,
    /// Where the value comes from.
    pub basis: Vec<String>,
    /// How firm that is.
    pub class: BasisClass,
    /// Whether a city's overlay set it.
    pub overlaid: bool,
}

/// A parameter is a value for conditions or a length for limits.
#[derive(Debug, Clone, PartialEq)]
pub enum ParameterValue {
    /// A value.
    Value(Value),
    /// A length of time.
    Length(Length),
}

/// A field.
#[derive(Debug, Clone)]
pub struct Field {
    /// Identifier.
    pub id: FieldId,
    /// Label.
    pub label: Label,
    /// Kind as declared.
    pub declared: FieldKind,
    /// Kind as conditions see it.
    pub kind: Kind,
    /// Several values.
    pub many: bool,
    /// Choices with labels.
    pub choices: Vec<(String, Label)>,
    /// Columns of a table.
    pub columns: Vec<Column>,
    /// Personal data.
    pub personal: bool,
    /// Hidden inside the organ.
    pub sealed: bool,
    /// Unique among the procedure's matters.
    pub unique: bool,
    /// For citations: the day on which the instrument must be in force.
    pub as_of: Option<Guard>,
    /// Smallest value.
    pub min: Option<Guard>,
    /// Largest value.
    pub max: Option<Guard>,
    /// The discretion benchmark in whose tier the amount must lie.
    pub within: Option<Measured>,
    /// Help for the person who fills it in.
    pub help: Option<String>,
    /// Articles.
    pub basis: Vec<String>,
}

/// An amount measured by a discretion benchmark.
#[derive(Debug, Clone)]
pub struct Measured {
    /// The citation field that names the norm.
    pub norm: FieldId,
    /// The table of circumstances.
    pub by: FieldId,
    /// For shares: of what.
    pub of: Option<FieldId>,
    /// Not if.
    pub unless: Option<Guard>,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// Identifier.
    pub id: FieldId,
    /// Label.
    pub label: Label,
    /// Kind as declared.
    pub declared: FieldKind,
    /// Kind as conditions see it.
    pub kind: Kind,
    /// Choices with labels.
    pub choices: Vec<(String, Label)>,
}

/// A state.
#[derive(Debug, Clone)]
pub struct StateDef {
    /// Identifier.
    pub id: StateId,
    /// Name.
    pub label: Label,
    /// Nothing more happens.
    pub is_final: bool,
}

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
    /// Values that follow.
    pub sets: Vec<(FieldId, Guard)>,
    /// Rows that are added to tables.
    pub adds: Vec<(FieldId, Vec<(FieldId, Guard)>)>,
    /// Conditions.
    pub require: Vec<Condition>,
    /// Articles.
    pub basis: Vec<String>,
    /// How firm the source is.
    pub class: BasisClass,
    /// Papers issued.
    pub issues: Vec<PaperId>,
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
    /// A draw.
    pub draws: Option<Draw>,
    /// Where it stands in the files.
    pub place: Place,
}

impl Action {
    /// Whether the law itself may do it.
    pub fn by_law(&self) -> bool {
        self.by.iter().any(|role| role.as_str() == "law")
    }
    /// Whether only the law itself may do it.
    pub fn only_by_law(&self) -> bool {
        self.by.iter().all(|role| role.as_str() == "law")
    }
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

/// What starts a clock, or ends a pause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moment {
    /// The opening of the matter.
    Opened,
    /// The doing of an action.
    Act(ActionId),
    /// A date field.
    Field(FieldId),
    /// A date recorded with an action.
    ActField(ActionId, FieldId),
}

/// A fixed last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Until {
    /// A recorded day.
    Moment(Moment),
    /// The first such (month, day) after the start.
    DayOfYear(i8, i8),
    /// The last day of the calendar's duty in the period in which the matter was opened.
    Calendar,
}

/// A limit 期限.
#[derive(Debug, Clone)]
pub struct Limit {
    /// Identifier.
    pub id: LimitId,
    /// Name.
    pub label: Label,
    /// Kind.
    pub kind: LimitKind,
    /// Actions governed.
    pub actions: Vec<ActionId>,
    /// Length.
    pub within: Option<Length>,
    /// What starts it.
    pub from: Option<Moment>,
    /// The parameter that gives the length, if one does.
    pub by_parameter: Option<String>,
    /// Instead of a length: the day on which it ends.
    pub until: Option<Until>,
    /// The future event of a lead.
    pub of: Option<FieldId>,
    /// Only if.
    pub when: Option<Guard>,
    /// Treatment of rest days at the end.
    pub roll: Roll,
    /// Intervals that do not count.
    pub pause: Vec<Pause>,
    /// Extensions.
    pub extend: Vec<Extend>,
    /// Restarts.
    pub restart: Vec<ActionId>,
    /// Actions after which another limit governs.
    pub supersede: Vec<ActionId>,
    /// What the law does when it lapses.
    pub lapse: Option<ActionId>,
    /// For accrual: share of the principal per day, in ten-thousandths.
    pub rate: Option<i64>,
    /// For accrual: the principal.
    pub principal: Option<Guard>,
    /// For accrual: the most.
    pub cap: Option<Guard>,
    /// For windows: first and last (month, day).
    pub window: Option<((i8, i8), (i8, i8))>,
    /// For recurring: how often in each period.
    pub times: Option<(u32, Period)>,
    /// For long stops: the other limit.
    pub earlier_of: Option<LimitId>,
    /// Reminder before the end, in the limit's unit.
    pub notice: Option<u32>,
    /// Yellow before the end, in the limit's unit.
    pub yellow: Option<u32>,
    /// Red after the end, in working days.
    pub red_after: Option<u32>,
    /// Who may change it.
    pub override_by: Option<BasisClass>,
    /// Articles.
    pub basis: Vec<String>,
    /// How firm.
    pub class: BasisClass,
    /// Set by a city's overlay: its ground.
    pub overlaid: Option<String>,
    /// Where it stands in the files.
    pub place: Place,
}

/// An interval that does not count.
#[derive(Debug, Clone)]
pub struct Pause {
    /// The action that begins it.
    pub from: ActionId,
    /// The action that ends it.
    pub until: ActionId,
    /// Whether it is taken out (`true`) or the rest runs on (`false`).
    pub exclude: bool,
    /// Articles.
    pub basis: Vec<String>,
}

/// An extension.
#[derive(Debug, Clone)]
pub struct Extend {
    /// The action that extends.
    pub on: ActionId,
    /// By how much.
    pub by: Length,
    /// Articles.
    pub basis: Vec<String>,
}

/// A parallel child.
#[derive(Debug, Clone)]
pub struct Track {
    /// Identifier.
    pub id: TrackId,
    /// Name.
    pub label: Label,
    /// The child's procedure.
    pub procedure: ProcedureId,
    /// The child's opening action.
    pub opening: ActionId,
    /// The action that opens it.
    pub opens_on: ActionId,
    /// Only if.
    pub when: Option<Guard>,
    /// Values handed over.
    pub passes: Vec<(FieldId, Guard)>,
    /// Articles.
    pub basis: Vec<String>,
}

/// What becomes public.
#[derive(Debug, Clone)]
pub struct Disclosure {
    /// Identifier.
    pub id: DisclosureId,
    /// Name.
    pub label: Label,
    /// The action by which it becomes public.
    pub on: ActionId,
    /// Only if.
    pub when: Option<Guard>,
    /// What is shown, with labels.
    pub shows: Vec<(Label, Guard)>,
    /// How long.
    pub until: Option<Length>,
    /// Actions that withdraw it.
    pub withdraw_on: Vec<ActionId>,
    /// Articles.
    pub basis: Vec<String>,
}

/// A paper 文书.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Identifier.
    pub id: PaperId,
    /// Title.
    pub label: Label,
    /// Layout.
    pub layout: PaperLayout,
    /// Its own number.
    pub number: Option<Template>,
    /// To whom.
    pub addressee: Option<Template>,
    /// What it must contain.
    pub elements: Vec<Element>,
    /// Its text.
    pub paragraphs: Vec<Paragraph>,
    /// Articles.
    pub basis: Vec<String>,
}

/// A mandatory element.
#[derive(Debug, Clone)]
pub struct Element {
    /// What must be there.
    pub label: Label,
    /// The facts that supply it.
    pub from: Vec<Guard>,
    /// Articles.
    pub basis: Vec<String>,
}

/// A paragraph.
#[derive(Debug, Clone)]
pub struct Paragraph {
    /// Heading.
    pub heading: Option<String>,
    /// Text.
    pub text: Template,
    /// Only if.
    pub when: Option<Guard>,
}

/// What only people can judge.
#[derive(Debug, Clone)]
pub struct NotExpressed {
    /// What.
    pub what: String,
    /// Articles.
    pub basis: Vec<String>,
    /// Who decides.
    pub who: String,
}

/// A measure 指标.
#[derive(Debug, Clone)]
pub struct Measure {
    /// Identifier.
    pub id: MeasureId,
    /// Name.
    pub label: Label,
    /// Procedure counted.
    pub of: ProcedureId,
    /// What is computed.
    pub kind: MeasureKind,
    /// Which matters.
    pub count: Guard,
    /// Which are good.
    pub hit: Option<Guard>,
    /// Pending until this limit is over.
    pub limit: Option<LimitId>,
    /// What is added up.
    pub sum: Option<Guard>,
    /// The day that puts a matter into its period.
    pub on: Guard,
    /// Once per period.
    pub per: Option<Period>,
    /// Unit shown.
    pub unit: Option<Label>,
    /// The usual target.
    pub target: Option<Target>,
    /// Articles.
    pub basis: Vec<String>,
    /// Words that propose it.
    pub proposed_for: Vec<String>,
}

/// What a figure should reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// At least, in ten-thousandths.
    pub at_least: Option<i64>,
    /// At most, in ten-thousandths.
    pub at_most: Option<i64>,
    /// Whether the numbers are percentages of one.
    pub percent: bool,
}

/// A role.
#[derive(Debug, Clone)]
pub struct Role {
    /// Identifier.
    pub id: RoleId,
    /// Name.
    pub label: Label,
    /// Reach.
    pub scope: Scope,
}
