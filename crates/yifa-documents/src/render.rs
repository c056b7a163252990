//! Paper → pages → PDF. Owns the renderer and what it reports; knows neither wording nor fonts by name.

use std::collections::BTreeSet;
use std::sync::{Mutex, OnceLock, PoisonError};

use qrcode::{EcLevel, QrCode};
use typst::diag::SourceDiagnostic;
use typst::ecow::EcoVec;
use typst::foundations::{Bytes, Smart};
use typst::layout::{Frame, FrameItem};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, comemo};
use typst_kit::fonts::FontStore;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use unicode_width::UnicodeWidthChar;

use crate::case_file::{CaseFile, NotBound, bind};
use crate::clean::clean_line;
use crate::fault::DocumentFault;
use crate::fonts::{self, Faces};
use crate::paper::{Block, Language, Paper, Proof};
use crate::view::{Fit, view};
use crate::world::{PaperWorld, Sheet, Templates};

/// Layouts of how many earlier papers stay remembered; the parts that papers share are then set once.
const REMEMBERED: usize = 8;

/// Sets papers in type. Holds the fonts of the machine; share one.
pub struct Renderer {
    library: LazyHash<Library>,
    fonts: FontStore,
    simplified: Faces,
    traditional: Faces,
    english: Faces,
    templates: Templates,
}

/// A finished PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Number of pages.
    pub pages: usize,
    /// Whether it conforms to PDF/A-2a (long-term archive) and PDF/UA-1 (accessible). A paper without any date,
    /// or with characters that no font can draw, cannot.
    pub archival: bool,
    /// Characters that no font on this machine can draw, each once; they are printed as empty boxes. A paper
    /// that is to be served should have none.
    pub missing_characters: Vec<char>,
}

impl Renderer {
    /// Scans the fonts of the system; takes about a second, so make one and share it ([`Renderer::shared`]).
    ///
    /// # Errors
    /// [`DocumentFault::NoChineseFont`] if no font can draw Chinese.
    pub fn new() -> Result<Self, DocumentFault> {
        Self::with_fonts(fonts::system())
    }

    fn with_fonts(fonts: FontStore) -> Result<Self, DocumentFault> {
        let faces = |language| fonts::choose(fonts.book(), language).ok_or(DocumentFault::NoChineseFont);
        Ok(Self {
            simplified: faces(Language::ZhHans)?,
            traditional: faces(Language::ZhHant)?,
            english: faces(Language::En)?,
            templates: Templates::new()?,
            library: LazyHash::new(Library::default()),
            fonts,
        })
    }

    /// The renderer of this process, made at first use. A failure is not remembered: once a font has been
    /// installed the next call succeeds.
    ///
    /// # Errors
    /// As [`Renderer::new`].
    pub fn shared() -> Result<&'static Self, DocumentFault> {
        static SHARED: OnceLock<Renderer> = OnceLock::new();
        static SCAN: Mutex<()> = Mutex::new(());
        if let Some(renderer) = SHARED.get() {
            return Ok(renderer);
        }
        let _one_scan = SCAN.lock().unwrap_or_else(PoisonError::into_inner);
        match SHARED.get() {
            Some(renderer) => Ok(renderer),
            None => {
                let renderer = Self::new()?;
                Ok(SHARED.get_or_init(|| renderer))
            }
        }
    }

    /// Begins the scan of [`Renderer::shared`] on a thread of its own, so that the first paper need not wait.
    pub fn prepare_in_background() {
        std::thread::spawn(|| drop(Self::shared()));
    }

    /// Sets one paper. The same paper gives the same bytes on the same machine.
    ///
    /// # Errors
    /// [`DocumentFault::VerifyAddressTooLong`] if the address does not fit into a QR code;
    /// [`DocumentFault::Layout`] and [`DocumentFault::Write`] for faults of our own template.
    pub fn render_pdf(&self, paper: &Paper) -> Result<Pdf, DocumentFault> {
        let document = self.lay_out(paper)?;
        let mut missing = BTreeSet::new();
        for page in document.pages() {
            collect_missing(&page.frame, &mut missing);
        }
        let archive = if missing.is_empty() && paper.made_on().is_some() { archive_standard() } else { None };
        let archived = archive.and_then(|standards| write(&document, paper, standards).ok());
        let archival = archived.is_some();
        let bytes = match archived {
            Some(bytes) => bytes,
            None => write(&document, paper, PdfStandards::default())?,
        };
        Ok(Pdf {
            bytes,
            pages: document.pages().len(),
            archival,
            missing_characters: missing.into_iter().collect(),
        })
    }

    /// The text of each page in the order in which it is set: what a reader of the PDF can select.
    ///
    /// # Errors
    /// As [`Renderer::render_pdf`].
    pub fn page_texts(&self, paper: &Paper) -> Result<Vec<String>, DocumentFault> {
        let document = self.lay_out(paper)?;
        let texts = document.pages().iter().map(|page| {
            let mut text = String::new();
            collect_text(&page.frame, &mut text);
            text
        });
        Ok(texts.collect())
    }

    /// The signature never stands alone on a page (GB/T 9704-2012, 7.3.5: whoever could write above a seal on an empty page
    /// could forge), nor do imprint or notes where it can be helped. The lines are set closer then; where that is not enough
    /// the last paragraph or row goes with the signature, and only then: else half a page would stay empty.
    fn lay_out(&self, paper: &Paper) -> Result<PagedDocument, DocumentFault> {
        let code = verify_code(paper.proof.as_ref().filter(|_| paper.withheld.is_empty()))?;
        if paper.annexes.is_empty() {
            return Ok(self.fitted(paper, &code)?.1);
        }
        // Where the signature stands is settled by the paper itself; its annexes begin a page of their own.
        let (fit, _) = self.fitted(&Paper { annexes: Vec::new(), ..paper.clone() }, &code)?;
        self.set_paper(paper, fit, &code)
    }

    fn fitted(&self, paper: &Paper, code: &Option<Bytes>) -> Result<(Fit, PagedDocument), DocumentFault> {
        let document = self.set_paper(paper, Fit::Usual, code)?;
        let ends = Ends::of(paper, &document);
        if ends.body.is_none_or(|page| page + 1 >= document.pages().len()) {
            return Ok((Fit::Usual, document));
        }
        let close = self.set_paper(paper, Fit::Close, code)?;
        if close.pages().len() < document.pages().len() && !Ends::of(paper, &close).signs_alone() {
            return Ok((Fit::Close, close));
        }
        if ends.signs_alone() {
            return Ok((Fit::Tied, self.set_paper(paper, Fit::Tied, code)?));
        }
        Ok((Fit::Usual, document))
    }

    fn set_paper(
        &self,
        paper: &Paper,
        fit: Fit,
        code: &Option<Bytes>,
    ) -> Result<PagedDocument, DocumentFault> {
        let json = serde_json::to_vec(&view(paper, self.faces(paper.language), fit))
            .map_err(|error| DocumentFault::Layout(error.to_string()))?;
        self.set(Sheet::Paper(paper.layout), json, code.clone(), &[])
    }

    fn faces(&self, language: Language) -> &Faces {
        match language {
            Language::ZhHans => &self.simplified,
            Language::ZhHant => &self.traditional,
            Language::En => &self.english,
        }
    }

    fn set(
        &self,
        sheet: Sheet,
        json: Vec<u8>,
        code: Option<Bytes>,
        parts: &[(String, Bytes)],
    ) -> Result<PagedDocument, DocumentFault> {
        let world = PaperWorld {
            library: &self.library,
            fonts: &self.fonts,
            templates: &self.templates,
            sheet,
            paper: Bytes::new(json),
            code,
            parts,
        };
        let result = typst::compile::<PagedDocument>(&world).output;
        comemo::evict(REMEMBERED);
        result.map_err(|errors| DocumentFault::Layout(messages(&errors)))
    }

    /// Binds a case file. What cannot be read is named in the second value and stands in the file as a sheet; the
    /// rest is bound all the same.
    ///
    /// # Errors
    /// As [`Renderer::render_pdf`].
    pub fn render_case_file(&self, file: &CaseFile) -> Result<(Pdf, Vec<NotBound>), DocumentFault> {
        let mut binding = bind(file)?;
        let layout = |error: serde_json::Error| DocumentFault::Layout(error.to_string());
        binding.view.faces = serde_json::to_value(self.faces(file.language)).map_err(layout)?;
        let json = serde_json::to_vec(&binding.view).map_err(layout)?;
        let code = verify_code(file.proof.as_ref())?;
        let document = self.set(Sheet::CaseFile, json, code, &binding.files)?;
        let options = PdfOptions { creator: Smart::Custom(Some("Yifa".into())), ..PdfOptions::default() };
        let bytes =
            typst_pdf::pdf(&document, &options).map_err(|errors| DocumentFault::Write(messages(&errors)))?;
        let pdf =
            Pdf { bytes, pages: document.pages().len(), archival: false, missing_characters: Vec::new() };
        Ok((pdf, binding.not_bound))
    }
}

/// PDF/A-2a and PDF/UA-1: dated, tagged, every font embedded, every character mapped to Unicode.
fn archive_standard() -> Option<PdfStandards> {
    PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).ok()
}

fn write(document: &PagedDocument, paper: &Paper, standards: PdfStandards) -> Result<Vec<u8>, DocumentFault> {
    // A reading copy is another file than the paper of which it is one.
    let proof = paper.proof.as_ref().filter(|_| paper.withheld.is_empty());
    let hash = proof.map(|proof| clean_line(&proof.event_hash)).filter(|hash| !hash.is_empty());
    let options = PdfOptions {
        ident: hash.map_or(Smart::Auto, Smart::Custom),
        creator: Smart::Custom(Some("Yifa".into())),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(document, &options).map_err(|errors| DocumentFault::Write(messages(&errors)))
}

/// The QR code of the verifying address as SVG.
fn verify_code(proof: Option<&Proof>) -> Result<Option<Bytes>, DocumentFault> {
    let url = proof.map(|proof| clean_line(&proof.verify_url)).unwrap_or_default();
    if url.is_empty() {
        return Ok(None);
    }
    qr_svg(&url).map(|svg| Some(Bytes::from_string(svg)))
}

/// An address as a QR code: one module is one unit, without a margin.
///
/// # Errors
/// [`DocumentFault::VerifyAddressTooLong`]
pub fn qr_svg(url: &str) -> Result<String, DocumentFault> {
    let code = QrCode::with_error_correction_level(url.as_bytes(), EcLevel::M)
        .map_err(|_| DocumentFault::VerifyAddressTooLong { bytes: url.len() })?;
    Ok(code.render::<qrcode::render::svg::Color>().quiet_zone(false).module_dimensions(1, 1).build())
}

fn messages(errors: &EcoVec<SourceDiagnostic>) -> String {
    errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; ")
}

/// On which pages, counted from 0, the body ends and the signature stands.
struct Ends {
    body: Option<usize>,
    signature: Option<usize>,
}

impl Ends {
    fn of(paper: &Paper, document: &PagedDocument) -> Self {
        let texts: Vec<String> = document
            .pages()
            .iter()
            .map(|page| {
                let mut text = String::new();
                collect_text(&page.frame, &mut text);
                bare(&text)
            })
            .collect();
        let page_of = |text: &str| texts.iter().rposition(|page| !text.is_empty() && page.contains(text));
        // What is named as an attachment stands between body and signature: where it goes along, the signature is not alone.
        let attached = paper.attachments.last().map(|one| bare(&one.name)).filter(|name| !name.is_empty());
        let of_body = || match paper.blocks.last() {
            // The last word or two: a line that was divided may have a hyphen in it.
            Some(Block::Paragraph(text)) => last_characters(&bare(text), 4),
            // A whole row: a single cell may hold a figure that stands elsewhere too.
            Some(Block::Table(table)) => table.rows.last().map(|row| bare(&row.concat())).unwrap_or_default(),
            Some(Block::Heading { .. } | Block::Chapter(_) | Block::Article { .. } | Block::List { .. })
            | None => String::new(),
        };
        let last = attached.unwrap_or_else(of_body);
        Self {
            body: page_of(&last),
            signature: paper.signature.as_ref().and_then(|signature| page_of(&bare(&signature.name))),
        }
    }

    /// Whether the signature stands on a page on which the body does not end.
    fn signs_alone(&self) -> bool {
        matches!((self.body, self.signature), (Some(body), Some(signature)) if body < signature)
    }
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200B}').collect()
}

fn last_characters(text: &str, count: usize) -> String {
    let from = text.char_indices().rev().nth(count.saturating_sub(1)).map_or(0, |(at, _)| at);
    text[from..].to_owned()
}

fn collect_missing(frame: &Frame, missing: &mut BTreeSet<char>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect_missing(&group.frame, missing),
            FrameItem::Text(text) => {
                let undrawn = text.glyphs.iter().filter(|glyph| glyph.id == 0);
                let characters =
                    undrawn.filter_map(|glyph| text.text.get(glyph.range())).flat_map(str::chars);
                missing.extend(characters.filter(|c| c.width().unwrap_or(0) > 0));
            }
            FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}

fn collect_text(frame: &Frame, text: &mut String) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect_text(&group.frame, text),
            FrameItem::Text(run) => text.push_str(&run.text),
            FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_without_chinese_font_is_told_which_package_helps() {
        let fault = Renderer::with_fonts(FontStore::new()).err().expect("a fault");
        assert_eq!(fault, DocumentFault::NoChineseFont);
        assert!(fault.to_string().contains("fonts-noto-cjk"));
    }
}
