//! C20: references inside the document.

use super::reading::{Cited, Reading};
use super::{Check, Finding, Says, Severity};
use crate::citation::{ArticleStep, CitationFault, ResolvedInstrument, Step, UnresolvedCitation};
use crate::numeral;
use crate::place::Place;
use crate::text::Missing;

pub(super) fn check(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    for cited in &reading.cited {
        found.extend(finding(reading, cited));
    }
    for error in &reading.malformed {
        let known = matches!(
            error.fault,
            CitationFault::BadNumber
                | CitationFault::Zero
                | CitationFault::UnclosedTitle
                | CitationFault::EmptyTitle
        );
        if known {
            let words = reading.statute().slice(&error.span);
            found.push(of(error.span.clone(), Says::Malformed).with("words", words));
        }
    }
    annexes(reading, found);
}

fn of(span: std::ops::Range<usize>, says: Says) -> Finding {
    Finding::new(Check::BrokenReference, Severity::MustAnswer, span, says)
}

fn finding(reading: &Reading<'_>, cited: &Cited) -> Option<Finding> {
    let span = cited.citation.span.clone();
    let resolved = match &cited.resolved {
        Ok(resolved) => resolved,
        Err(UnresolvedCitation::NothingBefore) => {
            return Some(of(span.clone(), Says::NothingBefore).with("words", reading.statute().slice(&span)));
        }
        Err(_) => return None,
    };
    let statute = reading.statute();
    if resolved.instrument != ResolvedInstrument::Own || statute.articles.is_empty() {
        return None;
    }
    // 第三十条 without a name is often another instrument's, named in the sentence before: only 本办法第三十条, 前款 and
    // 本条 are surely our own.
    let sure = cited.citation.instrument.is_some()
        || cited.citation.places.iter().all(|range| is_relative(range.from.article, range.from.paragraph));
    let last = statute.last_article_number().unwrap_or(0);
    for place in resolved.places.iter().flat_map(|range| std::iter::once(range.from).chain(range.to)) {
        match statute.locate(&place) {
            Ok(_) | Err(Missing::Ambiguous) => {}
            Err(Missing::Article) if sure => return Some(of(span, Says::OwnArticle).with("place", place)),
            // Far beyond the last article it is another instrument's.
            Err(Missing::Article)
                if place.article.value <= last.saturating_add(5)
                    && !reading.units[cited.unit].cites_other =>
            {
                return Some(of(span, Says::OwnArticle).with("place", place));
            }
            Err(Missing::Article) => {}
            Err(Missing::Paragraph | Missing::Item | Missing::Subitem)
                if sure || named_here(cited, &place) =>
            {
                return Some(of(span, Says::OwnPlace).with("place", place));
            }
            Err(Missing::Paragraph | Missing::Item | Missing::Subitem) => {}
        }
    }
    None
}

fn is_relative(article: ArticleStep, paragraph: Option<Step>) -> bool {
    match article {
        ArticleStep::Previous(_) | ArticleStep::This => {
            !matches!(paragraph, Some(Step::Number(_))) || article == ArticleStep::This
        }
        ArticleStep::Number(_) | ArticleStep::Same => false,
    }
}

fn named_here(cited: &Cited, place: &Place) -> bool {
    cited.at.is_some_and(|at| at.article == place.article)
}

/// 附件3 where annexes 1 and 2 are there: a text without any annex came without them.
fn annexes(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    let source = reading.statute().source();
    let labels: Vec<u64> = source.lines().filter_map(label).collect();
    if labels.is_empty() {
        return;
    }
    for (_, sentence) in reading.sentences() {
        let text = sentence.text();
        for (at, word) in text.match_indices("附件") {
            let rest = &text[at + word.len()..];
            let Some((length, Ok(number))) = numeral::prefix(rest) else { continue };
            if !labels.contains(&number) && number < 100 && !is_elsewhere(&text[..at]) {
                let span = at..at + word.len() + length;
                let annex = text[span.clone()].to_owned();
                found.push(of(sentence.locate(span), Says::NoAnnex).with("annex", annex));
            }
        }
    }
}

/// 《…》附件2 is another document's.
fn is_elsewhere(before: &str) -> bool {
    before.ends_with('》') || before.ends_with('）') || before.ends_with("文件")
}

/// The number of a line that is the label or the list entry of an annex.
fn label(line: &str) -> Option<u64> {
    let bare = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '*' | '　'));
    let rest = bare.strip_prefix("附件")?;
    let rest = rest.trim_start_matches(['：', ':', ' ', '　']);
    let (_, number) = numeral::prefix(rest)?;
    number.ok()
}
