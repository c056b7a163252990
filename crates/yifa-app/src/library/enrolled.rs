//! The documents that a city has made known itself, as texts of its library: what the register's disclosure shows, no more.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value as Json;
use yifa_kernel::id::MatterId;
use yifa_law::docnumber;
use yifa_law::instrument::{
    Ending, EndingKind, Instrument as Facts, InstrumentFacts, InstrumentId, Rank, VersionFacts,
};
use yifa_library::{Held, PageFacts, Text};
use yifa_store::{DisclosureQuery, DisclosureRow, MatterOrder, MatterQuery};

use super::shelf::Source;
use crate::error::Result;
use crate::review::{EndedAs, Register, settings};

/// A page of the store, and the most documents that are read.
const PAGE: u32 = 200;
const MOST: usize = 20_000;

/// The documents of the registers.
#[derive(Default)]
pub(super) struct Enrolled {
    pub(super) texts: Vec<Text>,
    pub(super) held: Vec<Held>,
    pub(super) facts: Vec<Facts>,
    /// The matter that has disclosed a text, by its origin.
    pub(super) matters: BTreeMap<String, MatterId>,
}

impl Source {
    /// What changes when a document of a register does: its last matter and event.
    pub(super) async fn enrolled_mark(&self) -> Result<String> {
        let settings = settings(&self.registry)?;
        let documents = settings.registers().iter().map(|register| register.procedure.clone());
        let told = settings.told().map(|told| told.procedure.clone());
        let withdrawn = settings.withdrawn().map(|texts| texts.procedure.clone());
        let procedures = documents.chain(told).chain(withdrawn).collect();
        let query = MatterQuery { procedures, ..MatterQuery::default() };
        let order = MatterOrder::ChangedLast;
        let page = self.store.matters(&self.jurisdiction, &query, order, None, 1).await?;
        Ok(page.rows.first().map(|row| format!("{}/{}", row.matter, row.seq)).unwrap_or_default())
    }

    /// All documents that are known to the public.
    pub(super) async fn enrolled(&self, today: Date) -> Result<Enrolled> {
        let mut all = Enrolled::default();
        let settings = settings(&self.registry)?;
        for register in settings.registers() {
            let Some(kind) = register.made_known_as(&self.registry) else { continue };
            let query = DisclosureQuery { kind: Some(kind), text: None, as_of: today };
            let mut after = None;
            let mut read = 0;
            loop {
                let page = self.store.disclosures(&self.jurisdiction, &query, after.as_ref(), PAGE).await?;
                read += page.rows.len();
                page.rows.iter().for_each(|row| all.take(register, row));
                after = page.next;
                if after.is_none() || read >= MOST {
                    break;
                }
            }
        }
        Ok(all)
    }
}

impl Enrolled {
    fn take(&mut self, register: &Register, row: &DisclosureRow) {
        let one = &row.disclosure;
        let Some(shown) = Shown::of(register, &one.public).filter(|_| one.withdrawn_on.is_none()) else {
            return;
        };
        match Text::told(one.slug.clone(), &shown.source, shown.page.clone()) {
            Ok(text) => {
                self.matters.insert(one.slug.clone(), MatterId::new(row.matter.as_str()));
                self.facts.extend(shown.facts(&one.slug, &text));
                self.texts.push(text);
            }
            Err(held) => self.held.push(*held),
        }
    }

    /// Whether a text that was imported is one of them: the register knows more about it.
    pub(super) fn has(&self, text: &Text) -> bool {
        let number = text.number();
        number.is_some() && self.texts.iter().any(|own| own.number() == number)
    }
}

/// What a disclosure shows of a document.
struct Shown {
    title: String,
    source: String,
    page: PageFacts,
    last_day: Option<Date>,
    ended: Option<EndedAs>,
}

impl Shown {
    fn of(register: &Register, public: &Json) -> Option<Self> {
        let rows = public.get("rows")?.as_array()?;
        let part = |row: &Json, key: &str| row.get(key).and_then(Json::as_str).map(str::to_owned);
        let row = |key: &str| rows.iter().find(|row| part(row, "key").as_deref() == Some(key));
        let text = |key: &str| row(key).and_then(|row| part(row, "text"));
        let day = |key: &str| row(key).and_then(|row| part(row, "day")).and_then(|day| day.parse().ok());
        let title = text(&register.title)?;
        let number = text(&register.number);
        let words = broken(&text(&register.text)?);
        let source = format!("{title}\n\n{}\n\n{words}\n", number.clone().unwrap_or_default());
        let page = PageFacts {
            title: Some(title.clone()),
            issuer: part(public, "body"),
            number,
            issued: day(&register.signed_on),
            published: day(&register.published_on),
            effective: day(&register.in_force_from),
            ..PageFacts::default()
        };
        let ended = register.ending(public.get("state").and_then(Json::as_str).unwrap_or_default());
        Some(Self { title, source, page, last_day: day(&register.valid_until), ended })
    }

    /// The facts; `None` when the days do not fit together: the text then stands alone.
    fn facts(&self, slug: &str, text: &Text) -> Option<Facts> {
        let promulgated = text.adopted().or(self.page.issued).or(self.page.published)?;
        let number = self.page.number.as_deref().and_then(|text| docnumber::parse(text).ok());
        let ended = self.ended.zip(self.last_day).and_then(|(how, last)| {
            let kind = match how {
                EndedAs::Repealed => EndingKind::Repealed,
                EndedAs::Lapsed => EndingKind::Lapsed,
            };
            Some(Ending { kind, from: last.tomorrow().ok()?, by: None, place: None })
        });
        let version = VersionFacts {
            title: self.title.clone(),
            number: number.map(|read| read.number),
            promulgated,
            published_on: self.page.published,
            in_force_from: self.page.effective,
            valid_until: self.last_day,
            article_count: None,
            articles: Vec::new(),
        };
        let facts = InstrumentFacts {
            id: InstrumentId::new(slug)?,
            rank: Rank::NormativeDocument,
            maker: None,
            aliases: Vec::new(),
            versions: vec![version],
            ended,
        };
        Facts::new(facts).ok()
    }
}

/// A text that was typed on one line, with a line for each article.
fn broken(text: &str) -> String {
    let mut lines = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(at) = rest.find("。第") {
        let (before, after) = rest.split_at(at + '。'.len_utf8());
        lines.push_str(before);
        let label = after.trim_start_matches('第');
        let number = label.trim_start_matches(yifa_law::numeral::is_numeral_char);
        if number.len() < label.len() && number.starts_with('条') {
            lines.push('\n');
        }
        rest = after;
    }
    lines.push_str(rest);
    lines
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;

    fn shown(last_day: &str, state: &str) -> Shown {
        let row = |key: &str, text: &str| json!({ "key": key, "text": text, "day": text });
        let public = json!({ "body": "某局", "state": state, "rows": [
            row("title", "某市摊区规定"), row("doc_no", "某城管规〔2024〕3号"),
            row("text", "第一条 为了摊区,制定本规定。第二条 违反第一条的,改正。第一款不适用。"),
            row("signed_on", "2024-05-13"), row("published_on", "2024-05-15"),
            row("in_force_from", "2024-07-01"), row("last_day", last_day),
        ]});
        let registry = yifa_kernel::definition::compile(&crate::definitions::embedded()).unwrap();
        Shown::of(&settings(&registry).unwrap().registers()[0], &public).unwrap()
    }

    #[test]
    fn the_register_s_days_are_the_library_s() {
        let shown = shown("2027-06-30", "published");
        let text = Text::told("a", &shown.source, shown.page.clone()).unwrap();
        assert_eq!(text.statute().articles.len(), 2);
        let facts = shown.facts("normative-document-document-1", &text).unwrap();
        let version = facts.versions()[0].facts();
        assert_eq!(version.promulgated, date(2024, 5, 13));
        assert_eq!(
            (version.in_force_from, version.valid_until),
            (Some(date(2024, 7, 1)), Some(date(2027, 6, 30)))
        );
        assert!(facts.ended().is_none());
    }

    #[test]
    fn a_repeal_ends_it_and_days_that_do_not_fit_are_left_out() {
        let one = shown("2025-03-31", "repealed");
        let text = Text::told("a", &one.source, one.page.clone()).unwrap();
        let ended = one.facts("x", &text).unwrap().ended().cloned();
        assert_eq!(
            ended.map(|ended| (ended.kind, ended.from)),
            Some((EndingKind::Repealed, date(2025, 4, 1)))
        );
        let wrong = shown("2024-01-01", "repealed");
        assert!(wrong.facts("x", &text).is_none());
        assert!(one.facts("no slug", &text).is_none());
    }
}
