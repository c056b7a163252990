//! `yifa law review`: the machine legality review of a document, with every finding at its line.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use jiff::civil::Date;
use serde_json::{Value, json};
use yifa_app::clock::{Clock, SystemClock};
use yifa_law::review::{Finding, Kind, Parameters, Severity, Subject, review};
use yifa_law::text::normative::NormativeDocument;
use yifa_library::Shelf;
use yifa_web::face::Lang;
use yifa_web::review_words as words;

use crate::answer::{Answer, Failure};
use crate::lines::Lines;
use crate::words::Language;
use crate::{folder, input, output};

/// 要审查的文件 · what to review
#[derive(Debug, Args)]
pub struct Arguments {
    /// 文件：Markdown、纯文本、HTML、DOCX · Markdown, plain text, HTML or DOCX
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 按哪一日审查；不写则为今天 · the day as on which it is reviewed; today when left out
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// 法规文本所在的文件夹 · a folder of texts against which citations are checked
    #[arg(long, value_name = "DIR")]
    library: Option<PathBuf>,
    /// 文件种类，不写则由文件自己说明 · kind of the document; read off the document when left out
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Option<Kind>,
    /// 罚款限额所属的省 · the province whose fine cap applies
    #[arg(long, value_name = "PROVINCE")]
    province: Option<String>,
    /// 输出 JSON · print JSON
    #[arg(long)]
    json: bool,
}

fn kind(code: &str) -> Result<Kind, String> {
    let known = Kind::ALL.map(Kind::code).join(", ");
    Kind::from_code(code).ok_or_else(|| format!("{code:?} is none of {known}"))
}

/// Reviews a document and prints the findings. The answer is no when there are any, or when the document cannot be
/// trusted and was not reviewed.
///
/// # Errors
/// Wrong use when the file is no text; a fault when it cannot be read.
pub fn run(arguments: &Arguments, language: Language) -> Result<Answer, Failure> {
    let document = read(&arguments.file)?;
    let on = arguments.on.unwrap_or_else(|| SystemClock.today());
    let mut parameters = parameters()?;
    if arguments.province.is_some() {
        parameters.province.clone_from(&arguments.province);
    }
    let shelf = Shelf::new(Arc::new(folder::library(arguments.library.as_deref())?));
    let kind = arguments.kind.unwrap_or_else(|| Kind::guess(&document));
    let subject = Subject { document: &document, kind, record: None };
    let findings = review(&subject, &shelf, on, &parameters);
    let report = Report { document: &document, findings: &findings, kind, on, lang: lang(language) };
    match arguments.json {
        true => output::print_json(&report.json(&arguments.file))?,
        false => output::print(&report.told(&arguments.file))?,
    }
    Ok(Answer::no_if(!findings.is_empty() || document.is_quarantined()))
}

fn lang(language: Language) -> Lang {
    match language {
        Language::Zh => Lang::ZhHans,
        Language::En => Lang::En,
    }
}

fn read(file: &std::path::Path) -> Result<NormativeDocument, Failure> {
    let bytes = input::read(file)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let opened = yifa_library::open(&name, &bytes).map_err(|why| {
        Failure::misuse(why.to_string(), input::shown(file), "save it as plain text, Markdown, HTML or DOCX")
    })?;
    if opened.document.statute.source().trim().is_empty() {
        return Err(Failure::misuse("the file is empty", input::shown(file), "name a file with a text"));
    }
    Ok(opened.document)
}

/// What the checks go by here.
///
/// # Errors
/// The embedded definitions are broken.
pub fn parameters() -> Result<Parameters, Failure> {
    let broken =
        |what: String| Failure::fault(what, "the embedded definitions", "this build is broken: report it");
    let calendar = super::limit::calendar()?;
    let sources = yifa_app::definitions::embedded();
    yifa_app::review::parameters(&sources, calendar).map_err(|error| broken(error.to_string()))
}

struct Report<'a> {
    document: &'a NormativeDocument,
    findings: &'a [Finding],
    kind: Kind,
    on: Date,
    lang: Lang,
}

impl Report<'_> {
    fn json(&self, file: &std::path::Path) -> Value {
        let lines = Lines::of(self.document.statute.source());
        let findings = self.findings.iter().map(|finding| {
            json!({
                "id": finding.check.code(),
                "severity": finding.severity.code(),
                "span": [finding.span.start, finding.span.end],
                "line": lines.of_byte(finding.span.start),
                "words": self.document.statute.slice(&finding.span),
                "code": finding.says.code(),
                "values": finding.values,
                "says": words::says(self.lang, finding),
                "basis": finding.basis(),
                "proposal": words::proposal(self.lang, finding),
                "replacement": finding.replacement,
                "judge": words::judge(self.lang, finding.check),
            })
        });
        json!({
            "file": input::shown(file),
            "title": self.document.statute.title,
            "kind": self.kind.code(),
            "on": self.on.to_string(),
            "span_unit": "byte of the UTF-8 text",
            "quarantined": self.document.is_quarantined(),
            "not_examined": [words::not_examined_record(self.lang)],
            "findings": findings.collect::<Vec<_>>(),
        })
    }

    fn told(&self, file: &std::path::Path) -> String {
        let title = self.document.statute.title.as_deref().unwrap_or("—");
        let mut out = format!("{title}\n  {}\n", input::shown(file));
        let _ = writeln!(out, "  {}", words::told_on(self.lang, self.on, self.kind));
        if self.document.is_quarantined() {
            let signs = self.document.distrust.iter().map(|sign| self.document.statute.slice(sign.span()));
            let signs: Vec<&str> = signs.collect();
            let _ = writeln!(
                out,
                "error[quarantined]: {}\n    {}",
                self.lang.t("review.quarantined"),
                signs.join(" · ")
            );
            return out;
        }
        let lines = Lines::of(self.document.statute.source());
        for finding in self.findings {
            self.tell(finding, &lines, &mut out);
        }
        let _ = writeln!(out, "\n{}", self.summary());
        let _ = writeln!(out, "{}", words::not_examined_record(self.lang));
        out
    }

    /// One finding as compilers tell theirs: what, the line with a caret, why, what next, what is for a person.
    fn tell(&self, finding: &Finding, lines: &Lines, out: &mut String) {
        let source = self.document.statute.source();
        let severity = self.lang.t(&format!("review.severity.{}", finding.severity.code()));
        let _ =
            writeln!(out, "\n{}[{}]: {}", severity, finding.check.code(), words::says(self.lang, finding));
        let number = lines.of_byte(finding.span.start);
        let shown = Shown::of(source, finding);
        let gutter = number.to_string();
        let _ = writeln!(out, "{gutter:>5} | {}", shown.line);
        let _ = writeln!(out, "      | {}{}", " ".repeat(shown.before), "^".repeat(shown.width));
        let _ = writeln!(out, "      = {}: {}", self.lang.t("review.basis"), finding.basis().join("；"));
        let _ = writeln!(
            out,
            "      = {}: {}",
            self.lang.t("review.proposal"),
            words::proposal(self.lang, finding)
        );
        let _ = writeln!(
            out,
            "      = {}: {}",
            self.lang.t("review.to_judge"),
            words::judge(self.lang, finding.check)
        );
    }

    fn summary(&self) -> String {
        if self.findings.is_empty() {
            return self.lang.t("review.none");
        }
        let of = |severity: Severity| self.findings.iter().filter(|one| one.severity == severity).count();
        let parts = Severity::ALL.map(|severity| {
            let name = self.lang.t(&format!("review.severity.{}", severity.code()));
            format!("{name} {}", of(severity))
        });
        let count = self.lang.with("review.count", &[("count", self.findings.len().to_string())]);
        format!("{count}: {}", parts.join(" · "))
    }
}

/// A finding's line, cut to what a terminal shows, and where the mark goes.
struct Shown {
    line: String,
    before: usize,
    width: usize,
}

/// Characters shown before the mark, and in all.
const LEAD: usize = 12;
const ROOM: usize = 44;

impl Shown {
    fn of(source: &str, finding: &Finding) -> Self {
        let start = source[..finding.span.start].rfind('\n').map_or(0, |at| at + 1);
        let end = source[finding.span.start..].find('\n').map_or(source.len(), |at| finding.span.start + at);
        let before: Vec<char> = source[start..finding.span.start].trim_start().chars().collect();
        let marked = &source[finding.span.start..finding.span.end.min(end)];
        let after = &source[finding.span.end.min(end)..end];
        let cut = before.len().saturating_sub(LEAD);
        let lead: String =
            (if cut > 0 { "…" } else { "" }).chars().chain(before[cut..].iter().copied()).collect();
        let inside: String = marked.chars().take(ROOM).collect();
        let rest: String = after.chars().take(ROOM.saturating_sub(inside.chars().count())).collect();
        Self {
            before: columns(&lead),
            width: columns(&inside).max(1),
            line: format!("{lead}{inside}{}", rest.trim_end()),
        }
    }
}

/// Columns of a terminal: two for a Chinese character.
fn columns(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() || c == '…' { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(columns("第5条a"), 2 + 1 + 2 + 1);
        assert!(kind("law").is_err() && kind("government-rule") == Ok(Kind::GovernmentRule));
    }
}
