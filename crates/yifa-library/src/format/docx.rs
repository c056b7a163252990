//! Documents of word processors: the paragraphs and tables of `word/document.xml`, with the numbers that the word processor
//! writes before them (`word/numbering.xml`): 第一条 is often none of the letters of a paragraph.

mod numbers;

use super::Unreadable;
use crate::doubt::Damage;
use numbers::{Numbered, Numbers, Within, attribute, level};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::{Cursor, Read};
use yifa_law::decode::DecodeError;

/// A paper is never longer once unpacked.
const LONGEST: u64 = 64 * 1024 * 1024;

/// The paragraphs as lines, rows of tables as Markdown rows.
pub(super) fn read(bytes: &[u8]) -> Result<String, Unreadable> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Broken(Damage::Archive))?;
    let Some(xml) = part(&mut archive, "word/document.xml")? else {
        return Err(foreign(&archive));
    };
    let mut numbers = Numbers::default();
    for (name, what) in [("word/numbering.xml", Within::Numbering), ("word/styles.xml", Within::Styles)] {
        if let Some(xml) = part(&mut archive, name)? {
            // A paper with broken numbers still has its words.
            if numbers.read(&xml, what).is_err() {
                numbers = Numbers::default();
            }
        }
    }
    let mut paper = Paper { numbers, ..Paper::default() };
    paper.read(&xml).map_err(|_| Unreadable::Broken(Damage::Document))?;
    if paper.text.trim().is_empty() && paper.pictures {
        return Err(Unreadable::Scan("DOCX"));
    }
    Ok(paper.text)
}

/// The character of &amp; or &#31532; or &#x7B2C;.
fn character(name: &str) -> Option<char> {
    let Some(digits) = name.strip_prefix('#') else {
        return Some(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => return None,
        });
    };
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => digits.parse(),
    };
    code.ok().and_then(char::from_u32)
}

type Archive<'a> = zip::ZipArchive<Cursor<&'a [u8]>>;

/// A part of the archive; `None` when it has none of this name.
fn part(archive: &mut Archive<'_>, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
    let Ok(part) = archive.by_name(name) else { return Ok(None) };
    let mut xml = Vec::new();
    part.take(LONGEST + 1).read_to_end(&mut xml).map_err(|_| Unreadable::Broken(Damage::Document))?;
    if xml.len() as u64 > LONGEST {
        return Err(Unreadable::Broken(Damage::TooLong));
    }
    Ok(Some(xml))
}

/// What an archive is that holds no document of a word processor.
fn foreign(archive: &Archive<'_>) -> Unreadable {
    let has = |name: &str| archive.file_names().any(|one| one == name);
    let known = [("OFD.xml", "OFD"), ("xl/workbook.xml", "Excel"), ("content.xml", "OpenDocument")];
    match known.iter().find(|(name, _)| has(name)) {
        Some((_, format)) => Unreadable::NotText(DecodeError::Format(format)),
        None => Unreadable::Broken(Damage::Foreign),
    }
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
    numbers: Numbers,
    /// The number that the paragraph says, or its style.
    numbered: Numbered,
    style: Option<String>,
}

impl Paper {
    fn read(&mut self, xml: &[u8]) -> Result<(), String> {
        let mut reader = Reader::from_reader(xml);
        let mut inside = 0_usize;
        loop {
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Start(tag) => {
                    inside += 1;
                    self.number(&tag);
                    self.open(tag.local_name().as_ref());
                }
                Event::Empty(tag) => {
                    self.number(&tag);
                    self.empty(tag.local_name().as_ref());
                }
                Event::End(tag) => {
                    inside = inside.saturating_sub(1);
                    self.close(tag.local_name().as_ref());
                }
                Event::Text(text) if self.inside_text => {
                    self.line.push_str(&text);
                }
                Event::GeneralRef(name) if self.inside_text => self.line.extend(character(&name)),
                // What breaks off in the middle has lost its end: half a document is none.
                Event::Eof if inside > 0 => return Err("the document breaks off".to_owned()),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// What a tag tells of the number of its paragraph.
    fn number(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "p" => (self.numbered, self.style) = (Numbered::default(), None),
            "pStyle" => self.style = attribute(tag, "val"),
            "numId" => self.numbered.list = attribute(tag, "val"),
            "ilvl" => self.numbered.level = level(tag),
            _ => {}
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
        let numbered = std::mem::take(&mut self.numbered);
        if !line.trim().is_empty()
            && let Some(label) = self.numbers.label(numbered, self.style.take())
        {
            self.text.push_str(&label);
            self.text.push('\u{3000}');
        }
        self.text.push_str(line.trim_end());
        self.text.push_str("\n\n");
    }
}
