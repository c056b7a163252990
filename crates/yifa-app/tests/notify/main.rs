//! Being told: who is, and what becomes of the mails and messages.

#![expect(clippy::unwrap_used, reason = "a test ends where the store does not answer")]

mod carrying;
mod telling;
mod town;
