//! Owns the stored form of events and values: JSON that says of itself what it is, so that it can be read for good,
//! whatever becomes of the definitions. Kernel types carry no wire format of their own.

mod event;
mod value;

pub use event::{actor_from, actor_to, read_event, write_event};
pub use value::{value_from, value_to};
