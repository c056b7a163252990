//! The feeds: matters of the procedures named, texts of the library, citations in matters.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use yifa_kernel::id::{FieldId, MatterId};
use yifa_kernel::matter::State;
use yifa_kernel::value::Value;
use yifa_law::citation::{InstrumentReference, find};
use yifa_law::docnumber::{self, DocumentNumber};
use yifa_law::fold::fold;
use yifa_law::instrument::{Rank, names_instrument, normalise_title};
use yifa_library::completeness::{Entry, Numbered};
use yifa_library::{Cite, CiteTarget, Instrument, Library, Published, Version};
use yifa_store::{MatterOrder, MatterQuery, MatterRow};

use super::definition::{Definition, Feed};
use super::{Followed, Following};
use crate::city::City;
use crate::error::Result;
use crate::library::Edition;

/// The feed of texts that were imported.
pub const TEXTS: &str = "site";
/// The feed of what acts and texts cite.
pub const CITED: &str = "cited";

/// A matter with its row.
struct Found {
    state: Arc<State>,
    row: MatterRow,
}

/// The marks and names by which a document is one of the city's own.
struct Local {
    marks: BTreeSet<String>,
    names: Vec<(String, String)>,
}

impl City {
    pub(super) async fn seen(&self, definition: &Definition, edition: &Edition) -> Result<Vec<Entry>> {
        let mut all = Vec::new();
        for feed in &definition.seen {
            let matters = self.of_feed(feed).await?;
            all.extend(matters.iter().flat_map(|found| entries(feed, found)));
        }
        let (local, library) = (self.local(&all), &edition.library);
        texts(edition, &local, &mut all);
        let cited = self.cited(&local).await?;
        add_cited(cited, library, &mut all);
        Ok(all)
    }

    /// What is filed, and the day of the first document that ever was to be. A filing that is only due counts until its last
    /// day is over.
    pub(super) async fn filed(&self, definition: &Definition) -> Result<(Vec<Entry>, Option<Date>)> {
        let today = self.today();
        let (mut all, mut first) = (Vec::new(), None);
        for feed in &definition.filed {
            let counts = |found: &Found| {
                !feed.due.contains(&found.row.state) || found.row.due_on.is_none_or(|due| today <= due)
            };
            for found in self.of_feed(feed).await? {
                let of_one = entries(feed, &found);
                first = first.into_iter().chain(of_one.iter().filter_map(|entry| entry.day)).min();
                if counts(&found) {
                    all.extend(of_one);
                }
            }
        }
        Ok((all, first))
    }

    pub(super) async fn numbers(&self, definition: &Definition) -> Result<Vec<Numbered>> {
        let mut all = Vec::new();
        for feed in &definition.numbers {
            for found in self.of_feed(feed).await? {
                let numbered = entries(feed, &found).into_iter().filter_map(|entry| {
                    Some(Numbered {
                        number: entry.number?,
                        place: entry.place,
                        maker: entry.maker,
                        day: entry.day,
                    })
                });
                all.extend(numbered);
            }
        }
        Ok(all)
    }

    pub(super) async fn followed(&self, definition: &Definition) -> Result<Followed> {
        let finding = &definition.finding;
        let feed = Feed {
            procedure: finding.procedure.clone(),
            number: finding.number.clone(),
            title: Some(finding.title.clone()),
            ..Feed::default()
        };
        let mut followed = Followed::default();
        for found in self.of_feed(&feed).await? {
            let settled = finding.settled.contains(&found.row.state);
            // Several numbers in one finding are written as a run: 某府发〔2026〕1—60号.
            let written = found.state.fields.get(&FieldId::new(&finding.number)).and_then(Value::as_text);
            let written: Option<String> = written.map(str::to_owned);
            for entry in entries(&feed, &found) {
                let number = entry.definite_number().map(ToString::to_string);
                let names = number.into_iter().chain((!entry.title.is_empty()).then_some(entry.title));
                let names = names.chain(written.clone());
                for name in names {
                    if settled {
                        followed.settled.insert(name);
                    } else if !found.row.is_final {
                        let one = Following { matter: found.state.matter.clone(), name: called(&found.row) };
                        followed.open.insert(name, one);
                    }
                }
            }
        }
        Ok(followed)
    }

    /// All matters of a feed.
    async fn of_feed(&self, feed: &Feed) -> Result<Vec<Found>> {
        let query = MatterQuery {
            procedures: vec![feed.procedure.clone()],
            states: feed.states.clone(),
            ..MatterQuery::default()
        };
        let only = |found: &Found| {
            feed.only.iter().all(|(field, wanted)| {
                matches!(found.state.fields.get(&FieldId::new(field)), Some(Value::Choice(value)) if value == wanted)
            })
        };
        let mut all = self.walked(&query).await?;
        all.retain(only);
        Ok(all)
    }

    async fn walked(&self, query: &MatterQuery) -> Result<Vec<Found>> {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let store = self.store();
            let page =
                store.matters(self.jurisdiction(), query, MatterOrder::Number, after.as_ref(), 200).await?;
            let ids = page.rows.iter().map(|row| MatterId::new(row.matter.as_str()));
            let mut states = self.states(ids).await?;
            for row in page.rows {
                if let Some(Some(state)) = states.remove(row.matter.as_str()) {
                    all.push(Found { state, row });
                }
            }
            after = page.next;
            if after.is_none() {
                return Ok(all);
            }
        }
    }

    /// How the city's own documents are called: by the marks in its registers and by the names of its bodies.
    fn local(&self, known: &[Entry]) -> Local {
        let mark = |entry: &Entry| match entry.definite_number()? {
            DocumentNumber::Yearly { mark, .. } | DocumentNumber::Announced { mark, .. } => {
                Some(mark.clone())
            }
            DocumentNumber::Order { .. } => None,
        };
        let names = self.bodies().iter().map(|body| (body.name.clone(), body.id.to_string())).collect();
        Local { marks: known.iter().filter_map(mark).collect(), names }
    }

    /// What the matters cite of the city's own documents, with the first matter that does.
    async fn cited(&self, local: &Local) -> Result<Vec<Entry>> {
        let with_citations = self.registry().procedures().filter(|procedure| {
            procedure.fields.iter().any(|field| {
                let cites = yifa_kernel::definition::raw::FieldKind::Cite;
                field.declared == cites || field.columns.iter().any(|column| column.declared == cites)
            })
        });
        let procedures: BTreeSet<String> = with_citations.map(|procedure| procedure.id.to_string()).collect();
        let mut found: BTreeMap<String, Entry> = BTreeMap::new();
        for procedure in procedures {
            let query = MatterQuery { procedures: vec![procedure], ..MatterQuery::default() };
            for Found { state, row } in self.walked(&query).await? {
                for text in state.fields.values().flat_map(Value::cites).map(|cite| cite.text.as_str()) {
                    for entry in named(text, local) {
                        let key = format!("{}{:?}", entry.title, entry.number);
                        let (place, matter) = (called(&row), Some(row.matter.to_string()));
                        found.entry(key).or_insert(Entry { place, matter, ..entry });
                    }
                }
            }
        }
        Ok(found.into_values().collect())
    }
}

/// A matter as people find it: by its number and title, by its identifier only where it has neither.
fn called(row: &MatterRow) -> String {
    let known = [row.number.as_deref(), Some(row.title.as_str())].into_iter().flatten();
    let known: Vec<&str> = known.filter(|text| !text.is_empty()).collect();
    if known.is_empty() { row.matter.to_string() } else { known.join(" ") }
}

/// The documents that a matter shows: itself, or the rows of a table.
fn entries(feed: &Feed, found: &Found) -> Vec<Entry> {
    let one = |fields: &BTreeMap<FieldId, Value>| {
        let text = |field: &str| match fields.get(&FieldId::new(field)) {
            Some(Value::Text(text)) => Some(text.clone()),
            _ => None,
        };
        Entry {
            feed: feed.feed.clone(),
            place: called(&found.row),
            matter: Some(found.row.matter.to_string()),
            maker: found.state.body.to_string(),
            number: text(&feed.number).and_then(|text| docnumber::parse(&text).ok()).map(|read| read.number),
            title: feed.title.as_deref().and_then(text).unwrap_or_default(),
            day: match feed.day.as_ref().and_then(|day| fields.get(&FieldId::new(day))) {
                Some(Value::Date(day)) => Some(*day),
                _ => None,
            },
            text: feed.text.as_deref().and_then(text),
            published: feed.published,
        }
    };
    match &feed.rows {
        None => vec![one(&found.state.fields)],
        Some(rows) => match found.state.fields.get(&FieldId::new(rows)) {
            Some(Value::Table(rows)) => rows.iter().map(one).collect(),
            _ => Vec::new(),
        },
    }
}

/// Normative documents of the city's own makers among the imported texts.
fn texts(edition: &Edition, local: &Local, into: &mut Vec<Entry>) {
    for instrument in edition.library.instruments().iter().filter(|one| is_document(one)) {
        let shown = |version: &&Version| version.has_text() && version.published() != Published::Never;
        for version in instrument.versions().iter().filter(shown) {
            let by_mark = version.number().is_some_and(|number| local.has_mark(number));
            let maker = instrument.maker().or(Some(version.title())).and_then(|name| local.maker(name));
            let maker = maker.or_else(|| local.maker(version.title()));
            if !by_mark && maker.is_none() {
                continue;
            }
            let origin = version.bodies().first().map(|body| body.origin.as_str()).unwrap_or_default();
            let (place, matter) = shown_by(edition, version, origin);
            into.push(Entry {
                feed: TEXTS.to_owned(),
                place,
                matter,
                maker: maker.unwrap_or_default(),
                number: version.number().cloned(),
                title: version.title().to_owned(),
                day: version.adopted(),
                published: true,
                ..Entry::default()
            });
            add_unknown(edition, version, local, into);
        }
    }
}

/// What shows a text, and the matter that has disclosed it. One of the city's own is told by its number and title, since its
/// origin is an identifier; another by its file.
fn shown_by(edition: &Edition, version: &Version, origin: &str) -> (String, Option<String>) {
    let Some(matter) = edition.disclosed_by(origin) else { return (origin.to_owned(), None) };
    let number = version.number().map(ToString::to_string);
    let named = number.into_iter().chain([version.title().to_owned()]).collect::<Vec<_>>();
    (named.join(" "), Some(matter.to_string()))
}

/// What a local text cites of the city's own documents and the library does not know.
fn add_unknown(edition: &Edition, version: &Version, local: &Local, into: &mut Vec<Entry>) {
    for body in version.bodies() {
        let (place, matter) = shown_by(edition, version, &body.origin);
        let unknown = body.cites.iter().filter(|cite| matches!(cite.target, CiteTarget::Unknown(_)));
        for Cite { span, .. } in unknown {
            into.extend(named(body.statute.slice(span), local).into_iter().map(|entry| Entry {
                place: place.clone(),
                matter: matter.clone(),
                ..entry
            }));
        }
    }
}

/// Cited documents that are already known to be of a rank that is not filed here are left out.
fn add_cited(cited: Vec<Entry>, library: &Library, into: &mut Vec<Entry>) {
    let legislation = |entry: &Entry| {
        let found = library.named(&entry.title, Date::MAX);
        found.one().is_some_and(|one| !is_document(one))
    };
    into.extend(cited.into_iter().filter(|entry| !legislation(entry)));
}

fn is_document(instrument: &Instrument) -> bool {
    instrument.rank().is_none_or(|rank| rank == Rank::NormativeDocument)
}

/// The city's own documents that a citation names.
fn named(text: &str, local: &Local) -> Vec<Entry> {
    let one = |reference: &InstrumentReference| {
        let (title, number) = match reference {
            InstrumentReference::Titled { title, number, .. } => (title.clone(), number.clone()),
            InstrumentReference::Numbered(number) => (String::new(), Some(number.clone())),
            InstrumentReference::Unquoted { .. }
            | InstrumentReference::This(_)
            | InstrumentReference::That(_) => {
                return None;
            }
        };
        let by_mark = number.as_ref().is_some_and(|number| local.has_mark(number));
        // A name alone must be that of an instrument: 《某局行政处罚决定书》 is none.
        let maker = local.maker(&title).filter(|_| names_instrument(&title));
        (by_mark || maker.is_some()).then(|| Entry {
            feed: CITED.to_owned(),
            maker: maker.unwrap_or_default(),
            number,
            title,
            ..Entry::default()
        })
    };
    find(text).into_iter().flatten().filter_map(|citation| one(citation.instrument.as_ref()?)).collect()
}

impl Local {
    fn has_mark(&self, number: &DocumentNumber) -> bool {
        match number {
            DocumentNumber::Yearly { mark, .. } | DocumentNumber::Announced { mark, .. } => {
                self.marks.contains(mark)
            }
            DocumentNumber::Order { .. } => false,
        }
    }

    /// The body whose name begins a title, or is the whole of a maker's name; of several the longest.
    fn maker(&self, title: &str) -> Option<String> {
        let title = normalise_title(&fold(title));
        let begins = self.names.iter().filter(|(name, _)| title.starts_with(&normalise_title(name)));
        begins.max_by_key(|(name, _)| name.len()).map(|(_, id)| id.clone())
    }
}
