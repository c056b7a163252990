//! Owns rosters in the administration: all bodies or all people as one sheet, handed over, tried and kept.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use yifa_app::AppError;
use yifa_app::roster::{
    BodyColumn, PersonColumn, Roster, RosterColumn, RosterFault, RosterFaultKind, RosterOrder, RosterOutcome,
};
use yifa_app::sheet::Sheet;
use yifa_documents::{Cell, SheetFile, csv_line};
use yifa_kernel::body::Body;
use yifa_kernel::value::FileRef;

use super::Admin;
use crate::components::Crumb;
use crate::face::Lang;
use crate::pages::admin::{PasswordRow, RosterColumnRow, RosterDone, RosterImportRow, RosterPage};
use crate::pages::import::{FaultRow, Trial};
use crate::roster_words;
use crate::server::guest::{Staff, page_of};
use crate::server::register_import::{
    Format, MARK, ROWS, around, file, handed_over, person_name, sheet_words, standing,
};
use crate::server::typed::Typed;
use crate::server::{Server, words};

/// Faults shown on the page.
const SHOWN: usize = 200;

/// The roster of an address.
pub(super) fn which(name: &str) -> Result<Roster, AppError> {
    Roster::from_word(name).ok_or_else(|| AppError::NotFound(name.to_owned()))
}

#[derive(Deserialize)]
pub(super) struct From {
    #[serde(default)]
    from: usize,
}

pub(super) async fn page(
    Admin(staff): Admin,
    State(server): State<Server>,
    Path(name): Path<String>,
    Query(asked): Query<From>,
) -> Response {
    let made = async {
        let roster = which(&name)?;
        let all = server.city.roster_imports(roster).await?;
        let from = asked.from.min(all.len());
        let (previous, next) = around(&address(roster), from, all.len());
        let row = |one: &yifa_app::roster::RosterImport| RosterImportRow {
            href: format!("{}/{}", address(roster), one.id),
            at: words::moment(one.at),
            source: one.source.clone(),
            by: person_name(&staff, &one.by),
            created: one.created,
            standing: standing(&one.standing),
        };
        let imports = all.iter().skip(from).take(ROWS).map(row).collect();
        Ok::<_, AppError>(RosterPage { imports, previous, next, ..blank(&staff, roster) })
    };
    match made.await {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

pub(super) fn address(roster: Roster) -> String {
    format!("/admin/rosters/{}", roster.word())
}

/// The way back from a roster.
pub(super) fn crumbs(lang: Lang, roster: Roster) -> Vec<Crumb> {
    let (up, href) = match roster {
        Roster::Bodies => ("city.bodies.title", "/admin/bodies"),
        Roster::People => ("admin.accounts", "/admin/accounts"),
    };
    vec![
        Crumb { label: lang.t("admin.title"), href: "/admin".to_owned() },
        Crumb { label: lang.t(up), href: href.to_owned() },
    ]
}

fn blank(staff: &Staff, roster: Roster) -> RosterPage {
    RosterPage {
        chrome: staff.chrome(None),
        crumbs: crumbs(staff.guest.lang, roster),
        roster,
        post_to: address(roster),
        columns: match roster {
            Roster::Bodies => rows(staff, BodyColumn::ALL),
            Roster::People => rows(staff, PersonColumn::ALL),
        },
        fault: None,
        trial: None,
        done: None,
        imports: Vec::new(),
        previous: None,
        next: None,
    }
}

fn rows<C: RosterColumn>(staff: &Staff, columns: &[C]) -> Vec<RosterColumnRow> {
    let lang = staff.guest.lang;
    let row = |column: &C| RosterColumnRow {
        name: roster_words::column(lang, *column),
        required: column.is_needed(),
        help: match column.key() {
            "kind" => roster_words::kinds(lang).join(lang.pick("；", "; ")),
            "role" => {
                let roles =
                    staff.guest.server.city.registry().roles().iter().filter(|role| !role.is_of_public());
                let roles: Vec<String> = roles.map(|role| words::label(lang, &role.label)).collect();
                roles.join(lang.pick("；", "; "))
            }
            key => lang.t(&format!("roster.{}.help.{key}", C::ROSTER.word())),
        },
    };
    columns.iter().map(row).collect()
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    format: String,
}

/// The roster as it stands: to be looked through, amended and handed over again.
pub(super) async fn sheet(
    Admin(staff): Admin,
    State(server): State<Server>,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let made = async {
        let format = Format::of(&asked.format);
        let lang = staff.guest.lang;
        let bytes = match which(&name)? {
            Roster::Bodies => written(lang, format, BodyColumn::ALL, bodies_on_record(lang, &server))?,
            Roster::People => written(lang, format, PersonColumn::ALL, people_on_record(&staff).await?)?,
        };
        Ok::<_, AppError>(file(format, &name, bytes))
    };
    made.await.unwrap_or_else(|error| staff.guest.failed(&error))
}

fn bodies_on_record(lang: Lang, server: &Server) -> Vec<Vec<String>> {
    let bodies = server.city.bodies();
    let living = bodies.iter().filter(|body| body.valid_to.is_none());
    let above =
        |body: &Body| body.parent.as_ref().and_then(|id| bodies.get(id)).map(|body| body.name.clone());
    let row = |body: &Body| {
        let kind = lang.write(&roster_words::kind(lang, body.kind)).into_owned();
        let from = body.valid_from.to_string();
        vec![
            body.name.clone(),
            body.en.clone(),
            body.short.clone(),
            kind,
            above(body).unwrap_or_default(),
            from,
        ]
    };
    living.map(row).collect()
}

/// Passwords are not known: their cells are blank.
async fn people_on_record(staff: &Staff) -> Result<Vec<Vec<String>>, AppError> {
    let server = &staff.guest.server;
    let bodies = server.city.bodies();
    let mut all = Vec::new();
    for account in server.city.accounts().await?.iter().filter(|account| account.open) {
        for post in &account.posts {
            let role = server.city.registry().role(&post.role);
            let role = role
                .map_or_else(|| post.role.to_string(), |role| words::label(staff.guest.lang, &role.label));
            let body = bodies.get(&post.body).map_or_else(|| post.body.to_string(), |body| body.name.clone());
            let (person, name) = (account.person.to_string(), account.name.clone());
            all.push(vec![person, name, account.en.clone(), role, body, String::new()]);
        }
    }
    Ok(all)
}

fn written<C: RosterColumn>(
    lang: Lang,
    format: Format,
    columns: &[C],
    rows: Vec<Vec<String>>,
) -> Result<Vec<u8>, AppError> {
    let star = |column: C| if column.is_needed() { "*" } else { "" };
    let head: Vec<String> = columns
        .iter()
        .map(|column| format!("{}{}", roster_words::column(lang, *column), star(*column)))
        .collect();
    let cells = |row: Vec<String>| row.into_iter().map(Cell::text).collect::<Vec<_>>();
    match format {
        Format::Csv => {
            let lines: String = [head].into_iter().chain(rows).map(|row| csv_line(&cells(row))).collect();
            Ok(format!("{MARK}{lines}").into_bytes())
        }
        Format::Xlsx => {
            let title = lang.write(&lang.t(&format!("roster.{}.title", C::ROSTER.word()))).into_owned();
            let mut sheet = SheetFile::new(&title, &head)?;
            if let Some(at) = columns.iter().position(|column| column.key() == "kind") {
                let kinds: Vec<String> =
                    roster_words::kinds(lang).iter().map(|word| lang.write(word).into_owned()).collect();
                sheet.choices(at, &kinds)?;
            }
            for row in rows {
                sheet.row(&cells(row))?;
            }
            Ok(sheet.finish()?)
        }
    }
}

pub(super) async fn hand_over(
    Admin(staff): Admin,
    State(server): State<Server>,
    Path(name): Path<String>,
    typed: Typed,
) -> Response {
    if let Some(refused) = staff.not_ours(typed.text("csrf")).await {
        return refused;
    }
    let lang = staff.guest.lang;
    let roster = match which(&name) {
        Ok(roster) => roster,
        Err(error) => return staff.guest.failed(&error),
    };
    let not_read = |fault: String| {
        let page = RosterPage { fault: Some(fault), ..blank(&staff, roster) };
        (StatusCode::UNPROCESSABLE_ENTITY, page_of(&page)).into_response()
    };
    if let Some((_, name, fault)) = typed.faults().first() {
        return not_read(fault.words(lang, name));
    }
    let Some(sent) = typed.files("file").next().cloned() else { return not_read(lang.t("import.no_file")) };
    let trial = typed.text("step") != "keep";
    let page = async {
        let sheet = handed_over(&server, &sent).await?;
        let order = RosterOrder { actor: staff.actor.clone(), source: sent.name.clone(), trial };
        match roster {
            Roster::Bodies => {
                let kinds = roster_words::all_kinds();
                let outcome = server.city.import_bodies(&sheet, &kinds, &order).await?;
                Ok(told(&staff, &sheet, &sent, &outcome, trial, blank(&staff, roster)))
            }
            Roster::People => {
                let outcome = server.city.import_people(&sheet, &order).await?;
                Ok(told(&staff, &sheet, &sent, &outcome, trial, blank(&staff, roster)))
            }
        }
    };
    match page.await {
        Ok(page) => {
            let held_back = !trial && page.done.is_none();
            let status = if held_back { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            (status, page_of(&page)).into_response()
        }
        Err(AppError::Sheet(fault)) => not_read(sheet_words(lang, &fault)),
        Err(error) => staff.guest.failed(&error),
    }
}

fn told<C: RosterColumn>(
    staff: &Staff,
    sheet: &Sheet,
    sent: &FileRef,
    outcome: &RosterOutcome<C>,
    trial: bool,
    page: RosterPage,
) -> RosterPage {
    let lang = staff.guest.lang;
    if !trial && outcome.faults.is_empty() {
        let password = |one: &yifa_app::roster::FirstPassword| PasswordRow {
            person: one.person.to_string(),
            name: one.name.clone(),
            password: one.password.clone(),
        };
        let passwords = outcome.passwords.iter().map(password).collect();
        return RosterPage {
            done: Some(RosterDone {
                new: outcome.new,
                there: outcome.there,
                import: outcome.import.as_ref().map(|id| format!("{}/{id}", address(C::ROSTER))),
                passwords,
            }),
            ..page
        };
    }
    let faulty =
        sheet.rows.iter().filter(|row| outcome.faults.iter().any(|fault| fault.line == row.line)).count();
    let trial = Trial {
        name: sent.name.clone(),
        digest: sent.digest.clone(),
        import: String::new(),
        rows: outcome.rows,
        good: outcome.rows.saturating_sub(faulty),
        faulty,
        faults: outcome.faults.iter().take(SHOWN).map(|fault| fault_row(lang, fault)).collect(),
        more: outcome.faults.len().saturating_sub(SHOWN),
        held_back: !trial,
    };
    RosterPage { trial: Some(trial), ..page }
}

fn fault_row<C: RosterColumn>(lang: Lang, fault: &RosterFault<C>) -> FaultRow {
    use RosterFaultKind as K;
    let next = match &fault.what {
        K::ShortInUse => Some(("roster.fault.rename", "/admin/bodies/rename".to_owned())),
        K::Otherwise(_) => Some(("roster.fault.reorganise", "/admin/bodies".to_owned())),
        K::Taken => Some(("roster.fault.change", format!("/admin/accounts/{}", fault.text))),
        K::Blank
        | K::Unfit
        | K::NoDay
        | K::NotFound
        | K::Spoiled
        | K::Twice(_)
        | K::ShortTaken
        | K::Circle
        | K::OtherName(_)
        | K::SignInName
        | K::PasswordShort => None,
    };
    FaultRow {
        line: fault.line,
        column: roster_words::column(lang, fault.column),
        text: roster_words::stands_there(fault),
        what: roster_words::fault(lang, &fault.what),
        article: None,
        next: next.as_ref().map(|(key, _)| lang.t(key)),
        next_href: next.map(|(_, href)| href),
    }
}
