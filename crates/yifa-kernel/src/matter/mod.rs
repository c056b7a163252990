//! Owns the centre: commands become events or refusals (`decide`), events become state (`apply`). Pure: the day,
//! the other matters and the next numbers come in as arguments.

mod addressed;
mod against;
mod ahead;
mod apply;
mod clock;
mod command;
mod conditions;
mod decide;
mod duty;
mod effects;
mod entitled;
mod event;
mod issue;
mod measured;
mod number;
mod offered;
mod one_form;
mod open;
mod scene;
mod settle;
mod sheet;
mod state;
mod sweep;
mod taking_back;
mod value_check;
mod whose;

pub use addressed::{competent_body, offered_bodies};
pub use ahead::{Ahead, NextStep, ahead};
pub use apply::{apply, replay};
pub use clock::{Clock, ClockStatus, Level, clock, clocks, period_around};
pub use command::{Actor, Beyond, Citable, Command, Facts, Who};
pub use conditions::{FOUND, ROWS};
pub use decide::{Decided, decide, references};
pub use duty::{Owed, owed, owed_before, owed_by};
pub use entitled::{entitled, wrong_role};
pub use event::{Event, Recorded, Stamp, china};
pub(crate) use issue::printed;
pub use issue::{
    IssuedPaper, PaperAnnex, PaperContent, PaperPart, called, is_line, render_masked_paper, render_paper,
};
pub use number::{Claim, series};
pub use offered::{Form, is_overtaken};
pub use open::{ActionStatus, Openness, action_statuses, may_see};
pub(crate) use scene::Scene;
pub use scene::age_class_on;
pub use settle::{Change, Known, Needs, Roll, Settled, settle, settle_sweep};
pub use sheet::{people_in, recorded_by};
pub use state::{Act, Link, Parent, Published, State};
pub use sweep::{due_lapses, sweep};
pub use taking_back::{is_by, may_be_taken_back_outside, own_contribution};
pub use value_check::STANDING;
pub use whose::acting_bodies;
