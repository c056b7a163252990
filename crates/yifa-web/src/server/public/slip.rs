//! Owns answering by slip: its code in, the questions of the one act that it opens out. What was typed is not kept with any
//! name, number or code that leads back to its bearer.

use axum::Extension;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use yifa_app::AppError;
use yifa_app::citizen::{OpenedBy, SheetFor};
use yifa_app::slip::{Borne, SlipCheck};

use super::super::Server;
use super::super::guest::{Guest, page_of};
use super::super::typed::Typed;
use super::road::{Caller, Door, later, too_often};
use super::spam;
use crate::face::Chrome;
use crate::portal::PublicSlipPage;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    code: String,
}

pub(super) async fn ask(guest: Guest, Extension(door): Door, Query(asked): Query<Asked>) -> Response {
    form(&guest, &door, asked.code, None)
}

fn form(guest: &Guest, door: &spam::Guard, code: String, fault: Option<String>) -> Response {
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let csrf = door.proof(guest.server.city.clock().now());
    let chrome = Chrome { csrf, ..guest.public_chrome() };
    let mut response = page_of(&PublicSlipPage { chrome, code, fault });
    *response.status_mut() = status;
    response
}

pub(super) async fn open(
    guest: Guest,
    Extension(door): Door,
    State(server): State<Server>,
    Caller(caller): Caller,
    typed: Typed,
) -> Response {
    let now = server.city.clock().now();
    let code = typed.text("code").trim().to_owned();
    if !door.holds(typed.text("csrf"), now) {
        return form(&guest, &door, code, Some(guest.lang.t("public.fault.too_old")));
    }
    if let Err(seconds) = door.tried.take(&caller, now) {
        return later(form(&guest, &door, code, Some(too_often(&guest, seconds))), seconds);
    }
    let fault = match server.city.check_slip(&code).await {
        Ok(SlipCheck::Good(borne)) => match begin(&server, &borne).await {
            Ok(sheet) => return Redirect::to(&format!("/public/sheet/{sheet}/1")).into_response(),
            Err(error) => return guest.failed(&error),
        },
        Ok(SlipCheck::Unknown) => "citizen.slip.unknown",
        Ok(SlipCheck::Used) => "citizen.slip.used",
        Ok(SlipCheck::Closed) => "citizen.slip.closed",
        Err(error) => return guest.failed(&error),
    };
    form(&guest, &door, code, Some(guest.lang.t(fault)))
}

async fn begin(server: &Server, borne: &Borne) -> Result<String, AppError> {
    let missing = || AppError::NotFound(borne.matter.to_string());
    let state = server.city.state(&borne.matter).await?.ok_or_else(missing)?;
    let carries = borne.carries.keys().map(ToString::to_string).collect();
    let wanted = SheetFor {
        procedure: &state.procedure,
        action: &borne.action,
        matter: Some(&borne.matter),
        follower: None,
        pairs: Vec::new(),
        slip: Some(OpenedBy { known: borne.known.clone(), carries }),
    };
    server.city.begin_sheet(wanted).await
}
