//! Owns the identifiers. Each is its own type, so that a body is never taken for a matter.

use std::borrow::Borrow;
use std::fmt;

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Wraps an identifier as it is written.
            pub fn new(id: impl Into<String>) -> Self { Self(id.into()) }
            /// The identifier as it is written.
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str { &self.0 }
        }
        impl From<&str> for $name {
            fn from(id: &str) -> Self { Self(id.to_owned()) }
        }
    )*};
}

identifiers! {
    /// A matter 事项.
    MatterId;
    /// A procedure 程序: the folder's name.
    ProcedureId;
    /// A version of a procedure: the day from which new matters run under it.
    VersionId;
    /// A body 机关.
    BodyId;
    /// A person who works in a body.
    PersonId;
    /// A role.
    RoleId;
    /// A field of a procedure.
    FieldId;
    /// A state of a procedure.
    StateId;
    /// An action of a procedure.
    ActionId;
    /// A limit 期限 of a procedure.
    LimitId;
    /// A parallel track of a procedure.
    TrackId;
    /// A paper 文书 of a procedure.
    PaperId;
    /// A disclosure 公开 of a procedure.
    DisclosureId;
    /// A measure 指标.
    MeasureId;
    /// A discretion benchmark 裁量基准.
    BenchmarkId;
}

/// What the name of somebody behind an entry begins with; no account has such a name.
const BEHIND: &str = "entry:";

impl PersonId {
    /// Whoever an office entered with a numbered event of a matter, such as somebody who registered at the counter: they
    /// have no account, and are known by nothing but that entry.
    pub fn behind_entry(seq: u64) -> Self {
        Self(format!("{BEHIND}{seq}"))
    }

    /// The event with which an office entered this person, if that is all that is known of them.
    pub fn entry(&self) -> Option<u64> {
        self.0.strip_prefix(BEHIND)?.parse().ok()
    }
}
