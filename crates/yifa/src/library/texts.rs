//! A folder of statutes and documents as texts, by title and day of adoption.

use std::collections::BTreeMap;
use std::io::{IsTerminal, stderr};
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use jiff::civil::Date;
use yifa_law::decode::decode;
use yifa_law::instrument::normalise_title;
use yifa_law::text::Statute;
use yifa_law::text::normative::NormativeDocument;

use crate::answer::Failure;
use crate::input;

/// A text of the folder.
pub struct Text {
    /// Its file.
    pub file: PathBuf,
    /// The last day of adoption or the day of issue.
    pub adopted: Option<Date>,
    /// The text as articles.
    pub statute: Statute,
}

/// A file that is not used.
pub struct LeftOut {
    /// The file.
    pub file: PathBuf,
    /// Why.
    pub because: String,
}

/// The texts of a folder.
#[derive(Default)]
pub struct Texts {
    /// By normalised title, the oldest first.
    by_title: BTreeMap<String, Vec<Text>>,
    left_out: Vec<LeftOut>,
}

impl Texts {
    /// Reads all Markdown and text files below a folder. What is no text, has no title or has scrambled digits is
    /// left out.
    ///
    /// # Errors
    /// Wrong use or a fault when the folder or a file cannot be read.
    pub fn read(folder: &Path) -> Result<Self, Failure> {
        let files = input::files_below(folder, &[".md", ".txt"])?;
        let mut texts = Self::default();
        let bar =
            if stderr().is_terminal() { ProgressBar::new(files.len() as u64) } else { ProgressBar::hidden() };
        for file in files {
            let bytes = input::read(&file)?;
            match read(&bytes) {
                Ok((title, adopted, statute)) => {
                    let versions = texts.by_title.entry(title).or_default();
                    versions.push(Text { file, adopted, statute });
                }
                Err(because) => texts.left_out.push(LeftOut { file, because }),
            }
            bar.inc(1);
        }
        bar.finish_and_clear();
        texts.by_title.values_mut().for_each(|versions| versions.sort_by_key(|text| text.adopted));
        Ok(texts)
    }

    /// What was not used.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// The text of a title: that of the version adopted on a day when it is known, else the last one adopted by
    /// the day asked for, else the only one without a day.
    pub fn of(&self, title: &str, version: Option<Date>, on: Date) -> Option<&Text> {
        let all = self.by_title.get(&normalise_title(title))?;
        let exact = version.and_then(|day| all.iter().find(|text| text.adopted == Some(day)));
        let last = || all.iter().rfind(|text| text.adopted.is_some_and(|day| day <= on));
        let undated = || all.iter().find(|text| text.adopted.is_none()).filter(|_| all.len() == 1);
        match version {
            Some(_) => exact,
            None => last().or_else(undated),
        }
    }
}

fn read(bytes: &[u8]) -> Result<(String, Option<Date>, Statute), String> {
    let decoded = decode(bytes).map_err(|error| error.to_string())?;
    let document = NormativeDocument::read(decoded.text);
    if document.is_quarantined() {
        return Err("its digits cannot be trusted".to_owned());
    }
    let adopted = document.statute.last_adoption().or(document.issued);
    let title = document.statute.title.as_deref().map(normalise_title).filter(|title| !title.is_empty());
    Ok((title.ok_or("it has no title")?, adopted, document.statute))
}
