//! `yifa plan read`: a notice as a tree of items with exact places, counts and findings.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Map, Value, json};
use yifa_law::notice::{self, CiteKind, Counts, Finding, Item, NoticeFile, Numbering, Role, Severity};

use crate::answer::{Answer, Failure};
use crate::words::{self, Language};
use crate::{input, output};

/// 要读的通知 · what to read
#[derive(Debug, Args)]
pub struct Arguments {
    /// 文件：纯文本，UTF-8、UTF-16 或者 GB 18030 · a plain text
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 读文的年份；此后的文号不可能存在 · the year of reading; later document numbers are impossible
    #[arg(long, value_name = "YEAR")]
    year: Option<i16>,
    /// 输出 JSON · print JSON
    #[arg(long)]
    json: bool,
}

/// Reads the notice and prints it. The answer is no when the text cannot be taken over as it is.
///
/// # Errors
/// Wrong use or a fault when the file cannot be read.
pub fn run(arguments: &Arguments, language: Language) -> Result<Answer, Failure> {
    let read = notice::read_bytes(&input::read(&arguments.file)?, arguments.year);
    if arguments.json {
        output::print_json(&as_json(&input::shown(&arguments.file), &read, language))?;
    } else {
        output::print(&told(&read, language))?;
    }
    let grave = read.notice.findings.iter().any(|finding| finding.severity() == Severity::Error);
    Ok(Answer::no_if(grave))
}

fn as_json(file: &str, read: &NoticeFile, language: Language) -> Value {
    let notice = &read.notice;
    let findings = notice.findings.iter().map(|finding| finding_as_json(finding, &read.text, language));
    json!({
        "file": file,
        "encoding": read.encoding.map(|encoding| format!("{encoding:?}")),
        "span_unit": "byte of the UTF-8 text",
        "title": notice.title,
        "cover_title": notice.cover_title,
        "issuer": notice.issuer,
        "doc_no": notice.doc_no,
        "date": notice.date.map(|date| date.to_string()),
        "preamble": notice.preamble,
        "items": notice.items.iter().map(item_as_json).collect::<Vec<_>>(),
        "counts": counts_as_json(&notice.counts),
        "findings": findings.collect::<Vec<_>>(),
    })
}

fn item_as_json(item: &Item) -> Value {
    let responsible = item.responsible.iter().map(|body| {
        let role = match body.role {
            Role::Lead => "lead",
            Role::Responsible => "responsible",
            Role::Support => "support",
        };
        json!({ "name": body.name, "role": role, "span": [body.span.start, body.span.end] })
    });
    let cites = item.cites.iter().map(|cite| {
        let kind = match cite.kind {
            CiteKind::Title => "title",
            CiteKind::DocumentNumber => "document_number",
        };
        json!({ "kind": kind, "text": cite.text, "span": [cite.span.start, cite.span.end] })
    });
    json!({
        "path": item.path,
        "level": item.level,
        "part": item.part,
        "number": item.number,
        "heading": item.heading,
        "text": item.text,
        "span": [item.span.start, item.span.end],
        "text_spans": item.text_spans.iter().map(|span| [span.start, span.end]).collect::<Vec<_>>(),
        "responsible": responsible.collect::<Vec<_>>(),
        "cites": cites.collect::<Vec<_>>(),
    })
}

/// The counts under the full names of the columns in which they are compared with counts by hand, and under the
/// word alone: `top_headings(一、)` and `top_headings`.
fn counts_as_json(counts: &Counts) -> Value {
    let columns = [
        ("top_headings", "(一、)", counts.top_headings),
        ("second_headings", "(（一）)", counts.second_headings),
        ("numbered_items", "(1.)", counts.numbered_items),
        ("paren_items", "(（1）)", counts.paren_items),
        ("yishi_items", "(一是)", counts.ordinal_items),
        ("responsibility_notes", "", counts.responsibility_notes),
        ("doc_numbers", "", counts.doc_numbers),
        ("quoted_titles", "(《》)", counts.quoted_titles),
        ("percentages", "", counts.percentages),
        ("chars_without_spaces", "", counts.chars_without_spaces),
    ];
    let both = |(word, sign, count): (&str, &str, usize)| {
        [(format!("{word}{sign}"), count.into()), (word.to_owned(), count.into())]
    };
    Value::Object(columns.into_iter().flat_map(both).collect::<Map<String, Value>>())
}

fn finding_as_json(finding: &Finding, text: &str, language: Language) -> Value {
    let values: Map<String, Value> =
        finding.values.iter().map(|(name, value)| ((*name).to_owned(), value.clone().into())).collect();
    json!({
        "code": finding.code.as_str(),
        "severity": severity(finding.severity()),
        "span": [finding.span.start, finding.span.end],
        "line": line_of(text, finding.span.start),
        "values": values,
        "says": words::finding(finding, language),
    })
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// The line of a byte, from 1.
fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}

/// How much of an item's text a line of the tree shows.
const SHOWN: usize = 60;

fn told(read: &NoticeFile, language: Language) -> String {
    let notice = &read.notice;
    let mut out = String::new();
    let none = language.pick("（无标题）", "(no title)");
    let _ = writeln!(out, "{}", notice.title.as_deref().unwrap_or(none));
    let date = notice.date.map(|date| date.to_string());
    let head: Vec<&str> =
        [&notice.issuer, &notice.doc_no, &date].into_iter().flatten().map(String::as_str).collect();
    if !head.is_empty() {
        let _ = writeln!(out, "{}", head.join("  "));
    }
    for item in &notice.items {
        let indent = "  ".repeat(item.level);
        let number = if item.numbering == Numbering::Paragraph { "·" } else { &item.number };
        let heading = item.heading.clone().unwrap_or_else(|| shortened(&item.text));
        let _ = writeln!(out, "{indent}{number}{heading}");
        let bodies: Vec<&str> = item.responsible.iter().map(|body| body.name.as_str()).collect();
        if !bodies.is_empty() {
            let _ = writeln!(
                out,
                "{indent}    {} {}",
                language.pick("责任：", "responsible:"),
                bodies.join("、")
            );
        }
    }
    let counts = &notice.counts;
    let _ = match language {
        Language::Zh => writeln!(
            out,
            "\n共 {} 项；一、{}  （一）{}  1. {}  （1）{}  一是 {}；文号 {}，书名 {}，百分比 {}",
            notice.items.len(),
            counts.top_headings,
            counts.second_headings,
            counts.numbered_items,
            counts.paren_items,
            counts.ordinal_items,
            counts.doc_numbers,
            counts.quoted_titles,
            counts.percentages
        ),
        Language::En => writeln!(
            out,
            "\n{} items; 一、 {}  （一） {}  1. {}  （1） {}  一是 {}; numbers {}, titles {}, percentages {}",
            notice.items.len(),
            counts.top_headings,
            counts.second_headings,
            counts.numbered_items,
            counts.paren_items,
            counts.ordinal_items,
            counts.doc_numbers,
            counts.quoted_titles,
            counts.percentages
        ),
    };
    for finding in &notice.findings {
        let says = words::finding(finding, language);
        let at = line_of(&read.text, finding.span.start);
        let line = if finding.span.is_empty() { String::new() } else { format!("  :{at}") };
        let _ = writeln!(out, "{}[{}]: {says}{line}", severity(finding.severity()), finding.code.as_str());
    }
    out
}

fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= SHOWN {
        return line.to_owned();
    }
    line.chars().take(SHOWN).chain(['…']).collect()
}
