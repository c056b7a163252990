//! What a register of documents tells a review: the text of a matter and the steps that are on record.
//!
//! Owns: the table of `review.toml` that says which field, action, limit and track answers which question. What the
//! checks make of it belongs to `yifa_law::review`.

use jiff::civil::Date;
use serde::Deserialize;
use yifa_kernel::definition::Registry;
use yifa_kernel::id::{ActionId, FieldId, LimitId, TrackId};
use yifa_kernel::matter::{Event, Recorded as Logged, State, clocks};
use yifa_kernel::procedure::Disclosure;
use yifa_kernel::value::Value;
use yifa_law::review::{Kind, Publication, Record, Steps};
use yifa_law::text::normative::NormativeDocument;
use yifa_store::{MatterOrder, MatterQuery};

use super::digest;
use crate::city::{City, Opened};
use crate::error::{AppError, Result};

/// So many powers of a maker are looked at.
const POWERS: u32 = 200;

/// Which part of a procedure answers which question.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// The procedure.
    pub procedure: String,
    kind: String,
    /// The field of its text.
    pub text: String,
    /// The field of its title.
    pub title: String,
    /// The field of its number.
    pub number: String,
    comment: Vec<String>,
    review_given: String,
    review_answered: String,
    urgent_ground: String,
    deliberation: String,
    adoption: String,
    /// The field of the day of signature.
    pub signed_on: String,
    publication: String,
    publication_limit: String,
    channels: String,
    /// The field of the day of publication.
    pub published_on: String,
    /// The field of the text as it stands where it was published, if anybody brings it.
    published_copy: Option<String>,
    /// The field of the first day in force.
    pub in_force_from: String,
    immediate_ground: String,
    /// The field of the last day in force.
    pub valid_until: String,
    assessment: String,
    fair_competition: String,
    /// Where the maker declares which articles touch rights, if the procedure asks.
    rights: Option<Rights>,
    filing: String,
    filed: String,
    repealed: Vec<String>,
    lapsed: Vec<String>,
}

/// Where a maker declares which articles touch rights and duties.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rights {
    /// The field that says whether any do.
    answer: String,
    /// The table that lists them.
    rows: String,
    /// Its column of the articles.
    article: String,
}

/// How a document of a register ended, or will end on a day that is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndedAs {
    /// By a decision.
    Repealed,
    /// By itself.
    Lapsed,
}

/// A document of a register, ready to be reviewed.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// Its text.
    pub document: NormativeDocument,
    /// What it is.
    pub kind: Kind,
    /// What the register knows beside the text.
    pub record: Record,
}

impl Register {
    /// Every part of the procedure that it names must be there. A register of a procedure that is not in use says nothing.
    pub(super) fn check(&self, registry: &Registry) -> std::result::Result<(), String> {
        Kind::from_code(&self.kind).ok_or_else(|| format!("`{}` is no kind of document", self.kind))?;
        let Some(procedure) = registry.latest(&self.procedure.as_str().into()) else { return Ok(()) };
        let lacks = |what: &str, id: &str| format!("`{}` has no {what} `{id}`", self.procedure);
        let fields =
            [&self.text, &self.title, &self.number, &self.urgent_ground, &self.signed_on, &self.channels];
        let days = [&self.published_on, &self.in_force_from, &self.immediate_ground, &self.valid_until];
        let fields = fields.into_iter().chain(&self.published_copy);
        let rights = self.rights.iter().flat_map(|rights| [&rights.answer, &rights.rows]);
        for field in fields.chain(days).chain([&self.fair_competition]).chain(rights) {
            procedure.field(&FieldId::new(field.as_str())).ok_or_else(|| lacks("field", field))?;
        }
        let acts = [&self.review_given, &self.review_answered, &self.deliberation, &self.adoption];
        let acts = acts.into_iter().chain([&self.publication, &self.assessment]).chain(&self.comment);
        for action in acts {
            procedure.action(&ActionId::new(action.as_str())).ok_or_else(|| lacks("action", action))?;
        }
        for state in self.repealed.iter().chain(&self.lapsed) {
            procedure.state(&state.as_str().into()).ok_or_else(|| lacks("state", state))?;
        }
        let limit = procedure.limits.iter().any(|one| one.id.as_str() == self.publication_limit);
        limit.then_some(()).ok_or_else(|| lacks("limit", &self.publication_limit))
    }

    /// Whether a matter is a document of this register whose text is on record.
    pub fn has_text(&self, state: &State) -> bool {
        state.procedure.as_str() == self.procedure && self.text_of(state, &self.text).is_some()
    }

    /// The disclosure by which its documents become known, with the days on which they hold: `procedure/disclosure`.
    pub fn made_known_as(&self, registry: &Registry) -> Option<String> {
        let procedure = registry.latest(&self.procedure.as_str().into())?;
        let shows =
            |field: &str, one: &Disclosure| one.shows.iter().any(|(_, shown)| shown.source.trim() == field);
        let tells = |one: &&Disclosure| shows(&self.text, one) && shows(&self.in_force_from, one);
        procedure.disclosures.iter().find(tells).map(|one| format!("{}/{}", procedure.id, one.id))
    }

    /// What a state says about the end of a document; `None` while no end is decided.
    pub fn ending(&self, state: &str) -> Option<EndedAs> {
        let among = |all: &[String]| all.iter().any(|one| one == state);
        if among(&self.repealed) {
            return Some(EndedAs::Repealed);
        }
        among(&self.lapsed).then_some(EndedAs::Lapsed)
    }

    fn text_of(&self, state: &State, field: &str) -> Option<String> {
        let value = state.fields.get(&FieldId::new(field))?;
        value.as_text().map(str::to_owned).filter(|text| !text.trim().is_empty())
    }

    fn day_of(&self, state: &State, field: &str) -> Option<Date> {
        state.fields.get(&FieldId::new(field)).and_then(Value::as_date)
    }

    fn done_on(&self, state: &State, action: &str) -> Option<Date> {
        state.last(&ActionId::new(action)).map(yifa_kernel::matter::Act::on)
    }

    /// The publications on record; `None` as long as it may still be published in time.
    fn publications(&self, state: &State, overdue: bool) -> Option<Vec<Publication>> {
        let Some(done) = self.done_on(state, &self.publication) else { return overdue.then(Vec::new) };
        let on = self.day_of(state, &self.published_on).unwrap_or(done);
        let channels = match state.fields.get(&FieldId::new(self.channels.as_str())) {
            Some(Value::List(all)) => all.iter().filter_map(Value::as_text).map(str::to_owned).collect(),
            Some(one) => one.as_text().map(str::to_owned).into_iter().collect(),
            None => Vec::new(),
        };
        let one = |channel| Publication { channel, on, digest: None };
        Some(channels.into_iter().map(one).collect())
    }

    /// The text that was published: the copy that somebody brought from there, else what was on record at that moment.
    fn published_text(&self, opened: &Opened) -> Option<String> {
        let copy = self.published_copy.as_ref().and_then(|field| self.text_of(&opened.state, field));
        copy.or_else(|| self.text_at_publication(&opened.events))
    }

    fn text_at_publication(&self, events: &[Logged]) -> Option<String> {
        let (mut text, mut published) = (None, None);
        for one in events {
            let Event::Acted { action, values, .. } = &one.event else { continue };
            text = values.get(&FieldId::new(&self.text)).and_then(Value::as_text).or(text);
            if action.as_str() == self.publication {
                published = text;
            }
        }
        published.map(str::to_owned)
    }

    /// The record, as far as the matter alone tells.
    fn record(&self, state: &State, publication_overdue: bool) -> Record {
        let given = self.done_on(state, &self.review_given);
        let answered = self.done_on(state, &self.review_answered);
        Record {
            title: self.text_of(state, &self.title),
            maker: None,
            powers: None,
            steps: Steps {
                adopted: self.done_on(state, &self.adoption).is_some(),
                comment: self.comment.iter().any(|action| self.done_on(state, action).is_some()),
                deliberation: self.done_on(state, &self.deliberation).is_some(),
                filing: None,
            },
            signed_on: self.day_of(state, &self.signed_on),
            publications: self.publications(state, publication_overdue),
            text_digest: None,
            in_force_from: self.day_of(state, &self.in_force_from),
            valid_until: self.day_of(state, &self.valid_until),
            assessed: self.done_on(state, &self.assessment).is_some(),
            immediate_ground: self.text_of(state, &self.immediate_ground),
            // A review that was given in again after its answer is not answered yet.
            reviewed: given.zip(answered).filter(|(given, answered)| given <= answered),
            urgent_ground: self.text_of(state, &self.urgent_ground),
            fair_competition: state.fields.contains_key(&FieldId::new(self.fair_competition.as_str())),
            declared_rights: self.rights.as_ref().and_then(|rights| rights.declared(state)),
        }
    }
}

impl Rights {
    /// The articles, as written; none where the answer is no, and `None` while there is no answer.
    fn declared(&self, state: &State) -> Option<Vec<String>> {
        let Value::Bool(_) = state.fields.get(&FieldId::new(self.answer.as_str()))? else { return None };
        let Some(Value::Table(rows)) = state.fields.get(&FieldId::new(self.rows.as_str())) else {
            return Some(Vec::new());
        };
        let article = FieldId::new(self.article.as_str());
        Some(rows.iter().filter_map(|row| row.get(&article)?.as_text().map(str::to_owned)).collect())
    }
}

/// The digest of the words of a text: a page breaks its lines where it likes.
fn digest_of_words(text: &str) -> String {
    digest(&text.chars().filter(|c| !c.is_whitespace()).collect::<String>())
}

impl City {
    /// The document that a matter is, with what the register knows about it; `None` when the matter is no document of a
    /// register, or its text is not on record.
    ///
    /// # Errors
    /// The store; the carried table is broken.
    pub async fn recorded(&self, opened: &Opened) -> Result<Option<Recorded>> {
        let state = &opened.state;
        let settings = super::settings(self.registry())?;
        let Some(register) = settings.registers().iter().find(|one| one.has_text(state)) else {
            return Ok(None);
        };
        let text = register.text_of(state, &register.text).unwrap_or_default();
        let kind = Kind::from_code(&register.kind)
            .ok_or_else(|| AppError::invalid(super::FILE, format!("{} is no kind", register.kind)))?;
        let limit = LimitId::new(register.publication_limit.as_str());
        let mut running = clocks(self.registry(), state, &opened.facts, self.today()).into_iter();
        let overdue = running
            .any(|clock| clock.limit == limit && clock.is_running() && clock.last_day() < Some(self.today()));
        let mut record = register.record(state, overdue);
        let published = register.published_text(opened).map(|text| digest_of_words(&text));
        for publication in record.publications.iter_mut().flatten() {
            publication.digest.clone_from(&published);
        }
        record.text_digest = Some(digest_of_words(&text));
        record.maker = self.bodies().get(&state.body).map(|body| body.name.clone());
        record.powers = self.powers_of(opened).await?;
        record.steps.filing = self.filing(register, state).await?;
        Ok(Some(Recorded { document: NormativeDocument::read(text), kind, record }))
    }

    /// The names of the powers of a matter's body; `None` when none are on record.
    async fn powers_of(&self, opened: &Opened) -> Result<Option<Vec<String>>> {
        let Some(power) = self.registry().noun("power") else { return Ok(None) };
        let body = &opened.state.body;
        let query = MatterQuery {
            procedures: vec![power.to_string()],
            is_final: Some(false),
            body_path: Some(self.bodies().path(body)),
            ..MatterQuery::default()
        };
        let page =
            self.store().matters(self.jurisdiction(), &query, MatterOrder::Number, None, POWERS).await?;
        let own = page.rows.into_iter().filter(|row| row.body == body.as_str()).map(|row| row.title);
        let all: Vec<String> = own.collect();
        // With more powers than were read, the others may be the right ones.
        Ok((!all.is_empty() && page.next.is_none()).then_some(all))
    }

    /// Whether it was filed; `None` as long as there is time.
    async fn filing(&self, register: &Register, state: &State) -> Result<Option<bool>> {
        let Some(child) = state.tracks.get(&TrackId::new(register.filing.as_str())) else { return Ok(None) };
        let opened = self.open_matter(child).await?;
        if opened.state.last(&ActionId::new(register.filed.as_str())).is_some() {
            return Ok(Some(true));
        }
        let today = self.today();
        let late = clocks(self.registry(), &opened.state, &opened.facts, today)
            .iter()
            .any(|clock| clock.is_running() && clock.last_day() < Some(today));
        Ok(late.then_some(false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_register_names_what_its_procedure_has() {
        let registry = yifa_kernel::definition::compile(&crate::definitions::embedded()).unwrap();
        let settings = super::super::settings(&registry).unwrap();
        assert!(!settings.registers().is_empty());
        for register in settings.registers() {
            assert!(registry.latest(&register.procedure.as_str().into()).is_some());
            assert_eq!(register.check(&registry), Ok(()));
            assert!(register.made_known_as(&registry).is_some());
            let slipped = Register { channels: "no_such".to_owned(), ..register.clone() };
            assert!(slipped.check(&registry).is_err_and(|why| why.contains("no_such")));
        }
    }
}
