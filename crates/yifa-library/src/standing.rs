//! Whether something holds on a day, and how surely.

use yifa_law::instrument::Status;

/// A status on a day, and whether facts or the texts tell it or it is presumed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The status.
    pub status: Status,
    /// Whether facts, a person or a text tell the days; `false` when the day of effect is presumed from the day of
    /// adoption, the text is doubtful, or nothing but another text's repeal is known.
    pub certain: bool,
}

impl Standing {
    /// Whether it is in force, as far as is known.
    pub fn is_in_force(&self) -> bool {
        self.status == Status::InForce
    }

    /// Whether it may be in force: it is, or nothing tells from when.
    pub fn may_hold(&self) -> bool {
        matches!(self.status, Status::InForce | Status::Undated)
    }

    /// Whether it has ended, by decision or by itself.
    pub fn is_ended(&self) -> bool {
        matches!(self.status, Status::Repealed { .. } | Status::Lapsed { .. })
    }
}
