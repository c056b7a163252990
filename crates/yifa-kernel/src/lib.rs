//! The city under law, without clock, store or network.
//!
//! ```text
//! compile(texts)                                    → Registry | every fault        (at start-up)
//! decide(&Registry, &State, &Command, &Facts, at)   → events | Refusal              (the only maker of events)
//! apply(State, &Recorded)                           → State                         (total)
//! clocks · contributions · public_views             → answers                       (read only)
//! ```
//!
//! Rust knows the nouns; the law fills them: every rule of every statute is in `definitions/`, none is here.
//! Maps are ordered, and the same input gives the same bytes.

pub mod benchmark;
pub mod body;
pub mod definition;
pub mod disclosure;
pub mod draw;
pub mod guard;
pub mod id;
pub mod matter;
pub mod measure;
pub mod procedure;
pub mod read;
pub mod refusal;
pub mod template;
pub mod value;
pub mod words;
