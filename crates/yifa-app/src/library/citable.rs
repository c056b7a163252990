//! The library as a ground of acts: what may be cited beside the instruments of the definitions.

use std::sync::Arc;

use jiff::civil::Date;
use yifa_kernel::definition::CiteStatus;
use yifa_kernel::matter::{Citable, Command, Known};
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
        Some(CiteStatus {
            in_force: standing.may_hold(),
            sound: !over_a_gap && !cited(Exists::Spoiled),
            dated: standing.status != Status::Undated,
            published: standing.status != Status::Unpublished,
            internal: is_internal(found.rank()),
            rank_word: rank_word(found.rank()),
        })
    }
}

impl Edition {
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
    /// The library, when one of these values cites what the definitions do not know; else it is not needed.
    ///
    /// # Errors
    /// The store.
    pub async fn citable<'a>(
        &self,
        values: impl Iterator<Item = &'a Value>,
    ) -> Result<Option<Arc<dyn Citable>>> {
        let mut cites = Vec::new();
        values.for_each(|value| value.cites(&mut cites));
        let today = self.today();
        if cites.iter().all(|cite| self.registry().cite_status(&cite.text, today).is_some()) {
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
