//! The bilingual reader: a translation beside its source by article, and what of the source has changed since.
//!
//! Owns: which instrument a translation follows, and the comparison of the text that was translated with the one in force.
//! Comparing Chinese and English belongs to `yifa_law::translation`. For the public only what was disclosed is read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use serde_json::Value as Json;
use yifa_kernel::id::{FieldId, MatterId};
use yifa_kernel::matter::State;
use yifa_kernel::procedure::Action;
use yifa_kernel::value::Value;
use yifa_law::fold::fold;
use yifa_law::instrument::InstrumentId;
use yifa_law::place::ArticleNumber;
use yifa_law::text::Statute;
use yifa_law::text::normative::NormativeDocument;
use yifa_law::translation::{Comparison, Glossary, compare};
use yifa_library::{Instrument, Library, Published, ToldBy, Version};
use yifa_store::{MatterOrder, MatterQuery};

use crate::city::City;
use crate::error::{AppError, Result};
use crate::library::Edition;
use crate::review::{digest, settings};
use crate::translation::{File, Standing, Texts, text};

/// Translations of one instrument that are looked at, newest first.
const MOST: u32 = 20;

/// A translation beside its source.
#[derive(Debug, Clone)]
pub struct Bilingual {
    /// The translation.
    pub matter: MatterId,
    /// The Chinese title.
    pub title: String,
    /// The English title, when it has one yet.
    pub english_title: Option<String>,
    /// The Chinese text that was translated, a line for each article.
    pub source: String,
    /// The English text, likewise.
    pub english: String,
    /// The two compared.
    pub comparison: Comparison,
    /// The terms with which they were compared.
    pub glossary: Glossary,
    /// The day of the Chinese text that was translated.
    pub followed: Option<Date>,
    /// Whether the Chinese text is still the same.
    pub standing: Standing,
    /// The instrument as the library has it.
    pub instrument: Option<InstrumentId>,
    /// The text that was translated, written plainly: what [`Self::digest`] is taken of.
    pub plain: String,
    /// The text in force, written plainly; `None` when there is none, or none is known.
    pub plain_in_force: Option<String>,
    /// The first day of the text in force, when it is told.
    pub in_force_from: Option<Date>,
    /// What it says of the days of its source, where the register says otherwise.
    pub contradictions: Vec<Contradiction>,
    /// Articles that are not as they were translated, in order.
    pub changes: BTreeMap<ArticleNumber, Change>,
}

/// A day that the translation tells of its source, and those that the register has: they must be the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// Which day.
    pub about: SourceDay,
    /// As the translation has it.
    pub told: Date,
    /// As the register has it, of each version.
    pub registered: BTreeSet<Date>,
}

/// A day of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceDay {
    /// On which it was published 公布.
    Published,
    /// From which it is in force 施行.
    InForce,
}

impl SourceDay {
    /// A stable word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::InForce => "in-force",
        }
    }
}

/// What became of an article since it was translated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It has other words.
    Changed,
    /// It is new.
    New,
    /// It is gone.
    Gone,
}

impl Bilingual {
    /// SHA-256 of the text that was translated, written plainly.
    pub fn digest(&self) -> String {
        digest(&self.plain)
    }

    /// SHA-256 of the text in force, written plainly: the same digest is the same text.
    pub fn digest_in_force(&self) -> Option<String> {
        self.plain_in_force.as_deref().map(digest)
    }
}

/// What a reader is made of.
struct Parts {
    title: String,
    english_title: Option<String>,
    source: String,
    english: String,
}

impl City {
    /// The reader of a translation on record.
    ///
    /// # Errors
    /// No such matter, or one without both texts; the store.
    pub async fn bilingual(&self, matter: &MatterId) -> Result<Bilingual> {
        let texts = File::of(self.registry())?.texts;
        let state =
            self.state(matter).await?.ok_or_else(|| AppError::NotFound(format!("matter {matter}")))?;
        let needed = |field: &str| {
            text(&state, field).ok_or_else(|| {
                AppError::invalid(format!("matter {matter}"), format!("`{field}` is not on record yet"))
            })
        };
        let parts = Parts {
            title: text(&state, &texts.title).unwrap_or_default(),
            english_title: text(&state, &texts.english_title),
            source: needed(&texts.source)?,
            english: needed(&texts.english)?,
        };
        let edition = self.law().await?;
        self.beside(&state, &texts, parts, &edition).await
    }

    /// What the comparison of a translation with its source comes to, for an act that records it; nothing for any other.
    ///
    /// # Errors
    /// The store; `translation.toml` cannot be read.
    pub async fn compared(&self, state: &State, action: &Action) -> Result<BTreeMap<FieldId, Value>> {
        let checks = File::of(self.registry())?.checks;
        let asked = action.records.iter().any(|(id, _)| checks.fields().contains(id));
        if !asked || !self.has_bilingual(state)? {
            return Ok(BTreeMap::new());
        }
        let mut recorded = checks.recorded(&self.bilingual(&state.matter).await?.comparison);
        recorded.retain(|field, _| action.records.iter().any(|(id, _)| id == field));
        Ok(recorded)
    }

    /// Whether a matter is a translation with both its texts.
    ///
    /// # Errors
    /// `translation.toml` cannot be read.
    pub fn has_bilingual(&self, state: &State) -> Result<bool> {
        let texts = File::of(self.registry())?.texts;
        let both = text(state, &texts.source).is_some() && text(state, &texts.english).is_some();
        Ok(state.procedure.as_str() == texts.procedure && both)
    }

    /// The reader of the newest public translation of an instrument; `None` when there is none. What is read is what was
    /// disclosed.
    ///
    /// # Errors
    /// The store.
    pub async fn public_bilingual(&self, instrument: &InstrumentId) -> Result<Option<Bilingual>> {
        let edition = self.law().await?;
        let Some((state, texts)) = self.translation_of(instrument, &edition).await? else { return Ok(None) };
        let Some(parts) = self.disclosed(&state, &texts).await? else { return Ok(None) };
        self.beside(&state, &texts, parts, &edition).await.map(Some)
    }

    /// Whether an instrument has a public translation.
    ///
    /// # Errors
    /// The store.
    pub async fn has_public_bilingual(&self, instrument: &InstrumentId) -> Result<bool> {
        let edition = self.law().await?;
        Ok(self.translation_of(instrument, &edition).await?.is_some())
    }

    async fn translation_of(
        &self,
        instrument: &InstrumentId,
        edition: &Edition,
    ) -> Result<Option<(Arc<State>, Texts)>> {
        let texts = File::of(self.registry())?.texts;
        let Some((index, found)) = edition.library.get(instrument) else { return Ok(None) };
        let query = MatterQuery {
            procedures: vec![texts.procedure.clone()],
            states: texts.published.clone(),
            text: Some(fold(found.title()).to_lowercase()),
            ..MatterQuery::default()
        };
        let order = MatterOrder::ChangedLast;
        let page = self.store().matters(self.jurisdiction(), &query, order, None, MOST).await?;
        let ids = page.rows.iter().map(|row| MatterId::new(row.matter.as_str()));
        let mut states = self.states(ids.clone()).await?;
        for id in ids {
            let state = states.remove(&id).flatten();
            if let Some(state) = state
                && self.follows(&state, &texts, &edition.library) == Some(index)
            {
                return Ok(Some((state, texts)));
            }
        }
        Ok(None)
    }

    /// The instrument that a translation follows, by its place in the library.
    fn follows(&self, state: &State, texts: &Texts, library: &Library) -> Option<usize> {
        if let Some(Value::Matter(document)) = state.fields.get(&FieldId::new(&texts.document)) {
            let own = self.state_slug(document)?;
            return library.get(&own).map(|(index, _)| index);
        }
        let cited = match state.fields.get(&FieldId::new(&texts.instrument)) {
            Some(Value::Cite(cite)) => title_in(&cite.text),
            _ => None,
        };
        let title = cited.or_else(|| text(state, &texts.title))?;
        library.named(&title, self.today()).index()
    }

    /// The name in the library of a document of a register.
    fn state_slug(&self, document: &MatterId) -> Option<InstrumentId> {
        let settings = settings(self.registry()).ok()?;
        let kinds =
            settings.registers().iter().filter_map(|register| register.made_known_as(self.registry()));
        let mut slugs = kinds.map(|kind| format!("{}-{document}", kind.replace('/', "-")));
        slugs.find_map(|slug| InstrumentId::new(&slug))
    }

    /// The texts of a translation as they were disclosed; `None` when they are not public today.
    async fn disclosed(&self, state: &State, texts: &Texts) -> Result<Option<Parts>> {
        let Ok(matter) = yifa_store::MatterId::new(state.matter.as_str()) else { return Ok(None) };
        let rows = self.store().disclosures_of(self.jurisdiction(), &matter, self.today()).await?;
        let public = rows.iter().find_map(|row| {
            let shown = row.standing == yifa_store::Standing::Public;
            let rows = row.disclosure.public.get("rows").and_then(Json::as_array).filter(|_| shown)?;
            let told = |field: &str| {
                let row = rows.iter().find(|row| row.get("key").and_then(Json::as_str) == Some(field))?;
                row.get("text").and_then(Json::as_str).map(str::to_owned)
            };
            Some(Parts {
                title: told(&texts.title)?,
                english_title: told(&texts.english_title),
                source: told(&texts.source)?,
                english: told(&texts.english)?,
            })
        });
        Ok(public)
    }

    async fn beside(
        &self,
        state: &State,
        texts: &Texts,
        parts: Parts,
        edition: &Edition,
    ) -> Result<Bilingual> {
        let source = chinese_lines(&parts.source);
        let english = english_lines(&parts.english);
        let glossary = self.glossary().await?;
        let comparison = compare(&source, &english, &glossary);
        let followed = match state.fields.get(&FieldId::new(&texts.followed)) {
            Some(Value::Date(day)) => Some(*day),
            _ => None,
        };
        let found = self.follows(state, texts, &edition.library);
        let found = found.and_then(|index| edition.library.instruments().get(index));
        let now = self.now_in_force(state, texts, found).await?;
        let then = articles(&Statute::read(source.as_str()));
        let plain = plainly(&then, &source);
        let (standing, changes, plain_in_force) = match &now {
            Now::Text(text) => {
                let text_now = Statute::read(chinese_lines(text).as_str());
                let now = articles(&text_now);
                let now_plain = plainly(&now, text_now.source());
                let same = now_plain == plain;
                let standing = if same { Standing::Fresh } else { Standing::Changed };
                (standing, changed(&then, &now), Some(now_plain))
            }
            Now::Ended => (Standing::Ended, BTreeMap::new(), None),
            Now::NotTold => (Standing::NotTold, BTreeMap::new(), None),
        };
        let version = found.and_then(|found| found.version_on(self.today()));
        let contradictions =
            found.map(|found| contradictions(found, followed, &parts.source)).unwrap_or_default();
        Ok(Bilingual {
            matter: state.matter.clone(),
            title: parts.title,
            english_title: parts.english_title,
            source,
            english,
            comparison,
            glossary,
            followed,
            standing,
            instrument: found.map(|found| found.id().clone()),
            plain,
            plain_in_force,
            in_force_from: version.and_then(Version::starts),
            contradictions,
            changes,
        })
    }

    /// The source as it stands today: of a document on record, or of an instrument of the library.
    async fn now_in_force(&self, state: &State, texts: &Texts, found: Option<&Instrument>) -> Result<Now> {
        if let Some(Value::Matter(document)) = state.fields.get(&FieldId::new(&texts.document)) {
            let Some(document) = self.state(document).await? else { return Ok(Now::NotTold) };
            let stands =
                document.stands.as_ref().map(|stands| stands.as_str().to_owned()).unwrap_or_default();
            if !texts.document_in_force.contains(&stands) {
                return Ok(Now::Ended);
            }
            return Ok(text(&document, &texts.document_text).map_or(Now::NotTold, Now::Text));
        }
        let Some(found) = found else { return Ok(Now::NotTold) };
        let Some(version) = found.governing(self.today()) else { return Ok(Now::Ended) };
        let words = version.bodies().iter().map(|body| body.statute.source());
        Ok(if version.has_text() { Now::Text(words.collect::<Vec<_>>().join("\n")) } else { Now::NotTold })
    }
}

/// What a translation says of the days of its source that no version of the source in the register has. What nobody told there
/// contradicts nothing.
fn contradictions(found: &Instrument, followed: Option<Date>, source: &str) -> Vec<Contradiction> {
    let mut all = Vec::new();
    let published_on = |version: &Version| match version.published() {
        Published::On(day) => [Some(day), version.adopted()],
        Published::Presumed(_) | Published::Never | Published::NotTold => [None, version.adopted()],
    };
    let registered: BTreeSet<Date> = found.versions().iter().flat_map(published_on).flatten().collect();
    if let Some(told) = followed.filter(|day| !registered.is_empty() && !registered.contains(day)) {
        all.push(Contradiction { about: SourceDay::Published, told, registered });
    }
    let document = NormativeDocument::read(chinese_lines(source));
    let of_day = |version: &&Version| followed.is_none_or(|day| published_on(version).contains(&Some(day)));
    let told_day =
        |version: &Version| version.starts().filter(|_| version.effect().told_by != ToldBy::Presumed);
    let same: BTreeSet<Date> = found.versions().iter().filter(of_day).filter_map(told_day).collect();
    let registered =
        if same.is_empty() { found.versions().iter().filter_map(told_day).collect() } else { same };
    let stated = document.effective.filter(|_| !document.from_issue);
    if let Some(told) = stated.filter(|day| !registered.is_empty() && !registered.contains(day)) {
        all.push(Contradiction { about: SourceDay::InForce, told, registered });
    }
    all
}

/// What is known of the text in force.
enum Now {
    Text(String),
    Ended,
    NotTold,
}

fn title_in(citation: &str) -> Option<String> {
    let (_, rest) = citation.split_once('《')?;
    Some(rest.rsplit_once('》')?.0.to_owned())
}

/// The articles of a text without their labels and blanks.
fn articles(statute: &Statute) -> BTreeMap<ArticleNumber, String> {
    let mut all = BTreeMap::new();
    for article in &statute.articles {
        let words = statute.slice(&(article.label.end..article.span.end));
        let words: String = words.chars().filter(|c| !c.is_whitespace()).collect();
        all.entry(article.number).or_insert(words);
    }
    all
}

/// A text written plainly: one article a line, without blanks. What makes no article is left out, unless there are none.
fn plainly(articles: &BTreeMap<ArticleNumber, String>, text: &str) -> String {
    if articles.is_empty() {
        return text.chars().filter(|c| !c.is_whitespace()).collect();
    }
    articles.iter().map(|(number, words)| format!("{number} {words}\n")).collect()
}

fn changed(
    then: &BTreeMap<ArticleNumber, String>,
    now: &BTreeMap<ArticleNumber, String>,
) -> BTreeMap<ArticleNumber, Change> {
    let all: BTreeSet<&ArticleNumber> = then.keys().chain(now.keys()).collect();
    let change = |number: &&ArticleNumber| match (then.get(number), now.get(number)) {
        (Some(then), Some(now)) => (then != now).then_some(Change::Changed),
        (None, _) => Some(Change::New),
        (_, None) => Some(Change::Gone),
    };
    all.into_iter().filter_map(|number| Some((*number, change(&number)?))).collect()
}

/// A Chinese text that was typed on one line, with a line for each article.
fn chinese_lines(text: &str) -> String {
    let ends = |before: char| matches!(before, '。' | '；' | '：');
    lines(text, '第', ends, |label| {
        let number = label.trim_start_matches(yifa_law::numeral::is_numeral_char);
        number.len() < label.len() && number.starts_with('条')
    })
}

/// An English one likewise.
fn english_lines(text: &str) -> String {
    let ends = |before: char| matches!(before, '.' | ';' | ':');
    lines(text, 'A', ends, |label| {
        label.strip_prefix("rticle ").is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()))
    })
}

/// Breaks a line before each label that follows the end of a sentence.
fn lines(text: &str, first: char, ends: fn(char) -> bool, is_label: fn(&str) -> bool) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    for (at, c) in text.char_indices() {
        let before = out.trim_end_matches([' ', '　']);
        let after_end = before.len() < text.len() && before.ends_with(ends);
        if c == first && after_end && is_label(&text[at + first.len_utf8()..]) {
            let keep = before.len();
            out.truncate(keep);
            out.push('\n');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn texts_typed_on_one_line_have_a_line_for_each_article() {
        let zh = chinese_lines("第一条 甲,依照第三条办理。第二条 乙；第三条规定的除外。\n第三条 丙。");
        assert_eq!(zh, "第一条 甲,依照第三条办理。\n第二条 乙；\n第三条规定的除外。\n第三条 丙。");
        let en = english_lines("Article 1 As in Article 3. Article 2 Articles of food. Article 10 C.");
        assert_eq!(en, "Article 1 As in Article 3.\nArticle 2 Articles of food.\nArticle 10 C.");
    }

    #[test]
    fn what_has_changed_is_told_by_article_and_blanks_change_nothing() {
        let of = |text: &str| articles(&Statute::read(text));
        let then = of("第一条　甲。\n第二条　乙。\n第三条　丙。\n");
        let now = of("第一条 甲 。\n第二条　乙丁。\n第四条　戊。\n");
        let told: Vec<(u32, Change)> =
            changed(&then, &now).into_iter().map(|(number, change)| (number.value, change)).collect();
        assert_eq!(told, [(2, Change::Changed), (3, Change::Gone), (4, Change::New)]);
        assert!(changed(&then, &then).is_empty());
        assert_eq!(plainly(&then, ""), "第一条 甲。\n第二条 乙。\n第三条 丙。\n");
        assert_eq!(plainly(&BTreeMap::new(), "各单位 遵照\n执行。"), "各单位遵照执行。");
    }

    #[test]
    fn the_title_of_a_citation_is_what_stands_in_its_brackets() {
        assert_eq!(title_in("《某市停车办法》第九条").as_deref(), Some("某市停车办法"));
        assert_eq!(title_in("《关于印发〈甲〉的通知》第九条").as_deref(), Some("关于印发〈甲〉的通知"));
        assert_eq!(title_in("第九条"), None);
    }

    #[test]
    fn a_day_that_the_register_does_not_have_contradicts_it_and_one_that_nobody_told_does_not() {
        let library = |text: &str| {
            let text = yifa_library::Text::read("a.md", text.as_bytes()).unwrap();
            Library::build(vec![text], vec![], &yifa_library::Told::default())
        };
        let dated = library(
            "# 某市停车办法\n\n2025年3月20日 某市人民政府令第3号公布\n\n<!-- INFO END -->\n\n第一条　甲。\n\n第二条　本办法自2025年5月1日起施行。\n",
        );
        let source = |day: &str| format!("第一条 甲。第二条 本办法自{day}起施行。");
        let told = |library: &Library, published: Option<Date>, from: &str| {
            let found = contradictions(&library.instruments()[0], published, &source(from));
            found.into_iter().map(|one| (one.about.code(), one.told)).collect::<Vec<_>>()
        };
        let (registered, other) = (date(2025, 3, 20), date(2026, 1, 21));
        assert_eq!(told(&dated, Some(registered), "2025年5月1日"), []);
        assert_eq!(told(&dated, Some(other), "2025年5月1日"), [("published", other)]);
        assert_eq!(told(&dated, None, "2025年6月1日"), [("in-force", date(2025, 6, 1))]);
        let undated = library("某市停车规则\n第一条　甲。\n第二条　乙。\n");
        assert_eq!(told(&undated, Some(other), "2025年6月1日"), []);
    }
}
