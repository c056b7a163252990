//! A notice as a person reads it on a terminal.

use std::fmt::Write as _;

use yifa_law::notice::{NoticeFile, Numbering};

use super::{obligation, severity};
use crate::lines::Lines;
use crate::words::{self, Language};

/// How much of an item's text a line of the tree shows.
const SHOWN: usize = 60;

/// The notice as an indented tree, with what each item asks for below it.
pub fn told(read: &NoticeFile, language: Language) -> String {
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
        for asked in &item.obligations {
            let _ = writeln!(out, "{indent}    → {}", obligation::in_words(asked, language));
        }
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
    let lines = Lines::of(&read.text);
    for finding in &notice.findings {
        let says = words::finding(finding, language);
        let at = lines.of_byte(finding.span.start);
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
