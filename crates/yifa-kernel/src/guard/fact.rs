//! Owns the facts that conditions can read, resolved: what the table in the module's page calls by name.

use crate::id::{ActionId, FieldId, LimitId, TrackId};

/// A resolved fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// A field of the matter.
    Field(FieldId),
    /// A field of the matter that a field points to.
    ThroughField(FieldId, FieldId),
    /// The state of the matter that a field points to.
    StateOf(FieldId),
    /// The body of the matter that a field points to.
    BodyOf(FieldId),
    /// The government next above the body that a field names.
    UpperGovernment(FieldId),
    /// A part of a party field.
    Party(FieldId, PartyPart),
    /// A part of a citation field.
    Cite(FieldId, CitePart),
    /// Something about an action done.
    Act(ActionId, ActPart),
    /// Something about a track's child.
    Track(TrackId, TrackPart),
    /// Something about a clock.
    Limit(LimitId, LimitPart),
    /// A parameter's value.
    Parameter(String),
    /// Where the matter stands.
    State,
    /// The day it was opened.
    OpenedOn,
    /// The day of the act that is tried.
    Today,
    /// The matter's number.
    Number,
    /// The matter itself.
    Own,
    /// Something about the body.
    Body(BodyPart),
    /// Something about who tries.
    Actor(ActorPart),
    /// A field of the parent matter.
    ParentField(FieldId),
    /// The parent's state.
    ParentState,
    /// In measures: the period.
    Period(PeriodPart),
    /// Inside an element: the element itself.
    Element,
    /// Inside a table row: a column.
    Column(FieldId),
    /// Inside an element that is a matter: its field.
    ElementField(FieldId),
    /// Inside an element that is a matter: its state.
    ElementState,
    /// Inside an element that is a matter: its body.
    ElementBody,
    /// Inside a table row: a field or the state of the matter that a column points to.
    ThroughColumn(FieldId, Option<FieldId>),
}

/// Parts of a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartyPart {
    /// Citizen or organisation.
    Kind,
    /// Name.
    Name,
    /// The name as the public sees it.
    MaskedName,
    /// Address.
    Address,
    /// Number or code.
    Code,
    /// Adult or minor, from the citizen number, on the day of the act.
    AgeClass,
}

/// Parts of a citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CitePart {
    /// In force on the day of the field's `as_of`.
    InForce,
    /// Published.
    Published,
    /// Known to the library.
    Found,
    /// Its rank.
    Rank,
}

/// What can be asked about an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActPart {
    /// Whether it was done.
    Done,
    /// On which day, the last time.
    On,
    /// How often.
    Count,
    /// By whom, the last time.
    By,
    /// A value recorded then.
    Value(FieldId),
    /// A part of a party recorded then.
    Party(FieldId, PartyPart),
}

/// What can be asked about a track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrackPart {
    /// It was opened.
    Opened,
    /// How often it was opened: a second hearing is the second instance of its track.
    Count,
    /// It is over; of several instances the last.
    Closed,
    /// Where it stands.
    State,
    /// A field of it.
    Field(FieldId),
    /// Whether one of its actions was done.
    Done(ActionId),
    /// The day one of its actions was done.
    On(ActionId),
}

/// What can be asked about a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitPart {
    /// Its last day.
    Due,
    /// The last day has passed and nothing was done.
    Over,
    /// It runs.
    Open,
    /// What it asks was done.
    Done,
    /// The accrued sum.
    Amount,
}

/// What can be asked about the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyPart {
    /// The body itself.
    Id,
    /// Government, department, district, township, office.
    Kind,
    /// Short name.
    Short,
    /// Full name.
    Name,
    /// Full name of the government that it is or belongs to.
    Government,
    /// Full name of the government next above it; of its own where none above is on record.
    UpperGovernment,
    /// What the government that it is or belongs to governs: `某市`.
    Place,
}

/// What can be asked about who tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorPart {
    /// The person.
    Person,
    /// The role.
    Role,
    /// The body.
    Body,
}

/// What can be asked about a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodPart {
    /// First day.
    Start,
    /// Last day.
    End,
    /// Year.
    Year,
}
