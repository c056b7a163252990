//! C20: references inside the document.

use super::reading::{Cited, Reading};
use super::{Check, Finding, Says, Severity};
use crate::citation::{ArticleStep, CitationFault, CitedRange, ResolvedInstrument, Step, UnresolvedCitation};
use crate::numeral;
use crate::place::Place;
use crate::text::{IrregularityKind, Missing, Statute};

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
    // 第三十条 without a name may be another instrument's, named a sentence before, and 第二款 after 本办法第三条 that of
    // article 3: only 本办法第三十条, 前条, 前款 and 本条 are surely our own, and 违反第三十条 where the article names nothing else.
    let relative = |range: &CitedRange| is_relative(range.from.article, range.from.paragraph);
    let named = cited.citation.instrument.is_some() || cited.citation.places.iter().all(relative);
    if !named && !is_alone(reading, cited) {
        return None;
    }
    for place in resolved.places.iter().flat_map(|range| std::iter::once(range.from).chain(range.to)) {
        match statute.locate(&place) {
            Ok(_) | Err(Missing::Ambiguous) => {}
            // Its label stands inside a line, and the text is there.
            Err(Missing::Article) if shares_a_line(statute, &place) => {}
            Err(Missing::Article) => return Some(of(span, Says::OwnArticle).with("place", place)),
            // A paragraph may have been broken in two on the way here: its items are in the article nevertheless.
            Err(Missing::Item) if has_item(statute, &place) => {}
            Err(Missing::Paragraph | Missing::Item | Missing::Subitem) => {
                return Some(of(span, Says::OwnPlace).with("place", place));
            }
        }
    }
    None
}

/// 前条, 前款, 本条, 本款.
fn is_relative(article: ArticleStep, paragraph: Option<Step>) -> bool {
    match article {
        ArticleStep::Previous(_) | ArticleStep::This => true,
        ArticleStep::Unsaid => matches!(paragraph, Some(Step::Previous(_) | Step::This)),
        ArticleStep::Number(_) | ArticleStep::Same => false,
    }
}

/// Whether an article is cited by its number in an article of ours that names no other text.
fn is_alone(reading: &Reading<'_>, cited: &Cited) -> bool {
    let unit = &reading.units[cited.unit];
    let numbered =
        cited.citation.places.iter().all(|range| matches!(range.from.article, ArticleStep::Number(_)));
    let words = reading.statute().slice(&unit.span);
    let other = ["《", "该法", "上述", "文件", "合同", "协议", "章程", "附件", "附表"];
    let breaks = ["违反", "依照", "按照", "符合", "根据", "有"];
    let before = &reading.statute().source()[unit.span.start..cited.citation.span.start];
    let led = breaks.iter().any(|word| before.trim_end().ends_with(word));
    unit.article.is_some()
        && !unit.cites_other
        && numbered
        && led
        && !other.iter().any(|word| words.contains(word))
}

fn shares_a_line(statute: &Statute, place: &Place) -> bool {
    let inside = |kind: &IrregularityKind| matches!(kind, IrregularityKind::TwoArticlesOnOneLine { second, parted: false } if *second == place.article);
    statute.irregularities.iter().any(|found| inside(&found.kind))
}

fn has_item(statute: &Statute, place: &Place) -> bool {
    let article = statute.article(place.article);
    let mut items = article.into_iter().flat_map(|article| &article.paragraphs).flat_map(|one| &one.items);
    items.any(|item| Some(item.number) == place.item)
}

/// 附件3 where annexes 1 and 2 are there, and 见附件3 where there is none at all.
fn annexes(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    let source = reading.statute().source();
    let (labels, unnumbered) = (labels(source), source.lines().any(is_label));
    // A single annex bears no number.
    let known = |number: u64| labels.contains(&number) || (labels.is_empty() && unnumbered && number == 1);
    let mut told = Vec::new();
    for (_, sentence) in reading.sentences() {
        let text = sentence.text();
        for (at, word) in text.match_indices("附件") {
            let rest = &text[at + word.len()..];
            let Some((length, Ok(number))) = numeral::prefix(rest) else { continue };
            let (before, after) = (&text[..at], &rest[length..]);
            // Without any annex only words that surely lead to one of the document's own are told.
            let sure = !labels.is_empty() || leads_to_own(before, after);
            if !known(number) && number < 100 && sure && !is_elsewhere(before) && !told.contains(&number) {
                let span = at..at + word.len() + length;
                let annex = text[span.clone()].to_owned();
                found.push(of(sentence.locate(span), Says::NoAnnex).with("annex", annex));
                told.push(number);
            }
        }
    }
}

/// （见附件3）, 按照附件2执行, 附件1所列.
fn leads_to_own(before: &str, after: &str) -> bool {
    let before = before.trim_end_matches(['本', '“', '"']);
    let led = [
        "见", "按", "按照", "依照", "如", "列入", "列于", "填写", "报送", "使用", "与", "和", "及", "、",
        "（", "(",
    ];
    let listed = ["所列", "规定", "执行", "的规定", "的要求", "中", "载明", "所附", "明确"];
    led.iter().any(|word| before.ends_with(word)) || listed.iter().any(|word| after.starts_with(word))
}

/// The numbers of the annexes: of their headings, or of the list 附件：1.… 2.… of a text that came without them.
fn labels(source: &str) -> Vec<u64> {
    let (mut headings, mut listed) = (Vec::new(), Vec::new());
    let mut listing = false;
    for line in source.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(number) = label(line) {
            listing = opens_list(line);
            if listing { &mut listed } else { &mut headings }.push(number);
            continue;
        }
        let entry = numeral::prefix(line)
            .filter(|(length, _)| line[*length..].starts_with(['.', '．', '、', ' ', '　']));
        match entry {
            Some((_, Ok(number))) if listing => listed.push(number),
            _ => listing = false,
        }
    }
    if headings.is_empty() { listed } else { headings }
}

/// 附件：1.泊位表 opens a list; 附件1 is a heading, under which numbers stand that are no annexes.
fn opens_list(line: &str) -> bool {
    let rest = line.split_once("附件").map_or("", |(_, rest)| rest).trim_start();
    let rest = rest.strip_prefix(['：', ':']).map(str::trim_start);
    let entry = rest.and_then(|rest| Some((rest, numeral::prefix(rest)?.0)));
    entry.is_some_and(|(rest, length)| rest[length..].starts_with(['.', '．', '、']))
}

/// 附件, 附件：某表, 附：某表.
fn is_label(line: &str) -> bool {
    let bare = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '*' | '　'));
    let rest =
        bare.strip_prefix("附件").or_else(|| bare.strip_prefix("附表")).or_else(|| bare.strip_prefix('附'));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['：', ':']))
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
