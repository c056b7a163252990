//! Documents of word processors: the paragraphs and tables of `word/document.xml`.

use super::Unreadable;
use crate::doubt::Damage;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{Cursor, Read};

/// A paper is never longer once unpacked.
const LONGEST: u64 = 64 * 1024 * 1024;

/// The paragraphs as lines, rows of tables as Markdown rows.
pub(super) fn read(bytes: &[u8]) -> Result<String, Unreadable> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Broken(Damage::Archive))?;
    let Ok(part) = archive.by_name("word/document.xml") else {
        return Err(Unreadable::Broken(Damage::Foreign));
    };
    let mut xml = Vec::new();
    part.take(LONGEST + 1).read_to_end(&mut xml).map_err(|_| Unreadable::Broken(Damage::Document))?;
    if xml.len() as u64 > LONGEST {
        return Err(Unreadable::Broken(Damage::TooLong));
    }
    let mut paper = Paper::default();
    paper.read(&xml).map_err(|_| Unreadable::Broken(Damage::Document))?;
    if paper.text.trim().is_empty() && paper.pictures {
        return Err(Unreadable::Scan("DOCX"));
    }
    Ok(paper.text)
}

#[derive(Default)]
struct Paper {
    text: String,
    line: String,
    /// Cells of the row that is being read; `None` outside tables.
    cells: Vec<String>,
    depth: usize,
    inside_text: bool,
    pictures: bool,
}

impl Paper {
    fn read(&mut self, xml: &[u8]) -> Result<(), String> {
        let mut reader = Reader::from_reader(xml);
        loop {
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Start(tag) => self.open(tag.local_name().as_ref()),
                Event::Empty(tag) => self.empty(tag.local_name().as_ref()),
                Event::End(tag) => self.close(tag.local_name().as_ref()),
                Event::Text(text) if self.inside_text => {
                    self.line.push_str(&text);
                }
                Event::GeneralRef(name) if self.inside_text => {
                    self.line.push_str(match &*name {
                        "amp" => "&",
                        "lt" => "<",
                        "gt" => ">",
                        "quot" => "\"",
                        "apos" => "'",
                        _ => "",
                    });
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn open(&mut self, tag: &str) {
        match tag {
            "t" => self.inside_text = true,
            "tbl" => self.depth += 1,
            "drawing" | "pict" => self.pictures = true,
            _ => {}
        }
    }

    fn empty(&mut self, tag: &str) {
        match tag {
            "tab" => self.line.push('\u{3000}'),
            "br" | "cr" if self.depth == 0 => self.end_line(),
            "p" if self.depth == 0 => self.end_line(),
            "drawing" | "pict" => self.pictures = true,
            _ => {}
        }
    }

    fn close(&mut self, tag: &str) {
        match tag {
            "t" => self.inside_text = false,
            "p" if self.depth == 0 => self.end_line(),
            "p" => self.line.push(' '),
            "tc" => self.cells.push(std::mem::take(&mut self.line).trim().to_owned()),
            "tr" => {
                let row = std::mem::take(&mut self.cells).join(" | ");
                self.text.push_str(&format!("| {row} |\n"));
            }
            "tbl" => {
                self.depth = self.depth.saturating_sub(1);
                self.text.push('\n');
            }
            _ => {}
        }
    }

    /// Paragraphs of a word processor are whole: an empty line stands between them.
    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        self.text.push_str(line.trim_end());
        self.text.push_str("\n\n");
    }
}
