//! Whether the numbers of a text run on: articles, headings, items.

use super::irregularity::{Irregularity, IrregularityKind, gaps};
use super::{Article, Heading, Level, Paragraph};
use std::collections::BTreeSet;
use std::ops::Range;

type Found = Vec<(IrregularityKind, Range<usize>)>;

/// What a text says about articles that it does not have.
#[derive(Debug, Default)]
pub(super) struct Absent {
    /// Deleted.
    pub(super) removed: BTreeSet<u32>,
    /// Left out here.
    pub(super) omitted: BTreeSet<u32>,
    /// Whether the text calls itself an excerpt 节选.
    pub(super) is_excerpt: bool,
}

/// All that is odd about the numbers.
pub(super) fn check(articles: &[Article], headings: &[Heading], absent: &Absent) -> Vec<Irregularity> {
    let found = [check_articles(articles, absent), check_headings(headings), check_items(articles)];
    found.into_iter().flatten().map(|(kind, span)| Irregularity { kind, span }).collect()
}

fn check_articles(articles: &[Article], absent: &Absent) -> Found {
    let Some(first) = articles.first() else { return vec![(IrregularityKind::NoArticles, 0..0)] };
    let mut found = Vec::new();
    if first.number.value != 1 {
        found.push((IrregularityKind::FirstArticle(first.number), first.label.clone()));
    }
    let used: Vec<u32> = articles.iter().map(|article| article.number.value).collect();
    let told = |number: &u32| absent.is_excerpt || absent.omitted.contains(number);
    let missing = gaps(&used, first.number.value).into_iter().filter(|one| !absent.removed.contains(one));
    let (left_out, missing): (Vec<u32>, Vec<u32>) = missing.partition(told);
    if !left_out.is_empty() {
        found.push((IrregularityKind::LeftOutArticles(left_out), 0..0));
    }
    if !missing.is_empty() {
        found.push((IrregularityKind::MissingArticles(missing), 0..0));
    }
    let mut seen = BTreeSet::new();
    let mut previous = first.number;
    for article in articles {
        if !seen.insert(article.number) {
            found.push((IrregularityKind::RepeatedArticle(article.number), article.label.clone()));
        } else if article.number < previous {
            found.push((IrregularityKind::ArticleOutOfOrder(article.number), article.label.clone()));
        }
        previous = article.number;
    }
    found
}

/// Numbers of one level run on from 1; they begin anew under each heading above, or carry on over it, as
/// chapters do over the parts of some codes. Sections always begin anew.
fn check_headings(headings: &[Heading]) -> Found {
    [Level::Part, Level::SubPart, Level::Chapter, Level::Section]
        .into_iter()
        .flat_map(|level| check_level(headings, level))
        .collect()
}

fn check_level(headings: &[Heading], level: Level) -> Found {
    let mut found = Vec::new();
    let mut run: Vec<u32> = Vec::new();
    let missing = |run: &[u32], span: Range<usize>| {
        let missing = gaps(run, 1);
        (!missing.is_empty()).then_some((IrregularityKind::MissingHeadings(level, missing), span))
    };
    for (index, heading) in headings.iter().enumerate().filter(|(_, heading)| heading.level <= level) {
        if heading.level == level {
            if run.last().is_some_and(|last| heading.number <= *last) {
                let kind = IrregularityKind::HeadingOutOfOrder(level, heading.number);
                found.push((kind, heading.span.clone()));
            }
            run.push(heading.number);
        } else if level == Level::Section || !carries_on(&headings[index + 1..], level, &run) {
            found.extend(missing(&run, heading.span.clone()));
            run.clear();
        }
    }
    found.extend(missing(&run, 0..0));
    found
}

/// Whether the next heading of the level has a larger number than the run has reached.
fn carries_on(after: &[Heading], level: Level, run: &[u32]) -> bool {
    let next = after.iter().find(|heading| heading.level == level);
    next.is_some_and(|next| run.last().is_some_and(|last| next.number > *last))
}

fn check_items(articles: &[Article]) -> Found {
    let odd = |paragraph: &&Paragraph| !(1..).zip(&paragraph.items).all(|(due, item)| due == item.number);
    let first_odd = |article: &Article| {
        let paragraph = article.paragraphs.iter().find(odd)?;
        Some((IrregularityKind::ItemNumbers(article.number), paragraph.span.clone()))
    };
    articles.iter().filter_map(first_odd).collect()
}
