//! Administration: how the machine stands, who has an account, what the journal says.

mod account;
mod journal;
mod overview;

pub use account::{AccountPage, AccountRow, AccountsPage};
pub use journal::{JournalLine, JournalPage};
pub use overview::{OverviewPage, Standing};
