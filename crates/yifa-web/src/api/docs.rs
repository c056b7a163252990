//! Owns the pages that document the API for people, in three languages.

use axum::extract::{Path, State};
use axum::response::Response;
use yifa_app::AppError;
use yifa_kernel::guard::Kind;
use yifa_kernel::id::ProcedureId;
use yifa_kernel::procedure::{Action, From, Procedure};

use super::schema::is_required;
use crate::components::Crumb;
use crate::pages::api::{ApiField, ApiOperation, ApiPage, ApiProcedurePage};
use crate::server::guest::{Guest, page_of};
use crate::server::{Server, words};

pub(super) async fn overview(guest: Guest, State(server): State<Server>) -> Response {
    let procedures = server.city.registry().procedures().map(|procedure| {
        let operations = procedure.actions.iter().filter(|action| !action.only_by_law()).count();
        (words::label(guest.lang, &procedure.label), procedure.id.to_string(), operations)
    });
    page_of(&ApiPage {
        chrome: guest.chrome(None),
        address: server.address.to_string(),
        procedures: procedures.collect(),
    })
}

pub(super) async fn procedure(
    guest: Guest,
    State(server): State<Server>,
    Path(id): Path<String>,
) -> Response {
    let Some(found) = server.city.registry().latest(&ProcedureId::new(id)) else {
        return guest.failed(&AppError::NotFound(guest.address.clone()));
    };
    let operations = found.actions.iter().filter(|action| !action.only_by_law());
    page_of(&ApiProcedurePage {
        chrome: guest.chrome(None),
        crumbs: vec![Crumb { label: guest.lang.t("api.title"), href: "/api".to_owned() }],
        title: words::label(guest.lang, &found.label),
        id: found.id.to_string(),
        operations: operations.map(|action| operation(&guest, found, action)).collect(),
    })
}

fn operation(guest: &Guest, procedure: &Procedure, action: &Action) -> ApiOperation {
    let lang = guest.lang;
    let comma = lang.pick("、", ", ");
    let registry = guest.server.city.registry();
    let roles = action.by.iter().filter_map(|role| registry.role(role));
    let roles: Vec<String> = roles.map(|role| words::label(lang, &role.label)).collect();
    let path = if action.from == From::Nothing {
        format!("/api/procedures/{}/{}", procedure.id, action.id)
    } else {
        format!("/api/matters/{{matter}}/{}/{}", procedure.id, action.id)
    };
    let fields = action.records.iter().enumerate().filter_map(|(at, (id, _))| {
        let field = procedure.field(id)?;
        Some(ApiField {
            id: id.to_string(),
            label: words::label(lang, &field.label),
            kind: kind_word(&field.kind),
            many: field.many,
            required: is_required(procedure, action, at),
            choices: field.choices.iter().map(|(id, _)| id.clone()).collect(),
        })
    });
    ApiOperation {
        id: action.id.to_string(),
        title: words::label(lang, &action.label),
        path,
        roles: roles.join(comma),
        basis: guest.articles(&action.basis),
        fields: fields.collect(),
    }
}

fn kind_word(kind: &Kind) -> &'static str {
    match kind {
        Kind::Bool => "bool",
        Kind::Int => "int",
        Kind::Decimal => "decimal",
        Kind::Money => "money",
        Kind::Date => "date",
        Kind::Instant => "instant",
        Kind::Text => "text",
        Kind::Choice(_) => "choice",
        Kind::Body => "body",
        Kind::Party => "party",
        Kind::Person => "person",
        Kind::Cite => "cite",
        Kind::Matter(_) => "matter",
        Kind::File => "file",
        Kind::Table(_) => "table",
        Kind::List(one) => kind_word(one),
    }
}
