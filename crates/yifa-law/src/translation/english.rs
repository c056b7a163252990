//! The articles of an English text of law: “Article 5 …”, paragraphs on lines of their own, items (1), (a), (i).

use crate::place::ArticleNumber;
use std::ops::Range;

/// An article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Article {
    pub(super) number: ArticleNumber,
    /// After the label, to the end of its last paragraph.
    pub(super) span: Range<usize>,
    pub(super) paragraphs: Vec<Paragraph>,
}

/// A paragraph with its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub(super) span: Range<usize>,
    pub(super) items: usize,
}

/// All articles of a text in order. Headings of chapters and sections belong to none.
pub(super) fn articles(text: &str) -> Vec<Article> {
    let mut all: Vec<Article> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let bare = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '*'));
        if bare.is_empty() || is_heading(bare) {
            continue;
        }
        let from = start
            + (line.len()
                - line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '*')).len());
        let words = from..from + bare.len();
        match label(bare) {
            Some((number, length)) => {
                let inner = &bare[length..];
                let lead = length
                    + (inner.len()
                        - inner
                            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '.' | ':'))
                            .len());
                let body = words.start + lead.min(bare.len())..words.end;
                let paragraphs = if body.is_empty() {
                    Vec::new()
                } else {
                    vec![Paragraph { span: body.clone(), items: 0 }]
                };
                all.push(Article { number, span: body, paragraphs });
            }
            None => {
                let Some(article) = all.last_mut() else { continue };
                article.take_line(bare, words);
            }
        }
    }
    all
}

impl Article {
    fn take_line(&mut self, words: &str, span: Range<usize>) {
        self.span.end = span.end;
        match self.paragraphs.last_mut() {
            Some(paragraph) if is_item(words) => {
                paragraph.items += 1;
                paragraph.span.end = span.end;
            }
            Some(_) | None => self.paragraphs.push(Paragraph { span, items: 0 }),
        }
    }
}

/// “Article 5”, “Article 5-1”, “ARTICLE 5.” at the beginning of a line, with the words of the article or nothing after
/// it: its number and length. “Article 5 of the Law applies” opens no article.
fn label(line: &str) -> Option<(ArticleNumber, usize)> {
    let word = line.get(..7).filter(|word| word.eq_ignore_ascii_case("article"))?;
    let rest = line[word.len()..].trim_start();
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let value: u32 = rest[..digits].parse().ok()?;
    let mut end = line.len() - rest.len() + digits;
    let mut number = ArticleNumber::new(value);
    if let Some(more) = line[end..].strip_prefix('-') {
        let digits = more.find(|c: char| !c.is_ascii_digit()).unwrap_or(more.len());
        if let Ok(suffix) = more[..digits].parse() {
            number.suffix = suffix;
            end += 1 + digits;
        }
    }
    let after = line[end..].trim_start_matches(['.', ':', '*']);
    let opens = match after.trim_start().chars().next() {
        None => true,
        // “Article 5, paragraph 1” and “Article 5(1)” refer.
        Some(_) if !after.starts_with(char::is_whitespace) && after.len() == line[end..].len() => false,
        Some(first) => !first.is_lowercase(),
    };
    opens.then_some((number, end))
}

fn is_heading(line: &str) -> bool {
    ["chapter", "section", "part"].iter().any(|word| {
        line.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word)) && {
            let rest = line[word.len()..].trim_start();
            let first = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            !first.is_empty()
                && (first.chars().all(|c| c.is_ascii_digit()) || first.chars().all(|c| "IVXLC".contains(c)))
        }
    })
}

/// (1), (a), (iv), 1. and a) at the beginning of a line.
fn is_item(line: &str) -> bool {
    let (inner, closers): (&str, &[char]) = match line.strip_prefix('(') {
        Some(inner) => (inner, &[')']),
        None => (line, &[')', '.']),
    };
    let Some(end) = inner.find(closers) else { return false };
    let label = &inner[..end];
    let short = !label.is_empty() && label.len() <= 4;
    short
        && (label.chars().all(|c| c.is_ascii_digit()) || (label.chars().all(|c| c.is_ascii_lowercase())))
        && inner[end + 1..].starts_with(char::is_whitespace)
}
