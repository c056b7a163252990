//! Owns what leads from a decision to the application against it (`remedy.toml`): which application, within which time, and
//! what of the decision its form already knows.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use yifa_kernel::definition::Registry;
use yifa_kernel::guard::Kind;
use yifa_kernel::id::{ActionId, DisclosureId, FieldId, LimitId, ProcedureId};
use yifa_kernel::matter::State;
use yifa_kernel::procedure::Procedure;
use yifa_kernel::read::read;
use yifa_kernel::value::Value;

use crate::citizen::public_openings;
use crate::definitions::companion;
use crate::error::{AppError, Result};

const FILE: &str = "remedy.toml";

/// What the body in charge is called among what is known.
const BODY: &str = "@body";

/// A remedy.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remedy {
    /// The procedure that is contested.
    pub of: String,
    /// Its catalogue whose public pages lead to the application.
    pub page: String,
    /// The procedure that is applied for.
    pub opens: String,
    /// Its action that opens it.
    pub action: String,
    /// The time within which to apply: a limit of the procedure that is contested.
    pub limit: String,
    /// What the form already knows, by field.
    fills: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    remedy: Vec<Remedy>,
}

/// All remedies of the definitions: the city's own `remedy.toml`, else the national one.
///
/// # Errors
/// The file cannot be read, or names what there is not; the message names it.
pub fn remedies(registry: &Registry) -> Result<Arc<Vec<Remedy>>> {
    static LAST: Mutex<Option<(String, Arc<Vec<Remedy>>)>> = Mutex::new(None);
    let text = companion(registry, FILE);
    // A poisoned lock still holds a whole answer to the text beside it.
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, all)) = last.as_ref().filter(|(of, _)| of == text) {
        return Ok(Arc::clone(all));
    }
    let file: File = toml::from_str(text).map_err(|error| AppError::invalid(FILE, error.to_string()))?;
    // Of definitions without the procedure that is contested, nothing is asked.
    let known = |one: &Remedy| registry.latest(&ProcedureId::new(one.of.as_str())).is_some();
    let all: Vec<Remedy> = file.remedy.into_iter().filter(known).collect();
    for one in &all {
        one.check(registry).map_err(|why| AppError::invalid(FILE, why))?;
    }
    let all = Arc::new(all);
    *last = Some((text.to_owned(), Arc::clone(&all)));
    Ok(all)
}

impl Remedy {
    /// The catalogue whose pages lead to the application.
    pub fn kind(&self) -> String {
        format!("{}/{}", self.of, self.page)
    }

    fn check(&self, registry: &Registry) -> std::result::Result<(), String> {
        let of = registry.latest(&ProcedureId::new(self.of.as_str()));
        let of = of.ok_or_else(|| format!("there is no procedure `{}`", self.of))?;
        let opens = registry.latest(&ProcedureId::new(self.opens.as_str()));
        let opens = opens.ok_or_else(|| format!("there is no procedure `{}`", self.opens))?;
        if of.disclosure(&DisclosureId::new(self.page.as_str())).is_none() {
            return Err(format!("`{}` has no catalogue `{}`", self.of, self.page));
        }
        if of.limit(&LimitId::new(self.limit.as_str())).is_none() {
            return Err(format!("`{}` has no limit `{}`", self.of, self.limit));
        }
        let action = public_openings(opens).find(|action| action.id.as_str() == self.action);
        let action = action
            .ok_or_else(|| format!("nobody opens `{}` by `{}` on the portal", self.opens, self.action))?;
        for (field, from) in &self.fills {
            let id = FieldId::new(field.as_str());
            let field = opens.field(&id).filter(|_| action.records.iter().any(|(one, _)| *one == id));
            let field = field.ok_or_else(|| format!("`{}` asks for no `{id}`", self.action))?;
            let known = match from.strip_prefix('=') {
                Some(word) => read(&field.kind, word).is_ok(),
                None => is_known(of, &field.kind, from),
            };
            if !known {
                return Err(format!("`{id}` cannot be filled with `{from}`"));
            }
        }
        Ok(())
    }

    /// What the form knows, as it would be typed: `known` answers what is known under a name.
    pub fn filled(&self, known: impl Fn(&str) -> Option<String>) -> Vec<(String, String)> {
        let fill = |(field, from): (&String, &String)| {
            let text = match from.strip_prefix('=') {
                Some(word) => Some(word.to_owned()),
                None => known(from),
            };
            Some((field.clone(), text.filter(|text| !text.is_empty())?))
        };
        self.fills.iter().filter_map(fill).collect()
    }

    /// What is known of a matter under a name, for whoever is a party to it.
    pub fn known(state: &State, from: &str) -> Option<String> {
        match (from, from.strip_suffix(".on")) {
            (BODY, _) => Some(state.body.to_string()),
            ("number", _) => state.number.clone(),
            (_, Some(action)) => {
                let done = state.acts.iter().rev().find(|act| act.action.as_str() == action && !act.cleared);
                done.map(|act| act.on().to_string())
            }
            (_, None) => match state.fields.get(from)? {
                Value::Date(day) => Some(day.to_string()),
                Value::Text(text) | Value::Choice(text) => Some(text.clone()),
                _ => None,
            },
        }
    }
}

/// Whether a name stands for something that a field can be filled with.
fn is_known(of: &Procedure, kind: &Kind, from: &str) -> bool {
    match (from, from.strip_suffix(".on")) {
        (BODY, _) => *kind == Kind::Body,
        ("number", _) => *kind == Kind::Text,
        (_, Some(action)) => *kind == Kind::Date && of.action(&ActionId::new(action)).is_some(),
        (_, None) => of.field(&FieldId::new(from)).is_some_and(|field| field.kind == *kind),
    }
}

/// Checks the file.
///
/// # Errors
/// As [`remedies`].
pub fn check(registry: &Registry) -> Result<()> {
    remedies(registry).map(|_| ())
}
