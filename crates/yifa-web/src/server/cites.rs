//! Owns what can be picked as a citation: instruments and articles in force on the day of the act, searched in the city's
//! library. What is offered is what the engine takes.

use std::collections::BTreeMap;

use jiff::civil::Date;
use yifa_app::library::names_paragraph;
use yifa_kernel::guard::Guard;
use yifa_kernel::id::FieldId;
use yifa_kernel::matter::Citable as _;
use yifa_kernel::procedure::{FieldKind, Procedure};
use yifa_kernel::value::Value;
use yifa_law::fold::fold;
use yifa_law::instrument::Rank;
use yifa_law::numeral::to_chinese;
use yifa_library::Instrument;
use yifa_library::search::{Holds, Scope, SearchQuery};

use super::guest::Staff;
use super::typed::Typed;
use crate::components::CiteOffer;
use crate::pages::matter::{DataField, Shown};

/// So many are offered at once.
const OFFERS: usize = 12;
/// So many characters of an article are shown.
const WORDS: usize = 48;

/// The day on which a citation must hold: that of the field's `as_of` when it is a field with a day, typed now or on
/// record; else today.
pub(super) fn day(
    staff: &Staff,
    as_of: Option<&Guard>,
    recorded: &BTreeMap<FieldId, Value>,
    typed: Option<&Typed>,
) -> Date {
    let today = staff.guest.server.city.today();
    let Some(field) = as_of.map(|guard| guard.source.trim()) else { return today };
    let written = typed.and_then(|typed| typed.text(field).trim().get(..10)?.parse().ok());
    let on_record = || recorded.get(&FieldId::new(field)).and_then(Value::as_date);
    written.or_else(on_record).unwrap_or(today)
}

/// Articles of the instruments of the definitions that are in force on a day, as suggestions while typing.
pub(super) fn suggestions(staff: &Staff, on: Date) -> Vec<String> {
    let library = staff.guest.server.city.registry().library();
    let mut all = Vec::new();
    for version in library
        .iter()
        .filter(|version| version.in_force_from <= on && version.ended_on.is_none_or(|end| on < end))
    {
        // An older version of the same instrument has given way to the one that holds.
        if library.on(&version.facts.title, on).map(|one| one.promulgated) != Some(version.promulgated) {
            continue;
        }
        let title = version.facts.title.trim_start_matches("中华人民共和国");
        for article in &version.facts.article {
            let (no, suffix) = article
                .no
                .split_once('.')
                .map_or((article.no.as_str(), None), |(no, suffix)| (no, Some(suffix)));
            let chinese = |text: &str| text.parse().map_or_else(|_| text.to_owned(), to_chinese);
            let suffix = suffix.map_or_else(String::new, |suffix| format!("之{}", chinese(suffix)));
            all.push(format!("《{title}》第{}条{suffix}", chinese(no)));
        }
    }
    all
}

/// What the library offers for some words: instruments whose title has them, then articles that have them; only what is in
/// force and published on the day.
///
/// # Errors
/// The store.
pub(super) async fn offers(staff: &Staff, words: &str, on: Date) -> yifa_app::Result<Vec<CiteOffer>> {
    let city = &staff.guest.server.city;
    let edition = city.law().await?;
    let query = SearchQuery::new(words, Scope { holds: Some(Holds::InForce), ..Scope::on(on) });
    if query.is_empty() {
        return Ok(Vec::new());
    }
    let mut all: Vec<CiteOffer> = Vec::new();
    let mut offer = |text: String, hint: String| {
        let status = city.registry().cite_status(&text, on).or_else(|| edition.cite_status(&text, on));
        let taken = status.is_some_and(|status| status.supports(false));
        if taken && all.len() < OFFERS && !all.iter().any(|one| one.text == text) {
            all.push(CiteOffer { text, hint });
        }
    };
    let titled = |one: &&Instrument| {
        let name = fold(one.title()).to_lowercase();
        one.standing_on(on).is_in_force() && query.terms().iter().all(|term| name.contains(term.as_str()))
    };
    for one in edition.library.instruments().iter().filter(titled).take(OFFERS / 2) {
        offer(format!("《{}》", short(one)), number(one));
        let gists = one.facts().and_then(|facts| facts.version_on(on));
        for fact in gists.into_iter().flat_map(|version| &version.facts().articles) {
            offer(format!("《{}》{}", short(one), fact.place), fact.gist.clone());
        }
    }
    let answers = edition.index.search(&edition.library, &query, 0, OFFERS);
    for hit in &answers.hits {
        let Some((one, _, body, Some(article))) = hit.unit.look(&edition.library) else { continue };
        if one.rank() == Some(Rank::InternalDocument) {
            continue;
        }
        let words = &body.statute.source()[article.label.end.min(hit.span.end)..hit.span.end];
        let text: String = words.chars().take(WORDS).collect();
        offer(format!("《{}》{}", short(one), article.number), text.split_whitespace().collect());
    }
    Ok(all)
}

/// Those of the citations that name a paragraph of an article of which only a gist is at hand.
///
/// # Errors
/// The store.
pub(super) async fn unverified(staff: &Staff, texts: &[String], on: Date) -> yifa_app::Result<Vec<String>> {
    if texts.iter().all(|text| !names_paragraph(text)) {
        return Ok(Vec::new());
    }
    let edition = staff.guest.server.city.law().await?;
    Ok(texts.iter().filter(|text| edition.cannot_verify(text, on)).cloned().collect())
}

/// What is on record, with a remark beside each citation of a paragraph that nobody could verify.
///
/// # Errors
/// The store.
pub(super) async fn remark(
    staff: &Staff,
    procedure: &Procedure,
    recorded: &BTreeMap<FieldId, Value>,
    data: &mut [DataField],
) -> yifa_app::Result<()> {
    for shown in data {
        let Some(field) = procedure.field(&FieldId::new(shown.id.as_str())) else { continue };
        if field.declared != FieldKind::Cite {
            continue;
        }
        let on = day(staff, field.as_of.as_ref(), recorded, None);
        let lines: Vec<&mut String> = match &mut shown.shown {
            Shown::Plain(text) => vec![text],
            Shown::Lines(all) => all.iter_mut().collect(),
            _ => continue,
        };
        // What is judged is what is on record: the line may name it in another language.
        let cited = match recorded.get(&field.id) {
            Some(Value::List(all)) => all.as_slice(),
            Some(one) => std::slice::from_ref(one),
            None => continue,
        };
        for (line, cite) in lines.into_iter().zip(cited) {
            let Value::Cite(cite) = cite else { continue };
            let told = unverified(staff, std::slice::from_ref(&cite.text), on).await?;
            if let Some(cited) = told.into_iter().next() {
                let lang = staff.guest.lang;
                let cited = staff.guest.articles(&[cited]);
                *line = lang.aside(line, &lang.with("library.pick.unverified", &[("cited", cited)]));
            }
        }
    }
    Ok(())
}

fn short(one: &Instrument) -> &str {
    one.title().trim_start_matches("中华人民共和国")
}

fn number(one: &Instrument) -> String {
    let newest = one.versions().last().and_then(|version| version.number());
    newest.map(ToString::to_string).unwrap_or_default()
}

/// What was picked by a button goes into its field: `<field>|<citation>`.
pub(super) fn pick(typed: &Typed, many: impl Fn(&str) -> bool) -> Option<Typed> {
    let (field, text) = typed.text("cite").split_once('|')?;
    let mut pairs: Vec<(String, String)> =
        typed.pairs().iter().filter(|(key, _)| key != "cite").cloned().collect();
    let old = |(key, value): &(String, String)| key == field && (!many(field) || value.trim().is_empty());
    pairs.retain(|pair| !old(pair));
    pairs.push((field.to_owned(), text.to_owned()));
    let files = typed.all_files().map(|(name, file)| (name.to_owned(), file.clone())).collect();
    Some(Typed::again(pairs, files))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        let own = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        Typed::of(pairs.iter().map(own).collect(), Vec::new())
    }

    #[test]
    fn what_is_picked_replaces_one_and_joins_several() {
        let sent = typed(&[("basis", "《甲》"), ("x", "1"), ("basis", " "), ("cite", "basis|《乙》第二条")]);
        let one = pick(&sent, |_| false).unwrap();
        assert_eq!(one.texts("basis").collect::<Vec<_>>(), ["《乙》第二条"]);
        let many = pick(&sent, |_| true).unwrap();
        assert_eq!(many.texts("basis").collect::<Vec<_>>(), ["《甲》", "《乙》第二条"]);
        assert_eq!((many.text("x"), many.text("cite")), ("1", ""));
    }

    #[test]
    fn a_button_without_a_field_picks_nothing() {
        assert!(pick(&typed(&[("cite", "no field")]), |_| true).is_none());
        assert!(pick(&typed(&[]), |_| true).is_none());
    }
}
