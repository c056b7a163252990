//! Owns a line of the journal in words: who by name, the matter by its number, what was tried and why the law said no, as the
//! same people read it on the page of the matter. The file of the journal keeps the lines as they are stored.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use yifa_app::AppError;
use yifa_kernel::id::{BodyId, MatterId, PersonId, ProcedureId};
use yifa_store::JournalRow;

use super::journal::{at, kind_in_words};
use crate::pages::admin::JournalLine;
use crate::server::guest::Staff;
use crate::server::{condition, words};

/// Lines in words, in their order.
///
/// # Errors
/// The store.
pub(super) async fn lines(staff: &Staff, rows: Vec<JournalRow>) -> Result<Vec<JournalLine>, AppError> {
    let mut names = BTreeMap::new();
    let mut all = Vec::new();
    for row in rows {
        let who = who(staff, &row.actor, &mut names).await?;
        let matter = match &row.matter {
            None => None,
            Some(matter) => {
                let state = staff.guest.server.city.state(&MatterId::new(matter.as_str())).await?;
                let number = state.and_then(|state| state.number.clone());
                Some((number.unwrap_or_else(|| matter.to_string()), format!("/matters/{matter}")))
            }
        };
        let content = match row.kind.as_str() {
            "refusal" => refused(staff, &row.content),
            _ => pairs(staff, &row.content),
        };
        all.push(JournalLine {
            at: at(row.recorded_at),
            kind: kind_in_words(staff, &row.kind),
            who,
            matter,
            content,
        });
    }
    Ok(all)
}

/// The name of whoever did it, with the account; what was typed where nobody signed in.
async fn who(staff: &Staff, actor: &Json, names: &mut BTreeMap<String, String>) -> Result<String, AppError> {
    let text = |key: &str| actor.get(key).and_then(Json::as_str);
    let Some(person) = text("person") else {
        let other = text("name").or_else(|| text("who"));
        return Ok(other.map_or_else(|| staff.guest.lang.t("server.the_law"), ToOwned::to_owned));
    };
    if let Some(name) = names.get(person) {
        return Ok(name.clone());
    }
    let account = staff.guest.server.city.account(&PersonId::new(person)).await?;
    let name =
        account.map_or_else(|| person.to_owned(), |account| staff.guest.lang.aside(&account.name, person));
    names.insert(person.to_owned(), name.clone());
    Ok(name)
}

/// What was tried, at which body, and each reason with its article.
fn refused(staff: &Staff, content: &Json) -> Vec<(String, String)> {
    let guest = &staff.guest;
    let (lang, registry) = (guest.lang, guest.server.city.registry());
    let text = |key: &str| content.get(key).and_then(Json::as_str).unwrap_or_default();
    let procedure = registry.latest(&ProcedureId::new(text("procedure")));
    let Some(procedure) = procedure else { return pairs(staff, content) };
    let action = procedure.action(&text("action").into());
    let action = action.map_or_else(|| text("action").to_owned(), |one| words::label(lang, &one.label));
    let mut all =
        vec![(lang.t("journal.key.action"), lang.aside(&action, &words::label(lang, &procedure.label)))];
    if !text("body").is_empty() {
        all.push((lang.t("journal.key.body"), words::body_name(guest, &BodyId::new(text("body")))));
    }
    for reason in content.get("reasons").and_then(Json::as_array).into_iter().flatten() {
        let code = reason.get("code").and_then(Json::as_str).unwrap_or_default().to_owned();
        let condition = reason.get("condition").and_then(Json::as_str);
        let said = condition.map(|line| condition::in_words(registry, procedure, line, lang));
        let basis = reason.get("basis").and_then(Json::as_array).into_iter().flatten();
        let basis: Vec<&str> = basis.filter_map(Json::as_str).collect();
        let basis = Some(basis.join(lang.pick("、", ", "))).filter(|basis| !basis.is_empty());
        let said: Vec<String> = said.into_iter().chain(basis).collect();
        all.push((code, said.join(" · ")));
    }
    if let Some(cited) = content.get("cited").and_then(Json::as_array) {
        let cited: Vec<&str> = cited.iter().filter_map(Json::as_str).collect();
        all.push((lang.t("journal.key.cited"), cited.join(lang.pick("、", ", "))));
    }
    all
}

/// What other lines hold, each part by its name.
fn pairs(staff: &Staff, content: &Json) -> Vec<(String, String)> {
    let lang = staff.guest.lang;
    let name = |key: &str| {
        let own = format!("journal.key.{key}");
        if lang.knows(&own) { lang.t(&own) } else { key.replace('_', " ") }
    };
    let parts = content.as_object().into_iter().flatten();
    parts.map(|(key, value)| (name(key), plain(value))).filter(|(_, value)| !value.is_empty()).collect()
}

/// A stored value without the marks of its notation.
fn plain(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::Bool(yes) => yes.to_string(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => text.clone(),
        Json::Array(all) => all.iter().map(plain).collect::<Vec<_>>().join(" · "),
        Json::Object(parts) => {
            parts.iter().map(|(key, value)| format!("{key} {}", plain(value))).collect::<Vec<_>>().join(" · ")
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::plain;

    #[test]
    fn a_value_is_shown_without_brackets_and_quotes() {
        assert_eq!(plain(&json!(["a", { "b": 1 }, null, true])), "a · b 1 ·  · true");
        assert_eq!(plain(&json!(null)), "");
    }
}
