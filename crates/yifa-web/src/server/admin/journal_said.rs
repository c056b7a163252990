//! Owns a line of the journal in words: who by name, the matter by its number, what was tried and why the law said no, as the
//! same people read it on the page of the matter. The file of the journal keeps the lines as they are stored.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use yifa_app::AppError;
use yifa_app::journal::{Kind, Part};
use yifa_app::wire::actor_from;
use yifa_kernel::id::{BodyId, FieldId, MatterId, PersonId, ProcedureId, RoleId};
use yifa_kernel::matter::Actor;
use yifa_kernel::procedure::Procedure;
use yifa_store::JournalRow;

use super::accounts::post_in_words;
use super::journal::{at, kind_in_words};
use crate::face::Lang;
use crate::pages::admin::JournalLine;
use crate::server::guest::{Guest, Staff};
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
        let state = match &row.matter {
            None => None,
            Some(matter) => staff.guest.server.city.state(&MatterId::new(matter.as_str())).await?,
        };
        let matter = row.matter.as_ref().map(|matter| {
            let number = state.as_ref().and_then(|state| state.number.clone());
            (number.unwrap_or_else(|| matter.to_string()), format!("/matters/{matter}"))
        });
        let content = if row.kind == Kind::Refusal.word() {
            refused(staff, &row.content)
        } else {
            pairs(staff, state.as_ref().map(|state| &state.procedure), &row.content)
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
    let name = match (account, actor_from(actor)) {
        (Some(account), _) => staff.guest.lang.aside(&account.name, person),
        // Nobody of the public has an account: the role says who it was.
        (None, Some(actor)) => words::actor(&staff.guest, &Actor { body: None, ..actor }, None),
        (None, None) => person.to_owned(),
    };
    names.insert(person.to_owned(), name.clone());
    Ok(name)
}

/// What was tried, at which body, and each reason with its article.
fn refused(staff: &Staff, content: &Json) -> Vec<(String, String)> {
    let guest = &staff.guest;
    let (lang, registry) = (guest.lang, guest.server.city.registry());
    let text = |key: &str| content.get(key).and_then(Json::as_str).unwrap_or_default();
    let procedure = registry.latest(&ProcedureId::new(text("procedure")));
    let Some(procedure) = procedure else { return pairs(staff, None, content) };
    let action = procedure.action(&text("action").into());
    let action = action.map_or_else(|| text("action").to_owned(), |one| words::label(lang, &one.label));
    let mut all =
        vec![(lang.t("journal.key.action"), lang.aside(&action, &words::label(lang, &procedure.label)))];
    if !text("body").is_empty() {
        all.push((lang.t("journal.key.body"), words::body_name(guest, &BodyId::new(text("body")))));
    }
    for reason in content.get("reasons").and_then(Json::as_array).into_iter().flatten() {
        let code = reason.get("code").and_then(Json::as_str).unwrap_or_default().to_owned();
        let claims = |key: &str, word: String| -> Vec<String> {
            let lines =
                reason.get(key).and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str);
            let claim = |line| condition::in_words(registry, procedure, line, lang);
            lines.map(|line| lang.aside(&claim(line), &word)).collect()
        };
        let mut said = claims("fails", lang.t("words.claim.fails"));
        said.extend(claims("unjudged", lang.t("words.claim.unjudged")));
        if said.is_empty() {
            // Of one claim only.
            let condition = reason.get("condition").and_then(Json::as_str);
            said.extend(condition.map(|line| condition::in_words(registry, procedure, line, lang)));
        }
        let basis = reason.get("basis").and_then(Json::as_array).into_iter().flatten();
        let basis: Vec<String> = basis.filter_map(Json::as_str).map(ToOwned::to_owned).collect();
        let basis = Some(guest.articles(&basis)).filter(|basis| !basis.is_empty());
        let said: Vec<String> = said.into_iter().chain(basis).collect();
        all.push((code, said.join(" · ")));
    }
    if let Some(cited) = content.get("cited").and_then(Json::as_array) {
        let cited: Vec<&str> = cited.iter().filter_map(Json::as_str).collect();
        all.push((lang.t("journal.key.cited"), cited.join(lang.pick("、", ", "))));
    }
    all
}

/// What other lines hold, each part by its name and in words; `of` is the procedure of the line's matter.
fn pairs(staff: &Staff, of: Option<&ProcedureId>, content: &Json) -> Vec<(String, String)> {
    let lang = staff.guest.lang;
    let registry = staff.guest.server.city.registry();
    let named = content.get(Part::Procedure.word()).and_then(Json::as_str).map(ProcedureId::new);
    let procedure = named.as_ref().or(of).and_then(|id| registry.latest(id));
    let line = |(key, value): (&String, &Json)| match Part::ALL.iter().find(|part| part.word() == key) {
        Some(part) => (lang.t(&format!("journal.key.{key}")), said(&staff.guest, procedure, *part, value)),
        // Written by another version of the product.
        None => (lang.aside(&lang.t("journal.other_part"), key), plain(lang, value)),
    };
    let parts = content.as_object().into_iter().flatten();
    parts.map(line).filter(|(_, value)| !value.is_empty()).collect()
}

/// The value of a part in words, as the same people read it elsewhere.
fn said(guest: &Guest, procedure: Option<&Procedure>, part: Part, value: &Json) -> String {
    let lang = guest.lang;
    let texts: Vec<&str> = match value {
        Json::Array(all) => all.iter().filter_map(Json::as_str).collect(),
        Json::String(text) => vec![text],
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Object(_) => Vec::new(),
    };
    let each = |name: &dyn Fn(&str) -> String| {
        texts.iter().map(|text| name(text)).collect::<Vec<_>>().join(lang.pick("、", ", "))
    };
    match part {
        Part::Procedure => each(&|id| {
            procedure.map_or_else(|| id.to_owned(), |procedure| words::label(lang, &procedure.label))
        }),
        Part::Action => each(&|id| {
            let action = procedure.and_then(|procedure| procedure.action(&id.into()));
            action.map_or_else(|| id.to_owned(), |action| words::label(lang, &action.label))
        }),
        Part::Field => each(&|id| {
            let field = procedure.and_then(|procedure| procedure.field(&FieldId::new(id)));
            field.map_or_else(|| id.to_owned(), |field| words::label(lang, &field.label))
        }),
        Part::Body | Part::Ends | Part::Makes | Part::Heir | Part::Parent => {
            each(&|id| words::body_name(guest, &BodyId::new(id)))
        }
        Part::Posts => each(&|post| match post.split_once('@') {
            Some((role, body)) => post_in_words(guest, &RoleId::new(role), &BodyId::new(body)),
            None => post.to_owned(),
        }),
        Part::Scopes => each(&|scope| lang.t(&format!("me.scope.{scope}"))),
        Part::EndsAt => each(&|instant| instant.parse().map_or_else(|_| instant.to_owned(), at)),
        Part::Filter => each(&|query| {
            serde_urlencoded::from_str::<Vec<(String, String)>>(query)
                .map(|pairs| {
                    pairs.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(" · ")
                })
                .unwrap_or_else(|_| query.to_owned())
        }),
        Part::Account
        | Part::Act
        | Part::ApprovalForm
        | Part::Cited
        | Part::Count
        | Part::Created
        | Part::Days
        | Part::Faults
        | Part::File
        | Part::Format
        | Part::Ground
        | Part::Id
        | Part::Import
        | Part::Kept
        | Part::Label
        | Part::Lines
        | Part::Matter
        | Part::Matters
        | Part::Moved
        | Part::NewPassword
        | Part::NotBound
        | Part::On
        | Part::Pages
        | Part::Paper
        | Part::Path
        | Part::Reason
        | Part::Reasons
        | Part::Remark
        | Part::Rows
        | Part::Seq
        | Part::Sheet
        | Part::Source
        | Part::Stays
        | Part::TakenBack
        | Part::Year => plain(lang, value),
    }
}

/// A stored value without the marks of its notation.
fn plain(lang: Lang, value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::Bool(yes) => lang.t(if *yes { "words.yes" } else { "words.no" }),
        Json::Number(number) => number.to_string(),
        Json::String(text) => text.clone(),
        Json::Array(all) => all.iter().map(|one| plain(lang, one)).collect::<Vec<_>>().join(" · "),
        Json::Object(parts) => parts
            .iter()
            .map(|(key, value)| format!("{key} {}", plain(lang, value)))
            .collect::<Vec<_>>()
            .join(" · "),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;
    use yifa_app::journal::{Kind, Part};

    use super::plain;
    use crate::face::{Lang, keys};

    #[test]
    fn a_value_is_shown_without_brackets_and_quotes() {
        let said = |value| plain(Lang::En, &value);
        assert_eq!(said(json!(["a", { "b": 1 }, null, true])), "a · b 1 ·  · yes");
        assert_eq!(plain(Lang::ZhHant, &json!(false)), "否");
        assert_eq!(said(json!(null)), "");
    }

    /// Fails when a kind or a part is added without its words, and when words are left behind.
    #[test]
    fn every_kind_and_part_of_a_line_has_its_words_and_no_word_is_left_over() {
        let kinds: BTreeSet<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
        let parts: BTreeSet<&str> = Part::ALL.iter().map(|part| part.word()).collect();
        assert_eq!((kinds.len(), parts.len()), (Kind::ALL.len(), Part::ALL.len()), "a word stands for two");
        for lang in Lang::ALL {
            let below = |area: &str| {
                keys(lang).filter_map(|(key, _)| key.strip_prefix(area)).collect::<BTreeSet<&str>>()
            };
            assert_eq!(below("journal.kind."), kinds, "{lang:?}");
            assert_eq!(below("journal.key."), parts, "{lang:?}");
        }
    }
}
