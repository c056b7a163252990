//! All instruments that are known, found by name, number or identifier.

use super::title::without_trial;
use super::{Instrument, InstrumentId, Status, normalise_title};
use crate::citation::{InstrumentReference, ResolvedInstrument};
use crate::docnumber::DocumentNumber;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt;

/// The known instruments.
///
/// ```
/// # use jiff::civil::date;
/// # use yifa_law::instrument::*;
/// # let version = VersionFacts {
/// #     title: "中华人民共和国行政处罚法".to_owned(), number: None, promulgated: date(2021, 1, 22),
/// #     published_on: Some(date(2021, 1, 22)), in_force_from: Some(date(2021, 7, 15)), valid_until: None,
/// #     article_count: Some(86), articles: vec![],
/// # };
/// # let law = Instrument::new(InstrumentFacts {
/// #     id: InstrumentId::new("administrative-penalty-law").unwrap(), rank: Rank::Law, maker: None,
/// #     aliases: vec!["处罚法".to_owned()], versions: vec![version], ended: None,
/// # }).unwrap();
/// let library = Library::new(vec![law]).unwrap();
/// for name in ["行政处罚法", "《中華人民共和國行政處罰法》", "处罚法", "行政处罚法（2021年修订）"] {
///     assert_eq!(library.resolve(name).unwrap().id().as_str(), "administrative-penalty-law");
/// }
/// assert!(library.resolve("处罚").is_err());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Library {
    instruments: Vec<Instrument>,
    by_id: BTreeMap<InstrumentId, usize>,
    /// Normalised names; an old name that a new law uses again has several.
    by_name: BTreeMap<String, Vec<usize>>,
    by_number: BTreeMap<DocumentNumber, Vec<usize>>,
}

/// Why instruments do not make a library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LibraryFault {
    /// Two instruments with one identifier.
    RepeatedId(InstrumentId),
}

/// Why a name leads to no instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotResolved {
    /// No instrument has this name or number.
    Unknown,
    /// Several instruments have it, at different times; a day decides.
    Ambiguous(Vec<InstrumentId>),
}

impl Library {
    /// Puts instruments together.
    ///
    /// # Errors
    /// [`LibraryFault::RepeatedId`].
    pub fn new(instruments: Vec<Instrument>) -> Result<Self, LibraryFault> {
        let mut library = Self::default();
        for (index, instrument) in instruments.iter().enumerate() {
            if library.by_id.insert(instrument.id().clone(), index).is_some() {
                return Err(LibraryFault::RepeatedId(instrument.id().clone()));
            }
            let titles = instrument.versions().iter().map(|version| &version.facts().title);
            for name in titles.chain(instrument.aliases()) {
                enter(library.by_name.entry(normalise_title(name)).or_default(), index);
            }
            for number in instrument.versions().iter().filter_map(|version| version.facts().number.clone()) {
                enter(library.by_number.entry(number).or_default(), index);
            }
        }
        library.instruments = instruments;
        Ok(library)
    }

    /// All instruments, in the order in which they were given.
    pub fn instruments(&self) -> &[Instrument] {
        &self.instruments
    }

    /// The instrument with an identifier.
    pub fn get(&self, id: &InstrumentId) -> Option<&Instrument> {
        self.by_id.get(id).map(|index| &self.instruments[*index])
    }

    /// The instrument with a title or short name, written in any way. When nothing has the name, （试行） at
    /// its end is left off.
    ///
    /// # Errors
    /// [`NotResolved`].
    pub fn resolve(&self, name: &str) -> Result<&Instrument, NotResolved> {
        self.single(self.named(name))
    }

    /// As [`resolve`](Self::resolve); when several instruments have the name, the one in force on `date`.
    ///
    /// # Errors
    /// [`NotResolved`]: also ambiguous when none of them, or more than one, was in force on that day.
    pub fn resolve_on(&self, name: &str, date: Date) -> Result<&Instrument, NotResolved> {
        let found = self.named(name);
        let mut alive =
            found.iter().filter(|index| self.instruments[**index].status_on(date) == Status::InForce);
        match (alive.next(), alive.next()) {
            (Some(only), None) => Ok(&self.instruments[*only]),
            _ => self.single(found),
        }
    }

    /// The instrument with a version of this number.
    ///
    /// # Errors
    /// [`NotResolved`].
    pub fn resolve_number(&self, number: &DocumentNumber) -> Result<&Instrument, NotResolved> {
        self.single(self.by_number.get(number).map_or(&[][..], Vec::as_slice))
    }

    /// The instrument that a citation names, by its number first and then by its title. A name without 《》
    /// may have words in front that do not belong to it: the longest known end of it counts. `None` for
    /// 本法 and 该法, which only a [`Resolver`](crate::citation::Resolver) can tell.
    pub fn resolve_reference(
        &self,
        reference: &InstrumentReference,
    ) -> Option<Result<&Instrument, NotResolved>> {
        Some(match reference {
            InstrumentReference::Titled { title, number, .. } => self.resolve_either(title, number.as_ref()),
            InstrumentReference::Numbered(number) => self.resolve_number(number),
            InstrumentReference::Unquoted { name, .. } => self.resolve_end(name),
            InstrumentReference::This(_) | InstrumentReference::That(_) => return None,
        })
    }

    /// The instrument of a resolved citation; `None` for the text's own instrument.
    pub fn resolve_resolved(
        &self,
        instrument: &ResolvedInstrument,
    ) -> Option<Result<&Instrument, NotResolved>> {
        Some(match instrument {
            ResolvedInstrument::Own => return None,
            ResolvedInstrument::Titled { title, number } => match self.resolve_either(title, number.as_ref())
            {
                Err(NotResolved::Unknown) => self.resolve_end(title),
                other => other,
            },
            ResolvedInstrument::Numbered(number) => self.resolve_number(number),
        })
    }

    fn resolve_either(
        &self,
        title: &str,
        number: Option<&DocumentNumber>,
    ) -> Result<&Instrument, NotResolved> {
        match number.map(|number| self.resolve_number(number)) {
            Some(Ok(instrument)) => Ok(instrument),
            _ => self.resolve(title),
        }
    }

    fn resolve_end(&self, name: &str) -> Result<&Instrument, NotResolved> {
        let ends = name.char_indices().map(|(at, _)| &name[at..]).filter(|end| end.chars().count() > 1);
        let mut found = ends.map(|end| self.resolve(end)).filter(|found| *found != Err(NotResolved::Unknown));
        found.next().unwrap_or(Err(NotResolved::Unknown))
    }

    fn named(&self, name: &str) -> &[usize] {
        let name = normalise_title(name);
        let exact = self.by_name.get(&name);
        exact.or_else(|| self.by_name.get(without_trial(&name))).map_or(&[][..], Vec::as_slice)
    }

    fn single(&self, found: &[usize]) -> Result<&Instrument, NotResolved> {
        match found {
            [] => Err(NotResolved::Unknown),
            [only] => Ok(&self.instruments[*only]),
            more => {
                Err(NotResolved::Ambiguous(more.iter().map(|i| self.instruments[*i].id().clone()).collect()))
            }
        }
    }
}

fn enter(indices: &mut Vec<usize>, index: usize) {
    if !indices.contains(&index) {
        indices.push(index);
    }
}

impl fmt::Display for LibraryFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RepeatedId(id) => write!(f, "two instruments with the identifier {id}"),
        }
    }
}

impl std::error::Error for LibraryFault {}

impl fmt::Display for NotResolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("no known instrument has this name"),
            Self::Ambiguous(ids) => {
                let ids: Vec<&str> = ids.iter().map(InstrumentId::as_str).collect();
                write!(f, "several instruments have this name: {}", ids.join(", "))
            }
        }
    }
}

impl std::error::Error for NotResolved {}
