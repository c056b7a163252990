//! Bytes of a file → plain lines of text, with what a page's table of facts says.
//!
//! Owns: telling formats apart by content, and saying why a file gives no text. It must not read law.

mod docx;
mod html;
mod markdown;

use crate::doubt::Damage;
use jiff::civil::Date;
use std::fmt;
use yifa_law::decode::{DecodeError, decode};
use yifa_law::web_page;

/// The longest text of law, in bytes: the longest statutes have some 600 kB. What is longer is no text of law, and reading it as
/// one would take minutes.
pub(crate) const LONGEST_TEXT: usize = 4 * 1024 * 1024;

/// The format in which a text came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Markdown.
    Markdown,
    /// Plain text.
    Plain,
    /// A page of a web site.
    Html,
    /// A document of a word processor.
    Docx,
}

/// What the table of facts above a page says about the document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageFacts {
    /// 标题.
    pub title: Option<String>,
    /// 发文机关.
    pub issuer: Option<String>,
    /// 发文字号, as written.
    pub number: Option<String>,
    /// 索引号.
    pub index_number: Option<String>,
    /// 成文日期.
    pub issued: Option<Date>,
    /// 发布日期.
    pub published: Option<Date>,
    /// 施行日期.
    pub effective: Option<Date>,
}

/// A file as lines.
pub(crate) struct Opened {
    pub(crate) text: String,
    pub(crate) format: Format,
    pub(crate) page: PageFacts,
}

/// Why a file gives no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unreadable {
    NotText(DecodeError),
    /// A scan: pages or pictures without a layer of text.
    Scan(&'static str),
    Broken(Damage),
    Empty,
    /// More text than any law has.
    TooLong,
}

/// Opens a file by its content; the name decides only between plain text and Markdown.
pub(crate) fn open(name: &str, bytes: &[u8]) -> Result<Opened, Unreadable> {
    if bytes.starts_with(b"PK\x03\x04") {
        let text = docx::read(bytes)?;
        return filled(Opened { text, format: Format::Docx, page: PageFacts::default() });
    }
    let decoded = decode(bytes).map_err(|error| match error {
        DecodeError::Format("PDF") => Unreadable::Scan("PDF"),
        other => Unreadable::NotText(other),
    })?;
    if web_page::is_web_page(&decoded.text) {
        let (text, page) = html::read(&decoded.text);
        return filled(Opened { text, format: Format::Html, page });
    }
    let markdown = name.ends_with(".md") || decoded.text.contains("<!-- INFO END -->");
    let (text, format) = match markdown {
        true => (markdown::bare(&decoded.text), Format::Markdown),
        false => (decoded.text, Format::Plain),
    };
    filled(Opened { text, format, page: PageFacts::default() })
}

fn filled(opened: Opened) -> Result<Opened, Unreadable> {
    match opened.text.trim().len() {
        0 => Err(Unreadable::Empty),
        long if long > LONGEST_TEXT => Err(Unreadable::TooLong),
        _ => Ok(opened),
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotText(error) => error.fmt(f),
            Self::Scan(format) => {
                write!(f, "{format}: no text can be read from it; type it in or convert it")
            }
            Self::Broken(damage) => damage.fmt(f),
            Self::Empty => f.write_str("the file is empty"),
            Self::TooLong => {
                write!(f, "the text has more than {} MB: no text of law is so long", LONGEST_TEXT >> 20)
            }
        }
    }
}

impl Format {
    /// A stable word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Plain => "text",
            Self::Html => "html",
            Self::Docx => "docx",
        }
    }
}

#[cfg(test)]
mod tests;
