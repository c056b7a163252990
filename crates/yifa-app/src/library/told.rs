//! What persons have recorded and confirmed about texts of the library: from when they hold, since when no longer.

use jiff::civil::Date;
use serde_json::Value as Json;
use yifa_law::instrument::{Ending, EndingKind};
use yifa_library::Told;
use yifa_store::DisclosureQuery;

use super::shelf::Source;
use crate::error::Result;
use crate::review::{ToldDays, settings};

/// A page of the store.
const PAGE: u32 = 200;

impl Source {
    /// Everything that was confirmed and not withdrawn.
    pub(super) async fn told(&self, today: Date) -> Result<Told> {
        let settings = settings(&self.registry)?;
        let mut told = Told::default();
        let Some(days) = settings.told() else { return Ok(told) };
        let kind = Some(format!("{}/{}", days.procedure, days.disclosure));
        let query = DisclosureQuery { kind, text: None, as_of: today };
        let mut after = None;
        loop {
            let page = self.store.disclosures(&self.jurisdiction, &query, after.as_ref(), PAGE).await?;
            let shown = page.rows.iter().filter(|row| row.disclosure.withdrawn_on.is_none());
            shown.for_each(|row| take(days, &row.disclosure.public, &mut told));
            after = page.next;
            if after.is_none() {
                return Ok(told);
            }
        }
    }
}

/// What one of them says. A digest that is none names no text.
fn take(days: &ToldDays, public: &Json, told: &mut Told) {
    let part = |key: &str, part: &str| {
        let rows = public.get("rows")?.as_array()?;
        let row = rows.iter().find(|row| row.get("key").and_then(Json::as_str) == Some(key))?;
        row.get(part).and_then(Json::as_str).map(|text| text.trim().to_owned())
    };
    let day = |key: &str| part(key, "day").and_then(|day| day.parse::<Date>().ok());
    let Some(text) = part(&days.text, "text").and_then(|text| digest(&text)) else { return };
    if let Some(from) = day(&days.in_force_from) {
        told.effects.insert(text, from);
    }
    let ended = day(&days.repealed_on)
        .map(|from| (EndingKind::Repealed, from))
        .or_else(|| day(&days.lapsed_on).map(|from| (EndingKind::Lapsed, from)));
    if let Some((kind, from)) = ended {
        told.endings.insert(text, Ending { kind, from, by: None });
    }
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

    fn told(text: &str, rows: &[(&str, &str)]) -> Told {
        let registry = yifa_kernel::definition::compile(&crate::definitions::embedded()).unwrap();
        let settings = settings(&registry).unwrap();
        let mut all = vec![json!({ "key": "text_digest", "text": text })];
        all.extend(rows.iter().map(|(key, day)| json!({ "key": key, "day": day })));
        let mut told = Told::default();
        take(settings.told().unwrap(), &json!({ "rows": all }), &mut told);
        told
    }

    #[test]
    fn days_are_told_of_the_text_with_the_digest() {
        let text = "ab".repeat(32);
        let read = told(&text, &[("in_force_from", "2020-03-01"), ("lapsed_on", "2024-01-01")]);
        assert_eq!(read.effects.get(&[0xab; 32]), Some(&date(2020, 3, 1)));
        let ended = read.endings.get(&[0xab; 32]).unwrap();
        assert_eq!((ended.kind, ended.from), (EndingKind::Lapsed, date(2024, 1, 1)));
    }

    #[test]
    fn what_is_no_digest_tells_nothing() {
        for text in ["", "ab", &"xy".repeat(32), &"ab".repeat(33), &"码".repeat(32)] {
            assert_eq!(told(text, &[("in_force_from", "2020-03-01")]), Told::default(), "{text}");
        }
    }
}
