//! Owns what happened. An event is never edited and never skipped.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use super::{Actor, Parent};
use crate::id::{
    ActionId, BodyId, DisclosureId, FieldId, MatterId, PaperId, ProcedureId, StateId, TrackId, VersionId,
};
use crate::value::Value;

/// Something that happened to a matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The matter began to exist.
    Opened {
        /// Its procedure.
        procedure: ProcedureId,
        /// The version in force for new matters that day.
        version: VersionId,
        /// The body that handles it.
        body: BodyId,
        /// Its number.
        number: Option<String>,
        /// Its parent, for a track.
        parent: Option<Parent>,
    },
    /// An action was done.
    Acted {
        /// Which.
        action: ActionId,
        /// Where the matter stood.
        from: Option<StateId>,
        /// Where it stands now.
        to: StateId,
        /// Whether that state is final.
        closes: bool,
        /// What was recorded, given or computed.
        values: BTreeMap<FieldId, Value>,
        /// Fields frozen.
        freezes: Vec<FieldId>,
        /// Fields that may be recorded again.
        thaws: Vec<FieldId>,
        /// Earlier actions that no longer count.
        clears: Vec<ActionId>,
    },
    /// The act just done takes back an earlier one of the same person: that one no longer counts.
    TakenBack {
        /// The event of the act taken back.
        act: u64,
    },
    /// A paper was issued.
    PaperIssued {
        /// Which.
        paper: PaperId,
        /// Its number.
        number: Option<String>,
        /// By which action.
        action: ActionId,
    },
    /// A parallel child was opened.
    TrackOpened {
        /// Which track.
        track: TrackId,
        /// The child.
        child: MatterId,
    },
    /// Another matter was linked.
    Linked {
        /// Kind of link.
        kind: String,
        /// The other matter.
        to: MatterId,
    },
    /// Something became public.
    Disclosed {
        /// What.
        disclosure: DisclosureId,
        /// First day.
        from: Date,
        /// Last day; `None` without end.
        until: Option<Date>,
    },
    /// What was public was withdrawn and left a tombstone.
    Withdrawn {
        /// What.
        disclosure: DisclosureId,
        /// Because of which action.
        because: ActionId,
        /// The day.
        on: Date,
    },
}

/// The three times of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// When it happened, in Beijing time.
    pub happened: DateTime,
    /// When the organ came to know of it.
    pub known: Timestamp,
    /// When it was recorded.
    pub recorded: Timestamp,
}

impl Stamp {
    /// The day on which it happened.
    pub fn on(&self) -> Date {
        self.happened.date()
    }

    /// The day in China on which it was recorded.
    pub fn recorded_on(&self) -> Date {
        self.recorded.to_zoned_datetime(china()).date()
    }
}

/// Beijing time: UTC+8 without daylight saving since 1992; earlier instants are not recorded here.
pub fn china() -> jiff::tz::TimeZone {
    jiff::tz::TimeZone::fixed(jiff::tz::offset(8))
}

/// An event with its place, its actor and its times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// 1 for the first event of a matter.
    pub seq: u64,
    /// Who.
    pub actor: Actor,
    /// When.
    pub stamp: Stamp,
    /// What.
    pub event: Event,
}
