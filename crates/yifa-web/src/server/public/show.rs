//! Owns one public thing: what is shown of it, what else of it is public, what anybody can do about it now.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;
use serde_json::Value as Json;
use yifa_app::AppError;
use yifa_app::citizen::{PUBLIC_ROLE, public_actor};
use yifa_kernel::guard::{Compare, Fact, Node};
use yifa_kernel::id::{FieldId, MatterId};
use yifa_kernel::matter::{ActionStatus, Openness, State as MatterState, action_statuses, clocks};
use yifa_kernel::procedure::{Action, Condition, FieldKind, Procedure};
use yifa_store::DisclosureRow;

use super::super::guest::{Guest, page_of};
use super::super::{Server, words};
use super::{passages, questions, remedy, row};
use crate::components::Reason;
use crate::portal::{
    PublicClosed, PublicContent, PublicField, PublicForm, PublicPage, PublicPassage, PublicTombstone, Until,
};

pub(super) async fn show(guest: Guest, State(server): State<Server>, Path(slug): Path<String>) -> Response {
    match page(&guest, &server, &slug).await {
        Ok(page) => page_of(&page),
        Err(error) => guest.failed(&error),
    }
}

async fn page(guest: &Guest, server: &Server, slug: &str) -> Result<PublicPage, AppError> {
    let city = &server.city;
    let found = city.store().disclosure(city.jurisdiction(), slug, city.today()).await?;
    let found = found.ok_or_else(|| AppError::NotFound(guest.address.clone()))?;
    let others = city.store().disclosures_of(city.jurisdiction(), &found.matter, city.today()).await?;
    let gone = found.disclosure.withdrawn_on.is_some();
    let open = if gone { Vec::new() } else { open_to_all(guest, server, &found).await? };
    let about = if gone { Passages::default() } else { about(guest, &found, &open, &others) };
    let mut page = one(guest, &found, &about);
    page.others = others
        .iter()
        .filter(|other| other.disclosure.slug != slug && other.disclosure.withdrawn_on.is_none())
        .map(|other| {
            let kind = row::of_kind(guest, &other.disclosure.kind);
            let name = kind.map_or_else(String::new, |(_, one)| words::label(guest.lang, &one.label));
            (name, format!("/public/{}", other.disclosure.slug))
        })
        .collect();
    page.closed = if gone { Vec::new() } else { closed_to_all(guest, server, &found).await? };
    page.remedies = if gone { Vec::new() } else { remedy::of_page(guest, &found)? };
    page.forms = open.into_iter().map(|(form, ..)| form).collect();
    Ok(page)
}

/// What can be said of the passages of this page, and what was answered to comments on them.
fn about(
    guest: &Guest,
    found: &DisclosureRow,
    open: &[(PublicForm, bool, String)],
    public: &[DisclosureRow],
) -> Passages {
    let registry = guest.server.city.registry();
    let procedure = row::of_kind(guest, &found.disclosure.kind).map(|(procedure, _)| procedure);
    let text_of = |action: &str| {
        let procedure = procedure?;
        Some(passages::field(procedure, procedure.action(&action.into())?)?.1.clone())
    };
    let form = open.iter().find(|(_, asks_text, _)| *asks_text);
    let form = form.map(|(form, _, action)| PassageForm { href: form.href.clone(), text: text_of(action) });
    let texts = row::rows(&found.disclosure.public).map(|shown| row::of_row(shown, "key"));
    let said = texts.map(|text| (text.to_owned(), passages::said(guest, registry, public, text)));
    Passages { form, said: said.filter(|(_, all)| !all.is_empty()).collect() }
}

/// What anybody may do on the matter now: the form, whether it asks for a text, the action's name.
pub(super) async fn open_to_all(
    guest: &Guest,
    server: &Server,
    found: &DisclosureRow,
) -> Result<Vec<(PublicForm, bool, String)>, AppError> {
    let city = &server.city;
    let opened = city.open_matter(&MatterId::new(found.matter.as_str())).await?;
    let (registry, today) = (city.registry(), city.today());
    let Some(procedure) = registry.procedure_of(&opened.state) else { return Ok(Vec::new()) };
    let actor = public_actor(&"anybody".into(), &PUBLIC_ROLE.into());
    let statuses = action_statuses(registry, &opened.state, &actor, &opened.facts, today);
    let running = clocks(registry, &opened.state, &opened.facts, today);
    let open = statuses.iter().filter(|status| status.openness == Openness::Open);
    let open = open.filter_map(|status| procedure.action(&status.action));
    let forms = open.filter(|action| questions::is_askable(registry, procedure, action)).map(|action| {
        // The floor that holds the state open: it ends no earlier, and nobody has said when.
        let ends = running.iter().filter(|clock| clock.is_running()).filter_map(|clock| {
            let limit = procedure.limit(&clock.limit)?;
            limit.actions.iter().any(|id| follows(procedure, action, id)).then(|| clock.last_day())?
        });
        let form = PublicForm {
            title: words::label(guest.lang, action.online_label()),
            until: announced(&opened.state, action)
                .map(Until::Last)
                .or(ends.min().filter(|day| today <= *day).map(Until::AtLeast)),
            href: format!("/public/do/{}/{}?matter={}", procedure.id, action.id, found.disclosure.slug),
        };
        (form, asks_text(procedure, action), action.id.to_string())
    });
    Ok(forms.collect())
}

/// The last day that is on record and that the act itself must keep: `today <= close_on`, or, where none need be announced,
/// `not known(close_on) or today <= close_on`.
fn announced(state: &MatterState, action: &Action) -> Option<Date> {
    announcement(state, action).map(|(_, _, day)| day)
}

/// The condition by which the act keeps to its last day, the field that says the day, the day.
fn announcement<'a>(state: &MatterState, action: &'a Action) -> Option<(&'a Condition, &'a FieldId, Date)> {
    action.require.iter().find_map(|condition| {
        let (field, day) = kept_until(state, &condition.guard.node)?;
        Some((condition, field, day))
    })
}

fn kept_until<'a>(state: &MatterState, node: &'a Node) -> Option<(&'a FieldId, Date)> {
    match node {
        Node::Compare(Compare::AtMost, today, last) => match (&**today, &**last) {
            (Node::Fact(Fact::Today), Node::Fact(Fact::Field(field))) => {
                Some((field, state.fields.get(field)?.as_date()?))
            }
            _ => None,
        },
        Node::Or(blank, then) if matches!(&**blank, Node::Not(known) if matches!(&**known, Node::Known(_))) => {
            kept_until(state, then)
        }
        _ => None,
    }
}

/// What anybody could do where the matter stands, if it were not for the law, such as a comment after the last day; and what was
/// open until a day that this page says and that is over.
async fn closed_to_all(
    guest: &Guest,
    server: &Server,
    found: &DisclosureRow,
) -> Result<Vec<PublicClosed>, AppError> {
    let opened = server.city.open_matter(&MatterId::new(found.matter.as_str())).await?;
    let registry = server.city.registry();
    let Some(procedure) = registry.procedure_of(&opened.state) else { return Ok(Vec::new()) };
    let actor = public_actor(&"anybody".into(), &PUBLIC_ROLE.into());
    let today = server.city.today();
    let statuses = action_statuses(registry, &opened.state, &actor, &opened.facts, today);
    let all = statuses.iter().filter_map(|status| Some((procedure.action(&status.action)?, status)));
    let asked = all.filter(|(action, _)| {
        let anybody = action.by.iter().any(|role| role.as_str() == PUBLIC_ROLE);
        // What is one's own is taken back from the page of whoever follows it.
        let anybodys = anybody && action.takes_back.is_none();
        anybodys && questions::is_askable(registry, procedure, action)
    });
    let shown = |field: &FieldId| {
        row::rows(&found.disclosure.public).any(|one| row::of_row(one, "key") == field.as_str())
    };
    let said = asked.filter_map(|(action, status)| match status.openness {
        Openness::Closed => Some(told(guest, procedure, action, status)),
        Openness::Elsewhere => {
            let over = announcement(&opened.state, action);
            let (condition, field, day) = over.filter(|(_, field, day)| *day < today && shown(field))?;
            Some(ended(guest, procedure, action, condition, (field, day)))
        }
        Openness::Open | Openness::OpenToOthers => None,
    });
    Ok(said.collect())
}

/// That what was open until an announced day has ended, and what to do next.
fn ended(
    guest: &Guest,
    procedure: &Procedure,
    action: &Action,
    condition: &Condition,
    (field, day): (&FieldId, Date),
) -> PublicClosed {
    let label = procedure.field(field).map(|field| words::label(guest.lang, &field.label));
    let next = condition.next.as_ref().map(|next| words::label(guest.lang, next));
    PublicClosed {
        title: words::label(guest.lang, action.online_label()),
        days: label.map(|label| (label, day)).into_iter().collect(),
        reasons: vec![Reason {
            next,
            article: Some(guest.articles(&condition.basis)).filter(|articles| !articles.is_empty()),
            ..Reason::default()
        }],
    }
}

/// Why an action cannot be done now: the days that are over, the articles, what to do next.
pub(super) fn told(
    guest: &Guest,
    procedure: &Procedure,
    action: &Action,
    status: &ActionStatus,
) -> PublicClosed {
    let days = status.reasons.iter().flat_map(|reason| &reason.values).filter_map(|(name, value)| {
        let field = procedure.field(&FieldId::new(name.as_str()))?;
        Some((words::label(guest.lang, &field.label), value.as_ref()?.as_date()?))
    });
    PublicClosed {
        title: words::label(guest.lang, action.online_label()),
        days: days.collect(),
        reasons: status.reasons.iter().map(|one| words::reason(guest, Some(procedure), one, None)).collect(),
    }
}

/// Whether another action ends the state in which this one may be done.
fn follows(procedure: &Procedure, action: &Action, other: &yifa_kernel::id::ActionId) -> bool {
    let Some(other) = procedure.action(other) else { return false };
    other.from == action.from && !other.to.is_empty()
}

fn asks_text(procedure: &Procedure, action: &Action) -> bool {
    let fields = action.records.iter().filter_map(|(id, _)| procedure.field(id));
    fields.into_iter().any(|field| field.declared == FieldKind::LongText)
}

fn one(guest: &Guest, found: &DisclosureRow, about: &Passages) -> PublicPage {
    let lang = guest.lang;
    let one = &found.disclosure;
    let basis = one.public.get("basis").and_then(Json::as_array).into_iter().flatten();
    let basis: Vec<String> = basis.filter_map(Json::as_str).map(ToOwned::to_owned).collect();
    let basis = guest.articles(&basis);
    let kind = row::of_kind(guest, &one.kind);
    let kind = kind.map_or_else(
        || row::part(lang, &one.public, "title"),
        |(_, disclosure)| words::label(lang, &disclosure.label),
    );
    let gone = one.withdrawn_on;
    PublicPage {
        chrome: guest.public_chrome(),
        kind,
        catalogue: row::catalogue(&one.kind),
        title: row::title(lang, &one.public),
        number: row::number(&one.public),
        body: row::body(guest, &one.public),
        since: one.from,
        until: one.until,
        basis: basis.clone(),
        rows: if gone.is_some() {
            Vec::new()
        } else {
            row::rows(&one.public).map(|row| field(guest, row, about)).collect()
        },
        others: Vec::new(),
        forms: Vec::new(),
        closed: Vec::new(),
        remedies: Vec::new(),
        withdrawn: gone.map(|on| PublicTombstone {
            on,
            reason: row::part(lang, &one.public, "because"),
            basis,
        }),
    }
}

fn field(guest: &Guest, shown: &Json, about: &Passages) -> PublicField {
    let lang = guest.lang;
    PublicField { label: row::label(lang, shown), content: content(guest, shown, about) }
}

/// What can be said of passages, and what was answered.
#[derive(Default)]
struct Passages {
    /// The form for a comment, while it is open.
    form: Option<PassageForm>,
    /// Answers, by the text that they are about.
    said: BTreeMap<String, Vec<passages::Said>>,
}

/// A form that asks for what somebody has to say of a passage.
struct PassageForm {
    href: String,
    /// The text whose passages it offers; `None`: it has no place for one, and the passage is quoted.
    text: Option<FieldId>,
}

fn content(guest: &Guest, shown: &Json, about: &Passages) -> PublicContent {
    let lang = guest.lang;
    if shown.get("table").is_some() {
        let (columns, rows) = row::filled(row::table(lang, shown));
        return if rows.is_empty() {
            PublicContent::Line(lang.t("words.none"))
        } else {
            PublicContent::Table(columns, rows)
        };
    }
    let key = row::of_row(shown, "key");
    let said = about.said.get(key).map(Vec::as_slice).unwrap_or_default();
    let link = about.form.as_ref().filter(|form| form.text.as_ref().is_none_or(|text| text.as_str() == key));
    let of_draft = link.is_some_and(|form| form.text.is_some()) || !said.is_empty();
    let text = row::text(lang, shown);
    if !text.contains('\n') && text.chars().count() < 120 && !of_draft {
        return PublicContent::Line(text);
    }
    let all = passages::of(&text);
    let link = link.filter(|_| all.len() <= passages::MOST);
    let shown = all.into_iter().map(|one| {
        let ask = link.and_then(|form| {
            let pair = serde_urlencoded::to_string([("passage", passages::name(one))]).ok()?;
            Some(format!("{}&{pair}", form.href))
        });
        let said = said.iter().filter(|said| said.is_about(one)).map(|said| said.words.clone());
        PublicPassage { text: one.to_owned(), ask, said: said.collect() }
    });
    PublicContent::Text(shown.collect())
}
