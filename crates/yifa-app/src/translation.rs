//! English translations of this city: the term base, and where the records keep the texts.
//!
//! Owns: reading `translation.toml` and bringing the terms together. A translation beside its source, and whether the source
//! is still the text that was translated: `bilingual`.

use std::collections::BTreeMap;

use serde::Deserialize;
use yifa_kernel::definition::Registry;
use yifa_kernel::id::{FieldId, MatterId, ProcedureId};
use yifa_kernel::matter::State;
use yifa_kernel::value::Value;
use yifa_law::translation::{Check, Comparison, Glossary, Term};
use yifa_store::{MatterOrder, MatterQuery};

use crate::city::City;
use crate::definitions;
use crate::error::{AppError, Result};
use crate::review::digest;

const FILE: &str = "translation.toml";

/// What is known of a translation's source today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// In force, the same text.
    Fresh,
    /// In force, with other words.
    Changed,
    /// No longer in force.
    Ended,
    /// Nothing on record tells.
    NotTold,
}

impl Standing {
    /// A stable word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Changed => "changed",
            Self::Ended => "ended",
            Self::NotTold => "not-told",
        }
    }
}

/// The term base that the definitions carry, without any city's own.
///
/// # Errors
/// The file cannot be read.
pub fn carried_glossary() -> Result<Glossary> {
    let embedded = definitions::embedded();
    let source = embedded.iter().find(|source| source.path == FILE);
    let file = File::read(source.map_or("", |source| &source.text))?;
    Ok(Glossary::new(file.term.into_iter().map(Term::from).collect(), Vec::new()))
}

/// Whether `translation.toml` of these definitions can be read.
///
/// # Errors
/// It cannot.
pub(crate) fn check(registry: &Registry) -> Result<()> {
    let file = File::of(registry)?;
    let id = ProcedureId::new(file.texts.procedure.as_str());
    let known =
        |field: &FieldId| registry.latest(&id).is_some_and(|procedure| procedure.field(field).is_some());
    let lacks = |field: FieldId| AppError::invalid(FILE, format!("{id} has no field {field}"));
    file.checks.fields().into_iter().find(|field| !known(field)).map_or(Ok(()), |field| Err(lacks(field)))
}

/// Whether a text is the one whose digest is told. Blanks at the ends do not count.
pub fn is_text_of(text: &str, sha256: &str) -> bool {
    let told = sha256.trim().to_ascii_lowercase();
    [text, text.trim(), text.trim_end()].iter().any(|text| digest(text) == told)
}

impl City {
    /// The term base of this city: the carried terms, those in use, the English titles of what is published.
    ///
    /// # Errors
    /// The store; `translation.toml` cannot be read.
    pub async fn glossary(&self) -> Result<Glossary> {
        let file = File::of(self.registry())?;
        let mut terms: Vec<Term> = file.term.into_iter().map(Term::from).collect();
        for state in self.in_states(&file.terms.procedure, &file.terms.states).await? {
            let words = |field: &str| text(&state, field).map(|words| parted(&words)).unwrap_or_default();
            let Some(zh) = text(&state, &file.terms.zh) else { continue };
            let (english, forbidden) = (words(&file.terms.english), words(&file.terms.forbidden));
            terms.push(Term { zh, english, forbidden, not_within: Vec::new() });
        }
        let published = self.in_states(&file.texts.procedure, &file.texts.published).await?;
        let titles = published.iter().filter_map(|state| {
            Some((text(state, &file.texts.title)?, text(state, &file.texts.english_title)?))
        });
        Ok(Glossary::new(terms, titles))
    }

    /// The matters of a procedure in some states.
    async fn in_states(&self, procedure: &str, states: &[String]) -> Result<Vec<std::sync::Arc<State>>> {
        let query = MatterQuery {
            procedures: vec![procedure.to_owned()],
            states: states.to_vec(),
            ..MatterQuery::default()
        };
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let store = self.store();
            let page =
                store.matters(self.jurisdiction(), &query, MatterOrder::Number, after.as_ref(), 200).await?;
            let ids = page.rows.iter().map(|row| MatterId::new(row.matter.as_str()));
            all.extend(self.states(ids).await?.into_values().flatten());
            after = page.next;
            if after.is_none() {
                return Ok(all);
            }
        }
    }
}

pub(crate) fn text(state: &State, field: &str) -> Option<String> {
    match state.fields.get(&FieldId::new(field)) {
        Some(Value::Text(text)) if !text.trim().is_empty() => Some(text.clone()),
        _ => None,
    }
}

/// Several words in one field are parted by semicolons.
fn parted(words: &str) -> Vec<String> {
    words.split([';', '；']).map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    terms: Terms,
    pub(crate) texts: Texts,
    pub(crate) checks: Checks,
    #[serde(default)]
    term: Vec<TermRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Terms {
    procedure: String,
    states: Vec<String>,
    zh: String,
    english: String,
    forbidden: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Texts {
    pub(crate) procedure: String,
    pub(crate) published: Vec<String>,
    pub(crate) title: String,
    pub(crate) english_title: String,
    pub(crate) source: String,
    pub(crate) english: String,
    pub(crate) document: String,
    pub(crate) document_text: String,
    pub(crate) document_in_force: Vec<String>,
    pub(crate) instrument: String,
    pub(crate) followed: String,
}

/// Where a translation records what the comparison came to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Checks {
    /// The table, a row for each check, and its columns.
    rows: String,
    check: String,
    passed: String,
    place: String,
    term_uses: String,
    term_hits: String,
}

impl Checks {
    /// The fields that the results go into.
    pub(crate) fn fields(&self) -> [FieldId; 3] {
        [&self.rows, &self.term_uses, &self.term_hits].map(|field| FieldId::new(field.as_str()))
    }

    /// What a comparison came to, as it is recorded: each check with its first place, and how the terms were used.
    pub(crate) fn recorded(&self, comparison: &Comparison) -> BTreeMap<FieldId, Value> {
        let field = |name: &String| FieldId::new(name.as_str());
        let row = |check: Check| {
            let mut row = BTreeMap::from([
                (field(&self.check), Value::Choice(check.code().to_owned())),
                (field(&self.passed), Value::Bool(comparison.passed(check))),
            ]);
            if let Some(place) = comparison.first_place(check).filter(|place| !place.is_empty()) {
                row.insert(field(&self.place), Value::Text(place.to_owned()));
            }
            row
        };
        let count = |n: usize| Value::Int(i64::try_from(n).unwrap_or(i64::MAX));
        BTreeMap::from([
            (field(&self.rows), Value::Table(Check::ALL.map(row).to_vec())),
            (field(&self.term_uses), count(comparison.term_uses)),
            (field(&self.term_hits), count(comparison.term_hits)),
        ])
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TermRow {
    zh: String,
    english: Vec<String>,
    #[serde(default)]
    forbidden: Vec<String>,
    #[serde(default)]
    not_within: Vec<String>,
}

impl From<TermRow> for Term {
    fn from(TermRow { zh, english, forbidden, not_within }: TermRow) -> Self {
        Self { zh, english, forbidden, not_within }
    }
}

impl File {
    pub(crate) fn of(registry: &Registry) -> Result<Self> {
        Self::read(definitions::companion(registry, FILE))
    }

    fn read(text: &str) -> Result<Self> {
        toml::from_str(text).map_err(|error| AppError::invalid(FILE, error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use yifa_law::translation::compare;

    use super::*;

    #[test]
    fn what_the_comparison_came_to_is_recorded_check_by_check() {
        let file =
            File::read(&definitions::embedded().iter().find(|one| one.path == FILE).unwrap().text).unwrap();
        let zh = "第一条　保存期限不少于二年。\n第二条　应当每日消毒。\n";
        let en = "Article 1 Records are kept for not less than one year.\nArticle 2 Disinfect every day.\n";
        let recorded = file.checks.recorded(&compare(zh, en, &carried_glossary().unwrap()));
        let Some(Value::Table(rows)) = recorded.get(&FieldId::new("checks")) else { panic!("{recorded:?}") };
        let of = |check: &str| {
            let row =
                rows.iter().find(|row| row[&FieldId::new("check")] == Value::Choice(check.into())).unwrap();
            (row[&FieldId::new("passed")].clone(), row.get(&FieldId::new("where")).cloned())
        };
        assert_eq!(rows.len(), 7);
        assert_eq!(of("numbers"), (Value::Bool(false), Some(Value::Text("第一条".into()))));
        assert_eq!(of("modality"), (Value::Bool(false), Some(Value::Text("第二条".into()))));
        assert_eq!(of("articles"), (Value::Bool(true), None));
        assert!(recorded.contains_key(&FieldId::new("term_uses")));
    }

    #[test]
    fn the_carried_terms_are_read_and_words_within_others_left_alone() {
        let glossary = carried_glossary().unwrap();
        assert!(glossary.len() >= 7);
        let of =
            |zh: &str, en: &str| compare(&format!("第一条　{zh}\n"), &format!("Article 1 {en}\n"), &glossary);
        assert!(of("单位的规章制度。", "The policies of the unit.").findings.is_empty());
        assert!(!of("行政处罚。", "Administrative punishments.").findings.is_empty());
    }

    #[test]
    fn a_digest_proves_one_text_and_no_other() {
        let text = "第一条　甲。\n";
        assert!(is_text_of(text, &digest(text)) && is_text_of(text, &digest(text).to_uppercase()));
        assert!(!is_text_of("第一条　乙。\n", &digest(text)) && !is_text_of(text, "abc"));
        assert_eq!(parted("penalty; sanction ；"), ["penalty", "sanction"]);
    }
}
