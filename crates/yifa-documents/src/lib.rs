//! # yifa-documents: papers 文书
//!
//! Turns a typed [`Paper`] into a PDF that an office can print, seal, serve and archive, or into plain
//! text for a terminal. Three layouts:
//!
//! | layout | paper | model |
//! |---|---|---|
//! | [`Layout::Official`] | notice, decision, opinion under a red head 红头公文 | GB/T 9704-2012 |
//! | [`Layout::Letter`] | letter to another body, answer, opinion 信函 | GB/T 9704-2012, 10.1 |
//! | [`Layout::Enforcement`] | penalty decision, notice, record 执法文书 | the forms that enforcement departments use |
//! | [`Layout::Plain`] | approval form, register, printed table 审批表 | – |
//!
//! What this crate must not know: the database, HTTP, the clock, what a paper *means*. Whoever builds the
//! paper answers for its wording and its mandatory elements; here it is only set in type.
//!
//! - **Text is data.** A paper reaches the template as JSON; nothing that a person typed is ever read as
//!   markup. Invisible direction overrides are dropped, so the printed order is the recorded order.
//! - **Same paper, same bytes** on the same machine: the creation date is the paper's own date.
//! - **Nothing is lost silently**: characters that no installed font can draw are listed in
//!   [`Pdf::missing_characters`].
//!
//! ```no_run
//! use yifa_documents::{Language, Layout, Paper, Renderer};
//! let mut paper = Paper::new(Layout::Official, Language::ZhHans, "某市人民政府", "关于印发年度工作安排的通知");
//! paper.number = Some("某府发〔2026〕3号".into());
//! let pdf = Renderer::shared()?.render_pdf(&paper)?;
//! assert_eq!(pdf.pages, 1);
//! # Ok::<(), yifa_documents::DocumentFault>(())
//! ```

mod case_file;
mod clean;
mod docx;
mod fault;
mod fonts;
mod paper;
mod preview;
mod record;
mod render;
mod samples;
mod sheet;
mod title;
mod view;
mod words;
mod world;

pub use case_file::{CaseFile, NotBound, Part, PartContent};
pub use docx::docx;
pub use fault::DocumentFault;
pub use paper::{
    Annex, Attachment, Block, Language, Layout, Level, Paper, Particular, Proof, Signature, Table, Watermark,
    Withheld,
};
pub use preview::text_preview;
pub use record::RecordSheet;
pub use render::{Pdf, Renderer, qr_svg};
pub use sheet::{Cell, SheetFile, csv_line};
