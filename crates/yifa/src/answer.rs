//! How a command ends. Owns the four exit codes: 0 fine, 1 the answer is no, 2 wrong use, 3 fault.

use std::fmt;
use std::process::ExitCode;

/// How a command that did its work ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Fine.
    Fine,
    /// The answer is no: findings that forbid going on, or a refusal.
    No,
}

impl Answer {
    /// `No` when something speaks against.
    pub fn no_if(against: bool) -> Self {
        if against { Self::No } else { Self::Fine }
    }

    /// 0 or 1.
    pub fn exit_code(self) -> ExitCode {
        match self {
            Self::Fine => ExitCode::SUCCESS,
            Self::No => ExitCode::from(1),
        }
    }
}

/// Why a command could not do its work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Whose fault it is.
    pub blame: Blame,
    /// What is wrong.
    pub what: String,
    /// Where: a file, an argument.
    pub place: String,
    /// What to do next.
    pub next: String,
}

/// Whose fault a failure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Blame {
    /// The command was used wrongly.
    Use,
    /// The machine failed.
    Machine,
}

impl Failure {
    /// Wrong use.
    pub fn misuse(what: impl Into<String>, place: impl Into<String>, next: impl Into<String>) -> Self {
        Self { blame: Blame::Use, what: what.into(), place: place.into(), next: next.into() }
    }

    /// A fault of the machine.
    pub fn fault(what: impl Into<String>, place: impl Into<String>, next: impl Into<String>) -> Self {
        Self { blame: Blame::Machine, what: what.into(), place: place.into(), next: next.into() }
    }

    /// 2 or 3.
    pub fn exit_code(&self) -> ExitCode {
        match self.blame {
            Blame::Use => ExitCode::from(2),
            Blame::Machine => ExitCode::from(3),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "error: {}\n  where: {}\n  next:  {}", self.what, self.place, self.next)
    }
}
