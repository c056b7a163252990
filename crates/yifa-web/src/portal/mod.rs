//! The public portal: what anyone may see and do, in a frame of its own.
//!
//! It shows only what disclosure has already masked; nothing here knows a matter's own data.

mod bilingual;
mod catalogues;
mod check;
mod data;
mod follow;
mod help;
mod home;
mod library;
mod list;
mod procedure;
mod sheet;
mod show;
mod slip;
mod verify;

pub use bilingual::{BitMark, PublicBilingual, PublicBilingualPage, PublicBit, PublicPair};
pub use catalogues::{PublicCatalogue, PublicCataloguesPage, PublicDocument, PublicMakerCount};
pub use check::{PublicAnswer, PublicCheckPage};
pub use data::{PublicDataPage, PublicSet};
pub use follow::{PublicClock, PublicFollowPage, PublicProgressPage};
pub use help::{PublicHelpPage, PublicOpen};
pub use home::{PublicGroup, PublicHomePage, PublicService};
pub use library::{
    PublicCited, PublicCiting, PublicComparePage, PublicComparedRow, PublicComparison, PublicElsewhere,
    PublicHit, PublicLaw, PublicLawPage, PublicLawRow, PublicLaws, PublicLibraryPage, PublicLine, PublicPart,
    PublicPiece, PublicPlace, PublicPlacePage, PublicStanding, PublicVersion, text_lang,
};
pub use list::{PublicListPage, PublicRow};
pub use procedure::PublicProcedurePage;
pub use sheet::{PublicAnswersPage, PublicQuestionPage, PublicReceiptPage, PublicStartPage};
pub use show::{
    PublicClosed, PublicContent, PublicField, PublicForm, PublicPage, PublicPassage, PublicRemedy,
    PublicTombstone, Until,
};
pub use slip::PublicSlipPage;
pub use verify::{PublicPaper, PublicPaperMark, PublicVerifyPage};
