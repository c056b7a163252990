//! Matters: the list, one matter, and the form of an action.

mod form;
mod list;
mod show;

pub use form::{ActionForm, FormPage, MatterRef, StartPage, StartRow};
pub use list::{FilterChip, ListPage, Query, Tab};
pub use show::{
    ActionClosed, ActionOpen, DataField, Event, LinkedMatter, MatterPage, PaperLink, Proof, PublicPreview,
    Shown, StateStep, StepMark,
};
