//! Administration: how the machine stands, who has an account, what the journal says.

mod account;
mod backups;
mod bodies;
mod calendar;
mod journal;
mod overview;
mod roster;
mod roster_import;

pub use account::{AccountPage, AccountRow, AccountsPage, PostRow};
pub use backups::BackupsPage;
pub use bodies::{AnnouncedRow, BodiesChangePage, BodiesPage, BodyRow, ChangeRow, MakeRow};
pub use calendar::{CalendarPage, MovedRow, NoticeView, YearRow};
pub use journal::{JournalLine, JournalPage};
pub use overview::{OverviewPage, Standing};
pub use roster::{PasswordRow, RosterColumnRow, RosterDone, RosterImportRow, RosterPage};
pub use roster_import::{RosterEntryRow, RosterImportPage, RosterRefused};
