//! Owns the writing of one step: `2026-03-20 head(p3): hearing/decide fine=2000yuan facts="…" officers=[o1,o2]`. Scenarios
//! and the stories of the demonstration city are written in it.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use sha2::{Digest, Sha256};

use super::{City, SUBJECT};
use crate::guard::Kind;
use crate::id::{BodyId, FieldId, MatterId};
use crate::matter::{Command, acting_bodies};
use crate::read;
use crate::value::{FileRef, Value};

/// A step as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When it happens, in Beijing time; nine o'clock unless written.
    pub at: DateTime,
    /// Role, and the person if one is named.
    pub who: Option<(String, Option<String>)>,
    /// The body for which they act, where written `role(person@body):` or `role(@body):`.
    pub body: Option<String>,
    /// The track on which it is done, if not on the matter itself.
    pub track: Option<String>,
    /// The action.
    pub action: String,
    /// Fields and their written values.
    pub values: Vec<(String, String)>,
}

/// Reads a step.
///
/// # Errors
/// What cannot be read, in a few words.
pub fn parse(line: &str) -> Result<Step, String> {
    let mut words = split(line)?;
    if words.len() < 2 {
        return Err(format!("`{line}` is not a step; write `2026-03-20 action field=value`"));
    }
    let day = words.remove(0);
    let at = if day.contains('T') { day.clone() } else { format!("{day}T09:00") };
    let Ok(Value::Instant(at)) = read::read(&Kind::Instant, &at) else {
        return Err(format!("`{day}` is not a day; write 2026-03-20 or 2026-03-20T14:30"));
    };
    let mut body = None;
    let who = words[0].strip_suffix(':').map(|who| match who.split_once('(') {
        Some((role, person)) => {
            let (person, named) =
                person.trim_end_matches(')').split_once('@').unwrap_or((person.trim_end_matches(')'), ""));
            body = Some(named.to_owned()).filter(|named| !named.is_empty());
            (role.to_owned(), Some(person.to_owned()).filter(|person| !person.is_empty()))
        }
        None => (who.to_owned(), None),
    });
    if who.is_some() {
        words.remove(0);
    }
    let Some(action) = (!words.is_empty()).then(|| words.remove(0)) else {
        return Err(format!("`{line}` names no action"));
    };
    let (track, action) = match action.split_once('/') {
        Some((track, action)) => (Some(track.to_owned()), action.to_owned()),
        None => (None, action),
    };
    let mut values = Vec::new();
    for word in words {
        let (name, value) = word.split_once('=').ok_or_else(|| format!("`{word}` is not field=value"))?;
        values.push((name.to_owned(), value.to_owned()));
    }
    Ok(Step { at, who, body, track, action, values })
}

/// The command that a step means.
pub(super) fn command(city: &City<'_>, step: &Step) -> Result<Command, String> {
    let state = city.child(step.track.as_deref());
    if step.track.is_some() && state.is_none() {
        return Err(format!("there is no track `{}` yet", step.track.as_deref().unwrap_or("")));
    }
    let procedure = match state {
        Some(state) => city.registry.procedure_of(state),
        None => city.registry.for_new_matters(&city.procedure, step.at.date()),
    };
    let procedure = procedure.ok_or("there is no such procedure")?;
    let action = procedure.action(&step.action.as_str().into());
    let action = action.ok_or_else(|| format!("`{}` has no action `{}`", procedure.id, step.action))?;
    let role = action.by.first().map_or("law", |role| role.as_str());
    let mut body = state.map_or_else(|| BodyId::new("department"), |state| state.body.clone());
    let mut values = BTreeMap::new();
    for (name, text) in &step.values {
        if name == "@body" {
            body = BodyId::new(text.clone());
            continue;
        }
        let field = procedure.field(&name.as_str().into());
        let field = field.ok_or_else(|| format!("`{}` has no field `{name}`", procedure.id))?;
        values.insert(field.id.clone(), value(&field.kind, text)?);
    }
    let (role, person) =
        step.who.as_ref().map_or((role, None), |(role, person)| (role.as_str(), person.as_deref()));
    let mut actor = city.actor(role, person);
    if state.is_none() && actor.body.is_some() {
        actor.body = Some(body.clone());
    }
    if let (Some(state), Some(_)) = (state, &actor.body) {
        let acting = acting_bodies(state, action, &city.facts(state));
        actor.body = Some(acting.into_iter().next().unwrap_or_else(|| state.body.clone()));
    }
    if let Some(body) = &step.body {
        actor.body = Some(BodyId::new(body.clone()));
    }
    Ok(Command {
        matter: state.map_or_else(|| city.subject.clone(), |state| state.matter.clone()),
        procedure: procedure.id.clone(),
        action: action.id.clone(),
        body,
        parent: None,
        values,
        actor,
    })
}

/// Reads a value as a step writes it: lists in `[…]`, rows in `{…}`, texts in quotes.
///
/// # Errors
/// What cannot be read, in a few words.
pub fn value(kind: &Kind, text: &str) -> Result<Value, String> {
    let text = text.trim();
    let unquoted = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    match kind {
        Kind::List(one) => {
            let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
            let all = parts(inner)?.into_iter().map(|part| value(one, &part));
            all.collect::<Result<_, _>>().map(Value::List)
        }
        Kind::Table(columns) => {
            let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
            let inner =
                inner.ok_or_else(|| format!("a table is written [{{column=value, …}}], not {text}"))?;
            let mut rows = Vec::new();
            for part in parts(inner)? {
                let mut row = BTreeMap::new();
                for (name, text) in record(&part)? {
                    let column = columns.iter().find(|(id, _)| id.as_str() == name);
                    let (id, kind) = column.ok_or_else(|| format!("there is no column `{name}`"))?;
                    row.insert(FieldId::clone(id), value(kind, &text)?);
                }
                rows.push(row);
            }
            Ok(Value::Table(rows))
        }
        Kind::Party => {
            let all: BTreeMap<String, String> = record(text)?.into_iter().collect();
            let part = |name: &str| all.get(name).map_or("", |text| text.trim_matches('"'));
            let code = if part("code").is_empty() { part("id") } else { part("code") };
            read::read_party(part("kind"), part("name"), code, part("address"), part("phone"))
                .map_err(|_| format!("a party is written {{kind=citizen,name=\"…\"}}, not {text}"))
        }
        Kind::File => {
            let digest = Sha256::digest(unquoted.as_bytes());
            let digest = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            Ok(Value::File(FileRef { digest, name: unquoted.to_owned(), bytes: unquoted.len() as u64 }))
        }
        Kind::Matter(_) if unquoted == "subject" => Ok(Value::Matter(MatterId::new(SUBJECT))),
        other => match read::read(other, unquoted) {
            // A choice outside the list is passed on, so that scenarios can try it.
            Err(crate::refusal::Code::UnknownChoice) => Ok(Value::Choice(unquoted.to_owned())),
            read => read.map_err(|_| format!("`{text}` is not {other}")),
        },
    }
}

/// `{a=1, b="x"}` as pairs.
fn record(text: &str) -> Result<Vec<(String, String)>, String> {
    let inner = text.trim().strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let inner = inner.ok_or_else(|| format!("`{text}` should be written {{name=value, …}}"))?;
    let pair = |part: String| match part.split_once('=') {
        Some((name, value)) => Ok((name.trim().to_owned(), value.trim().to_owned())),
        None => Err(format!("`{part}` is not name=value")),
    };
    parts(inner)?.into_iter().map(pair).collect()
}

/// Splits at blanks outside quotes and brackets.
fn split(line: &str) -> Result<Vec<String>, String> {
    pieces(line, char::is_whitespace)
}

/// Splits at commas outside quotes and brackets.
fn parts(line: &str) -> Result<Vec<String>, String> {
    pieces(line, |c| c == ',')
}

fn pieces(line: &str, at: impl Fn(char) -> bool) -> Result<Vec<String>, String> {
    let mut all = Vec::new();
    let mut piece = String::new();
    let (mut quoted, mut depth) = (false, 0_i32);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            '[' | '{' if !quoted => depth += 1,
            ']' | '}' if !quoted => depth -= 1,
            _ => {}
        }
        if !quoted && depth == 0 && at(c) {
            all.push(std::mem::take(&mut piece));
        } else {
            piece.push(c);
        }
    }
    if quoted || depth != 0 {
        return Err(format!("a quote or bracket does not close in `{line}`"));
    }
    all.push(piece);
    Ok(all.into_iter().map(|piece| piece.trim().to_owned()).filter(|piece| !piece.is_empty()).collect())
}
