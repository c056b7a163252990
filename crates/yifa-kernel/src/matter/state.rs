//! Owns what is known about one matter after its events.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime};

use super::{Actor, IssuedPaper};
use crate::id::{
    ActionId, BodyId, DisclosureId, FieldId, MatterId, ProcedureId, StateId, TrackId, VersionId,
};
use crate::value::Value;

/// A matter 事项 as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The matter.
    pub matter: MatterId,
    /// Its procedure.
    pub procedure: ProcedureId,
    /// The version that it began under.
    pub version: VersionId,
    /// The body that handles it.
    pub body: BodyId,
    /// Its number, if the procedure gives one.
    pub number: Option<String>,
    /// Where it stands; `None` before it is opened.
    pub stands: Option<StateId>,
    /// Nothing more happens.
    pub closed: bool,
    /// The day of the opening act.
    pub opened_on: Option<Date>,
    /// Values on record.
    pub fields: BTreeMap<FieldId, Value>,
    /// Fields that may not be recorded again.
    pub frozen: BTreeSet<FieldId>,
    /// Acts done, in order.
    pub acts: Vec<Act>,
    /// Children that run in parallel: of each track the last instance.
    pub tracks: BTreeMap<TrackId, MatterId>,
    /// Earlier instances of tracks that were opened again, in order.
    pub earlier_tracks: Vec<(TrackId, MatterId)>,
    /// Links to other matters.
    pub links: Vec<Link>,
    /// The parent, for a track.
    pub parent: Option<Parent>,
    /// Papers issued.
    pub papers: Vec<IssuedPaper>,
    /// What is or was public.
    pub published: Vec<Published>,
    /// How many events.
    pub seq: u64,
}

impl State {
    /// Puts values on record, each in the place of what was there; a blank takes it off.
    pub(crate) fn record(&mut self, values: impl IntoIterator<Item = (FieldId, Value)>) {
        for (id, value) in values {
            if value.is_blank() {
                self.fields.remove(&id);
            } else {
                self.fields.insert(id, value);
            }
        }
    }
}

/// An act done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Which.
    pub action: ActionId,
    /// Number of its event.
    pub seq: u64,
    /// When it happened.
    pub happened: DateTime,
    /// By whom.
    pub actor: Actor,
    /// Where the matter stood before.
    pub from: Option<StateId>,
    /// Where it stood afterwards.
    pub to: StateId,
    /// What was recorded.
    pub values: BTreeMap<FieldId, Value>,
    /// A later act took it back: it no longer counts as done.
    pub cleared: bool,
}

impl Act {
    /// The day on which it happened.
    pub fn on(&self) -> Date {
        self.happened.date()
    }
}

/// A link to another matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Kind of link, as named in the definition.
    pub kind: String,
    /// The other matter.
    pub to: MatterId,
}

/// The parent of a track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parent {
    /// The matter.
    pub matter: MatterId,
    /// Which of its tracks.
    pub track: TrackId,
}

/// A disclosure in force or withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Which.
    pub disclosure: DisclosureId,
    /// First day.
    pub from: Date,
    /// Last day; `None` without end.
    pub until: Option<Date>,
    /// Withdrawn on this day by this action.
    pub withdrawn: Option<(Date, ActionId)>,
}

impl State {
    /// A matter before its first event.
    pub fn unopened(matter: MatterId, procedure: ProcedureId, version: VersionId, body: BodyId) -> Self {
        Self {
            matter,
            procedure,
            version,
            body,
            number: None,
            stands: None,
            closed: false,
            opened_on: None,
            fields: BTreeMap::new(),
            frozen: BTreeSet::new(),
            acts: Vec::new(),
            tracks: BTreeMap::new(),
            earlier_tracks: Vec::new(),
            links: Vec::new(),
            parent: None,
            papers: Vec::new(),
            published: Vec::new(),
            seq: 0,
        }
    }

    /// The last time an action was done and still counts.
    pub fn last(&self, action: &ActionId) -> Option<&Act> {
        self.acts.iter().rev().find(|act| act.action == *action && !act.cleared)
    }

    /// The first time an action was done and still counts.
    pub fn first(&self, action: &ActionId) -> Option<&Act> {
        self.acts.iter().find(|act| act.action == *action && !act.cleared)
    }

    /// How often an action was done and still counts.
    pub fn times(&self, action: &ActionId) -> usize {
        self.acts.iter().filter(|act| act.action == *action && !act.cleared).count()
    }

    /// How often a track was opened.
    pub fn instances(&self, track: &TrackId) -> usize {
        let earlier = self.earlier_tracks.iter().filter(|(one, _)| one == track).count();
        earlier + usize::from(self.tracks.contains_key(track))
    }

    /// The day of the last act.
    pub fn last_on(&self) -> Option<Date> {
        self.acts.last().map(Act::on)
    }

    /// Every value on record: those of the fields as they stand, then those of every act as it gave them.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        self.fields.values().chain(self.acts.iter().flat_map(|act| act.values.values()))
    }

    /// Every other matter that this one points to: fields, tracks, links, parent.
    pub fn points_to(&self) -> BTreeSet<&MatterId> {
        let fields = self.fields.values().flat_map(Value::matters);
        let earlier = self.earlier_tracks.iter().map(|(_, child)| child);
        let around = self.tracks.values().chain(earlier).chain(self.links.iter().map(|link| &link.to));
        fields.chain(around).chain(self.parent.iter().map(|parent| &parent.matter)).collect()
    }
}
