//! The facts of instruments, for the library: those of a city's definitions, or those that the binary carries.

use std::collections::BTreeMap;

use jiff::civil::Date;
use yifa_kernel::definition::Registry;
use yifa_kernel::definition::raw::{BasisClass, InstrumentFile};
use yifa_law::instrument::{
    ArticleFact, Ending, EndingKind, Instrument, InstrumentFacts, InstrumentId, Rank, VersionFacts,
};
use yifa_law::place::{ArticleNumber, Place};
use yifa_law::{citation, docnumber};

use crate::definitions;
use crate::error::{AppError, Result};

/// The instruments whose facts the binary carries.
///
/// # Errors
/// [`AppError::Invalid`] that names the file: this build is broken.
pub fn embedded() -> Result<Vec<Instrument>> {
    let mut by_slug: BTreeMap<String, Vec<InstrumentFile>> = BTreeMap::new();
    for source in definitions::embedded() {
        let mut parts = source.path.split('/');
        let (Some("instruments"), Some(slug)) = (parts.next(), parts.next()) else { continue };
        let file = toml::from_str(&source.text).map_err(|error| broken(&source.path, &error.to_string()))?;
        by_slug.entry(slug.to_owned()).or_default().push(file);
    }
    by_slug.iter().map(|(slug, files)| instrument(slug, files).map_err(|why| broken(slug, &why))).collect()
}

/// The instruments that a city's definitions tell of: the national ones and its own.
///
/// # Errors
/// [`AppError::Invalid`] that names the instrument.
pub(super) fn registered(registry: &Registry) -> Result<Vec<Instrument>> {
    let mut by_slug: BTreeMap<&str, Vec<InstrumentFile>> = BTreeMap::new();
    for version in registry.library().iter() {
        by_slug.entry(&version.slug).or_default().push(version.facts.clone());
    }
    by_slug
        .iter()
        .map(|(slug, files)| {
            let broken = |why: String| AppError::invalid(format!("the facts of {slug}"), why);
            instrument(slug, files).map_err(broken)
        })
        .collect()
}

fn broken(place: &str, why: &str) -> AppError {
    AppError::invalid(format!("the embedded facts of {place}"), why)
}

fn instrument(slug: &str, files: &[InstrumentFile]) -> std::result::Result<Instrument, String> {
    let id = InstrumentId::new(slug).ok_or("the folder is no identifier")?;
    let versions: std::result::Result<Vec<VersionFacts>, String> = files.iter().map(version).collect();
    let newest = files.iter().max_by_key(|file| &file.promulgated).ok_or("no version")?;
    let ended = newest.ended_on.as_deref().map(day).transpose()?;
    let by = newest.ended_by.as_deref().map(cited).transpose()?;
    let (by, place) = by.map_or((None, None), |(title, place)| (Some(title), place));
    let facts = InstrumentFacts {
        id,
        rank: rank(newest.rank, &newest.title),
        maker: newest.maker.clone(),
        aliases: files.iter().flat_map(|file| file.short.clone()).collect(),
        versions: versions?,
        // The facts tell that it ended and what says so, not whether by a decision.
        ended: ended.map(|from| Ending { kind: EndingKind::Repealed, from, by, place }),
    };
    Instrument::new(facts).map_err(|fault| fault.to_string())
}

/// The title and the article of a citation: 《民法典》第一千二百六十条.
fn cited(text: &str) -> std::result::Result<(String, Option<Place>), String> {
    let found = citation::find(text).into_iter().next().and_then(Result::ok);
    let found = found.ok_or_else(|| format!("{text} is no citation"))?;
    let title = found.title().ok_or_else(|| format!("{text} names no instrument"))?.to_owned();
    Ok((title, found.places.first().and_then(|range| range.from.place())))
}

fn version(file: &InstrumentFile) -> std::result::Result<VersionFacts, String> {
    let promulgated = day(&file.promulgated)?;
    let article = |one: &yifa_kernel::definition::raw::ArticleGist| {
        let (value, suffix) = one.no.split_once('.').unwrap_or((&one.no, "0"));
        let number = |text: &str| text.parse().map_err(|_| format!("{text} is no article"));
        let article = ArticleNumber::inserted(number(value)?, number(suffix)?);
        Ok(ArticleFact { place: Place::article(article), gist: one.gist.clone(), figures: Vec::new() })
    };
    let articles: std::result::Result<Vec<ArticleFact>, String> = file.article.iter().map(article).collect();
    Ok(VersionFacts {
        title: file.title.clone(),
        number: file.number.as_deref().and_then(|text| docnumber::parse(text).ok()).map(|read| read.number),
        promulgated,
        published_on: Some(promulgated),
        in_force_from: Some(day(&file.in_force_from)?),
        valid_until: None,
        article_count: (file.articles > 0).then_some(file.articles),
        articles: articles?,
    })
}

fn day(text: &str) -> std::result::Result<Date, String> {
    text.parse().map_err(|_| format!("{text} is no day"))
}

/// The rank by the class that definitions give: a regulation's maker is not told there, only its title may begin with
/// the place that made it.
fn rank(class: BasisClass, title: &str) -> Rank {
    let begins = |unit: char| title.chars().take(10).skip(2).any(|c| c == unit);
    match class {
        BasisClass::Law => Rank::Law,
        BasisClass::Regulation | BasisClass::Rule if title.starts_with("最高人民") => {
            Rank::JudicialInterpretation
        }
        BasisClass::Regulation if begins('省') => Rank::ProvincialRegulation,
        BasisClass::Regulation if begins('市') => Rank::CityRegulation,
        BasisClass::Regulation => Rank::AdministrativeRegulation,
        BasisClass::Rule if begins('省') => Rank::ProvincialRule,
        BasisClass::Rule if begins('市') => Rank::CityRule,
        BasisClass::Rule => Rank::DepartmentRule,
        BasisClass::Policy => Rank::NormativeDocument,
        BasisClass::LocalPractice | BasisClass::ProductDefault => Rank::InternalDocument,
    }
}
