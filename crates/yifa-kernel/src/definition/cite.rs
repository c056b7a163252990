//! Owns the instruments' facts and the checks of every citation in the definitions: the instrument is known and in
//! force on the version's day, the article is among its facts, and a limit's number is one that its article names.

use std::collections::BTreeMap;

use jiff::civil::Date;
use yifa_law::citation::{self, ArticleStep, Citation, Fit, SaidVersion};
use yifa_law::instrument::normalise_title;
use yifa_law::place::ArticleNumber;

use super::diagnostic::Diagnostic;
use super::parsed::In;
use super::raw::{BasisClass, InstrumentFile};
use super::written;
use crate::procedure::{Length, LimitKind, Procedure};

/// The facts of all instruments.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// Versions by title or short name, normalised, oldest first.
    versions: BTreeMap<String, Vec<std::sync::Arc<Version>>>,
}

/// The facts of one version of an instrument.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// The folder of its instrument: `instruments/<slug>/<day>.toml`.
    pub slug: String,
    /// The facts as written.
    pub facts: InstrumentFile,
    /// Day of promulgation.
    pub promulgated: Date,
    /// First day in force.
    pub in_force_from: Date,
    /// First day no longer in force.
    pub ended_on: Option<Date>,
}

/// How an instrument stands on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CiteStanding {
    /// In force.
    InForce,
    /// Not in force yet 尚未施行; the day, where it is known.
    NotYet(Option<Date>),
    /// Repealed 已废止: the first day without it, and what ended it, as a citation, where that is known.
    Repealed(Date, Option<String>),
    /// A newer version has taken the place of the one that is cited: its first day.
    Superseded(Date),
    /// Lapsed by itself 已失效: the first day without it.
    Lapsed(Date),
    /// Never published.
    Unpublished,
    /// Nothing tells from when it holds. Facts always do.
    Undated,
}

/// What is known of a citation on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CiteStatus {
    /// How it stands.
    pub standing: CiteStanding,
    /// Whether the words of the place are at hand as they were published, as far as is known. Facts always are.
    pub sound: bool,
    /// Published. Facts are of published instruments only.
    pub published: bool,
    /// Whether it binds only those who made it: a document inside the administration or the party.
    pub internal: bool,
    /// Rank, in the word of definitions.
    pub rank_word: &'static str,
}

impl CiteStatus {
    /// Whether an act may rest on it: in force, and dated and published unless it is an internal duty that rests on it.
    pub fn supports(&self, internal_duty: bool) -> bool {
        let towards_others = self.is_dated() && !self.internal && self.published;
        self.in_force() != Some(false)
            && self.sound
            && (towards_others || (internal_duty && (self.internal || self.published)))
    }

    /// Whether anything tells from when it holds.
    pub fn is_dated(&self) -> bool {
        self.standing != CiteStanding::Undated
    }

    /// Whether it is in force; `None` where nobody tells its days.
    pub fn in_force(&self) -> Option<bool> {
        self.is_dated().then_some(self.standing == CiteStanding::InForce)
    }
}

/// A citation's title and articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cited {
    pub title: String,
    /// Which version the citation says.
    pub said: Option<SaidVersion>,
    pub articles: Vec<String>,
}

impl Library {
    pub(super) fn new(files: &[In<InstrumentFile>], faults: &mut Vec<Diagnostic>) -> Self {
        let mut library = Self::default();
        for In { file, it } in files {
            let mut day = |text: &str| {
                written::day(text)
                    .map_err(|says| faults.push(Diagnostic::new("D1002", file, 0..0, says)))
                    .ok()
            };
            let (Some(promulgated), Some(in_force_from)) = (day(&it.promulgated), day(&it.in_force_from))
            else {
                continue;
            };
            let ended_on = it.ended_on.as_deref().and_then(day);
            if in_force_from < promulgated {
                let says = format!("《{}》 is in force before it was adopted", it.title);
                faults.push(Diagnostic::new("D1002", file, 0..0, says));
            }
            let slug = file.split('/').rev().nth(1).unwrap_or_default().to_owned();
            let version = std::sync::Arc::new(Version {
                slug,
                facts: it.clone(),
                promulgated,
                in_force_from,
                ended_on,
            });
            for name in std::iter::once(&it.title).chain(&it.short) {
                let all = library.versions.entry(normalise_title(name)).or_default();
                // A short name may be the title without 中华人民共和国: one entry, once.
                if !all.iter().any(|one| std::sync::Arc::ptr_eq(one, &version)) {
                    all.push(version.clone());
                }
                all.sort_by_key(|one| one.in_force_from);
            }
        }
        library
    }

    /// The version that is in force on a day, by title or short name.
    pub fn on(&self, title: &str, day: Date) -> Option<&Version> {
        let latest = self.all(title).iter().rfind(|one| one.in_force_from <= day)?;
        latest.ended_on.is_none_or(|end| day < end).then_some(latest.as_ref())
    }

    /// All versions, oldest first.
    pub fn all(&self, title: &str) -> &[std::sync::Arc<Version>] {
        self.versions.get(&normalise_title(title)).map_or(&[], Vec::as_slice)
    }

    /// Whether two titles name one instrument.
    pub fn same(&self, title: &str, other: &str) -> bool {
        let full = |title| self.all(title).first().map(|version| version.facts.title.as_str());
        normalise_title(title) == normalise_title(other)
            || (full(title).is_some() && full(title) == full(other))
    }

    /// Every version once, by title and day.
    pub fn iter(&self) -> impl Iterator<Item = &Version> {
        let named = |(name, all): (&String, &'_ Vec<std::sync::Arc<Version>>)| {
            all.first().is_some_and(|one| normalise_title(&one.facts.title) == *name)
        };
        self.versions
            .iter()
            .filter(move |entry| named(*entry))
            .flat_map(|(_, all)| all.iter().map(AsRef::as_ref))
    }

    /// What is known of a citation on a day; `None`: the instrument or the article is not known.
    pub fn status(&self, text: &str, day: Date) -> Option<CiteStatus> {
        let cited = cited(text).into_iter().next()?;
        let all = self.all(&cited.title);
        // 《…》（2017年修正）: that version is the ground; one that is not among the facts is not known here.
        let said = match &cited.said {
            Some(said) => Some(all.iter().find(|version| version.is_said(said))?.as_ref()),
            None => None,
        };
        let holds = self.on(&cited.title, day).filter(|version| said.is_none_or(|said| *version == said));
        let known = said.or(holds).or_else(|| all.first().map(AsRef::as_ref))?;
        let beyond = |article: &String| {
            article.split('.').next().and_then(|n| n.parse::<u32>().ok()) > Some(known.facts.articles)
        };
        if known.facts.articles > 0 && cited.articles.iter().any(beyond) {
            return None;
        }
        Some(CiteStatus {
            sound: true,
            standing: self.standing(&cited.title, said, day),
            published: known.promulgated <= day,
            internal: false,
            rank_word: rank_word(known.facts.rank),
        })
    }

    /// How an instrument stands, or the version of it that is said.
    fn standing(&self, title: &str, said: Option<&Version>, day: Date) -> CiteStanding {
        let all = self.all(title);
        if let Some(said) = said.filter(|said| day < said.in_force_from) {
            return CiteStanding::NotYet(Some(said.in_force_from));
        }
        let Some(latest) = all.iter().rfind(|one| one.in_force_from <= day) else {
            return CiteStanding::NotYet(all.first().map(|one| one.in_force_from));
        };
        match latest.ended_on.filter(|end| *end <= day) {
            Some(end) => CiteStanding::Repealed(end, latest.facts.ended_by.clone()),
            None if said.is_none_or(|said| *said == **latest) => CiteStanding::InForce,
            None => {
                let next =
                    all.iter().find(|one| said.is_some_and(|said| said.in_force_from < one.in_force_from));
                CiteStanding::Superseded(next.map_or(latest.in_force_from, |next| next.in_force_from))
            }
        }
    }

    /// The gist of the first cited article on a day.
    pub fn gist(&self, text: &str, day: Date) -> Option<&str> {
        let cited = cited(text).into_iter().next()?;
        let article = cited.articles.first()?;
        let facts = &self.on(&cited.title, day)?.facts;
        facts.article.iter().find(|one| one.no == *article).map(|one| one.gist.as_str())
    }
}

impl Version {
    /// Whether a citation that says a year or a day means this version.
    fn is_said(&self, said: &SaidVersion) -> bool {
        said.fit(&[self.promulgated], Some(self.in_force_from)) == Fit::Exact
    }
}

fn rank_word(rank: BasisClass) -> &'static str {
    match rank {
        BasisClass::Law => "law",
        BasisClass::Regulation => "regulation",
        BasisClass::Rule => "rule",
        BasisClass::Policy => "policy",
        BasisClass::LocalPractice => "local_practice",
        BasisClass::ProductDefault => "product_default",
    }
}

/// The titles of a text with the articles that follow each. An article is `58`, or `58.1` for 第五十八条之一.
pub(super) fn cited(text: &str) -> Vec<Cited> {
    let mut all: Vec<Cited> = Vec::new();
    for citation in citation::find(text).into_iter().flatten() {
        let articles = articles(&citation);
        match (citation.title(), &citation.instrument, all.last_mut()) {
            (Some(title), ..) => {
                all.push(Cited { title: title.to_owned(), said: citation.said().copied(), articles });
            }
            // 《甲》第五条第一款第一项，第六条: places alone go on with what was named.
            (None, None, Some(last)) => last.articles.extend(articles),
            (None, ..) => {}
        }
    }
    all
}

fn articles(citation: &Citation) -> Vec<String> {
    let ends = citation.places.iter().flat_map(|range| std::iter::once(range.from).chain(range.to));
    let mut all = Vec::new();
    for place in ends {
        let ArticleStep::Number(ArticleNumber { value, suffix }) = place.article else { continue };
        let article = if suffix > 0 { format!("{value}.{suffix}") } else { value.to_string() };
        if all.last() != Some(&article) {
            all.push(article);
        }
    }
    all
}

/// Checks every citation of a procedure.
pub(super) fn check(procedure: &Procedure, library: &Library, faults: &mut Vec<Diagnostic>) {
    let mut checker = Checker { procedure, library, faults };
    for action in &procedure.actions {
        checker.all(&action.basis, action.class, &action.place.file, action.place.span.clone());
        if let Some(addressed) = &action.addressed {
            checker.all(&addressed.basis, action.class, &action.place.file, action.place.span.clone());
        }
        for condition in &action.require {
            checker.all(&condition.basis, action.class, &action.place.file, action.place.span.clone());
        }
    }
    for limit in &procedure.limits {
        checker.all(&limit.basis, limit.class, &limit.place.file, limit.place.span.clone());
        checker.named(limit);
    }
}

struct Checker<'a> {
    procedure: &'a Procedure,
    library: &'a Library,
    faults: &'a mut Vec<Diagnostic>,
}

impl Checker<'_> {
    fn all(&mut self, basis: &[String], class: BasisClass, file: &str, span: std::ops::Range<usize>) {
        // Local practice and product defaults rest on no published article; their source is told, not checked.
        if class >= BasisClass::LocalPractice {
            return;
        }
        let mut told = |code, says: String, help: String| {
            let fault = Diagnostic::new(code, file, span.clone(), says).help(help);
            if !self.faults.contains(&fault) {
                self.faults.push(fault);
            }
        };
        for text in basis {
            for broken in citation::find(text).into_iter().filter_map(Result::err) {
                let written = &text[broken.span.clone()];
                told(
                    "D0204",
                    format!("`{written}` cannot be read: {broken}"),
                    "write 《行政处罚法》第六十条".into(),
                );
            }
            let all = cited(text);
            if all.is_empty() {
                let help =
                    "a basis is written 《行政处罚法》第六十条; without one, say class = \"product_default\"";
                told("D0204", format!("`{text}` names no instrument"), help.into());
            }
            for one in all {
                let Some(version) = self.library.on(&one.title, self.procedure.version_on) else {
                    let versions = self.library.all(&one.title);
                    match versions.first() {
                        None => {
                            let help = format!(
                                "add definitions/instruments/<slug>/<date>.toml for 《{}》",
                                one.title
                            );
                            told("D0204", format!("《{}》 is not among the instruments", one.title), help);
                        }
                        Some(first) => {
                            let says =
                                format!("《{}》 is not in force on {}", one.title, self.procedure.version_on);
                            told(
                                "D0206",
                                says,
                                format!("the first known version is in force from {}", first.in_force_from),
                            );
                        }
                    }
                    continue;
                };
                for article in &one.articles {
                    if !version.facts.article.iter().any(|gist| gist.no == *article) {
                        let says = format!("article {article} of 《{}》 is not among its facts", one.title);
                        told(
                            "D0205",
                            says,
                            format!("add [[article]] no = \"{article}\" with its gist and figures"),
                        );
                    }
                }
            }
        }
    }

    /// A limit's number must be one that a cited article names.
    fn named(&mut self, limit: &crate::procedure::Limit) {
        let Some(within) = limit.within.filter(|_| limit.class < BasisClass::LocalPractice) else { return };
        if limit.overlaid.is_some() || limit.kind == LimitKind::Open || limit.by_parameter.is_some() {
            return;
        }
        let on = self.procedure.version_on;
        let cited: Vec<Cited> = limit.basis.iter().flat_map(|text| cited(text)).collect();
        let figures: Vec<String> = cited
            .iter()
            .filter_map(|one| Some((one, self.library.on(&one.title, on)?)))
            .flat_map(|(one, version)| {
                let named = version.facts.article.iter().filter(|gist| one.articles.contains(&gist.no));
                named.flat_map(|gist| gist.figures.clone()).collect::<Vec<_>>()
            })
            .collect();
        if figures.iter().any(|figure| written::length(figure).is_ok_and(|length| same(length, within))) {
            return;
        }
        let says = format!(
            "this limit is {} {}, but no article it cites names that",
            within.n(),
            within.unit().as_str()
        );
        let help = match figures.as_slice() {
            [] => "the facts of the cited articles name no figures".to_owned(),
            some => format!("the cited articles name {}", some.join(", ")),
        };
        self.faults
            .push(Diagnostic::new("D0203", &limit.place.file, limit.place.span.clone(), says).help(help));
    }
}

/// Whether two lengths are the same number: 12 months are 1 year; days are never working days.
fn same(a: Length, b: Length) -> bool {
    use crate::procedure::Unit;
    let in_months = |length: Length| match length.unit() {
        Unit::Month => Some(length.n()),
        Unit::Year => Some(length.n() * 12),
        Unit::CalendarDay | Unit::WorkingDay | Unit::Hour => None,
    };
    a == b || (in_months(a).is_some() && in_months(a) == in_months(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        cited(text).into_iter().map(|one| format!("{} {}", one.title, one.articles.join(","))).collect()
    }

    #[test]
    fn titles_keep_the_articles_that_follow_them() {
        assert_eq!(shown("《甲法》第五条、第六条第一款和《乙法》第七条"), ["甲法 5,6", "乙法 7"]);
        assert_eq!(shown("《甲法》第二百九十一条之一第二款"), ["甲法 291.1"]);
        assert_eq!(shown("《甲法》第五条第一款、第二款（有前款情形的），第六条"), ["甲法 5,6"]);
        assert_eq!(shown("《某省实施《甲法》办法》第三条"), ["某省实施〈甲法〉办法 3"]);
    }

    #[test]
    fn what_is_no_citation_names_nothing() {
        for text in ["", "第五条", "甲法第五条", "《》第五条", "《甲法"] {
            assert!(shown(text).is_empty(), "{text}");
        }
        assert!(shown("《甲法》第二十-条").is_empty());
    }
}
