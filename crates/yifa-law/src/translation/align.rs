//! The two texts side by side: by article, and below it by paragraph where both have as many.

use super::english::{self, Article as English};
use super::{Check, Comparison, Finding, Says};
use crate::place::{ArticleNumber, Place};
use crate::text::{Article, Statute};
use std::collections::BTreeMap;
use std::ops::Range;

/// A place in both texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// 第五条 or 第五条第二款.
    pub place: String,
    /// The article.
    pub article: ArticleNumber,
    /// The bytes of the Chinese text, without the label; empty when it has no such article.
    pub zh: Range<usize>,
    /// The bytes of the English text, without the label; empty when it has no such article.
    pub en: Range<usize>,
}

/// Aligns the texts and tells where they do not fit together.
pub(super) fn align(zh: &str, en: &str) -> Comparison {
    let statute = Statute::read(zh);
    let english = english::articles(en);
    let mut by_number: BTreeMap<ArticleNumber, &English> = BTreeMap::new();
    for article in &english {
        by_number.entry(article.number).or_insert(article);
    }
    let mut found = Comparison {
        zh_articles: statute.articles.len(),
        en_articles: english.len(),
        ..Comparison::default()
    };
    for article in &statute.articles {
        match by_number.remove(&article.number) {
            Some(other) => pair(article, other, &mut found),
            None => missing(&statute, article, &mut found),
        }
    }
    for (number, article) in by_number {
        found.segments.push(Segment {
            place: number.to_string(),
            article: number,
            zh: 0..0,
            en: article.span.clone(),
        });
        let says = Says::ArticleAdded;
        let english = format!("Article {}", number.value);
        found.findings.push(odd(
            says,
            number.to_string(),
            String::new(),
            english,
            0..0,
            article.span.clone(),
        ));
    }
    if statute.articles.is_empty() && english.is_empty() {
        // A notice without articles is compared as one piece.
        found.segments.push(Segment {
            place: String::new(),
            article: ArticleNumber::new(0),
            zh: 0..zh.len(),
            en: 0..en.len(),
        });
    }
    found
}

fn odd(
    says: Says,
    place: String,
    chinese: String,
    english: String,
    zh: Range<usize>,
    en: Range<usize>,
) -> Finding {
    Finding { check: Check::Articles, place, says, chinese, english, zh_span: zh, en_span: en }
}

fn missing(statute: &Statute, article: &Article, found: &mut Comparison) {
    let words = words(article);
    let label = statute.slice(&article.label).to_owned();
    found.findings.push(odd(
        Says::ArticleMissing,
        article.number.to_string(),
        label,
        String::new(),
        words.clone(),
        0..0,
    ));
    found.segments.push(Segment {
        place: article.number.to_string(),
        article: article.number,
        zh: words,
        en: 0..0,
    });
}

/// The article without its label.
fn words(article: &Article) -> Range<usize> {
    let start = article.paragraphs.first().map_or(article.label.end, |paragraph| paragraph.span.start);
    start.max(article.label.end)..article.span.end
}

fn pair(article: &Article, other: &English, found: &mut Comparison) {
    let place = article.number.to_string();
    let (ours, theirs) = (article.paragraphs.len(), other.paragraphs.len());
    if ours != theirs {
        found.findings.push(odd(
            Says::ParagraphsDiffer,
            place.clone(),
            ours.to_string(),
            theirs.to_string(),
            words(article),
            other.span.clone(),
        ));
        found.segments.push(Segment {
            place,
            article: article.number,
            zh: words(article),
            en: other.span.clone(),
        });
        return;
    }
    for (number, (one, two)) in (1..).zip(article.paragraphs.iter().zip(&other.paragraphs)) {
        let place = if ours == 1 {
            place.clone()
        } else {
            Place { paragraph: Some(number), ..Place::article(article.number) }.to_string()
        };
        let zh = one.span.start.max(article.label.end)..one.span.end;
        if one.items.len() != two.items {
            found.findings.push(odd(
                Says::ItemsDiffer,
                place.clone(),
                one.items.len().to_string(),
                two.items.to_string(),
                zh.clone(),
                two.span.clone(),
            ));
        }
        found.segments.push(Segment { place, article: article.number, zh, en: two.span.clone() });
    }
}
