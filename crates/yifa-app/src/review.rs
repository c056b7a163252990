//! The legality review for this city: its parameters and the registers of documents, from `review.toml` of the
//! definitions. The library that citations are checked against is the city's ([`crate::library`]).
//!
//! Owns: reading that file. What the checks do with them belongs to `yifa_law::review`.

mod register;

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::civil::Date;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use yifa_kernel::definition::{Registry, Source};
use yifa_law::calendar::Calendar;
use yifa_law::instrument::normalise_title;
use yifa_law::place::ArticleNumber;
use yifa_law::review::{BodyName, FineCap, Kind, Moved, Parameters, Sourced};
use yifa_law::text::normative::NormativeDocument;
use yifa_library::HeldBecause;

pub use register::{EndedAs, Recorded, Register};

use crate::definitions::companion;
use crate::error::{AppError, Result};

/// The parameters of these definitions; the last `review.toml` counts, so that a city's own takes the place of the
/// national one. Without any, the defaults.
///
/// # Errors
/// The file cannot be read as parameters; the message names the line.
pub fn parameters(sources: &[Source], calendar: Calendar) -> Result<Parameters> {
    let Some(source) = sources.iter().rev().find(|source| source.path == FILE) else {
        return Ok(Parameters { calendar, ..Parameters::default() });
    };
    let file: File =
        toml::from_str(&source.text).map_err(|error| AppError::invalid(FILE, error.to_string()))?;
    Ok(file.parameters(calendar))
}

const FILE: &str = "review.toml";

/// The parameters that the binary carries, read once.
///
/// # Errors
/// The carried file is broken.
pub fn carried(calendar: &Calendar) -> Result<Parameters> {
    static CARRIED: OnceLock<Parameters> = OnceLock::new();
    if let Some(parameters) = CARRIED.get() {
        return Ok(parameters.clone());
    }
    let read = parameters(&crate::definitions::embedded(), calendar.clone())?;
    Ok(CARRIED.get_or_init(|| read).clone())
}

/// What the legality review of a city goes by.
#[derive(Debug)]
pub struct Settings {
    parameters: Parameters,
    registers: Vec<Register>,
    told: Option<ToldDays>,
    withdrawn: Option<WithdrawnTexts>,
    inventory: Option<Inventory>,
    own_texts: Vec<OwnText>,
}

/// Where the findings on a matter's own text are recorded, such as on the draft of a rule: a table with which the forms begin
/// that record it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnText {
    /// The procedure.
    pub procedure: String,
    /// What the text is.
    kind: String,
    /// The field of its title.
    pub title: String,
    /// The field of the text.
    pub text: String,
    /// The table of the findings.
    pub findings: String,
    /// Its column of the check.
    pub check: String,
    /// Its column that says how heavy the finding is, and its words: hard, to be answered, information.
    pub severity: String,
    /// Those words.
    pub words: [String; 3],
    /// Its column of the place.
    pub place: String,
    /// Its column of what was found.
    pub says: String,
}

impl OwnText {
    /// What the text is.
    pub fn kind(&self) -> Option<Kind> {
        Kind::from_code(&self.kind)
    }

    fn check(&self, registry: &Registry) -> std::result::Result<(), String> {
        self.kind().ok_or_else(|| format!("`{}` is no kind of document", self.kind))?;
        let Some(procedure) = registry.latest(&self.procedure.as_str().into()) else { return Ok(()) };
        let field = |id: &String| {
            let known = procedure.fields.iter().find(|one| one.id.as_str() == id);
            known.ok_or_else(|| format!("`{}` has no field `{id}`", self.procedure))
        };
        field(&self.title)?;
        field(&self.text)?;
        let table = field(&self.findings)?;
        for column in [&self.check, &self.severity, &self.place, &self.says] {
            let has = table.columns.iter().any(|one| one.id.as_str() == column);
            has.then_some(()).ok_or_else(|| format!("`{}` has no column `{column}`", self.findings))?;
        }
        Ok(())
    }
}

/// Where the findings on every document of a list are recorded: a table with which the form of that act begins.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inventory {
    /// The procedure.
    pub procedure: String,
    /// The table of the documents.
    pub documents: String,
    /// Its column that points to the register.
    pub document: String,
    /// The table of the findings.
    pub findings: String,
    /// The column of both tables with the document's number.
    pub number: String,
    /// The column of the check.
    pub check: String,
    /// The column that says how heavy it is, and its words: hard, to be answered, information.
    pub severity: String,
    /// Those words.
    pub words: [String; 3],
    /// The column of the place.
    pub place: String,
    /// The column of what was found.
    pub says: String,
}

impl Inventory {
    fn check(&self, registry: &Registry) -> std::result::Result<(), String> {
        let Some(procedure) = registry.latest(&self.procedure.as_str().into()) else { return Ok(()) };
        let tables = [
            (&self.documents, vec![&self.document, &self.number]),
            (&self.findings, vec![&self.number, &self.check, &self.severity, &self.place, &self.says]),
        ];
        for (table, columns) in tables {
            let known = procedure.fields.iter().find(|one| one.id.as_str() == table);
            let known = known.ok_or_else(|| format!("`{}` has no field `{table}`", self.procedure))?;
            for column in columns {
                let has = known.columns.iter().any(|one| one.id.as_str() == column);
                has.then_some(()).ok_or_else(|| format!("`{table}` has no column `{column}`"))?;
            }
        }
        Ok(())
    }
}

/// Where persons record the days of effect of texts of the library: a disclosure, and what its fields tell.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToldDays {
    /// The procedure.
    pub procedure: String,
    /// Its disclosure: what was confirmed.
    pub disclosure: String,
    /// The field of the title.
    pub title: String,
    /// The field of the digest of the text.
    pub text: String,
    /// The field of the instrument's identifier, where there is no text.
    pub instrument: String,
    /// The field of the day of adoption of the version.
    pub adopted_on: String,
    /// The field that says where the day is written.
    pub source: String,
    /// The field of the first day in force.
    pub in_force_from: String,
    /// The field of the first day after a repeal.
    pub repealed_on: String,
    /// The field of the first day after a lapse.
    pub lapsed_on: String,
}

impl ToldDays {
    fn check(&self, registry: &Registry) -> std::result::Result<(), String> {
        let named = [&self.title, &self.text, &self.instrument, &self.adopted_on, &self.source];
        let days = [&self.in_force_from, &self.repealed_on, &self.lapsed_on];
        let fields = named.into_iter().chain(days);
        discloses(registry, &self.procedure, &self.disclosure, fields)
    }
}

/// Where persons take texts of the library down: a disclosure, and what its fields tell.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithdrawnTexts {
    /// The procedure.
    pub procedure: String,
    /// Its disclosure: what was confirmed.
    pub disclosure: String,
    /// The field of the title.
    pub title: String,
    /// The field of the digest of the text.
    pub text: String,
    /// The field that says why.
    pub why: String,
}

/// Whether a procedure has a disclosure and fields.
fn discloses<'a>(
    registry: &Registry,
    procedure: &str,
    disclosure: &str,
    mut fields: impl Iterator<Item = &'a String>,
) -> std::result::Result<(), String> {
    let Some(found) = registry.latest(&procedure.into()) else { return Ok(()) };
    if let Some(field) = fields.find(|id| !found.fields.iter().any(|one| one.id.as_str() == id.as_str())) {
        return Err(format!("`{procedure}` has no field `{field}`"));
    }
    let known = found.disclosures.iter().any(|one| one.id.as_str() == disclosure);
    known.then_some(()).ok_or_else(|| format!("`{procedure}` has no disclosure `{disclosure}`"))
}

impl Settings {
    /// Where persons record days of effect; `None` where nobody does.
    pub fn told(&self) -> Option<&ToldDays> {
        self.told.as_ref()
    }

    /// Where persons take texts down; `None` where nobody does.
    pub fn withdrawn(&self) -> Option<&WithdrawnTexts> {
        self.withdrawn.as_ref()
    }

    /// Where the findings on every document of a list are recorded; `None` where nobody does.
    pub fn inventory(&self) -> Option<&Inventory> {
        self.inventory.as_ref()
    }

    /// The texts of matters whose own acts record what the review finds in them.
    pub fn own_texts(&self) -> &[OwnText] {
        &self.own_texts
    }

    /// The parameters, with the city's calendar.
    pub fn parameters(&self, calendar: &Calendar) -> Parameters {
        Parameters { calendar: calendar.clone(), ..self.parameters.clone() }
    }

    /// The registers whose documents can be reviewed with their record.
    pub fn registers(&self) -> &[Register] {
        &self.registers
    }
}

/// What these definitions say about the review: the city's own `review.toml`, else the national one.
///
/// # Errors
/// The file cannot be read; the message names the line.
pub fn settings(registry: &Registry) -> Result<Arc<Settings>> {
    static LAST: Mutex<Option<(String, Arc<Settings>)>> = Mutex::new(None);
    let text = companion(registry, FILE);
    // A poisoned lock still holds a whole answer to the text beside it.
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, settings)) = last.as_ref().filter(|(of, _)| of == text) {
        return Ok(Arc::clone(settings));
    }
    let mut file: File = toml::from_str(text).map_err(|error| AppError::invalid(FILE, error.to_string()))?;
    for register in &file.register {
        register.check(registry).map_err(|why| AppError::invalid(FILE, why))?;
    }
    if let Some(told) = &file.told {
        told.check(registry).map_err(|why| AppError::invalid(FILE, why))?;
    }
    if let Some(WithdrawnTexts { procedure, disclosure, title, text, why }) = &file.withdrawn {
        discloses(registry, procedure, disclosure, [title, text, why].into_iter())
            .map_err(|why| AppError::invalid(FILE, why))?;
    }
    if let Some(inventory) = &file.inventory {
        inventory.check(registry).map_err(|why| AppError::invalid(FILE, why))?;
    }
    for own in &file.own_text {
        own.check(registry).map_err(|why| AppError::invalid(FILE, why))?;
    }
    let own_texts = std::mem::take(&mut file.own_text);
    let (registers, told) = (std::mem::take(&mut file.register), file.told.take());
    let (withdrawn, inventory) = (file.withdrawn.take(), file.inventory.take());
    let parameters = file.parameters(Calendar::default());
    let settings = Arc::new(Settings { parameters, registers, told, withdrawn, inventory, own_texts });
    *last = Some((text.to_owned(), Arc::clone(&settings)));
    Ok(settings)
}

/// Reads a document of any format that the library reads.
///
/// # Errors
/// Why it is no text.
pub fn open(name: &str, bytes: &[u8]) -> std::result::Result<NormativeDocument, HeldBecause> {
    yifa_library::open(name, bytes).map(|opened| opened.document)
}

/// The digest of a text, for the record: answers belong to this text and no other.
pub fn digest(text: &str) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    term: Option<Term>,
    reassess: Reassess,
    legality_review: LegalityReview,
    fine: Fine,
    rule: Rule,
    publication: Publication,
    #[serde(default)]
    charges: Charges,
    #[serde(default)]
    body: Vec<Body>,
    #[serde(default)]
    renumbered: Vec<Renumbered>,
    #[serde(default)]
    register: Vec<Register>,
    told: Option<ToldDays>,
    withdrawn: Option<WithdrawnTexts>,
    inventory: Option<Inventory>,
    #[serde(default)]
    own_text: Vec<OwnText>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Term {
    longest_years: i32,
    source: String,
    verified: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reassess {
    months: i32,
    source: String,
    verified: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LegalityReview {
    least_working_days: u32,
    most_working_days: u32,
    source: String,
    verified: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fine {
    ratio: u64,
    ratio_source: String,
    province: Option<String>,
    #[serde(default)]
    cap: Vec<Cap>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cap {
    province: String,
    ordinary_yuan: u64,
    special_yuan: u64,
    source: String,
    verified: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    effect_days: i64,
    source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Publication {
    channels: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Charges {
    #[serde(default)]
    allowed: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    old: Vec<String>,
    new: String,
    since: Day,
    source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Renumbered {
    title: String,
    since: Day,
    source: String,
    articles: Vec<(u32, Vec<u32>)>,
}

/// A day of TOML.
#[derive(Debug, Deserialize)]
#[serde(try_from = "toml::value::Datetime")]
struct Day(Date);

impl TryFrom<toml::value::Datetime> for Day {
    type Error = String;

    fn try_from(written: toml::value::Datetime) -> std::result::Result<Self, String> {
        written.to_string().parse().map(Self).map_err(|error| format!("no day: {error}"))
    }
}

impl File {
    fn parameters(self, calendar: Calendar) -> Parameters {
        let review = self.legality_review;
        let cap = |cap: Cap| FineCap {
            province: cap.province,
            ordinary_yuan: cap.ordinary_yuan,
            special_yuan: cap.special_yuan,
            source: cap.source,
            verified: cap.verified,
        };
        Parameters {
            calendar,
            longest_term_years: self.term.map(|term| Sourced {
                value: term.longest_years,
                source: term.source,
                verified: term.verified,
            }),
            reassess_months: Sourced {
                value: self.reassess.months,
                source: self.reassess.source,
                verified: self.reassess.verified,
            },
            review_days: Sourced {
                value: (review.least_working_days, review.most_working_days),
                source: review.source,
                verified: review.verified,
            },
            fine_ratio: Sourced { value: self.fine.ratio, source: self.fine.ratio_source, verified: true },
            fine_caps: self.fine.cap.into_iter().map(cap).collect(),
            province: self.fine.province,
            effect_days: Sourced { value: self.rule.effect_days, source: self.rule.source, verified: true },
            body_names: self.body.into_iter().flat_map(names).collect(),
            moved: self.renumbered.into_iter().flat_map(moves).collect(),
            allowed_charges: self.charges.allowed,
            channels: self.publication.channels,
            ..Parameters::default()
        }
    }
}

fn names(body: Body) -> Vec<BodyName> {
    let Body { old, new, since, source } = body;
    let name = |old| BodyName { old, new: new.clone(), since: since.0, source: source.clone() };
    old.into_iter().map(name).collect()
}

fn moves(table: Renumbered) -> Vec<Moved> {
    let Renumbered { title, since, source, articles } = table;
    let moved = |(from, to): (u32, Vec<u32>)| Moved {
        title: normalise_title(&title),
        since: since.0,
        from: ArticleNumber::new(from),
        to: to.into_iter().map(ArticleNumber::new).collect(),
        source: source.clone(),
    };
    articles.into_iter().map(moved).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_carried_file_is_read() {
        let parameters = parameters(&crate::definitions::embedded(), Calendar::default()).unwrap();
        assert!(parameters.fine_caps.iter().any(|cap| cap.province == "四川" && !cap.verified));
        assert!(parameters.body_names.len() > 20 && parameters.moved.len() == 64);
        assert_eq!(parameters.review_days.value, (5, 15));
        let thirteen = parameters.moved.iter().find(|moved| moved.from == ArticleNumber::new(13)).unwrap();
        assert_eq!(thirteen.to, [ArticleNumber::new(14)]);
    }

    #[test]
    fn a_slip_is_told_and_a_city_replaces_the_file() {
        let source = |text: &str| Source { path: FILE.to_owned(), text: text.to_owned() };
        let wrong = parameters(&[source("[term]\nlongest = 5\n")], Calendar::default()).unwrap_err();
        assert!(wrong.to_string().contains("review.toml"), "{wrong}");
        let national = crate::definitions::embedded();
        let mut city = national.iter().find(|source| source.path == FILE).unwrap().clone();
        city.text = city.text.replace("longest_years = 5", "longest_years = 3");
        let both: Vec<Source> = national.into_iter().chain([city]).collect();
        let parameters = parameters(&both, Calendar::default()).unwrap();
        assert_eq!(parameters.longest_term_years.map(|years| years.value), Some(3));
        assert_eq!(super::parameters(&[], Calendar::default()).unwrap().fine_caps, []);
    }
}
