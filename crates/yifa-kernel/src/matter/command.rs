//! Owns what people ask for, and what they need to know of the world when they ask.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Parent, State};
use crate::body::Bodies;
use crate::definition::{CiteStatus, Registry};
use crate::id::{ActionId, BodyId, FieldId, MatterId, PersonId, ProcedureId, RoleId};
use crate::value::Value;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The person, or the law itself.
    pub who: Who,
    /// In which role.
    pub role: RoleId,
    /// For which body; `None` for citizens and the law.
    pub body: Option<BodyId>,
}

/// A person, or the law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// A person who works here, or a citizen with an account or a code.
    Person(PersonId),
    /// Operation of law 依法自动: a lapse, or an act that follows from another matter's act.
    Law,
}

impl Actor {
    /// A person in a role of a body.
    pub fn person(person: impl Into<String>, role: impl Into<String>, body: BodyId) -> Self {
        Self { who: Who::Person(PersonId::new(person)), role: RoleId::new(role), body: Some(body) }
    }

    /// The law itself.
    pub fn law() -> Self {
        Self { who: Who::Law, role: RoleId::new("law"), body: None }
    }

    /// The person, if it is one.
    pub fn as_person(&self) -> Option<&PersonId> {
        match &self.who {
            Who::Person(person) => Some(person),
            Who::Law => None,
        }
    }
}

/// What somebody asks for: one action on one matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The matter; a fresh identifier when the action opens one.
    pub matter: MatterId,
    /// The procedure.
    pub procedure: ProcedureId,
    /// The action.
    pub action: ActionId,
    /// The body that handles a new matter; ignored for a running one.
    pub body: BodyId,
    /// The parent, when a track is opened.
    pub parent: Option<Parent>,
    /// Values given.
    pub values: BTreeMap<FieldId, Value>,
    /// Who asks.
    pub actor: Actor,
}

/// Instruments beyond those of the definitions, which may be cited too: the same question always has the same answer.
pub trait Citable: std::fmt::Debug + Send + Sync {
    /// What is known of a citation on a day; `None`: the instrument or the place is not known.
    fn cite_status(&self, text: &str, on: Date) -> Option<CiteStatus>;

    /// The paragraph that a citation names and its article has not, where the text of that day is at hand.
    fn beyond(&self, _text: &str, _on: Date) -> Option<Beyond> {
        None
    }
}

/// A paragraph beyond the last of its article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beyond {
    /// The place cited: 第六十三条第九款.
    pub place: String,
    /// How many paragraphs the article has.
    pub paragraphs: usize,
}

/// What the kernel must be told: other matters, bodies, next numbers.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The matters that this one points to (see [`references`](super::references)).
    pub matters: BTreeMap<MatterId, Arc<State>>,
    /// The bodies of the city.
    pub bodies: Arc<Bodies>,
    /// What the people who work here are called.
    pub names: Arc<BTreeMap<PersonId, String>>,
    /// The next number in each series (see [`series`](super::series)).
    pub next_in: BTreeMap<String, u64>,
    /// The instruments that may be cited beside those of the definitions.
    pub citable: Option<Arc<dyn Citable>>,
}

impl Facts {
    /// What is known of a citation on a day: by the definitions, else by the other instruments.
    pub(crate) fn cite_status(&self, registry: &Registry, text: &str, on: Date) -> Option<CiteStatus> {
        let others = || self.citable.as_ref()?.cite_status(text, on);
        match self.beyond(text, on) {
            Some(_) => None,
            None => registry.cite_status(text, on).or_else(others),
        }
    }

    /// The paragraph that a citation names and its article has not.
    pub(crate) fn beyond(&self, text: &str, on: Date) -> Option<Beyond> {
        self.citable.as_ref()?.beyond(text, on)
    }
}
