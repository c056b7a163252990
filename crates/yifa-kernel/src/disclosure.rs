//! Owns what the public may see. Only this module makes `Public…` values, and the portal can name nothing else: masking
//! is a type, not a habit.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::definition::Registry;
use crate::guard::{ActPart, Fact, Guard};
use crate::id::{BodyId, DisclosureId, FieldId, MatterId, ProcedureId, StateId};
use crate::matter::{Facts, Published, Scene, State};
use crate::procedure::{Column, Disclosure, Field, FieldHolds, Label, Procedure};
use crate::value::{Party, PartyKind, Value};
use crate::words::Tongue;

/// What the public sees of a matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicView {
    /// The matter.
    pub matter: MatterId,
    /// Its procedure.
    pub procedure: ProcedureId,
    /// Which disclosure.
    pub disclosure: DisclosureId,
    /// What is shown.
    pub label: Label,
    /// The body.
    pub body: String,
    /// The body's identifier.
    pub body_id: BodyId,
    /// Where the matter stands, if the disclosure shows it.
    pub state: Option<StateId>,
    /// Labelled texts, already masked; empty after withdrawal.
    pub rows: Vec<PublicRow>,
    /// First day.
    pub from: Date,
    /// Last day; `None` without end.
    pub until: Option<Date>,
    /// Withdrawn on this day, by an action of this name.
    pub tombstone: Option<(Date, Label)>,
    /// Articles.
    pub basis: Vec<String>,
}

/// A labelled text that the public may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicRow {
    /// What is shown, as the definition writes it: `certificate_no`, `decide.on`. The column of open data.
    pub key: String,
    /// What it is.
    pub label: Label,
    /// The text, masked.
    pub text: PublicText,
    /// The same in English where the definitions have the word: choices, states, bodies.
    pub en: Option<PublicText>,
    /// The day, if it is one.
    pub day: Option<Date>,
    /// The rows of a table, each with a masked text for each column.
    pub table: Option<PublicTable>,
}

/// A table that the public may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicTable {
    /// What the columns are.
    pub columns: Vec<Label>,
    /// The texts, masked; empty where nothing is recorded.
    pub rows: Vec<Vec<PublicText>>,
    /// The same in English where the definitions have the word.
    pub rows_en: Vec<Vec<PublicText>>,
}

/// A text that the public may see: it can only be made here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicText(String);

impl PublicText {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Every disclosure of a matter that is public on a day, or was and left a tombstone. What was withdrawn and made public again
/// is there once, as it was published last.
pub fn public_views(registry: &Registry, state: &State, facts: &Facts, on: Date) -> Vec<PublicView> {
    let Some(procedure) = registry.procedure_of(state) else { return Vec::new() };
    let begun: Vec<&Published> = state.published.iter().filter(|one| one.from <= on).collect();
    let again = |at: usize| begun[at + 1..].iter().any(|later| later.disclosure == begun[at].disclosure);
    let latest = (0..begun.len()).filter(|at| !again(*at)).map(|at| begun[at]);
    let latest = latest.filter_map(|one| Some((procedure.disclosure(&one.disclosure)?, one)));
    latest
        .map(|(disclosure, one)| {
            let gone = one.withdrawn.clone().filter(|(day, _)| *day <= on);
            let over = one.until.is_some_and(|until| on > until);
            let scene = Scene::new(registry, procedure, state, facts, on);
            let rows = if gone.is_some() || over { Vec::new() } else { rows(&scene, disclosure) };
            let shows_state = rows.iter().any(|row| row.key == "state");
            PublicView {
                matter: state.matter.clone(),
                procedure: state.procedure.clone(),
                disclosure: disclosure.id.clone(),
                label: disclosure.label.clone(),
                body: facts.bodies.get(&state.body).map_or_else(String::new, |body| body.name.clone()),
                body_id: state.body.clone(),
                state: state.stands.clone().filter(|_| shows_state),
                rows,
                from: one.from,
                until: one.until,
                tombstone: gone.map(|(day, action)| (day, action_label(procedure, &action))),
                basis: disclosure.basis.clone(),
            }
        })
        .filter(|view| !view.rows.is_empty() || view.tombstone.is_some())
        .collect()
}

fn action_label(procedure: &Procedure, action: &crate::id::ActionId) -> Label {
    let unnamed = || Label { zh: action.to_string(), en: action.to_string() };
    procedure.action(action).map_or_else(unnamed, |action| action.label.clone())
}

fn rows(scene: &Scene<'_>, disclosure: &Disclosure) -> Vec<PublicRow> {
    disclosure.shows.iter().filter_map(|(label, guard)| row(scene, label, guard)).collect()
}

/// A value as the public reads it: choices and bodies by name, citizen numbers and telephones inside texts masked.
fn row(scene: &Scene<'_>, label: &Label, guard: &Guard) -> Option<PublicRow> {
    let value = guard.value(scene)?;
    let measure = measure_named(scene, guard, &value);
    let text = measure.map_or_else(|| crate::matter::printed(scene, guard), |label| label.zh.clone());
    let en = measure.map(|label| label.en.clone()).or_else(|| in_english(scene, guard, &value));
    Some(PublicRow {
        key: guard.source.trim().to_owned(),
        label: label.clone(),
        text: masked(&text),
        en: en.map(|text| masked(&text)),
        day: value.as_date(),
        table: table(scene, guard, &value),
    })
}

/// The title of the measure that a text names.
fn measure_named<'a>(scene: &Scene<'a>, guard: &Guard, value: &Value) -> Option<&'a Label> {
    shown_field(scene, guard).filter(|field| field.holds == Some(FieldHolds::Measure))?;
    scene.registry.measure(&value.as_text()?.into()).map(|measure| &measure.label)
}

fn masked(text: &str) -> PublicText {
    PublicText(mask_numbers(text))
}

/// The field that a line shows, on record or as given with an act.
fn shown_field<'a>(scene: &Scene<'a>, guard: &Guard) -> Option<&'a Field> {
    match guard.node.facts().first()? {
        Fact::Field(id) | Fact::Act(_, ActPart::Value(id)) => scene.procedure.field(id),
        _ => None,
    }
}

fn in_english(scene: &Scene<'_>, guard: &Guard, value: &Value) -> Option<String> {
    match value {
        Value::Choice(word) => {
            let of_state = scene.procedure.state(&StateId::new(word.clone())).map(|state| &state.label);
            let field = shown_field(scene, guard);
            let of_field = field
                .and_then(|field| field.choices.iter().find(|(id, _)| id == word))
                .map(|(_, label)| label);
            let found = of_field.or(of_state.filter(|_| field.is_none())).map(|label| label.en.clone());
            found.or_else(|| party_word(word))
        }
        Value::Body(body) => scene.facts.bodies.get(body).map(|body| body.en.clone()),
        Value::Bool(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        Value::Date(day) => Some(day.to_string()),
        Value::Money(_) | Value::Instant(_) => Some(crate::words::in_words(value, Tongue::En)),
        Value::Text(_) if guard.source.trim() == "body.name" => {
            scene.facts.bodies.get(&scene.state.body).map(|body| body.en.clone())
        }
        Value::List(all) if all.is_empty() => Some("none".to_owned()),
        Value::Table(rows) if rows.is_empty() => Some("none".to_owned()),
        Value::List(all) => {
            let all: Option<Vec<String>> = all.iter().map(|one| in_english(scene, guard, one)).collect();
            all.filter(|all| !all.is_empty()).map(|all| all.join(", "))
        }
        _ => None,
    }
}

/// What a party is, where no field of the procedure says it.
fn party_word(word: &str) -> Option<String> {
    let said = match word {
        "citizen" => "citizen",
        "organisation" => "organisation",
        "adult" => "adult",
        "minor" => "minor",
        _ => return None,
    };
    Some(said.to_owned())
}

fn table(scene: &Scene<'_>, guard: &Guard, value: &Value) -> Option<PublicTable> {
    let Value::Table(rows) = value else { return None };
    let columns = Column::outside(&shown_field(scene, guard)?.columns, rows);
    let texts = |english: bool| {
        let cells = |row: &BTreeMap<FieldId, Value>| {
            columns.iter().map(|column| masked(&cell(scene, row, column, english))).collect()
        };
        rows.iter().map(cells).collect()
    };
    Some(PublicTable {
        columns: columns.iter().map(|column| column.label.clone()).collect(),
        rows: texts(false),
        rows_en: texts(true),
    })
}

fn cell(scene: &Scene<'_>, row: &BTreeMap<FieldId, Value>, column: &Column, english: bool) -> String {
    let pick = |zh: &str, en: &str| if english { en } else { zh }.to_owned();
    let tongue = if english { Tongue::En } else { Tongue::Hans };
    match row.get(&column.id) {
        None => String::new(),
        Some(Value::Choice(word)) => {
            let found = column.choices.iter().find(|(id, _)| id == word);
            found.map_or_else(|| word.clone(), |(_, label)| pick(&label.zh, &label.en))
        }
        Some(Value::Party(party)) => mask_party(party),
        Some(Value::Body(body)) => {
            let body_found = scene.facts.bodies.get(body);
            body_found.map_or_else(|| body.to_string(), |found| pick(&found.name, &found.en))
        }
        Some(Value::Date(day)) if english => day.to_string(),
        // What is not around has no name here, and an identifier says nothing to the public.
        Some(Value::Matter(matter)) => {
            let other = scene.facts.matters.get(matter);
            other.map(|other| crate::matter::called(scene.registry, other, scene.facts)).unwrap_or_default()
        }
        Some(Value::Person(person)) => scene.facts.names.get(person).cloned().unwrap_or_default(),
        Some(other) => crate::words::in_words(other, tongue),
    }
}

/// A party's name as the public sees it: an organisation's in full, of a citizen the family name and a mark for each
/// further character; a compound family name keeps its two characters. A name that is masked already stays.
///
/// # Source
/// 《个人信息保护法》第六条; the form follows published decisions.
pub fn mask_party(party: &Party) -> String {
    match party.kind {
        PartyKind::Organisation => party.name.clone(),
        PartyKind::Citizen => mask_name(&party.name),
    }
}

const COMPOUND: [&str; 16] = [
    "欧阳", "司马", "诸葛", "上官", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "东方", "端木",
    "独孤", "南宫", "歐陽",
];

/// Who somebody is to the party, as it is written where a name could stand: it tells nobody's name.
const NAMELESS: [&str; 8] = ["本人", "家属", "亲属", "同住家属", "代理人", "代收人", "法定代理", "收发室"];

fn mask_name(name: &str) -> String {
    let name = name.trim();
    if name.contains('某') || NAMELESS.contains(&name) {
        return name.to_owned();
    }
    let compound = COMPOUND.iter().any(|family| name.starts_with(family)) && name.chars().count() > 2;
    let kept = if compound { 2 } else { 1 };
    let rest = name.chars().count().saturating_sub(kept).max(1);
    name.chars().take(kept).chain(std::iter::repeat_n('某', rest)).collect()
}

/// Hides citizen numbers (18 or 15 digits) and telephone numbers (11 digits) that somebody typed into a text.
pub(crate) fn mask_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut digits = String::new();
    for c in text.chars().chain(std::iter::once('\0')) {
        let last = digits.len() == 17 && matches!(c, 'X' | 'x');
        if c.is_ascii_digit() || last {
            digits.push(c);
            continue;
        }
        let personal = matches!(digits.len(), 15 | 18) || (digits.len() == 11 && digits.starts_with('1'));
        if personal {
            out.push_str(&digits[..3]);
            out.push_str(&"*".repeat(digits.len() - 5));
            out.push_str(&digits[digits.len() - 2..]);
        } else {
            out.push_str(&digits);
        }
        digits.clear();
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

/// What stands where something is not shown.
pub(crate) const HIDDEN: &str = "＊＊＊";

/// How a personal value is shown inside the organ to those who have not opened it.
pub fn mask_value(value: &Value) -> String {
    match value {
        Value::Party(party) => mask_party(party),
        Value::Text(text) if text.chars().count() <= 4 => mask_name(text),
        _ => HIDDEN.to_owned(),
    }
}

/// A matter as it is shown inside the organ to those who have not opened its personal data.
pub(crate) fn masked_state(registry: &Registry, state: &State) -> State {
    let mut masked = state.clone();
    let Some(procedure) = registry.procedure_of(state) else { return masked };
    let acts = masked.acts.iter_mut().map(|act| &mut act.values);
    for values in std::iter::once(&mut masked.fields).chain(acts) {
        for (id, value) in values.iter_mut() {
            if procedure.field(id).is_some_and(|field| field.personal || field.sealed) {
                *value = masked_value(value);
            }
        }
    }
    masked
}

/// What is known beside a matter, with the personal data of all other matters masked.
pub(crate) fn masked_facts(registry: &Registry, facts: &Facts) -> Facts {
    let matters = facts.matters.iter();
    let matters = matters.map(|(id, state)| (id.clone(), Arc::new(masked_state(registry, state)))).collect();
    Facts { matters, ..facts.clone() }
}

/// A value of the same shape that says no more than [`mask_value`] does.
fn masked_value(value: &Value) -> Value {
    match value {
        Value::Party(party) => {
            let hidden = |text: &Option<String>| text.as_ref().map(|_| HIDDEN.to_owned());
            Value::Party(Party {
                kind: party.kind,
                name: mask_party(party),
                code: hidden(&party.code),
                address: hidden(&party.address),
                phone: hidden(&party.phone),
            })
        }
        Value::List(all) => Value::List(all.iter().map(masked_value).collect()),
        Value::Table(rows) => {
            let row = |row: &BTreeMap<FieldId, Value>| {
                row.iter().map(|(id, value)| (id.clone(), masked_value(value))).collect()
            };
            Value::Table(rows.iter().map(row).collect())
        }
        other => Value::Text(mask_value(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citizens_keep_only_their_family_name() {
        assert_eq!(mask_name("张三"), "张某");
        assert_eq!(mask_name("王小明"), "王某某");
        assert_eq!(mask_name("欧阳小明"), "欧阳某某");
        assert_eq!(mask_name("𠮷田"), "𠮷某");
        assert_eq!(mask_name("王某某"), "王某某");
        assert_eq!(mask_name("李"), "李某");
    }

    #[test]
    fn numbers_typed_into_texts_are_hidden_and_others_stay() {
        assert_eq!(
            mask_numbers("证号11010519491231002X，电话13800138000。"),
            "证号110*************2X，电话138******00。"
        );
        assert_eq!(mask_numbers("罚款2000元，编号20260001"), "罚款2000元，编号20260001");
        assert_eq!(mask_numbers(""), "");
    }
}
