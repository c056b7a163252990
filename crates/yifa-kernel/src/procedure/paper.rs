//! Tracks, disclosures and papers, checked.

use super::{Label, Length, PaperLayout, PaperOrgan};
use crate::guard::Guard;
use crate::id::{ActionId, DisclosureId, FieldId, PaperId, ProcedureId, TrackId};
use crate::template::Template;

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
    /// Its title as printed, where that names more than the kind.
    pub full_title: Option<Template>,
    /// Layout.
    pub layout: PaperLayout,
    /// Whose it is.
    pub organ: PaperOrgan,
    /// Its own number.
    pub number: Option<Template>,
    /// To whom.
    pub addressee: Option<Template>,
    /// Who signs it by name.
    pub signed_by: Option<Template>,
    /// Lines to be signed by hand.
    pub signs: Vec<String>,
    /// Whether the seal has a place.
    pub seal: bool,
    /// The party on whom it is served, who gets number and code with it.
    pub access: Option<FieldId>,
    /// Whether whoever opened the matter reads it on the portal.
    pub to_opener: bool,
    /// What it must contain.
    pub elements: Vec<Element>,
    /// Its text.
    pub paragraphs: Vec<Paragraph>,
    /// Texts and files that go with it.
    pub annexes: Vec<Annex>,
    /// Articles.
    pub basis: Vec<String>,
}

/// What of the matter goes with a paper 附件.
#[derive(Debug, Clone)]
pub struct Annex {
    /// A text or files.
    pub holds: AnnexHolds,
    /// Only if.
    pub when: Option<Guard>,
}

/// What an annex is.
#[derive(Debug, Clone)]
pub enum AnnexHolds {
    /// A text on pages of its own.
    Text {
        /// Title.
        title: Template,
        /// The fact that is the text.
        text: Guard,
    },
    /// The files in a fact.
    Files(Guard),
}

/// A mandatory element.
#[derive(Debug, Clone)]
pub struct Element {
    /// What must be there.
    pub label: Label,
    /// The facts that supply it.
    pub from: Vec<Guard>,
    /// Whether the paper is whole without it.
    pub if_known: bool,
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
