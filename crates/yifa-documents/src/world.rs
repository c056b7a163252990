//! What the typesetter may see: our templates, the data of one paper, the fonts. No file system, no clock,
//! no network, so that a template cannot reach anything else.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};
use typst_kit::fonts::FontStore;

use crate::fault::DocumentFault;
use crate::paper::Layout;

/// Where a template finds the paper.
const PAPER: &str = "/paper.json";
/// Where a template finds the QR code, if there is one.
const CODE: &str = "/verify.svg";

/// The templates, parsed once.
pub(crate) struct Templates {
    sources: Vec<Source>,
    official: FileId,
    letter: FileId,
    order: FileId,
    minutes: FileId,
    enforcement: FileId,
    plain: FileId,
    case_file: FileId,
    paper: FileId,
    code: FileId,
}

impl Templates {
    pub(crate) fn new() -> Result<Self, DocumentFault> {
        let common = Source::new(file_id("/common.typ")?, include_str!("templates/common.typ").into());
        let official = Source::new(file_id("/official.typ")?, include_str!("templates/official.typ").into());
        let letter = Source::new(file_id("/letter.typ")?, include_str!("templates/letter.typ").into());
        let order = Source::new(file_id("/order.typ")?, include_str!("templates/order.typ").into());
        let minutes = Source::new(file_id("/minutes.typ")?, include_str!("templates/minutes.typ").into());
        let enforcement =
            Source::new(file_id("/enforcement.typ")?, include_str!("templates/enforcement.typ").into());
        let plain = Source::new(file_id("/plain.typ")?, include_str!("templates/plain.typ").into());
        let case_file =
            Source::new(file_id("/case_file.typ")?, include_str!("templates/case_file.typ").into());
        Ok(Self {
            case_file: case_file.id(),
            official: official.id(),
            letter: letter.id(),
            order: order.id(),
            minutes: minutes.id(),
            enforcement: enforcement.id(),
            plain: plain.id(),
            paper: file_id(PAPER)?,
            code: file_id(CODE)?,
            sources: vec![common, official, letter, order, minutes, enforcement, plain, case_file],
        })
    }

    fn main(&self, sheet: Sheet) -> FileId {
        match sheet {
            Sheet::Paper(Layout::Official) => self.official,
            Sheet::Paper(Layout::Letter) => self.letter,
            Sheet::Paper(Layout::Order) => self.order,
            Sheet::Paper(Layout::Minutes) => self.minutes,
            Sheet::Paper(Layout::Enforcement) => self.enforcement,
            Sheet::Paper(Layout::Plain) => self.plain,
            Sheet::CaseFile => self.case_file,
        }
    }
}

fn file_id(path: &str) -> Result<FileId, DocumentFault> {
    let path = VirtualPath::new(path).map_err(|error| DocumentFault::Layout(format!("{path}: {error:?}")))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

/// What is set.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Sheet {
    /// One paper.
    Paper(Layout),
    /// A case file.
    CaseFile,
}

/// The world of one paper or case file.
pub(crate) struct PaperWorld<'a> {
    pub library: &'a LazyHash<Library>,
    pub fonts: &'a FontStore,
    pub templates: &'a Templates,
    pub sheet: Sheet,
    pub paper: Bytes,
    pub code: Option<Bytes>,
    /// What is bound in, by path.
    pub parts: &'a [(String, Bytes)],
}

impl World for PaperWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.templates.main(self.sheet)
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let source = self.templates.sources.iter().find(|source| source.id() == id);
        source.cloned().ok_or_else(|| FileError::NotFound(id.vpath().get_with_slash().into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.templates.paper {
            return Ok(self.paper.clone());
        }
        if id == self.templates.code
            && let Some(code) = &self.code
        {
            return Ok(code.clone());
        }
        let path = id.vpath().get_with_slash();
        let part = self.parts.iter().find(|(name, _)| name == path);
        part.map(|(_, bytes)| bytes.clone()).ok_or_else(|| FileError::NotFound(path.into()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
