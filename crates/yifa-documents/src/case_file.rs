//! Case file 卷宗: cover, index with page numbers, every paper and exhibit one behind the other, closing sheet, as one
//! PDF. Owns how parts are bound; which parts belong into a file is for whoever binds it.

use hayro_syntax::Pdf;
use jiff::civil::Date;
use serde::Serialize;
use typst::foundations::Bytes;
use typst::visualize::{ExchangeFormat, RasterImage};

use crate::clean::{clean_breakable, clean_line};
use crate::fault::DocumentFault;
use crate::paper::{Language, Proof};
use crate::words;

/// A case file, complete and ready to be bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFile {
    /// The language of the fixed words.
    pub language: Language,
    /// The body whose file it is.
    pub organ: String,
    /// What the file is of, as 行政处罚: the cover adds 案卷 in its language.
    pub title: String,
    /// The matter's number.
    pub number: Option<String>,
    /// How the matter is called.
    pub name: String,
    /// The party 当事人, as whoever may see the matter reads it.
    pub party: Option<String>,
    /// Who does the work 承办人.
    pub in_charge: Option<String>,
    /// Where it stands, in words: the outcome of a matter that is over.
    pub state: String,
    /// The day on which it was opened.
    pub opened_on: Option<Date>,
    /// The day on which it ended; `None` while it runs.
    pub closed_on: Option<Date>,
    /// The day on which it was put into the archive 归档; `None` while it was not.
    pub archived_on: Option<Date>,
    /// How long it is kept 保管期限, and from where that is known.
    pub retention: Option<String>,
    /// The day on which it was bound.
    pub made_on: Date,
    /// Its parts, in the order of the index.
    pub parts: Vec<Part>,
    /// The event up to which it goes, and where anybody may check it.
    pub proof: Option<Proof>,
}

/// A paper or an exhibit in a case file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name in the index.
    pub title: String,
    /// Its number, if it has one.
    pub number: Option<String>,
    /// Its day.
    pub on: Option<Date>,
    /// What is bound in.
    pub content: PartContent,
}

impl Part {
    /// What a file that lies in a field is called: the field's name and the file's.
    #[must_use]
    pub fn called(language: Language, field: &str, file: &str) -> String {
        format!("{field}{}{file}", words::words(language).colon)
    }
}

/// What of a part is bound in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartContent {
    /// All pages of a PDF.
    Pdf(Vec<u8>),
    /// A picture: PNG, JPEG, GIF or WebP, on a page of its own.
    Picture(Vec<u8>),
    /// A sheet in place of something that cannot be printed, such as a recording.
    Kept {
        /// Its file name.
        name: String,
        /// Its length in bytes.
        bytes: u64,
        /// Its SHA-256.
        digest: String,
    },
    /// A sheet in place of something sealed.
    Sealed,
}

/// What of a part could not be bound in: it stands in the file as a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotBound {
    /// Place in [`CaseFile::parts`].
    pub part: usize,
    /// Why, as the reader of the file format says it.
    pub why: String,
}

/// A case file as the template reads it, with the bytes beside it.
pub(crate) struct Binding {
    pub view: CaseFileView,
    pub files: Vec<(String, Bytes)>,
    pub not_bound: Vec<NotBound>,
}

#[derive(Serialize)]
pub(crate) struct CaseFileView {
    lang: &'static str,
    region: &'static str,
    words: &'static words::Words,
    file_words: &'static words::FileWords,
    pub(crate) faces: serde_json::Value,
    organ: String,
    organ_plain: String,
    title: String,
    title_plain: String,
    number: Option<String>,
    particulars: Vec<(&'static str, String)>,
    made_on: String,
    date: (i16, i8, i8),
    watermark: Option<&'static str>,
    event_hash: Option<String>,
    verify_url: Option<String>,
    parts: Vec<PartView>,
    pages: usize,
}

#[derive(Serialize)]
struct PartView {
    title: String,
    number: String,
    on: String,
    /// First page.
    first: usize,
    pages: usize,
    /// `pdf`, `picture` or `sheet`.
    kind: &'static str,
    path: String,
    note: String,
}

/// Counts the pages of each part and numbers them through. A part that cannot be read becomes a sheet.
pub(crate) fn bind(file: &CaseFile) -> Result<Binding, DocumentFault> {
    let mut files = Vec::new();
    let mut not_bound = Vec::new();
    let mut parts = Vec::new();
    let mut first = 1;
    for (index, part) in file.parts.iter().enumerate() {
        let (kind, pages, note) = match &part.content {
            PartContent::Pdf(bytes) => match count_pages(bytes) {
                Ok(pages) => ("pdf", pages, String::new()),
                Err(why) => refused(index, why, file.language, &mut not_bound),
            },
            PartContent::Picture(bytes) => match check_picture(bytes) {
                Ok(()) => ("picture", 1, String::new()),
                Err(why) => refused(index, why, file.language, &mut not_bound),
            },
            PartContent::Kept { name, bytes, digest } => {
                let own = words::file_words(file.language);
                let name = clean_line(name);
                ("sheet", 1, format!("{}\n{name}\n{bytes} B\nSHA-256 {digest}", own.kept))
            }
            PartContent::Sealed => ("sheet", 1, words::file_words(file.language).sealed.to_owned()),
        };
        let path = format!("/part-{index}");
        match &part.content {
            PartContent::Pdf(bytes) | PartContent::Picture(bytes) if kind != "sheet" => {
                files.push((path.clone(), Bytes::new(bytes.clone())));
            }
            PartContent::Pdf(_)
            | PartContent::Picture(_)
            | PartContent::Kept { .. }
            | PartContent::Sealed => {}
        }
        parts.push(PartView {
            title: clean_breakable(&clean_line(&part.title)),
            number: clean_line(part.number.as_deref().unwrap_or_default()),
            on: part.on.map(|on| words::date(on, file.language)).unwrap_or_default(),
            first,
            pages,
            kind,
            path,
            note: clean_breakable(&note),
        });
        first += pages;
    }
    let (lang, region) = words::tags(file.language);
    let proof = file.proof.as_ref();
    let [before, after] = words::file_words(file.language).called;
    let title = format!("{before}{}{after}", clean_line(&file.title));
    let view = CaseFileView {
        lang,
        region,
        words: words::words(file.language),
        file_words: words::file_words(file.language),
        faces: serde_json::Value::Null,
        organ: clean_breakable(&clean_line(&file.organ)),
        organ_plain: clean_line(&file.organ),
        title: clean_breakable(&title),
        title_plain: title,
        number: file.number.as_deref().map(clean_line).filter(|number| !number.is_empty()),
        particulars: particulars(file),
        made_on: words::date(file.made_on, file.language),
        date: (file.made_on.year(), file.made_on.month(), file.made_on.day()),
        watermark: None,
        event_hash: proof.map(|proof| clean_line(&proof.event_hash)).filter(|hash| !hash.is_empty()),
        verify_url: proof.map(|proof| clean_line(&proof.verify_url)).filter(|url| !url.is_empty()),
        parts,
        pages: first - 1,
    };
    Ok(Binding { view, files, not_bound })
}

/// What the cover says of the matter, label beside value.
fn particulars(file: &CaseFile) -> Vec<(&'static str, String)> {
    let own = words::file_words(file.language);
    let day = |on: Option<Date>| on.map(|on| words::date(on, file.language));
    let text = |text: &str| clean_breakable(&clean_line(text));
    let known = |known: &Option<String>| text(known.as_deref().unwrap_or_default());
    let state = text(&file.state);
    let [before, after] = own.running;
    let outcome = match file.closed_on {
        Some(_) => state,
        // Where a matter stands is no outcome.
        None => format!("{before}{state}{after}"),
    };
    let all = [
        (own.number, known(&file.number)),
        (own.name, text(&file.name)),
        (own.party, known(&file.party)),
        (own.in_charge, known(&file.in_charge)),
        (own.opened_on, day(file.opened_on).unwrap_or_default()),
        (own.closed_on, day(file.closed_on).unwrap_or_else(|| own.not_closed.to_owned())),
        (own.state, outcome),
        (own.archived_on, day(file.archived_on).unwrap_or_else(|| own.not_archived.to_owned())),
        (own.retention, known(&file.retention)),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn refused(
    part: usize,
    why: String,
    language: Language,
    not_bound: &mut Vec<NotBound>,
) -> (&'static str, usize, String) {
    not_bound.push(NotBound { part, why });
    ("sheet", 1, words::file_words(language).unreadable.to_owned())
}

fn count_pages(bytes: &[u8]) -> Result<usize, String> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|why| format!("{why:?}"))?;
    // Layers that a reader may switch off have no place in a record: which of them was seen nobody could tell.
    if pdf.xref().has_optional_content_groups() {
        return Err("layers that can be hidden".to_owned());
    }
    match pdf.pages().len() {
        0 => Err("no pages".to_owned()),
        pages => Ok(pages),
    }
}

/// Decodes a picture once, so that a damaged one is found before the pages are set.
fn check_picture(bytes: &[u8]) -> Result<(), String> {
    let format = ExchangeFormat::detect(bytes).ok_or("neither PNG, JPEG, GIF nor WebP")?;
    RasterImage::plain(Bytes::new(bytes.to_vec()), format).map(drop).map_err(|why| why.to_string())
}
