//! Matters: the list, one matter, and the form of an action.

mod approval;
mod batch;
mod form;
mod list;
mod show;

pub use approval::{ApprovalPage, ApprovalRow, Opinion};
pub use batch::{BatchAction, BatchForm, BatchPage, BatchRow, Verdict};
pub use form::{ActionForm, FormPage, MatterRef, StartPage, StartRow};
pub use list::{Facet, FilterChip, FilterField, FilterKind, ListPage, Query, SavedView, Tab};
pub use show::{
    ActionClosed, ActionOpen, DataField, Event, LinkedMatter, MatterFile, MatterPage, Missing, PaperLink,
    Proof, PublicPreview, Remark, Shown, StateDays, StateStep, StepMark,
};
