//! A notice as JSON: the shape that other programs rely on.

use serde_json::{Map, Value, json};
use yifa_law::notice::{Cite, CiteKind, Counts, Finding, Item, NoticeFile, Role};

use super::{obligation, severity};
use crate::lines::Lines;
use crate::words::{self, Language};

/// The notice as a JSON value.
pub fn notice(file: &str, read: &NoticeFile, language: Language) -> Value {
    let notice = &read.notice;
    let lines = Lines::of(&read.text);
    let findings = notice.findings.iter().map(|one| finding(one, &lines, language));
    json!({
        "file": file,
        "encoding": read.encoding.map(|encoding| format!("{encoding:?}")),
        "format": if read.is_web_page { "html" } else { "text" },
        "span_unit": "byte of the UTF-8 text",
        "title": notice.title,
        "cover_title": notice.cover_title,
        "issuer": notice.issuer,
        "doc_no": notice.doc_no,
        "date": notice.date.map(|date| date.to_string()),
        "preamble": notice.preamble,
        "items": notice.items.iter().map(|one| item(one, language)).collect::<Vec<_>>(),
        "counts": counts(&notice.counts),
        "findings": findings.collect::<Vec<_>>(),
    })
}

fn item(item: &Item, language: Language) -> Value {
    let responsible = item.responsible.iter().map(|body| {
        let role = match body.role {
            Role::Lead => "lead",
            Role::Responsible => "responsible",
            Role::Support => "support",
        };
        json!({ "name": body.name, "role": role, "span": [body.span.start, body.span.end] })
    });
    let obligations = item.obligations.iter().map(|asked| {
        let within = |one: &&Cite| asked.span.start <= one.span.start && one.span.end <= asked.span.end;
        let cites = item.cites.iter().filter(within).map(cite).collect();
        obligation::as_json(asked, cites, language)
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
        "cites": item.cites.iter().map(cite).collect::<Vec<_>>(),
        "obligations": obligations.collect::<Vec<_>>(),
    })
}

fn cite(cite: &Cite) -> Value {
    let kind = match cite.kind {
        CiteKind::Title => "title",
        CiteKind::DocumentNumber => "document_number",
    };
    json!({ "kind": kind, "text": cite.text, "span": [cite.span.start, cite.span.end] })
}

/// The counts under the full names of the columns in which they are compared with counts by hand, and under the
/// word alone: `top_headings(一、)` and `top_headings`.
fn counts(counts: &Counts) -> Value {
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

fn finding(finding: &Finding, lines: &Lines, language: Language) -> Value {
    let values: Map<String, Value> =
        finding.values.iter().map(|(name, value)| ((*name).to_owned(), value.clone().into())).collect();
    json!({
        "code": finding.code.as_str(),
        "severity": severity(finding.severity()),
        "span": [finding.span.start, finding.span.end],
        "line": lines.of_byte(finding.span.start),
        "values": values,
        "says": words::finding(finding, language),
    })
}
