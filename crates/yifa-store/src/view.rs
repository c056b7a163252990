//! The rows of the read tables 读表: what lists, alerts, figures and the portal show of a matter.
//!
//! The store does not compute them: whoever decides also projects, and hands the rows over with the events.
//! All of them can be dropped and rebuilt from the log.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

use crate::id::MatterId;

/// All rows of one matter.
#[derive(Debug, Clone, PartialEq)]
pub struct MatterView {
    /// The procedure that the matter runs under.
    pub procedure: String,
    /// The version of the procedure.
    pub version: String,
    /// The number that people call it by, once it has one.
    pub number: Option<String>,
    /// Its title.
    pub title: String,
    /// Its state.
    pub state: String,
    /// Whether the state is a final one.
    pub is_final: bool,
    /// The body in charge.
    pub body: String,
    /// That body's place in the hierarchy, such as `/510100/510104/bureau/`; begins and ends with a slash.
    pub body_path: String,
    /// The officers concerned, by id.
    pub persons: Vec<String>,
    /// For whom it waits, each role and place once; not looked at once its state is final.
    pub waits_for: Vec<Waiting>,
    /// When it was opened.
    pub opened_on: Date,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// The earliest date of an open duty.
    pub due_on: Option<Date>,
    /// From when on it deserves a notice, a yellow and a red warning.
    pub warning: Warning,
    /// The first day on which these rows would come out differently though nothing has happened: a disclosure
    /// begins or ends, a new period begins. `None`: never.
    pub renew_on: Option<Date>,
    /// Non-personal values for lists.
    pub data: Value,
    /// Text that searches look into, already folded by the caller.
    pub search: String,
    /// Its running and finished limits.
    pub clocks: Vec<Clock>,
    /// Its links to other matters.
    pub links: Vec<Link>,
    /// Values that no other matter of the same procedure may have.
    pub uniques: Vec<Unique>,
    /// What it counts for in measures.
    pub figures: Vec<Figure>,
    /// What of it is public.
    pub disclosures: Vec<Disclosure>,
}

/// For whom a matter waits: the people of one role at one body.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Waiting {
    /// The role.
    pub role: String,
    /// The body's place in the hierarchy.
    pub body_path: String,
    /// Persons of that role who may not act all the same, by id.
    pub except: BTreeSet<String>,
}

/// The first days of the warnings 提示、黄、红; `None` when that warning will not come by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Warning {
    /// First day of the notice.
    pub notice_on: Option<Date>,
    /// First day of the yellow warning.
    pub yellow_on: Option<Date>,
    /// First day of the red warning.
    pub red_on: Option<Date>,
}

/// How loud a warning is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// No warning.
    None,
    /// Notice 提示.
    Notice,
    /// Yellow 黄牌.
    Yellow,
    /// Red 红牌.
    Red,
}

impl Warning {
    /// The warning that stands on a date.
    #[must_use]
    pub fn level(&self, on: Date) -> Level {
        let reached = |from: Option<Date>| from.is_some_and(|from| from <= on);
        if reached(self.red_on) {
            Level::Red
        } else if reached(self.yellow_on) {
            Level::Yellow
        } else if reached(self.notice_on) {
            Level::Notice
        } else {
            Level::None
        }
    }
}

/// A limit 期限 of the matter.
#[derive(Debug, Clone, PartialEq)]
pub struct Clock {
    /// Which limit of the procedure.
    pub limit: String,
    /// Its kind (duty, right, floor …).
    pub kind: String,
    /// The last day, before it was moved off a rest day.
    pub due_on: Option<Date>,
    /// The last instant, for limits in hours.
    pub due_at: Option<Timestamp>,
    /// The last day after moving; what counts when present.
    pub rolled_on: Option<Date>,
    /// First days of its warnings.
    pub warning: Warning,
    /// When it was met or fell away.
    pub done_on: Option<Date>,
    /// How it stands (running, paused, met, missed …).
    pub status: String,
}

/// A link to another matter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// What the link says.
    pub kind: String,
    /// The other matter.
    pub to: MatterId,
}

/// A value held by this matter alone among those of its procedure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unique {
    /// The field.
    pub field: String,
    /// The value.
    pub value: String,
}

/// What the matter contributes to a measure 指标.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The measure.
    pub measure: String,
    /// The body that it counts for.
    pub body: String,
    /// That body's place in the hierarchy.
    pub body_path: String,
    /// The date that it counts on.
    pub on: Date,
    /// How many it counts in the whole (denominator).
    pub counted: i64,
    /// How many of those hit (numerator).
    pub hit: i64,
    /// A quantity, such as money in fen.
    pub amount: i64,
    /// The last day on which what has not hit is still pending; after it, it is missed. `None`: missed at
    /// once.
    pub late_after: Option<Date>,
    /// Labels to group by.
    pub labels: BTreeMap<String, String>,
}

/// Something of the matter that is public 公开.
#[derive(Debug, Clone, PartialEq)]
pub struct Disclosure {
    /// Its name in the public catalogue, unique in the jurisdiction.
    pub slug: String,
    /// The catalogue that it stands in.
    pub kind: String,
    /// First public day.
    pub from: Date,
    /// Last public day, if it ends.
    pub until: Option<Date>,
    /// The day on which it was withdrawn; from then on only a tombstone is shown.
    pub withdrawn_on: Option<Date>,
    /// Its public title.
    pub title: String,
    /// What the public may see, masked already.
    pub public: Value,
    /// Text that public searches look into, already folded by the caller.
    pub search: String,
}
