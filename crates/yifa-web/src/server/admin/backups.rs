//! Owns backups in the administration: listed from the folder that the operator named, and made into it.

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use yifa_law::calendar::china_time;

use super::Admin;
use crate::components::Crumb;
use crate::pages::admin::BackupsPage;
use crate::server::Server;
use crate::server::guest::page_of;
use crate::server::typed::Typed;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    made: String,
}

pub(super) async fn page(
    Admin(staff): Admin,
    State(server): State<Server>,
    Query(asked): Query<Asked>,
) -> Response {
    let files = match server.city.backups() {
        Ok(files) => files,
        Err(error) => return staff.guest.failed(&error),
    };
    let shown = files.as_ref().map(|files| {
        let each = files.iter().take(100).map(|file| {
            let at = file.at.map(|at| china_time(at).strftime("%Y-%m-%d %H:%M").to_string());
            (file.name.clone(), size(file.bytes), at.unwrap_or_default())
        });
        each.collect()
    });
    // Only what is really there is said to have been made.
    let made = files.into_iter().flatten().find(|file| file.name == asked.made).map(|file| file.name);
    page_of(&BackupsPage {
        chrome: staff.chrome(None),
        crumbs: vec![Crumb { label: staff.guest.lang.t("admin.title"), href: "/admin".to_owned() }],
        files: shown,
        made,
    })
}

pub(super) async fn make(Admin(staff): Admin, State(server): State<Server>, typed: Typed) -> Response {
    if let Some(refused) = staff.not_ours(typed.text("csrf")).await {
        return refused;
    }
    match server.city.make_backup(&staff.actor).await {
        Ok((name, _)) => Redirect::to(&format!("/admin/backups?made={name}")).into_response(),
        Err(error) => staff.guest.failed(&error),
    }
}

fn size(bytes: u64) -> String {
    let tenths = bytes * 10 / (1 << 20);
    if tenths == 0 {
        format!("{} KB", bytes.div_ceil(1 << 10))
    } else {
        format!("{}.{} MB", tenths / 10, tenths % 10)
    }
}
