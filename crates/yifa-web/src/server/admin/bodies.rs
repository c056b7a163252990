//! Owns the bodies in the administration: their tree with dates and lines, and their changes, each shown with what it moves
//! before it is made.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use yifa_app::AppError;
use yifa_app::reorganisation::{
    AnnouncedReorganisation, Heir, NewBody, Reorganisation, ReorganisationEffect, ReorganisationFault,
};
use yifa_kernel::body::{BODY_KINDS, Body, BodyKind};
use yifa_kernel::id::BodyId;

use super::Admin;
use crate::components::{Crumb, Opt};
use crate::pages::admin::{AnnouncedRow, BodiesChangePage, BodiesPage, BodyRow, ChangeRow, MakeRow};
use crate::server::Server;
use crate::server::guest::{Staff, page_of};
use crate::server::typed::Typed;
use crate::server::words;

/// The kinds of change: name, rows for new bodies, whether bodies end, several of them.
const KINDS: [(&str, usize, bool, bool); 4] = [
    ("rename", 1, true, false),
    ("merge", 1, true, true),
    ("split", 3, true, false),
    ("found", 1, false, false),
];

pub(super) async fn page(Admin(staff): Admin, State(server): State<Server>) -> Response {
    match tree(&staff, &server).await {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

async fn tree(staff: &Staff, server: &Server) -> Result<BodiesPage, AppError> {
    let lang = staff.guest.lang;
    let bodies = server.city.bodies();
    let place: BTreeMap<&str, usize> =
        bodies.iter().enumerate().map(|(at, body)| (body.id.as_str(), at)).collect();
    let mut all: Vec<(String, &Body)> = bodies.iter().map(|body| (bodies.path(&body.id), body)).collect();
    all.sort_by_key(|(path, _)| path.split('/').filter_map(|id| place.get(id)).collect::<Vec<_>>());
    let rows = all.into_iter().map(|(path, body)| BodyRow {
        name: lang.pick(&body.name, &body.en).to_owned(),
        kind: kind_word(staff, body.kind),
        short: body.short.clone(),
        depth: u8::try_from(path.matches('/').count().saturating_sub(2)).unwrap_or(3),
        from: body.valid_from.to_string(),
        ended: body.valid_to.map(|day| {
            let into = body.successor.as_ref().map(|id| words::body_name(&staff.guest, id));
            (day.to_string(), into.unwrap_or_default())
        }),
        matters: format!("/matters?body={}", body.id),
    });
    let named = |ids: &[BodyId]| {
        ids.iter()
            .map(|id| words::body_name(&staff.guest, id))
            .collect::<Vec<_>>()
            .join(lang.pick("、", ", "))
    };
    let changes = server.city.reorganisations().await?.into_iter().map(|one| ChangeRow {
        on: one.on.to_string(),
        ended: named(&one.ended),
        made: named(&one.made),
        heir: one.heir.map(|id| words::body_name(&staff.guest, &id)).unwrap_or_default(),
        ground: one.ground,
        by: server.city.names().get(&one.by).cloned().unwrap_or_else(|| one.by.to_string()),
    });
    let mut announced = Vec::new();
    for one in server.city.announced_reorganisations().await? {
        announced.push(announced_row(staff, server, one).await?);
    }
    Ok(BodiesPage {
        chrome: staff.chrome(None),
        crumbs: vec![Crumb { label: lang.t("admin.title"), href: "/admin".to_owned() }],
        rows: rows.collect(),
        announced,
        changes: changes.collect(),
    })
}

/// A change that is announced; where its day has come and it still stands here, why.
async fn announced_row(
    staff: &Staff,
    server: &Server,
    one: AnnouncedReorganisation,
) -> Result<AnnouncedRow, AppError> {
    let change = &one.change;
    let comma = staff.guest.lang.pick("、", ", ");
    let body = |id: &BodyId| words::body_name(&staff.guest, id);
    let new = |new: &NewBody| staff.guest.lang.pick(&new.name, &new.en).to_owned();
    let heir = change.heir.as_ref().map(|heir| match heir {
        Heir::Known(id) => body(id),
        Heir::New(at) => change.makes.get(*at).map(new).unwrap_or_default(),
    });
    let by =
        one.by.as_person().map(|id| server.city.names().get(id).cloned().unwrap_or_else(|| id.to_string()));
    let fault = match change.on <= server.city.today() {
        true => server.city.announced_fault(&one).await?.map(|fault| told(staff, &fault)),
        false => None,
    };
    Ok(AnnouncedRow {
        change: ChangeRow {
            on: change.on.to_string(),
            ended: change.ends.iter().map(body).collect::<Vec<_>>().join(comma),
            made: change.makes.iter().map(new).collect::<Vec<_>>().join(comma),
            heir: heir.unwrap_or_default(),
            ground: change.ground.clone(),
            by: by.unwrap_or_default(),
        },
        withdraw: format!("/admin/bodies/announced/{}/withdraw", one.id),
        fault,
    })
}

pub(super) async fn withdraw(
    Admin(staff): Admin,
    State(server): State<Server>,
    Path(id): Path<String>,
    typed: Typed,
) -> Response {
    if let Some(refused) = staff.not_ours(typed.text("csrf")).await {
        return refused;
    }
    match server.city.withdraw_reorganisation(&id, &staff.actor).await {
        Ok(true) => Redirect::to("/admin/bodies").into_response(),
        Ok(false) => staff.guest.failed(&AppError::NotFound(id)),
        Err(error) => staff.guest.failed(&error),
    }
}

fn kind_word(staff: &Staff, kind: BodyKind) -> String {
    staff.guest.lang.t(&format!("city.bodies.sort.{}", kind.word()))
}

pub(super) async fn form(Admin(staff): Admin, Path(kind): Path<String>) -> Response {
    let known = KINDS.iter().find(|(name, ..)| *name == kind);
    match known {
        Some(known) => {
            page_of(&Change { staff: &staff, known: *known, typed: &Typed::default() }.page(None, None))
        }
        None => staff.guest.failed(&AppError::NotFound(kind)),
    }
}

pub(super) async fn change(
    Admin(staff): Admin,
    State(server): State<Server>,
    Path(kind): Path<String>,
    typed: Typed,
) -> Response {
    if let Some(refused) = staff.not_ours(typed.text("csrf")).await {
        return refused;
    }
    let Some(known) = KINDS.iter().find(|(name, ..)| *name == kind) else {
        return staff.guest.failed(&AppError::NotFound(kind));
    };
    let change = Change { staff: &staff, known: *known, typed: &typed };
    let wanted = match change.wanted() {
        Ok(wanted) => wanted,
        Err(fault) => {
            return (StatusCode::UNPROCESSABLE_ENTITY, page_of(&change.page(Some(fault), None)))
                .into_response();
        }
    };
    let made = typed.text("step") == "make";
    let outcome = if made {
        server.city.reorganise(&wanted, &staff.actor).await
    } else {
        server.city.reorganisation_effect(&wanted).await
    };
    match outcome {
        Ok(Ok(_)) if made => Redirect::to("/admin/bodies").into_response(),
        Ok(Ok(effect)) => page_of(&change.page(None, Some(&effect))),
        Ok(Err(fault)) => {
            let page = change.page(Some(told(&staff, &fault)), None);
            (StatusCode::UNPROCESSABLE_ENTITY, page_of(&page)).into_response()
        }
        Err(error) => staff.guest.failed(&error),
    }
}

/// A change as it was typed.
struct Change<'a> {
    staff: &'a Staff,
    known: (&'static str, usize, bool, bool),
    typed: &'a Typed,
}

impl Change<'_> {
    fn wanted(&self) -> Result<Reorganisation, String> {
        let lang = self.staff.guest.lang;
        let (_, rows, ends, _) = self.known;
        let on = self.typed.text("on").parse().map_err(|_| lang.t("city.bodies.fault.no_day"))?;
        let row = |at: usize| NewBody {
            name: self.typed.text(&format!("name-{at}")).trim().to_owned(),
            en: self.typed.text(&format!("en-{at}")).trim().to_owned(),
            short: self.typed.text(&format!("short-{at}")).trim().to_owned(),
            kind: BodyKind::from_word(self.typed.text(&format!("kind-{at}"))).unwrap_or(BodyKind::Department),
        };
        let blank = |body: &NewBody| body.name.is_empty() && body.en.is_empty() && body.short.is_empty();
        let typed: Vec<(usize, NewBody)> =
            (0..rows).map(|at| (at, row(at))).filter(|(_, body)| !blank(body)).collect();
        let heir = match self.typed.text("heir") {
            _ if !ends => None,
            "" => (!typed.is_empty()).then_some(Heir::New(0)),
            chosen => Some(match chosen.strip_prefix("new-").and_then(|at| at.parse::<usize>().ok()) {
                // Its place among those that were filled in.
                Some(at) => Heir::New(typed.iter().position(|(row, _)| *row == at).unwrap_or(usize::MAX)),
                None => Heir::Known(BodyId::new(chosen)),
            }),
        };
        let parent = Some(self.typed.text("parent")).filter(|id| !id.is_empty()).map(BodyId::new);
        Ok(Reorganisation {
            on,
            ground: self.typed.text("ground").trim().to_owned(),
            ends: self.typed.texts("ends").map(BodyId::new).collect(),
            makes: typed.into_iter().map(|(_, body)| body).collect(),
            heir,
            parent,
        })
    }

    fn page(&self, fault: Option<String>, effect: Option<&ReorganisationEffect>) -> BodiesChangePage {
        let lang = self.staff.guest.lang;
        let (kind, rows, ends, many) = self.known;
        let bodies = self.staff.guest.server.city.bodies();
        let living: Vec<&Body> = bodies.iter().filter(|body| body.valid_to.is_none()).collect();
        let options = |chosen: &dyn Fn(&str) -> bool| -> Vec<Opt> {
            let each = living.iter().map(|body| {
                Opt::new(body.id.as_str(), lang.pick(&body.name, &body.en), chosen(body.id.as_str()))
            });
            each.collect()
        };
        let ended: Vec<&str> = self.typed.texts("ends").collect();
        let heir = self.typed.text("heir");
        let parent = self.typed.text("parent");
        let news = (0..rows).map(|at| {
            let value = format!("new-{at}");
            let selected = heir == value;
            Opt::new(value, lang.with("city.bodies.new", &[("n", (at + 1).to_string())]), selected)
        });
        let heirs = match kind {
            "merge" | "split" => news.chain(options(&|id| id == heir)).collect(),
            _ => Vec::new(),
        };
        BodiesChangePage {
            chrome: self.staff.chrome(None),
            crumbs: vec![
                Crumb { label: lang.t("admin.title"), href: "/admin".to_owned() },
                Crumb { label: lang.t("city.bodies.title"), href: "/admin/bodies".to_owned() },
            ],
            kind,
            title: lang.t(&format!("city.bodies.kind.{kind}")),
            lead: lang.t(&format!("city.bodies.lead.{kind}")),
            ends: if ends { options(&|id| ended.contains(&id)) } else { Vec::new() },
            many,
            makes: (0..rows).map(|at| self.make_row(at)).collect(),
            heirs,
            parents: if ends { Vec::new() } else { options(&|id| id == parent) },
            on: self.typed.text("on").to_owned(),
            ground: self.typed.text("ground").to_owned(),
            fault,
            effect: effect.map(|effect| self.moves(effect)),
        }
    }

    fn make_row(&self, at: usize) -> MakeRow {
        let text = |name: &str| self.typed.text(&format!("{name}-{at}")).to_owned();
        let chosen = text("kind");
        let chosen = BodyKind::from_word(&chosen).unwrap_or(BodyKind::Department);
        let kinds = BODY_KINDS
            .into_iter()
            .map(|kind| Opt::new(kind.word(), kind_word(self.staff, kind), kind == chosen));
        MakeRow { name: text("name"), en: text("en"), short: text("short"), kinds: kinds.collect() }
    }

    fn moves(&self, effect: &ReorganisationEffect) -> Vec<String> {
        let lang = self.staff.guest.lang;
        let chrome = self.staff.chrome(None);
        let comma = lang.pick("、", ", ");
        let names = self.staff.guest.server.city.names();
        let people: Vec<String> = effect
            .accounts
            .iter()
            .map(|id| names.get(id).cloned().unwrap_or_else(|| id.to_string()))
            .collect();
        let below: Vec<String> =
            effect.below.iter().map(|id| words::body_name(&self.staff.guest, id)).collect();
        let mut lines = vec![chrome.many("city.bodies.effect.matters", effect.matters)];
        let mut line = |key: &str, all: Vec<String>| {
            let n = chrome.many(key, all.len());
            let colon = lang.t("words.colon");
            lines.push(if all.is_empty() { n } else { format!("{n}{colon}{}", all.join(comma)) });
        };
        line("city.bodies.effect.accounts", people);
        line("city.bodies.effect.below", below);
        lines
    }
}

/// Why a change cannot be made, in words.
fn told(staff: &Staff, fault: &ReorganisationFault) -> String {
    use ReorganisationFault as F;
    let lang = staff.guest.lang;
    let plain = |key: &str| lang.t(&format!("city.bodies.fault.{key}"));
    let about = |key: &str, what: String| lang.with(&format!("city.bodies.fault.{key}"), &[("what", what)]);
    let body = |id: &BodyId| words::body_name(&staff.guest, id);
    match fault {
        F::Nothing => plain("nothing"),
        F::NoGround => plain("no_ground"),
        F::Ahead => plain("ahead"),
        F::Announced(id, on) => {
            lang.with("bodies.announced.contradicts", &[("what", body(id)), ("day", on.to_string())])
        }
        F::NotThere(id) => about("not_there", body(id)),
        F::Younger(id) => about("younger", body(id)),
        F::NoHeir => plain("no_heir"),
        F::HeirEnds => plain("heir_ends"),
        F::NoName(at) => about("no_name", (at + 1).to_string()),
        F::NameTaken(name) => about("name_taken", name.clone()),
        F::NoParent => plain("no_parent"),
    }
}
