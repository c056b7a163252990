//! Blast radius: what loses its basis when an instrument, or one of its articles, goes.

use crate::instrument::Instrument;
use crate::library::{CiteAt, Library, VersionAt};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use yifa_law::place::ArticleNumber;

/// A text that cites what would go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependant {
    /// The citing version, the one that governs on the day.
    pub at: VersionAt,
    /// Its citations, in order of the text.
    pub cites: Vec<CiteAt>,
    /// The articles in which nothing else is cited: they lose their only named basis.
    pub only_basis: Vec<ArticleNumber>,
    /// Whether it was made to carry out what would go: 实施〈…〉办法.
    pub implements: bool,
}

impl Library {
    /// Every text in force on a day that cites an instrument, or one of its articles when one is given; those that
    /// carry it out first, then those with most articles that lose their only basis.
    pub fn blast_radius(&self, target: usize, article: Option<ArticleNumber>, on: Date) -> Vec<Dependant> {
        let mut by_version: BTreeMap<VersionAt, Vec<CiteAt>> = BTreeMap::new();
        for cite in self.cited_by(target) {
            by_version.entry(cite.at).or_default().push(*cite);
        }
        let mut all: Vec<Dependant> = by_version
            .into_iter()
            .filter(|(at, _)| self.holds(*at, on))
            .filter_map(|(at, cites)| self.dependant(target, article, at, cites))
            .collect();
        all.sort_by_key(|one| (!one.implements, std::cmp::Reverse(one.only_basis.len()), one.at));
        all
    }

    fn holds(&self, at: VersionAt, on: Date) -> bool {
        let instrument = &self.instruments()[at.instrument];
        instrument.standing_on(on).may_hold() && instrument.governing_index(on) == Some(at.version)
    }

    fn dependant(
        &self,
        target: usize,
        article: Option<ArticleNumber>,
        at: VersionAt,
        cites: Vec<CiteAt>,
    ) -> Option<Dependant> {
        let names = |cite: &CiteAt| {
            article.is_none_or(|article| {
                let Some((_, cite)) = self.cite(*cite) else { return false };
                cite.places.iter().any(|range| {
                    let to = range.to.map_or(range.from.article, |to| to.article);
                    (range.from.article..=to).contains(&article)
                })
            })
        };
        let cites: Vec<CiteAt> = cites.into_iter().filter(names).collect();
        if cites.is_empty() {
            return None;
        }
        let only_basis = self.only_basis(target, &cites);
        let implements =
            article.is_none() && implements(&self.instruments()[at.instrument], &self.instruments()[target]);
        Some(Dependant { at, cites, only_basis, implements })
    }

    /// The articles whose citations of other instruments all lead to the target.
    fn only_basis(&self, target: usize, cites: &[CiteAt]) -> Vec<ArticleNumber> {
        let mut articles = BTreeSet::new();
        for cite in cites {
            let Some((body, one)) = self.cite(*cite) else { continue };
            let Some(place) = one.at else { continue };
            let same = |other: &&crate::Cite| other.at.is_some_and(|at| at.article == place.article);
            let others = body.cites.iter().filter(same);
            if others.clone().all(|other| other.target == crate::CiteTarget::Instrument(target)) {
                articles.insert(place.article);
            }
        }
        articles.into_iter().collect()
    }
}

fn implements(one: &Instrument, target: &Instrument) -> bool {
    let title = yifa_law::instrument::normalise_title(one.title());
    let name = yifa_law::instrument::normalise_title(target.title());
    title.contains(&format!("实施〈{name}〉")) || title.starts_with(&format!("{name}实施"))
}
