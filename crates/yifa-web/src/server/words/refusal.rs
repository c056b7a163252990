//! Owns the lawful "no" as people read it: what is missing, on which article, what to do next and where.

use yifa_kernel::id::{ActionId, FieldId};
use yifa_kernel::matter;
use yifa_kernel::procedure::{Field, FieldKind, Procedure};
use yifa_kernel::refusal::{Code, Next, Past, Reason, Refusal};
use yifa_kernel::value::Value;

use super::super::condition;
use super::super::guest::Guest;
use super::{label, state, value};
use crate::components::{self, RefusalView};
use crate::face::Lang;

/// A refusal as people read it.
pub(in crate::server) fn refusal(guest: &Guest, refusal: &Refusal) -> RefusalView {
    let registry = guest.server.city.registry();
    let procedure = registry.latest(&refusal.procedure);
    let tried = procedure.and_then(|procedure| procedure.action(&refusal.action));
    let tried = tried.map_or_else(|| refusal.action.to_string(), |action| label(guest.lang, &action.label));
    let at = refusal.matter.as_ref().map(ToString::to_string);
    let reasons = refusal.reasons.iter().map(|one| {
        let mut said = reason(guest, procedure, one, at.as_deref());
        // Who meets a value that is taken is led to the matter that holds it.
        if let (Code::NotUnique, Some(Some(Value::Matter(holder)))) = (one.code, one.values.get("matter")) {
            said.next_href = Some(format!("/matters/{holder}"));
        }
        said
    });
    RefusalView { code: refusal.code().to_string(), tried, reasons: reasons.collect() }
}

/// One reason: what is missing, on which article, what to do next and where.
pub(crate) fn reason(
    guest: &Guest,
    procedure: Option<&Procedure>,
    reason: &Reason,
    address: Option<&str>,
) -> components::Reason {
    let lang = guest.lang;
    let place = |name: &'static str, text: String| (name, text);
    let field_label = |id: &FieldId| {
        let found = procedure.and_then(|procedure| procedure.field(id));
        found.map_or_else(|| id.to_string(), |field| label(lang, &field.label))
    };
    // A cell is told by its row and column: in a table of thirty rows nobody finds it by the name of the table.
    let named = |id: &FieldId| {
        let name = field_label(id);
        let Some((row, column)) = reason.cell() else { return name };
        let columns = procedure.and_then(|procedure| procedure.field(id)).map(|field| &field.columns);
        let column = columns.and_then(|columns| columns.iter().find(|one| one.id == column));
        let column = column.map(|column| label(lang, &column.label)).unwrap_or_default();
        lang.with("refusal.cell", &[("field", name), ("n", row.to_string()), ("column", column)])
    };
    let limit =
        reason.limit.as_ref().and_then(|id| procedure?.limit(id)).map(|limit| label(lang, &limit.label));
    let condition = reason.condition.as_ref().map(|line| {
        let registry = guest.server.city.registry();
        procedure
            .map_or_else(|| line.clone(), |procedure| condition::in_words(registry, procedure, line, lang))
    });
    let seen = |name: &str| {
        reason.values.get(name).and_then(Option::as_ref).map(|one| value(guest, None, one, None))
    };
    let missing: Vec<&str> = if reason.code == Code::IncompletePaper {
        reason.values.keys().map(String::as_str).collect()
    } else {
        Vec::new()
    };
    // A matter is told by the name of its field: its identifier tells nobody anything.
    let of_matter = |id: &FieldId| procedure?.field(id).map(|field| field.declared == FieldKind::Matter);
    let names_matter = reason.field.as_ref().and_then(of_matter).unwrap_or(false);
    let facts = [
        place("field", reason.field.as_ref().map(named).unwrap_or_default()),
        place("limit", limit.unwrap_or_default()),
        place("condition", condition.unwrap_or_default()),
        place("day", seen("due").or_else(|| seen("on")).unwrap_or_default()),
        place("body", seen("body").unwrap_or_default()),
        place("value", if names_matter { String::new() } else { seen("value").unwrap_or_default() }),
        place("bounds", [seen("min"), seen("max")].into_iter().flatten().collect::<Vec<_>>().join(" – ")),
        place("benchmark", seen(lang.pick("benchmark", "benchmark_en")).unwrap_or_default()),
        place("tier", seen(lang.pick("tier", "tier_en")).unwrap_or_default()),
        place("row", seen(lang.pick("row", "row_en")).unwrap_or_default()),
        place("cited", seen("cited").unwrap_or_default()),
        place("by", seen("by").unwrap_or_default()),
        place("place", seen("place").unwrap_or_default()),
        place("paragraphs", seen("paragraphs").unwrap_or_default()),
        place("elements", missing.join(lang.pick("、", ", "))),
    ];
    let (next, next_href) = next(guest, procedure, &reason.next, address);
    // What an author says of "the day" means the day of the act, which may lie back.
    let act_day = match reason.values.get("today") {
        Some(Some(Value::Date(day))) if *day != guest.server.city.today() => Some(*day),
        _ => None,
    };
    let next = match (next, act_day) {
        (Some(next), Some(day)) => {
            Some(lang.aside(&next, &lang.with("server.next.act_day", &[("day", day.to_string())])))
        }
        (next, _) => next,
    };
    // Of a party it is its kind that is chosen among two: which ones is said.
    let is_party = |id: &FieldId| procedure?.field(id).map(|field| field.declared == FieldKind::Party);
    let kind_of_party =
        reason.code == Code::UnknownChoice && reason.field.as_ref().and_then(is_party).unwrap_or(false);
    let key = match (kind_of_party, reason.values.get(matter::STANDING)) {
        (true, _) => "form.party.choose".to_owned(),
        (false, Some(Some(Value::Choice(standing)))) => format!("refusal.cited.{standing}"),
        (false, _) => format!("refusal.{}", reason.code),
    };
    let text = format!("[{}] {}", reason.code, lang.with(&key, &facts));
    let asked = reason.field.as_ref().and_then(|id| procedure?.field(id));
    let choices = match (asked, reason.cell()) {
        _ if kind_of_party => None,
        (Some(field), Some((_, column))) => {
            field.columns.iter().find(|one| one.id == column).map(|one| &one.choices)
        }
        (field, _) => field.map(|field| &field.choices),
    };
    let choices: Vec<String> = choices.into_iter().flatten().map(|(_, one)| label(lang, one)).collect();
    let text = with_choices(lang, text, reason.code, &choices);
    let text = match reason.values.get(matter::FOUND).and_then(Option::as_ref) {
        Some(found) => {
            lang.with("refusal.found", &[("text", text), ("found", rows_found(guest, procedure, found))])
        }
        None => match reason.values.get(matter::ROWS).and_then(Option::as_ref) {
            Some(Value::List(rows)) => {
                lang.with("refusal.found", &[("text", text), ("found", rows_failing(guest, procedure, rows))])
            }
            _ => text,
        },
    };
    components::Reason {
        text,
        article: (!reason.basis.is_empty()).then(|| guest.articles(&reason.basis)),
        next,
        next_href,
        failing: parts(guest, procedure, reason, Some(false)),
        unjudged: parts(guest, procedure, reason, None),
        holding: parts(guest, procedure, reason, Some(true)),
    }
}

/// What may be chosen, told to whoever wrote something else.
pub(in crate::server) fn with_choices(lang: Lang, text: String, code: Code, choices: &[String]) -> String {
    /// More than these nobody reads in a sentence.
    const MOST: usize = 20;
    if code != Code::UnknownChoice || choices.is_empty() {
        return text;
    }
    let mut named =
        choices.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(lang.pick("、", ", "));
    if choices.len() > MOST {
        named.push('…');
    }
    lang.with("refusal.choices", &[("text", text), ("choices", named)])
}

/// The claims of a reason's condition that hold, fail or (`None`) cannot be judged; what fails is told with what was seen.
fn parts(guest: &Guest, procedure: Option<&Procedure>, reason: &Reason, holds: Option<bool>) -> Vec<String> {
    let (lang, registry) = (guest.lang, guest.server.city.registry());
    let Some(procedure) = procedure else { return Vec::new() };
    let these = reason.parts.iter().filter(|part| part.holds == holds);
    let said = these.map(|part| {
        let claim = condition::in_words(registry, procedure, &part.line, lang);
        let seen = match holds {
            Some(false) => condition::seen_in_words(registry, procedure, &part.line, lang, &reason.values),
            Some(true) | None => Vec::new(),
        };
        if seen.is_empty() { claim } else { lang.aside(&claim, &seen.join(lang.pick("；", "; "))) }
    });
    said.collect()
}

/// So many rows are named.
const NAMED_ROWS: usize = 12;

/// The rows that a claim about every row fails for, by their numbers and first columns.
fn rows_failing(guest: &Guest, procedure: Option<&Procedure>, rows: &[Value]) -> String {
    let lang = guest.lang;
    let named = rows.iter().take(NAMED_ROWS).filter_map(|row| {
        let Value::List(cells) = row else { return None };
        let n = lang.with("refusal.row", &[("n", cells.first()?.to_string())]);
        let first = cells.get(1).map(|one| cell(guest, procedure, one)).filter(|text| !text.is_empty());
        Some(first.map_or_else(|| n.clone(), |first| lang.aside(&n, &first)))
    });
    let mut all = named.collect::<Vec<_>>().join(lang.pick("、", ", "));
    if rows.len() > NAMED_ROWS {
        all.push('…');
    }
    all
}

/// The rows that a condition found amiss, each by the columns that were compared; what was chosen by its label.
fn rows_found(guest: &Guest, procedure: Option<&Procedure>, found: &Value) -> String {
    let lang = guest.lang;
    let cell = |one: &Value| cell(guest, procedure, one);
    let row = |one: &Value| match one {
        Value::List(cells) => cells.iter().map(cell).collect::<Vec<_>>().join(" "),
        one => cell(one),
    };
    match found {
        Value::List(rows) => rows.iter().map(row).collect::<Vec<_>>().join(lang.pick("、", ", ")),
        one => row(one),
    }
}

/// What stands in a row; what was chosen by its label.
fn cell(guest: &Guest, procedure: Option<&Procedure>, one: &Value) -> String {
    let fields = procedure.map(|procedure| procedure.fields.as_slice()).unwrap_or_default();
    let holds = |field: &&Field| match one {
        Value::Choice(word) => {
            let columns = field.columns.iter().flat_map(|column| &column.choices);
            field.choices.iter().chain(columns).any(|(id, _)| id == word)
        }
        _ => false,
    };
    value(guest, fields.iter().find(holds), one, None)
}

fn next(
    guest: &Guest,
    procedure: Option<&Procedure>,
    next: &Next,
    matter: Option<&str>,
) -> (Option<String>, Option<String>) {
    let lang = guest.lang;
    let comma = lang.pick("、", ", ");
    let named = |id: &ActionId| {
        let found = procedure.and_then(|procedure| procedure.action(id));
        found.map_or_else(|| id.to_string(), |action| label(lang, &action.label))
    };
    let one = |key: &str, name: &str, text: String| Some(lang.with(key, &[(name, text)]));
    match next {
        Next::Do(actions) if actions.is_empty() => (None, None),
        Next::Do(actions) => {
            let mut names: Vec<String> = actions.iter().map(named).collect();
            names.dedup();
            let href =
                matter.zip(actions.first()).map(|(matter, action)| format!("/matters/{matter}/do/{action}"));
            (one("server.next.do", "actions", names.join(comma)), href)
        }
        Next::Ask(roles) => {
            let registry = guest.server.city.registry();
            let names = roles
                .iter()
                .map(|id| registry.role(id).map_or_else(|| id.to_string(), |role| label(lang, &role.label)));
            (one("server.next.ask", "roles", names.collect::<Vec<_>>().join(comma)), None)
        }
        Next::Wait(day) => (one("server.next.wait", "day", day.to_string()), None),
        Next::NotBefore(day) => (one("server.next.not_before", "day", day.to_string()), None),
        Next::NotAfter(day) => (one("server.next.not_after", "day", day.to_string()), None),
        Next::Correct(fields) => {
            let found = |id: &FieldId| {
                let field = procedure.and_then(|procedure| procedure.field(id));
                field.map_or_else(|| id.to_string(), |field| label(lang, &field.label))
            };
            let names: Vec<String> = fields.iter().map(found).collect();
            if names.is_empty() {
                (None, None)
            } else {
                (one("server.next.correct", "fields", names.join(comma)), None)
            }
        }
        Next::Say(said) => (Some(label(lang, said)), None),
        Next::Reload => {
            (Some(lang.t("server.next.reload")), matter.map(|matter| format!("/matters/{matter}")))
        }
        Next::Past(past) => {
            (Some(past_words(guest, procedure, past)), matter.map(|matter| format!("/matters/{matter}")))
        }
        Next::Nothing => (None, None),
    }
}

/// What was done and when, or where the matter stands instead; and what it waits for now.
fn past_words(guest: &Guest, procedure: Option<&Procedure>, past: &Past) -> String {
    let lang = guest.lang;
    let mut said = Vec::new();
    if let Some((day, actor)) = &past.done {
        let names = guest.server.city.names();
        let name = actor.as_person().and_then(|person| names.get(person));
        let who = super::actor(guest, actor, name.map(String::as_str));
        said.push(lang.with("server.next.done", &[("day", day.to_string()), ("who", who)]));
    }
    if let Some((stands, since)) = &past.stands {
        let places = [("state", state(lang, procedure, stands.as_str())), ("day", since.to_string())];
        said.push(lang.with("server.next.stands", &places));
    }
    let steps = past.steps.iter().filter_map(|id| procedure?.action(id));
    let steps: Vec<String> = steps.map(|action| label(lang, &action.label)).collect();
    if !steps.is_empty() {
        said.push(lang.with("server.next.steps", &[("steps", steps.join(lang.pick("、", ", ")))]));
    }
    said.join(lang.pick("；", "; "))
}
