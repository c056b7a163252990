//! `yifa law read`: the structure, the dates and the oddities of legal texts, a line for each file.

use std::fmt::Write as _;
use std::io::{IsTerminal, stderr};
use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use yifa_law::text::normative::NormativeFinding;
use yifa_law::text::{Irregularity, Level};
use yifa_library::{HeldBecause, Opening};

use crate::answer::{Answer, Blame, Failure};
use crate::words::{self, Language};
use crate::{input, output};

/// 要读的文本 · what to read
#[derive(Debug, Args)]
pub struct Arguments {
    /// 文件：Markdown、纯文本、HTML 或者 DOCX · Markdown, plain texts, HTML or DOCX
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// 每个文件输出一行 JSON · print a JSON line for each file
    #[arg(long)]
    json: bool,
}

/// What became of one file.
enum Read {
    /// It was read.
    Text(Box<Opening>, Vec<Irregularity>),
    /// It is no text.
    NoText(HeldBecause),
}

/// Reads the files and prints an answer for each. The answer is no when one is no text or is held back.
///
/// # Errors
/// After all files: that one of them could not be read.
pub fn run(arguments: &Arguments, language: Language) -> Result<Answer, Failure> {
    let bar = progress(arguments.files.len());
    let mut refused = false;
    let mut failures: Vec<Failure> = Vec::new();
    for path in &arguments.files {
        match read(path) {
            Ok(read) => {
                refused |= !matches!(&read, Read::Text(opened, _) if !opened.document.is_quarantined());
                print(path, &read, arguments.json, language)?;
            }
            Err(failure) => {
                if arguments.json {
                    output::print_json_line(&json!({ "file": input::shown(path), "error": failure.what }))?;
                }
                failures.push(failure);
            }
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    let worst = failures.iter().map(|failure| failure.blame).max();
    let last = worst.and_then(|worst: Blame| failures.iter().rposition(|failure| failure.blame == worst));
    let Some(last) = last.map(|at| failures.remove(at)) else { return Ok(Answer::no_if(refused)) };
    failures.iter().for_each(|failure| eprint!("{failure}"));
    Err(last)
}

/// A bar on a terminal; nothing elsewhere, nor for a handful of files.
fn progress(files: usize) -> ProgressBar {
    if files < 20 || !stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(files as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    bar
}

fn read(path: &Path) -> Result<Read, Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let opened = match yifa_library::open(&name, &input::read(path)?) {
        Ok(opened) => opened,
        Err(why) => return Ok(Read::NoText(why)),
    };
    let mut irregularities = opened.document.statute.irregularities.clone();
    irregularities.extend(opened.document.statute.check_file_name(&name));
    Ok(Read::Text(Box::new(opened), irregularities))
}

fn print(path: &Path, read: &Read, json: bool, language: Language) -> Result<(), Failure> {
    let file = input::shown(path);
    match (read, json) {
        (Read::Text(opened, odd), true) => output::print_json_line(&as_json(&file, opened, odd, language)),
        (Read::Text(opened, odd), false) => output::print(&told(&file, opened, odd, language)),
        (Read::NoText(why), true) => {
            let error = words::held(why, language);
            output::print_json_line(&json!({ "file": file, "code": why.code(), "error": error }))
        }
        (Read::NoText(why), false) => {
            output::print(&format!("{file}\n  error[{}]: {}", why.code(), words::held(why, language)))
        }
    }
}

fn as_json(file: &str, opened: &Opening, odd: &[Irregularity], language: Language) -> Value {
    let document = &opened.document;
    let statute = &document.statute;
    let count = |level| statute.headings_of(level).count();
    let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string());
    let irregularities = odd.iter().map(|one| {
        let says = words::irregularity(one, language);
        json!({ "code": one.kind.code(), "says": says, "span": [one.span.start, one.span.end] })
    });
    let findings = document.findings.iter().map(|finding| finding_words(*finding).0);
    let why = document.distrust.iter().map(|sign| {
        let span = sign.span();
        let written = statute.slice(span);
        json!({ "code": sign.code(), "written": written, "span": [span.start, span.end] })
    });
    json!({
        "file": file,
        "title": statute.title,
        "articles": statute.articles.len(),
        "chapters": count(Level::Chapter),
        "sections": count(Level::Section),
        "parts": count(Level::Part),
        "last_article_no": statute.last_article_number().unwrap_or(0),
        "first_adoption": date(statute.first_adoption()),
        "last_adoption": date(statute.last_adoption()),
        "last_change": date(statute.last_change()),
        "irregularities": irregularities.collect::<Vec<_>>(),
        "format": opened.format.code(),
        "issuer": opened.maker(),
        "published": date(opened.page.published.or(document.notes.published)),
        "doc_no": opened.number().map(|number| number.to_string()),
        "joint_numbers": document.joint_numbers.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "issued": date(document.issued),
        "effective": date(document.effective),
        "valid_until": date(document.valid_until),
        "findings": findings.collect::<Vec<_>>(),
        "quarantined": document.is_quarantined(),
        "quarantined_why": why.collect::<Vec<_>>(),
    })
}

/// The code, the Chinese and the English words of a finding about dates.
fn finding_words(finding: NormativeFinding) -> (&'static str, &'static str, &'static str) {
    match finding {
        NormativeFinding::EffectBeforeIssue => {
            ("effect-before-issue", "施行日期早于成文日期", "it takes effect before it was issued")
        }
        NormativeFinding::EffectAfterDays => (
            "effect-after-days",
            "自印发或者公布之日起若干日后施行，按成文日期推算，请以公布日期核对",
            "it takes effect some days after issue; counted from the day of issue, to be compared with that of publication",
        ),
        NormativeFinding::TermWithoutStart => (
            "term-without-start",
            "写明了有效期，但无从起算",
            "it names a term but no day from which it can be counted",
        ),
    }
}

fn told(file: &str, opened: &Opening, odd: &[Irregularity], language: Language) -> String {
    let document = &opened.document;
    let statute = &document.statute;
    let mut out = format!("{}\n  {file}\n", statute.title.as_deref().unwrap_or("—"));
    let count = |level| statute.headings_of(level).count();
    let (parts, chapters, sections) = (count(Level::Part), count(Level::Chapter), count(Level::Section));
    let _ = match language {
        Language::Zh => {
            writeln!(out, "  {} 条，{chapters} 章，{sections} 节，{parts} 编", statute.articles.len())
        }
        Language::En => writeln!(
            out,
            "  {} articles, {chapters} chapters, {sections} sections, {parts} parts",
            statute.articles.len()
        ),
    };
    let joint = document.joint_numbers.iter().map(ToString::to_string);
    let numbers: Vec<String> =
        opened.number().map(|number| number.to_string()).into_iter().chain(joint).collect();
    let number = (!numbers.is_empty()).then(|| numbers.join("、"));
    let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string());
    let facts = [
        (("首次通过", "first adopted"), date(statute.first_adoption())),
        (("最近修改", "last changed"), date(statute.last_change())),
        (("制定机关", "made by"), opened.maker()),
        (("文号", "number"), number),
        (("成文", "issued"), date(document.issued)),
        (("施行", "in force from"), date(document.effective)),
        (("有效至", "valid until"), date(document.valid_until)),
    ];
    for ((zh, en), value) in facts {
        if let Some(value) = value {
            let _ = writeln!(out, "  {}: {value}", language.pick(zh, en));
        }
    }
    for finding in &document.findings {
        let (code, zh, en) = finding_words(*finding);
        let _ = writeln!(out, "  note[{code}]: {}", language.pick(zh, en));
    }
    for one in odd {
        let _ = writeln!(out, "  note[{}]: {}", one.kind.code(), words::irregularity(one, language));
    }
    if document.is_quarantined() {
        let says = language.pick(
            "数字不可信，整份文本不得引用，须与原件核对",
            "its digits cannot be trusted; nothing in it may be cited until compared with the original",
        );
        let signs = document.distrust.iter().map(|sign| statute.slice(sign.span())).collect::<Vec<_>>();
        let _ = writeln!(out, "  error[quarantined]: {says}\n    {}", signs.join(" · "));
    }
    out
}
