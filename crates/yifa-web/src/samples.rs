//! Every page with its sample, for the tests and for looking at.

use askama::Template;

use crate::face::Lang;
use crate::pages::{
    admin, api, bilingual, definition, desk, entry, figure, handover, import, library, limit, matter, me,
    notice, plan, register, review, second_step, slip, supervision, tour, unfiled,
};
use crate::portal;

/// A rendered sample: file name without its language, and the page or the fault.
pub type Sample = (&'static str, askama::Result<String>);

/// Names of persons and the like in the samples: records, which stay Chinese in every language.
pub const RECORDS: &[&str] = &["周敏", "李川", "何玉", "林岚", "王**", "川A-", "笔录.pdf", "（一)"];

/// Every sample page in one language.
pub fn all(lang: Lang) -> Vec<Sample> {
    let roles = tour::TourRolePage::samples(lang);
    let roles = roles.into_iter().map(|page| ("tour-role", page.render()));
    let steps =
        second_step::SecondStepPage::samples(lang).into_iter().map(|page| ("second-step", page.render()));
    let all = vec![
        ("sign-in-code", second_step::CodePage::sample(lang).render()),
        ("tour", tour::TourPage::sample(lang).render()),
        ("sign-in", entry::SignInPage::sample(lang).render()),
        ("problem", entry::ProblemPage::sample(lang).render()),
        ("matters", matter::ListPage::sample(lang).render()),
        ("matters-board", matter::ListPage::sample_board(lang).render()),
        ("matters-empty", matter::ListPage::sample_empty(lang).render()),
        ("approval", matter::ApprovalPage::sample(lang).render()),
        ("batch", matter::BatchPage::sample(lang).render()),
        ("batch-slips", matter::BatchPage::sample_slips(lang).render()),
        ("batch-choice", matter::BatchPage::sample_choice(lang).render()),
        ("matter", matter::MatterPage::sample(lang).render()),
        ("matter-new", matter::MatterPage::sample_new(lang).render()),
        ("form", matter::FormPage::sample(lang).render()),
        ("start", matter::StartPage::sample(lang).render()),
        ("desk", desk::DeskPage::sample(lang).render()),
        ("unfiled", unfiled::UnfiledPage::sample(lang).render()),
        ("supervision", supervision::SupervisionPage::sample(lang).render()),
        ("plan", plan::PlanPage::sample(lang).render()),
        ("plan-empty", plan::PlanPage::sample_empty(lang).render()),
        ("plan-import", plan::PlanImportPage::sample(lang).render()),
        ("plan-confirm", plan::PlanConfirmPage::sample(lang).render()),
        ("figures", figure::FiguresPage::sample(lang).render()),
        ("bilingual", bilingual::BilingualPage::sample(lang).render()),
        ("figure-matters", figure::FigureMattersPage::sample(lang).render()),
        ("figure-board", figure::FigureMattersPage::sample_board(lang).render()),
        ("figure-refusals", figure::FigureMattersPage::sample_refusals(lang).render()),
        ("limits", limit::LimitPage::sample(lang).render()),
        ("limits-fault", limit::LimitPage::sample_fault(lang).render()),
        ("definitions", definition::DefinitionsPage::sample(lang).render()),
        ("procedure", definition::ProcedurePage::sample(lang).render()),
        ("faults", definition::FaultsPage::sample(lang).render()),
        ("faults-none", definition::FaultsPage::sample_none(lang).render()),
        ("explain", definition::ExplainPage::sample(lang).render()),
        ("admin", admin::OverviewPage::sample(lang).render()),
        ("admin-accounts", admin::AccountsPage::sample(lang).render()),
        ("admin-account", admin::AccountPage::sample(lang).render()),
        ("admin-journal", admin::JournalPage::sample(lang).render()),
        ("imports", import::ImportsPage::sample(lang).render()),
        ("import", import::ImportPage::sample(lang).render()),
        ("import-trial", import::ImportPage::sample_trial(lang).render()),
        ("import-fault", import::ImportPage::sample_fault(lang).render()),
        ("import-kept", import::ImportShowPage::sample(lang).render()),
        ("import-refused", import::ImportShowPage::sample_refused(lang).render()),
        ("import-undone", import::ImportShowPage::sample_undone(lang).render()),
        ("admin-backups", admin::BackupsPage::sample(lang).render()),
        ("admin-backups-none", admin::BackupsPage::sample_none(lang).render()),
        ("admin-bodies", admin::BodiesPage::sample(lang).render()),
        ("admin-bodies-change", admin::BodiesChangePage::sample(lang).render()),
        ("admin-calendar", admin::CalendarPage::sample(lang).render()),
        ("admin-calendar-fault", admin::CalendarPage::sample_fault(lang).render()),
        ("scenarios", definition::ScenariosPage::sample(lang).render()),
        ("scenarios-none", definition::ScenariosPage::sample_none(lang).render()),
        ("registers", register::RegistersPage::sample(lang).render()),
        ("register", register::RegisterPage::sample(lang).render()),
        ("register-card", register::CardPage::sample(lang).render()),
        ("api", api::ApiPage::sample(lang).render()),
        ("api-procedure", api::ApiProcedurePage::sample(lang).render()),
        ("notices", notice::NoticesPage::sample(lang).render()),
        ("deliveries", notice::DeliveriesPage::sample(lang).render()),
        ("me", me::MePage::sample(lang).render()),
        ("review", review::ReviewPage::sample(lang).render()),
        ("review-fault", review::ReviewPage::sample_fault(lang).render()),
        ("instruments", library::InstrumentsPage::sample(lang).render()),
        ("instruments-list", library::InstrumentsPage::sample_list(lang).render()),
        ("instrument", library::InstrumentPage::sample(lang).render()),
        ("instrument-place", library::PlacePage::sample(lang).render()),
        ("instrument-compare", library::ComparePage::sample(lang).render()),
        ("instrument-basis", library::BlastPage::sample(lang).render()),
        ("public-library", portal::PublicLibraryPage::sample(lang).render()),
        ("public-catalogues", portal::PublicCataloguesPage::sample(lang).render()),
        ("public-place", portal::PublicPlacePage::sample(lang).render()),
        ("public-law-compare", portal::PublicComparePage::sample(lang).render()),
        ("public-law", portal::PublicLawPage::sample(lang).render()),
        ("public-bilingual", portal::PublicBilingualPage::sample(lang).render()),
        ("public-list", portal::PublicListPage::sample(lang).render()),
        ("public-home", portal::PublicHomePage::sample(lang).render()),
        ("public-catalogue", portal::PublicListPage::sample_catalogue(lang).render()),
        ("public-draft", portal::PublicPage::sample_draft(lang).render()),
        ("public-help", portal::PublicHelpPage::sample(lang).render()),
        ("public-check", portal::PublicCheckPage::sample(lang).render()),
        ("public-check-none", portal::PublicCheckPage::sample_none(lang).render()),
        ("public-procedure", portal::PublicProcedurePage::sample(lang).render()),
        ("public-start", portal::PublicStartPage::sample(lang).render()),
        ("public-question", portal::PublicQuestionPage::sample(lang).render()),
        ("public-answers", portal::PublicAnswersPage::sample(lang).render()),
        ("public-receipt", portal::PublicReceiptPage::sample(lang).render()),
        ("public-receipt-blind", portal::PublicReceiptPage::sample_blind(lang).render()),
        ("public-verify", portal::PublicVerifyPage::sample(lang).render()),
        ("public-verify-taken-back", portal::PublicVerifyPage::sample_taken_back(lang).render()),
        ("public-verify-altered", portal::PublicVerifyPage::sample_altered(lang).render()),
        ("public-verify-unknown", portal::PublicVerifyPage::sample_unknown(lang).render()),
        ("public-slip", portal::PublicSlipPage::sample(lang).render()),
        ("slips", slip::SlipsPage::sample(lang).render()),
        ("slips-drawn", slip::SlipsPage::sample_drawn(lang).render()),
        ("handover", handover::HandoverPage::sample(lang).render()),
        ("public-follow", portal::PublicFollowPage::sample(lang).render()),
        ("public-progress", portal::PublicProgressPage::sample(lang).render()),
        ("public-data", portal::PublicDataPage::sample(lang).render()),
        ("public", portal::PublicPage::sample(lang).render()),
        ("public-withdrawn", portal::PublicPage::sample_withdrawn(lang).render()),
    ];
    all.into_iter().chain(roles).chain(steps).collect()
}
