//! Owns what a form of the public is called: a citizen who opens something reads what it is, not the organ's word for its
//! first step; whoever acts on what is there already reads what they do.

use yifa_kernel::procedure::{Action, From, Procedure};

use super::super::words;
use crate::face::Lang;

fn opens(procedure: &Procedure, action: &Action) -> bool {
    procedure.parent.is_none() && action.from == From::Nothing
}

/// The heading of a form.
pub(super) fn heading(lang: Lang, procedure: &Procedure, action: &Action) -> String {
    words::label(lang, if opens(procedure, action) { &procedure.label } else { action.online_label() })
}

/// The line below it: the step, or in which procedure it is taken.
pub(super) fn below(lang: Lang, procedure: &Procedure, action: &Action) -> String {
    words::label(lang, if opens(procedure, action) { action.online_label() } else { &procedure.label })
}
