//! Owns the checked form of a procedure 程序: every name resolved, every condition typed. Only the compiler
//! (`definition`) makes one.

mod action;
mod field;
mod limit;
mod measure;
mod paper;

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;

pub use yifa_law::limit::{Span as Length, Unit};

pub use crate::definition::raw::{
    BasisClass, FieldHolds, FieldKind, LimitKind, MeasureKind, PaperLayout, PaperOrgan, Period, Roll, Scope,
};
use crate::id::{
    ActionId, DisclosureId, FieldId, LimitId, PaperId, ProcedureId, StateId, TrackId, VersionId,
};
use crate::template::Template;

pub use action::*;
pub use field::*;
pub use limit::*;
pub use measure::*;
pub use paper::*;

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
    /// Fields by which people look at its matters.
    pub facets: Vec<FieldId>,
    /// What stands in the columns of its register; empty: what the definition makes public.
    pub columns: Vec<FieldId>,
    /// What the cover of its case files says.
    pub case_file: CaseFile,
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

/// What the cover of a case file 案卷 says beside number, name and party.
#[derive(Debug, Clone, Default)]
pub struct CaseFile {
    /// The field that holds who does the work 承办人.
    pub in_charge: Option<FieldId>,
    /// The action that puts the file into the archive 归档.
    pub archived_by: Option<ActionId>,
    /// The parameter that says how long the file is kept 保管期限.
    pub retention: Option<String>,
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

    /// The acts that take an opening back: each makes it no longer count and ends the matter.
    pub fn taking_back<'a>(&'a self, opening: &'a ActionId) -> impl Iterator<Item = &'a Action> {
        let ends = |action: &&Action| {
            let mut to = action.to.iter();
            to.all(|(_, to)| self.state(to).is_some_and(|state| state.is_final)) && !action.to.is_empty()
        };
        self.actions.iter().filter(|action| action.clears.contains(opening)).filter(ends)
    }

    /// Whether many matters may be opened by an act at once, from a sheet: only where what was entered in error can be taken
    /// back as a whole.
    #[must_use]
    pub fn is_importable(&self, opening: &ActionId) -> bool {
        self.taking_back(opening).next().is_some()
    }
}
