//! `yifa law review`: the machine legality review of a document, with every finding at its line.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use jiff::civil::Date;
use serde_json::{Value, json};
use yifa_app::city::City;
use yifa_app::clock::{Clock, SystemClock};
use yifa_app::review::Recorded;
use yifa_kernel::definition::Registry;
use yifa_kernel::id::MatterId;
use yifa_law::review::{Finding, Kind, Parameters, Record, Severity, Subject, review, unknown};
use yifa_law::text::normative::NormativeDocument;
use yifa_library::Shelf;
use yifa_web::face::Lang;
use yifa_web::review_words as words;

use super::place::Place;
use super::running;
use crate::answer::{Answer, Failure};
use crate::lines::Lines;
use crate::words::Language;
use crate::{folder, input, output};

/// 要审查的文件 · what to review
#[derive(Debug, Args)]
pub struct Arguments {
    /// 文件：Markdown、纯文本、HTML、DOCX · Markdown, plain text, HTML or DOCX
    #[arg(value_name = "FILE", required_unless_present = "matter")]
    file: Option<PathBuf>,
    /// 本市登记簿中的一件文件：编号或者标识，连同登记的公布、程序一并审查 · a document of the city's register, with its record
    #[arg(long, value_name = "NUMBER|ID", conflicts_with = "file")]
    matter: Option<String>,
    #[command(flatten)]
    place: Place,
    /// 按哪一日审查；不写则为今天 · the day as on which it is reviewed; today when left out
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// 法规文本所在的文件夹，代替本市的法规库 · a folder of texts instead of a city's library
    #[arg(long, value_name = "DIR", conflicts_with = "matter")]
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
/// trusted and was not reviewed. Where a city is named, its library, parameters and register are gone by.
///
/// # Errors
/// Wrong use when the file is no text, or the register has no such document; a fault when it cannot be read.
pub fn run(arguments: &Arguments, language: Language) -> Result<Answer, Failure> {
    let on = arguments.on.unwrap_or_else(|| SystemClock.today());
    let asks_city = arguments.matter.is_some() || (arguments.place.is_named() && arguments.library.is_none());
    let ground =
        if asks_city { Ground::of_city(arguments)? } else { Ground::of_folder(arguments, language)? };
    let (document, record) = match (&ground.recorded, &arguments.file) {
        (Some(recorded), _) => (recorded.document.clone(), Some(&recorded.record)),
        (None, Some(file)) => (read(file, language)?, None),
        (None, None) => return Err(Failure::misuse("nothing to review", "FILE", "name a file, or --matter")),
    };
    if !document.is_chinese() {
        let what =
            language.pick("这不是中文文本，无法审查", "this is no Chinese text: the checks cannot read it");
        let next = language.pick(
            "请审查中文文本；英文文本用 `yifa law translation` 与中文比对",
            "review the Chinese text; `yifa law translation` compares an English one with it",
        );
        let named = arguments.file.as_deref().map(input::shown).or_else(|| arguments.matter.clone());
        return Err(Failure::misuse(what, named.unwrap_or_default(), next));
    }
    if is_bare_title(&document) {
        let next = language.pick(
            "请指明有全文的文件：只有标题的，没有可审查的内容",
            "name the file with the whole text: what is only a title has nothing to be reviewed",
        );
        let named = arguments.file.as_deref().map(input::shown).or_else(|| arguments.matter.clone());
        return Err(Failure::misuse(
            language.pick("只有标题，下面没有正文", "there is a title and nothing below it"),
            named.unwrap_or_default(),
            next,
        ));
    }
    let told = ground.recorded.as_ref().map(|recorded| recorded.kind);
    let kind = arguments.kind.or(told).unwrap_or_else(|| Kind::guess(&document));
    let mut parameters = ground.parameters;
    if arguments.province.is_some() {
        parameters.province.clone_from(&arguments.province);
    }
    let subject = Subject { document: &document, kind, record };
    let findings = review(&subject, &ground.shelf, on, &parameters);
    let unknown = unknown(&subject, &ground.shelf, on, &parameters);
    let name = match (&arguments.matter, &arguments.file) {
        (Some(matter), _) => matter.clone(),
        (None, file) => file.as_deref().map(input::shown).unwrap_or_default(),
    };
    let report = Report {
        document: &document,
        findings: &findings,
        unknown: &unknown,
        kind,
        on,
        lang: lang(language),
        record,
    };
    match arguments.json {
        true => output::print_json(&report.json(&name))?,
        false => output::print(&report.told(&name))?,
    }
    Ok(Answer::no_if(!findings.is_empty() || document.is_quarantined()))
}

/// Whether nothing stands below the title: "no findings" would say that something had been looked at.
fn is_bare_title(document: &NormativeDocument) -> bool {
    let lines = document.statute.source().lines().filter(|line| !line.trim().is_empty());
    document.statute.articles.is_empty() && lines.count() <= 1
}

/// What a document is reviewed against.
struct Ground {
    shelf: Shelf,
    parameters: Parameters,
    recorded: Option<Recorded>,
}

impl Ground {
    /// The carried facts and a folder of texts, if one is given.
    fn of_folder(arguments: &Arguments, language: Language) -> Result<Self, Failure> {
        let shelf = Shelf::new(Arc::new(folder::library(arguments.library.as_deref(), language)?));
        // The city's own parameters count for its own texts, wherever the library comes from.
        let own = arguments.place.find()?.definitions;
        let registry = own.map(|own| running::registry(Some(&own))).transpose()?;
        let parameters = match registry {
            Some(registry) => of_registry(&registry)?,
            None => parameters()?,
        };
        Ok(Self { shelf, parameters, recorded: None })
    }

    /// The library and the register of a stored city.
    fn of_city(arguments: &Arguments) -> Result<Self, Failure> {
        running::runtime()?.block_on(async {
            let city = running::city(&arguments.place.find()?).await?;
            let edition = city.law().await.map_err(|error| running::answered(&error))?;
            let recorded = match &arguments.matter {
                Some(matter) => Some(recorded(&city, matter).await?),
                None => None,
            };
            let shelf = edition.for_review().clone();
            Ok(Self { shelf, parameters: of_registry(city.registry())?, recorded })
        })
    }
}

/// The document of a register that a number or an identifier names.
async fn recorded(city: &City, named: &str) -> Result<Recorded, Failure> {
    let answered = |error: yifa_app::AppError| running::answered(&error);
    let matter = city.matter_named(named).await.map_err(answered)?;
    let opened = city.open_matter(&MatterId::new(matter.as_str())).await.map_err(answered)?;
    city.recorded(&opened).await.map_err(answered)?.ok_or_else(|| {
        Failure::misuse(
            "this matter is no document of a register, or its text is not on record",
            named,
            "enter the text, or review it as a file",
        )
    })
}

fn of_registry(registry: &Registry) -> Result<Parameters, Failure> {
    let settings = yifa_app::review::settings(registry).map_err(|error| running::answered(&error))?;
    Ok(settings.parameters(registry.calendar()))
}

fn lang(language: Language) -> Lang {
    match language {
        Language::Zh => Lang::ZhHans,
        Language::En => Lang::En,
    }
}

fn read(file: &std::path::Path, language: Language) -> Result<NormativeDocument, Failure> {
    let bytes = input::read(file)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let opened = yifa_library::open(&name, &bytes).map_err(|why| input::no_text(&why, file, language))?;
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
    unknown: &'a [String],
    kind: Kind,
    on: Date,
    lang: Lang,
    record: Option<&'a Record>,
}

impl Report<'_> {
    /// What could not be examined, and why.
    fn not_examined(&self) -> Vec<String> {
        let record = match self.record {
            None => Some(words::not_examined_record(self.lang)),
            Some(record) => record.powers.is_none().then(|| self.lang.t("library.review.no_powers")),
        };
        record.into_iter().chain(words::not_examined_cited(self.lang, self.unknown)).collect()
    }

    fn json(&self, file: &str) -> Value {
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
            "file": file,
            "title": self.document.statute.title,
            "kind": self.kind.code(),
            "on": self.on.to_string(),
            "span_unit": "byte of the UTF-8 text",
            "quarantined": self.document.is_quarantined(),
            "not_examined": self.not_examined(),
            "unknown_instruments": self.unknown,
            "findings": findings.collect::<Vec<_>>(),
        })
    }

    fn told(&self, file: &str) -> String {
        let title = self.document.statute.title.as_deref().unwrap_or("—");
        let mut out = format!("{title}\n  {file}\n");
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
        self.not_examined().iter().for_each(|why| {
            let _ = writeln!(out, "{why}");
        });
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
