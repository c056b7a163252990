//! Owns what a definition's author is told: every fault with file, line, column, the line itself and help.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

/// A definition file: its path below `definitions/` and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// For example `procedures/alert/procedure.toml`.
    pub path: String,
    /// The text.
    pub text: String,
}

/// A fault in a definition file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code; `yifa explain D0501` prints its page.
    pub code: &'static str,
    /// Path below `definitions/`.
    pub file: String,
    /// Bytes in the file.
    pub span: Range<usize>,
    /// What is wrong.
    pub says: String,
    /// What would be right.
    pub help: Option<String>,
    /// The part of a quoted value that is meant, and the value's length, until the file's text is at hand.
    pub(super) part: Option<(Range<usize>, usize)>,
}

impl Diagnostic {
    /// A fault without help.
    pub fn new(code: &'static str, file: &str, span: Range<usize>, says: impl Into<String>) -> Self {
        Self { code, file: file.to_owned(), span, says: says.into(), help: None, part: None }
    }

    /// The same fault with help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same fault about a part of the quoted value at its span.
    #[must_use]
    pub(super) fn relative(mut self, part: Range<usize>, length: usize) -> Self {
        self.part = Some((part, length));
        self
    }

    /// Narrows the span to the part that is meant.
    pub(super) fn settle(&mut self, files: &BTreeMap<String, String>) {
        if let (Some((part, length)), Some(text)) = (self.part.take(), files.get(&self.file)) {
            self.span = super::written::inside(text, self.span.clone(), part, length);
        }
    }

    /// Line and column, from 1; columns count characters.
    pub fn position(&self, text: &str) -> (usize, usize) {
        let mut at = self.span.start.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let before = &text[..at];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (line, column)
    }

    /// As a terminal shows it.
    pub fn render(&self, files: &BTreeMap<String, String>) -> String {
        let text = files.get(&self.file).map_or("", String::as_str);
        let (line, column) = self.position(text);
        let mut out = format!("error[{}]: {}\n  {}:{line}:{column}", self.code, self.says, self.file);
        if let Some(content) = text.lines().nth(line - 1).map(str::trim).filter(|content| !content.is_empty())
        {
            let _ = write!(out, "  {content}");
        }
        if let Some(help) = &self.help {
            let _ = write!(out, "\n  help: {help}");
        }
        out
    }
}

/// All faults of one run, in the order of the files, with the texts they point into.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    /// The faults.
    pub all: Vec<Diagnostic>,
    /// The texts by path.
    pub files: BTreeMap<String, String>,
}

impl Faults {
    /// All faults as a terminal shows them.
    pub fn render(&self) -> String {
        let all: Vec<String> = self.all.iter().map(|fault| fault.render(&self.files)).collect();
        all.join("\n\n")
    }
}

macro_rules! diagnostic_codes {
    ($($code:literal => $title:literal,)*) => {
        /// Every diagnostic code with its one-line meaning.
        pub const DIAGNOSTICS: &[(&str, &str)] = &[$(($code, $title),)*];
    };
}

diagnostic_codes! {
    "D0101" => "the file cannot be read as a definition",
    "D0102" => "an identifier is malformed",
    "D0103" => "the folder or file is not named after what it defines",
    "D0104" => "the same thing is defined twice",
    "D0105" => "a day is malformed",
    "D0201" => "a name refers to nothing",
    "D0202" => "an identifier is used twice",
    "D0203" => "a number named by a limit is not named by its article",
    "D0204" => "a citation cannot be read or names an unknown instrument",
    "D0205" => "the cited article is not among the instrument's facts",
    "D0206" => "the cited instrument is not in force on the version's day",
    "D0301" => "a condition is wrong",
    "D0302" => "an expression computes the wrong kind of value",
    "D0303" => "a template is wrong",
    "D0401" => "a limit lacks something or has too much",
    "D0402" => "a length of time is malformed",
    "D0403" => "what the law does by itself must be an action by the law",
    "D0404" => "a limit would depend on a limit",
    "D0405" => "a duty of the calendar cannot begin by itself, or never becomes late",
    "D0501" => "a state is never reached",
    "D0502" => "a state is never left and is not final",
    "D0503" => "a final state is left",
    "D0504" => "nothing opens a matter",
    "D0505" => "nobody may do the action",
    "D0506" => "branches do not cover every case",
    "D0507" => "a field is never recorded",
    "D0508" => "a field's declaration contradicts its kind",
    "D0509" => "an effect cannot be carried out",
    "D0510" => "it is not said whose people act",
    "D0511" => "the act named cannot be taken back",
    "D0512" => "a state is final and at rest",
    "D0513" => "the public is told of an act that it may not do",
    "D0514" => "the public cannot be asked so",
    "D0601" => "personal data would be shown",
    "D0602" => "a sealed field would be shown",
    "D0701" => "a city's rule is looser than the national floor",
    "D0702" => "the instrument is not of the rank that may change this",
    "D0703" => "a city's rule changes nothing that exists",
    "D0801" => "a paper lacks what the law says it must contain",
    "D0802" => "a paper is never issued",
    "D0803" => "a paper cannot carry number and code",
    "D0901" => "a measure is wrong",
    "D0902" => "a target on money collected",
    "D1001" => "a calendar is wrong",
    "D1002" => "an instrument's facts are wrong",
    "D1201" => "a benchmark cannot be read",
    "D1202" => "a benchmark's amounts leave the range, overlap or leave a gap",
    "D1203" => "a benchmark has no tier for a case, or two",
    "D1204" => "a benchmark punishes a graver case less",
    "D1205" => "a benchmark's norm is not known or not in force",
    "D1101" => "a scenario cannot be read",
    "D1102" => "a scenario does not come out",
}
