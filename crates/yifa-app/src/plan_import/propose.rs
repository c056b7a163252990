//! Owns what is proposed for each obligation of a notice: who leads, which measure shows how it stands, what it must reach,
//! by when.

use jiff::civil::Date;
use yifa_kernel::id::BodyId;
use yifa_kernel::matter::Actor;
use yifa_kernel::procedure::{DECIMAL, Measure, MeasureKind, Target};
use yifa_law::notice::{CiteKind, Item, NoticeFile, Obligation};

use super::item::{PlanItem, scaled};
use super::lead;
use crate::city::City;

impl City {
    /// The items that a notice proposes for the plan of a year, in the order of the text.
    pub fn plan_items(&self, file: &NoticeFile, year: i16, actor: &Actor) -> Vec<PlanItem> {
        let office = actor.body.clone().unwrap_or_else(|| BodyId::new(""));
        let bodies = self.bodies();
        let mut all = Vec::new();
        for item in &file.notice.items {
            let responsible: Vec<&str> = item.responsible.iter().map(|one| one.name.as_str()).collect();
            for (index, obligation) in item.obligations.iter().enumerate() {
                let leads = lead::leads(&bodies, &obligation.who, &responsible, &office);
                all.push(self.plan_item(&file.text, year, (item, obligation, index), leads));
            }
        }
        all
    }

    fn plan_item(
        &self,
        text: &str,
        year: i16,
        (item, obligation, index): (&Item, &Obligation, usize),
        leads: Vec<BodyId>,
    ) -> PlanItem {
        let quote = text.get(obligation.span.clone()).unwrap_or(&item.text).to_owned();
        let measure = self.measure_for(obligation, &quote);
        let said = obligation.quantity.as_ref();
        let unit = said.map(|quantity| quantity.unit.clone());
        PlanItem {
            path: numbered(&item.path, index),
            heading: item.heading.clone(),
            span: obligation.span.clone(),
            kind: obligation.kind,
            who: obligation.who.names.join("、"),
            leads,
            what: obligation.what.clone(),
            quantity: obligation.quantity.clone(),
            deadline: obligation.deadline.as_ref().map(ToString::to_string),
            rhythm: obligation.rhythm.as_ref().map(ToString::to_string),
            cites: cites(item, obligation),
            measure: measure.map(|measure| measure.id.clone()),
            target: measure.and_then(|measure| target(obligation, measure)),
            unit: measure
                .and_then(|measure| unit.or_else(|| measure.unit.as_ref().map(|unit| unit.zh.clone()))),
            due_on: due_on(obligation, year),
            confidence: obligation.confidence,
            quote,
        }
    }

    /// The measure for an obligation: the one that the reader proposes, if a definition has it; else the one of whose own
    /// words the longest stand in the obligation.
    fn measure_for(&self, obligation: &Obligation, quote: &str) -> Option<&Measure> {
        let registry = self.registry();
        let by_name =
            obligation.measure.as_ref().and_then(|proposal| registry.measure(&proposal.measure.into()));
        let folded = yifa_law::fold::fold(quote).into_owned();
        let weight = |measure: &&Measure| {
            let said = measure.proposed_for.iter().filter(|words| folded.contains(words.as_str()));
            said.map(|words| words.chars().count()).max()
        };
        let by_words = || {
            let spoken = registry.measures().filter_map(|one| Some((weight(&one)?, one)));
            spoken.max_by_key(|(weight, _)| *weight).map(|(_, one)| one)
        };
        by_name.or_else(by_words)
    }
}

/// The titles and numbers that stand in the obligation's own words.
fn cites(item: &Item, obligation: &Obligation) -> Vec<String> {
    let inside = item
        .cites
        .iter()
        .filter(|cite| obligation.span.start <= cite.span.start && cite.span.end <= obligation.span.end);
    let written = inside.map(|cite| match cite.kind {
        CiteKind::Title => format!("《{}》", cite.text),
        CiteKind::DocumentNumber => cite.text.clone(),
    });
    written.collect()
}

/// What the figure must reach: what the notice says, where it counts the same thing; else the measure's own target; else,
/// where things are counted, that there is one.
fn target(obligation: &Obligation, measure: &Measure) -> Option<Target> {
    let counts = matches!(measure.kind, MeasureKind::Count | MeasureKind::Milestone | MeasureKind::Sum);
    let said = obligation.quantity.as_ref().filter(|_| counts).map(|quantity| quantity.interval);
    let Some(interval) = said else {
        let one = || Target { at_least: Some(DECIMAL), at_most: None, percent: false };
        return measure.target.or_else(|| counts.then(one));
    };
    let at_least = interval.min.and_then(scaled);
    // A number to be reached may be exceeded; a range means both its ends.
    let at_most = interval.max.and_then(scaled).filter(|most| Some(*most) != at_least);
    Some(Target { at_least, at_most, percent: false })
}

/// The last day: what the calendar says, else the end of the plan's year.
fn due_on(obligation: &Obligation, year: i16) -> Option<Date> {
    let by_calendar = obligation.deadline.as_ref().and_then(|deadline| deadline.last_day(year));
    by_calendar.or_else(|| Date::new(year, 12, 31).ok())
}

/// The number under which an item is known to people: `五.(六)` of the outline as 五（六）, the second item of one place as
/// 五（六）之2.
fn numbered(path: &str, index: usize) -> String {
    let place = path.replace('.', "").replace('(', "（").replace(')', "）");
    if index == 0 { place } else { format!("{place}之{}", index + 1) }
}
