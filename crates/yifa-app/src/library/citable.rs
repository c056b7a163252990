//! The library as a ground of acts: what may be cited beside the instruments of the definitions.

use std::sync::Arc;

use jiff::civil::Date;
use yifa_kernel::definition::{CiteStanding, CiteStatus};
use yifa_kernel::matter::{Beyond, Citable, Command, Known};
use yifa_kernel::value::Value;
use yifa_law::citation::{self, Citation, Fit};
use yifa_law::instrument::{Rank, Status};
use yifa_law::place::Place;
use yifa_library::{Exists, Found, Instrument};

use super::Edition;
use crate::city::City;
use crate::error::Result;

impl Citable for Edition {
    /// Known when the library has one instrument of that name or number, and the place is not beyond its text.
    fn cite_status(&self, text: &str, on: Date) -> Option<CiteStatus> {
        let citation = citation::find(text).into_iter().next()?.ok()?;
        let found = self.cited(&citation, on)?;
        // 《…》（2017年修正）: that version is the ground, and none that is not at hand.
        let said = match citation.said() {
            Some(said) => Some(found.version_said(said).filter(|(_, fit)| *fit == Fit::Exact)?.0),
            None => None,
        };
        let exists = |place: &Place| match said {
            Some(version) => found.exists_in(version, place),
            None => found.exists(place, on),
        };
        let cited = |wanted: Exists| {
            citation.places.iter().any(|range| {
                let ends = [Some(&range.from), range.to.as_ref()].into_iter().flatten();
                let mut places = ends.filter_map(|end| end.place());
                places.any(|place| exists(&place) == wanted)
            })
        };
        let read = said.map_or_else(|| found.governing(on), |version| found.versions().get(version));
        let lost = read.map(yifa_library::Version::lost).unwrap_or_default();
        let over_a_gap = citation.places.iter().any(|range| {
            let number = |end: &citation::CitedPlace| end.place().map(|place| place.article.value);
            let ends = number(&range.from).zip(range.to.as_ref().and_then(number));
            ends.is_some_and(|(from, to)| lost.iter().any(|one| (from..=to).contains(one)))
        });
        if cited(Exists::No) {
            return None;
        }
        let standing = said.map_or_else(|| found.standing_on(on), |version| found.standing_of(version, on));
        let standing = standing.status;
        Some(CiteStatus {
            published: standing != Status::Unpublished,
            sound: !over_a_gap && !cited(Exists::Spoiled),
            standing: stands(found, standing),
            internal: is_internal(found.rank()),
            rank_word: rank_word(found.rank()),
        })
    }

    fn beyond(&self, text: &str, on: Date) -> Option<Beyond> {
        let citation = citation::find(text).into_iter().next()?.ok()?;
        let found = self.cited(&citation, on)?;
        let version = match citation.said() {
            Some(said) => found.versions().get(found.version_said(said)?.0),
            None => found.governing(on),
        };
        let version = version.filter(|version| version.has_text())?;
        let ends = citation.places.iter().flat_map(|range| [Some(&range.from), range.to.as_ref()]);
        let mut places = ends.flatten().filter_map(|end| end.place());
        places.find_map(|place| {
            let (_, article) = version.article(place.article)?;
            let paragraphs = article.paragraphs.len();
            let wanted = usize::try_from(place.paragraph?).ok()?;
            (wanted > paragraphs).then(|| Beyond { place: place.to_string(), paragraphs })
        })
    }
}

/// How an instrument stands, and what ended it.
fn stands(found: &Instrument, status: Status) -> CiteStanding {
    let by = || {
        let ended = found.ended()?;
        let place = ended.place.map(|place| place.to_string()).unwrap_or_default();
        ended.by.as_ref().map(|by| format!("《{}》{place}", by.trim_start_matches("中华人民共和国")))
    };
    match status {
        Status::InForce => CiteStanding::InForce,
        Status::NotYetInForce { from } => CiteStanding::NotYet(from),
        Status::Repealed { since } => CiteStanding::Repealed(since, by()),
        Status::Superseded { since } => CiteStanding::Superseded(since),
        Status::Lapsed { since } => CiteStanding::Lapsed(since),
        Status::Unpublished => CiteStanding::Unpublished,
        Status::Undated => CiteStanding::Undated,
    }
}

/// Whether a citation names a paragraph: only a text tells whether it is there.
pub fn names_paragraph(text: &str) -> bool {
    let cited = citation::find(text).into_iter().flatten();
    let mut places = cited.flat_map(|citation| citation.places);
    // Both ends of a range are of one kind.
    places.any(|range| range.from.place().is_some_and(|place| place.paragraph.is_some()))
}

impl Edition {
    /// Whether a citation names a paragraph of an article whose text of that day is not at hand: nobody can tell whether
    /// it is there.
    pub fn cannot_verify(&self, text: &str, on: Date) -> bool {
        let cited = citation::find(text).into_iter().next().and_then(Result::ok);
        let found = cited.and_then(|citation| self.cited(&citation, on));
        let read = found.and_then(|one| one.governing(on)).is_some_and(|version| version.has_text());
        names_paragraph(text) && found.is_some() && !read
    }

    fn cited(&self, citation: &Citation, on: Date) -> Option<&Instrument> {
        let numbered = citation.number().map(|number| self.library.numbered(number, on));
        let found = match numbered {
            Some(found @ Found::One(..)) => found,
            Some(Found::Several(_) | Found::Unknown) | None => self.library.named(citation.title()?, on),
        };
        match found {
            Found::One(_, one) => Some(one),
            Found::Several(_) | Found::Unknown => None,
        }
    }
}

/// Documents that bind only those who made them are no ground of an act towards others.
pub(super) fn is_internal(rank: Option<Rank>) -> bool {
    matches!(rank, Some(Rank::PartyDocument | Rank::InternalDocument))
}

fn rank_word(rank: Option<Rank>) -> &'static str {
    match rank {
        Some(Rank::Constitution | Rank::Law) => "law",
        Some(
            Rank::AdministrativeRegulation
            | Rank::ProvincialRegulation
            | Rank::CityRegulation
            | Rank::JudicialInterpretation,
        ) => "regulation",
        Some(Rank::DepartmentRule | Rank::ProvincialRule | Rank::CityRule) => "rule",
        Some(Rank::NormativeDocument) => "policy",
        Some(Rank::PartyDocument | Rank::InternalDocument) | None => "local_practice",
    }
}

impl City {
    /// The library, when one of these values cites what the definitions do not know, or a paragraph; else it is not needed.
    ///
    /// # Errors
    /// The store.
    pub async fn citable<'a>(
        &self,
        values: impl Iterator<Item = &'a Value>,
    ) -> Result<Option<Arc<dyn Citable>>> {
        let today = self.today();
        let known = |text: &str| self.registry().cite_status(text, today).is_some() && !names_paragraph(text);
        if values.flat_map(Value::cites).all(|cite| known(&cite.text)) {
            return Ok(None);
        }
        Ok(Some(self.law().await?))
    }

    /// What is known before anything was asked about commands.
    ///
    /// # Errors
    /// The store.
    pub(crate) async fn known_for(&self, commands: &[Command]) -> Result<Known> {
        let citable = self.citable(commands.iter().flat_map(|command| command.values.values())).await?;
        Ok(Known { bodies: self.bodies(), names: self.names(), citable, ..Known::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::names_paragraph;

    #[test]
    fn a_paragraph_is_named_wherever_it_stands_in_the_list() {
        assert!(names_paragraph("《甲法》第三条第二款"));
        assert!(names_paragraph("《甲法》第三条、第五条第二款"));
        assert!(names_paragraph("《甲法》第三条第二款至第四款"));
        assert!(names_paragraph("《甲法》第三条第二款至第五条第一款"));
        assert!(!names_paragraph("《甲法》第三条至第五条"));
        assert!(!names_paragraph("《甲法》第三条第（二）项"));
        // A range between different kinds of places is none.
        assert!(!names_paragraph("《甲法》第三条至第五条第二款"));
        assert!(!names_paragraph("甲法"));
    }
}
