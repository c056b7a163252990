//! What a text ends: derived from its sentences, never trusted from a list.
//!
//! # Source
//! Practice of final articles: “本法自…起施行。《…》同时废止。” and of decisions “关于废止…的决定”. The ending takes
//! effect with the repealing text.

use crate::cite::Written;
use jiff::civil::Date;
use std::ops::Range;
use yifa_law::citation::{PlaceRange, ResolvedInstrument};
use yifa_law::dates;
use yifa_law::docnumber::DocumentNumber;
use yifa_law::fold::fold;
use yifa_law::text::Statute;

/// How much of an instrument is ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RepealScope {
    /// All of it.
    Whole,
    /// The articles named.
    Articles(Vec<PlaceRange>),
    /// What conflicts with the repealing text; a person lists the articles.
    Conflicting,
}

/// A sentence that ends an instrument, before it is known which one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RepealWords {
    pub(crate) span: Range<usize>,
    pub(crate) title: String,
    pub(crate) number: Option<DocumentNumber>,
    /// The day on which the ended text was adopted, if the sentence says so.
    pub(crate) adopted: Option<Date>,
    /// A day of its own on which the ending takes effect.
    pub(crate) from: Option<Date>,
    pub(crate) scope: RepealScope,
}

/// An instrument ended by another, as the library knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeal {
    /// The repealing instrument, by its index.
    pub by: usize,
    /// The version whose text says so first, by its place among the versions.
    pub version: usize,
    /// The bytes of that text which name the ended instrument.
    pub span: Range<usize>,
    /// The ended instrument, by its index.
    pub target: usize,
    /// The first day without it; `None` when the repealing text states no day.
    pub from: Option<Date>,
    /// How much of it.
    pub scope: RepealScope,
}

/// All endings that a text declares.
pub(crate) fn words(statute: &Statute, written: &[Written]) -> Vec<RepealWords> {
    let source = statute.source();
    let body = statute.articles.first().map(|article| article.span.start);
    let title = fold(statute.title.as_deref().unwrap_or_default()).into_owned();
    // A decision that only repeals lists the titles on lines of their own.
    let is_list = statute.articles.is_empty() && title.contains("废止") && !title.contains("修改");
    let mut all = Vec::new();
    for (index, one) in written.iter().enumerate() {
        let (title, number) = match &one.resolved.instrument {
            ResolvedInstrument::Titled { title, number } => (title.clone(), number.clone()),
            ResolvedInstrument::Numbered(number) => (String::new(), Some(number.clone())),
            ResolvedInstrument::Own => continue,
        };
        let declared = match body {
            Some(_) => one.at.is_some(),
            None => one.span.start >= statute.introduction.first().map_or(usize::MAX, |line| line.start),
        };
        if !declared || !source[one.span.clone()].starts_with(['《', '「']) && number.is_none() {
            continue;
        }
        let sentence = sentence(source, &one.span);
        let before = fold(&source[sentence.start..one.span.start]).into_owned();
        let after = fold(&source[one.span.end..sentence.end]).into_owned();
        if !(is_ended(&before, &after) || (is_list && is_list_line(&before, &after))) {
            continue;
        }
        let from_here = written[..index].last().map_or(0, |earlier| earlier.span.end).max(sentence.start);
        let said = &source[from_here.min(one.span.start)..one.span.start];
        let hint =
            dates::find(said).last().and_then(|written| written.date()).or_else(|| bracket_day(&after));
        let scope = if conflicting(&before, &after) {
            RepealScope::Conflicting
        } else if one.resolved.places.is_empty() {
            RepealScope::Whole
        } else {
            RepealScope::Articles(one.resolved.places.clone())
        };
        all.push(RepealWords {
            span: one.span.clone(),
            title,
            number,
            adopted: hint,
            from: own_day(&after),
            scope,
        });
    }
    all
}

/// The sentence around a span; a paragraph ends it too.
fn sentence(source: &str, span: &Range<usize>) -> Range<usize> {
    let ends = ['。', '；', ';', '\n'];
    let start = source[..span.start]
        .rfind(ends)
        .map_or(0, |at| at + source[at..].chars().next().map_or(1, char::len_utf8));
    let end = source[span.end..].find(ends).map_or(source.len(), |at| span.end + at);
    start..end
}

const ENDS: [&str; 8] =
    ["同时废止", "予以废止", "即行废止", "一并废止", "相应废止", "自行废止", "同时停止执行", "同时失效"];

fn is_ended(before: &str, after: &str) -> bool {
    let clause = before.rsplit(['，', ',']).next().unwrap_or_default();
    let is_basis = ["根据", "依据", "按照", "依照"].iter().any(|word| clause.contains(word));
    if is_basis {
        return false;
    }
    // 应当废止的, 废止前, 废止后 speak of other days.
    let conditional = ["废止的", "废止前", "废止后", "应当废止", "可以废止", "不得废止"]
        .iter()
        .any(|word| after.contains(word));
    let at_end = after.trim_end().ends_with("废止");
    let told = ENDS.iter().any(|word| after.contains(word)) || at_end;
    let commanded = ["废止", "废止了", "废止："].iter().any(|word| before.trim_end().ends_with(word));
    (told && !conditional) || commanded
}

/// 1. 《…》（…）: a line of a list that begins with its number or its title.
fn is_list_line(before: &str, after: &str) -> bool {
    let label = before.trim_matches(|c: char| {
        c.is_whitespace()
            || c.is_ascii_digit()
            || yifa_law::numeral::is_numeral_char(c)
            || "（）().．、".contains(c)
    });
    label.is_empty() && !["修改", "决定", "保留"].iter().any(|word| after.contains(word))
}

fn conflicting(before: &str, after: &str) -> bool {
    ["不一致", "相抵触", "抵触的", "有关规定"]
        .iter()
        .any(|word| after.contains(word) || before.contains(word))
}

/// 《…》（2001年12月14日国务院令第337号公布）: the day in the brackets after a title.
fn bracket_day(after: &str) -> Option<Date> {
    let inner = after.trim_start().strip_prefix(['（', '('])?;
    let inner = inner.split(['）', ')']).next()?;
    dates::find(inner).first().and_then(|written| written.date())
}

/// 《…》自2026年1月1日起废止.
fn own_day(after: &str) -> Option<Date> {
    let found = dates::find(after).into_iter().next()?;
    let begins = after[..found.span.start].ends_with(['自', '于', '从']);
    let rest = after[found.span.end..].trim_start_matches('起');
    (begins && ["废止", "予以废止", "停止执行", "失效"].iter().any(|word| rest.starts_with(word)))
        .then(|| found.date())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::written;

    fn ended(last: &str) -> Vec<(String, RepealScope, Option<Date>)> {
        let source =
            format!("# 某法\n\n2020年5月1日 通过\n\n<!-- INFO END -->\n\n第一条　甲。\n\n第二条　{last}\n");
        let statute = Statute::read(source);
        let found: Vec<_> = written(&statute).into_iter().map(Result::unwrap).collect();
        words(&statute, &found).into_iter().map(|one| (one.title, one.scope, one.adopted)).collect()
    }

    #[test]
    fn final_articles_end_what_they_name() {
        let day = jiff::civil::date(1996, 3, 17);
        let found = ended("本法自2021年7月15日起施行。1996年3月17日通过的《甲法》、《乙法》同时废止。");
        let titles: Vec<_> = found.iter().map(|(title, ..)| title.as_str()).collect();
        assert_eq!(titles, ["甲法", "乙法"]);
        assert_eq!(found[0].2, Some(day));
    }

    #[test]
    fn look_alikes_end_nothing() {
        for sentence in [
            "根据《甲法》的规定，某证同时废止。",
            "《甲法》应当废止的，报请决定。",
            "《甲法》废止前的行为，适用当时的规定。",
            "依照《甲法》处罚。",
        ] {
            assert_eq!(ended(sentence), [], "{sentence}");
        }
    }

    #[test]
    fn parts_and_conflicts_are_told_apart() {
        let found = ended("《甲法》第五条同时废止；《乙法》与本法不一致的规定同时废止。");
        assert!(matches!(found[0].1, RepealScope::Articles(_)));
        assert_eq!(found[1].1, RepealScope::Conflicting);
    }
}
