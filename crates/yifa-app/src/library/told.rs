//! What persons have recorded and confirmed about texts of the library: from when they hold, since when no longer, and
//! which of them were taken down.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value as Json;
use yifa_law::instrument::{Ending, EndingKind, InstrumentId};
use yifa_library::{Instrument, Told, Version};
use yifa_store::DisclosureQuery;

use super::shelf::Source;
use crate::error::Result;
use crate::review::{ToldDays, settings};

/// A page of the store.
const PAGE: u32 = 200;

/// What one person has recorded and another confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayOnRecord {
    /// The text it is about, by the SHA-256 of its bytes.
    pub text: Option<[u8; 32]>,
    /// The instrument it is about, where no text was at hand.
    pub instrument: Option<InstrumentId>,
    /// The day of adoption of the version.
    pub adopted: Option<Date>,
    /// The first day in force.
    pub from: Option<Date>,
    /// How and since when it no longer holds.
    pub ending: Option<Ending>,
    /// Where the day is written.
    pub source: String,
    /// Its name in the public catalogue.
    pub slug: String,
}

impl DayOnRecord {
    /// Whether it is about a version of an instrument, or about the instrument as a whole.
    pub(super) fn is_about(&self, instrument: &Instrument, version: Option<&Version>) -> bool {
        let bodies = version.into_iter().flat_map(Version::bodies);
        let of_text = bodies.into_iter().any(|body| Some(body.digest) == self.text);
        let of_version = self.adopted.is_none() || self.adopted == version.and_then(Version::adopted);
        of_text || (self.instrument.as_ref() == Some(instrument.id()) && of_version)
    }
}

/// Everything on record, as the library takes it.
pub(super) fn as_told(days: &[DayOnRecord]) -> Told {
    let mut told = Told::default();
    for day in days {
        if let Some(text) = day.text {
            told.effects.extend(day.from.map(|from| (text, from)));
            told.endings.extend(day.ending.clone().map(|ending| (text, ending)));
        } else if let Some(instrument) = &day.instrument {
            let version = day.adopted.zip(day.from);
            told.version_effects.extend(version.map(|(adopted, from)| ((instrument.clone(), adopted), from)));
            told.instrument_endings.extend(day.ending.clone().map(|ending| (instrument.clone(), ending)));
        }
    }
    told
}

/// Why a text was taken down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenDown {
    /// What a person has written about it.
    pub why: String,
    /// Its name in the public catalogue.
    pub slug: String,
}

impl Source {
    /// All days that were confirmed and not withdrawn.
    pub(super) async fn told(&self, today: Date) -> Result<Vec<DayOnRecord>> {
        let settings = settings(&self.registry)?;
        let Some(days) = settings.told() else { return Ok(Vec::new()) };
        self.confirmed(&days.procedure, &days.disclosure, today, |public, slug| take(days, public, slug))
            .await
    }

    /// All texts whose taking down was confirmed and not taken back, by the SHA-256 of their bytes.
    pub(super) async fn taken_down(&self, today: Date) -> Result<BTreeMap<[u8; 32], TakenDown>> {
        let settings = settings(&self.registry)?;
        let Some(texts) = settings.withdrawn() else { return Ok(BTreeMap::new()) };
        let one = |public: &Json, slug: &str| {
            let text = part(public, &texts.text, "text").and_then(|text| digest(&text))?;
            let why = part(public, &texts.why, "text").unwrap_or_default();
            Some((text, TakenDown { why, slug: slug.to_owned() }))
        };
        let all = self.confirmed(&texts.procedure, &texts.disclosure, today, one).await?;
        Ok(all.into_iter().collect())
    }

    /// What stands in a disclosure, entry by entry.
    async fn confirmed<T>(
        &self,
        procedure: &str,
        disclosure: &str,
        today: Date,
        one: impl Fn(&Json, &str) -> Option<T> + Sync,
    ) -> Result<Vec<T>>
    where
        T: Send,
    {
        let kind = Some(format!("{procedure}/{disclosure}"));
        let query = DisclosureQuery { kind, text: None, as_of: today };
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let page = self.store.disclosures(&self.jurisdiction, &query, after.as_ref(), PAGE).await?;
            let shown = page.rows.iter().filter(|row| row.disclosure.withdrawn_on.is_none());
            all.extend(shown.filter_map(|row| one(&row.disclosure.public, &row.disclosure.slug)));
            after = page.next;
            if after.is_none() {
                return Ok(all);
            }
        }
    }
}

/// What an entry says about a field.
fn part(public: &Json, key: &str, part: &str) -> Option<String> {
    let rows = public.get("rows")?.as_array()?;
    let row = rows.iter().find(|row| row.get("key").and_then(Json::as_str) == Some(key))?;
    row.get(part).and_then(Json::as_str).map(|text| text.trim().to_owned())
}

/// The days of one of them. What is neither a digest nor an identifier names nothing.
fn take(days: &ToldDays, public: &Json, slug: &str) -> Option<DayOnRecord> {
    let part = |key: &str, of: &str| part(public, key, of);
    let day = |key: &str| part(key, "day").and_then(|day| day.parse::<Date>().ok());
    let text = part(&days.text, "text").and_then(|text| digest(&text));
    let instrument = part(&days.instrument, "text").and_then(InstrumentId::new);
    if text.is_none() && instrument.is_none() {
        return None;
    }
    let ended = day(&days.repealed_on)
        .map(|from| (EndingKind::Repealed, from))
        .or_else(|| day(&days.lapsed_on).map(|from| (EndingKind::Lapsed, from)));
    Some(DayOnRecord {
        text,
        instrument,
        adopted: day(&days.adopted_on),
        from: day(&days.in_force_from),
        ending: ended.map(|(kind, from)| Ending { kind, from, by: None, place: None }),
        source: part(&days.source, "text").unwrap_or_default(),
        slug: slug.to_owned(),
    })
}

/// 64 hexadecimal digits as bytes.
fn digest(hex: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if hex.len() != 64 || !hex.is_ascii() {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use serde_json::json;

    fn told(rows: &[(&str, &str, &str)]) -> Told {
        let registry = yifa_kernel::definition::compile(&crate::definitions::embedded()).unwrap();
        let settings = settings(&registry).unwrap();
        let all: Vec<_> = rows.iter().map(|(key, part, value)| json!({ "key": key, *part: value })).collect();
        let taken = take(settings.told().unwrap(), &json!({ "rows": all }), "slug");
        as_told(&taken.into_iter().collect::<Vec<_>>())
    }

    #[test]
    fn days_are_told_of_the_text_with_the_digest() {
        let text = "ab".repeat(32);
        let read = told(&[
            ("text_digest", "text", &text),
            ("in_force_from", "day", "2020-03-01"),
            ("lapsed_on", "day", "2024-01-01"),
        ]);
        assert_eq!(read.effects.get(&[0xab; 32]), Some(&date(2020, 3, 1)));
        let ended = read.endings.get(&[0xab; 32]).unwrap();
        assert_eq!((ended.kind, ended.from), (EndingKind::Lapsed, date(2024, 1, 1)));
        assert!(read.version_effects.is_empty() && read.instrument_endings.is_empty());
    }

    #[test]
    fn without_a_text_days_are_told_of_the_version_and_the_instrument() {
        let read = told(&[
            ("instrument", "text", "parking-rule"),
            ("adopted_on", "day", "2020-02-01"),
            ("in_force_from", "day", "2020-03-01"),
            ("repealed_on", "day", "2024-01-01"),
        ]);
        let id = InstrumentId::new("parking-rule").unwrap();
        assert_eq!(read.version_effects.get(&(id.clone(), date(2020, 2, 1))), Some(&date(2020, 3, 1)));
        assert_eq!(read.instrument_endings.get(&id).unwrap().kind, EndingKind::Repealed);
        assert!(read.effects.is_empty() && read.endings.is_empty());
    }

    #[test]
    fn a_day_of_effect_of_no_version_tells_nothing() {
        let read = told(&[("instrument", "text", "parking-rule"), ("in_force_from", "day", "2020-03-01")]);
        assert_eq!(read, Told::default());
    }

    #[test]
    fn what_is_no_digest_and_no_identifier_tells_nothing() {
        for text in ["", "ab", &"xy".repeat(32), &"ab".repeat(33), &"码".repeat(32)] {
            let read = told(&[("text_digest", "text", text), ("in_force_from", "day", "2020-03-01")]);
            assert_eq!(read, Told::default(), "{text}");
        }
        for id in ["", "停车规定", "a b", "../x"] {
            let read = told(&[("instrument", "text", id), ("repealed_on", "day", "2020-03-01")]);
            assert_eq!(read, Told::default(), "{id}");
        }
    }
}
