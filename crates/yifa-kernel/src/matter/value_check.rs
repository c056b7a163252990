//! Owns the checks of values against their fields: kind, range, length, codes, references. Every fault at once.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use yifa_law::code;

use super::scene::Scene;
use crate::definition::CiteStanding;
use crate::guard::Kind;
use crate::id::FieldId;
use crate::procedure::{Action, Column, Field, FieldKind, Needed};
use crate::refusal::{Code, Next, Reason};
use crate::value::{Party, PartyKind, Value};

/// One line.
const LINE: usize = 200;
/// Several paragraphs.
const PARAGRAPHS: usize = 20_000;
/// Rows of a table and values of a list.
const ROWS: usize = 5_000;
/// Faults of one list or table that are told: nobody mends more than these before asking again.
const TOLD: usize = 100;

/// Checks the values given with an action. Fields that the action does not record are refused, those that must be
/// recorded and are missing are named.
pub(super) fn check(scene: &Scene<'_>, action: &Action, given: &BTreeMap<FieldId, Value>) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for (id, value) in given {
        let recorded = action.records.iter().any(|(one, _)| one == id) || action.gathers_into(id);
        let Some(field) = scene.procedure.field(id).filter(|_| recorded) else {
            reasons.push(Reason::new(Code::NotRecorded, Next::Correct(vec![id.clone()])).about(id));
            continue;
        };
        if scene.state.frozen.contains(id) {
            let next = Next::Nothing;
            reasons.push(Reason::new(Code::Frozen, next).about(id).because(&field.basis));
            continue;
        }
        // A blank takes what is there off the record.
        if !value.is_blank() {
            reasons.extend(field_value(scene, field, value));
        }
    }
    for (id, needed) in &action.records {
        let missing = given.get(id).is_none_or(Value::is_empty);
        if *needed == Needed::Required && missing && !scene.state.frozen.contains(id) {
            let basis = scene.procedure.field(id).map(|field| field.basis.clone()).unwrap_or_default();
            let basis = if basis.is_empty() { action.basis.clone() } else { basis };
            reasons
                .push(Reason::new(Code::Missing, Next::Correct(vec![id.clone()])).about(id).because(&basis));
        }
    }
    reasons
}

fn field_value(scene: &Scene<'_>, field: &Field, value: &Value) -> Vec<Reason> {
    let fault = |code: Code| {
        let next = Next::Correct(vec![field.id.clone()]);
        Reason::new(code, next)
            .about(&field.id)
            .because(&field.basis)
            .seeing(field.id.as_str(), Some(value.clone()))
    };
    let mut reasons = Vec::new();
    match (&field.kind, value) {
        (Kind::List(one), Value::List(all)) => {
            if all.len() > ROWS {
                reasons.push(fault(Code::OutOfRange));
            }
            let faults = all.iter().filter_map(|each| single(scene, field.declared, one, &[], each));
            reasons.extend(faults.take(TOLD).map(fault));
            reasons.extend(repeated(all).map(|one| fault(Code::Repeated).seeing("value", Some(one.clone()))));
        }
        (Kind::Table(_), Value::Table(rows)) => {
            if rows.len() > ROWS {
                reasons.push(fault(Code::OutOfRange));
            }
            for (number, row) in rows.iter().enumerate() {
                let faults = row_faults(scene, &field.columns, row).into_iter();
                reasons.extend(faults.map(|(code, column)| fault(code).in_cell(number + 1, &column)));
                if reasons.len() >= TOLD {
                    break;
                }
            }
        }
        (kind, value) => {
            let choices: Vec<&str> = field.choices.iter().map(|(id, _)| id.as_str()).collect();
            reasons.extend(single(scene, field.declared, kind, &choices, value).map(fault));
        }
    }
    if reasons.is_empty() {
        let below =
            field.min.as_ref().and_then(|min| min.value(scene)).filter(|min| order(value, min).is_lt());
        let above =
            field.max.as_ref().and_then(|max| max.value(scene)).filter(|max| order(value, max).is_gt());
        for (name, bound) in [("min", below), ("max", above)] {
            reasons.extend(bound.map(|bound| fault(Code::OutOfRange).seeing(name, Some(bound))));
        }
    }
    if reasons.is_empty() && field.as_of.is_some() {
        let told = value.cites().filter_map(|cite| Some((cite, citation(scene, field, &cite.text)?)));
        reasons.extend(told.map(|(cite, (code, seen))| {
            let named = fault(code).seeing(CITED, Some(Value::Text(cite.text.clone())));
            seen.into_iter().fold(named, |reason, (name, value)| reason.seeing(name, Some(value)))
        }));
    }
    reasons
}

/// The first that stands in a list twice: persons, bodies, matters, instruments and choices are what they are, however often
/// they are named, so that one person named twice is not two.
fn repeated(all: &[Value]) -> Option<&Value> {
    let mut seen = BTreeSet::new();
    all.iter().find(|one| match one {
        Value::Person(id) => !seen.insert((0, id.as_str())),
        Value::Body(id) => !seen.insert((1, id.as_str())),
        Value::Matter(id) => !seen.insert((2, id.as_str())),
        Value::Cite(cite) => !seen.insert((3, cite.text.as_str())),
        Value::Choice(word) => !seen.insert((4, word.as_str())),
        _ => false,
    })
}

fn order(a: &Value, b: &Value) -> std::cmp::Ordering {
    a.compare(b).unwrap_or(std::cmp::Ordering::Equal)
}

/// An instrument that is cited as a basis must exist, be published and be in force on the day of the act. A document that
/// binds only those who made it is a basis of internal duties alone.
///
/// # Source
/// 《行政处罚法》第五条; 《行政许可法》第五条; 《优化营商环境条例》第六十四条
fn citation(scene: &Scene<'_>, field: &Field, text: &str) -> Option<(Code, Vec<(&'static str, Value)>)> {
    // The day that is not on record yet is that of the act itself.
    let day = field.as_of.as_ref()?.value(scene).and_then(|day| day.as_date()).unwrap_or(scene.today);
    match scene.facts.cite_status(scene.registry, text, day) {
        None => Some((Code::UnknownCitation, beyond(scene, text, day))),
        Some(status) if status.supports(field.internal) => None,
        Some(status) if !status.sound => Some((Code::SpoiledBasis, Vec::new())),
        Some(status) if status.internal && !field.internal => Some((Code::InternalBasis, Vec::new())),
        Some(status) if !status.is_dated() && !field.internal => Some((Code::UndatedBasis, Vec::new())),
        Some(status) => Some((Code::NotInForce, standing(status.standing))),
    }
}

/// Under which names a refusal tells of a citation: what was cited, how it stands, since or from when, by what; the place
/// that its article has not, and how many paragraphs it has.
pub const CITED: &str = "cited";
/// How the cited instrument stands: `repealed`, `ended`, `superseded`, `lapsed`, `not_yet`, `not_yet_open`, `unpublished`; for a place
/// that its article has not, `beyond`.
pub const STANDING: &str = "standing";

fn standing(of: CiteStanding) -> Vec<(&'static str, Value)> {
    let (word, day, by) = match of {
        CiteStanding::Repealed(since, Some(by)) => ("repealed", Some(since), Some(by)),
        CiteStanding::Repealed(since, None) => ("ended", Some(since), None),
        CiteStanding::Superseded(since) => ("superseded", Some(since), None),
        CiteStanding::Lapsed(since) => ("lapsed", Some(since), None),
        CiteStanding::NotYet(Some(from)) => ("not_yet", Some(from), None),
        CiteStanding::NotYet(None) => ("not_yet_open", None, None),
        CiteStanding::Unpublished | CiteStanding::Undated | CiteStanding::InForce => {
            ("unpublished", None, None)
        }
    };
    let told = [
        Some((STANDING, Value::Choice(word.to_owned()))),
        day.map(|day| ("on", Value::Date(day))),
        by.map(|by| ("by", Value::Text(by))),
    ];
    told.into_iter().flatten().collect()
}

fn beyond(scene: &Scene<'_>, text: &str, day: Date) -> Vec<(&'static str, Value)> {
    let Some(beyond) = scene.facts.beyond(text, day) else { return Vec::new() };
    let count = i64::try_from(beyond.paragraphs).unwrap_or(i64::MAX);
    vec![
        (STANDING, Value::Choice("beyond".to_owned())),
        ("place", Value::Text(beyond.place)),
        ("paragraphs", Value::Int(count)),
    ]
}

fn row_faults(scene: &Scene<'_>, columns: &[Column], row: &BTreeMap<FieldId, Value>) -> Vec<(Code, FieldId)> {
    let mut codes = Vec::new();
    for (id, value) in row {
        match columns.iter().find(|column| column.id == *id) {
            None => codes.push((Code::NotRecorded, id.clone())),
            Some(column) => {
                let choices: Vec<&str> = column.choices.iter().map(|(id, _)| id.as_str()).collect();
                let found = single(scene, column.declared, &column.kind, &choices, value);
                codes.extend(found.map(|code| (code, id.clone())));
            }
        }
    }
    codes
}

/// What is wrong with one value of one kind.
fn single(
    scene: &Scene<'_>,
    declared: FieldKind,
    kind: &Kind,
    choices: &[&str],
    value: &Value,
) -> Option<Code> {
    match (kind, value) {
        (Kind::Text, Value::Text(text)) => {
            let most = if declared == FieldKind::LongText { PARAGRAPHS } else { LINE };
            text_fault(text, most, declared == FieldKind::LongText)
        }
        (Kind::Choice(words), Value::Choice(word)) => {
            let known =
                if choices.is_empty() { words.contains(word) } else { choices.contains(&word.as_str()) };
            (!known).then_some(Code::UnknownChoice)
        }
        (Kind::Matter(procedures), Value::Matter(matter)) => {
            let found = scene.facts.matters.get(matter);
            let fits = found.is_some_and(|state| procedures.contains(&state.procedure));
            (!fits).then_some(Code::WrongReference)
        }
        (Kind::Body, Value::Body(body)) => {
            let found = scene.facts.bodies.get(body);
            let exists = found.is_some_and(|body| {
                body.valid_from <= scene.today && body.valid_to.is_none_or(|last| scene.today <= last)
            });
            (!exists).then_some(Code::UnknownBody)
        }
        (Kind::Party, Value::Party(party)) => party_fault(party),
        (Kind::Cite, Value::Cite(cite)) => text_fault(&cite.text, LINE, false),
        (Kind::File, Value::File(file)) => {
            let digest = file.digest.len() == 64 && file.digest.bytes().all(|b| b.is_ascii_hexdigit());
            (!digest).then_some(Code::WrongKind)
        }
        (Kind::Bool, Value::Bool(_))
        | (Kind::Int, Value::Int(_))
        | (Kind::Decimal, Value::Int(_) | Value::Decimal(_))
        | (Kind::Date, Value::Date(_))
        | (Kind::Instant, Value::Instant(_))
        | (Kind::Person, Value::Person(_)) => None,
        (Kind::Money, Value::Money(fen)) => (*fen < 0).then_some(Code::OutOfRange),
        _ => Some(Code::WrongKind),
    }
}

fn text_fault(text: &str, most: usize, lines: bool) -> Option<Code> {
    // What turns the direction of the text around it is a control character too, though Unicode files it elsewhere.
    let turns = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let control = |c: char| turns(c) || c.is_control() && !(lines && matches!(c, '\n' | '\r' | '\t'));
    (text.chars().count() > most || text.chars().any(control)).then_some(Code::BadText)
}

/// A party's name is one line; a number, where one is given, has the right check digit.
///
/// # Source
/// GB 11643 (citizen number), GB 32100 (unified social credit code)
fn party_fault(party: &Party) -> Option<Code> {
    let parts = [Some(&party.name), party.address.as_ref(), party.phone.as_ref()];
    if let Some(code) = parts.into_iter().flatten().find_map(|text| text_fault(text, LINE, false)) {
        return Some(code);
    }
    if party.name.trim().is_empty() {
        return Some(Code::Missing);
    }
    let number = party.code.as_deref().filter(|number| !number.is_empty())?;
    let right = match party.kind {
        PartyKind::Citizen => code::CitizenNumber::parse(number).is_ok(),
        PartyKind::Organisation => code::CreditCode::parse(number).is_ok(),
    };
    (!right).then_some(Code::BadCode)
}
