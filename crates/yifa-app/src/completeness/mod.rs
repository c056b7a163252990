//! 应备未备: which documents of the city are filed nowhere, which numbers are missing, what acts cite and nobody knows.
//!
//! Owns: bringing the feeds together that `completeness.toml` names, with the texts of the library and the citations in
//! matters, and leaving out what is in time, already followed, or settled by a person. Comparing them belongs to
//! `yifa_library::completeness`; following a finding belongs to its procedure.

mod age;
mod definition;
mod evidence;
mod feeds;
mod follow;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use yifa_kernel::id::{BodyId, MatterId};
use yifa_law::docnumber::DocumentNumber;
use yifa_library::completeness::{Cell, Difference, Entry, Run, compare, gaps};

use crate::city::City;
use crate::error::Result;
use definition::Definition;
pub use evidence::Seen;
pub use follow::{FindingWords, Question};

/// Whether `completeness.toml` of these definitions can be read and names what is there.
///
/// # Errors
/// It does not.
pub(crate) fn check(registry: &yifa_kernel::definition::Registry) -> Result<()> {
    Definition::read(registry).map(|_| ())
}

/// What the comparison found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completeness {
    /// Documents about which the registers do not agree.
    pub documents: Vec<Unfiled>,
    /// Numbers that are nowhere.
    pub gaps: Vec<Gap>,
    /// The day from which the register of filings is whole.
    pub complete_from: Date,
    /// Documents from before that day that are filed nowhere: told apart, no findings.
    pub older: Vec<Unfiled>,
    /// Numbers from before that day that are nowhere.
    pub older_gaps: Vec<Gap>,
    /// How many documents were compared.
    pub compared: usize,
    /// How many are not filed yet but still in time.
    pub in_time: usize,
    /// What could not be compared, since its year is masked and it has no title: where it was seen.
    pub masked: Vec<Entry>,
}

/// A document with what is known of it, and the finding that follows it already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfiled {
    /// What was seen where.
    pub difference: Difference,
    /// The body that made it, where one of the city's is named.
    pub maker: Option<BodyId>,
    /// The open finding about it.
    pub followed_in: Option<Following>,
}

/// Missing numbers and the finding that follows them already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The numbers.
    pub run: Run,
    /// The body that keeps the series.
    pub maker: Option<BodyId>,
    /// The open finding about the first of them.
    pub followed_in: Option<Following>,
}

/// The open finding in which something is followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Following {
    /// The matter.
    pub matter: MatterId,
    /// As people find it: by number and title.
    pub name: String,
}

/// One of the two, to be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding<'a> {
    /// A document.
    Document(&'a Unfiled),
    /// Missing numbers.
    Gap(&'a Gap),
}

/// The findings that there are: the open ones by what they name, and what persons have settled.
#[derive(Default)]
struct Followed {
    open: BTreeMap<String, Following>,
    settled: BTreeSet<String>,
}

impl Completeness {
    /// Whether everything is where it belongs.
    pub fn is_whole(&self) -> bool {
        self.documents.is_empty() && self.gaps.is_empty()
    }
}

impl City {
    /// Compares every feed with the filings. The library's texts by the city's own makers are published documents, and
    /// what they cite of each other must be known.
    ///
    /// # Errors
    /// The store; `completeness.toml` names what is not there.
    pub async fn completeness(&self) -> Result<Completeness> {
        let edition = self.law().await?;
        let definition = Definition::read(self.registry())?;
        let seen = self.seen(&definition, &edition).await?;
        let (filed, first) = self.filed(&definition).await?;
        let numbers = self.numbers(&definition).await?;
        let followed = self.followed(&definition).await?;
        let masked = seen.iter().chain(&filed).filter(|entry| !entry.is_definite()).cloned().collect();
        let differences = compare(&seen, &filed);
        let today = self.today();
        let complete_from = age::complete_from(&definition.register, first, today);
        let grace = |one: &Difference| still_in_time(one, definition.grace.days, today);
        let in_time = differences.iter().filter(|one| grace(one)).count();
        let documents = differences.into_iter().filter(|one| !grace(one) && !followed.is_settled(one));
        let documents = documents.map(|difference| Unfiled {
            maker: difference.best().and_then(|entry| self.maker(entry)),
            followed_in: followed.of(&difference),
            difference,
        });
        let is_older =
            |one: &Unfiled| one.followed_in.is_none() && age::is_older(&one.difference, complete_from);
        let (older, documents) = documents.partition(is_older);
        let compared = seen.iter().chain(&filed).filter(|entry| entry.is_definite()).count();
        let gap = |run: Run| {
            let first = DocumentNumber::Yearly {
                mark: run.mark.clone(),
                year: yifa_law::docnumber::DocumentYear::Known(run.year),
                serial: run.from,
            };
            let names = [first.to_string(), run.written()];
            if names.iter().any(|name| followed.settled.contains(name)) {
                return None;
            }
            let followed_in = names.iter().find_map(|name| followed.open.get(name)).cloned();
            Some(Gap { maker: Some(BodyId::new(&run.after.maker)), followed_in, run })
        };
        let gaps = gaps(&numbers).into_iter().filter_map(gap);
        let is_older = |one: &Gap| one.followed_in.is_none() && age::is_older_run(&one.run, complete_from);
        let (older_gaps, gaps) = gaps.partition(is_older);
        Ok(Completeness { documents, gaps, complete_from, older, older_gaps, compared, in_time, masked })
    }

    fn maker(&self, entry: &Entry) -> Option<BodyId> {
        let body = BodyId::new(&entry.maker);
        self.bodies().get(&body).map(|body| body.id.clone())
    }
}

/// Published so few days ago that it may still be filed in time.
fn still_in_time(one: &Difference, days: i32, today: Date) -> bool {
    let last = |entry: &Entry| entry.day.and_then(|day| day.checked_add(jiff::Span::new().days(days)).ok());
    one.cell == Cell::Unfiled && one.seen.iter().filter_map(last).any(|last| today <= last)
}

impl Followed {
    fn names(one: &Difference) -> impl Iterator<Item = String> {
        let entries = one.seen.iter().chain(&one.filed);
        let numbers = entries.clone().filter_map(Entry::definite_number).map(ToString::to_string);
        let titles = entries.map(|entry| entry.title.clone()).filter(|title| !title.is_empty());
        numbers.chain(titles)
    }

    fn of(&self, one: &Difference) -> Option<Following> {
        Self::names(one).find_map(|name| self.open.get(&name).cloned())
    }

    fn is_settled(&self, one: &Difference) -> bool {
        Self::names(one).any(|name| self.settled.contains(&name))
    }
}
