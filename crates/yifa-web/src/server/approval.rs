//! Owns the approval form of a matter: from its fields and its acts, whatever the procedure. Like the case file it shows
//! personal data to those who work on the matter, and that is journalled; others see it masked.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;
use serde_json::json;
use yifa_app::AppError;
use yifa_app::city::Opened;
use yifa_app::journal::{Kind, Part};
use yifa_app::wire::actor_to;
use yifa_kernel::id::{FieldId, MatterId, RoleId};
use yifa_kernel::matter::{Act, Actor, may_see};
use yifa_kernel::procedure::{Action, Field, From, Procedure};
use yifa_kernel::value::Value;

use super::act::is_hidden;
use super::copies::may_bind;
use super::guest::{Staff, page_of};
use super::show::{People, people};
use super::{Server, words};
use crate::face::{Lang, Nav};
use crate::pages::matter::{ApprovalPage, ApprovalRow, Opinion};

/// Longer texts take the whole width.
const SHORT: usize = 16;
/// Decisions still to come that are left blank for signing.
const AHEAD: usize = 4;

pub(super) async fn approval(
    staff: Staff,
    State(server): State<Server>,
    Path(matter): Path<String>,
) -> Response {
    match page(&staff, &server, &MatterId::new(matter)).await {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

async fn page(staff: &Staff, server: &Server, matter: &MatterId) -> Result<ApprovalPage, AppError> {
    let opened = server.city.open_matter(matter).await?;
    let registry = server.city.registry();
    if !may_see(registry, &opened.state, &staff.actor, &opened.facts) {
        return Err(AppError::Forbidden);
    }
    let missing = || AppError::NotFound(format!("procedure {}", opened.state.procedure));
    let procedure = registry.procedure_of(&opened.state).ok_or_else(missing)?;
    let clear = may_bind(staff, &opened);
    if clear && shows_personal(&opened, procedure) {
        let id = yifa_store::MatterId::new(matter.as_str())?;
        let parts = vec![(Part::ApprovalForm, json!(true))];
        server.city.journal(Kind::PersonalDataOpened, actor_to(&staff.actor), Some(id), parts).await?;
    }
    let form = Form { staff, opened: &opened, procedure, clear, people: people(server, &opened).await? };
    Ok(form.page())
}

fn shows_personal(opened: &Opened, procedure: &Procedure) -> bool {
    let recorded = |field: &&Field| opened.state.fields.contains_key(&field.id);
    procedure.fields.iter().filter(recorded).any(|field| field.personal && !field.sealed)
}

/// A form being filled in.
struct Form<'a> {
    staff: &'a Staff,
    opened: &'a Opened,
    procedure: &'a Procedure,
    /// Personal data stands in it.
    clear: bool,
    people: People,
}

impl Form<'_> {
    fn page(&self) -> ApprovalPage {
        let lang = self.staff.guest.lang;
        let state = &self.opened.state;
        let hash = self.opened.stored.last().map(|event| event.hash.to_string()).unwrap_or_default();
        let chrome = self.staff.chrome(Some(Nav::Matters));
        let done = state.acts.iter().skip(1).filter(|act| act.actor.as_person().is_some() && !act.cleared);
        let mut opinions: Vec<Opinion> = done.map(|act| self.signed(act)).collect();
        opinions.extend(self.ahead().into_iter().map(|action| self.blank(action)));
        ApprovalPage {
            made: chrome.t2(
                "card.approval.made",
                "n",
                state.seq,
                "hash",
                hash.chars().take(16).collect::<String>(),
            ),
            chrome,
            back: format!("/matters/{}", state.matter),
            name: words::called(&self.staff.guest, state, &self.opened.facts),
            body: words::body_name(&self.staff.guest, &state.body),
            procedure: words::label(lang, &self.procedure.label),
            number: state.number.clone().unwrap_or_default(),
            rows: self.rows(),
            opinions,
        }
    }

    /// What the opening act recorded, as it stands now; later records stand with the acts that made them.
    fn rows(&self) -> Vec<ApprovalRow> {
        let state = &self.opened.state;
        let opening: BTreeSet<&FieldId> =
            state.acts.first().into_iter().flat_map(|act| act.values.keys()).collect();
        let fields = self.procedure.fields.iter().filter(|field| opening.contains(&field.id));
        let all = fields.filter_map(|field| Some(self.item(field, state.fields.get(&field.id)?)));
        let mut rows: Vec<ApprovalRow> = Vec::new();
        for (short, item) in all {
            match rows.last_mut().filter(|row| short && row.second.is_none() && is_short(&row.first.1)) {
                Some(row) => row.second = Some(item),
                None => rows.push(ApprovalRow { first: item, second: None }),
            }
        }
        rows
    }

    fn item(&self, field: &Field, value: &Value) -> (bool, (String, String)) {
        let text = self.text(field, value);
        (is_short(&text), (words::label(self.staff.guest.lang, &field.label), text))
    }

    fn text(&self, field: &Field, value: &Value) -> String {
        if is_hidden(field) && (!self.clear || field.sealed) {
            return words::masked(value);
        }
        match value {
            Value::File(file) => file.name.clone(),
            Value::Table(rows) => rows.iter().map(|row| self.line(field, row)).collect::<Vec<_>>().join("\n"),
            other => words::value(&self.staff.guest, Some(field), other, Some(&self.opened.facts)),
        }
    }

    /// A row of a table in one line.
    fn line(&self, field: &Field, row: &std::collections::BTreeMap<FieldId, Value>) -> String {
        let cells = field.columns.iter().filter_map(|column| {
            let value = row.get(&column.id)?;
            Some(words::value(&self.staff.guest, Some(field), value, Some(&self.opened.facts)))
        });
        cells.collect::<Vec<_>>().join(self.staff.guest.lang.pick("，", ", "))
    }

    fn signed(&self, act: &Act) -> Opinion {
        let lang = self.staff.guest.lang;
        let action = self.procedure.action(&act.action);
        let values = act.values.iter().filter_map(|(id, value)| {
            let field = self.procedure.field(id)?;
            Some((words::label(lang, &field.label), self.text(field, value)))
        });
        let person = act.actor.as_person();
        let name = person.map(|id| {
            let known = self.people.get(id).cloned();
            known.unwrap_or_else(|| {
                words::actor(&self.staff.guest, &Actor { body: None, ..act.actor.clone() }, None)
            })
        });
        Opinion {
            title: action.map_or_else(|| act.action.to_string(), |one| words::label(lang, &one.label)),
            role: self.role(&act.actor.role),
            values: values.collect(),
            by: name,
            on: written(lang, act.on()),
        }
    }

    fn blank(&self, action: &Action) -> Opinion {
        let lang = self.staff.guest.lang;
        let by = action.by.iter().find(|role| role.as_str() != "law");
        Opinion {
            title: words::label(lang, &action.label),
            role: by.map(|role| self.role(role)).unwrap_or_default(),
            values: Vec::new(),
            by: None,
            on: lang.t("card.approval.blank_day"),
        }
    }

    fn role(&self, id: &RoleId) -> String {
        let role = self.staff.guest.server.city.registry().role(id);
        role.map_or_else(|| id.to_string(), |role| words::label(self.staff.guest.lang, &role.label))
    }

    /// The acts of people on the road from here: at each state the one that leads to the nearest state ahead.
    fn ahead(&self) -> Vec<&Action> {
        let place = |id: &str| self.procedure.states.iter().position(|state| state.id.as_str() == id);
        let mut here = self.opened.state.stands.as_ref().filter(|_| !self.opened.state.closed);
        let mut road = Vec::new();
        while let Some(at) = here {
            let leads = |action: &&Action| {
                let from = matches!(&action.from, From::States(from) if from.contains(at));
                let on = action.to.first().and_then(|(_, to)| place(to.as_str()));
                from && !action.only_by_law() && on > place(at.as_str())
            };
            let to = |action: &&Action| action.to.first().and_then(|(_, to)| place(to.as_str()));
            let Some(next) = self.procedure.actions.iter().filter(leads).min_by_key(to) else { break };
            road.push(next);
            here = next.to.first().map(|(_, to)| to);
            if road.len() == AHEAD {
                break;
            }
        }
        road
    }
}

fn is_short(text: &str) -> bool {
    text.chars().count() <= SHORT && !text.contains('\n')
}

/// A day as forms write it.
fn written(lang: Lang, day: Date) -> String {
    match lang {
        Lang::En => day.to_string(),
        Lang::ZhHans | Lang::ZhHant => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
    }
}
